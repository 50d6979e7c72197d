"""What happened to statutory periods: written as facts, read with the events or for all assignments at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from app.features.assignments.core.completeness import PeriodUnit
from app.features.assignments.core.periods import PeriodChange, PeriodFact
from app.features.assignments.models import StatutoryEvent
from app.features.assignments.store.writing import Signature, signed

_READ = (
    "seq", "kind", "reason", "recorded_at", "actor_name", "on_day", "article", "length", "unit", "refers_seq",
)  # fmt: skip


def insert_fact(
    session: Session, collaboration_id: int, assignment_id: UUID, fact: PeriodFact, signature: Signature
) -> None:
    """One fact; there is no way to change it afterwards."""
    values = fact_values(fact)
    key = {"collaboration_id": collaboration_id, "assignment_id": assignment_id}
    session.execute(insert(StatutoryEvent), [{**key, **values, **signed(signature)}])


def fact_values(fact: PeriodFact) -> dict[str, Any]:
    """The columns of a fact, without its key and signature."""
    return {
        "seq": fact.seq,
        "kind": fact.kind.value,
        "on_day": fact.on,
        "article": fact.article,
        "length": fact.length,
        "unit": fact.unit.value if fact.unit else None,
        "refers_seq": fact.refers_seq,
        "reason": fact.reason,
        "recorded_at": fact.recorded_at,
        "actor_name": fact.actor_name,
    }


def facts_column(assignment_id: UUID) -> ColumnElement[Any]:
    """All facts of an assignment in one column, to be read along with something else of it."""
    pairs = [part for name in _READ for part in (name, getattr(StatutoryEvent, name))]
    gathered = func.jsonb_agg(func.jsonb_build_object(*pairs))
    return (
        select(gathered).where(StatutoryEvent.assignment_id == assignment_id).scalar_subquery().label("facts")
    )


def facts_of(gathered: Iterable[Mapping[str, Any]] | None) -> tuple[PeriodFact, ...]:
    """The facts of such a column, in order."""
    found = [
        _fact(
            {
                **one,
                "recorded_at": datetime.fromisoformat(one["recorded_at"]),
                "on_day": one["on_day"] and date.fromisoformat(one["on_day"]),
            }
        )
        for one in gathered or ()
    ]
    return tuple(sorted(found, key=lambda fact: fact.seq))


def find_all(session: Session) -> dict[UUID, tuple[PeriodFact, ...]]:
    """The facts of every assignment of the collaboration that has any."""
    statement = select(StatutoryEvent.__table__).order_by(StatutoryEvent.assignment_id, StatutoryEvent.seq)
    rows = session.execute(statement).mappings()
    return {
        owner: tuple(_fact(row) for row in own)
        for owner, own in groupby(rows, lambda row: row["assignment_id"])
    }


def _fact(row: Mapping[Any, Any]) -> PeriodFact:
    return PeriodFact(
        seq=row["seq"],
        kind=PeriodChange(row["kind"]),
        reason=row["reason"],
        recorded_at=row["recorded_at"],
        actor_name=row["actor_name"],
        on=row["on_day"],
        article=row["article"],
        length=row["length"],
        unit=PeriodUnit(row["unit"]) if row["unit"] else None,
        refers_seq=row["refers_seq"],
    )
