"""The room sla: calendars, norms, marks, clocks, notices; policies, grants and triggers.

Marks and clocks are projections of events of higher rooms: the application writes them anew, so it may delete
them. That a threshold was passed is said once and stays said.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0010_sla"
down_revision = "0009_invoices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Calendars and norms as dated rows; marks and clocks; notices and who read them."""
    _calendar()
    _calendar_version()
    _norm()
    _clock_subject()
    _clock_mark()
    _clock()
    _notice()
    _notice_reading()
    ddl.tenants(["calendar", "norm"])
    ddl.tenant("calendar_version", "SELECT, INSERT, UPDATE, DELETE")
    ddl.tenant("clock_subject")
    ddl.tenant("clock_mark", "SELECT, INSERT, DELETE")
    ddl.tenant("clock", "SELECT, INSERT, UPDATE, DELETE")
    ddl.tenants(["notice", "notice_reading"], "SELECT, INSERT")
    ddl.append_only("notice")


def _calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{0,40}$'", name=op.f("ck_calendar_code")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_calendar_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_calendar_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("collaboration_id", "code", name=op.f("uq_calendar_collaboration_id_code")),
        sa.UniqueConstraint(
            "collaboration_id", "organisation_id", name=op.f("uq_calendar_collaboration_id_organisation_id")
        ),
    )


