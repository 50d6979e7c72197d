"""A reckoned period: norms and law alike, what is refused at which field, and the sheet of its days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.features.sla.core.calculation import (
    Answer,
    Asked,
    AskedCalendar,
    AskedDay,
    AskedExtension,
    AskedPause,
    own_calendar,
    reckon,
)
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.reading import ClockState
from app.features.sla.core.sheet import SHOWN_WEEKS, sheet
from app.features.sla.core.statutory import LawUnit
from app.features.sla.core.targets import Unit
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Invalid

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KEPT = ["Goede vrijdag", "Tweede paasdag"]
OFFICE = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""], dutch_holidays, KEPT)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=AMSTERDAM)


def shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(AMSTERDAM).strftime("%m-%d %H:%M")


def law(length: int, unit: LawUnit, start: str, now: str, *pauses: AskedPause) -> Answer:
    return reckon(Asked(at(start), length, unit, at(now), pauses), OFFICE)


def test_the_worked_example_of_the_domain() -> None:
    found = reckon(Asked(at("04-02 16:00"), 8, Unit.WORKING_HOURS, at("04-07 09:30")), OFFICE)
    assert (found.state, shown(found.due_at)) == (ClockState.RUNNING, "04-07 15:30")
    assert (found.total, found.spent, found.left) == (8 * 3600, 2 * 3600, 6 * 3600)
    assert [(one.percent, shown(one.reached_at)) for one in found.warnings] == [
        (50, "04-07 11:30"), (75, "04-07 13:30"), (90, "04-07 14:42"),
    ]  # fmt: skip
    assert found.days is not None
    assert found.days.total == found.total


def test_a_pause_that_is_planned_counts_for_the_end_though_it_is_not_known_yet() -> None:
    pauses = [AskedPause(at("04-07 10:00"), at("04-08 10:00"), "wacht")]
    found = reckon(Asked(at("04-02 16:00"), 8, Unit.WORKING_HOURS, at("04-02 16:30"), pauses), OFFICE)
    assert (found.state, found.spent, shown(found.due_at)) == (ClockState.RUNNING, 1800, "04-08 15:30")
    later = reckon(Asked(at("04-02 16:00"), 8, Unit.WORKING_HOURS, at("04-07 12:00"), pauses), OFFICE)
    assert (later.state, shown(later.due_at)) == (ClockState.PAUSED, "04-08 15:30")


def test_a_stop_closes_an_open_pause_and_tells_how_it_ended() -> None:
    asked = Asked(
        at("04-02 16:00"), 8, Unit.WORKING_HOURS, at("04-20 12:00"),
        [AskedPause(at("04-07 10:00"))], at("04-08 09:00"),
    )  # fmt: skip
    found = reckon(asked, OFFICE)
    assert (found.state, found.spent, shown(found.due_at)) == (ClockState.MET, 9000, "04-08 14:30")


def test_an_open_pause_has_no_end_and_its_story_stops_somewhere() -> None:
    pauses = [AskedPause(at("04-07 10:00"))]
    now = at("04-07 10:00").replace(year=2099)
    found = reckon(Asked(at("04-02 16:00"), 8, Unit.WORKING_HOURS, now, pauses), OFFICE)
    assert (found.state, found.due_at) == (ClockState.PAUSED, None)
    assert found.days is not None
    assert len(found.days.lines) < 2_000


@pytest.mark.parametrize(
    ("now", "state", "spent", "left"),
    [
        ("04-02 12:00", ClockState.NOT_STARTED, 0, 42),
        ("04-20 12:00", ClockState.RUNNING, 16, 26),
        (
            "05-17 12:00",
            ClockState.RUNNING,
            42,
            0,
        ),  # Sunday: the six weeks are over, art. 1 runs on to Monday
        ("05-18 23:59", ClockState.RUNNING, 42, 0),
        ("05-20 12:00", ClockState.MISSED, 43, -1),
    ],
)
def test_a_statutory_period_by_day(now: str, state: ClockState, spent: int, left: int) -> None:
    found = law(6, LawUnit.WEEKS, "04-03 10:00", now)
    assert found.law is not None
    assert (found.law.ends_on, shown(found.due_at)) == (date(2026, 5, 18), "05-19 00:00")
    assert (found.state, found.spent, found.left) == (state, spent, left)
    assert found.days is not None
    assert (found.days.total, found.days.target_total, len(found.days.lines)) == (42, 42, 46)
    assert [line.reasons for line in found.days.lines[-3:]] == [
        ("zaterdag: loopt door (Algemene termijnenwet art. 1)",),
        ("zondag: loopt door (Algemene termijnenwet art. 1)",),
        ("toegevoegd door de Algemene termijnenwet",),
    ]


def test_pauses_of_a_statutory_period_are_suspensions() -> None:
    asked = AskedPause(at("04-07 09:00"), at("04-10 16:00"), "aanvulling gevraagd")
    found = law(6, LawUnit.WEEKS, "04-03 10:00", "04-08 12:00", asked)
    assert (found.state, shown(found.due_at)) == (ClockState.PAUSED, "05-19 00:00")
    assert found.days is not None
    lost = [line.on.day for line in found.days.lines if line.is_paused]
    assert (lost, found.days.total) == ([8, 9, 10], 42)
    still = law(6, LawUnit.WEEKS, "04-03 10:00", "04-20 12:00", AskedPause(at("04-07 09:00")))
    assert (still.state, still.due_at, still.spent, still.total) == (ClockState.PAUSED, None, 4, 42)


def test_an_extension_is_counted_by_its_article_and_then_tested_by_the_act() -> None:
    extension = AskedExtension(6, LawUnit.WEEKS, date(2026, 4, 20), "Awb 7:10 lid 3", "onderzoek")
    asked = Asked(at("04-03 10:00"), 6, LawUnit.WEEKS, at("04-21 09:00"), extension=extension)
    found = reckon(asked, OFFICE)
    assert (found.total, shown(found.due_at)) == (84, "06-27 00:00"), "Friday 15 May and six weeks: 26 June"
    assert found.law is not None
    assert [step.why for step in found.law.steps][1] == "onderzoek: 6 weken langer (Awb 7:10 lid 3)"
    assert found.days is not None
    added = [line.on for line in found.days.lines if line.ground]
    assert (added[0], added[-1], len(added)) == (date(2026, 5, 16), date(2026, 6, 26), 42)
    made = sheet(found.days, AMSTERDAM, date(2026, 4, 21))
    notes = {cell.on: cell.note for week in made.weeks for cell in week.days if cell and cell.note}
    assert notes[date(2026, 5, 16)] == "verdaagd, Awb 7:10 lid 3"
    assert [(one.why, one.counted) for one in made.stretches][-1] == (
        "telt mee: verdaagd, Awb 7:10 lid 3: onderzoek",
        "42",
    )


@pytest.mark.parametrize(
    ("now", "stopped", "state", "spent"),
    [
        ("04-01 09:00", None, ClockState.RUNNING, 0),
        ("04-12 23:59", None, ClockState.RUNNING, 0),
        ("04-14 09:00", None, ClockState.MISSED, 2),
        ("04-14 09:00", "04-10 09:00", ClockState.MET, 0),
        ("04-14 09:00", "04-13 09:00", ClockState.MISSED, 1),
    ],
)
def test_a_period_that_counts_back_ends_before_its_event(
    now: str, stopped: str | None, state: ClockState, spent: int
) -> None:
    """Eight days before Monday 20 April is Sunday 12 April: it does not run on (art. 1 par. 2)."""
    asked = Asked(
        at("04-20 10:00"),
        8,
        LawUnit.DAYS,
        at(now),
        stopped_at=at(stopped) if stopped else None,
        counts_back=True,
    )
    found = reckon(asked, OFFICE)
    assert (found.state, found.spent, found.total) == (state, spent, 8)
    assert (found.last_on(AMSTERDAM), shown(found.due_at)) == (date(2026, 4, 12), "04-13 00:00")
    assert found.days is not None
    assert [(line.on.day, line.counted) for line in found.days.lines] == [
        *((day, 1) for day in range(12, 20)),
        (20, 0),
    ]
    made = sheet(found.days, AMSTERDAM, date(2026, 4, 1))
    cells = [cell for week in made.weeks for cell in week.days if cell]
    assert [(cell.look, cell.number, cell.note) for cell in cells[:2]] == [
        ("due", "8", "uiterlijk"),
        ("ahead", "7", ""),
    ]
    assert [(cell.number, cell.note) for cell in cells[-2:]] == [("1", ""), ("", "begin")]


def test_what_counts_back_holds_two_workable_days_and_tells_what_was_added() -> None:
    asked = Asked(at("04-07 10:00"), 3, LawUnit.DAYS, at("03-20 09:00"), counts_back=True)
    found = reckon(asked, OFFICE)
    assert found.last_on(AMSTERDAM) == date(2026, 4, 1)
    assert found.days is not None
    assert [line.reasons for line in found.days.lines][:2] == [
        ("toegevoegd door de Algemene termijnenwet",)
    ] * 2


def test_only_a_statutory_period_of_days_is_extended_or_counts_back() -> None:
    extension = AskedExtension(2, LawUnit.WEEKS, date(2026, 4, 6))
    for unit, count in ((Unit.WEEKS, 2), (Unit.WORKING_DAYS, 2), (LawUnit.HOURS, 2), (LawUnit.WEEKS, 1)):
        too_long = AskedExtension(1_000, LawUnit.WEEKS, date(2026, 4, 6))
        given = extension if count == 2 else too_long
        asked = Asked(at("04-03 10:00"), 6, unit, at("04-03 10:00"), extension=given, counts_back=count == 2)
        with pytest.raises(Invalid) as refused:
            reckon(asked, OFFICE)
        assert [one.field for one in refused.value.findings] == ["teltTerug", "verdaging"][-count:]
    both = Asked(at("04-20 10:00"), 8, LawUnit.DAYS, at("04-01 10:00"), extension=extension, counts_back=True)
    with pytest.raises(Invalid, match="terugtelt"):
        reckon(both, OFFICE)


def test_statutory_hours_are_real_hours() -> None:
    found = law(24, LawUnit.HOURS, "03-28 12:00", "03-28 13:30")
    assert (shown(found.due_at), found.spent, found.days) == ("03-29 13:00", 5400, None)


def refused(asked: Asked) -> set[str]:
    with pytest.raises(Invalid) as error:
        reckon(asked, OFFICE)
    return {one.field for one in error.value.findings}


def test_everything_that_is_wrong_is_said_at_its_field() -> None:
    start = at("04-02 16:00")
    wrong = Asked(
        start.replace(year=1890), 0, LawUnit.WEEKS, start, [AskedPause(start, at("04-01 12:00"))],
        start.replace(year=1880), is_extended=True,
    )  # fmt: skip
    assert refused(wrong) == {"begintOp", "lengte", "pauzes.0", "gestoptOp", "looptDoor"}
    assert refused(Asked(start, 1, Unit.WORKING_HOURS, start, is_extended=True)) == {"looptDoor"}
    assert refused(Asked(start, 10**9, Unit.WEEKS, start)) == {"lengte"}
    assert refused(Asked(start, 1, Unit.WEEKS, start, [AskedPause(start)] * 101)) == {"pauzes"}


def test_a_calendar_that_never_reaches_the_target_is_said_at_the_term() -> None:
    start = at("04-02 16:00")
    rarely = own_calendar(
        AskedCalendar([""] * 7, (), [AskedDay(date(2026, 4, 8), "open dag", "9:00-9:30")]), dutch_holidays
    )
    with pytest.raises(Invalid, match="niet genoeg openingstijd") as error:
        reckon(Asked(start, 8, Unit.WORKING_HOURS, start), rarely)
    assert error.value.findings[0].field == "termijn"


def test_an_own_calendar_says_what_is_wrong_with_it() -> None:
    wrong = AskedCalendar(["8"] * 6, (), [AskedDay(date(2026, 4, 8), "", "dicht")], "Europe/Gouda")
    with pytest.raises(Invalid) as error:
        own_calendar(wrong, dutch_holidays)
    fields = {one.field for one in error.value.findings}
    assert {"openingstijden", "openingstijden.5", "bijzondereDagen.0", "tijdzone"} <= fields


def test_the_sheet_shows_each_day_once_in_its_week_and_adds_up() -> None:
    pauses = [AskedPause(at("04-07 10:00"), at("04-09 09:30"), "wacht")]
    found = reckon(Asked(at("04-02 16:00"), 4, Unit.WORKING_HOURS, at("04-08 12:00"), pauses), OFFICE)
    assert found.days is not None
    made = sheet(found.days, AMSTERDAM, date(2026, 4, 8), {date(2026, 4, 2): "ingediend"})
    cells = [cell for week in made.weeks for cell in week.days if cell]
    assert [(cell.on.day, cell.look, cell.number, cell.note) for cell in cells] == [
        (2, "counts", "1:00", "ingediend"),
        (3, "closed", "", "Goede vrijdag"),
        (4, "closed", "", ""),
        (5, "closed", "", ""),
        (6, "closed", "", "Tweede paasdag"),
        (7, "counts", "1:30", "wacht"),
        (8, "paused", "", "wacht"),
        (9, "due", "1:30", "klaar 11:00"),
    ]
    assert [cell.on.day for cell in cells if cell.is_today] == [8]
    assert (made.has_weekends, made.total) == (False, "4:00")
    assert [(one.first_on.day, one.last_on.day, one.why, one.counted, one.sum) for one in made.stretches] == [
        (2, 2, "telt mee", "1:00", "1:00"),
        (3, 3, "Goede vrijdag", "", "1:00"),
        (4, 5, "gesloten op zaterdag, gesloten op zondag", "", "1:00"),
        (6, 6, "Tweede paasdag", "", "1:00"),
        (7, 7, "telt mee, deels niet: wacht", "1:30", "2:30"),
        (8, 8, "wacht", "", "2:30"),
        (9, 9, "telt mee, deels niet: wacht", "1:30", "4:00"),
    ]


def test_days_are_numbered_and_weekends_stand_apart_only_where_they_count() -> None:
    start = at("04-02 16:00")
    working = reckon(Asked(start, 3, Unit.WORKING_DAYS, start), OFFICE)
    calendar = reckon(Asked(start, 3, Unit.CALENDAR_DAYS, start), OFFICE)
    assert working.days is not None
    assert calendar.days is not None
    first, second = (sheet(one.days, AMSTERDAM, start.date()) for one in (working, calendar) if one.days)
    assert (first.has_weekends, second.has_weekends) == (False, True)
    assert [(cell.number, cell.look) for week in second.weeks for cell in week.days if cell] == [
        ("", "closed"), ("1", "ahead"), ("2", "ahead"), ("3", "due"),
    ]  # fmt: skip


def test_a_long_story_shows_its_first_and_last_weeks() -> None:
    start = at("04-02 16:00")
    found = reckon(Asked(start, 200, Unit.WEEKS, start), OFFICE)
    assert found.days is not None
    made = sheet(found.days, AMSTERDAM, start.date())
    assert len(made.weeks) == SHOWN_WEEKS
    assert [week.skipped for week in made.weeks if week.skipped] == [201 - SHOWN_WEEKS]
