"""The room access: its tables, policies, grants and triggers.

What must be known before anybody is known (whose cookie, key or e-mail address is this) is given by
SECURITY DEFINER functions, each one statement and each giving no more than that; hashes of
passwords can be read in no other way.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0003_access"
down_revision = "0002_partnership"
branch_labels = None
depends_on = None

POLICIES = """
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON account FOR SELECT
    USING (id = app_account() OR EXISTS (SELECT FROM role_grant held WHERE held.account_id = account.id));
CREATE POLICY added ON account FOR INSERT WITH CHECK (true);
CREATE POLICY own ON role_grant FOR SELECT USING (account_id = app_account());
"""

DOORS = """
CREATE FUNCTION sign_in_actor(secret bytea, wanted text, at timestamptz, idle interval, on_day date)
    RETURNS TABLE (sign_in_id uuid, account_id uuid, name text, last_seen_at timestamptz,
                   collaboration_id integer, code text, grants jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT s.id, s.account_id, a.name, s.last_seen_at, c.id, c.code, held.grants
        FROM sign_in s
        JOIN account a ON a.id = s.account_id
        LEFT JOIN collaboration c ON c.code = wanted
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(g.role, g.organisation_id, g.area_id) ORDER BY g.id) AS grants
            FROM role_grant g
            WHERE g.collaboration_id = c.id AND g.account_id = s.account_id AND g.validity @> on_day
        ) held ON true
        WHERE s.secret_sha256 = secret AND s.revoked_at IS NULL AND s.expires_at > at AND s.last_seen_at > at - idle
    $$;
CREATE FUNCTION key_actor(wanted text, secret bytea)
    RETURNS TABLE (collaboration_id integer, code text, application_id uuid, name text, organisation_id uuid,
                   role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ BEGIN
        RETURN QUERY SELECT c.id, c.code, a.id, a.name, a.organisation_id, a.role
        FROM key_prefix p
        JOIN collaboration c ON c.id = p.tenant_id
        JOIN application_key k ON k.collaboration_id = c.id AND k.prefix = p.prefix
        JOIN application a ON a.collaboration_id = c.id AND a.id = k.application_id
        WHERE p.prefix = wanted AND k.secret_sha256 = secret AND k.revoked_at IS NULL;
    END $$;
CREATE FUNCTION feed_actor(secret bytea, on_day date)
    RETURNS TABLE (collaboration_id integer, code text, kind text, name text, organisation_id uuid,
                   account_id uuid, grants jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT c.id, c.code, f.kind, COALESCE(a.name, o.name), f.organisation_id, f.account_id, held.grants
        FROM calendar_feed f
        JOIN collaboration c ON c.id = f.collaboration_id
        LEFT JOIN organisation o ON o.collaboration_id = f.collaboration_id AND o.id = f.organisation_id
        LEFT JOIN account a ON a.id = f.account_id
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(g.role, g.organisation_id, g.area_id) ORDER BY g.id) AS grants
            FROM role_grant g
            WHERE g.collaboration_id = c.id AND g.account_id = f.account_id AND g.validity @> on_day
        ) held ON true
        WHERE f.secret_sha256 = secret AND f.revoked_at IS NULL
    $$;
