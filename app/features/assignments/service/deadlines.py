"""Deadlines of the actor as a calendar."""

from app.features.access.core.values import FeedKind
from app.features.assignments.core.agenda import MOST, calendar_text
from app.features.assignments.store.deadlines import find_deadlines
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission

_NAMES = {
    FeedKind.ORGANISATION: "Termijnen {name}",
    FeedKind.OWN: "Mijn termijnen ({name})",
    FeedKind.ALL: "Alle termijnen ({name})",
}


def deadline_calendar(work: UnitOfWork, kind: FeedKind, site_url: str) -> str:
    """The calendar of whoever acts, as iCalendar text; at most 500 deadlines, the nearest first."""
    actor = work.actor
    actor.require(Permission.READ_ASSIGNMENTS)
    handler = actor.name if kind is FeedKind.OWN else None
    found = find_deadlines(work.session, actor, MOST, handler)
    address = f"{site_url.rstrip('/')}/{actor.collaboration_code}/opdrachten"
    return calendar_text(_NAMES[kind].format(name=actor.name), found, work.now, address)
