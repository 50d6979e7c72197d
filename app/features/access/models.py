"""Tables of who may come in (data §3, “access”).

Accounts, credentials, sign-ins and failed attempts belong to the installation: a person may work in
several collaborations. Roles, applications and keys belong to one. `key_prefix` finds the
collaboration of a key before any is known. Of every secret only a digest or hash is kept.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.features.access.core.values import FeedKind
from app.infra.schema import Base, Dated, Tenant, one_of, tenant_key
from app.kernel.roles import Role


class Account(Base):
    """Who logs in. Kept in small letters, the e-mail address is unique whatever its case."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    email: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text(collation="C"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Credential(Base):
    """The password of an account as argon2 hash; an account without one cannot log in."""

    __tablename__ = "credential"

    account_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True
    )
    password_hash: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SignIn(Base):
    """A session: real time, and the digest of the secret in the cookie."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("octet_length(secret_sha256) = 32", name="secret_sha256"),
        Index(None, "account_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", ondelete="RESTRICT"))
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    address: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class FailedAttempt(Base):
    """A log-in that failed: `subject` is the digest of an account or of an address."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index(None, "subject", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class RoleGrant(Tenant, Dated, Base):
    """An account holds a role, for an organisation and an area or for all of them, from–to."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("role <> 'systeem'", name="not_system"),
        CheckConstraint(
            "organisation_id IS NOT NULL OR role NOT IN ('bestuursbureau', 'mandaathouder')",
            name="organisation",
        ),
        tenant_key("organisation_id", "organisation"),
        tenant_key("area_id", "service_area"),
        # An empty organisation or area gives a range without ends, which equals only itself.
        ExcludeConstraint(
            (text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (text("uuid_range(account_id, account_id, '[]')"), "="),
            (text("text_range(role, role, '[]')"), "="),
            (text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (text("uuid_range(area_id, area_id, '[]')"), "="),
            (text("validity"), "&&"),
            name="ex_role_grant_account_id_role_organisation_id_area_id_validity",
            using="gist",
        ),
        Index(None, "account_id"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "area_id"),
    )

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", ondelete="RESTRICT"))
    role: Mapped[str] = mapped_column(Text(collation="C"))
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    area_id: Mapped[UUID | None] = mapped_column(Uuid)


class Application(Tenant, Base):
    """A system of an organisation that comes in through the API, with the rights of one role."""

    __tablename__ = "application"
    __table_args__ = (
        tenant_key("organisation_id", "organisation"),
        UniqueConstraint("collaboration_id", "organisation_id", "name"),
        CheckConstraint("role IN ('bestuursbureau', 'financien', 'controller')", name="role"),
    )

    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ApplicationKey(Tenant, Base):
    """A key of an application: shown once, kept as digest, void from the moment it is revoked."""

    __tablename__ = "application_key"
    __table_args__ = (
        tenant_key("application_id", "application"),
        UniqueConstraint("collaboration_id", "prefix"),
        CheckConstraint("octet_length(secret_sha256) = 32", name="secret_sha256"),
        Index(None, "collaboration_id", "application_id"),
    )

    application_id: Mapped[UUID] = mapped_column(Uuid)
    prefix: Mapped[str] = mapped_column(Text(collation="C"))
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CalendarFeed(Tenant, Base):
    """The secret address of a calendar of deadlines, of an organisation or an account; kept as digest like a key.

    At most one of a kind lives: a new address ends the old one.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        one_of("kind", FeedKind),
        tenant_key("organisation_id", "organisation"),
        CheckConstraint(
            "(kind = 'organisatie') = (organisation_id IS NOT NULL)"
            " AND (kind = 'organisatie') = (account_id IS NULL)",
            name="owner",
        ),
        CheckConstraint("octet_length(secret_sha256) = 32", name="secret_sha256"),
        Index(None, "secret_sha256"),
        Index(None, "account_id"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(
            "ix_calendar_feed_live",
            "collaboration_id",
            "kind",
            text("COALESCE(account_id, organisation_id)"),
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(Text)
    account_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", ondelete="RESTRICT"))
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class KeyPrefix(Base):
    """Which collaboration a key is of, by its public prefix, and when it was last used."""

    __tablename__ = "key_prefix"

    prefix: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("collaboration.id"))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
