"""Runs as they are kept: state, steps, frozen inputs, lines. What is said of them stands in `answers`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.features.partnership.models import Organisation, Partner, ServiceArea
from app.features.settlement.core.result import Finding, Line, Weight
from app.features.settlement.core.run import OPEN, Run, RunKind, RunState, RunStep, StepTaken
from app.features.settlement.core.threshold import read_threshold
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.models import (
    Run as RunRow,
)
from app.features.settlement.models import (
    RunArea,
    RunStepTaken,
    SettlementLine,
    Snapshot,
)
from app.kernel.actor import Actor
from app.kernel.period import Period

Values = Mapping[str, Any]

_PIECE = """
    SELECT substring(body FROM %(first)s FOR %(most)s) FROM snapshot
    WHERE collaboration_id = %(tenant)s AND run_id = %(run)s
"""
_AT_ONCE = 1 << 20


def find_runs(session: Session, actor: Actor) -> list[Run]:
    """All runs, newest period first."""
    rows = session.execute(_runs(actor).order_by(RunRow.first_on.desc(), RunRow.id.desc()))
    return [_run(row, *digests) for row, *digests in rows]


def find_some(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Run]:
    """The runs for which all of this holds, oldest period first."""
    rows = session.execute(_runs(actor).where(*conditions).order_by(RunRow.first_on, RunRow.id))
    return [_run(row, *digests) for row, *digests in rows]


def find_run(session: Session, actor: Actor, run_id: UUID, *, lock: bool = False) -> Run | None:
    """One run by identity; locked when it is about to change."""
    if lock:
        held = select(RunRow.id).where(RunRow.collaboration_id == actor.collaboration_id, RunRow.id == run_id)
        session.execute(held.with_for_update())
    row = session.execute(_runs(actor).where(RunRow.id == run_id)).one_or_none()
    return _run(row[0], row[1], row[2]) if row else None


def _runs(actor: Actor) -> Any:
    return (
        select(RunRow, Snapshot.sha256, Snapshot.lines_sha256)
        .outerjoin(
            Snapshot, (Snapshot.collaboration_id == RunRow.collaboration_id) & (Snapshot.run_id == RunRow.id)
        )
        .where(RunRow.collaboration_id == actor.collaboration_id)
        .execution_options(populate_existing=True)
    )


def _run(row: RunRow, sha256: bytes | None, lines_sha256: bytes | None) -> Run:
    return Run(
        id=row.id,
        first_on=row.first_on,
        last_on=row.last_on,
        state=RunState(row.state),
        calculations=row.calculations,
        calculated_at=row.calculated_at,
        calculated_by=row.calculated_by_name,
        cut_off_at=row.cut_off_at,
        final_at=row.final_at,
        version=row.version,
        findings=tuple(_finding(found) for found in row.findings),
        sha256=sha256.hex() if sha256 else "",
        lines_sha256=lines_sha256.hex() if lines_sha256 else "",
        kind=RunKind(row.kind),
        confirm_by_on=row.confirm_by_on,
        threshold=read_threshold(row.deviation_basis_points, row.deviation_cents),
    )


def _finding(found: Values) -> Finding:
    kind, code = found["subject"]
    return Finding(Weight(found["weight"]), found["code"], found["message"], found["detail"], (kind, code))


def find_signatures(session: Session, actor: Actor, run_id: UUID) -> tuple[str, str | None]:
    """Keys of who calculated a run and who sent it to be checked."""
    row = session.execute(
        select(RunRow.made_by, RunRow.checked_by).where(
            RunRow.collaboration_id == actor.collaboration_id, RunRow.id == run_id
        )
    ).one()
    return row.made_by, row.checked_by


def add_run(session: Session, values: Values) -> None:
    """A new run."""
    session.execute(insert(RunRow), [dict(values)])


def change_run(session: Session, actor: Actor, run_id: UUID, values: Values) -> None:
    """Change a run; its version goes up."""
    session.execute(
        update(RunRow)
        .where(RunRow.collaboration_id == actor.collaboration_id, RunRow.id == run_id)
        .values(**values, version=RunRow.version + 1)
    )


def findings_out(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as they are kept."""
    return [{**asdict(one), "weight": one.weight.value, "subject": list(one.subject)} for one in found]


