"""The use cases of settlement: the life of a run, what it reads, what holds it back, what is shown of it."""

from app.features.settlement.service.charged import final_charges
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
from app.features.settlement.service.late import late_of, list_late
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
    withdraw,
)
from app.features.settlement.service.scenarios import (
    get_basis,
    get_scenario,
    keep,
    list_bases,
    list_scenarios,
    side_by_side,
    try_out,
)
from app.features.settlement.service.starting import list_correctable, start, start_advance, start_correction
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
    "final_charges",
    "get_basis",
    "get_body",
    "get_inputs",
    "get_own_figures",
    "get_run",
    "get_scenario",
    "get_settlement",
    "get_snapshot",
    "keep",
    "late_of",
    "list_bases",
    "list_correctable",
    "list_late",
    "list_own_figures",
    "list_runs",
    "list_scenarios",
    "make_final",
    "move_date",
    "note_silence",
    "object_to",
    "send_back",
    "side_by_side",
    "start",
    "start_advance",
    "start_correction",
    "try_out",
    "withdraw",
]
