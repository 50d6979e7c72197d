"""The room partnership: its tables, policies, grants and triggers.

What the tables cannot say alone: participation lies within partnership; what was agreed is ended and
not changed; a sealed policy takes no more parts; a closed month is not opened again.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0002_partnership"
down_revision = "0001_house"
branch_labels = None
depends_on = None

ENDED_NOT_CHANGED = (
    "partner",
    "provision",
    "participation",
    "tariff",
    "agreement",
    "year_contract",
    "policy",
    "statistic_kind",
)

FUNCTIONS = """
CREATE FUNCTION refuse_change_but_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- generated columns have no value yet in NEW
    IF to_jsonb(OLD) - '{valid_until,validity,subject_key,sealed_at}'::text[]
        <> to_jsonb(NEW) - '{valid_until,validity,subject_key,sealed_at}'::text[]
    THEN
        RAISE EXCEPTION '% may be ended, not changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_beyond_partnership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM participation p
        WHERE p.collaboration_id = NEW.collaboration_id AND p.organisation_id = NEW.organisation_id
          AND NOT coalesce(p.validity <@ (
              SELECT range_agg(m.validity) FROM partner m
              WHERE m.collaboration_id = p.collaboration_id AND m.organisation_id = p.organisation_id
          ), false)
    ) THEN
        RAISE EXCEPTION 'participation of % lies outside its partnership', NEW.organisation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_within_partnership';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_beyond_kind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tenant integer := NEW.collaboration_id;
BEGIN
    -- a kind mostly holds for ever; only those that ended are looked at, which are few
    IF EXISTS (SELECT FROM statistic_kind k WHERE k.collaboration_id = tenant AND k.valid_until IS NOT NULL AND (
            EXISTS (SELECT FROM statistic s WHERE s.collaboration_id = tenant AND s.kind = k.code
                AND NOT k.validity @> s.reference_on)
            OR EXISTS (SELECT FROM tariff t WHERE t.collaboration_id = tenant AND t.statistic_kind = k.code
                AND NOT t.validity <@ k.validity)
            OR EXISTS (SELECT FROM policy_component c
                JOIN policy p ON p.collaboration_id = c.collaboration_id AND p.id = c.policy_id
                WHERE c.collaboration_id = tenant AND NOT p.validity <@ k.validity AND (c.statistic_kind = k.code
                    OR c.driver = k.code)))) THEN
        RAISE EXCEPTION 'a kind of statistic is used after its last day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'within_kind', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_figures_beyond_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM statistic_kind k
        WHERE (k.collaboration_id, k.code) IN (SELECT collaboration_id, kind FROM fresh) FOR SHARE;
    IF EXISTS (SELECT FROM fresh f
            JOIN statistic_kind k ON k.collaboration_id = f.collaboration_id AND k.code = f.kind
            WHERE NOT k.validity @> f.reference_on) THEN
        RAISE EXCEPTION 'a figure is of a day of its kind'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'within_kind', TABLE = 'statistic';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_parts_of_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record := coalesce(NEW, OLD);
BEGIN
    IF EXISTS (
        SELECT FROM policy
        WHERE collaboration_id = part.collaboration_id AND id = part.policy_id AND sealed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'policy % is sealed', part.policy_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN part;
END $$;
CREATE FUNCTION refuse_unseal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'policy % is sealed', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.hours_closed_at IS NOT NULL AND NEW.hours_closed_at IS DISTINCT FROM OLD.hours_closed_at)
        OR (OLD.costs_closed_at IS NOT NULL AND NEW.costs_closed_at IS DISTINCT FROM OLD.costs_closed_at)
        OR (OLD.counts_closed_at IS NOT NULL AND NEW.counts_closed_at IS DISTINCT FROM OLD.counts_closed_at)
        OR (OLD.cut_off_at IS NOT NULL AND (NEW.cut_off_at IS NULL OR NEW.cut_off_at < OLD.cut_off_at))
    THEN
        RAISE EXCEPTION 'month % is closed', OLD.first_on USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE CONSTRAINT TRIGGER within_partnership AFTER INSERT OR UPDATE ON participation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_partnership();
