"""Brings a database to the newest structure, as the owner."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('ssc.migrate'))")


def migrate(owner_url: str, revision: str = "head") -> None:
    """Run all migrations that this database has not had, in one transaction; one process at a time."""
    config = _config()
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(_ONE_AT_A_TIME)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def is_current(owner_url: str) -> bool:
    """Whether this database has had every migration."""
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(found) == set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
