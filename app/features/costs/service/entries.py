"""Cost entries come in and are taken back by their mirror image, never changed.

In a closed month an entry needs a reason; what is recorded after a cut-off a settlement leaves to a
correction (data §4).
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from app.features.costs.core import CATEGORY_NAMES
from app.features.costs.core.rows import CostEntryRow
from app.features.costs.core.views import (
    EntryView,
    PoolView,
)
from app.features.costs.service.reading import get_entry
from app.features.costs.store import entries as store
from app.features.costs.store.pools import find_pools
from app.features.partnership.core.views import Closing
from app.features.partnership.service import months
from app.infra.db import UnitOfWork
from app.kernel.dutch import month as month_words
from app.kernel.dutch import plain_day
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.roles import Permission

_REVERSED = "Deze kostenregel is al teruggeboekt of is zelf een terugboeking."


def add_entries(work: UnitOfWork, rows: Sequence[CostEntryRow]) -> list[UUID]:
    """Record costs, all of them or none; gives their identities in the same order.

    `Invalid` names what is wrong per row; `Refused` when a month is closed and a row gives no reason.
    """
    pools = check_entries(work, rows)
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


def check_entries(work: UnitOfWork, rows: Sequence[CostEntryRow]) -> dict[str, PoolView]:
    """The pools by code, when these costs can be recorded; refuses as `add_entries` does."""
    work.actor.require(Permission.EDIT_COSTS)
    pools = {pool.code: pool for pool in find_pools(work.session, work.actor)}
    found = _entry_faults(work, rows, pools)
    if found:
        raise Invalid(found)
    _refuse_closed(work, rows)
    return pools


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
        if not pool.holds_on(row.booked_on):
            message = f"{pool.name} neemt op {plain_day(row.booked_on)} geen kosten aan. Kies een andere dag of plaats."
            found.append(Finding(f"{at}datum", message))
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


def check_reversal(work: UnitOfWork, entry_id: UUID, reason: str) -> EntryView:
    """The entry, when it can be taken back; refuses as `reverse` does."""
    work.actor.require(Permission.EDIT_COSTS)
    entry = get_entry(work, entry_id)
    if entry.reverses_id is not None or entry.reversed_at is not None:
        raise Refused(_REVERSED, kind="al-teruggeboekt")
    if not reason.strip():
        raise Invalid([Finding("reden", "Noem waarom u terugboekt.")])
    return entry


def reverse(work: UnitOfWork, entry_id: UUID, reason: str) -> EntryView:
    """Take an entry back by its mirror image on the same day; gives the mirror image.

    `Refused` when it was reversed before or is a reversal itself.
    """
    entry = check_reversal(work, entry_id, reason)
    if not store.mark_reversed(work.session, work.actor, entry_id, work.now):
        raise Refused(_REVERSED, kind="al-teruggeboekt")
    mirror_id = work.new_id()
    pools = {pool.code: pool.id for pool in find_pools(work.session, work.actor)}
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
