"""The summary of a bill on its first page, and its lines as they are specified."""

from collections.abc import Sequence
from fractions import Fraction

from app.features.invoices.core.billing import Bill, BillLine, BillVat, DocumentKind
from app.features.invoices.core.dossier import Dossier
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.features.settlement.core.inputs import VatCategory
from app.features.settlement.core.result import LineKind
from app.kernel.dutch import euro, listing, percent
from app.kernel.quantities import exact_hours, exact_number

EXEMPT_WORDS = (
    "vrijgesteld: kosten voor gemene rekening, artikel 11, lid 1, onder u, Wet op de omzetbelasting 1968"
)
OUTSIDE_WORDS = "buiten de btw: werk als overheid"
_TOTAL = {DocumentKind.INVOICE: "Te betalen", DocumentKind.CREDIT: "U krijgt terug"}


def summary_table(bill: Bill, dossier: Dossier) -> Table:
    """What the amount consists of: per area a row for each kind of line, then VAT, then the total."""
    rows = []
    for code in bill.areas:
        lines = [line for line in bill.lines if line.area == code]
        for kind in LineKind:
            own = [line for line in lines if dossier.settlement.line(line.settlement_line).kind is kind]
            if own:
                rows.append(_row(kind, own, bill, dossier))
    rows += [Row((_vat_name(part), part.vat_cents), sub=vat_words(part)) for part in bill.vat]
    columns = (Column("Waarvoor"), Column("Bedrag", Kind.EURO))
    return Table("In het kort", columns, tuple(rows), (_TOTAL[bill.kind], bill.total_cents))


def _row(kind: LineKind, lines: Sequence[BillLine], bill: Bill, dossier: Dossier) -> Row:
    area = dossier.area(lines[0].area)
    name = area.area.name
    cents = sum(line.amount_cents for line in lines)
    match kind:
        case LineKind.SHARE:
            return Row((f"Uw deel in de kosten van {name}", cents), sub=f"{listing(area.key)}; zie de uitleg")
        case LineKind.TARIFF:
            told = listing([f"{line.description} ({line.detail})" for line in lines[:2]])
            more = "" if len(lines) < 3 else " en meer; zie de specificatie"
            return Row((f"Werk van {name} tegen tarief", cents), sub=told + more)
        case LineKind.RESULT:
            return Row((f"Uw deel in het resultaat van {name}", cents), sub=lines[0].detail)
        case LineKind.ADVANCE:
            told = listing([f"{line.description}, {line.detail}" for line in lines[:4]])
            return Row((f"Voorschotten voor {name}", cents), sub=told)
        case LineKind.INPUT_VAT:
            return Row((f"Btw op de kosten van {name}", cents), sub=lines[0].detail)
        case LineKind.SECONDMENT:
            where = dossier.name(bill.provider)
            told = "; ".join(line.detail for line in lines[:2])
            return Row((f"Vergoeding voor uw medewerkers bij {where}", cents), sub=told)


def _vat_name(part: BillVat) -> str:
    return f"Btw {percent(part.rate)}" if part.vat_cents else "Btw"


def vat_words(part: BillVat) -> str:
    """What is said about the VAT of a category; points 14 and 28 of settlement.md touch the law."""
    match part.category:
        case VatCategory.TAXED:
            return f"over {euro(part.base_cents)}"
        case VatCategory.EXEMPT:
            return EXEMPT_WORDS
        case VatCategory.OUTSIDE:
            return OUTSIDE_WORDS


def line_table(bill: Bill) -> Table:
    """The lines with quantity and price; the total is without VAT and says how it is taxed."""
    columns = (
        Column("Regel"),
        Column("Omschrijving"),
        Column("Aantal", Kind.COUNT, is_added=False),
        Column("Prijs", Kind.MONEY, is_added=False),
        Column("Bedrag", Kind.MONEY),
    )
    rows = [
        Row(
            (str(place), line.description, quantity_words(line), line.price_cents, line.amount_cents),
            sub=line.detail,
            sub_at=1,
        )
        for place, line in enumerate(bill.lines, start=1)
    ]
    return Table.summed("Regels van dit document", columns, rows, f"Samen, {_taxed(bill)}")


def _taxed(bill: Bill) -> str:
    categories = {part.category for part in bill.vat}
    if categories == {VatCategory.EXEMPT}:
        return "vrijgesteld van btw"
    return "buiten de btw" if categories == {VatCategory.OUTSIDE} else "zonder btw"


def quantity_words(line: BillLine) -> str:
    """The quantity as it is priced: time in hours and minutes, pieces as a number."""
    if line.unit == "minuut" and line.base_quantity == 60:
        return exact_hours(line.quantity)
    return exact_number(line.quantity / Fraction(line.base_quantity))
