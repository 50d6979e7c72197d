"""Statistics with their history: every figure that was ever recorded, and which of one date holds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.features.partnership.core.rows import StatisticRow
from app.features.partnership.core.views import Figure, FigurePage, Selection, cursor_of, read_cursor
from app.features.partnership.models import Organisation, Statistic
from app.kernel.actor import Actor

_RANK = (
    func.row_number()
    .over(
        partition_by=(Statistic.organisation_id, Statistic.kind, Statistic.reference_on),
        order_by=(Statistic.recorded_at.desc(), Statistic.id.desc()),
    )
    .label("rank")
)


def find_figures(session: Session, actor: Actor, wanted: Selection) -> FigurePage:
    """A page of figures, the latest reference date first; of one date the one that holds first."""
    ranked = (
        select(Statistic.__table__, Organisation.code, Organisation.name, _RANK)
        .join(
            Organisation,
            (Organisation.collaboration_id == Statistic.collaboration_id)
            & (Organisation.id == Statistic.organisation_id),
        )
        .where(Statistic.collaboration_id == actor.collaboration_id)
    )
    if wanted.organisation is not None:
        ranked = ranked.where(Organisation.code == wanted.organisation)
    if wanted.kind is not None:
        ranked = ranked.where(Statistic.kind == wanted.kind)
    found = ranked.subquery()
    order = (found.c.reference_on, found.c.id)
    statement = select(found).order_by(*(column.desc() for column in order)).limit(wanted.limit + 1)
    if wanted.cursor:
        statement = statement.where(tuple_(*order) < tuple_(*read_cursor(wanted.cursor)))
    rows = session.execute(statement).all()
    shown = rows[: wanted.limit]
    more = cursor_of(shown[-1].reference_on.isoformat(), shown[-1].id) if len(rows) > wanted.limit else None
    return FigurePage(tuple(_figure(row) for row in shown), more)


def find_dates(session: Session, actor: Actor, organisation_id: UUID, kind: str) -> Sequence[Figure]:
    """The figures that hold of one organisation and kind, one a reference date, in order."""
    ranked = (
        select(Statistic.__table__, Organisation.code, Organisation.name, _RANK)
        .join(
            Organisation,
            (Organisation.collaboration_id == Statistic.collaboration_id)
            & (Organisation.id == Statistic.organisation_id),
        )
        .where(
            Statistic.collaboration_id == actor.collaboration_id,
            Statistic.organisation_id == organisation_id,
            Statistic.kind == kind,
        )
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.reference_on))
    return [_figure(row) for row in rows]


def _figure(row: Any) -> Figure:
    kept = StatisticRow(row.code, row.kind, row.reference_on, row.value.normalize(), row.source)
    return Figure(row.id, kept, row.name, row.recorded_at, row.rank == 1)
