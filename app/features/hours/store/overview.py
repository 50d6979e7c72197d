"""What spans people: who handed in, what waits for approval, what a month still holds.

Each question is a fixed number of statements, whatever the number of people.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Interval,
    Subquery,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.features.assignments.models import Assignment
from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.subject import Activity, Kind
from app.features.hours.core.views import Missing, Part, Sheet, Unapproved, Worked
from app.features.hours.core.week import Week
from app.features.hours.models import HourEntry, WeekPart, WeekSheet, WorkedDay
from app.features.partnership.models import ServiceArea
from app.features.people.models import Employee, Employment
from app.kernel.glossary import ACTIVITY_LABELS

_WEEK_OF_ENTRY = cast(func.date_trunc(literal("week"), HourEntry.worked_on), Date)


def sheets_of_week(session: Session, week: Week) -> dict[UUID, Sheet]:
    """The sheets of a week that were ever saved, by employee."""
    statement = select(
        WeekSheet.employee_id, WeekSheet.monday, WeekSheet.state, WeekSheet.handed_in_at, WeekSheet.version
    ).where(WeekSheet.monday == week.monday)
    return {
        row.employee_id: Sheet(row[0], row[1], SheetState(row[2]), row[3], row[4])
        for row in session.execute(statement)
    }


def parts_of_week(session: Session, week: Week) -> dict[UUID, dict[UUID, Part]]:
    """The parts of a week by employee and area."""
    statement = select(
        WeekPart.employee_id,
        WeekPart.area_id,
        WeekPart.state,
        WeekPart.decided_at,
        WeekPart.decided_by,
        WeekPart.reason,
    ).where(WeekPart.monday == week.monday)
    found: dict[UUID, dict[UUID, Part]] = {}
    for row in session.execute(statement):
        found.setdefault(row[0], {})[row[1]] = Part(row[1], PartState(row[2]), *row[3:])
    return found


def worked_in_week(session: Session, week: Week) -> dict[UUID, list[Worked]]:
    """What everybody has on each subject in a week, corrections included."""
    statement = (
        select(
            HourEntry.employee_id, HourEntry.area_id, HourEntry.activity, Assignment.number, Assignment.title,
            func.sum(HourEntry.minutes),
        )
        .outerjoin(
            Assignment,
            and_(
                Assignment.collaboration_id == HourEntry.collaboration_id,
                Assignment.id == HourEntry.assignment_id,
            ),
        )
        .where(HourEntry.worked_on.between(week.monday, week.sunday))
        .group_by(
            HourEntry.employee_id, HourEntry.area_id, HourEntry.activity, HourEntry.assignment_id,
            Assignment.number, Assignment.title,
        )
        .order_by(HourEntry.activity.is_not(None), Assignment.number, HourEntry.activity)
    )  # fmt: skip
    found: dict[UUID, list[Worked]] = {}
    for employee_id, area_id, activity, number, title, minutes in session.execute(statement):
        known = None if activity is None else Activity(activity)
        words = ACTIVITY_LABELS[known] if known else title or "Zonder titel"
        found.setdefault(employee_id, []).append(Worked(area_id, words, number, known, int(minutes)))
    return found


def waiting_by_week(session: Session) -> dict[date, int]:
    """How many parts wait for approval, by Monday."""
    statement = (
        select(WeekPart.monday, func.count())
        .where(WeekPart.state == PartState.SUBMITTED.value)
        .group_by(WeekPart.monday)
        .order_by(WeekPart.monday)
    )
    return dict(session.execute(statement).all())


def count_waiting(session: Session, area_ids: Collection[UUID] | None) -> int:
    """How many parts and corrections wait for approval, in these areas or in all; one statement."""
    parts = select(func.count()).where(WeekPart.state == PartState.SUBMITTED.value)
    corrections = select(func.count()).where(
        HourEntry.kind == Kind.CORRECTION.value, HourEntry.approved_at.is_(None)
    )
    if area_ids is not None:
        parts = parts.where(WeekPart.area_id.in_(list(area_ids)))
        corrections = corrections.where(HourEntry.area_id.in_(list(area_ids)))
    both = select(parts.scalar_subquery() + corrections.scalar_subquery())
    return int(session.execute(both).scalar_one())


def find_unapproved(session: Session, first_on: date, last_on: date) -> list[Unapproved]:
    """Hours of these days that nobody approved, by employee, area, week and kind."""
    statement = (
        select(
            HourEntry.employee_id, Employee.name, HourEntry.area_id, ServiceArea.name, _WEEK_OF_ENTRY,
            HourEntry.kind, func.sum(HourEntry.minutes),
        )
        .join(Employee, _same(Employee, HourEntry.employee_id))
        .join(ServiceArea, _same(ServiceArea, HourEntry.area_id))
        .where(HourEntry.worked_on.between(first_on, last_on), HourEntry.approved_at.is_(None))
        .group_by(
            HourEntry.employee_id, Employee.name, Employee.sort_name, HourEntry.area_id, ServiceArea.name,
            _WEEK_OF_ENTRY, HourEntry.kind,
        )
        .order_by(_WEEK_OF_ENTRY, Employee.sort_name, HourEntry.employee_id, ServiceArea.name, HourEntry.kind)
    )  # fmt: skip
    return [
        Unapproved(row[0], row[1], row[2], row[3], Week(row[4]), Kind(row[5]), int(row[6]))
        for row in session.execute(statement)
    ]


def find_missing(session: Session, first: Week, last: Week) -> list[Missing]:
    """The weeks from first to last that somebody with an employment has not handed in."""
    weeks = select(
        cast(
            func.generate_series(
                cast(first.monday, DateTime), cast(last.monday, DateTime), cast("7 days", Interval)
            ),
            Date,
        ).label("monday")
    ).subquery()
    booked = _booked_by_week(first, last)
    statement = (
        select(Employee.id, Employee.code, Employee.name, weeks.c.monday, WeekSheet.state, booked.c.minutes)
        .select_from(Employee)
        .join(weeks, true())
        .outerjoin(
            WeekSheet,
            and_(
                WeekSheet.collaboration_id == Employee.collaboration_id,
                WeekSheet.employee_id == Employee.id,
                WeekSheet.monday == weeks.c.monday,
            ),
        )
        .outerjoin(booked, and_(booked.c.employee_id == Employee.id, booked.c.monday == weeks.c.monday))
        .where(
            _is_employed_in(weeks.c.monday),
            or_(
                WeekSheet.state.is_(None),
                WeekSheet.state.in_([SheetState.OPEN.value, SheetState.RETURNED.value]),
            ),
        )
        .order_by(weeks.c.monday, Employee.sort_name, Employee.id)
    )
    return [
        Missing(row[0], row[1], row[2], Week(row[3]), SheetState(row[4] or "open"), int(row[5] or 0))
        for row in session.execute(statement)
    ]


def _booked_by_week(first: Week, last: Week) -> Subquery:
    """What everybody has in each of these weeks."""
    return (
        select(
            WorkedDay.employee_id,
            cast(func.date_trunc(literal("week"), WorkedDay.day), Date).label("monday"),
            func.sum(WorkedDay.minutes).label("minutes"),
        )
        .where(WorkedDay.day.between(first.monday, last.sunday))
        .group_by(WorkedDay.employee_id, "monday")
        .subquery()
    )


def _is_employed_in(monday: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether the employee has an employment on a day of the week."""
    return (
        select(Employment.id)
        .where(
            Employment.collaboration_id == Employee.collaboration_id,
            Employment.employee_id == Employee.id,
            Employment.valid_from <= monday + 6,
            or_(Employment.valid_until.is_(None), Employment.valid_until >= monday),
        )
        .exists()
    )


