"""The room settlement: runs, steps, confirmations, frozen inputs and lines; baselines (data §3, §5).

A final run is sealed: `guard_run` refuses any change of it, `guard_sealed` any change of its areas, snapshot
and lines, for every role. What its areas cost is then what its lines charge and the result (`check_run_areas`).
Policies that a final run used are sealed as well, and on days that are settled finally no tariff, policy or
cascade comes to end or go on (`refuse_settled_days`); a cascade, which is of all areas, does not begin there
either, nor gets other parts.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0008_settlement"
down_revision = "0007_costs"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION guard_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state = 'final' THEN
        RAISE EXCEPTION 'a final run is never changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'run_final', TABLE = 'run';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION guard_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    is_sealed boolean := false;
BEGIN
    -- both sides of an update: a row must not leave a final run either
    IF TG_OP <> 'INSERT' THEN
        is_sealed := EXISTS (SELECT FROM stale s
            JOIN run r ON r.collaboration_id = s.collaboration_id AND r.id = s.run_id
            WHERE r.state = 'final');
    END IF;
    IF TG_OP <> 'DELETE' AND NOT is_sealed THEN
        is_sealed := EXISTS (SELECT FROM fresh f
            JOIN run r ON r.collaboration_id = f.collaboration_id AND r.id = f.run_id
            WHERE r.state = 'final');
    END IF;
    IF is_sealed THEN
        RAISE EXCEPTION 'what a final run froze is never changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'run_sealed', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_corrects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM run r WHERE r.collaboration_id = NEW.collaboration_id AND r.id = NEW.run_id
            AND r.kind = 'correction' AND r.state = 'draft')
        OR NOT EXISTS (SELECT FROM run r WHERE r.collaboration_id = NEW.collaboration_id
            AND r.id = NEW.corrects_id AND r.kind = 'settlement' AND r.state = 'final') THEN
        RAISE EXCEPTION 'a correction in draft settles final runs again, nothing else'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_corrects_final', TABLE = 'run_corrects';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_corrects BEFORE INSERT ON run_corrects
    FOR EACH ROW EXECUTE FUNCTION guard_corrects();

CREATE TRIGGER guard_run BEFORE UPDATE OR DELETE ON run FOR EACH ROW EXECUTE FUNCTION guard_run();

CREATE FUNCTION check_run_areas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM run_area a
            LEFT JOIN settlement_line l ON l.collaboration_id = a.collaboration_id AND l.run_id = a.run_id
                AND l.area_id = a.area_id AND l.kind IN ('share', 'tariff', 'result')
            WHERE a.collaboration_id = NEW.collaboration_id AND a.run_id = NEW.id
            GROUP BY a.area_id, a.costs_cents, a.result_cents
            HAVING a.costs_cents <> a.result_cents + coalesce(sum(l.amount_cents), 0)) THEN
        RAISE EXCEPTION 'the costs of an area are what its lines charge and its result'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_area_adds_up', TABLE = 'run_area';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER areas_add_up AFTER UPDATE ON run FOR EACH ROW
    WHEN (NEW.state = 'final' AND NEW.kind <> 'advance') EXECUTE FUNCTION check_run_areas();
"""

