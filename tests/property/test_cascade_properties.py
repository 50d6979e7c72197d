"""What holds for every cascade: the equations, totals both ways at every stage, order, mirror, own work left out."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.features.settlement.core.cascade import (
    MOST_POOLS,
    Cascade,
    NoOutlet,
    NothingServed,
    ServicePool,
    TooManyPools,
    cascade,
    pool_key,
)
from app.features.settlement.core.inputs import CascadeMethod
from app.kernel.money import NegativeWeight
from app.kernel.reciprocal import closed_rings, final_shares, passed_on

CODES = ("A", "B", "C", "D", "E")
weights = st.integers(0, 10**6) | st.fractions(0, 1000, max_denominator=90)
some = st.integers(1, 10**6) | st.fractions(Fraction(1, 90), 1000, max_denominator=90)


@st.composite
def pool_lists(draw: st.DrawFn) -> list[ServicePool]:
    """One to five pools in some order, each with an area that it serves; some for themselves too."""
    codes = draw(st.permutations(CODES))[: draw(st.integers(1, 5))]
    return [
        ServicePool(
            code,
            draw(st.integers(-(10**9), 10**9)),
            {"A": draw(some), "X": draw(weights), "Y": draw(weights)},
            {other: draw(weights) for other in codes},
        )
        for code in codes
    ]


methods = st.sampled_from(list(CascadeMethod))
each = settings(max_examples=60, deadline=None)


def _sums(found: Cascade, code: str) -> tuple[int, int]:
    """What a pool received from others, and what it sent."""
    received = sum(one.amount_cents for one in found.transfers if one.is_to_pool and one.to == code)
    return received, sum(one.amount_cents for one in found.transfers if one.pool == code)


@each
@given(pool_lists(), methods)
def test_every_stage_totals(pools: list[ServicePool], method: CascadeMethod) -> None:
    found = cascade(pools, method)
    for pool in pools:
        received, sent = _sums(found, pool.code)
        assert pool.cost_cents + received == sent
    to_areas = sum(one.amount_cents for one in found.transfers if not one.is_to_pool)
    assert to_areas == sum(pool.cost_cents for pool in pools)


@each
@given(pool_lists())
def test_the_result_of_reciprocal_satisfies_its_equations_exactly(pools: list[ServicePool]) -> None:
    found = cascade(pools, CascadeMethod.RECIPROCAL)
    given_away = {pool.code: _given(pool) for pool in pools}
    for pool in pools:
        received = sum(
            found.totals[other.code] * Fraction(other.pools[pool.code]) / given_away[other.code]
            for other in pools
            if other.code != pool.code
        )
        assert found.totals[pool.code] == pool.cost_cents + received
    for area in ("A", "X", "Y"):
        brought = sum(
            found.totals[pool.code] * Fraction(pool.areas[area]) / given_away[pool.code] for pool in pools
        )
        assert brought == sum(pool.cost_cents * found.shares[pool.code][area] for pool in pools)
    for pool in pools:
        assert sum(found.shares[pool.code].values()) == 1
        for one in found.transfers:
            if one.pool == pool.code:
                exact = pool.cost_cents * Fraction(found.shares[pool.code][one.to])
                assert -1 < one.amount_cents - exact < 1


def _given(pool: ServicePool) -> Fraction:
    own = pool.pools.get(pool.code, 0)
    return Fraction(sum(pool.areas.values())) + sum(pool.pools.values()) - own


@each
@given(pool_lists(), st.sampled_from([CascadeMethod.DIRECT, CascadeMethod.RECIPROCAL]), st.randoms())
def test_the_order_of_pools_changes_nothing(
    pools: list[ServicePool], method: CascadeMethod, chance: Random
) -> None:
    mixed = [
        replace(pool, areas=_mixed(pool.areas, chance), pools=_mixed(pool.pools, chance)) for pool in pools
    ]
    chance.shuffle(mixed)
    assert cascade(mixed, method) == cascade(pools, method)


def _mixed(rows: Mapping[str, int | Fraction], chance: Random) -> dict[str, int | Fraction]:
    pairs = list(rows.items())
    chance.shuffle(pairs)
    return dict(pairs)


@each
@given(pool_lists(), methods)
def test_negative_costs_are_the_mirror_image(pools: list[ServicePool], method: CascadeMethod) -> None:
    plain = cascade(pools, method)
    mirror = cascade([replace(pool, cost_cents=-pool.cost_cents) for pool in pools], method)
    assert [replace(one, amount_cents=-one.amount_cents) for one in mirror.transfers] == list(plain.transfers)


@each
@given(pool_lists(), methods)
def test_what_a_pool_does_for_itself_is_left_out(pools: list[ServicePool], method: CascadeMethod) -> None:
    without = [
        replace(pool, pools={code: weight for code, weight in pool.pools.items() if code != pool.code})
        for pool in pools
    ]
    assert cascade(without, method) == cascade(pools, method)


@each
@given(pool_lists(), methods, st.integers(2, 10**6))
def test_only_the_proportion_of_weights_matters(
    pools: list[ServicePool], method: CascadeMethod, factor: int
) -> None:
    larger = [
        replace(
            pool,
            areas={code: weight * factor for code, weight in pool.areas.items()},
            pools={code: weight * factor for code, weight in pool.pools.items()},
        )
        for pool in pools
    ]
    assert cascade(larger, method).transfers == cascade(pools, method).transfers


@each
@given(pool_lists())
def test_step_down_passes_on_to_later_pools_only(pools: list[ServicePool]) -> None:
    place = {pool.code: at for at, pool in enumerate(pools)}
    found = cascade(pools, CascadeMethod.STEP_DOWN)
    assert all(place[one.pool] < place[one.to] for one in found.transfers if one.is_to_pool)
    assert [one.pool for one in found.transfers] == sorted(
        (one.pool for one in found.transfers), key=lambda code: place[code]
    )


@each
@given(pool_lists(), methods)
def test_a_ring_without_outlet_is_named_without_who_leads_to_it(
    pools: list[ServicePool], method: CascadeMethod
) -> None:
    ring = [ServicePool("R1", 0, {"X": 0}, {"R2": 1}), ServicePool("R2", 0, {}, {"R1": 3, "R2": 1})]
    leading = [replace(pool, pools={**pool.pools, "R1": 1}) for pool in pools]
    with pytest.raises(NoOutlet) as refused:
        cascade([*leading, *ring], method)
    assert refused.value.rings == (("R1", "R2"),)
    assert str(refused.value) == "pools without outlet: R1 R2"


def test_two_rings_are_both_named() -> None:
    rows = {"A": {"B": 1}, "B": {"A": 1}, "C": {"C": 1}, "D": {"C": 1, "A": 1}}
    assert closed_rings(rows) == [("A", "B"), ("C",)]
    pools = [ServicePool(code, 0, {}, row) for code, row in rows.items()]
    with pytest.raises(NoOutlet, match=r"^pools without outlet: A B; C$"):
        cascade(pools, CascadeMethod.RECIPROCAL)


def test_a_way_out_through_a_third_pool_is_no_ring() -> None:
    rows = {"A": {"B": 1}, "B": {"A": 1, "C": 1}, "C": {"x": 1}}
    assert closed_rings(rows) == []
    assert final_shares(rows) == {"A": {"x": 1}, "B": {"x": 1}, "C": {"x": 1}}
    assert passed_on({"A": 1, "B": 0, "C": 0}, rows) == {"A": 2, "B": 2, "C": 1}


@pytest.mark.parametrize("method", list(CascadeMethod))
def test_a_cost_that_ends_nowhere_is_named_and_no_cost_is_nothing(method: CascadeMethod) -> None:
    idle = ServicePool("Z", 0, {"X": 0})
    assert [one.amount_cents for one in cascade([idle], method).transfers] == [0]
    with pytest.raises(NothingServed) as refused:
        cascade([replace(idle, cost_cents=-7)], method)
    assert (refused.value.pool, refused.value.at, refused.value.amount_cents) == ("Z", "Z", -7)


@pytest.mark.parametrize("method", list(CascadeMethod))
def test_a_pool_that_serves_nobody_hinders_no_other(method: CascadeMethod) -> None:
    found = cascade([ServicePool("A", 5, {"X": 1}), ServicePool("Z", 0, {"X": 0})], method)
    assert [(one.pool, one.amount_cents) for one in found.transfers] == [("A", 5), ("Z", 0)]


def test_a_cost_that_ends_nowhere_through_another_names_both() -> None:
    pools = [
        ServicePool("A", 0, {"X": 1}, {"Z": 1}),
        ServicePool("B", 5, {"X": 1}, {"A": 1}),
        ServicePool("Z", 0, {}),
    ]
    with pytest.raises(NothingServed) as refused:
        cascade(pools, CascadeMethod.RECIPROCAL)
    assert (refused.value.pool, refused.value.at, refused.value.amount_cents) == ("B", "Z", 5)
    free = [replace(pool, cost_cents=0) for pool in pools]
    assert {one.amount_cents for one in cascade(free, CascadeMethod.RECIPROCAL).transfers} == {0}


@pytest.mark.parametrize("method", list(CascadeMethod))
def test_a_weight_below_zero_is_refused(method: CascadeMethod) -> None:
    with pytest.raises(NegativeWeight) as refused:
        cascade([ServicePool("A", 5, {"X": 2, "Y": -1})], method)
    assert refused.value.code == "Y"
    with pytest.raises(NegativeWeight) as refused:
        cascade([ServicePool("A", 5, {"X": 2}, {"B": -2}), ServicePool("B", 0, {"X": 1})], method)
    assert refused.value.code == pool_key("B")


@pytest.mark.parametrize("method", list(CascadeMethod))
def test_the_number_of_pools_is_bounded(method: CascadeMethod) -> None:
    pools = [ServicePool(f"P{number:02}", 1, {"X": 1}) for number in range(40)]
    assert len(cascade(pools, method).transfers) == MOST_POOLS == 40
    with pytest.raises(TooManyPools):
        cascade([*pools, ServicePool("Q", 1, {"X": 1})], method)


def test_as_many_pools_as_are_allowed_may_all_serve_each_other() -> None:
    codes = [f"P{number:02}" for number in range(MOST_POOLS)]
    pools = [
        ServicePool(
            code,
            1_000 * place,
            {"X": 1 + place, "Y": 7},
            {other: 1 + (place * 7 + at * 3) % 11 for at, other in enumerate(codes)},
        )
        for place, code in enumerate(codes)
    ]
    found = cascade(pools, CascadeMethod.RECIPROCAL)
    assert all(sum(shares.values()) == 1 for shares in found.shares.values())
    assert sum(one.amount_cents for one in found.transfers) == sum(pool.cost_cents for pool in pools)
    longest = max(
        Fraction(share).denominator for shares in found.shares.values() for share in shares.values()
    )
    assert longest.bit_length() < MOST_POOLS * 12
