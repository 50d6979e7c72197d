"""The story of a kept clock: by which norm and why, day by day, and what the law or the norm added to its end.

`explanation` does the days; here is found out of what. `now` ends the story of a clock without a due moment.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.features.sla.core.clock import spent
from app.features.sla.core.explanation import RUNS_ON, Explanation, explain
from app.features.sla.core.grounds import grounded
from app.features.sla.core.marks import Course
from app.features.sla.core.projecting import Basis, Projection, answer, clocks_of, last_day, lines_of
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rules import Kept, Rules
from app.features.sla.core.statutory import LawStep
from app.features.sla.core.targets import Target
from app.kernel import dutch
from app.kernel.law import why_not_workable


@dataclass(frozen=True, slots=True)
class Story:
    """A clock with its explanation, as of now. `spent` in the unit of the clock; `state` knows that it is late.

    `days` is None for what ends on its own day; `law_steps` is of the law.
    """

    clock: Projection
    state: ClockState
    spent: int
    days: Explanation | None
    law_steps: tuple[LawStep, ...] = ()
    extension: str | None = None

    @property
    def left(self) -> int:
        """What is left; negative is over."""
        return self.clock.target_total - self.spent


def tell(kept: Kept, rules: Rules, now: datetime) -> tuple[Story, ...]:
    """The story of every clock of a subject, in order of metric."""
    lines = lines_of(kept.subject, kept.marks, rules)
    clocks = clocks_of(lines, map(answer, lines))
    return tuple(_story(clock, line.basis, line.own, now) for clock, line in zip(clocks, lines, strict=True))


def _story(clock: Projection, basis: Basis, own: Course, now: datetime) -> Story:
    steps = basis.law_end.steps if basis.law_end is not None else ()
    days, used, state = None, clock.spent_total, clock.state
    target = basis.target or Target(max(basis.total, 1), basis.unit)
    if clock.stopped_at is None:
        used = spent(basis.calendar, own.started_at, target, own.pauses, now)
        if clock.due_at is not None and clock.due_at < now:
            state = ClockState.MISSED
    if basis.total:
        days = explain(basis.calendar, own.started_at, target, own.pauses, now)
        if basis.law is not None and basis.law_end is not None:
            days = replace(days, lines=grounded(days.lines, basis.law_end, basis.law.start_on))
    return Story(clock, state, used, days, steps, _extension(days))


def _extension(days: Explanation | None) -> str | None:
    """What the norm's own extension added, in words."""
    added = [line for line in days.lines if RUNS_ON in "".join(line.reasons)] if days is not None else []
    if days is None or days.due_at is None or not added:
        return None
    until = dutch.long_day(last_day(days.due_at))
    why = why_not_workable(added[0].on)
    return f"{dutch.long_day(added[0].on)} is {why}: loopt door tot en met {until} (Algemene termijnenwet art. 1)"
