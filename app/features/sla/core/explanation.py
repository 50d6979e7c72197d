"""The story of a clock, day by day: what counted, and why the rest did not (closed, which holiday, paused by what).

The days run from the start to the due moment, or to `now` while there is none. Their counts total the target
(or, without a due moment, what is spent). Words are Dutch; how it looks is for the screen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due_after, marks_of
from app.features.sla.core.targets import Pause, Spans, Target, Unit, merged
from app.features.sla.core.timeline import Timeline
from app.features.sla.core.times import FAR, local_day, moment_at, seconds_of
from app.kernel.law import why_not_workable

RUNS_ON = "loopt door (Algemene termijnenwet art. 1, zo afgesproken)"
EVENT_DAY = "de dag van de gebeurtenis telt niet mee"
AFTER_PAUSE = "de dag waarop de klok weer loopt telt niet mee: op de dag van de gebeurtenis stond hij stil"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day: its opening times within the clock's run, what counted (seconds or one day), why not the rest.

    `is_paused` where nothing counted because the clock stood still; `ground` by what a day that counts was added.
    """

    on: date
    open_times: tuple[tuple[datetime, datetime], ...]
    counted: int
    paused_seconds: int
    reasons: tuple[str, ...]
    is_paused: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`total` is in working seconds, or in days when the unit counts days; it is the sum of the lines.

    Where it counts back, the due moment lies at the end of the first day and the last one is that of the event.
    """

    unit: Unit
    lines: tuple[DayLine, ...]
    target_total: int
    due_at: datetime | None
    counts_back: bool = False

    @property
    def total(self) -> int:
        """What all days together count; with a due moment it is the target."""
        return sum(line.counted for line in self.lines)


def explain(
    calendar: WorkCalendar, start: datetime, target: Target, pauses: Sequence[Pause], now: datetime
) -> Explanation:
    """Each day from the start to the due moment with what was counted. `Refused` as `clock.due`.

    >>> from zoneinfo import ZoneInfo
    >>> from app.kernel.law import holidays_of
    >>> week, kept = ["08:30-17:00"] * 5 + ["", ""], ["Goede vrijdag", "Tweede paasdag"]
    >>> office = WorkCalendar.of("Kantoor", week, holidays_of, kept)
    >>> submitted = datetime(2026, 4, 2, 16, tzinfo=ZoneInfo("Europe/Amsterdam"))
    >>> for line in explain(office, submitted, Target(8, Unit.WORKING_HOURS), (), submitted).lines:
    ...     print(f"{line.on:%d-%m} {line.counted // 60:3}", *line.reasons)
    02-04  60
    03-04   0 Goede vrijdag
    04-04   0 gesloten op zaterdag
    05-04   0 gesloten op zondag
    06-04   0 Tweede paasdag
    07-04 420
    """
    first, total = seconds_of(start), target.total(local_day(start, calendar.zone))
    found = due_after(calendar, first, target.unit, total, pauses, target.runs_on)
    last = max(first, seconds_of(now)) if found is None else found
    line = calendar.timeline(first, last)
    spans = merged(pauses, first, last)
    days = range(line.day_of(first), line.day_of(max(first, last - 1)) + 1)
    edges = [(max(first, line.start_of(day)), min(last, line.start_of(day + 1))) for day in days]
    if target.unit.is_working_time:
        lines = [
            _by_time(calendar, line, day, edge, spans, pauses) for day, edge in zip(days, edges, strict=True)
        ]
    else:
        marks = marks_of(line, target.unit)
        ends = {day: end for day, end in zip(marks.days, marks.moments, strict=True) if first < end <= last}
        lines = [
            _by_day(calendar, line, day, edge, spans, pauses, ends.get(day))
            for day, edge in zip(days, edges, strict=True)
        ]
        lines = _without_event_day(lines, marks.begin(first, days[0])[1])
        if target.runs_on:
            lines = list(_running_on(lines, total))
    return Explanation(target.unit, tuple(lines), total, None if found is None else moment_at(found))


def _by_time(
    calendar: WorkCalendar,
    line: Timeline,
    day: int,
    edges: tuple[int, int],
    spans: Spans,
    pauses: Sequence[Pause],
) -> DayLine:
    open_times = line.open_between(*edges)
    worked = line.worked_at(edges[1]) - line.worked_at(edges[0])
    paused = _paused(line, edges, spans)
    on = date.fromordinal(day)
    closed = calendar.plan(on).reason if not open_times else ""
    reasons = (closed,) if closed else _causes(pauses, open_times)
    return DayLine(on, _moments(open_times), worked - paused, paused, reasons, 0 < paused == worked)


def _by_day(
    calendar: WorkCalendar,
    line: Timeline,
    day: int,
    edges: tuple[int, int],
    spans: Spans,
    pauses: Sequence[Pause],
    end: int | None,
) -> DayLine:
    """`end` is the moment that makes the day count; None when no day counts here."""
    on = date.fromordinal(day)
    open_times = _moments(line.open_between(*edges))
    paused = _paused(line, edges, spans)
    if end is None:
        return DayLine(on, open_times, 0, paused, tuple(filter(None, (calendar.plan(on).reason,))))
    if any(begin < end <= stop for begin, stop in spans):
        return DayLine(on, open_times, 0, paused, _causes(pauses, [(end - 1, end)]), is_paused=True)
    return DayLine(on, open_times, 1, paused, ())


def _without_event_day(lines: list[DayLine], own: int) -> list[DayLine]:
    """The first day at whose end the clock ran counts for the event's own day, when that still had an end."""
    if not own:
        return [replace(lines[0], reasons=lines[0].reasons or (EVENT_DAY,)), *lines[1:]]
    place = next((place for place, one in enumerate(lines) if one.counted), None)
    if place is None:
        return [replace(lines[0], reasons=lines[0].reasons or (EVENT_DAY,)), *lines[1:]]
    passed = replace(lines[place], counted=0, reasons=(AFTER_PAUSE if place else EVENT_DAY,))
    return [*lines[:place], passed, *lines[place + 1 :]]


def _running_on(lines: list[DayLine], total: int) -> Iterator[DayLine]:
    """The lines where the last day that counts must be workable (Algemene termijnenwet art. 1)."""
    counted = 0
    for line in lines:
        why = why_not_workable(line.on) if line.counted and counted == total - 1 else ""
        told = replace(line, counted=0, reasons=(f"{why}: {RUNS_ON}",)) if why else line
        counted += told.counted
        yield told


def _paused(line: Timeline, edges: tuple[int, int], spans: Spans) -> int:
    parts = ((max(begin, edges[0]), min(end, edges[1])) for begin, end in spans)
    return sum(line.worked_at(end) - line.worked_at(begin) for begin, end in parts if begin < end)


def _causes(pauses: Sequence[Pause], times: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The causes of the pauses that touch these times, each once, in order."""
    found = []
    for pause in sorted(pauses, key=lambda one: one.span):
        begin, end = pause.span
        if any(begin < last and first < min(end, FAR) for first, last in times) and begin < end:
            found.append(pause.cause)
    return tuple(dict.fromkeys(found))


def _moments(times: Sequence[tuple[int, int]]) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((moment_at(first), moment_at(last)) for first, last in times)
