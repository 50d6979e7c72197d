"""The drivers of a year that is still to come, for its advances (settlement.md 25).

Hours and counts are those of the year contracts, else those of the last final year, else an error that names
who and what; statistics are as last known on the day of the run. What comes out are inputs like any other, so
that an advance is settled, frozen and explained by the same rules.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.features.settlement.core.errors import NoPlan, SettlementError, Unsettled
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.inputs import (
    Assignment,
    Component,
    Delivered,
    DriverKind,
    Inputs,
    Share,
    Statistic,
    Takes,
    Tariff,
    TariffKind,
    Worked,
)
from app.kernel.dutch import plain_day
from app.kernel.money import allocate
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Flow:
    """Hours (in minutes, of a function) or a count of a product, planned for or done by a partner in a year."""

    id: str
    area: str
    organisation: str
    label: str
    minutes: int = 0
    function: str = ""
    product: str = ""
    count: int = 0


def planned(
    inputs: Inputs,
    contracts: Sequence[Flow],
    last_year: Sequence[Flow] | None,
    areas: Collection[str] | None = None,
) -> Inputs:
    """The inputs of a year with planned work and products; `Unsettled` names every partner without a plan.

    `last_year` is what was done in the last year that was settled finally, None when there is none. Without
    `areas` those are planned that ask advances.
    """
    facts = Facts(inputs)
    made = _Plan(facts, contracts, last_year)
    refusals: list[SettlementError] = []
    asked = {policy.area for policy in inputs.policies if policy.has_advances} if areas is None else areas
    for code in sorted(asked):
        try:
            made.add(facts.area(code))
        except SettlementError as error:
            refusals.append(error)
    if refusals:
        raise Unsettled(refusals)
    return replace(
        inputs,
        assignments=tuple(made.assignments),
        worked=tuple(made.worked),
        delivered=tuple(made.delivered),
        statistics=(*inputs.statistics, *_last_known(inputs)),
    )


def flows_of(inputs: Inputs) -> list[Flow]:
    """What was done in settled inputs, per area, partner and function or product."""
    minutes: dict[tuple[str, str, str], int] = {}
    assignments = {row.id: row for row in inputs.assignments}
    for worked in inputs.worked:
        assignment = assignments[worked.assignment]
        cut = allocate(worked.minutes, {share.of: share.value for share in assignment.shares})
        for organisation, part in cut.items():
            key = (assignment.area, organisation, worked.function)
            minutes[key] = minutes.get(key, 0) + part
    counts: dict[tuple[str, str, str], int] = {}
    for row in inputs.delivered:
        key = (row.area, row.organisation, row.product)
        counts[key] = counts.get(key, 0) + row.count
    label = f"gedaan in {inputs.period.label}"
    done = [Flow(label, *key[:2], label, minutes=found, function=key[2]) for key, found in minutes.items()]
    return done + [Flow(label, *key[:2], label, product=key[2], count=found) for key, found in counts.items()]


class _Plan:
    """Planned work and products, gathered area by area."""

    def __init__(self, facts: Facts, contracts: Sequence[Flow], last_year: Sequence[Flow] | None) -> None:
        self._facts = facts
        self._contracts = contracts
        self._last_year = last_year
        self.assignments: list[Assignment] = []
        self.worked: list[Worked] = []
        self.delivered: list[Delivered] = []

    def add(self, area: AreaFacts) -> None:
        """What each participant is planned to ask of the area, as far as its policy looks at it."""
        old = self._facts.find_policy(area.policy.old_key)
        parts = (*area.policy.components, *(old.components if old else ()))
        for who in area.participants:
            if any(_looks_at_hours(part) for part in parts):
                self._hours(area, who)
            if any(_looks_at_products(part) for part in parts):
                self._products(area, who)

    def _hours(self, area: AreaFacts, who: Participant) -> None:
        mine = [row for row in self._contracts if row.minutes and not row.product and _is(row, area, who)]
        done = [row for row in self._last_year or () if row.minutes > 0 and _is(row, area, who)]
        if not mine and self._last_year is None:
            raise self._no_plan(area, who, "uren")
        total = sum(row.minutes for row in mine)
        by_function = self._by_function(area, who, total, done) if mine else _summed(done)
        for function, minutes in sorted(by_function.items()):
            if minutes:
                key = f"plan {area.area.code} {who.code} {function}".strip()
                self.assignments.append(
                    Assignment(
                        key,
                        (mine or done)[0].label,
                        "geplande uren",
                        area.area.code,
                        (Share(who.code, Fraction(1)),),
                    )
                )
                day = who.stints[0].first_on
                tariff = self._tariff(area, function, day)
                self.worked.append(Worked(key, tariff.id if tariff else "", day, day, minutes, function))

    def _by_function(
        self, area: AreaFacts, who: Participant, minutes: int, done: Sequence[Flow]
    ) -> dict[str, int]:
        """A contract names no functions: one tariff, or the mix of what was done last year."""
        day = who.stints[0].first_on
        functions = sorted({row.of for row in self._tariffs(area, day)})
        if len(functions) <= 1:
            return {(functions or [""])[0]: minutes}
        mix = _summed(done)
        if not mix:
            raise NoPlan(
                f"{area.area.name} heeft meer uurtarieven en {who.name} heeft in het laatste afgerekende jaar "
                f"geen uren. Verdeel de uren van het jaarcontract voor {self._facts.period.label} over functies."
            )
        return allocate(minutes, mix)

    def _tariffs(self, area: AreaFacts, day: date) -> list[Tariff]:
        return [
            row
            for row in self._facts.inputs.tariffs
            if (row.area, row.kind) == (area.area.code, TariffKind.HOUR) and row.holds(Period(day, day))
        ]

    def _tariff(self, area: AreaFacts, function: str, day: date) -> Tariff | None:
        return next((row for row in self._tariffs(area, day) if row.of == function), None)

    def _products(self, area: AreaFacts, who: Participant) -> None:
        mine = [row for row in self._contracts if row.product and _is(row, area, who)]
        if not mine and self._last_year is None:
            raise self._no_plan(area, who, "aantallen")
        found = mine or [row for row in self._last_year or () if row.product and _is(row, area, who)]
        day = who.stints[0].first_on
        for row in sorted(found, key=lambda row: row.product):
            key = f"plan {area.area.code} {who.code} {row.product}"
            self.delivered.append(
                Delivered(key, area.area.code, row.product, who.code, day, day, row.count, row.label)
            )

    def _no_plan(self, area: AreaFacts, who: Participant, what: str) -> NoPlan:
        return NoPlan(
            f"Om {area.area.name} in {self._facts.period.label} vooraf te verdelen ontbreekt het jaarcontract van "
            f"{who.name} in {what}, en er is nog geen jaar definitief afgerekend. Vul het jaarcontract in."
        )


def _looks_at_hours(part: Component) -> bool:
    return part.driver is DriverKind.HOURS or (part.takes is Takes.TARIFF and part.tariff is TariffKind.HOUR)


def _looks_at_products(part: Component) -> bool:
    is_tariff = part.takes is Takes.TARIFF and part.tariff is TariffKind.PRODUCT
    return part.driver is DriverKind.PRODUCTS or is_tariff


def _is(row: Flow, area: AreaFacts, who: Participant) -> bool:
    return (row.area, row.organisation) == (area.area.code, who.code)


def _summed(rows: Iterable[Flow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.function] = found.get(row.function, 0) + row.minutes
    return found


def _last_known(inputs: Inputs) -> list[Statistic]:
    """For each kind and organisation the last figure before the year, standing for its first day."""
    first_on = inputs.period.first_on
    latest: dict[tuple[str, str], Statistic] = {}
    for row in sorted(inputs.statistics, key=lambda row: row.reference_on):
        if row.reference_on <= first_on:
            latest[row.organisation, row.kind] = row
    return [
        replace(
            row, reference_on=first_on, source=f"{row.source}, laatst bekend op {plain_day(row.reference_on)}"
        )
        for row in latest.values()
        if row.reference_on < first_on
    ]
