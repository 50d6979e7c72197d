"""Set a first password by the link of an invitation; change one's own."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.access.pages.forms import by_field, give_cookie, require_own_site, word
from app.features.access.service import log_in as service
from app.infra.http import COOKIE, OpenWork, PageForm, PageRoute, PageWork, house
from app.infra.web import render
from app.kernel.errors import Finding, Invalid, NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/uitnodiging/{link}")
def invitation(work: OpenWork, request: Request, link: str) -> Response:
    """The form in which an invited person sets a password."""
    return _invitation(request, work, link, ())


@router.post("/uitnodiging/{link}")
def accept_invitation(work: OpenWork, request: Request, link: str, form: PageForm) -> Response:
    """The password is set and the person logged in."""
    require_own_site(request)
    address = request.client.host if request.client else None
    try:
        opened = service.set_password(
            work, link, word(form, "nieuw"), word(form, "nogmaals"), house(request).settings.secret(), address
        )
    except Invalid as error:
        return _invitation(request, work, link, error.findings)
    response = RedirectResponse("/samenwerkingen", 303)
    give_cookie(request, response, opened.cookie)
    return response


@router.get("/{code}/wachtwoord")
def password_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """The form in which one changes one's own password."""
    context: dict[str, Any] = {"errors": {}, "findings": (), "is_done": gedaan == "ja"}
    return render(request, work, "access/wachtwoord.html", **context)


@router.post("/{code}/wachtwoord")
def change_password(work: PageWork, request: Request, form: PageForm) -> Response:
    """The password is another from now on; other sessions end."""
    cookie = request.cookies.get(COOKIE, "")
    try:
        service.change_password(
            work, cookie, word(form, "huidig"), word(form, "nieuw"), word(form, "nogmaals")
        )
    except Invalid as error:
        context: dict[str, Any] = {
            "errors": by_field(error.findings),
            "findings": error.findings,
            "is_done": False,
        }
        return render(request, work, "access/wachtwoord.html", status=400, **context)
    return RedirectResponse(f"/{work.actor.collaboration_code}/wachtwoord?gedaan=ja", 303)


def _invitation(request: Request, work: OpenWork, link: str, findings: tuple[Finding, ...]) -> Response:
    try:
        known = service.get_invited(work, link, house(request).settings.secret())
    except NotFound:
        return render(request, work, "access/uitnodiging.html", status=404, known=None)
    context: dict[str, Any] = {"known": known, "errors": by_field(findings), "findings": findings}
    return render(request, work, "access/uitnodiging.html", status=400 if findings else 200, **context)
