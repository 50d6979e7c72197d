"""What is due when: clocks that have not ended, joined to the assignments that the actor sees in full (data §2)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.assignments.core.agenda import Deadline
from app.features.assignments.core.life import SUBMITTED_OPEN
from app.features.assignments.models import Assignment
from app.features.assignments.store.scope import scope_of
from app.features.partnership.models import ServiceArea
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock
from app.kernel.actor import Actor


def find_deadlines(session: Session, actor: Actor, limit: int, handler: str | None = None) -> list[Deadline]:
    """The nearest first; of one handler when it is named. A clock that an open pause holds has no end yet."""
    found = (
        select(
            Clock.subject_id, Clock.metric, Clock.due_at, Assignment.number, Assignment.title, ServiceArea.name,
            Assignment.is_confidential,
        )
        .join(Assignment, Assignment.id == Clock.subject_id)
        .join(ServiceArea, ServiceArea.id == Clock.area_id)
        .where(
            Clock.stopped_at.is_(None),
            Clock.due_at.is_not(None),
            Assignment.number.is_not(None),
            Assignment.state.in_([str(state) for state in SUBMITTED_OPEN]),
            scope_of(actor).full(),
        )
        .order_by(Clock.due_at, Assignment.number, Clock.metric)
        .limit(limit)
    )  # fmt: skip
    if handler is not None:
        found = found.where(Assignment.handler == handler)
    return [
        Deadline(row[0], Metric(row[1]), due_at, number, row.title or "", row.name, row.is_confidential)
        for row in session.execute(found)
        if (due_at := row.due_at) is not None and (number := row.number) is not None
    ]
