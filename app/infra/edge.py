"""The outermost layer: a name for each request, security headers on every answer, no bare 500.

One middleware, pure ASGI. It knows the API only by its path, to answer in the right form.
"""

import json
import secrets
from collections.abc import Callable

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.infra.problem import MEDIA_TYPE, describe_http

API_PREFIX = "/api/v1"
API_VERSION = "1.0.0"
_CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_log = structlog.get_logger("ssc.edge")


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, fault_page: Callable[[Scope], str]) -> None:
        self._app = app
        self._fault_page = fault_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; anything that nobody caught becomes a 500 in the right form."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["request_id"] = secrets.token_hex(8)
        is_api = scope["path"].startswith(API_PREFIX)
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", ()), *self._headers(scope, is_api)]
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except ClientDisconnect:
            return  # who asked went away: nobody is left to answer, and nothing is wrong with us
        except Exception:  # the last net: logged for the operator, answered without a word on what broke
            _log.exception("request failed", request_id=scope["request_id"], route=_route(scope))
            if not started:
                await self._broken(dressed, scope, is_api)

    def _headers(self, scope: Scope, is_api: bool) -> list[tuple[bytes, bytes]]:
        headers = [*_HEADERS, (b"x-request-id", scope["request_id"].encode())]
        if is_api:
            headers.append((b"api-version", API_VERSION.encode()))
        elif not scope["path"].startswith("/static/"):
            headers.append((b"cache-control", b"no-store"))
        return headers

    async def _broken(self, send: Send, scope: Scope, is_api: bool) -> None:
        body = json.dumps(describe_http(500)) if is_api else self._fault_page(scope)
        media_type = MEDIA_TYPE if is_api else "text/html; charset=utf-8"
        await send(
            {
                "type": "http.response.start",
                "status": 500,
                "headers": [(b"content-type", media_type.encode())],
            }
        )
        await send({"type": "http.response.body", "body": body.encode()})


def _route(scope: Scope) -> str | None:
    """The pattern of the address, not the address: that may hold an invitation or a search."""
    return getattr(scope.get("route"), "path", None)
