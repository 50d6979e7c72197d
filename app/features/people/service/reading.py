"""Gives people: the list of who works here, one employee, the employee behind an account."""

from uuid import UUID

from app.features.people.core import Employee, Listed
from app.features.people.store import reading
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound
from app.kernel.roles import Permission


def list_employees(work: UnitOfWork) -> list[Listed]:
    """Everyone with the employment of today, in order of name."""
    work.actor.require(Permission.READ_PEOPLE)
    return reading.list_on(work.session, work.today)


def list_with_employments(work: UnitOfWork) -> list[Employee]:
    """Everyone with all employments, in order of name."""
    work.actor.require(Permission.READ_PEOPLE)
    return reading.find_all(work.session)


def get_employee(work: UnitOfWork, key: UUID | str) -> Employee:
    """An employee by identity or code. Employees see themselves; of others they learn nothing."""
    found = reading.find_employee(work.session, key)
    may_read = work.actor.may(Permission.READ_PEOPLE)
    if found is None or not (may_read or found.id == work.actor.employee_id):
        raise NotFound("Deze medewerker")
    return found


def find_employee_of_account(work: UnitOfWork, account_id: UUID) -> UUID | None:
    """Who works under this account, if anybody; the door asks it before there is a permission."""
    return reading.find_employee_of_account(work.session, account_id)
