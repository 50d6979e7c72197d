"""Refusals as pages: the same table from error to answer as the API, said to a person (screens.md §4).

What is wrong, why, and what can be done; 404 and no right look the same. Who has logged in keeps the
sidebar; who has not is sent to the log-in and comes back to the same place.
"""

from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.infra import problem
from app.infra.http import NotLoggedIn, house
from app.infra.web.drawing import render
from app.kernel.errors import Invalid, NotFound, SscError

LOGIN: Final = "/inloggen"
_NOT_FOUND: Final = "Deze bladzijde bestaat niet, of u mag haar niet zien."


def install(site: FastAPI) -> None:
    """Let every error of a page be a page."""

    @site.exception_handler(NotLoggedIn)
    def stranger(request: Request, _: NotLoggedIn) -> Response:
        return to_login(request)

    @site.exception_handler(SscError)
    def refused(request: Request, error: SscError) -> Response:
        return page(request, _shown(error))

    @site.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        in_path = any(item["loc"][0] == "path" for item in error.errors())
        known = NotFound() if in_path else Invalid(problem.findings_of(error))
        return page(request, _shown(known))

    @site.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return page(request, problem.describe_http(error.status_code), error.status_code)

    @site.exception_handler(DBAPIError)
    def database(request: Request, error: DBAPIError) -> Response:
        known = problem.refusal_of(error)
        if known is None:
            raise error
        return page(request, _shown(known))


def fault_page(scope: Scope) -> str:
    """The page of a fault; needs no database, for that may be what broke."""
    words = _said(problem.describe_http(500), 500)
    return bytes(render(Request(scope), None, "web/error.html", status=500, problem=words).body).decode()


def to_login(request: Request) -> Response:
    """To the log-in, with the place to come back to when that place can be read again."""
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = f"?terug={quote(back, safe='/')}" if request.method == "GET" and back != "/" else ""
    return RedirectResponse(f"{LOGIN}{wanted}", 303)


def page(request: Request, shown: dict[str, Any], status: int | None = None) -> Response:
    """The page of a refusal, in the frame of who is known."""
    number = status or shown["status"]
    known = getattr(request.state, "work", None)
    words = _said(shown, number)
    if known is None:
        return render(request, None, "web/error.html", status=number, problem=words)
    with house(request).database.unit_of_work(known.actor, read_only=True) as work:
        return render(request, work, "web/error.html", status=number, problem=words)


def _said(shown: dict[str, Any], status: int) -> dict[str, Any]:
    """What the page says of a problem. A fault needs no database to be said."""
    return {
        "heading": shown["title"],
        "detail": shown["detail"],
        "findings": shown.get("bevindingen", []),
        "allowed": [str(step).replace("-", " ") for step in shown.get("mogelijkeStappen", [])],
        "status": status,
    }


def _shown(error: SscError) -> dict[str, Any]:
    shown = problem.describe(error)
    return {**shown, "detail": _NOT_FOUND} if isinstance(error, NotFound) else shown
