"""The limits of an entry, the states of a week, the grid and corrections, as examples (domain §7)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.features.hours.core.grid import Booked, Grid, build_grid
from app.features.hours.core.limits import (
    Corrected,
    Correction,
    Surroundings,
    check_correction,
    check_entry,
    check_removal,
)
from app.features.hours.core.states import (
    PartState,
    PartStep,
    SheetState,
    SheetStep,
    part_steps,
    require_part_step,
    require_sheet_step,
    sheet_steps,
    state_of,
)
from app.features.hours.core.subject import Activity, Bookable, Kind, Subject
from app.features.hours.core.week import Week
from app.features.partnership.core.rows import Term
from app.features.people.core import Employee, Employment
from app.kernel.errors import Refused

AREA = UUID(int=1)
TRAINING = Bookable(Subject(AREA, activity=Activity.TRAINING), "Scholing")
ORDER = Bookable(
    Subject(AREA, assignment_id=UUID(int=2)),
    "Verordening bijzondere bijstand",
    "2026-SZ-0042",
    accepted_on=date(2026, 4, 1),
    ended_on=date(2026, 4, 10),
)
DAY = date(2026, 4, 1)
FREE = Surroundings()


def messages(bookable: Bookable, day: date, minutes: int, around: Surroundings = FREE) -> list[str]:
    return [finding.message for finding in check_entry("minuten", day, minutes, bookable, around)]


@pytest.mark.parametrize("minutes", [0, -1, -480])
def test_an_entry_holds_more_than_nothing(minutes: int) -> None:
    assert messages(TRAINING, DAY, minutes) == ["Vul meer dan 0:00 uur in, of laat de cel leeg."]


def test_a_day_is_full_at_24_hours_whatever_the_minutes_are_on() -> None:
    assert messages(TRAINING, DAY, 60, replace(FREE, other_minutes=1380)) == []
    assert messages(TRAINING, DAY, 61, replace(FREE, other_minutes=1380)) == [
        "Op woensdag 1 april 2026 staat dan 24:01 uur, en een dag heeft 24:00 uur. Haal 0:01 uur weg."
    ]


def test_an_assignment_is_open_from_its_acceptance_to_its_end() -> None:
    assert messages(ORDER, date(2026, 3, 31), 60) == [
        "2026-SZ-0042 is op 1 april 2026 geaccepteerd. Boek uren vanaf die dag."
    ]
    assert messages(ORDER, date(2026, 4, 1), 60) == []
    assert messages(ORDER, date(2026, 4, 10), 60) == []
    assert messages(ORDER, date(2026, 4, 11), 60) == [
        "2026-SZ-0042 is op 10 april 2026 gesloten. Boek uren tot en met die dag."
    ]


def test_what_was_not_accepted_takes_no_hours() -> None:
    assert messages(replace(ORDER, accepted_on=None, ended_on=None), DAY, 60) == [
        "2026-SZ-0042 is nog niet geaccepteerd. Boeken kan vanaf de dag van acceptatie."
    ]


@pytest.mark.parametrize(
    ("around", "word"),
    [
        (Surroundings(is_month_closed=True), "Boek een correctie"),
        (Surroundings(part=PartState.APPROVED), "liggen vast"),
        (Surroundings(sheet=SheetState.SUBMITTED, part=PartState.SUBMITTED), "Haal de week terug"),
        (Surroundings(sheet=SheetState.APPROVED), "Haal de week terug"),
        (Surroundings(sheet=SheetState.RETURNED, part=PartState.SUBMITTED), "Haal de week terug"),
    ],
)
def test_what_is_locked_is_locked_for_writing_and_for_removal(around: Surroundings, word: str) -> None:
    assert word in messages(TRAINING, DAY, 60, around)[0]
    assert word in check_removal("minuten", DAY, around)[0].message


def test_a_returned_part_is_open_again() -> None:
    assert messages(TRAINING, DAY, 60, Surroundings(sheet=SheetState.RETURNED, part=PartState.RETURNED)) == []


def test_every_finding_comes_at_once() -> None:
    found = check_entry(
        "minuten", date(2026, 3, 31), -5, ORDER, Surroundings(is_month_closed=True), "x" * 501
    )
    assert len(found) == 4
    assert {finding.field for finding in found} == {"minuten"}


CLOSED = Surroundings(other_minutes=480, is_month_closed=True)


def test_a_correction_belongs_in_a_closed_month_with_a_reason() -> None:
    good = Correction(DAY, -60, TRAINING, "dubbel geboekt")
    assert check_correction(good, CLOSED) == ()
    assert [f.field for f in check_correction(replace(good, reason=" "), CLOSED)] == ["reden"]
    assert [f.field for f in check_correction(replace(good, minutes=0), CLOSED)] == ["minuten"]
    assert [f.field for f in check_correction(good, replace(CLOSED, is_month_closed=False))] == ["datum"]


def test_a_correction_leaves_the_day_between_nothing_and_24_hours() -> None:
    good = Correction(DAY, -480, TRAINING, "ziek gemeld")
    assert check_correction(good, CLOSED) == ()
    assert [f.field for f in check_correction(replace(good, minutes=-481), CLOSED)] == ["minuten"]
    assert [f.field for f in check_correction(replace(good, minutes=961), CLOSED)] == ["minuten"]


def test_a_correction_points_at_an_ordinary_entry_of_its_own_day_and_subject() -> None:
    old = Corrected(UUID(int=9), Kind.NORMAL, DAY, TRAINING.subject.key)
    good = Correction(DAY, -60, TRAINING, "dubbel geboekt", old)
    assert check_correction(good, CLOSED) == ()
    for wrong in (
        replace(old, kind=Kind.CORRECTION),
        replace(old, day=date(2026, 4, 2)),
        replace(old, subject_key=ORDER.subject.key),
    ):
        assert [f.field for f in check_correction(replace(good, corrects=wrong), CLOSED)] == ["corrigeert"]


def test_a_correction_respects_the_life_of_the_assignment() -> None:
    late = Correction(date(2026, 4, 20), 60, ORDER, "vergeten")
    assert [f.field for f in check_correction(late, CLOSED)] == ["opdracht"]


def test_an_empty_week_can_be_handed_in_and_taken_back() -> None:
    assert sheet_steps(SheetState.OPEN, []) == (SheetStep.SUBMIT,)
    assert state_of(True, []) is SheetState.SUBMITTED
    assert sheet_steps(SheetState.SUBMITTED, []) == (SheetStep.WITHDRAW,)


def test_a_week_is_approved_when_its_last_part_is() -> None:
    assert state_of(True, [PartState.APPROVED, PartState.SUBMITTED]) is SheetState.SUBMITTED
    assert state_of(True, [PartState.APPROVED, PartState.APPROVED]) is SheetState.APPROVED
    assert sheet_steps(SheetState.APPROVED, [PartState.APPROVED]) == ()


@pytest.mark.parametrize("state", [PartState.OPEN, PartState.APPROVED, PartState.RETURNED])
@pytest.mark.parametrize("step", list(PartStep))
def test_only_what_was_handed_in_is_approved_or_returned(state: PartState, step: PartStep) -> None:
    assert part_steps(state) == ()
    with pytest.raises(Refused, match="Dit kan nu niet"):
        require_part_step(step, state)
    require_part_step(step, PartState.SUBMITTED)


def test_what_is_refused_says_what_can_be_done() -> None:
    with pytest.raises(Refused) as refusal:
        require_sheet_step(SheetStep.WITHDRAW, SheetState.OPEN, [])
    assert refusal.value.allowed == ("indienen",)


WEEK = Week.parse("2026-W14")


def grid(
    booked: list[Booked], state: SheetState = SheetState.OPEN, parts: dict[UUID, PartState] | None = None
) -> Grid:
    return build_grid(
        WEEK, state, parts or {}, [ORDER, TRAINING], booked, [date(2026, 3, 1)], (384,) * 5 + (0, 0)
    )


def test_the_grid_shows_what_may_be_written_and_what_is_left() -> None:
    entry = Booked(UUID(int=5), TRAINING.subject.key, date(2026, 4, 2), 450, "ochtend")
    shown = grid([entry])
    assert [row.bookable.name for row in shown.rows] == ["2026-SZ-0042", "Scholing"]
    assert [cell.is_writable for cell in shown.rows[1].cells] == [False, False, True, True, True, True, True]
    assert shown.day_minutes == (0, 0, 0, 450, 0, 0, 0)
    assert (shown.minutes, shown.left_minutes) == (450, 1470)
    assert shown.left_by_day == (384, 384, 384, -66, 384, 0, 0)
    assert [cell.note for _, cell in shown.notes] == ["ochtend"]


def test_a_subject_without_hours_or_open_days_does_not_show() -> None:
    assert grid([], SheetState.SUBMITTED).rows == ()
    assert not grid([], SheetState.SUBMITTED).is_writable
    assert grid([], SheetState.SUBMITTED).day_minutes == (0,) * 7


def test_a_correction_counts_in_the_totals_and_is_shown_apart() -> None:
    entry = Booked(
        UUID(int=5), TRAINING.subject.key, date(2026, 3, 31), 480, None, True, corrected_minutes=-60
    )
    shown = grid([entry])
    assert (shown.rows[-1].cells[1].minutes, shown.rows[-1].cells[1].corrected_minutes) == (480, -60)
    assert shown.minutes == 420


def test_a_week_may_lie_in_two_months() -> None:
    assert WEEK.months == (date(2026, 3, 1), date(2026, 4, 1))
    assert Week.parse("2026-W15").months == (date(2026, 4, 1),)


@pytest.mark.parametrize(
    "code", ["2026-W00", "2026-W54", "2026-14", "2026-W1", "W14", "", "٢٠٢٦-W14", "0000-W01"]
)
def test_what_is_no_week_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is no week"):
        Week.parse(code)


def test_a_subject_is_an_assignment_or_an_activity() -> None:
    with pytest.raises(ValueError, match="assignment or an activity"):
        Subject(AREA)
    with pytest.raises(ValueError, match="assignment or an activity"):
        Subject(AREA, UUID(int=2), Activity.TRAINING)


def test_a_contract_counts_on_the_days_that_it_holds() -> None:
    first = Employment(
        UUID(int=1), UUID(int=2), AREA, "adviseur", 1800, Term(date(2026, 1, 1), date(2026, 3, 31))
    )
    second = Employment(UUID(int=1), UUID(int=2), UUID(int=7), "adviseur", 900, Term(date(2026, 4, 1)))
    who = Employee(UUID(int=4), "M01", "Proef Persoon", None, (first, second))
    assert who.contract_minutes(WEEK.days) == (1800 * 2 + 900 * 3) // 5
    assert who.area_ids(WEEK.monday, WEEK.sunday) == (AREA, UUID(int=7))
    assert who.contract_minutes([date(2025, 12, 1)]) is None
    assert sum(who.contract_by_day(WEEK.days) or ()) == who.contract_minutes(WEEK.days)