SETTLED = """
CREATE FUNCTION refuse_settled_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record := coalesce(OLD, NEW);
    of_area uuid := (to_jsonb(held) ->> 'area_id')::uuid;
    from_on date := held.valid_from;
    until_on date := coalesce(held.valid_until, 'infinity');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- only the days that come to hold it or to lack it
        from_on := least(until_on, coalesce(NEW.valid_until, 'infinity')) + 1;
        until_on := greatest(until_on, coalesce(NEW.valid_until, 'infinity'));
    END IF;
    IF EXISTS (SELECT FROM run_area a WHERE a.collaboration_id = held.collaboration_id
            AND (of_area IS NULL OR a.area_id = of_area)
            AND a.is_final AND a.kind <> 'advance' AND a.first_on <= until_on AND a.last_on >= from_on) THEN
        RAISE EXCEPTION '% holds on days that are settled finally', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'settled_days', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER settled_end BEFORE UPDATE ON tariff FOR EACH ROW
    WHEN (OLD.valid_until IS DISTINCT FROM NEW.valid_until) EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled_end BEFORE UPDATE ON policy FOR EACH ROW
    WHEN (OLD.valid_until IS DISTINCT FROM NEW.valid_until) EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled BEFORE DELETE ON tariff FOR EACH ROW EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled BEFORE DELETE ON policy FOR EACH ROW EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled BEFORE DELETE ON participation FOR EACH ROW EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled_end BEFORE UPDATE ON cascade_version FOR EACH ROW
    WHEN (OLD.valid_until IS DISTINCT FROM NEW.valid_until) EXECUTE FUNCTION refuse_settled_days();
CREATE TRIGGER settled BEFORE INSERT OR DELETE ON cascade_version
    FOR EACH ROW EXECUTE FUNCTION refuse_settled_days();

CREATE FUNCTION refuse_parts_of_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record := coalesce(NEW, OLD);
BEGIN
    IF EXISTS (SELECT FROM cascade_version c
            JOIN run_area a ON a.collaboration_id = c.collaboration_id AND a.is_final AND a.kind <> 'advance'
            AND c.validity && daterange(a.first_on, a.last_on, '[]')
            WHERE c.collaboration_id = part.collaboration_id AND c.id = part.cascade_id) THEN
        RAISE EXCEPTION 'cascade % holds on days that are settled finally', part.cascade_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'settled_days', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN part;
END $$;
CREATE TRIGGER settled BEFORE INSERT OR DELETE ON cascade_pool
    FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_settled();
CREATE TRIGGER settled BEFORE INSERT OR DELETE ON cascade_share
    FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_settled();
CREATE TRIGGER settled BEFORE INSERT OR DELETE ON cascade_pass
    FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_settled();
"""

BASELINE = """
CREATE FUNCTION baseline_parts(tenant integer, version uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM baseline_area WHERE collaboration_id = tenant AND version_id = version)
        + (SELECT count(*) FROM baseline_spent WHERE collaboration_id = tenant AND version_id = version)
        + (SELECT count(*) FROM baseline_year WHERE collaboration_id = tenant AND version_id = version)
        + (SELECT count(*) FROM baseline_plan WHERE collaboration_id = tenant AND version_id = version)
$$;

CREATE FUNCTION check_baseline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parts <> baseline_parts(NEW.collaboration_id, NEW.id)
        OR NOT EXISTS (SELECT FROM baseline_area a
            WHERE a.collaboration_id = NEW.collaboration_id AND a.version_id = NEW.id)
        OR NOT EXISTS (SELECT FROM baseline_spent s
            WHERE s.collaboration_id = NEW.collaboration_id AND s.version_id = NEW.id)
        OR (SELECT count(*) FROM baseline_year y WHERE y.collaboration_id = NEW.collaboration_id
            AND y.version_id = NEW.id AND y.year BETWEEN NEW.base_year + 1 AND NEW.last_year)
            <> NEW.last_year - NEW.base_year
        OR EXISTS (SELECT FROM baseline_spent s
            WHERE s.collaboration_id = NEW.collaboration_id AND s.version_id = NEW.id
            AND ((s.weight IS NOT NULL) <> (NEW.plan_key = 'weight')
                OR s.from_year < NEW.first_year OR coalesce(s.until_year, s.from_year) > NEW.last_year))
        OR (NEW.plan_key = 'own') <> EXISTS (SELECT FROM baseline_plan p
            WHERE p.collaboration_id = NEW.collaboration_id AND p.version_id = NEW.id) THEN
        RAISE EXCEPTION 'a baseline has areas, partners, every year and a plan that fits its key'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'baseline_whole', TABLE = 'baseline_version';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_baseline_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM baseline_version v WHERE v.collaboration_id = NEW.collaboration_id
            AND v.id = NEW.version_id AND v.parts = baseline_parts(v.collaboration_id, v.id)) THEN
        RAISE EXCEPTION 'a baseline that was set is followed by a new version, never added to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'baseline_set', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON baseline_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_baseline();
"""

BASELINE_PART = """
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_baseline_part();
"""
BASELINE_PARTS = ("baseline_area", "baseline_spent", "baseline_year", "baseline_plan")

NO_MORE = """
CREATE TRIGGER guard_sealed_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION guard_sealed();
"""

