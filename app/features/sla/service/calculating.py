"""A period reckoned for whoever asks: which calendar is meant, and the answer. It reads; it changes nothing."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from app.features.sla.core.calculation import Answer, Asked, AskedCalendar, own_calendar, reckon
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.projecting import LAW_UNITS
from app.features.sla.core.rows import NormView
from app.features.sla.core.statutory import LawUnit
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.texts import calendar_from
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.features.sla.service import calendars, norms
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Finding, Invalid
from app.kernel.roles import Permission

STANDARD: Final = "standaard"
STANDARD_HOURS: Final = "08:30-17:00"
STANDARD_HOLIDAYS: Final = (
    "Nieuwjaarsdag",
    "Tweede paasdag",
    "Koningsdag",
    "Hemelvaartsdag",
    "Tweede pinksterdag",
    "Eerste kerstdag",
    "Tweede kerstdag",
)
"""What most offices keep; Good Friday and 5 May only where a calendar says so (domain §8)."""


@lru_cache(maxsize=1)
def standard_calendar() -> WorkCalendar:
    """The calendar of who names none: Monday to Friday 08:30–17:00, with the usual holidays."""
    week = [STANDARD_HOURS] * 5 + ["", ""]
    return WorkCalendar.of("Standaard kantoor", week, dutch_holidays, STANDARD_HOLIDAYS)


@dataclass(frozen=True, slots=True)
class Term:
    """What a norm promises: how much of what, and on which calendar it counts."""

    length: int
    unit: Unit | LawUnit
    is_extended: bool
    calendar: WorkCalendar


def list_calendars(work: UnitOfWork) -> list[tuple[str, str]]:
    """The calendars to choose from: code and name, the standard one first."""
    kept = [(one.row.code, one.row.name) for one in calendars.list_calendars(work)]
    return [(STANDARD, "Standaard kantoor, ma t/m vr 08:30–17:00"), *kept]


def list_terms(work: UnitOfWork) -> list[tuple[str, str]]:
    """The norms of today that are a length of time: identity, and area, product, metric and length in words."""
    return [
        (str(one.id), _named(one))
        for one in norms.list_norms(work, on=work.today)
        if one.row.unit is not None and one.row.amount is not None
    ]


def get_term(work: UnitOfWork, norm_id: UUID, start_on: date) -> Term:
    """What a norm promises for a clock that starts on a day; `Invalid` where it is no length of time."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    rules = find_rules(work.session)
    norm = next((one for one in rules.norms if one.id == norm_id), None)
    if norm is None or norm.target is None:
        raise Invalid(
            [Finding("norm", "Deze norm bestaat niet of is geen termijn. Kies uit de lijst van normen.")]
        )
    calendar_id = rules.calendar_of(norm, start_on)
    calendar = standard_calendar() if calendar_id is None else rules.calendars[calendar_id]
    target = norm.target
    if norm.metric is Metric.STATUTORY:
        return Term(target.amount, LAW_UNITS[target.unit], False, calendar)
    return Term(target.amount, target.unit, target.is_extended, calendar)


def calculate(
    work: UnitOfWork, asked: Asked, calendar: str | AskedCalendar | WorkCalendar = STANDARD
) -> tuple[WorkCalendar, Answer]:
    """The calendar that was meant and the answer; `Invalid` with everything that is wrong, by the names of the wire."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    meant = calendar if isinstance(calendar, WorkCalendar) else _calendar(work, calendar)
    return meant, reckon(asked, meant)


def _calendar(work: UnitOfWork, wanted: str | AskedCalendar) -> WorkCalendar:
    if isinstance(wanted, AskedCalendar):
        try:
            return own_calendar(wanted, dutch_holidays)
        except Invalid as error:
            raise Invalid([_of_own(one) for one in error.findings]) from error
    if wanted == STANDARD:
        return standard_calendar()
    kept = {one.row.code: one.row for one in calendars.list_calendars(work)}
    if wanted not in kept:
        known = ", ".join([STANDARD, *kept])
        raise Invalid([Finding("kalender", f"Kalender “{wanted}” bestaat niet. Kies een van: {known}.")])
    row = kept[wanted]
    return calendar_from(row.name, ZoneInfo(row.zone), row.versions, dutch_holidays)


def _of_own(finding: Finding) -> Finding:
    """At its field on the wire: a calendar that is given whole has one version, its opening hours."""
    field = "openingstijden" if finding.field == "versies" else finding.field
    return Finding(f"eigenKalender.{field}", finding.message)


def _named(view: NormView) -> str:
    row = view.row
    assert row.amount is not None, "it is a length of time"
    assert row.unit is not None, "it is a length of time"
    where = ", ".join(filter(None, (view.area_name, view.product_name, row.agreement)))
    return f"{where}: {METRIC_LABELS[row.metric].lower()} {Target(row.amount, row.unit)}"
