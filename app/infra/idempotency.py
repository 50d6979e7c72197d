"""A post that is sent twice is done once (data §7, architecture §5).

The client names its post with `Idempotency-Key`. The key is taken in the same transaction as the
change, so a second request waits for the first and then gets the same answer. The same key with
another body is refused. Keys are kept for a day.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.db import UnitOfWork
from app.infra.schema import Base, TenantOnly
from app.kernel.errors import Refused


class Idempotency(TenantOnly, Base):
    """A post that was named by its client, with the answer that it got."""

    __tablename__ = "idempotency"

    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    key: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    request_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that a named post got."""

    status: int
    headers: dict[str, str]
    body: bytes


_TAKE = text(
    "INSERT INTO idempotency (collaboration_id, application_id, key, request_sha256, recorded_at)"
    " VALUES (app_collaboration(), :application, :key, :sha256, :now)"
    " ON CONFLICT DO NOTHING RETURNING true"
)
_READ = text(
    "SELECT request_sha256, status, headers, body FROM idempotency WHERE application_id = :application AND key = :key"
)
_KEEP = text(
    "UPDATE idempotency SET status = :status, headers = CAST(:headers AS jsonb), body = :body"
    " WHERE application_id = :application AND key = :key"
)
_SWEEP = text("DELETE FROM idempotency WHERE recorded_at < app_now() - interval '24 hours'")


def take(work: UnitOfWork, key: str, request: bytes) -> Answer | None:
    """Take the key for this request; gives the earlier answer when it was used before.

    `request` is what makes the request the same: method, path and body. Raises `Refused` when the
    key was used for another request.
    """
    sha256 = hashlib.sha256(request).digest()
    names = {"application": work.actor.application_id, "key": key}
    if work.session.execute(_TAKE, {**names, "sha256": sha256, "now": work.now}).scalar():
        return None
    row = work.session.execute(_READ, names).one()
    if bytes(row.request_sha256) != sha256:
        raise Refused(
            "Deze Idempotency-Key is al gebruikt voor een andere vraag. Kies een nieuwe sleutel.",
            kind="sleutel-al-gebruikt",
        )
    return Answer(row.status, row.headers, bytes(row.body))


def keep(work: UnitOfWork, key: str, answer: Answer) -> None:
    """Keep the answer with the key, in the transaction of the change."""
    work.session.execute(
        _KEEP,
        {
            "application": work.actor.application_id,
            "key": key,
            "status": answer.status,
            "headers": json.dumps(answer.headers),
            "body": answer.body,
        },
    )


def sweep(work: UnitOfWork) -> None:
    """Forget the keys of more than a day ago."""
    work.session.execute(_SWEEP)
