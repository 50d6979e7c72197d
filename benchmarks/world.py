"""What measurements stand on: a throwaway server with the case K5 loaded, and the application on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app import tables
from app.features.access import service as access
from app.features.partnership.core.views import Selection
from app.features.partnership.service import reading as partnership
from app.features.workbook import service as workbook
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.embedded import throwaway
from app.infra.migrate import migrate
from app.infra.settings import PROJECT, Settings
from app.infra.sheets import read_sheets
from app.kernel.actor import Actor, Via

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """A loaded case: where its database is, as whom, and a key for each organisation."""

    settings: Settings
    owner_url: str
    app_url: str
    database: Database
    system: Actor
    keys: dict[str, str]


@contextmanager
def loaded() -> Iterator[World]:
    """K5 on a server of its own, gone afterwards."""
    assert tables.metadata.tables
    with throwaway() as server, TemporaryDirectory() as folder:
        migrate(server.owner_url)
        database = Database(server.app_url, FixedClock(NOW))
        with database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work:
            system = workbook.load_grids(work, read_sheets(PROJECT / "seed" / "k5"))
            organisations = partnership.list_page(work, "organisations", Selection(limit=100)).rows
            keys = {
                one.row.code: access.create_application(work, one.id, f"Meting {one.row.code}")[1]
                for one in organisations
            }
        yield World(Settings(var_dir=Path(folder)), server.owner_url, server.app_url, database, system, keys)
        database.close()
