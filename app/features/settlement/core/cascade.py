"""Overhead from pools to areas: `cascade(pools, method)`, in whole cents that total at every stage.

Direct passes over the other pools; step-down lets them receive in the order in which they are listed, after
which who has passed on receives nothing more; reciprocal lets all serve each other and solves that exactly.
What a pool does for itself is left out first (settlement.md 22). Which weights a pool has is decided elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.features.settlement.core.inputs import CascadeMethod
from app.kernel.money import NegativeWeight, Weight, ZeroWeights, allocate
from app.kernel.reciprocal import closed_rings, final_shares, passed_on, reaches

MOST_POOLS = 40
"""More pools than this are refused: the equations of 40 pools that all serve each other take about a third of a
second, those of 100 several."""


@dataclass(frozen=True, slots=True)
class ServicePool:
    """An overhead pool: its own costs in cents, and the weights by which it serves areas and other pools."""

    code: str
    cost_cents: int
    areas: Mapping[str, Weight]
    pools: Mapping[str, Weight] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one pool posts to an area, or in step-down to a later pool."""

    pool: str
    to: str
    is_to_pool: bool
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Cascade:
    """All postings, and what each pool passes on in all: its own and what it receives, exactly.

    `shares` is by which weights each pool's amount was cut: in reciprocal the exact final parts of one.
    """

    transfers: tuple[Transfer, ...]
    totals: Mapping[str, Weight]
    shares: Mapping[str, Mapping[str, Weight]]


class NoOutlet(ValueError):
    """Pools from which nothing can reach an area, also when they cost nothing; `rings` names them together."""

    def __init__(self, rings: Sequence[tuple[str, ...]]) -> None:
        super().__init__(f"pools without outlet: {'; '.join(' '.join(ring) for ring in rings)}")
        self.rings = tuple(rings)


class ServesOnlyPools(ValueError):
    """`pool` serves only pools that receive nothing from it: all of them in direct, earlier ones in step-down."""

    def __init__(self, pool: str) -> None:
        super().__init__(f"{pool} serves only pools that receive nothing from it")
        self.pool = pool


class NothingServed(ValueError):
    """An amount of `pool` that ends in a pool without any weight, `at`."""

    def __init__(self, pool: str, at: str, amount_cents: int) -> None:
        super().__init__(f"{amount_cents} cents of {pool} end in {at}, which serves nobody")
        self.pool = pool
        self.at = at
        self.amount_cents = amount_cents


class TooManyPools(ValueError):
    """More pools than can be solved together."""


def cascade(pools: Sequence[ServicePool], method: CascadeMethod) -> Cascade:
    """The postings of all pools; their order matters in step-down only, where it is the order of passing on.

    Direct and reciprocal: one posting per pool of its own costs over the areas by `allocate`, in reciprocal
    with the exact final parts as weights. Step-down: own costs plus the cents received. Raises `NoOutlet` and
    `ServesOnlyPools`, also at zero costs, `NothingServed`, `TooManyPools`, and `NegativeWeight` of kernel.money
    (settlement.md 22 and 24).

    A 60,000 (20 % to B, 50 % to X, 30 % to Y), B 40,000 (10 % to A, 40 % to X, 50 % to Y), from domain §10:

    >>> from fractions import Fraction
    >>> a = ServicePool("A", 6_000_000, {"X": 50, "Y": 30}, {"B": 20})
    >>> b = ServicePool("B", 4_000_000, {"X": 40, "Y": 50}, {"A": 10})
    >>> found = cascade([a, b], CascadeMethod.RECIPROCAL)
    >>> found.totals == {"A": 6_400_000 / Fraction("0.98"), "B": 5_200_000 / Fraction("0.98")}
    True
    >>> [(one.pool, one.to, one.amount_cents) for one in found.transfers]
    [('A', 'X', 3551020), ('A', 'Y', 2448980), ('B', 'X', 1836735), ('B', 'Y', 2163265)]
    >>> [(one.pool, one.to, one.amount_cents) for one in cascade([a, b], CascadeMethod.STEP_DOWN).transfers]
    [('A', 'B', 1200000), ('A', 'X', 3000000), ('A', 'Y', 1800000), ('B', 'X', 2311111), ('B', 'Y', 2888889)]
    >>> [(one.pool, one.to, one.amount_cents) for one in cascade([b, a], CascadeMethod.DIRECT).transfers]
    [('A', 'X', 3750000), ('A', 'Y', 2250000), ('B', 'X', 1777778), ('B', 'Y', 2222222)]

    A ring without outlet is named, and not who leads to it:

    >>> lead = ServicePool("L", 100, {"X": 1}, {"A": 1})
    >>> cascade([lead, ServicePool("A", 0, {}, {"B": 1}), ServicePool("B", 0, {}, {"A": 1})],
    ...         CascadeMethod.RECIPROCAL)
    Traceback (most recent call last):
    app.features.settlement.core.cascade.NoOutlet: pools without outlet: A B
    """
    if len(pools) > MOST_POOLS:
        raise TooManyPools(f"{len(pools)} pools, at most {MOST_POOLS}")
    rows = {pool_key(pool.code): _row(pool, pool.pools) for pool in pools}
    for row in rows.values():
        for key, weight in row.items():
            if weight < 0:
                raise NegativeWeight(key, weight)
    rings = closed_rings(rows)
    if rings:
        codes = {pool_key(pool.code): pool.code for pool in pools}
        raise NoOutlet([tuple(codes[key] for key in ring) for ring in rings])
    match method:
        case CascadeMethod.DIRECT:
            return _one_after_another(sorted(pools, key=lambda pool: pool.code), between=False)
        case CascadeMethod.STEP_DOWN:
            return _one_after_another(pools, between=True)
        case CascadeMethod.RECIPROCAL:
            return _reciprocal(sorted(pools, key=lambda pool: pool.code), rows)


