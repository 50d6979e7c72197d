"""The cast of the play from what a case has loaded, and its stories from the folder of the case."""

import csv
from datetime import date
from pathlib import Path

import holidays

from app.features.partnership.service import reading as partnership
from app.features.people import service as people
from app.features.simulation.core.cast import AreaCast, Cast, Story, Worker
from app.features.simulation.core.plan import stories_of
from app.features.sla import service as sla
from app.infra.db import UnitOfWork

STORIES = "opdrachten-spel.csv"
YEARLY = "jaar"
"""The unit of the product that stands for the tasks of a year."""
INHABITANTS = "inhabitants"
"""The kind of figure by which those tasks are shared, where the case has it."""


def cast_of(work: UnitOfWork, folder: Path, first_on: date, last_on: date) -> Cast:
    """Areas with who takes part, employees with their area, and what could be asked."""
    rows = partnership.everything(work)
    areas = tuple(
        AreaCast(
            area.code,
            area.name,
            tuple(sorted({one.organisation for one in rows.participations if one.area == area.code})),
            next((one.code for one in rows.products if one.area == area.code and one.unit == YEARLY), None),
        )
        for area in sorted(rows.areas, key=lambda area: area.code)
    )
    workers = tuple(
        Worker(one.code, one.area_code, one.contract_minutes)
        for one in people.list_employees(work)
        if one.area_code and one.contract_minutes
    )
    statistics = {one.code for one in rows.statistic_kinds}
    by = INHABITANTS if INHABITANTS in statistics else None
    laws = {
        (one.row.area, one.row.product): one.row.law
        for one in sla.list_norms(work, on=first_on)
        if one.row.product and one.row.law
    }
    stories = read_stories(folder)
    return Cast(areas, workers, stories, first_on, last_on, closed_days(first_on.year), by, laws)


def read_stories(folder: Path) -> tuple[Story, ...]:
    """The stories of a case; a case without them plays standing tasks only."""
    path = folder / STORIES
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return stories_of(list(csv.DictReader(file, delimiter=";")))


def closed_days(year: int) -> frozenset[date]:
    """The public holidays on which nobody books."""
    return frozenset(holidays.country_holidays("NL", years=year, language="nl"))