def _calendar_version() -> None:
    op.create_table(
        "calendar_version",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("holidays", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("special_days", postgresql.JSONB(), nullable=False),
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
            (sa.text("uuid_range(calendar_id, calendar_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_calendar_version_calendar_id_validity",
        ),
        sa.CheckConstraint(
            "jsonb_typeof(special_days) = 'array'", name=op.f("ck_calendar_version_special_days")
        ),
        sa.CheckConstraint("cardinality(week) = 7", name=op.f("ck_calendar_version_week")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_calendar_version_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "calendar_id"],
            ["calendar.collaboration_id", "calendar.id"],
            name=op.f("fk_calendar_version_collaboration_id_calendar_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_calendar_version_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_calendar_version")),
    )
    op.create_index(
        op.f("ix_calendar_version_collaboration_id_calendar_id"),
        "calendar_version",
        ["collaboration_id", "calendar_id"],
        unique=False,
    )


def _norm() -> None:
    op.create_table(
        "norm",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("period_months", sa.Integer(), nullable=True),
        sa.Column("law", sa.Text(), nullable=True),
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("warn_percents", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("objective_basis_points", sa.Integer(), nullable=True),
        sa.Column("credit_basis_points", sa.Integer(), nullable=True),
        sa.Column("notify_roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "subject_key",
            sa.Uuid(),
            sa.Computed(
                "md5(metric || ':' || COALESCE(product_id::text, '') || ':' || COALESCE(agreement_id::text, ''))::uuid",
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
            name="ex_norm_area_id_subject_key_validity",
        ),
        sa.CheckConstraint(
            "(metric = 'aantal') = (period_months IS NOT NULL)", name=op.f("ck_norm_period_given")
        ),
        sa.CheckConstraint("(metric = 'oplevering') = (amount IS NULL)", name=op.f("ck_norm_amount")),
        sa.CheckConstraint("(metric = 'wettelijk') = (law IS NOT NULL)", name=op.f("ck_norm_law_given")),
        sa.CheckConstraint(
            "(metric IN ('oplevering', 'aantal')) = (unit IS NULL)", name=op.f("ck_norm_unit_given")
        ),
        sa.CheckConstraint(
            "metric <> 'wettelijk' OR unit IN ('kalenderdagen', 'weken', 'maanden')",
            name=op.f("ck_norm_law_unit"),
        ),
        sa.CheckConstraint(
            "metric IN ('reactie', 'intake', 'oplevering', 'doorlooptijd', 'wettelijk', 'aantal')",
            name=op.f("ck_norm_metric"),
        ),
        sa.CheckConstraint(
            "unit IN ('werkminuten', 'werkuren', 'werkdagen', 'kalenderdagen', 'weken', 'maanden')",
            name=op.f("ck_norm_unit"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_norm_amount_positive")),
        sa.CheckConstraint(
            "cardinality(warn_percents) <= 5 AND 0 < ALL (warn_percents) AND 100 > ALL (warn_percents)",
            name=op.f("ck_norm_warn_percents"),
        ),
        sa.CheckConstraint("credit_basis_points BETWEEN 1 AND 10000", name=op.f("ck_norm_credit")),
        sa.CheckConstraint("objective_basis_points BETWEEN 1 AND 10000", name=op.f("ck_norm_objective")),
        sa.CheckConstraint("period_months IN (1, 3, 12)", name=op.f("ck_norm_period_months")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_norm_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "agreement_id"],
            ["agreement.collaboration_id", "agreement.id"],
            name=op.f("fk_norm_collaboration_id_agreement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_norm_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "calendar_id"],
            ["calendar.collaboration_id", "calendar.id"],
            name=op.f("fk_norm_collaboration_id_calendar_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_norm_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_norm_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_norm")),
    )
    op.create_index(
        op.f("ix_norm_collaboration_id_agreement_id"),
        "norm",
        ["collaboration_id", "agreement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_norm_collaboration_id_area_id"), "norm", ["collaboration_id", "area_id"], unique=False
    )
    op.create_index(
        op.f("ix_norm_collaboration_id_calendar_id"),
        "norm",
        ["collaboration_id", "calendar_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_norm_collaboration_id_product_id"), "norm", ["collaboration_id", "product_id"], unique=False
    )


def _clock_subject() -> None:
    op.create_table(
        "clock_subject",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("law", sa.Text(), nullable=True),
        sa.Column("law_start_on", sa.Date(), nullable=True),
        sa.Column("law_length", sa.Integer(), nullable=True),
        sa.Column("law_unit", sa.Text(), nullable=True),
        sa.Column("suspensions", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("extension", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("jsonb_typeof(extension) = 'object'", name=op.f("ck_clock_subject_extension")),
        sa.CheckConstraint("jsonb_typeof(suspensions) = 'array'", name=op.f("ck_clock_subject_suspensions")),
        sa.CheckConstraint(
            "law_unit IN ('uren', 'dagen', 'weken', 'maanden', 'jaren')",
            name=op.f("ck_clock_subject_law_unit"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(law, law_start_on, law_length, law_unit) IN (0, 4)",
            name=op.f("ck_clock_subject_law"),
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_clock_subject_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_clock_subject_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_clock_subject_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_clock_subject_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "subject_id", name=op.f("pk_clock_subject")),
    )
    op.create_index(
        op.f("ix_clock_subject_collaboration_id_area_id"),
        "clock_subject",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clock_subject_collaboration_id_organisation_id"),
        "clock_subject",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clock_subject_collaboration_id_product_id"),
        "clock_subject",
        ["collaboration_id", "product_id"],
        unique=False,
    )


def _clock_mark() -> None:
    op.create_table(
        "clock_mark",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('begin', 'stil', 'verder', 'einde', 'vervallen')", name=op.f("ck_clock_mark_kind")
        ),
        sa.CheckConstraint(
            "metric IN ('reactie', 'intake', 'oplevering', 'doorlooptijd', 'wettelijk', 'aantal')",
            name=op.f("ck_clock_mark_metric"),
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_clock_mark_seq")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "subject_id"],
            ["clock_subject.collaboration_id", "clock_subject.subject_id"],
            name=op.f("fk_clock_mark_collaboration_id_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_clock_mark_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "subject_id", "metric", "seq", name=op.f("pk_clock_mark")
        ),
    )


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("norm_id", sa.Uuid(), nullable=True),
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_governing", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_percents", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("warn_ats", sa.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("target_total", sa.Integer(), nullable=False),
        sa.Column("spent_total", sa.Integer(), nullable=False),
        sa.Column(
            "left_total",
            sa.Integer(),
            sa.Computed("target_total - spent_total", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("(state = 'staat stil') = (paused_at IS NOT NULL)", name=op.f("ck_clock_paused")),
        sa.CheckConstraint(
            "(state IN ('loopt', 'staat stil')) = (stopped_at IS NULL)", name=op.f("ck_clock_stopped")
        ),
        sa.CheckConstraint(
            "metric IN ('reactie', 'intake', 'oplevering', 'doorlooptijd', 'wettelijk', 'aantal')",
            name=op.f("ck_clock_metric"),
        ),
        sa.CheckConstraint(
            "state IN ('niet begonnen', 'loopt', 'staat stil', 'gehaald', 'gemist', 'vervallen')",
            name=op.f("ck_clock_state"),
        ),
        sa.CheckConstraint(
            "unit IN ('werkminuten', 'werkuren', 'werkdagen', 'kalenderdagen', 'weken', 'maanden')",
            name=op.f("ck_clock_unit"),
        ),
        sa.CheckConstraint("NOT is_governing OR stopped_at IS NULL", name=op.f("ck_clock_governing")),
        sa.CheckConstraint(
            "cardinality(warn_percents) = cardinality(warn_ats)", name=op.f("ck_clock_warnings")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_clock_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "calendar_id"],
            ["calendar.collaboration_id", "calendar.id"],
            name=op.f("fk_clock_collaboration_id_calendar_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "norm_id"],
            ["norm.collaboration_id", "norm.id"],
            name=op.f("fk_clock_collaboration_id_norm_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_clock_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "product_id"],
            ["product.collaboration_id", "product.id"],
            name=op.f("fk_clock_collaboration_id_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "subject_id"],
            ["clock_subject.collaboration_id", "clock_subject.subject_id"],
            name=op.f("fk_clock_collaboration_id_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_clock_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "subject_id", "metric", name=op.f("pk_clock")),
    )
    op.create_index(
        op.f("ix_clock_collaboration_id_area_id"), "clock", ["collaboration_id", "area_id"], unique=False
    )
    op.create_index(
        op.f("ix_clock_collaboration_id_calendar_id"),
        "clock",
        ["collaboration_id", "calendar_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clock_collaboration_id_norm_id"), "clock", ["collaboration_id", "norm_id"], unique=False
    )
    op.create_index(
        op.f("ix_clock_collaboration_id_organisation_id"),
        "clock",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clock_collaboration_id_product_id"),
        "clock",
        ["collaboration_id", "product_id"],
        unique=False,
    )
    op.create_index(
        "ix_clock_due",
        "clock",
        ["collaboration_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index(
        "ix_clock_ended",
        "clock",
        ["collaboration_id", "stopped_at"],
        unique=False,
        postgresql_include=["metric", "state", "norm_id"],
        postgresql_where=sa.text("stopped_at IS NOT NULL"),
    )
    op.create_index(
        "ix_clock_governing",
        "clock",
        ["collaboration_id", "subject_id"],
        unique=True,
        postgresql_include=["due_at", "state", "metric"],
        postgresql_where=sa.text("is_governing"),
    )


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("norm_id", sa.Uuid(), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "metric IN ('reactie', 'intake', 'oplevering', 'doorlooptijd', 'wettelijk', 'aantal')",
            name=op.f("ck_notice_metric"),
        ),
        sa.CheckConstraint("threshold BETWEEN 1 AND 100", name=op.f("ck_notice_threshold")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "norm_id"],
            ["norm.collaboration_id", "norm.id"],
            name=op.f("fk_notice_collaboration_id_norm_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_notice_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "subject_id", "metric", "threshold", name=op.f("pk_notice")
        ),
    )
    op.create_index(
        op.f("ix_notice_collaboration_id_created_at"),
        "notice",
        ["collaboration_id", "created_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_notice_collaboration_id_norm_id"), "notice", ["collaboration_id", "norm_id"], unique=False
    )


def _notice_reading() -> None:
    op.create_table(
        "notice_reading",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_reading_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "subject_id", "metric", "threshold"],
            ["notice.collaboration_id", "notice.subject_id", "notice.metric", "notice.threshold"],
            name=op.f("fk_notice_reading_collaboration_id_subject_id_metric_threshold"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_notice_reading_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id",
            "subject_id",
            "metric",
            "threshold",
            "account_id",
            name=op.f("pk_notice_reading"),
        ),
    )
    op.create_index(op.f("ix_notice_reading_account_id"), "notice_reading", ["account_id"], unique=False)
