"""Versions of tariffs, participation and policies that come, end or are withdrawn, with what that touches.

Days that a final settlement used keep their tariff and policy: a change of those is refused with what to do
instead. Participation may change afterwards; what differs goes with a correction. Open hours follow a change
of tariffs at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.features.hours.service import pricing
from app.features.partnership.core.rows import Term
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.core.words import TariffKind
from app.features.partnership.service import changing as kept
from app.features.partnership.service import prices
from app.features.partnership.service.changing import NewVersion
from app.features.settlement.core import agreed_words as words
from app.features.settlement.core.touching import Preview, assignment_sentences, run_sentences
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, hours, plain_day
from app.kernel.errors import Refused
from app.kernel.roles import Permission

ONE_DAY = timedelta(days=1)
FACTS: dict[str, Callable[[Any, Directory], words.Facts]] = {
    "tariffs": words.tariff_facts,
    "participations": words.participation_facts,
    "policies": words.policy_facts,
}
NOUNS = {"tariffs": "tarief", "participations": "deelname", "policies": "verdeelafspraak"}
_FIXED = frozenset({"tariffs", "policies"})
"""What cannot change on days that are settled finally."""
_INSTEAD = {
    "tariffs": "Was de prijs van die dagen fout, corrigeer hem dan op de bladzijde van deze versie.",
    "policies": "Is over afgerekende dagen iets anders afgesproken, boek het verschil dan als kostenregel in een open "
    "maand.",
}
"""What can be done about days that keep what they have."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A row that gets another last day; `version` is the one that was read, None leaves the end open."""

    table: str
    id: UUID
    version: str
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A version and the others of its subject, the earliest first, each with its facts for a reader."""

    kept: Kept[Any]
    facts: words.Facts
    others: tuple[tuple[Kept[Any], words.Facts], ...]


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that change, in which area, and of which partner when it is about one."""

    table: str
    area: str
    first_on: date
    last_on: date | None
    organisation: str | None


def preview_new(work: UnitOfWork, table: str, row: Any) -> Preview:
    """A new version: what it says, ends and touches. `Invalid` or `Refused` when it cannot come."""
    new = kept.check_new(work, table, row)
    _refuse_new(work, new)
    title = {"tariffs": "Tarief", "participations": "Deelname", "policies": "Verdeelafspraak"}[table]
    days = _Days(table, row.area, row.term.first_on, row.term.last_on, getattr(row, "organisation", None))
    touched = _touched(work, days, new.names, ends=new.ends is not None)
    said = [*_ended(new), *_after(row.term), *_hours_of_new(work, new), *touched]
    return Preview(f"{title} toevoegen", FACTS[table](row, new.names), tuple(said))


def add_new(work: UnitOfWork, table: str, row: Any) -> UUID:
    """Add the version and let open hours follow; gives its identity."""
    kept.hold(work, row.area)
    _refuse_new(work, kept.check_new(work, table, row))
    identity = kept.add_new(work, table, row)
    if table == "tariffs":
        pricing.reprice(work, row.term.first_on, row.term.last_on)
    return identity


def preview_end(work: UnitOfWork, ending: Ending) -> Preview:
    """Another last day: what it touches. `Invalid`, `Refused` or `Stale` when it cannot be."""
    new = kept.check_end(work, ending.table, ending.id, ending.version, ending.last_on)
    days = _refuse_end(work, new)
    said = [*_after(new.row.term), *_hours_of_end(work, new, days), *_touched(work, days, new.names)]
    title = f"{NOUNS[ending.table].capitalize()} beëindigen"
    return Preview(title, FACTS[ending.table](new.row, new.names), tuple(said))


def change_end(work: UnitOfWork, ending: Ending) -> None:
    """Give the row its last day and let open hours follow."""
    _hold(work, ending.table, ending.id)
    new = kept.check_end(work, ending.table, ending.id, ending.version, ending.last_on)
    days = _refuse_end(work, new)
    kept.change_end(work, ending.table, ending.id, ending.version, ending.last_on)
    if ending.table == "tariffs":
        pricing.reprice(work, days.first_on, days.last_on)


