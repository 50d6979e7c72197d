"""Plays a half year of a case that has been loaded: the whole of it, or nothing is kept as a demo.

The database must run on a clock of its own (`FixedClock`) and with identities from a seed; then the
same seed plays the same rows. Passwords are not played: who starts the demo sets them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from app.features.costs.core.rows import CostEntryRow
from app.features.people import service as people
from app.features.simulation.casting import cast_of
from app.features.simulation.core.acts import Act
from app.features.simulation.core.plan import plan
from app.features.simulation.money import MoneyStage
from app.features.simulation.stage import Stage
from app.features.simulation.troupe import gather
from app.features.simulation.weeks import WeekStage
from app.features.workbook.core.rows import WorkbookRows
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.kernel.actor import Actor


def play(
    database: Database,
    clock: FixedClock,
    system: Actor,
    folder: Path,
    rows: WorkbookRows,
    days: tuple[date, date],
    seed: int,
    told: Callable[[Act, int, int], None],
) -> None:
    """Play from the first to the last of `days`; `told` hears of each act, its place and how many there are."""
    with database.unit_of_work(system, read_only=True) as work:
        cast = cast_of(work, folder, *days)
    stage = raise_stage(database, clock, system, rows.cost_entries)
    acts = plan(cast, seed)
    for place, act in enumerate(acts, 1):
        stage.perform(act)
        told(act, place, len(acts))


def raise_stage(
    database: Database, clock: FixedClock, system: Actor, entries: Sequence[CostEntryRow] = ()
) -> Stage:
    """A stage in the collaboration of `system`, on which acts can be performed; `entries` are costs to book."""
    ids: dict[str, UUID] = {}
    with database.unit_of_work(system, read_only=True) as work:
        troupe = gather(work)
        weeks = WeekStage(database, _areas(work), ids)
    maker, approver = troupe.finance
    return Stage(database, clock, troupe, weeks, MoneyStage(database, entries, maker, approver), ids)


def _areas(work: UnitOfWork) -> Mapping[str, UUID]:
    """The area of the team of each employee, by code."""
    found = {}
    for listed in people.list_employees(work):
        employment = people.get_employee(work, listed.id).employment_on(work.today)
        if employment is not None:
            found[listed.code] = employment.area_id
    return found
