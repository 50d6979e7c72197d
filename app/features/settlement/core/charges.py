"""The net lines of one area: shares of what each component takes, and its tariff lines.

One cut per line: a component's amount is whole cents already and is divided by `allocate`. VAT and numbers
come later.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.components import check_policy, take
from app.features.settlement.core.costs import AreaCosts
from app.features.settlement.core.division import Divider, Division
from app.features.settlement.core.facts import AreaFacts, Facts
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.inputs import Component, DriverKind, Reference, Takes
from app.features.settlement.core.phasing import check_phase, phased
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.settled import LineKind
from app.features.settlement.core.tariffs import Charge, TariffSheet
from app.features.settlement.core.weights import Weights
from app.features.settlement.core.wording import agreed_in, category_name, driver_words
from app.kernel.dutch import count, plain_day
from app.kernel.explain import Node, Source, Unit, divided, part_of, summed
from app.kernel.quantities import exact_euro, exact_percent


@dataclass(frozen=True, slots=True)
class Draft:
    """A net line before VAT and number."""

    organisation: str
    kind: LineKind
    component: int
    tariff: str
    tariff_order: tuple[str, ...]
    text: str
    detail: str
    quantity: Fraction
    unit: str
    base_quantity: int
    price_cents: int
    amount: Node


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """The net lines of an area, and what its tariffs leave uncovered."""

    facts: AreaFacts
    costs: AreaCosts
    lines: tuple[Draft, ...]
    result: Node


class ChargeSheet:
    """Divides the costs of areas by their policies."""

    def __init__(self, facts: Facts, quantities: Quantities) -> None:
        self._facts = facts
        self._quantities = quantities
        figures = Figures(facts)
        self._divider = Divider(facts, Weights(facts, figures, quantities))
        self._tariffs = TariffSheet(facts, figures, quantities)

    def of(self, code: str, costs: AreaCosts) -> AreaDraft:
        """The lines of one area; raises the first thing that stands in the way."""
        area = self._facts.area(code)
        check_policy(area, self._facts)
        check_phase(area, self._facts)
        self._quantities.check(area)
        if area.policy.phase is not None and costs.total.value:
            return AreaDraft(
                area, costs, tuple(self._phased(area, costs)), summed("Wat overblijft", [], Unit.CENTS)
            )
        charges = [
            charge
            for part in area.policy.components
            if part.takes is Takes.TARIFF
            for charge in self._tariffs.charges(area, part)
        ]
        _refuse_doubles(area, charges)
        taken = take(area, costs, charges, self._facts)
        lines = [_tariff_line(charge) for charge in charges]
        for part in area.policy.components:
            if part.takes is not Takes.TARIFF:
                lines.extend(self.shares(area, part, taken.amounts[part.position]))
        return AreaDraft(area, costs, tuple(lines), taken.left)

    def shares(self, area: AreaFacts, part: Component, amount: Node) -> list[Draft]:
        """An amount of an area over its participants by the driver of a component."""
        division = self._divider.divide(area, part, amount)
        words = driver_words(part, self._facts, area.area.code)
        text = part.label or _text(part, words)
        rule = agreed_in(area.policy)
        if division.is_bounded:
            return [
                _held_share(text, division, place, rule) for place in range(len(division.shares.operands))
            ]
        noun = self._noun(part, words)
        return [_share(text, noun, division, weight, rule) for weight in division.weights.operands]

    def _phased(self, area: AreaFacts, costs: AreaCosts) -> list[Draft]:
        """One line per participant: the share of both keys together, cut once."""
        total = phased(area, costs, self._facts, self._divider)
        cents = divided(costs.total, total)
        rule = agreed_in(area.policy)
        part = area.policy.phase
        assert part is not None
        keys = f"{exact_percent(part)} nieuw, {exact_percent(1 - part)} oud"
        text = "Deel naar oude en nieuwe sleutel"
        lines = []
        for own in total.operands:
            exact = Fraction(costs.total.value) * own.value
            formula = f"{costs.total.shown} × {own.shown}{_exactly(exact)}"
            node = part_of(text, costs.total, total, cents[own.key], own.key, formula, rule)
            detail = f"{own.shown} van de kosten ({keys})"
            lines.append(_one_share(own.key, 0, text, detail, cents[own.key], node))
        return lines

    def _noun(self, part: Component, words: str) -> str:
        """What the weights count and when, behind "11.560 van 52.000"."""
        if part.driver in (DriverKind.HOURS, DriverKind.PRODUCTS):
            averaged = self._when(part) if part.reference is Reference.YEARS_AVERAGE else ""
            return f" {words}{averaged}" if part.product else averaged
        if part.driver not in (DriverKind.INHABITANTS, DriverKind.CLIENTS, DriverKind.STATISTIC):
            return ""
        return f" {words}{self._when(part)}"

    def _when(self, part: Component) -> str:
        first_on = self._facts.period.first_on
        match part.reference:
            case Reference.YEAR_START:
                return f" op 1 januari {first_on.year}"
            case Reference.PREVIOUS_YEAR_START:
                return f" op 1 januari {first_on.year - 1}"
            case Reference.PERIOD_START:
                return f" op {plain_day(first_on)}"
            case Reference.PERIOD_AVERAGE:
                return ", gemiddeld over de periode"
            case Reference.YEARS_AVERAGE:
                return f", gemiddeld over {count(part.average_years, 'jaar', 'jaren')}"


def _share(text: str, noun: str, division: Division, weight: Node, rule: Source) -> Draft:
    amount, total, cents = division.amount, division.shares, division.cents[weight.key]
    formula = f"{amount.shown} × {weight.shown} ÷ {total.shown}"
    if total.value:
        formula += _exactly(Fraction(int(amount.value)) * weight.value / total.value)
    node = part_of(text, amount, total, cents, weight.key, formula, rule)
    detail = f"{weight.shown} van {total.shown}{noun}"
    return _one_share(weight.key, division.part.position, text, detail, cents, node)


def _held_share(text: str, division: Division, place: int, rule: Source) -> Draft:
    """A share within bounds: says at which bound it is, or what the weight is of those who are at none."""
    own, weight = division.shares.operands[place], division.weights.operands[place]
    cents = division.cents[own.key]
    word = division.held.get(own.key)
    detail = f"{word} van {own.shown}" if word else f"factor × {weight.shown} = {own.shown}"
    formula = (
        f"{own.shown}, het {word}" if word else f"factor × {weight.shown}{_exactly(Fraction(own.value))}"
    )
    node = part_of(text, division.amount, division.shares, cents, own.key, formula, rule)
    return _one_share(own.key, division.part.position, text, detail, cents, node)


def _exactly(exact: Fraction) -> str:
    """What a share is before it is cut, if that is no whole number of cents."""
    return "" if exact.denominator == 1 else f" = {exact_euro(exact)}, afgerond"


def _one_share(organisation: str, component: int, text: str, detail: str, cents: int, amount: Node) -> Draft:
    return Draft(
        organisation=organisation,
        kind=LineKind.SHARE,
        component=component,
        tariff="",
        tariff_order=(),
        text=text,
        detail=detail,
        quantity=Fraction(-1 if cents < 0 else 1),
        unit="stuk",
        base_quantity=1,
        price_cents=abs(cents),
        amount=amount,
    )


def _text(part: Component, words: str) -> str:
    """What a share line is called when the policy gives it no name of its own."""
    match part.takes:
        case Takes.CATEGORY:
            return f"{category_name(part.category)} naar {words}"
        case Takes.FIXED:
            return f"Vast bedrag naar {words}"
        case _:
            return "Gelijk deel" if part.driver is DriverKind.EQUAL else f"Deel naar {words}"


def _tariff_line(charge: Charge) -> Draft:
    tariff = charge.tariff
    return Draft(
        organisation=charge.participant.code,
        kind=LineKind.TARIFF,
        component=charge.component.position,
        tariff=tariff.id,
        tariff_order=(tariff.of, tariff.term.first_on.isoformat()),
        text=charge.text,
        detail=charge.detail,
        quantity=charge.quantity,
        unit=charge.unit,
        base_quantity=charge.base_quantity,
        price_cents=tariff.price_cents,
        amount=replace(charge.amount, key=charge.participant.code),
    )


def _refuse_doubles(area: AreaFacts, charges: list[Charge]) -> None:
    """Two components must not charge the same tariff to the same partner."""
    seen: set[tuple[str, str]] = set()
    for charge in charges:
        key = (charge.participant.code, charge.tariff.id)
        if key in seen:
            raise errors.WrongPolicy(
                f"Twee onderdelen van de verdeelafspraak van {area.area.name} rekenen beide tarief "
                f"{charge.tariff.name}. "
                "Laat er één over of noem per onderdeel een ander product of kengetal."
            )
        seen.add(key)
