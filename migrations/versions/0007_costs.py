"""The room costs: pools, cascades, entries, budget, and the triggers that keep them what they are (data §3, §4).

`guard_costs` looks once per statement: it takes the months of the entries FOR SHARE (closing and cut-off take
them FOR UPDATE), then refuses an entry without reason in a closed month, one recorded at or before the
cut-off, one on a day on which its pool does not hold, any change but the mark that an entry was reversed, and
every deletion; for every role. Pools and cascades are ended, not changed; a cascade names pools that hold on all
its days and its fixed parts total one, looked at when the transaction ends.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0007_costs"
down_revision = "0006_hours"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION refuse_costs(why text, code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'restrict_violation', CONSTRAINT = code, TABLE = 'cost_entry';
END $$;

CREATE FUNCTION guard_costs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    tenants integer[];
    days date[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF EXISTS (SELECT FROM stale s LEFT JOIN fresh f ON f.collaboration_id = s.collaboration_id AND f.id
        = s.id
                WHERE f.id IS NULL OR s.reversed_at IS NOT NULL
                OR to_jsonb(s) - 'reversed_at' <> to_jsonb(f) - 'reversed_at') THEN
            PERFORM refuse_costs('a cost entry is reversed, never changed', 'cost_entry_append_only');
        END IF;
        RETURN NULL;
    END IF;
    SELECT array_agg(t), array_agg(d) INTO tenants, days
        FROM (SELECT DISTINCT collaboration_id AS t, booked_on AS d FROM fresh) held;
    IF tenants IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM hold_months(tenants, days);
    -- who ends a pool waits for us, and we for them
    PERFORM FROM cost_pool_version v
        WHERE (v.collaboration_id, v.pool_id) IN (SELECT collaboration_id, pool_id FROM fresh) FOR SHARE;
    IF EXISTS (SELECT FROM fresh f WHERE NOT EXISTS (SELECT FROM cost_pool_version v
            WHERE v.collaboration_id = f.collaboration_id AND v.pool_id = f.pool_id
            AND v.validity @> f.booked_on)) THEN
        PERFORM refuse_costs('a cost is booked on a day of its pool', 'cost_entry_of_pool');
    END IF;
    IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
            AND m.first_on = date_trunc('month', f.booked_on)::date
            WHERE m.costs_closed_at IS NOT NULL AND coalesce(f.reason, '') = '') THEN
        PERFORM refuse_costs('a closed month takes corrections with a reason only',
        'cost_entry_month_closed');
    END IF;
    IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
            AND m.first_on = date_trunc('month', f.booked_on)::date
            WHERE f.recorded_at <= m.cut_off_at) THEN
        PERFORM refuse_costs('recorded at or before the cut-off', 'cost_entry_cut_off');
    END IF;
    IF EXISTS (SELECT FROM fresh f JOIN cost_entry origin ON origin.collaboration_id = f.collaboration_id
            AND origin.id = f.reverses_id
            WHERE (origin.pool_id, origin.category, -origin.amount_cents, -origin.vat_cents)
                IS DISTINCT FROM (f.pool_id, f.category, f.amount_cents, f.vat_cents)) THEN
        PERFORM refuse_costs('a reversal is the mirror image of its entry', 'cost_entry_mirror');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_costs_insert AFTER INSERT ON cost_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION guard_costs();
CREATE TRIGGER guard_costs_update AFTER UPDATE ON cost_entry
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION guard_costs();
CREATE TRIGGER guard_costs_delete BEFORE DELETE ON cost_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


POOLS = """
CREATE FUNCTION refuse_lost_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cost_entry e
            WHERE e.collaboration_id = OLD.collaboration_id AND e.pool_id = OLD.pool_id
            AND OLD.validity @> e.booked_on
            AND NOT EXISTS (SELECT FROM cost_pool_version v WHERE v.collaboration_id = e.collaboration_id
                AND v.pool_id = e.pool_id AND v.validity @> e.booked_on)) THEN
        RAISE EXCEPTION 'costs are booked on pool % after its last day', OLD.pool_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cost_pool_has_entries', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_pools_beyond() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record := coalesce(NEW, OLD);
