"""Who pays whom, and what each document asks or gives back: the same in every report of a run."""

from collections.abc import Sequence

from app.features.invoices.core.dossier import Dossier, Numbered
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.kernel.dutch import plain_day

NETTING_NOTE = (
    "Facturen blijven bruto: elke deelnemer betaalt elke uitvoerder. Hier staat wat dat per saldo is, met "
    "btw. Opgeteld is het altijd nul."
)


def short(name: str) -> str:
    """The name of a municipality as it stands in a table."""
    return name.removeprefix("Gemeente ")


def netting_table(dossier: Dossier) -> Table:
    """Client × provider with VAT."""
    cells = dossier.settlement.netting.cells
    providers = sorted({provider for _, provider in cells}, key=dossier.name)
    clients = sorted({client for client, _ in cells}, key=dossier.name)
    columns = [Column("Betaalt")]
    columns += [Column(f"aan {short(dossier.name(code))}", Kind.MONEY) for code in providers]
    columns.append(Column("Samen", Kind.MONEY))
    rows = []
    for client in clients:
        amounts = [cells.get((client, provider)) for provider in providers]
        rows.append(Row((short(dossier.name(client)), *amounts, sum(amount or 0 for amount in amounts))))
    return Table.summed("Wie betaalt aan wie, met btw", columns, rows)


def positions_table(dossier: Dossier) -> Table:
    """What each pays and receives, and the one net amount."""
    columns = (
        Column("Deelnemer"),
        Column("Betaalt", Kind.MONEY),
        Column("Ontvangt", Kind.MONEY),
        Column("Vergoeding medewerkers", Kind.CHANGE),
        Column("Per saldo te betalen", Kind.CHANGE),
    )
    found = sorted(
        dossier.settlement.netting.positions, key=lambda position: dossier.name(position.organisation)
    )
    rows = [
        Row(
            (
                short(dossier.name(position.organisation)),
                position.pays_cents,
                position.receives_cents,
                position.secondment_cents,
                position.net_cents,
            ),
            sub="ontvangt per saldo" if position.net_cents < 0 else "",
        )
        for position in found
    ]
    return Table.summed("Per saldo", columns, rows)


def documents_table(dossier: Dossier, documents: Sequence[Numbered]) -> Table:
    """The numbered documents; a credit note counts below zero, so that the column totals what is paid."""
    columns = (
        Column("Nummer"),
        Column("Van"),
        Column("Aan"),
        Column("Uiterlijk"),
        Column("Zonder btw", Kind.MONEY),
        Column("Btw", Kind.MONEY),
        Column("Totaal", Kind.MONEY),
    )
    rows = []
    for found in documents:
        bill = found.bill
        sign = -1 if bill.kind.value == "creditfactuur" else 1
        parties = (short(dossier.name(bill.provider)), short(dossier.name(bill.client)))
        amounts = (sign * bill.net_cents, sign * bill.vat_cents, sign * bill.total_cents)
        rows.append(Row((found.number, *parties, plain_day(found.due_on), *amounts)))
    return Table.summed("Facturen en creditfacturen van deze afrekening", columns, rows)


def ending(dossier: Dossier) -> str:
    """How the report can be proved."""
    return (
        "Alle invoer van deze afrekening is vastgelegd. Opnieuw berekenen uit de vastlegging geeft dezelfde "
        f"regels. Controlegetal van de vastgelegde gegevens: {dossier.checksum_words}."
    )
