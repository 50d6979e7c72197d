"""The tables of partnership: who works together, on what, by which agreements, for what price (data §3).

Columns and constraints only. Row-level security, grants and triggers (participation within
partnership; what is in use is ended and not changed) stand in migration 0002.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
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
)
from sqlalchemy.orm import Mapped, mapped_column

from app.features.partnership.core.words import (
    DriverKind,
    OrganisationKind,
    PackageKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)
from app.infra.schema import Base, Dated, Tenant, TenantOnly, no_overlap, not_negative, one_of, tenant_key

_MOMENT = DateTime(timezone=True)
_CODE = Text(collation="C")


def _in_order() -> CheckConstraint:
    return CheckConstraint("valid_until >= valid_from", name="in_order")


def _kind_key(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["collaboration_id", column],
        ["statistic_kind.collaboration_id", "statistic_kind.code"],
        ondelete="RESTRICT",
    )


class Organisation(Tenant, Base):
    """A municipality, water board or centre, as this collaboration knows it."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        one_of("kind", OrganisationKind),
        CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name="code"),
        CheckConstraint("cbs_code ~ '^(GM|WS|PV)[0-9]{4}$'", name="cbs_code"),
        CheckConstraint("oin ~ '^[0-9]{20}$'", name="oin"),
        CheckConstraint("kvk ~ '^[0-9]{8}$'", name="kvk"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        Index(None, "collaboration_id", "sort_name", "id"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(_CODE)
    kind: Mapped[str] = mapped_column(Text)
    cbs_code: Mapped[str | None] = mapped_column(_CODE)
    oin: Mapped[str | None] = mapped_column(_CODE)
    kvk: Mapped[str | None] = mapped_column(_CODE)
    vat_number: Mapped[str | None] = mapped_column(_CODE)
    iban: Mapped[str | None] = mapped_column(_CODE)
    street: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    buyer_reference: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)


class Partner(Tenant, Dated, Base):
    """An organisation's membership of the collaboration."""

    __tablename__ = "partner"
    __table_args__ = (
        tenant_key("organisation_id", "organisation"),
        no_overlap("partner", "organisation_id"),
        _in_order(),
        Index(None, "collaboration_id", "organisation_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(Uuid)


class ServiceArea(Tenant, Dated, Base):
    """A field of work that is shared, with its BBV taakveld."""

    __tablename__ = "service_area"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name="code"),
        _in_order(),
    )

    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    bbv_code: Mapped[str] = mapped_column(_CODE)
    description: Mapped[str | None] = mapped_column(Text)


class Provision(Tenant, Dated, Base):
    """Who runs an area."""

    __tablename__ = "provision"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        no_overlap("provision", "area_id"),
        _in_order(),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)


class Package(Tenant, Dated, Base):
    """A package of an area that a partner may take beside the base."""

    __tablename__ = "package"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "area_id", "code"),
        tenant_key("area_id", "service_area"),
        _in_order(),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)


class Participation(Tenant, Dated, Base):
    """Who takes part in an area, and how the charge to them is taxed; with a package: who takes it."""

    __tablename__ = "participation"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        tenant_key("package_id", "package"),
        no_overlap("participation", "organisation_id", "area_id", where="package_id IS NULL"),
        no_overlap("participation", "organisation_id", "package_id", where="package_id IS NOT NULL"),
        one_of("vat_category", VatCategory),
        CheckConstraint("vat_basis_points BETWEEN 0 AND 10000", name="vat_basis_points"),
        CheckConstraint("(vat_category = 'S') = (vat_basis_points > 0)", name="vat_rate"),
        CheckConstraint("NOT is_transparent OR vat_category = 'O'", name="transparent"),
        _in_order(),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "package_id"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    package_id: Mapped[UUID | None] = mapped_column(Uuid)
    vat_category: Mapped[str] = mapped_column(Text)
    vat_basis_points: Mapped[int] = mapped_column(Integer)
    is_transparent: Mapped[bool] = mapped_column(Boolean)


class StatisticKind(Tenant, Dated, Base):
    """A kind of statistic: inhabitants, clients, WOZ objects … An open list; figures are of its days."""

    __tablename__ = "statistic_kind"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        CheckConstraint("code ~ '^[a-z][a-z0-9_-]{0,40}$'", name="code"),
        CheckConstraint("name <> ''", name="name"),
        _in_order(),
    )

    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)


