"""Calendars: read, write a version from a day on, and see first which clocks that moves.

A calendar that never works is refused when it is saved (domain §8). Who reads the partnership reads them; who
edits norms writes them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from app.features.sla.core.moving import Move
from app.features.sla.core.rows import CalendarRow, CalendarView, Part
from app.features.sla.core.rules import Rules
from app.features.sla.core.texts import HOLIDAY_NAMES, VersionText, calendar_from, with_version
from app.features.sla.service import moving
from app.features.sla.service.marking import forget_rules
from app.features.sla.store import calendars as store
from app.features.sla.store.norms import find_codes
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Finding, Invalid, NotFound, Stale
from app.kernel.roles import Permission

CALENDAR_CODE: Final = re.compile("[a-z0-9][a-z0-9-]{0,40}")
_PREVIEWED: Final = UUID(int=0)
"""Stands for a calendar that is not there yet."""


def list_calendars(work: UnitOfWork) -> list[CalendarView]:
    """Every calendar with its versions, in order of name."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_calendars(work.session)


def page_calendars(work: UnitOfWork, cursor: str | None = None, limit: int = 50) -> Part[CalendarView]:
    """A part of that list, with the cursor of the next."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_part(work.session, cursor, limit)


def get_calendar(work: UnitOfWork, code: str) -> CalendarView:
    """One calendar; `NotFound` when there is none with this code."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return _found(work, code)


