"""What the clocks told: the notices of one's own roles, and that one has read them."""

from datetime import timedelta

from app.features.assignments.core.notices import Told
from app.features.assignments.store import notices
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission

AT_MOST = 100


def list_notices(work: UnitOfWork) -> list[Told]:
    """The newest notices for the actor."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return notices.list_notices(work.session, work.actor, AT_MOST)


def count_unread(work: UnitOfWork) -> int:
    """How many clocks told the actor something this month that it has not read; at most a hundred."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return notices.count_unread(work.session, work.actor, work.now - timedelta(days=31))


def mark_read(work: UnitOfWork) -> int:
    """All that was told is read; gives how many were new. Leaves no entry in the log: nothing of the work changes."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return notices.mark_read(work.session, work.actor, work.now)
