"""Whether an assignment is late or about to be, in words: by the clock that governs it (domain §8).

Late is a due moment that has passed; about to be late is one within five working days (Monday to Friday, holidays
not counted: these are days to look at, no term). Of another's assignment only the agreed day is known, so its
lateness is by that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.features.assignments.core.life import SUBMITTED_OPEN, State
from app.features.sla.core.calendar import AMSTERDAM
from app.features.sla.core.projecting import last_day
from app.features.sla.core.times import local_day, moment_at, wall_seconds
from app.features.sla.core.words import Metric

SOON_WORKING_DAYS = 5
"""Within how many working days an agreed date calls for attention."""

PENDING: frozenset[State] = SUBMITTED_OPEN - {State.SUBMITTED, State.RETURNED, State.DELIVERED}
"""Accepted and not delivered: what an agreed date is about."""


class Timing(StrEnum):
    """How an assignment stands to the term that governs it."""

    LATE = "late"
    SOON = "soon"
    STILL = "still"
    ON_TIME = "on_time"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How it stands, and by how many working days: over when late, left when not."""

    timing: Timing
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Governing:
    """The clock that governs: what it measures, and when it is due (None while it stands still)."""

    metric: Metric
    due_at: datetime | None

    @property
    def due_on(self) -> date | None:
        """The day on which it is due; midnight belongs to the day that it ends."""
        return None if self.due_at is None else last_day(self.due_at)


def lateness(governing: Governing | None, now: datetime) -> Lateness:
    """How an assignment stands to the clock that governs it, now.

    >>> from datetime import UTC
    >>> due = datetime(2026, 7, 1, 22, tzinfo=UTC)
    >>> delivery = Governing(Metric.DELIVERY, due)
    >>> lateness(delivery, datetime(2026, 7, 3, 8, tzinfo=UTC))
    Lateness(timing=<Timing.LATE: 'late'>, working_days=2)
    >>> lateness(delivery, due).timing
    <Timing.SOON: 'soon'>
    """
    if governing is None:
        return Lateness(Timing.NONE)
    if governing.due_at is None or governing.due_on is None:
        return Lateness(Timing.STILL)
    today = local_day(now, AMSTERDAM)
    if governing.due_at < now:
        return Lateness(Timing.LATE, working_days_between(governing.due_on, today))
    left = working_days_between(today, governing.due_on) if governing.due_on > today else 0
    return Lateness(Timing.SOON if governing.due_on <= soon_until(today) else Timing.ON_TIME, left)


def agreed_lateness(state: State, agreed_on: date | None, today: date) -> Lateness:
    """How an assignment stands to its agreed day alone, for who sees no more of it.

    >>> agreed_lateness(State.IN_PROGRESS, date(2026, 7, 1), date(2026, 7, 3))
    Lateness(timing=<Timing.LATE: 'late'>, working_days=2)
    >>> agreed_lateness(State.PLANNED, date(2026, 7, 8), date(2026, 7, 1)).timing
    <Timing.SOON: 'soon'>
    """
    if agreed_on is None or state not in PENDING:
        return Lateness(Timing.NONE)
    if agreed_on < today:
        return Lateness(Timing.LATE, working_days_between(agreed_on, today))
    left = working_days_between(today, agreed_on)
    if state is State.WAITING:
        return Lateness(Timing.STILL, left)
    return Lateness(Timing.SOON if agreed_on <= soon_until(today) else Timing.ON_TIME, left)


def soon_at(today: date) -> datetime:
    """The moment until which a due moment calls for attention: the end of `soon_until`."""
    return moment_at(wall_seconds(AMSTERDAM, soon_until(today) + timedelta(days=1), 0))


def soon_until(today: date) -> date:
    """The last day that is within the five working days from today.

    >>> soon_until(date(2026, 7, 1))
    datetime.date(2026, 7, 8)
    """
    day, left = today, SOON_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def working_days_between(start_on: date, end_on: date) -> int:
    """Working days after `start_on` up to and including `end_on`: the first day does not count.

    >>> working_days_between(date(2026, 7, 3), date(2026, 7, 6))
    1
    """
    weeks, rest = divmod((end_on - start_on).days, 7)
    return weeks * 5 + sum((start_on + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
