"""What became known of final periods after the runs that settled them, for who reads settlements."""

from uuid import UUID

from app.features.settlement.core.late import LateOfRun
from app.features.settlement.store.late import find_late
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def list_late(work: UnitOfWork) -> list[LateOfRun]:
    """What each final settlement could not know and no correction settled, newest period first; one statement."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    return find_late(work.session, work.actor)


def late_of(work: UnitOfWork, run_id: UUID) -> LateOfRun | None:
    """The same of one run; None when it knew all, and when it is no final settlement."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    return next(iter(find_late(work.session, work.actor, run_id)), None)
