"""Entries and budget. A list is one statement; amounts are summed by the database."""

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from app.features.costs.core import Category
from app.features.costs.core.views import AmendmentView, BudgetView, EntryPage, EntryView, Selection
from app.features.costs.models import Amendment, BudgetLine, CostEntry, CostPool, CostPoolVersion
from app.kernel.actor import Actor
from app.kernel.errors import Finding, Invalid
from app.kernel.period import Period

Values = dict[str, Any]
Document = tuple[str, str, str, Category]


def _entries(actor: Actor) -> Select[CostEntry, str, str]:
    """Entries with their pool, by the name that it had on the day."""
    return (
        select(CostEntry, CostPool.code, CostPoolVersion.name)
        .join(
            CostPool,
            (CostPool.collaboration_id == CostEntry.collaboration_id) & (CostPool.id == CostEntry.pool_id),
        )
        .join(
            CostPoolVersion,
            (CostPoolVersion.collaboration_id == CostEntry.collaboration_id)
            & (CostPoolVersion.pool_id == CostEntry.pool_id)
            & CostPoolVersion.validity.contains(CostEntry.booked_on),
        )
        .where(CostEntry.collaboration_id == actor.collaboration_id)
    )


def find_entries(session: Session, actor: Actor, wanted: Selection) -> EntryPage:
    """A page of entries, newest day first; one row more is read to know whether there is a next page."""
    query = _entries(actor).order_by(CostEntry.booked_on.desc(), CostEntry.id.desc()).limit(wanted.limit + 1)
    if wanted.pool is not None:
        query = query.where(CostPool.code == wanted.pool)
    if wanted.category is not None:
        query = query.where(CostEntry.category == wanted.category.value)
    if wanted.first_on is not None:
        query = query.where(CostEntry.booked_on >= wanted.first_on)
    if wanted.last_on is not None:
        query = query.where(CostEntry.booked_on <= wanted.last_on)
    if wanted.cursor is not None:
        query = query.where(tuple_(CostEntry.booked_on, CostEntry.id) < tuple_(*_read_cursor(wanted.cursor)))
    found = [_entry(*row) for row in session.execute(query)]
    page = found[: wanted.limit]
    return EntryPage(tuple(page), _cursor(page[-1]) if len(found) > wanted.limit else None)


def find_entry(session: Session, actor: Actor, entry_id: UUID) -> EntryView | None:
    """One entry by identity."""
    row = session.execute(_entries(actor).where(CostEntry.id == entry_id)).one_or_none()
    return _entry(*row) if row else None


