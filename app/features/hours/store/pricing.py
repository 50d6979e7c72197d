"""Hours by the tariff that they have: what can still get another price, and what is locked with the one it has."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.hours.core.views import Priced
from app.kernel.actor import Actor

FAR = date(9999, 12, 31)
"""The last day of what is open."""

PRICED = text(
    """
    SELECT coalesce(sum(h.minutes) FILTER (WHERE NOT locked), 0)::bigint AS open_minutes,
           count(DISTINCT h.assignment_id) FILTER (WHERE NOT locked) AS open_assignments,
           coalesce(sum(h.minutes) FILTER (WHERE locked), 0)::bigint AS locked_minutes,
           max(h.worked_on) FILTER (WHERE locked) AS locked_until
    FROM (
        SELECT e.assignment_id, e.minutes, e.worked_on,
               e.approved_at IS NOT NULL OR m.hours_closed_at IS NOT NULL AS locked
        FROM hour_entry e
        JOIN month m ON m.collaboration_id = e.collaboration_id
            AND m.first_on = date_trunc('month', e.worked_on)::date
        WHERE e.collaboration_id = :tenant AND e.area_id = :area AND e.worked_on BETWEEN :first_on AND :last_on
          AND e.assignment_id IS NOT NULL
          AND e.function_code = :function AND e.tariff_id IS NOT DISTINCT FROM CAST(:tariff AS uuid)
    ) h
    """
)
LET_GO = text(
    """
    UPDATE hour_entry h SET tariff_id = NULL, rate_cents = NULL
    FROM month m
    WHERE h.collaboration_id = :tenant AND h.tariff_id = :tariff AND h.approved_at IS NULL
      AND m.collaboration_id = h.collaboration_id AND m.first_on = date_trunc('month', h.worked_on)::date
      AND m.hours_closed_at IS NULL
    """
)


def find_priced(
    session: Session,
    actor: Actor,
    area_id: UUID,
    function_code: str,
    tariff_id: UUID | None,
    first_on: date,
    last_on: date | None,
) -> Priced:
    """Hours on assignments of an area and function in these days that have this tariff, or none."""
    values = {
        "tenant": actor.collaboration_id,
        "area": area_id,
        "function": function_code,
        "tariff": tariff_id,
        "first_on": first_on,
        "last_on": last_on or FAR,
    }
    row = session.execute(PRICED, values).one()
    return Priced(row.open_minutes, row.open_assignments, row.locked_minutes, row.locked_until)


def let_go(session: Session, actor: Actor, tariff_id: UUID) -> None:
    """Take a tariff from the open hours that have it, so that it can be withdrawn."""
    session.execute(LET_GO, {"tenant": actor.collaboration_id, "tariff": tariff_id})
