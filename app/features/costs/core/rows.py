"""What costs keep, as values that name each other by code: the same in a workbook, a list and a load."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.partnership.core.rows import Term

ALWAYS = Term(date(2000, 1, 1))
"""When a pool or cascade holds when nothing else is said."""


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A cost pool as it is called from a day on; an area's and a start-up's name their area.

    Kind and area are those of the pool itself: what goes elsewhere is another pool.
    """

    code: str
    name: str
    kind: PoolKind
    area: str | None = None
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True)
class CascadePoolRow:
    """What an overhead pool is divided by; with `FIXED` parts of one per area and per other overhead pool.

    `fte` is the pool's own staff, by which other overhead reaches it; `step` its place in step-down.
    """

    pool: str
    driver: OverheadDriver
    shares: tuple[tuple[str, Fraction], ...] = ()
    pool_shares: tuple[tuple[str, Fraction], ...] = ()
    fte: Decimal | None = None
    step: int | None = None

    @property
    def total(self) -> Fraction:
        """All fixed parts together."""
        return sum((part for _, part in (*self.shares, *self.pool_shares)), Fraction(0))


@dataclass(frozen=True, slots=True)
class CascadeRow:
    """How overhead reaches the areas from a day on (doorbelasting): one for the whole collaboration on a day."""

    method: CascadeMethod
    pools: tuple[CascadePoolRow, ...]
    term: Term = ALWAYS


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
