"""Minimum and maximum: the one factor by which weights, kept within bounds, total an amount (settlement.md 20).

Found exactly from the breakpoints, the factors at which somebody reaches a bound; no search, no rounding. Whose
the bounds are and what they are in a period is the business of `division`.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.kernel.money import Weight, ZeroWeights


class OutOfBounds(ArithmeticError):
    """An amount below all minima together, or above all maxima; `limit_cents` is what they total."""

    def __init__(self, limit_cents: int, *, is_too_little: bool) -> None:
        super().__init__(f"the bounds allow {'no less' if is_too_little else 'no more'} than {limit_cents}")
        self.limit_cents = limit_cents
        self.is_too_little = is_too_little


def factor(
    amount_cents: int,
    weights: Mapping[str, Weight],
    minima: Mapping[str, int],
    maxima: Mapping[str, int],
) -> Fraction:
    """The f for which the sum of max(min, min(max, f × weight)) is the amount, which is zero or more.

    Bounds in whole cents, none below zero, no minimum above its maximum. Where more than one f gives the
    amount they all give everybody the same, and this is the lowest. Raises `OutOfBounds`, and `ZeroWeights`
    when the minima leave something and nobody has weight.

    >>> weights = {"P": 52, "Q": 8, "R": 40}
    >>> found = factor(1000_00, weights, {"Q": 200_00}, {"P": 500_00})
    >>> [round(found * weights[code]) for code in ("P", "R")]
    [45217, 34783]
    >>> factor(100_00, weights, {"Q": 200_00}, {})
    Traceback (most recent call last):
    app.features.settlement.core.bounds.OutOfBounds: the bounds allow no less than 20000
    """
    lowest = sum(minima.get(code, 0) for code in weights)
    if amount_cents < lowest:
        raise OutOfBounds(lowest, is_too_little=True)
    at, reached = Fraction(0), Fraction(lowest)
    for edge in _edges(weights, minima, maxima):
        slope = _slope(at, weights, minima, maxima)
        if reached + slope * (edge - at) >= amount_cents:
            break
        at, reached = edge, reached + slope * (edge - at)
    if reached == amount_cents:
        return at
    slope = _slope(at, weights, minima, maxima)
    if slope:
        return at + (amount_cents - reached) / slope
    if not any(weights.values()):
        raise ZeroWeights(amount_cents - lowest)
    raise OutOfBounds(int(reached), is_too_little=False)


def _edges(
    weights: Mapping[str, Weight], minima: Mapping[str, int], maxima: Mapping[str, int]
) -> list[Fraction]:
    """The factors at which somebody leaves a minimum or reaches a maximum, in order."""
    found = {
        Fraction(bounds[code]) / weight
        for bounds in (minima, maxima)
        for code, weight in weights.items()
        if weight and code in bounds
    }
    return sorted(found)


def _slope(
    at: Fraction, weights: Mapping[str, Weight], minima: Mapping[str, int], maxima: Mapping[str, int]
) -> Fraction:
    """The weight of all who move when the factor grows from here: past their minimum, below their maximum."""
    return Fraction(
        sum(
            weight
            for code, weight in weights.items()
            if at * weight >= minima.get(code, 0) and (code not in maxima or at * weight < maxima[code])
        )
    )
