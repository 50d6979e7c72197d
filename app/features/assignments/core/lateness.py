"""Whether an assignment is late or about to be, by its agreed date alone.

Simple, until the clock of the sla room measures: late is an agreed date before today and not
delivered; about to be late is an agreed date within five working days (Monday to Friday, holidays
not counted). While the principal has it the clock stands still, but an agreed date does not move.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.features.assignments.core.life import SUBMITTED_OPEN, State

SOON_WORKING_DAYS = 5
"""Within how many working days an agreed date calls for attention."""

PENDING: frozenset[State] = SUBMITTED_OPEN - {State.SUBMITTED, State.RETURNED, State.DELIVERED}
"""Accepted and not delivered: what an agreed date is about."""


class Timing(StrEnum):
    """How an assignment stands to its agreed date."""

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


def lateness(state: State, agreed_on: date | None, today: date) -> Lateness:
    """How an assignment stands to its agreed date.

    >>> lateness(State.IN_PROGRESS, date(2026, 7, 1), date(2026, 7, 3))
    Lateness(timing=<Timing.LATE: 'late'>, working_days=2)
    >>> lateness(State.PLANNED, date(2026, 7, 8), date(2026, 7, 1)).timing
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
