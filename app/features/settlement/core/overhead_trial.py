"""A cascade that is being written: whether overhead can reach the areas by it, and what it would bring them.

For a cascade that stands nowhere yet: what is kept is read by the store, to the same values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from app.features.costs.core import PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow
from app.features.settlement.core.costs import CostSheet
from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Area, AreaFigure, Inputs, Named, Pool, Share
from app.features.settlement.core.overhead import OverheadSheet, Posting
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.secondments import lent
from app.kernel.explain import Unit, summed
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Passing:
    """What a cascade brings each area and, in step-down, each pool: cents by giver and by receiver."""

    to_areas: Mapping[tuple[str, str], int]
    to_pools: Mapping[tuple[str, str], int]

    def of_area(self, area: str) -> int:
        """All overhead that an area receives."""
        return sum(cents for (_, to), cents in self.to_areas.items() if to == area)


def with_cascade(inputs: Inputs, row: CascadeRow, names: Mapping[str, str]) -> Inputs:
    """The inputs with this cascade in the place of what holds; `names` are those of overhead pools by code."""
    own = {pool.code: pool for pool in inputs.pools}
    parts = {one.pool: one for one in row.pools}
    made = [
        own.get(code) or Pool(code, names.get(code, code), PoolKind.OVERHEAD)
        for code in sorted(own.keys() | parts.keys())
    ]
    pools = tuple(_with_part(pool, parts.get(pool.code)) for pool in made)
    return replace(inputs, pools=pools, cascade=row.method)


def _with_part(pool: Pool, part: CascadePoolRow | None) -> Pool:
    if part is None:
        return replace(pool, driver=None, shares=(), pool_shares=(), fte=None, step=None)
    return replace(
        pool,
        driver=part.driver,
        shares=_shares(part.shares),
        pool_shares=_shares(part.pool_shares),
        fte=None if part.fte is None else Fraction(part.fte),
        step=part.step,
    )


def _shares(parts: Iterable[tuple[str, Fraction]]) -> tuple[Share, ...]:
    return tuple(Share(code, part * 100) for code, part in parts)


def without_way(row: CascadeRow, areas: Mapping[str, str], pools: Mapping[str, str]) -> str | None:
    """Why overhead can never reach the areas by this cascade, whatever it costs; None when it can.

    >>> from app.features.costs.core import CascadeMethod, OverheadDriver
    >>> def to(pool, other):
    ...     return CascadePoolRow(pool, OverheadDriver.FIXED, pool_shares=((other, Fraction(1)),))
    >>> ring = CascadeRow(CascadeMethod.RECIPROCAL, (to("HV", "IT"), to("IT", "HV")))
    >>> (without_way(ring, {"SZ": "Sociale zaken"}, {"HV": "Huur", "IT": "ICT"}) or "")[:52]
    'Kostenplaatsen Huur en ICT geven alleen aan elkaar d'
    """
    period = Period.year(row.term.first_on.year)
    bare = Inputs(
        Named("", ""),
        period,
        areas=tuple(Area(code, name) for code, name in areas.items()),
        # every area has staff, so that only who serves whom decides
        area_figures=tuple(AreaFigure(code, period.first_on, Fraction(1), "") for code in areas),
    )
    facts = Facts(with_cascade(bare, row, pools))
    own = {code: summed("", (), Unit.CENTS) for code in areas}
    try:
        OverheadSheet(facts, Quantities(facts), {}, own).passed_on()
    except SettlementError as error:
        return error.message
    return None


def passed(inputs: Inputs) -> Passing:
    """What overhead the pools bring on the costs of the inputs; a named error when it cannot be."""
    facts = Facts(inputs)
    postings: tuple[Posting, ...] = CostSheet(facts, Quantities(facts), lent(facts)).reckon().postings
    return Passing(
        {(one.pool, one.area): one.amount_cents for one in postings if one.area},
        {(one.pool, one.to_pool): one.amount_cents for one in postings if one.to_pool},
    )
