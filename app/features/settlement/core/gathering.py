"""Minutes gathered by area, organisation and tariff, exact and without a fraction or a node for each row.

Shares are whole numbers by denominator until all are added (settlement.md 3). Where the rows stand is kept: to
name one that is refused, to add them up anew for the proof, and to open the sum for a reader.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Assignment, Gathered, Worked
from app.kernel.explain import Later, Node, Source, Unit, leaf, product, summed_later
from app.kernel.quantities import counted


def added(sums: dict[int, int]) -> int | Fraction:
    """The exact sum of fractions that are kept as numerators by denominator; whole when it is whole.

    >>> added({1: 10, 3: 2, 6: 2}), added({3: 1}), added({})
    (11, Fraction(1, 3), 0)
    """
    below = lcm(*sums)
    whole = Fraction(sum(above * (below // part) for part, above in sums.items()), below)
    return whole.numerator if whole.denominator == 1 else whole


GATHERED = "gathered"
"""The kind of source of minutes whose assignments are not in the inputs."""

Work = dict[tuple[str, str], dict[str, "Gathering"]]
"""Work by area and organisation, and by tariff within that."""

Part = tuple[dict[str, "Gathering"], tuple[int, int]]
"""Where the minutes of an assignment go, and which part of them as numerator and denominator."""


class Row(NamedTuple):
    """One organisation's part in a row of the inputs; `place` is the row's place there."""

    place: int
    worked: Worked | Gathered
    assignment: Assignment | None
    above: int
    below: int

    @property
    def first_on(self) -> date:
        """The first day worked."""
        return self.worked.first_on

    @property
    def last_on(self) -> date:
        """The last day worked."""
        return self.worked.last_on

    @property
    def function(self) -> str:
        """What was worked as, when there was no tariff by which it is known."""
        return "" if isinstance(self.worked, Gathered) else self.worked.function

    @property
    def what(self) -> str:
        """What was worked on, for a sentence."""
        if self.assignment is not None:
            return f"opdracht {self.assignment.number}"
        assert isinstance(self.worked, Gathered)
        return counted(self.worked.assignments, "opdracht", "opdrachten")

    def node(self, owner: str) -> Node:
        """The row as a fact, times the share when the assignment is joint."""
        if self.assignment is None:
            source = Source(GATHERED, self.worked.tariff, self.what)
            return leaf(f"{self.what} samen", self.worked.minutes, Unit.MINUTES, source, owner=owner)
        what = f"{self.assignment.number} {self.assignment.title}"
        source = Source("assignment", self.assignment.id, self.assignment.number)
        minutes = leaf(what, self.worked.minutes, Unit.MINUTES, source, owner=owner)
        if self.above == self.below:
            return minutes
        share = leaf("Deel in de gezamenlijke opdracht", Fraction(self.above, self.below), Unit.SHARE, source)
        return product(what, [minutes, share], Unit.MINUTES)


@dataclass(slots=True)
class Gathering:
    """Rows of one organisation in one area: their sum by denominator, the days they lie in, where they stand.

    `places` are those in the work of the inputs, by share; `others` those in what came gathered already.
    """

    facts: Facts
    sums: dict[int, int] = field(default_factory=dict)
    spans: set[tuple[date, date]] = field(default_factory=set)
    places: dict[tuple[int, int], "array[int]"] = field(default_factory=dict)
    others: "array[int]" = field(default_factory=lambda: array("L"))

    @staticmethod
    def together(facts: Facts, parts: Iterable["Gathering"]) -> "Gathering":
        """Several as one."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        whole = Gathering(facts)
        for part in found:
            for below, above in part.sums.items():
                whole.sums[below] = whole.sums.get(below, 0) + above
            whole.spans |= part.spans
            for share, places in part.places.items():
                whole.places.setdefault(share, array("L")).extend(places)
            whole.others.extend(part.others)
        return whole

    def only(self, is_wanted: Callable[[Row], bool]) -> "Gathering":
        """A part of it."""
        kept = Gathering(self.facts)
        for row in self.rows:
            if is_wanted(row):
                kept.add(row)
        return kept

    def add(self, row: Row) -> None:
        """One more row; of what came gathered the numerator and denominator are the minutes themselves."""
        above = row.above if row.assignment is None else row.above * int(row.worked.minutes)
        self.sums[row.below] = self.sums.get(row.below, 0) + above
        self.spans.add((row.first_on, row.last_on))
        if row.assignment is None:
            self.others.append(row.place)
        else:
            self.places.setdefault((row.above, row.below), array("L")).append(row.place)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.places.values())) + len(self.others)

    @property
    def rows(self) -> list[Row]:
        """The rows in the order of the inputs, made anew."""
        worked, gathered = self.facts.inputs.worked, self.facts.inputs.gathered
        found = [
            Row(place, worked[place], self.facts.assignments[worked[place].assignment], *share)
            for share, places in self.places.items()
            for place in places
        ]
        found.sort(key=lambda row: row.place)
        others = ((place, gathered[place]) for place in sorted(self.others))
        return found + [Row(place, row, None, *row.minutes.as_integer_ratio()) for place, row in others]

    @property
    def minutes(self) -> int | Fraction:
        """All of it, exact."""
        return added(self.sums)

    def node(self, what: str, owner: str) -> Node:
        """The sum, with an operand for each row when somebody looks."""
        operands = Later(self.count, self._anew, lambda: (row.node(owner) for row in self.rows))
        return summed_later(what, self.minutes, operands, Unit.MINUTES, owner=owner)

    def _anew(self) -> int | Fraction:
        """The minutes from the rows themselves, not from what was kept while gathering."""
        worked, gathered = self.facts.inputs.worked, self.facts.inputs.gathered
        sums: dict[int, int] = {}
        for (above, below), places in self.places.items():
            sums[below] = sums.get(below, 0) + above * sum([worked[place].minutes for place in places])
        for place in self.others:
            above, below = gathered[place].minutes.as_integer_ratio()
            sums[below] = sums.get(below, 0) + above
        return added(sums)


