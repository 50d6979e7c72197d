"""Who is behind a cookie, a key or an e-mail address; sessions, passwords and failed attempts.

Most of these run before any collaboration is known, so they take no actor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.features.access.core.rules import SESSION_IDLE
from app.features.access.core.values import Choice
from app.features.access.models import Credential, FailedAttempt, SignIn
from app.infra.db import telling
from app.kernel.actor import Grant
from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """A live session and what its account holds in the collaboration that was asked for, if that exists."""

    sign_in_id: UUID
    account_id: UUID
    name: str
    last_seen_at: datetime
    collaboration_id: int | None
    code: str | None
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class LiveKey:
    """A key that was not revoked, and whose it is."""

    collaboration_id: int
    code: str
    application_id: UUID
    name: str
    organisation_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account with what is kept of its password; `password_hash` None: it has none yet."""

    account_id: UUID
    name: str
    email: str
    password_hash: str | None


_SIGN_IN = text("SELECT * FROM sign_in_actor(:secret, :code, :now, :idle, :day)")
_KNOWN = telling(
    collaboration="CAST(k.collaboration_id AS text)",
    organisation="CAST(k.organisation_id AS text)",
    sees="CASE k.role WHEN 'bestuursbureau' THEN 'own' ELSE 'all' END",
)
_PARTS = (
    "SELECT k.collaboration_id, k.code, k.application_id, k.name, k.organisation_id, k.role,", _KNOWN,
    "FROM key_actor(:prefix, :secret) AS k",
)  # fmt: skip
_KEY = text(" ".join(_PARTS))
_BY_EMAIL = text("SELECT * FROM credential_of_email(:wanted)")
_BY_ACCOUNT = text("SELECT * FROM credential_of_account(:wanted)")
_CHOICES = text(
    "SELECT DISTINCT c.code, c.name, c.place FROM role_grant g"
    " JOIN list_collaborations() c ON c.id = g.collaboration_id"
    " WHERE g.account_id = :account AND g.validity @> CAST(:day AS date) ORDER BY c.name"
)

_SIGN_IN_SEEN = text("UPDATE sign_in SET last_seen_at = greatest(last_seen_at, :at) WHERE id = :id")
_KEY_USED = text("UPDATE key_prefix SET last_used_at = greatest(last_used_at, :at) WHERE prefix = :prefix")


def find_sign_in(
    session: Session, secret_sha256: bytes, code: str, now: datetime, day: date
) -> OpenSignIn | None:
    """The live session with this secret. `now` is real time, `day` that on which roles must hold."""
    row = session.execute(
        _SIGN_IN, {"secret": secret_sha256, "code": code, "now": now, "idle": SESSION_IDLE, "day": day}
    ).one_or_none()
    if row is None:
        return None
    grants = tuple(grant_of(*parts) for parts in row.grants or ())
    return OpenSignIn(
        row.sign_in_id, row.account_id, row.name, row.last_seen_at, row.collaboration_id, row.code, grants
    )


def find_key(session: Session, prefix: str, secret_sha256: bytes, told: Mapping[str, str]) -> LiveKey | None:
    """The key with this prefix and secret, unless it was revoked; the database then knows who acts.

    The application of an office sees what is its own organisation's, others all; `told`: the rest of what is told.
    """
    row = session.execute(_KEY, {**told, "prefix": prefix, "secret": secret_sha256}).one_or_none()
    if row is None:
        return None
    return LiveKey(
        row.collaboration_id, row.code, row.application_id, row.name, row.organisation_id, Role(row.role)
    )


def find_by_email(session: Session, email: str) -> KnownAccount | None:
    """The account with this address, for log-in."""
    row = session.execute(_BY_EMAIL, {"wanted": email}).one_or_none()
    return None if row is None else KnownAccount(row.account_id, row.name, row.email, row.password_hash)


def find_by_account(session: Session, account_id: UUID) -> KnownAccount | None:
    """The account with what is kept of its password, for changing it."""
    row = session.execute(_BY_ACCOUNT, {"wanted": account_id}).one_or_none()
    return None if row is None else KnownAccount(row.account_id, row.name, row.email, row.password_hash)


def list_choices(session: Session, account_id: UUID, day: date) -> list[Choice]:
    """Where the account has a role on this day; the unit of work must be that of the account."""
    rows = session.execute(_CHOICES, {"account": account_id, "day": day})
    return [Choice(row.code, row.name, row.place) for row in rows]


def add_sign_in(session: Session, values: Mapping[str, object]) -> None:
    """A new session."""
    session.execute(insert(SignIn), dict(values))


def revoke_sign_in(session: Session, secret_sha256: bytes, now: datetime) -> None:
    """End the session with this secret."""
    session.execute(
        update(SignIn)
        .where(SignIn.secret_sha256 == secret_sha256, SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_sign_ins(session: Session, account_id: UUID, now: datetime, but: bytes | None = None) -> int:
    """End every session of an account but one; gives how many."""
    ended = session.execute(
        update(SignIn)
        .where(
            SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.secret_sha256 != (but or b"")
        )
        .values(revoked_at=now)
    )
    assert isinstance(ended, CursorResult)
    return ended.rowcount


def save_password(session: Session, account_id: UUID, password_hash: str, now: datetime) -> None:
    """Keep the hash of a new password, or of the same one hashed anew."""
    values = {"password_hash": password_hash, "changed_at": now}
    session.execute(
        upsert(Credential)
        .values(account_id=account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


def lock_subject(session: Session, subject: bytes) -> None:
    """Let attempts on one account come one after another, until the commit."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(:key)"), {"key": int.from_bytes(subject[:8], "big", signed=True)}
    )


def list_failures(
    session: Session, subjects: Sequence[bytes], since: datetime
) -> dict[bytes, list[datetime]]:
    """When log-ins failed since then, per subject."""
    found: dict[bytes, list[datetime]] = {subject: [] for subject in subjects}
    rows = session.execute(
        select(FailedAttempt.subject, FailedAttempt.at).where(
            FailedAttempt.subject.in_(subjects), FailedAttempt.at > since
        )
    )
    for subject, at in rows:
        found[bytes(subject)].append(at)
    return found


def add_failures(session: Session, subjects: Sequence[bytes], now: datetime, keep_since: datetime) -> None:
    """Note a failed log-in, and forget those from before `keep_since`."""
    session.execute(insert(FailedAttempt), [{"subject": subject, "at": now} for subject in subjects])
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < keep_since))


def note_seen(session: Session, sign_ins: Mapping[UUID, datetime], prefixes: Mapping[str, datetime]) -> None:
    """Write when sessions and keys were last used."""
    if sign_ins:
        session.execute(_SIGN_IN_SEEN, [{"id": key, "at": at} for key, at in sorted(sign_ins.items())])
    if prefixes:
        session.execute(_KEY_USED, [{"prefix": key, "at": at} for key, at in sorted(prefixes.items())])


def grant_of(role: str, organisation_id: str | None, area_id: str | None) -> Grant:
    """A role as a door function of the database gives it."""
    return Grant(
        Role(role),
        None if organisation_id is None else UUID(organisation_id),
        None if area_id is None else UUID(area_id),
    )
