"""What an operator reads: one line a message, with the places of an error and nothing of a person."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from app.infra.edge import Edge
from app.infra.logs import configure_logs

Read = Callable[[], list[dict[str, Any]]]
SECRET = "Fenna Regelmans"


@contextmanager
def logged() -> Iterator[Read]:
    """Gives what was logged since; puts the logging of the tests back afterwards.

    No fixture: the runner takes its own handlers away between setting up and running a test.
    """
    root, written = logging.getLogger(), io.StringIO()
    before, level = root.handlers, root.level
    configure_logs(written)
    try:
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    finally:
        root.handlers = before
        root.setLevel(level)
        structlog.reset_defaults()


def _break(name: str) -> None:
    raise ValueError(f"wrong name: {name}")


def _request(app: Callable[[Scope, Receive, Send], object]) -> list[Message]:
    """The messages that come back for a request for an address with a secret in it."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        app(scope, receive, send)

    scope = {"type": "http", "path": f"/uitnodiging/{SECRET}", "headers": []}
    asyncio.run(Edge(inner, lambda _: "Storing")(scope, receive, send))
    return sent


def test_an_error_is_told_by_its_places_not_by_what_people_typed() -> None:
    def fails(*_: object) -> None:
        try:
            _break(SECRET)
        except ValueError as error:
            raise LookupError(SECRET) from error

    with logged() as lines:
        sent = _request(fails)
        [line] = lines()
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert (line["event"], line["level"], line["route"]) == ("request failed", "error", None)
    assert SECRET not in json.dumps(line)
    last, first = line["error"]
    assert (last["type"], first["type"]) == ("builtins.LookupError", "builtins.ValueError")
    assert re.fullmatch(r"tests/core/test_logs\.py:\d+ _break", first["places"][-1])


def test_what_libraries_log_takes_the_same_form() -> None:
    with logged() as lines:
        worker = logging.getLogger("procrastinate.worker")
        try:
            _break(SECRET)
        except ValueError:
            worker.exception("Job ended with status: Error")
        worker.info("Starting job")
        [line] = lines()
    assert (line["logger"], line["event"]) == ("procrastinate.worker", "Job ended with status: Error")
    assert SECRET not in json.dumps(line)


def test_who_goes_away_is_no_fault() -> None:
    def leaves(*_: object) -> None:
        raise ClientDisconnect

    with logged() as lines:
        assert _request(leaves) == []
        assert lines() == []
