"""Cost pools come in: of areas, overhead, own account."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from app.features.costs import store
from app.features.costs.core.pools import pool_faults
from app.features.costs.core.rows import PoolRow
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import COLUMNS
from app.kernel.roles import Permission

ALWAYS = date(2000, 1, 1)
"""From when a pool holds when nothing else is said."""


def add_pools(work: UnitOfWork, rows: Sequence[PoolRow]) -> None:
    """Put cost pools in; `Invalid` with every fault, and then nothing is put in."""
    work.actor.require(Permission.EDIT_COSTS)
    areas = store.find_area_ids(work.session, work.actor)
    pools = {pool.code: pool.id for pool in store.find_pools(work.session, work.actor)}
    found = _pool_faults(rows, areas, pools)
    if found:
        raise Invalid(found)
    tenant = work.actor.collaboration_id
    pools |= {row.code: work.new_id() for row in rows}
    store.add_pools(
        work.session,
        [
            {
                "collaboration_id": tenant,
                "id": pools[row.code],
                "code": row.code,
                "name": row.name,
                "kind": row.kind.value,
                "area_id": areas[row.area] if row.area else None,
                "driver": row.driver.value if row.driver else None,
                "fte": row.fte,
                "step": row.step,
                "valid_from": ALWAYS,
            }
            for row in rows
        ],
        [
            _part(tenant, pools[row.code], part, area_id=areas[area])
            for row in rows
            for area, part in row.shares
        ],
        [
            _part(tenant, pools[row.code], part, to_pool_id=pools[other])
            for row in rows
            for other, part in row.pool_shares
        ],
    )
    after = {"aantal": len(rows)}
    work.record("kostenplaatsen.toevoegen", "collaboration", work.actor.collaboration_code, None, after)


def _part(tenant: int, pool_id: UUID, part: Fraction, **to: UUID) -> dict[str, Any]:
    """A fixed part of a pool: of an area or of another pool."""
    row = {"collaboration_id": tenant, "pool_id": pool_id, **to}
    return row | {"part_num": part.numerator, "part_den": part.denominator}


def _pool_faults(
    rows: Sequence[PoolRow], areas: Mapping[str, UUID], pools: Mapping[str, UUID]
) -> list[Finding]:
    found = []
    known = {*pools, *(row.code for row in rows)}
    for place, row in enumerate(rows):
        own = list(pool_faults(row))
        own += [
            ("area", f"Taakgebied {area} bestaat niet. Kies een ander.")
            for area in (row.area, *(area for area, _ in row.shares))
            if area is not None and area not in areas
        ]
        own += [
            ("pool_shares", f"Kostenplaats {other} bestaat niet. Kies een andere.")
            for other, _ in row.pool_shares
            if other not in known
        ]
        found += [
            Finding(f"{place}.{COLUMNS[field]}", f"Kostenplaats {row.code}: {message}")
            for field, message in own
        ]
    return found