class Statistic(Tenant, Base):
    """A figure at a reference date. Append-only: a later recorded one for the same date replaces it."""

    __tablename__ = "statistic"
    __table_args__ = (
        tenant_key("organisation_id", "organisation"),
        _kind_key("kind"),
        not_negative("value"),
        Index(None, "collaboration_id", "organisation_id", "kind", "reference_on", "recorded_at"),
        Index(None, "collaboration_id", "kind"),
    )

    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(_CODE)
    reference_on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class Product(Tenant, Dated, Base):
    """What the catalogue offers in an area."""

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "area_id", "code"),
        tenant_key("area_id", "service_area"),
        tenant_key("package_id", "package"),
        one_of("package_kind", PackageKind),
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,60}$'", name="code"),
        CheckConstraint("standard_minutes > 0", name="standard_minutes"),
        CheckConstraint("(package_kind = 'plus') = (package_id IS NOT NULL)", name="package"),
        _in_order(),
        Index(None, "collaboration_id", "package_id"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    standard_minutes: Mapped[int | None] = mapped_column(Integer)
    package_kind: Mapped[str] = mapped_column(Text)
    package_id: Mapped[UUID | None] = mapped_column(Uuid)


class Agreement(Tenant, Dated, Base):
    """A service agreement (DVO) between the provider of an area and a partner."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code", "version"),
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        no_overlap("agreement", "area_id", "organisation_id"),
        CheckConstraint("version > 0", name="version"),
        _in_order(),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    version: Mapped[int] = mapped_column(Integer)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    quantity: Mapped[str] = mapped_column(Text)
    quality: Mapped[str] = mapped_column(Text)
    price: Mapped[str] = mapped_column(Text)


class YearContract(Tenant, Dated, Base):
    """Hours or counts agreed with a partner for a year, drawn down by assignments."""

    __tablename__ = "year_contract"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "code"),
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        tenant_key("product_id", "product"),
        no_overlap("year_contract", "area_id", "organisation_id", where="product_id IS NULL"),
        no_overlap("year_contract", "organisation_id", "product_id", where="product_id IS NOT NULL"),
        CheckConstraint("num_nonnulls(agreed_minutes, agreed_count) = 1", name="one_quantity"),
        CheckConstraint("agreed_minutes >= 0 AND agreed_count >= 0", name="quantity"),
        CheckConstraint("agreed_count IS NULL OR product_id IS NOT NULL", name="count_of_product"),
        _in_order(),
        Index(None, "collaboration_id", "area_id"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "product_id"),
    )

    code: Mapped[str] = mapped_column(_CODE)
    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    agreed_minutes: Mapped[int | None] = mapped_column(Integer)
    agreed_count: Mapped[int | None] = mapped_column(Integer)


class YearFigure(Tenant, Base):
    """Hours or products of an organisation in a whole earlier year. Append-only: a later recorded one replaces it."""

    __tablename__ = "year_figure"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("organisation_id", "organisation"),
        tenant_key("product_id", "product"),
        CheckConstraint("year BETWEEN 1990 AND 2200", name="year"),
        CheckConstraint(
            "(product_id IS NULL) = (minutes IS NOT NULL) AND num_nonnulls(minutes, taken_count) = 1",
            name="one_quantity",
        ),
        CheckConstraint("least(minutes, taken_count) >= 0", name="quantity"),
        CheckConstraint("source <> ''", name="source"),
        Index(None, "collaboration_id", "area_id", "organisation_id", "year"),
        Index(None, "collaboration_id", "organisation_id"),
        Index(None, "collaboration_id", "product_id"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    year: Mapped[int] = mapped_column(Integer)
    minutes: Mapped[int | None] = mapped_column(BigInteger)
    taken_count: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)


class Tariff(Tenant, Dated, Base):
    """A price in an area: per hour of a function, per product, or per unit of a statistic and year.

    `subject_key` is what it is a price of, as one uuid, for the exclusion constraint.
    """

    __tablename__ = "tariff"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        tenant_key("product_id", "product"),
        _kind_key("statistic_kind"),
        one_of("kind", TariffKind),
        not_negative("price_cents"),
        CheckConstraint("(kind = 'hour') = (function_code IS NOT NULL)", name="of_function"),
        CheckConstraint("(kind = 'product') = (product_id IS NOT NULL)", name="of_product"),
        CheckConstraint("(kind = 'statistic') = (statistic_kind IS NOT NULL)", name="of_statistic"),
        no_overlap("tariff", "area_id", "subject_key"),
        _in_order(),
        Index(None, "collaboration_id", "area_id", "kind", "function_code"),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "statistic_kind"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    function_code: Mapped[str | None] = mapped_column(_CODE)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    statistic_kind: Mapped[str | None] = mapped_column(_CODE)
    name: Mapped[str] = mapped_column(Text)
    price_cents: Mapped[int] = mapped_column(BigInteger)
    subject_key: Mapped[UUID] = mapped_column(
        Uuid,
        Computed(
            "md5(kind || ':' || COALESCE(function_code, product_id::text, statistic_kind))::uuid",
            persisted=True,
        ),
    )


class TariffCorrection(Tenant, Base):
    """The right price of some days of a tariff that was wrong. Append-only: of several the last recorded holds."""

    __tablename__ = "tariff_correction"
    __table_args__ = (
        tenant_key("tariff_id", "tariff"),
        not_negative("price_cents"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("recorded_by <> ''", name="recorded_by"),
        _in_order(),
        Index(None, "collaboration_id", "tariff_id", "recorded_at"),
    )

    tariff_id: Mapped[UUID] = mapped_column(Uuid)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    price_cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(_MOMENT)
    recorded_by: Mapped[str] = mapped_column(Text)


class Policy(Tenant, Dated, Base):
    """How the costs of an area are divided (verdeelafspraak): exactly one per area and day.

    `phase_num / phase_den` is the part of this key while it is phased in; for the rest the key of `old_version`
    of the same area holds. Sealed once a final run used it.
    """

    __tablename__ = "policy"
    __table_args__ = (
        tenant_key("area_id", "service_area"),
        UniqueConstraint("collaboration_id", "area_id", "version"),
        ForeignKeyConstraint(
            ["collaboration_id", "area_id", "old_version"],
            ["policy.collaboration_id", "policy.area_id", "policy.version"],
            ondelete="RESTRICT",
        ),
        no_overlap("policy", "area_id"),
        one_of("result", TariffResult),
        CheckConstraint(
            "result_driver IN ('inhabitants', 'clients', 'hours', 'products', 'equal')", name="result_driver"
        ),
        CheckConstraint("(result = 'divided') = (result_driver IS NOT NULL)", name="divided_by"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("settlement_months IN (1, 3, 12)", name="settlement_months"),
        CheckConstraint(
            "extract(day FROM valid_from) = 1"
            " AND mod(extract(month FROM valid_from)::integer - 1, settlement_months) = 0",
            name="starts_with_period",
        ),
        CheckConstraint("num_nonnulls(phase_num, phase_den) IN (0, 2)", name="phase"),
        CheckConstraint("phase_num > 0 AND phase_num < phase_den", name="phase_share"),
        CheckConstraint("(phase_num IS NULL) = (old_version IS NULL)", name="old_key"),
        CheckConstraint("old_version < version", name="old_before_new"),
        _in_order(),
        Index(None, "collaboration_id", "area_id", "old_version"),
    )

    area_id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(Integer)
    settlement_months: Mapped[int] = mapped_column(Integer)
    has_advances: Mapped[bool] = mapped_column(Boolean)
    result: Mapped[str] = mapped_column(Text)
    result_driver: Mapped[str | None] = mapped_column(Text)
    agreement_clause: Mapped[str] = mapped_column(Text)
    phase_num: Mapped[int | None] = mapped_column(Integer)
    phase_den: Mapped[int | None] = mapped_column(Integer)
    old_version: Mapped[int | None] = mapped_column(Integer)
    sealed_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class PolicyComponent(TenantOnly, Base):
    """One part of a policy, in listed order: what it takes of the costs and what divides that."""

    __tablename__ = "policy_component"
    __table_args__ = (
        tenant_key("policy_id", "policy"),
        tenant_key("product_id", "product"),
        tenant_key("package_id", "package"),
        _kind_key("statistic_kind"),
        one_of("takes", Takes),
        one_of("driver", DriverKind),
        one_of("tariff_kind", TariffKind),
        one_of("reference", Reference),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("num_nonnulls(part_num, part_den) IN (0, 2)", name="part"),
        CheckConstraint("part_den > 0 AND part_num > 0 AND part_num <= part_den", name="part_share"),
        CheckConstraint("(takes = 'percent') = (part_num IS NOT NULL)", name="takes_percent"),
        CheckConstraint("(takes = 'category') = (category IS NOT NULL)", name="takes_category"),
        CheckConstraint("(takes = 'fixed') = (fixed_cents IS NOT NULL)", name="takes_fixed"),
        CheckConstraint("(takes = 'tariff') = (tariff_kind IS NOT NULL)", name="takes_tariff"),
        CheckConstraint("(takes = 'tariff') = (driver IS NULL)", name="takes_driver"),
        CheckConstraint(
            "'statistic' NOT IN (coalesce(driver, ''), coalesce(tariff_kind, '')) OR statistic_kind IS NOT NULL",
            name="of_statistic",
        ),
        CheckConstraint(
            "(reference = 'years_average') = (average_years IS NOT NULL)"
            " AND num_nonnulls(average_years, kept_years) IN (0, 2) AND average_years > 0 AND kept_years > 0",
            name="average",
        ),
        CheckConstraint(
            "NOT (tariff_kind IN ('hour', 'product') AND reference = 'years_average')", name="priced_as_taken"
        ),
        not_negative("fixed_cents"),
        Index(None, "collaboration_id", "product_id"),
        Index(None, "collaboration_id", "package_id"),
        Index(None, "collaboration_id", "statistic_kind"),
    )

    policy_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    takes: Mapped[str] = mapped_column(Text)
    part_num: Mapped[int | None] = mapped_column(Integer)
    part_den: Mapped[int | None] = mapped_column(Integer)
    category: Mapped[str | None] = mapped_column(Text)
    fixed_cents: Mapped[int | None] = mapped_column(BigInteger)
    tariff_kind: Mapped[str | None] = mapped_column(Text)
    driver: Mapped[str | None] = mapped_column(Text)
    statistic_kind: Mapped[str | None] = mapped_column(_CODE)
    product_id: Mapped[UUID | None] = mapped_column(Uuid)
    package_id: Mapped[UUID | None] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(Text)
    average_years: Mapped[int | None] = mapped_column(Integer)
    kept_years: Mapped[int | None] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(Text)


class PolicyShare(TenantOnly, Base):
    """What a component says of one partner: an agreed part, a budget brought in, a minimum, a maximum."""

    __tablename__ = "policy_share"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "policy_id", "position"],
            ["policy_component.collaboration_id", "policy_component.policy_id", "policy_component.position"],
            ondelete="RESTRICT",
        ),
        tenant_key("organisation_id", "organisation"),
        CheckConstraint("num_nonnulls(part_num, part_den) IN (0, 2)", name="part"),
        CheckConstraint("part_den > 0 AND part_num >= 0 AND part_num <= part_den", name="part_share"),
        CheckConstraint(
            "minimum_cents >= 0 AND maximum_cents >= 0 AND minimum_cents <= maximum_cents", name="bounds"
        ),
        CheckConstraint(
            "num_nonnulls(part_num, brought_in_cents, minimum_cents, maximum_cents) > 0", name="says"
        ),
        not_negative("brought_in_cents"),
        Index(None, "collaboration_id", "organisation_id"),
    )

    policy_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-18)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-17)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-16)
    part_num: Mapped[int | None] = mapped_column(Integer)
    part_den: Mapped[int | None] = mapped_column(Integer)
    brought_in_cents: Mapped[int | None] = mapped_column(BigInteger)
    minimum_cents: Mapped[int | None] = mapped_column(BigInteger)
    maximum_cents: Mapped[int | None] = mapped_column(BigInteger)


class Month(TenantOnly, Base):
    """A calendar month of the collaboration: the one place where closing lives (data §4)."""

    __tablename__ = "month"
    __table_args__ = (CheckConstraint("extract(day FROM first_on) = 1", name="first_on"),)

    first_on: Mapped[date] = mapped_column(Date, primary_key=True)
    hours_closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    costs_closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    counts_closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    cut_off_at: Mapped[datetime | None] = mapped_column(_MOMENT)
