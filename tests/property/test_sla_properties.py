"""What always holds of the clock, over random calendars, zones, pauses and clock changes; against minute by minute.

Examples are few and spans short because the oracle looks at every minute.
"""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.features.sla.core.bulk import NO_MOMENT, Pauses, Totals, evaluate
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, elapsed, spent
from app.features.sla.core.explanation import explain
from app.features.sla.core.opening import Interval, SpecialDay, Version
from app.features.sla.core.targets import LONGEST_EXTENDED, Pause, Target, Unit
from app.features.sla.core.times import moment_at, seconds_of
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Invalid
from tests.sla_oracle import MINUTE, Oracle

QUICK = (Phase.explicit, Phase.generate)
"""Without making a failure smaller: the oracle is too slow for that."""
FEW = settings(max_examples=25, deadline=None, phases=QUICK)
MORE = settings(max_examples=60, deadline=None, phases=QUICK)
ZONES = [ZoneInfo(name) for name in ("Europe/Amsterdam", "America/Havana", "Australia/Lord_Howe", "UTC")]
NIGHTS = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 12, 25),
]
KEPT = ["Tweede paasdag", "Eerste kerstdag", "Tweede kerstdag", "Bevrijdingsdag"]


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = tuple(draw(st.lists(_intervals(), max_size=1)) for _ in range(6))
    always = (Interval(draw(st.integers(0, 600)), draw(st.integers(601, 1440))),)
    days = (*(one[0] if one else () for one in week), always)
    own = SpecialDay(draw(st.sampled_from(NIGHTS)), "eigen dag", draw(_intervals()))
    keeps = frozenset(draw(st.lists(st.sampled_from(KEPT), max_size=2)))
    try:
        return WorkCalendar(
            "Kalender", (Version(days, keeps),), dutch_holidays, (own,), draw(st.sampled_from(ZONES))
        )
    except Invalid:  # hours past midnight run into the next day: without them it is fine
        short = tuple(tuple(one for one in day if one.closes <= 1440) for day in days)
        return WorkCalendar(
            "Kalender", (Version(short, keeps),), dutch_holidays, (), draw(st.sampled_from(ZONES))
        )


@st.composite
def _intervals(draw: st.DrawFn) -> tuple[Interval, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 48), min_size=2, max_size=4)))
    pairs = [(first * 30, last * 30) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    found = [Interval(first, last) for first, last in pairs if first < 1440]
    if draw(st.booleans()) and found:
        found[-1] = Interval(found[-1].opens, min(1440 + 120, found[-1].opens + 1440))
    return tuple(found)


def moments() -> st.SearchStrategy[datetime]:
    def build(day: date, minute: int) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + minute * MINUTE

    return st.builds(build, st.sampled_from(NIGHTS), st.integers(-2880, 1440))


def target_of(unit: Unit, amount: int, is_extended: bool) -> Target:
    return Target(amount, unit, is_extended and unit in LONGEST_EXTENDED)


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime, *, is_open: bool = False) -> list[Pause]:
    made = []
    for _ in range(draw(st.integers(0, 3))):
        begin = start + draw(st.integers(-600, 5000)) * MINUTE
        made.append(Pause(begin, begin + draw(st.integers(0, 3000)) * MINUTE))
    if is_open and draw(st.booleans()):
        made.append(Pause(start + draw(st.integers(0, 8000)) * MINUTE))
    return made


@FEW
@given(calendars(), moments(), st.integers(0, 7000), st.data())
def test_elapsed_is_what_minutes_add_up_to(
    calendar: WorkCalendar, start: datetime, length: int, data: st.DataObject
) -> None:
    end, pauses = start + length * MINUTE, data.draw(pauses_after(start, is_open=True))
    assert elapsed(calendar, start, end, pauses) == 60 * Oracle(calendar).elapsed(start, end, pauses)


@FEW
@given(calendars(), moments(), st.integers(1, 1500), st.data())
def test_due_is_where_the_minutes_are_used_up(
    calendar: WorkCalendar, start: datetime, minutes: int, data: st.DataObject
) -> None:
    pauses, horizon = data.draw(pauses_after(start, is_open=True)), start + timedelta(days=14)
    expected = Oracle(calendar).due(start, minutes, pauses, horizon)
    found = due(calendar, start, Target(minutes, Unit.WORKING_MINUTES), pauses)
    if expected is not None or found is None:
        assert found == expected
        return
    assert found > horizon


@FEW
@given(calendars(), moments(), st.integers(1, 4), st.booleans(), st.booleans(), st.data())
def test_days_are_due_where_days_that_run_at_their_end_are_used_up(
    calendar: WorkCalendar, start: datetime, days: int, working: bool, extended: bool, data: st.DataObject
) -> None:
    pauses, horizon = data.draw(pauses_after(start)), start + timedelta(days=30)
    target = target_of(Unit.WORKING_DAYS if working else Unit.CALENDAR_DAYS, days, extended)
    expected = Oracle(calendar).due_days(start, target, pauses, horizon=horizon)
    found = due(calendar, start, target, pauses)
    if expected is None:
        assert found is not None
        assert found > horizon - timedelta(days=2)
    else:
        assert found == expected
        assert spent(calendar, start, target, pauses, expected) == days
        assert spent(calendar, start, target, pauses, expected - MINUTE) < days


