"""Whether the rows of a partnership hold together: codes, terms, numbers, and policies that can be run.

Every fault at once, each with the row and field that it is about and a Dutch sentence that says what
to do. Whoever read the rows (workbook, API) turns that into a place the reader knows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.features.partnership.core import numbers
from app.features.partnership.core.policies import head_faults, policy_faults
from app.features.partnership.core.rows import (
    ComponentRow,
    OrganisationRow,
    PartnershipRows,
    PolicyRow,
    Term,
    YearFigureRow,
)
from app.features.partnership.core.words import (
    Takes,
    TariffKind,
    VatCategory,
)
from app.kernel.dutch import plain_day


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: table and field as in `PartnershipRows`, the row's index there.

    Of a policy, `position` names the component and `organisation` the share that is meant.
    """

    table: str
    index: int
    field: str
    message: str
    position: int | None = None
    organisation: str | None = None


OLDEST_YEAR, LAST_YEAR = 1990, 2200
MOST_A_YEAR = 10**9
"""No year has more minutes or products than this."""

NUMBER_CHECKS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("cbs_code", numbers.cbs_code_fault),
    ("oin", numbers.oin_fault),
    ("kvk", numbers.kvk_fault),
    ("vat_number", numbers.vat_number_fault),
    ("iban", numbers.iban_fault),
    ("email", numbers.email_fault),
)


def faults(rows: PartnershipRows) -> list[Fault]:
    """Everything that is wrong with the rows, in order of table and row."""
    found = [
        *_doubles(rows),
        *_unknowns(rows),
        *_overlaps(rows),
        *_numbers(rows),
        *_outside_partnership(rows),
        *_taxes(rows),
        *_products(rows),
        *_policies(rows),
        *_old_keys(rows),
    ]
    order = {name: place for place, name in enumerate(PartnershipRows.__slots__)}
    return sorted(found, key=lambda fault: (order[fault.table], fault.index, fault.position or 0))


def row_faults(rows: PartnershipRows) -> list[Fault]:
    """What is wrong with rows each by itself, and with what policies refer to, given the codes in `rows`."""
    return [*_numbers(rows), *_taxes(rows), *_products(rows), *_policies(rows)]


def component_unknowns(rows: PartnershipRows) -> list[Fault]:
    """Codes in the parts of policies that the other rows do not have."""
    known = _Known(rows)
    return [
        fault
        for index, policy in enumerate(rows.policies)
        for part in policy.components
        for fault in _unknowns_of_component(known, index, policy, part)
    ]


_KEYS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "organisations": (("code",), "code", "organisatie"),
    "areas": (("code",), "code", "taakgebied"),
    "packages": (("area", "code"), "code", "pakket"),
    "statistic_kinds": (("code",), "code", "soort kengetal"),
    "products": (("area", "code"), "code", "product"),
    "agreements": (("code", "version"), "code", "overeenkomst"),
    "year_contracts": (("code",), "code", "jaarcontract"),
    "policies": (("area", "version"), "version", "verdeelafspraak"),
    "statistics": (("organisation", "kind", "reference_on"), "reference_on", "kengetal"),
    "year_figures": (("area", "organisation", "product", "year"), "year", "jaarcijfer"),
}
"""Table → the fields that name a row, the field to point at, and the word for the row."""


def _doubles(rows: PartnershipRows) -> Iterator[Fault]:
    for table, (fields, field, word) in _KEYS.items():
        seen: set[tuple[Any, ...]] = set()
        for index, row in enumerate(getattr(rows, table)):
            key = tuple(getattr(row, name) for name in fields)
            if key in seen:
                named = " ".join(str(part) for part in key)
                yield Fault(table, index, field, f"Dit {word} ({named}) staat er al. Laat er één staan.")
            seen.add(key)


_REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("partners", "organisation", "organisations"),
    ("provisions", "area", "areas"),
    ("provisions", "organisation", "organisations"),
    ("packages", "area", "areas"),
    ("participations", "area", "areas"),
    ("participations", "organisation", "organisations"),
    ("participations", "package", "packages"),
    ("statistics", "organisation", "organisations"),
    ("statistics", "kind", "statistic_kinds"),
    ("products", "area", "areas"),
    ("products", "package", "packages"),
    ("agreements", "area", "areas"),
    ("agreements", "organisation", "organisations"),
    ("year_contracts", "area", "areas"),
    ("year_contracts", "organisation", "organisations"),
    ("year_contracts", "product", "products"),
    ("year_figures", "area", "areas"),
    ("year_figures", "organisation", "organisations"),
    ("year_figures", "product", "products"),
    ("tariffs", "area", "areas"),
    ("policies", "area", "areas"),
)
"""Table and field → the table in which the code must stand; packages and products within the same area."""

_WORDS = {
    "organisations": "organisatie",
    "areas": "taakgebied",
    "packages": "pakket van dit taakgebied",
    "products": "product van dit taakgebied",
    "statistic_kinds": "soort kengetal",
}


