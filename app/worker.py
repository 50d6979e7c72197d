"""The worker process: every room's jobs, from the tables of the database itself.

Run by `ssc serve`, `ssc demo` and `ssc worker`; as many machines as wanted may run one. It needs
`DATABASE_URL`, as the application role. It does not migrate and starts no server.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate import PsycopgConnector
from sqlalchemy import make_url

from app import tables
from app.infra import jobs
from app.infra.clock import OffsetClock
from app.infra.db import Database
from app.infra.logs import configure_logs
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import clock_offset
from app.kernel.actor import Actor

JOBS_AT_ONCE = 2
"""Jobs side by side in one process; each may use one connection."""

STOP_SECONDS = 15.0


@contextmanager
def opened_workshop(settings: Settings, database_url: str) -> Iterator[jobs.Workshop]:
    """What tasks stand on, for as long as the block lasts."""
    database = Database(database_url, pool_size=JOBS_AT_ONCE)
    try:
        with database.unit_of_work(Actor.nobody(), read_only=True) as work:
            database.clock = OffsetClock(clock_offset(work.session))
        workshop = jobs.Workshop(settings, database, FolderStorage(settings.var_dir / "documents"))
        jobs.open_workshop(workshop)
        yield workshop
    finally:
        database.close()


def run(settings: Settings, database_url: str, *, until_empty: bool = False) -> None:
    """Do jobs until a signal comes; with `until_empty`, until there is nothing left to do."""
    with opened_workshop(settings, database_url):
        connector = PsycopgConnector(conninfo=_plain(database_url), min_size=1, max_size=JOBS_AT_ONCE + 2)
        with jobs.app.replace_connector(connector) as running:
            running.run_worker(
                name="ssc",
                concurrency=JOBS_AT_ONCE,
                wait=not until_empty,
                delete_jobs="successful",  # each minute brings one; what failed stays to be looked at
                shutdown_graceful_timeout=STOP_SECONDS,
            )


def _plain(url: str) -> str:
    """The address without the name of the driver, as PostgreSQL's own library reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


if __name__ == "__main__":
    configure_logs()
    named = Settings()
    if named.database_url is None:
        sys.exit("De werker heeft een database nodig. Gebruik ./ssc worker, of noem er een in DATABASE_URL.")
    assert tables.metadata.tables  # all rooms' tables are known before the first job asks for one
    run(named, named.database_url)
