"""What the workbook holds of the rooms above partnership, by code, and everything together.

The rows of partnership, costs and most of people are those rooms' own.
"""

from dataclasses import dataclass

from app.features.costs.core.rows import BudgetLineRow, CascadeRow, CostEntryRow, PoolRow
from app.features.partnership.core.rows import CollaborationRow, PartnershipRows, Term
from app.features.people.core import EmploymentRow, SecondmentRow
from app.features.settlement.core.baseline_rows import BaselineRow, FactRow
from app.features.sla.core.rows import CalendarRow, NormRow
from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """Who works; `account` is the e-mail address with which somebody logs in, if they do."""

    code: str
    name: str
    account: str | None = None


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
class WorkbookRows:
    """Everything that a workbook holds."""

    collaboration: CollaborationRow
    partnership: PartnershipRows
    calendars: tuple[CalendarRow, ...] = ()
    norms: tuple[NormRow, ...] = ()
    employees: tuple[EmployeeRow, ...] = ()
    employments: tuple[EmploymentRow, ...] = ()
    secondments: tuple[SecondmentRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    role_grants: tuple[RoleRow, ...] = ()
    pools: tuple[PoolRow, ...] = ()
    cascades: tuple[CascadeRow, ...] = ()
    cost_entries: tuple[CostEntryRow, ...] = ()
    budget_lines: tuple[BudgetLineRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()
    baseline_facts: tuple[tuple[str, FactRow], ...] = ()
