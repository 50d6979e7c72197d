"""What a sheet is: a table of rows of one class, with columns that are fields of it."""

from dataclasses import dataclass, fields
from typing import Any

from app.features.workbook.core.cells import TEXT, Kind
from app.kernel import glossary


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field in code, what its cells hold, whether every row must fill it, else what it is."""

    field: str
    kind: Kind = TEXT
    is_required: bool = True
    otherwise: Any = None

    @property
    def heading(self) -> str:
        """The Dutch word at the top."""
        return glossary.COLUMNS[self.field]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the table in code, the class of its rows, its columns. `extra` fields are not of the row."""

    table: str
    row: type[Any]
    columns: tuple[Column, ...]
    is_required: bool = False

    @property
    def name(self) -> str:
        """The Dutch name of the sheet, and of its file in a folder."""
        return glossary.SHEETS[self.table]

    @property
    def is_dated(self) -> bool:
        """Whether its rows hold from a day to a day."""
        return any(field.name == "term" for field in fields(self.row))


def must(field: str, kind: Kind = TEXT) -> Column:
    """A column that every row must fill."""
    return Column(field, kind)


def may(field: str, kind: Kind = TEXT, otherwise: Any = None) -> Column:
    """A column that may be left empty; what an empty cell is then."""
    return Column(field, kind, is_required=False, otherwise=otherwise)
