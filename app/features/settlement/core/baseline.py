"""What each partner spent before, what was planned, what it pays together, and what that saves (domain §10, baseline).

The path year by year: earlier spending at the prices of the year, the planned amount, the budget, what final runs
settled with what was paid outside them, the gain, and what was saved until then. A year is judged by what was
settled once all of it is, before that by its budget (settlement.md 32 to 34). Every amount is a derivation.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.agreed import Term
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    SettledAmount,
    SpentRow,
    Stretch,
)
from app.features.settlement.core.planned_path import PlannedPath
from app.features.settlement.core.year_budget import YearBudget
from app.kernel.explain import Node, Source, Unit, leaf, less, summed
from app.kernel.period import Period, together


class PathFigure(StrEnum):
    """The amounts of a year, each of which can be explained."""

    BEFORE = "before"
    PLANNED = "planned"
    BUDGET = "budget"
    PAID = "paid"
    GAIN = "gain"
    SAVED = "saved"


class PathStanding(StrEnum):
    """How a year stands against its planned amount; by its budget as long as not all of it is settled."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    BUDGET_ON_TRACK = "budget_on_track"
    BUDGET_BEHIND = "budget_behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartnerYear:
    """One partner in one year. `gain` is None as long as not all of the year is settled.

    `budget` is what the year's budget would charge it, None when that cannot be said.
    `saved` is the gain of the whole years until and with this one.
    """

    organisation: str
    before: Node
    planned: Node | None
    budget: Node | None
    paid: Node
    gain: Node | None
    saved: Node | None


