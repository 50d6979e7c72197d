"""What some areas are budgeted to cost in a year, overhead included: costs only, divided over nobody.

An area's own budget and what it receives of the budgets of overhead pools, by the same cascade that a settlement
uses. Works for a year that is settled in quarters, and for one whose hours are still to come.
"""

from collections.abc import Sequence

from app.features.settlement.core.budget import with_planned_costs
from app.features.settlement.core.costs import CostSheet
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.secondments import lent
from app.kernel.explain import Node, Unit, summed


def year_budget(inputs: Inputs, areas: Sequence[str]) -> Node | None:
    """The budgeted costs of these areas; None when nothing of them is budgeted.

    Raises a `SettlementError` when overhead cannot reach the areas.
    """
    if not inputs.budget:
        return None
    facts = Facts(with_planned_costs(inputs))
    costs = CostSheet(facts, Quantities(facts), lent(facts)).reckon()
    mine = [costs.areas[code].total for code in sorted(areas) if code in costs.areas]
    if not any(one.value for one in mine):
        return None
    return summed(f"Begroot voor {inputs.period.label}", mine, Unit.CENTS)
