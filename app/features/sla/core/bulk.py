"""Many clocks at once, as arrays: for the nightly rebuild, and for whatever has a million at hand.

The same answers as `clock`, clock by clock; one calendar per call. Moments are UTC seconds since 1970 in int64;
`NO_MOMENT` (NaT of numpy when viewed as datetime64) is a due moment that an open pause keeps off, or a pause
without end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.features.sla.core.calendar import AHEAD_YEARS, WorkCalendar
from app.features.sla.core.grid import BLOCK, Seconds
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.timeline import Marks, Timeline
from app.features.sla.core.times import DAY_SECONDS, FAR, local_day, moment_at

NO_MOMENT: Final = int(np.iinfo(np.int64).min)
BY_TIME, BY_WORKING_DAYS, BY_CALENDAR_DAYS, RUNNING_ON = 0, 1, 2, 3


def kind_of(unit: Unit) -> int:
    """How a target in this unit counts, when it does not run on past a weekend or holiday."""
    if unit.is_working_time:
        return BY_TIME
    return BY_WORKING_DAYS if unit is Unit.WORKING_DAYS else BY_CALENDAR_DAYS


Now = int | Seconds
"""One moment for all clocks, or of each clock its own."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The target of each clock: its total, in seconds or days, and how it counts (`BY_TIME` and so on)."""

    totals: Seconds
    kinds: NDArray[np.int8]

    @classmethod
    def of(cls, calendar: WorkCalendar, starts: Seconds, targets: Sequence[Target]) -> "Totals":
        """From targets; months need the day of their start."""
        days = (local_day(moment_at(int(start)), calendar.zone) for start in starts)
        totals = [target.total(day) for target, day in zip(targets, days, strict=True)]
        kinds = [RUNNING_ON if target.runs_on else kind_of(target.unit) for target in targets]
        return cls(np.array(totals, dtype=np.int64), np.array(kinds, dtype=np.int8))

    @classmethod
    def working_seconds(cls, seconds: Seconds) -> "Totals":
        """Targets that are all working time."""
        return cls(seconds, np.zeros(len(seconds), dtype=np.int8))


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses of all clocks in any order: place of the clock, start and end (`NO_MOMENT` is open)."""

    clocks: NDArray[np.int64]
    starts: Seconds
    ends: Seconds


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Per clock the due second (or `NO_MOMENT`), what is spent, and what is left (negative is over)."""

    due: Seconds
    spent: Seconds
    left: Seconds


def evaluate(
    calendar: WorkCalendar, starts: Seconds, targets: Totals, pauses: Pauses | None, now: Now
) -> Evaluation:
    """Every clock at `now`, or each at its own; `Refused` when one does not reach its target within sixty years."""
    rounds = _rounds(pauses, starts) if pauses is not None and len(pauses.clocks) else []
    due = np.empty(len(starts), dtype=np.int64)
    spent = np.empty(len(starts), dtype=np.int64)
    if len(starts) == 0:
        return Evaluation(due, spent, spent)
    first, latest = int(starts.min()), max(int(starts.max()), int(np.max(now)))
    step = len(starts) if rounds else BLOCK
    for years in AHEAD_YEARS:
        line = calendar.timeline(first, latest + years * 366 * DAY_SECONDS)
        for low in range(0, len(starts), step):
            part = slice(low, low + step)
            some = Totals(targets.totals[part], targets.kinds[part])
            _fill(line, starts[part], some, rounds, _of_each(now, part), due[part], spent[part])
        if int(due.max()) < line.ends:
            return Evaluation(due, spent, targets.totals - spent)
    raise calendar.never_reached()


def _of_each(now: Now, some: slice | NDArray[np.int64]) -> Now:
    """The moment of some clocks."""
    return now[some] if isinstance(now, np.ndarray) else now


Round = tuple[NDArray[np.int64], Seconds, Seconds]
"""The n-th pause of every clock that has one: places, starts, ends."""


