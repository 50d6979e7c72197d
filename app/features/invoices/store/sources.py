"""What the papers of a run are made from: its snapshot, its steps and confirmations, deliveries, earlier runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.features.assignments.models import Assignment
from app.features.invoices.core.comparison import Past
from app.features.invoices.core.dossier import Confirmed, Delivery, Explained, Signature
from app.features.partnership.models import Organisation, ServiceArea
from app.features.settlement.core.run import Answer, RunKind, RunState, RunStep
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.models import (
    Confirmation,
    FindingComment,
    Run,
    RunStepTaken,
    SettlementLine,
    Snapshot,
)
from app.infra.clock import local_day
from app.kernel.period import Period

_STEPS = {
    RunStep.CALCULATE: "Berekend",
    RunStep.CHECK: "Gecontroleerd",
    RunStep.APPROVE: "Goedgekeurd",
    RunStep.FINALISE: "Definitief",
}
_EARLIER = 4


@dataclass(frozen=True, slots=True)
class FinalRun:
    """A final run with its frozen inputs, as bytes, and their digest in hexadecimals."""

    id: UUID
    period: Period
    final_on: date
    body: bytes
    sha256: str


def find_final(session: Session, run_id: UUID) -> FinalRun | None:
    """The run when it is final."""
    key = and_(Snapshot.collaboration_id == Run.collaboration_id, Snapshot.run_id == Run.id)
    row = session.execute(
        select(Run.id, Run.first_on, Run.last_on, Run.final_at, Snapshot.body, Snapshot.sha256)
        .join(Snapshot, key)
        .where(Run.id == run_id, Run.state == RunState.FINAL.value)
    ).one_or_none()
    if row is None:
        return None
    period = Period(row.first_on, row.last_on)
    return FinalRun(row.id, period, local_day(row.final_at), bytes(row.body), bytes(row.sha256).hex())


def find_state(session: Session, run_id: UUID) -> tuple[RunState, Period] | None:
    """Where a run stands and what it settles."""
    row = session.execute(select(Run.state, Run.first_on, Run.last_on).where(Run.id == run_id)).one_or_none()
    return None if row is None else (RunState(row.state), Period(row.first_on, row.last_on))


def find_signatures(session: Session, run_id: UUID) -> tuple[Signature, ...]:
    """Who took each step last, in the order of the steps."""
    taken: dict[RunStep, Signature] = {}
    rows = session.execute(
        select(RunStepTaken).where(RunStepTaken.run_id == run_id).order_by(RunStepTaken.seq)
    ).scalars()
    for row in rows:
        step = RunStep(row.step)
        known = RunStep.CALCULATE if step is RunStep.START else step
        if known in _STEPS:
            taken[known] = Signature(_STEPS[known], row.taken_by_name, local_day(row.taken_at))
    return tuple(taken[step] for step in _STEPS if step in taken)


def find_confirmed(session: Session, run_id: UUID) -> tuple[Confirmed, ...]:
    """What each organisation answered last about its figures."""
    key = and_(
        Organisation.collaboration_id == Confirmation.collaboration_id,
        Organisation.id == Confirmation.organisation_id,
    )
    rows = session.execute(
        select(
            Organisation.code,
            Confirmation.confirmed_at,
            Confirmation.confirmed_by_name,
            Confirmation.answer,
        )
        .join(Confirmation, key)
        .where(Confirmation.run_id == run_id)
        .order_by(Organisation.code, Confirmation.seq)
    )
    last = {row.code: row for row in rows}
    return tuple(
        Confirmed(
            row.code,
            "" if row.answer == Answer.SILENT.value else row.confirmed_by_name,
            local_day(row.confirmed_at),
            is_objection=row.answer == Answer.OBJECTED.value,
        )
        for row in last.values()
    )


def find_comments(session: Session, run_id: UUID) -> tuple[Explained, ...]:
    """The explanations of a run's findings, oldest first."""
    rows = session.scalars(
        select(FindingComment).where(FindingComment.run_id == run_id).order_by(FindingComment.seq)
    )
    return tuple(
        Explained(row.about, row.text, row.commented_by_name, local_day(row.commented_at)) for row in rows
    )


def find_deliveries(session: Session, numbers: Sequence[str], until: date) -> dict[str, Delivery]:
    """What became of assignments by the end of a period: delivered later is still under way."""
    rows = session.execute(
        select(Assignment.number, Assignment.delivered_at, Assignment.agreed_on).where(
            Assignment.number.in_(numbers)
        )
    )
    found: dict[str, Delivery] = {}
    for row in rows:
        delivered = None if row.delivered_at is None else local_day(row.delivered_at)
        on = delivered if delivered is not None and delivered <= until else None
        found[row.number] = Delivery(row.number, on, row.agreed_on)
    return found


def find_past(session: Session, period: Period, organisation: str, areas: Sequence[str]) -> tuple[Past, ...]:
    """An organisation's own part in areas in the final runs before this period, oldest first."""
    same: Any = SettlementLine.collaboration_id
    rows = session.execute(
        select(Run.first_on, Run.last_on, func.sum(SettlementLine.amount_cents).label("cents"))
        .join(SettlementLine, and_(same == Run.collaboration_id, SettlementLine.run_id == Run.id))
        .join(
            ServiceArea, and_(same == ServiceArea.collaboration_id, SettlementLine.area_id == ServiceArea.id)
        )
        .join(
            Organisation,
            and_(same == Organisation.collaboration_id, SettlementLine.organisation_id == Organisation.id),
        )
        .where(
            Run.state == RunState.FINAL.value,
            Run.kind == RunKind.SETTLEMENT.value,
            Run.last_on < period.first_on,
            Organisation.code == organisation,
            ServiceArea.code.in_(areas),
            SettlementLine.kind.in_([kind.value for kind in CHARGES]),
        )
        .group_by(Run.first_on, Run.last_on)
        .order_by(Run.first_on.desc())
        .limit(_EARLIER)
    )
    found = [Past(Period(row.first_on, row.last_on), int(row.cents)) for row in rows]
    alike = [past for past in found if past.period.whole_months == period.whole_months]
    return tuple(reversed(alike))
