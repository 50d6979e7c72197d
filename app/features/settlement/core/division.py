"""One component's amount over the participants: by weight, or by weight within minimum and maximum.

Gives the shares with their derivation, exact and not yet cut. A minimum and maximum belong to a component, per
partner and year, by days of participation; they are mirrored for a negative amount and do not apply to a zero
amount (settlement.md 20).
"""

from dataclasses import dataclass, replace

from app.features.settlement.core import errors
from app.features.settlement.core.bounds import OutOfBounds, factor
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.inputs import Bound, Component
from app.features.settlement.core.weights import Weights
from app.features.settlement.core.wording import agreed_in, driver_words, in_sentence
from app.features.settlement.core.yearly import for_days, in_period
from app.kernel.dutch import euro
from app.kernel.explain import (
    DoesNotAddUp,
    Node,
    Source,
    Unit,
    at_least,
    at_most,
    divided,
    leaf,
    less,
    product,
    quotient,
    summed,
)
from app.kernel.money import NegativeWeight, ZeroWeights


@dataclass(frozen=True, slots=True)
class Limit:
    """The bounds of one participant in this period, in cents; None where there is none."""

    minimum: Node | None = None
    maximum: Node | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """An amount and what divides it: the keyed operands of `shares` are in proportion to what each pays.

    `weights` are what was counted. They are the same unless bounds hold; then `shares` are the exact amounts,
    without a sign, and `held` says of who is at a bound which one.
    """

    part: Component
    amount: Node
    weights: Node
    shares: Node
    cents: dict[str, int]
    held: dict[str, str]

    @property
    def is_bounded(self) -> bool:
        """Whether the shares are amounts within bounds."""
        return self.shares is not self.weights


