"""The two roles that the product works with, and its database (data §2).

`ssc_owner` owns everything but is no superuser; `ssc_app` owns nothing and cannot pass by row-level
security. Works on any PostgreSQL from 15 on.
"""

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

DATABASE = "ssc"
OWNER = "ssc_owner"
APP = "ssc_app"

_ATTRIBUTES = {
    OWNER: "LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    APP: "LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}

_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = :name"
_DATABASE = "SELECT 1 FROM pg_database WHERE datname = :name"


def ensure_roles(superuser_url: str) -> None:
    """Make both roles and the database where they lack; needs a superuser. Changes nothing twice."""
    engine = create_engine(superuser_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for role, attributes in _ATTRIBUTES.items():
                verb = "ALTER" if _exists(connection, _ROLE, role) else "CREATE"
                connection.execute(text(f"{verb} ROLE {role} {attributes}"))
            if not _exists(connection, _DATABASE, DATABASE):
                connection.execute(text(f"CREATE DATABASE {DATABASE} OWNER {OWNER}"))
    finally:
        engine.dispose()


def _exists(connection: Connection, question: str, name: str) -> bool:
    return connection.execute(text(question), {"name": name}).first() is not None
