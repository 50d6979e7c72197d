"""Kinds of statistic as use cases: one more, the last day of one, one taken back that nothing used.

A kind keeps its code and name; figures, tariffs and policies are of its days only.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.features.partnership.core.changes import noted, used_kinds, with_last_day
from app.features.partnership.core.kinds import kind_row_faults
from app.features.partnership.core.rows import PartnershipRows, StatisticKindRow
from app.features.partnership.core.succession import last_day_faults
from app.features.partnership.core.views import Kept, Selection
from app.features.partnership.service.changing import UNTIL, get_row
from app.features.partnership.service.reading import list_page
from app.features.partnership.store import changing as store
from app.features.partnership.store.figures import find_figures
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing, plain_day
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.roles import Permission

TABLE = "statistic_kinds"
AT_ONCE = 1000
"""More policies or tariffs than a collaboration has."""


def list_kinds(work: UnitOfWork) -> Sequence[Kept[StatisticKindRow]]:
    """All kinds, by code."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_kinds(work.session)


def check_kind(work: UnitOfWork, row: StatisticKindRow) -> None:
    """Whether this kind can come; `Invalid` with a finding per field."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    found = kind_row_faults(row, [one.row for one in store.find_kinds(work.session)])
    if found:
        raise Invalid(found)


def add_kind(work: UnitOfWork, row: StatisticKindRow) -> UUID:
    """One more kind; gives its identity."""
    check_kind(work, row)
    identity = work.new_id()
    store.add(work.session, work.actor, identity, work.now, PartnershipRows(statistic_kinds=(row,)))
    work.record("afspraak.toevoegen", "statistic_kind", identity, None, noted(row))
    return identity


def check_end(work: UnitOfWork, identity: UUID, version: str, last_on: date | None) -> StatisticKindRow:
    """The kind with another last day; `Invalid` when something still needs it, or `Stale`."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept = get_row(work, TABLE, identity)[0]
    found = last_day_faults(kept, [], version, last_on, UNTIL)
    if last_on is not None and not found:
        found = [Finding(UNTIL, message) for message in _needed_after(work, kept.row.code, last_on)[:1]]
    if found:
        raise Invalid(found)
    row: StatisticKindRow = with_last_day(kept.row, last_on)
    return row


def change_end(work: UnitOfWork, identity: UUID, version: str, last_on: date | None) -> None:
    """Give a kind another last day; None leaves it open."""
    row = check_end(work, identity, version, last_on)
    was = get_row(work, TABLE, identity)[0].row
    store.end(work.session, work.actor, TABLE, identity, last_on)
    work.record("afspraak.beeindigen", "statistic_kind", identity, noted(was), noted(row))


def check_withdrawal(work: UnitOfWork, identity: UUID) -> StatisticKindRow:
    """The kind to take back; `Refused` when there are figures of it or something looks at it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    row: StatisticKindRow = get_row(work, TABLE, identity)[0].row
    needed = _needed_after(work, row.code, date.min)
    if needed:
        raise Refused(f"Intrekken kan niet. {needed[0]}", kind="in-gebruik")
    return row


def withdraw(work: UnitOfWork, identity: UUID) -> None:
    """Take a kind back that nothing used."""
    row = check_withdrawal(work, identity)
    store.remove(work.session, work.actor, TABLE, identity)
    work.record("afspraak.intrekken", "statistic_kind", identity, noted(row), None)


def users(work: UnitOfWork, code: str) -> list[tuple[str, date | None]]:
    """What looks at a kind: policies and tariffs by the name of their area, and the last day of each."""
    found = []
    for table, what in (("policies", "de verdeelafspraak"), ("tariffs", "een tarief")):
        page = list_page(work, table, Selection(limit=AT_ONCE))
        found += [
            (f"{what} van {page.names.areas[one.row.area].name}", one.row.term.last_on)
            for one in page.rows
            if code in {kind for kind, _ in used_kinds(table, one.row)}
        ]
    return found


def _needed_after(work: UnitOfWork, code: str, day: date) -> list[str]:
    """What still needs a kind after a day, in sentences."""
    using = [name for name, last_on in users(work, code) if last_on is None or last_on > day]
    said = [f"Nu rekent {listing(sorted(set(using)))} er nog mee. Beëindig dat eerst."] if using else []
    last = find_figures(work.session, work.actor, Selection(kind=code, limit=1)).figures
    if last and last[0].row.reference_on > day:
        said.append(f"Er is een cijfer van {plain_day(last[0].row.reference_on)}.")
    return said
