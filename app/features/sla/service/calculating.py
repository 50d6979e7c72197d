"""A period reckoned for whoever asks: which calendar is meant, and the answer. It reads; it changes nothing."""

from functools import lru_cache
from typing import Final

from app.features.sla.core.calculation import Answer, Asked, AskedCalendar, own_calendar, reckon
from app.features.sla.core.calendar import WorkCalendar
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


def holiday_names(work: UnitOfWork) -> list[str]:
    """The holidays that a calendar may keep, in order of this year."""
    return list(
        dict.fromkeys(name for text in dutch_holidays(work.today.year).values() for name in text.split("; "))
    )


def list_calendars(work: UnitOfWork) -> list[tuple[str, str]]:
    """The calendars to choose from: code and name."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return [(STANDARD, "Standaard kantoor, ma t/m vr 08:30–17:00")]


def calculate(
    work: UnitOfWork, asked: Asked, calendar: str | AskedCalendar = STANDARD
) -> tuple[WorkCalendar, Answer]:
    """The calendar that was meant and the answer; `Invalid` with everything that is wrong, by the names of the wire."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    meant = _calendar(work, calendar)
    return meant, reckon(asked, meant)


def _calendar(work: UnitOfWork, wanted: str | AskedCalendar) -> WorkCalendar:
    if isinstance(wanted, AskedCalendar):
        try:
            return own_calendar(wanted, dutch_holidays)
        except Invalid as error:
            raise Invalid([_of_own(one) for one in error.findings]) from error
    if wanted != STANDARD:
        known = ", ".join(code for code, _ in list_calendars(work))
        raise Invalid([Finding("kalender", f"Kalender “{wanted}” bestaat niet. Kies een van: {known}.")])
    return standard_calendar()


def _of_own(finding: Finding) -> Finding:
    """At its field on the wire: a calendar that is given whole has one version, its opening hours."""
    field = "openingstijden" if finding.field == "versies" else finding.field
    return Finding(f"eigenKalender.{field}", finding.message)
