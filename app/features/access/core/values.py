"""What the room access gives: people with their roles, applications with their keys, lines of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, from–to, as it is shown."""

    id: UUID
    role: Role
    organisation: str | None
    area: str | None
    valid_from: date
    valid_until: date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its roles in one collaboration."""

    account_id: UUID
    name: str
    email: str
    has_password: bool
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a session cookie, before a collaboration is chosen."""

    account_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A collaboration in which somebody has a role."""

    code: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as it may be shown: without its secret."""

    id: UUID
    prefix: str
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Application:
    """A system of an organisation, the role in which it comes in, and its keys."""

    id: UUID
    name: str
    role: Role
    organisation_id: UUID
    organisation_code: str
    organisation: str
    keys: tuple[ShownKey, ...]


class FeedKind(StrEnum):
    """What a calendar shows: what an organisation asked, what its owner does, or all that its owner may read."""

    ORGANISATION = "organisatie"
    OWN = "eigen-werk"
    ALL = "alles"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that the actor can have; `made_at` None: it has no address now."""

    kind: FeedKind
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log. `detail` None: emptied by retention, the digest stayed."""

    seq: int
    at: datetime
    actor: str
    via: str
    address: str | None
    request_id: str
    use_case: str
    subject_kind: str
    subject_id: str
    detail: Sequence[Mapping[str, Any]] | None
    is_sound: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """A part of the log, newest first; `next_seq` is where the next part begins, None at the end."""

    lines: tuple[LogLine, ...]
    next_seq: int | None
    total: int
    head: str | None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of the log is asked for; an empty part asks nothing."""

    subject: str = ""
    use_case: str = ""
    actor: str = ""
