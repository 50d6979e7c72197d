"""One clock at one moment: its state, when it is due, what is spent and what is left or over.

Derived anew from start, target, pauses and stop each time; a stop closes an open pause first, and nothing is
missed while the clock stands still before its target is used up. What was stored of it is projection only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, remaining, spent
from app.features.sla.core.targets import Pause, Target


class ClockState(StrEnum):
    """How a clock stands. `VOID`: ended without outcome, for its subject was withdrawn or rejected."""

    NOT_STARTED = "niet begonnen"
    RUNNING = "loopt"
    PAUSED = "staat stil"
    MET = "gehaald"
    MISSED = "gemist"
    VOID = "vervallen"


@dataclass(frozen=True, slots=True)
class Reading:
    """`spent`, `left` (negative is over) in working seconds, or in days when the target counts days."""

    state: ClockState
    due_at: datetime | None
    spent: int
    left: int

    @property
    def fraction(self) -> Fraction:
        """The part of the target that is spent."""
        return Fraction(self.spent, self.spent + self.left)


def read(
    calendar: WorkCalendar,
    start: datetime,
    target: Target,
    pauses: Sequence[Pause],
    now: datetime,
    stopped_at: datetime | None = None,
) -> Reading:
    """How the clock stands at `now`; marks after `now` are not known yet. At its due moment it is still in time."""
    stop = stopped_at if stopped_at is not None and stopped_at <= now else None
    at = now if stop is None else stop
    known = known_at(pauses, at, is_stopped=stop is not None)
    due_at = due(calendar, start, target, known)
    used = spent(calendar, start, target, known, at)
    left = remaining(calendar, start, target, known, at)
    return Reading(_state(start, now, at, due_at, known, stop is not None), due_at, used, left)


def known_at(pauses: Sequence[Pause], at: datetime, *, is_stopped: bool) -> list[Pause]:
    """The pauses that began by then; those that had no end yet are open, or closed by the stop."""
    end = at if is_stopped else None
    return [
        pause if pause.end_at is not None and pause.end_at <= at else replace(pause, end_at=end)
        for pause in pauses
        if pause.start_at <= at
    ]


def _state(
    start: datetime,
    now: datetime,
    at: datetime,
    due_at: datetime | None,
    known: Sequence[Pause],
    is_stopped: bool,
) -> ClockState:
    if now < start:
        return ClockState.NOT_STARTED
    if due_at is not None and due_at < at:
        return ClockState.MISSED
    if is_stopped:
        return ClockState.MET
    return ClockState.PAUSED if any(pause.end_at is None for pause in known) else ClockState.RUNNING
