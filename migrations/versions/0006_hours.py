"""The room hours: sheets, parts, entries, and the two sums that triggers keep (data §3, §4).

`guard_hours` looks once per statement: it takes the months of the entries FOR SHARE (closing takes them
FOR UPDATE, so nothing slips in between), then refuses what a closed month, a cut-off, an approved row or
part, or the life of the assignment forbids; for every role. `keep_hours` keeps minutes per employee and
day, where a check stops at 24 hours, and per assignment and month. Both run as owner: the sums have no
other writer. `refuse_end_before_hours` keeps a tariff from ending before approved hours that have its price;
`guard_tariff_correction` keeps a corrected price within its tariff and after the cut-off of its months;
`price_on` is the price of a day as it was corrected last.
`hours_digest` says what a month held when it was closed.
"""

import sqlalchemy as sa
from alembic import op

from app.infra import ddl

revision = "0006_hours"
down_revision = "0005_people"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION refuse_hours(why text, code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'restrict_violation', CONSTRAINT = code, TABLE = 'hour_entry';
END $$;

CREATE FUNCTION hold_months(tenants integer[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO month (collaboration_id, first_on)
        SELECT DISTINCT t, date_trunc('month', d)::date FROM unnest(tenants, days) AS w (t, d) ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    PERFORM 1 FROM month m
        WHERE (m.collaboration_id, m.first_on) IN (
            SELECT t, date_trunc('month', d)::date FROM unnest(tenants, days) AS w (t, d)
        )
        ORDER BY m.collaboration_id, m.first_on FOR SHARE;
END $$;

CREATE FUNCTION guard_hours() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    tenants integer[];
    days date[];
    closed text[];
    kept bigint;
    is_moved boolean;
    is_written boolean;
BEGIN
    -- 1. hold the months: one look a statement; a few distinct days, whatever the number of rows
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(t), array_agg(d) INTO tenants, days
            FROM (SELECT DISTINCT collaboration_id AS t, worked_on AS d FROM fresh) held;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(t), array_agg(d) INTO tenants, days
            FROM (SELECT DISTINCT collaboration_id AS t, worked_on AS d FROM stale) held;
    ELSE
        SELECT array_agg(t), array_agg(d) INTO tenants, days FROM (
            SELECT collaboration_id AS t, worked_on AS d FROM fresh
            UNION SELECT collaboration_id, worked_on FROM stale
        ) held;
    END IF;
    IF tenants IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM hold_months(tenants, days);

    -- 2. what was approved or closed stays
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT FROM stale s WHERE s.approved_at IS NOT NULL) THEN
            PERFORM refuse_hours('approved hours are locked', 'hour_entry_approved');
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM stale s JOIN month m ON m.collaboration_id = s.collaboration_id
                AND m.first_on = date_trunc('month', s.worked_on)::date
                WHERE m.hours_closed_at IS NOT NULL) THEN
            PERFORM refuse_hours('hours of a closed month are locked', 'hour_entry_month_closed');
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        -- One pass with aggregates: below EXISTS the planner hopes for an early hit and loops rows × rows.
        SELECT array_agg(m.collaboration_id || ' ' || m.first_on) INTO closed FROM month m
            WHERE m.hours_closed_at IS NOT NULL AND (m.collaboration_id, m.first_on) IN (
                SELECT t, date_trunc('month', d)::date FROM unnest(tenants, days) AS w (t, d)
            );
        SELECT count(*),
            bool_or((s.worked_on, s.assignment_id, s.area_id)
                IS DISTINCT FROM (f.worked_on, f.assignment_id, f.area_id)),
            bool_or(closed IS NOT NULL AND (
                    s.collaboration_id || ' ' || date_trunc('month', s.worked_on)::date = ANY (closed)
                    OR f.collaboration_id || ' ' || date_trunc('month', f.worked_on)::date = ANY (closed)
                ) AND to_jsonb(s) - 'approved_at' - 'approved_by'
                    <> to_jsonb(f) - 'approved_at' - 'approved_by')
            INTO kept, is_moved, is_written
            FROM stale s JOIN fresh f ON f.collaboration_id = s.collaboration_id AND f.id = s.id
                AND f.kind = s.kind AND f.employee_id = s.employee_id;
        IF kept <> (SELECT count(*) FROM stale) THEN
            PERFORM refuse_hours('an entry keeps its identity, kind and employee', 'hour_entry_identity');
        END IF;
        IF is_written THEN
            PERFORM refuse_hours('hours of a closed month are locked', 'hour_entry_month_closed');
        END IF;
        IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
                AND m.first_on = date_trunc('month', f.worked_on)::date
                WHERE f.recorded_at <= m.cut_off_at) THEN
            PERFORM refuse_hours('neither change nor approval after the cut-off', 'hour_entry_cut_off');
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;

    -- 3. what may be written at all
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
                AND m.first_on = date_trunc('month', f.worked_on)::date
                WHERE f.kind = 'normal' AND m.hours_closed_at IS NOT NULL) THEN
            PERFORM refuse_hours('a closed month takes corrections only', 'hour_entry_month_closed');
        END IF;
        IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
                AND m.first_on = date_trunc('month', f.worked_on)::date
                WHERE f.kind = 'correction' AND m.hours_closed_at IS NULL) THEN
            PERFORM refuse_hours('an open month takes no corrections', 'hour_entry_month_open');
        END IF;
        IF EXISTS (SELECT FROM fresh f JOIN month m ON m.collaboration_id = f.collaboration_id
                AND m.first_on = date_trunc('month', f.worked_on)::date
                WHERE f.recorded_at <= m.cut_off_at) THEN
            PERFORM refuse_hours('recorded at or before the cut-off', 'hour_entry_cut_off');
        END IF;
        IF EXISTS (SELECT FROM fresh f JOIN hour_entry o ON o.collaboration_id = f.collaboration_id
                AND o.id = f.corrects_id
                WHERE (o.kind, o.employee_id, o.worked_on, o.assignment_id, o.area_id, o.activity)
                    IS DISTINCT FROM
                    ('normal', f.employee_id, f.worked_on, f.assignment_id, f.area_id, f.activity)) THEN
            PERFORM refuse_hours('a correction points at a normal entry of its day and subject',
                'hour_entry_corrects');
        END IF;
    END IF;
    IF EXISTS (SELECT FROM fresh f JOIN week_part p ON p.collaboration_id = f.collaboration_id
            AND p.employee_id = f.employee_id AND p.area_id = f.area_id
            AND p.monday = date_trunc('week', f.worked_on)::date
            WHERE p.state = 'approved' AND f.kind = 'normal' AND f.approved_at IS NULL) THEN
        PERFORM refuse_hours('the week of this area is approved', 'hour_entry_part_approved');
    END IF;
    IF TG_OP = 'UPDATE' AND NOT is_moved THEN
        RETURN NULL;  -- an approval or a fresh rate leaves the subject as it was: its life is no question
    END IF;
    IF EXISTS (SELECT FROM (
                SELECT f.collaboration_id, f.assignment_id, f.area_id, min(f.worked_on) AS first_on,
                    max(f.worked_on) AS last_on
                FROM fresh f WHERE f.assignment_id IS NOT NULL GROUP BY 1, 2, 3
            ) w JOIN assignment a ON a.collaboration_id = w.collaboration_id AND a.id = w.assignment_id
            WHERE a.accepted_at IS NULL OR a.area_id IS DISTINCT FROM w.area_id
                OR w.first_on < (a.accepted_at AT TIME ZONE 'Europe/Amsterdam')::date
                OR w.last_on > (a.ended_at AT TIME ZONE 'Europe/Amsterdam')::date) THEN
        PERFORM refuse_hours('outside the life or area of the assignment', 'hour_entry_assignment');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_insert AFTER INSERT ON hour_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_hours();