def _entry(row: CostEntry, pool: str, pool_name: str) -> EntryView:
    return EntryView(
        id=row.id,
        pool=pool,
        pool_name=pool_name,
        booked_on=row.booked_on,
        category=Category(row.category),
        amount_cents=row.amount_cents,
        vat_cents=row.vat_cents,
        document=row.document,
        supplier=row.supplier,
        description=row.description,
        reason=row.reason,
        reverses_id=row.reverses_id,
        reversed_at=row.reversed_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def _cursor(entry: EntryView) -> str:
    return base64.urlsafe_b64encode(f"{entry.booked_on.isoformat()}|{entry.id}".encode()).decode()


def _read_cursor(text: str) -> tuple[date, UUID]:
    try:
        day, _, identity = base64.urlsafe_b64decode(text.encode()).decode().partition("|")
        return date.fromisoformat(day), UUID(identity)
    except (ValueError, binascii.Error) as error:
        raise Invalid([Finding("cursor", "Deze cursor is niet van deze lijst. Begin vooraan.")]) from error


def find_documents(session: Session, actor: Actor, documents: Collection[str]) -> set[Document]:
    """Of these document numbers, which stand in a pool and were not reversed: pool, supplier, number, category."""
    rows = session.execute(
        select(CostPool.code, CostEntry.supplier, CostEntry.document, CostEntry.category)
        .join(
            CostPool,
            (CostPool.collaboration_id == CostEntry.collaboration_id) & (CostPool.id == CostEntry.pool_id),
        )
        .where(
            CostEntry.collaboration_id == actor.collaboration_id,
            CostEntry.document.in_(documents),
            CostEntry.reverses_id.is_(None),
            CostEntry.reversed_at.is_(None),
        )
    )
    return {(pool, supplier, number, Category(category)) for pool, supplier, number, category in rows}


def sums(session: Session, actor: Actor, period: Period) -> dict[tuple[UUID, Category], int]:
    """Net amount per pool and category of the days of the period."""
    rows = session.execute(
        select(CostEntry.pool_id, CostEntry.category, func.sum(CostEntry.amount_cents))
        .where(
            CostEntry.collaboration_id == actor.collaboration_id,
            CostEntry.booked_on.between(period.first_on, period.last_on),
        )
        .group_by(CostEntry.pool_id, CostEntry.category)
    )
    return {(pool, Category(category)): int(cents) for pool, category, cents in rows}


def find_budget(session: Session, actor: Actor, year: int) -> list[BudgetView]:
    """The budget of a year with its amendments, by pool and category."""
    statement = _budget(actor).where(BudgetLine.year == year).order_by(CostPool.code, BudgetLine.category)
    return [_line(*row) for row in session.execute(statement)]


def find_budget_line(session: Session, actor: Actor, budget_line_id: UUID) -> BudgetView | None:
    """One budget line by identity."""
    row = session.execute(_budget(actor).where(BudgetLine.id == budget_line_id)).one_or_none()
    return _line(*row) if row else None


def _budget(actor: Actor) -> Select[BudgetLine, str, int]:
    amended = (
        select(Amendment.budget_line_id, func.sum(Amendment.amount_cents).label("cents"))
        .where(Amendment.collaboration_id == actor.collaboration_id)
        .group_by(Amendment.budget_line_id)
        .subquery()
    )
    return (
        select(BudgetLine, CostPool.code, func.coalesce(amended.c.cents, 0))
        .join(
            CostPool,
            (CostPool.collaboration_id == BudgetLine.collaboration_id) & (CostPool.id == BudgetLine.pool_id),
        )
        .outerjoin(amended, amended.c.budget_line_id == BudgetLine.id)
        .where(BudgetLine.collaboration_id == actor.collaboration_id)
    )


def _line(line: BudgetLine, code: str, cents: int) -> BudgetView:
    return BudgetView(line.id, line.year, code, Category(line.category), line.amount_cents, int(cents))


def find_amendments(session: Session, actor: Actor, year: int) -> list[AmendmentView]:
    """The amendments of a year in the order in which they were recorded."""
    rows = session.execute(
        select(Amendment, CostPool.code, BudgetLine.category)
        .join(
            BudgetLine,
            (BudgetLine.collaboration_id == Amendment.collaboration_id)
            & (BudgetLine.id == Amendment.budget_line_id),
        )
        .join(
            CostPool,
            (CostPool.collaboration_id == BudgetLine.collaboration_id) & (CostPool.id == BudgetLine.pool_id),
        )
        .where(Amendment.collaboration_id == actor.collaboration_id, BudgetLine.year == year)
        .order_by(Amendment.recorded_at, Amendment.id)
    )
    return [
        AmendmentView(
            pool,
            Category(category),
            row.amount_cents,
            row.decided_on,
            row.reason,
            row.recorded_at,
            row.recorded_by,
        )
        for row, pool, category in rows
    ]


def add_entries(session: Session, rows: Sequence[Values]) -> None:
    """Put entries in, in one statement."""
    if rows:
        session.execute(insert(CostEntry), rows)


def add_budget(session: Session, rows: Sequence[Values]) -> None:
    """Put budget lines in."""
    if rows:
        session.execute(insert(BudgetLine), rows)


def add_amendment(session: Session, row: Mapping[str, Any]) -> None:
    """Put an amendment in."""
    session.execute(insert(Amendment), [dict(row)])


def mark_reversed(session: Session, actor: Actor, entry_id: UUID, at: datetime) -> bool:
    """Mark an entry as reversed; False when somebody was first."""
    done = session.execute(
        update(CostEntry)
        .where(
            CostEntry.collaboration_id == actor.collaboration_id,
            CostEntry.id == entry_id,
            CostEntry.reversed_at.is_(None),
            CostEntry.reverses_id.is_(None),
        )
        .values(reversed_at=at)
        .returning(CostEntry.id)
    )
    return done.scalar_one_or_none() is not None
