"""How overhead reaches the areas, in plain Dutch sentences: part of every policy in words (domain §10)."""

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, OverheadDriver, PoolKind
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import CascadeMethod, Pool
from app.kernel.dutch import listing
from app.kernel.quantities import exact_percent

LATER_ONES = (
    "Elke kostenplaats geeft ook door wat zij van een eerdere krijgt; wie is geweest, krijgt niets meer."
)
EACH_OTHER = (
    "Kostenplaatsen die voor elkaar werken, belasten dat aan elkaar door; wat er zo bij elk taakgebied uitkomt, "
    "rekenen wij precies uit."
)
OWN_LEFT_OUT = "Wat een kostenplaats voor zichzelf doet, telt niet mee."


def overhead_in_words(facts: Facts) -> list[str]:
    """The method and what each overhead pool is divided by; nothing when there is no overhead."""
    pools = [pool for _, pool in sorted(facts.pools.items()) if pool.kind is PoolKind.OVERHEAD]
    if not pools:
        return []
    match facts.inputs.cascade:
        case CascadeMethod.DIRECT:
            return [f"De overhead gaat rechtstreeks naar de taakgebieden: {_all(pools, facts)}."]
        case CascadeMethod.STEP_DOWN:
            pools.sort(key=lambda pool: pool.step or 0)
            order = ", dan ".join(_one(pool, facts) for pool in pools)
            return [
                f"De overhead gaat trapsgewijs, in deze volgorde: eerst {order}.",
                LATER_ONES,
                OWN_LEFT_OUT,
            ]
        case CascadeMethod.RECIPROCAL:
            return [
                f"De overhead gaat wederkerig: {_all(pools, facts)}.",
                EACH_OTHER,
                OWN_LEFT_OUT,
            ]


def _all(pools: list[Pool], facts: Facts) -> str:
    return listing([_one(pool, facts) for pool in pools])


def _one(pool: Pool, facts: Facts) -> str:
    words = OVERHEAD_DRIVER_NAMES[pool.driver] if pool.driver else "niets"
    if pool.driver is not OverheadDriver.FIXED:
        return f"{pool.name} naar {words}"
    areas = {code: area.name for code, area in facts.areas.items()}
    others = {code: other.name for code, other in facts.pools.items()}
    parts = [
        f"{names.get(share.of, share.of)} {exact_percent(share.value / 100)}"
        for names, shares in ((areas, pool.shares), (others, pool.pool_shares))
        for share in shares
    ]
    return f"{pool.name} naar {words} ({listing(parts)})"
