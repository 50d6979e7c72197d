"""SQL of applications and their keys, in the collaboration of the actor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from app.features.access import models
from app.features.access.core.values import Application, ShownKey
from app.kernel.actor import Actor
from app.kernel.roles import Role

_ALL = text(
    "SELECT a.id, a.name, a.role, a.organisation_id, o.code AS organisation_code, o.name AS organisation,"
    " k.id AS key_id, k.prefix, k.created_at, k.revoked_at, p.last_used_at"
    " FROM application a"
    " JOIN organisation o ON o.collaboration_id = a.collaboration_id AND o.id = a.organisation_id"
    " LEFT JOIN application_key k ON k.collaboration_id = a.collaboration_id AND k.application_id = a.id"
    " LEFT JOIN key_prefix p ON p.prefix = k.prefix"
    " WHERE a.collaboration_id = :collaboration"
    " AND (CAST(:organisation AS uuid) IS NULL OR a.organisation_id = :organisation)"
    " ORDER BY o.sort_name, a.name, a.id, k.created_at, k.id"
)


def list_applications(
    session: Session, actor: Actor, organisation_id: UUID | None = None
) -> list[Application]:
    """The applications of one organisation or of all, with their keys, by organisation and name."""
    rows = session.execute(_ALL, {"collaboration": actor.collaboration_id, "organisation": organisation_id})
    found: dict[UUID, tuple[Application, list[ShownKey]]] = {}
    for row in rows:
        application = Application(
            row.id, row.name, Role(row.role), row.organisation_id, row.organisation_code, row.organisation, ()
        )
        _, keys = found.setdefault(row.id, (application, []))
        if row.key_id is not None:
            keys.append(ShownKey(row.key_id, row.prefix, row.created_at, row.revoked_at, row.last_used_at))
    return [replace(application, keys=tuple(keys)) for application, keys in found.values()]


def find_application_name(session: Session, actor: Actor, application_id: UUID) -> str | None:
    """The name of an application of this collaboration."""
    return session.execute(
        select(models.Application.name).where(
            models.Application.collaboration_id == actor.collaboration_id,
            models.Application.id == application_id,
        )
    ).scalar_one_or_none()


def has_application(session: Session, actor: Actor, organisation_id: UUID, name: str) -> bool:
    """Whether the organisation has an application of this name."""
    found = session.execute(
        select(models.Application.id).where(
            models.Application.collaboration_id == actor.collaboration_id,
            models.Application.organisation_id == organisation_id,
            models.Application.name == name,
        )
    )
    return found.first() is not None


def add_application(session: Session, values: Mapping[str, object]) -> None:
    """A new application."""
    session.execute(insert(models.Application).inline(), dict(values))


def add_key(session: Session, actor: Actor, values: Mapping[str, object]) -> None:
    """A new key of an application, and the way to find it."""
    session.execute(
        insert(models.KeyPrefix).inline(), {"prefix": values["prefix"], "tenant_id": actor.collaboration_id}
    )
    session.execute(
        insert(models.ApplicationKey).inline(), {"collaboration_id": actor.collaboration_id, **values}
    )


def revoke_key(session: Session, actor: Actor, key_id: UUID, now: datetime) -> str | None:
    """End a key that was not revoked; gives its prefix, None when there is no such key."""
    return session.execute(
        update(models.ApplicationKey)
        .where(
            models.ApplicationKey.collaboration_id == actor.collaboration_id,
            models.ApplicationKey.id == key_id,
            models.ApplicationKey.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(models.ApplicationKey.prefix)
    ).scalar_one_or_none()