class Divider:
    """Divides amounts of areas by the driver of a component."""

    def __init__(self, facts: Facts, weights: Weights) -> None:
        self._facts = facts
        self._weights = weights

    def divide(self, area: AreaFacts, part: Component, amount: Node) -> Division:
        """The amount over the participants; raises what stands in the way by name."""
        weights = self._weights.of(area, part)
        shares, held = weights, dict[str, str]()
        try:
            if part.bounds and amount.value:
                shares, held = self._bounded(area, part, amount, weights)
            cents = divided(amount, shares)
        except ZeroWeights as error:
            raise self._zero(area, part, error.amount_cents) from error
        except NegativeWeight as error:
            raise self._below_zero(area, part, error.code) from error
        return Division(part, amount, weights, shares, cents, held)

    def _bounded(
        self, area: AreaFacts, part: Component, amount: Node, weights: Node
    ) -> tuple[Node, dict[str, str]]:
        """The exact amounts within bounds, keyed, and the word for the bound that somebody is at."""
        negative = next((own.key for own in weights.operands if own.value < 0), None)
        if negative is not None:
            raise self._below_zero(area, part, negative)
        limits = self._limits(area, part)
        minima = {code: int(one.minimum.value) for code, one in limits.items() if one.minimum}
        maxima = {code: int(one.maximum.value) for code, one in limits.items() if one.maximum}
        sizes = {own.key: own.value for own in weights.operands}
        try:
            found = factor(abs(int(amount.value)), sizes, minima, maxima)
        except OutOfBounds as error:
            raise self._infeasible(area, part, amount, error) from error
        except ZeroWeights as error:
            sign = 1 if amount.value > 0 else -1
            raise self._zero(area, part, sign * error.amount_cents) from error
        held = {}
        for own in weights.operands:
            wanted = found * own.value
            if wanted <= minima.get(own.key, 0):
                held[own.key] = "minimum" if own.key in minima else ""
            elif own.key in maxima and wanted >= maxima[own.key]:
                held[own.key] = "maximum"
        return self._exact(amount, weights, limits, held), {code: word for code, word in held.items() if word}

    def _exact(self, amount: Node, weights: Node, limits: dict[str, Limit], held: dict[str, str]) -> Node:
        """What each pays exactly: a bound, or the weight times the factor that divides the rest."""
        free = [own for own in weights.operands if own.key not in held]
        bound = {
            code: (limits[code].minimum if word == "minimum" else limits[code].maximum)
            for code, word in held.items()
            if word
        }
        factor_node = None
        if free:
            left = less(
                "Te verdelen zonder wie op een minimum of maximum staat",
                _without_sign(amount),
                [node for node in bound.values() if node is not None],
            )
            together = summed("Gewicht van de anderen samen", free, weights.unit)
            factor_node = quotient("Factor: bedrag per eenheid", left, together, Unit.CENTS)
        parts = [
            _one(own, limits.get(own.key, Limit()), factor_node, bound.get(own.key))
            for own in weights.operands
        ]
        total = summed("Binnen minimum en maximum van alle deelnemers", parts, Unit.CENTS)
        if total.value != abs(amount.value):
            raise DoesNotAddUp(total.what, amount.value, total.value)
        return total

    def _limits(self, area: AreaFacts, part: Component) -> dict[str, Limit]:
        rule = agreed_in(area.policy)
        who = {one.code: one for one in self._facts.with_package(area, part.package)}
        return {
            bound.organisation: self._limit(bound, who[bound.organisation], rule)
            for bound in part.bounds
            if bound.organisation in who
        }

    def _limit(self, bound: Bound, who: Participant, rule: Source) -> Limit:
        nodes = [
            None
            if cents is None
            else for_days(in_period(f"{word} van {who.name}", cents, self._facts, rule), who, self._facts)
            for word, cents in (("Minimum", bound.minimum_cents), ("Maximum", bound.maximum_cents))
        ]
        return Limit(*nodes)

    def _zero(self, area: AreaFacts, part: Component, cents: int) -> errors.SettlementError:
        name, label = area.area.name, self._facts.period.label
        if part.package and not self._facts.with_package(area, part.package):
            return errors.NoParticipants(
                f"Er is {euro(cents)} van {name} te verdelen over wie pakket {part.package} afneemt, maar dat "
                f"doet niemand in {label}. Controleer de deelnames of de verdeelafspraak."
            )
        words = driver_words(part, self._facts, area.area.code)
        return errors.ZeroWeight(
            f"Er is {euro(cents)} van {name} te verdelen naar {words}, maar geen deelnemer heeft {words} in "
            f"{label}. Vul de gegevens aan of kies een andere verdeelmaatstaf."
        )

    def _below_zero(self, area: AreaFacts, part: Component, code: str) -> errors.WeightBelowZero:
        words = driver_words(part, self._facts, area.area.code)
        return errors.WeightBelowZero(
            f"{self._facts.name(code)} heeft voor {area.area.name} in {self._facts.period.label} minder dan "
            f"nul {words}. Controleer de correcties."
        )

    def _infeasible(
        self, area: AreaFacts, part: Component, amount: Node, error: OutOfBounds
    ) -> errors.InfeasibleBounds:
        where = f"onderdeel {part.position} van de verdeelafspraak van {area.area.name}"
        what, change = ("minima", "Verlaag") if error.is_too_little else ("maxima", "Verhoog")
        return errors.InfeasibleBounds(
            f"De {what} in {where} zijn in {self._facts.period.label} samen {euro(error.limit_cents)}, maar er is "
            f"{euro(abs(int(amount.value)))} te verdelen. {change} de {what} of kies een andere verdeling."
        )


def _without_sign(amount: Node) -> Node:
    if amount.value >= 0:
        return amount
    minus = leaf("Min", -1, Unit.COUNT)
    return product(f"{amount.what}, gespiegeld", [minus, amount], Unit.CENTS)


def _one(own: Node, limit: Limit, factor_node: Node | None, bound: Node | None) -> Node:
    """The exact amount of one participant."""
    if factor_node is None:
        return _nothing(own) if bound is None else summed(bound.what, [bound], Unit.CENTS, key=own.key)
    wanted = product(f"Factor × {in_sentence(own.what)}", [factor_node, own], Unit.CENTS)
    if limit.maximum is not None:
        wanted = at_most("Niet boven het maximum", wanted, limit.maximum, f"hoogstens {limit.maximum.shown}")
    if limit.minimum is not None:
        wanted = at_least("Niet onder het minimum", wanted, limit.minimum, f"minstens {limit.minimum.shown}")
    return replace(wanted, key=own.key)


def _nothing(own: Node) -> Node:
    """Nothing, for who has neither weight nor minimum where all others are at a bound."""
    return product(own.what, [leaf("Geen deel", 0, Unit.COUNT), own], Unit.CENTS, key=own.key)
