"""Calendars as they are written and kept: seven texts of hours, names of holidays, days of one's own.

What is written becomes a `WorkCalendar`, or findings that say in Dutch what is wrong where.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.features.partnership.core.rows import Term
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.opening import HolidaysOf, Interval, SpecialDay, Version, week_of
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid

WEEKEND_CLOSED = ("08:30-17:00",) * 5 + ("", "")
"""The usual week of an office."""


HOLIDAY_NAMES = (
    "Nieuwjaarsdag", "Goede vrijdag", "Eerste paasdag", "Tweede paasdag", "Koningsdag", "Bevrijdingsdag",
    "Hemelvaartsdag", "Eerste pinksterdag", "Tweede pinksterdag", "Eerste kerstdag", "Tweede kerstdag",
)  # fmt: skip
"""The names of the kept list of holidays, in the order of the year; a test holds them to it."""


@dataclass(frozen=True, slots=True)
class DayText:
    """A day of the calendar's own: without hours it is closed."""

    on: date
    name: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class VersionText:
    """A version of a calendar as text. `week`: Monday first, intervals parted by spaces, empty is closed."""

    valid_from: date
    valid_until: date | None
    week: tuple[str, ...]
    holidays: tuple[str, ...] = ()
    special_days: tuple[DayText, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        valid_from: date,
        valid_until: date | None,
        week: Sequence[str],
        holidays: Sequence[str],
        special_days: Iterable[dict[str, str]],
    ) -> "VersionText":
        """From what is kept of it."""
        days = (
            DayText(date.fromisoformat(one["on"]), one["name"], one.get("hours", "")) for one in special_days
        )
        return cls(valid_from, valid_until, tuple(week), tuple(holidays), tuple(days))

    @property
    def term(self) -> Term:
        """From its first to its last day."""
        return Term(self.valid_from, self.valid_until)

    @property
    def kept_days(self) -> list[dict[str, str]]:
        """Its own days as they are kept."""
        return [
            {"on": one.on.isoformat(), "name": one.name, **({"hours": one.hours} if one.hours else {})}
            for one in self.special_days
        ]


def calendar_from(
    name: str, zone: ZoneInfo, versions: Sequence[VersionText], holidays: HolidaysOf
) -> WorkCalendar:
    """The calendar of these versions; `Invalid` with every finding, also when it never works.

    >>> from app.kernel.law import holidays_of
    >>> usual = VersionText(date(2026, 1, 1), None, WEEKEND_CLOSED, ("Koningsdag",))
    >>> calendar_from("Kantoor", ZoneInfo("Europe/Amsterdam"), [usual], holidays_of).plan(date(2026, 4, 27)).reason
    'Koningsdag'
    """
    found = [finding for version in versions for finding in findings_of(version)]
    if not versions:
        found.append(Finding("versies", "Een kalender heeft ten minste één versie. Voeg er een toe."))
    if found:
        raise Invalid(found)
    return WorkCalendar(
        name=name,
        versions=tuple(
            Version(week_of(one.week), frozenset(one.holidays), one.valid_from, one.valid_until)
            for one in versions
        ),
        holidays=holidays,
        special_days=tuple(
            SpecialDay(day.on, day.name, _intervals(day.hours))
            for one in versions
            for day in one.special_days
        ),
        zone=zone,
    )


def findings_of(version: VersionText) -> list[Finding]:
    """What is written wrong in a version; whether it works together is for the calendar."""
    found = []
    if len(version.week) != 7:
        found.append(Finding("openingstijden", "Geef voor elke dag van de week de openingstijden, of leeg."))
    for place, hours in enumerate(version.week[:7]):
        if not _is_hours(hours):
            found.append(Finding("openingstijden", f"{dutch.DAYS[place].capitalize()}: {_no_hours(hours)}"))
    for day in version.special_days:
        if not _is_hours(day.hours):
            found.append(Finding("bijzondereDagen", f"{dutch.plain_day(day.on)}: {_no_hours(day.hours)}"))
        if not day.name.strip():
            found.append(Finding("bijzondereDagen", f"Geef {dutch.plain_day(day.on)} een naam."))
        if day.on < version.valid_from or (version.valid_until and day.on > version.valid_until):
            message = f"{dutch.plain_day(day.on)} valt buiten de geldigheid van deze versie."
            found.append(Finding("bijzondereDagen", message))
    if version.valid_until is not None and version.valid_until < version.valid_from:
        found.append(Finding("geldigTot", "De laatste dag ligt voor de eerste. Controleer de datums."))
    return found


def _intervals(hours: str) -> tuple[Interval, ...]:
    return tuple(sorted(Interval.parse(part) for part in hours.split()))


def _is_hours(hours: str) -> bool:
    try:
        _intervals(hours)
    except ValueError:
        return False
    return True


def _no_hours(hours: str) -> str:
    return f"“{hours}” zijn geen openingstijden. Schrijf ze als 08:30-12:30 13:00-17:00, of laat ze leeg."


def with_version(versions: Sequence[VersionText], new: VersionText) -> tuple[VersionText, ...]:
    """The versions once `new` holds from its first day: what held then ends the day before, what follows stays.

    >>> first = VersionText(date(2025, 1, 1), None, WEEKEND_CLOSED)
    >>> summer = VersionText(date(2026, 7, 1), None, ("08:00-14:00",) * 5 + ("", ""))
    >>> [str(one.valid_until) for one in with_version([first], summer)]
    ['2026-06-30', 'None']
    """
    kept = []
    until = new.valid_until
    for one in versions:
        if one.valid_from < new.valid_from:
            kept.append(_ended(one, new.valid_from - timedelta(days=1)))
        elif one.valid_from > new.valid_from:
            kept.append(one)
            before = one.valid_from - timedelta(days=1)
            until = before if until is None else min(until, before)
    return tuple(sorted([*kept, replace(new, valid_until=until)], key=lambda one: one.valid_from))


def _ended(version: VersionText, last_on: date) -> VersionText:
    if version.valid_until is not None and version.valid_until <= last_on:
        return version
    days = tuple(day for day in version.special_days if day.on <= last_on)
    return replace(version, valid_until=last_on, special_days=days)