def replace_contents(
    session: Session,
    actor: Actor,
    run_id: UUID,
    snapshot: Values | None,
    lines: Sequence[Values],
    areas: Sequence[Values],
) -> None:
    """Put the outcome of a calculation in the place of the earlier one."""
    tenant = actor.collaboration_id
    for model in (SettlementLine, Snapshot, RunArea):
        session.execute(delete(model).where(model.collaboration_id == tenant, model.run_id == run_id))
    for model, rows in (
        (Snapshot, [snapshot] if snapshot else []),
        (SettlementLine, lines),
        (RunArea, [{**row, "is_final": False} for row in areas]),
    ):
        if rows:
            session.execute(
                insert(model), [{"collaboration_id": tenant, "run_id": run_id, **row} for row in rows]
            )


def seal_areas(session: Session, actor: Actor, run_id: UUID) -> None:
    """Note that these areas are settled finally in this period; the database refuses a second time."""
    session.execute(
        update(RunArea)
        .where(RunArea.collaboration_id == actor.collaboration_id, RunArea.run_id == run_id)
        .values(is_final=True)
    )


def find_body(session: Session, actor: Actor, run_id: UUID) -> bytes | None:
    """The frozen inputs of the last calculation.

    As bytes, not as text of twice the length, and a mebibyte at a time: the buffer of the connection never shrinks.
    """
    session.flush()
    driver = session.connection().connection.driver_connection
    assert driver is not None
    values = {"tenant": actor.collaboration_id, "run": run_id, "most": _AT_ONCE}
    body = BytesIO()
    with driver.cursor(binary=True) as cursor:
        while row := cursor.execute(_PIECE, values | {"first": body.tell() + 1}).fetchone():
            if body.write(row[0]) < _AT_ONCE:
                return body.getvalue()
    return None