@MORE
@given(calendars(), moments(), st.integers(0, 90_000), st.integers(0, 90_000), st.data())
def test_elapsed_adds_up_and_never_falls(
    calendar: WorkCalendar, start: datetime, first: int, second: int, data: st.DataObject
) -> None:
    middle, end = start + first * MINUTE, start + (first + second) * MINUTE
    pauses = data.draw(pauses_after(start))
    parts = elapsed(calendar, start, middle, pauses), elapsed(calendar, middle, end, pauses)
    assert elapsed(calendar, start, end, pauses) == sum(parts)
    assert min(parts) >= 0


@MORE
@given(calendars(), moments(), st.integers(1, 6000), st.data())
def test_due_inverts_elapsed_and_a_pause_lengthens_by_its_working_time(
    calendar: WorkCalendar, start: datetime, minutes: int, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    target = Target(minutes, Unit.WORKING_MINUTES)
    plain, found = due(calendar, start, target), due(calendar, start, target, pauses)
    assert plain is not None
    assert found is not None
    assert elapsed(calendar, start, found, pauses) == minutes * 60
    assert elapsed(calendar, start, found) - elapsed(calendar, start, plain) == sum(
        elapsed(calendar, begin, end) for begin, end in _apart(pauses, start, found)
    )
    assert (
        elapsed(calendar, found - timedelta(seconds=1), found, pauses) == 1
    )  # open just before: no closed time
    parted = [part for pause in pauses for part in _parts(pause)]
    assert due(calendar, start, target, data.draw(st.permutations(parted))) == found


@MORE
@given(calendars(), moments(), st.sampled_from(Unit), st.integers(1, 30), st.booleans(), st.data())
def test_the_explanation_totals_the_target(
    calendar: WorkCalendar, start: datetime, unit: Unit, amount: int, extended: bool, data: st.DataObject
) -> None:
    target = target_of(unit, 1 if unit is Unit.MONTHS else amount, extended)
    pauses = data.draw(pauses_after(start, is_open=True))
    now = start + data.draw(st.integers(0, 9000)) * MINUTE
    found = explain(calendar, start, target, pauses, now)
    if found.due_at is not None:
        assert found.total == found.target_total
        assert found.due_at == due(calendar, start, target, pauses)
    else:
        assert found.total == spent(calendar, start, target, pauses, now)
    assert [line.on for line in found.lines] == sorted({line.on for line in found.lines})


@FEW
@given(
    calendars(),
    st.lists(
        st.tuples(moments(), st.sampled_from(Unit), st.integers(1, 40), st.booleans()), min_size=1, max_size=8
    ),
    st.data(),
)
def test_many_clocks_at_once_answer_as_one_by_one(
    calendar: WorkCalendar, clocks: list[tuple[datetime, Unit, int, bool]], data: st.DataObject
) -> None:
    targets = [
        target_of(unit, 2 if unit is Unit.MONTHS else amount, more) for _, unit, amount, more in clocks
    ]
    pauses = [data.draw(pauses_after(start, is_open=True)) for start, *_ in clocks]
    now = clocks[0][0] + data.draw(st.integers(0, 20_000)) * MINUTE
    starts = np.array([seconds_of(start) for start, *_ in clocks], dtype=np.int64)
    rows = [(place, *pause.span, pause) for place, found in enumerate(pauses) for pause in found]
    table = Pauses(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([NO_MOMENT if row[3].end_at is None else row[2] for row in rows], dtype=np.int64),
    )
    found = evaluate(calendar, starts, Totals.of(calendar, starts, targets), table, seconds_of(now))
    for place, (start, *_) in enumerate(clocks):
        expected = due(calendar, start, targets[place], pauses[place])
        stated = int(found.due[place])
        assert (None if stated == NO_MOMENT else moment_at(stated)) == expected
        assert found.spent[place] == spent(calendar, start, targets[place], pauses[place], now)


def _apart(pauses: list[Pause], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses within start and end without overlap, by their edges alone."""
    edges = sorted(
        {start, end, *(one for p in pauses for one in (p.start_at, p.end_at) if one and start < one < end)}
    )
    pairs = itertools.pairwise(edges)
    return [
        (first, last)
        for first, last in pairs
        if any(p.start_at <= first and p.end_at and last <= p.end_at for p in pauses)
    ]


def _parts(pause: Pause) -> list[Pause]:
    assert pause.end_at is not None
    middle = pause.start_at + (pause.end_at - pause.start_at) // 2
    return [Pause(pause.start_at, middle), Pause(middle, pause.end_at)]
