"""The story of a clock day by day: what counted, why the rest did not, and that it totals."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.explanation import AFTER_PAUSE, EVENT_DAY, RUNS_ON, Explanation, explain
from app.features.sla.core.opening import SpecialDay
from app.features.sla.core.targets import Pause, Target, Unit
from app.infra.holiday_list import dutch_holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = ["08:30-17:00"] * 5 + ["", ""]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=AMSTERDAM)


OWN = (SpecialDay(at("04-08 12:00").date(), "personeelsdag"),)
OFFICE = WorkCalendar.of("Kantoor", WEEK, dutch_holidays, ["Tweede paasdag", "Goede vrijdag"], OWN)


def told(found: Explanation) -> list[str]:
    unit = 60 if found.unit.is_working_time else 1
    return [
        f"{line.on:%d-%m} {line.counted // unit} {'; '.join(line.reasons)}".strip() for line in found.lines
    ]


def test_each_day_says_what_counted_and_by_what_the_clock_stood_still() -> None:
    pauses = [
        Pause(at("04-07 10:00"), at("04-09 09:30"), "wacht op opdrachtgever"),
        Pause(at("04-07 15:00"), at("04-07 16:00"), "teruggegeven"),
    ]
    found = explain(OFFICE, at("04-02 16:00"), Target(4, Unit.WORKING_HOURS), pauses, at("04-20 12:00"))
    assert told(found) == [
        "02-04 60",
        "03-04 0 Goede vrijdag",
        "04-04 0 gesloten op zaterdag",
        "05-04 0 gesloten op zondag",
        "06-04 0 Tweede paasdag",
        "07-04 90 wacht op opdrachtgever; teruggegeven",
        "08-04 0 personeelsdag",
        "09-04 90 wacht op opdrachtgever",
    ]
    assert found.total == found.target_total == 4 * 3600
    assert [line.paused_seconds for line in found.lines] == [0, 0, 0, 0, 0, 7 * 3600, 0, 3600]


def test_days_count_at_their_end_and_the_day_of_the_event_does_not() -> None:
    pauses = [Pause(at("04-09 10:00"), at("04-10 10:00"), "wacht op opdrachtgever")]
    found = explain(OFFICE, at("04-02 16:00"), Target(2, Unit.WORKING_DAYS), pauses, at("04-20 12:00"))
    assert told(found) == [
        f"02-04 0 {EVENT_DAY}",
        "03-04 0 Goede vrijdag",
        "04-04 0 gesloten op zaterdag",
        "05-04 0 gesloten op zondag",
        "06-04 0 Tweede paasdag",
        "07-04 1",
        "08-04 0 personeelsdag",
        "09-04 0 wacht op opdrachtgever",
        "10-04 1",
    ]
    assert found.total == found.target_total == 2


def test_a_pause_over_the_end_of_the_event_day_moves_what_does_not_count() -> None:
    pauses = [Pause(at("04-13 10:00"), at("04-14 10:00"), "wacht")]
    found = explain(OFFICE, at("04-13 09:00"), Target(1, Unit.CALENDAR_DAYS), pauses, at("04-20 12:00"))
    assert told(found) == ["13-04 0 wacht", f"14-04 0 {AFTER_PAUSE}", "15-04 1"]


def test_a_start_after_closing_is_still_the_day_of_the_event() -> None:
    found = explain(OFFICE, at("04-13 18:00"), Target(1, Unit.WORKING_DAYS), [], at("04-13 18:00"))
    assert told(found) == [f"13-04 0 {EVENT_DAY}", "14-04 1"]


def test_without_a_due_moment_the_story_runs_to_now() -> None:
    pauses = [Pause(at("04-13 12:30"), None, "wacht")]
    found = explain(OFFICE, at("04-13 08:30"), Target(8, Unit.WORKING_HOURS), pauses, at("04-14 12:00"))
    assert told(found) == ["13-04 240 wacht", "14-04 0 wacht"]
    assert (found.due_at, found.total, found.target_total) == (None, 4 * 3600, 8 * 3600)


def test_a_norm_that_runs_on_says_on_which_days_it_may_not_end() -> None:
    target = Target(1, Unit.WEEKS, is_extended=True)
    found = explain(OFFICE, at("03-28 16:00"), target, [], at("03-28 16:00"))
    assert told(found)[-5:] == [
        "03-04 1",
        f"04-04 0 zaterdag: {RUNS_ON}",
        f"05-04 0 zondag: {RUNS_ON}",
        f"06-04 0 Tweede paasdag: {RUNS_ON}",
        "07-04 1",
    ]
    assert found.total == found.target_total == 7
