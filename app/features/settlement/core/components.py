"""What each component of a policy takes of the costs of an area (settlement.md 16).

Fixed sums, categories and tariff income first, wherever they stand in the list; percentages of what these
leave, cut to whole cents before anything is divided; what nobody takes is refused, or the result of an area
with tariffs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.costs import AreaCosts
from app.features.settlement.core.facts import AreaFacts, Facts
from app.features.settlement.core.inputs import Component, DriverKind, Policy, Reference, Takes, TariffKind
from app.features.settlement.core.tariffs import Charge
from app.features.settlement.core.wording import agreed_in, category_name, in_sentence
from app.features.settlement.core.yearly import in_period
from app.kernel.dutch import euro, listing
from app.kernel.explain import Node, Source, Unit, at_most, divided, leaf, less, part_of, product, summed
from app.kernel.quantities import exact_percent

FIRST = (Takes.FIXED, Takes.CATEGORY, Takes.TARIFF)
ALL_THAT_IS_LEFT = (Takes.WHOLE, Takes.REST)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the components take: an amount each, and what is left for the result of the area."""

    amounts: Mapping[int, Node]
    left: Node


def check_policy(area: AreaFacts, facts: Facts) -> None:
    """Refuse a policy of another settlement period, or one that contradicts itself."""
    policy, name = area.policy, area.area.name
    months = facts.period.whole_months
    if months != policy.period_months or not facts.period.is_part_of_year:
        raise errors.WrongPeriod(
            f"{name} wordt afgerekend per {_months(policy.period_months)}, niet over {facts.period.label}. "
            "Kies een run over de afrekenperiode van de verdeelafspraak."
        )
    check_key(policy, name)


def check_key(policy: Policy, name: str) -> None:
    """Refuse components that contradict each other or themselves; `name` is the area's, for the reader."""
    if not policy.components:
        raise errors.WrongPolicy(f"De verdeelafspraak van {name} heeft geen onderdelen. Voeg er een toe.")
    positions = [part.position for part in policy.components]
    if len(set(positions)) != len(positions):
        raise errors.WrongPolicy(f"De verdeelafspraak van {name} heeft twee onderdelen met dezelfde plaats.")
    _check_parts(policy.components, name)
    for part in policy.components:
        _check_component(part, name)


def _months(count: int) -> str:
    return {1: "maand", 3: "kwartaal", 12: "jaar"}.get(count, f"{count} maanden")


def _check_parts(components: tuple[Component, ...], name: str) -> None:
    shares = [part for part in components if part.takes not in FIRST]
    rests = [part for part in shares if part.takes in ALL_THAT_IS_LEFT]
    if rests and (len(shares) > 1 or rests[0] is not components[-1]):
        raise errors.WrongPolicy(
            f"In de verdeelafspraak van {name} moet “alles” of “de rest” het laatste onderdeel zijn, zonder "
            "percentages "
            "ernaast. Schrijf de rest als percentage of zet hem achteraan."
        )
    percentages = [part.percent or 0 for part in shares if part.takes is Takes.PERCENT]
    if percentages and sum(percentages) != 100:
        raise errors.WrongPolicy(
            f"De percentages in de verdeelafspraak van {name} zijn samen "
            f"{exact_percent(Fraction(sum(percentages)) / 100)}. "
            "Samen moeten ze 100 % zijn."
        )


def _check_component(part: Component, name: str) -> None:
    where = f"Onderdeel {part.position} van de verdeelafspraak van {name}"
    _check_bounds(part, where)
    if part.takes is Takes.FIXED and (part.fixed_cents is None or part.fixed_cents < 0):
        raise errors.WrongPolicy(f"{where} heeft geen vast bedrag van nul of meer. Vul het in.")
    if part.takes is Takes.PERCENT and (part.percent is None or part.percent < 0):
        raise errors.WrongPolicy(f"{where} heeft geen percentage van nul of meer. Vul het in.")
    if part.reference is Reference.YEARS_AVERAGE and (part.average_years < 1 or part.kept_years < 1):
        raise errors.WrongPolicy(f"{where} middelt over jaren, maar zegt niet over hoeveel en voor hoe lang.")
    if part.reference is Reference.YEARS_AVERAGE and part.tariff in (TariffKind.HOUR, TariffKind.PRODUCT):
        raise errors.WrongPolicy(
            f"{where} is een tarief per uur of product en middelt over jaren. Een tarief rekent met wat er is "
            "afgenomen; laat het gemiddelde weg."
        )
    if part.driver is DriverKind.FIXED and sum(share.value for share in part.shares) != 100:
        total = Fraction(sum(share.value for share in part.shares)) / 100
        raise errors.WrongPolicy(
            f"{where} heeft vaste percentages van samen {exact_percent(total)}. Samen moeten ze 100 % zijn."
        )
    negative = [share.of for share in part.shares if share.value < 0]
    if negative:
        raise errors.WeightBelowZero(
            f"{where} heeft een deel lager dan nul voor {listing(negative)}. Vul nul of meer in."
        )


