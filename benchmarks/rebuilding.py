"""Clocks of many assignments made anew from their events, against the same one by one, as a step writes them.

One by one stands for what `rebuild` was before: each subject reckoned by itself and written by itself. Its events are
not counted there. Time of the processor, of this process and of its server process together.
"""

import time
from collections.abc import Callable, Iterable

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app.features.assignments import service as assignments
from app.features.assignments.service.verifying import expected_clocks
from app.features.sla import service as sla
from app.features.sla.core.rules import Kept
from app.infra.db import UnitOfWork
from benchmarks.clock import Row
from benchmarks.lives import fill
from benchmarks.settlement import of_process
from benchmarks.world import World

MANY = 20_000
FEW = 500


def rows(world: World) -> list[Row]:
    """Measured now; `AssertionError` when the two ways do not agree."""
    owner = create_engine(world.owner_url, poolclass=NullPool)
    fill(owner, world.system.collaboration_id, MANY)
    owner.dispose()
    made = _timed(world, assignments.rebuild_clocks) / MANY
    some = _first(world)
    one_by_one = _timed(world, lambda work: _remark(work, some)) / len(some)
    proved = _timed(world, _verify) / MANY
    return [
        _row("clocks made anew, assignments/s", made, one_by_one, None),
        _row("clocks proved, assignments/s", proved, one_by_one, 2),
    ]


def _row(what: str, seconds: float, one_by_one: float, least: int | None) -> Row:
    ratio = one_by_one / seconds
    against = f"one by one, as a step: {1 / one_by_one:,.0f}"
    promise, kept = ("none", None) if least is None else (f"at least {least}.0", ratio >= least)
    return (f"{what} ({MANY:,})", f"{1 / seconds:,.0f}", against, ratio, promise, kept)


def _first(world: World) -> list[Kept]:
    with world.database.unit_of_work(world.system, read_only=True) as work:
        every = expected_clocks(work)
        return [next(every) for _ in range(FEW)]


def _remark(work: UnitOfWork, some: Iterable[Kept]) -> None:
    for one in some:
        sla.remark(work, one.subject, one.marks)


def _verify(work: UnitOfWork) -> None:
    assert assignments.clock_deviations(work) == [], "what was made one by one is as what was made at once"


def _timed(world: World, job: Callable[[UnitOfWork], object]) -> float:
    """Seconds of processor."""
    with world.database.unit_of_work(world.system) as work:
        pid = work.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        here, there = time.process_time(), of_process(pid)
        job(work)
        return time.process_time() - here + of_process(pid) - there
