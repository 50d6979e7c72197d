"""The proof of what was read: number, sum and SHA-256 of the rows of a table over an ordered COPY (data §5).

Of hours a part for each month. What a month held when it was closed was proved then, so that a run adds
corrections only; reckoned anew it must be the same.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from psycopg import sql
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.hours.core.subject import Kind
from app.features.hours.store.digests import Digest, kept_digests, read_digest
from app.features.partnership.models import Month
from app.features.settlement.core.inputs import SourceTable
from app.kernel.actor import Actor
from app.kernel.period import Period

HOURS, COSTS = "hour_entry", "cost_entry"


def read_proofs(
    session: Session, actor: Actor, period: Period, known_at: datetime, *, anew: bool = False
) -> list[SourceTable]:
    """The proof of each table that a settlement sums, as known at the cut-off.

    With `anew` also of closed months from the rows themselves and not from what was kept.
    """
    return [*_hours(session, actor, period, known_at, anew), _costs(session, actor, period, known_at)]


def _hours(
    session: Session, actor: Actor, period: Period, known_at: datetime, anew: bool
) -> Iterator[SourceTable]:
    """Months that were closed by then as they were closed, others as known; and all corrections."""
    tenant = actor.collaboration_id
    closed = session.scalars(
        select(Month.first_on).where(Month.collaboration_id == tenant, Month.hours_closed_at <= known_at)
    ).all()
    kept = {} if anew else kept_digests(session, tenant)
    for month in period.split(1):
        is_closed = month.first_on in closed
        found = kept.get(month.first_on) if is_closed else None
        if found is None:
            until = None if is_closed else known_at
            found = _digest(session, month, Kind.NORMAL, until)
        state = "gesloten" if is_closed else f"recorded_at t/m {known_at.isoformat()}"
        yield _of_hours(f"worked_on {month.first_on} t/m {month.last_on}, kind normal, {state}", found)
    found = _digest(session, period, Kind.CORRECTION, known_at)
    days = f"worked_on {period.first_on} t/m {period.last_on}"
    yield _of_hours(f"{days}, kind correction, recorded_at t/m {known_at.isoformat()}", found)


def _digest(session: Session, period: Period, kind: Kind, until: datetime | None) -> Digest:
    """Of what is approved: with anything else a run is not checked, so that nothing else was kept either."""
    return read_digest(session, period.first_on, period.last_on, kind, until=until, only_approved=True)


def _of_hours(selection: str, found: Digest) -> SourceTable:
    return SourceTable(HOURS, selection, found.entries, found.minutes, found.sha256.hex())


def _costs(session: Session, actor: Actor, period: Period, known_at: datetime) -> SourceTable:
    where = sql.SQL(
        "collaboration_id = {tenant} AND booked_on BETWEEN {first} AND {last} AND recorded_at <= {known_at}"
    ).format(
        tenant=sql.Literal(actor.collaboration_id),
        first=sql.Literal(period.first_on),
        last=sql.Literal(period.last_on),
        known_at=sql.Literal(known_at),
    )
    counted = sql.SQL("SELECT count(*), coalesce(sum(amount_cents), 0)::bigint FROM cost_entry WHERE {}")
    copied = sql.SQL("COPY (SELECT * FROM cost_entry WHERE {} ORDER BY id) TO STDOUT")
    driver = session.connection().connection.driver_connection
    assert driver is not None
    digest = sha256()
    with driver.cursor() as cursor:
        rows, total = cursor.execute(counted.format(where)).fetchone()
        with cursor.copy(copied.format(where)) as chunks:
            for chunk in chunks:
                digest.update(chunk)
    days = f"booked_on {period.first_on} t/m {period.last_on}"
    selection = f"{days}, recorded_at t/m {known_at.isoformat()}"
    return SourceTable(COSTS, selection, rows, total, digest.hexdigest())
