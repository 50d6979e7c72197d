"""What the workbook holds of the rooms above partnership, by code, and everything together.

The rows of partnership are that room's own. Amounts in cents, durations in minutes.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.partnership.core.rows import CollaborationRow, PartnershipRows, Term
from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """Who works; `account` is the e-mail address with which somebody logs in, if they do."""

    code: str
    name: str
    account: str | None = None


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """As what somebody is employed, by whom, for which area, how many minutes a week."""

    employee: str
    employer: str
    area: str
    function: str
    contract_minutes: int
    term: Term


@dataclass(frozen=True, slots=True)
class SecondmentRow:
    """Somebody lent to a provider: fte × rate per fte and year (settlement.md 15)."""

    employee: str
    employer: str
    provider: str
    area: str
    fte: Decimal
    rate_cents: int
    term: Term


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Who logs in; the e-mail address names the account. Passwords are not in a workbook."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of an account, for an organisation or an area or neither."""

    account: str
    role: Role
    term: Term
    organisation: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A cost pool; an area's names its area, an overhead pool its driver, with parts of one if fixed."""

    code: str
    name: str
    kind: PoolKind
    area: str | None = None
    driver: OverheadDriver | None = None
    shares: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class CostEntryRow:
    """One actual cost: net amount and input VAT beside it."""

    pool: str
    booked_on: date
    category: Category
    amount_cents: int
    vat_cents: int
    document: str
    supplier: str
    description: str


@dataclass(frozen=True, slots=True)
class BudgetLineRow:
    """The planned amount of a year for a pool and category."""

    year: int
    pool: str
    category: Category
    amount_cents: int


@dataclass(frozen=True, slots=True)
class WorkbookRows:
    """Everything that a workbook holds."""

    collaboration: CollaborationRow
    partnership: PartnershipRows
    employees: tuple[EmployeeRow, ...] = ()
    employments: tuple[EmploymentRow, ...] = ()
    secondments: tuple[SecondmentRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    role_grants: tuple[RoleRow, ...] = ()
    pools: tuple[PoolRow, ...] = ()
    cost_entries: tuple[CostEntryRow, ...] = ()
    budget_lines: tuple[BudgetLineRow, ...] = ()
