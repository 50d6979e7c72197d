"""From the events of an assignment to the marks of its clocks (domain §8): a fold, nothing else.

Response runs from the first submission to the first reaction of the centre, intake until it is accepted or returned,
delivery from acceptance, lead time from submission, both until delivered; the last two stand still while the
principal has it (returned, waiting). A statutory period runs on whatever stands still. What is sent back after
delivery goes on where it was; what is withdrawn or rejected ends without outcome.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.features.assignments.core.completeness import Kind
from app.features.assignments.core.events import Event, in_force
from app.features.assignments.core.life import Step
from app.features.sla.core.calendar import AMSTERDAM
from app.features.sla.core.marks import Mark
from app.features.sla.core.times import local_day
from app.features.sla.core.words import MarkKind, Metric
from app.kernel import dutch

_FIRST = (Metric.RESPONSE, Metric.INTAKE)
_WORK = (Metric.DELIVERY, Metric.LEAD_TIME)
_UNTIL_DELIVERED = (*_WORK, Metric.STATUTORY)
_MOVES: Mapping[Step, Sequence[tuple[MarkKind, Sequence[Metric]]]] = {
    Step.SUBMIT: (
        (MarkKind.START, (*_FIRST, Metric.LEAD_TIME, Metric.STATUTORY)),
        (MarkKind.RESUME, (Metric.INTAKE, Metric.LEAD_TIME)),
    ),
    Step.RETURN: ((MarkKind.STOP, _FIRST), (MarkKind.PAUSE, (Metric.LEAD_TIME,))),
    Step.ACCEPT: ((MarkKind.STOP, _FIRST), (MarkKind.START, (Metric.DELIVERY,))),
    Step.WAIT: ((MarkKind.PAUSE, _WORK),),
    Step.RESUME: ((MarkKind.RESUME, _WORK),),
    Step.DELIVER: ((MarkKind.STOP, _UNTIL_DELIVERED),),
    Step.REWORK: ((MarkKind.RESUME, _UNTIL_DELIVERED),),
    Step.REJECT: ((MarkKind.STOP, _FIRST), (MarkKind.VOID, _UNTIL_DELIVERED)),
    Step.WITHDRAW: ((MarkKind.VOID, (*_FIRST, *_UNTIL_DELIVERED)),),
}
"""What each step does to which clocks; what says nothing new (a start of what goes) is left out."""
_WORDS = {
    Step.RETURN: "teruggestuurd op {}",
    Step.WAIT: "wacht sinds {} op de opdrachtgever",
    Step.DELIVER: "opgeleverd op {}, lag bij de opdrachtgever",
}


def marks_of(events: Sequence[Event], kind: Kind) -> tuple[Mark, ...]:
    """The marks of all clocks, in the order of the events; a standing task has no lead time.

    >>> from datetime import UTC
    >>> from app.features.assignments.core.life import State
    >>> at = datetime(2026, 4, 1, 8, tzinfo=UTC)
    >>> steps = [(Step.DRAFT, None, State.DRAFT), (Step.SUBMIT, State.DRAFT, State.SUBMITTED)]
    >>> events = [Event(n, step, was, to, at, at, "A") for n, (step, was, to) in enumerate(steps, 1)]
    >>> [(mark.metric.value, mark.kind.value) for mark in marks_of(events, Kind.BESPOKE)]
    [('reactie', 'begin'), ('intake', 'begin'), ('doorlooptijd', 'begin'), ('wettelijk', 'begin')]
    """
    pen = _Pen(kind)
    for event in in_force(events):
        pen.follow(event)
    return tuple(pen.marks)


class _Pen:
    """Writes marks, and knows of each metric whether its clock goes: only what changes is written."""

    def __init__(self, kind: Kind) -> None:
        self.marks: list[Mark] = []
        self._left_out = {Metric.LEAD_TIME} if kind is Kind.GENERAL else set[Metric]()
        self._last: dict[Metric, MarkKind] = {}
        self._seq: Counter[Metric] = Counter()

    def follow(self, event: Event) -> None:
        """The marks of one event."""
        for kind, metrics in _MOVES.get(event.step, ()):
            self._write(event, kind, metrics)

    def _write(self, event: Event, kind: MarkKind, metrics: Sequence[Metric]) -> None:
        for metric in metrics:
            if metric in self._left_out or not _follows(self._last.get(metric), kind):
                continue
            self._last[metric] = kind
            self._seq[metric] += 1
            reason = _reason(event.step, event.happened_at)
            self.marks.append(Mark(metric, self._seq[metric], kind, event.happened_at, reason, event.seq))


def _follows(last: MarkKind | None, kind: MarkKind) -> bool:
    """Whether a mark says something new after the last one of its metric."""
    is_stopped = last in (MarkKind.STOP, MarkKind.VOID)
    match kind:
        case MarkKind.START:
            return last is None
        case MarkKind.PAUSE:
            return last in (MarkKind.START, MarkKind.RESUME)
        case MarkKind.RESUME:
            return last is MarkKind.PAUSE or is_stopped
        case _:
            return last is not None and not is_stopped


def _reason(step: Step, at: datetime) -> str | None:
    words = _WORDS.get(step)
    return words.format(dutch.day(local_day(at, AMSTERDAM))) if words else None
