"""Givers that pass on to each other: what arrives at the ends, and what each passes on in all."""

from fractions import Fraction

from app.kernel.reciprocal import final_shares, passed_on

LADDER = {"A": {"B": 1, "x": 1}, "B": {"y": 1}, "C": {"A": 1, "x": 3}}
"""A gives half to B, C a quarter to A; B gives to nobody but its end, and nobody names who gets nothing."""


def test_who_is_not_named_gets_nothing() -> None:
    half, eighth = Fraction(1, 2), Fraction(1, 8)
    assert final_shares(LADDER) == {
        "A": {"x": half, "y": half},
        "B": {"x": 0, "y": 1},
        "C": {"x": Fraction(3, 4) + eighth, "y": eighth},
    }
    # A has 8 and a quarter of 4; B 5 and half of that 9
    assert passed_on({"A": 8, "B": 5, "C": 4}, LADDER) == {"A": 9, "B": Fraction(19, 2), "C": 4}


def test_what_a_giver_does_for_itself_is_left_out_and_without_weight_it_passes_nothing_on() -> None:
    rows = {"A": {"A": 7, "B": 1, "x": 1}, "B": {"A": 0, "x": 0}}
    assert final_shares(rows) == {"A": {"x": Fraction(1, 2)}, "B": {"x": 0}}
    assert passed_on({"A": 10, "B": 3}, rows) == {"A": 10, "B": 8}
