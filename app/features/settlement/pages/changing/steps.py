"""The three steps of every change: a form, what it says and touches, saved.

The second page carries what was typed in hidden fields, so nothing is kept before it is saved.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.features.settlement.core.touching import Preview
from app.infra.db import UnitOfWork
from app.infra.http import CSRF_FIELD
from app.infra.web import render
from app.kernel.errors import Finding, Invalid, Refused, SscError, Stale
from app.kernel.typed import read_day

Wanted = TypeVar("Wanted")
Given = Mapping[str, str]
BUTTONS = frozenset({"bewaren", "aanpassen", CSRF_FIELD})
Draw = Callable[[Given, SscError | None], Response]


def texts(form: FormData) -> dict[str, str]:
    """The fields of a form as they were typed, without spaces around them and without its buttons."""
    return {
        name: value.strip()
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in BUTTONS
    }


def answer(
    work: UnitOfWork,
    request: Request,
    form: FormData,
    *,
    read: Callable[[Given], Wanted],
    preview: Callable[[UnitOfWork, Wanted], Preview],
    save: Callable[[UnitOfWork, Wanted], object],
    draw: Draw,
    done: str,
    button: str = "Bewaren",
) -> Response:
    """The form again with what is wrong, the page that says what it touches, or saved and away to `done`."""
    given = texts(form)
    if "aanpassen" in form:
        return draw(given, None)
    try:
        wanted = read(given)
        if "bewaren" in form:
            with work.session.begin_nested():
                save(work, wanted)
            return RedirectResponse(done, 303)
        shown = preview(work, wanted)
    except (Invalid, Refused, Stale) as error:
        return draw(given, error)
    return render(
        request,
        work,
        "settlement/bevestigen.html",
        shown=shown,
        given=given,
        action=request.url.path,
        button=button,
        back=done.partition("?")[0],
        here="partners",
    )


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

    def text(self, field: str) -> str:
        """What was typed."""
        return self._given.get(field, "")

    def fault(self, field: str, message: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(field, message))

    def day(self, field: str) -> date | None:
        """A day that must be there."""
        found = read_day(self.text(field))
        if found is None:
            self.fault(field, "Schrijf de datum als 31-03-2026.")
        return found

    def day_or_open(self, field: str) -> date | None:
        """A day that may be left open."""
        return self.day(field) if self.text(field) else None

    def chosen(self, field: str, options: Mapping[str, Wanted], message: str) -> Wanted | None:
        """One of a list."""
        found = options.get(self.text(field))
        if found is None:
            self.fault(field, message)
        return found

    def number(self, field: str, read: Callable[[str], Wanted | None], example: str) -> Wanted | None:
        """A number that must be there, read by a reader of `kernel.typed`."""
        typed = self.text(field)
        found = read(typed)
        if found is None:
            wrong = f"“{typed}” is geen getal." if typed else "Dit veld is leeg."
            self.fault(field, f"{wrong} Schrijf bijvoorbeeld {example}.")
        return found

    def invalid(self) -> Invalid:
        """Everything that could not be read, as a refusal."""
        return Invalid(self.findings)
