"""What runs found of their areas, as it is kept with them: costs, what opened them, and the result of tariffs.

Made with the lines of a calculation and sealed with them, so that who reads it need not settle anything again.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.features.partnership.models import Organisation, ServiceArea
from app.features.settlement.core.balances import Struck, goes_to
from app.features.settlement.core.inputs import Inputs, Named, TariffResult
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.core.run import RunKind, RunState
from app.features.settlement.models import Run, RunArea, SettlementLine
from app.features.settlement.store.year import FinalRun
from app.kernel.actor import Actor
from app.kernel.period import Period

Values = Mapping[str, Any]
_SAME: Any = Run.collaboration_id
_COUNTED = and_(Run.state == RunState.FINAL.value, Run.kind != RunKind.ADVANCE.value)


def area_rows(
    settlement: Settlement, inputs: Inputs, kind: RunKind, areas: Mapping[str, UUID]
) -> list[Values]:
    """What a run found of its areas, to be kept."""
    return [
        {
            "area_id": areas[one.area.code],
            "kind": kind.value,
            "first_on": settlement.period.first_on,
            "last_on": settlement.period.last_on,
            "costs_cents": one.costs_cents,
            "carried_cents": one.carried_cents,
            "result_cents": one.result_cents,
            "goes_to": goes_to(inputs, one).value,
        }
        for one in settlement.areas
    ]


def find_area_rows(session: Session, actor: Actor, run_id: UUID) -> list[Values]:
    """The same of a run as it is kept, in no order."""
    table = RunArea.__table__
    apart = {"collaboration_id", "run_id", "is_final", "validity"}
    rows = session.execute(
        select(*(column for column in table.columns if column.name not in apart)).where(
            RunArea.collaboration_id == actor.collaboration_id, RunArea.run_id == run_id
        )
    )
    return [dict(row) for row in rows.mappings()]


def find_struck(session: Session, actor: Actor) -> list[Struck]:
    """What every final settlement and correction struck, in the order in which they became final; two statements."""
    charged = _find_charged(session, actor)
    rows = session.execute(
        select(
            Run.id, Run.kind, Run.first_on, Run.last_on, Run.final_at,
            ServiceArea.code, ServiceArea.name,
            RunArea.goes_to, RunArea.costs_cents, RunArea.result_cents, RunArea.carried_cents,
        )
        .join(RunArea, and_(RunArea.collaboration_id == _SAME, Run.id == RunArea.run_id))
        .join(ServiceArea, and_(ServiceArea.collaboration_id == _SAME, ServiceArea.id == RunArea.area_id))
        .where(actor.collaboration_id == _SAME, _COUNTED)
        .order_by(Run.final_at, Run.id, ServiceArea.code)
    )  # fmt: skip
    found = []
    for row in rows:
        run = FinalRun(row.id, RunKind(row.kind), Period(row.first_on, row.last_on), row.final_at)
        found.append(
            Struck(
                str(run.id), run.label, run.struck_in, Named(row.code, row.name), TariffResult(row.goes_to),
                row.costs_cents, row.result_cents, row.carried_cents, charged.get((run.id, row.code), {}),
            )
        )  # fmt: skip
    return found


def _find_charged(session: Session, actor: Actor) -> dict[tuple[UUID, str], dict[str, int]]:
    """What final runs charged each of a divided result, by run and area."""
    rows = session.execute(
        select(
            SettlementLine.run_id, ServiceArea.code, Organisation.code, func.sum(SettlementLine.amount_cents)
        )
        .join(Run, and_(SettlementLine.collaboration_id == _SAME, Run.id == SettlementLine.run_id))
        .join(
            ServiceArea, and_(ServiceArea.collaboration_id == _SAME, ServiceArea.id == SettlementLine.area_id)
        )
        .join(
            Organisation,
            and_(Organisation.collaboration_id == _SAME, Organisation.id == SettlementLine.organisation_id),
        )
        .where(actor.collaboration_id == _SAME, _COUNTED, SettlementLine.kind == LineKind.RESULT.value)
        .group_by(SettlementLine.run_id, ServiceArea.code, Organisation.code)
        .order_by(Organisation.code)
    )
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for run_id, area, organisation, cents in rows:
        found.setdefault((run_id, area), {})[organisation] = int(cents)
    return found
