"""What holds for every amount and every set of weights."""

from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Weight, allocate, cut, round_half_up

amounts = st.integers(-(10**12), 10**12)
codes = st.text("ABCXYZ012az", min_size=1, max_size=4)
weight = st.integers(0, 10**7) | st.fractions(0, 10**5, max_denominator=10**4)
weights = st.dictionaries(codes, weight, min_size=1, max_size=12).filter(lambda found: any(found.values()))


@given(amounts, weights)
def test_parts_total_the_whole(amount: int, keys: dict[str, Weight]) -> None:
    assert sum(allocate(amount, keys).values()) == amount


@given(amounts, weights)
def test_every_part_is_within_a_cent_of_its_exact_share(amount: int, keys: dict[str, Weight]) -> None:
    whole = sum(keys.values())
    for code, part in allocate(amount, keys).items():
        assert abs(part - Fraction(amount) * keys[code] / whole) < 1


@given(amounts, weights)
def test_who_has_no_weight_pays_nothing(amount: int, keys: dict[str, Weight]) -> None:
    parts = allocate(amount, keys)
    assert all(parts[code] == 0 for code, found in keys.items() if not found)


@given(amounts, weights)
def test_a_credit_is_the_mirror_image(amount: int, keys: dict[str, Weight]) -> None:
    parts = allocate(amount, keys)
    assert allocate(-amount, keys) == {code: -part for code, part in parts.items()}


@given(amounts, weights, st.randoms(use_true_random=False))
def test_the_order_of_the_weights_changes_nothing(
    amount: int, keys: dict[str, Weight], chance: Random
) -> None:
    shuffled = list(keys.items())
    chance.shuffle(shuffled)
    assert list(allocate(amount, dict(shuffled)).items()) == list(allocate(amount, keys).items())


@given(amounts, weights, st.fractions(Fraction(1, 1000), 1000, max_denominator=1000))
def test_only_the_proportion_of_the_weights_counts(
    amount: int, keys: dict[str, Weight], factor: Fraction
) -> None:
    assert allocate(amount, {code: found * factor for code, found in keys.items()}) == allocate(amount, keys)


@given(amounts, weights)
def test_a_larger_weight_never_pays_less(amount: int, keys: dict[str, Weight]) -> None:
    parts = allocate(amount, keys)
    by_weight = sorted(keys, key=lambda code: keys[code])
    for smaller, larger in pairwise(by_weight):
        if keys[smaller] < keys[larger]:
            assert abs(parts[smaller]) <= abs(parts[larger])


@given(st.dictionaries(codes, st.fractions(-(10**6), 10**6, max_denominator=1000), min_size=1, max_size=8))
def test_exact_amounts_cut_to_their_rounded_total_stay_within_a_cent(exact: dict[str, Fraction]) -> None:
    whole = round_half_up(sum(exact.values(), Fraction()))
    parts = cut(whole, exact)
    assert sum(parts.values()) == whole
    assert all(abs(parts[code] - exact[code]) < 1 for code in exact)


@given(st.fractions())
def test_rounding_moves_at_most_half_and_mirrors(exact: Fraction) -> None:
    rounded = round_half_up(exact)
    assert abs(rounded - exact) <= Fraction(1, 2)
    assert round_half_up(-exact) == -rounded
