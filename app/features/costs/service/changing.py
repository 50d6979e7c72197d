"""New versions of cost pools and of how overhead is passed on (cascades), and their end.

A new version ends the one before it; a row is ended, never changed; what nothing used may be withdrawn, and then
the one before it goes on. What a settlement used, the room above knows and refuses; triggers say it finally
(migrations 0007, 0008).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.features.costs.core.cascades import CascadeFault, cascade_faults, day_faults
from app.features.costs.core.pools import pool_faults, succession_faults
from app.features.costs.core.rows import CascadeRow, PoolRow
from app.features.costs.store import pools as store
from app.features.partnership.core.changes import with_last_day
from app.features.partnership.core.rows import PolicyRow, Term
from app.features.partnership.core.succession import ONE_DAY, before, last_day_faults, place
from app.features.partnership.core.views import Kept, Selection
from app.features.partnership.service.figures import directory
from app.features.partnership.service.reading import list_page
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.glossary import wire
from app.kernel.roles import Permission

NAMES = {"pools": "Deze kostenplaats", "cascades": "Deze doorbelasting"}
KINDS = {"pools": "cost_pool_version", "cascades": "cascade_version"}
"""Table → what the log says it is about."""
FROM, UNTIL = wire("valid_from"), wire("valid_until")
AT_ONCE = 1000
"""More policies than a collaboration has."""


@dataclass(frozen=True, slots=True)
class Change:
    """A version as it will be, and the one that it ends or was before."""

    table: str
    row: Any
    ends: Kept[Any] | None


def hold(work: UnitOfWork) -> None:
    """Let others who change pools or cascades, or make a run final, wait until this transaction ends.

    Before anything is looked at: what they wrote meanwhile must be seen.
    """
    work.actor.require(Permission.READ_COSTS)
    store.hold(work.session, work.actor)


def list_versions(work: UnitOfWork, table: str) -> Sequence[Kept[Any]]:
    """All versions of pools, by code, or of cascades, the earliest first."""
    work.actor.require(Permission.READ_COSTS)
    find = store.find_pool_versions if table == "pools" else store.find_cascades
    rows: Sequence[Kept[Any]] = find(work.session, work.actor)
    return sorted(rows, key=lambda one: (getattr(one.row, "code", ""), one.row.term.first_on))


def versions(work: UnitOfWork, table: str, row: Any) -> list[Kept[Any]]:
    """The versions of the same pool, or of cascades: all there are."""
    found = list_versions(work, table)
    return [one for one in found if table == "cascades" or one.row.code == row.code]


def get_row(work: UnitOfWork, table: str, identity: UUID) -> Kept[Any]:
    """One version; `NotFound` when there is none."""
    found = next((one for one in list_versions(work, table) if one.id == identity), None)
    if found is None:
        raise NotFound(NAMES[table])
    return found


def check_new(work: UnitOfWork, table: str, row: Any) -> Change:
    """A new version beside what is there; `Invalid` with a finding per field of the wire."""
    work.actor.require(Permission.EDIT_COSTS)
    others = versions(work, table, row)
    placing = place(others, row.term, FROM, UNTIL)
    found = list(placing.findings)
    if table == "pools":
        found += _pool_faults(work, row, [one.row for one in others])
    else:
        found += _cascade_faults(work, row)
    if found:
        raise Invalid(_once(found))
    return Change(table, row, placing.ends)


def add_new(work: UnitOfWork, table: str, row: Any) -> UUID:
    """Add a version, ending the one before it on the eve of its first day; gives its identity. Hold them first."""
    work.actor.require(Permission.EDIT_COSTS)
    new = check_new(work, table, row)
    if new.ends is not None:
        store.end(work.session, work.actor, table, new.ends.id, row.term.first_on - ONE_DAY)
    identity = work.new_id()
    put(work, table, row, identity)
    earlier = None if new.ends is None else noted(new.ends.row)
    work.record("afspraak.toevoegen", KINDS[table], identity, earlier, noted(row))
    return identity


def put(work: UnitOfWork, table: str, row: Any, identity: UUID) -> None:
    """Write a version that was checked; a pool too when this is its first."""
    tenant = work.actor.collaboration_id
    pools = {pool.code: pool.id for pool in store.find_pools(work.session, work.actor)}
    areas = store.find_area_ids(work.session, work.actor)
    if table == "cascades":
        store.add_cascade(work.session, work.actor, identity, row, (pools, areas))
        return
    pool_id = pools.get(row.code)
    made = []
    if pool_id is None:
        pool_id = work.new_id()
        area_id = areas[row.area] if row.area else None
        made = [
            {
                "collaboration_id": tenant,
                "id": pool_id,
                "code": row.code,
                "kind": row.kind.value,
                "area_id": area_id,
            }
        ]
    version = {"collaboration_id": tenant, "id": identity, "pool_id": pool_id, "name": row.name.strip()}
    version |= {"valid_from": row.term.first_on, "valid_until": row.term.last_on}
    store.add_pools(work.session, made, [version])


def check_end(work: UnitOfWork, table: str, identity: UUID, version: str, last_on: date | None) -> Change:
    """The row as it would be with another last day; `Invalid`, or `Stale` when it is not the version read."""
    work.actor.require(Permission.EDIT_COSTS)
    kept = get_row(work, table, identity)
    row = with_last_day(kept.row, last_on)
    found = last_day_faults(kept, versions(work, table, row), version, last_on, UNTIL)
    if table == "cascades" and not found:
        found = _cascade_faults(work, row)
    if table == "pools" and last_on is not None and not found:
        found = _used_after(work, row.code, last_on, last_on.year)
    if found:
        raise Invalid(_once(found))
    return Change(table, row, kept)


def change_end(work: UnitOfWork, table: str, identity: UUID, version: str, last_on: date | None) -> None:
    """Give a version another last day; None leaves it open. Hold them first."""
    work.actor.require(Permission.EDIT_COSTS)
    new = check_end(work, table, identity, version, last_on)
    store.end(work.session, work.actor, table, identity, last_on)
    was = None if new.ends is None else noted(new.ends.row)
    work.record("afspraak.beeindigen", KINDS[table], identity, was, noted(new.row))


def check_withdrawal(work: UnitOfWork, table: str, identity: UUID) -> Change:
    """The version to withdraw, and the one before it that then goes on; `Refused` when it was used."""
    work.actor.require(Permission.EDIT_COSTS)
    kept = get_row(work, table, identity)
    earlier = before(versions(work, table, kept.row), kept.row)
    if table == "pools" and earlier is None:
        first_on = kept.row.term.first_on
        used = _used_after(work, kept.row.code, first_on - ONE_DAY, first_on.year - 1)
        if used:
            raise Refused(f"Intrekken kan niet. {used[0].message}", kind="in-gebruik")
    if table == "cascades" and earlier is not None:
        going_on = replace(earlier.row, term=Term(earlier.row.term.first_on, kept.row.term.last_on))
        found = _cascade_faults(work, going_on)
        if found:
            raise Refused(
                f"De vorige doorbelasting kan niet doorgelden. {found[0].message}", kind="in-gebruik"
            )
    return Change(table, kept.row, earlier)


def withdraw(work: UnitOfWork, table: str, identity: UUID) -> None:
    """Take back a version that nothing used; the one before it goes on until this one's last day.

    Hold them first.
    """
    work.actor.require(Permission.EDIT_COSTS)
    change = check_withdrawal(work, table, identity)
    store.remove(work.session, work.actor, table, identity)
    if change.ends is not None:
        store.end(work.session, work.actor, table, change.ends.id, change.row.term.last_on)
    work.record("afspraak.intrekken", KINDS[table], identity, noted(change.row), None)


def _pool_faults(work: UnitOfWork, row: PoolRow, others: Sequence[PoolRow]) -> list[Finding]:
    found = [Finding(wire(field), message) for field, message in pool_faults(row)]
    # that days overlap, its place among the others says, and what to do about it
    found += [
        Finding(wire(field), message)
        for field, message in succession_faults(row, others)
        if field != "valid_from"
    ]
    if row.area is not None and row.area not in store.find_area_ids(work.session, work.actor):
        found.append(Finding(wire("area"), "Kies een taakgebied uit de lijst."))
    return found


def _cascade_faults(work: UnitOfWork, row: CascadeRow) -> list[Finding]:
    pools = [one.row for one in store.find_pool_versions(work.session, work.actor)]
    areas = area_names(work)
    found = (*day_faults(row.term, policies(work), areas), *cascade_faults(row, pools, areas))
    return [_at(fault) for fault in found]


def area_names(work: UnitOfWork) -> dict[str, str]:
    """The name of each service area by its code."""
    return {code: named.name for code, named in directory(work).areas.items()}


def policies(work: UnitOfWork) -> list[PolicyRow]:
    """The policies of all areas: a cascade begins and ends with their settlement periods."""
    return [one.row for one in list_page(work, "policies", Selection(limit=AT_ONCE)).rows]


def _at(fault: CascadeFault) -> Finding:
    field = wire("cascade_step" if fault.field == "step" else fault.field)
    return Finding(field if fault.pool is None else f"{wire('pools')}.{fault.pool}.{field}", fault.message)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """One finding a field: the first, which is about the row itself."""
    return list({one.field: one for one in reversed(found)}.values())[::-1]


def _used_after(work: UnitOfWork, code: str, day: date, year: int) -> list[Finding]:
    """What a pool is still used for after a day and a year: costs, a budget, a cascade; the first of these."""
    pool = next(one for one in store.find_pools(work.session, work.actor) if one.code == code)
    booked_on, budget_year = store.find_use(work.session, work.actor, pool.id)
    said = []
    if booked_on is not None and booked_on > day:
        said.append(f"Er staan kosten op tot en met {plain_day(booked_on)}.")
    if budget_year is not None and budget_year > year:
        said.append(f"Er staat een begroting op voor {budget_year}.")
    for one in store.find_cascades(work.session, work.actor):
        last_on = one.row.term.last_on
        if code in {part.pool for part in one.row.pools} and (last_on is None or last_on > day):
            since = plain_day(one.row.term.first_on)
            said.append(
                f"De doorbelasting vanaf {since} noemt haar nog. Voeg eerst een doorbelasting toe zonder haar."
            )
    return [Finding(UNTIL, message) for message in said[:1]]


def noted(row: Any) -> dict[str, object]:
    """A version for the log, in words of the wire."""
    term = {FROM: row.term.first_on, UNTIL: row.term.last_on}
    if isinstance(row, PoolRow):
        return {"code": row.code, "naam": row.name, "soort": row.kind.value, "taakgebied": row.area} | term
    parts = [
        {
            "kostenplaats": one.pool,
            "verdeelmaatstaf": one.driver.value,
            "delen": {code: str(part) for code, part in (*one.shares, *one.pool_shares)},
            "fte": None if one.fte is None else format(one.fte, "f"),
            "trede": one.step,
        }
        for one in row.pools
    ]
    return {"overheadMethode": row.method.value, "kostenplaatsen": parts} | term
