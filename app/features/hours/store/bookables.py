"""What may be booked on: assignments with their days, and the activities of areas; by key of the subject.

The assignments are those that the actor may see (row-level security hides confidential ones of others).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.features.assignments.core.life import BEGUN, State
from app.features.assignments.models import Assignment
from app.features.hours.core.subject import Activity, Bookable, Subject
from app.features.hours.models import HourEntry
from app.features.partnership.core.views import Named
from app.features.partnership.models import ServiceArea
from app.infra.clock import local_day
from app.kernel.glossary import ACTIVITY_LABELS

_COLUMNS = (
    Assignment.id, Assignment.area_id, Assignment.number, Assignment.title, Assignment.accepted_at,
    Assignment.ended_at, Assignment.state,
)  # fmt: skip


def find_areas(session: Session) -> dict[UUID, Named]:
    """All areas, in order of code."""
    rows = session.execute(
        select(ServiceArea.id, ServiceArea.code, ServiceArea.name).order_by(ServiceArea.code)
    )
    return {row.id: Named(row.id, row.code, row.name) for row in rows}


def activities_of(area_ids: Iterable[UUID]) -> list[Bookable]:
    """The activities of these areas."""
    return [
        Bookable(Subject(area_id, activity=activity), ACTIVITY_LABELS[activity])
        for area_id in area_ids
        for activity in Activity
    ]


def find_by_keys(session: Session, keys: Collection[str], areas: Collection[UUID]) -> dict[str, Bookable]:
    """The bookables of these keys of subjects; a key that names nothing is left out."""
    ids = [identity for key in keys if (identity := _uuid(key)) is not None]
    found = {one.subject.key: one for one in activities_of(areas) if one.subject.key in keys}
    if ids:
        found |= {one.subject.key: one for one in _assignments(session, Assignment.id.in_(ids))}
    return found


def find_numbers(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """The keys of assignments by number."""
    rows = session.execute(
        select(Assignment.number, Assignment.id, Assignment.area_id).where(
            Assignment.number.in_(list(numbers))
        )
    )
    return {row.number: str(row.id) for row in rows if row.area_id is not None}


def find_open(
    session: Session, area_ids: Sequence[UUID], first_on: date, last_on: date, limit: int = 200
) -> list[Bookable]:
    """Assignments of these areas that may be booked on some day of these, begun ones first, by number."""
    accepted, ended = _day(Assignment.accepted_at), _day(Assignment.ended_at)
    return _assignments(
        session,
        and_(
            Assignment.area_id.in_(list(area_ids)),
            accepted <= last_on,
            or_(Assignment.ended_at.is_(None), ended >= first_on),
        ),
        limit,
    )


def find_recent_ids(session: Session, employee_id: UUID, first_on: date, last_on: date) -> set[UUID]:
    """The assignments on which somebody booked in these days."""
    statement = select(HourEntry.assignment_id).where(
        HourEntry.employee_id == employee_id,
        HourEntry.worked_on.between(first_on, last_on),
        HourEntry.assignment_id.is_not(None),
    )
    return {found for found in session.execute(statement.distinct()).scalars() if found is not None}


def _assignments(session: Session, condition: ColumnElement[bool], limit: int = 1000) -> list[Bookable]:
    begun = Assignment.state.in_([state.value for state in BEGUN])
    statement = select(*_COLUMNS).where(condition, Assignment.area_id.is_not(None))
    statement = statement.order_by(begun.desc(), Assignment.number, Assignment.id).limit(limit)
    return [
        Bookable(
            Subject(row.area_id, assignment_id=row.id),
            row.title or "Zonder titel",
            row.number,
            None if row.accepted_at is None else local_day(row.accepted_at),
            None if row.ended_at is None else local_day(row.ended_at),
            row.state == State.WAITING,
        )
        for row in session.execute(statement)
        if row.area_id is not None
    ]


def _day(column: ColumnElement[object] | object) -> ColumnElement[date]:
    return func.date(func.timezone("Europe/Amsterdam", column))


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
