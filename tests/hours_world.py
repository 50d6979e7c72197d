"""A small collaboration in which people work: two employees, a manager, finance, accepted assignments."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.features.assignments import service as assignments
from app.features.hours.core.saving import CellInput
from app.features.hours.core.subject import Activity, Subject
from app.features.hours.core.week import Week
from app.features.partnership.core.rows import Term
from app.features.partnership.models import Month, Tariff
from app.features.people import service as people
from app.features.people.core import EmployeeRow, EmploymentRow, PeopleRows
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.roles import Role
from tests.assignment_world import START, World, build, complete

WEEK = Week.parse("2026-W14")
"""Monday 30 March to Sunday 5 April 2026: two months."""
LATER = Week.parse("2026-W15")
ACCEPTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class HoursWorld:
    """The collaboration with its people; `order` is an accepted assignment of social affairs."""

    world: World
    clock: FixedClock
    employees: dict[str, UUID]
    order: UUID
    order_number: str

    @property
    def database(self) -> Database:
        """The database, as the application."""
        return self.world.database

    @property
    def sz(self) -> UUID:
        """The area of social affairs."""
        return self.world.areas["SZ"]

    def employee(self, code: str = "M01", area: str = "SZ") -> Actor:
        """An employee who has logged in."""
        return replace(self.world.actor(Role.EMPLOYEE, "VLI", area), employee_id=self.employees[code])

    @property
    def manager(self) -> Actor:
        """The manager of the centre."""
        return self.world.manager

    @property
    def finance(self) -> Actor:
        """Finance of the centre."""
        return self.world.actor(Role.FINANCE, "BER")

    @property
    def order_key(self) -> str:
        """The key of the assignment in the grid."""
        return Subject(self.sz, assignment_id=self.order).key

    def activity(self, area: str = "SZ", activity: Activity = Activity.TRAINING) -> str:
        """The key of an activity in the grid."""
        return Subject(self.world.areas[area], activity=activity).key


def build_hours(database: Database, clock: FixedClock) -> HoursWorld:
    """Make it; the clock ends at 10 April 2026."""
    world = build(database)
    with database.unit_of_work(world.system) as work:
        for month in (3, 5):
            row = {"collaboration_id": world.number, "first_on": date(2026, month, 1)}
            work.session.execute(insert(Month), [row])
        tariff: dict[str, Any] = {
            "collaboration_id": world.number, "area_id": world.areas["SZ"], "kind": "hour",
            "function_code": "adviseur", "name": "Adviseur",
        }  # fmt: skip
        for cents, first, last in (
            (8000, date(2026, 1, 1), date(2026, 3, 31)),
            (9000, date(2026, 4, 1), None),
        ):
            values = {
                **tariff,
                "id": work.new_id(),
                "price_cents": cents,
                "valid_from": first,
                "valid_until": last,
            }
            work.session.execute(insert(Tariff), [values])
        rows = PeopleRows(
            employees=(EmployeeRow("M01", "Anna Proefpersoon"), EmployeeRow("M02", "Bram Proefpersoon")),
            employments=(
                EmploymentRow("M01", "VLI", "SZ", "adviseur", 1920, Term(START)),
                EmploymentRow("M02", "OUD", "OW", "adviseur", 2160, Term(START)),
            ),
        )
        employees = people.add_people(work, rows)
    clock.set(ACCEPTED)
    with database.unit_of_work(world.vlist) as work:
        order = assignments.draft(work, complete()).id
    with database.unit_of_work(world.vlist) as work:
        number = assignments.submit(work, order).number
    with database.unit_of_work(world.manager) as work:
        assignments.accept(work, order, 2400, date(2026, 6, 1))
    clock.set(NOW)
    assert number is not None
    return HoursWorld(world, clock, employees, order, number)


def cell(key: str, day: date, minutes: int, note: str | None = None) -> CellInput:
    """One cell of the grid."""
    return CellInput(f"{key}.{day}", key, day, minutes, note)