def pool_key(code: str) -> str:
    """What tells a pool from an area of the same code among weights, in the order of the codes.

    >>> sorted(["A", "A1", pool_key("A")])
    ['A', 'A (kostenplaats)', 'A1']
    """
    return f"{code} (kostenplaats)"


def _row(pool: ServicePool, pools: Mapping[str, Weight]) -> dict[str, Weight]:
    return {**pool.areas, **{pool_key(code): weight for code, weight in pools.items()}}


def _one_after_another(pools: Sequence[ServicePool], *, between: bool) -> Cascade:
    """Each pool's own costs and what it received, over the areas; `between` them also over the later pools."""
    transfers: list[Transfer] = []
    received = {pool.code: 0 for pool in pools}
    totals: dict[str, Weight] = {}
    shares: dict[str, Mapping[str, Weight]] = {}
    for place, pool in enumerate(pools):
        later = {other.code for other in pools[place + 1 :]} if between else set()
        served = {code: weight for code, weight in pool.pools.items() if code in later}
        row = _row(pool, served)
        if any(pool.pools.values()) and not any(row.values()):
            raise ServesOnlyPools(pool.code)
        amount = pool.cost_cents + received[pool.code]
        posted = _posted(pool, amount, row)
        for one in posted:
            if one.is_to_pool:
                received[one.to] += one.amount_cents
        transfers += posted
        totals[pool.code], shares[pool.code] = amount, row
    return Cascade(tuple(transfers), totals, shares)


def _reciprocal(pools: Sequence[ServicePool], rows: Mapping[str, Mapping[str, Weight]]) -> Cascade:
    idle = [pool.code for pool in pools if not any(rows[pool_key(pool.code)].values())]
    for pool in pools:
        lost = [at for at in idle if at == pool.code or reaches(rows, pool_key(pool.code), pool_key(at))]
        if pool.cost_cents and lost:
            raise NothingServed(pool.code, lost[0], pool.cost_cents)
    parts = final_shares(rows)
    whole = passed_on({pool_key(pool.code): pool.cost_cents for pool in pools}, rows)
    return Cascade(
        tuple(one for pool in pools for one in _posted(pool, pool.cost_cents, parts[pool_key(pool.code)])),
        {pool.code: whole[pool_key(pool.code)] for pool in pools},
        {pool.code: parts[pool_key(pool.code)] for pool in pools},
    )


def _posted(pool: ServicePool, amount_cents: int, weights: Mapping[str, Weight]) -> list[Transfer]:
    """One amount over its weights, in the order of the codes."""
    try:
        parts = allocate(amount_cents, weights)
    except ZeroWeights as error:
        raise NothingServed(pool.code, pool.code, amount_cents) from error
    others = {pool_key(code): code for code in pool.pools}
    return [Transfer(pool.code, others.get(key, key), key in others, cents) for key, cents in parts.items()]
