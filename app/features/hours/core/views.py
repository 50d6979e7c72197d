"""What lists of hours show: sheets, entries, who handed in, what waits for approval, months to close.

Values only, in minutes; names come from the rooms below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.subject import Activity, Kind, Subject
from app.features.hours.core.week import Week


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the week of an employee stands; `version` 0: nothing was ever saved."""

    employee_id: UUID
    monday: date
    state: SheetState = SheetState.OPEN
    handed_in_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The hours of one area in a week: state, and who decided when and why."""

    area_id: UUID
    state: PartState
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WeekMark:
    """A week in the row of weeks: its state and what is booked in it."""

    week: Week
    state: SheetState
    minutes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of hours with its words. `rate_cents` per hour, None where no tariff holds."""

    id: UUID
    employee_id: UUID
    worked_on: date
    minutes: int
    kind: Kind
    subject: Subject
    number: str | None
    title: str
    note: str | None
    reason: str | None
    corrects_id: UUID | None
    recorded_at: datetime
    recorded_by: str
    approved_at: datetime | None
    function_code: str | None
    rate_cents: int | None


@dataclass(frozen=True, slots=True)
class Worked:
    """What somebody has on one subject in a week."""

    area_id: UUID
    title: str
    number: str | None
    activity: Activity | None
    minutes: int


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """The week of one employee as the manager sees it."""

    employee_id: UUID
    code: str
    name: str
    sheet: Sheet
    parts: Mapping[UUID, Part]
    worked: tuple[Worked, ...]
    contract_minutes: int | None

    @property
    def minutes(self) -> int:
        """What is booked in the areas that the manager sees."""
        return sum(one.minutes for one in self.worked)

    @property
    def is_handed_in(self) -> bool:
        """Whether the week lies no longer with the employee."""
        return self.sheet.state in {SheetState.SUBMITTED, SheetState.APPROVED}

    @property
    def waiting(self) -> tuple[Part, ...]:
        """The parts that wait for approval."""
        return tuple(part for part in self.parts.values() if part.state is PartState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Unapproved:
    """Hours of one employee, week and area that nobody approved yet; `kind` tells corrections apart."""

    employee_id: UUID
    name: str
    area_id: UUID
    area: str
    week: Week
    kind: Kind
    minutes: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A week that an employee has not handed in."""

    employee_id: UUID
    code: str
    name: str
    week: Week
    state: SheetState
    minutes: int


@dataclass(frozen=True, slots=True)
class MonthToClose:
    """A month as finance sees it: what is still open, and what closing locks."""

    first_on: date
    closed_at: datetime | None
    cut_off_at: datetime | None
    entries: int
    minutes: int
    missing: tuple[Missing, ...]
    unapproved: tuple[Unapproved, ...]
    can_close: bool


@dataclass(frozen=True, slots=True)
class Priced:
    """Hours that have one tariff: what may still get another, and what is locked with it, up to which day."""

    open_minutes: int
    open_assignments: int
    locked_minutes: int
    locked_until: date | None
