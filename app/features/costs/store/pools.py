"""Cost pools with their versions, and how overhead is passed on. A list is a statement a table."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from app.features.costs.core import CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.costs.core.views import PoolView
from app.features.costs.models import (
    BudgetLine,
    CascadePass,
    CascadePool,
    CascadeShare,
    CascadeVersion,
    CostEntry,
    CostPool,
    CostPoolVersion,
)
from app.features.partnership.core.rows import Term
from app.features.partnership.core.views import Kept
from app.features.partnership.models import ServiceArea
from app.infra.tenancy import Collaboration
from app.kernel.actor import Actor

VERSIONS: Mapping[str, Any] = {"pools": CostPoolVersion, "cascades": CascadeVersion}
"""Table of rows → where their versions are kept."""


def find_pools(session: Session, actor: Actor) -> list[PoolView]:
    """All pools in order of their code, each called as in its last version."""
    rows = session.execute(
        select(CostPool, CostPoolVersion.name, CostPoolVersion.valid_from, CostPoolVersion.valid_until,
               ServiceArea.code, ServiceArea.name)
        .join(CostPoolVersion, _of_pool(CostPoolVersion))
        .outerjoin(
            ServiceArea,
            (ServiceArea.collaboration_id == CostPool.collaboration_id) & (ServiceArea.id == CostPool.area_id),
        )
        .where(CostPool.collaboration_id == actor.collaboration_id)
        .order_by(CostPool.code, CostPoolVersion.valid_from)
    )  # fmt: skip
    found: dict[str, PoolView] = {}
    for pool, name, first_on, last_on, area, area_name in rows:
        earlier = found[pool.code].terms if pool.code in found else ()
        terms = (*earlier, Term(first_on, last_on))
        found[pool.code] = PoolView(pool.id, pool.code, name, PoolKind(pool.kind), area, area_name, terms)
    return list(found.values())


def find_pool_versions(session: Session, actor: Actor) -> list[Kept[PoolRow]]:
    """Every version of every pool, as they came in."""
    rows = session.execute(
        select(CostPoolVersion, CostPool.code, CostPool.kind, ServiceArea.code)
        .join(CostPool, _of_pool(CostPoolVersion))
        .outerjoin(
            ServiceArea,
            (ServiceArea.collaboration_id == CostPool.collaboration_id)
            & (ServiceArea.id == CostPool.area_id),
        )
        .where(CostPoolVersion.collaboration_id == actor.collaboration_id)
        .order_by(CostPoolVersion.id)
    )
    return [
        Kept(row.id, PoolRow(code, row.name, PoolKind(kind), area, Term(row.valid_from, row.valid_until)))
        for row, code, kind, area in rows
    ]


def _of_pool(model: Any) -> Any:
    return (model.collaboration_id == CostPool.collaboration_id) & (model.pool_id == CostPool.id)


def find_cascades(session: Session, actor: Actor) -> list[Kept[CascadeRow]]:
    """Every version of how overhead is passed on, as they came in."""
    tenant = actor.collaboration_id
    pools = {row.id: row.code for row in session.execute(select(CostPool.id, CostPool.code))}
    areas = {row.id: row.code for row in session.execute(select(ServiceArea.id, ServiceArea.code))}
    shares = _parts(session, tenant, CascadeShare, lambda row: areas[row.area_id])
    passes = _parts(session, tenant, CascadePass, lambda row: pools[row.to_pool_id])
    named: dict[UUID, list[CascadePoolRow]] = {}
    for row in session.execute(select(CascadePool.__table__).where(CascadePool.collaboration_id == tenant)):
        one = CascadePoolRow(
            pool=pools[row.pool_id],
            driver=OverheadDriver(row.driver),
            shares=tuple(sorted(shares.get((row.cascade_id, row.pool_id), []))),
            pool_shares=tuple(sorted(passes.get((row.cascade_id, row.pool_id), []))),
            fte=None if row.fte is None else row.fte.normalize(),
            step=row.step,
        )
        named.setdefault(row.cascade_id, []).append(one)
    found = session.scalars(
        select(CascadeVersion).where(CascadeVersion.collaboration_id == tenant).order_by(CascadeVersion.id)
    )
    return [
        Kept(
            row.id,
            CascadeRow(
                CascadeMethod(row.method),
                tuple(sorted(named.get(row.id, []), key=lambda one: one.pool)),
                Term(row.valid_from, row.valid_until),
            ),
        )
        for row in found
    ]


def _parts(
    session: Session, tenant: int, model: Any, code: Any
) -> dict[tuple[UUID, UUID], list[tuple[str, Fraction]]]:
    found: dict[tuple[UUID, UUID], list[tuple[str, Fraction]]] = {}
    for row in session.execute(select(model.__table__).where(model.collaboration_id == tenant)):
        part = (code(row), Fraction(row.part_num, row.part_den))
        found.setdefault((row.cascade_id, row.pool_id), []).append(part)
    return found


def find_area_ids(session: Session, actor: Actor) -> dict[str, UUID]:
    """Identity of each service area by its code."""
    rows = session.execute(
        select(ServiceArea.code, ServiceArea.id).where(ServiceArea.collaboration_id == actor.collaboration_id)
    )
    return {row[0]: row[1] for row in rows}


def find_use(session: Session, actor: Actor, pool_id: UUID) -> tuple[date | None, int | None]:
    """The last day on which a pool has an entry, and the last year for which it has a budget."""
    tenant = actor.collaboration_id
    last_on = select(func.max(CostEntry.booked_on)).where(
        CostEntry.collaboration_id == tenant, CostEntry.pool_id == pool_id
    )
    year = select(func.max(BudgetLine.year)).where(
        BudgetLine.collaboration_id == tenant, BudgetLine.pool_id == pool_id
    )
    row = session.execute(select(last_on.scalar_subquery(), year.scalar_subquery())).one()
    return row[0], row[1]


def hold(session: Session, actor: Actor) -> None:
    """Let others who change pools or cascades, or settle by them finally, wait: they must see what we write.

    Who only refers goes on.
    """
    session.execute(
        select(Collaboration.id)
        .where(Collaboration.id == actor.collaboration_id)
        .with_for_update(key_share=True)
    )


def add_pools(session: Session, rows: Iterable[dict[str, Any]], versions: Iterable[dict[str, Any]]) -> None:
    """Put pools in, and versions of these or earlier ones."""
    for model, values in ((CostPool, list(rows)), (CostPoolVersion, list(versions))):
        if values:
            session.execute(insert(model), values)


def add_cascade(
    session: Session,
    actor: Actor,
    identity: UUID,
    row: CascadeRow,
    ids: tuple[dict[str, UUID], dict[str, UUID]],
) -> None:
    """Put a cascade in with its parts; `ids` are those of pools and of areas by code."""
    pools, areas = ids
    tenant = {"collaboration_id": actor.collaboration_id}
    version: dict[str, Any] = {"id": identity, "method": row.method.value}
    version |= {"valid_from": row.term.first_on, "valid_until": row.term.last_on}
    session.execute(insert(CascadeVersion), [tenant | version])
    of = tenant | {"cascade_id": identity}
    values: dict[Any, list[dict[str, Any]]] = {CascadePool: [], CascadeShare: [], CascadePass: []}
    for one in row.pools:
        pool = of | {"pool_id": pools[one.pool]}
        kind = {"method": row.method.value, "kind": PoolKind.OVERHEAD.value, "driver": one.driver.value}
        values[CascadePool].append(pool | kind | {"fte": one.fte, "step": one.step})
        values[CascadeShare] += [pool | {"area_id": areas[code]} | _part(part) for code, part in one.shares]
        values[CascadePass] += [
            pool | {"to_pool_id": pools[code]} | _part(part) for code, part in one.pool_shares
        ]
    for model, found in values.items():
        if found:
            session.execute(insert(model), found)


def _part(part: Fraction) -> dict[str, Any]:
    return {"part_num": part.numerator, "part_den": part.denominator}


def end(session: Session, actor: Actor, table: str, identity: UUID, last_on: date | None) -> None:
    """Set the last day of a version; None leaves it open."""
    model = VERSIONS[table]
    session.execute(
        update(model)
        .where(model.collaboration_id == actor.collaboration_id, model.id == identity)
        .values(valid_until=last_on)
    )


def remove(session: Session, actor: Actor, table: str, identity: UUID) -> None:
    """Take back a version that nothing used: a cascade with its parts, the last version of a pool with the pool."""
    tenant = actor.collaboration_id
    if table == "cascades":
        for part in (CascadePass, CascadeShare, CascadePool):
            session.execute(delete(part).where(part.collaboration_id == tenant, part.cascade_id == identity))
    model = VERSIONS[table]
    session.execute(delete(model).where(model.collaboration_id == tenant, model.id == identity))
    if table == "pools":
        session.execute(
            delete(CostPool).where(
                CostPool.collaboration_id == tenant,
                ~exists().where(_of_pool(CostPoolVersion)).correlate(CostPool),
            )
        )
