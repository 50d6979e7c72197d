"""Frozen inputs settled again: the same bytes give the same settlement, so a few are kept at hand."""

from functools import lru_cache

from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import Attempt, attempt_to_settle
from app.features.settlement.core.snapshot import from_snapshot


@lru_cache(maxsize=8)
def attempted(body: bytes) -> Attempt:
    """The settlement of frozen inputs; kept for a few runs, because pages ask for the same one again."""
    return attempt_to_settle(inputs_of(body))


@lru_cache(maxsize=8)
def inputs_of(body: bytes) -> Inputs:
    """The inputs of a frozen body; `UnreadableSnapshot` when it is none."""
    return from_snapshot(body)


@lru_cache(maxsize=8)
def budgeted(body: bytes) -> Settlement | None:
    """The same settlement on its budget; None when nothing was budgeted or it cannot be divided."""
    return on_budget(inputs_of(body))
