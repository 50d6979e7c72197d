"""The week of an employee: show it, save it whole, hand it in, take it back.

Saving is all or nothing and passes the limits of the core; the sheet is locked first, then the months are
held, so that what was looked at still holds when it is written. What somebody may not see is not found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from app.features.hours.core.grid import Grid, build_grid
from app.features.hours.core.saving import CellInput, Plan, plan_saving
from app.features.hours.core.states import (
    PartState,
    SheetState,
    SheetStep,
    require_sheet_step,
    state_of,
)
from app.features.hours.core.subject import Bookable, Kind
from app.features.hours.core.views import Entry, Part, Sheet, WeekMark
from app.features.hours.core.week import Week
from app.features.hours.service.showing import OwnWeek, bookables_of, booked_of, standing_of
from app.features.hours.store import bookables, entries, sheets
from app.features.partnership.core.views import Closing
from app.features.people import service as people
from app.features.people.core import Employee
from app.infra.db import UnitOfWork
from app.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from app.kernel.roles import Permission


def get_week(work: UnitOfWork, employee_key: UUID | str, week: Week, extra: Iterable[str] = ()) -> OwnWeek:
    """The grid of an employee's week; `extra` are keys of subjects to show besides."""
    employee = readable_employee(work, employee_key)
    sheet = sheets.find_sheet(work.session, employee.id, week)
    parts = sheets.find_parts(work.session, employee.id, week)
    return _shown(work, employee, week, sheet, parts, tuple(extra))


def list_weeks(work: UnitOfWork, employee_id: UUID, around: Week) -> list[WeekMark]:
    """Four weeks before and one after, each with its state."""
    work.actor.require(Permission.READ_HOURS, employee_id=employee_id)
    return sheets.week_marks(work.session, employee_id, around.later(-4), around.later(1))


def save_week(
    work: UnitOfWork,
    employee_key: UUID | str,
    week: Week,
    cells: Sequence[CellInput],
    version: int | None = None,
) -> OwnWeek:
    """Make the week what the cells say; entries that are left out are taken away where they may be.

    `Invalid` with every finding, then nothing is saved; `Stale` when `version` is no longer the sheet's.
    """
    _write(work, employee_key, week, cells, version, is_whole_week=True)
    return get_week(work, employee_key, week)


def book(work: UnitOfWork, employee_key: UUID | str, cells: Sequence[CellInput]) -> list[Entry]:
    """Book entries one by one, all or nothing; what stands on other days and subjects stays."""
    employee = writable_employee(work, employee_key)
    weeks = sorted({Week.containing(cell.day) for cell in cells})
    for week in weeks:
        inside = [cell for cell in cells if cell.day in week]
        _write(work, employee.id, week, inside, None, is_whole_week=False)
    wanted = {(cell.subject_key, cell.day) for cell in cells}
    found = [entry for week in weeks for entry in entries.find_week(work.session, employee.id, week)]
    return [
        entry
        for entry in found
        if entry.kind is Kind.NORMAL and (entry.subject.key, entry.worked_on) in wanted
    ]


def submit_week(work: UnitOfWork, employee_key: UUID | str, week: Week) -> Sheet:
    """Hand the week in, an empty one too; each area with hours waits for its manager."""
    employee = writable_employee(work, employee_key)
    sheet, parts = _hold(work, employee.id, week)
    require_sheet_step(SheetStep.SUBMIT, sheet.state, _states(parts))
    found = entries.find_week(work.session, employee.id, week)
    with_hours = {entry.subject.area_id for entry in found if entry.kind is Kind.NORMAL}
    states = {area: PartState.SUBMITTED if area in with_hours else PartState.OPEN for area in parts}
    states |= dict.fromkeys(with_hours, PartState.SUBMITTED)
    for area_id, part in parts.items():
        if part.state is PartState.APPROVED:
            del states[area_id]
    sheets.put_parts(work.session, work.actor, sheet, states)
    after = state_of(True, [*states.values(), *_approved(parts)])
    return _move(work, sheet, after, "week.indienen")


def withdraw_week(work: UnitOfWork, employee_key: UUID | str, week: Week) -> Sheet:
    """Take a week back that was handed in; what is approved already stays so."""
    employee = writable_employee(work, employee_key)
    sheet, parts = _hold(work, employee.id, week)
    require_sheet_step(SheetStep.WITHDRAW, sheet.state, _states(parts))
    states = {area: PartState.OPEN for area, part in parts.items() if part.state is PartState.SUBMITTED}
    sheets.put_parts(work.session, work.actor, sheet, states)
    return _move(work, sheet, SheetState.OPEN, "week.terughalen")


def readable_employee(work: UnitOfWork, key: UUID | str) -> Employee:
    """The employee whose hours the actor may read; `NotFound` else."""
    employee = people.get_employee(work, key)
    if not work.actor.may(Permission.READ_HOURS, employee_id=employee.id):
        raise NotFound("Deze weekstaat")
    return employee


def writable_employee(work: UnitOfWork, key: UUID | str) -> Employee:
    """The employee for whom the actor may book: itself, or anybody for the system."""
    work.actor.require(Permission.BOOK_HOURS)
    employee = people.get_employee(work, key)
    if not work.actor.may(Permission.BOOK_HOURS, employee_id=employee.id):
        raise NotAllowed("Uren boekt iedereen zelf. Vraag de medewerker om de week aan te vullen.")
    return employee


