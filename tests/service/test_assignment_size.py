"""Lists and the dashboard ask the same number of statements at any size, and never everything."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from app.features.assignments import service
from app.features.assignments.core.views import Filter, Order, Tab
from app.features.reporting import service as reports
from app.features.reporting.core.backlog import Wanted
from app.infra.db import Database, UnitOfWork
from tests.assignment_bulk import fill
from tests.assignment_world import World, build

Count = Callable[[Engine], list[str]]


@pytest.fixture
def world(database: Database) -> World:
    """A small collaboration."""
    return build(database)


def _list(work: UnitOfWork) -> int:
    return len(service.list_assignments(work, Filter(tab=Tab.OPEN, limit=50)).rows)


def _by_date(work: UnitOfWork) -> int:
    return len(service.list_assignments(work, Filter(tab=Tab.OPEN, order=Order.AGREED, limit=50)).rows)


def _search(work: UnitOfWork) -> int:
    return len(service.list_assignments(work, Filter(query="jeugd", limit=50)).rows)


def _tabs(work: UnitOfWork) -> int:
    return sum(service.count_tabs(work, Filter()).values())


def _dashboard(work: UnitOfWork) -> int:
    return sum(len(queue.items) for queue in reports.backlog(work, Wanted()).queues)


def test_the_number_of_statements_does_not_depend_on_the_size(
    world: World, owner: Engine, count_statements: Count
) -> None:
    asks = (_list, _by_date, _search, _tabs, _dashboard)
    counts: dict[int, list[int]] = {}
    statements = count_statements(world.database.engine)
    for many in (100, 10_000):
        with owner.begin() as connection:
            for table in ("clock", "clock_subject", "assignment_hours", "assignment"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
        fill(owner, world.number, many)
        counts[many] = []
        for ask in asks:
            statements.clear()
            with world.database.unit_of_work(world.manager, read_only=True) as work:
                assert ask(work) > 0
            counts[many].append(len(statements))
    assert counts[100] == counts[10_000]
    assert max(counts[100]) <= 12


def test_an_office_never_counts_or_finds_confidential_work_of_others(world: World, owner: Engine) -> None:
    fill(owner, world.number, 1_000)
    with owner.connect() as connection:
        own = connection.exec_driver_sql(
            "SELECT count(*) FROM assignment WHERE lead_organisation_id = %s", (world.organisations["VLI"],)
        ).scalar_one()
        shared = connection.exec_driver_sql(
            "SELECT count(*) FROM assignment WHERE lead_organisation_id <> %s AND NOT is_confidential"
            " AND state NOT IN ('closed', 'approved')",
            (world.organisations["VLI"],),
        ).scalar_one()
    with world.database.unit_of_work(world.vlist, read_only=True) as work:
        assert service.count_tabs(work, Filter())[Tab.ALL] == own + shared
        assert service.count_tabs(work, Filter(is_own=True))[Tab.ALL] == own
        rows, cursor = 0, None
        while True:
            page = service.list_assignments(work, Filter(query="bijstand", limit=100, cursor=cursor))
            assert not any(row.is_confidential and row.is_outline for row in page.rows)
            rows += len(page.rows)
            cursor = page.next_cursor
            if cursor is None:
                break
    assert rows == own + shared
