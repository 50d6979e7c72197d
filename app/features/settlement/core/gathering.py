"""Minutes gathered by area, organisation and tariff, exact and without a fraction or a node for each row.

Shares are whole numbers by denominator until all are added (settlement.md 3). The rows stay at hand: to name
one that is refused, to add them up anew for the proof, and to open the sum for a reader.
"""

from collections.abc import Iterable
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
    """Rows of one organisation in one area: their sum by denominator, the days they lie in, the rows."""

    sums: dict[int, int] = field(default_factory=dict)
    spans: set[tuple[date, date]] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)

    @staticmethod
    def together(parts: Iterable["Gathering"]) -> "Gathering":
        """Several as one, rows in the order of the inputs."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        whole = Gathering()
        for part in found:
            for below, above in part.sums.items():
                whole.sums[below] = whole.sums.get(below, 0) + above
            whole.spans |= part.spans
            whole.rows += part.rows
        whole.rows.sort(key=lambda row: row.place)
        return whole

    @staticmethod
    def of(rows: Iterable[Row]) -> "Gathering":
        """These rows, a part of what was gathered."""
        kept = list(rows)
        return Gathering(_sums(kept), {(row.first_on, row.last_on) for row in kept}, kept)

    @property
    def minutes(self) -> int | Fraction:
        """All of it, exact."""
        return added(self.sums)

    def node(self, what: str, owner: str) -> Node:
        """The sum, with an operand for each row when somebody looks."""
        operands = Later(len(self.rows), self._anew, lambda: (row.node(owner) for row in self.rows))
        return summed_later(what, self.minutes, operands, Unit.MINUTES, owner=owner)

    def _anew(self) -> int | Fraction:
        """The minutes from the rows themselves, not from what was kept while gathering."""
        return added(_sums(self.rows))


def _sums(rows: Iterable[Row]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for _, worked, assignment, above, below in rows:
        if assignment is None:
            minutes = worked.minutes
            sums[minutes.denominator] = sums.get(minutes.denominator, 0) + minutes.numerator
        else:
            sums[below] = sums.get(below, 0) + above * int(worked.minutes)
    return sums


def gathered(facts: Facts) -> Work:
    """All work of the inputs by area and organisation, and by tariff within that."""
    found: Work = {}
    principals = {
        assignment.id: (
            assignment,
            [
                (found.setdefault((assignment.area, share.of), {}), *share.value.as_integer_ratio())
                for share in assignment.shares
                if share.value
            ],
        )
        for assignment in facts.inputs.assignments
    }
    make = tuple.__new__  # a row for each principal of each row of work: no other call is made as often
    for place, worked in enumerate(facts.inputs.worked):
        assignment, parts = principals[worked.assignment]
        span = (worked.first_on, worked.last_on)
        for work, above, below in parts:
            part = work.get(worked.tariff)
            if part is None:
                part = work[worked.tariff] = Gathering()
            part.sums[below] = part.sums.get(below, 0) + above * worked.minutes
            part.spans.add(span)
            part.rows.append(make(Row, (place, worked, assignment, above, below)))
    for place, row in enumerate(facts.inputs.gathered):
        part = found.setdefault((row.area, row.organisation), {}).setdefault(row.tariff, Gathering())
        above, below = row.minutes.as_integer_ratio()
        part.sums[below] = part.sums.get(below, 0) + above
        part.spans.add((row.first_on, row.last_on))
        part.rows.append(Row(place, row, None, above, below))
    return found


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
        whole = Gathering.together(mine[tariff] for tariff in sorted(tariffs & mine.keys()))
        if whole.minutes == node.value:
            result = replace(node, operands=whole.node(node.what, node.owner).operands)
    else:
        parts = [_opened(part, area, work, memo) for part in node.operands]
        if any(now is not then for now, then in zip(parts, node.operands, strict=True)):
            result = replace(node, operands=tuple(parts))
    memo[id(node)] = result
    return result
