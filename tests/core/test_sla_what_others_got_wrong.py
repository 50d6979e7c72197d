"""Mistakes that clocks elsewhere made (findings, “What others got wrong”); each test says the mistake first."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.clock import due, elapsed, remaining, threshold
from app.features.sla.core.reading import ClockState, read
from app.features.sla.core.targets import Pause, Target, Unit
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Invalid

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = ["08:30-17:00"] * 5 + ["", ""]
OFFICE = WorkCalendar.of("Kantoor", WEEK, dutch_holidays, ["Tweede paasdag", "Koningsdag"])
EIGHT_HOURS = Target(8, Unit.WORKING_HOURS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=AMSTERDAM)


def shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(AMSTERDAM).strftime("%m-%d %H:%M")


def test_pauses_are_kept_when_the_norm_changes() -> None:
    """Elsewhere the deadline was set anew from the start, so days of waiting were held against the office."""
    pauses = [Pause(at("03-03 08:30"), at("03-05 08:30"))]
    assert shown(due(OFFICE, at("03-02 08:30"), EIGHT_HOURS, pauses)) == "03-02 16:30"
    assert shown(due(OFFICE, at("03-02 08:30"), Target(16, Unit.WORKING_HOURS), pauses)) == "03-05 16:00"


def test_a_pause_counts_working_time_when_the_target_does() -> None:
    """Elsewhere a weekend of waiting, 62 hours by the clock, was added to eight working hours."""
    pauses = [Pause(at("03-06 16:00"), at("03-09 09:30"))]
    assert shown(due(OFFICE, at("03-06 12:30"), EIGHT_HOURS, pauses)) == "03-09 14:00"


def test_hold_time_lengthens_the_target_and_never_moves_the_start() -> None:
    """Elsewhere the start was put off by the hold: from inside to outside hours, and the answer differed."""
    start, pauses = at("03-02 16:00"), [Pause(at("03-02 16:30"), at("03-03 09:00"))]
    found = due(OFFICE, start, Target(1, Unit.WORKING_HOURS), pauses)
    assert shown(found) == "03-03 09:30"
    assert elapsed(OFFICE, start, at("03-03 09:30"), pauses) == 3600


def test_from_waiting_to_delivered_in_one_step_closes_the_pause_first() -> None:
    """Elsewhere the open pause was lost in that save, and the days of waiting counted after all."""
    pauses = [Pause(at("03-02 10:30"))]
    reading = read(OFFICE, at("03-02 08:30"), EIGHT_HOURS, pauses, at("03-20 12:00"), at("03-20 11:00"))
    assert (reading.state, reading.spent) == (ClockState.MET, 2 * 3600)


def test_nothing_is_missed_while_the_clock_stands_still() -> None:
    """Elsewhere a breach was reported in the middle of a wait for the customer."""
    reading = read(OFFICE, at("03-02 08:30"), EIGHT_HOURS, [Pause(at("03-02 16:29"))], at("04-20 12:00"))
    assert (reading.state, reading.due_at, reading.left) == (ClockState.PAUSED, None, 60)


def test_a_pause_after_the_target_was_used_up_hides_nothing() -> None:
    """Elsewhere putting a late case on hold made it look in time."""
    reading = read(OFFICE, at("03-02 08:30"), EIGHT_HOURS, [Pause(at("03-03 10:00"))], at("03-09 12:00"))
    assert (reading.state, shown(reading.due_at)) == (ClockState.MISSED, "03-02 16:30")


def test_a_threshold_fires_in_the_interval_in_which_it_is_reached() -> None:
    """Elsewhere it fired at 00:00 as soon as a day had more than one interval."""
    lunch = WorkCalendar.of("Middag dicht", ["08:30-12:30 13:00-17:00"] * 5 + ["", ""])
    fired = [
        shown(threshold(lunch, at("03-02 13:00"), EIGHT_HOURS, percent)) for percent in (50, 75, 90, 100)
    ]
    assert fired == ["03-02 17:00", "03-03 10:30", "03-03 11:42", "03-03 12:30"]


def test_open_all_day_loses_no_minute_at_midnight() -> None:
    """Elsewhere a day was 00:00 to 23:59 and every night cost a minute."""
    always = WorkCalendar.of("Altijd", ["00:00-24:00"] * 7)
    assert elapsed(always, at("06-01 00:00"), at("06-11 00:00")) == 10 * 86_400


def test_a_holiday_is_the_day_on_the_wall() -> None:
    """Elsewhere holidays were compared in UTC, so that they began two hours late and closed the next day."""
    always = WorkCalendar.of("Altijd", ["00:00-24:00"] * 7, dutch_holidays, ["Koningsdag"])
    assert elapsed(always, at("04-26 23:00"), at("04-28 01:00")) == 2 * 3600
    assert elapsed(always, at("04-27 00:00"), at("04-28 00:00")) == 0


def test_each_moment_has_the_offset_of_its_own_day() -> None:
    """Elsewhere the offset of today was used for history: in summer every winter deadline moved by an hour."""
    winter, summer = at("01-12 08:30"), at("07-13 08:30")
    assert (winter.astimezone(UTC).hour, summer.astimezone(UTC).hour) == (7, 6)
    assert [shown(due(OFFICE, one, EIGHT_HOURS)) for one in (winter, summer)] == [
        "01-12 16:30",
        "07-13 16:30",
    ]


def test_a_start_outside_hours_counts_from_the_next_opening() -> None:
    """Elsewhere such a start gave zero elapsed time for ever, or a deadline at once."""
    assert elapsed(OFFICE, at("03-07 12:00"), at("03-09 10:30")) == 2 * 3600
    assert shown(due(OFFICE, at("03-07 12:00"), Target(2, Unit.WORKING_HOURS))) == "03-09 10:30"


def test_a_calendar_that_never_works_is_refused_and_not_walked_for_ever() -> None:
    """Elsewhere an empty calendar hung the job that looked for the next opening."""
    with pytest.raises(Invalid, match="geen dag waarop wordt gewerkt"):
        WorkCalendar.of("Leeg", [""] * 7)


def test_a_changed_calendar_moves_running_clocks() -> None:
    """Elsewhere deadlines were stored once, and a new closing day moved none of them."""
    later = WorkCalendar.of("Kantoor", WEEK, dutch_holidays, ["Tweede paasdag", "Goede vrijdag"])
    assert shown(due(OFFICE, at("04-02 16:00"), EIGHT_HOURS)) == "04-03 15:30"
    assert shown(due(later, at("04-02 16:00"), EIGHT_HOURS)) == "04-07 15:30"


def test_overlapping_nested_and_touching_pauses_count_once() -> None:
    """Elsewhere two reasons to wait at once stopped the clock twice."""
    hours = [("09:00", "11:00"), ("10:00", "12:00"), ("10:15", "10:30"), ("12:00", "13:00")]
    pauses = [Pause(at(f"03-02 {start}"), at(f"03-02 {end}")) for start, end in hours]
    expected = due(OFFICE, at("03-02 08:30"), EIGHT_HOURS, [Pause(at("03-02 09:00"), at("03-02 13:00"))])
    assert shown(expected) == "03-03 12:00"
    assert due(OFFICE, at("03-02 08:30"), EIGHT_HOURS, pauses) == expected
    assert due(OFFICE, at("03-02 08:30"), EIGHT_HOURS, pauses[::-1]) == expected


def test_what_was_left_or_over_is_known_and_not_only_met_or_missed() -> None:
    """Elsewhere a clock ended in a tick or a cross, and nobody could see by how much."""
    start = at("03-02 08:30")
    early = read(OFFICE, start, EIGHT_HOURS, [], at("03-05 12:00"), at("03-02 15:30"))
    late = read(OFFICE, start, EIGHT_HOURS, [], at("03-05 12:00"), at("03-03 10:30"))
    assert (early.state, early.left, early.fraction) == (ClockState.MET, 3600, Fraction(7, 8))
    assert (late.state, late.left) == (ClockState.MISSED, -(2 * 3600 + 30 * 60))


def test_delivered_at_the_due_moment_itself_is_in_time() -> None:
    """Elsewhere the last second belonged to nobody."""
    start, moment = at("03-02 08:30"), at("03-02 16:30")
    states = [
        read(
            OFFICE, start, EIGHT_HOURS, [], moment + timedelta(hours=1), moment + timedelta(seconds=more)
        ).state
        for more in (-1, 0, 1)
    ]
    assert states == [ClockState.MET, ClockState.MET, ClockState.MISSED]


def test_a_clock_runs_only_from_its_start_and_knows_no_future() -> None:
    """Elsewhere a pause that was recorded with a later date already stopped the clock."""
    start, pauses = at("03-02 08:30"), [Pause(at("03-02 12:30"), at("03-03 08:30"))]
    assert read(OFFICE, start, EIGHT_HOURS, [], at("03-01 12:00")).state is ClockState.NOT_STARTED
    before = read(OFFICE, start, EIGHT_HOURS, pauses, at("03-02 12:00"))
    during = read(OFFICE, start, EIGHT_HOURS, pauses, at("03-02 16:00"))
    after = read(OFFICE, start, EIGHT_HOURS, pauses, at("03-03 10:30"))
    assert (before.state, shown(before.due_at)) == (ClockState.RUNNING, "03-02 16:30")
    assert (during.state, during.left) == (ClockState.PAUSED, 4 * 3600)
    assert (after.state, after.spent, shown(after.due_at)) == (ClockState.RUNNING, 6 * 3600, "03-03 12:30")


def test_only_the_kept_days_close_and_5_may_is_one_of_them_every_year() -> None:
    """Elsewhere 5 May was a holiday once in five years, because a package said so."""
    keeps = WorkCalendar.of("Kantoor", WEEK, dutch_holidays, ["Bevrijdingsdag"])
    assert [keeps.plan(date(year, 5, 5)).reason for year in (2025, 2026, 2027)] == ["Bevrijdingsdag"] * 3


def test_remaining_while_paused_stands_still() -> None:
    """Elsewhere the percentage went on rising during a pause and jumped back afterwards."""
    pauses = [Pause(at("03-02 10:30"))]
    left = {
        remaining(OFFICE, at("03-02 08:30"), EIGHT_HOURS, pauses, at(f"03-{day:02} 12:00"))
        for day in range(2, 30)
    }
    assert left == {6 * 3600}
