"""What a change of agreements would touch: runs by days and area, assignments by days, area and partner."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select, text, union_all
from sqlalchemy.orm import Session

from app.features.partnership.models import Policy, Tariff
from app.features.settlement.core.run import Run, RunKind, RunState
from app.features.settlement.models import Run as RunRow
from app.features.settlement.models import RunArea, SettlementLine
from app.features.settlement.store.runs import find_some
from app.kernel.actor import Actor

FAR = date(9999, 12, 31)
"""The last day of what is open."""

ASSIGNMENTS = text(
    """
    SELECT count(*) FROM assignment a
    WHERE a.collaboration_id = :tenant AND a.area_id = ANY(:areas)
      AND (CAST(:organisation AS uuid) IS NULL OR :organisation = ANY (a.principal_ids))
      AND (CAST(:shared_by AS text) IS NULL OR EXISTS (
          SELECT FROM assignment_principal p
          WHERE p.collaboration_id = a.collaboration_id AND p.assignment_id = a.id
            AND p.share_rule = 'statistic' AND p.share_statistic = :shared_by))
      AND ((a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN :first_on AND :last_on
        OR EXISTS (
          SELECT FROM assignment_hours h
          WHERE h.collaboration_id = a.collaboration_id AND h.assignment_id = a.id
            AND h.month_on BETWEEN date_trunc('month', CAST(:first_on AS date))::date AND :last_on))
    """
)


def find_runs(
    session: Session, actor: Actor, first_on: date, last_on: date | None, areas: Collection[UUID]
) -> list[Run]:
    """Runs of these days that settle one of the areas, or that could not say yet which; not withdrawn ones."""
    of_run = (RunArea.collaboration_id == RunRow.collaboration_id) & (RunArea.run_id == RunRow.id)
    return find_some(
        session,
        actor,
        RunRow.state != RunState.WITHDRAWN.value,
        RunRow.first_on <= (last_on or FAR),
        RunRow.last_on >= first_on,
        or_(~exists().where(of_run), exists().where(of_run, RunArea.area_id.in_(areas))),
    )


def find_settlements_from(session: Session, actor: Actor, first_on: date) -> list[Run]:
    """Settlements of periods that end on this day or later, oldest first; not withdrawn ones."""
    return find_some(
        session,
        actor,
        RunRow.kind == RunKind.SETTLEMENT.value,
        RunRow.state != RunState.WITHDRAWN.value,
        RunRow.last_on >= first_on,
    )


def count_assignments(
    session: Session,
    actor: Actor,
    first_on: date,
    last_on: date | None,
    areas: Collection[UUID],
    *,
    organisation: UUID | None = None,
    shared_by: str | None = None,
) -> int:
    """Assignments of these areas with hours in the months of these days, or delivered on one of them.

    `organisation` narrows to those it is a principal of, `shared_by` to those that a statistic divides.
    """
    values = {
        "tenant": actor.collaboration_id,
        "first_on": first_on,
        "last_on": last_on or FAR,
        "areas": list(areas),
        "organisation": organisation,
        "shared_by": shared_by,
    }
    return int(session.execute(ASSIGNMENTS, values).scalar_one())


def find_last_days(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[str, date | None]:
    """The last day of each of these policies and tariffs, None when it is open; without those that are gone."""
    rows = union_all(
        *(
            select(table.id, table.valid_until).where(
                table.collaboration_id == actor.collaboration_id, table.id.in_(ids)
            )
            for table in (Policy, Tariff)
        )
    )
    return {str(identity): last_on for identity, last_on in session.execute(rows)}


def find_settled_until(session: Session, actor: Actor, area_id: UUID | None) -> date | None:
    """The last day up to which an area, or any, has been settled finally; an advance is not the last word."""
    statement = select(func.max(RunArea.last_on)).where(
        RunArea.collaboration_id == actor.collaboration_id,
        RunArea.is_final,
        RunArea.kind != RunKind.ADVANCE.value,
    )
    if area_id is not None:
        statement = statement.where(RunArea.area_id == area_id)
    return session.execute(statement).scalar_one()


def is_charged(session: Session, actor: Actor, tariff_id: UUID) -> bool:
    """Whether a line of a run, also of a draft, is reckoned with this tariff."""
    of_tariff = exists().where(
        SettlementLine.collaboration_id == actor.collaboration_id, SettlementLine.tariff_id == tariff_id
    )
    return bool(session.execute(select(of_tariff)).scalar_one())
