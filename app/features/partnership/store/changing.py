"""Adds, ends and removes single rows of agreements; what may be changed, triggers say finally.

A row comes in by the same writer as a whole partnership, which knows the codes that are there already.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.features.partnership import models
from app.features.partnership.core.rows import PartnerRow, PartnershipRows, StatisticKindRow
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.store.reading import TABLES, find_codes, with_parts
from app.features.partnership.store.writing import Writer
from app.kernel.actor import Actor


def find_directory(session: Session) -> Directory:
    """Names by code of everything that rows refer to."""
    return find_codes(session).names


def find_one(session: Session, table: str, identity: UUID) -> tuple[Kept[Any] | None, Directory]:
    """One row of a table by identity, None when there is none, and the names that it refers to."""
    found, codes = TABLES[table], find_codes(session)
    row = session.execute(select(found.model.__table__).where(found.model.id == identity)).one_or_none()
    if row is None:
        return None, codes.names
    (kept,) = with_parts(session, table, [Kept(row.id, found.make(row, codes))], codes)
    return kept, codes.names


def find_of_area(session: Session, table: str, area_id: UUID) -> list[Kept[Any]]:
    """All rows of an area, in order of their first day."""
    found, codes = TABLES[table], find_codes(session)
    rows = session.execute(
        select(found.model.__table__)
        .where(found.model.area_id == area_id)
        .order_by(found.model.valid_from, found.model.id)
    ).all()
    return with_parts(session, table, [Kept(row.id, found.make(row, codes)) for row in rows], codes)


def hold(session: Session, actor: Actor, areas: Collection[str]) -> None:
    """Let others who change agreements of these areas, or settle them finally, wait: they must see what we write.

    In one order, so that two never wait for each other; who only refers to an area need not wait.
    """
    area = models.ServiceArea
    held = select(area.id).where(area.collaboration_id == actor.collaboration_id, area.code.in_(areas))
    session.execute(held.order_by(area.id).with_for_update(key_share=True))


def find_memberships(session: Session) -> list[PartnerRow]:
    """Who is a partner from when until when."""
    codes = find_codes(session)
    partners = TABLES["partners"]
    rows = session.execute(select(partners.model.__table__)).all()
    return [partners.make(row, codes) for row in rows]


def find_kinds(session: Session) -> list[Kept[StatisticKindRow]]:
    """All kinds of statistic, with their days."""
    codes, kinds = find_codes(session), TABLES["statistic_kinds"]
    rows = session.execute(select(kinds.model.__table__).order_by(kinds.model.code)).all()
    return [Kept(row.id, kinds.make(row, codes)) for row in rows]


def is_sealed(session: Session, policy_id: UUID) -> bool:
    """Whether a final settlement used this policy."""
    found = session.execute(select(models.Policy.sealed_at).where(models.Policy.id == policy_id))
    return found.scalar_one_or_none() is not None


def add(session: Session, actor: Actor, identity: UUID, now: datetime, rows: PartnershipRows) -> None:
    """Put one row in under this identity; a policy with its parts."""
    writer = Writer(session, actor, lambda: identity, now)
    writer.know(find_directory(session))
    writer.put(rows)


def end(session: Session, actor: Actor, table: str, identity: UUID, last_on: date | None) -> None:
    """Set the last day of a row; None leaves it open."""
    model = TABLES[table].model
    session.execute(
        update(model)
        .where(model.collaboration_id == actor.collaboration_id, model.id == identity)
        .values(valid_until=last_on)
    )


def remove(session: Session, actor: Actor, table: str, identity: UUID) -> None:
    """Take back a row that nothing used; a policy with its parts."""
    parts: Sequence[Any] = (models.PolicyShare, models.PolicyComponent) if table == "policies" else ()
    tenant = actor.collaboration_id
    for part in parts:
        session.execute(delete(part).where(part.collaboration_id == tenant, part.policy_id == identity))
    model = TABLES[table].model
    session.execute(delete(model).where(model.collaboration_id == tenant, model.id == identity))
