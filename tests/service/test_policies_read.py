"""Policies come from a workbook to a settlement whole: bounds, an old key, a package, averages of years."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import Engine, text

from app.features.settlement.core.inputs import Bound, Policy, Reference
from app.features.settlement.core.settle import settle
from app.features.settlement.service.facts import read_inputs
from app.features.workbook.core.cells import Cell
from app.features.workbook.service import export_grids, load_grids
from app.infra.db import Database
from app.kernel.actor import Actor, Via
from app.kernel.period import Period
from tests.settlement_world import book, build
from tests.workbook_world import k5_grids

FIRST_QUARTER = Period.quarter(2026, 1)
KNOWN_AT = datetime(2026, 5, 1, tzinfo=UTC)
Grids = dict[str, list[list[Cell]]]


def _set(grids: Grids, sheet: str, row: int, **cells: str) -> None:
    heading = grids[sheet][0]
    for column, value in cells.items():
        grids[sheet][row - 1][heading.index(column)] = value


@pytest.fixture
def grids() -> Grids:
    """K5 with a key that is phased in, bounds, a package and an average of years."""
    found = k5_grids()
    _set(found, "verdeelafspraken", 3, deel_nieuwe_sleutel="25 %", versie_oude_sleutel="1")
    found["verdeeldelen"].append(["SZ", "2", "1", "VLI", "", "", "400,00", "90.000,00"])
    _set(
        found, "verdeelonderdelen", 6, peildatum="gemiddelde-jaren", gemiddeld_over_jaren="1", geldt_jaren="4"
    )
    found["pakketten"].append(["IT", "plus", "Pluspakket", "2026-01-01", ""])
    _set(found, "verdeelonderdelen", 8, pakket="plus")
    return found


def _policies(database: Database, grids: Grids) -> dict[str, Policy]:
    with database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work:
        actor = load_grids(work, grids)
    with database.unit_of_work(actor, read_only=True) as work:
        inputs = read_inputs(work, FIRST_QUARTER, KNOWN_AT, is_cut_off=False)
    return {f"{one.area}{one.version}": one for one in inputs.policies}


def test_a_policy_reaches_the_settlement_as_it_was_agreed(database: Database, grids: Grids) -> None:
    found = _policies(database, grids)
    new, old = found["SZ2"], found["SZ1"]
    assert (new.phase, new.old_key) == (Fraction(1, 4), old.id)
    assert old.term.within(FIRST_QUARTER) is None
    bounded = next(part for part in new.components if part.position == 1)
    assert bounded.bounds == (Bound("VLI", 400_00, 90_000_00),)
    averaged = found["OW1"].components[0]
    assert (averaged.reference, averaged.average_years, averaged.kept_years) == (
        Reference.YEARS_AVERAGE,
        1,
        4,
    )
    assert {part.package for part in found["IT1"].components} == {"", "plus"}


def test_what_goes_out_comes_in_the_same(database: Database, grids: Grids) -> None:
    with database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work:
        actor = load_grids(work, grids)
    with database.unit_of_work(actor, read_only=True) as work:
        exported = export_grids(work)
    phased = next(row for row in exported["verdeelafspraken"] if row[:2] == ["SZ", 2])
    heading = exported["verdeelafspraken"][0]
    assert phased[heading.index("versie_oude_sleutel")] == 1
    assert exported["verdeeldelen"][1][:4] == ["SZ", 2, 1, "VLI"]


def test_the_hours_of_earlier_years_come_along_with_a_key_that_averages_them(
    database: Database, owner: Engine
) -> None:
    world = build(database)
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE policy_component SET reference = 'years_average', average_years = 1, kept_years = 1"
                " WHERE driver = 'hours'"
            )
        )
        connection.execute(
            text("UPDATE assignment SET accepted_at = '2025-01-06', started_at = '2025-01-06'")
        )
    with database.unit_of_work(world.finance) as work:
        book(work, world, "2026-SZ-0001", date(2025, 6, 2), 600)
        book(work, world, "2026-SZ-0002", date(2025, 6, 3), 301)
        book(work, world, "2026-PE-0001", date(2025, 6, 3), 60)
    with database.unit_of_work(world.finance, read_only=True) as work:
        inputs = read_inputs(work, FIRST_QUARTER, KNOWN_AT, is_cut_off=False)
    found = {row.organisation: row.quantity for row in inputs.year_quantities if row.area == "SZ"}
    # 301 minutes asked by two, equal parts; hours in an area that averages nothing are not read along
    assert found == {"BER": 600, "NLK": Fraction(301, 2), "VLI": Fraction(301, 2)}
    assert {row.area for row in inputs.year_quantities} == {"SZ"}
    sz = next(area for area in settle(inputs).areas if area.area.code == "SZ")
    # 40 % by inhabitants as ever; 6,180.00 by 600/150.5/150.5 of 901: 4,115.43 (42.730), 1,032.29 and 1,032.28 (28.635)
    assert sz.by_organisation == {
        "BER": 119_380 + 411_543,
        "NLK": 173_367 + 103_229,
        "VLI": 119_253 + 103_228,
    }
