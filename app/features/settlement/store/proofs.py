"""The digest of a table's rows: SHA-256 over an ordered COPY, proof of what was read (data §5)."""

from datetime import datetime
from hashlib import sha256

from psycopg import sql
from sqlalchemy.orm import Session

from app.features.settlement.core.inputs import SourceTable
from app.kernel.actor import Actor
from app.kernel.period import Period

TABLES = (
    ("hour_entry", "worked_on", "approved_at", "minutes"),
    ("cost_entry", "booked_on", "recorded_at", "amount_cents"),
)
"""Table, its day, the moment that must be there for a row to count, and what is summed."""


def read_proofs(session: Session, actor: Actor, period: Period, known_at: datetime) -> list[SourceTable]:
    """Rows, sum and digest of each table that a settlement sums, as known at the cut-off."""
    return [_proof(session, actor, period, known_at, table) for table in TABLES]


def _proof(
    session: Session, actor: Actor, period: Period, known_at: datetime, names: tuple[str, str, str, str]
) -> SourceTable:
    table, day, needed, summed = names
    where = sql.SQL(
        "collaboration_id = {tenant} AND {day} BETWEEN {first} AND {last} AND {needed} IS NOT NULL"
        " AND recorded_at <= {known_at}"
    ).format(
        tenant=sql.Literal(actor.collaboration_id),
        day=sql.Identifier(day),
        first=sql.Literal(period.first_on),
        last=sql.Literal(period.last_on),
        needed=sql.Identifier(needed),
        known_at=sql.Literal(known_at),
    )
    parts = {"table": sql.Identifier(table), "summed": sql.Identifier(summed), "where": where}
    counted = sql.SQL("SELECT count(*), coalesce(sum({summed}), 0)::bigint FROM {table} WHERE {where}")
    copied = sql.SQL("COPY (SELECT * FROM {table} WHERE {where} ORDER BY id) TO STDOUT")
    driver = session.connection().connection.driver_connection
    assert driver is not None
    digest = sha256()
    with driver.cursor() as cursor:
        rows, total = cursor.execute(counted.format(**parts)).fetchone()
        with cursor.copy(copied.format(**parts)) as chunks:
            for chunk in chunks:
                digest.update(chunk)
    selection = f"{day} {period.first_on} t/m {period.last_on}, recorded_at t/m {known_at.isoformat()}"
    return SourceTable(table, selection, rows, total, digest.hexdigest())
