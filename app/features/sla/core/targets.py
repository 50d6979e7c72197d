"""What a norm allows, in which unit, and the pauses in which the clock stands still.

Working minutes and hours count open time. Working days, calendar days, weeks and months count ends of days; the
day of the event does not count. A pause is half-open like everything else; open while its end is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from app.features.sla.core.times import FAR, seconds_of
from app.kernel.errors import Refused
from app.kernel.law import months_later


class Unit(StrEnum):
    """In what a target is measured."""

    WORKING_MINUTES = "werkminuten"
    WORKING_HOURS = "werkuren"
    WORKING_DAYS = "werkdagen"
    CALENDAR_DAYS = "kalenderdagen"
    WEEKS = "weken"
    MONTHS = "maanden"

    @property
    def is_working_time(self) -> bool:
        """Whether open time is counted; otherwise days are."""
        return self is Unit.WORKING_HOURS or self is Unit.WORKING_MINUTES


LONGEST_EXTENDED: Final = {Unit.CALENDAR_DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}
"""What may run on past a weekend or holiday, up to how much (Algemene termijnenwet art. 4)."""
_ONE: Final = {
    Unit.WORKING_MINUTES: "werkminuut", Unit.WORKING_HOURS: "werkuur", Unit.WORKING_DAYS: "werkdag",
    Unit.CALENDAR_DAYS: "kalenderdag", Unit.WEEKS: "week", Unit.MONTHS: "maand",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """How much of which unit; `Refused` when it is less than one.

    `is_extended` where the agreement says that its norm runs on as a period of the law does (Algemene termijnenwet
    art. 1 and 4): of at most 90 days, 12 weeks or three months the last day is no Saturday, Sunday or holiday.
    """

    amount: int
    unit: Unit
    is_extended: bool = False
    working_seconds: int = field(init=False, repr=False, compare=False)
    """The target in seconds of working time; 0 when it counts days."""

    def __post_init__(self) -> None:
        if self.amount < 1:
            stated = f"{self.amount} {self.unit.value}"
            raise Refused(f"Een norm is ten minste 1; hier staat {stated}. Geef een groter aantal.")
        if self.is_extended and self.unit not in LONGEST_EXTENDED:
            raise Refused(
                f"Een norm in {self.unit.value} loopt niet door na een weekend of feestdag "
                "(Algemene termijnenwet art. 1 en 4). Kies kalenderdagen, weken of maanden."
            )
        seconds = {Unit.WORKING_MINUTES: 60, Unit.WORKING_HOURS: 3600}.get(self.unit, 0) * self.amount
        object.__setattr__(self, "working_seconds", seconds)

    @property
    def runs_on(self) -> bool:
        """Whether it is extended and short enough to be."""
        return self.is_extended and self.amount <= LONGEST_EXTENDED[self.unit]

    def __str__(self) -> str:
        """In words.

        >>> str(Target(1, Unit.WORKING_DAYS)), str(Target(8, Unit.WORKING_HOURS))
        ('1 werkdag', '8 werkuren')
        """
        return f"{self.amount} {_ONE[self.unit] if self.amount == 1 else self.unit.value}"

    def total(self, start_on: date) -> int:
        """Seconds of working time, or days to count from the day after `start_on`.

        >>> Target(8, Unit.WORKING_HOURS).total(date(2026, 1, 31)), Target(1, Unit.MONTHS).total(date(2026, 1, 31))
        (28800, 28)
        """
        match self.unit:
            case Unit.WORKING_MINUTES | Unit.WORKING_HOURS:
                return self.working_seconds
            case Unit.WORKING_DAYS | Unit.CALENDAR_DAYS:
                return self.amount
            case Unit.WEEKS:
                return self.amount * 7
            case Unit.MONTHS:
                return (months_later(start_on, self.amount) - start_on).days


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `start_at` until just before `end_at`; `cause` says in Dutch by what."""

    start_at: datetime
    end_at: datetime | None = None
    cause: str = "stilgezet"

    def __post_init__(self) -> None:
        if self.end_at is not None and self.end_at < self.start_at:
            raise ValueError(f"a pause cannot end at {self.end_at}, before it starts at {self.start_at}")

    @property
    def span(self) -> tuple[int, int]:
        """Its seconds; an open pause ends at `FAR`."""
        return seconds_of(self.start_at), FAR if self.end_at is None else seconds_of(self.end_at)


Spans = list[tuple[int, int]]


def merged(pauses: Iterable[Pause], start: int, stop: int = FAR) -> Spans:
    """The seconds between `start` and `stop` that lie in a pause, as the fewest spans in order.

    Overlapping, nested and touching pauses count once; their order does not matter.
    """
    found: Spans = []
    for first, last in sorted(pause.span for pause in pauses):
        begin, end = max(first, start), min(last, stop)
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found
