"""The local mailbox: what the house would have sent by e-mail, where it has no mail server."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.infra import mail
from app.infra.http import PageRoute, PageWork, house
from app.infra.web import render
from app.kernel.errors import NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)
AT_MOST = 100


@router.get("/{code}/postbus")
def mailbox_page(work: PageWork, request: Request) -> Response:
    """One's own messages, the newest first; not there when e-mail really goes out."""
    if house(request).settings.smtp_host is not None:
        raise NotFound("Deze bladzijde")
    return render(request, work, "access/postbus.html", messages=mail.list_received(work, AT_MOST))
