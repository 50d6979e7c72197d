"""The five families of refusals, for every room.

A rule or service raises one of these; `infra.problem` is the only place that turns them into
an answer (problem+json for the API, a page for the screen). Messages are Dutch and say what,
where, why and what to do. Nothing here knows about HTTP.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or missing: the field on the wire and a Dutch sentence about it."""

    field: str
    message: str


class SscError(Exception):
    """A refusal that a user can understand. `message` is Dutch and complete."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(SscError):
    """It does not exist, or this actor may not know that it does; the two look the same."""

    def __init__(self, what: str = "Dit") -> None:
        super().__init__(f"{what} bestaat niet, of u mag het niet zien.")


class NotAllowed(SscError):
    """The actor may see this, but not do this."""

    def __init__(self, message: str = "Uw rol mag dit niet doen. Vraag het aan de SSC-manager.") -> None:
        super().__init__(message)


class Refused(SscError):
    """It cannot be done now; `allowed` lists in words of the wire what can be done now."""

    def __init__(self, message: str, allowed: Sequence[str] = (), kind: str = "nu-niet-mogelijk") -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)
        self.kind = kind


class Invalid(SscError):
    """What was handed in is wrong or incomplete; every finding at once, one per field."""

    def __init__(self, findings: Sequence[Finding], message: str | None = None) -> None:
        self.findings = tuple(findings)
        super().__init__(message or " ".join(finding.message for finding in self.findings))


class Stale(SscError):
    """Somebody else changed it since it was read; `current_version` is what it is now."""

    def __init__(self, message: str, current_version: int | None = None) -> None:
        super().__init__(message)
        self.current_version = current_version
