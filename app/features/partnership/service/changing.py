"""What every change of an agreement asks first: the row by identity, that it is the version that was read."""

from typing import Any
from uuid import UUID

from app.features.partnership.core.succession import etag
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.store import changing
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound, Stale
from app.kernel.roles import Permission

NAMES = {
    "statistics": "Dit kengetal",
    "tariffs": "Dit tarief",
    "participations": "Deze deelname",
    "policies": "Deze verdeelafspraak",
}


def get_row(work: UnitOfWork, table: str, identity: UUID) -> tuple[Kept[Any], Directory]:
    """One row of a table with the names it refers to; `NotFound` when there is none."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    found, names = changing.find_one(work.session, table, identity)
    if found is None:
        raise NotFound(NAMES[table])
    return found, names


def get_to_change(work: UnitOfWork, table: str, identity: UUID, version: str) -> tuple[Kept[Any], Directory]:
    """The row, held against others who change agreements of its area; `Stale` when it is not the version read."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    found, names = get_row(work, table, identity)
    changing.hold(work.session, names.areas[found.row.area].id)
    found, names = get_row(work, table, identity)
    if etag(found.row.term) != version:
        message = "Iemand anders heeft dit intussen gewijzigd. Bekijk het opnieuw en kies dan wat u wilt."
        raise Stale(message)
    return found, names
