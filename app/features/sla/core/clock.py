"""Elapsed, due, remaining and spent: everything derived from start, target and pauses, nothing stepped.

A pause lengthens the target and never moves the start. With a target in days, the ends of days are counted
(closing time of a working day, midnight of a calendar day) at which the clock runs, after the one of the event's
own day: a pause costs as many days as it holds ends of days, and nothing falls due while paused. State and
outcome of a clock are in `reading`, the story of its days in `explanation`, many at once in `bulk`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.targets import Pause, Spans, Target, Unit, merged
from app.features.sla.core.timeline import Marks, Timeline
from app.features.sla.core.times import FAR, local_day, moment_at, seconds_of


def elapsed(calendar: WorkCalendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
    """Working seconds from start until end that lie in no pause; 0 when the end is not after the start.

    >>> from datetime import UTC
    >>> office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""])
    >>> friday, monday = datetime(2026, 3, 27, 15, tzinfo=UTC), datetime(2026, 3, 30, 7, 30, tzinfo=UTC)
    >>> elapsed(office, friday, monday) // 60
    120
    """
    first, last = seconds_of(start), seconds_of(end)
    if last <= first:
        return 0
    line = calendar.timeline(first, last)
    total = line.worked_at(last) - line.worked_at(first)
    if pauses:
        total -= sum(
            line.worked_at(end) - line.worked_at(begin) for begin, end in merged(pauses, first, last)
        )
    return total


def due(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The UTC moment at which the target is used up; None while an open pause lies before it.

    `Refused` when the calendar does not reach it within sixty years. The worked example of domain §8:

    >>> from zoneinfo import ZoneInfo
    >>> from app.kernel.law import holidays_of
    >>> office = WorkCalendar.of(
    ...     "Kantoor", ["08:30-17:00"] * 5 + ["", ""], holidays_of, ["Goede vrijdag", "Tweede paasdag"]
    ... )
    >>> submitted = datetime(2026, 4, 2, 16, tzinfo=ZoneInfo("Europe/Amsterdam"))
    >>> due(office, submitted, Target(8, Unit.WORKING_HOURS)).astimezone(ZoneInfo("Europe/Amsterdam")).isoformat()
    '2026-04-07T15:30:00+02:00'
    >>> due(office, submitted, Target(1, Unit.WORKING_HOURS)).astimezone(ZoneInfo("Europe/Amsterdam")).isoformat()
    '2026-04-02T17:00:00+02:00'
    """
    first = seconds_of(start)
    found = _at_once(calendar, first, target.working_seconds) if not pauses else None
    if found is None:
        total = target.working_seconds or target.total(local_day(start, calendar.zone))
        found = due_after(calendar, first, target.unit, total, pauses, target.runs_on)
    return None if found is None else moment_at(found)


def due_after(
    calendar: WorkCalendar,
    start: int,
    unit: Unit,
    total: int,
    pauses: Sequence[Pause] = (),
    runs_on: bool = False,
) -> int | None:
    """The second at which so many working seconds, or days, after `start` are used up; as `due`."""
    spans = merged(pauses, start)
    for line in calendar.timelines(start):
        if unit.is_working_time:
            found = _after_working_time(line, start, total, spans)
        else:
            marks = marks_of(line, unit)
            place = _place_after_days(marks, *_begin(line, marks, start), total, spans, runs_on)
            found = place if place is None or place == FAR else marks.moments[place]
        if found is None:
            return None
        if found < line.ends:
            return found
    raise calendar.never_reached()