BEGIN
    -- the cascades of what changed: all of the collaboration, which are few
    IF EXISTS (SELECT FROM cascade_pool p
            JOIN cascade_version c ON c.collaboration_id = p.collaboration_id AND c.id = p.cascade_id
            WHERE p.collaboration_id = held.collaboration_id AND NOT coalesce(c.validity <@ (
                SELECT range_agg(v.validity) FROM cost_pool_version v
                WHERE v.collaboration_id = p.collaboration_id AND v.pool_id = p.pool_id), false)) THEN
        RAISE EXCEPTION 'a cascade names a pool that does not hold on all its days'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cascade_within_pools', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_parts_that_do_not_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pool record := coalesce(NEW, OLD);
    part record;
    is_fixed boolean;
    num numeric := 0;
    den numeric := 1;
BEGIN
    SELECT p.driver = 'fixed' INTO is_fixed FROM cascade_pool p
        WHERE (p.collaboration_id, p.cascade_id, p.pool_id)
            = (pool.collaboration_id, pool.cascade_id, pool.pool_id);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    -- whole numbers, so that three thirds are one
    FOR part IN
        SELECT s.part_num, s.part_den FROM cascade_share s
            WHERE (s.collaboration_id, s.cascade_id, s.pool_id)
                = (pool.collaboration_id, pool.cascade_id, pool.pool_id)
        UNION ALL
        SELECT s.part_num, s.part_den FROM cascade_pass s
            WHERE (s.collaboration_id, s.cascade_id, s.pool_id)
                = (pool.collaboration_id, pool.cascade_id, pool.pool_id)
    LOOP
        num := num * part.part_den + part.part_num * den;
        den := den * part.part_den;
    END LOOP;
    IF (is_fixed AND num <> den) OR (NOT is_fixed AND num <> 0) THEN
        RAISE EXCEPTION 'the fixed parts of pool % do not total one', pool.pool_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cascade_parts_total_one', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ended_not_changed BEFORE UPDATE ON cost_pool_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_end();
