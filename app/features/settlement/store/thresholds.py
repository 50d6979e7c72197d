"""From where a difference must be explained, as a collaboration set it: written once, read again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.features.settlement.core.threshold import Threshold, ThresholdSet
from app.features.settlement.models import DeviationThreshold
from app.kernel.actor import Actor


def find_thresholds(session: Session, actor: Actor) -> list[ThresholdSet]:
    """All of them, the last day first; of one day the one that counts first."""
    row = DeviationThreshold
    found = session.scalars(
        select(row)
        .where(row.collaboration_id == actor.collaboration_id)
        .order_by(row.valid_from.desc(), row.recorded_at.desc(), row.id.desc())
    )
    return [
        ThresholdSet(
            one.valid_from,
            Threshold(one.deviation_basis_points, one.deviation_cents),
            one.reason,
            one.made_by_name,
            one.recorded_at,
        )
        for one in found
    ]


def find_threshold_on(session: Session, actor: Actor, day: date) -> Threshold | None:
    """The one that holds on a day; None when none was set for it."""
    row = DeviationThreshold
    found = session.execute(
        select(row.deviation_basis_points, row.deviation_cents)
        .where(row.collaboration_id == actor.collaboration_id, row.valid_from <= day)
        .order_by(row.valid_from.desc(), row.recorded_at.desc(), row.id.desc())
        .limit(1)
    ).one_or_none()
    return Threshold(*found) if found else None


def add_threshold(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a threshold."""
    session.execute(insert(DeviationThreshold), [dict(values)])


def columns(threshold: Threshold | None) -> dict[str, int | None]:
    """A threshold as columns, of its own table and of a run."""
    return {
        "deviation_basis_points": threshold.basis_points if threshold else None,
        "deviation_cents": threshold.cents if threshold else None,
    }