class _Known:
    """The codes there are, by table; those within an area with the area before them."""

    def __init__(self, rows: PartnershipRows) -> None:
        self._codes: dict[str, set[Any]] = {
            "organisations": {row.code for row in rows.organisations},
            "areas": {row.code for row in rows.areas},
            "packages": {(row.area, row.code) for row in rows.packages},
            "products": {(row.area, row.code) for row in rows.products},
            "statistic_kinds": {row.code for row in rows.statistic_kinds},
        }

    def fault(self, table: str, code: str | None, area: str = "") -> str | None:
        """What to say of a code that does not exist; None when it does or when there is no code."""
        key = (area, code) if table in {"packages", "products"} else code
        if code is None or key in self._codes[table]:
            return None
        return f"{code} is geen {_WORDS[table]} uit deze gegevens. Kijk de code na of voeg de rij toe."


def _unknowns(rows: PartnershipRows) -> Iterator[Fault]:
    known = _Known(rows)
    for table, field, target in _REFERENCES:
        for index, row in enumerate(getattr(rows, table)):
            message = known.fault(target, getattr(row, field), getattr(row, "area", ""))
            if message:
                yield Fault(table, index, field, message)
    targets = {TariffKind.PRODUCT: "products", TariffKind.STATISTIC: "statistic_kinds"}
    for index, tariff in enumerate(rows.tariffs):
        if tariff.kind in targets and (message := known.fault(targets[tariff.kind], tariff.of, tariff.area)):
            yield Fault("tariffs", index, "of", message)
    for index, policy in enumerate(rows.policies):
        for part in policy.components:
            yield from _unknowns_of_component(known, index, policy, part)


def _unknowns_of_component(
    known: _Known, index: int, policy: PolicyRow, part: ComponentRow
) -> Iterator[Fault]:
    for field, target in (
        ("statistic_kind", "statistic_kinds"),
        ("product", "products"),
        ("package", "packages"),
    ):
        if message := known.fault(target, getattr(part, field), policy.area):
            yield Fault("policies", index, field, message, part.position)
    for share in part.shares:
        if message := known.fault("organisations", share.organisation):
            yield Fault("policies", index, "organisation", message, part.position, share.organisation)


_ALONE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("partners", ("organisation",), "deze deelnemer"),
    ("provisions", ("area",), "de uitvoerder van dit taakgebied"),
    ("participations", ("organisation", "area", "package"), "deze deelname"),
    ("agreements", ("area", "organisation"), "deze overeenkomst"),
    ("year_contracts", ("area", "organisation", "product"), "dit jaarcontract"),
    ("tariffs", ("area", "kind", "of"), "dit tarief"),
    ("policies", ("area",), "de verdeelafspraak van dit taakgebied"),
)
"""Table → the fields of which one row may hold on a day, and what to call it."""


def _overlaps(rows: PartnershipRows) -> Iterator[Fault]:
    for table, fields, what in _ALONE:
        terms: dict[tuple[Any, ...], list[Term]] = defaultdict(list)
        for index, row in enumerate(getattr(rows, table)):
            if row.term.last_on is not None and row.term.last_on < row.term.first_on:
                yield Fault(table, index, "valid_until", "De laatste dag ligt vóór de eerste. Draai ze om.")
                continue
            key = tuple(getattr(row, field) for field in fields)
            other = next((term for term in terms[key] if term.overlaps(row.term)), None)
            if other is not None:
                yield Fault(
                    table,
                    index,
                    "valid_from",
                    f"Op {plain_day(max(other.first_on, row.term.first_on))} geldt {what} al volgens een "
                    "andere rij. Sluit die eerst af met een laatste dag.",
                )
            terms[key].append(row.term)


def _numbers(rows: PartnershipRows) -> Iterator[Fault]:
    for index, row in enumerate(rows.organisations):
        for field, message in number_faults(row):
            yield Fault("organisations", index, field, message)
    for index, statistic in enumerate(rows.statistics):
        if statistic.value < 0:
            message = "Een kengetal is nooit kleiner dan nul. Vul nul in als er niets is."
            yield Fault("statistics", index, "value", message)
    for index, figure in enumerate(rows.year_figures):
        for field, message in year_figure_faults(figure):
            yield Fault("year_figures", index, field, message)


def year_figure_faults(row: YearFigureRow) -> Iterator[tuple[str, str]]:
    """Field and sentence for what cannot be right in a figure of an earlier year."""
    if not OLDEST_YEAR <= row.year <= LAST_YEAR:
        yield "year", "Dit jaar ligt te ver weg. Kijk het na."
    right, wrong = ("taken_count", "minutes") if row.product else ("minutes", "taken_count")
    words = "Noem hoeveel er van het product zijn afgenomen" if row.product else "Noem de uren van dat jaar"
    if getattr(row, right) is None:
        yield right, f"{words}, ook als het nul is."
    elif not 0 <= getattr(row, right) <= MOST_A_YEAR:
        yield right, "Dit getal kan niet: het is kleiner dan nul of te groot."
    if getattr(row, wrong) is not None:
        yield wrong, "Van een product telt het aantal, zonder product tellen de uren. Laat dit leeg."
    if not row.source.strip():
        yield "source", "Noem waar het cijfer vandaan komt, bijvoorbeeld de jaarrekening."


