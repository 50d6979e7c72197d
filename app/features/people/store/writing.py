"""Puts people in: codes become identities; one statement per table, whatever the number of rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.features.partnership.core.rows import Term
from app.features.people.core import EmployeeRow, EmploymentRow, SecondmentRow
from app.features.people.models import Employee, Employment, Secondment
from app.kernel.actor import Actor
from app.kernel.dutch import sort_name

Values = dict[str, Any]


class Writer:
    """Puts rows in; the codes it was given must be known."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        new_id: Callable[[], UUID],
        organisations: Mapping[str, UUID],
        areas: Mapping[str, UUID],
        employees: Mapping[str, UUID],
    ) -> None:
        self._session = session
        self._tenant = actor.collaboration_id
        self._new_id = new_id
        self._organisations = organisations
        self._areas = areas
        self.employees = dict(employees)

    def put_employees(self, rows: Sequence[EmployeeRow]) -> None:
        """New employees; their identities are in `employees` afterwards."""
        made = [
            self._new(code=row.code, name=row.name, sort_name=sort_name(row.name), version=1) for row in rows
        ]
        self.employees |= {row["code"]: row["id"] for row in made}
        self._insert(Employee, made)

    def put_employments(self, rows: Sequence[EmploymentRow]) -> None:
        """Their employments."""
        self._insert(
            Employment,
            [
                self._new(
                    **_dated(row.term),
                    employee_id=self.employees[row.employee],
                    employer_id=self._organisations[row.employer],
                    area_id=self._areas[row.area],
                    function_code=row.function,
                    contract_minutes=row.contract_minutes,
                )
                for row in rows
            ],
        )

    def put_secondments(self, rows: Sequence[SecondmentRow]) -> None:
        """To whom they are lent."""
        self._insert(
            Secondment,
            [
                self._new(
                    **_dated(row.term),
                    employee_id=self.employees[row.employee],
                    employer_id=self._organisations[row.employer],
                    provider_id=self._organisations[row.provider],
                    area_id=self._areas[row.area],
                    function_code=row.function,
                    fte=row.fte,
                    rate_cents=row.rate_cents,
                    vat_category=row.vat_category.value,
                    vat_basis_points=row.vat_basis_points,
                )
                for row in rows
            ],
        )

    def _new(self, **values: Any) -> Values:
        return {"collaboration_id": self._tenant, "id": self._new_id(), **values}

    def _insert(self, model: type[Any], rows: list[Values]) -> None:
        if rows:
            self._session.execute(insert(model), rows)


def link_account(session: Session, employee_id: UUID, account_id: UUID | None) -> None:
    """Let this account be the log-in of the employee."""
    session.execute(
        update(Employee)
        .where(Employee.id == employee_id)
        .values(account_id=account_id, version=Employee.version + 1)
    )


def _dated(term: Term) -> Values:
    return {"valid_from": term.first_on, "valid_until": term.last_on}