SEALED = """
CREATE TRIGGER guard_sealed_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION guard_sealed();
CREATE TRIGGER guard_sealed_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION guard_sealed();
"""


def upgrade() -> None:
    """Tables, row-level security, grants, triggers."""
    _run()
    _run_area()
    _run_corrects()
    _run_step()
    _confirmation()
    _finding_comment()
    _snapshot()
    _settlement_line()
    _scenario()
    _deviation_threshold()
    _baselines()
    ddl.tenant("run")
    ddl.tenant("run_area", "SELECT, INSERT, UPDATE, DELETE")
    ddl.tenants(["snapshot", "settlement_line"], "SELECT, INSERT, DELETE")
    ddl.tenants(["run_step", "confirmation", "finding_comment"], "SELECT, INSERT")
    ddl.tenants(["run_corrects", "scenario", "deviation_threshold"], "SELECT, INSERT")
    ddl.append_only("run_corrects")
    ddl.append_only("scenario")
    ddl.append_only("deviation_threshold")
    ddl.append_only("run_step")
    ddl.append_only("confirmation")
    ddl.append_only("finding_comment")
    op.execute(GUARD)
    op.execute(SETTLED)
    ddl.definer("guard_run()")
    ddl.definer("guard_sealed()")
    for table in ("run_area", "snapshot", "settlement_line"):
        op.execute(NO_MORE.format(table=table))
        op.execute(SEALED.format(table=table))
    for table in ("confirmation", "finding_comment"):
        op.execute(NO_MORE.format(table=table))


def _baselines() -> None:
    """Baselines: everything of them is append-only, and a version is written at once."""
    _baseline()
    _baseline_version()
    _baseline_area()
    _baseline_spent()
    _baseline_year()
    _baseline_plan()
    _baseline_answer()
    _baseline_fact()
    for table in ("baseline", "baseline_version", *BASELINE_PARTS, "baseline_answer", "baseline_fact"):
        ddl.tenant(table, "SELECT, INSERT")
        ddl.append_only(table)
    op.execute(BASELINE)
    for table in BASELINE_PARTS:
        op.execute(BASELINE_PART.format(table=table))


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("calculations", sa.Integer(), nullable=False),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calculated_by_name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(collation="C"), nullable=False),
        sa.Column("checked_by", sa.Text(collation="C"), nullable=True),
        sa.Column("approved_by", sa.Text(collation="C"), nullable=True),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirm_by_on", sa.Date(), nullable=True),
        sa.Column("deviation_basis_points", sa.Integer(), nullable=True),
        sa.Column("deviation_cents", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'final') = (final_at IS NOT NULL)", name=op.f("ck_run_final")),
        sa.CheckConstraint(
            "(kind = 'settlement') = (num_nonnulls(deviation_basis_points, deviation_cents) > 0)",
            name=op.f("ck_run_threshold"),
        ),
        sa.CheckConstraint(
            "least(deviation_basis_points, deviation_cents) >= 0", name=op.f("ck_run_threshold_size")
        ),
        sa.CheckConstraint(
            "(state IN ('approved', 'final')) <= (approved_by IS NOT NULL)", name=op.f("ck_run_approved")
        ),
        sa.CheckConstraint(
            "(state IN ('checked', 'approved', 'final')) <= (cut_off_at IS NOT NULL AND checked_by IS NOT "
            "NULL)",
            name=op.f("ck_run_checked"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> made_by AND approved_by <> coalesce(checked_by, ''))",
            name=op.f("ck_run_approved_by_another"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'checked', 'approved', 'final', 'withdrawn')", name=op.f("ck_run_state")
        ),
        sa.CheckConstraint("kind IN ('settlement', 'advance', 'correction')", name=op.f("ck_run_kind")),
        sa.CheckConstraint("calculations >= 0", name=op.f("ck_run_calculations")),
        sa.CheckConstraint("last_on > first_on", name=op.f("ck_run_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_run_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_run")),
    )
    op.create_index(
        op.f("ix_run_collaboration_id_first_on_id"),
        "run",
        ["collaboration_id", "first_on", "id"],
        unique=False,
    )
    op.create_index(
        "uq_run_open",
        "run",
        ["collaboration_id", "kind", "first_on", "last_on"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'checked', 'approved')"),
    )
    op.create_index(
        "uq_run_open_one",
        "run",
        ["collaboration_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'settlement' AND state IN ('draft', 'checked', 'approved')"),
    )


