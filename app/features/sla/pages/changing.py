"""A change that moves clocks, in three steps: the form, which of them move from when to when, saved."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.features.sla.core.move_words import told
from app.features.sla.core.moving import Move
from app.features.sla.core.words import METRIC_LABELS
from app.infra.db import UnitOfWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, texts
from app.kernel.errors import Invalid, Refused, SscError, Stale

Wanted = TypeVar("Wanted")
AT_MOST = 100
TABS = (
    ("results", "Resultaten", "termijnen"),
    ("norms", "Normen", "normen"),
    ("calendars", "Kalenders", "kalenders"),
    ("calculating", "Berekenen", "termijnen/berekenen"),
)


def tabs(code: str, here: str) -> list[dict[str, object]]:
    """The pages about terms, as tabs."""
    return [{"title": title, "url": f"/{code}/{path}", "is_here": name == here} for name, title, path in TABS]


def answer(
    work: UnitOfWork,
    request: Request,
    form: FormData,
    *,
    read: Callable[[Given], Wanted],
    preview: Callable[[UnitOfWork, Wanted], Sequence[Move]],
    save: Callable[[UnitOfWork, Wanted], object],
    draw: Callable[[Given, SscError | None], Response],
    title: str,
    done: str,
    trail: Sequence[tuple[str, str]] = (),
    here: str | None = "results",
) -> Response:
    """The form again with what is wrong, the page that says what moves, or saved and away to `done`.

    `trail` are the crumbs above the page, when it does not stand under the terms.
    """
    given = texts(form)
    if "aanpassen" in form:
        return draw(given, None)
    try:
        wanted = read(given)
        if "bewaren" in form:
            with work.session.begin_nested():
                save(work, wanted)
            return RedirectResponse(done, 303)
        moves = preview(work, wanted)
    except (Invalid, Refused, Stale) as error:
        return draw(given, error)
    return render(
        request,
        work,
        "sla/verplaatst.html",
        title=title,
        given=given,
        action=request.url.path,
        back=done.partition("?")[0],
        trail=trail,
        here=here,
        **moved(moves),
    )


def moved(moves: Sequence[Move]) -> dict[str, Any]:
    """What moves, for the page: open clocks and outcomes of the past apart, at most a hundred rows of each."""
    going = [one for one in moves if one.is_open]
    past = [one for one in moves if not one.is_open]
    return {
        "going": [_row(one) for one in going[:AT_MOST]],
        "past": [_row(one) for one in past[:AT_MOST]],
        "going_count": len(going),
        "past_count": len(past),
    }


def _row(one: Move) -> dict[str, str]:
    before, after = told(one)
    return {"label": one.label, "metric": METRIC_LABELS[one.metric], "before": before, "after": after}
