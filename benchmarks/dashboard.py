"""The dashboard at 1,000 and at 100,000 assignments: the page as the manager gets it, without the network."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app.features.access import service as access
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.infra.http import COOKIE, Caller, House
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor, Via
from app.kernel.roles import Role
from app.main import create_app
from benchmarks.world import NOW, World
from tests.assignment_bulk import fill

SMALL, LARGE = 1_000, 100_000
ROUNDS = 15


class ManagerDoor:
    """A door behind which everybody is the manager: what is measured is the page, not the log-in."""

    def __init__(self, manager: Actor) -> None:
        self._manager = manager

    def actor_of_key(self, _work: UnitOfWork, _token: str, _caller: Caller) -> Actor:
        """The manager."""
        return self._manager

    def actor_of_cookie(self, _work: UnitOfWork, _cookie: str, _code: str, _caller: Caller) -> Actor:
        """The manager."""
        return self._manager


def measure(world: World) -> tuple[float, float]:
    """Milliseconds of the page at few and at many assignments, medians of rounds in turn."""
    with world.database.unit_of_work(world.system) as work:
        manager = next(one for one in access.list_actors(work, Via.SCREEN) if Role.MANAGER in one.roles)
    world.database.close()
    with _page(world, manager, SMALL) as small, _page(world, manager, LARGE) as large:
        times: dict[int, list[float]] = {SMALL: [], LARGE: []}
        for _ in range(ROUNDS):
            for size, client in ((SMALL, small), (LARGE, large)):
                began = time.perf_counter()
                answer = client.get("/k5/werkvoorraad")
                times[size].append(1000 * (time.perf_counter() - began))
                if answer.status_code != 200:
                    raise RuntimeError(answer.text[:500])
    return median(times[SMALL]), median(times[LARGE])


@contextmanager
def _page(world: World, manager: Actor, size: int) -> Iterator[TestClient]:
    """The application on a copy of the database with so many assignments, warm."""
    name = f"bench_{uuid4().hex[:8]}"
    source = make_url(world.owner_url).database
    beside = create_engine(
        make_url(world.owner_url).set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with beside.connect() as connection:
        connection.execute(text(f'CREATE DATABASE {name} TEMPLATE "{source}"'))
    owner = create_engine(make_url(world.owner_url).set(database=name), poolclass=NullPool)
    fill(owner, manager.collaboration_id, size)
    url = make_url(world.app_url).set(database=name).render_as_string(hide_password=False)
    database = Database(url, FixedClock(NOW))
    storage = FolderStorage(world.settings.var_dir)
    home = House(world.settings, database, storage, ManagerDoor(manager), is_demo=False)
    with TestClient(create_app(home), cookies={COOKIE: "meting"}) as client:
        for _ in range(3):
            client.get("/k5/werkvoorraad")
        yield client
    owner.dispose()
    beside.dispose()