CREATE TRIGGER ended_not_changed BEFORE UPDATE ON cascade_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_end();
CREATE CONSTRAINT TRIGGER has_entries AFTER UPDATE OR DELETE ON cost_pool_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_lost_entries();
"""
BEYOND = """
CREATE CONSTRAINT TRIGGER within_pools AFTER {events} ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_pools_beyond();
"""
PARTS = """
CREATE TRIGGER never_changed BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_parts_that_do_not_add_up();
"""


def upgrade() -> None:
    """Tables, row-level security, grants, triggers."""
    _cost_pool()
    _cost_pool_version()
    _cascade_version()
    _cascade_pool()
    _cascade_share()
    _cascade_pass()
    _cost_entry()
    _budget_line()
    _amendment()
    ddl.tenant("budget_line")
    ddl.tenants(["cost_pool", "cascade_pool", "cascade_share", "cascade_pass"], "SELECT, INSERT, DELETE")
    ddl.tenants(["cost_pool_version", "cascade_version"], "SELECT, INSERT, UPDATE (valid_until), DELETE")
    ddl.tenant("cost_entry", "SELECT, INSERT, UPDATE (reversed_at)")
    ddl.tenant("amendment", "SELECT, INSERT")
    ddl.append_only("amendment")
    op.execute(GUARD)
    ddl.definer("guard_costs()")
    op.execute(POOLS)
    op.execute(BEYOND.format(events="UPDATE OR DELETE", table="cost_pool_version"))
    op.execute(BEYOND.format(events="UPDATE", table="cascade_version"))
    op.execute(BEYOND.format(events="INSERT", table="cascade_pool"))
    for table in ("cascade_pool", "cascade_share", "cascade_pass"):
        op.execute(PARTS.format(table=table))


def _cost_pool() -> None:
    op.create_table(
        "cost_pool",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('area', 'start_up')) = (area_id IS NOT NULL)", name=op.f("ck_cost_pool_of_area")
        ),
        sa.CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name=op.f("ck_cost_pool_code")),
        sa.CheckConstraint(
            "kind IN ('area', 'overhead', 'own_account', 'start_up')", name=op.f("ck_cost_pool_kind")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_cost_pool_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cost_pool_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_cost_pool")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_cost_pool_collaboration_id_code")),
        sa.UniqueConstraint(
            "collaboration_id", "id", "kind", name=op.f("uq_cost_pool_collaboration_id_id_kind")
        ),
    )
    op.create_index(
        op.f("ix_cost_pool_collaboration_id_area_id"),
        "cost_pool",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _cost_pool_version() -> None:
    op.create_table(
        "cost_pool_version",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
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
            (sa.text("uuid_range(pool_id, pool_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_cost_pool_version_pool_id_validity",
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_cost_pool_version_name")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_cost_pool_version_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_cost_pool_version_collaboration_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cost_pool_version_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_cost_pool_version")),
    )
    op.create_index(
        op.f("ix_cost_pool_version_collaboration_id_pool_id"),
        "cost_pool_version",
        ["collaboration_id", "pool_id"],
        unique=False,
    )


def _cascade_version() -> None:
    op.create_table(
        "cascade_version",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
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
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_cascade_version_validity",
        ),
        sa.CheckConstraint(
            "method IN ('direct', 'step_down', 'reciprocal')", name=op.f("ck_cascade_version_method")
        ),
        sa.CheckConstraint(
            "extract(day FROM valid_from) = 1", name=op.f("ck_cascade_version_starts_with_month")
        ),
        sa.CheckConstraint(
            "extract(day FROM valid_until + 1) = 1", name=op.f("ck_cascade_version_ends_with_month")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_cascade_version_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cascade_version_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_cascade_version")),
        sa.UniqueConstraint(
            "collaboration_id", "id", "method", name=op.f("uq_cascade_version_collaboration_id_id_method")
        ),
    )


def _cascade_pool() -> None:
    op.create_table(
        "cascade_pool",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("cascade_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("driver", sa.Text(), nullable=False),
        sa.Column("fte", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(method = 'step_down') = (step IS NOT NULL)", name=op.f("ck_cascade_pool_of_step_down")
        ),
        sa.CheckConstraint(
            "driver IN ('direct_costs', 'fte', 'hours', 'fixed')", name=op.f("ck_cascade_pool_driver")
        ),
        sa.CheckConstraint("kind = 'overhead'", name=op.f("ck_cascade_pool_kind")),
        sa.CheckConstraint("fte >= 0 AND step > 0", name=op.f("ck_cascade_pool_not_negative")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "cascade_id", "method"],
            ["cascade_version.collaboration_id", "cascade_version.id", "cascade_version.method"],
            name=op.f("fk_cascade_pool_collaboration_id_cascade_id_method"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id", "kind"],
            ["cost_pool.collaboration_id", "cost_pool.id", "cost_pool.kind"],
            name=op.f("fk_cascade_pool_collaboration_id_pool_id_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cascade_pool_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "cascade_id", "pool_id", name=op.f("pk_cascade_pool")),
        sa.UniqueConstraint(
            "collaboration_id",
            "cascade_id",
            "step",
            name=op.f("uq_cascade_pool_collaboration_id_cascade_id_step"),
        ),
    )
    op.create_index(
        op.f("ix_cascade_pool_collaboration_id_cascade_id_method"),
        "cascade_pool",
        ["collaboration_id", "cascade_id", "method"],
        unique=False,
    )
    op.create_index(
        op.f("ix_cascade_pool_collaboration_id_pool_id_kind"),
        "cascade_pool",
        ["collaboration_id", "pool_id", "kind"],
        unique=False,
    )


def _cascade_share() -> None:
    op.create_table(
        "cascade_share",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("cascade_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=False),
        sa.Column("part_den", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part_den > 0 AND part_num >= 0 AND part_num <= part_den", name=op.f("ck_cascade_share_part")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_cascade_share_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "cascade_id", "pool_id"],
            ["cascade_pool.collaboration_id", "cascade_pool.cascade_id", "cascade_pool.pool_id"],
            name=op.f("fk_cascade_share_collaboration_id_cascade_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cascade_share_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "cascade_id", "pool_id", "area_id", name=op.f("pk_cascade_share")
        ),
    )
    op.create_index(
        op.f("ix_cascade_share_collaboration_id_area_id"),
        "cascade_share",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _cascade_pass() -> None:
    op.create_table(
        "cascade_pass",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("cascade_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("to_pool_id", sa.Uuid(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=False),
        sa.Column("part_den", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part_den > 0 AND part_num >= 0 AND part_num <= part_den", name=op.f("ck_cascade_pass_part")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "cascade_id", "pool_id"],
            ["cascade_pool.collaboration_id", "cascade_pool.cascade_id", "cascade_pool.pool_id"],
            name=op.f("fk_cascade_pass_collaboration_id_cascade_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "cascade_id", "to_pool_id"],
            ["cascade_pool.collaboration_id", "cascade_pool.cascade_id", "cascade_pool.pool_id"],
            name=op.f("fk_cascade_pass_collaboration_id_cascade_id_to_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cascade_pass_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "cascade_id", "pool_id", "to_pool_id", name=op.f("pk_cascade_pass")
        ),
    )
    op.create_index(
        op.f("ix_cascade_pass_collaboration_id_cascade_id_to_pool_id"),
        "cascade_pass",
        ["collaboration_id", "cascade_id", "to_pool_id"],
        unique=False,
    )


def _cost_entry() -> None:
    op.create_table(
        "cost_entry",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(collation="C"), nullable=False),
        sa.Column("supplier", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "category IN ('staff', 'hired', 'housing', 'ict', 'other')", name=op.f("ck_cost_entry_category")
        ),
        sa.CheckConstraint("document <> '' AND supplier <> ''", name=op.f("ck_cost_entry_document")),
        sa.CheckConstraint(
            "reverses_id IS NULL OR coalesce(reason, '') <> ''", name=op.f("ck_cost_entry_reason")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_cost_entry_collaboration_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "reverses_id"],
            ["cost_entry.collaboration_id", "cost_entry.id"],
            name=op.f("fk_cost_entry_collaboration_id_reverses_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cost_entry_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_cost_entry")),
    )
    op.create_index(
        op.f("ix_cost_entry_collaboration_id_booked_on_id"),
        "cost_entry",
        ["collaboration_id", "booked_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_cost_entry_collaboration_id_pool_id_booked_on"),
        "cost_entry",
        ["collaboration_id", "pool_id", "booked_on"],
        unique=False,
    )
    op.create_index(
        "uq_cost_entry_document",
        "cost_entry",
        ["collaboration_id", "pool_id", "supplier", "document", "category"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NULL AND reversed_at IS NULL"),
    )
    op.create_index("uq_cost_entry_reverses", "cost_entry", ["collaboration_id", "reverses_id"], unique=True)


def _budget_line() -> None:
    op.create_table(
        "budget_line",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('staff', 'hired', 'housing', 'ict', 'other')", name=op.f("ck_budget_line_category")
        ),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_budget_line_year")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_budget_line_collaboration_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_budget_line_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint(
            "collaboration_id",
            "pool_id",
            "year",
            "category",
            name=op.f("uq_budget_line_collaboration_id_pool_id_year_category"),
        ),
    )
    op.create_index(
        op.f("ix_budget_line_collaboration_id_year"),
        "budget_line",
        ["collaboration_id", "year"],
        unique=False,
    )


def _amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("budget_line_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_amendment_reason")),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_amendment_amount")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "budget_line_id"],
            ["budget_line.collaboration_id", "budget_line.id"],
            name=op.f("fk_amendment_collaboration_id_budget_line_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_amendment_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_amendment")),
    )
    op.create_index(
        op.f("ix_amendment_collaboration_id_budget_line_id"),
        "amendment",
        ["collaboration_id", "budget_line_id"],
        unique=False,
    )