def threshold(
    calendar: WorkCalendar, start: datetime, target: Target, percent: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The moment at which so many percent of the target are used up, on the same calendar; None as `due`.

    Parts of a second or of a day are rounded up: a warning never comes before its percentage is spent. Only the
    whole target runs on past a weekend or holiday.
    """
    if percent == 100:
        return due(calendar, start, target, pauses)
    total = -(-target.total(local_day(start, calendar.zone)) * percent // 100)
    found = due_after(calendar, seconds_of(start), target.unit, max(total, 1), pauses)
    return None if found is None else moment_at(found)


def spent(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause], now: datetime
) -> int:
    """What is used at `now`: working seconds, or days counted, as the target's unit asks.

    The last day of a target that runs on is used only where it ends; those that it runs past count for nothing.
    """
    if target.working_seconds:
        return elapsed(calendar, start, now, pauses)
    first, last = seconds_of(start), seconds_of(now)
    if last <= first:
        return 0
    line = calendar.timeline(first, last)
    marks, spans = marks_of(line, target.unit), merged(pauses, first, last)
    begin, own = _begin(line, marks, first)
    until = bisect_right(marks.moments, last)
    counted = max(0, _counted(marks, begin, until, spans) - own)
    total = target.total(local_day(start, calendar.zone))
    if not target.runs_on or counted < total:
        return counted
    place = _place_after_days(marks, begin, own, total, spans, True)
    if place is None or place >= until:
        return total - 1
    return total + _counted(marks, place + 1, until, spans)


def remaining(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause], now: datetime
) -> int:
    """What is left at `now`: working seconds, or days; negative is over. Known too while paused."""
    total = target.total(local_day(start, calendar.zone))
    return total - spent(calendar, start, target, pauses, now)


def spent_fraction(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause], now: datetime
) -> Fraction:
    """The part of the target that is used, exactly; more than 1 when it is over."""
    total = target.total(local_day(start, calendar.zone))
    return Fraction(spent(calendar, start, target, pauses, now), total)


def marks_of(line: Timeline, unit: Unit) -> Marks:
    """The ends of days that a unit counts."""
    return line.working_days if unit is Unit.WORKING_DAYS else line.calendar_days


def _after_working_time(line: Timeline, start: int, total: int, spans: Spans) -> int | None:
    """`FAR` when it is not reached within this timeline, None when an open pause comes first."""
    goal = line.worked_at(start) + total
    for begin, end in spans:
        reached = line.worked_at(begin)
        if reached >= goal:
            break
        if begin >= line.ends:
            return FAR
        if end == FAR:
            return None
        goal += line.worked_at(end) - reached
    found = line.reaches(goal)
    return FAR if found is None else found


def _at_once(calendar: WorkCalendar, start: int, seconds: int) -> int | None:
    """The common case, tried on what is already worked out: working time without a pause."""
    if not seconds:
        return None
    line = calendar.timeline(start, start)
    found = line.reaches(line.worked_at(start) + seconds)
    return found if found is not None and found < line.ends else None


def _begin(line: Timeline, marks: Marks, start: int) -> tuple[int, int]:
    return marks.begin(start, line.day_of(start))


def _place_after_days(
    marks: Marks, begin: int, own: int, total: int, spans: Spans, runs_on: bool
) -> int | None:
    """`FAR` and None as above. The ends of days within a pause do not count, nor does that of the own day."""
    place = begin + own + total - 1
    for first, last in spans:
        low, high = _lost(marks, begin, first, last)
        if low > _run_on(marks, place, runs_on) or low == len(marks.moments):
            break
        if last == FAR:
            return None
        place = place + high - low if low <= place else high
    place = _run_on(marks, place, runs_on)
    return place if place < len(marks.moments) else FAR


def _run_on(marks: Marks, place: int, runs_on: bool) -> int:
    return marks.runs_on_to[place] if runs_on and place < len(marks.moments) else place


def _counted(marks: Marks, begin: int, until: int, spans: Spans) -> int:
    """How many ends of days from one place to before another lie in no pause."""
    lost = (_lost(marks, begin, *span) for span in spans)
    return max(0, until - begin) - sum(min(high, until) - min(low, until) for low, high in lost)


def _lost(marks: Marks, begin: int, first: int, last: int) -> tuple[int, int]:
    """The places, from `begin` on, of the ends of days just before which the clock stood still in a pause."""
    low = max(begin, bisect_right(marks.moments, first))
    return low, max(low, bisect_right(marks.moments, last))
