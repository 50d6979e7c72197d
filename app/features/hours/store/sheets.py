"""Week sheets, their parts and the months in which they lie.

A sheet is taken FOR UPDATE before anything of its week is written, so that two who save the same week
wait for each other; the months are then taken FOR SHARE, as the trigger does once more.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, literal, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.views import Part, Sheet, WeekMark
from app.features.hours.core.week import Week
from app.features.hours.models import WeekPart, WeekSheet, WorkedDay
from app.features.partnership.core.views import MonthState
from app.features.partnership.models import Month
from app.kernel.actor import Actor

_SHEET = (
    WeekSheet.employee_id, WeekSheet.monday, WeekSheet.state, WeekSheet.handed_in_at, WeekSheet.version,
)  # fmt: skip
_PART = (
    WeekPart.area_id, WeekPart.state, WeekPart.decided_at, WeekPart.decided_by, WeekPart.reason,
)  # fmt: skip
_MONTH = (
    Month.first_on, Month.hours_closed_at, Month.costs_closed_at, Month.counts_closed_at, Month.cut_off_at,
)  # fmt: skip


def find_sheet(session: Session, employee_id: UUID, week: Week) -> Sheet:
    """The sheet of a week; an open one that was never saved where there is no row."""
    row = session.execute(select(*_SHEET).where(_is(employee_id, week))).one_or_none()
    return _sheet(row) if row else Sheet(employee_id, week.monday)


def hold_sheet(session: Session, actor: Actor, employee_id: UUID, week: Week) -> Sheet:
    """The sheet, locked until the end of the transaction; made when there is none."""
    new = {
        "collaboration_id": actor.collaboration_id,
        "employee_id": employee_id,
        "monday": week.monday,
        "state": SheetState.OPEN.value,
        "version": 0,
    }
    session.execute(insert(WeekSheet).values(new).on_conflict_do_nothing())
    held = select(*_SHEET).where(_is(employee_id, week)).with_for_update()
    return _sheet(session.execute(held).one())


def save_sheet(session: Session, sheet: Sheet, state: SheetState, handed_in_at: datetime | None) -> None:
    """Note where a held sheet stands now; its version rises.

    Names the tenant: rebuilding goes as owner, for whom no policy does.
    """
    session.execute(
        update(WeekSheet)
        .where(
            WeekSheet.collaboration_id == func.app_collaboration(),
            WeekSheet.employee_id == sheet.employee_id,
            WeekSheet.monday == sheet.monday,
        )
        .values(state=state.value, handed_in_at=handed_in_at, version=WeekSheet.version + 1)
    )


def find_parts(session: Session, employee_id: UUID, week: Week) -> dict[UUID, Part]:
    """The parts of a week by area."""
    rows = session.execute(
        select(*_PART).where(WeekPart.employee_id == employee_id, WeekPart.monday == week.monday)
    )
    return {row.area_id: Part(row[0], PartState(row[1]), *row[2:]) for row in rows}


def put_parts(session: Session, actor: Actor, sheet: Sheet, states: Mapping[UUID, PartState]) -> None:
    """Set the states of these areas; a decision that stood before is gone."""
    if not states:
        return
    rows = [
        {
            "collaboration_id": actor.collaboration_id,
            "employee_id": sheet.employee_id,
            "monday": sheet.monday,
            "area_id": area_id,
            "state": state.value,
        }
        for area_id, state in states.items()
    ]
    statement = insert(WeekPart).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            constraint="pk_week_part",
            set_={"state": statement.excluded.state, "decided_at": None, "decided_by": None, "reason": None},
        )
    )


def decide_part(session: Session, sheet: Sheet, part: Part) -> None:
    """Keep the decision of the manager on a part."""
    session.execute(
        update(WeekPart)
        .where(
            WeekPart.employee_id == sheet.employee_id,
            WeekPart.monday == sheet.monday,
            WeekPart.area_id == part.area_id,
        )
        .values(
            state=part.state.value,
            decided_at=part.decided_at,
            decided_by=part.decided_by,
            reason=part.reason,
        )
    )


def week_marks(session: Session, employee_id: UUID, first: Week, last: Week) -> list[WeekMark]:
    """The weeks from first to last, each with its state and minutes."""
    monday = cast(func.date_trunc(literal("week"), WorkedDay.day), Date)
    booked = dict(
        session.execute(
            select(monday, func.sum(WorkedDay.minutes))
            .where(WorkedDay.employee_id == employee_id, WorkedDay.day.between(first.monday, last.sunday))
            .group_by(monday)
        ).all()
    )
    states = dict(
        session.execute(
            select(WeekSheet.monday, WeekSheet.state).where(
                WeekSheet.employee_id == employee_id, WeekSheet.monday.between(first.monday, last.monday)
            )
        ).all()
    )
    count = (last.monday - first.monday).days // 7 + 1
    weeks = [Week(first.monday + timedelta(weeks=offset)) for offset in range(count)]
    return [
        WeekMark(week, SheetState(states.get(week.monday, "open")), int(booked.get(week.monday, 0)))
        for week in weeks
    ]


def find_months(
    session: Session, first_days: Iterable[date], *, share: bool = False, lock: bool = False
) -> dict[date, MonthState]:
    """The months that begin on these days; FOR SHARE for who writes in them, FOR UPDATE for who closes."""
    statement = select(*_MONTH).where(Month.first_on.in_(list(first_days))).order_by(Month.first_on)
    if share or lock:
        statement = statement.with_for_update(read=share)
    return {row.first_on: MonthState(*row) for row in session.execute(statement)}


def _is(employee_id: UUID, week: Week) -> ColumnElement[bool]:
    return (WeekSheet.employee_id == employee_id) & (WeekSheet.monday == week.monday)


def _sheet(row: SqlRow[UUID, date, str, datetime | None, int]) -> Sheet:
    return Sheet(row.employee_id, row.monday, SheetState(row.state), row.handed_in_at, row.version)
