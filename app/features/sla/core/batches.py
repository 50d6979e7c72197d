"""The clocks of many subjects at once: for a rebuild, for what a changed norm or calendar moves, for `verify`.

What is measured and what follows from it is in `projecting`; here all lines of one calendar are reckoned in one
`evaluate`. The outcome is that of `project`, subject by subject.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

import numpy as np

from app.features.sla.core.bulk import NO_MOMENT, RUNNING_ON, Pauses, Totals, evaluate, kind_of
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.projecting import Answer, Line, Projection, clocks_of, lines_of
from app.features.sla.core.rules import Kept, Rules
from app.features.sla.core.times import seconds_of

One = TypeVar("One")
MANY: Final = 2_000
"""So many subjects at a time: enough for arrays to pay, few enough to be held."""


def batched(given: Iterable[One]) -> Iterator[list[One]]:
    """What is given, so many at a time."""
    rest = iter(given)
    while some := list(islice(rest, MANY)):
        yield some


def project_many(kept: Sequence[Kept], rules: Rules) -> list[tuple[Projection, ...]]:
    """The clocks of each subject, as `project` gives them."""
    by_subject = [lines_of(one.subject, one.marks, rules) for one in kept]
    by_calendar: dict[WorkCalendar, list[Line]] = {}
    for lines in by_subject:
        for line in lines:
            by_calendar.setdefault(line.basis.calendar, []).append(line)
    answers = {calendar: _answers(calendar, lines) for calendar, lines in by_calendar.items()}
    return [clocks_of(lines, [next(answers[line.basis.calendar]) for line in lines]) for lines in by_subject]


def _answers(calendar: WorkCalendar, lines: Sequence[Line]) -> Iterator[Answer]:
    """The reckoning of lines on one calendar: of each its total, then the totals at which is warned."""
    asked: list[tuple[int, int, int, int]] = []
    still: list[tuple[int, int, int]] = []
    for line in lines:
        start, last = seconds_of(line.own.started_at), seconds_of(line.own.last_at)
        spans = [pause.span for pause in line.own.pauses]
        for total, kind in _totals(line):
            still += [(len(asked), *span) for span in spans]
            asked.append((start, total, kind, last))
    starts, totals, kinds, nows = np.array(asked, dtype=np.int64).T
    pauses = Pauses(*np.array(still, dtype=np.int64).T) if still else None
    found = evaluate(calendar, starts, Totals(totals, kinds.astype(np.int8)), pauses, nows)
    dues = iter(None if one == NO_MOMENT else one for one in found.due.tolist())
    spent = iter(found.spent.tolist())
    for line in lines:
        due, *warned = islice(dues, 1 + len(line.warned))
        used, *_ = islice(spent, 1 + len(line.warned))
        yield Answer(due, warned, used)


def _totals(line: Line) -> list[tuple[int, int]]:
    """What is asked of a line: totals with how they count. Only the whole target runs on past a weekend."""
    target = line.basis.target
    kind = kind_of(line.basis.unit)
    whole = RUNNING_ON if target is not None and target.runs_on else kind
    return [(line.basis.total, whole), *((total, kind) for _, total in line.warned)]
