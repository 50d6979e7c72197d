"""What saving a week changes: the difference between what stands and what is wanted, all or nothing.

Pure: gets what is booked, what is wanted and where the week stands; gives removals, changes and new entries, or
every finding. A cell that is the same as before is not looked at again, so what is locked may be sent back
unchanged; a locked cell that is left out stays.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.hours.core.grid import Booked
from app.features.hours.core.limits import Surroundings, check_entry, check_removal
from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.subject import Bookable
from app.kernel.errors import Finding

CellKey = tuple[str, date]
"""The key of a subject and the day."""


@dataclass(frozen=True, slots=True)
class CellInput:
    """Minutes that somebody wants on a subject and day; `field` is their name on the wire."""

    field: str
    subject_key: str
    day: date
    minutes: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the week stands: its state, the states of its areas, and the months that are closed."""

    sheet: SheetState
    parts: Mapping[UUID, PartState]
    closed_months: frozenset[date]

    def around(self, area_id: UUID, day: date, other_minutes: int = 0) -> Surroundings:
        """What surrounds an entry in this area on this day."""
        return Surroundings(
            other_minutes,
            day.replace(day=1) in self.closed_months,
            self.sheet,
            self.parts.get(area_id, PartState.OPEN),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: take away, change (identity, minutes, note), add. To be done in this order."""

    removals: tuple[UUID, ...]
    changes: tuple[tuple[UUID, int, str | None], ...]
    additions: tuple[CellInput, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything stays as it is."""
        return not (self.removals or self.changes or self.additions)


def plan_saving(
    booked: Sequence[Booked],
    wanted: Sequence[CellInput],
    bookables: Mapping[str, Bookable],
    standing: Standing,
    *,
    is_whole_week: bool = True,
) -> tuple[Plan, tuple[Finding, ...]]:
    """What saving changes, and everything that is wrong with it; with findings nothing may be done.

    With `is_whole_week` an entry that is not wanted is taken away where it may be; else it stays. Zero minutes
    take an entry away too.
    """
    there = {(one.subject_key, one.day): one for one in booked if one.entry_id is not None}
    findings = _twice(wanted) + _unknown(wanted, bookables)
    if findings:
        return Plan((), (), ()), tuple(findings)
    asked = {(cell.subject_key, cell.day): cell for cell in wanted}
    gone = [key for key in there if key in asked and not asked[key].minutes]
    if is_whole_week:
        gone += [key for key in there if key not in asked and _may_go(key, bookables, standing)]
    fresh = [cell for key, cell in asked.items() if cell.minutes and _differs(cell, there.get(key))]
    totals = _day_totals(booked, gone, fresh, there)
    for key in gone:
        if key in asked:
            around = standing.around(bookables[key[0]].subject.area_id, key[1])
            findings += check_removal(asked[key].field, key[1], around)
    for cell in fresh:
        bookable = bookables[cell.subject_key]
        around = standing.around(bookable.subject.area_id, cell.day, totals[cell.day] - cell.minutes)
        findings += check_entry(cell.field, cell.day, cell.minutes, bookable, around, cell.note)
    return _plan(gone, fresh, there), tuple(findings)


def _plan(gone: list[CellKey], fresh: list[CellInput], there: Mapping[CellKey, Booked]) -> Plan:
    changes, additions = [], []
    for cell in fresh:
        old = there.get((cell.subject_key, cell.day))
        if old is None or old.entry_id is None:
            additions.append(cell)
        else:
            changes.append((old.entry_id, cell.minutes, cell.note))
    removals = [entry_id for key in gone if (entry_id := there[key].entry_id) is not None]
    return Plan(tuple(removals), tuple(changes), tuple(additions))


def _may_go(key: CellKey, bookables: Mapping[str, Bookable], standing: Standing) -> bool:
    return not check_removal("", key[1], standing.around(bookables[key[0]].subject.area_id, key[1]))


def _differs(cell: CellInput, old: Booked | None) -> bool:
    return old is None or (cell.minutes, cell.note or None) != (old.minutes, old.note or None)


def _day_totals(
    booked: Sequence[Booked], gone: list[CellKey], fresh: list[CellInput], there: Mapping[CellKey, Booked]
) -> Counter[date]:
    totals: Counter[date] = Counter()
    for one in booked:
        totals[one.day] += one.minutes + one.corrected_minutes
    for key in gone:
        totals[key[1]] -= there[key].minutes
    for cell in fresh:
        old = there.get((cell.subject_key, cell.day))
        totals[cell.day] += cell.minutes - (old.minutes if old else 0)
    return totals


def _twice(wanted: Sequence[CellInput]) -> list[Finding]:
    seen: set[CellKey] = set()
    found = []
    for cell in wanted:
        key = (cell.subject_key, cell.day)
        if key in seen:
            found.append(
                Finding(cell.field, "Deze dag en dit werk staan er twee keer. Tel de uren op in één regel.")
            )
        seen.add(key)
    return found


def _unknown(wanted: Sequence[CellInput], bookables: Mapping[str, Bookable]) -> list[Finding]:
    return [
        Finding(cell.field, "Deze opdracht bestaat niet, of u mag haar niet zien. Kies een andere opdracht.")
        for cell in wanted
        if cell.subject_key not in bookables
    ]
