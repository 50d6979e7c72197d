"""SQL of the audit log, newest first, in the collaboration of the actor."""

import hashlib
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.features.access.core.values import LogFilter, LogLine
from app.infra.audit import AuditDetail, AuditEntry, entry_bytes
from app.kernel.actor import Actor
from app.kernel.canonical import digest
from app.kernel.log_words import subject_codes

_TOUCHES = text(
    "(audit_entry.subject_id = :subject OR audit_entry.subject_kind = ANY (:kinds)"
    " OR audit_detail.detail @> jsonb_build_array(jsonb_build_object('id', CAST(:subject AS text))))"
)
"""An entry holds all changes of its transaction; its own subject is that of the first."""

_NOT_IN_HASH = frozenset({"collaboration_id", "seq", "previous", "hash"})


def list_log(
    session: Session, actor: Actor, wanted: LogFilter, before: int | None, limit: int
) -> list[LogLine]:
    """At most `limit` entries with a number below `before`, each checked against its own digest and hash."""
    query = (
        select(AuditEntry, AuditDetail.detail)
        .outerjoin(
            AuditDetail,
            (AuditDetail.collaboration_id == AuditEntry.collaboration_id)
            & (AuditDetail.seq == AuditEntry.seq),
        )
        .where(AuditEntry.collaboration_id == actor.collaboration_id)
    )
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    if wanted.subject:
        query = query.where(_TOUCHES.bindparams(subject=wanted.subject, kinds=subject_codes(wanted.subject)))
    if wanted.use_case:
        query = query.where(AuditEntry.use_case == wanted.use_case)
    if wanted.actor:
        query = query.where(AuditEntry.actor_name == wanted.actor)
    rows = session.execute(query.order_by(AuditEntry.seq.desc()).limit(limit))
    return [_line(entry, detail) for entry, detail in rows]


def log_head(session: Session, actor: Actor) -> tuple[int, str | None]:
    """How many entries the log has, and the hash at its end."""
    row = session.execute(
        text(
            "SELECT seq, encode(hash, 'hex') AS hash FROM audit_head WHERE collaboration_id = :collaboration"
        ),
        {"collaboration": actor.collaboration_id},
    ).one_or_none()
    return (0, None) if row is None else (row.seq, row.hash)


def list_words(session: Session, actor: Actor) -> tuple[list[str], list[str]]:
    """The use cases and the names that occur in the log, to filter by."""
    rows = session.execute(
        text(
            "SELECT array_agg(DISTINCT use_case ORDER BY use_case) AS use_cases,"
            " array_agg(DISTINCT actor_name ORDER BY actor_name) AS actors"
            " FROM audit_entry WHERE collaboration_id = :collaboration"
        ),
        {"collaboration": actor.collaboration_id},
    ).one()
    return rows.use_cases or [], rows.actors or []


def _line(entry: AuditEntry, detail: list[dict[str, Any]] | None) -> LogLine:
    facts = {
        column.key: getattr(entry, column.key)
        for column in AuditEntry.__table__.columns
        if column.key not in _NOT_IN_HASH
    }
    is_sound = hashlib.sha256(entry.previous + entry_bytes(facts)).digest() == entry.hash
    is_sound = is_sound and (detail is None or digest(detail) == entry.detail_sha256)
    return LogLine(
        entry.seq,
        entry.at,
        entry.actor_name,
        entry.via,
        entry.address,
        entry.request_id,
        entry.use_case,
        entry.subject_kind,
        entry.subject_id,
        detail,
        is_sound,
    )
