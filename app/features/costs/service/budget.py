"""The budget of a year: set once per pool and category, then changed by decided differences."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.features.costs.core import CATEGORY_NAMES
from app.features.costs.core.rows import BudgetLineRow
from app.features.costs.core.views import (
    AmendmentView,
    BudgetView,
)
from app.features.costs.store import entries as store
from app.features.costs.store.pools import find_pools
from app.features.partnership.core.rows import Term
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotFound
from app.kernel.roles import Permission


def add_budget(work: UnitOfWork, rows: Sequence[BudgetLineRow]) -> None:
    """Set the budget of a year, once per pool and category; later changes are amendments."""
    pools = check_budget(work, rows)
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


def check_budget(work: UnitOfWork, rows: Sequence[BudgetLineRow]) -> dict[str, UUID]:
    """The pools by code, when these lines can be set; `Invalid` names what is wrong per row."""
    work.actor.require(Permission.EDIT_COSTS)
    pools = {pool.code: pool for pool in find_pools(work.session, work.actor)}
    years = {row.year for row in rows}
    known = {
        (line.year, line.pool, line.category)
        for year in years
        for line in store.find_budget(work.session, work.actor, year)
    }
    found = []
    for place, row in enumerate(rows):
        at = f"{place}." if len(rows) > 1 else ""
        if row.pool not in pools:
            found.append(
                Finding(f"{at}kostenplaats", f"Kostenplaats {row.pool} bestaat niet. Kies een andere.")
            )
        elif not any(term.overlaps(_year(row.year)) for term in pools[row.pool].terms):
            message = f"{pools[row.pool].name} neemt in {row.year} geen kosten aan. Kies een ander jaar."
            found.append(Finding(f"{at}jaar", message))
        elif (row.year, row.pool, row.category) in known:
            name = CATEGORY_NAMES[row.category].lower()
            message = (
                f"Van {pools[row.pool].name} is {name} voor {row.year} al begroot. Wijzig dat met een "
                "begrotingswijziging."
            )
            found.append(Finding(f"{at}kostensoort", message))
        known.add((row.year, row.pool, row.category))
    if found:
        raise Invalid(found)
    return {code: pool.id for code, pool in pools.items()}


def _year(year: int) -> Term:
    return Term(date(year, 1, 1), date(year, 12, 31))


def amend(work: UnitOfWork, budget_line_id: UUID, amount_cents: int, decided_on: date, reason: str) -> None:
    """Change a budget line by a decided, signed difference."""
    check_amendment(work, budget_line_id, amount_cents, decided_on, reason)
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


def get_budget_line(work: UnitOfWork, budget_line_id: UUID) -> BudgetView:
    """One budget line with its amendments added; `NotFound` when there is none."""
    work.actor.require(Permission.READ_COSTS)
    found = store.find_budget_line(work.session, work.actor, budget_line_id)
    if found is None:
        raise NotFound("Deze begrotingsregel")
    return found


def list_amendments(work: UnitOfWork, year: int) -> list[AmendmentView]:
    """The decided differences of a year, in the order in which they were recorded."""
    work.actor.require(Permission.READ_COSTS)
    return store.find_amendments(work.session, work.actor, year)


def check_amendment(
    work: UnitOfWork, budget_line_id: UUID, amount_cents: int, decided_on: date, reason: str
) -> BudgetView:
    """The budget line, when it can be changed so; `Invalid` with a finding per field."""
    work.actor.require(Permission.EDIT_COSTS)
    line = get_budget_line(work, budget_line_id)
    found = []
    if not amount_cents:
        found.append(Finding("bedragCenten", "Vul het verschil in; lager is een bedrag met een minteken."))
    if decided_on > work.today:
        found.append(Finding("besluitDatum", "Deze dag moet nog komen. Noem de dag van het besluit."))
    if not reason.strip():
        found.append(Finding("reden", "Noem het besluit of de reden."))
    if found:
        raise Invalid(found)
    return line