def organisations_without_calendar(work: UnitOfWork) -> list[tuple[str, str]]:
    """Who can still be given a calendar: code and name."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return store.find_without(work.session)


def holiday_names() -> tuple[str, ...]:
    """The holidays that a calendar can keep, in the order of the year."""
    return HOLIDAY_NAMES


def add_calendars(work: UnitOfWork, rows: Sequence[CalendarRow]) -> dict[str, UUID]:
    """New calendars with their versions; gives their identities by code. `Invalid` with every finding."""
    work.actor.require(Permission.EDIT_NORMS)
    codes = find_codes(work.session)
    findings = [
        finding for row in rows for finding in _findings(work, row, codes.organisations, codes.calendars)
    ]
    if findings:
        raise Invalid(findings)
    if not rows:
        return {}
    made = [(work.new_id(), row, codes.organisations.get(row.organisation or "")) for row in rows]
    tenant = work.actor.collaboration_id
    store.insert_calendars(work.session, tenant, made)
    versions = [(identity, version) for identity, row, _ in made for version in row.versions]
    store.insert_versions(work.session, tenant, work.new_id, versions)
    for identity, row, _ in made:
        work.record("kalender.toevoegen", "calendar", identity, None, asdict(row))
    moving.renew(work, None, min(version.valid_from for _, version in versions))
    return {row.code: identity for identity, row, _ in made}


def preview_calendar(work: UnitOfWork, row: CalendarRow) -> tuple[Move, ...]:
    """Which clocks begin to be measured by a new calendar: those of its provider. `Invalid` as when it is added."""
    work.actor.require(Permission.EDIT_NORMS)
    codes = find_codes(work.session)
    findings = _findings(work, row, codes.organisations, codes.calendars)
    if findings:
        raise Invalid(findings)
    rules = find_rules(work.session)
    after = _with(rules, _PREVIEWED, row)
    if row.organisation is not None:
        provider_id = codes.organisations[row.organisation]
        after = replace(after, of_provider={**after.of_provider, provider_id: _PREVIEWED})
    return moving.moved(work, rules, after, None, min(version.valid_from for version in row.versions))


def preview_version(work: UnitOfWork, code: str, new: VersionText) -> tuple[Move, ...]:
    """Which clocks move, from when to when, once `new` holds. `Invalid` when the calendar would not work."""
    work.actor.require(Permission.EDIT_NORMS)
    before = _found(work, code)
    after = _changed(before, new)
    rules = find_rules(work.session)
    return moving.moved(work, rules, _with(rules, before.id, after), None, new.valid_from)


def save_version(work: UnitOfWork, code: str, new: VersionText, version: int | None) -> CalendarView:
    """The calendar with `new` from its first day on, every clock it touches reckoned anew.

    A version that begins on the same day is replaced, the one that held ends the day before, later ones stay.
    `Stale` when the calendar is no longer at `version` (None leaves that out); `Invalid` when it would never work.
    """
    before = _editable(work, code, version)
    after = _changed(before, new)
    tenant = work.actor.collaboration_id
    store.replace_versions(work.session, tenant, work.new_id, before.id, after.versions)
    store.update_calendar(work.session, before.id, {})
    work.record("kalender.wijzigen", "calendar", before.id, asdict(before.row), asdict(after))
    moving.renew(work, None, new.valid_from)
    return _found(work, code)


def rename_calendar(work: UnitOfWork, code: str, name: str, version: int | None) -> CalendarView:
    """The calendar with another name; its code, by which it is referred to, stays. `Stale` as `save_version`."""
    before = _editable(work, code, version)
    after = replace(before.row, name=name.strip())
    if not after.name:
        raise Invalid([Finding("naam", "Geef de kalender een naam.")])
    if after.name != before.row.name:
        store.update_calendar(work.session, before.id, {"name": after.name})
        work.record(
            "kalender.hernoemen", "calendar", before.id, {"name": before.row.name}, {"name": after.name}
        )
        forget_rules(work)
    return _found(work, code)


def _editable(work: UnitOfWork, code: str, version: int | None) -> CalendarView:
    work.actor.require(Permission.EDIT_NORMS)
    before = _found(work, code)
    if version is not None and version != before.version:
        raise Stale("De kalender is intussen gewijzigd. Lees haar opnieuw.", before.version)
    return before


def _changed(before: CalendarView, new: VersionText) -> CalendarRow:
    versions = with_version(before.row.versions, new)
    # By itself too: what held before must not hide that from now on nobody ever works.
    calendar_from(before.row.name, ZoneInfo(before.row.zone), [new], dutch_holidays)
    calendar_from(before.row.name, ZoneInfo(before.row.zone), versions, dutch_holidays)
    return replace(before.row, versions=versions)


def _with(rules: Rules, calendar_id: UUID, row: CalendarRow) -> Rules:
    made = calendar_from(row.name, ZoneInfo(row.zone), row.versions, dutch_holidays)
    return replace(rules, calendars={**rules.calendars, calendar_id: made})


def _findings(
    work: UnitOfWork, row: CalendarRow, organisations: Mapping[str, UUID], calendars: Mapping[str, UUID]
) -> list[Finding]:
    found = []
    if not CALENDAR_CODE.fullmatch(row.code):
        message = (
            "Geef de kalender een code van kleine letters, cijfers en streepjes, bijvoorbeeld gemeentehuis."
        )
        found.append(Finding("code", message))
    if not row.name.strip():
        found.append(Finding("naam", "Geef de kalender een naam."))
    if row.code in calendars:
        found.append(Finding("code", f"Kalender {row.code} bestaat al. Kies een andere code."))
    if row.organisation is not None and row.organisation not in organisations:
        found.append(
            Finding("organisatie", f"Organisatie {row.organisation} bestaat niet. Kies uit de lijst.")
        )
    taken = {one.row.organisation: one.row.name for one in store.find_calendars(work.session)}
    if row.organisation is not None and row.organisation in taken:
        message = f"{row.organisation} heeft al een kalender: {taken[row.organisation]}. Geef die een nieuwe versie."
        found.append(Finding("organisatie", message))
    if row.zone not in available_timezones():
        found.append(Finding("tijdzone", f"Tijdzone {row.zone} bestaat niet. Schrijf Europe/Amsterdam."))
        return found
    try:
        calendar_from(row.name, ZoneInfo(row.zone), row.versions, dutch_holidays)
    except Invalid as error:
        found += error.findings
    return found


def _found(work: UnitOfWork, code: str) -> CalendarView:
    found = store.find_calendars(work.session, code)
    if not found:
        raise NotFound("Deze kalender")
    return found[0]
