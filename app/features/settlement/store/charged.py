"""What final runs charged within a period, by area, organisation and product that has a price of its own."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.features.partnership.models import Organisation, Tariff
from app.features.settlement.core.charged import Charged, Charges
from app.features.settlement.core.run import RunKind, RunState
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.models import Run, RunArea, SettlementLine
from app.kernel.actor import Actor
from app.kernel.period import Period

_COUNTED = (RunKind.SETTLEMENT.value, RunKind.CORRECTION.value)


def find_charges(session: Session, actor: Actor, period: Period) -> Charges:
    """The charges of a period; three statements."""
    settled: dict[UUID, list[Period]] = {}
    for area_id, first_on, last_on in session.execute(
        select(RunArea.area_id, RunArea.first_on, RunArea.last_on).where(
            RunArea.collaboration_id == actor.collaboration_id,
            RunArea.is_final,
            RunArea.kind == RunKind.SETTLEMENT.value,
            RunArea.first_on <= period.last_on,
            RunArea.last_on >= period.first_on,
        )
    ):
        settled.setdefault(area_id, []).append(Period(first_on, last_on))
    priced = select(Tariff.product_id).where(
        Tariff.collaboration_id == actor.collaboration_id,
        Tariff.product_id.is_not(None),
        Tariff.valid_from <= period.last_on,
        or_(Tariff.valid_until.is_(None), Tariff.valid_until >= period.first_on),
    )
    return Charges(
        period,
        tuple(_charged(session, actor, period)),
        {area_id: tuple(periods) for area_id, periods in settled.items()},
        frozenset(session.scalars(priced)),
    )


def _charged(session: Session, actor: Actor, period: Period) -> list[Charged]:
    same: Any = SettlementLine.collaboration_id
    rows = session.execute(
        select(
            SettlementLine.area_id,
            SettlementLine.organisation_id,
            Organisation.name,
            Tariff.product_id,
            func.sum(SettlementLine.amount_cents),
        )
        .join(Run, and_(same == Run.collaboration_id, SettlementLine.run_id == Run.id))
        .join(
            Organisation,
            and_(same == Organisation.collaboration_id, SettlementLine.organisation_id == Organisation.id),
        )
        .outerjoin(Tariff, and_(same == Tariff.collaboration_id, SettlementLine.tariff_id == Tariff.id))
        .where(
            Run.collaboration_id == actor.collaboration_id,
            Run.state == RunState.FINAL.value,
            Run.kind.in_(_COUNTED),
            Run.first_on >= period.first_on,
            Run.last_on <= period.last_on,
            SettlementLine.kind.in_([kind.value for kind in CHARGES]),
            ~SettlementLine.is_own_share,
        )
        .group_by(
            SettlementLine.area_id,
            SettlementLine.organisation_id,
            Organisation.name,
            Organisation.sort_name,
            Tariff.product_id,
        )
        .order_by(Organisation.sort_name, SettlementLine.area_id, Tariff.product_id)
    )
    return [Charged(*row[:4], int(row[4])) for row in rows]