CREATE CONSTRAINT TRIGGER within_partnership AFTER UPDATE ON partner
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_partnership();
CREATE TRIGGER within_kind AFTER INSERT ON statistic REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_figures_beyond_kind();
CREATE CONSTRAINT TRIGGER within_kind AFTER UPDATE ON statistic_kind
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_kind();
CREATE CONSTRAINT TRIGGER within_kind AFTER INSERT OR UPDATE ON tariff
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_kind();
CREATE CONSTRAINT TRIGGER within_kind AFTER UPDATE ON policy
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_kind();
CREATE CONSTRAINT TRIGGER within_kind AFTER INSERT ON policy_component
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_beyond_kind();
CREATE TRIGGER sealed BEFORE INSERT OR DELETE ON policy_component
    FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_sealed();
CREATE TRIGGER sealed BEFORE INSERT OR DELETE ON policy_share
    FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_sealed();
CREATE TRIGGER seal BEFORE UPDATE ON policy FOR EACH ROW
    WHEN (OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS DISTINCT FROM OLD.sealed_at)
    EXECUTE FUNCTION refuse_unseal();
CREATE TRIGGER seal_stays BEFORE DELETE ON policy FOR EACH ROW
    WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION refuse_unseal();
CREATE TRIGGER closed BEFORE UPDATE ON month FOR EACH ROW EXECUTE FUNCTION refuse_reopening();
"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    _who()
    _areas()
    _statistics()
    _agreements()
    _tariff_corrections()
    _year_figures()
    _policies()
    _months()
    op.execute(TRIGGERS)
    for table in ENDED_NOT_CHANGED:
        op.execute(
            f"CREATE TRIGGER ended_not_changed BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change_but_end()"
        )
    ddl.append_only("statistic")
    ddl.append_only("year_figure")
    ddl.append_only("tariff_correction")
    ddl.tenants(["organisation", "service_area", "package", "product", "month", *ENDED_NOT_CHANGED])
    ddl.tenants(["statistic", "year_figure", "tariff_correction"], "SELECT, INSERT")
    ddl.tenants(["policy_component", "policy_share"], "SELECT, INSERT, DELETE")
    # A version that nothing used may be withdrawn; triggers and foreign keys say what used it.
    for table in ("participation", "tariff", "policy", "statistic_kind"):
        ddl.grant(table, "DELETE")


