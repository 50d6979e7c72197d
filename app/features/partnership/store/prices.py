"""Corrections of prices as they are kept: read in the order in which they were recorded, and added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.features.partnership.core.prices import PriceCorrection
from app.features.partnership.core.rows import Term
from app.features.partnership.models import TariffCorrection
from app.kernel.actor import Actor


def find_corrections(
    session: Session, *, known_at: datetime | None = None, tariff_id: UUID | None = None
) -> dict[UUID, list[PriceCorrection]]:
    """By version: all of them or those known by a moment, of every version or of one."""
    table = TariffCorrection
    statement = select(table)
    if known_at is not None:
        statement = statement.where(table.recorded_at <= known_at)
    if tariff_id is not None:
        statement = statement.where(table.tariff_id == tariff_id)
    found: dict[UUID, list[PriceCorrection]] = {}
    for row in session.scalars(statement.order_by(table.recorded_at, table.id)):
        one = PriceCorrection(
            row.id,
            row.tariff_id,
            row.price_cents,
            Term(row.valid_from, row.valid_until),
            row.reason,
            row.recorded_at,
            row.recorded_by,
        )
        found.setdefault(row.tariff_id, []).append(one)
    return found


def add_correction(session: Session, actor: Actor, row: PriceCorrection) -> None:
    """Keep a correction; the version stays as it is."""
    values = {
        "collaboration_id": actor.collaboration_id,
        "id": row.id,
        "tariff_id": row.tariff_id,
        "valid_from": row.term.first_on,
        "valid_until": row.term.last_on,
        "price_cents": row.price_cents,
        "reason": row.reason,
        "recorded_at": row.recorded_at,
        "recorded_by": row.recorded_by,
    }
    session.execute(insert(TariffCorrection), [values])
