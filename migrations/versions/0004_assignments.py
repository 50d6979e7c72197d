"""The room assignments: projection, events, principals; policies, triggers, search and places.

The events are append-only for everyone. A number is given once. Principals change only while the
request may still be written. Search and places run as their owner, because no index can be used below
a policy and because a place is no secret (data §2); they give ids and places only.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0004_assignments"
down_revision = "0003_access"
branch_labels = None
depends_on = None

PAIRS = (
    "(step, coalesce(from_state, ''), to_state) IN ("
    "('draft', '', 'draft'), ('submit', 'draft', 'submitted'), ('return', 'submitted', 'returned'), "
    "('accept', 'submitted', 'accepted'), ('submit', 'returned', 'submitted'), "
    "('order', 'accepted', 'ordered'), ('plan', 'ordered', 'planned'), "
    "('start', 'planned', 'in_progress'), ('wait', 'in_progress', 'waiting'), "
    "('deliver', 'in_progress', 'delivered'), ('resume', 'waiting', 'in_progress'), "
    "('deliver', 'waiting', 'delivered'), ('rework', 'delivered', 'in_progress'), "
    "('approve', 'delivered', 'approved'), ('close', 'approved', 'closed'), "
    "('withdraw', 'draft', 'withdrawn'), ('withdraw', 'submitted', 'withdrawn'), "
    "('reject', 'submitted', 'rejected'), ('withdraw', 'returned', 'withdrawn'), "
    "('reject', 'returned', 'rejected'), ('withdraw', 'accepted', 'withdrawn'), "
    "('reject', 'accepted', 'rejected'), ('withdraw', 'ordered', 'withdrawn'), "
    "('reject', 'ordered', 'rejected'), ('withdraw', 'planned', 'withdrawn'), "
    "('reject', 'planned', 'rejected'), ('withdraw', 'in_progress', 'withdrawn'), "
    "('reject', 'in_progress', 'rejected'), ('withdraw', 'waiting', 'withdrawn'), "
    "('reject', 'waiting', 'rejected'), ('withdraw', 'delivered', 'withdrawn'), "
    "('reject', 'delivered', 'rejected')"
    ")"
)

OPEN = (
    "state IN ('submitted', 'returned', 'accepted', 'ordered', 'planned', 'in_progress', 'waiting',"
    " 'delivered')"
)
BAND = (
    "(CASE WHEN kind = 'general' THEN 5 WHEN state IN ('in_progress', 'waiting') THEN 0"
    " WHEN state IN ('ordered', 'planned') THEN 1 WHEN state = 'accepted' THEN 2"
    " WHEN state = 'submitted' THEN 3 ELSE 4 END)"
)

GUARDS = """
CREATE POLICY confidential ON assignment AS RESTRICTIVE FOR ALL
    USING (NOT is_confidential OR app_sees_all() OR app_organisation() = ANY (principal_ids))
    WITH CHECK (true);

CREATE FUNCTION keep_assignment_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the number of an assignment is given once' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_number BEFORE UPDATE OF number ON assignment FOR EACH ROW
    WHEN (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)
    EXECUTE FUNCTION keep_assignment_number();

CREATE FUNCTION guard_assignment_principals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- By row: a request has a handful of principals, and each row is found by its key.
    IF EXISTS (
        SELECT FROM assignment a
        WHERE a.collaboration_id = coalesce(NEW.collaboration_id, OLD.collaboration_id)
            AND a.id = coalesce(NEW.assignment_id, OLD.assignment_id) AND a.state NOT IN ('draft', 'returned')
    ) THEN
        RAISE EXCEPTION 'principals change only while the request may be written'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guard_insert AFTER INSERT ON assignment_principal
    FOR EACH ROW EXECUTE FUNCTION guard_assignment_principals();
CREATE TRIGGER guard_update BEFORE UPDATE ON assignment_principal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER guard_delete AFTER DELETE ON assignment_principal
    FOR EACH ROW EXECUTE FUNCTION guard_assignment_principals();
