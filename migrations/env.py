"""Alembic environment: runs as the owner, on the connection that the command line hands over."""

from alembic import context
from sqlalchemy import Connection

from app import tables

connection = context.config.attributes.get("connection")
if not isinstance(connection, Connection):
    raise SystemExit("Gebruik ./ssc migrate; dat verbindt met de database als eigenaar.")

context.configure(connection=connection, target_metadata=tables.metadata, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
