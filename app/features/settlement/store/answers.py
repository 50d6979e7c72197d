"""What is said of a run: the answers of organisations about their figures, and explanations of findings."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.features.partnership.models import Organisation
from app.features.settlement.core.run import Answer, Comment, Confirmation
from app.features.settlement.models import Confirmation as ConfirmationRow
from app.features.settlement.models import FindingComment
from app.kernel.actor import Actor

Values = Mapping[str, Any]


def add_answers(session: Session, actor: Actor, run_id: UUID, rows: Sequence[Values]) -> None:
    """Note answers of organisations, each behind its earlier ones; the caller holds the run."""
    if not rows:
        return
    tenant = actor.collaboration_id
    found = session.execute(
        select(ConfirmationRow.organisation_id, func.max(ConfirmationRow.seq))
        .where(ConfirmationRow.collaboration_id == tenant, ConfirmationRow.run_id == run_id)
        .group_by(ConfirmationRow.organisation_id)
    )
    last = {row[0]: int(row[1]) for row in found}
    session.execute(
        insert(ConfirmationRow),
        [
            {
                "collaboration_id": tenant,
                "run_id": run_id,
                "seq": last.get(row["organisation_id"], 0) + 1,
                **row,
            }
            for row in rows
        ],
    )


def find_answers(session: Session, actor: Actor, run_id: UUID) -> list[Confirmation]:
    """Every answer, by organisation and in the order in which they came."""
    rows = session.execute(
        select(ConfirmationRow, Organisation.code)
        .join(
            Organisation,
            (Organisation.collaboration_id == ConfirmationRow.collaboration_id)
            & (Organisation.id == ConfirmationRow.organisation_id),
        )
        .where(ConfirmationRow.collaboration_id == actor.collaboration_id, ConfirmationRow.run_id == run_id)
        .order_by(Organisation.code, ConfirmationRow.seq)
    )
    return [
        Confirmation(
            code,
            row.confirmed_at,
            row.confirmed_by_name,
            Answer(row.answer),
            row.remark,
            tuple(tuple(figure) for figure in row.figures),
        )
        for row, code in rows
    ]


def add_comment(session: Session, actor: Actor, run_id: UUID, values: Values) -> int:
    """Keep an explanation of a finding; gives its number in the run. The caller holds the run."""
    tenant = actor.collaboration_id
    seq = session.execute(
        select(func.coalesce(func.max(FindingComment.seq), 0) + 1).where(
            FindingComment.collaboration_id == tenant, FindingComment.run_id == run_id
        )
    ).scalar_one()
    session.execute(
        insert(FindingComment), [{"collaboration_id": tenant, "run_id": run_id, "seq": seq, **values}]
    )
    return int(seq)


def find_comments(session: Session, actor: Actor, run_id: UUID) -> list[Comment]:
    """The explanations of a run, oldest first."""
    rows = session.scalars(
        select(FindingComment)
        .where(FindingComment.collaboration_id == actor.collaboration_id, FindingComment.run_id == run_id)
        .order_by(FindingComment.seq)
    )
    return [
        Comment(
            row.seq,
            row.code,
            (row.subject_kind, row.subject),
            row.about,
            row.text,
            row.commented_at,
            row.commented_by_name,
        )
        for row in rows
    ]
