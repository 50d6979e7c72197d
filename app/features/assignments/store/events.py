"""Events of an assignment: the truth of its life, read in order."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.assignments.core.events import Event
from app.features.assignments.core.life import State, Step
from app.features.assignments.core.periods import PeriodFact
from app.features.assignments.models import AssignmentEvent
from app.features.assignments.store.periods import facts_column, facts_of

_STEPS = {step.value: step for step in Step}
_STATES = {state.value: state for state in State}
"""By a table: a rebuild reads millions, and asking the enumeration costs as much as all the rest."""


def find_history(session: Session, assignment_id: UUID) -> tuple[tuple[Event, ...], tuple[PeriodFact, ...]]:
    """The events of an assignment that was found visible, in order, and what happened to its statutory period."""
    statement = (
        select(AssignmentEvent.__table__, facts_column(assignment_id))
        .where(AssignmentEvent.assignment_id == assignment_id)
        .order_by(AssignmentEvent.seq)
    )
    rows = session.execute(statement).all()
    return tuple(event_of(row) for row in rows), facts_of(rows[0].facts if rows else None)


def event_of(row: SqlRow[*tuple[Any, ...]]) -> Event:
    """An event from its row."""
    return Event(
        seq=row.seq,
        step=_STEPS[row.step],
        from_state=_STATES.get(row.from_state),
        to_state=_STATES[row.to_state],
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        actor_name=row.actor_name,
        reason=row.reason,
        estimate_minutes=row.estimate_minutes,
        agreed_on=row.agreed_on,
        queue_rank=row.queue_rank,
        handler=row.handler,
        replaces_seq=row.replaces_seq,
    )
