"""The drivers of a year to come: contracts first, then the last final year, then a refusal that names who."""

from dataclasses import replace

import pytest

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.planning import Flow, flows_of, planned
from tests.golden.settlement_reader import read_inputs


def _world(policy: str, **more: object) -> Inputs:
    return read_inputs(
        {
            "period": "2027",
            "partners": {"P": "", "Q": "2027-03-01.."},
            "areas": {"X": {"name": "Onderwijs", "advances": "yes", "policy": [policy], **more}},
        }
    )


def test_hours_are_those_of_the_contract_else_of_the_last_final_year() -> None:
    contract = Flow("c", "X", "P", "jaarcontract P", minutes=6000)
    last = [Flow("l", "X", "P", "2026", minutes=1), Flow("l", "X", "Q", "2026", minutes=3000)]
    made = planned(_world("whole by hours"), [contract], last)
    assert [(row.assignment, row.minutes) for row in made.worked] == [("plan X P", 6000), ("plan X Q", 3000)]
    assert made.worked[1].first_on.isoformat() == "2027-03-01"
    assert [(row.number, row.title) for row in made.assignments] == [
        ("jaarcontract P", "geplande uren"),
        ("2026", "geplande uren"),
    ]


def test_a_contract_over_more_tariffs_follows_the_mix_of_last_year() -> None:
    tariffs = {"a": {"price": "hour adviseur 90.00"}, "b": {"price": "hour medewerker 60.00"}}
    contract = Flow("c", "X", "P", "jaarcontract P", minutes=100)
    last = [
        Flow("l", "X", "P", "2026", minutes=1, function="adviseur"),
        Flow("l", "X", "P", "2026", minutes=2, function="medewerker"),
    ]
    made = planned(_world("tariff hour", tariffs=tariffs), [contract], last)
    assert [(row.tariff, row.minutes) for row in made.worked] == [("a", 33), ("b", 67)]


def test_products_are_those_of_the_contract() -> None:
    world = _world("whole by products beschikking", products={"beschikking": {}})
    made = planned(world, [Flow("c", "X", "P", "jaarcontract P", product="beschikking", count=12)], [])
    assert [(row.organisation, row.count) for row in made.delivered] == [("P", 12)]


def test_without_contract_and_without_a_final_year_everybody_without_plan_is_named() -> None:
    with pytest.raises(Unsettled) as refused:
        planned(_world("whole by hours"), [Flow("c", "X", "P", "jaarcontract P", minutes=1)], None)
    (error,) = refused.value.errors
    assert error.message == (
        "Om Onderwijs in 2027 vooraf te verdelen ontbreekt het jaarcontract van Q in uren, en er is nog geen "
        "jaar definitief afgerekend. Vul het jaarcontract in."
    )


def test_a_figure_of_the_first_day_stands_as_it_is() -> None:
    world = read_inputs(
        {
            "period": "2027",
            "partners": {"P": ""},
            "areas": {"X": {"advances": "yes", "policy": ["whole by inhabitants"]}},
            "statistics": {"inhabitants": {"P": {"2025-01-01": "9", "2027-01-01": "10"}}},
        }
    )
    assert planned(world, [], None).statistics == world.statistics


def test_what_was_worked_as_is_kept_of_settled_hours() -> None:
    done = read_inputs(
        {
            "period": "2026",
            "partners": {"P": ""},
            "areas": {"X": {"policy": ["tariff hour"], "tariffs": {"a": {"price": "hour adviseur 90.00"}}}},
            "hours": ["X P 1:00 at a"],
        }
    )
    worked = tuple(replace(row, function="adviseur") for row in done.worked)
    assert [(row.function, row.minutes) for row in flows_of(replace(done, worked=worked))] == [
        ("adviseur", 60)
    ]


def test_a_figure_that_is_too_old_counts_as_last_known() -> None:
    world = read_inputs(
        {
            "period": "2027",
            "partners": {"P": ""},
            "areas": {"X": {"advances": "yes", "policy": ["whole by inhabitants"]}},
            "statistics": {"inhabitants": {"P": {"2025-01-01": "9"}}},
        }
    )
    made = planned(world, [], None)
    found = max(made.statistics, key=lambda row: row.reference_on)
    assert (int(found.value), found.source) == (9, "CBS, laatst bekend op 1 januari 2025")


def test_what_was_done_is_read_from_settled_inputs_with_the_shares_of_joint_work() -> None:
    done = read_inputs(
        {
            "period": "2026",
            "partners": {"P": "", "Q": ""},
            "areas": {"X": {"policy": ["whole by hours"], "products": {"a": {}}}},
            "hours": ["X P 1:00", "X P=1/3,Q=2/3 1:00"],
            "delivered": ["X a P 3", "X a P 4"],
        }
    )
    found = {(row.organisation, row.product): (row.minutes, row.count) for row in flows_of(done)}
    assert found == {("P", ""): (80, 0), ("Q", ""): (40, 0), ("P", "a"): (0, 7)}


def test_work_of_others_and_of_other_areas_is_no_plan() -> None:
    flows = [
        Flow("a", "X", "Q", "van Q", minutes=7),
        Flow("b", "Y", "P", "van Y", minutes=8),
        Flow("c", "X", "P", "een product", product="folder", minutes=9, count=1),
        Flow("d", "X", "P", "eerste", minutes=10),
        Flow("e", "X", "P", "tweede", minutes=20),
    ]
    made = planned(_world("whole by hours"), flows, [])
    assert [(row.assignment, row.minutes) for row in made.worked] == [("plan X P", 30), ("plan X Q", 7)]
    assert [row.number for row in made.assignments] == ["eerste", "van Q"]
    shares = [(share.of, str(share.value)) for row in made.assignments for share in row.shares]
    assert shares == [("P", "1"), ("Q", "1")]


