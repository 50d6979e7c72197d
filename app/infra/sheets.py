"""Sheets in and out: a folder of CSV files or one XLSX, as grids of exact cells.

CSV is UTF-8 with semicolons, as spreadsheets in the Netherlands write it; every cell is text. In XLSX
numbers, days and yes/no keep their kind; a number becomes an exact decimal before anybody reckons.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from app.kernel.errors import Finding, Invalid
from app.kernel.spreadsheet import Bold, Formula, Money, Sheet

Cell = str | int | bool | Decimal | date | None
Grid = Sequence[Sequence[Cell]]


def read_sheets(path: Path) -> dict[str, Grid]:
    """The grids of a folder of CSV files or of an XLSX file, by name of file or sheet.

    `Invalid` when there is nothing there, or it cannot be read as either.
    """
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        return read_xlsx(path.read_bytes())
    raise Invalid(
        [Finding("bestand", f"{path} bestaat niet. Geef een map met CSV-bestanden of een XLSX-bestand.")]
    )


def read_folder(folder: Path) -> dict[str, Grid]:
    """The grids of all CSV files in a folder."""
    grids: dict[str, Grid] = {}
    for file in sorted(folder.glob("*.csv")):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise Invalid(
                [Finding(file.stem, f"{file.name} is geen UTF-8. Bewaar het als CSV UTF-8.")]
            ) from error
        grids[file.stem] = list(csv.reader(io.StringIO(text), delimiter=";"))
    if not grids:
        raise Invalid([Finding("bestand", f"In {folder} staan geen CSV-bestanden.")])
    return grids


def read_xlsx(content: bytes) -> dict[str, Grid]:
    """The grids of all sheets of an XLSX file; empty cells are None."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        }
    except CalamineError as error:
        raise Invalid([Finding("bestand", "Dit bestand is geen XLSX. Bewaar het in die vorm.")]) from error


def _cell(value: object) -> Cell:
    match value:
        case None | "":
            return None
        case bool() | str():
            return value
        case datetime():
            return value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
        case int():
            return value
        case _:
            # A spreadsheet has no exact decimals; its shortest notation is the number that was typed.
            number = Decimal(str(value))
            return int(number) if number == number.to_integral_value() else number


def write_xlsx(grids: Mapping[str, Grid]) -> bytes:
    """An XLSX file with a sheet per grid: headings bold and kept in view, columns as wide as they need."""
    target = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"created": datetime(2026, 1, 1, tzinfo=UTC)}
        )  # the same rows give the same bytes
        bold = book.add_format({"bold": True})
        for name, grid in grids.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(grid):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell, bold if number == 0 else None)
            for place, width in enumerate(_widths(grid)):
                sheet.set_column(place, place, width)
    return target.getvalue()


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """An XLSX file with formulas; each keeps the value that it must give, for readers that do not reckon."""
    target = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        bold = book.add_format({"bold": True})
        euro = book.add_format({"num_format": "#,##0.00"})
        summed = book.add_format({"num_format": "#,##0.00", "bold": True})
        for one in sheets:
            sheet = book.add_worksheet(one.name)
            sheet.freeze_panes(one.frozen, 0)
            for number, width in enumerate(one.widths):
                sheet.set_column(number, number, width)
            for row, line in enumerate(one.rows):
                for at, cell in enumerate(line):
                    match cell:
                        case Formula():
                            sheet.write_formula(row, at, cell.text, summed, _euros(cell.cents))
                        case Money():
                            sheet.write_number(row, at, _euros(cell.cents), euro)
                        case Bold():
                            sheet.write_string(row, at, cell.text, bold)
                        case Fraction():
                            sheet.write_number(row, at, _decimals(cell))
                        case _:
                            sheet.write(row, at, cell)
    return target.getvalue()


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _decimals(value: Fraction) -> Decimal:
    """As many decimals as a cell of a spreadsheet keeps."""
    return +(Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-10"))


def write_folder(grids: Mapping[str, Grid], folder: Path) -> None:
    """A CSV file per grid, in a folder that is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, grid in grids.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerows([[_text(cell) for cell in row] for row in grid])


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nee"
        case Decimal():
            return format(cell, "f").replace(".", ",")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _widths(grid: Grid) -> list[int]:
    columns = zip(*grid[:100], strict=True) if grid else ()
    return [min(max(len(_text(cell)) for cell in column) + 2, 60) for column in columns]