CREATE TRIGGER guard_update AFTER UPDATE ON hour_entry REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_hours();
CREATE TRIGGER guard_delete AFTER DELETE ON hour_entry REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION guard_hours();
"""

_DELTAS = {
    "INSERT": "SELECT collaboration_id, employee_id, assignment_id, worked_on, minutes FROM fresh",
    "DELETE": "SELECT collaboration_id, employee_id, assignment_id, worked_on, -minutes AS minutes"
    " FROM stale",
    "UPDATE": "SELECT collaboration_id, employee_id, assignment_id, worked_on, minutes FROM fresh UNION ALL"
    " SELECT collaboration_id, employee_id, assignment_id, worked_on, -minutes FROM stale",
}
"""What a statement adds to the sums, per kind of statement (each has its own transition tables)."""

# Insert nothing, lock in order, then add: a check would run on the row to insert before ON CONFLICT.
_ADD = """
        INSERT INTO worked_day (collaboration_id, employee_id, day, minutes)
            SELECT DISTINCT collaboration_id, employee_id, worked_on, 0 FROM ({delta}) d ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING;
        PERFORM 1 FROM worked_day w WHERE (w.collaboration_id, w.employee_id, w.day) IN (
                SELECT collaboration_id, employee_id, worked_on FROM ({delta}) d
                GROUP BY 1, 2, 3 HAVING sum(d.minutes) <> 0
            ) ORDER BY w.collaboration_id, w.employee_id, w.day FOR UPDATE;
        UPDATE worked_day w SET minutes = w.minutes + s.minutes FROM (
                SELECT collaboration_id, employee_id, worked_on, sum(minutes)::integer AS minutes
                FROM ({delta}) d GROUP BY 1, 2, 3 HAVING sum(d.minutes) <> 0
            ) s WHERE w.collaboration_id = s.collaboration_id AND w.employee_id = s.employee_id
                AND w.day = s.worked_on;
        INSERT INTO assignment_hours (collaboration_id, assignment_id, month_on, minutes)
            SELECT DISTINCT collaboration_id, assignment_id, date_trunc('month', worked_on)::date, 0
            FROM ({delta}) d WHERE assignment_id IS NOT NULL ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING;
        PERFORM 1 FROM assignment_hours a WHERE (a.collaboration_id, a.assignment_id, a.month_on) IN (
                SELECT collaboration_id, assignment_id, date_trunc('month', worked_on)::date FROM ({delta}) d
                GROUP BY 1, 2, 3 HAVING sum(d.minutes) <> 0
            ) ORDER BY a.collaboration_id, a.assignment_id, a.month_on FOR UPDATE;
        UPDATE assignment_hours a SET minutes = a.minutes + s.minutes FROM (
                SELECT collaboration_id, assignment_id, date_trunc('month', worked_on)::date AS month_on,
                    sum(minutes)::integer AS minutes
                FROM ({delta}) d GROUP BY 1, 2, 3 HAVING sum(d.minutes) <> 0
            ) s WHERE a.collaboration_id = s.collaboration_id AND a.assignment_id = s.assignment_id
                AND a.month_on = s.month_on;
