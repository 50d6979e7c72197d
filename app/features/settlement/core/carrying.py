"""The result of an area with tariffs through the years (settlement.md 27).

A result is struck per settlement period. At the end of the year it is carried, reserved or divided: a carried
one opens the next year as a line of its own, outside direct costs and categories; a divided one is charged
in the last period of the year, the earlier periods' results with it.
"""

from collections.abc import Iterable
from dataclasses import replace

from app.features.settlement.core.charges import AreaDraft, ChargeSheet
from app.features.settlement.core.costs import AreaCosts, Costs
from app.features.settlement.core.errors import WrongPolicy
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Area, Component, Takes, TariffResult
from app.features.settlement.core.settled import LineKind, Result
from app.kernel.explain import Node, Source, Unit, leaf, less, summed


def with_opening(costs: Costs, facts: Facts) -> Costs:
    """The costs of areas with the results that open them; direct costs and categories stay what they were."""
    areas = {code: _opened(found, facts.areas[code], facts) for code, found in costs.areas.items()}
    return replace(costs, areas=areas)


def _opened(costs: AreaCosts, area: Area, facts: Facts) -> AreaCosts:
    rows = [row for row in facts.inputs.opening if row.area == area.code]
    if not rows:
        return costs
    carried = summed("Meegenomen resultaat", result_leaves(rows), Unit.CENTS)
    what = f"Kosten van {area.name} met het meegenomen resultaat"
    total = summed(what, [costs.total, carried], Unit.CENTS, f"{costs.total.what} + {carried.what}")
    return replace(costs, total=total, carried=carried)


def result_leaves(rows: Iterable[Result]) -> list[Node]:
    """Results of earlier runs as facts."""
    return [
        leaf(f"Resultaat {row.label}", row.amount_cents, Unit.CENTS, Source("run", row.run, row.label))
        for row in rows
    ]


def with_year_end(draft: AreaDraft, sheet: ChargeSheet, facts: Facts) -> AreaDraft:
    """The lines of an area, with the year's result divided where the policy says so and the year ends here."""
    policy, area = draft.facts.policy, draft.facts.area
    is_last = (facts.period.last_on.month, facts.period.last_on.day) == (12, 31)
    if not is_last or policy.result is not TariffResult.DIVIDED or not _has_tariff(policy.components):
        return draft
    year = facts.period.first_on.year
    struck = result_leaves(row for row in facts.inputs.struck if row.area == area.code)
    whole = summed(f"Resultaat van {area.name} in {year}", [draft.result, *struck], Unit.CENTS)
    if not whole.value:
        return draft
    if policy.result_driver is None:
        raise WrongPolicy(
            f"Het resultaat van {area.name} in {year} ({whole.shown}) moet worden verdeeld, maar de "
            "verdeelafspraak zegt niet waarnaar. Vul in waarnaar het resultaat wordt verdeeld, of kies "
            "meenemen of reserveren."
        )
    part = Component(
        position=max(one.position for one in policy.components) + 1,
        takes=Takes.REST,
        driver=policy.result_driver,
        label=f"Deel in het resultaat van {year}",
    )
    shares = [replace(line, kind=LineKind.RESULT) for line in sheet.shares(draft.facts, part, whole)]
    left = less(f"Resultaat van {area.name} na verdeling", draft.result, [whole])
    return replace(draft, lines=(*draft.lines, *shares), result=left)


def _has_tariff(components: Iterable[Component]) -> bool:
    return any(part.takes is Takes.TARIFF for part in components)