def _check_bounds(part: Component, where: str) -> None:
    if part.bounds and part.takes is Takes.TARIFF:
        raise errors.WrongPolicy(
            f"{where} is een tarief en heeft een minimum of maximum. Dat kan alleen bij een verdeling."
        )
    for bound in part.bounds:
        low, high = bound.minimum_cents, bound.maximum_cents
        if (low or 0) < 0 or (high or 0) < 0:
            raise errors.WrongPolicy(
                f"{where} heeft voor {bound.organisation} een minimum of maximum lager dan nul. Vul nul of meer in."
            )
        if low is not None and high is not None and low > high:
            raise errors.WrongPolicy(
                f"{where} heeft voor {bound.organisation} een minimum van {euro(low)} boven het maximum van "
                f"{euro(high)}. Draai ze om of laat er één weg."
            )


def take(area: AreaFacts, costs: AreaCosts, charges: list[Charge], facts: Facts) -> Taken:
    """The amount of each component, and what is left; `NothingTakes` when that may not be."""
    rule = agreed_in(area.policy)
    amounts: dict[int, Node] = {}
    for part in area.policy.components:
        if part.takes in FIRST:
            amounts[part.position] = _first(part, area, costs, list(amounts.values()), charges, facts, rule)
    left = _left(area, costs, list(amounts.values()))
    shares = [part for part in area.policy.components if part.takes not in FIRST]
    if shares and shares[0].takes in ALL_THAT_IS_LEFT:
        amounts[shares[0].position] = left
    elif shares:
        amounts.update(_percentages(shares, left, rule))
    taken = [amounts[part.position] for part in shares]
    rest = less("Wat overblijft", left, taken) if taken else left
    if rest.value and not any(part.takes is Takes.TARIFF for part in area.policy.components):
        raise _nothing_takes(area, costs, rest, facts)
    return Taken(amounts, rest)


def _left(area: AreaFacts, costs: AreaCosts, taken: list[Node]) -> Node:
    if not taken:
        return costs.total
    return less(
        f"Rest van de kosten van {area.area.name}", costs.total, taken, "kosten − wat vooraf is verdeeld"
    )


def _first(
    part: Component,
    area: AreaFacts,
    costs: AreaCosts,
    taken: list[Node],
    charges: list[Charge],
    facts: Facts,
    rule: Source,
) -> Node:
    there_is = _left(area, costs, taken)
    if part.takes is Takes.TARIFF:
        own = [charge.amount for charge in charges if charge.component is part]
        return summed("Opbrengst van tarieven", own, Unit.CENTS)
    if part.takes is Takes.CATEGORY:
        name = category_name(part.category)
        wanted = costs.by_category.get(part.category) or summed(name, [], Unit.CENTS)
        return at_most(name, wanted, there_is, "in het teken van de kosten en hoogstens wat er is")
    wanted = in_period("Vast bedrag", part.fixed_cents or 0, facts, rule)
    if costs.total.value < 0:
        wanted = product(wanted.what, [leaf("Min", -1, Unit.COUNT), wanted], Unit.CENTS)
    return at_most("Vast bedrag", wanted, there_is, "in het teken van de kosten en hoogstens wat er is")


def _percentages(shares: list[Component], left: Node, rule: Source) -> dict[int, Node]:
    """The percentages of what is left, cut to whole cents by `allocate`, ties in listed order."""
    total = summed(
        "Alle percentages",
        [
            leaf(f"Onderdeel {part.position}", part.part, Unit.SHARE, rule, key=_place(part))
            for part in shares
        ],
        Unit.SHARE,
    )
    parts = divided(left, total)
    return {
        part.position: part_of(
            f"{exact_percent(part.part)} van {in_sentence(left.what)}",
            left,
            total,
            parts[_place(part)],
            _place(part),
            f"{exact_percent(part.part)} × {left.shown}",
            rule,
        )
        for part in shares
    }


def _place(part: Component) -> str:
    return f"{part.position:04}"


def _nothing_takes(area: AreaFacts, costs: AreaCosts, rest: Node, facts: Facts) -> errors.NothingTakes:
    named = {part.category for part in area.policy.components if part.takes is Takes.CATEGORY}
    categories = [
        f"{in_sentence(category_name(code))} {euro(int(node.value))}"
        for code, node in costs.by_category.items()
        if code not in named and node.value
    ]
    within = f" ({listing(categories)})" if categories else ""
    return errors.NothingTakes(
        f"Van de kosten van {area.area.name} in {facts.period.label} neemt geen onderdeel van de "
        "verdeelafspraak "
        f"{euro(int(rest.value))}{within}. Voeg een onderdeel toe voor de rest."
    )
