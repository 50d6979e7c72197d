"""Every assignment with its stored projection and its events, in one pass, for verify and rebuild; its numbers."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.assignments.core.events import Event
from app.features.assignments.models import Assignment, AssignmentEvent
from app.features.assignments.store.events import event_of


def each(session: Session) -> Iterator[tuple[UUID, str | None, Mapping[str, Any], list[Event]]]:
    """Identity, number, stored columns and events of every assignment of the collaboration.

    Two statements; the rows of both come in the order of the identity, so one pass joins them.
    """
    stored = session.execute(select(Assignment.__table__).order_by(Assignment.id)).mappings()
    events = session.execute(
        select(AssignmentEvent.__table__).order_by(AssignmentEvent.assignment_id, AssignmentEvent.seq)
    )
    by_assignment = {
        key: [event_of(row) for row in rows] for key, rows in groupby(events, lambda r: r.assignment_id)
    }
    for row in stored:
        yield (
            row["id"],
            row["number"],
            {str(key): value for key, value in row.items()},
            by_assignment.get(row["id"], []),
        )


def numbers_given(session: Session) -> list[str]:
    """The number of every assignment that has one."""
    return list(session.scalars(select(Assignment.number).where(Assignment.number.is_not(None))))
