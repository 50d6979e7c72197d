"""What the forms of this room need: fields read and refused kindly, the cookie, where a form came from."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.features.access.core.rules import SESSION_LASTS
from app.infra.http import COOKIE, house
from app.kernel.errors import Finding, NotAllowed

_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})|(\d{4})-(\d{2})-(\d{2})")


def word(form: FormData, name: str) -> str:
    """A field as text; empty when it is not there."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def identity(text: str) -> UUID | None:
    """An id from a list of choices; None when empty or not of ours."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """A day typed as 22-10-2026 (or 2026-10-22); None when it is not one."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    parts = (found[3], found[2], found[1]) if found[3] else (found[4], found[5], found[6])
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def by_field(findings: Sequence[Finding]) -> dict[str, str]:
    """Field → what is wrong with it, for under the field."""
    return {finding.field: finding.message for finding in findings}


def require_own_site(request: Request) -> None:
    """Refuse a form that another site sent: before log-in there is no session to bind a token to."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = {request.headers.get("host", ""), urlsplit(house(request).settings.base_url).netloc}
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc not in own):
        raise NotAllowed("Dit formulier kwam niet van deze site. Open de pagina zelf en probeer het opnieuw.")


def give_cookie(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep the session: for pages of this site only, out of reach of scripts."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def take_cookie(request: Request, response: Response) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(COOKIE, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _is_secure(request: Request) -> bool:
    """Everywhere but on one's own machine, where there is no TLS."""
    return not house(request).settings.base_url.startswith("http://127.0.0.1")