def gathered(facts: Facts) -> Work:
    """All work of the inputs by area and organisation, and by tariff within that."""
    found: Work = {}
    principals = _principals(facts, found)
    for place, worked in enumerate(facts.inputs.worked):
        span = (worked.first_on, worked.last_on)
        for work, share in principals[worked.assignment]:
            part = work.get(worked.tariff)
            if part is None:
                part = work[worked.tariff] = Gathering(facts)
            above, below = share
            part.sums[below] = part.sums.get(below, 0) + above * worked.minutes
            part.spans.add(span)
            places = part.places.get(share)
            if places is None:
                places = part.places[share] = array("L")
            places.append(place)
    for place, row in enumerate(facts.inputs.gathered):
        part = found.setdefault((row.area, row.organisation), {}).setdefault(row.tariff, Gathering(facts))
        part.add(Row(place, row, None, *row.minutes.as_integer_ratio()))
    return found


def _principals(facts: Facts, found: Work) -> dict[str, list[Part]]:
    """Where the minutes of each assignment go, and which part of them; who asks alone has it in common."""
    alone: dict[tuple[str, str], list[Part]] = {}
    principals = {}
    for assignment in facts.inputs.assignments:
        shares = assignment.shares
        if len(shares) == 1 and shares[0].value == 1:
            key = (assignment.area, shares[0].of)
            if key not in alone:
                alone[key] = [(found.setdefault(key, {}), (1, 1))]
            principals[assignment.id] = alone[key]
        else:
            principals[assignment.id] = [
                (found.setdefault((assignment.area, share.of), {}), share.value.as_integer_ratio())
                for share in shares
                if share.value
            ]
    return principals


def opened(node: Node, area: str, work: Work) -> Node:
    """The tree with the leaf of each assignment in the place of minutes of the area that were gathered.

    A sum that these assignments do not total is left as it is: they have changed since it was reckoned.
    """
    return _opened(node, area, work, {})


def _opened(node: Node, area: str, work: Work, memo: dict[int, Node]) -> Node:
    if id(node) in memo or not node.operands:
        return memo.get(id(node), node)
    result = node
    if all(part.source is not None and part.source.kind == GATHERED for part in node.operands):
        mine = work.get((area, node.owner), {})
        tariffs = {part.source.id for part in node.operands if part.source is not None}
        found = [mine[tariff] for tariff in sorted(tariffs & mine.keys())]
        whole = Gathering.together(found[0].facts, found) if found else None
        if whole is not None and whole.minutes == node.value:
            result = replace(node, operands=whole.node(node.what, node.owner).operands)
    else:
        parts = [_opened(part, area, work, memo) for part in node.operands]
        if any(now is not then for now, then in zip(parts, node.operands, strict=True)):
            result = replace(node, operands=tuple(parts))
    memo[id(node)] = result
    return result
