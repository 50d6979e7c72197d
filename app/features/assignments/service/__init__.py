"""The use cases of assignments, for routes, pages, the board, the simulation and the command line."""

from app.features.assignments.service.correcting import (
    correct,
    get_correctable,
    may_correct,
    preview_correction,
)
from app.features.assignments.service.drafting import draft, edit
from app.features.assignments.service.periods import (
    change_period,
    get_changeable_period,
    get_period,
    may_change_period,
    preview_period_change,
    statutory_of,
)
from app.features.assignments.service.reading import (
    allowed_for,
    choices,
    count_tabs,
    count_waiting,
    get_assignment,
    get_clocks,
    later_for,
    list_assignments,
    parties_of,
    soon_late,
)
from app.features.assignments.service.stepping import (
    accept,
    approve,
    close,
    deliver,
    order,
    plan,
    reject,
    resume,
    return_to_principal,
    rework,
    start,
    submit,
    take_step,
    wait,
    withdraw,
)
from app.features.assignments.service.verifying import clock_deviations, deviations, rebuild, rebuild_clocks

__all__ = [
    "accept", "allowed_for", "approve", "change_period", "choices", "clock_deviations", "close", "correct",
    "count_tabs", "count_waiting", "deliver", "deviations", "draft", "edit", "get_assignment",
    "get_changeable_period", "get_clocks", "get_correctable", "get_period", "later_for", "list_assignments",
    "may_change_period", "may_correct", "order", "parties_of", "plan", "preview_correction",
    "preview_period_change", "rebuild", "rebuild_clocks", "reject", "resume", "return_to_principal",
    "rework", "soon_late", "start", "statutory_of", "submit", "take_step", "wait", "withdraw",
]  # fmt: skip
