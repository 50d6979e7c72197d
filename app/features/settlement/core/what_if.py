"""What if: the same settlement on changed inputs, and what each partner would pay more or less (domain §10).

A change is one agreement or figure put in the place of another: key, tariff, statistic, costs, a partner in or
out. Two readings of a clause are two lists of changes. Nothing here is ever a run; without a change nothing
changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.errors import WrongFacts
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import (
    Assignment,
    Component,
    CostEntry,
    Inputs,
    Membership,
    Named,
    Participation,
    Policy,
    Share,
    Statistic,
    Term,
    VatTreatment,
)
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.kernel.dutch import listing
from app.kernel.money import cut, round_half_up
from app.kernel.period import Period
from app.kernel.quantities import exact_percent


class ChangeKind(StrEnum):
    """What is put in the place of what is."""

    KEY = "key"
    TARIFF = "tariff"
    STATISTIC = "statistic"
    COSTS = "costs"
    JOINS = "joins"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `of` is the tariff's id, the statistic's kind, the pool of costs (empty is all), or the name of
    who joins and was not known yet.

    `value` is a price in cents, a figure, or per cent more (below zero: less). `area` empty is every area.
    `components` are the new key of an area. It holds wholly, also where the one that it takes the place of was
    being phased in; with a `phase` it holds for that part and the old key for the rest (settlement.md 21).
    """

    kind: ChangeKind
    area: str = ""
    organisation: str = ""
    of: str = ""
    value: Fraction = Fraction(0)
    components: tuple[Component, ...] = ()
    phase: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What an organisation pays now and would pay, net, in all areas and in each."""

    organisation: str
    before_cents: int
    after_cents: int
    by_area: Mapping[str, tuple[int, int]]

    @property
    def cents(self) -> int:
        """What it would pay more."""
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True)
class Outcome:
    """The settlement as it is and as it would be."""

    before: Settlement
    after: Settlement
    differences: tuple[Difference, ...]


def what_if(inputs: Inputs, changes: Sequence[Change]) -> Outcome:
    """What these changes would do; `Unsettled` or `SettlementError` when they cannot be settled."""
    before, after = settle(inputs), settle(changed(inputs, changes))
    return Outcome(before, after, differences(before, after))


def readings(inputs: Inputs, first: Sequence[Change], second: Sequence[Change]) -> tuple[Outcome, Outcome]:
    """Two readings of one clause side by side, each against what is."""
    return what_if(inputs, first), what_if(inputs, second)


def differences(before: Settlement, after: Settlement) -> tuple[Difference, ...]:
    """Per organisation in the order of codes; who pays nothing in both is left out."""
    codes = sorted(before.totals.by_organisation.keys() | after.totals.by_organisation.keys())
    areas = sorted({area.area.code for one in (before, after) for area in one.areas})
    found = []
    for code in codes:
        by_area = {area: (_paid(before, area, code), _paid(after, area, code)) for area in areas}
        then = before.totals.by_organisation.get(code, 0)
        would = after.totals.by_organisation.get(code, 0)
        found.append(Difference(code, then, would, by_area))
    return tuple(found)


def _paid(settlement: Settlement, code: str, organisation: str) -> int:
    return sum(
        area.by_organisation.get(organisation, 0) for area in settlement.areas if area.area.code == code
    )


def changed(inputs: Inputs, changes: Iterable[Change]) -> Inputs:
    """The inputs with every change made, in the order in which they are listed."""
    for change in changes:
        inputs = _MADE[change.kind](inputs, change)
    return inputs


def _key(inputs: Inputs, change: Change) -> Inputs:
    if change.area not in {row.area for row in inputs.policies}:
        raise WrongFacts(
            f"Taakgebied {change.area or 'zonder code'} heeft geen verdeelafspraak om te wijzigen."
        )
    policies = [
        made
        for row in inputs.policies
        for made in (
            _rekeyed(row, change, inputs.period)
            if row.area == change.area and row.term.within(inputs.period)
            else (row,)
        )
    ]
    return replace(inputs, policies=tuple(policies))


def _rekeyed(row: Policy, change: Change, period: Period) -> tuple[Policy, ...]:
    """A policy with the new key, and the policy that it leaves when that stays for a part.

    Where the key was being phased in already, the rest stays with its old key: a key that is not the whole of an
    agreement yet is the old key of none.
    """
    if change.phase is None:
        return (replace(row, components=change.components, phase=None, old_key=""),)
    new = replace(row, components=change.components, phase=change.phase)
    if row.phase is not None:
        return (new,)
    before = Term(period.first_on - timedelta(days=1), period.first_on - timedelta(days=1))
    old = replace(row, id=f"{row.id} van nu", term=before)
    return (replace(new, old_key=old.id), old)


def _tariff(inputs: Inputs, change: Change) -> Inputs:
    if change.of not in {row.version for row in inputs.tariffs}:
        raise WrongFacts(f"Tarief {change.of or 'zonder kenmerk'} bestaat niet in deze periode.")
    price = round_half_up(change.value)
    tariffs = tuple(
        replace(row, price_cents=price) if row.version == change.of else row for row in inputs.tariffs
    )
    return replace(inputs, tariffs=tariffs)


def _statistic(inputs: Inputs, change: Change) -> Inputs:
    """The figure in the place of every figure of that kind, so that any reference date finds it."""
    mine = [
        row for row in inputs.statistics if (row.organisation, row.kind) == (change.organisation, change.of)
    ]
    made = [replace(row, value=change.value, source="wat als") for row in mine] or [
        Statistic(
            id=f"wat-als {change.organisation} {change.of}",
            organisation=change.organisation,
            kind=change.of,
            reference_on=inputs.period.first_on.replace(month=1, day=1),
            value=change.value,
            source="wat als",
        )
    ]
    others = (row for row in inputs.statistics if row not in mine)
    return replace(inputs, statistics=(*others, *made))


def _costs(inputs: Inputs, change: Change) -> Inputs:
    """Costs so many per cent higher, to the cent of their total."""
    if change.value < -100:
        raise WrongFacts(
            f"Kosten worden hoogstens 100 % lager, niet {exact_percent(-change.value / 100)}. Kies een kleiner "
            "percentage."
        )
    pools = {
        pool.code
        for pool in inputs.pools
        if change.of in ("", pool.code) and (not change.area or pool.area == change.area)
    }
    factor = 1 + change.value / 100
    rows = {row.id: row for row in inputs.entries if row.pool in pools}
    amounts = _scaled({key: row.amount_cents for key, row in rows.items()}, factor)
    taxes = _scaled({key: row.vat_cents for key, row in rows.items()}, factor)

    def scaled(row: CostEntry) -> CostEntry:
        if row.id not in rows:
            return row
        return replace(row, amount_cents=amounts[row.id], vat_cents=taxes[row.id])

    return replace(inputs, entries=tuple(scaled(row) for row in inputs.entries))


def _scaled(cents: Mapping[str, int], factor: Fraction) -> dict[str, int]:
    return cut(round_half_up(sum(cents.values()) * factor), {key: one * factor for key, one in cents.items()})


def _joins(inputs: Inputs, change: Change) -> Inputs:
    """A partner more, from the first day, taxed as the first participant of each area is."""
    code, always = change.organisation, Term(inputs.period.first_on)
    areas = [row.code for row in inputs.areas if change.area in ("", row.code) and row.is_settled]
    facts = Facts(inputs)
    if areas and all(facts.days_in(area, code, "") == (inputs.period,) for area in areas):
        what, more = "alle taakgebieden", ""
        if change.area:
            what, more = facts.areas[change.area].name, " of een ander taakgebied"
        raise WrongFacts(f"{facts.name(code)} doet al mee aan {what}. Kies een andere deelnemer{more}.")
    treatments: dict[str, VatTreatment] = {}
    for row in sorted(inputs.vat_treatments, key=lambda row: row.organisation):
        treatments.setdefault(row.area, row)
    is_known = any(row.code == code for row in inputs.organisations)
    return replace(
        inputs,
        organisations=inputs.organisations
        if is_known
        else (*inputs.organisations, Named(code, change.of or code)),
        memberships=(*inputs.memberships, Membership(code, always)),
        participations=(*inputs.participations, *(Participation(area, code, always) for area in areas)),
        vat_treatments=(
            *(row for row in inputs.vat_treatments if row.organisation != code or row.area not in areas),
            *(_taxed(treatments[area], code, always) for area in areas if area in treatments),
        ),
    )


def _taxed(row: VatTreatment, code: str, term: Term) -> VatTreatment:
    return replace(row, organisation=code, term=term)


def _leaves(inputs: Inputs, change: Change) -> Inputs:
    """A partner less, with its work and products; the costs stay, and so does staff that it lends."""
    code, areas = change.organisation, {row.code for row in inputs.areas if change.area in ("", row.code)}
    _refuse_provider(inputs, code, areas)
    if any(row.organisation == code and row.area in areas for row in inputs.gathered):
        raise WrongFacts(
            "In een concept staan uren opgeteld, zodat gezamenlijk werk niet opnieuw kan worden verdeeld. Kies een "
            "afrekening die is gecontroleerd of definitief is."
        )
    assignments = tuple(_without(row, code) if row.area in areas else row for row in inputs.assignments)
    kept = {row.id for row in assignments if row.shares}
    return replace(
        inputs,
        participations=tuple(
            row for row in inputs.participations if row.organisation != code or row.area not in areas
        ),
        assignments=tuple(row for row in assignments if row.id in kept),
        worked=tuple(row for row in inputs.worked if row.assignment in kept),
        delivered=tuple(row for row in inputs.delivered if row.organisation != code or row.area not in areas),
    )


def _refuse_provider(inputs: Inputs, code: str, areas: set[str]) -> None:
    """Who runs an area cannot leave it: named with what it runs, and with what it can leave."""
    own = {row.area for row in inputs.provisions if row.organisation == code}
    if not own & areas:
        return
    taking = {row.area for row in inputs.participations if row.organisation == code}
    runs = listing([row.name for row in inputs.areas if row.code in own & areas])
    others = [row.name for row in inputs.areas if row.is_settled and row.code in taking - own]
    can = "Er is geen ander taakgebied waaraan zij meedoet."
    if others:
        can = f"Kies een ander taakgebied: {listing(others, 'of')}."
    raise WrongFacts(f"{Facts(inputs).name(code)} voert {runs} zelf uit en kan daar niet uit. {can}")


def _without(assignment: Assignment, code: str) -> Assignment:
    """The assignment for who is left, by their own proportions."""
    left = [share for share in assignment.shares if share.of != code]
    total = sum(share.value for share in left)
    if not total:
        return replace(assignment, shares=())
    return replace(assignment, shares=tuple(Share(share.of, share.value / total) for share in left))


_MADE: Mapping[ChangeKind, Callable[[Inputs, Change], Inputs]] = {
    ChangeKind.KEY: _key,
    ChangeKind.TARIFF: _tariff,
    ChangeKind.STATISTIC: _statistic,
    ChangeKind.COSTS: _costs,
    ChangeKind.JOINS: _joins,
    ChangeKind.LEAVES: _leaves,
}
