"""Use cases of costs: pools, entries, budget, what was spent against what was planned, closing."""

from app.features.costs.service.budget import (
    add_budget,
    amend,
    check_amendment,
    check_budget,
    get_budget_line,
    list_amendments,
)
from app.features.costs.service.closing import close_month, months_to_close
from app.features.costs.service.entries import add_entries, add_entry, check_entries, check_reversal, reverse
from app.features.costs.service.pools import add_cascades, add_pools
from app.features.costs.service.reading import get_entry, list_budget, list_entries, list_pools, totals

__all__ = [
    "add_budget",
    "add_cascades",
    "add_entries",
    "add_entry",
    "add_pools",
    "amend",
    "check_amendment",
    "check_budget",
    "check_entries",
    "check_reversal",
    "close_month",
    "get_budget_line",
    "get_entry",
    "list_amendments",
    "list_budget",
    "list_entries",
    "list_pools",
    "months_to_close",
    "reverse",
    "totals",
]
