"""Reading costs: pools, entries, budget, and what was spent against what was planned."""

from uuid import UUID

from app.features.costs.core import Category
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
from app.features.costs.store import entries as store
from app.features.costs.store.pools import find_pools
from app.features.partnership.core.rows import Term
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.kernel.roles import Permission


def list_pools(work: UnitOfWork) -> list[PoolView]:
    """All cost pools."""
    work.actor.require(Permission.READ_COSTS)
    return find_pools(work.session, work.actor)


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
    """Actual and budget per pool and category in a whole month, quarter or year; pools that hold then."""
    work.actor.require(Permission.READ_COSTS)
    days = Term(period.first_on, period.last_on)
    pools = [
        pool
        for pool in find_pools(work.session, work.actor)
        if any(term.overlaps(days) for term in pool.terms)
    ]
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
