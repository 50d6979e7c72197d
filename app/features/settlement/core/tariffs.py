"""Tariff mode: quantity × price of the day, a line per partner, tariff and version (settlement.md 4, 19).

Exact quantities are added before multiplying; each line is rounded half up once. What tariffs leave uncovered
is the result of the area, not the business of this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from math import prod

from app.features.settlement.core import errors
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.gathering import Gathering, Row
from app.features.settlement.core.inputs import Component, Delivered, Reference, Tariff, TariffKind
from app.features.settlement.core.quantities import Quantities, delivery_leaf
from app.features.settlement.core.wording import statistic_words
from app.kernel.dutch import euro, period, plain_day
from app.kernel.explain import Node, Source, Unit, leaf, product, quotient, rounded, summed
from app.kernel.period import Period, common


@dataclass(frozen=True, slots=True)
class Charge:
    """What one tariff brings in from one participant."""

    component: Component
    participant: Participant
    tariff: Tariff
    quantity: Fraction
    unit: str
    base_quantity: int
    amount: Node
    text: str
    detail: str


class TariffSheet:
    """The tariffs of the inputs by what they price."""

    def __init__(self, facts: Facts, figures: Figures, quantities: Quantities) -> None:
        self._facts = facts
        self._figures = figures
        self._quantities = quantities

    def charges(self, area: AreaFacts, component: Component) -> list[Charge]:
        """The tariff lines of a component, in order of participant and tariff."""
        self._refuse_outsiders(area, component)
        found: list[Charge] = []
        for who in self._facts.with_package(area, component.package):
            match component.tariff:
                case TariffKind.HOUR:
                    found.extend(self._hours(area, component, who))
                case TariffKind.PRODUCT:
                    found.extend(self._products(area, component, who))
                case TariffKind.STATISTIC:
                    found.extend(self._heads(area, component, who))
                case None:
                    raise errors.WrongPolicy(
                        f"Onderdeel {component.position} van de verdeelafspraak van {area.area.name} is een "
                        "tarief, maar "
                        "zegt niet waarvan. Kies per uur, per product of per kengetal."
                    )
        return found

    def _refuse_outsiders(self, area: AreaFacts, component: Component) -> None:
        """Products of a package are only for who takes it on that day (settlement.md 12, 17)."""
        if not component.package or component.tariff is not TariffKind.PRODUCT:
            return
        takers = {who.code: who for who in self._facts.with_package(area, component.package)}
        for who in area.participants:
            stints = takers[who.code].stints if who.code in takers else ()
            for row in self._deliveries(area, component, who):
                if not covers(stints, Period(row.first_on, row.last_on)):
                    raise errors.NotParticipating(
                        f"{who.name} neemt op {plain_day(row.first_on)} pakket {component.package} van "
                        f"{area.area.name} niet af, maar heeft dan wel producten daaruit ({row.source}). Pas de "
                        "deelname aan of kies een ander product."
                    )

    def _deliveries(self, area: AreaFacts, component: Component, who: Participant) -> list[Delivered]:
        """What a component prices: its product, else those of its package, else what no package tariff prices."""
        rows = self._quantities.deliveries(area.area.code, who.code, component.product)
        if component.product:
            return rows
        if component.package:
            return [row for row in rows if self._package(row) == component.package]
        others = {
            part.package
            for part in area.policy.components
            if part.tariff is TariffKind.PRODUCT and part.package
        }
        return [row for row in rows if self._package(row) not in others]

    def _package(self, row: Delivered) -> str:
        known = self._facts.products.get((row.area, row.product))
        return known.package if known else ""

    def _work(self, area: AreaFacts, component: Component, who: Participant) -> Mapping[str, Gathering]:
        """The hours that a component prices: all, or those on the days on which the package was taken."""
        work = self._quantities.work_for(area.area.code, who.code)
        if not component.package:
            return work
        taken = {
            tariff: part.only(partial(self._is_taken, area, component, who)) for tariff, part in work.items()
        }
        return {tariff: part for tariff, part in taken.items() if part.count}

    def _is_taken(self, area: AreaFacts, component: Component, who: Participant, row: Row) -> bool:
        days = Period(row.first_on, row.last_on)
        if covers(who.stints, days):
            return True
        if common([days], who.stints):
            raise errors.WrongFacts(
                f"De uren op {row.what} van {days.in_full} liggen deels buiten de dagen waarop {who.name} pakket "
                f"{component.package} van {area.area.name} afneemt. Splits ze."
            )
        return False

    def _hours(self, area: AreaFacts, component: Component, who: Participant) -> Iterable[Charge]:
        work = self._work(area, component, who)
        if not all(self._is_priced(area, key, *span) for key, part in work.items() for span in part.spans):
            self._refuse_first(area, work)
        for tariff_id, part in sorted(work.items(), key=lambda item: self._order(item[0])):
            tariff = self._facts.tariffs[tariff_id]
            minutes = part.node(f"Uren voor {who.name}", who.code)
            price = leaf(
                f"Tarief {tariff.name}",
                Fraction(tariff.price_cents, 60),
                Unit.CENTS_PER_MINUTE,
                self._source(tariff),
            )
            exact = product(f"{tariff.name} voor {who.name}", [minutes, price], Unit.CENTS)
            formula = f"{minutes.shown} × {price.shown} = {exact.shown}" + _cut(exact)
            amount = rounded(f"{tariff.name} voor {who.name}", exact, formula)
            detail = f"{minutes.shown} × {price.shown}"
            yield Charge(
                component, who, tariff, Fraction(minutes.value), "minuut", 60, amount, tariff.name, detail
            )

    def _hour_tariff(self, area: AreaFacts, tariff_id: str) -> Tariff | None:
        tariff = self._facts.tariffs.get(tariff_id)
        is_of_area = tariff and tariff.kind is TariffKind.HOUR and tariff.area == area.area.code
        return tariff if is_of_area else None

    def _is_priced(self, area: AreaFacts, tariff_id: str, first_on: date, last_on: date) -> bool:
        tariff = self._hour_tariff(area, tariff_id)
        return tariff is not None and _holds(tariff, first_on, last_on)

    def _refuse_first(self, area: AreaFacts, work: Mapping[str, Gathering]) -> None:
        """Name the first row, in the order of the inputs, for which no tariff holds."""
        for row in Gathering.together(self._facts, work.values()).rows:
            tariff = self._hour_tariff(area, row.worked.tariff)
            if tariff is None:
                function = f" ({row.function})" if row.function else ""
                raise errors.NoTariff(
                    f"Voor uren op {row.what}{function} op {plain_day(row.first_on)} geldt geen "
                    f"uurtarief van {area.area.name}. Leg het tarief vast en bereken opnieuw."
                )
            if not _holds(tariff, row.first_on, row.last_on):
                raise errors.NoTariff(
                    f"Tarief {tariff.name} van {area.area.name} geldt niet voor alle uren op "
                    f"{row.what} van {period(row.first_on, row.last_on)}. "
                    "Leg het tarief vast en bereken opnieuw."
                )

    def _products(self, area: AreaFacts, component: Component, who: Participant) -> Iterable[Charge]:
        rows: dict[str, list[Delivered]] = {}
        for row in self._deliveries(area, component, who):
            rows.setdefault(self._product_tariff(area, row).id, []).append(row)
        for tariff_id, delivered in sorted(rows.items(), key=lambda item: self._order(item[0])):
            tariff = self._facts.tariffs[tariff_id]
            parts = [delivery_leaf(row, who.code, row.source) for row in delivered]
            count = summed(f"Aantal voor {who.name}", parts, Unit.COUNT, owner=who.code)
            price = leaf(f"Tarief {tariff.name}", tariff.price_cents, Unit.CENTS, self._source(tariff))
            formula = f"{count.shown} × {price.shown}"
            amount = product(f"{tariff.name} voor {who.name}", [count, price], Unit.CENTS, formula)
            yield Charge(
                component, who, tariff, Fraction(count.value), "stuk", 1, amount, tariff.name, formula
            )

    def _product_tariff(self, area: AreaFacts, row: Delivered) -> Tariff:
        for tariff in self._facts.inputs.tariffs:
            is_price = (tariff.area, tariff.kind, tariff.of) == (row.area, TariffKind.PRODUCT, row.product)
            if is_price and _holds(tariff, row.first_on, row.last_on):
                return tariff
        raise errors.NoTariff(
            f"Voor product {row.product} van {area.area.name} geldt op {plain_day(row.first_on)} geen "
            "tarief. Leg het tarief vast en bereken opnieuw."
        )

    def _heads(self, area: AreaFacts, component: Component, who: Participant) -> Iterable[Charge]:
        """Head-count × price a year × days of participation and tariff ÷ days of the year."""
        held = 0
        for tariff in sorted(self._facts.inputs.tariffs, key=lambda row: self._order(row.id)):
            of_this = (tariff.area, tariff.kind) == (area.area.code, TariffKind.STATISTIC)
            if not of_this or component.statistic != tariff.of:
                continue
            stints = common(tariff.stints(self._facts.period), who.stints)
            held += sum(both.days for both in stints)
            if stints:
                yield self._head_charge(area, component, who, tariff, stints)
        if held < who.days:
            raise errors.NoTariff(
                f"Voor {area.area.name} geldt niet op elke dag dat {who.name} in {self._facts.period.label} "
                "meedoet een "
                f"tarief per {statistic_words(component.statistic, self._facts)}. Leg het tarief vast."
            )

    def _head_charge(
        self,
        area: AreaFacts,
        component: Component,
        who: Participant,
        tariff: Tariff,
        stints: tuple[Period, ...],
    ) -> Charge:
        year = Period.year(self._facts.period.first_on.year)
        price = leaf(f"Tarief {tariff.name}, per jaar", tariff.price_cents, Unit.CENTS, self._source(tariff))
        name = f"{tariff.name} voor {who.name}"
        of_year = leaf(f"Dagen van {year.label}", year.days, Unit.DAYS)
        if component.reference is Reference.PERIOD_AVERAGE:
            heads = self._figures.over_days(tariff.of, who.code, stints)
            factors = [quotient("Deel van het jaar", heads, of_year, Unit.COUNT), price]
            detail = f"{heads.shown} × {euro(tariff.price_cents)} ÷ {year.days} dagen"
        else:
            days = sum(stint.days for stint in stints)
            heads = self._figures.of(area.policy, component, tariff.of, who)
            held = leaf(f"Dagen dat {who.name} meedoet en het tarief geldt", days, Unit.DAYS)
            factors = [heads, price, quotient("Deel van het jaar", held, of_year, Unit.SHARE)]
            detail = f"{heads.shown} × {euro(tariff.price_cents)} × {days} ÷ {year.days} dagen"
        exact = product(name, factors, Unit.CENTS)
        amount = rounded(name, exact, f"{detail} = {exact.shown}" + _cut(exact))
        quantity = Fraction(prod(factor.value for factor in factors if factor is not price))
        return Charge(component, who, tariff, quantity, "stuk", 1, amount, tariff.name, detail)

    def _order(self, tariff_id: str) -> tuple[str, date, str]:
        tariff = self._facts.tariffs[tariff_id]
        return (tariff.of, tariff.term.first_on, tariff.id)

    def _source(self, tariff: Tariff) -> Source:
        since = f"vanaf {plain_day(tariff.term.first_on)}"
        corrected = "" if tariff.id == tariff.version else "gecorrigeerd "
        return Source("tariff", tariff.id, f"{corrected}tarief {tariff.name}, {since}")


def covers(stints: Iterable[Period], days: Period) -> bool:
    """Whether one of the stints holds all of these days."""
    return any(stint.covers(days) for stint in stints)


def _holds(tariff: Tariff, first_on: date, last_on: date) -> bool:
    return tariff.holds(Period(first_on, last_on))


def _cut(exact: Node) -> str:
    return ", afgerond" if exact.value != int(exact.value) else ""
