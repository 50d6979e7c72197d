"""What must be said with a step: a reason, an estimate, a date, a place (domain §4, board 2).

Only the details; whether the step is allowed is decided in `life`.
"""

from datetime import date

from app.features.assignments.core.life import Step, Transition
from app.features.assignments.core.views import StepDetails
from app.kernel.errors import Finding

_WHY = {
    Step.RETURN: "Schrijf wat de opdrachtgever moet aanvullen of beantwoorden.",
    Step.REJECT: "Schrijf waarom de opdracht wordt afgewezen.",
    Step.WITHDRAW: "Schrijf waarom u de opdracht intrekt.",
    Step.WAIT: "Schrijf welk antwoord van de opdrachtgever nodig is.",
    Step.REWORK: "Schrijf wat er nog niet goed is.",
}


def check_details(step: Step, row: Transition, details: StepDetails, today: date) -> list[Finding]:
    """What is missing or wrong in what is said with this step, one finding a field.

    >>> from app.features.assignments.core.life import State
    >>> row = Transition(State.ACCEPTED, ())
    >>> [f.field for f in check_details(Step.ACCEPT, row, StepDetails(), date(2026, 4, 1))]
    ['ramingMinuten', 'afgesprokenDatum']
    """
    found: list[Finding] = []
    if row.needs_reason and not (details.reason or "").strip():
        found.append(Finding("reden", _WHY.get(step, "Schrijf waarom.")))
    if step is Step.ACCEPT:
        found += _acceptance(details, today)
    return found


def _acceptance(details: StepDetails, today: date) -> list[Finding]:
    found: list[Finding] = []
    if not details.estimate_minutes or details.estimate_minutes <= 0:
        found.append(
            Finding("ramingMinuten", "Raam hoeveel uren het werk kost; zonder raming komt er geen plek.")
        )
    if details.agreed_on is None:
        found.append(Finding("afgesprokenDatum", "Noem de dag waarop het werk klaar is."))
    elif details.agreed_on < today:
        found.append(Finding("afgesprokenDatum", "Deze dag is al geweest. Kies vandaag of later."))
    return found


def relevant(step: Step, details: StepDetails) -> StepDetails:
    """Only what belongs to the step, texts trimmed; the rest is left out."""
    reason = (details.reason or "").strip() or None
    handler = (details.handler or "").strip() or None
    is_accept = step is Step.ACCEPT
    return StepDetails(
        reason=reason,
        estimate_minutes=details.estimate_minutes if is_accept else None,
        agreed_on=details.agreed_on if is_accept else None,
        place=details.place if step is Step.ORDER else None,
        handler=handler if step in {Step.PLAN, Step.START} else None,
    )
