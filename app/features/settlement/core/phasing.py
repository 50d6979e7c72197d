"""A key that is phased in: share = (1 − p) × old + p × new, cut once (settlement.md 21).

The old key is executed on this period's figures, its components as if it were still the agreement. A tariff is
a price and no share; a key with a tariff cannot be phased.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.features.settlement.core import errors
from app.features.settlement.core.components import check_key, take
from app.features.settlement.core.costs import AreaCosts
from app.features.settlement.core.division import Divider, Division
from app.features.settlement.core.facts import AreaFacts, Facts
from app.features.settlement.core.inputs import Component, DriverKind, Takes
from app.features.settlement.core.wording import agreed_in, driver_words
from app.kernel.explain import Node, Unit, leaf, product, quotient, summed
from app.kernel.quantities import exact_percent


def check_phase(area: AreaFacts, facts: Facts) -> None:
    """Refuse a phase that cannot be run."""
    policy, name = area.policy, area.area.name
    if policy.phase is None:
        if policy.old_key:
            raise errors.WrongPolicy(
                f"De verdeelafspraak van {name} noemt een oude sleutel, maar niet welk deel van de nieuwe geldt. "
                "Vul het deel in of laat de oude sleutel weg."
            )
        return
    if not 0 < policy.phase < 1:
        raise errors.WrongPolicy(
            f"Het deel van de nieuwe sleutel van {name} is {exact_percent(policy.phase)}. Het ligt tussen 0 en "
            "100 %; laat het weg als de nieuwe sleutel volledig geldt."
        )
    old = facts.old_key(policy)
    if any(part.takes is Takes.TARIFF for part in (*policy.components, *old.components)):
        raise errors.WrongPolicy(
            f"De verdeelafspraak van {name} groeit in, maar een van beide sleutels heeft een tarief. Een tarief is "
            "een prijs en geen deel; laat het ingaan op één dag."
        )
    check_key(old, f"{name} (oude sleutel)")


def phased(area: AreaFacts, costs: AreaCosts, facts: Facts, divider: Divider) -> Node:
    """The share of each participant in all costs of the area, keyed; together they are one.

    The costs must not be zero. Raises what stands in the way of either key.
    """
    policy = area.policy
    old = facts.old_key(policy)
    part = policy.phase
    assert part is not None
    keys = [
        (replace(area, policy=old), 1 - part, "oude"),
        (area, part, "nieuwe"),
    ]
    shares = {word: _shares_of(key, costs, facts, divider, word) for key, _, word in keys}
    return summed(
        "Oude en nieuwe sleutel van alle deelnemers",
        [
            summed(
                f"Deel van {who.name} in beide sleutels",
                [
                    product(
                        f"Deel naar de {word} sleutel",
                        [leaf(f"Zo ver geldt de {word} sleutel", size, Unit.SHARE, agreed_in(policy)), own],
                        Unit.SHARE,
                    )
                    for _, size, word in keys
                    for own in (shares[word](who.code),)
                ],
                Unit.SHARE,
                key=who.code,
            )
            for who in area.participants
        ],
        Unit.SHARE,
    )


def _shares_of(
    area: AreaFacts, costs: AreaCosts, facts: Facts, divider: Divider, word: str
) -> Callable[[str], Node]:
    """By participant: the share in the costs that one key gives."""
    taken = take(area, costs, [], facts)
    divisions = [
        divider.divide(area, part, taken.amounts[part.position])
        for part in area.policy.components
        if taken.amounts[part.position].value
    ]

    def share(code: str) -> Node:
        found = [
            part
            for division in divisions
            for part in _part(division, _name(division.part, facts, area.area.code), costs.total, code)
        ]
        return summed(f"Deel in de {word} sleutel", found, Unit.SHARE)

    return share


def _part(division: Division, name: str, costs: Node, code: str) -> Iterator[Node]:
    """The share of one participant in one component, as a share in all costs."""
    own = next((one for one in division.shares.operands if one.key == code), None)
    if own is None:
        return
    formula = "" if division.is_bounded else f"{own.shown} ÷ {division.shares.shown}"
    share = quotient(name, own, division.shares, Unit.SHARE, formula)
    if division.amount is costs:
        yield share
        return
    part = quotient(f"{division.amount.what} als deel van de kosten", division.amount, costs, Unit.SHARE)
    yield product(f"{name}, als deel van de kosten", [part, share], Unit.SHARE)


def _name(part: Component, facts: Facts, area: str) -> str:
    return (
        "Gelijk deel" if part.driver is DriverKind.EQUAL else f"Deel naar {driver_words(part, facts, area)}"
    )
