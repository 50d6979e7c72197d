"""Reads what an export holds of the rooms above partnership, by code: a statement per table.

Reading only, from the tables of lower rooms; what was taken back or ended stays out or keeps its end.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.access.models import Account, RoleGrant
from app.features.costs.core import Category
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow
from app.features.costs.models import BudgetLine, CostEntry, CostPool
from app.features.partnership.core.rows import CollaborationRow, Term
from app.features.partnership.core.words import LegalForm, VatCategory
from app.features.partnership.models import Organisation, ServiceArea
from app.features.people.core import EmploymentRow, SecondmentRow
from app.features.people.models import Employee, Employment, Secondment
from app.features.workbook.core.rows import AccountRow, EmployeeRow, RoleRow
from app.infra.tenancy import Collaboration
from app.kernel.actor import Actor
from app.kernel.roles import Role

Codes = Mapping[UUID, str]


def find_collaboration(session: Session, actor: Actor) -> CollaborationRow:
    """The collaboration of the actor."""
    row = session.execute(
        select(Collaboration.__table__).where(Collaboration.id == actor.collaboration_id)
    ).one()
    return CollaborationRow(row.code, row.name, row.place, LegalForm(row.legal_form))


def find_codes(session: Session) -> Codes:
    """Code by identity of what rows refer to; of an account its e-mail address."""
    found: dict[UUID, str] = {}
    for identity, code in (
        (Organisation.id, Organisation.code),
        (ServiceArea.id, ServiceArea.code),
        (Employee.id, Employee.code),
        (CostPool.id, CostPool.code),
        (Account.id, Account.email),
    ):
        found |= {row[0]: row[1] for row in session.execute(select(identity, code))}
    return found


def find_accounts(session: Session) -> tuple[AccountRow, ...]:
    """Everybody who has or had a role here."""
    statement = select(Account.email, Account.name).order_by(Account.id)
    return tuple(AccountRow(row.email, row.name) for row in session.execute(statement))


def find_role_grants(session: Session, actor: Actor, codes: Codes) -> tuple[RoleRow, ...]:
    """The roles, with their end where they have one."""
    statement = (
        select(RoleGrant.__table__)
        .where(RoleGrant.collaboration_id == actor.collaboration_id)
        .order_by(RoleGrant.id)
    )
    return tuple(
        RoleRow(
            account=codes[row.account_id],
            role=Role(row.role),
            term=_term(row),
            organisation=codes.get(row.organisation_id),
            area=codes.get(row.area_id),
        )
        for row in session.execute(statement)
    )


def find_employees(session: Session, codes: Codes) -> tuple[EmployeeRow, ...]:
    """Who works, with the account if there is one."""
    statement = select(Employee.code, Employee.name, Employee.account_id).order_by(Employee.id)
    return tuple(
        EmployeeRow(row.code, row.name, codes.get(row.account_id)) for row in session.execute(statement)
    )


def find_employments(session: Session, codes: Codes) -> tuple[EmploymentRow, ...]:
    """As what everybody is or was employed."""
    return tuple(
        EmploymentRow(
            employee=codes[row.employee_id],
            employer=codes[row.employer_id],
            area=codes[row.area_id],
            function=row.function_code,
            contract_minutes=row.contract_minutes,
            term=_term(row),
        )
        for row in session.execute(select(Employment.__table__).order_by(Employment.id))
    )


def find_secondments(session: Session, codes: Codes) -> tuple[SecondmentRow, ...]:
    """Who is or was lent to whom."""
    return tuple(
        SecondmentRow(
            employee=codes[row.employee_id],
            employer=codes[row.employer_id],
            provider=codes[row.provider_id],
            area=codes[row.area_id],
            function=row.function_code,
            fte=row.fte.normalize(),
            rate_cents=row.rate_cents,
            vat_category=VatCategory(row.vat_category),
            vat_basis_points=row.vat_basis_points,
            term=_term(row),
        )
        for row in session.execute(select(Secondment.__table__).order_by(Secondment.id))
    )


def find_cost_entries(session: Session, codes: Codes) -> tuple[CostEntryRow, ...]:
    """The cost entries that count: not those taken back, nor what took them back."""
    statement = (
        select(CostEntry.__table__)
        .where(CostEntry.reversed_at.is_(None), CostEntry.reverses_id.is_(None))
        .order_by(CostEntry.id)
    )
    return tuple(
        CostEntryRow(
            pool=codes[row.pool_id],
            booked_on=row.booked_on,
            category=Category(row.category),
            amount_cents=row.amount_cents,
            vat_cents=row.vat_cents,
            document=row.document,
            supplier=row.supplier,
            description=row.description,
            reason=row.reason,
        )
        for row in session.execute(statement)
    )


def find_budget_lines(session: Session, codes: Codes) -> tuple[BudgetLineRow, ...]:
    """The budget as first set; amendments are decisions, not lines."""
    return tuple(
        BudgetLineRow(row.year, codes[row.pool_id], Category(row.category), row.amount_cents)
        for row in session.execute(select(BudgetLine.__table__).order_by(BudgetLine.id))
    )


def _term(row: Any) -> Term:
    return Term(row.valid_from, row.valid_until)
