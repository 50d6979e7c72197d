"""The life of an assignment as a table: from which state a step leads where, and who may take it.

What is not in `TRANSITIONS` is refused with the list of what is allowed now and with the moment at
which what was asked becomes possible (domain §4). Rights of a person are decided in the service,
which says in which parties an actor stands; dates and permissions are no matter of this module.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.kernel.errors import NotAllowed, Refused
from app.kernel.glossary import PARTY_LABELS, STEPS


class State(StrEnum):
    """Where an assignment stands; the words on the wire are in the glossary (data §9)."""

    DRAFT = "draft"
    AWAITING_MANDATE = "awaiting_mandate"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ORDERED = "ordered"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DELIVERED = "delivered"
    APPROVED = "approved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class Step(StrEnum):
    """What can be done with an assignment. `DRAFT` is the first event of each, never asked for."""

    DRAFT = "draft"
    SUBMIT = "submit"
    MANDATE = "mandate"
    RETURN = "return"
    ACCEPT = "accept"
    ORDER = "order"
    PLAN = "plan"
    START = "start"
    WAIT = "wait"
    RESUME = "resume"
    DELIVER = "deliver"
    REWORK = "rework"
    APPROVE = "approve"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REJECT = "reject"


class Party(StrEnum):
    """In what quality somebody acts: for the lead principal, for the centre, or as who does the work."""

    OFFICE = "office"
    MANAGER = "manager"
    EMPLOYEE = "employee"


class Holder(StrEnum):
    """With whom an assignment lies now: whose turn it is to do something."""

    PRINCIPAL = "principal"
    CENTRE = "centre"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: where a step leads, who may take it, and whether it asks for a reason."""

    to: State
    parties: tuple[Party, ...]
    needs_reason: bool = False


_OFFICE = (Party.OFFICE,)
_MANAGER = (Party.MANAGER,)
_WORK = (Party.EMPLOYEE, Party.MANAGER)

WITHDRAWABLE: frozenset[State] = frozenset(
    {
        State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.ORDERED, State.PLANNED,
        State.IN_PROGRESS, State.WAITING, State.DELIVERED,
    }
)  # fmt: skip
"""Open for the principal. Approved is not: the result has been taken, only closing remains."""

SUBMITTED_OPEN: frozenset[State] = WITHDRAWABLE - {State.DRAFT}
"""Open and handed in: what the centre has to do with, and of which other offices see an outline."""

OPEN_STATES: frozenset[State] = SUBMITTED_OPEN | {State.DRAFT, State.AWAITING_MANDATE}
"""Still to be done by somebody."""

QUEUED: frozenset[State] = frozenset({State.ORDERED, State.PLANNED})
"""With a place in the queue of its area and not begun (board 1)."""

BEGUN: frozenset[State] = frozenset({State.IN_PROGRESS, State.WAITING})
"""Begun: stands above the queue and goes on to its end (board 1)."""

EDITABLE: frozenset[State] = frozenset({State.DRAFT, State.RETURNED})
"""The request itself may be written; afterwards it changes only through a change."""


