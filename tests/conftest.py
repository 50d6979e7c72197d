"""What tests stand on: a migrated template, cloned for each test that needs a database.

`database` is seen as the application role, with a clock that stands still. It is empty; in a file that says
`pytestmark = pytest.mark.k5` it holds the K5 case. `owner` is the owner, for what only an owner can do: look
behind row-level security, tamper with the log.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import CompiledCacheType
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from app import tables
from app.infra.clock import Clock, FixedClock
from app.infra.db import Database
from app.infra.embedded import throwaway
from app.infra.migrate import migrate

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
"""Where the clock of tests stands: Wednesday 1 April 2026, 10:00 in Amsterdam."""


settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("SSC_HYPOTHESIS", "gate"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, and what a browser, so that `./ssc test --server` can choose."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    # the longest first, so that of several processes none is left alone with it at the end
    items.sort(key=lambda item: "browser" not in item.path.parts)


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server for tests is: addresses of the two roles, on any database of it."""

    owner_url: str
    app_url: str
    keeper: Engine
    """The owner on a database of no test: makes and drops the others."""
    compiled: CompiledCacheType = field(default_factory=dict)

    def owner(self, name: str) -> str:
        """The address of a database as owner."""
        return _on(self.owner_url, name)

    def app(self, name: str) -> str:
        """The address of a database as application."""
        return _on(self.app_url, name)

    def open(self, name: str, clock: Clock, pool_size: int = 6) -> Database:
        """A database as the application.

        Every test has an engine of its own. As in the product a statement is compiled once for a process all
        the same: that is a third of the work of a test with a database.
        """
        opened = Database(self.app(name), clock, pool_size=pool_size)
        opened.engine.dialect = self.keeper.dialect  # what is compiled belongs to a dialect
        opened.engine.update_execution_options(compiled_cache=self.compiled)
        return opened

    def run(self, statement: str) -> None:
        """Do what can be done to a database only from outside it."""
        with self.keeper.connect() as connection:
            connection.exec_driver_sql(statement)


def _on(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server that `./ssc test` names, else an embedded one of this process alone."""
    named = os.environ.get("SSC_TEST_OWNER_URL"), os.environ.get("SSC_TEST_APP_URL")
    if named[0] and named[1]:
        yield from _kept(named[0], named[1])
        return
    with throwaway() as running:
        yield from _kept(running.owner_url, running.app_url)


def _kept(owner_url: str, app_url: str) -> Iterator[Server]:
    keeper = create_engine(_on(owner_url, "postgres"), execution_options={"isolation_level": "AUTOCOMMIT"})
    keeper.connect().close()  # the dialect learns which server it is from its first connection
    yield Server(owner_url, app_url, keeper)
    keeper.dispose()


@pytest.fixture(scope="session")
def template(server: Server) -> Iterator[str]:
    """A database with the newest structure and nothing in it."""
    name = f"template_{uuid4().hex[:12]}"
    server.run(f"CREATE DATABASE {name}")
    migrate(server.owner(name))
    yield name
    _drop(server, name)


@pytest.fixture(scope="session")
def k5_case(server: Server, template: str) -> Iterator[str]:
    """A database in which the K5 case was loaded once, to be copied; a test marked `k5` gets its copy."""
    from tests.workbook_world import load_k5  # here, because a test without a database need not wait for it

    for name in cloned(server, template):
        database = server.open(name, FixedClock(NOW))
        load_k5(database)
        database.close()
        yield name


@pytest.fixture
def database_name(request: pytest.FixtureRequest, server: Server, template: str) -> Iterator[str]:
    """A fresh database of this test alone; with the K5 case in it when the test is marked `k5`."""
    is_k5 = request.node.get_closest_marker("k5") is not None
    yield from cloned(server, request.getfixturevalue("k5_case") if is_k5 else template)


def cloned(server: Server, source: str) -> Iterator[str]:
    """A copy of a database, dropped afterwards; for fixtures of a wider scope too."""
    name = f"test_{uuid4().hex[:12]}"
    # Copying files costs half of what copying by the log does, on a server that does not care for its disk.
    server.run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")
    yield name
    _drop(server, name)


@pytest.fixture
def clock() -> FixedClock:
    """The clock of this test; it stands still until the test sets it."""
    return FixedClock(NOW)


@pytest.fixture
def database(server: Server, database_name: str, clock: FixedClock) -> Iterator[Database]:
    """The database of this test, as the application."""
    opened = server.open(database_name, clock)
    yield opened
    opened.close()


@pytest.fixture
def owner(server: Server, database_name: str) -> Iterator[Engine]:
    """The database of this test, as the owner."""
    engine = create_engine(server.owner(database_name), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def count_statements() -> Iterator[Callable[[Engine], list[str]]]:
    """Gives a list that collects the statements sent on an engine from then on."""
    listening = []

    def start(engine: Engine) -> list[str]:
        statements: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        listening.append((engine, note))
        return statements

    yield start
    for engine, note in listening:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return Path(tables.__file__).resolve().parents[1]


def _drop(server: Server, name: str) -> None:
    """Drop a database; a worker of the server that happens to vacuum it is not ours to end, so wait for it."""
    for _ in range(100):
        try:
            return server.run(f"DROP DATABASE {name} WITH (FORCE)")
        except ProgrammingError:
            time.sleep(0.2)
    return server.run(f"DROP DATABASE {name} WITH (FORCE)")
