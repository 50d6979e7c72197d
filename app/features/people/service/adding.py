"""Puts people in: employees, employments and secondments together, or nothing."""

from uuid import UUID

from app.features.people.core import PeopleRows, faults
from app.features.people.service.reading import get_employee
from app.features.people.store import reading, writing
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.roles import Permission


def add_people(work: UnitOfWork, rows: PeopleRows) -> dict[str, UUID]:
    """New employees with their employments and secondments; gives identities by code, of all employees.

    `Invalid` with a finding per fault, its field as `table.index.field`; then nothing is put in.
    """
    work.actor.require(Permission.EDIT_PEOPLE)
    organisations, areas, employees = reading.codes(work.session)
    found = faults(rows, organisations, areas, employees)
    if found:
        raise Invalid([Finding(f"{one.table}.{one.index}.{one.field}", one.message) for one in found])
    writer = writing.Writer(work.session, work.actor, work.new_id, organisations, areas, employees)
    writer.put_employees(rows.employees)
    writer.put_employments(rows.employments)
    writer.put_secondments(rows.secondments)
    counts = {
        "medewerkers": len(rows.employees),
        "dienstverbanden": len(rows.employments),
        "detacheringen": len(rows.secondments),
    }
    work.record("medewerkers.toevoegen", "collaboration", work.actor.collaboration_code, None, counts)
    return writer.employees


def link_account(work: UnitOfWork, key: UUID | str, account_id: UUID | None) -> None:
    """Let an account be the log-in of this employee; None takes the log-in away."""
    work.actor.require(Permission.EDIT_PEOPLE)
    employee = get_employee(work, key)
    writing.link_account(work.session, employee.id, account_id)
    work.record(
        "medewerker.koppelen",
        "employee",
        employee.id,
        {"account": employee.account_id},
        {"account": account_id},
    )