def _table() -> dict[tuple[State, Step], Transition]:
    rows = {
        (State.DRAFT, Step.SUBMIT): Transition(State.SUBMITTED, _OFFICE),
        (State.SUBMITTED, Step.RETURN): Transition(State.RETURNED, _MANAGER, needs_reason=True),
        (State.SUBMITTED, Step.ACCEPT): Transition(State.ACCEPTED, _MANAGER),
        (State.RETURNED, Step.SUBMIT): Transition(State.SUBMITTED, _OFFICE),
        (State.ACCEPTED, Step.ORDER): Transition(State.ORDERED, _MANAGER),
        (State.ORDERED, Step.PLAN): Transition(State.PLANNED, _MANAGER),
        (State.PLANNED, Step.START): Transition(State.IN_PROGRESS, _WORK),
        (State.IN_PROGRESS, Step.WAIT): Transition(State.WAITING, _WORK, needs_reason=True),
        (State.IN_PROGRESS, Step.DELIVER): Transition(State.DELIVERED, _WORK),
        # Who answers may be the office itself, or who took the answer by telephone.
        (State.WAITING, Step.RESUME): Transition(State.IN_PROGRESS, (Party.OFFICE, *_WORK)),
        (State.WAITING, Step.DELIVER): Transition(State.DELIVERED, _WORK),
        (State.DELIVERED, Step.REWORK): Transition(State.IN_PROGRESS, _OFFICE, needs_reason=True),
        (State.DELIVERED, Step.APPROVE): Transition(State.APPROVED, _OFFICE),
        (State.APPROVED, Step.CLOSE): Transition(State.CLOSED, _MANAGER),
    }
    for state in State:
        if state in WITHDRAWABLE:
            rows[state, Step.WITHDRAW] = Transition(State.WITHDRAWN, _OFFICE, needs_reason=True)
        if state in SUBMITTED_OPEN:
            rows[state, Step.REJECT] = Transition(State.REJECTED, _MANAGER, needs_reason=True)
    return rows


TRANSITIONS: MappingProxyType[tuple[State, Step], Transition] = MappingProxyType(_table())
"""(from, step) → where to. The mandate has its state and its word, and its rows come with the mandate."""

PAIRS: tuple[tuple[Step, State | None, State], ...] = (
    (Step.DRAFT, None, State.DRAFT),
    *((step, state, row.to) for (state, step), row in TRANSITIONS.items()),
)
"""Every (step, from, to) that an event can have; the database checks the same."""

HOLDERS: MappingProxyType[State, Holder] = MappingProxyType(
    dict.fromkeys(State, Holder.CENTRE)
    | dict.fromkeys(
        (State.DRAFT, State.AWAITING_MANDATE, State.RETURNED, State.WAITING, State.DELIVERED),
        Holder.PRINCIPAL,
    )
    | dict.fromkeys((State.CLOSED, State.WITHDRAWN, State.REJECTED), Holder.NOBODY)
)
"""Who has it in a state."""

_SITUATIONS: dict[State, str] = {
    State.DRAFT: "de opdracht is nog een concept",
    State.AWAITING_MANDATE: "de opdracht wacht op de mandaathouder",
    State.SUBMITTED: "de opdracht is al ingediend en ligt bij het centrum",
    State.RETURNED: "de opdracht is teruggestuurd en ligt bij de opdrachtgever",
    State.ACCEPTED: "de opdracht is geaccepteerd en heeft nog geen plek in de wachtrij",
    State.ORDERED: "de opdracht staat in de wachtrij en is nog niet gepland",
    State.PLANNED: "de opdracht is gepland en nog niet begonnen",
    State.IN_PROGRESS: "de opdracht is in uitvoering",
    State.WAITING: "de opdracht wacht op antwoord van de opdrachtgever",
    State.DELIVERED: "de opdracht is opgeleverd en ligt bij de opdrachtgever",
    State.APPROVED: "de opdrachtgever heeft het resultaat goedgekeurd",
    State.CLOSED: "de opdracht is gesloten",
    State.WITHDRAWN: "de opdracht is ingetrokken",
    State.REJECTED: "de opdracht is afgewezen",
}

CONDITIONS: MappingProxyType[Step, str] = MappingProxyType(
    {
        Step.SUBMIT: "de opdracht een concept is of is teruggestuurd",
        Step.MANDATE: "een opdracht boven het mandaat van het bestuursbureau op de mandaathouder wacht",
        Step.RETURN: "de opdracht is ingediend",
        Step.ACCEPT: "de opdracht is ingediend",
        Step.ORDER: "de opdracht is geaccepteerd",
        Step.PLAN: "de opdracht een plek in de wachtrij heeft",
        Step.START: "de opdracht is gepland",
        Step.WAIT: "de opdracht in uitvoering is",
        Step.RESUME: "de opdracht op de opdrachtgever wacht",
        Step.DELIVER: "de opdracht in uitvoering is",
        Step.REWORK: "het resultaat is opgeleverd",
        Step.APPROVE: "het resultaat is opgeleverd",
        Step.CLOSE: "de opdrachtgever het resultaat heeft goedgekeurd",
        Step.WITHDRAW: "er een concept is",
        Step.REJECT: "de opdracht is ingediend",
    }
)
"""When a step becomes possible, to be read after “zodra” or “nadat”."""

