"""The house: what every room stands on.

Session settings, the range type for exclusion constraints, tenants, installation, audit log,
numbers, documents, repeats of posts, jobs. Downgrades are not written: a restore is the way back.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

from app.infra import ddl

revision = "0001_house"
down_revision = None
branch_labels = None
depends_on = None

FUNCTIONS = """
CREATE FUNCTION app_collaboration() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.collaboration')::integer $$;
CREATE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.organisation')::uuid $$;
CREATE FUNCTION app_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.account')::uuid $$;
CREATE FUNCTION app_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.sees') = 'all' $$;
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.now')::timestamptz $$;
CREATE TYPE uuid_range AS RANGE (subtype = uuid);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""

TENANCY = """
ALTER TABLE collaboration ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON collaboration FOR ALL USING (id = app_collaboration()) WITH CHECK (id = app_collaboration());
INSERT INTO installation (id, clock_offset_seconds, is_demo) VALUES (1, 0, false);
CREATE FUNCTION find_collaboration(wanted text)
    RETURNS TABLE (id integer, code text, name text, place text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT c.id, c.code, c.name, c.place FROM collaboration c WHERE c.code = wanted $$;
CREATE FUNCTION list_collaborations()
    RETURNS TABLE (id integer, code text, name text, place text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT c.id, c.code, c.name, c.place FROM collaboration c ORDER BY c.code $$;
CREATE FUNCTION create_collaboration(new_code text, new_name text, new_place text, new_legal_form text)
    RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ WITH made AS (
              INSERT INTO collaboration (code, name, place, legal_form)
              VALUES (new_code, new_name, new_place, new_legal_form) RETURNING id
          ), head AS (
              INSERT INTO audit_head (collaboration_id, seq, hash)
              SELECT id, 0, decode(repeat('00', 32), 'hex') FROM made
          )
          SELECT id FROM made $$;
"""

# One round trip for what must be the last and shortest part of every change: the head is locked here.
APPEND_AUDIT = """
CREATE FUNCTION append_audit(
    entry bytea, at timestamptz, actor_id uuid, actor_name text, via text, address text, request_id text,
    use_case text, subject_kind text, subject_id text, detail_sha256 bytea, detail jsonb
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head audit_head%ROWTYPE;
    next_hash bytea;
BEGIN
    SELECT * INTO STRICT head FROM audit_head h WHERE h.collaboration_id = app_collaboration() FOR UPDATE;
    next_hash := sha256(head.hash || entry);
    INSERT INTO audit_entry VALUES (head.collaboration_id, head.seq + 1, at, actor_id, actor_name, via, address,
        request_id, use_case, subject_kind, subject_id, detail_sha256, head.hash, next_hash);
    INSERT INTO audit_detail VALUES (head.collaboration_id, head.seq + 1, detail);
    UPDATE audit_head h SET seq = head.seq + 1, hash = next_hash WHERE h.collaboration_id = head.collaboration_id;
    RETURN head.seq + 1;
END $$;
"""

GRANT_JOBS = """
DO $$ DECLARE part record; BEGIN
    FOR part IN SELECT relname, relkind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'procrastinate%' AND relkind IN ('r', 'S')
    LOOP
        IF part.relkind = 'r' THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO ssc_app', part.relname);
        ELSE
            EXECUTE format('GRANT USAGE ON SEQUENCE %I TO ssc_app', part.relname);
        END IF;
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    _tenancy()
    _audit()
    _tenancy_functions()
    _numbers_documents_repeats()
    _jobs()


def _tenancy() -> None:
    op.create_table(
        "collaboration",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("legal_form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collaboration"),
        sa.UniqueConstraint("code", name="uq_collaboration_code"),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9-]{0,30}$'", name=op.f("ck_collaboration_code")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clock_offset_seconds", sa.BigInteger(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
    )
    ddl.grant("collaboration", "SELECT, UPDATE")
    ddl.grant("installation", "SELECT, UPDATE")


def _audit() -> None:
    op.create_table(
        "audit_head",
        _tenant_column(),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("collaboration_id", name="pk_audit_head"),
    )
    op.create_table(
        "audit_entry",
        _tenant_column(),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("use_case", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(collation="C"), nullable=False),
        sa.Column("detail_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("collaboration_id", "seq", name="pk_audit_entry"),
    )
    op.create_index(
        "ix_audit_entry_collaboration_id_subject_id_seq",
        "audit_entry",
        ["collaboration_id", "subject_id", "seq"],
    )
    op.create_table(
        "audit_detail",
        _tenant_column(),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.dialects.postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("collaboration_id", "seq", name="pk_audit_detail"),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "seq"],
            ["audit_entry.collaboration_id", "audit_entry.seq"],
            name="fk_audit_detail_collaboration_id_seq",
            ondelete="RESTRICT",
        ),
    )
    ddl.tenant("audit_head")
    ddl.tenants(["audit_entry", "audit_detail"], "SELECT, INSERT")
    ddl.append_only("audit_entry")
    op.execute(APPEND_AUDIT)


def _tenancy_functions() -> None:
    op.execute(TENANCY)
    ddl.definer("find_collaboration(text)")
    ddl.definer("list_collaborations()")
    ddl.definer("create_collaboration(text, text, text, text)")


def _numbers_documents_repeats() -> None:
    op.create_table(
        "number_series",
        _tenant_column(),
        sa.Column("series", sa.Text(collation="C"), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("collaboration_id", "series", name="pk_number_series"),
    )
    op.create_table(
        "document",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_from_kind", sa.Text(), nullable=False),
        sa.Column("made_from_id", sa.Uuid(), nullable=False),
        sa.Column("template_version", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_document"),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_document_sha256")),
    )
    op.create_index(
        "ix_document_collaboration_id_made_from_kind_made_from_id",
        "document",
        ["collaboration_id", "made_from_kind", "made_from_id"],
    )
    op.create_table(
        "idempotency",
        _tenant_column(),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("request_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.dialects.postgresql.JSONB(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("collaboration_id", "application_id", "key", name="pk_idempotency"),
    )
    ddl.tenant("number_series")
    ddl.tenant("document", "SELECT, INSERT")
    ddl.tenant("idempotency", "SELECT, INSERT, UPDATE, DELETE")


def _jobs() -> None:
    """The tables of procrastinate, as its own schema says; through the driver, because of its % signs."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    connection.execute(SchemaManager.get_schema().encode())
    op.execute(GRANT_JOBS)


def _tenant_column() -> sa.Column[int]:
    return sa.Column("collaboration_id", sa.Integer(), sa.ForeignKey("collaboration.id"), nullable=False)
