"""Forms as they are typed: the fields read one by one, what is wrong gathered, everything shown again.

A page reads a form with `Reader`; what could not be read comes back at its field with what was typed kept.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from starlette.datastructures import FormData

from app.infra.http import CSRF_FIELD
from app.kernel.errors import Finding, Invalid, SscError, Stale
from app.kernel.typed import day_wrong, read_day

Wanted = TypeVar("Wanted")
Given = Mapping[str, str]
BUTTONS = frozenset({"bewaren", "aanpassen", CSRF_FIELD})


def texts(form: FormData) -> dict[str, str]:
    """The fields of a form as they were typed, without spaces around them and without its buttons."""
    return {
        name: value.strip()
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in BUTTONS
    }


def status_of(refusal: SscError | None) -> int:
    """The status of a form that is shown again."""
    if refusal is None:
        return 200
    return 400 if isinstance(refusal, Invalid) else 412 if isinstance(refusal, Stale) else 409


def findings_of(refusal: SscError | None) -> tuple[Finding, ...]:
    """What is wrong per field."""
    return refusal.findings if isinstance(refusal, Invalid) else ()


def shown_again(given: Given, refusal: SscError | None) -> dict[str, Any]:
    """What every form needs: what was typed, what is wrong, by field."""
    findings = findings_of(refusal)
    return {
        "given": given,
        "findings": findings,
        "errors": {one.field: one.message for one in findings},
        "refusal": refusal.message if refusal and not findings else None,
        "status": status_of(refusal),
    }


class Reader:
    """Reads the fields of one form and gathers what cannot be read."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self.findings: list[Finding] = []
        self._missing: list[Finding] = []

    def text(self, field: str) -> str:
        """What was typed."""
        return self._given.get(field, "")

    def needed(self, field: str, message: str) -> str:
        """What was typed or chosen and must be something: the service says so, or the form when it is refused here."""
        typed = self.text(field)
        if not typed:
            self._missing.append(Finding(field, message))
        return typed

    def names(self, start: str) -> list[str]:
        """The fields whose name starts so."""
        return [name for name in self._given if name.startswith(start)]

    def fault(self, field: str, message: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(field, message))

    def day(self, field: str, name: str) -> date | None:
        """A day that must be there; `name` is what a sentence calls it, such as “de eerste dag”."""
        typed = self.text(field)
        found = read_day(typed)
        if found is None:
            self.fault(field, day_wrong(typed, name) if typed else f"Vul {name} in, bijvoorbeeld 31-03-2026.")
        return found

    def day_or_open(self, field: str, name: str) -> date | None:
        """A day that may be left open."""
        return self.day(field, name) if self.text(field) else None

    def chosen(self, field: str, options: Mapping[str, Wanted], message: str) -> Wanted | None:
        """One of a list."""
        found = options.get(self.text(field))
        if found is None:
            self.fault(field, message)
        return found

    def number(
        self, field: str, read: Callable[[str], Wanted | None], name: str, example: str
    ) -> Wanted | None:
        """A number that must be there, read by a reader of `kernel.typed`; `name` as with a day."""
        typed = self.text(field)
        found = read(typed)
        if found is None:
            wrong = f"“{typed}” is geen getal. Schrijf {name} als {example}."
            self.fault(field, wrong if typed else f"Vul {name} in, bijvoorbeeld {example}.")
        return found

    def invalid(self) -> Invalid:
        """Everything that could not be read and everything that is missing, as a refusal in the order of the form."""
        order = {name: place for place, name in enumerate(self._given)}
        found = [*self.findings, *self._missing]
        return Invalid(sorted(found, key=lambda one: order.get(one.field, len(order))))
