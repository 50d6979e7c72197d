"""Costs as use cases: pools, entries, budget, and what was spent against what was planned.

An entry is taken back by its mirror image, never changed. In a closed month it needs a reason; what is
recorded after a cut-off a settlement leaves to a correction (data §4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from app.features.costs import store
from app.features.costs.core import CATEGORY_NAMES, Category
from app.features.costs.core.pools import pool_faults
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow, PoolRow
from app.features.costs.core.views import (
    BudgetView,
    Cell,
    EntryPage,
    EntryView,
    PoolTotals,
    PoolView,
    Selection,
    budget_in,
)
from app.features.partnership.core.views import Closing
from app.features.partnership.service import months
from app.infra.db import UnitOfWork
from app.kernel.dutch import month as month_words
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.glossary import COLUMNS
from app.kernel.period import Period
from app.kernel.roles import Permission

ALWAYS = date(2000, 1, 1)
"""From when a pool holds when nothing else is said."""


def list_pools(work: UnitOfWork) -> list[PoolView]:
    """All cost pools."""
    work.actor.require(Permission.READ_COSTS)
    return store.find_pools(work.session, work.actor)


def list_entries(work: UnitOfWork, wanted: Selection) -> EntryPage:
    """A page of cost entries, newest first."""
    work.actor.require(Permission.READ_COSTS)
    return store.find_entries(work.session, work.actor, wanted)


def get_entry(work: UnitOfWork, entry_id: UUID) -> EntryView:
    """One cost entry; `NotFound` when there is none."""
    work.actor.require(Permission.READ_COSTS)
    found = store.find_entry(work.session, work.actor, entry_id)
    if found is None:
        raise NotFound("Deze kostenregel")
    return found


def list_budget(work: UnitOfWork, year: int) -> list[BudgetView]:
    """The budget of a year, amendments added."""
    work.actor.require(Permission.READ_COSTS)
    return store.find_budget(work.session, work.actor, year)


def totals(work: UnitOfWork, period: Period) -> list[PoolTotals]:
    """Actual and budget per pool and category in a whole month, quarter or year."""
    work.actor.require(Permission.READ_COSTS)
    pools = store.find_pools(work.session, work.actor)
    spent = store.sums(work.session, work.actor, period)
    planned = {
        (line.pool, line.category): budget_in(period, line.now_cents)
        for line in store.find_budget(work.session, work.actor, period.first_on.year)
    }
    result = []
    for pool in pools:
        cells = {
            category: Cell(spent.get((pool.id, category), 0), planned.get((pool.code, category), 0))
            for category in Category
            if (pool.id, category) in spent or (pool.code, category) in planned
        }
        result.append(PoolTotals(pool, cells))
    return result


def add_pools(work: UnitOfWork, rows: Sequence[PoolRow]) -> None:
    """Put cost pools in; `Invalid` with every fault, and then nothing is put in."""
    work.actor.require(Permission.EDIT_COSTS)
    areas = store.find_area_ids(work.session, work.actor)
    pools = {pool.code: pool.id for pool in store.find_pools(work.session, work.actor)}
    _refuse(_pool_faults(rows, areas, pools))
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


def add_entries(work: UnitOfWork, rows: Sequence[CostEntryRow]) -> list[UUID]:
    """Record costs, all of them or none; gives their identities in the same order.

    `Invalid` names what is wrong per row; `Refused` when a month is closed and a row gives no reason.
    """
    work.actor.require(Permission.EDIT_COSTS)
    pools = {pool.code: pool for pool in store.find_pools(work.session, work.actor)}
    _refuse(_entry_faults(work, rows, pools))
    _refuse_closed(work, rows)
    values = [
        {
            **asdict(row),
            "collaboration_id": work.actor.collaboration_id,
            "id": work.new_id(),
            "pool_id": pools[row.pool].id,
            "category": row.category.value,
            "recorded_at": work.now,
            "recorded_by": work.actor.name,
        }
        for row in rows
    ]
    for value in values:
        del value["pool"]
    store.add_entries(work.session, values)
    ids = [value["id"] for value in values]
    if len(rows) == 1:
        work.record("kosten.toevoegen", "cost_entry", ids[0], None, asdict(rows[0]))
    elif rows:
        total = sum(row.amount_cents for row in rows)
        after = {"aantal": len(rows), "bedragCenten": total}
        work.record("kosten.toevoegen", "collaboration", work.actor.collaboration_code, None, after)
    return ids


def add_entry(work: UnitOfWork, row: CostEntryRow) -> EntryView:
    """Record one cost."""
    (entry_id,) = add_entries(work, [row])
    return get_entry(work, entry_id)


def _entry_faults(
    work: UnitOfWork, rows: Sequence[CostEntryRow], pools: dict[str, PoolView]
) -> list[Finding]:
    found: list[Finding] = []
    seen = store.find_documents(work.session, work.actor, {row.document for row in rows})
    for place, row in enumerate(rows):
        at = f"{place}." if len(rows) > 1 else ""
        pool = pools.get(row.pool)
        if pool is None:
            found.append(
                Finding(
                    f"{at}kostenplaats",
                    f"Kostenplaats {row.pool or 'zonder code'} bestaat niet. Kies een andere.",
                )
            )
            continue
        if not row.amount_cents and not row.vat_cents:
            found.append(
                Finding(
                    f"{at}bedragCenten", "Het bedrag is nul. Vul een bedrag in, negatief voor een teruggave."
                )
            )
        if not row.document.strip():
            found.append(Finding(f"{at}stuk", "Noem het nummer van de factuur of boeking."))
        if not row.supplier.strip():
            found.append(Finding(f"{at}leverancier", "Noem van wie het stuk komt."))
        key = (row.pool, row.supplier, row.document, row.category)
        if key in seen:
            message = (
                f"Stuk {row.document} van {row.supplier} staat al op {pool.name}, "
                f"{CATEGORY_NAMES[row.category].lower()}. "
                "Boek het eerst terug als het fout is."
            )
            found.append(Finding(f"{at}stuk", message))
        seen.add(key)
    return found


def _refuse(found: list[Finding]) -> None:
    if found:
        raise Invalid(found)


def _refuse_closed(work: UnitOfWork, rows: Sequence[CostEntryRow]) -> None:
    without_reason = sorted({row.booked_on.replace(day=1) for row in rows if not (row.reason or "").strip()})
    if not without_reason:
        return
    for state in months.list_months(work, without_reason[0], without_reason[-1]):
        if state.first_on in without_reason and state.is_closed(Closing.COSTS):
            raise Refused(
                f"De kosten van {month_words(state.first_on)} zijn afgesloten. Boek een correctie met een "
                "reden; zij komt in "
                "een correctie op de afrekening.",
                kind="maand-afgesloten",
            )


def reverse(work: UnitOfWork, entry_id: UUID, reason: str) -> EntryView:
    """Take an entry back by its mirror image on the same day; gives the mirror image.

    `Refused` when it was reversed before or is a reversal itself.
    """
    work.actor.require(Permission.EDIT_COSTS)
    if not reason.strip():
        raise Invalid([Finding("reden", "Noem waarom u terugboekt.")])
    entry = get_entry(work, entry_id)
    if entry.reverses_id is not None or not store.mark_reversed(work.session, work.actor, entry_id, work.now):
        raise Refused(
            "Deze kostenregel is al teruggeboekt of is zelf een terugboeking.", kind="al-teruggeboekt"
        )
    mirror_id = work.new_id()
    pools = {pool.code: pool.id for pool in store.find_pools(work.session, work.actor)}
    mirror = {
        "collaboration_id": work.actor.collaboration_id,
        "id": mirror_id,
        "pool_id": pools[entry.pool],
        "booked_on": entry.booked_on,
        "category": entry.category.value,
        "amount_cents": -entry.amount_cents,
        "vat_cents": -entry.vat_cents,
        "document": entry.document,
        "supplier": entry.supplier,
        "description": f"Terugboeking: {entry.description}",
        "reason": reason.strip(),
        "reverses_id": entry_id,
        "recorded_at": work.now,
        "recorded_by": work.actor.name,
    }
    store.add_entries(work.session, [mirror])
    work.record(
        "kosten.terugboeken",
        "cost_entry",
        entry_id,
        None,
        {"reden": reason.strip(), "terugboeking": mirror_id},
    )
    return get_entry(work, mirror_id)


def add_budget(work: UnitOfWork, rows: Sequence[BudgetLineRow]) -> None:
    """Set the budget of a year, once per pool and category; later changes are amendments."""
    work.actor.require(Permission.EDIT_COSTS)
    pools = {pool.code: pool.id for pool in store.find_pools(work.session, work.actor)}
    years = {row.year for row in rows}
    known = {
        (line.year, line.pool, line.category)
        for year in years
        for line in store.find_budget(work.session, work.actor, year)
    }
    found = []
    for place, row in enumerate(rows):
        if row.pool not in pools:
            found.append(
                Finding(f"{place}.kostenplaats", f"Kostenplaats {row.pool} bestaat niet. Kies een andere.")
            )
        elif (row.year, row.pool, row.category) in known:
            name = CATEGORY_NAMES[row.category].lower()
            message = f"Van {row.pool} is {name} voor {row.year} al begroot. Wijzig dat met een begrotingswijziging."
            found.append(Finding(f"{place}.kostensoort", message))
        known.add((row.year, row.pool, row.category))
    _refuse(found)
    values = [
        {
            "collaboration_id": work.actor.collaboration_id,
            "id": work.new_id(),
            "year": row.year,
            "pool_id": pools[row.pool],
            "category": row.category.value,
            "amount_cents": row.amount_cents,
            "recorded_at": work.now,
        }
        for row in rows
    ]
    store.add_budget(work.session, values)
    after = {"aantal": len(rows), "bedragCenten": sum(row.amount_cents for row in rows)}
    work.record("begroting.toevoegen", "collaboration", work.actor.collaboration_code, None, after)


def amend(work: UnitOfWork, budget_line_id: UUID, amount_cents: int, decided_on: date, reason: str) -> None:
    """Change a budget line by a decided, signed difference."""
    work.actor.require(Permission.EDIT_COSTS)
    if not amount_cents or not reason.strip():
        raise Invalid([Finding("bedragCenten", "Een begrotingswijziging heeft een bedrag en een reden.")])
    row = {
        "collaboration_id": work.actor.collaboration_id,
        "id": work.new_id(),
        "budget_line_id": budget_line_id,
        "amount_cents": amount_cents,
        "decided_on": decided_on,
        "reason": reason.strip(),
        "recorded_at": work.now,
        "recorded_by": work.actor.name,
    }
    store.add_amendment(work.session, row)
    work.record(
        "begroting.wijzigen",
        "budget_line",
        budget_line_id,
        None,
        {"bedragCenten": amount_cents, "reden": reason},
    )


def close_month(work: UnitOfWork, first_on: date) -> None:
    """Close the costs of a month: from now on it takes corrections with a reason only.

    `Refused` before the month has ended or when it is closed already.
    """
    work.actor.require(Permission.CLOSE_MONTHS)
    if work.today <= Period.month(first_on.year, first_on.month).last_on:
        raise Refused(f"{month_words(first_on).capitalize()} loopt nog. Sluiten kan na de laatste dag.")
    months.close_month(work, first_on, Closing.COSTS)


def months_to_close(work: UnitOfWork, period: Period) -> list[date]:
    """The first days of the months of the period that are over and whose costs are open."""
    work.actor.require(Permission.READ_COSTS)
    last_on = min(period.last_on, work.today.replace(day=1) - timedelta(days=1))
    found = months.list_months(work, period.first_on, last_on)
    return [state.first_on for state in found if not state.is_closed(Closing.COSTS)]
