"""Norms: read, add, change, end, and see first which clocks that moves (domain §8).

At most one norm of an area, product, agreement and metric holds on a day: an overlap is refused in words here and
finally by the database.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Final
from uuid import UUID

from app.features.sla.core.checks import norm_findings
from app.features.sla.core.moving import Move
from app.features.sla.core.rows import NormRow, NormView, Part
from app.features.sla.core.rules import Rules
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.features.sla.service import moving
from app.features.sla.store import norms as store
from app.features.sla.store.norms import Choices, Codes, find_codes
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid, NotFound, Stale
from app.kernel.roles import Permission

_PREVIEWED: Final = UUID(int=0)
"""Stands for a norm that is not there yet."""


def list_norms(work: UnitOfWork, area: str | None = None, on: date | None = None) -> list[NormView]:
    """Norms in order of area, product, agreement and metric; of one area, or those that hold on a day."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_norms(work.session, area=area, on=on)


def page_norms(
    work: UnitOfWork,
    area: str | None = None,
    on: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Part[NormView]:
    """A part of that list, with the cursor of the next."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_part(work.session, area, on, cursor, limit)


def get_norm(work: UnitOfWork, norm_id: UUID) -> NormView:
    """One norm; `NotFound` when there is none."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return _found(work, norm_id)


def norm_choices(work: UnitOfWork) -> Choices:
    """What a norm can name, for a form."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_choices(work.session)


def add_norms(work: UnitOfWork, rows: Sequence[NormRow]) -> list[UUID]:
    """New norms; gives their identities. `Invalid` with every finding; every clock they touch is reckoned anew."""
    work.actor.require(Permission.EDIT_NORMS)
    if not rows:
        return []
    codes = find_codes(work.session)
    known = store.find_norms(work.session)
    findings: list[Finding] = []
    for row in rows:
        findings += _findings(row, codes, known)
        known.append(NormView(_PREVIEWED, 0, row, "", None, None))
    if findings:
        raise Invalid(findings)
    made = [(work.new_id(), row) for row in rows]
    store.insert_norms(work.session, work.actor.collaboration_id, made, codes)
    for identity, row in made:
        work.record("norm.toevoegen", "norm", identity, None, asdict(row))
    areas = {codes.areas[row.area][0] for row in rows}
    moving.renew(work, areas, min(row.term.first_on for row in rows))
    return [identity for identity, _ in made]


def change_norm(work: UnitOfWork, norm_id: UUID, row: NormRow, version: int | None) -> NormView:
    """The norm as `row` says, its clocks reckoned anew; `Stale` when it is no longer at `version`."""
    work.actor.require(Permission.EDIT_NORMS)
    before = _found(work, norm_id)
    if version is not None and version != before.version:
        raise Stale("De norm is intussen gewijzigd. Lees haar opnieuw.", before.version)
    codes = find_codes(work.session)
    _check(work, row, codes, norm_id)
    store.update_norm(work.session, norm_id, row, codes)
    work.record("norm.wijzigen", "norm", norm_id, asdict(before.row), asdict(row))
    areas = {codes.areas[one.area][0] for one in (before.row, row)}
    moving.renew(work, areas, _since(before.row, row))
    return _found(work, norm_id)


def end_norm(work: UnitOfWork, norm_id: UUID, last_on: date, version: int | None) -> NormView:
    """The norm with a last day; clocks that start later look for another."""
    before = _found(work, norm_id)
    return change_norm(work, norm_id, _ended(before.row, last_on), version)


def preview_norm(work: UnitOfWork, row: NormRow, norm_id: UUID | None = None) -> tuple[Move, ...]:
    """Which clocks move, from when to when, once a norm is added, or the one with this identity changed."""
    work.actor.require(Permission.EDIT_NORMS)
    codes = find_codes(work.session)
    _check(work, row, codes, norm_id)
    old = None if norm_id is None else _found(work, norm_id).row
    areas = {codes.areas[one.area][0] for one in (old, row) if one is not None}
    before = find_rules(work.session, areas)
    after = _with(before, norm_id or _PREVIEWED, row, codes)
    return moving.moved(work, before, after, areas, _since(old or row, row))


def preview_end(work: UnitOfWork, norm_id: UUID, last_on: date) -> tuple[Move, ...]:
    """Which clocks move when the norm gets a last day."""
    return preview_norm(work, _ended(_found(work, norm_id).row, last_on), norm_id)


def _since(old: NormRow, new: NormRow) -> date:
    """From when a change can be felt: the first day of either, or the earlier end when no more than that changes."""
    if replace(old, term=new.term) == new and old.term.first_on == new.term.first_on:
        ends = [one for one in (old.term.last_on, new.term.last_on) if one is not None]
        return min(ends, default=new.term.first_on)
    return min(old.term.first_on, new.term.first_on)


def _ended(row: NormRow, last_on: date) -> NormRow:
    return replace(row, term=replace(row.term, last_on=last_on))


def _with(rules: Rules, norm_id: UUID, row: NormRow, codes: Codes) -> Rules:
    others = tuple(one for one in rules.norms if one.id != norm_id)
    if row.metric is Metric.COUNT:
        return replace(rules, norms=others)
    return replace(rules, norms=(*others, store.value_of(norm_id, row, codes)))


def _check(work: UnitOfWork, row: NormRow, codes: Codes, norm_id: UUID | None) -> None:
    others = [one for one in store.find_norms(work.session, area=row.area) if one.id != norm_id]
    found = _findings(row, codes, others)
    if found:
        raise Invalid(found)


def _findings(row: NormRow, codes: Codes, others: Sequence[NormView]) -> list[Finding]:
    if row.area not in codes.areas:
        return [Finding("taakgebied", f"Taakgebied {row.area} bestaat niet. Kies uit de lijst.")]
    found = [*_unknown(row, codes), *norm_findings(row)]
    for other in others:
        if _key(other.row) == _key(row) and other.row.term.overlaps(row.term):
            term = dutch.since(other.row.term.first_on, other.row.term.last_on)
            what = f"Er geldt al een norm voor {METRIC_LABELS[row.metric].lower()} in deze tijd ({term})."
            found.append(Finding("geldigVan", f"{what} Beëindig die eerst, of kies een latere dag."))
    return found


def _key(row: NormRow) -> tuple[str, str | None, str | None, Metric]:
    return row.area, row.product, row.agreement, row.metric


def _unknown(row: NormRow, codes: Codes) -> list[Finding]:
    found = []
    if row.product is not None and (row.area, row.product) not in codes.products:
        message = f"Product {row.product} hoort niet bij {row.area}. Kies uit de lijst van dat gebied."
        found.append(Finding("product", message))
    if row.agreement is not None and store.agreement_of(row, codes) is None:
        message = (
            f"Overeenkomst {row.agreement} geldt niet voor {row.area} op {dutch.long_day(row.term.first_on)}."
        )
        found.append(Finding("overeenkomst", message))
    if row.calendar is not None and row.calendar not in codes.calendars:
        found.append(Finding("kalender", f"Kalender {row.calendar} bestaat niet. Kies uit de lijst."))
    return found


def _found(work: UnitOfWork, norm_id: UUID) -> NormView:
    found = store.find_norms(work.session, norm_id=norm_id)
    if not found:
        raise NotFound("Deze norm")
    return found[0]
