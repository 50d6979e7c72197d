"""The doors of the house: a request becomes a unit of work of an actor.

The API takes a key (`Authorization: Bearer …`) and no cookie; pages take a session cookie and, for
every change, a token against forged requests. Who someone is, is asked of `Doors`, which `main`
wires to the room access; this module knows no room. GET runs in a read-only transaction.
"""

import hashlib
import hmac
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from app.infra import idempotency
from app.infra.db import Database, UnitOfWork
from app.infra.settings import Settings
from app.infra.storage import Storage
from app.kernel.actor import Actor
from app.kernel.errors import NotAllowed, SscError

COOKIE = "ssc_sessie"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotLoggedIn(SscError):
    """Nobody is known at this door: 401 for the API, the log-in page for a browser."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request came from, for the audit log."""

    request_id: str
    address: str | None


class Doors(Protocol):
    """Who someone is; the room access implements it. Both raise `NotLoggedIn`."""

    def actor_of_key(self, work: UnitOfWork, token: str, caller: Caller) -> Actor:
        """The application behind a key."""
        ...

    def actor_of_cookie(self, work: UnitOfWork, cookie: str, code: str, caller: Caller) -> Actor:
        """The person behind a session cookie, in the collaboration with this code."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """What every request needs; made once by `main`, kept as `app.state.house`."""

    settings: Settings
    database: Database
    storage: Storage
    doors: Doors
    is_demo: bool


def house(request: Request) -> House:
    """The house in which this request came in."""
    found: House = request.app.state.house
    return found


def caller(request: Request) -> Caller:
    """Where this request came from."""
    return Caller(request.scope.get("request_id", ""), request.client.host if request.client else None)


def api_work(request: Request) -> Iterator[UnitOfWork]:
    """The unit of work of an application, known by its key."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotLoggedIn("Geef een sleutel mee: Authorization: Bearer … De SSC-manager maakt sleutels aan.")
    home = house(request)
    with home.database.unit_of_work(None, read_only=request.method in _READS) as work:
        work.become(home.doors.actor_of_key(work, token, caller(request)))
        key = request.headers.get("idempotency-key")
        if key and request.method == "POST":
            earlier = idempotency.take(work, key, request.state.named)
            if earlier is not None:
                raise Repeated(earlier)
            request.state.work = work
        yield work


def page_work(request: Request) -> Iterator[UnitOfWork]:
    """The unit of work of a person, known by a session cookie, in the collaboration of the path."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        raise NotLoggedIn("Log eerst in.")
    home = house(request)
    with home.database.unit_of_work(None, read_only=request.method in _READS) as work:
        code = request.path_params.get("code", "")
        work.become(home.doors.actor_of_cookie(work, cookie, code, caller(request)))
        request.state.work = work
        yield work


def open_work(request: Request) -> Iterator[UnitOfWork]:
    """The unit of work of somebody who has not logged in: the first page and the log-in itself."""
    with house(request).database.unit_of_work(Actor.nobody(), read_only=request.method in _READS) as work:
        yield work


async def page_form(request: Request) -> FormData:
    """The fields of a posted form."""
    return await request.form()


ApiWork = Annotated[UnitOfWork, Depends(api_work, scope="function")]
PageWork = Annotated[UnitOfWork, Depends(page_work, scope="function")]
OpenWork = Annotated[UnitOfWork, Depends(open_work, scope="function")]
PageForm = Annotated[FormData, Depends(page_form)]


class Repeated(Exception):
    """The post was done before under this Idempotency-Key; here is the answer that it got."""

    def __init__(self, answer: idempotency.Answer) -> None:
        self.answer = answer


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """Keeps the answer to a named post in the transaction of its change."""

    def get_route_handler(self) -> Handler:
        """The handler of FastAPI with the repeat of posts around it."""
        original = super().get_route_handler()

        async def handler(request: Request) -> Response:
            key = request.headers.get("idempotency-key") if request.method == "POST" else None
            if not key:
                return await original(request)
            request.state.named = f"{request.method} {request.url.path}\n".encode() + await request.body()
            try:
                response = await original(request)
            except Repeated as repeated:
                answer = repeated.answer
                return Response(answer.body, answer.status, answer.headers)
            kept = idempotency.Answer(response.status_code, _kept_headers(response), bytes(response.body))
            await run_in_threadpool(idempotency.keep, request.state.work, key, kept)
            return response

        return handler


class PageRoute(APIRoute):
    """Refuses a change that was not sent from a page of ours."""

    def get_route_handler(self) -> Handler:
        """The handler of FastAPI behind the check of the token."""
        original = super().get_route_handler()

        async def handler(request: Request) -> Response:
            if request.method not in _READS:
                given = request.headers.get(CSRF_HEADER) or str((await request.form()).get(CSRF_FIELD, ""))
                if not hmac.compare_digest(given, csrf_token(request)):
                    raise NotAllowed(
                        "Deze pagina was verlopen of kwam niet van hier. Laad haar opnieuw en probeer het nog eens."
                    )
            return await original(request)

        return handler


def csrf_token(request: Request) -> str:
    """The token that a form must carry: bound to the session cookie and to this installation."""
    secret = house(request).settings.secret()
    return hmac.new(secret, request.cookies.get(COOKIE, "").encode(), hashlib.sha256).hexdigest()


def _kept_headers(response: Response) -> dict[str, str]:
    wanted = ("content-type", "location", "etag")
    return {name: response.headers[name] for name in wanted if name in response.headers}