def preview_withdrawal(work: UnitOfWork, table: str, identity: UUID) -> Preview:
    """Taking a version back: what then holds, and what it touches. `Refused` when it was used."""
    found, earlier, names = kept.check_withdrawal(work, table, identity)
    _refuse_withdrawal(work, table, found, names)
    row = found.row
    days = _Days(table, row.area, row.term.first_on, row.term.last_on, getattr(row, "organisation", None))
    then = (
        f"De versie van {plain_day(earlier.row.term.first_on)} geldt dan door."
        if earlier is not None
        else "Op deze dagen geldt dan niets."
    )
    said = [then, *_touched(work, days, names)]
    return Preview(f"{NOUNS[table].capitalize()} intrekken", FACTS[table](row, names), tuple(said))


def withdraw(work: UnitOfWork, table: str, identity: UUID) -> None:
    """Take a version back that nothing used; the one before it goes on."""
    _hold(work, table, identity)
    found, _, names = kept.check_withdrawal(work, table, identity)
    _refuse_withdrawal(work, table, found, names)
    if table == "tariffs":
        pricing.let_go(work, identity)
    kept.withdraw(work, table, identity)
    if table == "tariffs":
        pricing.reprice(work, found.row.term.first_on, found.row.term.last_on)


def _hold(work: UnitOfWork, table: str, identity: UUID) -> None:
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    found, _ = kept.get_row(work, table, identity)
    kept.hold(work, found.row.area)


def show(work: UnitOfWork, table: str, identity: UUID) -> Shown:
    """A version with the others of its subject, field by field; `NotFound` when there is none."""
    found, names = kept.get_row(work, table, identity)
    others = kept.versions(work, table, found.row.area, found.row)
    now = prices.prices_now(work, [found, *others]) if table == "tariffs" else {}

    def facts(one: Kept[Any]) -> words.Facts:
        if table == "tariffs":
            return words.tariff_facts(one.row, names, now[one.id])
        return FACTS[table](one.row, names)

    return Shown(found, facts(found), tuple((one, facts(one)) for one in others if one.id != identity))


def _refuse_new(work: UnitOfWork, new: NewVersion) -> None:
    """A version that ends another: not on settled days, nor before hours that keep the old price."""
    if new.ends is None:
        return
    first_on = new.row.term.first_on
    if new.table in _FIXED:
        _refuse_settled(work, new.table, new.row.area, first_on, new.names)
    if new.table == "tariffs":
        _refuse_priced(work, new.ends, first_on, new.names)


def _refuse_end(work: UnitOfWork, new: NewVersion) -> _Days:
    """The days that change, unless something holds them as they are."""
    row = new.row if new.ends is None else new.ends.row
    was, now = row.term.last_on, new.row.term.last_on
    days = changed_days(row.term, new.row.term)
    if new.table in _FIXED:
        _refuse_settled(work, new.table, new.row.area, days.first_on, new.names)
    if new.table == "tariffs" and new.ends and (was is None or (now is not None and now < was)):
        _refuse_priced(work, new.ends, days.first_on, new.names)
    return _Days(new.table, new.row.area, days.first_on, days.last_on, getattr(new.row, "organisation", None))


def changed_days(was: Term, now: Term) -> Term:
    """The days that a version comes to hold or to lack by another last day.

    >>> changed_days(Term(date(2026, 1, 1)), Term(date(2026, 1, 1), date(2026, 3, 31))).first_on
    datetime.date(2026, 4, 1)
    """
    ends = [day for day in (was.last_on, now.last_on) if day is not None]
    return Term(min(ends) + ONE_DAY, None if None in (was.last_on, now.last_on) else max(ends))


def _refuse_settled(work: UnitOfWork, table: str, area: str, first_on: date, names: Directory) -> None:
    named = names.areas[area]
    settled = store.find_settled_until(work.session, work.actor, named.id)
    if settled is None or first_on > settled:
        return
    raise Refused(
        f"{named.name} is tot en met {plain_day(settled)} definitief afgerekend. Daarvoor verandert deze "
        f"{NOUNS[table]} niet meer. Laat de wijziging ingaan op {plain_day(settled + ONE_DAY)} of later. "
        f"{_INSTEAD[table]}",
        kind="definitief-afgerekend",
    )


