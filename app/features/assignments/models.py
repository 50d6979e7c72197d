"""The tables of assignments: the projection, its events (the truth), and who shares in it (data §3).

Row-level security, the policy `confidential`, triggers and the search function stand in migration
0004. No rules here; the words of the checks come from the core.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
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
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.features.assignments.core.completeness import Kind, PeriodUnit, Weight
from app.features.assignments.core.life import PAIRS, SUBMITTED_OPEN, Holder, State, Step
from app.features.assignments.core.notices import Rhythm
from app.features.assignments.core.periods import PeriodChange
from app.features.assignments.core.principals import ShareRule
from app.infra.schema import Base, Tenant, TenantOnly, one_of, tenant_key

SEARCH_SQL = (
    "setweight(to_tsvector('dutch'::regconfig, coalesce(title, '')), 'A')"
    " || setweight(to_tsvector('dutch'::regconfig,"
    " coalesce(desired_result, '') || ' ' || coalesce(frame, '')), 'B')"
)
"""The title weighs A: of another's assignment only the title may be found, for nothing else shows."""
OPEN_SQL = "state IN ({})".format(", ".join(f"'{state}'" for state in State if state in SUBMITTED_OPEN))
"""What the partial indexes hold: handed in and not finished."""


BAND_SQL = (
    "(CASE WHEN kind = 'general' THEN 5 WHEN state IN ('in_progress', 'waiting') THEN 0"
    " WHEN state IN ('ordered', 'planned') THEN 1 WHEN state = 'accepted' THEN 2"
    " WHEN state = 'submitted' THEN 3 ELSE 4 END)"
)
"""First key of the order in an area: begun work stands above what waits for its turn (board 1); what has
no place follows. Standing assignments have none (board 3)."""
_PAIRS_SQL = "(step, coalesce(from_state, ''), to_state) IN ({})".format(
    ", ".join(f"('{step}', '{origin or ''}', '{to}')" for step, origin, to in PAIRS)
)
_MOMENT = DateTime(timezone=True)


