"""The use cases of settlement: the life of a run, what it reads, what holds it back, what is shown of it."""

from app.features.settlement.service.comparing import comment
from app.features.settlement.service.confirming import (
    confirm,
    count_asked,
    get_own_figures,
    list_own_figures,
    move_date,
    note_silence,
    object_to,
)
from app.features.settlement.service.frozen import attempted
from app.features.settlement.service.runs import (
    approve,
    calculate,
    check,
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
    "comment",
    "confirm",
    "count_asked",
    "deviations",
    "get_body",
    "get_inputs",
    "get_own_figures",
    "get_run",
    "get_settlement",
    "get_snapshot",
    "list_own_figures",
    "list_runs",
    "make_final",
    "move_date",
    "note_silence",
    "object_to",
    "send_back",
    "start",
    "withdraw",
]