def _who() -> None:
    op.create_table(
        "organisation",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cbs_code", sa.Text(collation="C"), nullable=True),
        sa.Column("oin", sa.Text(collation="C"), nullable=True),
        sa.Column("kvk", sa.Text(collation="C"), nullable=True),
        sa.Column("vat_number", sa.Text(collation="C"), nullable=True),
        sa.Column("iban", sa.Text(collation="C"), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("buyer_reference", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cbs_code ~ '^(GM|WS|PV)[0-9]{4}$'", name=op.f("ck_organisation_cbs_code")),
        sa.CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name=op.f("ck_organisation_code")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_organisation_country")),
        sa.CheckConstraint(
            "kind IN ('municipality', 'water_board', 'centre', 'other')", name=op.f("ck_organisation_kind")
        ),
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name=op.f("ck_organisation_kvk")),
        sa.CheckConstraint("oin ~ '^[0-9]{20}$'", name=op.f("ck_organisation_oin")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_organisation_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_organisation_collaboration_id_code")),
    )
    op.create_index(
        op.f("ix_organisation_collaboration_id_sort_name_id"),
        "organisation",
        ["collaboration_id", "sort_name", "id"],
        unique=False,
    )
    op.create_table(
        "partner",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_partner_organisation_id_validity",
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_partner_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_partner_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_partner_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_partner")),
    )
    op.create_index(
        op.f("ix_partner_collaboration_id_organisation_id"),
        "partner",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _areas() -> None:
    op.create_table(
        "service_area",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bbv_code", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name=op.f("ck_service_area_code")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_service_area_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_service_area_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_service_area")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_service_area_collaboration_id_code")),
    )
    op.create_table(
        "provision",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_provision_area_id_validity",
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_provision_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_provision_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_provision_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_provision_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_provision")),
    )
    op.create_index(
        op.f("ix_provision_collaboration_id_area_id"),
        "provision",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_provision_collaboration_id_organisation_id"),
        "provision",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "package",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_package_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_package_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_package_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_package")),
        sa.UniqueConstraint(
            "collaboration_id", "area_id", "code", name=op.f("uq_package_collaboration_id_area_id_code")
        ),
    )
    op.create_table(
        "participation",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("vat_category", sa.Text(), nullable=False),
        sa.Column("vat_basis_points", sa.Integer(), nullable=False),
        sa.Column("is_transparent", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("package_id IS NULL"),
            using="gist",
            name="ex_participation_organisation_id_area_id_validity",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("uuid_range(package_id, package_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("package_id IS NOT NULL"),
            using="gist",
            name="ex_participation_organisation_id_package_id_validity",
        ),
        sa.CheckConstraint(
            "(vat_category = 'S') = (vat_basis_points > 0)", name=op.f("ck_participation_vat_rate")
        ),
        sa.CheckConstraint(
            "NOT is_transparent OR vat_category = 'O'", name=op.f("ck_participation_transparent")
        ),
        sa.CheckConstraint("vat_category IN ('S', 'E', 'O')", name=op.f("ck_participation_vat_category")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_participation_in_order")),
        sa.CheckConstraint(
            "vat_basis_points BETWEEN 0 AND 10000", name=op.f("ck_participation_vat_basis_points")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_participation_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_participation_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "package_id"],
            ["package.collaboration_id", "package.id"],
            name=op.f("fk_participation_collaboration_id_package_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_participation_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_participation")),
    )
    op.create_index(
        op.f("ix_participation_collaboration_id_area_id"),
        "participation",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participation_collaboration_id_organisation_id"),
        "participation",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participation_collaboration_id_package_id"),
        "participation",
        ["collaboration_id", "package_id"],
        unique=False,
    )


def _statistics() -> None:
    op.create_table(
        "statistic_kind",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_-]{0,40}$'", name=op.f("ck_statistic_kind_code")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_statistic_kind_name")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_statistic_kind_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_statistic_kind_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_statistic_kind")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_statistic_kind_collaboration_id_code")),
    )
    op.create_table(
        "statistic",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_statistic_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "kind"],
            ["statistic_kind.collaboration_id", "statistic_kind.code"],
            name=op.f("fk_statistic_collaboration_id_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_statistic_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_statistic_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_statistic")),
    )
    op.create_index(
        op.f("ix_statistic_collaboration_id_kind"), "statistic", ["collaboration_id", "kind"], unique=False
    )
    op.create_index(
        op.f("ix_statistic_collaboration_id_organisation_id_kind_reference_on_recorded_at"),
        "statistic",
        ["collaboration_id", "organisation_id", "kind", "reference_on", "recorded_at"],
        unique=False,
    )


def _tariff_corrections() -> None:
    op.create_table(
        "tariff_correction",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tariff_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_tariff_correction_price_cents_not_negative")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_tariff_correction_reason")),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_tariff_correction_recorded_by")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_tariff_correction_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "tariff_id"],
            ["tariff.collaboration_id", "tariff.id"],
            name=op.f("fk_tariff_correction_collaboration_id_tariff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_tariff_correction_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_tariff_correction")),
    )
    op.create_index(
        op.f("ix_tariff_correction_collaboration_id_tariff_id_recorded_at"),
        "tariff_correction",
        ["collaboration_id", "tariff_id", "recorded_at"],
        unique=False,
    )


