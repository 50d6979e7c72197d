"""Rows of agreements as facts for a reader: field by field, with names for codes."""

from fractions import Fraction

from app.features.partnership.core.prices import PriceNow
from app.features.partnership.core.rows import ParticipationRow, PolicyRow, TariffRow, Term
from app.features.partnership.core.views import Directory
from app.features.partnership.core.words import TariffKind, VatCategory
from app.kernel.dutch import euro, since
from app.kernel.glossary import VAT_LABELS
from app.kernel.quantities import exact_number

Facts = tuple[tuple[str, str], ...]
PER = {
    TariffKind.HOUR: "per uur",
    TariffKind.PRODUCT: "per stuk",
    TariffKind.STATISTIC: "per eenheid en jaar",
}
OF = {TariffKind.HOUR: "Functie", TariffKind.PRODUCT: "Product", TariffKind.STATISTIC: "Kengetal"}
RESULTS = {
    "carried": "mee naar het volgende jaar",
    "reserve": "naar de reserve",
    "divided": "verdelen aan het eind van het jaar",
}
EVERY = {1: "per maand", 3: "per kwartaal", 12: "per jaar"}


def holds(term: Term) -> str:
    """How long something holds.

    >>> from datetime import date
    >>> holds(Term(date(2026, 7, 1)))
    'vanaf 1 juli 2026'
    """
    return since(term.first_on, term.last_on)


def priced(row: TariffRow) -> str:
    """A price with what it is per."""
    return f"{euro(row.price_cents)} {PER[row.kind]}"


def subject_name(row: TariffRow, names: Directory) -> str:
    """The name of what a tariff is a price of."""
    if row.kind is TariffKind.PRODUCT and (row.area, row.of) in names.products:
        return names.products[row.area, row.of].name
    if row.kind is TariffKind.STATISTIC:
        return names.statistic_kinds.get(row.of, row.of)
    return row.of


def tariff_facts(row: TariffRow, names: Directory, now: PriceNow | None = None) -> Facts:
    """A tariff; with `now` its price is the one that counts now, and what it was stands behind it."""
    price = priced(row) if now is None else priced(now.row) + (f", {now.note}" if now.note else "")
    return (
        ("Taakgebied", names.areas[row.area].name),
        (OF[row.kind], subject_name(row, names)),
        ("Naam", row.name),
        ("Prijs zonder btw", price),
        ("Geldt", holds(row.term)),
    )


def vat_words(row: ParticipationRow) -> str:
    """How the charge is taxed."""
    words = VAT_LABELS[row.vat_category]
    if row.vat_category is VatCategory.TAXED:
        words += f" {exact_number(Fraction(row.vat_basis_points, 100))} %"
    return words + (", transparantiemethode" if row.is_transparent else "")


def participation_facts(row: ParticipationRow, names: Directory) -> Facts:
    """A participation."""
    package = (("Pakket", names.packages[row.area, row.package].name),) if row.package else ()
    return (
        ("Taakgebied", names.areas[row.area].name),
        ("Organisatie", names.organisations[row.organisation].name),
        *package,
        ("Btw", vat_words(row)),
        ("Geldt", holds(row.term)),
    )


def policy_facts(row: PolicyRow, names: Directory) -> Facts:
    """A policy, without its parts: those are sentences."""
    return (
        ("Taakgebied", names.areas[row.area].name),
        ("Versie", str(row.version)),
        ("Afrekenen", EVERY[row.settlement_months] + (", met voorschotten" if row.has_advances else "")),
        ("Resultaat van tarieven", RESULTS[row.result]),
        ("Waar het is afgesproken", row.agreement_clause or "niet genoemd"),
        ("Geldt", holds(row.term)),
    )