class Assignment(Tenant, Base):
    """What is asked and where it stands. The state is a projection of `assignment_event`."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "number"),
        tenant_key("area_id", "service_area"),
        tenant_key("product_id", "product"),
        tenant_key("lead_organisation_id", "organisation"),
        tenant_key("year_contract_id", "year_contract"),
        one_of("state", State),
        one_of("holder", Holder),
        one_of("kind", Kind),
        one_of("urgency", Weight),
        one_of("impact", Weight),
        one_of("statutory_unit", PeriodUnit),
        CheckConstraint("number ~ '^[0-9]{4}-[A-Z0-9]+-[0-9]{4,}$'", name="number"),
        CheckConstraint("(state = 'draft') <= (number IS NULL)", name="draft_has_no_number"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR number IS NOT NULL", name="submitted_has_number"),
        CheckConstraint("lead_organisation_id = ANY (principal_ids)", name="lead_is_principal"),
        CheckConstraint("estimate_minutes > 0", name="estimate"),
        CheckConstraint("ceiling_minutes > 0 AND ceiling_cents > 0", name="ceiling"),
        CheckConstraint("returns >= 0 AND changes >= 0", name="counts"),
        CheckConstraint(
            "num_nonnulls(statutory_law, statutory_start_on, statutory_length, statutory_unit) IN (0, 4)"
            " AND statutory_length > 0",
            name="statutory",
        ),
        Index(
            "ix_assignment_open",
            "collaboration_id", "area_id", "state", "agreed_on", "id",
            postgresql_include=["is_confidential", "estimate_minutes"],
            postgresql_where=text(OPEN_SQL),
        ),
        Index(
            "ix_assignment_due",
            "collaboration_id", "agreed_on", "id",
            postgresql_where=text(f"{OPEN_SQL} AND agreed_on IS NOT NULL"),
        ),
        Index(
            "ix_assignment_queue",
            "collaboration_id", "area_id", text(BAND_SQL), "queue_rank", "number",
            postgresql_where=text(OPEN_SQL),
        ),
        Index(
            "ix_assignment_delivered",
            "collaboration_id", "delivered_at",
            postgresql_include=["agreed_on"],
            postgresql_where=text("delivered_at IS NOT NULL"),
        ),
        Index("ix_assignment_recent", "collaboration_id", text("recorded_at DESC"), text("id DESC")),
        Index(
            "ix_assignment_lead",
            "collaboration_id", "lead_organisation_id", text("recorded_at DESC"), text("id DESC"),
        ),
        Index("ix_assignment_area", "collaboration_id", "area_id", text("recorded_at DESC"), text("id DESC")),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "year_contract_id"),
        Index("ix_assignment_search", "search", postgresql_using="gin"),
        Index("ix_assignment_principals", "principal_ids", postgresql_using="gin"),
    )  # fmt: skip

    number: Mapped[str | None] = mapped_column(Text(collation="C"))
    area_id: Mapped[UUID | None] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    year_contract_id: Mapped[UUID | None] = mapped_column(Uuid)
    lead_organisation_id: Mapped[UUID] = mapped_column(Uuid)
    principal_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    desired_result: Mapped[str | None] = mapped_column(Text)
    acceptance_criteria: Mapped[list[str]] = mapped_column(ARRAY(Text))
    contact: Mapped[str | None] = mapped_column(Text)
    requested_on: Mapped[date | None] = mapped_column(Date)
    requested_why: Mapped[str | None] = mapped_column(Text)
    statutory_law: Mapped[str | None] = mapped_column(Text)
    statutory_start_on: Mapped[date | None] = mapped_column(Date)
    statutory_length: Mapped[int | None] = mapped_column(Integer)
    statutory_unit: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str] = mapped_column(Text)
    impact: Mapped[str] = mapped_column(Text)
    frame: Mapped[str | None] = mapped_column(Text)
    ceiling_minutes: Mapped[int | None] = mapped_column(Integer)
    ceiling_cents: Mapped[int | None] = mapped_column(BigInteger)
    is_confidential: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    seq: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text)
    state_since: Mapped[datetime] = mapped_column(_MOMENT)
    holder: Mapped[str] = mapped_column(Text)
    returns: Mapped[int] = mapped_column(Integer)
    changes: Mapped[int] = mapped_column(Integer)
    submitted_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    accepted_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    started_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    delivered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    estimate_minutes: Mapped[int | None] = mapped_column(Integer)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    queue_rank: Mapped[Decimal | None] = mapped_column(Numeric)
    handler: Mapped[str | None] = mapped_column(Text)
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH_SQL, persisted=True))


class AssignmentEvent(TenantOnly, Base):
    """One step that was taken: append-only."""

    __tablename__ = "assignment_event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            ondelete="RESTRICT",
        ),
        tenant_key("organisation_id", "organisation"),
        ForeignKeyConstraint(
            ["collaboration_id", "assignment_id", "replaces_seq"],
            ["assignment_event.collaboration_id", "assignment_event.assignment_id", "assignment_event.seq"],
            ondelete="RESTRICT",
            name="fk_assignment_event_replaces",
        ),
        CheckConstraint(_PAIRS_SQL, name="pair"),
        CheckConstraint("seq > 0 AND replaces_seq < seq", name="seq"),
        CheckConstraint("estimate_minutes > 0", name="estimate"),
        one_of("step", Step),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "assignment_id", "replaces_seq"),
    )

    assignment_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    step: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str | None] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    via: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    estimate_minutes: Mapped[int | None] = mapped_column(Integer)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    queue_rank: Mapped[Decimal | None] = mapped_column(Numeric)
    handler: Mapped[str | None] = mapped_column(Text)
    replaces_seq: Mapped[int | None] = mapped_column(Integer)


class StatutoryEvent(TenantOnly, Base):
    """What happened to the statutory period: append-only; `revoke` takes back an earlier one (`core.periods`)."""

    __tablename__ = "statutory_event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            ondelete="RESTRICT",
        ),
        tenant_key("organisation_id", "organisation"),
        ForeignKeyConstraint(
            ["collaboration_id", "assignment_id", "refers_seq"],
            ["statutory_event.collaboration_id", "statutory_event.assignment_id", "statutory_event.seq"],
            ondelete="RESTRICT",
            name="fk_statutory_event_refers",
        ),
        one_of("kind", PeriodChange),
        one_of("unit", PeriodUnit),
        CheckConstraint("seq > 0 AND refers_seq < seq", name="seq"),
        CheckConstraint("(kind = 'revocation') = (on_day IS NULL)", name="on_day"),
        CheckConstraint("(kind = 'extension') = (length IS NOT NULL) AND length > 0", name="length"),
        CheckConstraint("num_nonnulls(length, unit) IN (0, 2)", name="length_unit"),
        CheckConstraint("(kind IN ('suspension', 'extension')) = (article IS NOT NULL)", name="article"),
        CheckConstraint("(kind IN ('resumption', 'revocation')) = (refers_seq IS NOT NULL)", name="refers"),
        CheckConstraint("reason <> '' AND article <> ''", name="said"),
        Index(
            "ix_statutory_event_revoked",
            "collaboration_id", "assignment_id", "refers_seq",
            unique=True,
            postgresql_where=text("kind = 'revocation'"),
        ),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "assignment_id", "refers_seq"),
    )  # fmt: skip

    assignment_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    kind: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date | None] = mapped_column(Date)
    article: Mapped[str | None] = mapped_column(Text)
    length: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str | None] = mapped_column(Text)
    refers_seq: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    via: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)


class AssignmentPrincipal(TenantOnly, Base):
    """One principal and how its part is found. Fixed parts are fractions that total one."""

    __tablename__ = "assignment_principal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            ondelete="RESTRICT",
        ),
        tenant_key("organisation_id", "organisation"),
        ForeignKeyConstraint(
            ["collaboration_id", "share_statistic"],
            ["statistic_kind.collaboration_id", "statistic_kind.code"],
            ondelete="RESTRICT",
        ),
        Index(None, "collaboration_id", "share_statistic"),
        one_of("share_rule", ShareRule),
        CheckConstraint("(share_rule = 'fixed') = (share_num IS NOT NULL)", name="fixed"),
        CheckConstraint("(share_rule = 'statistic') = (share_statistic IS NOT NULL)", name="statistic"),
        CheckConstraint("num_nonnulls(share_num, share_den) IN (0, 2)", name="fraction"),
        CheckConstraint("share_den > 0 AND share_num >= 0 AND share_num <= share_den", name="share"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    assignment_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    position: Mapped[int] = mapped_column(Integer)
    share_rule: Mapped[str] = mapped_column(Text)
    share_statistic: Mapped[str | None] = mapped_column(Text(collation="C"))
    share_num: Mapped[int | None] = mapped_column(Integer)
    share_den: Mapped[int | None] = mapped_column(Integer)


class DigestRhythm(TenantOnly, Base):
    """How often an office wants its digest; without a row once a week."""

    __tablename__ = "digest_rhythm"
    __table_args__ = (tenant_key("organisation_id", "organisation"), one_of("rhythm", Rhythm))

    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    rhythm: Mapped[str] = mapped_column(Text)


class Digest(TenantOnly, Base):
    """That an office was sent its digest on a day: the key makes it once."""

    __tablename__ = "digest"
    __table_args__ = (tenant_key("organisation_id", "organisation"),)

    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-17)
    lines: Mapped[int] = mapped_column(Integer)
