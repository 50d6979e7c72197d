"""The room costs: pools, entries, budget, and the trigger that keeps entries what they are (data §3, §4).

`guard_costs` looks once per statement: it takes the months of the entries FOR SHARE (closing and cut-off take
them FOR UPDATE), then refuses an entry without reason in a closed month, one recorded at or before the
cut-off, any change but the mark that an entry was reversed, and every deletion; for every role.
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


def upgrade() -> None:
    """Tables, row-level security, grants, triggers."""
    _cost_pool()
    _cost_pool_share()
    _cost_pool_pass()
    _cost_entry()
    _budget_line()
    _amendment()
    ddl.tenants(["cost_pool", "budget_line"])
    ddl.tenant("cost_pool_share", "SELECT, INSERT")
    ddl.tenant("cost_pool_pass", "SELECT, INSERT")
    ddl.tenant("cost_entry", "SELECT, INSERT, UPDATE (reversed_at)")
    ddl.tenant("amendment", "SELECT, INSERT")
    ddl.append_only("amendment")
    op.execute(GUARD)
    ddl.definer("guard_costs()")


def _cost_pool() -> None:
    op.create_table(
        "cost_pool",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("driver", sa.Text(), nullable=True),
        sa.Column("fte", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(kind IN ('area', 'start_up')) = (area_id IS NOT NULL)", name=op.f("ck_cost_pool_of_area")
        ),
        sa.CheckConstraint("(kind = 'overhead') = (driver IS NOT NULL)", name=op.f("ck_cost_pool_of_driver")),
        sa.CheckConstraint(
            "kind = 'overhead' OR (fte IS NULL AND step IS NULL)", name=op.f("ck_cost_pool_of_overhead")
        ),
        sa.CheckConstraint("fte >= 0 AND step > 0", name=op.f("ck_cost_pool_not_negative")),
        sa.CheckConstraint("code ~ '^[A-Z0-9]{1,10}$'", name=op.f("ck_cost_pool_code")),
        sa.CheckConstraint(
            "driver IN ('direct_costs', 'fte', 'hours', 'fixed')", name=op.f("ck_cost_pool_driver")
        ),
        sa.CheckConstraint(
            "kind IN ('area', 'overhead', 'own_account', 'start_up')", name=op.f("ck_cost_pool_kind")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_cost_pool_in_order")),
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
    )
    op.create_index(
        op.f("ix_cost_pool_collaboration_id_area_id"),
        "cost_pool",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _cost_pool_share() -> None:
    op.create_table(
        "cost_pool_share",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=False),
        sa.Column("part_den", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part_den > 0 AND part_num >= 0 AND part_num <= part_den", name=op.f("ck_cost_pool_share_part")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_cost_pool_share_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_cost_pool_share_collaboration_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cost_pool_share_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "pool_id", "area_id", name=op.f("pk_cost_pool_share")),
    )
    op.create_index(
        op.f("ix_cost_pool_share_collaboration_id_area_id"),
        "cost_pool_share",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _cost_pool_pass() -> None:
    op.create_table(
        "cost_pool_pass",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("to_pool_id", sa.Uuid(), nullable=False),
        sa.Column("part_num", sa.Integer(), nullable=False),
        sa.Column("part_den", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part_den > 0 AND part_num >= 0 AND part_num <= part_den", name=op.f("ck_cost_pool_pass_part")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_cost_pool_pass_collaboration_id_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "to_pool_id"],
            ["cost_pool.collaboration_id", "cost_pool.id"],
            name=op.f("fk_cost_pool_pass_collaboration_id_to_pool_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_cost_pool_pass_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "pool_id", "to_pool_id", name=op.f("pk_cost_pool_pass")),
    )
    op.create_index(
        op.f("ix_cost_pool_pass_collaboration_id_to_pool_id"),
        "cost_pool_pass",
        ["collaboration_id", "to_pool_id"],
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
