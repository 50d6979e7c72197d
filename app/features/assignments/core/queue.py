"""The place in the queue of an area, until the board room decides it (decision 0001).

An assignment that is put in order gets a rank. Without a place it comes last; with one it gets a rank
halfway between its neighbours, so that no other row has to change and the events of one assignment
are enough to make its projection again. The place that people see is the position in the list.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from app.kernel.errors import Finding, Invalid

_DIGITS = 400
"""Each halving in the same gap costs one digit; nobody halves a gap four hundred times."""


def rank_for(ranks: Sequence[Decimal], place: int | None) -> Decimal:
    """The rank for a place (1 is first) in a queue whose ranks are given in order; None is last.

    >>> rank_for([], None), rank_for([Decimal(1), Decimal(2)], None)
    (Decimal('1'), Decimal('3'))
    >>> rank_for([Decimal(1), Decimal(2)], 2)
    Decimal('1.5')
    >>> rank_for([Decimal(1), Decimal(2)], 1)
    Decimal('0')
    """
    if place is None or place == len(ranks) + 1:
        return (ranks[-1] // 1 + 1) if ranks else Decimal(1)
    if not 1 <= place <= len(ranks):
        raise Invalid([Finding("plek", _no_such_place(place, len(ranks)))])
    if place == 1:
        return ranks[0] - 1
    with localcontext(prec=_DIGITS):
        return (ranks[place - 2] + ranks[place - 1]) / 2


def _no_such_place(place: int, waiting: int) -> str:
    return (
        f"Plek {place} bestaat niet: er wachten {waiting} opdrachten. Kies een plek van 1 t/m {waiting + 1}."
    )
