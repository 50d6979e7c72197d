"""The steps of an assignment, its completeness, principals, queue and lateness: examples from the domain."""

import doctest
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest

from app.features.assignments.core.completeness import CHECKS, Kind, Request, missing, mistakes
from app.features.assignments.core.events import Event, in_force, last_reason, project
from app.features.assignments.core.lateness import Timing, agreed_lateness, soon_until, working_days_between
from app.features.assignments.core.life import (
    HOLDERS,
    TRANSITIONS,
    Holder,
    Party,
    State,
    Step,
    allowed_steps,
    later_steps,
    take,
)
from app.features.assignments.core.principals import Principal, ShareRule, principal_findings, shares
from app.features.assignments.core.queue import rank_for
from app.kernel.errors import Invalid, NotAllowed, Refused
from app.kernel.glossary import HOLDERS as HOLDER_WORDS
from app.kernel.glossary import STATE_LABELS, STATES, STEPS

MONDAY = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
MODULES = ("life", "events", "numbering", "queue", "lateness", "principals", "completeness")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(import_module(f"app.features.assignments.core.{name}")).failed == 0


def test_every_state_step_and_holder_has_its_dutch_word() -> None:
    assert set(STATES) == set(STATE_LABELS) == {state.value for state in State}
    assert set(STEPS) == {step.value for step in Step}
    assert set(HOLDER_WORDS) == {holder.value for holder in Holder}


def test_the_road_of_the_domain_leads_from_draft_to_closed() -> None:
    road = (
        Step.SUBMIT, Step.RETURN, Step.SUBMIT, Step.ACCEPT, Step.ORDER, Step.PLAN, Step.START, Step.WAIT,
        Step.RESUME, Step.DELIVER, Step.REWORK, Step.DELIVER, Step.APPROVE, Step.CLOSE,
    )  # fmt: skip
    state = State.DRAFT
    for step in road:
        state = take(state, step, set(Party)).to
    assert state is State.CLOSED


def test_waiting_may_go_to_delivered_in_one_step() -> None:
    assert take(State.WAITING, Step.DELIVER, {Party.EMPLOYEE}).to is State.DELIVERED


@pytest.mark.parametrize("state", [s for s in State if s not in {State.APPROVED, State.CLOSED}])
def test_withdrawing_and_rejecting_ask_a_reason(state: State) -> None:
    for step in (Step.WITHDRAW, Step.REJECT):
        if (state, step) in TRANSITIONS:
            assert TRANSITIONS[state, step].needs_reason


def test_the_office_that_submits_twice_hears_why_when_and_what_it_can_do() -> None:
    with pytest.raises(Refused) as refusal:
        take(State.SUBMITTED, Step.SUBMIT, {Party.OFFICE})
    assert refusal.value.allowed == ("intrekken",)
    assert "al ingediend" in refusal.value.message
    assert "Indienen kan zodra" in refusal.value.message


def test_a_step_of_somebody_else_names_whose_it_is() -> None:
    with pytest.raises(NotAllowed) as refusal:
        take(State.SUBMITTED, Step.ACCEPT, {Party.OFFICE})
    assert refusal.value.message == "Accepteren is aan de SSC-manager. Nu kan wel: intrekken."


def test_a_closed_assignment_says_that_nothing_can_be_done_any_more() -> None:
    with pytest.raises(Refused) as refusal:
        take(State.CLOSED, Step.DELIVER, set(Party))
    assert refusal.value.message == (
        "Dit kan nu niet: de opdracht is gesloten. Opleveren kan bij deze opdracht niet meer."
        " U kunt nu geen andere stap zetten."
    )


def test_an_office_is_told_what_it_can_do_later() -> None:
    assert later_steps(State.IN_PROGRESS, {Party.OFFICE}) == (Step.APPROVE,)
    assert later_steps(State.CLOSED, set(Party)) == ()


def test_who_waits_for_an_answer_has_it() -> None:
    assert HOLDERS[State.WAITING] is HOLDERS[State.RETURNED] is HOLDERS[State.DELIVERED] is Holder.PRINCIPAL
    assert HOLDERS[State.SUBMITTED] is Holder.CENTRE


def _event(seq: int, step: Step, origin: State | None, to: State, day: int = 0, **more: Any) -> Event:
    moment = MONDAY + timedelta(days=day)
    return Event(seq, step, origin, to, moment, moment, "A. Proefpersoon", **more)


def _returned_once() -> list[Event]:
    return [
        _event(1, Step.DRAFT, None, State.DRAFT),
        _event(2, Step.SUBMIT, State.DRAFT, State.SUBMITTED, 1),
        _event(3, Step.RETURN, State.SUBMITTED, State.RETURNED, 2, reason="Noem de criteria."),
        _event(4, Step.SUBMIT, State.RETURNED, State.SUBMITTED, 3),
        _event(
            5,
            Step.ACCEPT,
            State.SUBMITTED,
            State.ACCEPTED,
            4,
            estimate_minutes=2400,
            agreed_on=date(2026, 6, 1),
        ),
    ]


