"""The report of an advance or a correction: what is asked in advance, or what each closed period moved."""

from collections.abc import Sequence
from datetime import date

from app.features.invoices.core.dossier import Dossier, Numbered
from app.features.invoices.core.money_tables import (
    NETTING_NOTE,
    documents_table,
    ending,
    netting_table,
    positions_table,
    short,
)
from app.features.invoices.core.papers import Fact, Figure, SettlementPaper
from app.features.invoices.core.signing import approved_table, confirmed_table, explained_table
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.features.settlement.core.run import RunKind
from app.kernel.dutch import count, euro, plain_day

WORDS = {RunKind.ADVANCE: "Voorschot", RunKind.CORRECTION: "Correctie", RunKind.SETTLEMENT: "Afrekening"}


def year_paper(dossier: Dossier, documents: Sequence[Numbered], dated_on: date) -> SettlementPaper:
    """The report; `documents` are its numbered invoices and credit notes."""
    settlement = dossier.settlement
    word, label = WORDS[dossier.kind], settlement.period.label
    is_correction = dossier.kind is RunKind.CORRECTION
    return SettlementPaper(
        title=f"{word} {label}",
        document_line=f"{settlement.collaboration.name} · {word.lower()} {label}",
        dated_on=dated_on,
        sender=settlement.collaboration.name,
        sender_line="Correctie van afgerekende perioden" if is_correction else "Voorschot op het jaar",
        facts=(Fact("Periode", settlement.period.in_full), Fact("Definitief op", plain_day(dated_on))),
        lead=_lead(dossier, documents),
        figures=_figures(documents),
        matrix=_moved(dossier) if is_correction else _advances(dossier),
        matrix_note=_NOTE[dossier.kind],
        comparison=None,
        areas=(),
        common=(),
        netting=netting_table(dossier),
        positions=positions_table(dossier),
        netting_note=NETTING_NOTE,
        documents=documents_table(dossier, documents) if documents else None,
        confirmed=confirmed_table(dossier),
        approved=approved_table(dossier),
        explained=explained_table(dossier),
        ending=ending(dossier),
    )


_NOTE = {
    RunKind.ADVANCE: "In euro’s, zonder btw. Het voorschot wordt verrekend met de afrekening van het jaar.",
    RunKind.CORRECTION: "In euro’s. Was en wordt zijn zonder btw; btw is het verschil op de documenten.",
    RunKind.SETTLEMENT: "",
}


def _lead(dossier: Dossier, documents: Sequence[Numbered]) -> str:
    totals = dossier.settlement.totals
    papers = count(len(documents), "document", "documenten")
    if dossier.kind is RunKind.ADVANCE:
        return f"De deelnemers betalen samen {euro(totals.divided_cents)} als voorschot, in {papers}."
    periods = {row.period for row in dossier.settlement.moved}
    return (
        f"Wat na de afrekening bekend werd, is verwerkt voor {count(len(periods), 'periode', 'perioden')}, in "
        f"{papers}. Wat was afgerekend is niet gewijzigd."
    )


def _figures(documents: Sequence[Numbered]) -> tuple[Figure, ...]:
    asked = sum(one.bill.total_cents for one in documents if one.bill.kind.value == "factuur")
    given = sum(one.bill.total_cents for one in documents if one.bill.kind.value != "factuur")
    return (
        Figure("In rekening gebracht", euro(asked), "met btw"),
        Figure("Teruggegeven", euro(given), "met btw"),
    )


def _moved(dossier: Dossier) -> Table:
    """Per closed period what each paid, and what it is now found to owe."""
    columns = (
        Column("Periode"),
        Column("Taakgebied"),
        Column("Deelnemer"),
        Column("Was", Kind.MONEY),
        Column("Wordt", Kind.MONEY),
        Column("Verschil", Kind.CHANGE),
        Column("Btw", Kind.CHANGE),
    )
    rows = [
        Row(
            (
                row.period.label,
                dossier.area(row.area).area.name,
                short(dossier.name(row.organisation)),
                row.before_cents,
                row.now_cents,
                row.difference_cents,
                row.vat_cents,
            )
        )
        for row in dossier.settlement.moved
    ]
    return Table.summed("Wat er verandert", columns, rows)


def _advances(dossier: Dossier) -> Table:
    areas = dossier.settlement.areas
    columns = [Column("Deelnemer"), *(Column(area.area.name, Kind.MONEY) for area in areas)]
    columns.append(Column("Samen", Kind.MONEY))
    by_organisation = dossier.settlement.totals.by_organisation
    rows = [
        Row(
            (
                short(dossier.name(code)),
                *(area.by_organisation.get(code) for area in areas),
                by_organisation[code],
            )
        )
        for code in sorted(by_organisation, key=dossier.name)
    ]
    return Table.summed("Wie betaalt welk voorschot", columns, rows)
