"""Tables for paper and screen whose printed columns add up to their printed total.

A table that does not add up cannot be made: it is refused when it is built, not found by a reader.
How a cell is written out (euros, hours) is the template's business; cells are exact numbers or words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Cell = int | Fraction | str | None


class Kind(StrEnum):
    """What a column holds, and so how it is written and on which side it stands."""

    TEXT = "text"
    MONEY = "money"  # cents, without the sign of the euro
    EURO = "euro"  # cents, with the sign of the euro
    CHANGE = "change"  # cents, always with plus or minus
    COUNT = "count"  # whole or broken numbers
    HOURS = "hours"  # minutes
    DAY = "day"  # a day in words, to the right
    SHOWN = "shown"  # a value of any unit as it is written, to the right
    SHARE = "share"  # a part of one, written as per cent


_ADDING = frozenset({Kind.MONEY, Kind.EURO, Kind.CHANGE, Kind.COUNT, Kind.HOURS})


class AddsUpWrongError(ValueError):
    """A column whose rows do not total what stands below it."""

    def __init__(self, caption: str, heading: str, found: Cell, printed: Cell) -> None:
        super().__init__(
            f"column {heading!r} of table {caption!r} totals {found}, but {printed} is printed below it"
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and whether its rows are added up (prices are not)."""

    heading: str
    kind: Kind = Kind.TEXT
    is_added: bool = True
    sub: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.kind is not Kind.TEXT

    @property
    def adds(self) -> bool:
        """Whether its rows must total what stands below it."""
        return self.is_added and self.kind in _ADDING


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the first cell is its heading, `sub` a smaller line below the words of cell `sub_at`.

    `is_own` is the row of the reader; `marked` are cells with a ground of their own, named in a note.
    """

    cells: tuple[Cell, ...]
    sub: str = ""
    sub_at: int = 0
    is_own: bool = False
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `total` is its last row, None for a list that has none."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[Cell, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a table whose shape or totals are wrong."""
        for row in (*(row.cells for row in self.rows), *(() if self.total is None else (self.total,))):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.caption!r} has a row of {len(row)} cells for {len(self.columns)} columns"
                )
        if self.total is None:
            return
        for place, column in enumerate(self.columns):
            printed = self.total[place]
            if column.adds and printed is not None:
                found = _added(self.rows, place)
                if found != printed:
                    raise AddsUpWrongError(self.caption, column.heading, found, printed)

    @property
    def total_span(self) -> int:
        """How many columns the words of the total row may take: up to the first number."""
        printed = self.total or ()
        return next((place for place, cell in enumerate(printed) if place and cell is not None), len(printed))

    @classmethod
    def summed(
        cls, caption: str, columns: Sequence[Column], rows: Sequence[Row], total_label: str = "Samen"
    ) -> "Table":
        """The table with its total row reckoned from the rows; the first column holds words."""
        total: list[Cell] = [total_label]
        total += [_added(rows, place) if columns[place].adds else None for place in range(1, len(columns))]
        return cls(caption, tuple(columns), tuple(rows), tuple(total))


def _added(rows: Sequence[Row], place: int) -> int | Fraction:
    found: int | Fraction = 0
    for row in rows:
        cell = row.cells[place]
        if isinstance(cell, int | Fraction):
            found += cell
    return found
