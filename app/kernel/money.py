"""Whole cents: dividing an amount, rounding half a cent, reckoning VAT.

Every division of money in the product goes through `allocate`, so that parts total the whole by construction.
Amounts are integers of cents; weights are integers or exact fractions; there is no float here.
This module knows no partners, areas or policies: who is charged and why is the settlement's business.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

Weight = int | Fraction


class AllocationError(ValueError):
    """An amount that cannot be divided by these weights."""


class ZeroWeights(AllocationError):
    """A non-zero amount over weights that total zero (settlement.md 1)."""

    def __init__(self, amount_cents: int) -> None:
        super().__init__(f"amount of {amount_cents} cents over weights that total zero")
        self.amount_cents = amount_cents


class NegativeWeight(AllocationError):
    """A weight below zero; `code` names whose it is (settlement.md 1)."""

    def __init__(self, code: str, weight: Weight) -> None:
        super().__init__(f"negative weight {weight} of {code}")
        self.code = code
        self.weight = weight


def allocate(amount_cents: int, weights: Mapping[str, Weight]) -> dict[str, int]:
    """The amount divided by weight in whole cents that total it exactly, in the order of the codes.

    Each part is the floor of its exact share; the cents left over go to the largest remainders, ties in the
    order of the codes (ASCII). A negative amount is the mirror of the positive one. A zero amount over zero
    weights is zero for everyone. Raises `ZeroWeights` and `NegativeWeight` (settlement.md 1, domain §10).

    >>> allocate(100_000, {"A": 1, "B": 1, "C": 1})
    {'A': 33334, 'B': 33333, 'C': 33333}
    >>> allocate(-5, {"A": 2, "B": 1})
    {'A': -3, 'B': -2}
    >>> allocate(10_000, {"A": 14_500, "B": 9_400, "C": 0})
    {'A': 6067, 'B': 3933, 'C': 0}
    >>> allocate(22_000, {"A": 445_455, "B": 9_091, "C": 545_455})
    {'A': 9800, 'B': 200, 'C': 12000}

    A partner that leaves on 15 February weighs 46/90 of its inhabitants in the first quarter:

    >>> allocate(100_000, {"P": Fraction(9_000 * 46, 90), "Q": 4_600})
    {'P': 50000, 'Q': 50000}
    >>> allocate(0, {"A": 0, "B": 0})
    {'A': 0, 'B': 0}
    >>> allocate(1, {"A": 0})
    Traceback (most recent call last):
    app.kernel.money.ZeroWeights: amount of 1 cents over weights that total zero
    >>> allocate(1, {"A": 2, "B": -1})
    Traceback (most recent call last):
    app.kernel.money.NegativeWeight: negative weight -1 of B
    """
    whole = _whole_weights(weights)
    total = sum(whole.values())
    if total == 0:
        if amount_cents:
            raise ZeroWeights(amount_cents)
        return dict.fromkeys(whole, 0)
    sign = -1 if amount_cents < 0 else 1
    size = abs(amount_cents)
    parts: dict[str, int] = {}
    remainders: dict[str, int] = {}
    for code, weight in whole.items():
        parts[code], remainders[code] = divmod(size * weight, total)
    left_over = size - sum(parts.values())
    for code in sorted(remainders, key=lambda code: (-remainders[code], code))[:left_over]:
        parts[code] += 1
    return {code: sign * part for code, part in parts.items()}


def _whole_weights(weights: Mapping[str, Weight]) -> dict[str, int]:
    """The weights as integers in the same proportion, in the order of the codes."""
    for code in sorted(weights):
        weight = weights[code]
        if not isinstance(weight, int | Fraction):
            raise TypeError(f"weight of {code} must be int or Fraction, not {type(weight).__name__}")
        if weight < 0:
            raise NegativeWeight(code, weight)
    scale = lcm(*(weight.denominator for weight in weights.values()))
    return {code: weights[code].numerator * (scale // weights[code].denominator) for code in sorted(weights)}


def round_half_up(exact: Weight) -> int:
    """The nearest whole number, half away from zero: a credit is the mirror of its invoice (settlement.md 2).

    >>> [round_half_up(Fraction(n, 2)) for n in (1, 3, -1, -3, 4)]
    [1, 2, -1, -2, 2]
    >>> round_half_up(Fraction("-10.5"))
    -11
    >>> round_half_up(Fraction("10.4999"))
    10
    """
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -size if exact < 0 else size


def vat(base_cents: int, rate: Fraction) -> int:
    """The VAT in cents over the base of one category of one document, half up (EN 16931 BR-CO-17).

    `rate` is a part of one: 21 % is Fraction(21, 100). Reckon it per document and category, never per line
    (settlement.md 30).

    >>> vat(123_450, Fraction(21, 100))
    25925
    >>> vat(-50, Fraction(21, 100))
    -11
    """
    return round_half_up(base_cents * rate)


def cut(total_cents: int, exact: Mapping[str, Weight]) -> dict[str, int]:
    """Whole cents beside their exact amounts, which may have both signs, that total `total_cents` exactly.

    For amounts that are already known exactly and whose total is rounded elsewhere, such as a document's VAT
    over its lines: every part is within one cent of its exact amount. The total must lie within the number of
    parts of the exact total. Raises `AllocationError` where it does not.

    >>> cut(21, {"1": Fraction("10.5"), "2": Fraction("10.5")})
    {'1': 11, '2': 10}
    >>> cut(-21, {"1": Fraction("-31.5"), "2": Fraction("10.5")})
    {'1': -32, '2': 11}
    """
    if total_cents < 0:
        mirrored = cut(-total_cents, {code: -amount for code, amount in exact.items()})
        return {code: -part for code, part in mirrored.items()}
    floors = {code: exact[code].numerator // exact[code].denominator for code in sorted(exact)}
    left_over = total_cents - sum(floors.values())
    if not 0 <= left_over <= len(floors):
        raise AllocationError(f"{total_cents} cents is too far from the exact total of {len(floors)} parts")
    for code in sorted(floors, key=lambda code: (floors[code] - exact[code], code))[:left_over]:
        floors[code] += 1
    return floors


def in_thousands(amounts: Mapping[str, int]) -> dict[str, int]:
    """A printed column of amounts in cents, in thousands of euros, that adds up to its printed total.

    By `allocate` over the amounts; a column with both signs keeps each within one of its own (settlement.md 5).

    >>> in_thousands({"A": 149_900, "B": 149_900, "C": 149_900})
    {'A': 2, 'B': 1, 'C': 1}
    >>> in_thousands({"A": 1_049_900, "B": -60_000})
    {'A': 11, 'B': -1}
    """
    printed = round_half_up(Fraction(sum(amounts.values()), 100_000))
    if min(amounts.values(), default=0) >= 0:
        return allocate(printed, amounts)
    if max(amounts.values()) <= 0:
        return allocate(printed, {code: -amount for code, amount in amounts.items()})
    return cut(printed, {code: Fraction(amount, 100_000) for code, amount in amounts.items()})


def total(amounts: Iterable[int]) -> int:
    """The sum of amounts in cents; refuses what is not a whole number.

    >>> total([1, -3])
    -2
    """
    result = 0
    for amount in amounts:
        if not isinstance(amount, int):
            raise TypeError(f"an amount must be whole cents, not {type(amount).__name__}")
        result += amount
    return result