"""

KEEP = """
CREATE FUNCTION keep_hours() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {INSERT}
    ELSIF TG_OP = 'UPDATE' THEN {UPDATE}
    ELSE {DELETE}
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER keep_insert AFTER INSERT ON hour_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION keep_hours();
CREATE TRIGGER keep_update AFTER UPDATE ON hour_entry REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION keep_hours();
CREATE TRIGGER keep_delete AFTER DELETE ON hour_entry REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION keep_hours();
""".format(**{kind: _ADD.format(delta=delta) for kind, delta in _DELTAS.items()})

SEAL_PART = """
CREATE FUNCTION seal_week_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an approved part of a week is final' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER seal_part BEFORE UPDATE ON week_part FOR EACH ROW WHEN (OLD.state = 'approved')
    EXECUTE FUNCTION seal_week_part();
"""

PRICED = """
CREATE FUNCTION refuse_end_before_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM hour_entry h
            JOIN month m ON m.collaboration_id = h.collaboration_id
                AND m.first_on = date_trunc('month', h.worked_on)::date
            WHERE h.collaboration_id = OLD.collaboration_id AND h.tariff_id = OLD.id
                AND h.worked_on > NEW.valid_until
                AND (h.approved_at IS NOT NULL OR m.hours_closed_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'approved hours have this tariff after that day'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'tariff_of_hours', TABLE = 'tariff';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER priced BEFORE UPDATE ON tariff FOR EACH ROW
    WHEN (NEW.valid_until < coalesce(OLD.valid_until, 'infinity'))
    EXECUTE FUNCTION refuse_end_before_hours();
"""


CORRECTED = """
CREATE FUNCTION price_on(tenant integer, wanted uuid, day date, own bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT c.price_cents FROM tariff_correction c
        WHERE c.collaboration_id = tenant AND c.tariff_id = wanted
            AND day >= c.valid_from AND (c.valid_until IS NULL OR day <= c.valid_until)
        ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1
    ), own)
