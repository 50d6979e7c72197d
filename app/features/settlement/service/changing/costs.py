"""Costs and budget that come in: what they touch, said before they are saved; saved in costs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.costs import service as kept
from app.features.costs.core import CATEGORY_NAMES, PoolKind
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow
from app.features.costs.core.views import BudgetView, Cell, EntryView, PoolView
from app.features.partnership.core.views import Closing
from app.features.partnership.service import months
from app.features.partnership.service.figures import directory
from app.features.settlement.core.touching import Preview, run_sentences
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import euro, plain_day, signed_euro
from app.kernel.dutch import month as month_words
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Reversal:
    """An entry to be taken back, and why."""

    entry_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A decided difference of a budget line."""

    line_id: UUID
    amount_cents: int
    decided_on: date
    reason: str


def preview_entry(work: UnitOfWork, row: CostEntryRow) -> Preview:
    """What a cost says and touches; `Invalid` or `Refused` when it cannot be recorded."""
    pool = kept.check_entries(work, [row])[row.pool]
    facts = (
        ("Kostenplaats", pool.name),
        ("Kostensoort", CATEGORY_NAMES[row.category]),
        ("Datum", plain_day(row.booked_on)),
        ("Bedrag zonder btw", euro(row.amount_cents)),
        ("Btw", euro(row.vat_cents)),
        ("Stuk", f"{row.supplier}, {row.document}"),
        ("Omschrijving", row.description or "geen"),
        *((("Reden", row.reason),) if row.reason else ()),
    )
    touches = (*_spent(work, pool, row), *_divided(work, pool, row.booked_on))
    return Preview("Kosten toevoegen", facts, touches)


def add_entry(work: UnitOfWork, row: CostEntryRow) -> EntryView:
    """Record the cost."""
    return kept.add_entry(work, row)


def preview_reversal(work: UnitOfWork, wanted: Reversal) -> Preview:
    """What taking an entry back books and touches."""
    entry = kept.check_reversal(work, wanted.entry_id, wanted.reason)
    pool = next(one for one in kept.list_pools(work) if one.code == entry.pool)
    facts = (
        ("Kostenplaats", entry.pool_name),
        ("Stuk", f"{entry.supplier}, {entry.document}"),
        ("Datum", plain_day(entry.booked_on)),
        ("Bedrag zonder btw", euro(-entry.amount_cents)),
        ("Btw", euro(-entry.vat_cents)),
        ("Reden", wanted.reason.strip()),
    )
    stays = "De regel zelf blijft staan; er komt een tegenboeking op dezelfde dag bij."
    return Preview("Kosten terugboeken", facts, (stays, *_divided(work, pool, entry.booked_on)))


def reverse(work: UnitOfWork, wanted: Reversal) -> EntryView:
    """Take the entry back."""
    return kept.reverse(work, wanted.entry_id, wanted.reason)


def preview_budget(work: UnitOfWork, row: BudgetLineRow) -> Preview:
    """What a budget line says and touches."""
    kept.check_budget(work, [row])
    pool = next(one for one in kept.list_pools(work) if one.code == row.pool)
    facts = (
        ("Jaar", str(row.year)),
        ("Kostenplaats", pool.name),
        ("Kostensoort", CATEGORY_NAMES[row.category]),
        ("Bedrag van het jaar", euro(row.amount_cents)),
    )
    once = "Daarna wijzigt u dit bedrag alleen met een begrotingswijziging."
    return Preview("Begroting toevoegen", facts, (once, *_budgeted(work, pool, row.year)))


def add_budget(work: UnitOfWork, row: BudgetLineRow) -> BudgetView:
    """Set the budget line."""
    kept.add_budget(work, [row])
    found = kept.list_budget(work, row.year)
    return next(one for one in found if (one.pool, one.category) == (row.pool, row.category))


def preview_amendment(work: UnitOfWork, wanted: Amendment) -> Preview:
    """What a decided difference makes of a budget line, and what it touches."""
    line = kept.check_amendment(work, wanted.line_id, wanted.amount_cents, wanted.decided_on, wanted.reason)
    pool = next(one for one in kept.list_pools(work) if one.code == line.pool)
    facts = (
        ("Jaar", str(line.year)),
        ("Kostenplaats", pool.name),
        ("Kostensoort", CATEGORY_NAMES[line.category]),
        ("Wijziging", signed_euro(wanted.amount_cents)),
        ("Besluit van", plain_day(wanted.decided_on)),
        ("Reden", wanted.reason.strip()),
    )
    then = (
        f"De begroting wordt {euro(line.now_cents + wanted.amount_cents)}; nu is dat {euro(line.now_cents)}."
    )
    return Preview("Begroting wijzigen", facts, (then, *_budgeted(work, pool, line.year)))


def amend(work: UnitOfWork, wanted: Amendment) -> BudgetView:
    """Change the budget line."""
    kept.amend(work, wanted.line_id, wanted.amount_cents, wanted.decided_on, wanted.reason)
    return kept.get_budget_line(work, wanted.line_id)


def _spent(work: UnitOfWork, pool: PoolView, row: CostEntryRow) -> list[str]:
    """What the pool then spent in the quarter on this category, against its budget."""
    period = Period.quarter(row.booked_on.year, (row.booked_on.month + 2) // 3)
    cells = next((one.cells for one in kept.totals(work, period) if one.pool.code == pool.code), {})
    cell = cells.get(row.category, Cell())
    spent = euro(cell.actual_cents + row.amount_cents)
    name = CATEGORY_NAMES[row.category].lower()
    return [
        f"{pool.name} heeft over het {period.label} dan {spent} aan {name}; begroot is {euro(cell.budget_cents)}."
    ]


def _divided(work: UnitOfWork, pool: PoolView, day: date) -> list[str]:
    """Whether the month is closed, and which settlements read the day."""
    said = []
    state = months.list_months(work, day.replace(day=1), day.replace(day=1))
    if state and state[0].is_closed(Closing.COSTS):
        said.append(f"De kosten van {month_words(day)} zijn afgesloten. Dit is een correctie met een reden.")
    if pool.kind is PoolKind.OWN_ACCOUNT:
        return [*said, "Deze kostenplaats is voor eigen rekening en wordt niet over deelnemers verdeeld."]
    runs = store.find_runs(work.session, work.actor, day, day, _areas(work, pool))
    return said + run_sentences(runs)


def _budgeted(work: UnitOfWork, pool: PoolView, year: int) -> list[str]:
    """What reads the budget of a year: comparison, and advances."""
    whole = Period.year(year)
    runs = store.find_runs(work.session, work.actor, whole.first_on, whole.last_on, _areas(work, pool))
    compared = "Een afrekening vergelijkt met de begroting, maar verdeelt de werkelijke kosten."
    return [compared, *run_sentences(runs)] if runs else [compared]


def _areas(work: UnitOfWork, pool: PoolView) -> list[UUID]:
    """The area of the pool; of overhead and starting up every area."""
    areas = directory(work).areas
    return [areas[pool.area].id] if pool.area else [one.id for one in areas.values()]
