"""The tables of hours: entries (the truth), sheets and parts (where a week stands), two sums, digests (data §3).

Columns and constraints only. Migration 0006 holds the rest: row-level security; the trigger that refuses
what a closed month, an approved row or the life of an assignment forbids, for every role; and the trigger
that keeps `worked_day` and `assignment_hours`, which nobody else may write.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.subject import Activity, Kind
from app.infra.schema import Base, Tenant, TenantOnly, one_of, tenant_key

_MOMENT = DateTime(timezone=True)
_IS_MONDAY = "extract(isodow FROM monday) = 1"


class WeekSheet(TenantOnly, Base):
    """The week of an employee. Absent is open and empty; `handed_in_at` set with no hours: nothing booked."""

    __tablename__ = "week_sheet"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        one_of("state", SheetState),
        CheckConstraint(_IS_MONDAY, name="monday"),
        CheckConstraint("(state = 'open') = (handed_in_at IS NULL)", name="handed_in"),
        Index(None, "collaboration_id", "monday", "state"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    monday: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-17)
    state: Mapped[str] = mapped_column(Text)
    handed_in_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    version: Mapped[int] = mapped_column(Integer)


class WeekPart(TenantOnly, Base):
    """The hours of one area in a week that was handed in: approved or returned by who manages the area."""

    __tablename__ = "week_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "employee_id", "monday"],
            ["week_sheet.collaboration_id", "week_sheet.employee_id", "week_sheet.monday"],
            ondelete="RESTRICT",
        ),
        tenant_key("area_id", "service_area"),
        one_of("state", PartState),
        CheckConstraint("state <> 'returned' OR coalesce(reason, '') <> ''", name="reason"),
        CheckConstraint("state NOT IN ('approved', 'returned') OR decided_at IS NOT NULL", name="decided"),
        Index(None, "collaboration_id", "area_id", "state", "monday"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    monday: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-17)
    area_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-16)
    state: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    decided_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class HourEntry(Tenant, Base):
    """Who, when, how long, on what; what a settlement sums.

    `worked_on` is the day that it is about, `recorded_at` the moment at which it was known: a run reads what
    is approved and `recorded_at <= cut_off_at`. `area_id` is the area of the assignment or activity.
    `function_code` is what was worked as that day; `tariff_id` and `rate_cents` (per hour) are the tariff of
    area, function and day, empty where none holds, kept fresh while the row is open. `kind` correction holds
    a signed difference in a closed month; `corrects_id` empty there: hours that had been forgotten.
    """

    __tablename__ = "hour_entry"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        tenant_key("assignment_id", "assignment"),
        tenant_key("area_id", "service_area"),
        tenant_key("tariff_id", "tariff"),
        tenant_key("corrects_id", "hour_entry"),
        one_of("kind", Kind),
        one_of("activity", Activity),
        CheckConstraint("num_nonnulls(assignment_id, activity) = 1", name="subject"),
        CheckConstraint("num_nonnulls(tariff_id, rate_cents) IN (0, 2)", name="tariff"),
        CheckConstraint("rate_cents >= 0", name="rate_cents"),
        CheckConstraint("minutes BETWEEN -1440 AND 1440 AND minutes <> 0", name="minutes"),
        CheckConstraint(
            "kind <> 'normal' OR (minutes > 0 AND num_nonnulls(corrects_id, reason) = 0)", name="normal"
        ),
        CheckConstraint("kind <> 'correction' OR coalesce(reason, '') <> ''", name="correction"),
        Index(
            "uq_hour_entry_cell",
            "collaboration_id", "employee_id", "worked_on", "assignment_id", "area_id", "activity",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("kind = 'normal'"),
        ),
        Index(
            "ix_hour_entry_worked_on",
            "collaboration_id", "worked_on",
            postgresql_include=[
                "assignment_id", "area_id", "tariff_id", "rate_cents", "minutes", "kind", "recorded_at",
                "approved_at",
            ],
        ),
        Index(
            "ix_hour_entry_corrections",
            "collaboration_id", "worked_on",
            postgresql_where=text("kind = 'correction'"),
        ),
        Index(
            "ix_hour_entry_unapproved",
            "collaboration_id", "worked_on", "area_id",
            postgresql_where=text("approved_at IS NULL"),
        ),
        Index(None, "collaboration_id", "employee_id", "worked_on"),
        Index(None, "collaboration_id", "assignment_id"),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "tariff_id"),
        Index(None, "collaboration_id", "corrects_id"),
    )  # fmt: skip

    employee_id: Mapped[UUID] = mapped_column(Uuid)
    worked_on: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    assignment_id: Mapped[UUID | None] = mapped_column(Uuid)
    activity: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    function_code: Mapped[str | None] = mapped_column(Text(collation="C"))
    tariff_id: Mapped[UUID | None] = mapped_column(Uuid)
    rate_cents: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[UUID | None] = mapped_column(Uuid)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    approved_by: Mapped[str | None] = mapped_column(Text)


class WorkedDay(TenantOnly, Base):
    """The minutes of an employee on a day, all entries and corrections together; kept by a trigger."""

    __tablename__ = "worked_day"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    day: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-17)
    minutes: Mapped[int] = mapped_column(Integer)


class AssignmentHours(TenantOnly, Base):
    """The minutes on an assignment in a month, approved or not; kept by a trigger, read by lists."""

    __tablename__ = "assignment_hours"
    __table_args__ = (tenant_key("assignment_id", "assignment"),)

    assignment_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    month_on: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-17)
    minutes: Mapped[int] = mapped_column(Integer)


class HoursDigest(TenantOnly, Base):
    """What the normal entries of a month were when it was closed; never changed (data §5)."""

    __tablename__ = "hours_digest"
    __table_args__ = (
        CheckConstraint("extract(day FROM month_on) = 1", name="month_on"),
        CheckConstraint("entries >= 0", name="entries"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
    )

    month_on: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-18)
    entries: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(_MOMENT)
