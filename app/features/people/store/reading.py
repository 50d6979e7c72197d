"""Reads people. One statement each; an employee comes with all employments."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from app.features.partnership.core.rows import Term
from app.features.partnership.models import Organisation, ServiceArea
from app.features.people.core import Employee as EmployeeValue
from app.features.people.core import Employment as EmploymentValue
from app.features.people.core import Listed
from app.features.people.models import Employee, Employment

_WITH_EMPLOYMENTS = (
    select(Employee, Employment)
    .outerjoin(
        Employment,
        and_(
            Employment.collaboration_id == Employee.collaboration_id,
            Employment.employee_id == Employee.id,
        ),
    )
    .order_by(Employee.sort_name, Employee.id, Employment.valid_from)
)


def find_employee(session: Session, key: UUID | str) -> EmployeeValue | None:
    """The employee with this identity or code."""
    wanted = Employee.id == key if isinstance(key, UUID) else Employee.code == key
    return next(iter(_values(session.execute(_WITH_EMPLOYMENTS.where(wanted)).all())), None)


def find_employee_of_account(session: Session, account_id: UUID) -> UUID | None:
    """Who works under this account."""
    return session.execute(select(Employee.id).where(Employee.account_id == account_id)).scalar()


def find_all(session: Session) -> list[EmployeeValue]:
    """Everyone with all employments, in order of name."""
    return _values(session.execute(_WITH_EMPLOYMENTS).all())


def list_on(session: Session, day: date, area_ids: Iterable[UUID] | None = None) -> list[Listed]:
    """Everyone with the employment that holds on a day, in order of name; of these areas when named."""
    holds = and_(
        Employment.collaboration_id == Employee.collaboration_id,
        Employment.employee_id == Employee.id,
        Employment.valid_from <= day,
        or_(Employment.valid_until.is_(None), Employment.valid_until >= day),
    )
    statement = (
        select(
            Employee.id, Employee.code, Employee.name, Employee.account_id, Employment.function_code,
            Employment.contract_minutes, Organisation.name.label("employer"),
            ServiceArea.code.label("area_code"), ServiceArea.name.label("area"),
        )
        .outerjoin(Employment, holds)
        .outerjoin(Organisation, _same(Organisation, Employment.employer_id))
        .outerjoin(ServiceArea, _same(ServiceArea, Employment.area_id))
        .order_by(Employee.sort_name, Employee.id)
    )  # fmt: skip
    if area_ids is not None:
        statement = statement.where(Employment.area_id.in_(list(area_ids)))
    return [
        Listed(
            row.id, row.code, row.name, row.account_id is not None, row.employer, row.area_code, row.area,
            row.function_code, row.contract_minutes,
        )
        for row in session.execute(statement)
    ]  # fmt: skip


def codes(session: Session) -> tuple[dict[str, UUID], dict[str, UUID], dict[str, UUID]]:
    """Identities by code of organisations, areas and employees."""
    found = [
        dict(session.execute(select(model.code, model.id)).all())
        for model in (Organisation, ServiceArea, Employee)
    ]
    return found[0], found[1], found[2]


def _same(
    model: type[Organisation] | type[ServiceArea], identity: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    return and_(model.collaboration_id == Employment.collaboration_id, model.id == identity)


def _values(rows: Iterable[SqlRow[Employee, Employment]]) -> list[EmployeeValue]:
    found: dict[UUID, EmployeeValue] = {}
    for row in rows:
        employee, employment = row[0], row[1]
        known = found.get(employee.id)
        held = known.employments if known else ()
        if employment is not None:
            held = (*held, _employment(employment))
        found[employee.id] = EmployeeValue(
            employee.id, employee.code, employee.name, employee.account_id, held
        )
    return list(found.values())


def _employment(row: Employment) -> EmploymentValue:
    return EmploymentValue(
        row.id,
        row.employer_id,
        row.area_id,
        row.function_code,
        row.contract_minutes,
        Term(row.valid_from, row.valid_until),
    )