def test_who_did_nothing_last_year_has_nothing_planned() -> None:
    less = [Flow("l", "X", "P", "2026", minutes=-5), Flow("l", "X", "Q", "2026", minutes=0)]
    assert planned(_world("whole by hours"), [], less).worked == ()
    made = planned(_world("whole by hours"), [], [*less, Flow("m", "X", "Q", "ander jaar", minutes=6)])
    assert [row.number for row in made.assignments] == ["ander jaar"]


def test_a_policy_that_looks_at_neither_hours_nor_products_needs_no_plan() -> None:
    for policy in ("whole by equal", "tariff statistic inhabitants"):
        made = planned(_world(policy), [], None)
        assert (made.worked, made.delivered, made.assignments) == ((), (), ())


def test_a_tariff_by_the_piece_asks_counts_of_the_last_year_and_refuses_without() -> None:
    world = _world("tariff product", products={"a": {}, "b": {}})
    last = [
        Flow("l", "X", "P", "2026", product="b", count=2),
        Flow("l", "X", "P", "2026", product="a", count=3),
        Flow("l", "X", "P", "2026", minutes=60),
    ]
    made = planned(world, [], last)
    assert [(row.id, row.organisation, row.count) for row in made.delivered] == [
        ("plan X P a", "P", 3),
        ("plan X P b", "P", 2),
    ]
    with pytest.raises(Unsettled) as refused:
        planned(world, [], None)
    assert [" in aantallen, " in error.message for error in refused.value.errors] == [True]


def test_a_tariff_is_that_of_the_first_day_of_who_takes_part() -> None:
    tariffs = {
        "a": {"price": "hour adviseur 90.00", "holds": "..2027-01-01"},
        "b": {"price": "hour adviseur 95.00", "holds": "2027-03-01..2027-03-01"},
        "c": {"price": "hour adviseur 99.00", "holds": "2027-03-02.."},
        "d": {"price": "product folder 1.00"},
    }
    contracts = [Flow("c", "X", who, "jaarcontract", minutes=60) for who in "PQ"]
    made = planned(_world("tariff hour", tariffs=tariffs, products={"folder": {}}), contracts, [])
    # P takes part from 1 January, Q from 1 March
    assert [(row.tariff, row.function) for row in made.worked] == [("a", "adviseur"), ("b", "adviseur")]


def test_without_a_tariff_the_hours_stand_without_one() -> None:
    made = planned(
        _world("tariff hour"), [Flow("c", "X", who, "jaarcontract", minutes=60) for who in "PQ"], []
    )
    assert [(row.tariff, row.function) for row in made.worked] == [("", ""), ("", "")]


def test_a_contract_over_more_tariffs_without_hours_last_year_is_refused() -> None:
    tariffs = {"a": {"price": "hour adviseur 90.00"}, "b": {"price": "hour medewerker 60.00"}}
    contracts = [Flow("c", "X", who, "jaarcontract", minutes=60) for who in "PQ"]
    last = [Flow("l", "X", "Q", "2026", minutes=60, function="adviseur")]
    with pytest.raises(Unsettled) as refused:
        planned(_world("tariff hour", tariffs=tariffs), contracts, last)
    (error,) = refused.value.errors
    assert error.message.startswith(
        "Onderwijs heeft meer uurtarieven en P heeft in het laatste afgerekende jaar"
    )


def test_a_figure_of_the_first_day_stays_and_a_later_one_is_not_known_yet() -> None:
    figures = {"P": {"2025-06-01": "8", "2026-01-01": "9", "2027-06-01": "10"}, "Q": {"2027-01-01": "5"}}
    world = read_inputs(
        {
            "period": "2027",
            "partners": {"P": "", "Q": ""},
            "areas": {"X": {"advances": "yes", "policy": ["whole by inhabitants"]}},
            "statistics": {"inhabitants": figures},
        }
    )
    added = planned(world, [], None).statistics[len(world.statistics) :]
    assert [(row.organisation, int(row.value), row.reference_on.isoformat()) for row in added] == [
        ("P", 9, "2027-01-01")
    ]


def test_areas_without_advances_are_not_planned() -> None:
    world = _world("whole by hours")
    (policy,) = world.policies
    made = planned(replace(world, policies=(replace(policy, has_advances=False),)), [], None)
    assert made.worked == ()


def test_areas_that_are_named_are_planned_whether_or_not_they_ask_advances() -> None:
    world = _world("whole by hours")
    without = replace(world, policies=tuple(replace(row, has_advances=False) for row in world.policies))
    contracts = [Flow("c", "X", code, f"jaarcontract {code}", minutes=60) for code in "PQ"]
    assert planned(without, contracts, None).worked == ()
    assert len(planned(without, contracts, None, ["X"]).worked) == 2


def test_a_key_that_is_phased_in_is_planned_once_for_both_keys() -> None:
    world = _world("whole by equal", phase="1/4", old=["whole by hours"])
    contracts = [Flow("c", "X", code, f"jaarcontract {code}", minutes=60) for code in "PQ"]
    both = replace(world, policies=tuple(replace(row, has_advances=True) for row in world.policies))
    assert [row.minutes for row in planned(both, contracts, None).worked] == [60, 60]
