"""Frozen inputs settled again: the same bytes give the same settlement, so a few are kept at hand.

What a calculation just froze is put by, so that who looks at it next need not read it back. What makes a run
final reads the bytes themselves (`reckoning.recomputed`).
"""

from functools import cached_property
from hashlib import sha256
from threading import Lock

from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.confirming import Figure, driver_figures
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import Attempt, attempt_to_settle
from app.features.settlement.core.snapshot import from_snapshot

_MOST = 4


class _Known:
    """Frozen inputs and what follows from them, found when it is first asked for."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    @cached_property
    def attempt(self) -> Attempt:
        return attempt_to_settle(self.inputs)

    @cached_property
    def budget(self) -> Settlement | None:
        return on_budget(self.inputs, self.attempt.work)

    @cached_property
    def figures(self) -> dict[str, tuple[Figure, ...]]:
        return driver_figures(self.inputs, self.attempt)


_KNOWN: dict[bytes, _Known] = {}
"""The last few, by the digest of their body: the body itself, megabytes, is not held."""
_LOCK = Lock()


def attempted(body: bytes) -> Attempt:
    """The settlement of frozen inputs."""
    return _known(body).attempt


def inputs_of(body: bytes) -> Inputs:
    """The inputs of a frozen body; `UnreadableSnapshot` when it is none."""
    return _known(body).inputs


def budgeted(body: bytes) -> Settlement | None:
    """The same settlement on its budget; None when nothing was budgeted or it cannot be divided."""
    return _known(body).budget


def figures_of(body: bytes) -> dict[str, tuple[Figure, ...]]:
    """The figures of each organisation in frozen inputs."""
    return _known(body).figures


def put_by(digest: bytes, inputs: Inputs, attempt: Attempt) -> None:
    """Keep what was just frozen or proved, by the digest of its body."""
    known = _Known(inputs)
    known.attempt = attempt
    _keep(digest, known)


def forget(digest: bytes) -> None:
    """Keep nothing of it: who reads the bytes themselves need not have all of it twice."""
    with _LOCK:
        _KNOWN.pop(digest, None)


def forget_all() -> None:
    """Keep nothing at all, as a process that has just begun."""
    with _LOCK:
        _KNOWN.clear()


def _known(body: bytes) -> _Known:
    digest = sha256(body).digest()
    known = _KNOWN.get(digest)
    if known is None:
        known = _Known(from_snapshot(body))
        _keep(digest, known)
    return known


def _keep(digest: bytes, known: _Known) -> None:
    """In the place of the oldest."""
    with _LOCK:
        _KNOWN[digest] = known
        if len(_KNOWN) > _MOST:
            del _KNOWN[next(iter(_KNOWN))]
