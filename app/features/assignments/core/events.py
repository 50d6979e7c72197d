"""From events to where an assignment stands: a fold, nothing else.

The events are the truth, the projection can always be made again from them (data §3). An event that
`replaces_seq` another takes its place in the fold: a wrong date or estimate is corrected without
anything being changed. Which step may follow which is decided in `life`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from app.features.assignments.core.life import HOLDERS, PAIRS, TRANSITIONS, Holder, State, Step
from app.kernel.errors import Finding, Invalid


@dataclass(frozen=True, slots=True)
class Event:
    """One step that was taken. `happened_at` is when it was so, `recorded_at` when we knew it; both UTC."""

    seq: int
    step: Step
    from_state: State | None
    to_state: State
    happened_at: datetime
    recorded_at: datetime
    actor_name: str
    reason: str | None = None
    estimate_minutes: int | None = None
    agreed_on: date | None = None
    queue_rank: Decimal | None = None
    handler: str | None = None
    replaces_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """Where an assignment stands after its events; `seq` is that of the last one recorded."""

    seq: int
    state: State
    state_since: datetime
    holder: Holder
    returns: int = 0
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    estimate_minutes: int | None = None
    agreed_on: date | None = None
    queue_rank: Decimal | None = None
    handler: str | None = None


def in_force(events: Iterable[Event]) -> list[Event]:
    """The events that count, in order: what was replaced gives its place to what replaces it.

    A replacement must be of the same step and states; `Invalid` else.
    """
    standing: dict[int, Event] = {}
    for event in sorted(events, key=lambda event: event.seq):
        if event.replaces_seq is None:
            standing[event.seq] = event
            continue
        earlier = standing.get(event.replaces_seq)
        if earlier is None or _pair(earlier) != _pair(event):
            raise Invalid(
                [Finding("vervangt", "Een verbetering wijst naar een eerdere gebeurtenis van dezelfde stap.")]
            )
        standing[event.replaces_seq] = event
    return [standing[seq] for seq in sorted(standing)]


def project(events: Sequence[Event]) -> Projection:
    """Where the assignment stands; `Invalid` when the events are no life (domain §4)."""
    standing = in_force(events)
    if not standing or standing[0].step is not Step.DRAFT:
        raise Invalid([Finding("gebeurtenissen", "Een opdracht begint met een concept.")])
    projection: Projection | None = None
    for event in standing:
        projection = follow(projection, event)
    assert projection is not None
    return replace(projection, seq=max(event.seq for event in events))


def follow(before: Projection | None, event: Event) -> Projection:
    """The projection after one more event."""
    if _pair(event) not in PAIRS or event.from_state != (None if before is None else before.state):
        raise Invalid([Finding("stap", f"De stap {event.step} past niet op wat eraan voorafging.")])
    after = before or Projection(event.seq, State.DRAFT, event.happened_at, Holder.PRINCIPAL)
    is_begin = event.step is Step.START
    return replace(
        after,
        seq=event.seq,
        state=event.to_state,
        state_since=event.happened_at,
        holder=HOLDERS[event.to_state],
        returns=after.returns + (event.step is Step.RETURN),
        submitted_at=after.submitted_at or (event.happened_at if event.step is Step.SUBMIT else None),
        accepted_at=event.happened_at if event.step is Step.ACCEPT else after.accepted_at,
        started_at=event.happened_at if is_begin else after.started_at,
        delivered_at=_delivered_at(after, event),
        ended_at=event.happened_at if is_final(event.to_state) else None,
        estimate_minutes=event.estimate_minutes or after.estimate_minutes,
        agreed_on=event.agreed_on or after.agreed_on,
        queue_rank=after.queue_rank if event.queue_rank is None else event.queue_rank,
        handler=event.handler or after.handler,
    )


def is_final(state: State) -> bool:
    """Whether nothing can follow."""
    return not any(origin is state for origin, _ in TRANSITIONS)


def agreed_on(events: Iterable[Event]) -> date | None:
    """The day that was last agreed: as `project` says, without the rest."""
    return next((one.agreed_on for one in reversed(in_force(events)) if one.agreed_on is not None), None)


def last_reason(events: Sequence[Event], step: Step) -> str | None:
    """The reason given when this step was last taken."""
    return next((event.reason for event in reversed(in_force(events)) if event.step is step), None)


def _delivered_at(before: Projection, event: Event) -> datetime | None:
    if event.step is Step.DELIVER:
        return event.happened_at
    return None if event.step is Step.REWORK else before.delivered_at


def _pair(event: Event) -> tuple[Step, State | None, State]:
    return event.step, event.from_state, event.to_state
