"""A period on its budget, and what was budgeted of a year for some areas; nothing where nothing was budgeted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.errors import NoPlan, Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.year_budget import MID_YEAR, YearBudget, year_budget
from app.kernel.explain import check
from tests.golden.settlement_reader import read_inputs

WORLD: dict[str, Any] = {
    "period": "2026",
    "partners": {"P": "", "Q": ""},
    "areas": {"X": {"policy": ["whole by equal"]}, "Y": {"policy": ["whole by equal"]}},
    "pools": {"O": {"by": "direct_costs"}},
    "costs": ["X staff 999.00"],
    "budget": ["X staff 300.00", "Y staff 100.00", "O ict 40.00"],
}
INPUTS = read_inputs(WORLD)
NONE = replace(INPUTS, budget=())


def test_a_period_is_settled_on_its_budget() -> None:
    found = on_budget(INPUTS)
    assert found is not None
    # 300.00 and three quarters of 40.00
    assert {area.area.code: area.costs_cents for area in found.areas} == {"X": 330_00, "Y": 110_00}
    assert on_budget(NONE) is None


def test_all_that_stands_in_the_way_of_dividing_is_said() -> None:
    def refuse(_: Sequence[str]) -> Inputs:
        raise Unsettled([NoPlan("Eén."), NoPlan("Twee.")])

    found = year_budget(INPUTS, ["X"], refuse)
    assert found is not None
    assert found.undivided == "Eén. Twee."


def _of(inputs: Inputs, *areas: str) -> YearBudget:
    found = year_budget(inputs, areas, lambda _: inputs)
    assert found is not None
    for node in (found.whole, *found.parts.values()):
        check(node)
    return found


def test_the_budget_of_some_areas_holds_their_overhead() -> None:
    assert [_of(INPUTS, *areas).whole.value for areas in (["X"], ["Y", "X", "Z"])] == [330_00, 440_00]
    assert year_budget(INPUTS, ["Z"], lambda _: INPUTS) is None
    assert year_budget(NONE, ["X"], lambda _: NONE) is None


def test_the_budget_charges_each_partner_by_the_policies_and_the_parts_are_the_whole() -> None:
    world = read_inputs(
        WORLD
        | {
            "areas": {
                "X": {"name": "Onderwijs", "policy": ["whole by inhabitants"]},
                "Y": {"policy": ["whole by equal"]},
            },
            "statistics": {"inhabitants": {"P": "2", "Q": "1"}},
        }
    )
    found = _of(world, "X", "Y")
    # 330.00 by 2 : 1 and 110.00 by half
    assert {code: node.value for code, node in found.parts.items()} == {"P": 275_00, "Q": 165_00}
    assert found.parts["P"].owner == "P"
    assert [(part.what, part.value) for part in found.parts["P"].operands] == [
        ("Onderwijs", 220_00), ("Y", 55_00),
    ]  # fmt: skip
    (only,) = _of(world, "Y").parts["Q"].operands
    assert only.value == 55_00


def test_a_policy_by_quarter_is_asked_over_the_year() -> None:
    quarterly = replace(INPUTS, policies=tuple(replace(row, period_months=3) for row in INPUTS.policies))
    assert [node.value for node in _of(quarterly, "X", "Y").parts.values()] == [220_00, 220_00]


def test_what_tariffs_do_not_bring_in_is_charged_to_nobody() -> None:
    world = read_inputs(
        WORLD
        | {
            "areas": {
                "X": {"policy": ["tariff hour"], "tariffs": {"t": {"price": "hour adviseur 60.00"}}},
                "Y": {"policy": ["whole by equal"]},
            },
            "hours": ["X P 2:00 at t"],
        }
    )
    found = _of(world, "X")
    assert (found.whole.value, {code: node.value for code, node in found.parts.items()}) == (
        330_00,
        {"P": 120_00},
    )


def test_why_a_budget_is_not_divided_is_said() -> None:
    # nobody has an hour
    hours = read_inputs(
        WORLD | {"areas": {"X": {"policy": ["whole by hours"]}, "Y": {"policy": ["whole by equal"]}}}
    )
    found = _of(hours, "X", "Y")
    assert (found.whole.value, found.parts) == (440_00, {})
    assert "X" in found.undivided
    half = {"policies": [
        {"policy": ["whole by equal"], "holds": "..2026-06-30"},
        {"policy": ["whole by inhabitants"], "holds": "2026-07-01.."},
    ]}  # fmt: skip
    assert (
        _of(read_inputs(WORLD | {"areas": {"X": half, "Y": {"policy": ["whole by equal"]}}}), "X").undivided
        == MID_YEAR
    )

    def never(_: Sequence[str]) -> Inputs:
        raise Unsettled([NoPlan("Vul het jaarcontract in.")])

    refused = year_budget(INPUTS, ["X"], never)
    assert refused is not None
    assert (refused.whole.value, refused.undivided) == (330_00, "Vul het jaarcontract in.")
