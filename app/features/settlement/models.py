"""The tables of settlement: runs, their steps, confirmations, frozen inputs and lines; baselines (data §3, §5).

Columns and constraints only. Migration 0008 holds row-level security, grants and the triggers that seal a
final run. `made_by` and its like are keys of who acted (account or application), the names stand beside them
for readers.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.features.settlement.core.baseline_rows import FactKind, PathKind, PlanKey, PriceLevel
from app.features.settlement.core.inputs import TariffResult, VatCategory
from app.features.settlement.core.result import LineKind
from app.features.settlement.core.run import Answer, RunKind, RunState, RunStep
from app.infra.schema import Base, Tenant, TenantOnly, no_overlap, not_negative, one_of, tenant_key

_MOMENT = DateTime(timezone=True)
_CODE = Text(collation="C")
_NOUGHT_OR_MORE = "least(deviation_basis_points, deviation_cents) >= 0"


class Run(Tenant, Base):
    """One settlement of one period, an advance, or a correction of closed periods.

    Who approved is never who calculated it or sent it to be checked. Of advances and corrections one is under
    way at a time: each is reckoned from what was final before it.
    """

    __tablename__ = "run"
    __table_args__ = (
        one_of("kind", RunKind),
        one_of("state", RunState),
        CheckConstraint("last_on > first_on", name="in_order"),
        CheckConstraint("calculations >= 0", name="calculations"),
        CheckConstraint(
            "approved_by IS NULL OR (approved_by <> made_by AND approved_by <> coalesce(checked_by, ''))",
            name="approved_by_another",
        ),
        CheckConstraint("(state IN ('approved', 'final')) <= (approved_by IS NOT NULL)", name="approved"),
        CheckConstraint(
            "(state IN ('checked', 'approved', 'final')) <= (cut_off_at IS NOT NULL AND checked_by IS NOT "
            "NULL)",
            name="checked",
        ),
        CheckConstraint("(state = 'final') = (final_at IS NOT NULL)", name="final"),
        CheckConstraint(
            "(kind = 'settlement') = (num_nonnulls(deviation_basis_points, deviation_cents) > 0)",
            name="threshold",
        ),
        CheckConstraint(_NOUGHT_OR_MORE, name="threshold_size"),
        Index(
            "uq_run_open",
            "collaboration_id", "kind", "first_on", "last_on",
            unique=True,
            postgresql_where=text("state IN ('draft', 'checked', 'approved')"),
        ),
        Index(
            "uq_run_open_one",
            "collaboration_id", "kind",
            unique=True,
            postgresql_where=text("kind <> 'settlement' AND state IN ('draft', 'checked', 'approved')"),
        ),
        Index(None, "collaboration_id", "first_on", "id"),
    )  # fmt: skip

    kind: Mapped[str] = mapped_column(Text)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    calculations: Mapped[int] = mapped_column(Integer)
    calculated_at: Mapped[datetime] = mapped_column(_MOMENT)
    calculated_by_name: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(_CODE)
    checked_by: Mapped[str | None] = mapped_column(_CODE)
    approved_by: Mapped[str | None] = mapped_column(_CODE)
    cut_off_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    final_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    confirm_by_on: Mapped[date | None] = mapped_column(Date)
    deviation_basis_points: Mapped[int | None] = mapped_column(Integer)
    deviation_cents: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer)


class RunArea(TenantOnly, Base):
    """An area that a run settles; no area is settled finally, or charged in advance, twice for one day.

    What it cost, the result that opened it, what its tariffs left and where that goes: of a final run the costs are
    what its lines charge and the result together (trigger).
    """

    __tablename__ = "run_area"
    __table_args__ = (
        tenant_key("run_id", "run"),
        tenant_key("area_id", "service_area"),
        no_overlap("run_area", "area_id", where="is_final AND kind = 'settlement'"),
        no_overlap("run_area_advance", "area_id", where="is_final AND kind = 'advance'"),
        one_of("kind", RunKind),
        one_of("goes_to", TariffResult),
        Index(None, "collaboration_id", "area_id"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    area_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    kind: Mapped[str] = mapped_column(Text)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    is_final: Mapped[bool] = mapped_column(Boolean)
    costs_cents: Mapped[int] = mapped_column(BigInteger)
    carried_cents: Mapped[int] = mapped_column(BigInteger)
    result_cents: Mapped[int] = mapped_column(BigInteger)
    goes_to: Mapped[str] = mapped_column(Text)
    validity: Mapped[Range[date]] = mapped_column(
        DATERANGE, Computed("daterange(first_on, last_on, '[]')", persisted=True)
    )


class RunCorrects(TenantOnly, Base):
    """A final run that a correction settles again: append-only, and the correction is none of these itself."""

    __tablename__ = "run_corrects"
    __table_args__ = (
        tenant_key("run_id", "run"),
        tenant_key("corrects_id", "run"),
        CheckConstraint("run_id <> corrects_id", name="another"),
        Index(None, "collaboration_id", "corrects_id"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    corrects_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)


class RunStepTaken(TenantOnly, Base):
    """A step that was taken: append-only."""

    __tablename__ = "run_step"
    __table_args__ = (
        tenant_key("run_id", "run"),
        one_of("step", RunStep),
        one_of("to_state", RunState),
        CheckConstraint("step <> 'return' OR coalesce(reason, '') <> ''", name="reason"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    step: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str | None] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(_MOMENT)
    taken_by: Mapped[str] = mapped_column(_CODE)
    taken_by_name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class Confirmation(TenantOnly, Base):
    """What an organisation answered about its figures, and which they were: append-only, the last one counts."""

    __tablename__ = "confirmation"
    __table_args__ = (
        tenant_key("run_id", "run"),
        tenant_key("organisation_id", "organisation"),
        one_of("answer", Answer),
        CheckConstraint("answer <> 'objected' OR coalesce(remark, '') <> ''", name="reason"),
        CheckConstraint("seq > 0", name="seq"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    answer: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime] = mapped_column(_MOMENT)
    confirmed_by_name: Mapped[str] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)
    figures: Mapped[list[list[str]]] = mapped_column(JSONB)


class FindingComment(TenantOnly, Base):
    """An explanation of a finding, with the sentence it is about: append-only."""

    __tablename__ = "finding_comment"
    __table_args__ = (
        tenant_key("run_id", "run"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("seq > 0", name="seq"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    code: Mapped[str] = mapped_column(_CODE)
    subject_kind: Mapped[str] = mapped_column(_CODE)
    subject: Mapped[str] = mapped_column(_CODE)
    about: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    commented_at: Mapped[datetime] = mapped_column(_MOMENT)
    commented_by: Mapped[str] = mapped_column(_CODE)
    commented_by_name: Mapped[str] = mapped_column(Text)


class Snapshot(TenantOnly, Base):
    """The inputs of the last calculation, as canonical bytes; sealed when the run is final."""

    __tablename__ = "snapshot"
    __table_args__ = (
        tenant_key("run_id", "run"),
        CheckConstraint("format_version > 0", name="format_version"),
        CheckConstraint("sha256 = sha256(body)", name="sha256"),
        CheckConstraint("octet_length(lines_sha256) = 32", name="lines_sha256"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    format_version: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    lines_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class SettlementLine(TenantOnly, Base):
    """A line of the last calculation; the derivation is reckoned again from the snapshot."""

    __tablename__ = "settlement_line"
    __table_args__ = (
        tenant_key("run_id", "run"),
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        tenant_key("provider_id", "organisation"),
        tenant_key("tariff_id", "tariff"),
        one_of("kind", LineKind),
        one_of("vat_category", VatCategory),
        CheckConstraint("is_own_share <= (organisation_id = provider_id)", name="own_share"),
        CheckConstraint("vat_category IS NOT NULL OR vat_cents = 0", name="vat"),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "organisation_id", "run_id"),
        Index(None, "collaboration_id", "provider_id"),
        Index(None, "collaboration_id", "tariff_id"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    provider_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    component: Mapped[int] = mapped_column(Integer)
    tariff_id: Mapped[UUID | None] = mapped_column(Uuid)
    description: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    is_own_share: Mapped[bool] = mapped_column(Boolean)
    vat_category: Mapped[str | None] = mapped_column(Text)
    vat_cents: Mapped[int] = mapped_column(BigInteger)


class ScenarioKept(Tenant, Base):
    """What would be paid if something were otherwise: append-only, and never referred to by a run."""

    __tablename__ = "scenario"
    __table_args__ = (
        tenant_key("run_id", "run"),
        CheckConstraint("title <> '' AND reason <> ''", name="named"),
        Index(None, "collaboration_id", "run_id"),
    )

    run_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    words: Mapped[list[str]] = mapped_column(JSONB)
    outcome: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    basis_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(_CODE)
    made_by_name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class DeviationThreshold(Tenant, Base):
    """From where a difference must be explained, from a day until the next: append-only.

    Of one day the row that was recorded last counts.
    """

    __tablename__ = "deviation_threshold"
    __table_args__ = (
        CheckConstraint("num_nonnulls(deviation_basis_points, deviation_cents) > 0", name="stated"),
        CheckConstraint(_NOUGHT_OR_MORE, name="threshold_size"),
        CheckConstraint("reason <> ''", name="reason"),
        Index(None, "collaboration_id", "valid_from"),
    )

    valid_from: Mapped[date] = mapped_column(Date)
    deviation_basis_points: Mapped[int | None] = mapped_column(Integer)
    deviation_cents: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(_CODE)
    made_by_name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class BaselineKept(Tenant, Base):
    """A baseline by its code; what it says stands in its versions."""

    __tablename__ = "baseline"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,29}$'", name="code"),
        UniqueConstraint("collaboration_id", "code"),
    )

    code: Mapped[str] = mapped_column(_CODE)


class BaselineVersion(Tenant, Base):
    """One version of a baseline with its path: append-only, every one after the first with a reason.

    `parts` is how many rows of areas, partners, years and plans belong to it, so that none is added later.
    """

    __tablename__ = "baseline_version"
    __table_args__ = (
        tenant_key("baseline_id", "baseline"),
        UniqueConstraint("collaboration_id", "baseline_id", "seq"),
        one_of("kind", PathKind),
        one_of("prices", PriceLevel),
        one_of("plan_key", PlanKey),
        CheckConstraint("seq > 0 AND (seq = 1 OR coalesce(reason, '') <> '')", name="reason"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint(
            "base_year >= 1990 AND base_year < first_year AND first_year <= last_year AND last_year <= 2100"
            " AND last_year < first_year + 30",
            name="years",
        ),
        CheckConstraint("plan_key <> 'weight' OR coalesce(weight_name, '') <> ''", name="weight_name"),
    )

    baseline_id: Mapped[UUID] = mapped_column(Uuid)
    seq: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    base_year: Mapped[int] = mapped_column(Integer)
    first_year: Mapped[int] = mapped_column(Integer)
    last_year: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    prices: Mapped[str] = mapped_column(Text)
    plan_key: Mapped[str] = mapped_column(Text)
    weight_name: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[int] = mapped_column(Integer)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(_CODE)
    recorded_by_name: Mapped[str] = mapped_column(Text)


class BaselineArea(TenantOnly, Base):
    """An area that a version is about."""

    __tablename__ = "baseline_area"
    __table_args__ = (
        tenant_key("version_id", "baseline_version"),
        tenant_key("area_id", "service_area"),
        Index(None, "collaboration_id", "area_id"),
    )

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    area_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)


class BaselineSpent(TenantOnly, Base):
    """What a partner spent in a year before it took part, and in which years of the path it counts."""

    __tablename__ = "baseline_spent"
    __table_args__ = (
        tenant_key("version_id", "baseline_version"),
        tenant_key("organisation_id", "organisation"),
        not_negative("amount_cents"),
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint("source <> ''", name="source"),
        CheckConstraint(
            "year >= 1990 AND year < from_year AND from_year <= coalesce(until_year, 2100)", name="years"
        ),
        Index(None, "collaboration_id", "organisation_id"),
    )

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    year: Mapped[int] = mapped_column(Integer)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    from_year: Mapped[int] = mapped_column(Integer)
    until_year: Mapped[int | None] = mapped_column(Integer)
    weight: Mapped[int | None] = mapped_column(BigInteger)


class BaselineYear(TenantOnly, Base):
    """A year of a version: how prices rose, and the amount of all together where one was typed."""

    __tablename__ = "baseline_year"
    __table_args__ = (
        tenant_key("version_id", "baseline_version"),
        not_negative("planned_cents"),
        CheckConstraint("index_percent BETWEEN -50 AND 100", name="index_percent"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
    )

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    index_percent: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    index_source: Mapped[str | None] = mapped_column(Text)
    planned_cents: Mapped[int | None] = mapped_column(BigInteger)


class BaselinePlan(TenantOnly, Base):
    """The amount typed for one partner in a year, in a path that each partner has of its own."""

    __tablename__ = "baseline_plan"
    __table_args__ = (
        tenant_key("version_id", "baseline_version"),
        tenant_key("organisation_id", "organisation"),
        not_negative("amount_cents"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    amount_cents: Mapped[int] = mapped_column(BigInteger)


class BaselineAnswer(TenantOnly, Base):
    """What a partner said of its own amount in a version: append-only, the last one counts."""

    __tablename__ = "baseline_answer"
    __table_args__ = (
        tenant_key("version_id", "baseline_version"),
        tenant_key("organisation_id", "organisation"),
        CheckConstraint("answer IN ('confirmed', 'objected')", name="answer"),
        CheckConstraint("answer <> 'objected' OR coalesce(remark, '') <> ''", name="reason"),
        CheckConstraint("seq > 0", name="seq"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-17)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-16)
    answer: Mapped[str] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(_MOMENT)
    answered_by_name: Mapped[str] = mapped_column(Text)


class BaselineFact(Tenant, Base):
    """What is told of a year of a baseline; the last one of the same thing counts."""

    __tablename__ = "baseline_fact"
    __table_args__ = (
        tenant_key("baseline_id", "baseline"),
        tenant_key("organisation_id", "organisation"),
        one_of("kind", FactKind),
        CheckConstraint("kind <> 'paid' OR amount_cents >= 0", name="paid"),
        CheckConstraint("description <> '' AND source <> ''", name="told"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
        Index(None, "collaboration_id", "baseline_id", "year"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    baseline_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    year: Mapped[int] = mapped_column(Integer)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    description: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(_CODE)
    recorded_by_name: Mapped[str] = mapped_column(Text)
