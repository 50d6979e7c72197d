"""What moves a clock, and the course that follows from it: start, pauses, stop.

Marks come from events of a higher room, in order, per metric. A stop closes an open pause; a resume after a stop
makes the time between a pause, so that what was delivered and sent back goes on where it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.features.sla.core.targets import Pause
from app.features.sla.core.words import MarkKind, Metric


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a metric; `seq` counts from 1 per metric, `event_seq` is the event that it came from."""

    metric: Metric
    seq: int
    kind: MarkKind
    at: datetime
    reason: str | None = None
    event_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a clock went: `last_at` is its last mark; `paused_at` while it stands still, `stopped_at` once it ended."""

    started_at: datetime
    pauses: tuple[Pause, ...]
    last_at: datetime
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    is_void: bool = False


def course(marks: Iterable[Mark]) -> Course | None:
    """The course of one metric; None before its start. What does not fit (a resume while it runs) changes nothing.

    >>> from datetime import UTC
    >>> def at(hour):
    ...     return datetime(2026, 4, 1, hour, tzinfo=UTC)
    >>> kinds = [(MarkKind.START, 8), (MarkKind.PAUSE, 9), (MarkKind.STOP, 11)]
    >>> went = course(Mark(Metric.LEAD_TIME, n, kind, at(hour)) for n, (kind, hour) in enumerate(kinds, 1))
    >>> [(pause.start_at.hour, pause.end_at.hour) for pause in went.pauses], went.stopped_at.hour
    ([(9, 11)], 11)
    """
    started_at: datetime | None = None
    last_at: datetime | None = None
    still: Mark | None = None
    stop: Mark | None = None
    pauses: list[Pause] = []
    for mark in sorted(marks, key=lambda one: one.seq):
        if mark.kind is MarkKind.START:
            started_at = started_at or mark.at
        elif started_at is None or (stop is not None and mark.kind is not MarkKind.RESUME):
            continue
        elif mark.kind is MarkKind.PAUSE:
            still = still or mark
        else:
            halted = stop or still
            if halted is not None:
                pauses.append(_pause(halted, mark.at))
            still = None
            stop = None if mark.kind is MarkKind.RESUME else mark
        last_at = mark.at
    if started_at is None or last_at is None:
        return None
    if still is not None:
        pauses.append(_pause(still, None))
    return Course(
        started_at=started_at,
        pauses=tuple(pauses),
        last_at=last_at,
        paused_at=None if still is None else still.at,
        stopped_at=None if stop is None else stop.at,
        is_void=stop is not None and stop.kind is MarkKind.VOID,
    )


def _pause(mark: Mark, end_at: datetime | None) -> Pause:
    return Pause(mark.at, end_at, mark.reason) if mark.reason else Pause(mark.at, end_at)
