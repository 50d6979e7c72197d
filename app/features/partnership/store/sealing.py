"""Marks policies that a final settlement used: from then on no part of them changes (migration 0002)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.features.partnership.models import Policy
from app.kernel.actor import Actor


def seal_policies(session: Session, actor: Actor, ids: Collection[UUID], at: datetime) -> None:
    """Seal these policies; the moment of the first seal stays."""
    session.execute(
        update(Policy)
        .where(
            Policy.collaboration_id == actor.collaboration_id, Policy.id.in_(ids), Policy.sealed_at.is_(None)
        )
        .values(sealed_at=at)
    )
