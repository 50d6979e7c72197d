"""The tables of costs: pools, how overhead is passed on, entries, budget (data §3).

Columns and constraints only. Migration 0007 holds row-level security, grants and triggers: an entry stays what it
is (taken back by a new entry, never changed; in a closed month only with a reason; never recorded at or before a
cut-off), is booked on days of its pool, and a cascade names pools that hold on all its days, with parts that
total one.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.infra.schema import Base, Dated, Tenant, TenantOnly, no_overlap, one_of, tenant_key

_MOMENT = DateTime(timezone=True)
_CODE = Text(collation="C")


class CostPool(Tenant, Base):
    """Where costs are gathered: of an area, overhead, own account, or starting up. Its versions say when."""

    __tablename__ = "cost_pool"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        UniqueConstraint("collaboration_id", "id", "kind"),
        tenant_key("area_id", "service_area"),
        one_of("kind", PoolKind),
        CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name="code"),
        CheckConstraint("(kind IN ('area', 'start_up')) = (area_id IS NOT NULL)", name="of_area"),
        Index(None, "collaboration_id", "area_id"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    kind: Mapped[str] = mapped_column(Text)
    area_id: Mapped[UUID | None] = mapped_column(Uuid)


class CostPoolVersion(Tenant, Dated, Base):
    """When a pool takes costs, and what it is called then."""

    __tablename__ = "cost_pool_version"
    __table_args__ = (
        tenant_key("pool_id", "cost_pool"),
        no_overlap("cost_pool_version", "pool_id"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("valid_until >= valid_from", name="in_order"),
        Index(None, "collaboration_id", "pool_id"),
    )

    pool_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(Text)


class CascadeVersion(Tenant, Dated, Base):
    """How overhead reaches the areas: one for the collaboration on a day (settlement.md 22)."""

    __tablename__ = "cascade_version"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "id", "method"),
        no_overlap("cascade_version"),
        one_of("method", CascadeMethod),
        CheckConstraint("extract(day FROM valid_from) = 1", name="starts_with_month"),
        CheckConstraint("extract(day FROM valid_until + 1) = 1", name="ends_with_month"),
        CheckConstraint("valid_until >= valid_from", name="in_order"),
    )

    method: Mapped[str] = mapped_column(Text)


def _part_of(*columns: str) -> ForeignKeyConstraint:
    """A key to a pool of the same cascade."""
    return ForeignKeyConstraint(
        ["collaboration_id", *columns],
        [f"cascade_pool.{name}" for name in ("collaboration_id", "cascade_id", "pool_id")],
        ondelete="RESTRICT",
    )


class CascadePool(TenantOnly, Base):
    """What an overhead pool is divided by in a cascade; `step` its place in step-down, `fte` its own staff."""

    __tablename__ = "cascade_pool"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "cascade_id", "method"],
            [f"cascade_version.{name}" for name in ("collaboration_id", "id", "method")],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["collaboration_id", "pool_id", "kind"],
            [f"cost_pool.{name}" for name in ("collaboration_id", "id", "kind")],
            ondelete="RESTRICT",
        ),
        UniqueConstraint("collaboration_id", "cascade_id", "step"),
        one_of("driver", OverheadDriver),
        CheckConstraint("kind = 'overhead'", name="kind"),
        CheckConstraint("(method = 'step_down') = (step IS NOT NULL)", name="of_step_down"),
        CheckConstraint("fte >= 0 AND step > 0", name="not_negative"),
        Index(None, "collaboration_id", "cascade_id", "method"),
        Index(None, "collaboration_id", "pool_id", "kind"),
    )

    cascade_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    pool_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    method: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    driver: Mapped[str] = mapped_column(Text)
    fte: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    step: Mapped[int | None] = mapped_column(Integer)


class CascadeShare(TenantOnly, Base):
    """The fixed part of an area in an overhead pool; with those of other pools the parts total one."""

    __tablename__ = "cascade_share"
    __table_args__ = (
        _part_of("cascade_id", "pool_id"),
        tenant_key("area_id", "service_area"),
        CheckConstraint("part_den > 0 AND part_num >= 0 AND part_num <= part_den", name="part"),
        Index(None, "collaboration_id", "area_id"),
    )

    cascade_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    pool_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    area_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-16)
    part_num: Mapped[int] = mapped_column(Integer)
    part_den: Mapped[int] = mapped_column(Integer)


class CascadePass(TenantOnly, Base):
    """The fixed part of an overhead pool that another one passes on to it; its own part is left out first."""

    __tablename__ = "cascade_pass"
    __table_args__ = (
        _part_of("cascade_id", "pool_id"),
        _part_of("cascade_id", "to_pool_id"),
        CheckConstraint("part_den > 0 AND part_num >= 0 AND part_num <= part_den", name="part"),
        Index(None, "collaboration_id", "cascade_id", "to_pool_id"),
    )

    cascade_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    pool_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    to_pool_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-16)
    part_num: Mapped[int] = mapped_column(Integer)
    part_den: Mapped[int] = mapped_column(Integer)


class CostEntry(Tenant, Base):
    """One actual cost, net and the input VAT beside it. Append-only but for the mark that it was reversed."""

    __tablename__ = "cost_entry"
    __table_args__ = (
        tenant_key("pool_id", "cost_pool"),
        ForeignKeyConstraint(
            ["collaboration_id", "reverses_id"],
            ["cost_entry.collaboration_id", "cost_entry.id"],
            ondelete="RESTRICT",
        ),
        one_of("category", Category),
        CheckConstraint("document <> '' AND supplier <> ''", name="document"),
        CheckConstraint("reverses_id IS NULL OR coalesce(reason, '') <> ''", name="reason"),
        Index(
            "uq_cost_entry_document",
            "collaboration_id", "pool_id", "supplier", "document", "category",
            unique=True,
            postgresql_where=text("reverses_id IS NULL AND reversed_at IS NULL"),
        ),
        Index(
            "uq_cost_entry_reverses",
            "collaboration_id", "reverses_id",
            unique=True,
        ),
        Index(None, "collaboration_id", "pool_id", "booked_on"),
        Index(None, "collaboration_id", "booked_on", "id"),
    )  # fmt: skip

    pool_id: Mapped[UUID] = mapped_column(Uuid)
    booked_on: Mapped[date] = mapped_column(Date)
    category: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    vat_cents: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[str] = mapped_column(_CODE)
    supplier: Mapped[str] = mapped_column(_CODE)
    description: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    reverses_id: Mapped[UUID | None] = mapped_column(Uuid)
    reversed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(Text)


class BudgetLine(Tenant, Base):
    """The budget of a year for a pool and category, as first set."""

    __tablename__ = "budget_line"
    __table_args__ = (
        tenant_key("pool_id", "cost_pool"),
        UniqueConstraint("collaboration_id", "pool_id", "year", "category"),
        one_of("category", Category),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        Index(None, "collaboration_id", "year"),
    )

    year: Mapped[int] = mapped_column(Integer)
    pool_id: Mapped[UUID] = mapped_column(Uuid)
    category: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class Amendment(Tenant, Base):
    """A decided change of a budget line: the signed difference."""

    __tablename__ = "amendment"
    __table_args__ = (
        tenant_key("budget_line_id", "budget_line"),
        CheckConstraint("amount_cents <> 0", name="amount"),
        CheckConstraint("reason <> ''", name="reason"),
        Index(None, "collaboration_id", "budget_line_id"),
    )

    budget_line_id: Mapped[UUID] = mapped_column(Uuid)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    decided_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(Text)
