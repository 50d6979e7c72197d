"""What a cost pool may say of itself: its area, what it is divided by, whom it serves, its place in step-down.

Whether the places and shares of several pools together let overhead reach the areas is the settlement's
business; here each row by itself.
"""

from collections.abc import Iterator

from app.features.costs.core import OverheadDriver, PoolKind
from app.features.costs.core.rows import PoolRow

OF_AREA = (PoolKind.AREA, PoolKind.START_UP)
"""Kinds of pool that belong to an area; start-up costs to an area of their own (settlement.md 24)."""


def pool_faults(pool: PoolRow) -> Iterator[tuple[str, str]]:
    """The field and what is wrong with it, in Dutch.

    >>> list(pool_faults(PoolRow("SZ", "Sociale zaken", PoolKind.AREA, area="SZ")))
    []
    >>> [field for field, _ in pool_faults(PoolRow("X", "X", PoolKind.OWN_ACCOUNT, area="SZ", step=0))]
    ['area', 'step']
    """
    is_overhead = pool.kind is PoolKind.OVERHEAD
    parts = (*pool.shares, *pool.pool_shares)
    if (pool.kind in OF_AREA) != (pool.area is not None):
        yield (
            "area",
            "Een taakgebied hoort bij een kostenplaats van soort taakgebied of aanloopkosten, en alleen daarbij.",
        )
    if is_overhead != (pool.driver is not None):
        yield "driver", "Een verdeelmaatstaf hoort bij overhead, en alleen daarbij."
    if (pool.driver is OverheadDriver.FIXED) != bool(parts):
        yield "shares", "Vaste delen horen bij de maatstaf vast, en alleen daarbij."
    elif pool.driver is OverheadDriver.FIXED and sum(part for _, part in parts) != 1:
        yield "shares", "De vaste delen zijn samen geen 100 %, die van kostenplaatsen meegeteld."
    if pool.fte is not None and (pool.fte < 0 or not is_overhead):
        yield "fte", "De formatie van een kostenplaats hoort bij overhead en is nul of meer."
    if pool.step is not None and (pool.step < 1 or not is_overhead):
        yield "step", "De trede hoort bij overhead en is 1 of meer."