"""

PERIOD_GUARD = """
CREATE FUNCTION guard_statutory_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about statutory_event;
BEGIN
    IF NOT EXISTS (
        SELECT FROM assignment a
        WHERE a.collaboration_id = NEW.collaboration_id AND a.id = NEW.assignment_id AND a.{open}
    ) THEN
        RAISE EXCEPTION 'a statutory period changes only while the assignment is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT * INTO about FROM statutory_event e
        WHERE e.collaboration_id = NEW.collaboration_id AND e.assignment_id = NEW.assignment_id
            AND e.seq = NEW.refers_seq;
    IF NEW.kind = 'revocation' AND about.kind = 'revocation' OR NEW.kind = 'resumption' AND (
        about.kind <> 'suspension' OR NEW.on_day < about.on_day
    ) THEN
        RAISE EXCEPTION 'what is taken back is a fact, and what is resumed a suspension that began before'
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- Of what holds there is one: one extension, and one answer to a suspension.
    IF NEW.kind IN ('extension', 'resumption') AND EXISTS (
        SELECT FROM statutory_event e
        WHERE e.collaboration_id = NEW.collaboration_id AND e.assignment_id = NEW.assignment_id
            AND e.kind = NEW.kind AND e.seq <> NEW.seq AND e.refers_seq IS NOT DISTINCT FROM NEW.refers_seq
            AND NOT EXISTS (
                SELECT FROM statutory_event r
                WHERE r.collaboration_id = e.collaboration_id AND r.assignment_id = e.assignment_id
                    AND r.kind = 'revocation' AND r.refers_seq = e.seq)
    ) THEN
        RAISE EXCEPTION 'a statutory period is extended once, and a suspension answered once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guard_insert AFTER INSERT ON statutory_event
    FOR EACH ROW EXECUTE FUNCTION guard_statutory_event();
