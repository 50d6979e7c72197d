"""Settling a quarter of 1,000,000 hour entries against the bare GROUP BY over the same rows, on the same server.

Whole use cases as finance calls them: a draft is `start`; made final is check, approval by another and
`make_final`. Each is rolled back, so that all find the same rows. Time of the processor, of this process and
of its server process together, taken in turns, medians: a busy machine tells the same ratio. Code is loaded and
statements are compiled (a round before those that count), but what was settled is forgotten before each final run:
a round finds nothing that a process that just began would not have. What memory grows by is the rise of the peak
of a process of its own, which has imported everything and asked the server something.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app import tables
from app.features.settlement import service as settlement
from app.features.settlement.service.frozen import forget_all
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.infra.embedded import throwaway
from app.infra.migrate import migrate
from app.infra.settings import PROJECT
from app.kernel.actor import Actor, Grant
from app.kernel.roles import Role
from benchmarks import settlement_world
from benchmarks.clock import Row
from benchmarks.settlement_world import NOW, PER_ASSIGNMENT, QUARTER

SMALL, LARGE = 2_000, 20_000
"""Assignments; fifty entries on each."""
ROUNDS = 5
_BARE = """
SELECT assignment_id, rate_cents, sum(minutes) FROM hour_entry
WHERE collaboration_id = %(tenant)s AND worked_on BETWEEN %(first_on)s AND %(last_on)s AND assignment_id IS NOT NULL
    AND approved_at IS NOT NULL AND recorded_at <= %(known_at)s
GROUP BY assignment_id, rate_cents
"""

_ORGANISATIONS = text("SELECT code, id FROM organisation WHERE collaboration_id = app_collaboration()")


class _Undone(Exception):
    """Leaves a unit of work without a trace."""


def rows() -> list[Row]:
    """Measured now; `AssertionError` when a run does not come out as it should."""
    assert tables.metadata.tables
    with throwaway() as server:
        migrate(server.owner_url)
        database = Database(server.app_url, FixedClock(NOW))
        owner = create_engine(server.owner_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        small = settlement_world.found(database, owner, "klein", SMALL)
        large = settlement_world.found(database, owner, "groot", LARGE)
        spent = _spent(database, small, large)
        grown = _memory(server.app_url, large)
        database.close()
        owner.dispose()
    return _table(spent, grown)


def _spent(database: Database, small: Actor, large: Actor) -> dict[str, float]:
    """Seconds of the processor: medians of rounds in turn."""
    jobs: dict[str, Callable[[], float]] = {
        "bare": lambda: _timed(database, large, _bare),
        "draft": lambda: _timed(database, large, _draft),
        "final": lambda: _timed(database, large, _final),
        "small draft": lambda: _timed(database, small, _draft),
        "small final": lambda: _timed(database, small, _final),
    }
    spent: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(ROUNDS + 1):
        for name, job in jobs.items():
            seconds = job()
            if turn:  # the first warms up
                spent[name].append(seconds)
    return {name: median(found) for name, found in spent.items()}


def _table(spent: dict[str, float], grown: float) -> list[Row]:
    entries = LARGE * PER_ASSIGNMENT
    found: list[Row] = []
    for what, most in (("draft", 1.5), ("final", 6)):
        ratio = spent[what] / spent["bare"]
        title = f"settling {entries:,} hour entries, {what}, ms of the processor"
        bare = f"bare GROUP BY: {spent['bare'] * 1000:.0f}"
        found.append((title, f"{spent[what] * 1000:.0f}", bare, ratio, f"at most {most}", ratio <= most))
    both = (spent["draft"] + spent["final"], spent["small draft"] + spent["small final"])
    ratio = both[0] / both[1]
    less = f"a tenth of the entries: {both[1] * 1000:.0f}"
    title = "settling 10 × the entries, draft and final, ms of the processor"
    found.append((title, f"{both[0] * 1000:.0f}", less, ratio, "at most 12", ratio <= 12))
    title = "memory that settling them takes, draft and final, MiB"
    found.append((title, f"{grown:.0f}", "what may be: 100", grown / 100, "less than 1.0", grown < 100))
    return found


def _timed(
    database: Database, system: Actor, job: Callable[[UnitOfWork, Actor], Callable[[], object]]
) -> float:
    """Processor seconds of what `job` gives to do, here and in the server process that serves it."""
    spent = 0.0
    try:
        with database.unit_of_work(_finance(system, "Centina Boekelaar")) as work:
            pid = work.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            todo = job(work, system)
            here, there = time.process_time(), of_process(pid)
            todo()
            spent = time.process_time() - here + of_process(pid) - there
            raise _Undone
    except _Undone:
        return spent


def _bare(work: UnitOfWork, system: Actor) -> Callable[[], object]:
    values = {"tenant": system.collaboration_id, "first_on": QUARTER.first_on, "last_on": QUARTER.last_on}
    driver = work.session.connection().connection.driver_connection
    assert driver is not None
    return lambda: driver.execute(_BARE, values | {"known_at": NOW}).fetchall()


def _draft(work: UnitOfWork, _system: Actor) -> Callable[[], object]:
    return lambda: settlement.start(work, QUARTER)


def _final(work: UnitOfWork, system: Actor) -> Callable[[], object]:
    run = settlement.start(work, QUARTER)
    finance, second = work.actor, _finance(system, "Tweede Lezersma")
    for code, organisation in work.session.execute(_ORGANISATIONS).all():
        work.actor = replace(finance, grants=(Grant(Role.OFFICE, organisation),))
        settlement.confirm(work, run.id, code)
    work.actor = finance
    forget_all()

    def make_final() -> None:
        settlement.check(work, run.id)
        work.actor = second
        settlement.approve(work, run.id)
        work.actor = finance
        made, details = settlement.make_final(work, run.id)
        assert made.lines
        assert details.run.final_at == NOW

    return make_final


def _finance(system: Actor, name: str) -> Actor:
    return Actor(
        collaboration_id=system.collaboration_id,
        collaboration_code=system.collaboration_code,
        name=name,
        grants=(Grant(Role.FINANCE, None),),
        account_id=settlement_world.identity(name),
    )


def of_process(pid: int) -> float:
    """Seconds that a process has had of the processor."""
    nanoseconds = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]
    return int(nanoseconds) / 1e9


def _memory(url: str, system: Actor) -> float:
    """MiB by which a process grows when it settles the large case, as draft and as final run."""
    command = [sys.executable, "-m", "benchmarks.settlement", url, str(system.collaboration_id)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    found = subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True)
    return float(json.loads(found.stdout)["grown_mib"])


def _grow(url: str, tenant: int) -> None:
    """The other side of `_memory`: settle in this process, and say how its memory grew."""
    database, system = Database(url, FixedClock(NOW)), Actor.system(tenant, "groot")
    _timed(database, system, lambda work, _: lambda: work.session.execute(text("SELECT 1")))
    before = _peak()
    for job in (_draft, _final):
        _timed(database, system, job)
    print(json.dumps({"grown_mib": _peak() - before}))
    database.close()


def _peak() -> float:
    """The most memory that this process had in use, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    _grow(sys.argv[1], int(sys.argv[2]))
