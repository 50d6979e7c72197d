"""The workbook of a path: every formula, worked out anew, gives the cents of the path, and totals what stands above."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.features.settlement.core.baseline import Known, YearOnPath, baseline
from app.features.settlement.core.baseline_rows import BaselineRow, FactKind, FactRow
from app.features.settlement.core.path_book import NOBODY, PathFacts, path_book
from app.features.settlement.core.year_budget import YearBudget
from app.infra.sheets import write_book
from app.kernel.explain import Node, Source, Unit, leaf, reading, summed
from app.kernel.glossary import PATH_STANDING_LABELS
from tests.golden.test_baseline_cases import RAW, read_row
from tests.golden.test_baseline_cases import facts_of as told_in
from tests.spreadsheet import Book, written_out

NAMES = {"P": "Polderdam", "Q": "Quadijk"}


def _row(**changes: Any) -> BaselineRow:
    raw = {
        "case": "Proef", "base": "2024", "path": "2025-2027", "kind": "linear", "prices": "current", "key": "equal",
        "spent": ["P 60.00", "Q 40.01"], "planned": {"2027": "70.00"},
    }  # fmt: skip
    return read_row(raw | changes)


def _book(
    row: BaselineRow,
    path: tuple[YearOnPath, ...],
    names: dict[str, str],
    seen: Callable[[Node], Node] | None = None,
) -> Book:
    """The workbook, in which every formula gives the value that was kept with it."""
    sources = {one.organisation: one.source for one in row.spent}
    facts = PathFacts((("Versie", "1"),), names, PATH_STANDING_LABELS, sources)
    book = Book(write_book(path_book(row, path, facts, seen or (lambda node: node))))
    assert [at for at in book.formulas() if book.kept(*at) != book.reckoned(*at)] == []
    return book


def _line(book: Book, sheet: str, *starts: object) -> dict[str, Decimal | str | None]:
    """The row whose first cells are these, by the letter of the column."""
    wanted = [Decimal(one) if isinstance(one, int) else one for one in starts]
    for number in range(1, 400):
        cells = {letter: book.reckoned(sheet, f"{letter}{number}") for letter in "ABCDEFGHIJ"}
        if [cells[letter] for letter in "ABC"][: len(wanted)] == wanted:
            return cells
    raise AssertionError(f"{sheet} has no row {starts}")


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw["case"])
def test_every_case_adds_up(raw: dict[str, Any]) -> None:
    row = read_row(raw)
    path = baseline(row, Known(raw["names"], facts=told_in(raw, row)))
    book = _book(row, path, raw["names"])
    assert set(book.sheets) == {"Pad", "Deelnemers", "Nulmeting", "Uitleg"}
    for one in path:
        found = _line(book, "Pad", one.year)
        paid = one.paid if one.is_whole or one.paid.value else None
        shown = [one.before, one.planned, one.budget, paid, None, one.gain, one.saved]
        assert [found[letter] for letter in "BCDEGH"] == [
            None if node is None else _euros(int(node.value)) for node in (*shown[:4], *shown[5:])
        ]
        assert found["F"] == (None if one.over_cents is None else _euros(one.over_cents))
        assert found["I"] == PATH_STANDING_LABELS[one.standing.value]


def _amount(what: str, cents: int) -> Node:
    return leaf(what, cents, Unit.CENTS, Source("budget", "b", "begroting 2026"))


@pytest.fixture
def path() -> tuple[YearOnPath, ...]:
    """2025 paid with a gain beside it, 2026 budgeted but for 5.00 that is charged to nobody, 2027 to come."""
    mine = summed("Begroot voor Polderdam in 2026", [_amount("Onderwijs", 45_00)], Unit.CENTS, owner="P")
    budget = YearBudget(_amount("Begroot voor 2026", 90_00), {"P": mine, "Q": _amount("Quadijk", 40_00)})
    facts = (
        FactRow(FactKind.PAID, "P", 2025, 50_00, "bijdrage", "jaarrekening"),
        FactRow(FactKind.PAID, "Q", 2025, 39_99, "bijdrage", "jaarrekening"),
        FactRow(FactKind.GAIN, "Q", 2025, 2_00, "minder verzuim", "evaluatie"),
    )
    return baseline(_row(), Known(NAMES, facts=facts, budgets={2026: budget}))


def test_a_year_of_the_partners_totals_to_that_of_the_path(path: tuple[YearOnPath, ...]) -> None:
    book = _book(_row(), path, NAMES)
    q = _line(book, "Deelnemers", 2025, "Q")
    # 40.01 − 39.99 + 2.00
    assert (q["C"], q["H"], q["I"], q["J"]) == ("Quadijk", _euros(2_00), _euros(2_02), _euros(2_02))
    together = _line(book, "Pad", 2025)
    # 12.02 of 100.01 − 89.99 + 2.00
    assert (together["E"], together["G"], together["H"]) == (_euros(89_99), _euros(12_02), _euros(12_02))
    assert [_line(book, "Deelnemers", 2026, code)["F"] for code in ("P", "Q")] == [
        _euros(45_00),
        _euros(40_00),
    ]
    nobody = next(at[1:] for at, cell in book.sheets["Deelnemers"].items() if cell.value == NOBODY)
    assert book.reckoned("Deelnemers", f"F{nobody}") == _euros(5_00)
    assert _line(book, "Pad", 2026)["D"] == _euros(90_00)
    last = _line(book, "Pad", 2027)
    assert [last[letter] for letter in "DFGH"] == [None] * 4


def test_what_was_paid_stands_there_once_something_was_or_the_year_is_whole() -> None:
    some = FactRow(FactKind.PAID, "P", 2026, 5_00, "bijdrage", "jaarrekening")
    none = tuple(FactRow(FactKind.PAID, code, 2025, 0, "bijdrage", "jaarrekening") for code in "PQ")
    book = _book(_row(), baseline(_row(), Known(NAMES, facts=(some, *none))), NAMES)
    assert [_line(book, "Pad", year)["E"] for year in (2025, 2026, 2027)] == [_euros(0), _euros(5_00), None]
    assert [[_line(book, "Deelnemers", year, code)["G"] for code in "PQ"] for year in (2025, 2026, 2027)] == [
        [_euros(0)] * 2,
        [_euros(5_00), _euros(0)],
        [None] * 2,
    ]
    rows = [at[1:] for at, cell in book.sheets["Deelnemers"].items() if cell.value == "Samen"]
    together = [book.reckoned("Deelnemers", f"G{row}") for row in rows]
    assert together == [_euros(0), _euros(5_00), None]
    heads = {str(cell.value) for cell in book.sheets["Pad"].values()}
    assert "Meer dan gepland (betaald, anders begroot)" in heads


def test_where_it_began_is_totalled_and_sources_stand_beside(path: tuple[YearOnPath, ...]) -> None:
    row = replace(_row(index={"2025": "5/2"}), weight_name="Werkplekken")
    book = _book(row, path, NAMES)
    p = _line(book, "Nulmeting", "P")
    assert (p["B"], p["C"], p["D"], p["E"]) == ("Polderdam", Decimal(2024), _euros(60_00), Decimal(2025))
    assert p["H"] == row.spent[0].source
    assert _line(book, "Nulmeting", "Samen")["D"] == _euros(100_01)
    rise = _line(book, "Nulmeting", 2025)
    assert rise["B"] == Decimal(Fraction(5, 2).numerator) / 2
    assert _line(book, "Nulmeting", 2027)["D"] == _euros(70_00)


def test_of_another_partner_the_amount_stands_without_its_steps(path: tuple[YearOnPath, ...]) -> None:
    def texts(book: Book) -> str:
        return " ".join(str(cell.value) for cell in book.sheets["Uitleg"].values())

    assert "Onderwijs" in texts(_book(_row(), path, NAMES))
    mine, other = (_book(_row(), path, NAMES, reading(code)) for code in "PQ")
    assert "Onderwijs" in texts(mine)
    assert "Onderwijs" not in texts(other)
    assert _line(other, "Deelnemers", 2026, "P")["F"] == _euros(45_00)


def test_a_budget_that_is_not_divided_stands_together_only() -> None:
    undivided = YearBudget(_amount("Begroot voor 2026", 90_00), undivided="Vul het jaarcontract in.")
    book = _book(_row(), baseline(_row(), Known(NAMES, budgets={2026: undivided})), NAMES)
    assert _line(book, "Deelnemers", 2026, "P")["F"] is None
    assert _line(book, "Pad", 2026)["D"] == _euros(90_00)
    assert _line(book, "Pad", 2026)["F"] == _euros(90_00 - 80_00)


def test_a_plan_that_is_not_cut_stands_together_only(path: tuple[YearOnPath, ...]) -> None:
    whole, nobody, _ = path
    uncut = replace(whole, partners=tuple(replace(part, planned=None) for part in whole.partners))
    nothing = summed("Niets", [], Unit.CENTS)
    alone = replace(nobody, partners=(), before=nothing, paid=nothing, budget=None, unshared=None)
    book = _book(_row(), (uncut, alone), NAMES)
    assert [_line(book, "Deelnemers", 2025, code)["E"] for code in "PQ"] == [None, None]
    for one in (uncut, alone):
        assert _line(book, "Pad", one.year)["C"] == _euros(int(one.planned.value))


def test_without_a_source_its_place_is_empty() -> None:
    row = _row()
    path = baseline(row, Known(NAMES))
    facts = PathFacts((), NAMES, PATH_STANDING_LABELS, {})
    assert (
        _line(Book(write_book(path_book(row, path, facts, lambda node: node))), "Nulmeting", "P")["H"] is None
    )


def test_a_path_is_the_workbook_that_is_written(path: tuple[YearOnPath, ...]) -> None:
    row = _row()
    sources = {one.organisation: one.source for one in row.spent}
    facts = PathFacts((("Versie", "1"),), NAMES, PATH_STANDING_LABELS, sources)
    written = Path(__file__).parents[1] / "golden" / "workbook" / "path.txt"
    assert written_out(path_book(row, path, facts, lambda node: node)) == written.read_text(encoding="utf-8")
