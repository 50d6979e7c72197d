"""What costs keep, as values that name each other by code: the same in a workbook, a list and a load."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.features.costs.core import Category, OverheadDriver, PoolKind


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A cost pool; an area's and a start-up's name their area, an overhead pool its driver.

    Fixed: `shares` are parts of one per area, `pool_shares` per overhead pool. `fte` is the pool's own staff,
    by which other overhead reaches it; `step` its place in step-down.
    """

    code: str
    name: str
    kind: PoolKind
    area: str | None = None
    driver: OverheadDriver | None = None
    shares: tuple[tuple[str, Fraction], ...] = ()
    pool_shares: tuple[tuple[str, Fraction], ...] = ()
    fte: Decimal | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class CostEntryRow:
    """One actual cost: net amount and input VAT beside it, in cents. In a closed month it needs a reason."""

    pool: str
    booked_on: date
    category: Category
    amount_cents: int
    vat_cents: int
    document: str
    supplier: str
    description: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BudgetLineRow:
    """The planned amount of a year for a pool and category."""

    year: int
    pool: str
    category: Category
    amount_cents: int
