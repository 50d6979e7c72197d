"""What a change of the rules moves: the same marks under the rules before and after (domain §8).

Shown before anything is saved. A subject whose own facts change (an event corrected, another product) is given
twice, before and after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.features.sla.core.marks import Mark
from app.features.sla.core.projecting import Projection, project
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rules import Rules, Subject
from app.features.sla.core.words import Metric


@dataclass(frozen=True, slots=True)
class Kept:
    """A subject with all its marks."""

    subject: Subject
    marks: tuple[Mark, ...]


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


def moves(before: Rules, after: Rules, kept: Iterable[Kept]) -> tuple[Move, ...]:
    """Every clock whose due moment, target or outcome is another under the rules after."""
    return _compared((one, before, one, after) for one in kept)


def changes(rules: Rules, old: Kept, new: Kept) -> tuple[Move, ...]:
    """Every clock that moves when the facts of its subject change, under the same rules."""
    return _compared([(old, rules, new, rules)])


def _compared(pairs: Iterable[tuple[Kept, Rules, Kept, Rules]]) -> tuple[Move, ...]:
    found: list[Move] = []
    for old, before, new, after in pairs:
        was, will = project(old.subject, old.marks, before), project(new.subject, new.marks, after)
        found += _between(new.subject, was, will)
    return tuple(found)


def _between(subject: Subject, old: Iterable[Projection], new: Iterable[Projection]) -> list[Move]:
    was, will = {one.metric: one for one in old}, {one.metric: one for one in new}
    return [
        Move(subject.id, subject.label, metric, was.get(metric), will.get(metric))
        for metric in sorted({*was, *will})
        if _told(was.get(metric)) != _told(will.get(metric))
    ]


def _told(one: Projection | None) -> tuple[ClockState, datetime | None, int, int] | None:
    return None if one is None else (one.state, one.due_at, one.target_total, one.spent_total)
