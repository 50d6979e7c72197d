"""Elapsed, due, remaining and spent: everything derived from start, target and pauses, nothing stepped.

A pause lengthens the target and never moves the start. With a target in days, the ends of days are counted
(closing time of a working day, midnight of a calendar day) at which the clock runs, after the one of the event's
own day: a pause costs as many days as it holds ends of days, and nothing falls due while paused. State and
outcome of a clock are in `reading`, the story of its days in `explanation`, many at once in `bulk`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.targets import Pause, Spans, Target, Unit, merged
from app.features.sla.core.timeline import Marks, Timeline
from app.features.sla.core.times import FAR, local_day, moment_at, seconds_of

NO_DAY: Final = date.min
"""Stands for the day of the start where the total does not depend on it."""


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
    unit = target.unit
    on = NO_DAY if unit.is_working_time else local_day(start, calendar.zone)
    found = due_after(calendar, seconds_of(start), unit, target.total(on), pauses)
    return None if found is None else moment_at(found)


def due_after(
    calendar: WorkCalendar, start: int, unit: Unit, total: int, pauses: Sequence[Pause] = ()
) -> int | None:
    """The second at which so many working seconds, or days, after `start` are used up; as `due`."""
    if not pauses and unit.is_working_time:  # the common case, first tried on what is already worked out
        line = calendar.timeline(start, start)
        found = line.reaches(line.worked_at(start) + total)
        if found is not None and found < line.ends:
            return found
    spans = merged(pauses, start)
    for line in calendar.timelines(start):
        if unit.is_working_time:
            found = _after_working_time(line, start, total, spans)
        else:
            found = _after_days(marks_of(line, unit), *_begin(line, unit, start), total, spans)
        if found is None:
            return None
        if found < line.ends:
            return found
    raise calendar.never_reached()


def threshold(
    calendar: WorkCalendar, start: datetime, target: Target, percent: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The moment at which so many percent of the target are used up, on the same calendar; None as `due`.

    Parts of a second or of a day are rounded up: a warning never comes before its percentage is spent.
    """
    total = -(-target.total(local_day(start, calendar.zone)) * percent // 100)
    found = due_after(calendar, seconds_of(start), target.unit, max(total, 1), pauses)
    return None if found is None else moment_at(found)


def spent(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause], now: datetime
) -> int:
    """What is used at `now`: working seconds, or days counted, as the target's unit asks."""
    if target.unit.is_working_time:
        return elapsed(calendar, start, now, pauses)
    first, last = seconds_of(start), seconds_of(now)
    if last <= first:
        return 0
    line = calendar.timeline(first, last)
    marks = marks_of(line, target.unit)
    begin, own = _begin(line, target.unit, first)
    end = max(begin, bisect_right(marks.moments, last))
    lost = sum(high - low for low, high in _lost(marks, begin, merged(pauses, first, last)))
    return max(0, end - begin - lost - own)


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


def _begin(line: Timeline, unit: Unit, start: int) -> tuple[int, int]:
    return marks_of(line, unit).begin(start, line.day_of(start))


def _after_days(marks: Marks, begin: int, own: int, total: int, spans: Spans) -> int | None:
    """`FAR` and None as above. The ends of days within a pause do not count, nor does that of the own day."""
    place = begin + own + total - 1
    for (low, high), (_, end) in zip(_lost(marks, begin, spans), spans, strict=True):
        if low > place or low == len(marks.moments):
            break
        if end == FAR:
            return None
        place += high - low
    return marks.moments[place] if place < len(marks.moments) else FAR


def _lost(marks: Marks, begin: int, spans: Spans) -> list[tuple[int, int]]:
    """For each pause the places of the ends of days, from `begin` on, just before which the clock stood still."""
    found = []
    for first, last in spans:
        low = max(begin, bisect_right(marks.moments, first))
        found.append((low, max(low, bisect_right(marks.moments, last))))
    return found
