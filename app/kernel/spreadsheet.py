"""A workbook with formulas, as values: what `infra.sheets` writes and a test can add up again.

Amounts are whole cents, so that a formula can be held against the sum that it stands for. Rows and columns are
counted from 1, as a reader does. Writes nothing and reckons nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MOST_ARGUMENTS = 200
"""How many cells one SUM names at most; a spreadsheet allows 255."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in euros."""

    cents: int


@dataclass(frozen=True, slots=True)
class Formula:
    """An amount in euros that the reader's spreadsheet reckons itself; `cents` is what it must give."""

    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class Bold:
    """A heading or the label of a total."""

    text: str


Cell = str | int | Fraction | date | Money | Formula | Bold | None
Line = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name; `frozen` rows at the top stay in view, `widths` are in characters."""

    name: str
    rows: tuple[Line, ...]
    widths: tuple[int, ...]
    frozen: int = 0


def column(number: int) -> str:
    """The letters of a column.

    >>> column(1), column(26), column(27), column(52)
    ('A', 'Z', 'AA', 'AZ')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(row: int, of_column: int) -> str:
    """The address of a cell.

    >>> place(12, 3)
    'C12'
    """
    return f"{column(of_column)}{row}"


def total(cells: Iterable[str], cents: int) -> Formula:
    """The sum of these cells, cut to the cents that it is; nothing is zero.

    >>> total(["C2", "C3", "C4"], 600).text, total(["C2", "C4"], 400).text, total([], 0).text
    ('=ROUND(SUM(C2:C4),2)', '=ROUND(SUM(C2,C4),2)', '=0')
    """
    named = list(cells)
    if not named:
        return Formula("=0", cents)
    parts = _ranges(named)
    sums = [
        f"SUM({','.join(parts[start : start + MOST_ARGUMENTS])})"
        for start in range(0, len(parts), MOST_ARGUMENTS)
    ]
    return Formula(f"=ROUND({'+'.join(sums)},2)", cents)


def _ranges(cells: list[str]) -> list[str]:
    """Cells below one another in a column as one range."""
    found: list[list[str]] = []
    for cell in cells:
        if found and _below(found[-1][-1]) == cell:
            found[-1].append(cell)
        else:
            found.append([cell])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in found]


def _below(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    return f"{letters}{int(digits) + 1}" if digits else ""