def _write(
    work: UnitOfWork,
    employee_key: UUID | str,
    week: Week,
    cells: Sequence[CellInput],
    version: int | None,
    *,
    is_whole_week: bool,
) -> None:
    employee = writable_employee(work, employee_key)
    sheet, parts = _hold(work, employee.id, week)
    if version is not None and version != sheet.version:
        raise Stale(
            "Deze week is intussen ergens anders gewijzigd. Laad de week opnieuw en vul uw uren aan.",
            sheet.version,
        )
    outside = [cell for cell in cells if cell.day not in week]
    if outside:
        raise ValueError(f"{outside[0].day} is not in {week.code}")
    standing = standing_of(sheet, parts, _closed(work, week))
    found = entries.find_week(work.session, employee.id, week)
    booked = booked_of(found)
    known = bookables_of(work.session, found, {cell.subject_key for cell in cells})
    plan, findings = plan_saving(booked, cells, known, standing, is_whole_week=is_whole_week)
    if findings:
        raise Invalid(findings)
    if not plan.is_empty:
        _apply(work, employee.id, week, plan, known)
        sheets.save_sheet(work.session, sheet, sheet.state, sheet.handed_in_at)
        work.record("week.bewaren", "week_sheet", f"{employee.id}/{week.code}", None, _counts(plan))


def _apply(work: UnitOfWork, employee_id: UUID, week: Week, plan: Plan, known: dict[str, Bookable]) -> None:
    """Take away, change, add: in this order no day is fuller on the way than it is at the end."""
    if plan.removals:
        entries.remove(work.session, plan.removals)
    if plan.changes:
        entries.change(work.session, work.actor, work.now, plan.changes)
    if plan.additions:
        rows = [
            {
                "id": work.new_id(),
                "employee_id": employee_id,
                "worked_on": cell.day,
                "minutes": cell.minutes,
                "kind": Kind.NORMAL.value,
                "note": cell.note or None,
                **entries.subject_values(known[cell.subject_key].subject),
            }
            for cell in plan.additions
        ]
        entries.add(work.session, work.actor, work.now, rows)
    entries.refresh_rates(work.session, week.monday, week.sunday, employee_id)


def _hold(work: UnitOfWork, employee_id: UUID, week: Week) -> tuple[Sheet, dict[UUID, Part]]:
    sheet = sheets.hold_sheet(work.session, work.actor, employee_id, week)
    return sheet, sheets.find_parts(work.session, employee_id, week)


def _closed(work: UnitOfWork, week: Week) -> frozenset[date]:
    months = sheets.find_months(work.session, week.months, share=not work.read_only)
    return frozenset(first_on for first_on, month in months.items() if month.is_closed(Closing.HOURS))


def _move(work: UnitOfWork, sheet: Sheet, after: SheetState, use_case: str) -> Sheet:
    handed_in_at = None if after is SheetState.OPEN else work.now
    sheets.save_sheet(work.session, sheet, after, handed_in_at)
    subject = f"{sheet.employee_id}/{Week(sheet.monday).code}"
    work.record(use_case, "week_sheet", subject, {"status": sheet.state.value}, {"status": after.value})
    return replace(sheet, state=after, handed_in_at=handed_in_at, version=sheet.version + 1)


def _shown(
    work: UnitOfWork,
    employee: Employee,
    week: Week,
    sheet: Sheet,
    parts: dict[UUID, Part],
    extra: tuple[str, ...],
) -> OwnWeek:
    found = entries.find_week(work.session, employee.id, week)
    closed = _closed(work, week)
    areas = bookables.find_areas(work.session)
    rows, others = _rows(work, employee, week, found, extra)
    grid: Grid = build_grid(
        week,
        sheet.state,
        {area_id: part.state for area_id, part in parts.items()},
        rows,
        booked_of(found),
        closed,
        employee.contract_by_day(week.days),
    )
    return OwnWeek(employee, sheet, parts, grid, areas, others, [*rows, *others])


ROWS = 8
"""So many assignments stand in the grid before anything is booked; more are added by choice."""


def _rows(
    work: UnitOfWork, employee: Employee, week: Week, found: Sequence[Entry], extra: tuple[str, ...]
) -> tuple[list[Bookable], list[Bookable]]:
    """The subjects of the grid, and the assignments that can be added to it."""
    area_ids = employee.area_ids(week.monday, week.sunday)
    opened = bookables.find_open(work.session, area_ids, week.monday, week.sunday)
    recent = bookables.find_recent_ids(
        work.session, employee.id, week.later(-4).monday, week.later(-1).sunday
    )
    known = bookables_of(work.session, found, set(extra))
    used = {one.subject.key for one in known.values()}
    usual = [one for one in opened if one.subject.assignment_id in recent and one.subject.key not in used]
    shown = [one for one in known.values() if not one.is_activity] + usual
    for one in opened:
        if len(shown) >= ROWS:
            break
        if one.subject.key not in {other.subject.key for other in shown}:
            shown.append(one)
    chosen = {one.subject.key for one in shown}
    activities = {one.subject.key: one for one in bookables.activities_of(area_ids)}
    activities |= {key: one for key, one in known.items() if one.is_activity}
    shown.sort(key=lambda one: one.number or "")
    return [*shown, *activities.values()], [one for one in opened if one.subject.key not in chosen]


def _states(parts: dict[UUID, Part]) -> list[PartState]:
    return [part.state for part in parts.values()]


def _approved(parts: dict[UUID, Part]) -> list[PartState]:
    return [part.state for part in parts.values() if part.state is PartState.APPROVED]


def _counts(plan: Plan) -> dict[str, object]:
    return {
        "weggehaald": len(plan.removals),
        "gewijzigd": len(plan.changes),
        "toegevoegd": len(plan.additions),
        "minuten": sum(cell.minutes for cell in plan.additions) + sum(change[1] for change in plan.changes),
    }
