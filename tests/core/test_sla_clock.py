"""Elapsed and due on every edge, across the clock changes of 2026, and in every unit."""

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, elapsed, remaining, spent_fraction, threshold
from app.features.sla.core.targets import Pause, Target, Unit
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""], dutch_holidays, ["Tweede paasdag"])
ALWAYS = WorkCalendar.of("Altijd", ["00:00-24:00"] * 7)
NIGHT = WorkCalendar.of("Nacht", ["22:00-06:00"] * 7)
LUNCH = WorkCalendar.of("Middag dicht", ["08:30-12:30 13:00-17:00"] * 5 + ["", ""])
NO_MONDAY = WorkCalendar.of("Zonder maandag", ["", *["09:00-17:00"] * 4, "", ""])


def at(text: str, fold: int = 0) -> datetime:
    """Wall time of Amsterdam in 2026, as `03-29 01:59` or `03-29 01:59:30`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=AMSTERDAM, fold=fold)


def shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(AMSTERDAM).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("03-02 07:00", "03-02 10:30"),  # before opening
        ("03-02 08:30", "03-02 10:30"),  # at opening
        ("03-02 08:31", "03-02 10:31"),  # inside
        ("03-02 15:00", "03-02 17:00"),  # used up at closing: due then, not at the next opening
        ("03-02 15:01", "03-03 08:31"),
        ("03-02 17:00", "03-03 10:30"),  # at closing
        ("03-02 20:00", "03-03 10:30"),  # after closing
        ("03-06 16:00", "03-09 09:30"),  # over the weekend
        ("03-07 12:00", "03-09 10:30"),  # in the weekend
        ("04-06 12:00", "04-07 10:30"),  # on a holiday
    ],
)
def test_two_working_hours_from_every_edge(start: str, expected: str) -> None:
    found = due(OFFICE, at(start), Target(120, Unit.WORKING_MINUTES))
    assert shown(found) == expected
    assert found is not None
    assert elapsed(OFFICE, at(start), found) == 7200


@pytest.mark.parametrize(
    ("start", "expected"),
    [("03-02 12:00", "03-02 13:30"), ("03-02 11:30", "03-02 12:30"), ("03-02 12:45", "03-02 14:00")],
)
def test_lunch_is_a_gap(start: str, expected: str) -> None:
    assert shown(due(LUNCH, at(start), Target(1, Unit.WORKING_HOURS))) == expected


def test_a_calendar_without_monday_goes_from_friday_to_tuesday() -> None:
    assert shown(due(NO_MONDAY, at("03-06 16:00"), Target(2, Unit.WORKING_HOURS))) == "03-10 10:00"
    assert shown(due(NO_MONDAY, at("03-06 16:00"), Target(1, Unit.WORKING_DAYS))) == "03-10 17:00"


@pytest.mark.parametrize(
    ("start", "fold", "hours", "expected"),
    [
        ("03-29 01:59", 0, 1, "03-29 03:59"),  # 01:59 is followed by 03:00
        ("03-29 02:00", 0, 1, "03-29 04:00"),  # a time that was skipped is read as 03:00
        ("03-29 03:00", 0, 1, "03-29 04:00"),
        ("10-25 01:59", 0, 1, "10-25 02:59"),
        ("10-25 01:59", 0, 2, "10-25 02:59"),  # the second time that the clock shows it
        ("10-25 02:00", 0, 1, "10-25 02:00"),
        ("10-25 02:00", 1, 1, "10-25 03:00"),
        ("10-25 03:00", 0, 1, "10-25 04:00"),
    ],
)
def test_open_always_an_hour_is_a_real_hour_on_the_nights_of_the_clock_change(
    start: str, fold: int, hours: int, expected: str
) -> None:
    found = due(ALWAYS, at(start, fold), Target(hours, Unit.WORKING_HOURS))
    assert shown(found) == expected
    assert found is not None
    assert elapsed(ALWAYS, at(start, fold), found) == hours * 3600


@pytest.mark.parametrize(
    ("day", "after", "hours"), [("03-29", "03-30", 23), ("10-25", "10-26", 25), ("06-01", "06-02", 24)]
)
def test_open_always_a_day_is_as_long_as_it_is(day: str, after: str, hours: int) -> None:
    assert elapsed(ALWAYS, at(f"{day} 00:00"), at(f"{after} 00:00")) == hours * 3600


@pytest.mark.parametrize(
    ("eve", "day", "hours"), [("03-28", "03-29", 7), ("10-24", "10-25", 9), ("06-01", "06-02", 8)]
)
def test_a_night_shift_is_as_long_as_the_night(eve: str, day: str, hours: int) -> None:
    assert elapsed(NIGHT, at(f"{eve} 22:00"), at(f"{day} 06:00")) == hours * 3600
    assert shown(due(NIGHT, at(f"{eve} 22:00"), Target(hours, Unit.WORKING_HOURS))) == f"{day} 06:00"


@pytest.mark.parametrize("start", ["03-27 16:00", "10-23 16:00"])
def test_an_office_open_by_day_notices_no_clock_change(start: str) -> None:
    found = due(OFFICE, at(start), Target(2, Unit.WORKING_HOURS))
    assert found is not None
    assert found.astimezone(AMSTERDAM).strftime("%a %H:%M") == "Mon 09:30"


def test_hours_that_the_spring_change_skips_do_not_exist() -> None:
    early = WorkCalendar.of("Vroeg", ["02:00-04:00"] * 7)
    assert elapsed(early, at("03-29 00:00"), at("03-30 00:00")) == 3600
    skipped = WorkCalendar.of("Weg", ["02:00-02:30"] * 7)
    assert elapsed(skipped, at("03-29 00:00"), at("03-30 00:00")) == 0
    assert shown(due(skipped, at("03-28 12:00"), Target(1, Unit.WORKING_DAYS))) == "03-30 02:30"


def test_in_the_repeated_hour_nothing_opens_or_closes_a_second_time() -> None:
    closes = WorkCalendar.of("Tot half drie", ["01:00-02:30"] * 7)
    opens = WorkCalendar.of("Vanaf half drie", ["02:30-05:00"] * 7)
    assert elapsed(closes, at("10-25 00:00"), at("10-26 00:00")) == 90 * 60
    assert elapsed(opens, at("10-25 00:00"), at("10-26 00:00")) == 210 * 60


@pytest.mark.parametrize(
    ("start", "target", "expected"),
    [
        ("03-02 10:00", Target(1, Unit.WORKING_DAYS), "03-03 17:00"),
        ("03-06 23:00", Target(3, Unit.WORKING_DAYS), "03-11 17:00"),
        ("04-03 10:00", Target(1, Unit.WORKING_DAYS), "04-07 17:00"),  # over Easter Monday
        ("03-02 10:00", Target(2, Unit.CALENDAR_DAYS), "03-05 00:00"),  # the end of 4 March
        ("03-02 10:00", Target(1, Unit.WEEKS), "03-10 00:00"),
        ("03-27 10:00", Target(1, Unit.WEEKS), "04-04 00:00"),  # over the clock change
        ("01-31 10:00", Target(1, Unit.MONTHS), "03-01 00:00"),  # the end of 28 February
        ("03-31 23:59", Target(3, Unit.MONTHS), "07-01 00:00"),
    ],
)
def test_days_weeks_and_months_end_at_the_end_of_the_last_day(
    start: str, target: Target, expected: str
) -> None:
    assert shown(due(OFFICE, at(start), target)) == expected


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("03-03 10:00", "03-03 11:00")], "03-10"),  # within a day: that day counts
        ([("03-03 10:00", "03-05 10:00")], "03-12"),  # two closings passed
        ([("03-06 18:00", "03-09 08:00")], "03-10"),  # a weekend costs no working day
        ([("03-03 10:00", "03-04 10:00"), ("03-04 10:00", "03-05 10:00")], "03-12"),  # touching
        ([("03-10 16:00", "03-12 09:00")], "03-12"),  # nothing falls due while paused
        ([("03-10 16:00", "03-10 17:00")], "03-11"),  # stood still until closing itself
        ([("03-10 17:00", None)], "03-10"),  # used up exactly when it began
        ([("03-10 16:59", None)], None),
    ],
)
def test_a_pause_takes_the_working_days_at_whose_end_the_clock_stands_still(
    pauses: list[tuple[str, str | None]], expected: str | None
) -> None:
    made = [Pause(at(start), None if end is None else at(end)) for start, end in pauses]
    found = due(OFFICE, at("03-03 09:00"), Target(5, Unit.WORKING_DAYS), made)
    assert shown(found) == (None if expected is None else f"{expected} 17:00")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "plain", "extended"),
    [
        (
            "04-03 10:00",
            6,
            Unit.WEEKS,
            "05-16 00:00",
            "05-19 00:00",
        ),  # as domain §8: Fri 15 May by decree
        (
            "03-03 10:00",
            9,
            Unit.WEEKS,
            "05-06 00:00",
            "05-07 00:00",
        ),  # 5 May, though the office works
        ("03-09 10:00", 8, Unit.WEEKS, "05-05 00:00", "05-05 00:00"),  # ends on a Monday
        ("01-10 10:00", 12, Unit.WEEKS, "04-05 00:00", "04-08 00:00"),  # Sat 4 April, past Easter Monday
        ("01-03 10:00", 13, Unit.WEEKS, "04-05 00:00", "04-05 00:00"),  # art. 4: more than twelve weeks
        ("01-31 10:00", 1, Unit.MONTHS, "03-01 00:00", "03-03 00:00"),  # Sat 28 February
    ],
)
def test_a_norm_runs_on_past_weekend_and_holiday_only_where_it_says_so(
    start: str, amount: int, unit: Unit, plain: str, extended: str
) -> None:
    assert shown(due(OFFICE, at(start), Target(amount, unit))) == plain
    assert shown(due(OFFICE, at(start), Target(amount, unit, is_extended=True))) == extended


def test_a_norm_that_runs_on_is_not_used_up_before_its_last_day_and_over_only_after_it() -> None:
    start, target = at("01-10 10:00"), Target(6, Unit.WEEKS, is_extended=True)
    left = [
        remaining(OFFICE, start, target, [], at(now))
        for now in ("02-21 00:00", "02-22 00:00", "02-23 23:00", "02-24 00:00", "02-25 00:00")
    ]
    assert left == [1, 1, 1, 0, -1]
    assert shown(threshold(OFFICE, start, target, 50)) == "02-01 00:00"
    assert shown(threshold(OFFICE, start, target, 100)) == "02-24 00:00"


@pytest.mark.parametrize(("end", "expected"), [(None, None), ("02-24 10:00", "02-25 00:00")])
def test_nothing_falls_due_in_a_pause_that_begins_while_the_norm_runs_on(
    end: str | None, expected: str | None
) -> None:
    pauses = [Pause(at("02-23 10:00"), None if end is None else at(end))]
    assert shown(due(OFFICE, at("01-10 10:00"), Target(6, Unit.WEEKS, True), pauses)) == expected


@pytest.mark.parametrize("unit", [Unit.WORKING_MINUTES, Unit.WORKING_HOURS, Unit.WORKING_DAYS])
def test_what_a_calendar_counts_never_runs_on(unit: Unit) -> None:
    with pytest.raises(Refused, match="weekend of feestdag"):
        Target(8, unit, is_extended=True)


def test_an_open_pause_has_no_due_moment_but_something_left() -> None:
    pauses = [Pause(at("03-02 12:30"), None, "wacht op opdrachtgever")]
    target = Target(8, Unit.WORKING_HOURS)
    assert due(OFFICE, at("03-02 08:30"), target, pauses) is None
    assert remaining(OFFICE, at("03-02 08:30"), target, pauses, at("03-04 12:00")) == 4 * 3600
    assert spent_fraction(OFFICE, at("03-02 08:30"), target, pauses, at("03-04 12:00")) == Fraction(1, 2)


def test_what_is_over_is_negative() -> None:
    target = Target(1, Unit.WORKING_HOURS)
    assert remaining(OFFICE, at("03-02 08:30"), target, [], at("03-02 11:30")) == -2 * 3600
    assert remaining(OFFICE, at("03-02 08:30"), Target(1, Unit.WORKING_DAYS), [], at("03-05 18:00")) == -2


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(50, "03-02 12:30"), (75, "03-02 15:00"), (90, "03-02 16:12"), (100, "03-02 17:00")],
)
def test_thresholds_fall_in_working_time_of_the_same_calendar(percent: int, expected: str) -> None:
    assert shown(threshold(LUNCH, at("03-02 08:30"), Target(8, Unit.WORKING_HOURS), percent)) == expected


def test_a_part_of_a_second_is_left_off_and_a_moment_without_zone_refused() -> None:
    start = at("03-02 08:30")
    assert elapsed(OFFICE, start + timedelta(microseconds=999_999), start + timedelta(seconds=1)) == 1
    with pytest.raises(ValueError):
        elapsed(OFFICE, start.replace(tzinfo=None), start)


def test_before_the_start_nothing_is_elapsed_or_spent() -> None:
    assert elapsed(OFFICE, at("03-03 10:00"), at("03-02 10:00")) == 0
    assert remaining(OFFICE, at("03-03 10:00"), Target(2, Unit.WORKING_DAYS), [], at("03-02 10:00")) == 2


@pytest.mark.parametrize("end", [None, "03-05 12:00"])
def test_a_pause_that_begins_when_the_target_is_used_up_changes_nothing(end: str | None) -> None:
    pauses = [Pause(at("03-02 10:30"), None if end is None else at(end))]
    assert shown(due(OFFICE, at("03-02 08:30"), Target(2, Unit.WORKING_HOURS), pauses)) == "03-02 10:30"
