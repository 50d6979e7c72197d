"""Deadlines in somebody's own calendar: the page that makes and ends the secret address, and the address itself.

The address needs no log-in; it is shown once. A program that asks too often is told when to come back.
"""

from time import monotonic
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from app.features.access.core.values import FeedKind
from app.features.access.service import feeds
from app.features.assignments.service.deadlines import deadline_calendar
from app.infra.db import UnitOfWork
from app.infra.http import OpenWork, PageForm, PageRoute, PageWork, caller
from app.infra.pace import Pace
from app.infra.web import render
from app.kernel.errors import NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)

TITLES: Final = {
    FeedKind.ORGANISATION: ("Van uw organisatie", "Alle lopende termijnen van opdrachten waarin u deelt."),
    FeedKind.OWN: ("Wat u doet", "Termijnen van opdrachten waarbij u als uitvoerende staat."),
    FeedKind.ALL: ("Alles wat u mag zien", "Alle lopende termijnen van opdrachten die u volledig mag lezen."),
}
PACE: Final = Pace(most=30, within=300)
"""How often one address may be read; calendars ask once an hour or so, on each device."""


@router.get("/{code}/agenda")
def agenda_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """Which calendars there are, and whether they have an address."""
    done = (
        "Het adres is ingetrokken. Agenda’s die het lezen, krijgen niets meer."
        if gedaan == "ingetrokken"
        else None
    )
    return _page(work, request, done=done)


@router.post("/{code}/agenda")
def make(work: PageWork, request: Request, form: PageForm) -> Response:
    """A new address; it stands in this answer and nowhere else."""
    secret = feeds.make_feed(work, _kind(form.get("soort")))
    return _page(work, request, address=f"{request.base_url}agenda/{secret}.ics")


@router.post("/{code}/agenda/intrekken")
def revoke(work: PageWork, code: str, form: PageForm) -> Response:
    """The address is void from now on."""
    feeds.revoke_feed(work, _kind(form.get("soort")))
    return RedirectResponse(f"/{code}/agenda?gedaan=ingetrokken", 303)


@router.get("/agenda/{secret}.ics")
def calendar(work: OpenWork, request: Request, secret: str) -> Response:
    """The calendar itself, for whoever has the address."""
    seconds = PACE.wait(secret, monotonic())
    if seconds:
        return PlainTextResponse("Te vaak gevraagd.", 429, {"retry-after": str(seconds)})
    kind = feeds.enter_by_feed(work, secret, caller(request))
    text = deadline_calendar(work, kind, str(request.base_url))
    headers = {"content-disposition": 'inline; filename="termijnen.ics"', "x-robots-tag": "noindex"}
    return Response(text, headers=headers, media_type="text/calendar; charset=utf-8")


def _kind(given: object) -> FeedKind:
    if given not in set(FeedKind):
        raise NotFound("Deze agenda")
    return FeedKind(str(given))


def _page(
    work: UnitOfWork, request: Request, *, address: str | None = None, done: str | None = None
) -> Response:
    shown = [(feed, *TITLES[feed.kind]) for feed in feeds.list_feeds(work)]
    return render(request, work, "assignments/agenda.html", feeds=shown, address=address, done=done)
