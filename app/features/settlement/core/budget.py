"""The same settlement on its budget: the same policies and figures, the costs as planned."""

from dataclasses import replace

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import CostEntry, Inputs
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import attempt_to_settle


def on_budget(inputs: Inputs) -> Settlement | None:
    """The settlement of the period on its budget; None when nothing was budgeted or it cannot be divided."""
    if not inputs.budget:
        return None
    planned = tuple(
        CostEntry(f"begroting {line.pool} {line.category.value}", line.pool, inputs.period.first_on, line.category,
                  line.amount_cents)
        for line in inputs.budget
    )  # fmt: skip
    try:
        return attempt_to_settle(replace(inputs, entries=planned)).settlement
    except Unsettled:
        return None
