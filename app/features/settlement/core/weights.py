"""The weight of each participant by the driver of a component, with its derivation (domain §10).

Standing weights count by days of participation, flows do not (settlement.md 11). What an organisation did in
an area while it took no part in it is refused, never spread over the others (12).
"""

from collections.abc import Callable
from dataclasses import replace

from app.features.settlement.core import errors
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.history import History
from app.features.settlement.core.inputs import Component, DriverKind, Reference
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.wording import agreed_in, driver_words, statistic_of
from app.features.settlement.core.yearly import part_of_period
from app.kernel.dutch import begun
from app.kernel.explain import Node, Unit, leaf, product, summed
from app.kernel.quantities import counted


class Weights:
    """Weights over the participants of an area in one period."""

    def __init__(self, facts: Facts, figures: Figures, quantities: Quantities) -> None:
        self._facts = facts
        self._figures = figures
        self._quantities = quantities
        self._history = History(facts)

    def of(self, area: AreaFacts, component: Component) -> Node:
        """The total of the weights; its operands are the weights, keyed by participant."""
        who = self._facts.with_package(area, component.package)
        unit, weigh = self._driver(area, component)
        parts = [replace(weigh(participant), key=participant.code) for participant in who]
        words = driver_words(component, self._facts, area.area.code)
        return summed(f"{begun(words)} van {_all(who)} samen", parts, unit)

    def _driver(self, area: AreaFacts, component: Component) -> tuple[Unit, Callable[[Participant], Node]]:
        match component.driver:
            case DriverKind.HOURS | DriverKind.PRODUCTS if component.reference is Reference.YEARS_AVERAGE:
                unit = Unit.COUNT if component.product else Unit.MINUTES
                return unit, lambda who: self._by_days(who, self._history.average(area, component, who))
            case DriverKind.HOURS:
                return Unit.MINUTES, lambda who: self._quantities.hours_of(area, who)
            case DriverKind.PRODUCTS:
                unit = Unit.COUNT if component.product else Unit.MINUTES
                return unit, lambda who: self._quantities.products_of(area, who, component.product)
            case DriverKind.EQUAL:
                return Unit.COUNT, lambda who: self._by_days(who, leaf(who.name, 1, Unit.COUNT))
            case DriverKind.FIXED | DriverKind.BROUGHT_IN:
                return self._agreed(area, component)
            case DriverKind.INHABITANTS | DriverKind.CLIENTS | DriverKind.STATISTIC:
                return Unit.COUNT, lambda who: self._standing(area, component, who)
            case None:
                raise errors.WrongPolicy(
                    f"Onderdeel {component.position} van de verdeelafspraak van {area.area.name} noemt geen "
                    "verdeelmaatstaf. Kies waarnaar het wordt verdeeld."
                )

    def _standing(self, area: AreaFacts, component: Component, who: Participant) -> Node:
        figure = self._figures.of(area.policy, component, statistic_of(component), who)
        return figure if component.reference is Reference.PERIOD_AVERAGE else self._by_days(who, figure)

    def _agreed(self, area: AreaFacts, component: Component) -> tuple[Unit, Callable[[Participant], Node]]:
        """Agreed percentages or what each brought in, from the policy itself."""
        agreed = {share.of: share.value for share in component.shares}
        is_fixed = component.driver is DriverKind.FIXED
        unit, what = (Unit.SHARE, "Aandeel") if is_fixed else (Unit.CENTS, "Ingebracht")
        rule = agreed_in(area.policy)

        def weigh(who: Participant) -> Node:
            if who.code not in agreed:
                raise errors.WrongPolicy(
                    f"De verdeelafspraak van {area.area.name} noemt geen deel van {who.name}, die wel "
                    "meedoet. "
                    "Vul het deel in, ook als het nul is."
                )
            value = agreed[who.code] / 100 if is_fixed else agreed[who.code]
            return self._by_days(who, leaf(f"{what} van {who.name}", value, unit, rule))

        return unit, weigh

    def _by_days(self, who: Participant, standing: Node) -> Node:
        """A standing weight by days of participation; in full for who was there every day."""
        if who.days == self._facts.period.days:
            return standing
        part = part_of_period(who, self._facts)
        formula = f"{standing.shown} × {who.days} ÷ {self._facts.period.days} dagen"
        return product(standing.what, [standing, part], standing.unit, formula)


def _all(who: tuple[Participant, ...]) -> str:
    if len(who) == 1:
        return who[0].name
    return f"de {counted(len(who), 'deelnemer', 'deelnemers')}"
