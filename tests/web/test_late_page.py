"""What became known after a final settlement: said on the list of runs, on the page of the run, and by the API."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.features.costs import service as costs
from app.features.costs.core import Category
from app.features.costs.core.rows import CostEntryRow
from app.features.settlement import service
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import Browse, doors_of
from tests.service.test_year_runs import LAST_YEAR
from tests.settlement_world import World, approved, book, build

PAGE, API = "/k5/afrekeningen", "/api/v1/nagekomen-gegevens"
CUT_OFF = datetime(2026, 4, 20, 9, tzinfo=UTC)
Q1, LAST_QUARTER = Period.quarter(2026, 1), Period.quarter(2025, 4)
SENTENCE = (
    "Na de afrekening over het 1e kwartaal 2026 kwamen nog 1 urenregel (2:00 uur) en 1 kostenregel (€ 1,00) "
    "binnen."
)
STATEMENTS = [13, 17, 8]
"""Of the list of runs, of one run, and of the API."""
BUTTON = "Correctie maken"


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The collaboration on the day on which it settles."""
    clock.set(CUT_OFF)
    made = build(database, LAST_YEAR)
    _cost(made, 5_000, "PE", date(2025, 11, 30))
    return made


@pytest.fixture
def browse(database: Database, tmp_path: Path) -> Browse:
    """A client for a role."""
    return doors_of(database, tmp_path)


def _settled(world: World, period: Period) -> UUID:
    run_id = approved(world, period)
    with world.database.unit_of_work(world.finance) as work:
        service.make_final(work, run_id)
    return run_id


def _cost(world: World, cents: int, pool: str, day: date) -> None:
    row = CostEntryRow(pool, day, Category.OTHER, cents, 0, f"L{cents}", "Laatkomer", "Te laat")
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(work, row)


def _late(world: World, clock: FixedClock) -> UUID:
    """The first quarter final, and a day later a cost and two hours of it."""
    run_id = _settled(world, Q1)
    clock.set(CUT_OFF + timedelta(days=1))
    _cost(world, 100, "SZ", date(2026, 3, 31))
    with world.database.unit_of_work(world.system) as work:
        book(work, world, "2026-PE-0001", date(2026, 3, 9), 120, at=work.now)
    return run_id


def test_nothing_is_said_while_a_final_settlement_knew_all(world: World, browse: Browse) -> None:
    run_id = _settled(world, Q1)
    finance = browse(Role.FINANCE)
    for page in (PAGE, f"{PAGE}/{run_id}"):
        found = finance.get(page).text
        assert "later bekend" not in found
        assert BUTTON not in found
    assert finance.get(API).json() == {"afrekenruns": []}


def test_finance_finds_what_came_later_and_starts_a_correction_from_it(
    world: World, clock: FixedClock, browse: Browse
) -> None:
    run_id = _late(world, clock)
    finance = browse(Role.FINANCE)
    listed, one = (finance.get(page).text.replace("\u00a0", " ") for page in (PAGE, f"{PAGE}/{run_id}"))
    for page in (listed, one):
        assert SENTENCE in page
        assert "Maak een correctie." in page
        assert '<input type="hidden" name="correctie" value="2026-Q1">' in page
        assert BUTTON in page
    for words in (
        "Wat later bekend werd",
        "1 urenregel (2:00 uur)<br>1 kostenregel (€ 1,00)",
        "di 21 apr 2026",
    ):
        assert words in listed
    made = finance.post(f"{PAGE}/correcties", data={"correctie": "2026-Q1"})
    assert made.status_code == 303
    for page in (PAGE, f"{PAGE}/{run_id}"):
        found = finance.get(page).text.replace("\u00a0", " ")
        assert SENTENCE in found
        assert "Er loopt al een correctie." in found
        assert f'<a href="{made.headers["location"]}">Naar de correctie</a>' in found
        assert BUTTON not in found
    (told,) = finance.get(API).json()["afrekenruns"]
    assert made.headers["location"] == f"{PAGE}/{told['correctie']}"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CONTROLLER, Role.MANAGER, Role.BOARD])
def test_who_reads_settlements_hears_of_it_and_makes_no_correction(
    world: World, clock: FixedClock, browse: Browse, role: Role
) -> None:
    run_id = _late(world, clock)
    client = browse(role)
    for page in (PAGE, f"{PAGE}/{run_id}"):
        found = client.get(page).text.replace("\u00a0", " ")
        assert SENTENCE in found
        assert "Financiën verrekent dit met een correctie." in found
        assert BUTTON not in found
        assert "trek haar dan in" not in found
    assert client.get(API).status_code == 200


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANDATE_HOLDER, Role.COUNCIL])
def test_others_do_not(world: World, browse: Browse, role: Role) -> None:
    assert browse(role).get(API).status_code == 403


def test_by_the_api_it_is_counted_per_run_and_kind(world: World, clock: FixedClock, browse: Browse) -> None:
    run_id = _late(world, clock)
    at = "2026-04-21T09:00:00Z"
    (told,) = browse(Role.CONTROLLER).get(API).json()["afrekenruns"]
    assert told.pop("zin").replace("\u00a0", " ") == SENTENCE
    hours = {"soort": "uren", "aantalTotaal": 1, "minuten": 120, "bedragCenten": None, "sindsOp": at}
    spent = {"soort": "kosten", "aantalTotaal": 1, "minuten": None, "bedragCenten": 100, "sindsOp": at}
    assert told == {
        "afrekenrun": str(run_id),
        "periode": "2026-Q1",
        "sindsOp": at,
        "nagekomen": [hours, spent],
        "correctie": None,
    }


def test_several_periods_are_corrected_at_once_and_take_no_more_statements(
    world: World, clock: FixedClock, browse: Browse, count_statements: Callable[[Engine], list[str]]
) -> None:
    run_id = _late(world, clock)
    finance, statements = browse(Role.FINANCE), count_statements(world.database.engine)

    def counted() -> list[int]:
        found = []
        for page in (PAGE, f"{PAGE}/{run_id}", API):
            statements.clear()
            assert finance.get(page).status_code == 200
            found.append(len(statements))
        return found

    assert finance.get(PAGE).status_code == 200
    first = counted()
    _settled(world, LAST_QUARTER)
    clock.set(CUT_OFF + timedelta(days=2))
    _cost(world, 200, "PE", date(2025, 12, 1))
    page = finance.get(PAGE).text
    assert "Na twee afrekeningen kwamen nog gegevens binnen." in page
    assert page.index('name="correctie" value="2026-Q1"') < page.index('name="correctie" value="2025-Q4"')
    assert counted() == first == STATEMENTS
    both = {"correctie": ["2026-Q1", "2025-Q4"]}
    assert finance.post(f"{PAGE}/correcties", data=both).status_code == 303
