"""Calendars put together from their sheets, and what is wrong with calendars and norms, at its cell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from app.features.sla.core.checks import norm_findings
from app.features.sla.core.opening import no_holidays
from app.features.sla.core.rows import CalendarRow, NormRow
from app.features.sla.core.texts import DayText, VersionText, calendar_from
from app.features.workbook.core.reading import Tables
from app.features.workbook.core.sla_sheets import WEEK_FIELDS, CalendarLine, DayLine, VersionLine
from app.kernel.errors import Invalid

Fault = tuple[str, int, str, str]
"""Table, row, field and what is wrong with it."""
_NORM_FIELDS = {
    "hoeveelheid": "amount", "eenheid": "unit", "periodeMaanden": "period_months", "wet": "law",
    "verlengd": "is_extended", "waarschuwingen": "warn_percents", "streefpercentage": "objective_basis_points",
    "kortingspercentage": "credit_basis_points", "geldigTot": "valid_until",
}  # fmt: skip


def calendars_of(tables: Tables) -> tuple[CalendarRow, ...]:
    """The calendars with their versions and the days that lie in each."""
    versions: dict[str, list[VersionText]] = defaultdict(list)
    for line in tables.of("calendar_versions"):
        versions[line.calendar].append(_version(line, tables.of("calendar_days")))
    return tuple(
        CalendarRow(
            one.code,
            one.name,
            one.organisation,
            one.zone,
            tuple(sorted(versions[one.code], key=lambda version: version.valid_from)),
        )
        for one in tables.of("calendars")
    )


def lines_of(calendars: Iterable[CalendarRow]) -> dict[str, list[Any]]:
    """The rows of the three sheets of calendars, for an export."""
    lines: dict[str, list[Any]] = {"calendars": [], "calendar_versions": [], "calendar_days": []}
    for one in calendars:
        lines["calendars"].append(CalendarLine(one.code, one.name, one.organisation, one.zone))
        for version in one.versions:
            lines["calendar_versions"].append(
                VersionLine(
                    one.code,
                    version.term,
                    holidays=version.holidays,
                    **dict(zip(WEEK_FIELDS, version.week, strict=True)),
                )
            )
            lines["calendar_days"] += [
                DayLine(one.code, day.on, day.name, day.hours) for day in version.special_days
            ]
    return lines


def sla_faults(tables: Tables) -> Iterator[Fault]:
    """What is wrong with calendars and norms beside what they refer to."""
    yield from _calendar_faults(tables)
    yield from _version_faults(tables)
    yield from _day_faults(tables)
    yield from _norm_faults(tables)


def _version(line: VersionLine, days: Iterable[DayLine]) -> VersionText:
    return VersionText(
        valid_from=line.term.first_on,
        valid_until=line.term.last_on,
        week=tuple(getattr(line, field) for field in WEEK_FIELDS),
        holidays=line.holidays,
        special_days=tuple(
            DayText(day.on, day.name, day.hours)
            for day in days
            if day.calendar == line.calendar and day.on in line.term
        ),
    )


def _calendar_faults(tables: Tables) -> Iterator[Fault]:
    providers: set[str] = set()
    for index, (line, row) in enumerate(zip(tables.of("calendars"), calendars_of(tables), strict=True)):
        if line.organisation is not None and line.organisation in providers:
            yield (
                "calendars",
                index,
                "organisation",
                f"{line.organisation} heeft al een kalender. Laat er één staan.",
            )
        providers |= {line.organisation} if line.organisation else set()
        if line.zone not in available_timezones():
            yield "calendars", index, "zone", f"Tijdzone {line.zone} bestaat niet. Schrijf Europe/Amsterdam."
            continue
        for message in _refusals(row, row.versions):
            yield "calendars", index, "code", message


def _version_faults(tables: Tables) -> Iterator[Fault]:
    """A version that ends before it begins; the calendar as a whole was looked at before."""
    for index, line in enumerate(tables.of("calendar_versions")):
        if line.term.last_on is not None and line.term.last_on < line.term.first_on:
            yield (
                "calendar_versions",
                index,
                "valid_until",
                "De laatste dag ligt vóór de eerste. Draai ze om.",
            )


def _refusals(row: CalendarRow, versions: tuple[VersionText, ...]) -> list[str]:
    plain = [replace(one, holidays=()) for one in versions]  # names were looked at in their cells
    try:
        calendar_from(row.name, ZoneInfo(row.zone), plain, no_holidays)
    except Invalid as error:
        return [finding.message for finding in error.findings]
    return []


def _day_faults(tables: Tables) -> Iterator[Fault]:
    terms: dict[str, list[Any]] = defaultdict(list)
    for line in tables.of("calendar_versions"):
        terms[line.calendar].append(line.term)
    for index, day in enumerate(tables.of("calendar_days")):
        if terms[day.calendar] and not any(day.on in term for term in terms[day.calendar]):
            message = "Op deze dag geldt geen versie van de kalender. Kies een andere dag."
            yield "calendar_days", index, "on", message


def _norm_faults(tables: Tables) -> Iterator[Fault]:
    products = {(row.area, row.code) for row in tables.of("products")}
    agreements = [(row.code, row.area, row.term) for row in tables.of("agreements")]
    seen: dict[Any, list[NormRow]] = defaultdict(list)
    for index, norm in enumerate(tables.of("norms")):
        for finding in norm_findings(norm):
            yield "norms", index, _NORM_FIELDS[finding.field], finding.message
        if norm.product is not None and (norm.area, norm.product) not in products:
            yield (
                "norms",
                index,
                "product",
                f"Product {norm.product} hoort niet bij {norm.area}. Kijk het na.",
            )
        if norm.agreement is not None and not any(
            (code, area) == (norm.agreement, norm.area) and norm.term.first_on in term
            for code, area, term in agreements
        ):
            message = f"Overeenkomst {norm.agreement} geldt dan niet voor {norm.area}. Kijk het na."
            yield "norms", index, "agreement", message
        key = (norm.area, norm.product, norm.agreement, norm.metric)
        if any(norm.term.overlaps(other.term) for other in seen[key]):
            yield (
                "norms",
                index,
                "valid_from",
                "Er geldt in deze tijd al zo'n norm. Laat de dagen aansluiten.",
            )
        seen[key].append(norm)
