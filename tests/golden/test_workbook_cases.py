"""The workbook of a settlement as it is written in `workbook/*.txt`, cell by cell; and its formulas, worked out."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from app.features.settlement.core.book import LINES, BookFacts, lines_of_reader, settlement_book
from app.features.settlement.core.comparing import Cell as Compared
from app.features.settlement.core.comparing import compared
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.run import Answer, Comment, Confirmation
from app.features.settlement.core.settle import settle
from app.features.settlement.core.tree_rows import TreeRows
from app.infra.sheets import write_book
from app.kernel.explain import Node, Source, Unit, leaf, less, product, reading, summed
from app.kernel.spreadsheet import Sheet
from tests.golden import paper_case
from tests.golden.settlement_reader import read_inputs
from tests.golden.year_reader import Year
from tests.spreadsheet import Book, cell_text, written_out

WRITTEN = Path(__file__).parent / "workbook"
AT = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
KINDS = {
    "share": "deel",
    "advance": "voorschot",
    "tariff": "tarief",
    "secondment": "detachering",
    "input_vat": "btw op kosten",
}
VAT = {"S": "belast", "E": "vrijgesteld", "O": "buiten de btw"}


def _facts(
    reader: str = "", answers: tuple[Confirmation, ...] = (), comments: tuple[Comment, ...] = ()
) -> BookFacts:
    said = {"confirmed": "akkoord", "silent": "stilte"}
    return BookFacts((("Samenwerking", "Proef"),), KINDS, VAT, answers, said, comments, reader)


def _quarter() -> Settlement:
    """X has a tariff, a rest, staff on loan and 21 % VAT; Y is run by a partner and has a result."""
    return settle(
        read_inputs(
            {
                "period": "2026-Q1",
                "partners": {"P": "", "Q": ""},
                "names": {"P": "Polderdam", "Q": "Quadijk", "C": "Centrum"},
                "areas": {
                    "X": {
                        "name": "Onderwijs",
                        "policy": ["tariff hour", "rest by inhabitants"],
                        "vat": "S 21",
                        "tariffs": {"t": {"name": "Adviseur", "price": "hour adviseur 60.00"}},
                    },
                    "Y": {
                        "policy": ["tariff hour"],
                        "vat": "O",
                        "provider": "Q",
                        "tariffs": {"u": {"price": "hour adviseur 50.00"}},
                    },
                },
                "statistics": {"inhabitants": {"P": "1", "Q": "2"}},
                "hours": ["X P 0:20 at t", "Y P 0:10 at u"],
                "costs": ["X staff 80.00", "X ict 40.00 vat 8.40", "Y staff 10.00"],
                "secondments": ["P X 0.1 3650.00 2026-01-01..2026-01-10"],
            }
        )
    )


def _sheets(found: Settlement, cells: tuple[Compared, ...], facts: BookFacts) -> tuple[Sheet, ...]:
    """The book of a reader, empty for who may see everything."""
    reader = facts.reader
    seen = reading(reader) if reader else _all
    lines = lines_of_reader(found, reader)
    costs = {area.area.code: seen(area.costs) for area in found.areas}
    return settlement_book(found, cells, facts, {line.number: seen(line.derivation) for line in lines}, costs)


def _all(node: Node) -> Node:
    return node


def test_a_quarter_is_the_workbook_that_is_written() -> None:
    found = _quarter()
    answers = (
        Confirmation("P", AT, "B. Beheer", Answer.CONFIRMED, "akkoord bevonden"),
        Confirmation("Q", AT, "", Answer.SILENT, None),
    )
    comments = (
        Comment(1, "deviation", ("cell", "X/P"), "P betaalt meer.", "Er is meer gevraagd.", AT, "F. Finance"),
    )
    cells = compared(found, None, {("X", "P"): 50_00}, {})
    sheets = _sheets(found, cells, _facts(answers=answers, comments=comments))
    assert written_out(sheets) == (WRITTEN / "quarter.txt").read_text(encoding="utf-8")


def test_a_partner_finds_its_own_position_and_derivations() -> None:
    found = _quarter()
    sheets = _sheets(found, compared(found, None, {}, {}), _facts("Q"))
    assert written_out(sheets) == (WRITTEN / "quarter-of-a-partner.txt").read_text(encoding="utf-8")


def test_every_formula_gives_the_value_that_stands_with_it() -> None:
    found = settle(paper_case.inputs())
    for reader in ("", "SHV", "NLK"):
        cells = compared(found, found, {}, {})
        book = Book(write_book(_sheets(found, cells, _facts(reader))))
        formulas = book.formulas()
        assert len(formulas) > 100
        assert [at for at in formulas if book.kept(*at) != book.reckoned(*at)] == []


def test_an_advance_stands_in_the_table_and_what_is_taken_off_does_not() -> None:
    year = Year(
        {
            "partners": {"P": "", "Q": ""},
            "areas": {
                "X": {
                    "every": "12",
                    "advances": "yes",
                    "provider": "P",
                    "vat": "S 21",
                    "policy": ["whole by equal"],
                }
            },
            "budget": ["X staff 400.00"],
            "costs": ["X staff 500.00 on 2026-01-01"],
        }
    )
    told = []
    for found in (year.settle({"advance": "2026-Q1"}), year.settle({"settle": "2026"})):
        (sheet,) = (one for one in _sheets(found, (), _facts()) if one.name == LINES)
        head = [cell_text(cell).strip("*") for cell in sheet.rows[0]]
        shown = [
            head.index(name) for name in ("Deelnemer", "Soort", "In de tabel", "Bedrag", "Btw", "Eigen deel")
        ]
        told.append([" | ".join(cell_text(row[at]) for at in shown) for row in sheet.rows[1:-1]])
    assert told == [
        ["P | voorschot | ja | € 50.00 |  | ja", "Q | voorschot | ja | € 50.00 | belast | nee"],
        [
            "P | deel | ja | € 250.00 |  | ja",
            "P | voorschot | nee | € -50.00 |  | ja",
            "Q | deel | ja | € 250.00 | belast | nee",
            "Q | voorschot | nee | € -50.00 | belast | nee",
        ],
    ]


def test_parts_of_a_cent_are_no_formula_and_stand_again_where_they_are_used_again() -> None:
    whole = leaf("Kosten", 1_01, Unit.CENTS, Source("entry", "e", "factuur 1"))
    half = product("Helft", [whole, leaf("Deel", Fraction(1, 2), Unit.SHARE)], Unit.CENTS)
    tree = TreeRows()
    tree.add(summed("Samen", [half, half], Unit.CENTS), 0)
    tree.add(less("Rest", whole, [whole]), 0)
    shown = [
        f"{str(row[0]).strip()}: {cell_text(row[2])}".replace("\N{NO-BREAK SPACE}", "") for row in tree.rows
    ]
    assert shown == [
        "Samen: € 1.01",
        "Helft: 101/200",
        "Kosten: € 1.01",
        "Deel: ",
        "Helft (zie rij 2): 101/200",
        "Rest: =ROUND(C7-ROUND(SUM(C8),2),2) → 0.00",
        "Kosten (zie rij 3): =C3 → 1.01",
        "Kosten (zie rij 3): =C3 → 1.01",
    ]
