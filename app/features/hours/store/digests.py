"""The proof of hours that were closed: number, minutes and SHA-256 of the normal entries of a month (data §5).

A closed month takes corrections only, so its normal entries stand still but for their approval, which is left
out. Over an ordered COPY, so that no row passes through Python.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from psycopg import sql
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.features.hours.core.subject import Kind
from app.features.hours.models import HourEntry, HoursDigest

_COLUMNS = [
    column.name for column in HourEntry.__table__.columns if column.name not in {"approved_at", "approved_by"}
]
_WHERE = sql.SQL(
    "collaboration_id = app_collaboration() AND worked_on BETWEEN {first} AND {last} AND kind = {kind}"
)
_UNTIL = sql.SQL(" AND recorded_at <= {until}")


class Digest(NamedTuple):
    """How many entries, their minutes together, and the SHA-256 of their rows."""

    entries: int
    minutes: int
    sha256: bytes


def read_digest(
    session: Session,
    first_on: date,
    last_on: date,
    kind: Kind,
    *,
    until: datetime | None = None,
    only_approved: bool = False,
) -> Digest:
    """The digest of the entries of a kind on these days, of those recorded by a moment when one is given."""
    where = _WHERE.format(
        first=sql.Literal(first_on), last=sql.Literal(last_on), kind=sql.Literal(kind.value)
    )
    if until is not None:
        where += _UNTIL.format(until=sql.Literal(until))
    if only_approved:
        where += sql.SQL(" AND approved_at IS NOT NULL")
    columns = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    counted = sql.SQL("SELECT count(*), coalesce(sum(minutes), 0)::bigint FROM hour_entry WHERE {}").format(
        where
    )
    copied = sql.SQL("COPY (SELECT {} FROM hour_entry WHERE {} ORDER BY id) TO STDOUT").format(columns, where)
    driver = session.connection().connection.driver_connection
    assert driver is not None
    found = sha256()
    with driver.cursor() as cursor:
        entries, minutes = cursor.execute(counted).fetchone()
        with cursor.copy(copied) as chunks:
            for chunk in chunks:
                found.update(chunk)
    return Digest(entries, minutes, found.digest())


def keep_digest(session: Session, tenant: int, month_on: date, made_at: datetime, found: Digest) -> None:
    """Keep the digest of a month that was just closed."""
    row = {"collaboration_id": tenant, "month_on": month_on, "made_at": made_at, **found._asdict()}
    session.execute(insert(HoursDigest), [row])


def kept_digests(session: Session, tenant: int) -> dict[date, Digest]:
    """The digests of closed months by first day."""
    table = HoursDigest
    rows = session.execute(
        select(table.month_on, table.entries, table.minutes, table.sha256)
        .where(table.collaboration_id == tenant)
        .order_by(table.month_on)
    )
    return {row.month_on: Digest(row.entries, row.minutes, row.sha256) for row in rows}
