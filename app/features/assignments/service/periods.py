"""Suspending, resuming and extending the statutory period of an assignment: first what moves, then the fact is kept."""

from dataclasses import replace
from uuid import UUID

from app.features.assignments.core.clocks import marks_of
from app.features.assignments.core.events import project
from app.features.assignments.core.life import SUBMITTED_OPEN, Party
from app.features.assignments.core.periods import PeriodFact, Wanted, added
from app.features.assignments.core.views import Detail
from app.features.assignments.service import clocks
from app.features.assignments.service.reading import found, parties_of
from app.features.assignments.store import periods, reading
from app.features.assignments.store.writing import Signature
from app.features.sla import service as sla
from app.features.sla.core.moving import Move
from app.features.sla.core.rules import Kept, OwnPeriod
from app.infra.db import UnitOfWork
from app.kernel.errors import NotAllowed, NotFound, Refused
from app.kernel.glossary import PERIOD_CHANGES, STATE_LABELS
from app.kernel.roles import Permission


def statutory_of(work: UnitOfWork, assignment: Detail) -> OwnPeriod | None:
    """The statutory period of an assignment that was handed in: its own, or that of a norm."""
    if assignment.row.number is None or assignment.row.is_outline:
        return None
    kept = _kept(assignment)
    return sla.statutory_of(work, kept.subject, kept.marks)


def get_period(work: UnitOfWork, key: UUID | str) -> tuple[Detail, OwnPeriod]:
    """An assignment with its statutory period; `NotFound` for who does not see it in full or when it has none."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    assignment = found(reading.find_detail(work.session, work.actor, key))
    law = statutory_of(work, assignment)
    if law is None:
        raise NotFound("De wettelijke termijn van deze opdracht")
    return assignment, law


def get_changeable_period(work: UnitOfWork, key: UUID | str) -> tuple[Detail, OwnPeriod]:
    """The same for who may change it; `NotAllowed` and `Refused` where it cannot be changed."""
    return _changeable(work, key, lock=False)


def may_change_period(work: UnitOfWork, assignment: Detail) -> bool:
    """Whether the actor may suspend or extend it now."""
    return Party.MANAGER in parties_of(work, assignment) and assignment.state in SUBMITTED_OPEN


def preview_period_change(work: UnitOfWork, key: UUID | str, wanted: Wanted) -> tuple[Move, ...]:
    """Which clocks move, from when to when, once this is added; `Invalid` and `Refused` as when it is."""
    before, _, after = _changed(work, key, wanted, lock=False)
    return sla.preview_subject(work, _kept(before), _kept(after))


def change_period(work: UnitOfWork, key: UUID | str, wanted: Wanted) -> PeriodFact:
    """The fact that was added; the clocks are reckoned anew with it."""
    before, fact, after = _changed(work, key, wanted, lock=True)
    tenant = work.actor.collaboration_id
    periods.insert_fact(work.session, tenant, before.id, fact, Signature.of(work.actor))
    told = {name: value for name, value in periods.fact_values(fact).items() if value is not None}
    work.record(f"termijn.{PERIOD_CHANGES[fact.kind]}", "assignment", before.id, None, told)
    kept = _kept(after)
    clocks.keep(work, kept.subject, kept.marks, kept.marks)
    return fact


def _changed(
    work: UnitOfWork, key: UUID | str, wanted: Wanted, *, lock: bool
) -> tuple[Detail, PeriodFact, Detail]:
    """The assignment before, the fact, and the assignment with it."""
    before, law = _changeable(work, key, lock=lock)
    fact = added(before.period_facts, wanted, law, work.now, work.today, work.actor.name)
    return before, fact, replace(before, period_facts=(*before.period_facts, fact))


def _changeable(work: UnitOfWork, key: UUID | str, *, lock: bool) -> tuple[Detail, OwnPeriod]:
    work.actor.require(Permission.HANDLE_ASSIGNMENTS)
    before = found(reading.find_detail(work.session, work.actor, key, lock=lock))
    if Party.MANAGER not in parties_of(work, before):
        raise NotAllowed("Alleen de SSC-manager schort een wettelijke termijn op of verdaagt hem.")
    law = statutory_of(work, before)
    if law is None:
        raise Refused(
            "Deze opdracht heeft geen wettelijke termijn. Geef die op bij de opdracht, of als norm van het product."
        )
    if before.state not in SUBMITTED_OPEN:
        state = STATE_LABELS[before.state].lower()
        raise Refused(
            f"De opdracht staat op {state}. Een wettelijke termijn wijzigt alleen zolang zij loopt."
        )
    return before, law


def _kept(assignment: Detail) -> Kept:
    assert assignment.row.number is not None, "it was handed in"
    subject = clocks.subject_of(assignment, project(assignment.events), assignment.row.number)
    return Kept(subject, marks_of(assignment.events, assignment.request.kind))
