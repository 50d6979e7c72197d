"""The audit log: append-only, chained per collaboration (domain §13, data §7).

One entry a transaction with all its changes, written as the last statement before the commit: the
head row is locked only that long. `audit_detail` holds before and after and may be emptied when
retention asks; the chain still verifies, because the entry keeps the digest.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    Uuid,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.schema import Base, TenantOnly
from app.kernel.actor import Actor
from app.kernel.canonical import canonical, digest

_ZERO = bytes(32)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a transaction, with what was before and after."""

    use_case: str
    subject_kind: str
    subject_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


class AuditHead(TenantOnly, Base):
    """Where the chain of a collaboration ends."""

    __tablename__ = "audit_head"

    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEntry(TenantOnly, Base):
    """Who did what, when and from where; `hash` = SHA-256(previous ‖ canonical entry)."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "collaboration_id", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(Text)
    use_case: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text(collation="C"))
    detail_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditDetail(TenantOnly, Base):
    """What was before and after, per entry; the only part that retention may empty."""

    __tablename__ = "audit_detail"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "seq"],
            ["audit_entry.collaboration_id", "audit_entry.seq"],
            ondelete="RESTRICT",
        ),
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    detail: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)


_FACTS = (
    "at", "actor_id", "actor_name", "via", "address", "request_id", "use_case", "subject_kind", "subject_id",
    "detail_sha256",
)  # fmt: skip
_APPEND = text(
    "SELECT append_audit(:entry, :at, :actor_id, :actor_name, :via, :address, :request_id, :use_case,"
    " :subject_kind, :subject_id, :detail_sha256, CAST(:detail AS jsonb))"
)


def write(session: Session, actor: Actor, at: datetime, changes: Sequence[Change]) -> None:
    """Append the entry of this transaction, if it changed anything."""
    if not changes:
        return
    detail = canonical([_as_detail(change) for change in changes])
    first = changes[0]
    facts: dict[str, object] = {
        "at": at,
        "actor_id": actor.account_id or actor.application_id,
        "actor_name": actor.name,
        "via": actor.via.value,
        "address": actor.address,
        "request_id": actor.request_id,
        "use_case": first.use_case,
        "subject_kind": first.subject_kind,
        "subject_id": first.subject_id,
        "detail_sha256": hashlib.sha256(detail).digest(),
    }
    session.execute(_APPEND, {**facts, "entry": entry_bytes(facts), "detail": detail.decode()})


def entry_bytes(facts: Mapping[str, object]) -> bytes:
    """The canonical text of an entry; `hash` = SHA-256(previous ‖ this). The moment in whole microseconds."""
    moment = facts["at"]
    assert isinstance(moment, datetime)
    return canonical({**facts, "at": int(moment.timestamp() * 1_000_000)})


def broken_links(session: Session, collaboration_id: int) -> Iterator[str]:
    """Every place where the chain does not hold, in Dutch; nothing means that it holds."""
    previous, seq = _ZERO, 0
    rows = session.execute(
        select(AuditEntry, AuditDetail.detail)
        .outerjoin(
            AuditDetail,
            (AuditDetail.collaboration_id == AuditEntry.collaboration_id)
            & (AuditDetail.seq == AuditEntry.seq),
        )
        .where(AuditEntry.collaboration_id == collaboration_id)
        .order_by(AuditEntry.seq)
        .execution_options(yield_per=1000)
    )
    for entry, detail in rows:
        seq += 1
        if entry.seq != seq:
            yield f"Regel {seq} van het logboek ontbreekt; de volgende is {entry.seq}."
            seq = entry.seq
        facts = {key: getattr(entry, key) for key in _FACTS}
        if entry.previous != previous:
            yield f"Regel {seq} van het logboek sluit niet aan op de regel ervoor."
        if hashlib.sha256(previous + entry_bytes(facts)).digest() != entry.hash:
            yield f"Regel {seq} van het logboek is gewijzigd: het controlegetal klopt niet."
        if detail is not None and digest(detail) != entry.detail_sha256:
            yield f"De bijzonderheden van regel {seq} zijn gewijzigd."
        previous = entry.hash
    head = session.execute(
        text("SELECT seq, hash FROM audit_head WHERE collaboration_id = :c"), {"c": collaboration_id}
    ).one_or_none()
    if head is not None and (head.seq, bytes(head.hash)) != (seq, previous):
        yield f"Het logboek eindigt bij regel {seq}, maar het hoofd wijst naar regel {head.seq}."


def _as_detail(change: Change) -> dict[str, object]:
    return {
        "use_case": change.use_case,
        "kind": change.subject_kind,
        "id": change.subject_id,
        "before": change.before,
        "after": change.after,
    }
