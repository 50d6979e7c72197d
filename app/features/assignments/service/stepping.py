"""Taking a step in the life of an assignment (domain §4).

One road for every step: see it, lock it, may I, is it allowed now, is everything said, write the event
and what follows from it. The number is taken last, because its row stays locked until the commit.
"""

from datetime import date
from uuid import UUID

from app.features.assignments.core.completeness import missing
from app.features.assignments.core.events import Event, project
from app.features.assignments.core.life import State, Step, allowed_steps, take
from app.features.assignments.core.numbering import format_number, series
from app.features.assignments.core.queue import rank_for
from app.features.assignments.core.steps import check_details, relevant
from app.features.assignments.core.views import Detail, StepDetails, Taken
from app.features.assignments.service import clocks
from app.features.assignments.service.reading import found, parties_of
from app.features.assignments.store import names, reading, writing
from app.infra.db import UnitOfWork
from app.kernel.canonical import digest
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import STEPS
from app.kernel.roles import Permission


def take_step(work: UnitOfWork, key: UUID | str, step: Step, details: StepDetails | None = None) -> Taken:
    """Take a step; `Refused` with what is allowed now, `Invalid` with what is missing, field by field."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    before = found(reading.find_detail(work.session, work.actor, key, lock=True))
    parties = parties_of(work, before)
    row = take(before.state, step, parties)
    said = relevant(step, details or StepDetails())
    findings = check_details(step, row, said, work.today)
    if step is Step.SUBMIT:
        findings += [*missing(before.request), *_not_taking_part(work, before)]
    if findings:
        raise Invalid(findings)
    event = _event(work, before, step, row.to, said)
    after = [*before.events, event]
    projection = project(after)
    tenant = work.actor.collaboration_id
    writing.insert_event(work.session, tenant, before.id, event, writing.Signature.of(work.actor))
    work.record(f"opdracht.{STEPS[step]}", "assignment", before.id, None, _trace(event))
    clocks.read_rules(work, before, after)
    number = _new_number(work, before) if step is Step.SUBMIT else None
    writing.update_projection(work.session, before.id, projection, number)
    clocks.follow(work, before, after, projection, number or before.row.number)
    return Taken(event, before.id, number or before.row.number, allowed_steps(row.to, parties))


def submit(work: UnitOfWork, key: UUID | str, answer: str | None = None) -> Taken:
    """Hand in, or hand in again with an answer after a return; gives the number at the first time."""
    return take_step(work, key, Step.SUBMIT, StepDetails(reason=answer))


def return_to_principal(work: UnitOfWork, key: UUID | str, question: str) -> Taken:
    """Send it back with a question; counted per principal."""
    return take_step(work, key, Step.RETURN, StepDetails(reason=question))


def accept(work: UnitOfWork, key: UUID | str, estimate_minutes: int, agreed_on: date) -> Taken:
    """Accept it with the centre's estimate and the agreed date."""
    return take_step(
        work, key, Step.ACCEPT, StepDetails(estimate_minutes=estimate_minutes, agreed_on=agreed_on)
    )


def order(work: UnitOfWork, key: UUID | str, place: int | None = None, reason: str | None = None) -> Taken:
    """Put it in the queue of its area: last, or in a place."""
    return take_step(work, key, Step.ORDER, StepDetails(place=place, reason=reason))


def plan(work: UnitOfWork, key: UUID | str, handler: str | None = None) -> Taken:
    """Plan it, naming who is going to do it."""
    return take_step(work, key, Step.PLAN, StepDetails(handler=handler))


def start(work: UnitOfWork, key: UUID | str, handler: str | None = None) -> Taken:
    """Begin the work."""
    return take_step(work, key, Step.START, StepDetails(handler=handler))


def wait(work: UnitOfWork, key: UUID | str, question: str) -> Taken:
    """Wait for an answer of the principal."""
    return take_step(work, key, Step.WAIT, StepDetails(reason=question))


def resume(work: UnitOfWork, key: UUID | str, answer: str | None = None) -> Taken:
    """Go on with the answer."""
    return take_step(work, key, Step.RESUME, StepDetails(reason=answer))


def deliver(work: UnitOfWork, key: UUID | str, note: str | None = None) -> Taken:
    """Deliver the result."""
    return take_step(work, key, Step.DELIVER, StepDetails(reason=note))


def rework(work: UnitOfWork, key: UUID | str, reason: str) -> Taken:
    """Have it done again."""
    return take_step(work, key, Step.REWORK, StepDetails(reason=reason))


def approve(work: UnitOfWork, key: UUID | str, note: str | None = None) -> Taken:
    """Approve the result, as the principal."""
    return take_step(work, key, Step.APPROVE, StepDetails(reason=note))


def close(work: UnitOfWork, key: UUID | str) -> Taken:
    """Close it."""
    return take_step(work, key, Step.CLOSE)


def withdraw(work: UnitOfWork, key: UUID | str, reason: str) -> Taken:
    """Withdraw it, as the principal."""
    return take_step(work, key, Step.WITHDRAW, StepDetails(reason=reason))


def reject(work: UnitOfWork, key: UUID | str, reason: str) -> Taken:
    """Reject it, as the centre."""
    return take_step(work, key, Step.REJECT, StepDetails(reason=reason))


def _not_taking_part(work: UnitOfWork, before: Detail) -> list[Finding]:
    """A municipality may join some areas and not others (domain §2, participation)."""
    area = before.row.area
    if area is None:
        return []
    names_ = {one.id: one.name for one in before.row.principals}
    outside = names.find_outsiders(work.session, area.id, list(names_), work.today)
    return [
        Finding(
            "opdrachtgevers", f"{names_[one]} neemt vandaag niet deel aan {area.name}. Kies een ander gebied."
        )
        for one in outside
    ]


def _event(work: UnitOfWork, before: Detail, step: Step, to: State, said: StepDetails) -> Event:
    rank = None
    if step is Step.ORDER and before.row.area is not None:
        rank = rank_for(reading.find_queue_ranks(work.session, before.row.area.id), said.place)
    return Event(
        seq=max(event.seq for event in before.events) + 1,
        step=step,
        from_state=before.state,
        to_state=to,
        happened_at=work.now,
        recorded_at=work.now,
        actor_name=work.actor.name,
        reason=said.reason,
        estimate_minutes=said.estimate_minutes,
        agreed_on=said.agreed_on,
        queue_rank=rank,
        handler=said.handler,
    )


def _new_number(work: UnitOfWork, before: Detail) -> str | None:
    """The number for a first submission: by year of submission and area (domain §4)."""
    if before.row.number is not None or before.row.area is None:
        return None
    year, code = work.today.year, before.row.area.code
    return format_number(year, code, work.next_number(series(year, code)))


def _trace(event: Event) -> dict[str, object]:
    """An event says itself who, when and why; the log keeps its number and digest (data §7)."""
    return {
        "seq": event.seq,
        "step": event.step.value,
        "sha256": digest(writing.event_values(0, _NOBODY, event)).hex(),
    }


_NOBODY = UUID(int=0)
