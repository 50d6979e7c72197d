"""What Alembic has no words for: row-level security, grants, triggers (data §2, §4).

Used by migrations only. A rules test reads the catalogue afterwards and fails on a tenant table
without policy, on a key that lacks the tenant and on an application role that owns something.
"""

from collections.abc import Iterable

from alembic import op

APP = "ssc_app"


def tenant(table: str, grants: str = "SELECT, INSERT, UPDATE") -> None:
    """Row-level security with the policy `tenant`, and what the application may do."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY tenant ON {table} FOR ALL"
        " USING (collaboration_id = app_collaboration()) WITH CHECK (collaboration_id = app_collaboration())"
    )
    grant(table, grants)


def tenants(tables: Iterable[str], grants: str = "SELECT, INSERT, UPDATE") -> None:
    """`tenant` for several tables."""
    for table in tables:
        tenant(table, grants)


def grant(table: str, grants: str) -> None:
    """What the application role may do with a table."""
    op.execute(f"GRANT {grants} ON {table} TO {APP}")


def append_only(table: str) -> None:
    """A trigger that refuses change and deletion for every role, the owner included."""
    op.execute(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def definer(name_and_arguments: str) -> None:
    """A SECURITY DEFINER function: executable by the application only."""
    op.execute(f"REVOKE ALL ON FUNCTION {name_and_arguments} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {name_and_arguments} TO {APP}")
