"""The play on a real database: the same seed gives the same rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from app.features.simulation import service as simulation
from app.features.workbook import service as workbook
from app.infra.clock import FixedClock
from app.infra.ids import IdSource
from app.infra.sheets import read_folder
from app.kernel.actor import Actor, Via
from tests.conftest import Server, cloned

DAYS = date(2026, 1, 1), date(2026, 1, 18)
PLAYED = ("assignment", "assignment_event", "assignment_principal", "hour_entry", "week_sheet")
KEY = {"assignment_event": "assignment_id, seq", "assignment_principal": "assignment_id, organisation_id"}
KEY |= {"week_sheet": "employee_id, monday"}


def test_the_same_seed_plays_the_same_rows(server: Server, template: str, project: Path) -> None:
    first, second = (
        played for _ in range(2) for played in _played(server, template, project / "seed" / "k5")
    )
    assert all(count for count, _ in first.values())
    assert first == second


def _played(server: Server, template: str, folder: Path) -> Iterator[dict[str, tuple[int, str]]]:
    """Two weeks of K5 in a database of its own: per table the number of rows and their digest."""
    for name in cloned(server, template):
        clock = FixedClock(datetime(2026, 1, 1, 7, 0, tzinfo=UTC))
        database = server.open(name, clock)
        database.ids = IdSource(Random(3))
        grids = read_folder(folder)
        with database.unit_of_work(Actor.system(0, via=Via.IMPORT)) as work:
            system = workbook.load_grids(work, grids, with_cost_entries=False)
        rows = workbook.read_grids(grids)
        simulation.play(database, clock, system, folder, rows, DAYS, 3, lambda *_: None)
        found: dict[str, tuple[int, str]] = {}
        with database.unit_of_work(system, read_only=True) as work:
            for table in PLAYED:
                order = KEY.get(table, "id")
                query = f"SELECT count(*), md5(string_agg(t::text, ';' ORDER BY {order})) FROM {table} t"
                count, digest = work.session.execute(text(query)).one()
                found[table] = count, digest
        database.close()
        yield found
