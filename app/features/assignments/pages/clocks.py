"""The clocks of one assignment, for its page: where each stands, by which norm, and the nearest day by day."""

from collections.abc import Sequence
from typing import Any, Final

from app.features.assignments.core.events import in_force
from app.features.assignments.core.life import Step
from app.features.assignments.core.views import Detail
from app.features.sla import service as sla
from app.features.sla.core.calendar import AMSTERDAM
from app.features.sla.core.projecting import last_day
from app.features.sla.core.reading import ClockState
from app.features.sla.core.sheet import sheet
from app.features.sla.core.targets import Unit
from app.features.sla.core.telling import Story
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel import dutch
from app.kernel.glossary import STATE_LABELS

LOOKS: Final = {
    ClockState.RUNNING: "live",
    ClockState.PAUSED: "still",
    ClockState.MET: "good",
    ClockState.MISSED: "late",
    ClockState.VOID: "still",
}
_NOTED: Final = frozenset({Step.SUBMIT, Step.RETURN, Step.ACCEPT, Step.WAIT, Step.RESUME, Step.DELIVER})


def told(work: UnitOfWork, found: Detail) -> dict[str, Any]:
    """What the page shows of the clocks; of an outline nothing."""
    if found.row.is_outline or found.row.number is None:
        return {"clocks": [], "day_sheets": []}
    stories = sla.clocks_of(work, found.id)
    return {
        "clocks": [_line(one) for one in stories],
        "day_sheets": [_days(work, found, one) for one in _shown(found, stories)],
    }


def _shown(found: Detail, stories: Sequence[Story]) -> list[Story]:
    """What is shown day by day: the nearest, else the last; and a statutory period to which something happened."""
    with_days = [one for one in stories if one.days is not None]
    nearest = [one for one in with_days if one.clock.is_governing] or with_days[-1:]
    changed = [one for one in with_days if found.period_facts and one.clock.metric is Metric.STATUTORY]
    return [*nearest, *(one for one in changed if one not in nearest)]


def _line(one: Story) -> dict[str, Any]:
    clock = one.clock
    is_time = clock.unit.is_working_time
    return {
        "metric": METRIC_LABELS[clock.metric],
        "look": LOOKS[one.state],
        "state": _state(one),
        "due_on": None if clock.due_at is None else last_day(clock.due_at),
        "due_time": dutch.clock_time(clock.due_at.astimezone(AMSTERDAM))
        if clock.due_at and is_time
        else None,
        "spent": f"{_amount(one.spent, clock.unit)} van {_amount(clock.target_total, clock.unit)}",
        "percent": dutch.part_of(one.spent, clock.target_total),
        "left": None if clock.state is ClockState.VOID else _left(one),
        "why": clock.why,
        "extension": one.extension,
        "steps": one.law_steps,
        "is_governing": clock.is_governing,
    }


def _state(one: Story) -> str:
    """In words; of a clock that goes on past its due moment that it is late."""
    if one.state is ClockState.MISSED and one.clock.stopped_at is None:
        return "te laat"
    return one.state.value


def _left(one: Story) -> str:
    words = _amount(abs(one.left), one.clock.unit)
    return f"{words} over" if one.left >= 0 else f"{words} te veel"


def _amount(amount: int, unit: Unit) -> str:
    return f"{dutch.hours(amount // 60)} uur" if unit.is_working_time else dutch.count(amount, "dag", "dagen")


def _days(work: UnitOfWork, found: Detail, one: Story) -> dict[str, Any]:
    assert one.days is not None
    notes = {
        local_day(event.happened_at): STATE_LABELS[event.to_state].lower()
        for event in in_force(found.events)
        if event.step in _NOTED
    }
    return {
        "title": METRIC_LABELS[one.clock.metric],
        "sheet": sheet(one.days, AMSTERDAM, work.today, notes),
        "in_hours": one.days.unit.is_working_time,
    }
