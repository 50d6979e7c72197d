"""Every assignment with its stored projection and its events, in batches, for verify and rebuild; its numbers."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.assignments.core.events import Event
from app.features.assignments.models import Assignment, AssignmentEvent
from app.features.assignments.store.events import event_of

MANY: Final = 2_000
_STORED = [column for column in Assignment.__table__.columns if column.computed is None]


def each(session: Session) -> Iterator[tuple[UUID, str | None, Mapping[str, Any], list[Event]]]:
    """Identity, number, stored columns and events of every assignment of the collaboration.

    Two statements for every so many, in order of identity, so that no more than those are held.
    """
    last: UUID | None = None
    while rows := _after(session, last):
        first, last = rows[0]["id"], rows[-1]["id"]
        found = session.execute(
            select(AssignmentEvent.__table__)
            .where(AssignmentEvent.assignment_id.between(first, last))
            .order_by(AssignmentEvent.assignment_id, AssignmentEvent.seq)
        )
        events = {
            key: [event_of(row) for row in own] for key, own in groupby(found, lambda row: row.assignment_id)
        }
        for row in rows:
            yield row["id"], row["number"], row, events.get(row["id"], [])


def _after(session: Session, last: UUID | None) -> Sequence[Mapping[str, Any]]:
    """The next rows, without what the database itself makes of them."""
    statement = select(*_STORED).order_by(Assignment.id).limit(MANY)
    if last is not None:
        statement = statement.where(Assignment.id > last)
    return [dict(row) for row in session.execute(statement).mappings()]


def numbers_given(session: Session) -> list[str]:
    """The number of every assignment that has one."""
    return list(session.scalars(select(Assignment.number).where(Assignment.number.is_not(None))))
