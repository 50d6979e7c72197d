"""The use cases of settlement: the life of a run, what it reads, what holds it back, what is shown of it."""

from app.features.settlement.service.reckoning import attempted
from app.features.settlement.service.runs import (
    approve,
    calculate,
    check,
    confirm,
    get_body,
    get_inputs,
    get_run,
    get_settlement,
    get_snapshot,
    list_runs,
    make_final,
    send_back,
    start,
    withdraw,
)
from app.features.settlement.service.verifying import deviations

__all__ = [
    "approve",
    "attempted",
    "calculate",
    "check",
    "confirm",
    "deviations",
    "get_body",
    "get_inputs",
    "get_run",
    "get_settlement",
    "get_snapshot",
    "list_runs",
    "make_final",
    "send_back",
    "start",
    "withdraw",
]
