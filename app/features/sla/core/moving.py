"""What a change of the rules moves: the same marks under the rules before and after (domain §8).

Shown before anything is saved. A subject whose own facts change (an event corrected, another product) is given
twice, before and after.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.features.sla.core.batches import project_many
from app.features.sla.core.projecting import Projection, project
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rules import Kept, Rules, Subject
from app.features.sla.core.words import Metric


@dataclass(frozen=True, slots=True)
class Move:
    """One clock that moves. None: it was not measured before, or will not be, or stands still."""

    subject_id: UUID
    label: str
    metric: Metric
    before: Projection | None
    after: Projection | None

    @property
    def from_at(self) -> datetime | None:
        """When it was due."""
        return self.before.due_at if self.before else None

    @property
    def to_at(self) -> datetime | None:
        """When it will be due."""
        return self.after.due_at if self.after else None

    @property
    def is_open(self) -> bool:
        """Whether the clock still goes; else an outcome of the past changes."""
        return any(one is not None and one.stopped_at is None for one in (self.before, self.after))


def moves(before: Rules, after: Rules, kept: Sequence[Kept]) -> list[Move]:
    """Every clock whose due moment, target or outcome is another under the rules after."""
    both = zip(kept, project_many(kept, before), project_many(kept, after), strict=True)
    return [move for one, was, will in both for move in _between(one.subject, was, will)]


def changes(rules: Rules, old: Kept, new: Kept) -> list[Move]:
    """Every clock that moves when the facts of its subject change, under the same rules."""
    was, will = (project(one.subject, one.marks, rules) for one in (old, new))
    return _between(new.subject, was, will)


def _between(subject: Subject, old: Iterable[Projection], new: Iterable[Projection]) -> list[Move]:
    was, will = {one.metric: one for one in old}, {one.metric: one for one in new}
    return [
        Move(subject.id, subject.label, metric, was.get(metric), will.get(metric))
        for metric in sorted({*was, *will})
        if _told(was.get(metric)) != _told(will.get(metric))
    ]


def _told(one: Projection | None) -> tuple[ClockState, datetime | None, int, int] | None:
    return None if one is None else (one.state, one.due_at, one.target_total, one.spent_total)