def _year_figures() -> None:
    op.create_table(
        "year_figure",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("taken_count", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("year BETWEEN 1990 AND 2200", name=op.f("ck_year_figure_year")),
        sa.CheckConstraint(
            "(product_id IS NULL) = (minutes IS NOT NULL) AND num_nonnulls(minutes, taken_count) = 1",
            name=op.f("ck_year_figure_one_quantity"),
        ),
        sa.CheckConstraint("least(minutes, taken_count) >= 0", name=op.f("ck_year_figure_quantity")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_year_figure_source")),
        *(
            sa.ForeignKeyConstraint(
                ["collaboration_id", f"{name}_id"],
                [f"{table}.collaboration_id", f"{table}.id"],
                name=op.f(f"fk_year_figure_collaboration_id_{name}_id"),
                ondelete="RESTRICT",
            )
            for name, table in (
                ("area", "service_area"),
                ("organisation", "organisation"),
                ("product", "product"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_year_figure_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_year_figure")),
    )
    for columns in (("area_id", "organisation_id", "year"), ("organisation_id",), ("product_id",)):
        op.create_index(
            op.f(f"ix_year_figure_collaboration_id_{'_'.join(columns)}"),
            "year_figure",
            ["collaboration_id", *columns],
            unique=False,
        )


def _agreements() -> None:
    op.create_table(
        "product",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("standard_minutes", sa.Integer(), nullable=True),
        sa.Column("package_kind", sa.Text(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(package_kind = 'plus') = (package_id IS NOT NULL)", name=op.f("ck_product_package")
        ),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,60}$'", name=op.f("ck_product_code")),
        sa.CheckConstraint(
            "package_kind IN ('base', 'plus', 'bespoke')", name=op.f("ck_product_package_kind")
        ),
        sa.CheckConstraint("standard_minutes > 0", name=op.f("ck_product_standard_minutes")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_product_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_product_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "package_id"],
            ["package.collaboration_id", "package.id"],
            name=op.f("fk_product_collaboration_id_package_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_product_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint(
            "collaboration_id", "area_id", "code", name=op.f("uq_product_collaboration_id_area_id_code")
        ),
    )
    op.create_index(
        op.f("ix_product_collaboration_id_package_id"),
        "product",
        ["collaboration_id", "package_id"],
        unique=False,
    )
    op.create_table(
        "agreement",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_agreement_area_id_organisation_id_validity",
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_agreement_in_order")),
        sa.CheckConstraint("version > 0", name=op.f("ck_agreement_version")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_agreement_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_agreement_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_agreement_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "collaboration_id", "code", "version", name=op.f("uq_agreement_collaboration_id_code_version")
        ),
    )
    op.create_index(
        op.f("ix_agreement_collaboration_id_area_id"),
        "agreement",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_agreement_collaboration_id_organisation_id"),
        "agreement",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "year_contract",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_minutes", sa.Integer(), nullable=True),
        sa.Column("agreed_count", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("product_id IS NULL"),
            using="gist",
            name="ex_year_contract_area_id_organisation_id_validity",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("uuid_range(product_id, product_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("product_id IS NOT NULL"),
            using="gist",
            name="ex_year_contract_organisation_id_product_id_validity",
        ),
        sa.CheckConstraint(
            "agreed_count IS NULL OR product_id IS NOT NULL", name=op.f("ck_year_contract_count_of_product")
        ),
        sa.CheckConstraint(
            "agreed_minutes >= 0 AND agreed_count >= 0", name=op.f("ck_year_contract_quantity")
        ),
        sa.CheckConstraint(
            "num_nonnulls(agreed_minutes, agreed_count) = 1", name=op.f("ck_year_contract_one_quantity")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_year_contract_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_year_contract_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_year_contract_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_year_contract_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_year_contract_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_year_contract")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_year_contract_collaboration_id_code")),
    )
    op.create_index(
        op.f("ix_year_contract_collaboration_id_area_id"),
        "year_contract",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_year_contract_collaboration_id_organisation_id"),
        "year_contract",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_year_contract_collaboration_id_product_id"),
        "year_contract",
        ["collaboration_id", "product_id"],
        unique=False,
    )
    op.create_table(
        "tariff",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("function_code", sa.Text(collation="C"), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("statistic_kind", sa.Text(collation="C"), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "subject_key",
            sa.Uuid(),
            sa.Computed(
                "md5(kind || ':' || COALESCE(function_code, product_id::text, statistic_kind))::uuid",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("uuid_range(subject_key, subject_key, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_tariff_area_id_subject_key_validity",
        ),
        sa.CheckConstraint(
            "(kind = 'hour') = (function_code IS NOT NULL)", name=op.f("ck_tariff_of_function")
        ),
        sa.CheckConstraint(
            "(kind = 'product') = (product_id IS NOT NULL)", name=op.f("ck_tariff_of_product")
        ),
        sa.CheckConstraint(
            "(kind = 'statistic') = (statistic_kind IS NOT NULL)", name=op.f("ck_tariff_of_statistic")
        ),
        sa.CheckConstraint("kind IN ('hour', 'product', 'statistic')", name=op.f("ck_tariff_kind")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_tariff_price_cents_not_negative")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_tariff_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_tariff_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_tariff_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "statistic_kind"],
            ["statistic_kind.collaboration_id", "statistic_kind.code"],
            name=op.f("fk_tariff_collaboration_id_statistic_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_tariff_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_tariff")),
    )
    op.create_index(
        op.f("ix_tariff_collaboration_id_area_id_kind_function_code"),
        "tariff",
        ["collaboration_id", "area_id", "kind", "function_code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_tariff_collaboration_id_product_id"),
        "tariff",
        ["collaboration_id", "product_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_tariff_collaboration_id_statistic_kind"),
        "tariff",
        ["collaboration_id", "statistic_kind"],
        unique=False,
    )


def _policies() -> None:
    op.create_table(
        "policy",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settlement_months", sa.Integer(), nullable=False),
        sa.Column("has_advances", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_driver", sa.Text(), nullable=True),
        sa.Column("agreement_clause", sa.Text(), nullable=False),
        sa.Column("phase_num", sa.Integer(), nullable=True),
        sa.Column("phase_den", sa.Integer(), nullable=True),
        sa.Column("old_version", sa.Integer(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_policy_area_id_validity",
        ),
        sa.CheckConstraint("result IN ('carried', 'reserve', 'divided')", name=op.f("ck_policy_result")),
        sa.CheckConstraint(
            "extract(day FROM valid_from) = 1"
            " AND mod(extract(month FROM valid_from)::integer - 1, settlement_months) = 0",
            name=op.f("ck_policy_starts_with_period"),
        ),
        sa.CheckConstraint(
            "(result = 'divided') = (result_driver IS NOT NULL)", name=op.f("ck_policy_divided_by")
        ),
        sa.CheckConstraint(
            "result_driver IN ('inhabitants', 'clients', 'hours', 'products', 'equal')",
            name=op.f("ck_policy_result_driver"),
        ),
        sa.CheckConstraint("num_nonnulls(phase_num, phase_den) IN (0, 2)", name=op.f("ck_policy_phase")),
        sa.CheckConstraint("phase_num > 0 AND phase_num < phase_den", name=op.f("ck_policy_phase_share")),
        sa.CheckConstraint("(phase_num IS NULL) = (old_version IS NULL)", name=op.f("ck_policy_old_key")),
        sa.CheckConstraint("old_version < version", name=op.f("ck_policy_old_before_new")),
        sa.CheckConstraint("settlement_months IN (1, 3, 12)", name=op.f("ck_policy_settlement_months")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_policy_in_order")),
        sa.CheckConstraint("version > 0", name=op.f("ck_policy_version")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_policy_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_policy_collaboration_id")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id", "old_version"],
            ["policy.collaboration_id", "policy.area_id", "policy.version"],
            name=op.f("fk_policy_collaboration_id_area_id_old_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_policy")),
        sa.UniqueConstraint(
            "collaboration_id", "area_id", "version", name=op.f("uq_policy_collaboration_id_area_id_version")
        ),
    )
    op.create_index(
        op.f("ix_policy_collaboration_id_area_id_old_version"),
        "policy",
        ["collaboration_id", "area_id", "old_version"],
        unique=False,
    )
    op.create_table(
        "policy_component",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("takes", sa.Text(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=True),
        sa.Column("part_den", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("fixed_cents", sa.BigInteger(), nullable=True),
        sa.Column("tariff_kind", sa.Text(), nullable=True),
        sa.Column("driver", sa.Text(), nullable=True),
        sa.Column("statistic_kind", sa.Text(collation="C"), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("average_years", sa.Integer(), nullable=True),
        sa.Column("kept_years", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(reference = 'years_average') = (average_years IS NOT NULL)"
            " AND num_nonnulls(average_years, kept_years) IN (0, 2) AND average_years > 0"
            " AND kept_years > 0",
            name=op.f("ck_policy_component_average"),
        ),
        sa.CheckConstraint(
            "NOT (tariff_kind IN ('hour', 'product') AND reference = 'years_average')",
            name=op.f("ck_policy_component_priced_as_taken"),
        ),
        sa.CheckConstraint(
            "(takes = 'category') = (category IS NOT NULL)", name=op.f("ck_policy_component_takes_category")
        ),
        sa.CheckConstraint(
            "(takes = 'fixed') = (fixed_cents IS NOT NULL)", name=op.f("ck_policy_component_takes_fixed")
        ),
        sa.CheckConstraint(
            "(takes = 'percent') = (part_num IS NOT NULL)", name=op.f("ck_policy_component_takes_percent")
        ),
        sa.CheckConstraint(
            "(takes = 'tariff') = (driver IS NULL)", name=op.f("ck_policy_component_takes_driver")
        ),
        sa.CheckConstraint(
            "(takes = 'tariff') = (tariff_kind IS NOT NULL)", name=op.f("ck_policy_component_takes_tariff")
        ),
        sa.CheckConstraint(
            "'statistic' NOT IN (coalesce(driver, ''), coalesce(tariff_kind, '')) OR statistic_kind IS NOT NULL",
            name=op.f("ck_policy_component_of_statistic"),
        ),
        sa.CheckConstraint(
            "driver IN ('inhabitants', 'clients', 'statistic', 'hours', 'products', 'fixed',"
            " 'brought_in', 'equal')",
            name=op.f("ck_policy_component_driver"),
        ),
        sa.CheckConstraint(
            "reference IN ('year_start', 'previous_year_start', 'period_start', 'period_average',"
            " 'years_average')",
            name=op.f("ck_policy_component_reference"),
        ),
        sa.CheckConstraint(
            "takes IN ('whole', 'rest', 'percent', 'category', 'fixed', 'tariff')",
            name=op.f("ck_policy_component_takes"),
        ),
        sa.CheckConstraint(
            "tariff_kind IN ('hour', 'product', 'statistic')", name=op.f("ck_policy_component_tariff_kind")
        ),
        sa.CheckConstraint("fixed_cents >= 0", name=op.f("ck_policy_component_fixed_cents_not_negative")),
        sa.CheckConstraint(
            "num_nonnulls(part_num, part_den) IN (0, 2)", name=op.f("ck_policy_component_part")
        ),
        sa.CheckConstraint(
            "part_den > 0 AND part_num > 0 AND part_num <= part_den",
            name=op.f("ck_policy_component_part_share"),
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_policy_component_position")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "package_id"],
            ["package.collaboration_id", "package.id"],
            name=op.f("fk_policy_component_collaboration_id_package_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "policy_id"],
            ["policy.collaboration_id", "policy.id"],
            name=op.f("fk_policy_component_collaboration_id_policy_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_policy_component_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "statistic_kind"],
            ["statistic_kind.collaboration_id", "statistic_kind.code"],
            name=op.f("fk_policy_component_collaboration_id_statistic_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_policy_component_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "policy_id", "position", name=op.f("pk_policy_component")
        ),
    )
    op.create_index(
        op.f("ix_policy_component_collaboration_id_package_id"),
        "policy_component",
        ["collaboration_id", "package_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_policy_component_collaboration_id_product_id"),
        "policy_component",
        ["collaboration_id", "product_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_policy_component_collaboration_id_statistic_kind"),
        "policy_component",
        ["collaboration_id", "statistic_kind"],
        unique=False,
    )
    op.create_table(
        "policy_share",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=True),
        sa.Column("part_den", sa.Integer(), nullable=True),
        sa.Column("brought_in_cents", sa.BigInteger(), nullable=True),
        sa.Column("minimum_cents", sa.BigInteger(), nullable=True),
        sa.Column("maximum_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "brought_in_cents >= 0", name=op.f("ck_policy_share_brought_in_cents_not_negative")
        ),
        sa.CheckConstraint(
            "minimum_cents >= 0 AND maximum_cents >= 0 AND minimum_cents <= maximum_cents",
            name=op.f("ck_policy_share_bounds"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(part_num, brought_in_cents, minimum_cents, maximum_cents) > 0",
            name=op.f("ck_policy_share_says"),
        ),
        sa.CheckConstraint("num_nonnulls(part_num, part_den) IN (0, 2)", name=op.f("ck_policy_share_part")),
        sa.CheckConstraint(
            "part_den > 0 AND part_num >= 0 AND part_num <= part_den", name=op.f("ck_policy_share_part_share")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_policy_share_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "policy_id", "position"],
            ["policy_component.collaboration_id", "policy_component.policy_id", "policy_component.position"],
            name=op.f("fk_policy_share_collaboration_id_policy_id_position"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_policy_share_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "policy_id", "position", "organisation_id", name=op.f("pk_policy_share")
        ),
    )
    op.create_index(
        op.f("ix_policy_share_collaboration_id_organisation_id"),
        "policy_share",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _months() -> None:
    op.create_table(
        "month",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("hours_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("costs_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("extract(day FROM first_on) = 1", name=op.f("ck_month_first_on")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_month_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "first_on", name=op.f("pk_month")),
    )
