"""Who passes on to each other: where everything ends, exactly.

Rows say how much of what a giver passes on goes to whom; who has no row is an end. The simultaneous equations
are solved with whole numbers and fractions, so that nothing is lost on the way. This module knows no pools,
areas or money.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

Weight = int | Fraction
Rows = Mapping[str, Mapping[str, Weight]]


def closed_rings(rows: Rows) -> list[tuple[str, ...]]:
    """The givers that pass on only to each other or to themselves, so that nothing ever ends; by name.

    Who merely leads to a ring is not in it; a giver without any weight is no ring.

    >>> closed_rings({"A": {"B": 1}, "B": {"A": 2}, "L": {"A": 1}, "M": {"A": 1, "x": 1}, "N": {}})
    [('A', 'B')]
    """
    reached = {giver: _reached(rows, giver) for giver in rows}
    rings = {
        tuple(sorted(found))
        for giver, found in reached.items()
        if found and all(giver in reached.get(other, ()) for other in found)
    }
    return sorted(rings)


def reaches(rows: Rows, giver: str, end: str) -> bool:
    """Whether something of the giver arrives at the other, directly or through others."""
    return end in _reached(rows, giver)


def _reached(rows: Rows, giver: str) -> set[str]:
    found: set[str] = set()
    waiting = [giver]
    while waiting:
        for to, weight in rows.get(waiting.pop(), {}).items():
            if weight and to not in found:
                found.add(to)
                waiting.append(to)
    return found


def final_shares(rows: Rows) -> dict[str, dict[str, Fraction]]:
    """Of each giver the part that arrives at each end, exactly; the parts total one.

    What a giver does for itself is left out first. A giver without weight passes nothing on; what leads to it
    is lost, so look for that before. Needs rows without `closed_rings`; weights are zero or more.

    >>> rows = {"A": {"B": 20, "x": 50, "y": 30}, "B": {"A": 10, "x": 40, "y": 50}}
    >>> final_shares(rows)["A"] == {"x": Fraction(58, 98), "y": Fraction(40, 98)}
    True
    """
    givers = sorted(rows)
    ends = sorted({to for row in rows.values() for to in row} - rows.keys())
    right = [[rows[giver].get(end, 0) for end in ends] for giver in givers]
    return {
        giver: dict(zip(ends, parts, strict=True))
        for giver, parts in zip(givers, _solve(_equations(rows, givers), right), strict=True)
    }


def passed_on(own: Mapping[str, Weight], rows: Rows) -> dict[str, Fraction]:
    """What each giver passes on in all: its own and what it receives from the others, exactly.

    A gives B 20 %, B gives A 10 %: A′ = 60,000 + 0.1 B′, B′ = 40,000 + 0.2 A′ (domain §10).

    >>> rows = {"A": {"B": 20, "x": 50, "y": 30}, "B": {"A": 10, "x": 40, "y": 50}}
    >>> found = passed_on({"A": 60_000, "B": 40_000}, rows)
    >>> found == {"A": 64_000 / Fraction("0.98"), "B": 52_000 / Fraction("0.98")}
    True
    """
    givers = sorted(rows)
    matrix = _equations(rows, givers)
    turned = [list(column) for column in zip(*matrix, strict=True)]
    found = _solve(turned, [[own[giver]] for giver in givers])
    return {giver: Fraction(matrix[place][place]) * found[place][0] for place, giver in enumerate(givers)}


def _equations(rows: Rows, givers: Sequence[str]) -> list[list[Weight]]:
    """What each passes on to others, less what others get of it; one for who passes on nothing."""
    matrix: list[list[Weight]] = []
    for giver in givers:
        total = sum(weight for to, weight in rows[giver].items() if to != giver)
        matrix.append([(total or 1) if other == giver else -rows[giver].get(other, 0) for other in givers])
    return matrix


def _solve(matrix: Sequence[Sequence[Weight]], right: Sequence[Sequence[Weight]]) -> list[list[Fraction]]:
    """The unknowns of the equations, a column for each right-hand side.

    Elimination without fractions (Bareiss): every value stays a whole number no longer than a determinant of
    the equations, so that the work is bounded; the last on the diagonal is the determinant, by which each
    unknown is a whole number divided (Cramer). Rows or columns in which the diagonal outweighs the others,
    with an outlet from everywhere, never give a zero on the diagonal, so that no row need be exchanged.
    """
    size = len(matrix)
    table = [_whole([*row, *known]) for row, known in zip(matrix, right, strict=True)]
    before = 1
    for place, top in enumerate(table):
        for row in table[place + 1 :]:
            factor = row[place]
            row[place:] = [
                (value * top[place] - factor * above) // before
                for value, above in zip(row[place:], top[place:], strict=True)
            ]
        before = top[place]
    found: list[list[int]] = []
    for row in reversed(table):
        place = size - len(found) - 1
        later = list(zip(row[place + 1 : size], found, strict=True))
        found.insert(
            0,
            [
                (before * known - sum(factor * parts[column] for factor, parts in later)) // row[place]
                for column, known in enumerate(row[size:])
            ],
        )
    return [[Fraction(value, before) for value in parts] for parts in found]


def _whole(row: Sequence[Weight]) -> list[int]:
    """The row in whole numbers: multiplied until no fraction is left."""
    scale = lcm(*(value.denominator for value in row))
    return [value.numerator * (scale // value.denominator) for value in row]