def totals_between(session: Session, first_on: date, last_on: date) -> tuple[int, int]:
    """Number of entries in these days and their minutes."""
    statement = select(func.count(), func.coalesce(func.sum(HourEntry.minutes), 0))
    found = session.execute(statement.where(HourEntry.worked_on.between(first_on, last_on))).one()
    return int(found[0]), int(found[1])


def find_first_day(session: Session) -> date | None:
    """The first day on which somebody booked hours."""
    return session.execute(select(func.min(HourEntry.worked_on))).scalar()


def has_before_cut_off(
    session: Session, employee_id: UUID, week: Week, area_id: UUID, cut_offs: dict[date, datetime]
) -> bool:
    """Whether an open entry of this part was recorded at or before the cut-off of its month."""
    month = cast(func.date_trunc(literal("month"), HourEntry.worked_on), Date)
    late = [and_(month == first_on, HourEntry.recorded_at <= at) for first_on, at in cut_offs.items()]
    if not late:
        return False
    statement = select(HourEntry.id).where(
        HourEntry.employee_id == employee_id,
        HourEntry.area_id == area_id,
        HourEntry.worked_on.between(week.monday, week.sunday),
        HourEntry.approved_at.is_(None),
        or_(*late),
    )
    return session.execute(statement.limit(1)).first() is not None


def _same(
    model: type[Employee] | type[ServiceArea], identity: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    return and_(model.collaboration_id == HourEntry.collaboration_id, model.id == identity)