$$;

CREATE FUNCTION guard_tariff_correction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    of_tariff tariff;
    cut_off timestamptz;
BEGIN
    SELECT * INTO of_tariff FROM tariff t
        WHERE t.collaboration_id = NEW.collaboration_id AND t.id = NEW.tariff_id;
    IF NOT of_tariff.validity @> NEW.valid_from OR NOT of_tariff.validity @> NEW.valid_until THEN
        RAISE EXCEPTION 'a price is corrected on days of its tariff'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_within_tariff', TABLE = 'tariff_correction';
    END IF;
    -- as hours do: a run that is being checked waits, and then knows of it, or has its cut-off before it
    SELECT max(m.cut_off_at) INTO cut_off FROM (
        SELECT cut_off_at FROM month
        WHERE collaboration_id = NEW.collaboration_id AND first_on >= date_trunc('month', NEW.valid_from)
            AND first_on <= coalesce(NEW.valid_until, 'infinity')
        ORDER BY first_on FOR SHARE
    ) m;
    IF NEW.recorded_at <= cut_off THEN
        RAISE EXCEPTION 'recorded at or before the cut-off'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'correction_cut_off', TABLE = 'tariff_correction';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guard_insert AFTER INSERT ON tariff_correction
    FOR EACH ROW EXECUTE FUNCTION guard_tariff_correction();
