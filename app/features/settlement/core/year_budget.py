"""What some areas are budgeted to cost in a year, overhead included, and what that would charge each partner.

An area's own budget and what it receives of the budgets of overhead pools, by the same cascade that a settlement
uses. Works for a year that is settled in quarters, and for one whose hours are still to come. Per partner it is
divided by the policies as for an advance: work and products as planned, statistics as last known (settlement.md 25).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.features.settlement.core.budget import with_planned_costs
from app.features.settlement.core.carrying import with_year_end
from app.features.settlement.core.charges import AreaDraft, ChargeSheet
from app.features.settlement.core.costs import AreaCosts, CostSheet
from app.features.settlement.core.errors import ChangesMidPeriod, SettlementError, Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.secondments import lent
from app.kernel.explain import Node, Unit, summed

MID_YEAR = (
    "Een van de afspraken wijzigt in de loop van het jaar. Per deelnemer is alleen een heel jaar te verdelen."
)


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What areas are budgeted to cost together, and what that would charge each who takes part.

    `undivided` says why the parts are not known. Together the parts are the whole, but for what tariffs bring in
    more or less than the costs.
    """

    whole: Node
    parts: Mapping[str, Node] = field(default_factory=dict)
    undivided: str = ""


def year_budget(
    inputs: Inputs, areas: Sequence[str], plan: Callable[[Sequence[str]], Inputs]
) -> YearBudget | None:
    """The budgeted costs of these areas; None when nothing of them is budgeted.

    `plan` gives the year as planned for the areas that have a budget. Raises a `SettlementError` when overhead
    cannot reach the areas; why costs cannot be divided is said.
    """
    costs = _costs(inputs, areas)
    if not costs:
        return None
    whole = summed(f"Begroot voor {inputs.period.label}", [one.total for one in costs.values()], Unit.CENTS)
    try:
        return YearBudget(whole, _parts(plan(list(costs)), costs))
    except SettlementError as error:
        errors: Sequence[SettlementError] = [error]
    except Unsettled as error:
        errors = error.errors
    if any(isinstance(one, ChangesMidPeriod) for one in errors):
        return YearBudget(whole, undivided=MID_YEAR)
    return YearBudget(whole, undivided=" ".join(one.message for one in errors))


def _costs(inputs: Inputs, areas: Sequence[str]) -> dict[str, AreaCosts]:
    if not inputs.budget:
        return {}
    facts = Facts(with_planned_costs(inputs))
    costs = CostSheet(facts, Quantities(facts), lent(facts)).reckon()
    mine = {code: costs.areas[code] for code in sorted(areas) if code in costs.areas}
    return {code: one for code, one in mine.items() if one.total.value}


def _parts(planned: Inputs, costs: Mapping[str, AreaCosts]) -> dict[str, Node]:
    """What the planned year charges each organisation for these costs, by the policies; a step for each area.

    A policy that is settled by quarter or month is asked what it comes to over the year.
    """
    policies = tuple(replace(row, period_months=12) for row in planned.policies)
    facts = Facts(replace(planned, policies=policies))
    sheet = ChargeSheet(facts, Quantities(facts))
    found: dict[str, list[Node]] = {}
    for code, one in costs.items():
        draft = with_year_end(sheet.of(code, one), sheet, facts)
        for organisation in sorted({line.organisation for line in draft.lines}):
            found.setdefault(organisation, []).append(_of_area(draft, organisation))
    return {
        code: summed(f"Begroot voor {facts.name(code)} in {facts.period.label}", mine, Unit.CENTS, owner=code)
        for code, mine in sorted(found.items())
    }


def _of_area(draft: AreaDraft, organisation: str) -> Node:
    mine = [line.amount for line in draft.lines if line.organisation == organisation]
    return summed(draft.facts.area.name, mine, Unit.CENTS)