def _refuse_priced(work: UnitOfWork, ends: Kept[Any], first_on: date, names: Directory) -> None:
    """Hours that were approved at the old price keep it, so that price must hold as long."""
    row = ends.row
    if row.kind is not TariffKind.HOUR:
        return
    area = names.areas[row.area].id
    found = pricing.priced(work, area, row.of, ends.id, first_on, row.term.last_on)
    if found.locked_until is None:
        return
    raise Refused(
        f"Op {plain_day(first_on)} of later zijn al {hours(found.locked_minutes)} uur goedgekeurd tegen "
        f"{words.priced(row)}, het laatst van {plain_day(found.locked_until)}. Goedgekeurde uren houden hun "
        f"tarief: laat de wijziging ingaan op {plain_day(found.locked_until + ONE_DAY)} of later. "
        f"{_INSTEAD['tariffs']}",
        kind="uren-goedgekeurd",
    )


def _refuse_withdrawal(work: UnitOfWork, table: str, found: Kept[Any], names: Directory) -> None:
    row = found.row
    settled = store.find_settled_until(work.session, work.actor, names.areas[row.area].id)
    if settled is not None and row.term.first_on <= settled:
        raise Refused(
            f"{names.areas[row.area].name} is tot en met {plain_day(settled)} definitief afgerekend, ook hiermee. "
            "Intrekken kan dan niet meer; beëindigen wel.",
            kind="definitief-afgerekend",
        )
    if table != "tariffs":
        return
    if prices.list_corrections(work, found.id):
        raise Refused(
            "Van dit tarief is de prijs gecorrigeerd. Beëindig het in plaats van het in te trekken.",
            kind="gecorrigeerd",
        )
    if store.is_charged(work.session, work.actor, found.id):
        raise Refused(
            "Met dit tarief is al een afrekening berekend. Beëindig het in plaats van het in te trekken."
        )
    if row.kind is TariffKind.HOUR:
        _refuse_priced(work, found, row.term.first_on, names)


def _ended(new: NewVersion) -> list[str]:
    if new.ends is None:
        return []
    was = new.ends.row
    eve = plain_day(new.row.term.first_on - ONE_DAY)
    match new.table:
        case "tariffs":
            return [f"{was.name} kost nu {words.priced(was)}. Die prijs geldt tot en met {eve}."]
        case "participations":
            return [
                f"De deelname die {words.holds(was.term)} geldt ({words.vat_words(was)}), eindigt op {eve}."
            ]
        case _:
            return [f"Versie {was.version} eindigt op {eve}."]


def _after(term: Term) -> list[str]:
    if term.last_on is None:
        return []
    return [f"Na {plain_day(term.last_on)} geldt er niets, tenzij er al een volgende versie is."]


def _hours_of_new(work: UnitOfWork, new: NewVersion) -> list[str]:
    row = new.row
    if new.table != "tariffs" or row.kind is not TariffKind.HOUR:
        return []
    area = new.names.areas[row.area].id
    before = None if new.ends is None else new.ends.id
    found = pricing.priced(work, area, row.of, before, row.term.first_on, row.term.last_on)
    said = _open_hours(found.open_minutes, found.open_assignments, "krijgen deze prijs")
    if found.locked_minutes:
        said.append(
            f"{hours(found.locked_minutes)} uur is al goedgekeurd zonder tarief en krijgt geen prijs."
        )
    return said


def _hours_of_end(work: UnitOfWork, new: NewVersion, days: _Days) -> list[str]:
    row = new.row
    if new.table != "tariffs" or row.kind is not TariffKind.HOUR or new.ends is None:
        return []
    found = pricing.priced(
        work, new.names.areas[row.area].id, row.of, new.ends.id, days.first_on, days.last_on
    )
    return _open_hours(found.open_minutes, found.open_assignments, "hebben dan geen prijs")


def _open_hours(minutes: int, assignments: int, then: str) -> list[str]:
    if not minutes:
        return []
    of = count(assignments, "opdracht", "opdrachten")
    return [f"{hours(minutes)} uren op {of} zijn nog niet goedgekeurd en {then}."]


def _touched(work: UnitOfWork, days: _Days, names: Directory, *, ends: bool = True) -> list[str]:
    area = names.areas[days.area].id
    runs = store.find_runs(work.session, work.actor, days.first_on, days.last_on, [area])
    organisation = names.organisations[days.organisation].id if days.organisation else None
    assignments = store.count_assignments(
        work.session, work.actor, days.first_on, days.last_on, [area], organisation=organisation
    )
    keeps_days = ends and days.table in _FIXED
    return [*run_sentences(runs, keeps_days=keeps_days), *assignment_sentences(assignments)]
