"""A period on its budget, and what was budgeted of a year for some areas; nothing where nothing was budgeted."""

from dataclasses import replace

from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.year_budget import year_budget
from app.kernel.explain import check
from tests.golden.settlement_reader import read_inputs

INPUTS = read_inputs(
    {
        "period": "2026",
        "partners": {"P": "", "Q": ""},
        "areas": {"X": {"policy": ["whole by equal"]}, "Y": {"policy": ["whole by equal"]}},
        "pools": {"O": {"by": "direct_costs"}},
        "costs": ["X staff 999.00"],
        "budget": ["X staff 300.00", "Y staff 100.00", "O ict 40.00"],
    }
)
NONE = replace(INPUTS, budget=())


def test_a_period_is_settled_on_its_budget() -> None:
    found = on_budget(INPUTS)
    assert found is not None
    # 300.00 and three quarters of 40.00
    assert {area.area.code: area.costs_cents for area in found.areas} == {"X": 330_00, "Y": 110_00}
    assert on_budget(NONE) is None


def test_the_budget_of_some_areas_holds_their_overhead() -> None:
    one, both = year_budget(INPUTS, ["X"]), year_budget(INPUTS, ["Y", "X", "Z"])
    assert one is not None
    assert both is not None
    check(both)
    assert (one.value, both.value) == (330_00, 440_00)
    assert year_budget(INPUTS, ["Z"]) is None
    assert year_budget(NONE, ["X"]) is None
