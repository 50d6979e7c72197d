"""Many clocks at once on whole hours, where targets are used up exactly at closing or where a pause begins."""

from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np

from app.features.sla.core.bulk import NO_MOMENT, Pauses, Totals, evaluate
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, remaining
from app.features.sla.core.targets import Pause, Target, Unit
from app.features.sla.core.times import moment_at, seconds_of

OFFICE = WorkCalendar.of("Kantoor", ["08:00-17:00"] * 5 + ["", ""])
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_on_every_edge_they_answer_as_one_by_one() -> None:
    hours = [Target(amount, Unit.WORKING_HOURS) for amount in (1, 9, 10, 18)]
    days = [Target(1, Unit.WORKING_DAYS), Target(1, Unit.WEEKS), Target(5, Unit.CALENDAR_DAYS, True)]
    clocks = list(product((0, 4, 9, 12, 24), [*hours, *days], (0, 1, 4, 9), (None, 9, 24, 33)))
    starts = [MONDAY + timedelta(hours=start) for start, _, _, _ in clocks]
    targets = [target for _, target, _, _ in clocks]
    begins = [MONDAY + timedelta(hours=begin) for _, _, begin, _ in clocks]
    ends = [None if end is None else MONDAY + timedelta(hours=max(begin, end)) for _, _, begin, end in clocks]
    now = MONDAY + timedelta(hours=33)
    seconds = np.array([seconds_of(start) for start in starts], dtype=np.int64)
    pauses = Pauses(
        np.arange(len(clocks), dtype=np.int64),
        np.array([seconds_of(begin) for begin in begins], dtype=np.int64),
        np.array([NO_MOMENT if end is None else seconds_of(end) for end in ends], dtype=np.int64),
    )
    found = evaluate(OFFICE, seconds, Totals.of(OFFICE, seconds, targets), pauses, seconds_of(now))
    for place, (start, target) in enumerate(zip(starts, targets, strict=True)):
        pause = [Pause(begins[place], ends[place])]
        stated = int(found.due[place])
        assert (None if stated == NO_MOMENT else moment_at(stated)) == due(OFFICE, start, target, pause)
        assert found.left[place] == remaining(OFFICE, start, target, pause, now)


def test_no_clocks_have_no_answers() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(evaluate(OFFICE, none, Totals.working_seconds(none), None, 0).due) == 0
