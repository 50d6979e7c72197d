"""What a settlement is reckoned from about costs: pools, entries, budget, and what overhead is divided by.

Part of `inputs`, which gives them on; values only.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.features.costs.core import Category, OverheadDriver, PoolKind


@dataclass(frozen=True, slots=True)
class Share:
    """An agreed part of one organisation or area: per cent, cents brought in, or a part of one assignment."""

    of: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Pool:
    """A cost pool. An area's pool and a start-up pool name their area; overhead its driver and fixed shares.

    `shares` are per cent per area, `pool_shares` per cent per overhead pool; together they total 100. `fte` is
    the pool's own staff: with it, overhead by fte reaches the pool too. `step` is its place in step-down.
    """

    code: str
    name: str
    kind: PoolKind
    area: str = ""
    driver: OverheadDriver | None = None
    shares: tuple[Share, ...] = ()
    pool_shares: tuple[Share, ...] = ()
    fte: Fraction | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One actual cost: net amount and the input VAT beside it, both in cents."""

    id: str
    pool: str
    booked_on: date
    category: Category
    amount_cents: int
    vat_cents: int = 0
    document: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The planned costs of a pool and category in this period, for comparison only."""

    pool: str
    category: Category
    amount_cents: int


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """A figure of an area that overhead is divided by: fte at a day."""

    area: str
    reference_on: date
    value: Fraction
    source: str
