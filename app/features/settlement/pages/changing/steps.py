"""The three steps of every change: a form, what it says and touches, saved.

The second page carries what was typed in hidden fields, so nothing is kept before it is saved.
"""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.features.settlement.core.touching import Preview
from app.infra.db import UnitOfWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, findings_of, shown_again, status_of, texts
from app.kernel.errors import Invalid, Refused, SscError, Stale

__all__ = ["Given", "Reader", "answer", "findings_of", "shown_again", "status_of", "texts"]

Wanted = TypeVar("Wanted")
HOMES = {
    "partners": ("Deelnemers en afspraken", "deelnemers"),
    "costs": ("Kosten en begroting", "kosten"),
    "settlements": ("Afrekeningen", "afrekeningen"),
    "path": ("Meerjarenpad", "meerjarenpad"),
}
"""Link of the sidebar → its title and path."""
Draw = Callable[[Given, SscError | None], Response]


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
    here: str = "partners",
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
        home=HOMES[here],
        here=here,
    )
