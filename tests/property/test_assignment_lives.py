"""What must hold for any life of an assignment, however it goes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.assignments.core.events import Event, follow, project
from app.features.assignments.core.lateness import working_days_between
from app.features.assignments.core.life import (
    HOLDERS,
    PAIRS,
    TRANSITIONS,
    Party,
    State,
    Step,
    allowed_steps,
    possible_steps,
    take,
    words,
)
from app.features.assignments.core.principals import Principal, ShareRule, shares
from app.features.assignments.core.queue import rank_for
from app.kernel.errors import NotAllowed, Refused

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PARTIES = st.sets(st.sampled_from(Party))


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """Any sequence of allowed steps, from the draft on."""
    events = [Event(1, Step.DRAFT, None, State.DRAFT, START, START, "A. Proefpersoon")]
    for _ in range(draw(st.integers(0, 25))):
        state = events[-1].to_state
        steps = possible_steps(state)
        if not steps:
            break
        step = draw(st.sampled_from(steps))
        moment = START + timedelta(hours=len(events))
        is_accept = step is Step.ACCEPT
        events.append(
            Event(
                len(events) + 1, step, state, TRANSITIONS[state, step].to, moment, moment, "A. Proefpersoon",
                estimate_minutes=draw(st.integers(1, 9000)) if is_accept else None,
                agreed_on=date(2026, 6, 1) if is_accept else None,
            )
        )  # fmt: skip
    return events


@given(lives())
def test_the_fold_of_any_allowed_life_is_where_it_ended(events: list[Event]) -> None:
    projection = project(events)
    assert projection.state is events[-1].to_state
    assert projection.state_since == events[-1].happened_at
    assert projection.holder is HOLDERS[projection.state]
    assert projection.returns == sum(event.step is Step.RETURN for event in events)


@given(lives())
def test_following_one_by_one_is_the_same_as_folding(events: list[Event]) -> None:
    projection = None
    for event in events:
        projection = follow(projection, event)
    assert projection == project(events)


@given(lives())
def test_the_order_in_which_events_are_read_changes_nothing(events: list[Event]) -> None:
    assert project(list(reversed(events))) == project(events)


@given(lives(), st.data())
def test_replacing_an_event_by_itself_changes_nothing_but_the_last_number(
    events: list[Event], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(events))
    again = Event(
        len(events) + 1, chosen.step, chosen.from_state, chosen.to_state, chosen.happened_at, START,
        "B. Proefpersoon", estimate_minutes=chosen.estimate_minutes, agreed_on=chosen.agreed_on,
        replaces_seq=chosen.seq,
    )  # fmt: skip
    before, after = project(events), project([*events, again])
    assert after.seq == len(events) + 1
    assert (before.state, before.state_since, before.returns, before.agreed_on) == (
        after.state, after.state_since, after.returns, after.agreed_on,
    )  # fmt: skip


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("party", Party)
def test_every_pair_is_taken_or_refused_with_exactly_what_is_allowed(
    state: State, step: Step, party: Party
) -> None:
    allowed = allowed_steps(state, {party})
    if step in allowed:
        assert (step, state, take(state, step, {party}).to) in PAIRS
        return
    with pytest.raises((Refused, NotAllowed)) as refusal:
        take(state, step, {party})
    if (state, step) not in TRANSITIONS:
        assert isinstance(refusal.value, Refused)
        assert list(refusal.value.allowed) == words(allowed)
    assert all(word in refusal.value.message for word in words(allowed))


@given(st.sampled_from(State), PARTIES)
def test_allowed_is_what_can_be_taken_and_nothing_else(state: State, parties: set[Party]) -> None:
    allowed = set(allowed_steps(state, parties))
    for step in Step:
        try:
            take(state, step, parties)
        except (Refused, NotAllowed):
            assert step not in allowed
        else:
            assert step in allowed


@given(st.dictionaries(st.text("ABC", min_size=1, max_size=3), st.integers(1, 10**6), min_size=1, max_size=8))
def test_parts_total_one_and_follow_the_statistic(statistics: dict[str, int]) -> None:
    principals = [Principal(code) for code in statistics]
    parts = shares(ShareRule.STATISTIC, principals, statistics)
    assert sum(parts.values()) == 1
    assert parts == shares(ShareRule.STATISTIC, principals, {code: n * 7 for code, n in statistics.items()})
    assert sum(shares(ShareRule.EQUAL, principals).values()) == Fraction(1)


@given(st.lists(st.integers(0, 100), max_size=60))
def test_whoever_is_given_a_place_stands_there(places: list[int]) -> None:
    ranks: list[Decimal] = []
    for wish in places:
        place = wish % (len(ranks) + 1) + 1
        rank = rank_for(ranks, place)
        ranks.insert(place - 1, rank)
        assert all(before < after for before, after in pairwise(ranks))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_working_days_are_counted_as_on_the_calendar(start: date, days: int) -> None:
    counted = sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))
    assert working_days_between(start, start + timedelta(days=days)) == counted
