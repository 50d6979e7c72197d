"""Tables of invoices: sealed when written, numbered without gaps, and only true if they add up.

Every amount is that of the document as printed: on a credit note the signs are turned. `parties` keeps
names, addresses and accounts as they were when the number was given. Sums are held by a deferred trigger
(migration 0009).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.features.invoices.core.billing import DocumentKind, VatGroup
from app.features.settlement.core.inputs import VatCategory
from app.infra.schema import Base, Tenant, TenantOnly, one_of, tenant_key


class Invoice(Tenant, Base):
    """An invoice or credit note of a final settlement.

    `place` is that of its document among those of the run; of a correction `about` is the closed period.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        tenant_key("run_id", "run"),
        tenant_key("provider_id", "organisation"),
        tenant_key("client_id", "organisation"),
        UniqueConstraint("collaboration_id", "provider_id", "year", "sequence"),
        UniqueConstraint("collaboration_id", "number"),
        UniqueConstraint("collaboration_id", "run_id", "place"),
        CheckConstraint("(about_first_on IS NULL) = (about_last_on IS NULL)", name="about"),
        CheckConstraint("place > 0", name="place"),
        CheckConstraint("net_cents + vat_cents = total_cents AND total_cents > 0", name="total"),
        CheckConstraint("provider_id <> client_id", name="parties_differ"),
        CheckConstraint("organisation_ids = ARRAY[provider_id, client_id]", name="organisation_ids"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("due_on >= dated_on", name="due_on"),
        one_of("kind", DocumentKind),
        one_of("vat_group", VatGroup),
        Index(None, "collaboration_id", "client_id"),
        Index(None, "collaboration_id", "dated_on", "number"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid)
    provider_id: Mapped[UUID] = mapped_column(Uuid)
    client_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    number: Mapped[str] = mapped_column(Text(collation="C"))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    vat_group: Mapped[str] = mapped_column(Text)
    place: Mapped[int] = mapped_column(Integer)
    about_first_on: Mapped[date | None] = mapped_column(Date)
    about_last_on: Mapped[date | None] = mapped_column(Date)
    title: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    net_cents: Mapped[int] = mapped_column(BigInteger)
    vat_cents: Mapped[int] = mapped_column(BigInteger)
    total_cents: Mapped[int] = mapped_column(BigInteger)
    parties: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class InvoiceRefers(TenantOnly, Base):
    """An earlier invoice that a corrected one refers to (settlement.md 28, EN 16931 BG-3)."""

    __tablename__ = "invoice_refers"
    __table_args__ = (
        tenant_key("invoice_id", "invoice"),
        tenant_key("refers_to_id", "invoice"),
        CheckConstraint("invoice_id <> refers_to_id", name="another"),
        Index(None, "collaboration_id", "refers_to_id"),
    )

    invoice_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    refers_to_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)


class InvoiceLine(TenantOnly, Base):
    """A line of an invoice, with the line of the settlement that it bills."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        tenant_key("invoice_id", "invoice"),
        ForeignKeyConstraint(
            ["collaboration_id", "run_id", "settlement_line"],
            ["settlement_line.collaboration_id", "settlement_line.run_id", "settlement_line.number"],
            name="fk_invoice_line_settlement_line",
            ondelete="RESTRICT",
        ),
        tenant_key("area_id", "service_area"),
        CheckConstraint("quantity_den > 0 AND base_quantity > 0", name="quantity"),
        CheckConstraint("rate_num >= 0 AND rate_den > 0", name="rate"),
        one_of("vat_category", VatCategory),
        Index(None, "collaboration_id", "run_id", "settlement_line"),
        Index(None, "collaboration_id", "area_id"),
    )

    invoice_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    run_id: Mapped[UUID] = mapped_column(Uuid)
    settlement_line: Mapped[int] = mapped_column(Integer)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    description: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    quantity_num: Mapped[int] = mapped_column(BigInteger)
    quantity_den: Mapped[int] = mapped_column(BigInteger)
    base_quantity: Mapped[int] = mapped_column(Integer)
    price_cents: Mapped[int] = mapped_column(BigInteger)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    vat_category: Mapped[str] = mapped_column(Text)
    rate_num: Mapped[int] = mapped_column(Integer)
    rate_den: Mapped[int] = mapped_column(Integer)


class InvoiceVat(TenantOnly, Base):
    """The VAT of one category of an invoice, reckoned over its base (EN 16931 BR-CO-17)."""

    __tablename__ = "invoice_vat"
    __table_args__ = (
        tenant_key("invoice_id", "invoice"),
        one_of("category", VatCategory),
        CheckConstraint("rate_num >= 0 AND rate_den > 0", name="rate"),
    )

    invoice_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    category: Mapped[str] = mapped_column(Text, primary_key=True)
    rate_num: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rate_den: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    base_cents: Mapped[int] = mapped_column(BigInteger)
    vat_cents: Mapped[int] = mapped_column(BigInteger)
