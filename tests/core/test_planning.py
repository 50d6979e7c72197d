"""The drivers of a year to come: contracts first, then the last final year, then a refusal that names who."""

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
    assert [row.number for row in made.assignments] == ["jaarcontract P", "2026"]


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
        "Voor het voorschot van Onderwijs in 2027 ontbreekt het jaarcontract van Q in uren, en er is nog geen "
        "jaar definitief afgerekend. Vul het jaarcontract in."
    )


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
