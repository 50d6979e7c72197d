"""The working calendar: when there is work, in the wall time of its zone, and why there is none.

It refuses what can never work and what overlaps; it prepares its timeline as far as it is asked and keeps it.
Holidays come from a list given to it (in the product the kept library, by `infra.holiday_list`); it keeps those
that its version names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from app.features.sla.core.opening import (
    DayPlan,
    HolidaysOf,
    SpecialDay,
    Version,
    Week,
    closed_on,
    no_holidays,
    overlaps,
    week_of,
)
from app.features.sla.core.timeline import Timeline, prepare
from app.features.sla.core.times import moment_at
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid, Refused

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
AHEAD_YEARS: Final = (2, 12, 60)
"""How far is looked for a due moment, in steps; what is not reached then never is."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2300
_SCAN_DAYS: Final = 8 * 366
_NAMES_FROM: Final = range(2020, 2031)


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """A named calendar. `Invalid` with every finding when it overlaps, knows a holiday not, or never works.

    >>> from app.kernel.law import holidays_of
    >>> office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""], holidays_of, ["Tweede paasdag"])
    >>> office.plan(date(2026, 4, 6)).reason, office.plan(date(2026, 4, 5)).reason
    ('Tweede paasdag', 'gesloten op zondag')
    >>> WorkCalendar.of("Nooit", [""] * 7)
    Traceback (most recent call last):
    app.kernel.errors.Invalid: Kalender “Nooit” heeft geen dag waarop wordt gewerkt. Geef ten minste één ...
    """

    name: str
    versions: tuple[Version, ...]
    holidays: HolidaysOf = no_holidays
    special_days: tuple[SpecialDay, ...] = ()
    zone: ZoneInfo = AMSTERDAM
    _special: dict[date, SpecialDay] = field(init=False, repr=False)
    _prepared: list[Timeline] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_special", {one.on: one for one in self.special_days})
        object.__setattr__(self, "_prepared", [])
        findings = [*self._overlapping(), *self._unknown()]
        if not findings and not self._ever_works():
            what = f"Kalender “{self.name}” heeft geen dag waarop wordt gewerkt."
            findings.append(
                Finding(
                    "versies", f"{what} Geef ten minste één dag openingstijden waarop hij niet gesloten is."
                )
            )
        if findings:
            raise Invalid(findings)

    @classmethod
    def of(
        cls,
        name: str,
        days: list[str],
        holidays: HolidaysOf = no_holidays,
        keeps: list[str] | tuple[str, ...] = (),
        special_days: tuple[SpecialDay, ...] = (),
    ) -> "WorkCalendar":
        """A calendar of one version without bounds, in Amsterdam; days as `week_of` reads them."""
        return cls(name, (Version(week_of(days), frozenset(keeps)),), holidays, special_days)

    def plan(self, day: date) -> DayPlan:
        """The opening intervals of a day, or why there are none: own day, holiday, weekday, no version."""
        special = self._special.get(day)
        if special is not None:
            return DayPlan(special.intervals, "" if special.intervals else special.name)
        version = next((one for one in self.versions if one.holds_on(day)), None)
        if version is None:
            return DayPlan((), "op deze dag geldt geen versie van de kalender")
        if version.keeps:
            kept = [
                name for name in self.holidays(day.year).get(day, "").split("; ") if name in version.keeps
            ]
            if kept:
                return DayPlan((), " en ".join(kept))
        intervals = version.week[day.weekday()]
        return DayPlan(intervals, "" if intervals else closed_on(day))

    def timeline(self, first: int, last: int) -> Timeline:
        """The working time that covers both seconds; `Refused` outside the years 1900 to 2300."""
        if self._prepared:
            known = self._prepared[0]
            if known.begins <= first and last < known.ends:
                return known
        low, high = moment_at(first).year - 1, moment_at(last).year + 1
        if low < FIRST_YEAR or high > LAST_YEAR:
            raise Refused(
                f"Een termijn loopt tussen {FIRST_YEAR + 1} en {LAST_YEAR - 1}. Controleer het jaartal."
            )
        if self._prepared:
            known = self._prepared[0]
            low = min(low, known.first_on.year)
            high = max(high, moment_at(known.ends).year - 1)
        made = prepare(self.plan, self.zone, low, max(high, low + 3))
        self._prepared[:] = [made]
        return made

    def timelines(self, first: int) -> Iterator[Timeline]:
        """Timelines that reach further each time, from a second on; at most three, so a search has an end."""
        for years in AHEAD_YEARS:
            yield self.timeline(first, first + years * 366 * 86_400)

    def never_reached(self) -> Refused:
        """The refusal when a target is not reached in sixty years."""
        return Refused(
            f"Kalender “{self.name}” heeft binnen {AHEAD_YEARS[-1]} jaar niet genoeg openingstijd voor deze termijn. "
            "Controleer tot wanneer de kalender geldt, of kies een kortere termijn."
        )

    def _overlapping(self) -> Iterator[Finding]:
        for version in self.versions:
            for place in overlaps(version.week, is_week=True):
                yield Finding(
                    "openingstijden",
                    f"De openingstijden van {dutch.DAYS[place]} overlappen elkaar of die van de dag erna. "
                    "Laat elke tijd maar eenmaal voorkomen.",
                )
        for day in self.special_days:
            if overlaps([day.intervals], is_week=False):
                yield Finding(
                    "bijzondereDagen", f"De openingstijden van {day.on:%d-%m-%Y} overlappen elkaar."
                )
        if len(self._special) < len(self.special_days):
            yield Finding(
                "bijzondereDagen", "Een dag staat tweemaal bij de bijzondere dagen. Laat er één staan."
            )
        ordered = sorted(self.versions, key=lambda one: one.valid_from or date.min)
        for earlier, later in pairwise(ordered):
            if earlier.valid_until is None or (later.valid_from or date.min) <= earlier.valid_until:
                yield Finding(
                    "versies", "Twee versies van de kalender gelden op dezelfde dag. Laat ze aansluiten."
                )

    def _unknown(self) -> Iterator[Finding]:
        wanted = frozenset[str]().union(*(version.keeps for version in self.versions))
        if not wanted:
            return
        known = {
            name for year in _NAMES_FROM for text in self.holidays(year).values() for name in text.split("; ")
        }
        for name in sorted(wanted - known):
            choice = ", ".join(sorted(known)) or "geen"
            yield Finding("feestdagen", f"De feestdag “{name}” staat niet in de lijst. Te kiezen: {choice}.")

    def _ever_works(self) -> bool:
        days = (
            (version.valid_from or date(2020, 1, 1)) + timedelta(days=offset)
            for version in self.versions
            for offset in range(_SCAN_DAYS)
        )
        works = partial(_works, self)
        return any(map(works, days)) or any(map(works, self._special))


def _works(calendar: WorkCalendar, day: date) -> bool:
    return bool(calendar.plan(day).intervals)


def usual_week(hours: str = "08:30-17:00") -> Week:
    """Monday to Friday the same hours."""
    return week_of([hours] * 5 + ["", ""])
