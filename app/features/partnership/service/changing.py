"""New versions of what was agreed, and their end: tariffs, participation, policies.

A new version ends the one before it; a row is ended, never changed; what nothing used may be withdrawn, and
then the one before it goes on. What a settlement or hours used, the rooms above know and refuse; triggers
say it finally (migrations 0002, 0006, 0008).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.features.partnership.core import changes
from app.features.partnership.core.rows import PartnershipRows, PolicyRow
from app.features.partnership.core.succession import ONE_DAY, before, last_day_faults, place
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.store import changing as store
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.glossary import wire
from app.kernel.roles import Permission

NAMES = {
    "statistics": "Dit kengetal",
    "year_figures": "Dit jaarcijfer",
    "statistic_kinds": "Deze soort kengetal",
    "tariffs": "Dit tarief",
    "participations": "Deze deelname",
    "policies": "Deze verdeelafspraak",
}
KINDS = {"tariffs": "tariff", "participations": "participation", "policies": "policy"}
"""Table → what the log says it is about."""
FROM, UNTIL = wire("valid_from"), wire("valid_until")


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A new version that can be added, the row that it ends, and the names that they refer to."""

    table: str
    row: Any
    ends: Kept[Any] | None
    names: Directory


def hold(work: UnitOfWork, area: str) -> None:
    """Let others who change the agreements of an area, or settle it finally, wait until this transaction ends.

    Before anything is looked at: what they wrote meanwhile must be seen.
    """
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    store.hold(work.session, work.actor, [area])


def get_row(work: UnitOfWork, table: str, identity: UUID) -> tuple[Kept[Any], Directory]:
    """One row of a table with the names it refers to; `NotFound` when there is none."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    found, names = store.find_one(work.session, table, identity)
    if found is None:
        raise NotFound(NAMES[table])
    return found, names


def versions(work: UnitOfWork, table: str, area: str, row: Any) -> list[Kept[Any]]:
    """All versions of the subject of a row, itself included where it is kept, in order of their first day."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    named = store.find_directory(work.session).areas.get(area)
    if named is None:
        return []
    return changes.of_subject(table, store.find_of_area(work.session, table, named.id), row)


def check_new(work: UnitOfWork, table: str, row: Any) -> NewVersion:
    """A new version, checked against what is there; `Invalid` with a finding per field of the wire."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    names = store.find_directory(work.session)
    placing = place(versions(work, table, row.area, row), row.term, FROM, UNTIL)
    found = [*placing.findings, *_FAULTS[table](work, row, names, placing.ends)]
    found += changes.kind_faults(table, row, store.find_kinds(work.session))
    if found:
        raise Invalid(found)
    return NewVersion(table, row, placing.ends, names)


def add_new(work: UnitOfWork, table: str, row: Any) -> UUID:
    """Add a version, ending the one before it on the eve of its first day; gives its identity. Hold the area first."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    new = check_new(work, table, row)
    if new.ends is not None:
        store.end(work.session, work.actor, table, new.ends.id, row.term.first_on - ONE_DAY)
    identity = work.new_id()
    store.add(work.session, work.actor, identity, work.now, PartnershipRows(**{table: (row,)}))
    earlier = None if new.ends is None else changes.noted(new.ends.row)
    work.record("afspraak.toevoegen", KINDS[table], identity, earlier, changes.noted(row))
    return identity


def check_end(work: UnitOfWork, table: str, identity: UUID, version: str, last_on: date | None) -> NewVersion:
    """The row as it would be with another last day; `Invalid`, or `Stale` when it is not the version read."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept, names = get_row(work, table, identity)
    row = changes.with_last_day(kept.row, last_on)
    found = last_day_faults(kept, versions(work, table, row.area, row), version, last_on, UNTIL)
    if table == "policies":
        found += changes.policy_end_faults(row, last_on)
    found += changes.kind_faults(table, row, store.find_kinds(work.session))
    if table == "participations":
        found += _participation_faults(work, row, names, None)
        found += _open_packages(work, kept, last_on)
    if found:
        raise Invalid(found)
    return NewVersion(table, row, kept, names)


def change_end(work: UnitOfWork, table: str, identity: UUID, version: str, last_on: date | None) -> None:
    """Give a row another last day; None leaves it open. Hold the area first."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept, _ = get_row(work, table, identity)
    new = check_end(work, table, identity, version, last_on)
    store.end(work.session, work.actor, table, identity, last_on)
    work.record(
        "afspraak.beeindigen", KINDS[table], identity, changes.noted(kept.row), changes.noted(new.row)
    )


def check_withdrawal(
    work: UnitOfWork, table: str, identity: UUID
) -> tuple[Kept[Any], Kept[Any] | None, Directory]:
    """The row to withdraw, and the one before it that then goes on; `Refused` when a settlement sealed it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept, names = get_row(work, table, identity)
    if table == "policies" and store.is_sealed(work.session, identity):
        raise Refused("Met deze verdeelafspraak is definitief afgerekend. Voeg een nieuwe versie toe.")
    return kept, before(versions(work, table, kept.row.area, kept.row), kept.row), names


def withdraw(work: UnitOfWork, table: str, identity: UUID) -> None:
    """Take back a version that nothing used; the one before it goes on until this one's last day.

    Hold the area first.
    """
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept, earlier, _ = check_withdrawal(work, table, identity)
    store.remove(work.session, work.actor, table, identity)
    if earlier is not None:
        store.end(work.session, work.actor, table, earlier.id, kept.row.term.last_on)
    work.record("afspraak.intrekken", KINDS[table], identity, changes.noted(kept.row), None)


Faults = Callable[[UnitOfWork, Any, Directory, Kept[Any] | None], list[Finding]]


def _tariff_faults(_: UnitOfWork, row: Any, names: Directory, __: Kept[Any] | None) -> list[Finding]:
    return changes.tariff_faults(row, names)


def _participation_faults(
    work: UnitOfWork, row: Any, names: Directory, ends: Kept[Any] | None
) -> list[Finding]:
    found = changes.participation_faults(row, names, store.find_memberships(work.session))
    return found + changes.vat_faults(
        row, None if ends is None else ends.row, _holding(work, row.area, row.term.first_on)
    )


def _policy_faults(_: UnitOfWork, row: Any, names: Directory, ends: Kept[Any] | None) -> list[Finding]:
    return changes.policy_faults(row, names, None if ends is None else ends.row)


_FAULTS: dict[str, Faults] = {
    "tariffs": _tariff_faults,
    "participations": _participation_faults,
    "policies": _policy_faults,
}
"""Table → what may be wrong with a new row of it."""


def _holding(work: UnitOfWork, area: str, day: date) -> PolicyRow | None:
    """The policy of an area on a day."""
    named = store.find_directory(work.session).areas.get(area)
    policies: Sequence[Kept[PolicyRow]] = (
        store.find_of_area(work.session, "policies", named.id) if named is not None else []
    )
    return next((kept.row for kept in policies if day in kept.row.term), None)


def _open_packages(work: UnitOfWork, kept: Kept[Any], last_on: date | None) -> list[Finding]:
    """Packages that a partner would still take after it has left the area."""
    row = kept.row
    if row.package is not None or last_on is None:
        return []
    named = store.find_directory(work.session).areas[row.area]
    left = [
        one.row.package
        for one in store.find_of_area(work.session, "participations", named.id)
        if one.row.organisation == row.organisation
        and one.row.package is not None
        and (one.row.term.last_on is None or one.row.term.last_on > last_on)
    ]
    if not left:
        return []
    return [Finding(UNTIL, f"Beëindig eerst pakket {', '.join(sorted(left))}; dat loopt langer door.")]
