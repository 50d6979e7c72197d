"""The K5 case as sheets, and a database in which it has been loaded."""

from pathlib import Path

from app.features.workbook.core.cells import Cell
from app.features.workbook.service import load_grids
from app.infra.db import Database
from app.infra.sheets import read_folder
from app.kernel.actor import Actor, Via

SEED = Path(__file__).resolve().parents[1] / "seed"


def k5_grids() -> dict[str, list[list[Cell]]]:
    """The sheets of the K5 case, each row a list of its own so that a test may change a cell."""
    return {name: [list(row) for row in grid] for name, grid in read_folder(SEED / "k5").items()}


def load_k5(database: Database) -> Actor:
    """Load the K5 case; gives the system as actor in it."""
    with database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work:
        return load_grids(work, k5_grids())
