"""The worked examples of dividing and rounding, and what is refused."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.kernel.money import (
    AllocationError,
    NegativeWeight,
    ZeroWeights,
    allocate,
    cut,
    in_thousands,
    round_half_up,
    vat,
)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        # 1000.00 ÷ 3 = 333.333…; the cent left over goes to the first code
        (100_000, {"C": 1, "A": 1, "B": 1}, {"A": 33_334, "B": 33_333, "C": 33_333}),
        # −5 × 2/3 = −3.33, −5 × 1/3 = −1.67; mirrored: floors 3 and 1, the cent to .67
        (-5, {"A": 2, "B": 1}, {"A": -3, "B": -2}),
        # 10,000 × 14,500/23,900 = 6066.95; × 9,400/23,900 = 3933.05
        (10_000, {"A": 14_500, "B": 9_400, "C": 0}, {"A": 6_067, "B": 3_933, "C": 0}),
        # total 1,000,001: 9799.999…, 199.999…, 12000.0…
        (22_000, {"A": 445_455, "B": 9_091, "C": 545_455}, {"A": 9_800, "B": 200, "C": 12_000}),
        # findings.md: 98 % and 2 % of 182.25 is 178.605 and 3.645; equal remainders, so the first code
        (18_225, {"A": 98, "B": 2}, {"A": 17_861, "B": 364}),
        (0, {"A": 0}, {"A": 0}),
        (0, {"A": 3, "B": 1}, {"A": 0, "B": 0}),
        (0, {}, {}),
        (1, {"B": 1, "A": 1}, {"A": 1, "B": 0}),
        (-1, {"B": 1, "A": 1}, {"A": -1, "B": 0}),
        # ASCII: capitals before small letters, digits before capitals
        (2, {"a": 1, "B": 1, "1": 1}, {"1": 1, "B": 1, "a": 0}),
    ],
)
def test_an_amount_is_divided_to_the_cent(
    amount: int, weights: dict[str, int], parts: dict[str, int]
) -> None:
    assert allocate(amount, weights) == parts


def test_parts_come_in_the_order_of_the_codes() -> None:
    assert list(allocate(3, {"C": 1, "A": 1, "B": 1})) == ["A", "B", "C"]


@pytest.mark.parametrize("weights", [{"A": 0, "B": Fraction(0)}, {}])
def test_an_amount_over_nothing_is_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ZeroWeights) as refused:
        allocate(-7, weights)
    assert refused.value.amount_cents == -7


@pytest.mark.parametrize("amount", [0, 1, -1])
def test_a_negative_weight_is_refused_by_name_also_for_a_zero_amount(amount: int) -> None:
    with pytest.raises(NegativeWeight) as refused:
        allocate(amount, {"VLI": -1, "NLK": 3})
    assert (refused.value.code, refused.value.weight) == ("VLI", -1)


def test_a_weight_that_is_not_exact_is_refused() -> None:
    weights: dict[str, Any] = {"A": 1, "B": Decimal("0.5")}
    with pytest.raises(TypeError, match="weight of B must be int or Fraction, not Decimal"):
        allocate(1, weights)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("1/2", 1),
        ("-1/2", -1),
        ("-10.5", -11),
        ("10.5", 11),
        ("10.49", 10),
        ("-10.49", -10),
        ("0", 0),
        ("7", 7),
    ],
)
def test_half_is_rounded_away_from_zero(exact: str, rounded: int) -> None:
    assert round_half_up(Fraction(exact)) == rounded


def test_vat_is_the_mirror_image_on_a_credit_note() -> None:
    rate = Fraction(21, 100)
    assert vat(123_450, rate) == 25_925  # 25,924.50
    assert vat(-123_450, rate) == -25_925
    assert vat(-50, rate) == -11  # −0.105


def test_exact_amounts_of_both_signs_are_cut_to_a_total() -> None:
    # 105.50 − 52.75 + 0.25 cents = 53 cents; floors 105, −53, 0: the cent to the remainder of .50
    exact = {"1": Fraction("105.5"), "2": Fraction("-52.75"), "3": Fraction("0.25")}
    assert cut(53, exact) == {"1": 106, "2": -53, "3": 0}
    with pytest.raises(AllocationError):
        cut(50, exact)
    with pytest.raises(AllocationError):
        cut(56, exact)


@pytest.mark.parametrize(
    ("amounts", "printed"),
    [
        ({}, {}),
        # 2.6 is printed as 3: by amount 2.54 and 0.46, so that the thousand goes to A; likewise below zero
        ({"A": 220_000, "B": 40_000, "D": 0}, {"A": 3, "B": 0, "D": 0}),
        ({"A": -220_000, "B": -40_000, "D": 0}, {"A": -3, "B": 0, "D": 0}),
        # both signs, be it by one cent: each within one of its own, 2.2 and 0.4
        ({"A": -220_000, "B": -40_000, "D": 1}, {"A": -2, "B": -1, "D": 0}),
        ({"A": 220_000, "B": 40_000, "D": -1}, {"A": 2, "B": 1, "D": 0}),
        # 50,000.5 thousand, half away from zero; 100,000 less 0.6 is 99,999.4
        ({"A": 5_000_050_000}, {"A": 50_001}),
        ({"A": 10_000_000_000, "B": -60_000}, {"A": 100_000, "B": -1}),
    ],
)
def test_a_column_in_thousands_adds_up(amounts: dict[str, int], printed: dict[str, int]) -> None:
    assert in_thousands(amounts) == printed
