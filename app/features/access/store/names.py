"""What organisations and areas there are to choose from, in the collaboration of the actor."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose: its id, code and name."""

    id: UUID
    code: str
    name: str


def list_organisations(session: Session, actor: Actor) -> list[Named]:
    """The organisations of this collaboration, by name."""
    rows = session.execute(
        text(
            "SELECT id, code, name FROM organisation WHERE collaboration_id = :collaboration ORDER BY sort_name, id"
        ),
        {"collaboration": actor.collaboration_id},
    )
    return [Named(row.id, row.code, row.name) for row in rows]


def list_areas(session: Session, actor: Actor) -> list[Named]:
    """The service areas of this collaboration, by code."""
    rows = session.execute(
        text("SELECT id, code, name FROM service_area WHERE collaboration_id = :collaboration ORDER BY code"),
        {"collaboration": actor.collaboration_id},
    )
    return [Named(row.id, row.code, row.name) for row in rows]
