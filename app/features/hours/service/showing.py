"""What several use cases of hours show or look at: an own week, what is booked, where the week stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.hours.core.grid import Booked, Grid
from app.features.hours.core.saving import Standing
from app.features.hours.core.subject import Bookable, Kind
from app.features.hours.core.views import Entry, Part, Sheet
from app.features.hours.store import bookables
from app.features.partnership.core.views import Named
from app.features.people.core import Employee


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """A week with its grid, names of areas, assignments to add as a row, and all subjects it may be about."""

    employee: Employee
    sheet: Sheet
    parts: Mapping[UUID, Part]
    grid: Grid
    areas: Mapping[UUID, Named]
    others: Sequence[Bookable]
    subjects: Sequence[Bookable]


def booked_of(found: Sequence[Entry]) -> list[Booked]:
    """The entries per subject and day, each with the sum of its corrections."""
    corrected: dict[tuple[str, date], int] = {}
    for entry in found:
        if entry.kind is Kind.CORRECTION:
            cell = (entry.subject.key, entry.worked_on)
            corrected[cell] = corrected.get(cell, 0) + entry.minutes
    result = [
        Booked(
            entry.id,
            entry.subject.key,
            entry.worked_on,
            entry.minutes,
            entry.note,
            entry.approved_at is not None,
            corrected.pop((entry.subject.key, entry.worked_on), 0),
        )
        for entry in found
        if entry.kind is Kind.NORMAL
    ]
    # Forgotten hours: a correction without an ordinary entry below it.
    result += [Booked(None, key, day, 0, None, True, minutes) for (key, day), minutes in corrected.items()]
    return result


def bookables_of(session: Session, found: Sequence[Entry], keys: set[str]) -> dict[str, Bookable]:
    """The subjects of what is booked and of these keys, by key."""
    wanted = keys | {entry.subject.key for entry in found}
    known = bookables.find_by_keys(session, wanted, bookables.find_areas(session)) if wanted else {}
    for entry in found:
        if entry.subject.key not in known:
            known[entry.subject.key] = Bookable(entry.subject, entry.title, entry.number)
    return known


def standing_of(sheet: Sheet, parts: Mapping[UUID, Part], closed_months: frozenset[date]) -> Standing:
    """Where a week stands, for the limits."""
    states = {area_id: part.state for area_id, part in parts.items()}
    return Standing(sheet.state, states, closed_months)
