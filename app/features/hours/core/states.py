"""The states of a week sheet and of its parts, and the steps between them (domain §7).

The employee hands in the week as a whole; the manager of an area approves or returns the part of that
area. A week without hours can be handed in too: "nothing booked" differs from "forgotten". What is
approved stays so; afterwards only a correction in the closed month is possible.
"""

from collections.abc import Collection
from enum import StrEnum

from app.kernel.errors import Refused
from app.kernel.glossary import HOUR_STEPS


class SheetState(StrEnum):
    """Where a week stands; the words on the wire are in the glossary."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class PartState(StrEnum):
    """Where the hours of one area in a week stand."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class SheetStep(StrEnum):
    """What an employee does with a week."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"


class PartStep(StrEnum):
    """What a manager does with the part of an area."""

    APPROVE = "approve"
    RETURN = "return"


_SITUATIONS = {
    SheetState.OPEN: "de week is nog niet ingediend",
    SheetState.SUBMITTED: "de week is ingediend en ligt bij de SSC-manager",
    SheetState.APPROVED: "de week is goedgekeurd",
    SheetState.RETURNED: "de week is teruggegeven aan de medewerker",
}
_PART_SITUATIONS = {
    PartState.OPEN: "deze uren zijn nog niet ingediend",
    PartState.SUBMITTED: "deze uren zijn ingediend en wachten op goedkeuring",
    PartState.APPROVED: "deze uren zijn al goedgekeurd en liggen vast",
    PartState.RETURNED: "deze uren zijn teruggegeven en liggen bij de medewerker",
}


def sheet_steps(state: SheetState, parts: Collection[PartState]) -> tuple[SheetStep, ...]:
    """What the employee can do with a week now.

    >>> sheet_steps(SheetState.SUBMITTED, [PartState.APPROVED, PartState.SUBMITTED])
    (<SheetStep.WITHDRAW: 'withdraw'>,)
    """
    if state in {SheetState.OPEN, SheetState.RETURNED}:
        return (SheetStep.SUBMIT,)
    if state is SheetState.SUBMITTED and (not parts or PartState.SUBMITTED in parts):
        return (SheetStep.WITHDRAW,)
    return ()


def part_steps(state: PartState) -> tuple[PartStep, ...]:
    """What the manager of the area can do with its part now."""
    return (PartStep.APPROVE, PartStep.RETURN) if state is PartState.SUBMITTED else ()


def require_sheet_step(step: SheetStep, state: SheetState, parts: Collection[PartState]) -> None:
    """Refuse what cannot be done with the week now, with what can.

    >>> require_sheet_step(SheetStep.SUBMIT, SheetState.SUBMITTED, [PartState.SUBMITTED])
    Traceback (most recent call last):
    ...
    app.kernel.errors.Refused: Dit kan nu niet: de week is ingediend en ligt bij de SSC-manager. \
Nu kan wel: terughalen.
    """
    allowed = sheet_steps(state, parts)
    if step not in allowed:
        raise _refusal(_SITUATIONS[state], [HOUR_STEPS[other] for other in allowed])


def require_part_step(step: PartStep, state: PartState) -> None:
    """Refuse what cannot be done with the part of an area now, with what can."""
    allowed = part_steps(state)
    if step not in allowed:
        raise _refusal(_PART_SITUATIONS[state], [HOUR_STEPS[other] for other in allowed])


def state_of(is_handed_in: bool, parts: Collection[PartState]) -> SheetState:
    """The state of a week from those of its parts; an open part (its hours were taken away) counts for nothing.

    >>> state_of(True, [PartState.APPROVED, PartState.RETURNED])
    <SheetState.RETURNED: 'returned'>
    >>> state_of(True, [])
    <SheetState.SUBMITTED: 'submitted'>
    """
    if PartState.RETURNED in parts:
        return SheetState.RETURNED
    if not is_handed_in:
        return SheetState.OPEN
    if set(parts) - {PartState.OPEN} == {PartState.APPROVED}:
        return SheetState.APPROVED
    return SheetState.SUBMITTED


def is_writable(sheet: SheetState, part: PartState) -> bool:
    """Whether the employee may write hours of this area: week and part are with the employee."""
    with_employee = sheet in {SheetState.OPEN, SheetState.RETURNED}
    return with_employee and part in {PartState.OPEN, PartState.RETURNED}


def _refusal(situation: str, allowed: list[str]) -> Refused:
    instead = f" Nu kan wel: {', '.join(allowed)}." if allowed else ""
    return Refused(f"Dit kan nu niet: {situation}.{instead}", allowed, kind="stap-niet-mogelijk")
