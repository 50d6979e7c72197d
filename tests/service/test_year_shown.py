"""What is shown of a year against the database: workbooks that add up, and what carried results leave."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.features.costs import service as costs
from app.features.costs.core import Category
from app.features.costs.core.rows import CostEntryRow
from app.features.settlement import service
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.core.run import Run
from app.features.settlement.service.balances import list_balances
from app.features.settlement.service.book import run_book
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import doors_of
from tests.service.test_year_runs import (
    LAST_YEAR,
    Q1,
    advance_of,
    book_late,
    correction_of,
    final_quarter,
    settlement_of,
    with_education,
)
from tests.settlement_world import World, build
from tests.spreadsheet import Book


@pytest.fixture
def yearly(database: Database) -> World:
    """The collaboration with education, on a budget of 1,200.03."""
    return with_education(database)


def test_the_totals_in_the_workbook_of_an_advance_and_of_its_year_are_formulas_of_the_same_cents(
    yearly: World, clock: FixedClock
) -> None:
    # 1,200.03 over three and four quarters: 100.01, 100.00 … cannot be had by dividing what is printed
    advance, _ = advance_of(yearly, Q1)
    book, settlement = _book(yearly, advance, "voorschot-2026-Q1.xlsx")
    last = len(settlement.lines) + 2
    assert book.reckoned("Regels", f"J{last}") == _euros(sum(one.amount_cents for one in settlement.lines))
    assert {one.amount_cents for one in settlement.lines} <= {10_000, 10_001}
    clock.set(datetime(2027, 1, 5, 9, 0, tzinfo=UTC))
    with yearly.database.unit_of_work(yearly.finance) as work:
        row = CostEntryRow("OW", date(2026, 6, 1), Category.STAFF, 150_001, 0, "J1", "School", "Jaar")
        costs.add_entry(work, row)
        year = service.start(work, Period.year(2026))
    book, settlement = _book(yearly, year, "afrekening-2026.xlsx")
    taken = [line.amount_cents for line in settlement.lines if line.kind is LineKind.ADVANCE]
    assert sum(taken) == -sum(one.amount_cents for one in settlement_of(yearly, advance).lines)
    last = len(settlement.lines) + 2
    assert book.reckoned("Regels", f"J{last}") == _euros(sum(one.amount_cents for one in settlement.lines))


def test_so_they_are_in_that_of_a_correction(database: Database, clock: FixedClock) -> None:
    world = build(database)
    final_quarter(world)
    book_late(world, clock)
    book, settlement = _book(world, correction_of(world), "correctie-2026-Q1.xlsx", "SZ")
    last = len(settlement.lines) + 2
    assert book.reckoned("Regels", f"J{last}") == _euros(sum(one.amount_cents for one in settlement.lines))
    assert settlement.totals.divided_cents != 0


def _book(world: World, run: Run, name: str, area: str = "OW") -> tuple[Book, Settlement]:
    """The workbook of a run, in which every formula gives the value that was kept with it."""
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        found, content = run_book(work, run.id)
    book = Book(content)
    formulas = book.formulas()
    assert found == name
    assert {sheet for sheet, _ in formulas} >= {"Samenvatting", "Regels", area}
    assert [at for at in formulas if book.kept(*at) != book.reckoned(*at)] == []
    return book, settlement_of(world, run)


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def test_a_carried_result_stands_open_until_the_run_that_takes_it(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    world = build(database, LAST_YEAR)
    clock.set(datetime(2026, 4, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        assert list_balances(work).accounts == ()
        costs.add_entry(
            work,
            CostEntryRow("PE", date(2025, 11, 30), Category.STAFF, 5_000, 0, "S0", "Bergambacht", "Uren"),
        )
    final_quarter(world, Period.quarter(2025, 4))
    with world.database.unit_of_work(world.finance) as work:
        (account,) = list_balances(work).accounts
    assert (account.area.code, account.goes_to.value, account.balance_cents) == ("PE", "carried", 5_000)
    (struck,) = account.movements
    assert (struck.year, struck.costs_cents - struck.charged_cents) == (2025, 5_000)
    first, _ = final_quarter(world, Q1)
    settlement = settlement_of(world, first)
    with world.database.unit_of_work(world.finance) as work:
        (account,) = list_balances(work).accounts
    kinds = [(one.kind.value, one.run == str(first.id), one.amount_cents) for one in account.movements]
    (pe,) = [area for area in settlement.areas if area.area.code == "PE"]
    assert kinds[1:] == [("opened", True, -5_000), ("struck", True, pe.result_cents)]
    page = doors_of(database, tmp_path)(Role.FINANCE).get("/k5/tariefresultaten").text.replace("\u00a0", " ")
    for said in ("€ 50,00 tekort</span>", "€ 50,00 tekort eraf</span>", "€ 0,00</span>"):
        assert said in page
    assert "Het resultaat gaat binnen het jaar mee; aan het eind van het jaar naar het volgende." in page
    assert "plus is tekort" not in page
    assert account.balance_cents == pe.result_cents
    assert pe.costs_cents - pe.divided_cents == pe.result_cents
