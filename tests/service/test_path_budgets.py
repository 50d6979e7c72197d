"""The budget of a year per partner on a path, and the path as a workbook, against the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from app.features.partnership.core.rows import PartnershipRows, Term, YearContractRow
from app.features.settlement.core.baseline import PathFigure
from app.features.settlement.service.baselines import reading
from app.features.settlement.service.baselines.book import book_of_path
from app.infra.db import Database
from app.kernel.errors import NotFound
from app.kernel.explain import check
from tests.service.test_baselines import ROW, final_quarter, set_row
from tests.settlement_world import World, build
from tests.spreadsheet import Book


def _contracted(database: Database) -> World:
    """The same with a contract for the hours of each in each area: 40, 20 and 20 hours."""
    year = Term(date(2026, 1, 1), date(2026, 12, 31))
    contracts = tuple(
        YearContractRow(f"JC-{area}-{code}", area, code, year, agreed_minutes=hours * 60)
        for area in ("SZ", "PE")
        for code, hours in (("BER", 40), ("NLK", 20), ("VLI", 20))
    )
    return build(database, PartnershipRows(year_contracts=contracts))


def test_the_budget_of_a_year_charges_each_partner_by_the_policies_and_its_contracts(
    database: Database,
) -> None:
    world = _contracted(database)
    set_row(world, ROW)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert reading.show(work, "geheel").undivided_budgets == {}
        shown, mine = reading.explain(work, "geheel", None, 2026, PathFigure.BUDGET, "VLI")
    year = shown.path[1]
    check(mine)
    personnel, _ = mine.operands
    assert [one.what for one in mine.operands] == ["Personeel", "Sociale zaken"]
    # 20 hours of personnel at 82.50
    assert personnel.value == 20 * 8_250
    assert year.budget is not None
    assert year.unshared is not None
    parts = {one.organisation: one.budget.value for one in year.partners if one.budget}
    assert set(parts) == {"BER", "NLK", "VLI"}
    assert sum(parts.values()) + year.unshared.value == year.budget.value
    # what is left is of personnel only: its costs less 80 hours at its tariff
    whole, _ = year.budget.operands
    assert year.unshared.value == whole.value - 80 * 8_250
    with world.database.unit_of_work(world.office("VLI"), read_only=True) as work:
        _, own = reading.explain(work, "geheel", None, 2026, PathFigure.BUDGET, "VLI")
        _, other = reading.explain(work, "geheel", None, 2026, PathFigure.BUDGET, "BER")
    assert own.operands
    assert (other.value, other.operands) == (parts["BER"], ())


def test_without_a_plan_a_budget_is_not_divided_and_says_what_to_fill_in(database: Database) -> None:
    world = build(database)
    set_row(world, ROW)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        shown = reading.show(work, "geheel")
        with pytest.raises(NotFound):
            reading.explain(work, "geheel", None, 2026, PathFigure.BUDGET, "VLI")
    assert shown.path[1].budget is not None
    assert [one.budget for one in shown.path[1].partners] == [None] * 3
    said = shown.undivided_budgets[2026]
    assert "Om Sociale zaken in 2026 vooraf te verdelen ontbreekt het jaarcontract van Bergambacht" in said
    assert said.endswith("Vul het jaarcontract in.")


def test_the_workbook_of_a_path_adds_up_and_a_partner_finds_no_sources_of_others(database: Database) -> None:
    world = _contracted(database)
    set_row(world, ROW)
    set_row(world, replace(ROW, reason="Nog eens"), 1)
    books = {}
    for who, actor in (("finance", world.finance), ("VLI", world.office("VLI"))):
        with world.database.unit_of_work(actor, read_only=True) as work:
            name, content = book_of_path(work, "geheel")
            assert name == "meerjarenpad-geheel.xlsx"
            assert book_of_path(work, "geheel", 1)[0] == "meerjarenpad-geheel-versie-1.xlsx"
        books[who] = Book(content)
        formulas = books[who].formulas()
        assert len(formulas) > 50
        assert [at for at in formulas if books[who].kept(*at) != books[who].reckoned(*at)] == []
    sources = {
        who: [book.reckoned("Nulmeting", f"H{row}") for row in (2, 3, 4)] for who, book in books.items()
    }
    assert sources["finance"] == ["Jaarrekening 2024"] * 3
    assert [one or None for one in sources["VLI"]] == [None, None, "Jaarrekening 2024"]
    assert len(books["VLI"].sheets["Uitleg"]) < len(books["finance"].sheets["Uitleg"])


def test_a_path_takes_the_same_statements_whatever_was_settled(
    database: Database, count_statements: Callable[[Engine], list[str]]
) -> None:
    world = _contracted(database)
    set_row(world, ROW)
    statements = count_statements(world.database.engine)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        reading.show(work, "geheel")
    before = len(statements)
    final_quarter(world)
    statements.clear()
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        reading.show(work, "geheel")
    assert len(statements) == before == 39
