"""Approving hours: per week who handed in and who not; approve or return the part of an area.

Approval locks entry by entry and looks the rates up once more before. Who may approve in some areas only,
sees and decides in those.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from app.features.hours.core.states import PartState, PartStep, require_part_step, state_of
from app.features.hours.core.subject import Kind
from app.features.hours.core.views import Entry, Missing, Part, PersonWeek, Sheet, Unapproved
from app.features.hours.core.week import Week
from app.features.hours.store import bookables, entries, overview, sheets
from app.features.partnership.core.views import Named
from app.features.people import service as people
from app.features.people.core import Employee
from app.infra.db import UnitOfWork
from app.kernel import dutch
from app.kernel.actor import Actor
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class ApprovalWeek:
    """A week of everybody, with the names of areas and the weeks in which something waits."""

    week: Week
    people: tuple[PersonWeek, ...]
    areas: Mapping[UUID, Named]
    waiting: Mapping[Week, int]

    @property
    def handed_in(self) -> tuple[PersonWeek, ...]:
        """Who handed the week in."""
        return tuple(one for one in self.people if one.is_handed_in)

    @property
    def not_handed_in(self) -> tuple[PersonWeek, ...]:
        """With whom the week still lies."""
        return tuple(one for one in self.people if not one.is_handed_in)


def get_approvals(work: UnitOfWork, week: Week) -> ApprovalWeek:
    """Everybody with an employment or hours in the week: sheet, parts, hours per assignment."""
    work.actor.require(Permission.APPROVE_HOURS)
    own = _own_areas(work.actor)
    saved = overview.sheets_of_week(work.session, week)
    parts = overview.parts_of_week(work.session, week)
    worked = overview.worked_in_week(work.session, week)
    found = []
    for employee in people.list_with_employments(work):
        area_ids = employee.area_ids(week.monday, week.sunday)
        mine = [one for one in worked.get(employee.id, []) if own is None or one.area_id in own]
        if not mine and not (area_ids if own is None else own.intersection(area_ids)):
            continue
        states = {
            area_id: part
            for area_id, part in parts.get(employee.id, {}).items()
            if own is None or area_id in own
        }
        found.append(
            PersonWeek(
                employee.id,
                employee.code,
                employee.name,
                saved.get(employee.id, Sheet(employee.id, week.monday)),
                states,
                tuple(mine),
                employee.contract_minutes(week.days),
            )
        )
    waiting = {Week(monday): count for monday, count in overview.waiting_by_week(work.session).items()}
    return ApprovalWeek(week, tuple(found), bookables.find_areas(work.session), waiting)


def approve_part(work: UnitOfWork, employee_key: UUID | str, week: Week, area_id: UUID) -> Part:
    """Approve what an employee has in an area and week; it is locked from then on."""
    work.actor.require(Permission.APPROVE_HOURS, area_id=area_id)
    employee, sheet, parts = _hold(work, employee_key, week)
    part = _part(parts, area_id)
    require_part_step(PartStep.APPROVE, part.state)
    months = sheets.find_months(work.session, week.months, share=True)
    cut_offs = {first_on: month.cut_off_at for first_on, month in months.items() if month.cut_off_at}
    if overview.has_before_cut_off(work.session, employee.id, week, area_id, cut_offs):
        raise Refused(
            f"De afrekening van {dutch.listing([dutch.month(day) for day in cut_offs])} is al gecontroleerd. "
            "Deze uren kunnen daar niet meer bij. Geef de week terug en boek ze als correctie.",
            ["teruggeven"],
        )
    entries.refresh_rates(work.session, week.monday, week.sunday, employee.id)
    count = entries.approve(work.session, work.now, work.actor.name, part=(employee.id, week, area_id))
    decided = replace(
        part,
        state=PartState.APPROVED,
        decided_at=work.now,
        decided_by=work.actor.name,
        reason=None,
    )
    _decide(work, sheet, parts, decided, {"regels": count})
    return decided


def return_part(work: UnitOfWork, employee_key: UUID | str, week: Week, area_id: UUID, reason: str) -> Part:
    """Give the part of an area back to the employee, with a reason; the other areas stay as they are."""
    work.actor.require(Permission.APPROVE_HOURS, area_id=area_id)
    if not reason.strip():
        raise Invalid([Finding("reden", "Schrijf wat er anders moet. De medewerker leest deze reden.")])
    _employee, sheet, parts = _hold(work, employee_key, week)
    part = _part(parts, area_id)
    require_part_step(PartStep.RETURN, part.state)
    decided = replace(
        part,
        state=PartState.RETURNED,
        decided_at=work.now,
        decided_by=work.actor.name,
        reason=reason.strip(),
    )
    _decide(work, sheet, parts, decided, {"reden": reason.strip()})
    return decided


def approve_week(work: UnitOfWork, employee_key: UUID | str, week: Week) -> int:
    """Approve every part of a week that waits and that the actor may approve; gives how many."""
    work.actor.require(Permission.APPROVE_HOURS)
    employee = people.get_employee(work, employee_key)
    parts = sheets.find_parts(work.session, employee.id, week)
    waiting = [
        part.area_id
        for part in parts.values()
        if part.state is PartState.SUBMITTED
        and work.actor.may(Permission.APPROVE_HOURS, area_id=part.area_id)
    ]
    for area_id in waiting:
        approve_part(work, employee.id, week, area_id)
    return len(waiting)


def approve_corrections(work: UnitOfWork, ids: Collection[UUID]) -> int:
    """Approve corrections that employees booked; gives how many.

    `NotFound` for anything else: an ordinary entry is approved with its week.
    """
    for identity in ids:
        entry = entries.find_entry(work.session, identity)
        if entry is None or entry.kind is not Kind.CORRECTION:
            raise NotFound("Deze correctie")
        work.actor.require(Permission.APPROVE_HOURS, area_id=entry.subject.area_id)
        work.record("correctie.goedkeuren", "hour_entry", identity, None, {"minuten": entry.minutes})
    return entries.approve(work.session, work.now, work.actor.name, ids=ids)


def list_corrections(work: UnitOfWork) -> list[tuple[str, Entry]]:
    """Corrections that wait for this actor's approval, each with the name of the employee."""
    work.actor.require(Permission.APPROVE_HOURS)
    own = _own_areas(work.actor)
    found = entries.find_waiting_corrections(work.session)
    return [(name, one) for name, one in found if own is None or one.subject.area_id in own]


