"""The factor by which weights within bounds total an amount, where bounds are left and reached (settlement.md 20)."""

from fractions import Fraction

import pytest

from app.features.settlement.core.bounds import OutOfBounds, factor

WEIGHTS = {"P": 52, "Q": 8, "R": 40}


def test_who_is_at_a_maximum_leaves_the_rest_to_the_others() -> None:
    # P stops at 400.00 (f = 769.23…); 600.00 over 8 and 40
    assert factor(1_000_00, WEIGHTS, {}, {"P": 400_00}) == Fraction(600_00, 48)


def test_who_leaves_a_minimum_pays_by_weight_again() -> None:
    # Q leaves 200.00 at f = 2,500; 3,000.00 over all 100
    assert factor(3_000_00, WEIGHTS, {"Q": 200_00}, {}) == 3_000


def test_of_several_factors_the_lowest() -> None:
    # P stops at f = 200 and Q leaves at f = 500: between them nothing moves
    assert factor(700, {"P": 1, "Q": 1}, {"Q": 500}, {"P": 200}) == 200


def test_the_bounds_name_what_they_total() -> None:
    with pytest.raises(OutOfBounds, match=r"^the bounds allow no more than 500$") as refused:
        factor(1_000, {"P": 1, "Q": 3}, {}, {"P": 200, "Q": 300})
    assert (refused.value.limit_cents, refused.value.is_too_little) == (500, False)
    with pytest.raises(OutOfBounds, match=r"^the bounds allow no less than 600$") as refused:
        factor(500, {"P": 1, "Q": 3}, {"P": 400, "Q": 200}, {})
    assert (refused.value.limit_cents, refused.value.is_too_little) == (600, True)
