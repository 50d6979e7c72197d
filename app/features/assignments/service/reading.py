"""Reading assignments: the list, one of them, and what the actor may do with it now and later."""

from datetime import datetime
from uuid import UUID

from app.features.assignments.core.lateness import soon_at
from app.features.assignments.core.life import Party, Step, allowed_steps, later_steps
from app.features.assignments.core.views import Detail, Directory, Filter, Listing, Nearing, Tab
from app.features.assignments.store import clocks as nearing
from app.features.assignments.store import names, reading
from app.features.sla import service as sla
from app.features.sla.core.telling import Story
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound
from app.kernel.roles import Permission


def list_assignments(work: UnitOfWork, wanted: Filter) -> Listing:
    """One page of what the actor may see: its own in full, of others an outline (domain §13)."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return reading.find_page(work.session, work.actor, wanted, work.today)


def count_tabs(work: UnitOfWork, wanted: Filter) -> dict[Tab, int]:
    """How many assignments each tab of the list holds."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return reading.count_tabs(work.session, work.actor, wanted, work.today)


def count_waiting(work: UnitOfWork) -> int:
    """How many assignments wait for the actor's own organisation."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return reading.count_waiting(work.session, work.actor)


def get_assignment(work: UnitOfWork, key: UUID | str) -> Detail:
    """One assignment by id or number; `NotFound` when it is not there or may not be known."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return found(reading.find_detail(work.session, work.actor, key))


def get_clocks(work: UnitOfWork, key: UUID | str) -> tuple[Story, ...]:
    """The clocks of an assignment as of now; `NotFound` for who does not see it in full."""
    assignment = get_assignment(work, key)
    if assignment.row.is_outline:
        raise NotFound("De termijnen van deze opdracht")
    return sla.clocks_of(work, assignment.id)


def soon_late(work: UnitOfWork, until: datetime | None = None, limit: int = 100) -> list[Nearing]:
    """The clocks that are late, or due by `until` (None: within five working days), the earliest first.

    An office sees those of its own assignments, the centre all.
    """
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return nearing.find_nearing(work.session, work.actor, until or soon_at(work.today), limit)


def choices(work: UnitOfWork) -> Directory:
    """The organisations, areas and products that a request can name."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return names.directory(work.session)


def parties_of(work: UnitOfWork, assignment: Detail) -> frozenset[Party]:
    """In what quality the actor stands to an assignment."""
    actor, row = work.actor, assignment.row
    if row.is_outline or row.lead is None:
        return frozenset()
    area_id = row.area.id if row.area else None
    held = {
        Party.OFFICE: actor.may(Permission.WRITE_ASSIGNMENTS, organisation_ids=[row.lead.id]),
        Party.MANAGER: actor.may(Permission.HANDLE_ASSIGNMENTS, area_id=area_id),
        Party.EMPLOYEE: actor.may(Permission.WORK_ON_ASSIGNMENTS, area_id=area_id),
    }
    return frozenset(party for party, holds in held.items() if holds)


def allowed_for(work: UnitOfWork, assignment: Detail) -> tuple[Step, ...]:
    """The steps that the actor can take now."""
    return allowed_steps(assignment.state, parties_of(work, assignment))


def later_for(work: UnitOfWork, assignment: Detail) -> tuple[Step, ...]:
    """The steps that the actor can take later, not now."""
    return later_steps(assignment.state, parties_of(work, assignment))


def found(assignment: Detail | None) -> Detail:
    """The assignment, or `NotFound`."""
    if assignment is None:
        raise NotFound("Deze opdracht")
    return assignment
