"""The week as a grid: rows are assignments and activities, columns are days; with totals and what is left.

Built from what is booked and what may be booked; it decides no limit but shows where one stands. A cell
holds the minutes of one entry and whether it may be written. What was typed stays with the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.hours.core.states import PartState, SheetState, is_writable
from app.features.hours.core.subject import Bookable
from app.features.hours.core.week import Week


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry of the week. `corrected_minutes` is the sum of corrections on the same subject and day."""

    entry_id: UUID | None
    subject_key: str
    day: date
    minutes: int
    note: str | None = None
    is_approved: bool = False
    corrected_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One subject on one day: `minutes` None is empty; not writable is shown, not asked."""

    day: date
    minutes: int | None
    is_writable: bool
    note: str | None = None
    entry_id: UUID | None = None
    corrected_minutes: int = 0

    @property
    def total_minutes(self) -> int:
        """Booked with its corrections."""
        return (self.minutes or 0) + self.corrected_minutes


@dataclass(frozen=True, slots=True)
class Row:
    """One subject in the week, with seven cells."""

    bookable: Bookable
    cells: tuple[Cell, ...]

    @property
    def minutes(self) -> int:
        """What the week holds on this subject."""
        return sum(cell.total_minutes for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole week of one employee. `contract_by_day` None: no employment in this week."""

    week: Week
    state: SheetState
    parts: Mapping[UUID, PartState]
    rows: tuple[Row, ...]
    closed_months: frozenset[date]
    contract_by_day: tuple[int, ...] | None

    @property
    def contract_minutes(self) -> int | None:
        """The contract of the week."""
        return None if self.contract_by_day is None else sum(self.contract_by_day)

    @property
    def left_by_day(self) -> tuple[int, ...] | None:
        """What the contract leaves per day; negative where more was booked."""
        if self.contract_by_day is None:
            return None
        pairs = zip(self.contract_by_day, self.day_minutes, strict=True)
        return tuple(contract - booked for contract, booked in pairs)

    @property
    def day_minutes(self) -> tuple[int, ...]:
        """Booked per day."""
        columns = zip(*(row.cells for row in self.rows), strict=True) if self.rows else [() for _ in range(7)]
        return tuple(sum(cell.total_minutes for cell in column) for column in columns)

    @property
    def minutes(self) -> int:
        """Booked in the week."""
        return sum(row.minutes for row in self.rows)

    @property
    def left_minutes(self) -> int | None:
        """What the contract leaves to book; negative when more was booked; None without a contract."""
        return None if self.contract_minutes is None else self.contract_minutes - self.minutes

    @property
    def assignments(self) -> tuple[Row, ...]:
        """The rows of assignments."""
        return tuple(row for row in self.rows if not row.bookable.is_activity)

    @property
    def activities(self) -> tuple[Row, ...]:
        """The rows of other work."""
        return tuple(row for row in self.rows if row.bookable.is_activity)

    @property
    def is_writable(self) -> bool:
        """Whether any cell can be written."""
        return any(cell.is_writable for row in self.rows for cell in row.cells)

    @property
    def notes(self) -> tuple[tuple[Row, Cell], ...]:
        """The cells with a note, by day."""
        found = [(row, cell) for row in self.rows for cell in row.cells if cell.note]
        return tuple(sorted(found, key=lambda pair: pair[1].day))


def build_grid(
    week: Week,
    state: SheetState,
    parts: Mapping[UUID, PartState],
    bookables: Iterable[Bookable],
    booked: Sequence[Booked],
    closed_months: Iterable[date] = (),
    contract_by_day: tuple[int, ...] | None = None,
) -> Grid:
    """The grid of a week. Every booked subject must be among `bookables`, whose order is kept.

    A subject shows when it is booked on, or may be on a day that can still be written.
    """
    closed = frozenset(closed_months)
    by_cell = {(entry.subject_key, entry.day): entry for entry in booked}
    used = {entry.subject_key for entry in booked}
    rows = []
    for bookable in bookables:
        part = parts.get(bookable.subject.area_id, PartState.OPEN)
        is_open = is_writable(state, part)
        cells = tuple(_cell(day, bookable, by_cell, is_open, closed) for day in week.days)
        if bookable.subject.key in used or any(cell.is_writable for cell in cells):
            rows.append(Row(bookable, cells))
    return Grid(week, state, parts, tuple(rows), closed, contract_by_day)


def _cell(
    day: date,
    bookable: Bookable,
    by_cell: Mapping[tuple[str, date], Booked],
    is_open: bool,
    closed: frozenset[date],
) -> Cell:
    entry = by_cell.get((bookable.subject.key, day))
    may_write = is_open and day.replace(day=1) not in closed
    if entry is None:
        return Cell(day, None, may_write and bookable.holds_on(day))
    return Cell(
        day,
        entry.minutes or None,
        may_write and not entry.is_approved and (bookable.holds_on(day) or entry.entry_id is not None),
        entry.note,
        entry.entry_id,
        entry.corrected_minutes,
    )
