"""Versions of cost pools and cascades that come, end or are withdrawn, with what that touches; a trial cascade.

Days on which any area is settled finally keep their cascade: a change of those is refused with what to do
instead. A cascade by which overhead can never reach the areas is refused by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.features.costs.core import PoolKind
from app.features.costs.core.rows import CascadeRow, PoolRow
from app.features.costs.service import changing as kept
from app.features.costs.service.changing import Change
from app.features.partnership.core.rows import Term
from app.features.partnership.service.figures import directory
from app.features.settlement.core import cost_words as words
from app.features.settlement.core.agreed_words import Facts, holds
from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.facts import Facts as Held
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.overhead_trial import Passing, passed, with_cascade, without_way
from app.features.settlement.core.overhead_words import overhead_in_words
from app.features.settlement.core.touching import Preview, about, run_sentences
from app.features.settlement.service.changing.trial import last_figures
from app.features.settlement.service.changing.versions import ONE_DAY, Ending, Shown, changed_days
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day, sort_name
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.glossary import CASCADE_METHODS, wire
from app.kernel.period import Period
from app.kernel.roles import Permission

TITLES = {"pools": "Kostenplaats", "cascades": "Doorbelasting"}
QUARTER = 3
NEVER = "Dan is er geen doorbelasting meer: overhead met kosten kan op latere dagen niet worden afgerekend."


@dataclass(frozen=True, slots=True)
class CascadeTrial:
    """A cascade in words and what it brings each area, beside what holds; `errors` say what stands in the way."""

    period: Period
    sentences: tuple[str, ...]
    areas: Mapping[str, str]
    pools: Mapping[str, str]
    now: Passing | None
    then: Passing | None
    errors: tuple[str, ...]


def show(work: UnitOfWork, table: str, identity: UUID) -> Shown:
    """A version with the others, field by field; `NotFound` when there is none."""
    found = kept.get_row(work, table, identity)
    others = [one for one in kept.versions(work, table, found.row) if one.id != identity]
    names = names_of(work)
    facts = facts_of(found.row, *names)
    return Shown(found, facts, tuple((one, facts_of(one.row, *names)) for one in others))


def names_of(work: UnitOfWork) -> tuple[dict[str, str], dict[str, str]]:
    """Names by code of areas, and of pools as they were last called."""
    found = sorted(directory(work).areas.values(), key=lambda named: sort_name(named.name))
    areas = {named.code: named.name for named in found}
    return areas, {one.row.code: one.row.name for one in kept.list_versions(work, "pools")}


def facts_of(row: PoolRow | CascadeRow, areas: Mapping[str, str], pools: Mapping[str, str]) -> Facts:
    """A version field by field."""
    return (
        words.pool_facts(row, areas) if isinstance(row, PoolRow) else words.cascade_facts(row, areas, pools)
    )


def preview_new(work: UnitOfWork, table: str, row: Any) -> Preview:
    """A new version: what it says, ends and touches. `Invalid` or `Refused` when it cannot come."""
    new = check_new(work, table, row)
    said = [*_ended(new), *_after(table, row.term)]
    sentences: tuple[str, ...] = ()
    if table == "cascades":
        trial = try_cascade(work, row)
        sentences = trial.sentences
        said += [f"Over {about(trial.period)} kan zo niet worden verdeeld: {one}" for one in trial.errors]
        said += _ways_lost(work, new)
    else:
        said += _waits(work, row)
    said += _touched(work, row, row.term)
    return Preview(f"{TITLES[table]} toevoegen", facts_of(row, *names_of(work)), tuple(said), sentences)


def add_new(work: UnitOfWork, table: str, row: Any) -> UUID:
    """Add the version; gives its identity."""
    kept.hold(work)
    check_new(work, table, row)
    return kept.add_new(work, table, row)


def preview_end(work: UnitOfWork, ending: Ending) -> Preview:
    """Another last day: what it touches. `Invalid`, `Refused` or `Stale` when it cannot be."""
    new, days = _check_end(work, ending)
    said = [*_after(ending.table, new.row.term), *_touched(work, new.row, days)]
    facts = facts_of(new.row, *names_of(work))
    return Preview(f"{TITLES[ending.table]} beëindigen", facts, tuple(said))


def change_end(work: UnitOfWork, ending: Ending) -> None:
    """Give the version its last day."""
    kept.hold(work)
    _check_end(work, ending)
    kept.change_end(work, ending.table, ending.id, ending.version, ending.last_on)


def preview_withdrawal(work: UnitOfWork, table: str, identity: UUID) -> Preview:
    """Taking a version back: what then holds, and what it touches. `Refused` when it was used."""
    change = _check_withdrawal(work, table, identity)
    row = change.row
    then = (
        f"De versie van {plain_day(change.ends.row.term.first_on)} geldt dan door."
        if change.ends is not None
        else ("Op deze dagen geldt dan geen doorbelasting." if table == "cascades" else "Zij verdwijnt dan.")
    )
    said = (then, *_touched(work, row, row.term))
    return Preview(f"{TITLES[table]} intrekken", facts_of(row, *names_of(work)), said)


def withdraw(work: UnitOfWork, table: str, identity: UUID) -> None:
    """Take a version back that nothing used; the one before it goes on."""
    kept.hold(work)
    _check_withdrawal(work, table, identity)
    kept.withdraw(work, table, identity)


def try_cascade(work: UnitOfWork, row: CascadeRow) -> CascadeTrial:
    """What a cascade says and would bring on real figures; it may still be wrong in places, and then says where."""
    work.actor.require(Permission.EDIT_COSTS)
    period, inputs, errors = last_figures(work, QUARTER)
    areas, pools = names_of(work)
    trial = with_cascade(inputs, row, pools)
    sentences = tuple(overhead_in_words(Held(trial)))
    now = None if errors else _passed(inputs)[0]
    then, wrong = (None, errors) if errors else _passed(trial)
    return CascadeTrial(period, sentences, areas, pools, now, then, wrong)


def _passed(inputs: Inputs) -> tuple[Passing | None, tuple[str, ...]]:
    try:
        return passed(inputs), ()
    except SettlementError as error:
        return None, (error.message,)


def check_new(work: UnitOfWork, table: str, row: Any) -> Change:
    """A new version beside what is there; `Invalid` with a finding per field, `Refused` on settled days."""
    new = kept.check_new(work, table, row)
    if table == "cascades":
        _refuse_settled(work, row.term.first_on)
        cannot = without_way(row, *names_of(work))
        if cannot is not None:
            raise Invalid([Finding(wire("pools"), cannot)])
    return new


def _check_end(work: UnitOfWork, ending: Ending) -> tuple[Change, Term]:
    new = kept.check_end(work, ending.table, ending.id, ending.version, ending.last_on)
    was = new.row if new.ends is None else new.ends.row
    days = changed_days(was.term, new.row.term)
    if ending.table == "cascades":
        _refuse_settled(work, days.first_on)
    return new, days


def _check_withdrawal(work: UnitOfWork, table: str, identity: UUID) -> Change:
    change = kept.check_withdrawal(work, table, identity)
    if table == "cascades":
        settled = store.find_settled_until(work.session, work.actor, None)
        if settled is not None and change.row.term.first_on <= settled:
            raise Refused(
                f"Tot en met {plain_day(settled)} is definitief afgerekend, ook hiermee. Intrekken kan dan niet "
                "meer; beëindigen wel.",
                kind="definitief-afgerekend",
            )
    return change


def _refuse_settled(work: UnitOfWork, first_on: date) -> None:
    settled = store.find_settled_until(work.session, work.actor, None)
    if settled is None or first_on > settled:
        return
    raise Refused(
        f"Tot en met {plain_day(settled)} is definitief afgerekend. Daarvoor verandert de doorbelasting niet meer. "
        "Laat de wijziging ingaan op de eerste dag van een latere afrekenperiode. Is over afgerekende dagen iets "
        "anders afgesproken, boek het verschil dan als kostenregel in een open maand.",
        kind="definitief-afgerekend",
    )


def _ended(new: Change) -> list[str]:
    if new.ends is None:
        return []
    was, eve = new.ends.row, plain_day(new.row.term.first_on - ONE_DAY)
    if isinstance(was, PoolRow):
        return [f"Tot en met {eve} heet zij nog {was.name}."]
    return [
        f"De doorbelasting die {holds(was.term)} geldt ({CASCADE_METHODS[was.method.value]}), eindigt op {eve}."
    ]


def _after(table: str, term: Term) -> list[str]:
    if term.last_on is None:
        return []
    if table == "cascades":
        return [NEVER]
    return [f"Na {plain_day(term.last_on)} neemt zij geen kosten meer aan."]


def _waits(work: UnitOfWork, row: PoolRow) -> list[str]:
    """What a new pool still needs before its costs reach the areas."""
    if row.kind is PoolKind.OWN_ACCOUNT:
        return ["Deze kostenplaats is voor eigen rekening en wordt niet over deelnemers verdeeld."]
    if row.kind is not PoolKind.OVERHEAD:
        return []
    cascades = kept.list_versions(work, "cascades")
    if any(part.pool == row.code for one in cascades for part in one.row.pools):
        return []
    said = "Zij staat nog in geen doorbelasting: haar kosten komen pas bij taakgebieden als er een is die haar noemt."
    return [said]


def _ways_lost(work: UnitOfWork, new: Change) -> list[str]:
    """Overhead pools that hold on some of its days only: on those they have no way to the areas."""
    named = {one.pool for one in new.row.pools}
    return [
        f"Kostenplaats {one.row.name} geldt {holds(one.row.term)} en staat hier niet in: haar kosten komen op die "
        "dagen bij geen taakgebied."
        for one in kept.list_versions(work, "pools")
        if one.row.kind is PoolKind.OVERHEAD
        and one.row.code not in named
        and one.row.term.overlaps(new.row.term)
    ]


def _touched(work: UnitOfWork, row: PoolRow | CascadeRow, days: Term) -> list[str]:
    """The settlements that read these days: of the pool's area, of overhead every one."""
    names = directory(work).areas
    area = row.area if isinstance(row, PoolRow) else None
    ids = [names[area].id] if area else [one.id for one in names.values()]
    return run_sentences(store.find_runs(work.session, work.actor, days.first_on, days.last_on, ids))
