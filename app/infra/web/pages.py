"""The pages that belong to no room: the first page, help, keys, accessibility, the API in words.

They need no log-in; with a collaboration in the path they are the same pages in its frame. Nothing
here reads what a tenant owns. `start` sends who has logged in to the first link of its role and is
included after every room, because its path fits any single word.
"""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.infra.http import House, OpenWork, PageRoute, PageWork, house
from app.infra.web import apidoc, navigation
from app.infra.web.drawing import render
from app.kernel.errors import NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)
start = APIRouter(route_class=PageRoute, include_in_schema=False)

PAGES = ("hulp", "toetsen", "toegankelijkheid")
"""Pages that exist with and without a frame; the name is also that of their template."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One log-in of the demo, as the play wrote it to `var/demo.json`."""

    role: str
    name: str
    login: str
    password: str


@router.get("/")
def first_page(work: OpenWork, request: Request) -> HTMLResponse:
    """What this is and for whom; in the demo also who can log in."""
    return render(request, work, "web/first.html", logins=demo_logins(house(request)))


@router.get("/documentatie")
def documentation(work: OpenWork, request: Request) -> HTMLResponse:
    """The API in words, from its own description."""
    schema: dict[str, Any] = request.app.state.api.openapi()
    return render(request, work, "web/api.html", groups=apidoc.groups(schema), info=schema["info"])


def _shared(name: str) -> None:
    def outside(work: OpenWork, request: Request) -> HTMLResponse:
        return render(request, work, f"web/{name}.html", keys=navigation.LINKS.values())

    def inside(work: PageWork, request: Request) -> HTMLResponse:
        return render(request, work, f"web/{name}.html", keys=navigation.LINKS.values())

    router.get(f"/{name}", name=name)(outside)
    router.get(f"/{{code}}/{name}", name=f"{name}-binnen")(inside)


for _name in PAGES:
    _shared(_name)


@start.get("/{code}")
def landing(work: PageWork) -> Response:
    """To the first link of the role."""
    found = navigation.first_url(work.actor)
    if found is None:
        raise NotFound
    return RedirectResponse(found, 303)


def demo_logins(home: House) -> list[DemoLogin]:
    """The log-ins of the demo; none elsewhere, and none while the play has not written them."""
    path = home.settings.var_dir / "demo.json"
    if not home.is_demo or not path.is_file():
        return []
    found = json.loads(path.read_text(encoding="utf-8")).get("inloggen", [])
    return [DemoLogin(one["rol"], one["naam"], one["gebruikersnaam"], one["wachtwoord"]) for one in found]
