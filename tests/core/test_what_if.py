"""What if: no change changes nothing, every change says what each partner would pay, and refusals name why."""

from fractions import Fraction

import pytest

from app.features.settlement.core.errors import Unsettled, WrongFacts
from app.features.settlement.core.inputs import Component, DriverKind, Inputs, Takes
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import lines_body
from app.features.settlement.core.what_if import Change, ChangeKind, changed, readings, what_if
from tests.golden.settlement_reader import read_inputs


@pytest.fixture
def inputs() -> Inputs:
    """Three partners; X by inhabitants, Y by hours at a tariff that covers its costs."""
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": "", "R": ""},
            "areas": {
                "X": {"policy": ["whole by inhabitants"]},
                "Y": {"policy": ["tariff hour"], "tariffs": {"t": {"price": "hour adviseur 60.00"}}},
            },
            "statistics": {
                "inhabitants": {"P": "1", "Q": "1", "R": "2"},
                "clients": {"P": "3", "Q": "1", "R": "0"},
            },
            "hours": ["Y P 1:00 at t", "Y P=1/2,Q=1/2 2:00 at t"],
            "costs": ["X staff 100.00", "X ict 0.01", "Y staff 180.00"],
        }
    )


def _cents(inputs: Inputs, *changes: Change) -> dict[str, int]:
    return {one.organisation: one.cents for one in what_if(inputs, changes).differences}


def test_no_change_changes_nothing(inputs: Inputs) -> None:
    outcome = what_if(inputs, [])
    assert lines_body(outcome.before) == lines_body(outcome.after)
    assert all(one.cents == 0 for one in outcome.differences)


def test_another_key(inputs: Inputs) -> None:
    by_clients = Change(ChangeKind.KEY, area="X", components=(Component(1, Takes.WHOLE, DriverKind.CLIENTS),))
    # 100.01 by 3 : 1 : 0 is 75.01, 25.00, 0.00; by 1 : 1 : 2 it is 25.00, 25.00, 50.01
    assert _cents(inputs, by_clients) == {"P": 5001, "Q": 0, "R": -5001}


def test_two_readings_of_one_clause_side_by_side(inputs: Inputs) -> None:
    mixed = Change(
        ChangeKind.KEY,
        area="X",
        components=(
            Component(1, Takes.PERCENT, DriverKind.CLIENTS, Fraction(50)),
            Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(50)),
        ),
    )
    equal = Change(ChangeKind.KEY, area="X", components=(Component(1, Takes.WHOLE, DriverKind.EQUAL),))
    first, second = readings(inputs, [mixed], [equal])
    assert lines_body(first.before) == lines_body(second.before)
    assert [one.after_cents for one in first.differences] != [one.after_cents for one in second.differences]
    assert first.after.totals.divided_cents == second.after.totals.divided_cents


def test_another_tariff_moves_the_result_of_the_area(inputs: Inputs) -> None:
    dearer = Change(ChangeKind.TARIFF, of="t", value=Fraction(66_00))
    assert _cents(inputs, dearer) == {"P": 1200, "Q": 600, "R": 0}
    assert what_if(inputs, [dearer]).after.totals.result_cents == -1800


def test_another_figure(inputs: Inputs) -> None:
    grown = Change(ChangeKind.STATISTIC, organisation="P", of="inhabitants", value=Fraction(2))
    # 100.01 by 2 : 1 : 2 is 40.01 (the cent left over goes to P by code), 20.00, 40.00
    assert _cents(inputs, grown) == {"P": 1501, "Q": -500, "R": -1001}


def test_costs_so_many_per_cent_higher_to_the_cent_of_their_total(inputs: Inputs) -> None:
    higher = Change(ChangeKind.COSTS, area="X", value=Fraction(5))
    outcome = what_if(inputs, [higher])
    # 100.01 × 1.05 = 105.0105
    assert outcome.after.totals.costs_cents - outcome.before.totals.costs_cents == 500
    assert what_if(inputs, [Change(ChangeKind.COSTS, value=Fraction(-100))]).after.totals.costs_cents == 0


def test_a_partner_less_takes_its_work_along(inputs: Inputs) -> None:
    outcome = what_if(inputs, [Change(ChangeKind.LEAVES, organisation="P")])
    # Y: the joint two hours are Q's alone; X: 100.01 by 1 : 2
    assert outcome.after.totals.by_organisation == {"Q": 3334 + 12000, "R": 6667}


def test_a_partner_more_needs_its_figures(inputs: Inputs) -> None:
    joins = Change(ChangeKind.JOINS, organisation="S")
    with pytest.raises(Unsettled, match="Van S ontbreekt het aantal inwoners"):
        what_if(inputs, [joins])
    heads = Change(ChangeKind.STATISTIC, organisation="S", of="inhabitants", value=Fraction(4))
    assert what_if(inputs, [joins, heads]).after.totals.by_organisation["S"] == 5001


def test_a_change_of_what_is_not_there_is_refused_by_name(inputs: Inputs) -> None:
    with pytest.raises(WrongFacts, match="Tarief u bestaat niet"):
        changed(inputs, [Change(ChangeKind.TARIFF, of="u")])
    with pytest.raises(WrongFacts, match="Taakgebied Z heeft geen verdeelafspraak"):
        changed(inputs, [Change(ChangeKind.KEY, area="Z")])
    with pytest.raises(WrongFacts, match="C voert zelf een taakgebied uit"):
        changed(inputs, [Change(ChangeKind.LEAVES, organisation="C")])


def test_changes_are_never_a_settlement_of_what_is(inputs: Inputs) -> None:
    before = lines_body(settle(inputs))
    what_if(inputs, [Change(ChangeKind.COSTS, value=Fraction(50))])
    assert lines_body(settle(inputs)) == before
