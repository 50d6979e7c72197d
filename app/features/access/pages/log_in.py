"""Log in, choose a collaboration, log out."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.access.core.rules import safe_way_back
from app.features.access.core.values import Choice
from app.features.access.pages.forms import give_cookie, require_own_site, take_cookie, word
from app.features.access.service import log_in as service
from app.infra.http import COOKIE, OpenWork, PageForm, PageRoute, house
from app.infra.web import render
from app.infra.web.pages import demo_logins

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/inloggen")
def log_in_page(work: OpenWork, request: Request, terug: str = "") -> Response:
    """The form; in the demo also who can log in."""
    return _form(request, work, email="", back=safe_way_back(terug) or "")


@router.post("/inloggen")
def log_in(work: OpenWork, request: Request, form: PageForm) -> Response:
    """A new session and on to where one wanted to go, or the form again with the reason."""
    require_own_site(request)
    email, back = word(form, "email"), safe_way_back(word(form, "terug")) or ""
    outcome = service.log_in(
        work, email, word(form, "wachtwoord"), request.client.host if request.client else None
    )
    if isinstance(outcome, service.LogInRefused):
        status = 400 if outcome.free_at is None else 429
        return _form(request, work, email=email, back=back, refusal=outcome.message, status=status)
    choices = service.list_choices(work, outcome.account_id, outcome.name)
    response = RedirectResponse(_onward(choices, back), 303)
    give_cookie(request, response, outcome.cookie)
    return response


@router.get("/samenwerkingen")
def choose(work: OpenWork, request: Request) -> Response:
    """In which collaboration to work, for who has a role in several."""
    known = service.account_of_cookie(work, request.cookies.get(COOKIE))
    choices = service.list_choices(work, known.account_id, known.name)
    if len(choices) == 1:
        return RedirectResponse(f"/{choices[0].code}", 303)
    return render(request, work, "access/kiezen.html", name=known.name, choices=choices)


@router.post("/uitloggen")
@router.post("/{code}/uitloggen")
def log_out(work: OpenWork, request: Request) -> Response:
    """End the session, here and in the database."""
    service.log_out(work, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/inloggen", 303)
    take_cookie(request, response)
    return response


def _form(
    request: Request, work: OpenWork, *, email: str, back: str, refusal: str | None = None, status: int = 200
) -> Response:
    logins = demo_logins(house(request))
    context: dict[str, Any] = {"email": email, "back": back, "refusal": refusal, "logins": logins}
    return render(request, work, "access/inloggen.html", status=status, **context)


def _onward(choices: list[Choice], back: str) -> str:
    """Back to the page one came from, when it is in a collaboration of one's own."""
    if back.split("?")[0].strip("/").split("/")[0] in {choice.code for choice in choices}:
        return back
    return f"/{choices[0].code}" if len(choices) == 1 else "/samenwerkingen"