def number_faults(row: OrganisationRow) -> Iterator[tuple[str, str]]:
    """Field and sentence for each number of an organisation that cannot be right."""
    for field, check in NUMBER_CHECKS:
        value = getattr(row, field)
        if value and (message := check(value)):
            yield field, message
    if row.postcode and row.country == "NL" and (message := numbers.postcode_fault(row.postcode)):
        yield "postcode", message


def _outside_partnership(rows: PartnershipRows) -> Iterator[Fault]:
    stints: dict[str, list[Term]] = defaultdict(list)
    for partner in rows.partners:
        stints[partner.organisation].append(partner.term)
    for index, row in enumerate(rows.participations):
        if not covered(row.term, stints[row.organisation]):
            yield Fault(
                "participations",
                index,
                "valid_from",
                f"{row.organisation} is niet al deze dagen deelnemer van het samenwerkingsverband. "
                "Pas de dagen aan, of die van de deelnemer.",
            )


def covered(term: Term, by: Iterable[Term]) -> bool:
    """Whether every day of the term lies in the others, which may follow each other."""
    day = term.first_on
    for other in sorted(by):
        if day not in other:
            continue
        if other.last_on is None or (term.last_on is not None and term.last_on <= other.last_on):
            return True
        day = other.last_on.fromordinal(other.last_on.toordinal() + 1)
    return False


def _taxes(rows: PartnershipRows) -> Iterator[Fault]:
    for index, row in enumerate(rows.participations):
        is_taxed = row.vat_category is VatCategory.TAXED
        if is_taxed != (row.vat_basis_points > 0):
            message = "Een btw-tarief hoort bij belast, en alleen daarbij. Vul 21 in, of maak het veld leeg."
            yield Fault("participations", index, "vat_basis_points", message)
        if row.is_transparent and row.vat_category is not VatCategory.OUTSIDE:
            message = "De transparantiemethode kan alleen buiten de btw. Kies buiten-btw of nee."
            yield Fault("participations", index, "is_transparent", message)


def _products(rows: PartnershipRows) -> Iterator[Fault]:
    for index, row in enumerate(rows.products):
        if (row.package_kind == "plus") != (row.package is not None):
            message = "Een product uit een pluspakket noemt dat pakket; een ander product noemt er geen."
            yield Fault("products", index, "package", message)
    for index, contract in enumerate(rows.year_contracts):
        if (contract.agreed_minutes is None) == (contract.agreed_count is None):
            message = "Vul uren of aantal in, en niet allebei."
            yield Fault("year_contracts", index, "agreed_minutes", message)
        elif contract.agreed_count is not None and contract.product is None:
            yield Fault("year_contracts", index, "product", "Noem het product waarvan dit het aantal is.")
    for index, tariff in enumerate(rows.tariffs):
        if tariff.price_cents < 0:
            yield Fault("tariffs", index, "price_cents", "Een tarief is nooit kleiner dan nul.")


def _policies(rows: PartnershipRows) -> Iterator[Fault]:
    for index, policy in enumerate(rows.policies):
        first = policy.term.first_on
        if policy.settlement_months not in (1, 3, 12):
            message = "Een afrekenperiode is 1, 3 of 12 maanden."
            yield Fault("policies", index, "settlement_months", message)
        elif first.day != 1 or (first.month - 1) % policy.settlement_months:
            message = "Een verdeelafspraak begint op de eerste dag van een afrekenperiode."
            yield Fault("policies", index, "valid_from", message)
        if not policy.components:
            message = "Deze verdeelafspraak heeft geen onderdelen. Voeg er ten minste één toe."
            yield Fault("policies", index, "area", message)
        for field, message in head_faults(policy):
            yield Fault("policies", index, field, message)
        for position, field, message in policy_faults(policy.components):
            yield Fault("policies", index, field, message, position)


def _old_keys(rows: PartnershipRows) -> Iterator[Fault]:
    """A key that is phased in names an earlier key of the same area that held in full."""
    by_version = {(row.area, row.version): row for row in rows.policies}
    for index, policy in enumerate(rows.policies):
        if policy.old_version is None:
            continue
        old = by_version.get((policy.area, policy.old_version))
        if old is None or old.version >= policy.version:
            message = f"Versie {policy.old_version} is geen eerdere verdeelafspraak van dit taakgebied."
            yield Fault("policies", index, "old_version", message)
        elif old.phase is not None:
            message = f"Versie {old.version} groeit zelf in. Noem de versie die volledig gold."
            yield Fault("policies", index, "old_version", message)
        elif any(part.takes is Takes.TARIFF for part in old.components):
            message = f"Versie {old.version} heeft een tarief. Een tarief is een prijs en geen deel."
            yield Fault("policies", index, "old_version", message)
