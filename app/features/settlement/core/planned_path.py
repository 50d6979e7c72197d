"""The planned path of a baseline: an amount for each year, of all together and of each partner, to the cent.

Linear goes in equal steps from the baseline to the amount of the last year; in steps an amount stands until the
next one; yearly has an amount for each year. Amounts in prices of the base year are raised to the year that they
are about. A path of all together is divided by its key with `allocate`; with a path for each partner the whole is
their sum (settlement.md 33).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.features.settlement.core.baseline_rows import BaselineRow, PathKind, PlanKey, PriceLevel, SpentRow
from app.kernel.explain import Node, Source, Unit, divided, leaf, less, part_of, product, rounded, summed
from app.kernel.quantities import exact_percent


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """What was planned for a year: of all together and of each partner that counts."""

    whole: Node
    parts: Mapping[str, Node]


class PlannedPath:
    """The path of one version; `names` are the organisations by code."""

    def __init__(self, row: BaselineRow, names: Mapping[str, str], version: str) -> None:
        self._row = row
        self._names = names
        self._source = Source("baseline", row.code, version)
        self._index = row.index

    def spent(self, row: SpentRow, year: int) -> Node:
        """What a partner spent before, at the prices of a year; rounded once."""
        name, then = self._names[row.organisation], self._row.spent_in(row)
        told = f"{row.source}; {row.note}" if row.note else row.source
        fact = leaf(
            f"{name} in {then}",
            row.amount_cents,
            Unit.CENTS,
            Source("baseline", row.organisation, told),
            owner=row.organisation,
            key=row.organisation,
        )
        return self._raised(fact, then, year, f"{name}, prijzen van {year}", row.organisation)

    def year(self, year: int) -> PlannedYear:
        """What was planned for a year of the path."""
        present = [row for row in self._row.spent if self._row.counts_in(row, year)]
        if self._row.key is PlanKey.OWN:
            parts = {row.organisation: self._own(row, year) for row in present}
            return PlannedYear(summed(f"Gepland in {year}", parts.values(), Unit.CENTS), parts)
        first = [row for row in self._row.spent if self._row.counts_in(row, self._row.first_year)]
        given = {one.year: one.planned_cents for one in self._row.years if one.planned_cents is not None}
        whole = self._amount("", self._start(first, self._row.first_year), self._row.first_year, given, year)
        if not present:
            return PlannedYear(whole, {})
        weights = self._weights(present)
        if not weights.value:
            return PlannedYear(whole, {})
        cut = divided(whole, weights)
        parts = {code: self._part(code, whole, weights, cut[code], year) for code in cut}
        return PlannedYear(whole, parts)

    def _own(self, row: SpentRow, year: int) -> Node:
        given = {one.year: one.amount_cents for one in self._row.own if one.organisation == row.organisation}
        first = self._row.counts_from(row)
        start = self._start([row], first)
        return self._amount(self._names[row.organisation], start, first, given, year, row.until_year)

    def _start(self, rows: Iterable[SpentRow], first: int) -> Node:
        """Where a path leaves from: what was spent before, at the prices in which the plan stands."""
        level = self._row.base_year if self._row.prices is PriceLevel.CONSTANT else first - 1
        parts = [self.spent(row, max(level, self._row.spent_in(row))) for row in rows]
        return summed(f"Nulmeting, prijzen van {level}", parts, Unit.CENTS)

    def _amount(
        self,
        who: str,
        start: Node,
        first: int,
        given: Mapping[int, int],
        year: int,
        last: int | None = None,
    ) -> Node:
        """The planned amount of a year in its own prices, in whole cents."""
        end = self._row.last_year if last is None else last
        found = self._level(start, first, end, given, year)
        what = f"Gepland voor {who} in {year}" if who else f"Gepland in {year}"
        if self._row.prices is PriceLevel.CONSTANT:
            raised = self._raised(found, self._row.base_year, year, what)
            if raised is not found:
                return raised
        if found.value != int(found.value):
            return rounded(what, found)
        return summed(what, [found], Unit.CENTS)

    def _level(self, start: Node, first: int, last: int, given: Mapping[int, int], year: int) -> Node:
        """The same before it is raised, exact."""
        if self._row.kind is PathKind.LINEAR and year < last:
            step = less(f"Verschil met {last}", self._stated(given[last], last), [start])
            done = leaf(
                f"Deel van de weg: {year - first + 1} van {last - first + 1} jaar",
                Fraction(year - first + 1, last - first + 1),
                Unit.SHARE,
            )
            gone = product(f"Tot en met {year}", [step, done], Unit.CENTS)
            return summed(f"Pad in {year}", [start, gone], Unit.CENTS)
        at = max((one for one in given if one <= year), default=None)
        if at is None:
            return start
        return self._stated(given[at], at)

    def _stated(self, cents: int, year: int) -> Node:
        return leaf(f"Afgesproken voor {year}", cents, Unit.CENTS, self._source)

    def _raised(self, fact: Node, then: int, year: int, what: str, key: str = "") -> Node:
        """An amount at the prices of a later year, in whole cents; as it is when no prices rose."""
        rises = [
            self._rise(one)
            for one in range(then + 1, year + 1)
            if one in self._index and self._index[one].index_percent
        ]
        if not rises and fact.value == int(fact.value):
            return fact
        exact = product(f"{what}, onafgerond", [fact, *rises], Unit.CENTS) if rises else fact
        made = rounded(what, exact)
        return Node(made.what, made.value, made.unit, made.operation, made.operands, key=key, owner=key)

    def _rise(self, year: int) -> Node:
        row = self._index[year]
        higher = exact_percent(abs(row.index_percent) / 100)
        word = "hoger" if row.index_percent > 0 else "lager"
        source = Source("index", str(year), row.index_source) if row.index_source else None
        return leaf(f"Prijzen in {year}: {higher} {word}", 1 + row.index_percent / 100, Unit.SHARE, source)

    def _weights(self, present: Sequence[SpentRow]) -> Node:
        """The keyed weights by which the planned amount is divided."""
        match self._row.key:
            case PlanKey.WEIGHT:
                name = self._row.weight_name
                source = Source("baseline", self._row.code, name)
                parts = [
                    leaf(
                        f"{name}, {self._names[row.organisation]}",
                        row.weight or 0,
                        Unit.COUNT,
                        source,
                        key=row.organisation,
                    )
                    for row in present
                ]
                return summed(f"{name} samen", parts, Unit.COUNT)
            case PlanKey.EQUAL:
                parts = [
                    leaf(self._names[row.organisation], 1, Unit.COUNT, key=row.organisation)
                    for row in present
                ]
                return summed("Aantal deelnemers", parts, Unit.COUNT)
            case _:
                parts = [self.spent(row, self._common(present)) for row in present]
                return summed("Nulmeting samen", parts, Unit.CENTS)

    def _common(self, present: Iterable[SpentRow]) -> int:
        """The one year at whose prices the amounts of all are comparable: the latest in which one was spent."""
        return max(self._row.spent_in(row) for row in present)

    def _part(self, code: str, whole: Node, weights: Node, cents: int, year: int) -> Node:
        own = next(part for part in weights.operands if part.key == code)
        formula = f"{whole.shown} × {own.shown} ÷ {weights.shown}"
        return part_of(f"Gepland voor {self._names[code]} in {year}", whole, weights, cents, code, formula)
