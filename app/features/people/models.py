"""The tables of people: who works, employed by whom, lent to whom, away when, able to do what (data §3).

Columns and constraints only; row-level security and grants stand in migration 0005. An account is who
logs in, an employee who works: the one may exist without the other.
"""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.features.partnership.core import VatCategory
from app.infra.schema import Base, Dated, Tenant, no_overlap, not_negative, one_of, tenant_key

_CODE = Text(collation="C")


def _in_order() -> CheckConstraint:
    return CheckConstraint("valid_until >= valid_from", name="in_order")


class Employee(Tenant, Base):
    """Who works. `code` is the short name in sheets and addresses; `account_id` is empty without a log-in."""

    __tablename__ = "employee"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        UniqueConstraint("collaboration_id", "account_id"),
        CheckConstraint("code ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,30}$'", name="code"),
        Index(None, "collaboration_id", "sort_name", "id"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(_CODE)
    account_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", ondelete="RESTRICT"))
    version: Mapped[int] = mapped_column(Integer)


class Employment(Tenant, Dated, Base):
    """One job at one employer: the area of the team, the function that has a tariff, minutes a week."""

    __tablename__ = "employment"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        tenant_key("employer_id", "organisation"),
        tenant_key("area_id", "service_area"),
        no_overlap("employment", "employee_id"),
        CheckConstraint("contract_minutes BETWEEN 1 AND 10080", name="contract_minutes"),
        _in_order(),
        Index(None, "collaboration_id", "employee_id", "valid_from"),
        Index(None, "collaboration_id", "employer_id"),
        Index(None, "collaboration_id", "area_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    function_code: Mapped[str] = mapped_column(_CODE)
    contract_minutes: Mapped[int] = mapped_column(Integer)


class Skill(Tenant, Dated, Base):
    """Something that an employee can do."""

    __tablename__ = "skill"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        UniqueConstraint("collaboration_id", "employee_id", "code", "valid_from"),
        _in_order(),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)


class Leave(Tenant, Dated, Base):
    """Days on which an employee is away; `day_minutes` empty is the whole day."""

    __tablename__ = "leave"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        CheckConstraint("day_minutes BETWEEN 1 AND 1440", name="day_minutes"),
        _in_order(),
        Index(None, "collaboration_id", "employee_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid)
    day_minutes: Mapped[int | None] = mapped_column(Integer)


class Secondment(Tenant, Dated, Base):
    """An employee lent by its employer to a provider for an area (domain §10, settlement.md 15).

    The reimbursement is `fte` × `rate_cents` per fte and year, by calendar days; its VAT is stated per row
    in basis points (2100 is 21 %).
    """

    __tablename__ = "secondment"
    __table_args__ = (
        tenant_key("employee_id", "employee"),
        tenant_key("employer_id", "organisation"),
        tenant_key("provider_id", "organisation"),
        tenant_key("area_id", "service_area"),
        no_overlap("secondment", "employee_id", "area_id"),
        one_of("vat_category", VatCategory),
        CheckConstraint("fte > 0 AND fte <= 2", name="fte"),
        CheckConstraint("vat_basis_points BETWEEN 0 AND 10000", name="vat_basis_points"),
        CheckConstraint("(vat_category = 'S') = (vat_basis_points > 0)", name="vat_rate"),
        not_negative("rate_cents"),
        _in_order(),
        Index(None, "collaboration_id", "employee_id"),
        Index(None, "collaboration_id", "employer_id"),
        Index(None, "collaboration_id", "provider_id"),
        Index(None, "collaboration_id", "area_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(Uuid)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    provider_id: Mapped[UUID] = mapped_column(Uuid)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    function_code: Mapped[str] = mapped_column(_CODE)
    fte: Mapped[Decimal] = mapped_column(Numeric(6, 4))
    rate_cents: Mapped[int] = mapped_column(BigInteger)
    vat_category: Mapped[str] = mapped_column(Text)
    vat_basis_points: Mapped[int] = mapped_column(Integer)
