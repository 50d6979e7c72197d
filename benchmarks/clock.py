"""The clock against what is there already: pandas per call, `numpy.busday_count` for a million at once.

Time of the processor, not of the wall, taken in turns and the best of several, so that a busy machine tells the
same ratio. Answers are compared first: pandas gives the next opening where a target is used up at closing time
(domain §8 says closing), elsewhere both must agree. Not compared here: libraries that are no dependency.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import process_time
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from app.features.sla.core.bulk import Totals, evaluate
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, elapsed
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.times import seconds_of
from app.infra.holiday_list import dutch_holidays

CALLS = 400
CLOCKS = 1_000_000
ROUNDS = 7
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


@dataclass(frozen=True)
class Figures:
    """Calls a second, and seconds for the arrays."""

    due: float
    elapsed: float
    pandas: float
    evaluate: float
    busday_count: float


def measure() -> Figures:
    """`AssertionError` when an answer differs."""
    office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""], dutch_holidays, _KEPT)
    closed = [day for year in _YEARS for day, name in dutch_holidays(year).items() if name in _KEPT]
    starts, targets = _questions()
    offset = pd.offsets.CustomBusinessHour(start="08:30", end="17:00", holidays=closed)
    plain = [pd.Timestamp(start.replace(tzinfo=None)) for start in starts]
    _compare(
        office,
        starts,
        targets,
        [ours + offset * target.amount for ours, target in zip(plain, targets, strict=True)],
    )
    ends = [due(office, start, target) or start for start, target in zip(starts, targets, strict=True)]

    def ours_due() -> None:
        for start, target in zip(starts, targets, strict=True):
            due(office, start, target)

    def ours_elapsed() -> None:
        for start, end in zip(starts, ends, strict=True):
            elapsed(office, start, end)

    def theirs() -> None:
        for start, target in zip(plain, targets, strict=True):
            start + offset * target.amount

    many, count = _arrays(office, closed)
    spent = _best(ours_due, ours_elapsed, theirs, many, count)
    return Figures(CALLS / spent[0], CALLS / spent[1], CALLS / spent[2], spent[3], spent[4])


def _questions() -> tuple[list[datetime], list[Target]]:
    """Starts in working and other hours over three years, and targets of 1 to 80 working hours."""
    source = np.random.default_rng(7)
    minutes = source.integers(0, 3 * 365 * 1440, CALLS)
    hours = source.integers(1, 81, CALLS)
    first = datetime(2024, 1, 1, tzinfo=UTC)
    starts = [datetime.fromtimestamp(first.timestamp() + int(one) * 60, _ZONE) for one in minutes]
    return starts, [Target(int(one), Unit.WORKING_HOURS) for one in hours]


def _compare(
    office: WorkCalendar, starts: list[datetime], targets: list[Target], theirs: list[pd.Timestamp]
) -> None:
    for start, target, other in zip(starts, targets, theirs, strict=True):
        found = due(office, start, target)
        assert found is not None
        local = found.astimezone(_ZONE).replace(tzinfo=None)
        at_closing = (local.hour, local.minute) == (17, 0)
        assert at_closing or local == other.to_pydatetime(), (start, target, local, other)


def _arrays(office: WorkCalendar, closed: list[date]) -> tuple[Callable[[], object], Callable[[], object]]:
    source = np.random.default_rng(7)
    first = seconds_of(datetime(2024, 1, 1, tzinfo=UTC))
    starts = source.integers(first, first + 2 * 365 * 86_400, CLOCKS)
    targets = Totals.working_seconds(source.integers(3600, 400 * 3600, CLOCKS))
    now = first + 2 * 365 * 86_400
    days = (starts // 86_400).astype("datetime64[D]")
    until = days + source.integers(0, 60, CLOCKS)
    calendar = np.busdaycalendar(holidays=closed)
    return (
        lambda: evaluate(office, starts, targets, None, now),
        lambda: np.busday_count(days, until, busdaycal=calendar),
    )


def _best(*jobs: Callable[[], object]) -> list[float]:
    """The least time of each, all taken in turns; the first turn warms up."""
    least = [float("inf")] * len(jobs)
    for turn in range(ROUNDS + 1):
        for place, job in enumerate(jobs):
            begun = process_time()
            job()
            if turn:
                least[place] = min(least[place], process_time() - begun)
    return least
