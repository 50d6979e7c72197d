"""Calendars and their versions: read whole (there are few), written version by version."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from app.features.partnership.core.views import cursor_of, read_cursor
from app.features.partnership.models import Organisation
from app.features.sla.core.rows import CalendarRow, CalendarView, Part
from app.features.sla.core.texts import VersionText
from app.features.sla.models import Calendar, CalendarVersion


def find_calendars(session: Session, code: str | None = None) -> list[CalendarView]:
    """Every calendar in order of name, or the one with this code; two statements."""
    statement = _select()
    if code is not None:
        statement = statement.where(Calendar.code == code)
    return _views(session, session.execute(statement).all())


def find_part(session: Session, cursor: str | None, limit: int) -> Part[CalendarView]:
    """A part of that list, after what the cursor names; two statements."""
    statement = _select().limit(limit + 1)
    if cursor:
        statement = statement.where(tuple_(Calendar.name, Calendar.id) > read_cursor(cursor))
    rows = session.execute(statement).all()
    shown = rows[:limit]
    more = cursor_of(shown[-1].name, shown[-1].id) if len(rows) > limit else None
    return Part(tuple(_views(session, shown)), more)


def find_without(session: Session) -> list[tuple[str, str]]:
    """Organisations that have no calendar of their own: code and name, in order of name."""
    owned = select(Calendar.organisation_id).where(Calendar.organisation_id.is_not(None))
    found = session.execute(
        select(Organisation.code, Organisation.name)
        .where(Organisation.id.not_in(owned))
        .order_by(Organisation.sort_name, Organisation.id)
    )
    return [(code, name) for code, name in found]


def _select() -> Select[*tuple[Any, ...]]:
    columns: tuple[Any, ...] = (
        Calendar.__table__,
        Organisation.code.label("organisation"),
        Organisation.name.label("of_name"),
    )
    return (
        select(*columns)
        .outerjoin(
            Organisation,
            and_(
                Organisation.collaboration_id == Calendar.collaboration_id,
                Organisation.id == Calendar.organisation_id,
            ),
        )
        .order_by(Calendar.name, Calendar.id)
    )


def _views(session: Session, rows: Sequence[Any]) -> list[CalendarView]:
    versions = _versions(session, [row.id for row in rows])
    return [
        CalendarView(
            id=row.id,
            version=row.version,
            row=CalendarRow(row.code, row.name, row.organisation, row.zone, tuple(versions.get(row.id, ()))),
            organisation_name=row.of_name,
        )
        for row in rows
    ]


def _versions(session: Session, calendar_ids: Sequence[UUID]) -> dict[UUID, list[VersionText]]:
    statement = (
        select(CalendarVersion.__table__)
        .where(CalendarVersion.calendar_id.in_(calendar_ids))
        .order_by(CalendarVersion.calendar_id, CalendarVersion.valid_from)
    )
    found: dict[UUID, list[VersionText]] = {}
    for row in session.execute(statement):
        found.setdefault(row.calendar_id, []).append(
            VersionText.of(
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                week=row.week,
                holidays=row.holidays,
                special_days=row.special_days,
            )
        )
    return found


def insert_calendars(
    session: Session, tenant: int, rows: Sequence[tuple[UUID, CalendarRow, UUID | None]]
) -> None:
    """New calendars, without their versions; with the identity of the provider of each."""
    session.execute(
        insert(Calendar),
        [
            {
                "collaboration_id": tenant,
                "id": identity,
                "code": row.code,
                "name": row.name,
                "zone": row.zone,
                "organisation_id": organisation_id,
                "version": 1,
            }
            for identity, row, organisation_id in rows
        ],
    )


def update_calendar(session: Session, calendar_id: UUID, values: dict[str, Any]) -> None:
    """Change name or provider, or nothing; its version goes up by one."""
    session.execute(
        update(Calendar).where(Calendar.id == calendar_id).values(version=Calendar.version + 1, **values)
    )


def insert_versions(
    session: Session,
    tenant: int,
    new_id: Callable[[], UUID],
    versions: Sequence[tuple[UUID, VersionText]],
) -> None:
    """New versions, each with the identity of its calendar."""
    session.execute(
        insert(CalendarVersion),
        [
            {"collaboration_id": tenant, "id": new_id(), "calendar_id": calendar_id, **_values(version)}
            for calendar_id, version in versions
        ],
    )


def replace_versions(
    session: Session,
    tenant: int,
    new_id: Callable[[], UUID],
    calendar_id: UUID,
    versions: Sequence[VersionText],
) -> None:
    """The versions of a calendar as they are from now on."""
    session.execute(delete(CalendarVersion).where(CalendarVersion.calendar_id == calendar_id))
    insert_versions(session, tenant, new_id, [(calendar_id, one) for one in versions])


def _values(version: VersionText) -> dict[str, Any]:
    return {
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "week": list(version.week),
        "holidays": list(version.holidays),
        "special_days": version.kept_days,
    }
