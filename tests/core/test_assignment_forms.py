"""What people type in forms, and how an assignment went: dates, hours, the road, who had it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.features.assignments.core.completeness import Kind, PeriodUnit, Request, StatutoryPeriod
from app.features.assignments.core.events import Event
from app.features.assignments.core.life import TRANSITIONS, Holder, State, Step
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.timeline import ROAD, Held, held, road
from app.features.assignments.pages import forms
from app.kernel.errors import Finding

MONDAY = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("40", 2400),
        ("37,5", 2250),
        ("37.5", 2250),
        ("37:30", 2250),
        ("1.200", 72_000),
        ("120:00 uur", 7200),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    findings: list[Finding] = []
    assert forms.read_hours(text, "plafond", findings) == minutes
    assert findings == []


@pytest.mark.parametrize("text", ["veel", "4:75", "-3", "1,234"])
def test_what_is_no_number_of_hours_is_said(text: str) -> None:
    findings: list[Finding] = []
    assert forms.read_hours(text, "plafond", findings) is None
    assert findings[0].field == "plafond"


@pytest.mark.parametrize("text", ["1-6-2026", "01-06-2026", "1/6/2026", "2026-06-01", " 1.6.2026 "])
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert forms.read_date(text, "gewensteDatum", []) == date(2026, 6, 1)


@pytest.mark.parametrize("text", ["31-02-2026", "morgen", "1-6-26"])
def test_what_is_no_date_is_said(text: str) -> None:
    findings: list[Finding] = []
    assert forms.read_date(text, "gewensteDatum", findings) is None
    assert "gewensteDatum" in {finding.field for finding in findings}


def test_a_request_comes_back_from_its_form_as_it_went_in() -> None:
    asked = Request(
        title="Verordening", kind=Kind.JOINT, area="SZ", product="verordening", desired_result="Iets",
        acceptance_criteria=("Een", "Twee"), principals=(Principal("VLI"), Principal("OUD")), lead="VLI",
        share_rule=ShareRule.STATISTIC, share_statistic="inwoners", contact="A. Proefpersoon",
        requested_on=date(2026, 6, 1), requested_why="De raad", frame="Kader", ceiling_minutes=2250,
        ceiling_cents=123_456, is_confidential=True,
        statutory=StatutoryPeriod("Awb art. 7:10", date(2026, 3, 27), 6, PeriodUnit.WEEKS),
    )  # fmt: skip
    fields, findings = forms.fields_of(forms.shown(asked), asked, "VLI")
    assert findings == []
    assert Request(**fields) == asked


def test_a_product_of_another_area_is_said() -> None:
    values = {**forms.shown(Request()), "taakgebied": "SZ", "product": "OW/onderzoek"}
    _, findings = forms.fields_of(values, Request(), "VLI")
    assert [finding.field for finding in findings] == ["product"]


def _life(*steps: tuple[Step, int]) -> list[Event]:
    """Events of these steps, each on a day after the first Monday."""
    events = [Event(1, Step.DRAFT, None, State.DRAFT, MONDAY, MONDAY, "A. Proefpersoon")]
    for step, day in steps:
        state = events[-1].to_state
        moment = MONDAY + timedelta(days=day)
        more: dict[str, Any] = (
            {"estimate_minutes": 60, "agreed_on": date(2026, 5, 1)} if step is Step.ACCEPT else {}
        )
        events.append(
            Event(
                len(events) + 1,
                step,
                state,
                TRANSITIONS[state, step].to,
                moment,
                moment,
                "A. Proefpersoon",
                **more,
            )
        )
    return events


def test_the_road_marks_what_is_done_and_where_it_is() -> None:
    stops = {stop.state: stop for stop in road(_life((Step.SUBMIT, 0), (Step.RETURN, 1)))}
    assert list(stops) == list(ROAD)
    assert stops[State.DRAFT].is_done
    assert stops[State.SUBMITTED].is_now
    assert stops[State.ACCEPTED].reached_at is None


def test_a_closed_road_is_done_to_its_end_and_a_withdrawn_one_stands_nowhere() -> None:
    whole = _life(
        (Step.SUBMIT, 0), (Step.ACCEPT, 0), (Step.ORDER, 0), (Step.PLAN, 0), (Step.START, 0), (Step.DELIVER, 1),
        (Step.APPROVE, 1), (Step.CLOSE, 2),
    )  # fmt: skip
    assert all(stop.is_done for stop in road(whole))
    withdrawn = road(_life((Step.SUBMIT, 0), (Step.WITHDRAW, 1)))
    assert not any(stop.is_now for stop in withdrawn)
    assert [stop.state for stop in withdrawn if stop.is_done] == [State.DRAFT, State.SUBMITTED]


def test_working_days_go_to_who_had_it() -> None:
    events = _life((Step.SUBMIT, 0), (Step.RETURN, 2), (Step.SUBMIT, 4), (Step.REJECT, 8))
    assert held(events, MONDAY + timedelta(days=30), lambda moment: moment.date()) == [
        Held(Holder.PRINCIPAL, 2),
        Held(Holder.CENTRE, 4),
    ]
    assert held(_life(), MONDAY, lambda moment: moment.date()) == []
