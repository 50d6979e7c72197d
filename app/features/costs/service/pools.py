"""Cost pools and cascades come in together, with a whole collaboration; one by one they come in `changing`."""

from collections.abc import Sequence

from app.features.costs.core.cascades import cascade_faults, day_faults
from app.features.costs.core.pools import pool_faults, succession_faults
from app.features.costs.core.rows import CascadeRow, PoolRow
from app.features.costs.service.changing import area_names, policies, put
from app.features.costs.store import pools as store
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import COLUMNS
from app.kernel.roles import Permission


def add_pools(work: UnitOfWork, rows: Sequence[PoolRow]) -> None:
    """Put cost pools in; `Invalid` with every fault, and then nothing is put in."""
    work.actor.require(Permission.EDIT_COSTS)
    areas = store.find_area_ids(work.session, work.actor)
    known = [one.row for one in store.find_pool_versions(work.session, work.actor)]
    found = []
    for place, row in enumerate(rows):
        own = [*pool_faults(row), *succession_faults(row, [*known, *rows[:place]])]
        own += [
            ("area", f"Taakgebied {area} bestaat niet. Kies een ander.")
            for area in [row.area]
            if area is not None and area not in areas
        ]
        found += [
            Finding(f"{place}.{COLUMNS[field]}", f"Kostenplaats {row.name.strip() or row.code}: {message}")
            for field, message in own
        ]
    if found:
        raise Invalid(found)
    for row in rows:
        put(work, "pools", row, work.new_id())
    after = {"aantal": len(rows)}
    work.record("kostenplaatsen.toevoegen", "collaboration", work.actor.collaboration_code, None, after)


def add_cascades(work: UnitOfWork, rows: Sequence[CascadeRow]) -> None:
    """Put in how overhead is passed on; `Invalid` with every fault, and then nothing is put in."""
    work.actor.require(Permission.EDIT_COSTS)
    areas = area_names(work)
    pools = [one.row for one in store.find_pool_versions(work.session, work.actor)]
    agreed = policies(work)
    found = [
        Finding(f"{place}.{COLUMNS[fault.field]}", fault.message)
        for place, row in enumerate(rows)
        for fault in (*day_faults(row.term, agreed, areas), *cascade_faults(row, pools, areas))
    ]
    if found:
        raise Invalid(found)
    for row in rows:
        put(work, "cascades", row, work.new_id())
    after = {"aantal": len(rows)}
    work.record("doorbelastingen.toevoegen", "collaboration", work.actor.collaboration_code, None, after)
