"""What the database itself says: tenants, keys, policies, grants, and that migrations equal models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from app import tables
from tests.conftest import Server, cloned

OURS = (
    "c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'procrastinate%'"
    " AND c.relname <> 'alembic_version'"
)


@pytest.fixture(scope="module")
def migrated(server: Server, template: str) -> Iterator[Connection]:
    """The catalogue of a migrated database, read by its owner."""
    for name in cloned(server, template):
        engine = create_engine(server.owner(name), poolclass=NullPool)
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@pytest.fixture(scope="module")
def modelled(server: Server, template: str) -> Iterator[Engine]:
    """A database whose tables were made from the models, in the schema `modelled`."""
    for name in cloned(server, template):
        engine = create_engine(server.owner(name), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("ALTER SCHEMA public RENAME TO migrated; CREATE SCHEMA public"))
            connection.execute(text("SET search_path = public, migrated"))
            tables.metadata.create_all(connection, checkfirst=False)
        yield engine
        engine.dispose()


def test_every_table_is_a_tenant_or_named_as_installation(migrated: Connection) -> None:
    found = _names(migrated, f"SELECT relname FROM pg_class c WHERE relkind = 'r' AND {OURS}")
    tenants = _names(
        migrated,
        f"SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        f" WHERE c.relkind = 'r' AND {OURS} AND a.attname = 'collaboration_id' AND a.attnotnull",
    )
    assert found - tenants == tables.INSTALLATION_TABLES
    assert found == set(tables.metadata.tables)


def test_every_table_stands_in_the_documentation(project: Path) -> None:
    page = (project / "docs/data.md").read_text(encoding="utf-8")
    assert [name for name in sorted(tables.metadata.tables) if f"`{name}`" not in page] == []


def test_every_tenant_table_has_row_level_security_with_the_tenant_policy(migrated: Connection) -> None:
    guarded = _names(
        migrated,
        f"SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE {OURS} AND c.relrowsecurity"
        " AND NOT c.relforcerowsecurity AND p.polname = 'tenant' AND p.polpermissive AND p.polcmd = '*'"
        " AND pg_get_expr(p.polqual, p.polrelid) LIKE '(collaboration_id = app_collaboration())%'",
    )
    assert guarded >= set(tables.metadata.tables) - tables.INSTALLATION_TABLES


def test_every_key_begins_with_the_tenant(migrated: Connection) -> None:
    keys = migrated.execute(
        text(
            "SELECT conrelid::regclass::text || '.' || conname, (SELECT attname FROM pg_attribute"
            " WHERE attrelid = conrelid AND attnum = conkey[1]) FROM pg_constraint k"
            " JOIN pg_class c ON c.oid = conrelid"
            f" WHERE contype IN ('p', 'u', 'f') AND {OURS}"
            # An account is of the installation: it may be named from any collaboration.
            " AND NOT (contype = 'f' AND confrelid = 'account'::regclass)"
        )
    )
    wrong = [
        name
        for name, first in keys
        if first != "collaboration_id" and _table(name) not in tables.INSTALLATION_TABLES
    ]
    assert wrong == []


def test_every_foreign_key_has_an_index_and_restricts(migrated: Connection) -> None:
    without = migrated.execute(
        text(
            "SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid"
            f" WHERE contype = 'f' AND {OURS} AND conkey <> '{{1}}' AND cardinality(conkey) > 1 AND NOT EXISTS ("
            " SELECT FROM pg_index i WHERE i.indrelid = k.conrelid"
            " AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey"
            " AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey)"
        )
    )
    assert [row.conname for row in without] == []
    loose = migrated.execute(
        text(
            "SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid"
            f" WHERE contype = 'f' AND {OURS} AND confdeltype NOT IN ('r', 'a')"
        )
    )
    assert [row.conname for row in loose] == []


def test_the_application_owns_nothing_and_cannot_bypass(migrated: Connection) -> None:
    role = migrated.execute(
        text(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'ssc_app'"
        )
    ).one()
    assert tuple(role) == (False, False, False, False)
    owned = migrated.execute(
        text(
            "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = 'ssc_app')"
        )
    )
    assert owned.all() == []


def test_only_drafts_staging_and_repeats_may_be_deleted(migrated: Connection) -> None:
    deletable = _names(
        migrated,
        "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'ssc_app'"
        " AND privilege_type IN ('DELETE', 'TRUNCATE') AND table_name NOT LIKE 'procrastinate%'",
    )
    assert deletable <= MAY_DELETE
    for table in tables.metadata.tables:
        assert table in _names(
            migrated, "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'ssc_app'"
        ), f"{table} has no grants"


MAY_DELETE = {
    "calendar_version",  # a calendar is written whole; the log keeps what it was
    "participation",  # a version that no settlement or hour used may be withdrawn; triggers say which
    "policy",
    "policy_component",
    "policy_share",
    "tariff",
    "statistic_kind",  # when no figure, tariff or policy is of it
    "cascade_version",  # likewise
    "cascade_pool",
    "cascade_share",
    "cascade_pass",
    "cost_pool_version",
    "cost_pool",  # when its only version is withdrawn
    "clock",  # a projection: made anew when an event is corrected, a norm or calendar changed
    "clock_mark",  # likewise
    "failed_attempt",  # log-ins that failed, kept for a day
    "idempotency",  # kept for a day
    "hour_entry",  # an open day is written anew; a trigger holds what is approved or closed
    "run_area",  # replaced with each calculation of a draft; a trigger holds a final run
    "settlement_line",  # likewise
    "snapshot",  # likewise
    "assignment_principal",  # written anew while the request may still be written (a trigger holds it)
}
"""Tables of which the application may delete rows, each with its reason."""


def test_definer_functions_are_fenced(migrated: Connection) -> None:
    functions = migrated.execute(
        text(
            "SELECT p.oid::regprocedure::text, p.proconfig, has_function_privilege('public', p.oid, 'EXECUTE')"
            " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
        )
    ).all()
    assert functions
    for name, settings, is_public in functions:
        assert any(setting.startswith("search_path=") for setting in settings or ()), name
        assert not is_public, name


GUARDS = """
SELECT 'policy', polrelid::regclass::text, polname,
    CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
    CASE polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
        ELSE 'delete' END,
    'for ' || CASE polroles WHEN '{0}' THEN 'everyone' ELSE polroles::regrole[]::text END,
    'using ' || coalesce(pg_get_expr(polqual, polrelid), '-'),
    'check ' || coalesce(pg_get_expr(polwithcheck, polrelid), '-')
FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE {ours}
UNION ALL
SELECT 'grant', c.oid::regclass::text, g.grantee::regrole::text,
    string_agg(privilege_type, ', ' ORDER BY privilege_type), NULL, NULL, NULL, NULL
FROM pg_class c, aclexplode(c.relacl) AS g
WHERE g.grantee <> c.relowner AND c.relkind IN ('r', 'v', 'm', 'S') AND {ours} GROUP BY c.oid, g.grantee
UNION ALL
SELECT 'grant', c.oid::regclass::text || '.' || attname, g.grantee::regrole::text,
    string_agg(privilege_type, ', ' ORDER BY privilege_type), NULL, NULL, NULL, NULL
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) AS g
WHERE g.grantee <> c.relowner AND {ours} GROUP BY c.oid, attname, g.grantee
UNION ALL
SELECT 'grant', p.oid::regprocedure::text, g.grantee::regrole::text, privilege_type, NULL, NULL, NULL, NULL
FROM pg_proc p, aclexplode(p.proacl) AS g
WHERE p.pronamespace = 'public'::regnamespace AND proname NOT LIKE 'procrastinate%' AND g.grantee <> p.proowner
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, CASE tgenabled WHEN 'O' THEN 'on' ELSE 'off' END,
    regexp_replace(pg_get_triggerdef(t.oid), '^.* TRIGGER [^ ]+ | ON public\\.[^ ]+', '', 'g'), NULL, NULL, NULL
FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND {ours}
"""
"""Everything beside tables, columns and keys that keeps a row from who may not see or change it."""


def test_policies_grants_and_triggers_are_those_that_are_listed(migrated: Connection, project: Path) -> None:
    """`guards.txt` is the list; whoever changes a guard changes a line there, for all to see."""
    rows = migrated.execute(text(GUARDS.replace("{ours}", OURS)))
    found = {" | ".join(" ".join(part.split()) for part in row if part is not None) for row in rows}
    listed = (project / "tests/rules/guards.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(found - set(listed)) == []
    assert sorted(set(listed) - found) == []


COLUMNS = """
SELECT table_name, column_name, data_type, udt_name, numeric_precision, numeric_scale, is_nullable, column_default,
    collation_name, generation_expression, is_identity
FROM information_schema.columns WHERE table_schema = :schema
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
WHERE connamespace = CAST(:schema AS regnamespace) AND contype <> 't'
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = :schema"


@pytest.mark.parametrize("query", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_migrations_equal_models(modelled: Engine, query: str) -> None:
    with modelled.connect() as connection:
        made = {schema: _described(connection, query, schema) for schema in ("public", "migrated")}
    assert made["migrated"] - made["public"] == set()
    assert made["public"] - made["migrated"] == set()


def _described(connection: Connection, query: str, schema: str) -> set[str]:
    other = "public" if schema == "migrated" else "migrated"
    connection.execute(text(f"SET search_path = {schema}, {other}"))
    rows = connection.execute(text(query), {"schema": schema})
    lines = {
        " | ".join(str(value) for value in row).replace("migrated.", "").replace("public.", "")
        for row in rows
    }
    return {line for line in lines if not line.startswith(("procrastinate", "alembic_version"))}


def _names(connection: Connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(text(query))}


def _table(constraint: str) -> str:
    return constraint.partition(".")[0]
