"""SQL of the secret addresses of calendars: made, ended, and whose one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, insert, or_, select, text, update
from sqlalchemy.orm import Session

from app.features.access.core.values import FeedKind
from app.features.access.models import CalendarFeed
from app.features.access.store.sign_ins import grant_of
from app.kernel.actor import Actor, Grant

_ACTOR = text("SELECT * FROM feed_actor(:secret, :day)")


@dataclass(frozen=True, slots=True)
class LiveFeed:
    """A feed that was not revoked, and whose it is; an account's grants are those of the day."""

    collaboration_id: int
    code: str
    kind: FeedKind
    name: str
    organisation_id: UUID | None
    account_id: UUID | None
    grants: tuple[Grant, ...]


def find_feed(session: Session, secret_sha256: bytes, day: date) -> LiveFeed | None:
    """The feed with this secret; asked before any collaboration is known."""
    row = session.execute(_ACTOR, {"secret": secret_sha256, "day": day}).one_or_none()
    if row is None:
        return None
    grants = tuple(grant_of(*parts) for parts in row.grants or ())
    return LiveFeed(
        row.collaboration_id,
        row.code,
        FeedKind(row.kind),
        row.name,
        row.organisation_id,
        row.account_id,
        grants,
    )


def list_made(session: Session, actor: Actor) -> dict[FeedKind, datetime]:
    """When the feeds that live now were made, by kind: of the actor, and of the organisation it acts for."""
    rows = session.execute(
        select(CalendarFeed.kind, CalendarFeed.created_at).where(
            _of(actor), CalendarFeed.revoked_at.is_(None)
        )
    )
    return {FeedKind(row.kind): row.created_at for row in rows}


def add_feed(session: Session, values: Mapping[str, object]) -> None:
    """A new feed."""
    session.execute(insert(CalendarFeed).inline(), dict(values))


def revoke_feed(session: Session, actor: Actor, kind: FeedKind, now: datetime) -> UUID | None:
    """End the feed of this kind that lives; gives its identity, None when there is none."""
    return session.execute(
        update(CalendarFeed)
        .where(_of(actor), CalendarFeed.kind == kind.value, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(CalendarFeed.id)
    ).scalar_one_or_none()


def _of(actor: Actor) -> ColumnElement[bool]:
    ways = [CalendarFeed.account_id == actor.account_id] if actor.account_id is not None else []
    if actor.organisation_id is not None:
        ways.append(CalendarFeed.organisation_id == actor.organisation_id)
    return and_(CalendarFeed.collaboration_id == actor.collaboration_id, or_(False, *ways))
