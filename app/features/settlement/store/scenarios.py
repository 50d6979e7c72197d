"""Scenarios as they are kept: what was changed, what came out, by whom and why. Written once, read again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.features.settlement.core.scenario import Scenario, outcome_in, read_changes
from app.features.settlement.models import Run, ScenarioKept
from app.kernel.actor import Actor
from app.kernel.period import Period


def add_scenario(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a scenario."""
    session.execute(insert(ScenarioKept), [dict(values)])


def find_scenarios(session: Session, actor: Actor) -> list[Scenario]:
    """All scenarios, newest first."""
    return [_scenario(*row) for row in session.execute(_all(actor).order_by(ScenarioKept.id.desc()))]


def find_scenario(session: Session, actor: Actor, scenario_id: UUID) -> Scenario | None:
    """One scenario by identity."""
    row = session.execute(_all(actor).where(ScenarioKept.id == scenario_id)).one_or_none()
    return _scenario(*row) if row else None


def _all(actor: Actor) -> Any:
    key = (Run.collaboration_id == ScenarioKept.collaboration_id) & (Run.id == ScenarioKept.run_id)
    return (
        select(ScenarioKept, Run.first_on, Run.last_on)
        .join(Run, key)
        .where(ScenarioKept.collaboration_id == actor.collaboration_id)
    )


def _scenario(row: ScenarioKept, first_on: Any, last_on: Any) -> Scenario:
    return Scenario(
        id=row.id,
        run_id=row.run_id,
        period=Period(first_on, last_on),
        title=row.title,
        reason=row.reason,
        by=row.made_by_name,
        at=row.recorded_at,
        changes=read_changes(row.changes),
        words=tuple(row.words),
        rows=outcome_in(row.outcome),
    )
