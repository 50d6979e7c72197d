"""The same settlement on its budget: the same policies and figures, the costs as planned."""

from dataclasses import replace

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.gathering import Work
from app.features.settlement.core.inputs import CostEntry, Inputs
from app.features.settlement.core.one_period import attempt_period
from app.features.settlement.core.result import Settlement


def on_budget(inputs: Inputs, work: Work | None = None) -> Settlement | None:
    """The settlement of the period on its budget; None when nothing was budgeted or it cannot be divided.

    `work` are the hours as they were gathered for what was spent: the budget has the same.
    """
    if not inputs.budget:
        return None
    try:
        return attempt_period(with_planned_costs(inputs), work).settlement
    except Unsettled:
        return None


def with_planned_costs(inputs: Inputs) -> Inputs:
    """The inputs with their budget in the place of what was spent."""
    planned = tuple(
        CostEntry(f"begroting {line.pool} {line.category.value}", line.pool, inputs.period.first_on, line.category,
                  line.amount_cents, document=f"begroting {inputs.period.first_on.year}")
        for line in inputs.budget
    )  # fmt: skip
    return replace(inputs, entries=planned)