def count_waiting(work: UnitOfWork) -> int:
    """How many parts of weeks and corrections wait for this actor's approval."""
    if not work.actor.may(Permission.APPROVE_HOURS):
        return 0
    return overview.count_waiting(work.session, _own_areas(work.actor))


def list_not_handed_in(work: UnitOfWork, first: Week, last: Week) -> list[Missing]:
    """The weeks that somebody with an employment has not handed in."""
    work.actor.require(Permission.READ_PEOPLE)
    return overview.find_missing(work.session, first, last)


def unapproved(work: UnitOfWork, period: Period) -> tuple[Unapproved, ...]:
    """Hours in the period that nobody approved yet, by week, employee, area and kind.

    Empty is what a settlement needs before it can be final (settlement.md 9).
    """
    work.actor.require(Permission.READ_HOURS)
    return tuple(overview.find_unapproved(work.session, period.first_on, period.last_on))


def _own_areas(actor: Actor) -> frozenset[UUID] | None:
    """The areas in which the actor approves; None is all."""
    if actor.may(Permission.APPROVE_HOURS, area_id=_NO_AREA):
        return None
    return actor.areas(Permission.APPROVE_HOURS)


_NO_AREA = UUID(int=0)
"""An area that nobody has: who may approve there, may everywhere."""


def _hold(work: UnitOfWork, employee_key: UUID | str, week: Week) -> tuple[Employee, Sheet, dict[UUID, Part]]:
    employee = people.get_employee(work, employee_key)
    sheet = sheets.hold_sheet(work.session, work.actor, employee.id, week)
    return employee, sheet, sheets.find_parts(work.session, employee.id, week)


def _part(parts: Mapping[UUID, Part], area_id: UUID) -> Part:
    if area_id not in parts:
        raise Refused("Dit kan nu niet: deze uren zijn nog niet ingediend. Vraag de medewerker om de week.")
    return parts[area_id]


def _decide(
    work: UnitOfWork, sheet: Sheet, parts: dict[UUID, Part], decided: Part, after: dict[str, object]
) -> None:
    sheets.decide_part(work.session, sheet, decided)
    states = [part.state for part in (parts | {decided.area_id: decided}).values()]
    sheets.save_sheet(work.session, sheet, state_of(True, states), sheet.handed_in_at or work.now)
    subject = f"{sheet.employee_id}/{Week(sheet.monday).code}"
    use_case = "week.goedkeuren" if decided.state is PartState.APPROVED else "week.teruggeven"
    work.record(use_case, "week_sheet", subject, None, {"taakgebied": decided.area_id, **after})
