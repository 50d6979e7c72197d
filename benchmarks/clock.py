"""The clock against what is there already: three libraries per call, `numpy.busday_count` for a million at once.

Time of the processor, not of the wall, taken in turns and the best of several, so that a busy machine tells the
same ratio. Every library gets the same questions: starts at any minute of three years, with two mixes of targets.
Promised is of 1 to 340 working hours (up to eight weeks, the longest usual term of the law). Of 1 to 80 (up to two
weeks) is only told: who steps through the days has less to step. Answers are compared first: pandas gives the next
opening where a target is used up at closing time (domain §8 says closing), elsewhere all must agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from time import process_time
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytz
from business_duration import businessDuration
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule

from app.features.sla.core.bulk import Totals, evaluate
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, elapsed
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.times import seconds_of
from app.infra.holiday_list import dutch_holidays

CALLS = 120
REPEATS = 40
"""So many times as often for ours, which would be too short to measure."""
CLOCKS = 1_000_000
ROUNDS = 7
_OPENS, _CLOSES = time(8, 30), time(17)
_ZONE = ZoneInfo("Europe/Amsterdam")
_YEARS = range(2023, 2031)
_KEPT = (
    "Nieuwjaarsdag",
    "Tweede paasdag",
    "Koningsdag",
    "Hemelvaartsdag",
    "Eerste kerstdag",
    "Tweede kerstdag",
)


Row = tuple[str, str, str, float, str, bool | None]
"""What, measured, against, ratio, promise, kept; None where nothing was promised."""

_LONG, _SHORT = 340, 80
"""The longest target of each mix, in working hours."""


@dataclass(frozen=True)
class Question:
    """A start on the wall of Amsterdam, so many working hours, and the moment at which they are used up."""

    start: datetime
    hours: int
    end: datetime

    @property
    def plain(self) -> tuple[datetime, datetime]:
        """Start and end as a wall shows them, for libraries without zones; no office hour lies in a clock change."""
        return self.start.replace(tzinfo=None), self.end.astimezone(_ZONE).replace(tzinfo=None)


def rows() -> list[Row]:
    """Measured now; `AssertionError` when an answer differs."""
    office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""], dutch_holidays, _KEPT)
    closed = [day for year in _YEARS for day, name in dutch_holidays(year).items() if name in _KEPT]
    many, count = _best(*_arrays(office, closed))
    ratio = many / count
    million = f"evaluating {CLOCKS:,} clocks, ms"
    against = f"numpy.busday_count over as many pairs: {count * 1000:.1f}"
    return [
        *_per_call(office, closed, _LONG),
        *_per_call(office, closed, _SHORT),
        (million, f"{many * 1000:.1f}", against, ratio, "at most 4.0", ratio <= 4),
    ]


def _per_call(office: WorkCalendar, closed: list[date], longest: int) -> list[Row]:
    """One clock at a time, with targets of an hour to so many."""
    asked = _questions(office, longest)
    due_of, elapsed_of, added, differed, pandas, duration = _best(
        *_ours(office, asked), *_theirs(closed, asked)
    )
    name, fastest = min(("pandas CustomBusinessHour", pandas), ("business-duration", duration), key=_by_time)
    found = []
    for what, seconds, stepping in (("due moment", due_of, added), ("working time", elapsed_of, differed)):
        for other, theirs, least in (("businesstimedelta", stepping, 1000), (name, fastest, 40)):
            told = f"{what} of one clock, targets of 1 to {longest} working hours, calls/s"
            found.append(_row(told, seconds, other, theirs, least if longest == _LONG else None))
    return found


def _by_time(one: tuple[str, float]) -> float:
    return one[1]


def _row(what: str, seconds: float, other: str, theirs: float, least: int | None) -> Row:
    """Both in seconds a call."""
    ratio = theirs / seconds
    return (
        what,
        f"{1 / seconds:,.0f}",
        f"{other}: {1 / theirs:,.0f}",
        ratio,
        "none" if least is None else f"at least {least}",
        None if least is None else ratio >= least,
    )


def _questions(office: WorkCalendar, longest: int) -> list[Question]:
    """Starts in working and other hours."""
    source = np.random.default_rng(7)
    first = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    made = []
    for minute, hours in zip(
        source.integers(0, 3 * 365 * 1440, CALLS), source.integers(1, longest + 1, CALLS), strict=True
    ):
        start = datetime.fromtimestamp(first + int(minute) * 60, _ZONE)
        end = due(office, start, Target(int(hours), Unit.WORKING_HOURS))
        assert end is not None
        assert elapsed(office, start, end) == int(hours) * 3600
        made.append(Question(start, int(hours), end))
    return made


Job = tuple[Callable[[], object], int]
"""What is measured, and how many calls it makes."""


def _ours(office: WorkCalendar, asked: list[Question]) -> list[Job]:
    targets = [(one.start, Target(one.hours, Unit.WORKING_HOURS)) for one in asked] * REPEATS
    spans = [(one.start, one.end) for one in asked] * REPEATS
    return [
        (lambda: [due(office, start, target) for start, target in targets], len(targets)),
        (lambda: [elapsed(office, start, end) for start, end in spans], len(spans)),
    ]


def _theirs(closed: list[date], asked: list[Question]) -> list[Job]:
    """businesstimedelta twice, pandas, business-duration; each compared with ours before it is measured."""
    zone = pytz.timezone("Europe/Amsterdam")
    rule = Rules([WorkDayRule(_OPENS, _CLOSES, tz=zone), HolidayRule(set(closed), tz=zone)])
    adding = [(one.start, BusinessTimeDelta(rule, hours=one.hours)) for one in asked]
    spans = [(one.start, one.end) for one in asked]
    plain = [one.plain for one in asked]
    offset = pd.offsets.CustomBusinessHour(start="08:30", end="17:00", holidays=closed)
    shifts = [(pd.Timestamp(one.plain[0]), one.hours) for one in asked]
    for one, (start, hours) in zip(asked, shifts, strict=True):
        assert one.start + BusinessTimeDelta(rule, hours=one.hours) == one.end, one
        assert rule.difference(one.start, one.end).timedelta.total_seconds() == one.hours * 3600, one
        assert _minutes(*one.plain, closed) == one.hours * 60, one
        at_closing = one.plain[1].time() == _CLOSES
        assert at_closing or (start + offset * hours).to_pydatetime() == one.plain[1], one
    return [
        (lambda: [start + delta for start, delta in adding], CALLS),
        (lambda: [rule.difference(start, end) for start, end in spans], CALLS),
        (lambda: [start + offset * hours for start, hours in shifts], CALLS),
        (lambda: [_minutes(start, end, closed) for start, end in plain], CALLS),
    ]


def _minutes(start: datetime, end: datetime, closed: list[date]) -> float:
    """As business-duration counts them."""
    found: float = businessDuration(start, end, _OPENS, _CLOSES, holidaylist=closed, unit="min")
    return found


def _arrays(office: WorkCalendar, closed: list[date]) -> list[Job]:
    source = np.random.default_rng(7)
    first = seconds_of(datetime(2024, 1, 1, tzinfo=UTC))
    starts = source.integers(first, first + 2 * 365 * 86_400, CLOCKS)
    targets = Totals.working_seconds(source.integers(3600, 400 * 3600, CLOCKS))
    now = first + 2 * 365 * 86_400
    days = (starts // 86_400).astype("datetime64[D]")
    until = days + source.integers(0, 60, CLOCKS)
    calendar = np.busdaycalendar(holidays=closed)
    return [
        (lambda: evaluate(office, starts, targets, None, now), 1),
        (lambda: np.busday_count(days, until, busdaycal=calendar), 1),
    ]


def _best(*jobs: Job) -> list[float]:
    """The least time of a call of each, all taken in turns; the first turn warms up."""
    least = [float("inf")] * len(jobs)
    for turn in range(ROUNDS + 1):
        for place, (job, calls) in enumerate(jobs):
            begun = process_time()
            job()
            if turn:
                least[place] = min(least[place], (process_time() - begun) / calls)
    return least