@dataclass(frozen=True, slots=True)
class YearOnPath:
    """One year of the path, all together. `saved` is the gain of the whole years until and with this one.

    `outside_cents` was settled for these areas with who does not count in the baseline that year. `unshared` is
    what the budget would charge no partner that counts: others, and what tariffs do not bring in.
    """

    year: int
    partners: tuple[PartnerYear, ...]
    before: Node
    planned: Node
    budget: Node | None
    paid: Node
    gain: Node | None
    saved: Node | None
    outside_cents: int = 0
    unshared: Node | None = None

    def figure(self, figure: PathFigure, organisation: str = "") -> Node | None:
        """One amount of all together, or of a partner; None when it is not known or not kept per partner."""
        if not organisation:
            found: Node | None = getattr(self, figure.value)
            return found
        mine = next((one for one in self.partners if one.organisation == organisation), None)
        return getattr(mine, figure.value, None)

    @property
    def is_whole(self) -> bool:
        """Whether all of the year is settled or told."""
        return self.gain is not None

    @property
    def is_paid(self) -> bool:
        """Whether anything was paid, or all of it is known: else it has yet to come."""
        return self.is_whole or bool(self.paid.value)

    @property
    def measured(self) -> Node | None:
        """What the year is judged by: what was paid, else the budget; None when neither is known."""
        return self.paid if self.is_whole else self.budget

    @property
    def over_cents(self) -> int | None:
        """How much more than planned; below zero is less. None when there is nothing to judge by."""
        return None if self.measured is None else int(self.measured.value) - int(self.planned.value)

    @property
    def over_share(self) -> Fraction | None:
        """The same as part of what was planned; None when nothing was."""
        if self.over_cents is None or not self.planned.value:
            return None
        return Fraction(self.over_cents, int(self.planned.value))

    @property
    def planned_gain_cents(self) -> int:
        """What the plan would save against going on alone."""
        return int(self.before.value) - int(self.planned.value)

    @property
    def standing(self) -> PathStanding:
        """On track as long as no more is paid than planned."""
        if self.over_cents is None:
            return PathStanding.UNKNOWN
        if self.is_whole:
            return PathStanding.ON_TRACK if self.over_cents <= 0 else PathStanding.BEHIND
        return PathStanding.BUDGET_ON_TRACK if self.over_cents <= 0 else PathStanding.BUDGET_BEHIND


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the baseline itself: names, what was settled and told, budgets, whole years."""

    names: Mapping[str, str]
    version: str = "nulmeting"
    settled: Sequence[SettledAmount] = ()
    facts: Sequence[FactRow] = ()
    budgets: Mapping[int, YearBudget] = field(default_factory=dict)
    whole_years: Collection[int] = ()


def whole_years(areas: Mapping[str, Term], stretches: Sequence[Stretch], years: Sequence[int]) -> set[int]:
    """The years of which every area is settled finally on each day that it is there.

    >>> from datetime import date
    >>> half = [Stretch("SZ", Period.quarter(2026, 1)), Stretch("SZ", Period.quarter(2026, 2))]
    >>> whole_years({"SZ": Term(date(2025, 1, 1))}, half, [2026])
    set()
    >>> whole_years({"SZ": Term(date(2025, 1, 1), date(2026, 6, 30))}, half, [2026])
    {2026}
    """
    found = set()
    for year in years:
        asked = {
            code: there
            for code, term in areas.items()
            if (there := term.within(Period.year(year))) is not None
        }
        if asked and all(
            _settled_days(code, there, stretches) == there.days for code, there in asked.items()
        ):
            found.add(year)
    return found


def _settled_days(area: str, there: Period, stretches: Sequence[Stretch]) -> int:
    mine = (one.period.overlap(there) for one in stretches if one.area == area)
    return sum(one.days for one in together(part for part in mine if part is not None))


def baseline(row: BaselineRow, known: Known) -> tuple[YearOnPath, ...]:
    """The path, year by year from the first to the last.

    A fact “paid” counts in a year that is not wholly settled; such a year is whole when there is one of every
    partner that counts in it.
    """
    path = PlannedPath(row, known.names, known.version)
    earlier: dict[str, list[Node]] = {}
    return tuple(_year(row, known, path, year, earlier) for year in range(row.first_year, row.last_year + 1))


def _saved(earlier: dict[str, list[Node]], key: str, gain: Node | None, what: str) -> Node | None:
    """The gains until now of all together (no key) or of a partner, with this one; None when there is no gain."""
    if gain is None:
        return None
    known = earlier.setdefault(key, [])
    known.append(gain)
    return summed(what, known, Unit.CENTS)


def _year(
    row: BaselineRow, known: Known, path: PlannedPath, year: int, earlier: dict[str, list[Node]]
) -> YearOnPath:
    present = sorted((one for one in row.spent if row.counts_in(one, year)), key=lambda one: one.organisation)
    planned = path.year(year)
    is_settled = year in known.whole_years
    told = {one.organisation for one in known.facts if one.kind is FactKind.PAID and one.year == year}
    is_whole = is_settled or (bool(present) and {one.organisation for one in present} <= told)
    parts = tuple(
        _partner(one, known, path, planned.parts.get(one.organisation), year, (is_settled, is_whole), earlier)
        for one in present
    )
    codes = {one.organisation for one in present}
    budget = known.budgets.get(year)
    gains = [one.gain for one in parts if one.gain is not None]
    gain = summed(f"Voordeel samen in {year}", gains, Unit.CENTS) if is_whole else None
    return YearOnPath(
        year=year,
        partners=parts,
        before=summed(f"Zonder samenwerking in {year}", [one.before for one in parts], Unit.CENTS),
        planned=planned.whole,
        budget=budget.whole if budget else None,
        unshared=_unshared(budget, codes, year),
        paid=summed(f"Betaald samen in {year}", [one.paid for one in parts], Unit.CENTS),
        gain=gain,
        saved=_saved(earlier, "", gain, f"Bespaard tot en met {year}"),
        outside_cents=sum(
            one.amount_cents for one in known.settled if one.year == year and one.organisation not in codes
        ),
    )


def _partner(
    row: SpentRow,
    known: Known,
    path: PlannedPath,
    planned: Node | None,
    year: int,
    state: tuple[bool, bool],
    earlier: dict[str, list[Node]],
) -> PartnerYear:
    is_settled, is_whole = state
    code, name = row.organisation, known.names[row.organisation]
    before = path.spent(row, year)
    facts = [one for one in known.facts if (one.organisation, one.year) == (code, year)]
    runs = [_settled(one) for one in known.settled if (one.organisation, one.year) == (code, year)]
    told = [] if is_settled else [_told(one) for one in facts if one.kind is FactKind.PAID]
    paid = summed(f"Betaald door {name} in {year}", [*runs, *told], Unit.CENTS, owner=code)
    gain = None
    if is_whole:
        lower = less(f"Lagere kosten van {name} in {year}", before, [paid])
        more = [_told(one) for one in facts if one.kind is FactKind.GAIN]
        gain = summed(f"Voordeel van {name} in {year}", [lower, *more], Unit.CENTS)
    saved = _saved(earlier, code, gain, f"Bespaard door {name} tot en met {year}")
    return PartnerYear(code, before, planned, _budget(known, code, year), paid, gain, saved)


def _budget(known: Known, code: str, year: int) -> Node | None:
    """What the budget of the year would charge a partner; nothing for who takes part in none of its areas."""
    found = known.budgets.get(year)
    if found is None or found.undivided:
        return None
    return found.parts.get(code) or summed(f"Begroot voor {known.names[code]} in {year}", [], Unit.CENTS)


def _unshared(budget: YearBudget | None, codes: Collection[str], year: int) -> Node | None:
    """What is left of the budget after the parts of who counts; None when there are no parts."""
    if budget is None or budget.undivided:
        return None
    mine = [part for code, part in budget.parts.items() if code in codes]
    return less(f"Niet in rekening gebracht van de begroting van {year}", budget.whole, mine)


def _settled(one: SettledAmount) -> Node:
    source = Source("cell", f"{one.run}/{one.area}/{one.organisation}", one.label)
    return leaf(one.area_name, one.amount_cents, Unit.CENTS, source, owner=one.organisation)


def _told(one: FactRow) -> Node:
    source = Source("baseline", f"{one.organisation}/{one.year}", one.source)
    return leaf(one.what, one.amount_cents, Unit.CENTS, source, owner=one.organisation)
