"""`settle(inputs) -> Settlement`: the costs of a period divided to the cent, each line with its derivation.

No database, no clock, no chance: the same inputs in whatever order give the same bytes. Either everything is
settled and every line has been worked out again from its leaves, or `Unsettled` says everything that stands
in the way. Inputs say themselves whether they are a period, an advance for a part of a year, or a correction
of closed periods.
"""

from app.features.settlement.core.advances import attempt_advance
from app.features.settlement.core.corrections import attempt_correction
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.one_period import Attempt, attempt_period
from app.features.settlement.core.result import Settlement

__all__ = ["Attempt", "attempt_to_settle", "settle"]


def settle(inputs: Inputs) -> Settlement:
    """The settlement of the inputs; `Unsettled` with every reason when any amount cannot be settled."""
    attempt = attempt_to_settle(inputs)
    if attempt.errors:
        raise Unsettled(attempt.errors)
    return attempt.settlement


def attempt_to_settle(inputs: Inputs) -> Attempt:
    """What can be settled of the inputs: a draft shows what is missing beside what is known.

    Raises `Unsettled` when nothing can be settled: facts that contradict each other, overhead that cannot
    be placed.
    """
    if inputs.corrected:
        return attempt_correction(inputs)
    if inputs.advance is not None:
        return attempt_advance(inputs)
    return attempt_period(inputs)