_MAIN_ROAD = (
    Step.SUBMIT, Step.ACCEPT, Step.ORDER, Step.PLAN, Step.START, Step.DELIVER, Step.APPROVE, Step.CLOSE,
)  # fmt: skip


def possible_steps(state: State) -> tuple[Step, ...]:
    """Every step that somebody can take from this state, in the order of `Step`."""
    return tuple(step for step in Step if (state, step) in TRANSITIONS)


def allowed_steps(state: State, parties: Collection[Party]) -> tuple[Step, ...]:
    """The steps that who stands in these parties can take now.

    >>> allowed_steps(State.SUBMITTED, {Party.OFFICE})
    (<Step.WITHDRAW: 'withdraw'>,)
    """
    return tuple(
        step for step in possible_steps(state) if set(TRANSITIONS[state, step].parties) & set(parties)
    )


def later_steps(state: State, parties: Collection[Party]) -> tuple[Step, ...]:
    """The steps of the main road that these parties can take later but not now."""
    ahead = _reachable(state)
    now = allowed_steps(state, parties)
    return tuple(
        step
        for step in _MAIN_ROAD
        if step not in now and any(step in allowed_steps(other, parties) for other in ahead - {state})
    )


def take(state: State, step: Step, parties: Collection[Party]) -> Transition:
    """The transition of a step; `Refused` when the state does not know it, `NotAllowed` when it is another's.

    >>> take(State.DRAFT, Step.SUBMIT, {Party.OFFICE}).to
    <State.SUBMITTED: 'submitted'>
    >>> take(State.SUBMITTED, Step.SUBMIT, {Party.OFFICE})
    Traceback (most recent call last):
    ...
    app.kernel.errors.Refused: Dit kan nu niet: de opdracht is al ingediend en ligt bij het centrum. \
Indienen kan zodra de opdracht een concept is of is teruggestuurd. Nu kan wel: intrekken.
    """
    allowed = words(allowed_steps(state, parties))
    row = TRANSITIONS.get((state, step))
    if row is None:
        raise Refused(_refusal(state, step, allowed), allowed, kind="stap-niet-mogelijk")
    if not set(row.parties) & set(parties):
        whose = " of ".join(PARTY_LABELS[party] for party in row.parties)
        raise NotAllowed(f"{STEPS[step].capitalize()} is aan {whose}. {_instead(allowed)}")
    return row


def words(steps: Collection[Step]) -> list[str]:
    """The steps as words of the wire."""
    return [STEPS[step] for step in steps]


def _refusal(state: State, step: Step, allowed: list[str]) -> str:
    verb = STEPS[step].capitalize()
    if any((other, step) in TRANSITIONS for other in _reachable(state)):
        when = f"{verb} kan zodra {CONDITIONS[step]}."
    elif step in CONDITIONS and step is not Step.MANDATE:
        when = f"{verb} kan bij deze opdracht niet meer."
    else:
        when = f"{verb} hoort nu niet bij deze opdracht."
    return f"Dit kan nu niet: {_SITUATIONS[state]}. {when} {_instead(allowed)}"


def _instead(allowed: list[str]) -> str:
    return f"Nu kan wel: {', '.join(allowed)}." if allowed else "U kunt nu geen andere stap zetten."


def _reachable(state: State) -> frozenset[State]:
    """The state itself and every state that can follow."""
    found: set[State] = set()
    fresh = {state}
    while fresh:
        found |= fresh
        fresh = {row.to for (origin, _), row in TRANSITIONS.items() if origin in fresh} - found
    return frozenset(found)