def _run_area() -> None:
    op.create_table(
        "run_area",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("costs_cents", sa.BigInteger(), nullable=False),
        sa.Column("carried_cents", sa.BigInteger(), nullable=False),
        sa.Column("result_cents", sa.BigInteger(), nullable=False),
        sa.Column("goes_to", sa.Text(), nullable=False),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(first_on, last_on, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("is_final AND kind = 'settlement'"),
            using="gist",
            name="ex_run_area_area_id_validity",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            where=sa.text("is_final AND kind = 'advance'"),
            using="gist",
            name="ex_run_area_advance_area_id_validity",
        ),
        sa.CheckConstraint("kind IN ('settlement', 'advance', 'correction')", name=op.f("ck_run_area_kind")),
        sa.CheckConstraint("goes_to IN ('carried', 'reserve', 'divided')", name=op.f("ck_run_area_goes_to")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_run_area_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_run_area_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_run_area_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", "area_id", name=op.f("pk_run_area")),
    )
    op.create_index(
        op.f("ix_run_area_collaboration_id_area_id"),
        "run_area",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _run_corrects() -> None:
    op.create_table(
        "run_corrects",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("run_id <> corrects_id", name=op.f("ck_run_corrects_another")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_run_corrects_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "corrects_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_run_corrects_collaboration_id_corrects_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_run_corrects_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", "corrects_id", name=op.f("pk_run_corrects")),
    )
    op.create_index(
        op.f("ix_run_corrects_collaboration_id_corrects_id"),
        "run_corrects",
        ["collaboration_id", "corrects_id"],
        unique=False,
    )


def _run_step() -> None:
    op.create_table(
        "run_step",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Text(collation="C"), nullable=False),
        sa.Column("taken_by_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("step <> 'return' OR coalesce(reason, '') <> ''", name=op.f("ck_run_step_reason")),
        sa.CheckConstraint(
            "step IN ('start', 'calculate', 'check', 'return', 'approve', 'finalise', 'withdraw')",
            name=op.f("ck_run_step_step"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'checked', 'approved', 'final', 'withdrawn')",
            name=op.f("ck_run_step_to_state"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_run_step_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_run_step_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", "seq", name=op.f("pk_run_step")),
    )


def _confirmation() -> None:
    op.create_table(
        "confirmation",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_name", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "answer IN ('confirmed', 'objected', 'silent')", name=op.f("ck_confirmation_answer")
        ),
        sa.CheckConstraint(
            "answer <> 'objected' OR coalesce(remark, '') <> ''", name=op.f("ck_confirmation_reason")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_confirmation_seq")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_confirmation_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_confirmation_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_confirmation_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "run_id", "organisation_id", "seq", name=op.f("pk_confirmation")
        ),
    )
    op.create_index(
        op.f("ix_confirmation_collaboration_id_organisation_id"),
        "confirmation",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _finding_comment() -> None:
    op.create_table(
        "finding_comment",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("subject_kind", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commented_by", sa.Text(collation="C"), nullable=False),
        sa.Column("commented_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_finding_comment_seq")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_finding_comment_text")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_finding_comment_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_finding_comment_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", "seq", name=op.f("pk_finding_comment")),
    )


def _snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("format_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("lines_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("format_version > 0", name=op.f("ck_snapshot_format_version")),
        sa.CheckConstraint("octet_length(lines_sha256) = 32", name=op.f("ck_snapshot_lines_sha256")),
        sa.CheckConstraint("sha256 = sha256(body)", name=op.f("ck_snapshot_sha256")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_snapshot_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_snapshot_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", name=op.f("pk_snapshot")),
    )
    # Half as large at best, and then most of what a calculation costs the server: bodies are kept as they are.
    op.execute("ALTER TABLE snapshot ALTER COLUMN body SET STORAGE EXTERNAL")


def _settlement_line() -> None:
    op.create_table(
        "settlement_line",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("component", sa.Integer(), nullable=False),
        sa.Column("tariff_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("is_own_share", sa.Boolean(), nullable=False),
        sa.Column("vat_category", sa.Text(), nullable=True),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('share', 'tariff', 'result', 'advance', 'input_vat', 'secondment')",
            name=op.f("ck_settlement_line_kind"),
        ),
        sa.CheckConstraint("vat_category IN ('S', 'E', 'O')", name=op.f("ck_settlement_line_vat_category")),
        sa.CheckConstraint(
            "is_own_share <= (organisation_id = provider_id)", name=op.f("ck_settlement_line_own_share")
        ),
        sa.CheckConstraint("vat_category IS NOT NULL OR vat_cents = 0", name=op.f("ck_settlement_line_vat")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_settlement_line_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_settlement_line_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "provider_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_settlement_line_collaboration_id_provider_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_settlement_line_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "tariff_id"],
            ["tariff.collaboration_id", "tariff.id"],
            name=op.f("fk_settlement_line_collaboration_id_tariff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_settlement_line_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "run_id", "number", name=op.f("pk_settlement_line")),
    )
    op.create_index(
        op.f("ix_settlement_line_collaboration_id_area_id"),
        "settlement_line",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_settlement_line_collaboration_id_organisation_id_run_id"),
        "settlement_line",
        ["collaboration_id", "organisation_id", "run_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_settlement_line_collaboration_id_provider_id"),
        "settlement_line",
        ["collaboration_id", "provider_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_settlement_line_collaboration_id_tariff_id"),
        "settlement_line",
        ["collaboration_id", "tariff_id"],
        unique=False,
    )


def _deviation_threshold() -> None:
    op.create_table(
        "deviation_threshold",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("deviation_basis_points", sa.Integer(), nullable=True),
        sa.Column("deviation_cents", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(collation="C"), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(deviation_basis_points, deviation_cents) > 0",
            name=op.f("ck_deviation_threshold_stated"),
        ),
        sa.CheckConstraint(
            "least(deviation_basis_points, deviation_cents) >= 0",
            name=op.f("ck_deviation_threshold_threshold_size"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_deviation_threshold_reason")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_deviation_threshold_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_deviation_threshold")),
    )
    op.create_index(
        op.f("ix_deviation_threshold_collaboration_id_valid_from"),
        "deviation_threshold",
        ["collaboration_id", "valid_from"],
        unique=False,
    )


def _scenario() -> None:
    op.create_table(
        "scenario",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("basis_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(collation="C"), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("title <> '' AND reason <> ''", name=op.f("ck_scenario_named")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_scenario_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_scenario_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_scenario")),
    )
    op.create_index(
        op.f("ix_scenario_collaboration_id_run_id"), "scenario", ["collaboration_id", "run_id"], unique=False
    )


def _baseline() -> None:
    op.create_table(
        "baseline",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,29}$'", name=op.f("ck_baseline_code")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_baseline_collaboration_id_code")),
    )


def _baseline_version() -> None:
    op.create_table(
        "baseline_version",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("baseline_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("base_year", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("plan_key", sa.Text(), nullable=False),
        sa.Column("weight_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('linear', 'steps', 'yearly')", name=op.f("ck_baseline_version_kind")),
        sa.CheckConstraint(
            "plan_key <> 'weight' OR coalesce(weight_name, '') <> ''",
            name=op.f("ck_baseline_version_weight_name"),
        ),
        sa.CheckConstraint(
            "plan_key IN ('spent', 'weight', 'equal', 'own')", name=op.f("ck_baseline_version_plan_key")
        ),
        sa.CheckConstraint("prices IN ('constant', 'current')", name=op.f("ck_baseline_version_prices")),
        sa.CheckConstraint(
            "seq > 0 AND (seq = 1 OR coalesce(reason, '') <> '')", name=op.f("ck_baseline_version_reason")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_baseline_version_title")),
        sa.CheckConstraint(
            "base_year >= 1990 AND base_year < first_year AND first_year <= last_year AND last_year <= 2100"
            " AND last_year < first_year + 30",
            name=op.f("ck_baseline_version_years"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "baseline_id"],
            ["baseline.collaboration_id", "baseline.id"],
            name=op.f("fk_baseline_version_collaboration_id_baseline_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_version_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_baseline_version")),
        sa.UniqueConstraint(
            "collaboration_id",
            "baseline_id",
            "seq",
            name=op.f("uq_baseline_version_collaboration_id_baseline_id_seq"),
        ),
    )


def _baseline_area() -> None:
    op.create_table(
        "baseline_area",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_baseline_area_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "version_id"],
            ["baseline_version.collaboration_id", "baseline_version.id"],
            name=op.f("fk_baseline_area_collaboration_id_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_area_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "version_id", "area_id", name=op.f("pk_baseline_area")),
    )
    op.create_index(
        op.f("ix_baseline_area_collaboration_id_area_id"),
        "baseline_area",
        ["collaboration_id", "area_id"],
        unique=False,
    )


def _baseline_spent() -> None:
    op.create_table(
        "baseline_spent",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("source <> ''", name=op.f("ck_baseline_spent_source")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_baseline_spent_amount_cents_not_negative")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_baseline_spent_weight")),
        sa.CheckConstraint(
            "year >= 1990 AND year < from_year AND from_year <= coalesce(until_year, 2100)",
            name=op.f("ck_baseline_spent_years"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_baseline_spent_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "version_id"],
            ["baseline_version.collaboration_id", "baseline_version.id"],
            name=op.f("fk_baseline_spent_collaboration_id_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_spent_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "version_id", "organisation_id", name=op.f("pk_baseline_spent")
        ),
    )
    op.create_index(
        op.f("ix_baseline_spent_collaboration_id_organisation_id"),
        "baseline_spent",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _baseline_year() -> None:
    op.create_table(
        "baseline_year",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("index_percent", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("index_source", sa.Text(), nullable=True),
        sa.Column("planned_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("index_percent BETWEEN -50 AND 100", name=op.f("ck_baseline_year_index_percent")),
        sa.CheckConstraint("planned_cents >= 0", name=op.f("ck_baseline_year_planned_cents_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_baseline_year_year")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "version_id"],
            ["baseline_version.collaboration_id", "baseline_version.id"],
            name=op.f("fk_baseline_year_collaboration_id_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_year_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "version_id", "year", name=op.f("pk_baseline_year")),
    )


def _baseline_plan() -> None:
    op.create_table(
        "baseline_plan",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_baseline_plan_amount_cents_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_baseline_plan_year")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_baseline_plan_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "version_id"],
            ["baseline_version.collaboration_id", "baseline_version.id"],
            name=op.f("fk_baseline_plan_collaboration_id_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_plan_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "version_id", "organisation_id", "year", name=op.f("pk_baseline_plan")
        ),
    )
    op.create_index(
        op.f("ix_baseline_plan_collaboration_id_organisation_id"),
        "baseline_plan",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _baseline_answer() -> None:
    op.create_table(
        "baseline_answer",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answer <> 'objected' OR coalesce(remark, '') <> ''", name=op.f("ck_baseline_answer_reason")
        ),
        sa.CheckConstraint("answer IN ('confirmed', 'objected')", name=op.f("ck_baseline_answer_answer")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_baseline_answer_seq")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_baseline_answer_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "version_id"],
            ["baseline_version.collaboration_id", "baseline_version.id"],
            name=op.f("fk_baseline_answer_collaboration_id_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_answer_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "version_id", "organisation_id", "seq", name=op.f("pk_baseline_answer")
        ),
    )
    op.create_index(
        op.f("ix_baseline_answer_collaboration_id_organisation_id"),
        "baseline_answer",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _baseline_fact() -> None:
    op.create_table(
        "baseline_fact",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("baseline_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("description <> '' AND source <> ''", name=op.f("ck_baseline_fact_told")),
        sa.CheckConstraint("kind <> 'paid' OR amount_cents >= 0", name=op.f("ck_baseline_fact_paid")),
        sa.CheckConstraint("kind IN ('paid', 'gain')", name=op.f("ck_baseline_fact_kind")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_baseline_fact_year")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "baseline_id"],
            ["baseline.collaboration_id", "baseline.id"],
            name=op.f("fk_baseline_fact_collaboration_id_baseline_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_baseline_fact_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_baseline_fact_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_baseline_fact")),
    )
    op.create_index(
        op.f("ix_baseline_fact_collaboration_id_baseline_id_year"),
        "baseline_fact",
        ["collaboration_id", "baseline_id", "year"],
        unique=False,
    )
    op.create_index(
        op.f("ix_baseline_fact_collaboration_id_organisation_id"),
        "baseline_fact",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
