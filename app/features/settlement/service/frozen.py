"""Frozen inputs settled again: the same bytes give the same settlement, so a few are kept at hand.

What a calculation just froze is put by, so that who looks at it next need not read it back. What makes a run
final reads the bytes themselves (`reckoning.recomputed`).
"""

from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import Attempt, attempt_to_settle
from app.features.settlement.core.snapshot import from_snapshot

Found = TypeVar("Found")


class _Few(Generic[Found]):
    """What was found last, by the digest of its body: the body itself, megabytes, is not held."""

    _MOST = 4

    def __init__(self) -> None:
        self._found: dict[bytes, Found] = {}
        self._lock = Lock()

    def get(self, body: bytes, find: Callable[[], Found]) -> Found:
        """What was kept for the body, or else what is found now."""
        key = sha256(body).digest()
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = find()
        self.put(body, found)
        return found

    def put(self, body: bytes, found: Found) -> None:
        """Keep it, in the place of the oldest."""
        with self._lock:
            self._found[sha256(body).digest()] = found
            if len(self._found) > self._MOST:
                del self._found[next(iter(self._found))]

    def drop(self, body: bytes) -> None:
        """Keep it no longer."""
        with self._lock:
            self._found.pop(sha256(body).digest(), None)


_INPUTS: _Few[Inputs] = _Few()
_ATTEMPTS: _Few[Attempt] = _Few()
_BUDGETED: _Few[Settlement | None] = _Few()


def attempted(body: bytes) -> Attempt:
    """The settlement of frozen inputs."""
    return _ATTEMPTS.get(body, lambda: attempt_to_settle(inputs_of(body)))


def inputs_of(body: bytes) -> Inputs:
    """The inputs of a frozen body; `UnreadableSnapshot` when it is none."""
    return _INPUTS.get(body, lambda: from_snapshot(body))


def budgeted(body: bytes) -> Settlement | None:
    """The same settlement on its budget; None when nothing was budgeted or it cannot be divided."""
    return _BUDGETED.get(body, lambda: on_budget(inputs_of(body)))


def put_by(body: bytes, inputs: Inputs, attempt: Attempt) -> None:
    """Keep what was just frozen."""
    _INPUTS.put(body, inputs)
    _ATTEMPTS.put(body, attempt)


def forget(body: bytes) -> None:
    """Keep nothing of it: who reads the bytes themselves need not have all of it twice."""
    _INPUTS.drop(body)
    _ATTEMPTS.drop(body)