"""

SEARCH = """
CREATE FUNCTION search_assignments(wanted_words text, wanted_number text, only_open boolean)
    RETURNS TABLE (assignment_id uuid, is_by_title boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, search @@ to_tsquery('dutch', replace(wanted_words, ':*', ':*A')) FROM assignment
        WHERE collaboration_id = app_collaboration() AND search @@ to_tsquery('dutch', wanted_words)
            AND (NOT only_open OR state NOT IN ('approved', 'closed', 'withdrawn', 'rejected'))
    UNION ALL
    SELECT id, true FROM assignment
        WHERE collaboration_id = app_collaboration() AND wanted_number <> ''
            AND number >= wanted_number COLLATE "C" AND number < (wanted_number || '~') COLLATE "C"
$$;

CREATE FUNCTION queue_places(wanted uuid[]) RETURNS TABLE (assignment_id uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT q.id, q.place FROM (
        SELECT a.id, row_number() OVER (
            PARTITION BY a.area_id
            ORDER BY (CASE WHEN a.state IN ('in_progress', 'waiting') THEN 0 ELSE 1 END),
                a.queue_rank, a.number
        ) AS place
        FROM assignment a
        WHERE a.collaboration_id = app_collaboration()
            AND a.state IN ('ordered', 'planned', 'in_progress', 'waiting') AND a.kind <> 'general'
            AND a.area_id IN (
                SELECT w.area_id FROM assignment w
                WHERE w.collaboration_id = app_collaboration() AND w.id = ANY (wanted)
                    AND w.state IN ('ordered', 'planned', 'in_progress', 'waiting')
            )
    ) q WHERE q.id = ANY (wanted)
$$;
"""


def upgrade() -> None:
    _assignment()
    _event()
    _statutory_event()
    _principal()
    ddl.tenant("assignment")
    ddl.tenant("assignment_event", "SELECT, INSERT")
    ddl.tenant("assignment_principal", "SELECT, INSERT, DELETE")
    ddl.tenant("statutory_event", "SELECT, INSERT")
    ddl.append_only("assignment_event")
    ddl.append_only("statutory_event")
    op.execute(GUARDS)
    op.execute(PERIOD_GUARD.replace("{open}", OPEN))
    op.execute(SEARCH)
    ddl.definer("search_assignments(text, text, boolean)")
    ddl.definer("queue_places(uuid[])")


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("year_contract_id", sa.Uuid(), nullable=True),
        sa.Column("lead_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("principal_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("desired_result", sa.Text(), nullable=True),
        sa.Column("acceptance_criteria", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("requested_why", sa.Text(), nullable=True),
        sa.Column("statutory_law", sa.Text(), nullable=True),
        sa.Column("statutory_start_on", sa.Date(), nullable=True),
        sa.Column("statutory_length", sa.Integer(), nullable=True),
        sa.Column("statutory_unit", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=True),
        sa.Column("ceiling_minutes", sa.Integer(), nullable=True),
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("queue_rank", sa.Numeric(), nullable=True),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('dutch'::regconfig, coalesce(title, '')), 'A')"
                " || setweight(to_tsvector('dutch'::regconfig,"
                " coalesce(desired_result, '') || ' ' || coalesce(frame, '')), 'B')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(state = 'draft') <= (number IS NULL)", name=op.f("ck_assignment_draft_has_no_number")
        ),
        sa.CheckConstraint("holder IN ('principal', 'centre', 'nobody')", name=op.f("ck_assignment_holder")),
        sa.CheckConstraint("impact IN ('low', 'normal', 'high')", name=op.f("ck_assignment_impact")),
        sa.CheckConstraint("kind IN ('bespoke', 'joint', 'general')", name=op.f("ck_assignment_kind")),
        sa.CheckConstraint("number ~ '^[0-9]{4}-[A-Z0-9]+-[0-9]{4,}$'", name=op.f("ck_assignment_number")),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_mandate', 'submitted', 'returned', 'accepted', 'ordered',"
            " 'planned', 'in_progress', 'waiting', 'delivered', 'approved', 'closed', 'withdrawn',"
            " 'rejected')",
            name=op.f("ck_assignment_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR number IS NOT NULL",
            name=op.f("ck_assignment_submitted_has_number"),
        ),
        sa.CheckConstraint(
            "statutory_unit IN ('days', 'weeks', 'months')", name=op.f("ck_assignment_statutory_unit")
        ),
        sa.CheckConstraint("urgency IN ('low', 'normal', 'high')", name=op.f("ck_assignment_urgency")),
        sa.CheckConstraint("ceiling_minutes > 0 AND ceiling_cents > 0", name=op.f("ck_assignment_ceiling")),
        sa.CheckConstraint("estimate_minutes > 0", name=op.f("ck_assignment_estimate")),
        sa.CheckConstraint(
            "lead_organisation_id = ANY (principal_ids)", name=op.f("ck_assignment_lead_is_principal")
        ),
        sa.CheckConstraint(
            "num_nonnulls(statutory_law, statutory_start_on, statutory_length, statutory_unit) IN (0, 4)"
            " AND statutory_length > 0",
            name=op.f("ck_assignment_statutory"),
        ),
        sa.CheckConstraint("returns >= 0 AND changes >= 0", name=op.f("ck_assignment_counts")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name="fk_assignment_collaboration_id_area_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "lead_organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_assignment_collaboration_id_lead_organisation_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name="fk_assignment_collaboration_id_product_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "year_contract_id"],
            ["year_contract.collaboration_id", "year_contract.id"],
            name="fk_assignment_collaboration_id_year_contract_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_assignment_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_assignment"),
        sa.UniqueConstraint("collaboration_id", "number", name="uq_assignment_collaboration_id_number"),
    )
    op.create_index(
        "ix_assignment_area",
        "assignment",
        ["collaboration_id", "area_id", sa.literal_column("recorded_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_assignment_collaboration_id_product_id",
        "assignment",
        ["collaboration_id", "product_id"],
        unique=False,
    )
    op.create_index(
        "ix_assignment_collaboration_id_year_contract_id",
        "assignment",
        ["collaboration_id", "year_contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_assignment_delivered",
        "assignment",
        ["collaboration_id", "delivered_at"],
        unique=False,
        postgresql_include=["agreed_on"],
        postgresql_where=sa.text("delivered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_due",
        "assignment",
        ["collaboration_id", "agreed_on", "id"],
        unique=False,
        postgresql_where=sa.text(OPEN + " AND agreed_on IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_lead",
        "assignment",
        [
            "collaboration_id",
            "lead_organisation_id",
            sa.literal_column("recorded_at DESC"),
            sa.literal_column("id DESC"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_assignment_open",
        "assignment",
        ["collaboration_id", "area_id", "state", "agreed_on", "id"],
        unique=False,
        postgresql_include=["is_confidential", "estimate_minutes"],
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_assignment_principals", "assignment", ["principal_ids"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_assignment_queue",
        "assignment",
        ["collaboration_id", "area_id", sa.literal_column(BAND), "queue_rank", "number"],
        unique=False,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_assignment_recent",
        "assignment",
        ["collaboration_id", sa.literal_column("recorded_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index("ix_assignment_search", "assignment", ["search"], unique=False, postgresql_using="gin")


def _event() -> None:
    op.create_table(
        "assignment_event",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("queue_rank", sa.Numeric(), nullable=True),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column("replaces_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(PAIRS, name=op.f("ck_assignment_event_pair")),
        sa.CheckConstraint(
            "step IN ('draft', 'submit', 'mandate', 'return', 'accept', 'order', 'plan',"
            " 'start', 'wait', 'resume', 'deliver', 'rework', 'approve', 'close', 'withdraw', 'reject')",
            name=op.f("ck_assignment_event_step"),
        ),
        sa.CheckConstraint("estimate_minutes > 0", name=op.f("ck_assignment_event_estimate")),
        sa.CheckConstraint("seq > 0 AND replaces_seq < seq", name=op.f("ck_assignment_event_seq")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id", "replaces_seq"],
            ["assignment_event.collaboration_id", "assignment_event.assignment_id", "assignment_event.seq"],
            name="fk_assignment_event_replaces",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            name="fk_assignment_event_collaboration_id_assignment_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_assignment_event_collaboration_id_organisation_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_assignment_event_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "assignment_id", "seq", name="pk_assignment_event"),
    )
    op.create_index(
        "ix_assignment_event_collaboration_id_assignment_id_replaces_seq",
        "assignment_event",
        ["collaboration_id", "assignment_id", "replaces_seq"],
        unique=False,
    )
    op.create_index(
        "ix_assignment_event_collaboration_id_organisation_id",
        "assignment_event",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _statutory_event() -> None:
    op.create_table(
        "statutory_event",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("refers_seq", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('suspension', 'resumption', 'extension', 'revocation')",
            name=op.f("ck_statutory_event_kind"),
        ),
        sa.CheckConstraint("unit IN ('days', 'weeks', 'months')", name=op.f("ck_statutory_event_unit")),
        sa.CheckConstraint("seq > 0 AND refers_seq < seq", name=op.f("ck_statutory_event_seq")),
        sa.CheckConstraint(
            "(kind = 'revocation') = (on_day IS NULL)", name=op.f("ck_statutory_event_on_day")
        ),
        sa.CheckConstraint(
            "(kind = 'extension') = (length IS NOT NULL) AND length > 0",
            name=op.f("ck_statutory_event_length"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(length, unit) IN (0, 2)", name=op.f("ck_statutory_event_length_unit")
        ),
        sa.CheckConstraint(
            "(kind IN ('suspension', 'extension')) = (article IS NOT NULL)",
            name=op.f("ck_statutory_event_article"),
        ),
        sa.CheckConstraint(
            "(kind IN ('resumption', 'revocation')) = (refers_seq IS NOT NULL)",
            name=op.f("ck_statutory_event_refers"),
        ),
        sa.CheckConstraint("reason <> '' AND article <> ''", name=op.f("ck_statutory_event_said")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id", "refers_seq"],
            ["statutory_event.collaboration_id", "statutory_event.assignment_id", "statutory_event.seq"],
            name="fk_statutory_event_refers",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            name="fk_statutory_event_collaboration_id_assignment_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_statutory_event_collaboration_id_organisation_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_statutory_event_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "assignment_id", "seq", name="pk_statutory_event"),
    )
    op.create_index(
        "ix_statutory_event_revoked",
        "statutory_event",
        ["collaboration_id", "assignment_id", "refers_seq"],
        unique=True,
        postgresql_where=sa.text("kind = 'revocation'"),
    )
    op.create_index(
        "ix_statutory_event_collaboration_id_assignment_id_refers_seq",
        "statutory_event",
        ["collaboration_id", "assignment_id", "refers_seq"],
        unique=False,
    )
    op.create_index(
        "ix_statutory_event_collaboration_id_organisation_id",
        "statutory_event",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )


def _principal() -> None:
    op.create_table(
        "assignment_principal",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share_rule", sa.Text(), nullable=False),
        sa.Column("share_statistic", sa.Text(collation="C"), nullable=True),
        sa.Column("share_num", sa.Integer(), nullable=True),
        sa.Column("share_den", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(share_rule = 'fixed') = (share_num IS NOT NULL)", name=op.f("ck_assignment_principal_fixed")
        ),
        sa.CheckConstraint(
            "(share_rule = 'statistic') = (share_statistic IS NOT NULL)",
            name=op.f("ck_assignment_principal_statistic"),
        ),
        sa.CheckConstraint(
            "share_rule IN ('equal', 'fixed', 'statistic')", name=op.f("ck_assignment_principal_share_rule")
        ),
        sa.CheckConstraint(
            "num_nonnulls(share_num, share_den) IN (0, 2)", name=op.f("ck_assignment_principal_fraction")
        ),
        sa.CheckConstraint(
            "share_den > 0 AND share_num >= 0 AND share_num <= share_den",
            name=op.f("ck_assignment_principal_share"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "assignment_id"],
            ["assignment.collaboration_id", "assignment.id"],
            name="fk_assignment_principal_collaboration_id_assignment_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_assignment_principal_collaboration_id_organisation_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_assignment_principal_collaboration_id"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "share_statistic"],
            ["statistic_kind.collaboration_id", "statistic_kind.code"],
            name="fk_assignment_principal_collaboration_id_share_statistic",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "assignment_id", "organisation_id", name="pk_assignment_principal"
        ),
    )
    op.create_index(
        "ix_assignment_principal_collaboration_id_organisation_id",
        "assignment_principal",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_assignment_principal_collaboration_id_share_statistic",
        "assignment_principal",
        ["collaboration_id", "share_statistic"],
    )
