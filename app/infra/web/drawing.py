"""Draws a page: the template with its context, in the frame that belongs to who looks.

Gives HTML; it sets no cookie and decides no right. A page before log-in is drawn with a unit of
work of nobody, or with none at all (a fault may have taken it away).
"""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.infra.http import CSRF_FIELD, csrf_token, house
from app.infra.tenancy import CollaborationName, find_collaboration
from app.infra.web import navigation
from app.infra.web.environment import environment
from app.kernel.glossary import ROLES


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the contents of a page for who has logged in."""

    collaboration: CollaborationName
    groups: list[navigation.Group]
    name: str
    role: str


def render(
    request: Request, work: UnitOfWork | None, template: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """The page as an answer. `here="week"` in the context names the link to mark, where needed."""
    page = environment().get_template(template)
    return HTMLResponse(page.render(_context(request, work, context)), status)


def render_block(
    request: Request, work: UnitOfWork | None, template: str, block: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """One block of a page, for htmx to put in its place."""
    page = environment().get_template(template)
    made = page.new_context(_context(request, work, context))
    return HTMLResponse("".join(page.blocks[block](made)), status)


def is_part(request: Request) -> bool:
    """Whether htmx asks for a part of a page (a whole page is meant when it goes back in history)."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def _context(request: Request, work: UnitOfWork | None, given: dict[str, Any]) -> dict[str, Any]:
    token = csrf_token(request)
    home = house(request)
    now = work.now if work is not None else home.database.clock.now()
    frame = _frame(request, work, given.get("here"))
    return {
        "request": request,
        "layout": "base.html" if frame else "bare.html",
        "now": now,
        "today": local_day(now),
        "is_demo": home.is_demo,
        "has_mailbox": home.settings.smtp_host is None,
        "csrf": token,
        "csrf_field": Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token),
        "actor": work.actor if work is not None else None,
        "frame": frame,
        "code": frame.collaboration.code if frame else "",
        **given,
    }


def _frame(request: Request, work: UnitOfWork | None, here: str | None) -> Frame | None:
    if work is None or not work.actor.collaboration_code:
        return None
    actor = work.actor
    found = find_collaboration(work.session, actor.collaboration_code)
    if found is None:
        return None
    roles = list(dict.fromkeys(ROLES[grant.role] for grant in actor.grants))
    office = navigation.organisation_name(work)
    role = ", ".join(roles) + (f" {office}" if office else "")
    return Frame(found, navigation.navigation(work, request.url.path, here), actor.name, role)
