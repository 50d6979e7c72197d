"""What a working calendar is made of: opening intervals, versions, holidays that it keeps, days of its own.

Intervals are half-open, in minutes of wall time from the midnight of the day on which they open; one may end
at 24:00 or run on past midnight, and belongs to the day on which it opens. Turning them into moments is
`timeline`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.features.sla.core.times import DAY_MINUTES
from app.kernel import dutch

HolidaysOf = Callable[[int], Mapping[date, str]]
"""The holidays of a year by day; two names on one day are parted by `; `. Pure: same year, same days."""


def no_holidays(year: int) -> Mapping[date, str]:
    """A list without holidays, for a calendar that keeps none."""
    del year
    return {}


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Open from `opens` until just before `closes`, minutes from midnight; `closes` may pass 1440.

    >>> Interval(600, 600)
    Traceback (most recent call last):
    ValueError: opening hours from 600 to 600 are no interval of a day
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY_MINUTES and self.opens < self.closes <= self.opens + DAY_MINUTES):
            raise ValueError(f"opening hours from {self.opens} to {self.closes} are no interval of a day")

    @classmethod
    def parse(cls, text: str) -> "Interval":
        """`08:30-17:00`, `00:00-24:00`, or `22:00-06:00` across midnight; `ValueError` for anything else.

        >>> Interval.parse("22:00-06:00"), str(Interval.parse("08:30-24:00"))
        (Interval(opens=1320, closes=1800), '08:30–24:00')
        """
        first, dash, last = text.replace("–", "-").partition("-")
        if not dash:
            raise ValueError(f"{text!r} is no interval")
        opens, closes = _minute(first), _minute(last)
        return cls(opens, closes if closes > opens else closes + DAY_MINUTES)

    def __str__(self) -> str:
        closes = self.closes if self.closes <= DAY_MINUTES else self.closes - DAY_MINUTES
        return f"{_clock(self.opens)}–{_clock(closes)}"


Week = tuple[tuple[Interval, ...], ...]
"""Seven days from Monday, each with its intervals."""


def week_of(days: Sequence[str]) -> Week:
    """A week from seven texts, Monday first; intervals parted by spaces, empty is closed.

    >>> office = week_of(["08:30-12:30 13:00-17:00"] * 5 + ["", ""])
    >>> [len(day) for day in office]
    [2, 2, 2, 2, 2, 0, 0]
    """
    if len(days) != 7:
        raise ValueError(f"a week has seven days, not {len(days)}")
    return tuple(tuple(sorted(Interval.parse(part) for part in day.split())) for day in days)


@dataclass(frozen=True, slots=True)
class Version:
    """How the calendar works from a day until a day, both included; None is without bound.

    `keeps` are the names of the holidays on which this version is closed.
    """

    week: Week
    keeps: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this version holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the calendar's own: closed, or with other hours. It goes before week and holidays."""

    on: date
    name: str
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The intervals of one day; when there are none, `reason` says in Dutch why."""

    intervals: tuple[Interval, ...]
    reason: str = ""


def overlaps(days: Sequence[Sequence[Interval]], *, is_week: bool) -> list[int]:
    """The days (by place) on which intervals overlap each other or, in a week, run into the next day's.

    >>> overlaps([(Interval.parse("08:00-12:00"), Interval.parse("11:00-17:00"))], is_week=False)
    [0]
    """
    found = []
    for place, intervals in enumerate(days):
        ordered = sorted(intervals)
        after = days[(place + 1) % len(days)] if is_week else ()
        ends = [*(one.opens for one in ordered[1:])]
        if after and ordered:
            ends.append(min(after).opens + DAY_MINUTES)
        if any(one.closes > end for one, end in zip(ordered, ends, strict=False)):
            found.append(place)
    return found


def closed_on(day: date) -> str:
    """The reason of a day on which the week has no hours."""
    return f"gesloten op {dutch.DAYS[day.weekday()]}"


def _minute(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(f"{text!r} is no time of day")
    found = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or found > DAY_MINUTES:
        raise ValueError(f"{text!r} is no time of day")
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
