"""Months: closing and cut-off, the rows that every writer of dated facts looks at (data §4)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.orm import Session

from app.features.partnership.core.views import Closing, MonthState
from app.features.partnership.models import Month
from app.kernel.actor import Actor

_COLUMNS = (
    Month.first_on, Month.hours_closed_at, Month.costs_closed_at, Month.counts_closed_at, Month.cut_off_at,
)  # fmt: skip


def add_months(session: Session, actor: Actor, months: list[date]) -> None:
    """Open these months; those that are there stay as they are."""
    rows = [{"collaboration_id": actor.collaboration_id, "first_on": month} for month in months]
    session.execute(insert_once(Month).on_conflict_do_nothing(), rows)


def find_months(session: Session, first_on: date, last_on: date, *, lock: bool = False) -> list[MonthState]:
    """The months that begin in these days, in order; locked FOR UPDATE when they are about to change."""
    statement = select(*_COLUMNS).where(Month.first_on.between(first_on, last_on)).order_by(Month.first_on)
    rows = session.execute(statement.with_for_update() if lock else statement)
    return [MonthState(**row._mapping) for row in rows]


def close(session: Session, first_on: date, what: Closing, at: datetime) -> None:
    """Note that a part of a month takes corrections only from now on."""
    values: dict[str, Any] = {f"{what.value}_closed_at": at}
    session.execute(update(Month).where(Month.first_on == first_on).values(values))


def set_cut_off(session: Session, months: list[date], at: datetime) -> None:
    """Note up to when a settlement reads these months."""
    session.execute(update(Month).where(Month.first_on.in_(months)).values(cut_off_at=at))
