"""The workbook of a run: every formula, worked out anew, gives the cents that the settlement says."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from app.features.settlement import service
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.service.book import run_book
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.period import Period
from tests.service.approved_run import approved_run, partnership
from tests.settlement_world import World, build
from tests.spreadsheet import Book


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _book(database: Database, actor: Actor, run_id: UUID) -> tuple[Book, Settlement]:
    with database.unit_of_work(actor, read_only=True) as work:
        name, content = run_book(work, run_id)
        settlement, _ = service.get_settlement(work, run_id)
    assert name == "afrekening-2026-Q1.xlsx" or name.startswith("afrekening-2026")
    return Book(content), settlement


def _draft(world: World) -> UUID:
    with world.database.unit_of_work(world.finance) as work:
        return service.start(work, Period.quarter(2026, 1)).id


def test_every_formula_gives_the_value_that_stands_with_it(world: World) -> None:
    book, _ = _book(world.database, world.finance, _draft(world))
    formulas = book.formulas()
    assert len(formulas) > 40
    assert {sheet for sheet, _ in formulas} == {"Samenvatting", "Regels", "PE", "SZ"}
    wrong = [
        (sheet, at, book.kept(sheet, at), book.reckoned(sheet, at))
        for sheet, at in formulas
        if book.kept(sheet, at) != book.reckoned(sheet, at)
    ]
    assert wrong == []


def test_so_it_is_in_a_run_with_secondments_tariffs_and_six_areas(database: Database) -> None:
    system = partnership(database)
    run_id = approved_run(database, system)
    book, settlement = _book(database, system, run_id)
    assert set(book.sheets) == {"Samenvatting", "Regels", *(area.area.code for area in settlement.areas)}
    assert [
        (sheet, at) for sheet, at in book.formulas() if book.kept(sheet, at) != book.reckoned(sheet, at)
    ] == []
    last = len(settlement.lines) + 2
    assert book.reckoned("Regels", f"J{last}") == _euros(sum(one.amount_cents for one in settlement.lines))
    assert any(line.kind is LineKind.SECONDMENT for line in settlement.lines)


def test_the_table_adds_up_the_lines(world: World) -> None:
    book, settlement = _book(world.database, world.finance, _draft(world))
    cells = book.sheets["Samenvatting"]
    (head,) = (
        at
        for at, cell in cells.items()
        if cell.value == "Deelnemer" and cells[f"B{at[1:]}"].value == "Personeel"
    )
    first = int(head[1:]) + 1
    codes = list(settlement.totals.by_organisation)
    for number, code in enumerate(codes):
        found = [book.reckoned("Samenvatting", f"{letter}{first + number}") for letter in "BCD"]
        pe, sz = (area.by_organisation[code] for area in settlement.areas)
        assert found == [_euros(pe), _euros(sz), _euros(pe + sz)]
    foot = first + len(codes)
    assert book.reckoned("Samenvatting", f"D{foot}") == _euros(settlement.totals.divided_cents)


def test_an_office_finds_its_own_derivations_and_of_others_the_amounts(world: World) -> None:
    run_id = _draft(world)
    with world.database.unit_of_work(world.finance) as work:
        inputs = service.get_inputs(work, run_id)
    others = [row.number for row in inputs.assignments if "VLI" not in {share.of for share in row.shares}]
    book, settlement = _book(world.database, world.office("VLI"), run_id)
    texts = [str(cell.value) for cells in book.sheets.values() for cell in cells.values()]
    assert not [number for number in others if any(number in text for text in texts)]
    assert [
        (sheet, at) for sheet, at in book.formulas() if book.kept(sheet, at) != book.reckoned(sheet, at)
    ] == []
    headings = [text for text in texts if text.startswith("Regel ") and "," in text]
    assert headings
    assert all("Vlist" in text for text in headings)
    amounts = {cell.value for cell in book.sheets["Samenvatting"].values()}
    assert _euros(settlement.totals.by_organisation["BER"]) in amounts


def test_moments_are_those_of_amsterdam_and_answers_are_in_words(
    database: Database, clock: FixedClock
) -> None:
    clock.set(datetime(2026, 4, 28, 22, 30, tzinfo=UTC))
    system = partnership(database)
    book, _ = _book(database, system, approved_run(database, system))
    cells = book.sheets["Samenvatting"]
    texts = [str(cell.value) for cell in cells.values()]
    assert "1, woensdag 29 april 2026, 00:30" in texts
    answers = {cells[f"A{at[1:]}"].value: at[1:] for at, cell in cells.items() if cell.value == "door stilte"}
    assert list(answers) == ["Vlist"]
    assert cells[f"D{answers['Vlist']}"].value == (date(2026, 4, 29) - date(1899, 12, 30)).days


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