def _rounds(pauses: Pauses, starts: Seconds) -> list[Round]:
    """Pauses after the start, merged per clock, as one round per pause number: as many as the most paused has."""
    ends = np.where(pauses.ends == NO_MOMENT, FAR, pauses.ends)
    begins = np.maximum(pauses.starts, starts[pauses.clocks])
    kept = begins < ends
    clocks, begins, ends = pauses.clocks[kept], begins[kept], ends[kept]
    order = np.lexsort((begins, clocks))
    clocks, begins, ends = clocks[order], begins[order], ends[order]
    rounds: list[Round] = []
    while len(clocks):
        is_first = np.r_[True, clocks[1:] != clocks[:-1]]
        heads = np.flatnonzero(is_first)
        until = ends[heads]
        owner = np.cumsum(is_first) - 1
        rest = ~is_first
        while True:  # every pass takes at least one pause into its head, so it ends
            touching = rest & (begins <= until[owner])
            if not touching.any():
                break
            np.maximum.at(until, owner[touching], ends[touching])
            rest &= ~touching
        rounds.append((clocks[heads], begins[heads], until))
        clocks, begins, ends = clocks[rest], begins[rest], ends[rest]
    return rounds


def _fill(
    line: Timeline,
    starts: Seconds,
    targets: Totals,
    rounds: list[Round],
    now: Now,
    due: Seconds,
    spent: Seconds,
) -> None:
    for kind in (BY_TIME, BY_WORKING_DAYS, BY_CALENDAR_DAYS, RUNNING_ON):
        is_kind = targets.kinds == kind
        if is_kind.all():
            due[:], spent[:] = _by_kind(line, kind, starts, targets.totals, rounds, now)
        elif is_kind.any():
            rows = np.flatnonzero(is_kind)
            chosen = [_of(one, is_kind, rows) for one in rounds]
            due[rows], spent[rows] = _by_kind(
                line, int(kind), starts[rows], targets.totals[rows], chosen, _of_each(now, rows)
            )


def _by_kind(
    line: Timeline, kind: int, starts: Seconds, totals: Seconds, rounds: list[Round], now: Now
) -> tuple[Seconds, Seconds]:
    if kind == BY_TIME:
        return _by_time(line, starts, totals, rounds, now)
    marks = line.working_days if kind == BY_WORKING_DAYS else line.calendar_days
    return _by_days(line, marks, starts, totals, rounds, now, kind == RUNNING_ON)


def _of(one: Round, is_kind: NDArray[np.bool_], rows: NDArray[np.int64]) -> Round:
    kept = is_kind[one[0]]
    return np.searchsorted(rows, one[0][kept]), one[1][kept], one[2][kept]


def _worked_until(line: Timeline, now: Now) -> Now:
    return _worked_at(line, now) if isinstance(now, np.ndarray) else line.worked_at(now)


def _worked_at(line: Timeline, seconds: Seconds) -> Seconds:
    """As `Timeline.worked_at`, for many."""
    if line.grid is not None:
        return line.grid.worked_at(seconds)
    opens, closes, worked, _ = line.arrays
    if not len(opens):
        return np.zeros(len(seconds), dtype=np.int64)
    place = np.searchsorted(opens, seconds, side="right") - 1
    np.maximum(place, 0, out=place)
    result = np.minimum(seconds, closes[place])
    result -= opens[place]
    np.maximum(result, 0, out=result)
    result += worked[place]
    return result


def _reaches(line: Timeline, goal: Seconds) -> Seconds:
    """As `Timeline.reaches`, for many; `FAR` where it is not reached."""
    if line.grid is not None:
        return line.grid.reaches(goal, FAR)
    opens, _, worked, reached = line.arrays
    due = np.full(len(goal), FAR, dtype=np.int64)
    place = np.searchsorted(reached, goal, side="left")
    inside = place < len(reached)
    due[inside] = opens[place[inside]] + goal[inside] - worked[place[inside]]
    return due