"""


def upgrade() -> None:
    _week_sheet()
    _week_part()
    _hour_entry()
    _worked_day()
    _assignment_hours()
    _hours_digest()
    ddl.tenants(["week_sheet", "week_part"])
    ddl.tenants(["worked_day", "assignment_hours"], "SELECT")
    ddl.tenant("hour_entry", "SELECT, INSERT, UPDATE, DELETE")
    ddl.tenant("hours_digest", "SELECT, INSERT")
    ddl.append_only("hours_digest")
    op.execute(GUARD)
    op.execute(KEEP)
    op.execute(SEAL_PART)
    op.execute(PRICED)
    op.execute(CORRECTED)
    ddl.definer("guard_hours()")
    ddl.definer("keep_hours()")
    ddl.definer("guard_tariff_correction()")


def _week_sheet() -> None:
    op.create_table(
        "week_sheet",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (handed_in_at IS NULL)", name=op.f("ck_week_sheet_handed_in")),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'approved', 'returned')", name=op.f("ck_week_sheet_state")
        ),
        sa.CheckConstraint("extract(isodow FROM monday) = 1", name=op.f("ck_week_sheet_monday")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_week_sheet_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_week_sheet_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "employee_id", "monday", name="pk_week_sheet"),
    )
    op.create_index(
        "ix_week_sheet_collaboration_id_monday_state",
        "week_sheet",
        ["collaboration_id", "monday", "state"],
        unique=False,
    )


def _week_part() -> None:
    op.create_table(
        "week_part",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state <> 'returned' OR coalesce(reason, '') <> ''", name=op.f("ck_week_part_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'approved', 'returned')", name=op.f("ck_week_part_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'returned') OR decided_at IS NOT NULL",
            name=op.f("ck_week_part_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name="fk_week_part_collaboration_id_area_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id", "monday"],
            ["week_sheet.collaboration_id", "week_sheet.employee_id", "week_sheet.monday"],
            name="fk_week_part_collaboration_id_employee_id_monday",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_week_part_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "employee_id", "monday", "area_id", name="pk_week_part"),
    )
    op.create_index(
        "ix_week_part_collaboration_id_area_id_state_monday",
        "week_part",
        ["collaboration_id", "area_id", "state", "monday"],
        unique=False,
    )


def _hour_entry() -> None:
    op.create_table(
        "hour_entry",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.Text(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("function_code", sa.Text(collation="C"), nullable=True),
        sa.Column("tariff_id", sa.Uuid(), nullable=True),
        sa.Column("rate_cents", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "activity IN ('consultation', 'training', 'overhead')", name=op.f("ck_hour_entry_activity")
        ),
        sa.CheckConstraint(
            "kind <> 'correction' OR coalesce(reason, '') <> ''", name=op.f("ck_hour_entry_correction")
        ),
        sa.CheckConstraint(
            "kind <> 'normal' OR (minutes > 0 AND num_nonnulls(corrects_id, reason) = 0)",
            name=op.f("ck_hour_entry_normal"),
        ),
        sa.CheckConstraint("kind IN ('normal', 'correction')", name=op.f("ck_hour_entry_kind")),
        sa.CheckConstraint(
            "minutes BETWEEN -1440 AND 1440 AND minutes <> 0", name=op.f("ck_hour_entry_minutes")
        ),
        sa.CheckConstraint("num_nonnulls(assignment_id, activity) = 1", name=op.f("ck_hour_entry_subject")),
        sa.CheckConstraint(
            "num_nonnulls(tariff_id, rate_cents) IN (0, 2)", name=op.f("ck_hour_entry_tariff")
        ),
        sa.CheckConstraint("rate_cents >= 0", name=op.f("ck_hour_entry_rate_cents")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name="fk_hour_entry_collaboration_id_area_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            name="fk_hour_entry_collaboration_id_assignment_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "corrects_id"],
            ["hour_entry.collaboration_id", "hour_entry.id"],
            name="fk_hour_entry_collaboration_id_corrects_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_hour_entry_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "tariff_id"],
            ["tariff.collaboration_id", "tariff.id"],
            name="fk_hour_entry_collaboration_id_tariff_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_hour_entry_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_hour_entry"),
    )
    op.create_index(
        "ix_hour_entry_collaboration_id_area_id", "hour_entry", ["collaboration_id", "area_id"], unique=False
    )
    op.create_index(
        "ix_hour_entry_collaboration_id_assignment_id",
        "hour_entry",
        ["collaboration_id", "assignment_id"],
        unique=False,
    )
    op.create_index(
        "ix_hour_entry_collaboration_id_corrects_id",
        "hour_entry",
        ["collaboration_id", "corrects_id"],
        unique=False,
    )
    op.create_index(
        "ix_hour_entry_collaboration_id_employee_id_worked_on",
        "hour_entry",
        ["collaboration_id", "employee_id", "worked_on"],
        unique=False,
    )
    op.create_index(
        "ix_hour_entry_collaboration_id_tariff_id",
        "hour_entry",
        ["collaboration_id", "tariff_id"],
        unique=False,
    )
    op.create_index(
        "ix_hour_entry_corrections",
        "hour_entry",
        ["collaboration_id", "worked_on"],
        unique=False,
        postgresql_where=sa.text("kind = 'correction'"),
    )
    op.create_index(
        "ix_hour_entry_unapproved",
        "hour_entry",
        ["collaboration_id", "worked_on", "area_id"],
        unique=False,
        postgresql_where=sa.text("approved_at IS NULL"),
    )
    op.create_index(
        "ix_hour_entry_worked_on",
        "hour_entry",
        ["collaboration_id", "worked_on"],
        unique=False,
        postgresql_include=[
            "assignment_id",
            "area_id",
            "tariff_id",
            "rate_cents",
            "minutes",
            "kind",
            "recorded_at",
            "approved_at",
        ],
    )
    op.create_index(
        "uq_hour_entry_cell",
        "hour_entry",
        ["collaboration_id", "employee_id", "worked_on", "assignment_id", "area_id", "activity"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("kind = 'normal'"),
    )


def _worked_day() -> None:
    op.create_table(
        "worked_day",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_worked_day_minutes")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_worked_day_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_worked_day_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "employee_id", "day", name="pk_worked_day"),
    )


def _assignment_hours() -> None:
    op.create_table(
        "assignment_hours",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            name="fk_assignment_hours_collaboration_id_assignment_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_assignment_hours_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "assignment_id", "month_on", name="pk_assignment_hours"),
    )


def _hours_digest() -> None:
    op.create_table(
        "hours_digest",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_hours_digest_entries")),
        sa.CheckConstraint("extract(day FROM month_on) = 1", name=op.f("ck_hours_digest_month_on")),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_hours_digest_sha256")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_hours_digest_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "month_on", name="pk_hours_digest"),
    )
