"""Correcting an event that was taken down wrongly: another moment, another agreed day or estimate (data §3).

Nothing is changed: a new event takes the place of the old one in the fold. It stays of the same step, between its
neighbours, and not in the future.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from app.features.assignments.core.events import Event, in_force
from app.features.assignments.core.life import Step
from app.kernel.errors import Finding, Invalid, NotFound

_EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
"""Further back is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong with the event of `seq`; what is None stays. `reason` says why it is corrected."""

    seq: int
    reason: str
    happened_at: datetime | None = None
    agreed_on: date | None = None
    estimate_minutes: int | None = None


def corrected(events: Sequence[Event], wrong: Correction, now: datetime, actor_name: str) -> Event:
    """The event that takes the place; `NotFound` when none stands there, `Invalid` with what cannot be."""
    old = standing_at(events, wrong.seq)
    standing = in_force(events)
    findings = _findings(standing, standing.index(old), wrong, now)
    if findings:
        raise Invalid(findings)
    return replace(
        old,
        seq=max(event.seq for event in events) + 1,
        replaces_seq=slot_of(events, old),
        recorded_at=now,
        actor_name=actor_name,
        happened_at=wrong.happened_at or old.happened_at,
        agreed_on=wrong.agreed_on or old.agreed_on,
        estimate_minutes=wrong.estimate_minutes or old.estimate_minutes,
    )


def standing_at(events: Sequence[Event], seq: int) -> Event:
    """The event of this sequence number, if it counts now; `NotFound` when it is none or was corrected itself."""
    found = next((event for event in in_force(events) if event.seq == seq), None)
    if found is None:
        raise NotFound("Deze stap")
    return found


def earlier(events: Sequence[Event], event: Event) -> tuple[Event, ...]:
    """What stood in the place of this event before it was corrected, the first one first; empty when it never was.

    >>> from app.features.assignments.core.life import State
    >>> at = datetime(2026, 4, 1, 8, tzinfo=UTC)
    >>> first = Event(2, Step.SUBMIT, State.DRAFT, State.SUBMITTED, at, at, "A")
    >>> events = [first, replace(first, seq=3, replaces_seq=2), replace(first, seq=4, replaces_seq=2)]
    >>> [one.seq for one in earlier(events, events[2])], earlier(events, first)
    ([2, 3], ())
    """
    slot = slot_of(events, event)
    return tuple(one for one in events if one.seq < event.seq and slot in (one.seq, one.replaces_seq))


def slot_of(events: Sequence[Event], event: Event) -> int:
    """The sequence number of the first event in whose place this one stands."""
    by_seq = {one.seq: one for one in events}
    while event.replaces_seq is not None:
        event = by_seq[event.replaces_seq]
    return event.seq


def _findings(standing: Sequence[Event], place: int, wrong: Correction, now: datetime) -> list[Finding]:
    found = []
    if not wrong.reason.strip():
        found.append(Finding("reden", "Schrijf wat er niet klopte."))
    if wrong.happened_at is None and wrong.agreed_on is None and wrong.estimate_minutes is None:
        found.append(Finding("op", "Noem wat er anders moet: het moment, de afgesproken dag of de raming."))
    if wrong.happened_at is not None:
        found += _moment(standing, place, wrong.happened_at, now)
    return [*found, *_values(standing[place].step, wrong)]


def _moment(standing: Sequence[Event], place: int, at: datetime, now: datetime) -> Iterator[Finding]:
    if at > now:
        yield Finding("op", "Dit moment is nog niet geweest. Kies een eerder moment.")
    if place == 0 and at < _EARLIEST:
        yield Finding("op", "Dit jaar kan niet kloppen. Kies een moment vanaf 1950.")
    if place > 0 and at < standing[place - 1].happened_at:
        yield Finding("op", "Dit is voor de vorige stap. Verbeter die eerst, of kies een later moment.")
    if place + 1 < len(standing) and at > standing[place + 1].happened_at:
        yield Finding("op", "Dit is na de volgende stap. Verbeter die eerst, of kies een eerder moment.")


def _values(step: Step, wrong: Correction) -> Iterator[Finding]:
    if wrong.estimate_minutes is not None and wrong.estimate_minutes <= 0:
        yield Finding("ramingMinuten", "Een raming is meer dan nul.")
    if step is Step.ACCEPT:
        return
    for field, value in (("afgesprokenDatum", wrong.agreed_on), ("ramingMinuten", wrong.estimate_minutes)):
        if value is not None:
            yield Finding(field, "Dit hoort bij accepteren en bij geen andere stap.")