def _by_time(
    line: Timeline, starts: Seconds, totals: Seconds, rounds: list[Round], now: Now
) -> tuple[Seconds, Seconds]:
    begun = _worked_at(line, starts)
    spent = np.maximum(_worked_until(line, now) - begun, 0)
    goal = begun
    goal += totals
    is_open = np.zeros(len(starts), dtype=bool)
    for clocks, begins, ends in rounds:
        before, after = _worked_at(line, begins), _worked_at(line, np.minimum(ends, line.ends))
        counts = (before < goal[clocks]) & (begins < line.ends) & ~is_open[clocks]
        is_open[clocks[counts & (ends == FAR)]] = True
        goal[clocks[counts]] += (after - before)[counts]
        at = _of_each(now, clocks)
        known = _worked_at(line, np.minimum(ends, at)) - _worked_at(line, np.minimum(begins, at))
        spent[clocks] -= known
    due = _reaches(line, goal)
    if rounds:
        due[is_open] = NO_MOMENT
    return due, spent


def _by_days(
    line: Timeline,
    marks: Marks,
    starts: Seconds,
    totals: Seconds,
    rounds: list[Round],
    now: Now,
    runs_on_past: bool,
) -> tuple[Seconds, Seconds]:
    moments = np.array(marks.moments, dtype=np.int64)
    count = len(moments)
    runs_on = np.array(marks.runs_on_to if runs_on_past else range(count + 1), dtype=np.int64)
    begin, own = _begin(line, marks, starts, moments)
    until = np.searchsorted(moments, now, side="right")
    lost = [(clocks, *_lost(moments, begin[clocks], begins, ends)) for clocks, begins, ends in rounds]
    place = begin + own + totals - 1
    is_open = np.zeros(len(starts), dtype=bool)
    for (clocks, low, high), (_, _, ends) in zip(lost, rounds, strict=True):
        at = place[clocks]
        counts = (low <= np.maximum(at, runs_on[np.minimum(at, count)])) & (low < count) & ~is_open[clocks]
        is_open[clocks[counts & (ends == FAR)]] = True
        place[clocks] = np.where(counts, np.where(low <= at, at + high - low, high), at)
    place = runs_on[np.minimum(place, count)]
    spent = np.maximum(_counted(begin, until, lost) - own, 0)
    if runs_on_past:
        over = totals + _counted(place + 1, until, lost)
        is_due = (place < until) & ~is_open
        spent = np.where(spent < totals, spent, np.where(is_due, over, totals - 1))
    due = np.append(moments, FAR)[place]
    due[is_open] = NO_MOMENT
    return due, spent


def _begin(line: Timeline, marks: Marks, starts: Seconds, moments: Seconds) -> tuple[Seconds, Seconds]:
    """As `Marks.begin`, for many."""
    day_starts = np.array(line.day_starts, dtype=np.int64)
    days = np.searchsorted(day_starts, starts, side="right") - 1 + line.first_on.toordinal()
    own_days = np.append(np.array(marks.days, dtype=np.int64), 0)
    begin = np.searchsorted(own_days[:-1], days, side="left")
    begin = np.maximum(begin, np.searchsorted(moments, starts, side="right"))
    return begin, (own_days[begin] == days).astype(np.int64)


def _lost(moments: Seconds, begin: Seconds, begins: Seconds, ends: Seconds) -> tuple[Seconds, Seconds]:
    """As `clock._lost`, for one pause of many."""
    low = np.maximum(np.searchsorted(moments, begins, side="right"), begin)
    return low, np.maximum(np.searchsorted(moments, ends, side="right"), low)


def _counted(begin: Seconds, until: Now, lost: list[Round]) -> Seconds:
    """As `clock._counted`, for many; the rounds hold places."""
    counted = np.maximum(until - begin, 0)
    for clocks, low, high in lost:
        first = np.maximum(low, begin[clocks])
        counted[clocks] -= np.maximum(np.minimum(high, _of_each(until, clocks)) - first, 0)
    return counted
