"""Clocks of assignments that are late or about to be: joined to what the actor may see in full (data §2)."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.features.assignments.core.life import State
from app.features.assignments.core.views import Nearing
from app.features.assignments.models import Assignment
from app.features.assignments.store.names import directory
from app.features.assignments.store.scope import scope_of
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock
from app.kernel.actor import Actor


def find_nearing(session: Session, actor: Actor, until: datetime, limit: int) -> list[Nearing]:
    """Every going clock that is due by then, the earliest first; of an assignment as many as it has."""
    scope = scope_of(actor)
    statement = (
        select(
            Assignment.id,
            Assignment.number,
            Assignment.title,
            Assignment.area_id,
            Assignment.lead_organisation_id,
            Assignment.state,
            Clock.metric,
            Clock.due_at,
            Clock.is_governing,
        )
        .join(
            Clock,
            and_(Clock.collaboration_id == Assignment.collaboration_id, Clock.subject_id == Assignment.id),
        )
        .where(scope.own_or_all(), Clock.stopped_at.is_(None), Clock.due_at <= until)
        .order_by(Clock.due_at, Assignment.id, Clock.metric)
        .limit(limit)
    )
    named = directory(session)
    return [
        Nearing(
            id=row.id,
            number=row.number,
            title=row.title,
            area=named.name(row.area_id),
            lead=named.name(row.lead_organisation_id),
            state=State(row.state),
            metric=Metric(row.metric),
            due_at=row.due_at,
            is_governing=row.is_governing,
        )
        for row in session.execute(statement)
    ]
