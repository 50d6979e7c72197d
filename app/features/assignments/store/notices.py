"""Notices of clocks, as far as the actor may see their assignments; and that they were read.

A notice knows no principal: it is read only joined to its assignment, where the policies hold (data §2).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, DateTime, Text, Uuid, and_, func, insert, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.features.assignments.core.notices import Told
from app.features.assignments.core.views import Named
from app.features.assignments.models import Assignment
from app.features.assignments.store.scope import scope_of
from app.features.partnership.models import ServiceArea
from app.features.sla.core.words import Metric
from app.features.sla.models import Notice, NoticeReading
from app.kernel.actor import Actor


def list_notices(session: Session, actor: Actor, limit: int) -> list[Told]:
    """What the actor's roles are told, the newest first; of each clock the highest threshold."""
    visible = _visible(actor).subquery()
    found = (
        select(
            visible.c.subject_id, visible.c.number, visible.c.title, ServiceArea.id, ServiceArea.code,
            ServiceArea.name, visible.c.metric, visible.c.threshold, visible.c.due_at, visible.c.created_at,
            visible.c.is_read,
        )
        .join(ServiceArea, ServiceArea.id == visible.c.area_id)
        .order_by(visible.c.created_at.desc(), visible.c.due_at, visible.c.number, visible.c.metric)
        .limit(limit)
    )  # fmt: skip
    return [
        Told(row[0], row[1], row[2], Named(*row[3:6]), Metric(row[6]), row[7], row[8], row[9], row[10])
        for row in session.execute(found)
    ]


def count_unread(session: Session, actor: Actor, since: datetime) -> int:
    """How many clocks told the actor something new since then, up to a hundred: it stands beside every page."""
    unread = (
        _told(actor)
        .with_only_columns(Notice.subject_id, Notice.metric)
        .where(Notice.created_at >= since, NoticeReading.account_id.is_(None))
        .distinct()
        .limit(100)
    )
    return session.execute(select(func.count()).select_from(unread.subquery())).scalar_one()


def mark_read(session: Session, actor: Actor, now: datetime) -> int:
    """Note that the actor has read all that it was told; gives how much was new to it."""
    unread = (
        _told(actor)
        .with_only_columns(
            literal(actor.collaboration_id),
            Notice.subject_id,
            Notice.metric,
            Notice.threshold,
            literal(actor.account_id, Uuid),
            literal(now, DateTime(timezone=True)),
        )
        .where(NoticeReading.account_id.is_(None))
    )
    names = ["collaboration_id", "subject_id", "metric", "threshold", "account_id", "read_at"]
    added = insert(NoticeReading).from_select(names, unread).returning(NoticeReading.threshold)
    return len(session.execute(added).all())


def _visible(actor: Actor) -> Any:
    """One row a clock: the highest threshold that the actor may know of."""
    return (
        _told(actor)
        .ext(distinct_on(Notice.subject_id, Notice.metric))
        .order_by(Notice.subject_id, Notice.metric, Notice.threshold.desc())
    )


def _told(actor: Actor) -> Any:
    """Every threshold that the actor's roles were told of, with its own reading beside it."""
    read_by_me = and_(
        NoticeReading.subject_id == Notice.subject_id,
        NoticeReading.metric == Notice.metric,
        NoticeReading.threshold == Notice.threshold,
        NoticeReading.account_id == actor.account_id,
    )
    roles = literal([str(role) for role in sorted(actor.roles)], ARRAY(Text))
    return (
        select(
            Notice.subject_id,
            Notice.metric,
            Notice.threshold,
            Notice.due_at,
            Notice.created_at,
            Assignment.number,
            Assignment.title,
            Assignment.area_id,
            NoticeReading.account_id.is_not(None).label("is_read"),
        )
        .join(Assignment, Assignment.id == Notice.subject_id)
        .outerjoin(NoticeReading, read_by_me)
        .where(scope_of(actor).full(), Notice.roles.op("&&")(roles))
    )
