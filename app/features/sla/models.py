"""The tables of sla: calendars, norms, marks and clocks of any subject, notices (data §3).

A subject belongs to a higher room, so nothing here points at it. Marks and clocks are projections, made anew by
`ssc rebuild`; a clock is read only joined to what it is of, for that knows who may see it (data §2).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.features.sla.core.reading import ClockState
from app.features.sla.core.statutory import LawUnit
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import MarkKind, Metric
from app.infra.schema import Base, Dated, Tenant, TenantOnly, no_overlap, one_of, tenant_key

_MOMENT = DateTime(timezone=True)
_CODE = Text(collation="C")
GOING_SQL = "stopped_at IS NULL"
"""A clock that has not ended: it runs or stands still."""


class Calendar(Tenant, Base):
    """A working calendar by name; of a provider (one each), or for whom names it."""

    __tablename__ = "calendar"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        UniqueConstraint("collaboration_id", "organisation_id"),
        tenant_key("organisation_id", "organisation"),
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,40}$'", name="code"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(Integer)


class CalendarVersion(Tenant, Dated, Base):
    """How a calendar works from a day on: hours per weekday (seven texts, Monday first), holidays kept, own days.

    `special_days` is a list of {"on": day, "name": text, "hours": text}; without hours the day is closed.
    """

    __tablename__ = "calendar_version"
    __table_args__ = (
        tenant_key("calendar_id", "calendar"),
        no_overlap("calendar_version", "calendar_id"),
        CheckConstraint("cardinality(week) = 7", name="week"),
        CheckConstraint("jsonb_typeof(special_days) = 'array'", name="special_days"),
        CheckConstraint("valid_until >= valid_from", name="in_order"),
        Index(None, "collaboration_id", "calendar_id"),
    )

    calendar_id: Mapped[UUID] = mapped_column(Uuid)
    week: Mapped[list[str]] = mapped_column(ARRAY(Text))
    holidays: Mapped[list[str]] = mapped_column(ARRAY(Text))
    special_days: Mapped[list[dict[str, str]]] = mapped_column(JSONB)


class Norm(Tenant, Dated, Base):
    """One promise, of an area, a product or an agreement. A delivery is against the agreed day: no target.

    `is_extended`: art. 1 of the Algemene termijnenwet moves its end. At most one per area, product, agreement,
    metric and day: `subject_key` is the last three as one uuid, for the exclusion constraint.
    """

    __tablename__ = "norm"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("product_id", "product"),
        tenant_key("agreement_id", "agreement"),
        tenant_key("calendar_id", "calendar"),
        no_overlap("norm", "area_id", "subject_key"),
        one_of("metric", Metric),
        one_of("unit", Unit),
        CheckConstraint("(metric = 'oplevering') = (amount IS NULL)", name="amount"),
        CheckConstraint("(metric IN ('oplevering', 'aantal')) = (unit IS NULL)", name="unit_given"),
        CheckConstraint("(metric = 'aantal') = (period_months IS NOT NULL)", name="period_given"),
        CheckConstraint("(metric = 'wettelijk') = (law IS NOT NULL)", name="law_given"),
        CheckConstraint(
            "metric <> 'wettelijk' OR unit IN ('kalenderdagen', 'weken', 'maanden')", name="law_unit"
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("period_months IN (1, 3, 12)", name="period_months"),
        CheckConstraint(
            "cardinality(warn_percents) <= 5 AND 0 < ALL (warn_percents) AND 100 > ALL (warn_percents)",
            name="warn_percents",
        ),
        CheckConstraint("objective_basis_points BETWEEN 1 AND 10000", name="objective"),
        CheckConstraint("credit_basis_points BETWEEN 1 AND 10000", name="credit"),
        CheckConstraint("valid_until >= valid_from", name="in_order"),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "agreement_id"),
        Index(None, "collaboration_id", "calendar_id"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    agreement_id: Mapped[UUID | None] = mapped_column(Uuid)
    metric: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str | None] = mapped_column(Text)
    period_months: Mapped[int | None] = mapped_column(Integer)
    law: Mapped[str | None] = mapped_column(Text)
    calendar_id: Mapped[UUID | None] = mapped_column(Uuid)
    is_extended: Mapped[bool] = mapped_column(Boolean)
    warn_percents: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    objective_basis_points: Mapped[int | None] = mapped_column(Integer)
    credit_basis_points: Mapped[int | None] = mapped_column(Integer)
    notify_roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int] = mapped_column(Integer)
    subject_key: Mapped[UUID] = mapped_column(
        Uuid,
        Computed(
            "md5(metric || ':' || COALESCE(product_id::text, '') || ':' || COALESCE(agreement_id::text, ''))::uuid",
            persisted=True,
        ),
    )


class ClockSubject(TenantOnly, Base):
    """What clocks are of, as its room last told: all that rules need to make the clocks of a subject anew.

    `suspensions` and `extension` are of its statutory period, as `store.clocks` writes them.
    """

    __tablename__ = "clock_subject"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("product_id", "product"),
        tenant_key("organisation_id", "organisation"),
        one_of("law_unit", LawUnit),
        CheckConstraint("num_nonnulls(law, law_start_on, law_length, law_unit) IN (0, 4)", name="law"),
        CheckConstraint("jsonb_typeof(suspensions) = 'array'", name="suspensions"),
        CheckConstraint("jsonb_typeof(extension) = 'object'", name="extension"),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    subject_kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    law: Mapped[str | None] = mapped_column(Text)
    law_start_on: Mapped[date | None] = mapped_column(Date)
    law_length: Mapped[int | None] = mapped_column(Integer)
    law_unit: Mapped[str | None] = mapped_column(Text)
    suspensions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    extension: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class ClockMark(TenantOnly, Base):
    """What moved a clock: a projection of the events of its subject, `event_seq` says of which."""

    __tablename__ = "clock_mark"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "subject_id"],
            ["clock_subject.collaboration_id", "clock_subject.subject_id"],
            ondelete="RESTRICT",
        ),
        one_of("metric", Metric),
        one_of("kind", MarkKind),
        CheckConstraint("seq > 0", name="seq"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    metric: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-17)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_MOMENT)
    reason: Mapped[str | None] = mapped_column(Text)
    event_seq: Mapped[int | None] = mapped_column(Integer)


class Clock(TenantOnly, Base):
    """Where a metric of a subject stands, as of its last mark. Late is `due_at < now` while it has not ended.

    Totals in seconds of working time, or in days, as `unit` says. One going clock of a subject governs: the
    nearest.
    """

    __tablename__ = "clock"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "subject_id"],
            ["clock_subject.collaboration_id", "clock_subject.subject_id"],
            ondelete="RESTRICT",
        ),
        tenant_key("area_id", "service_area"),
        tenant_key("product_id", "product"),
        tenant_key("organisation_id", "organisation"),
        tenant_key("norm_id", "norm"),
        tenant_key("calendar_id", "calendar"),
        one_of("metric", Metric),
        one_of("state", ClockState),
        one_of("unit", Unit),
        CheckConstraint("(state IN ('loopt', 'staat stil')) = (stopped_at IS NULL)", name="stopped"),
        CheckConstraint("(state = 'staat stil') = (paused_at IS NOT NULL)", name="paused"),
        CheckConstraint("NOT is_governing OR stopped_at IS NULL", name="governing"),
        CheckConstraint("cardinality(warn_percents) = cardinality(warn_ats)", name="warnings"),
        Index("ix_clock_due", "collaboration_id", "due_at", postgresql_where=text(GOING_SQL)),
        Index(
            "ix_clock_governing",
            "collaboration_id", "subject_id",
            unique=True,
            postgresql_include=["due_at", "state", "metric"],
            postgresql_where=text("is_governing"),
        ),
        Index(
            "ix_clock_ended",
            "collaboration_id", "stopped_at",
            postgresql_include=["metric", "state", "norm_id"],
            postgresql_where=text("stopped_at IS NOT NULL"),
        ),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "norm_id"),
        Index(None, "collaboration_id", "calendar_id"),
    )  # fmt: skip

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    metric: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-17)
    subject_kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    norm_id: Mapped[UUID | None] = mapped_column(Uuid)
    calendar_id: Mapped[UUID | None] = mapped_column(Uuid)
    why: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    is_governing: Mapped[bool] = mapped_column(Boolean)
    started_at: Mapped[datetime] = mapped_column(_MOMENT)
    paused_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    stopped_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    due_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    warn_percents: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    warn_ats: Mapped[list[datetime]] = mapped_column(ARRAY(_MOMENT))
    unit: Mapped[str] = mapped_column(Text)
    target_total: Mapped[int] = mapped_column(Integer)
    spent_total: Mapped[int] = mapped_column(Integer)
    left_total: Mapped[int] = mapped_column(Integer, Computed("target_total - spent_total", persisted=True))


class Notice(TenantOnly, Base):
    """That a threshold was passed (a percentage; 100 is the breach). The key makes “once each” true."""

    __tablename__ = "notice"
    __table_args__ = (
        tenant_key("norm_id", "norm"),
        one_of("metric", Metric),
        CheckConstraint("threshold BETWEEN 1 AND 100", name="threshold"),
        Index(None, "collaboration_id", "norm_id"),
        Index(None, "collaboration_id", "created_at"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    metric: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-17)
    threshold: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    subject_kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    norm_id: Mapped[UUID | None] = mapped_column(Uuid)
    passed_at: Mapped[datetime] = mapped_column(_MOMENT)
    due_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(_MOMENT)


class NoticeReading(TenantOnly, Base):
    """Who has read a notice."""

    __tablename__ = "notice_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "subject_id", "metric", "threshold"],
            [
                "notice.collaboration_id",
                "notice.subject_id",
                "notice.metric",
                "notice.threshold",
            ],
            ondelete="RESTRICT",
        ),
        Index(None, "account_id"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    metric: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-17)
    threshold: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    account_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True, sort_order=-15
    )
    read_at: Mapped[datetime] = mapped_column(_MOMENT)