def test_folding_counts_returns_and_keeps_the_first_submission() -> None:
    projection = project(_returned_once())
    assert (projection.state, projection.returns, projection.estimate_minutes) == (State.ACCEPTED, 1, 2400)
    assert projection.submitted_at == MONDAY + timedelta(days=1)
    assert last_reason(_returned_once(), Step.RETURN) == "Noem de criteria."


def test_a_replacing_event_takes_the_place_of_the_one_it_corrects() -> None:
    right = _event(
        6, Step.ACCEPT, State.SUBMITTED, State.ACCEPTED, 4, estimate_minutes=1200, agreed_on=date(2026, 6, 8),
        replaces_seq=5,
    )  # fmt: skip
    projection = project([*_returned_once(), right])
    assert (projection.estimate_minutes, projection.agreed_on, projection.seq) == (1200, date(2026, 6, 8), 6)
    assert len(in_force([*_returned_once(), right])) == 5


def test_an_event_cannot_replace_one_of_another_step() -> None:
    wrong = _event(6, Step.SUBMIT, State.RETURNED, State.SUBMITTED, 4, replaces_seq=5)
    with pytest.raises(Invalid):
        project([*_returned_once(), wrong])


def test_events_that_are_no_life_are_refused() -> None:
    with pytest.raises(Invalid):
        project([])
    with pytest.raises(Invalid):
        project(
            [
                _event(1, Step.DRAFT, None, State.DRAFT),
                _event(2, Step.START, State.PLANNED, State.IN_PROGRESS),
            ]
        )


def test_an_empty_request_misses_every_field_but_the_kind() -> None:
    assert [finding.field for finding in missing(Request())] == [check.field for check in CHECKS]


def test_joint_work_needs_two_principals() -> None:
    alone = Request(kind=Kind.JOINT, principals=(Principal("VLI"),), lead="VLI")
    assert "opdrachtgevers" in {finding.field for finding in missing(alone)}


def test_bespoke_work_is_for_one() -> None:
    two = Request(principals=(Principal("VLI"), Principal("OUD")), lead="VLI")
    assert [finding.field for finding in mistakes(two)] == ["soort"]


def test_fixed_shares_must_total_one() -> None:
    halves = [Principal("A", Fraction(1, 2)), Principal("B", Fraction(1, 3))]
    assert "5/6" in principal_findings(ShareRule.FIXED, halves, "A")[0].message
    with pytest.raises(Invalid):
        shares(ShareRule.FIXED, halves)


def test_a_missing_or_zero_statistic_is_named() -> None:
    both = [Principal("A"), Principal("B")]
    with pytest.raises(Invalid, match="B ontbreekt"):
        shares(ShareRule.STATISTIC, both, {"A": 10})
    with pytest.raises(Invalid, match="alle opdrachtgevers nul"):
        shares(ShareRule.STATISTIC, both, {"A": 0, "B": 0})
    with pytest.raises(Invalid, match="negatief"):
        shares(ShareRule.STATISTIC, both, {"A": 10, "B": -1})


def test_the_lead_must_be_a_principal() -> None:
    assert principal_findings(ShareRule.EQUAL, [Principal("A")], "B")[0].field == "hoofdopdrachtgever"


def test_a_place_beyond_the_queue_is_refused_with_the_places_there_are() -> None:
    with pytest.raises(Invalid, match="1 t/m 3"):
        rank_for([Decimal(1), Decimal(2)], 9)


def test_lateness_by_the_agreed_date_only() -> None:
    wednesday = date(2026, 7, 1)
    assert agreed_lateness(State.WAITING, date(2026, 7, 8), wednesday).timing is Timing.STILL
    assert agreed_lateness(State.WAITING, date(2026, 6, 30), wednesday).timing is Timing.LATE
    assert agreed_lateness(State.PLANNED, date(2026, 7, 9), wednesday).timing is Timing.ON_TIME
    assert agreed_lateness(State.DELIVERED, date(2026, 6, 1), wednesday).timing is Timing.NONE
    assert agreed_lateness(State.ACCEPTED, wednesday, wednesday).timing is Timing.SOON
    assert soon_until(date(2026, 7, 3)) == date(2026, 7, 10)
    assert working_days_between(date(2026, 7, 1), date(2026, 7, 1)) == 0


def test_allowed_steps_follow_the_table() -> None:
    assert allowed_steps(State.DRAFT, {Party.OFFICE}) == (Step.SUBMIT, Step.WITHDRAW)
    assert allowed_steps(State.CLOSED, set(Party)) == ()
