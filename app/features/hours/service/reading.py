"""Gives entries as a list, and words of the wire as keys: numbers of assignments, codes of areas."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.hours.core.views import Entry
from app.features.hours.store import bookables, entries
from app.features.partnership.core.views import Named
from app.features.people import service as people
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound
from app.kernel.roles import Permission

PAGE = 100
"""So many entries in one part of a list."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A part of the entries, and after which the next part begins."""

    entries: tuple[Entry, ...]
    next_after: tuple[date, UUID] | None
    areas: dict[UUID, Named]


def list_entries(
    work: UnitOfWork,
    first_on: date,
    last_on: date,
    employee_key: UUID | str | None = None,
    after: tuple[date, UUID] | None = None,
) -> EntryPage:
    """Entries in these days; an employee gets its own, whoever is asked for."""
    work.actor.require(Permission.READ_HOURS)
    employee_id: UUID | None = None
    if not work.actor.may(Permission.READ_PEOPLE):
        employee_id = work.actor.employee_id
        if employee_id is None:
            raise NotFound("Deze medewerker")
    if employee_key is not None:
        employee_id = people.get_employee(work, employee_key).id
    found = entries.find_page(work.session, first_on, last_on, employee_id, after, PAGE + 1)
    more = len(found) > PAGE
    shown = tuple(found[:PAGE])
    next_after = (shown[-1].worked_on, shown[-1].id) if more else None
    return EntryPage(shown, next_after, bookables.find_areas(work.session))


def keys_of_numbers(work: UnitOfWork, numbers: Collection[str]) -> dict[str, str]:
    """The keys of the assignments with these numbers; what is not visible is left out."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    return bookables.find_numbers(work.session, numbers) if numbers else {}


def list_areas(work: UnitOfWork) -> dict[UUID, Named]:
    """The areas by identity."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return bookables.find_areas(work.session)
