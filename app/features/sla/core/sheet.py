"""The days of a clock as a reader finds them: a sheet of weeks, and the same as a short list of stretches.

Made of an explanation, so it holds for norms and for statutory periods; what colours it is for the screen. A long
story shows its first and last weeks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.features.sla.core.explanation import AFTER_PAUSE, EVENT_DAY, DayLine, Explanation
from app.kernel import dutch

Look = Literal["counts", "ahead", "paused", "closed", "due"]
SHOWN_WEEKS: Final = 40
"""As many weeks are shown whole; of more than these the first and last half."""
_SHORT: Final = {EVENT_DAY: "begin", AFTER_PAUSE: "loopt weer"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: `number` is what was counted so far (days) or that day (hours), `note` says what happened or why not."""

    on: date
    look: Look
    number: str
    note: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Seven places from Monday; None lies outside the story. `skipped` weeks were left out before this one."""

    monday: date
    days: tuple[Cell | None, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of which the same is to be said. `counted` and `sum` in words; an empty `counted` is none."""

    first_on: date
    last_on: date
    why: str
    counted: str
    sum: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`has_weekends` where a Saturday or Sunday counts or falls due: then they need columns of their own."""

    weeks: tuple[WeekRow, ...]
    stretches: tuple[Stretch, ...]
    has_weekends: bool
    total: str


def sheet(
    told: Explanation,
    zone: ZoneInfo,
    today: date,
    notes: Mapping[date, str] = MappingProxyType({}),
) -> Sheet:
    """The sheet of a story. `notes` are short words for days on which something happened.

    >>> from datetime import datetime
    >>> from app.features.sla.core.calendar import AMSTERDAM, WorkCalendar
    >>> from app.features.sla.core.explanation import explain
    >>> from app.features.sla.core.targets import Target, Unit
    >>> office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""])
    >>> friday = datetime(2026, 4, 3, 16, tzinfo=AMSTERDAM)
    >>> made = sheet(explain(office, friday, Target(8, Unit.WORKING_HOURS), (), friday), AMSTERDAM, friday.date())
    >>> [(cell.look, cell.number, cell.note) for week in made.weeks for cell in week.days if cell][::3]
    [('counts', '1:00', ''), ('due', '7:00', 'klaar 15:30')]
    >>> [(one.why, one.counted, one.sum) for one in made.stretches][1]
    ('gesloten op zaterdag, gesloten op zondag', '', '1:00')
    """
    cells = dict(_cells(told, zone, today, notes))
    weekends = [cell for day, cell in cells.items() if day.weekday() > 4 and cell.look != "closed"]
    return Sheet(
        tuple(_weeks(cells)),
        tuple(_stretches(told)),
        any(cell.number or cell.look == "due" for cell in weekends),
        _words(told, told.total),
    )


def _cells(
    told: Explanation, zone: ZoneInfo, today: date, notes: Mapping[date, str]
) -> Iterator[tuple[date, Cell]]:
    counted, ground = 0, ""
    for place, line in enumerate(told.lines):
        nth = told.total - counted if told.counts_back else counted + line.counted
        counted += line.counted
        is_due = told.due_at is not None and place == (0 if told.counts_back else len(told.lines) - 1)
        number = ""
        if line.counted:
            number = _words(told, line.counted if told.unit.is_working_time else nth)
        note = notes.get(line.on) or _note(line, ground)
        ground = line.ground
        if is_due and told.due_at is not None:
            note = (
                f"klaar {dutch.clock_time(told.due_at.astimezone(zone))}"
                if _has_time(told)
                else _due_note(told)
            )
        yield line.on, Cell(line.on, "due" if is_due else _look(line, today), number, note, line.on == today)


def _due_note(told: Explanation) -> str:
    return "uiterlijk" if told.counts_back else "klaar"


def _has_time(told: Explanation) -> bool:
    return told.unit.is_working_time or bool(told.lines[-1].open_times)


def _look(line: DayLine, today: date) -> Look:
    if line.counted:
        return "ahead" if line.on > today else "counts"
    return "paused" if line.is_paused else "closed"


def _note(line: DayLine, before: str) -> str:
    """Why a day does not count, or was added, as short as fits: a closed weekday says nothing, its column does.

    What the days before it were added by is said there.
    """
    if line.ground and line.ground != before:
        return line.ground.partition(": ")[0]
    if not line.reasons or (line.counted and not line.paused_seconds):
        return ""
    first = line.reasons[0]
    if first.startswith("gesloten op "):
        return ""
    return _SHORT.get(first, first.partition(": ")[0])


def _weeks(cells: Mapping[date, Cell]) -> Iterator[WeekRow]:
    mondays = sorted({day - timedelta(days=day.weekday()) for day in cells})
    half = SHOWN_WEEKS // 2
    shown = mondays if len(mondays) <= SHOWN_WEEKS else [*mondays[:half], *mondays[-half:]]
    before = None
    for monday in shown:
        skipped = 0 if before is None else (monday - before).days // 7 - 1
        before = monday
        days = tuple(cells.get(monday + timedelta(days=place)) for place in range(7))
        yield WeekRow(monday, days, skipped)


def _stretches(told: Explanation) -> Iterator[Stretch]:
    total = 0
    for _, group in groupby(told.lines, key=_alike):
        lines = list(group)
        counted = sum(line.counted for line in lines)
        total += counted
        reasons = dict.fromkeys(reason for line in lines for reason in line.reasons)
        yield Stretch(
            lines[0].on,
            lines[-1].on,
            _why(", ".join(reasons), counted, lines[0].ground),
            _words(told, counted) if counted else "",
            _words(told, total),
        )


def _alike(line: DayLine) -> tuple[bool, bool, str, str]:
    return bool(line.counted), line.is_paused, line.ground, _kind(line)


def _why(reasons: str, counted: int, ground: str) -> str:
    if not counted:
        return reasons
    if ground:
        return f"telt mee: {ground}"
    return f"telt mee, deels niet: {reasons}" if reasons else "telt mee"


def _kind(line: DayLine) -> str:
    """Closed days in a row are one stretch; other reasons are told apart."""
    if line.counted or not line.reasons:
        return ""
    return "gesloten" if line.reasons[0].startswith("gesloten op ") else "; ".join(line.reasons)


def _words(told: Explanation, amount: int) -> str:
    """Hours and minutes for working time, else a number of days."""
    return dutch.hours(amount // 60) if told.unit.is_working_time else str(amount)
