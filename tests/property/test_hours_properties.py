"""What always holds of weeks, limits and grids."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.features.hours.core.grid import Booked, build_grid
from app.features.hours.core.limits import (
    DAY_MINUTES,
    Correction,
    Surroundings,
    check_correction,
    check_entry,
)
from app.features.hours.core.states import (
    PartState,
    PartStep,
    SheetState,
    SheetStep,
    part_steps,
    sheet_steps,
    state_of,
)
from app.features.hours.core.subject import Activity, Bookable, Subject
from app.features.hours.core.week import Week, weeks_of
from app.kernel.period import Period

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SUBJECTS = [Bookable(Subject(UUID(int=1), activity=activity), activity.value) for activity in Activity]


@given(DAYS)
def test_a_week_is_known_by_its_code_and_holds_its_day(day: date) -> None:
    week = Week.containing(day)
    assert Week.parse(week.code) == week
    assert day in week
    assert len(week.days) == 7
    assert week.later().later(-1) == week
    assert {one.replace(day=1) for one in week.days} == set(week.months)


@given(DAYS, st.integers(0, 120))
def test_the_weeks_of_a_period_hold_each_of_its_days_once(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    days = [day for week in weeks_of(period) for day in week.days]
    assert len(days) == len(set(days))
    assert set(period.each_day()) <= set(days)
    assert len(days) < period.days + 13


@given(st.lists(st.integers(1, 600), max_size=8), DAYS)
def test_entries_that_pass_one_by_one_never_fill_more_than_a_day(wanted: list[int], day: date) -> None:
    total = 0
    for minutes in wanted:
        if not check_entry("minuten", day, minutes, SUBJECTS[0], Surroundings(other_minutes=total)):
            total += minutes
    assert total <= DAY_MINUTES


@given(st.integers(0, 1440), st.integers(-2000, 2000))
def test_a_correction_that_passes_leaves_a_possible_day(there: int, minutes: int) -> None:
    around = Surroundings(other_minutes=there, is_month_closed=True)
    found = check_correction(Correction(date(2026, 3, 3), minutes, SUBJECTS[0], "reden"), around)
    assert (not found) == (minutes != 0 and 0 <= there + minutes <= DAY_MINUTES)


@given(st.sampled_from(SheetState), st.sampled_from(PartState), st.booleans(), st.integers(1, 400))
def test_nothing_can_be_written_by_an_ordinary_entry_where_it_is_locked(
    sheet: SheetState, part: PartState, is_closed: bool, minutes: int
) -> None:
    around = Surroundings(0, is_closed, sheet, part)
    is_good = not check_entry("minuten", date(2026, 3, 3), minutes, SUBJECTS[0], around)
    with_employee = sheet in {SheetState.OPEN, SheetState.RETURNED} and part in {
        PartState.OPEN,
        PartState.RETURNED,
    }
    assert is_good == (with_employee and not is_closed)


BOOKED = st.dictionaries(
    st.tuples(st.sampled_from(SUBJECTS), st.integers(0, 6)),
    st.tuples(st.integers(1, 700), st.integers(-90, 90)),
)


@given(DAYS, BOOKED, st.sampled_from(SheetState))
def test_rows_and_columns_of_the_grid_total_the_same(
    day: date, booked: dict[tuple[Bookable, int], tuple[int, int]], state: SheetState
) -> None:
    week = Week.containing(day)
    entries = [
        Booked(UUID(int=7), one.subject.key, week.days[column], minutes, None, False, corrected)
        for (one, column), (minutes, corrected) in booked.items()
    ]
    grid = build_grid(week, state, {}, SUBJECTS, entries, (), (432,) * 5 + (0, 0))
    assert sum(grid.day_minutes) == grid.minutes == sum(sum(pair) for pair in booked.values())
    assert grid.left_minutes == 2160 - grid.minutes == sum(grid.left_by_day or ())


@given(st.lists(st.sampled_from(PartState), max_size=4), st.booleans())
def test_a_week_always_lies_with_somebody_until_it_is_approved(
    parts: list[PartState], is_handed_in: bool
) -> None:
    if not is_handed_in:
        parts = [PartState.OPEN if part is PartState.SUBMITTED else part for part in parts]
    else:
        parts = [part for part in parts if part is not PartState.OPEN]
    state = state_of(is_handed_in, parts)
    with_employee = SheetStep.SUBMIT in sheet_steps(state, parts)
    with_manager = any(PartStep.APPROVE in part_steps(part) for part in parts)
    is_empty_and_in = is_handed_in and not parts
    assert with_employee or with_manager or state is SheetState.APPROVED or is_empty_and_in
