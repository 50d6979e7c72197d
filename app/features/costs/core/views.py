"""What lists and the page of costs show: entries as they are kept, budget of a year cut into periods.

A year's budget is cut over its periods by `allocate`, so that the quarters total the year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.features.costs.core import Category, PoolKind
from app.features.partnership.core.rows import Term
from app.kernel.money import allocate
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class PoolView:
    """A cost pool with the area that it belongs to, called as in its last version; `terms` are its days."""

    id: UUID
    code: str
    name: str
    kind: PoolKind
    area: str | None
    area_name: str | None
    terms: tuple[Term, ...]

    def holds_on(self, day: date) -> bool:
        """Whether it takes costs on the day."""
        return any(day in term for term in self.terms)


@dataclass(frozen=True, slots=True)
class EntryView:
    """A cost entry as it was recorded; `reversed_at` when it was taken back."""

    id: UUID
    pool: str
    pool_name: str
    booked_on: date
    category: Category
    amount_cents: int
    vat_cents: int
    document: str
    supplier: str
    description: str
    reason: str | None
    reverses_id: UUID | None
    reversed_at: datetime | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The budget of a year for a pool and category: as first set, and the amendments together."""

    id: UUID
    year: int
    pool: str
    category: Category
    amount_cents: int
    amended_cents: int

    @property
    def now_cents(self) -> int:
        """What is budgeted now."""
        return self.amount_cents + self.amended_cents


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A decided difference of a budget line."""

    pool: str
    category: Category
    amount_cents: int
    decided_on: date
    reason: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the entries is wanted: codes, days, and from where on."""

    pool: str | None = None
    category: Category | None = None
    first_on: date | None = None
    last_on: date | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A part of the list of entries and the cursor of the next."""

    entries: tuple[EntryView, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Actual and budget of a pool and category in a period, in cents."""

    actual_cents: int = 0
    budget_cents: int = 0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.actual_cents + other.actual_cents, self.budget_cents + other.budget_cents)

    @property
    def difference_cents(self) -> int:
        """What was spent more than planned; below zero less."""
        return self.actual_cents - self.budget_cents


@dataclass(frozen=True, slots=True)
class PoolTotals:
    """The cells of one pool, by category."""

    pool: PoolView
    cells: Mapping[Category, Cell]

    @property
    def total(self) -> Cell:
        """All categories together."""
        return added(self.cells.values())


def added(cells: Iterable[Cell]) -> Cell:
    """Several cells together."""
    total = Cell()
    for cell in cells:
        total = total + cell
    return total


def budget_in(period: Period, year_cents: int) -> int:
    """The part of a year's budget that falls in a whole month, quarter or year, the earlier ones first.

    >>> [budget_in(Period.quarter(2026, number), 100_01) for number in (1, 2, 3, 4)]
    [2501, 2500, 2500, 2500]
    >>> budget_in(Period.year(2026), 100_01)
    10001
    """
    months = period.whole_months or 12
    parts = {one.first_on.isoformat(): 1 for one in Period.year(period.first_on.year).split(months)}
    return allocate(year_cents, parts)[period.first_on.isoformat()]
