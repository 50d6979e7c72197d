"""An event corrected or backdated: first which clocks move, then all of them reckoned anew from every event."""

from uuid import UUID

from app.features.assignments.core.clocks import marks_of
from app.features.assignments.core.correcting import Correction, corrected, standing_at
from app.features.assignments.core.events import Event, project
from app.features.assignments.core.life import Party
from app.features.assignments.core.views import Detail
from app.features.assignments.service import clocks
from app.features.assignments.service.reading import found, parties_of
from app.features.assignments.store import reading, writing
from app.features.sla import service as sla
from app.features.sla.core.moving import Move
from app.features.sla.core.rules import Kept
from app.infra.db import UnitOfWork
from app.kernel.errors import NotAllowed
from app.kernel.roles import Permission


def may_correct(work: UnitOfWork, assignment: Detail) -> bool:
    """Whether the actor corrects steps of this assignment."""
    return Party.MANAGER in parties_of(work, assignment)


def get_correctable(work: UnitOfWork, key: UUID | str, seq: int) -> tuple[Detail, Event]:
    """An assignment with the step that would be corrected; `NotFound` when none stands there."""
    before = _seen(work, key, lock=False)
    return before, standing_at(before.events, seq)


def preview_correction(work: UnitOfWork, key: UUID | str, wrong: Correction) -> tuple[Move, ...]:
    """Which clocks of the assignment move, from when to when, once the event is corrected."""
    before = _seen(work, key, lock=False)
    event = corrected(before.events, wrong, work.now, work.actor.name)
    number = before.row.number
    if number is None:
        return ()
    return sla.preview_subject(
        work, _kept(before, before.events, number), _kept(before, (*before.events, event), number)
    )


def correct(work: UnitOfWork, key: UUID | str, wrong: Correction) -> Event:
    """The event that takes the place of the wrong one; what follows from it is reckoned anew."""
    before = _seen(work, key, lock=True)
    event = corrected(before.events, wrong, work.now, work.actor.name)
    after = (*before.events, event)
    projection = project(after)
    tenant = work.actor.collaboration_id
    writing.insert_event(work.session, tenant, before.id, event, writing.Signature.of(work.actor))
    told = {"seq": event.seq, "replaces_seq": event.replaces_seq, "reden": wrong.reason.strip()}
    work.record("opdracht.verbeteren", "assignment", before.id, None, told)
    writing.update_projection(work.session, before.id, projection)
    clocks.follow(work, before, after, projection, before.row.number)
    return event


def _seen(work: UnitOfWork, key: UUID | str, *, lock: bool) -> Detail:
    work.actor.require(Permission.HANDLE_ASSIGNMENTS)
    before = found(reading.find_detail(work.session, work.actor, key, lock=lock))
    if not may_correct(work, before):
        raise NotAllowed("Alleen de SSC-manager verbetert een stap die verkeerd is vastgelegd.")
    return before


def _kept(before: Detail, events: tuple[Event, ...], number: str) -> Kept:
    return Kept(clocks.subject_of(before, project(events), number), marks_of(events, before.request.kind))
