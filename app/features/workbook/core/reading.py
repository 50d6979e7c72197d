"""Grids of cells to rows: every wrong cell is named by sheet, row, column and reason, all at once.

Row numbers are those of the sheet, the heading being row 1. Empty rows are passed over. What the cells
say is taken at its word here; whether rows hold together is decided in `checks`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.features.partnership.core.rows import Term
from app.features.workbook.core.cells import Cell, WrongCell, shown
from app.features.workbook.core.columns import Column, Sheet
from app.features.workbook.core.sheets import BY_NAME, SHEETS
from app.kernel import glossary
from app.kernel.dutch import listing

Grid = Sequence[Sequence[Cell]]
"""The cells of a sheet, row by row, the heading first."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing that is wrong in a workbook; without row or column it is about the whole sheet."""

    sheet: str
    row: int | None
    column: str | None
    message: str

    @property
    def place(self) -> str:
        """Where it is, as a reader finds it.

        >>> CellFinding("tarieven", 3, "tarief", "").place, CellFinding("tarieven", None, None, "").place
        ('tarieven, rij 3, kolom tarief', 'tarieven')
        """
        parts = [self.sheet]
        if self.row is not None:
            parts.append(f"rij {self.row}")
        if self.column is not None:
            parts.append(f"kolom {self.column}")
        return ", ".join(parts)


@dataclass(slots=True)
class Tables:
    """Rows by table with the number of each in its sheet, and what was wrong on the way."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    findings: list[CellFinding] = field(default_factory=list)

    def of(self, table: str) -> list[Any]:
        """The rows of a table."""
        return self.rows.get(table, [])

    def note(self, table: str, index: int, column: str | None, message: str) -> None:
        """Note something about a row by its place in the table; `column` is the field in code."""
        heading = None if column is None else glossary.COLUMNS[column]
        self.findings.append(
            CellFinding(glossary.SHEETS[table], self.numbers[table][index], heading, message)
        )


def read_tables(grids: Mapping[str, Grid]) -> Tables:
    """The rows of all sheets; a row with a wrong cell is left out and its cells are noted."""
    tables = Tables()
    for name in grids:
        if name not in BY_NAME:
            message = f"Dit blad kennen we niet. De bladen heten {listing(sorted(BY_NAME), 'en')}."
            tables.findings.append(CellFinding(name, None, None, message))
    for sheet in SHEETS:
        grid = grids.get(sheet.name)
        if grid is not None:
            _read_sheet(sheet, grid, tables)
        elif sheet.is_required:
            tables.findings.append(CellFinding(sheet.name, None, None, "Dit blad ontbreekt. Voeg het toe."))
    return tables


def _read_sheet(sheet: Sheet, grid: Grid, tables: Tables) -> None:
    rows, numbers = tables.rows.setdefault(sheet.table, []), tables.numbers.setdefault(sheet.table, [])
    if not grid:
        tables.findings.append(
            CellFinding(sheet.name, None, None, "Dit blad is leeg: ook de koppen ontbreken.")
        )
        return
    places = _columns(sheet, grid[0], tables)
    if places is None:
        return
    for number, cells in enumerate(grid[1:], 2):
        if all(shown(cell) == "" for cell in cells):
            continue
        values = _values(sheet, places, cells, number, tables)
        if values is not None:
            rows.append(build(sheet, values))
            numbers.append(number)


def _columns(sheet: Sheet, heading: Sequence[Cell], tables: Tables) -> dict[str, int] | None:
    """Field → place of its column; None when a column that every row must fill is not there."""
    known = {column.heading: column for column in sheet.columns}
    places: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = shown(cell).lower()
        if name in known and known[name].field not in places:
            places[known[name].field] = place
        elif name:
            why = "staat er twee keer" if name in known else "kennen we niet"
            message = f"Deze kolom {why}. De kolommen heten {listing(list(known), 'en')}."
            tables.findings.append(CellFinding(sheet.name, 1, shown(cell), message))
    missing = [column for column in sheet.columns if column.is_required and column.field not in places]
    for column in missing:
        message = "Deze kolom ontbreekt. Voeg hem toe."
        tables.findings.append(CellFinding(sheet.name, 1, column.heading, message))
    return None if missing else places


def _values(
    sheet: Sheet, places: Mapping[str, int], cells: Sequence[Cell], number: int, tables: Tables
) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    is_good = True
    for column in sheet.columns:
        place = places.get(column.field)
        cell = cells[place] if place is not None and place < len(cells) else None
        try:
            value = _value(column, cell)
        except WrongCell as error:
            tables.findings.append(CellFinding(sheet.name, number, column.heading, error.message))
            is_good = False
        else:
            if value is not None:
                values[column.field] = value
    return values if is_good else None


def _value(column: Column, cell: Cell) -> Any:
    if shown(cell) == "":
        if column.is_required:
            raise WrongCell("Deze cel is leeg. Vul hem in.")
        return column.otherwise
    return column.kind.read(cell)


def build(sheet: Sheet, values: Mapping[str, Any]) -> Any:
    """A row of the sheet from its values; an empty cell keeps what the row has of itself."""
    given = dict(values)
    if sheet.is_dated:
        given["term"] = Term(given.pop("valid_from"), given.pop("valid_until", None))
    return sheet.row(**given)


def values_of(sheet: Sheet, row: Any) -> Iterable[Any]:
    """The values of a row in the order of the columns: what `build` would make it from."""
    for column in sheet.columns:
        if column.field == "valid_from":
            yield row.term.first_on
        elif column.field == "valid_until":
            yield row.term.last_on
        else:
            yield getattr(row, column.field)
