"""Corrections in closed months: a signed difference, dated in the month that it is about, with a reason.

What a manager of the area books for somebody else is approved at once; what an employee books waits. What
was recorded before a settlement's cut-off belongs to that settlement, what comes later to a correction.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.hours.core.limits import Corrected, Correction, Surroundings, check_correction
from app.features.hours.core.subject import Kind
from app.features.hours.core.views import Entry
from app.features.hours.core.week import Week
from app.features.hours.service.showing import bookables_of
from app.features.hours.store import entries, sheets
from app.features.partnership.core.views import Closing
from app.features.people import service as people
from app.features.people.core import Employee
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotAllowed, NotFound
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class CorrectionInput:
    """What somebody wants to correct: `minutes` is the difference, `corrects_id` None for forgotten hours."""

    subject_key: str
    day: date
    minutes: int
    reason: str
    corrects_id: UUID | None = None
    note: str | None = None


def correct(work: UnitOfWork, employee_key: UUID | str, wanted: CorrectionInput) -> Entry:
    """Book a correction; `Invalid` with every finding. For who books own hours or approves those of others."""
    if not work.actor.may(Permission.APPROVE_HOURS):
        work.actor.require(Permission.BOOK_HOURS)
    employee = people.get_employee(work, employee_key)
    week = Week.containing(wanted.day)
    sheets.hold_sheet(work.session, work.actor, employee.id, week)
    months = sheets.find_months(work.session, [wanted.day.replace(day=1)], share=True)
    found = [one for one in entries.find_week(work.session, employee.id, week) if one.worked_on == wanted.day]
    known = bookables_of(work.session, found, {wanted.subject_key})
    if wanted.subject_key not in known:
        raise Invalid([Finding("opdracht", "Deze opdracht bestaat niet, of u mag haar niet zien.")])
    bookable = known[wanted.subject_key]
    is_approved = _may(work, employee, bookable.subject.area_id)
    around = Surroundings(
        other_minutes=sum(one.minutes for one in found),
        is_month_closed=any(month.is_closed(Closing.HOURS) for month in months.values()),
    )
    old = _corrected(work, employee, wanted.corrects_id)
    findings = check_correction(Correction(wanted.day, wanted.minutes, bookable, wanted.reason, old), around)
    if findings:
        raise Invalid(findings)
    row = {
        "employee_id": employee.id,
        "approved_at": work.now if is_approved else None,
        "approved_by": work.actor.name if is_approved else None,
        **entries.subject_values(bookable.subject),
        **entries.rate_on(work.session, employee.id, bookable.subject.area_id, wanted.day),
    }
    return _book(work, wanted, row)


def _book(work: UnitOfWork, wanted: CorrectionInput, row: dict[str, object]) -> Entry:
    """Put the correction in and keep it in the log."""
    identity, reason = work.new_id(), wanted.reason.strip()
    said = {
        "id": identity,
        "worked_on": wanted.day,
        "minutes": wanted.minutes,
        "kind": Kind.CORRECTION.value,
        "reason": reason,
        "note": wanted.note,
        "corrects_id": wanted.corrects_id,
    }
    entries.add(work.session, work.actor, work.now, [said | row])
    change = {"minuten": wanted.minutes, "dag": wanted.day, "reden": reason}
    work.record("uren.corrigeren", "hour_entry", identity, None, change)
    booked = entries.find_entry(work.session, identity)
    assert booked is not None
    return booked


def correct_to(
    work: UnitOfWork, employee_key: UUID | str, subject_key: str, day: date, minutes: int, reason: str
) -> Entry:
    """Book the correction that makes the total of a subject on a day `minutes`; it points at the ordinary entry."""
    employee = people.get_employee(work, employee_key)
    found = [
        one
        for one in entries.find_between(work.session, employee.id, day, day)
        if one.subject.key == subject_key
    ]
    old = next((one.id for one in found if one.kind is Kind.NORMAL), None)
    difference = minutes - sum(one.minutes for one in found)
    return correct(work, employee.id, CorrectionInput(subject_key, day, difference, reason, old))


def _may(work: UnitOfWork, employee: Employee, area_id: UUID) -> bool:
    """Whether the actor approves by booking; `NotAllowed` when it may not book at all."""
    is_own = employee.id == work.actor.employee_id
    if not is_own and work.actor.may(Permission.APPROVE_HOURS, area_id=area_id):
        return True
    if work.actor.may(Permission.BOOK_HOURS, employee_id=employee.id):
        return False
    raise NotAllowed("Een correctie boekt de medewerker zelf, of de SSC-manager van het taakgebied.")


def _corrected(work: UnitOfWork, employee: Employee, identity: UUID | None) -> Corrected | None:
    if identity is None:
        return None
    old = entries.find_entry(work.session, identity)
    if old is None or old.employee_id != employee.id:
        raise NotFound("De urenregel die u corrigeert")
    return Corrected(old.id, old.kind, old.worked_on, old.subject.key)
