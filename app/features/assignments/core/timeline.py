"""How an assignment went: the road with its dates, and how long each side had it.

For the page of one assignment. Days are working days by the calendar of weekdays alone; the clock of
the sla room, with its opening hours and holidays, comes beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from app.features.assignments.core.events import Event, in_force
from app.features.assignments.core.lateness import working_days_between
from app.features.assignments.core.life import HOLDERS, Holder, State, Step

ROAD: tuple[State, ...] = (
    State.DRAFT, State.SUBMITTED, State.ACCEPTED, State.ORDERED, State.PLANNED, State.IN_PROGRESS,
    State.DELIVERED, State.APPROVED, State.CLOSED,
)  # fmt: skip
"""The states of a life without detours."""

_BESIDE = {State.RETURNED: State.SUBMITTED, State.WAITING: State.IN_PROGRESS}


@dataclass(frozen=True, slots=True)
class Stop:
    """One state of the road: when it was reached, and whether the assignment is past it or at it."""

    state: State
    reached_at: datetime | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Held:
    """How many working days a side had it since it was handed in."""

    holder: Holder
    working_days: int


def road(events: Sequence[Event]) -> list[Stop]:
    """The road with what has been reached; after a withdrawal or rejection nothing is now."""
    standing = in_force(events)
    state = standing[-1].to_state
    at = _BESIDE.get(state, state)
    reached = {event.to_state: event.happened_at for event in standing}
    here = ROAD.index(at) if at in ROAD else None
    stops = []
    for index, stop in enumerate(ROAD):
        is_behind = stop in reached if here is None else index < here
        is_last = here is not None and index == here == len(ROAD) - 1
        is_reached = is_behind or index == here
        stops.append(
            Stop(
                stop,
                reached.get(stop) if is_reached else None,
                is_behind or is_last,
                index == here and not is_last,
            )
        )
    return stops


def held(events: Sequence[Event], until: datetime, day_of: Callable[[datetime], date]) -> list[Held]:
    """Working days per side from the first submission until it ended, or until now.

    The day of a step does not count for who had it before (domain §8, “the day of the event”).
    """
    days: dict[Holder, int] = {}
    standing = in_force(events)
    submitted = next((i for i, event in enumerate(standing) if event.step is Step.SUBMIT), len(standing))
    marks = [(event.to_state, event.happened_at) for event in standing[submitted:]]
    if not marks:
        return []
    marks.append((marks[-1][0], until))
    for (state, since), (_, to) in pairwise(marks):
        holder = HOLDERS[state]
        if holder is not Holder.NOBODY:
            days[holder] = days.get(holder, 0) + working_days_between(day_of(since), day_of(to))
    return [Held(holder, days[holder]) for holder in Holder if holder in days]
