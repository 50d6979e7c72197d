"""What of a clock moves, in words: for a preview in which the end and the outcome alone would read the same."""

from app.features.sla.core.calendar import AMSTERDAM
from app.features.sla.core.moving import Move
from app.features.sla.core.projecting import Projection, last_day
from app.features.sla.core.reading import ClockState
from app.features.sla.core.targets import Unit
from app.kernel import dutch


def told(one: Move) -> tuple[str, str]:
    """Where a clock ends before and after, in a few words; where these are the same, also what else moves."""
    before, after = _end(one.before), _end(one.after)
    if before != after or one.before is None or one.after is None:
        return before, after
    for was, will in zip(_rest(one.before), _rest(one.after), strict=True):
        if was != will:
            before, after = f"{before}, {was}", f"{after}, {will}"
    return before, after


def _end(clock: Projection | None) -> str:
    if clock is None:
        return "niet gemeten"
    if clock.state in (ClockState.MET, ClockState.MISSED):
        return f"{clock.state.value}, uiterlijk {_due(clock)}" if clock.due_at else clock.state.value
    return _due(clock) if clock.due_at else "staat stil"


def _rest(clock: Projection) -> tuple[str, ...]:
    """What else of a clock can move: begin, end, target, what was spent."""
    local = (at and dutch.moment(at.astimezone(AMSTERDAM)) for at in (clock.started_at, clock.stopped_at))
    started, stopped = local
    return (
        f"begonnen {started}",
        f"geëindigd {stopped}" if stopped else "nog niet geëindigd",
        f"norm {_amount(clock.target_total, clock.unit)}",
        f"{_amount(clock.spent_total, clock.unit)} verbruikt",
    )


def _due(clock: Projection) -> str:
    assert clock.due_at is not None
    if clock.unit.is_working_time:
        return dutch.moment(clock.due_at.astimezone(AMSTERDAM))
    return dutch.day(last_day(clock.due_at), True)


def _amount(amount: int, unit: Unit) -> str:
    return f"{dutch.hours(amount // 60)} uur" if unit.is_working_time else dutch.count(amount, "dag", "dagen")