def find_final_body(session: Session, actor: Actor, first_on: date, last_on: date) -> bytes | None:
    """The frozen inputs of the final run of exactly this period."""
    run_id = session.execute(
        select(RunRow.id)
        .where(
            RunRow.collaboration_id == actor.collaboration_id,
            RunRow.kind == RunKind.SETTLEMENT.value,
            RunRow.state == RunState.FINAL.value,
            RunRow.first_on == first_on,
            RunRow.last_on == last_on,
        )
        .order_by(RunRow.final_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if run_id is None else find_body(session, actor, run_id)


def line_rows(
    lines: Sequence[Line], organisations: Mapping[str, UUID], areas: Mapping[str, UUID]
) -> list[Values]:
    """Lines as they are kept, of a corrected price with its version; a secondment's line has no tariff."""
    return [
        {
            "number": line.number,
            "area_id": areas[line.area],
            "organisation_id": organisations[line.organisation],
            "provider_id": organisations[line.provider],
            "kind": line.kind.value,
            "component": line.component,
            "tariff_id": UUID(line.tariff.partition("/")[0]) if line.kind.value == "tariff" else None,
            "description": line.text,
            "amount_cents": line.amount_cents,
            "is_own_share": line.is_own_share,
            "vat_category": line.vat_category.value if line.vat_category else None,
            "vat_cents": line.vat_cents,
        }
        for line in lines
    ]


def find_line_rows(session: Session, actor: Actor, run_id: UUID) -> list[Values]:
    """The lines of a run as they are kept, in order: what `line_rows` made."""
    table = SettlementLine.__table__
    kept = [column for column in table.columns if column.name not in {"collaboration_id", "run_id"}]
    rows = session.execute(
        select(*kept)
        .where(SettlementLine.collaboration_id == actor.collaboration_id, SettlementLine.run_id == run_id)
        .order_by(SettlementLine.number)
    )
    return [dict(row) for row in rows.mappings()]


def ids_by_code(session: Session, actor: Actor) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """Identities of organisations and areas by code."""
    tenant = actor.collaboration_id
    organisations = session.execute(
        select(Organisation.code, Organisation.id).where(Organisation.collaboration_id == tenant)
    )
    areas = session.execute(
        select(ServiceArea.code, ServiceArea.id).where(ServiceArea.collaboration_id == tenant)
    )
    return {row.code: row.id for row in organisations}, {row.code: row.id for row in areas}


def find_partners(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Codes and names of all who are or were partner, by name."""
    key = (Partner.collaboration_id == Organisation.collaboration_id) & (
        Partner.organisation_id == Organisation.id
    )
    rows = session.execute(
        select(Organisation.code, Organisation.name, Organisation.sort_name)
        .join(Partner, key)
        .where(Organisation.collaboration_id == actor.collaboration_id)
        .distinct()
        .order_by(Organisation.sort_name)
    )
    return [(row.code, row.name) for row in rows]


def find_final_totals(
    session: Session, actor: Actor, first_on: date, last_on: date
) -> dict[tuple[str, str], int]:
    """What each organisation was charged per area without VAT in the final run of exactly this period."""
    rows = session.execute(
        select(ServiceArea.code, Organisation.code, func.sum(SettlementLine.amount_cents))
        .join(
            RunRow,
            (RunRow.collaboration_id == SettlementLine.collaboration_id)
            & (RunRow.id == SettlementLine.run_id),
        )
        .join(
            ServiceArea,
            (ServiceArea.collaboration_id == SettlementLine.collaboration_id)
            & (ServiceArea.id == SettlementLine.area_id),
        )
        .join(
            Organisation,
            (Organisation.collaboration_id == SettlementLine.collaboration_id)
            & (Organisation.id == SettlementLine.organisation_id),
        )
        .where(
            RunRow.collaboration_id == actor.collaboration_id,
            RunRow.kind == RunKind.SETTLEMENT.value,
            RunRow.state == RunState.FINAL.value,
            RunRow.first_on == first_on,
            RunRow.last_on == last_on,
            SettlementLine.kind.in_([kind.value for kind in CHARGES]),
        )
        .group_by(ServiceArea.code, Organisation.code)
    )
    return {(area, organisation): int(cents) for area, organisation, cents in rows}


def add_step(session: Session, actor: Actor, run_id: UUID, values: Values) -> int:
    """Note a step that was taken; gives its number in the run."""
    seq = session.execute(
        select(func.coalesce(func.max(RunStepTaken.seq), 0) + 1).where(
            RunStepTaken.collaboration_id == actor.collaboration_id, RunStepTaken.run_id == run_id
        )
    ).scalar_one()
    session.execute(
        insert(RunStepTaken),
        [{"collaboration_id": actor.collaboration_id, "run_id": run_id, "seq": seq, **values}],
    )
    return int(seq)


def find_steps(session: Session, actor: Actor, run_id: UUID) -> list[StepTaken]:
    """The steps of a run in order."""
    rows = session.scalars(
        select(RunStepTaken)
        .where(RunStepTaken.collaboration_id == actor.collaboration_id, RunStepTaken.run_id == run_id)
        .order_by(RunStepTaken.seq)
    )
    return [
        StepTaken(
            seq=row.seq,
            step=RunStep(row.step),
            from_state=RunState(row.from_state) if row.from_state else None,
            to_state=RunState(row.to_state),
            at=row.taken_at,
            by=row.taken_by_name,
            by_key=row.taken_by,
            reason=row.reason,
        )
        for row in rows
    ]


def find_overlapping_final(
    session: Session, actor: Actor, kind: RunKind, areas: Sequence[str], period: Period
) -> list[str]:
    """Which of these areas have been settled finally, or charged in advance, on a day of this period, by name."""
    rows = session.scalars(
        select(ServiceArea.name)
        .join(
            RunArea,
            (RunArea.collaboration_id == ServiceArea.collaboration_id) & (RunArea.area_id == ServiceArea.id),
        )
        .where(
            RunArea.collaboration_id == actor.collaboration_id,
            RunArea.is_final,
            RunArea.kind == kind.value,
            RunArea.first_on <= period.last_on,
            RunArea.last_on >= period.first_on,
            ServiceArea.code.in_(areas),
        )
        .distinct()
    )
    return sorted(rows)


def find_open(session: Session, actor: Actor, kind: RunKind, period: Period) -> UUID | None:
    """The run of this kind and period that is still under way."""
    return session.execute(
        select(RunRow.id).where(
            RunRow.collaboration_id == actor.collaboration_id,
            RunRow.kind == kind.value,
            RunRow.first_on == period.first_on,
            RunRow.last_on == period.last_on,
            RunRow.state.in_([state.value for state in OPEN]),
        )
    ).scalar_one_or_none()


def find_invoice_details(session: Session, actor: Actor) -> dict[str, dict[str, str | None]]:
    """What an invoice needs of each organisation, by code."""
    rows = session.scalars(
        select(Organisation).where(Organisation.collaboration_id == actor.collaboration_id)
    )
    fields = ("name", "oin", "kvk", "buyer_reference", "street", "postcode", "city", "iban")
    return {row.code: {field: getattr(row, field) for field in fields} for row in rows}
