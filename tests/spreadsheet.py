"""A spreadsheet that adds up: reads the formulas of an XLSX file and reckons them, exactly, from its cells.

Knows what our workbooks use (SUM, SUMIFS, ROUND, plus and minus) and refuses anything else, so that a formula
that no test has reckoned cannot slip in.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

from app.kernel.spreadsheet import Bold, Cell, Formula, Money, Sheet

NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"[^"]*")|(?P<call>[A-Z]+)\(|'
    r"(?P<ref>(?:[A-Za-z]+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<sign>[-+,()]))"
)
Value = Decimal | str | None


@dataclass(frozen=True)
class Written:
    """What stands in a cell: a formula, if any, and the value that was kept with it."""

    formula: str
    value: Value


class Book:
    """The sheets of a file, each cell by its address."""

    def __init__(self, content: bytes) -> None:
        self.sheets: dict[str, dict[str, Written]] = {}
        self._known: dict[tuple[str, str], Value] = {}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            shared = _texts(archive)
            names = [
                sheet.attrib["name"]
                for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{NAME}sheet")
            ]
            for number, name in enumerate(names, 1):
                root = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
                self.sheets[name] = {
                    cell.attrib["r"]: _written(cell, shared) for cell in root.iter(f"{NAME}c")
                }

    def formulas(self) -> list[tuple[str, str]]:
        """Sheet and address of every formula."""
        return [
            (name, at) for name, cells in self.sheets.items() for at, cell in cells.items() if cell.formula
        ]

    def kept(self, sheet: str, at: str) -> Value:
        """The value that was kept with a cell."""
        return self.sheets[sheet][at].value

    def reckoned(self, sheet: str, at: str) -> Value:
        """The value of a cell, its formula worked out anew."""
        if (sheet, at) not in self._known:
            cell = self.sheets[sheet].get(at, Written("", None))
            self._known[sheet, at] = _Sum(self, sheet, cell.formula).value() if cell.formula else cell.value
        return self._known[sheet, at]


class _Sum:
    """One formula, read from left to right."""

    def __init__(self, book: Book, sheet: str, formula: str) -> None:
        self.book, self.sheet, self.formula, self.at = book, sheet, formula, 0

    def value(self) -> Decimal:
        found = self._terms()
        assert self.at == len(self.formula), self.formula
        return found

    def _next(self) -> re.Match[str]:
        found = TOKEN.match(self.formula, self.at)
        assert found is not None, f"{self.formula} at {self.at}"
        self.at = found.end()
        return found

    def _sign(self, *wanted: str) -> str:
        found = TOKEN.match(self.formula, self.at)
        if found is None or found["sign"] not in wanted:
            return ""
        self.at = found.end()
        return found["sign"]

    def _terms(self) -> Decimal:
        total = self._term()
        while sign := self._sign("+", "-"):
            term = self._term()
            total = total + term if sign == "+" else total - term
        return total

    def _term(self) -> Decimal:
        token = self._next()
        if token["number"]:
            return Decimal(token["number"])
        if token["ref"]:
            return _number(self._cells(token["ref"])[0])
        assert token["call"], self.formula
        return self._call(token["call"])

    def _call(self, name: str) -> Decimal:
        if name == "ROUND":
            value = self._terms()
            assert self._sign(",")
            places = int(self._next()["number"])
            assert self._sign(")")
            return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        arguments: list[list[Value]] = []
        while True:
            token = self._next()
            arguments.append(self._cells(token["ref"]) if token["ref"] else [token["text"].strip('"')])
            if not self._sign(","):
                break
        assert self._sign(")")
        if name == "SUM":
            return sum((_number(cell) for part in arguments for cell in part), Decimal(0))
        assert name == "SUMIFS", self.formula
        summed, tests = arguments[0], list(zip(arguments[1::2], arguments[2::2], strict=True))
        kept = [all(column[row] == wanted[0] for column, wanted in tests) for row in range(len(summed))]
        return sum((_number(cell) for cell, is_in in zip(summed, kept, strict=True) if is_in), Decimal(0))

    def _cells(self, reference: str) -> list[Value]:
        sheet, _, place = reference.replace("$", "").rpartition("!")
        first, _, last = place.partition(":")
        letters = first.rstrip("0123456789")
        assert not last or last.startswith(letters)
        rows = range(int(first[len(letters) :]), int((last or first)[len(letters) :]) + 1)
        return [self.book.reckoned(sheet or self.sheet, f"{letters}{row}") for row in rows]


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{NAME}t")) for one in root.iter(f"{NAME}si")]


def _written(cell: ET.Element, shared: list[str]) -> Written:
    formula, value = cell.find(f"{NAME}f"), cell.find(f"{NAME}v")
    text = value.text if value is not None else None
    kept: Value = None
    if text is not None:
        kept = shared[int(text)] if cell.attrib.get("t") == "s" else Decimal(text)
    return Written("" if formula is None else formula.text or "", kept)


def cell_text(cell: Cell) -> str:
    """A cell as text: bold between stars, a formula with its value."""
    match cell:
        case Bold():
            return f"*{cell.text}*"
        case Money():
            return f"€ {Decimal(cell.cents).scaleb(-2)}"
        case Formula():
            return f"{cell.text} → {Decimal(cell.cents).scaleb(-2)}"
        case None:
            return ""
        case _:
            return str(cell).replace("\N{NO-BREAK SPACE}", " ")


def written_out(sheets: Iterable[Sheet]) -> str:
    """Sheets as text, cell by cell, a formula with the value that stands with it."""
    rows: list[str] = []
    for sheet in sheets:
        rows.append(f"== {sheet.name}, {sheet.frozen} in view, widths {sheet.widths}")
        rows += [
            f"{at:>2} {' | '.join(map(cell_text, row))}".rstrip() for at, row in enumerate(sheet.rows, 1)
        ]
    return "\n".join(rows) + "\n"
