"""Who hears that a threshold was passed, and in what words.

Of one clock only the highest threshold is told: who slept through 50, 75 and 90 % is told 90 %. A role hears of
what it may read: an office of its own organisation, an employee of its own area (domain §8, data §2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.features.sla.core.words import METRIC_LABELS, Metric
from app.kernel.actor import Actor
from app.kernel.dutch import NBSP, count, long_day, long_moment
from app.kernel.roles import Permission, Role

BREACH = 100
"""The threshold at which the target is used up."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A threshold that a clock passed. `due_at` in the wall time of who reads it."""

    subject_id: UUID
    metric: Metric
    threshold: int
    label: str
    area_id: UUID
    organisation_id: UUID
    due_at: datetime
    roles: frozenset[Role]


def highest(passed: Iterable[Passed]) -> list[Passed]:
    """The highest threshold of each clock, the nearest due moment first."""
    found: dict[tuple[UUID, Metric], Passed] = {}
    for one in passed:
        kept = found.get((one.subject_id, one.metric))
        if kept is None or kept.threshold < one.threshold:
            found[one.subject_id, one.metric] = one
    return sorted(found.values(), key=lambda one: (one.due_at, one.label, one.metric))


def hears(actor: Actor, one: Passed) -> bool:
    """Whether this is for the actor: it holds a role that the norm names, and may read the assignment by it."""
    by_role = Actor(
        actor.collaboration_id,
        actor.collaboration_code,
        actor.name,
        tuple(grant for grant in actor.grants if grant.role in one.roles),
    )
    return by_role.may(
        Permission.READ_ASSIGNMENTS, organisation_ids=[one.organisation_id], area_id=one.area_id
    )


def subject_line(passed: Sequence[Passed]) -> str:
    """The subject of the message: what is late first.

    >>> subject_line([])
    '0 termijnen vragen aandacht'
    """
    late = sum(one.threshold >= BREACH for one in passed)
    if late:
        return f"{count(late, 'termijn is', 'termijnen zijn')} verstreken"
    return f"{count(len(passed), 'termijn vraagt', 'termijnen vragen')} aandacht"


def line(one: Passed) -> str:
    """A threshold in one sentence."""
    what, end = f"{one.label}, {METRIC_LABELS[one.metric].lower()}", ends(one.due_at)
    if one.threshold >= BREACH:
        return f"{what}: de termijn verstreek op {end}."
    return f"{what}: {one.threshold}{NBSP}% van de termijn is voorbij. Uiterlijk {end}."


def ends(due_at: datetime) -> str:
    """The end of a term in wall time, as a reader says it: what is due at midnight ends with the day before.

    >>> ends(datetime(2026, 6, 25)), ends(datetime(2026, 6, 25, 17))
    ('woensdag 24 juni 2026', 'donderdag 25 juni 2026, 17:00')
    """
    if (due_at.hour, due_at.minute) == (0, 0):
        return long_day(due_at.date() - timedelta(days=1))
    return long_moment(due_at)
