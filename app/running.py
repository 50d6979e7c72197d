"""Opens the database for a command, and keeps web server and worker running until a signal comes.

Shared by the commands; decides nothing about the work.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from app.infra.clock import OffsetClock
from app.infra.db import Database
from app.infra.embedded import Server, Unavailable, ensure_running
from app.infra.migrate import is_current, migrate
from app.infra.processes import Program, python, supervise
from app.infra.settings import PROJECT, Settings
from app.infra.tenancy import clock_offset
from app.kernel.actor import Actor

console = Console(stderr=True, highlight=False)


@contextmanager
def opened(settings: Settings) -> Iterator[Server]:
    """The database of this installation, with its newest structure.

    The embedded one is started, migrated and stopped here. One named in `DATABASE_URL` is left as it
    is: when its structure is old, `Unavailable` says to migrate first.
    """
    server = ensure_running(settings)
    try:
        if settings.database_url is None:
            migrate(server.owner_url)
        elif settings.database_owner_url is not None and not is_current(server.owner_url):
            raise Unavailable(
                "De database heeft een oudere opbouw dan dit programma. Draai eerst: ./ssc migrate"
            )
        yield server
    finally:
        server.stop()


@contextmanager
def connected(server: Server) -> Iterator[Database]:
    """The database as the application sees it, on the clock of this installation."""
    with _clocked(server.app_url) as database:
        yield database


@contextmanager
def connected_as_owner(server: Server) -> Iterator[Database]:
    """The database as its owner, who writes what triggers keep: no row-level security, so name the tenant."""
    with _clocked(server.owner_url) as database:
        yield database


@contextmanager
def _clocked(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        with database.unit_of_work(Actor.nobody(), read_only=True) as work:
            database.clock = OffsetClock(clock_offset(work.session))
        yield database
    finally:
        database.close()


def web_server(host: str, port: int, processes: int) -> Program:
    """The web server as a process to keep."""
    words = ("--factory", "app.main:installed", "--host", host, "--port", str(port))
    quiet = ("--log-level", "warning", "--no-access-log", "--no-server-header")
    return Program(
        "De webserver",
        python("uvicorn", *words, *quiet, "--workers", str(processes)),
        listens_on=(host, port),
    )


def job_worker() -> Program:
    """The worker as a process to keep."""
    return Program("De werker", python("app.worker"))


def keep(settings: Settings, server: Server, programs: list[Program], announcement: str) -> None:
    """Run these programs on this database until a signal comes; exits with 1 when one ends by itself."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "SSC_DATABASE_URL": server.app_url,
        "SSC_VAR_DIR": str(settings.var_dir),
        "SSC_BASE_URL": settings.base_url,
    }
    reason = supervise(programs, environment, lambda: console.print(announcement))
    if reason is not None:
        raise Unavailable(reason)