CREATE FUNCTION account_of_email(wanted text)
    RETURNS TABLE (account_id uuid, name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT a.id, a.name FROM account a WHERE a.email = wanted $$;
CREATE FUNCTION credential_of_email(wanted text)
    RETURNS TABLE (account_id uuid, name text, email text, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT a.id, a.name, a.email, c.password_hash
        FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.email = wanted
    $$;
CREATE FUNCTION credential_of_account(wanted uuid)
    RETURNS TABLE (account_id uuid, name text, email text, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT a.id, a.name, a.email, c.password_hash
        FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.id = wanted
    $$;
CREATE FUNCTION works_elsewhere(wanted uuid)
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT EXISTS (
            SELECT FROM role_grant g WHERE g.account_id = wanted AND g.collaboration_id <> app_collaboration()
        )
    $$;
"""


def upgrade() -> None:
    op.execute('CREATE TYPE text_range AS RANGE (subtype = text, collation = "C")')
    _of_the_installation()
    _of_a_collaboration()
    op.execute(POLICIES)
    op.execute(DOORS)
    ddl.definer("sign_in_actor(bytea, text, timestamptz, interval, date)")
    ddl.definer("key_actor(text, bytea)")
    ddl.definer("feed_actor(bytea, date)")
    ddl.definer("account_of_email(text)")
    ddl.definer("credential_of_email(text)")
    ddl.definer("credential_of_account(uuid)")
    ddl.definer("works_elsewhere(uuid)")


def _of_the_installation() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "failed_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
    )
    op.create_index(op.f("ix_failed_attempt_at"), "failed_attempt", ["at"], unique=False)
    op.create_index(op.f("ix_failed_attempt_subject_at"), "failed_attempt", ["subject", "at"], unique=False)
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credential_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "key_prefix",
        sa.Column("prefix", sa.Text(collation="C"), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["collaboration.id"], name=op.f("fk_key_prefix_tenant_id")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_key_prefix")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(secret_sha256) = 32", name=op.f("ck_sign_in_secret_sha256")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_sign_in_secret_sha256")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    ddl.grant("account", "SELECT, INSERT")
    ddl.grant("credential", "SELECT (account_id), INSERT, UPDATE")
    ddl.grant("sign_in", "SELECT, INSERT, UPDATE")
    ddl.grant("failed_attempt", "SELECT, INSERT, DELETE")
    ddl.grant("key_prefix", "SELECT, INSERT, UPDATE")


def _of_a_collaboration() -> None:
    op.create_table(
        "application",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('bestuursbureau', 'financien', 'controller')", name=op.f("ck_application_role")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_application_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_application_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "collaboration_id",
            "organisation_id",
            "name",
            name=op.f("uq_application_collaboration_id_organisation_id_name"),
        ),
    )
    op.create_table(
        "role_grant",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
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
            (sa.text("uuid_range(account_id, account_id, '[]')"), "="),
            (sa.text("text_range(role, role, '[]')"), "="),
            (sa.text("uuid_range(organisation_id, organisation_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_role_grant_account_id_role_organisation_id_area_id_validity",
        ),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR role NOT IN ('bestuursbureau', 'mandaathouder')",
            name=op.f("ck_role_grant_organisation"),
        ),
        sa.CheckConstraint("role <> 'systeem'", name=op.f("ck_role_grant_not_system")),
        sa.CheckConstraint(
            "role IN ('bestuursbureau', 'mandaathouder', 'overlegorgaan', 'ssc-manager', 'medewerker',"
            " 'financien', 'controller', 'raad', 'systeem')",
            name=op.f("ck_role_grant_role"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_role_grant_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_role_grant_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_role_grant_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_role_grant_collaboration_id_area_id"),
        "role_grant",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_role_grant_collaboration_id_organisation_id"),
        "role_grant",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "application_key",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("prefix", sa.Text(collation="C"), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(secret_sha256) = 32", name=op.f("ck_application_key_secret_sha256")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "application_id"],
            ["application.collaboration_id", "application.id"],
            name=op.f("fk_application_key_collaboration_id_application_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_application_key_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_application_key")),
        sa.UniqueConstraint(
            "collaboration_id", "prefix", name=op.f("uq_application_key_collaboration_id_prefix")
        ),
    )
    op.create_index(
        op.f("ix_application_key_collaboration_id_application_id"),
        "application_key",
        ["collaboration_id", "application_id"],
        unique=False,
    )
    op.create_table(
        "calendar_feed",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('organisatie', 'eigen-werk', 'alles')", name=op.f("ck_calendar_feed_kind")
        ),
        sa.CheckConstraint(
            "(kind = 'organisatie') = (organisation_id IS NOT NULL)"
            " AND (kind = 'organisatie') = (account_id IS NULL)",
            name=op.f("ck_calendar_feed_owner"),
        ),
        sa.CheckConstraint("octet_length(secret_sha256) = 32", name=op.f("ck_calendar_feed_secret_sha256")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_calendar_feed_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_calendar_feed_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_calendar_feed")),
    )
    op.create_index(op.f("ix_calendar_feed_secret_sha256"), "calendar_feed", ["secret_sha256"], unique=False)
    op.create_index(op.f("ix_calendar_feed_account_id"), "calendar_feed", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_calendar_feed_collaboration_id_organisation_id"),
        "calendar_feed",
        ["collaboration_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_calendar_feed_live",
        "calendar_feed",
        ["collaboration_id", "kind", sa.text("COALESCE(account_id, organisation_id)")],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    ddl.tenants(["role_grant", "application", "application_key", "calendar_feed"])
