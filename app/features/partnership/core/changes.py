"""What is wrong with one new version of an agreement, a finding per field of the wire.

The same rules as for a whole partnership (`agreements`), for one row among those that are there: that its
codes exist, that it follows what holds, that it begins with a settlement period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.features.partnership.core.agreements import Fault, component_unknowns, covered, row_faults
from app.features.partnership.core.rows import (
    AreaRow,
    OrganisationRow,
    PackageRow,
    ParticipationRow,
    PartnerRow,
    PartnershipRows,
    PolicyRow,
    ProductRow,
    StatisticKindRow,
    TariffRow,
    Term,
)
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.core.words import (
    CLIENTS,
    INHABITANTS,
    DriverKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)
from app.kernel import glossary
from app.kernel.errors import Finding
from app.kernel.glossary import wire
from app.kernel.period import Period

SUBJECTS: dict[str, tuple[str, ...]] = {
    "tariffs": ("kind", "of"),
    "participations": ("organisation", "package"),
    "policies": (),
}
"""Table → the fields that, within an area, name what only one row may hold for on a day."""

STANDING_KINDS = {DriverKind.INHABITANTS: INHABITANTS, DriverKind.CLIENTS: CLIENTS}
"""Driver → the kind of statistic that it is."""

MOST_CENTS = 10**9
"""No tariff is higher than ten million euros."""


def of_subject(table: str, rows: Iterable[Kept[Any]], row: Any) -> list[Kept[Any]]:
    """The rows of the same area that are about the same subject, without the row itself."""
    fields = SUBJECTS[table]
    return [
        kept
        for kept in rows
        if kept.row != row and all(getattr(kept.row, name) == getattr(row, name) for name in fields)
    ]


def with_last_day(row: Any, last_on: date | None) -> Any:
    """The same row with another last day."""
    return replace(row, term=Term(row.term.first_on, last_on))


def noted(row: Any) -> dict[str, object]:
    """A row for the log: names of the wire, parts of policies written out."""
    return {
        **{wire(name): _plain(getattr(row, name)) for name in row.__slots__ if name != "term"},
        wire("valid_from"): row.term.first_on,
        wire("valid_until"): row.term.last_on,
    }


_WORDS: dict[type, Mapping[str, str]] = {
    DriverKind: glossary.DRIVERS,
    Reference: glossary.REFERENCES,
    Takes: glossary.TAKES,
    TariffKind: glossary.TARIFF_KINDS,
    TariffResult: glossary.TARIFF_RESULTS,
    VatCategory: glossary.VAT_CATEGORIES,
}
"""Closed list → its words on the wire."""


def _plain(value: Any) -> object:
    if type(value) in _WORDS:
        return _WORDS[type(value)][value]
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__slots__") and not isinstance(value, (str, date)):
        fields = {name: _plain(getattr(value, name)) for name in value.__slots__}
        return {wire(name): one for name, one in fields.items() if one is not None}
    return value


def tariff_faults(row: TariffRow, names: Directory) -> list[Finding]:
    """What is wrong with a tariff by itself."""
    found = area_faults(row.area, names)
    known: dict[TariffKind, bool] = {
        TariffKind.HOUR: bool(row.of),
        TariffKind.PRODUCT: (row.area, row.of) in names.products,
        TariffKind.STATISTIC: row.of in names.statistic_kinds,
    }
    words = {
        TariffKind.HOUR: "Noem de functie, zoals adviseur.",
        TariffKind.PRODUCT: "Kies een product van dit taakgebied.",
        TariffKind.STATISTIC: "Kies een soort kengetal.",
    }
    if not known[row.kind]:
        found.append(Finding(wire("of"), words[row.kind]))
    if not row.name.strip():
        found.append(Finding(wire("name"), "Geef het tarief een naam, zoals Adviseur."))
    if row.price_cents > MOST_CENTS:
        found.append(Finding(wire("price_cents"), "Dit bedrag is te hoog. Kijk de komma na."))
    return found + _findings(row_faults(PartnershipRows(tariffs=(row,))))


def area_faults(area: str, names: Directory) -> list[Finding]:
    """What is wrong with the code of an area."""
    return [] if area in names.areas else [Finding(wire("area"), "Kies een taakgebied uit de lijst.")]


def participation_faults(
    row: ParticipationRow, names: Directory, memberships: Sequence[PartnerRow]
) -> list[Finding]:
    """What is wrong with a participation by itself, and whether it lies within partnership."""
    found = area_faults(row.area, names)
    if row.organisation not in names.organisations:
        found.append(Finding(wire("organisation"), "Kies een organisatie uit de lijst."))
    if row.package is not None and (row.area, row.package) not in names.packages:
        found.append(Finding(wire("package"), "Kies een pakket van dit taakgebied."))
    stints = [partner.term for partner in memberships if partner.organisation == row.organisation]
    is_in_order = row.term.last_on is None or row.term.first_on <= row.term.last_on
    if is_in_order and not covered(row.term, stints):
        message = (
            "De organisatie is niet al deze dagen deelnemer van het samenwerkingsverband. Pas de dagen aan."
        )
        found.append(Finding(wire("valid_from"), message))
    return found + _findings(row_faults(PartnershipRows(participations=(row,))))


def vat_faults(
    row: ParticipationRow, ends: ParticipationRow | None, holding: PolicyRow | None
) -> list[Finding]:
    """A treatment of VAT changes on the first day of a settlement period only (settlement.md 8)."""
    if ends is None or holding is None:
        return []
    treatment = ("vat_category", "vat_basis_points", "is_transparent")
    is_same = all(getattr(row, name) == getattr(ends, name) for name in treatment)
    if is_same or starts_period(row.term.first_on, holding.settlement_months):
        return []
    message = "De btw wijzigt alleen op de eerste dag van een afrekenperiode. Kies zo’n dag."
    return [Finding(wire("valid_from"), message)]


def policy_faults(row: PolicyRow, names: Directory, ends: PolicyRow | None) -> list[Finding]:
    """What is wrong with a policy: by itself, in its codes, and in where it cuts the one before it."""
    found = area_faults(row.area, names)
    known = PartnershipRows(
        organisations=tuple(OrganisationRow(code, code) for code in names.organisations),
        areas=tuple(AreaRow(code, code, "", Term(date.min)) for code in names.areas),
        packages=tuple(PackageRow(area, code, code, Term(date.min)) for area, code in names.packages),
        products=tuple(ProductRow(area, code, code, "", Term(date.min)) for area, code in names.products),
        statistic_kinds=tuple(StatisticKindRow(code, name) for code, name in names.statistic_kinds.items()),
        policies=(row,),
    )
    found += _findings([*row_faults(replace(known, products=())), *component_unknowns(known)])
    if row.term.last_on is not None and not ends_period(row.term.last_on, row.settlement_months):
        found.append(_not_at_period(wire("valid_until"), "eindigt", "laatste"))
    if ends is not None and not starts_period(row.term.first_on, ends.settlement_months):
        found.append(_not_at_period(wire("valid_from"), "volgt de vorige", "eerste"))
    return found


def policy_end_faults(row: PolicyRow, last_on: date | None) -> list[Finding]:
    """A policy ends on the last day of one of its settlement periods."""
    if last_on is None or ends_period(last_on, row.settlement_months):
        return []
    return [_not_at_period(wire("valid_until"), "eindigt", "laatste")]


def used_kinds(table: str, row: Any) -> Iterable[tuple[str, str]]:
    """The kinds of statistic that a tariff or policy looks at: code, and the field that says so."""
    if table == "tariffs" and row.kind is TariffKind.STATISTIC:
        yield row.of, wire("of")
    if table == "policies":
        for part in row.components:
            code = (
                STANDING_KINDS.get(part.driver, part.statistic_kind) if part.driver else part.statistic_kind
            )
            if code is not None:
                at = f"{wire('components')}.{part.position}"
                yield code, f"{at}.{wire('statistic_kind' if part.statistic_kind else 'driver')}"


def kind_faults(table: str, row: Any, kinds: Iterable[Kept[StatisticKindRow]]) -> list[Finding]:
    """A tariff or policy that would go on after the last day of a kind of statistic that it looks at.

    >>> from uuid import UUID
    >>> woz = Kept(UUID(int=1), StatisticKindRow("woz", "WOZ-objecten", Term(date(2020, 1, 1), date(2026, 12, 31))))
    >>> row = TariffRow("SZ", TariffKind.STATISTIC, "woz", "WOZ", 100, Term(date(2026, 1, 1)))
    >>> [one.field for one in kind_faults("tariffs", row, [woz])]
    ['waarvan']
    """
    held = {kept.row.code: kept.row for kept in kinds}
    return [
        Finding(
            field,
            f"Van {held[code].name} zijn er niet op al deze dagen cijfers. Kies een andere soort of dag.",
        )
        for code, field in used_kinds(table, row)
        if code in held and not covered(row.term, [held[code].term])
    ]


def starts_period(day: date, months: int) -> bool:
    """Whether a settlement period of so many months begins on the day.

    >>> starts_period(date(2026, 7, 1), 3), starts_period(date(2026, 7, 1), 12)
    (True, False)
    """
    return months in (1, 3, 12) and day.day == 1 and (day.month - 1) % months == 0


def ends_period(day: date, months: int) -> bool:
    """Whether a settlement period of so many months ends on the day."""
    return starts_period(day + timedelta(days=1), months)


def period_of(day: date, months: int) -> Period:
    """The settlement period of a day.

    >>> period_of(date(2026, 5, 4), 3).code
    '2026-Q2'
    """
    return Period.months(day.year, (day.month - 1) // months * months + 1, months)


def _not_at_period(field: str, verb: str, which: str) -> Finding:
    return Finding(
        field, f"Een verdeelafspraak {verb} alleen op de {which} dag van een afrekenperiode. Kies zo’n dag."
    )


def _findings(faults: Iterable[Fault]) -> list[Finding]:
    return [Finding(_field(fault), fault.message) for fault in faults]


def _field(fault: Fault) -> str:
    name = wire(fault.field)
    return name if fault.position is None else f"{wire('components')}.{fault.position}.{name}"
