"""What a process tells its operator: one JSON line a message, on standard error.

Called once by each process (web server, worker). Takes in what libraries log too, from warnings on.
An error is told by its type and places in the code, never by its message or its local variables:
both hold what people typed, and the database names whole rows. Who did what stands in the log of the
collaboration (`audit`), not here.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from app.infra.settings import PROJECT

FRAMES = 25
"""Places of one error, counted from where it broke."""

_SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    # real time: an operator lays these lines beside those of other machines
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)
_OWN_LINES = ("uvicorn", "uvicorn.error", "uvicorn.access")
"""Loggers that uvicorn gives a form of their own before it opens the application."""


def configure_logs(stream: TextIO | None = None) -> None:
    """Let everything that this process logs go the one way, to standard error unless told otherwise."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in _OWN_LINES:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True


def places_of(error: BaseException) -> list[dict[str, object]]:
    """An error and what caused it, last first: type, code of the database, places in the code."""
    return [_told(one) for one in _chain(error)]


def _formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _with_places,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _with_places(_: object, __: str, event: EventDict) -> EventDict:
    """Replace the error of a message, which a renderer would print whole, by its places."""
    found: Any = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = places_of(error)
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told: dict[str, object] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "places": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    state = getattr(error, "sqlstate", None)
    return told | ({"sqlstate": state} if state else {})


def _short(path: str) -> str:
    return path.removeprefix(f"{PROJECT}/")
