"""The sheets of calendars and norms, and how their cells are read: hours of a day, names, percentages, roles.

A calendar stands on three sheets: itself, its versions, the days of its own; `sla_checks` puts it together.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.partnership.core.rows import Term
from app.features.sla.core.opening import Interval
from app.features.sla.core.rows import HOUSE_ZONE, NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import HOLIDAY_NAMES
from app.features.sla.core.words import DEFAULT_WARNINGS, Metric
from app.features.workbook.core.cells import (
    DAY,
    PERCENT,
    TEXT,
    WHOLE,
    YES,
    Cell,
    Kind,
    WrongCell,
    shown,
    words,
)
from app.features.workbook.core.columns import Sheet, may, must
from app.kernel.roles import Role

WEEK_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def hours_of(cell: Cell) -> str:
    """The opening hours of a day, as they are kept.

    >>> hours_of("8:30-12:30 13:00-17:00")
    '08:30-12:30 13:00-17:00'
    """
    text = shown(cell)
    try:
        intervals = [Interval.parse(part) for part in text.split()]
    except ValueError as error:
        raise WrongCell(
            f"“{text}” zijn geen openingstijden. Schrijf ze als 08:30-12:30 13:00-17:00, of laat ze leeg."
        ) from error
    return " ".join(str(one).replace("–", "-") for one in sorted(intervals))


def _holidays(cell: Cell) -> tuple[str, ...]:
    names = _parts(cell)
    for name in names:
        if name not in HOLIDAY_NAMES:
            raise WrongCell(f"Feestdag “{name}” kennen we niet. Kies uit: {', '.join(HOLIDAY_NAMES)}.")
    return names


def _percents(cell: Cell) -> tuple[int, ...]:
    parts = _parts(cell)
    if not all(part.isdecimal() for part in parts):
        raise WrongCell(f"“{shown(cell)}” zijn geen percentages. Schrijf ze als 50; 75; 90.")
    return tuple(int(part) for part in parts)


def _roles(cell: Cell) -> tuple[Role, ...]:
    known = {role.value: role for role in Role if role is not Role.SYSTEM}
    for part in _parts(cell):
        if part not in known:
            raise WrongCell(f"“{part}” is geen rol. Kies uit: {', '.join(known)}.")
    return tuple(known[part] for part in _parts(cell))


def _parts(cell: Cell) -> tuple[str, ...]:
    return tuple(part for part in (one.strip() for one in shown(cell).split(";")) if part)


def _joined(values: Any) -> Cell:
    return "; ".join(str(value) for value in values) or None


HOURS = Kind(hours_of, lambda value: value or None)
HOLIDAYS = Kind(_holidays, _joined)
PERCENTS = Kind(_percents, _joined)
ROLES = Kind(_roles, _joined)


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A calendar without its versions, as it stands on its sheet."""

    code: str
    name: str
    organisation: str | None = None
    zone: str = HOUSE_ZONE


@dataclass(frozen=True, slots=True)
class VersionLine:
    """How a calendar works from a day on, as it stands on its sheet."""

    calendar: str
    term: Term
    monday: str = ""
    tuesday: str = ""
    wednesday: str = ""
    thursday: str = ""
    friday: str = ""
    saturday: str = ""
    sunday: str = ""
    holidays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of a calendar's own; without hours it is closed."""

    calendar: str
    on: date
    name: str
    hours: str = ""


SLA: tuple[Sheet, ...] = (
    Sheet("calendars", CalendarLine, (must("code"), must("name"), may("organisation"), may("zone"))),
    Sheet(
        "calendar_versions",
        VersionLine,
        (
            must("calendar"),
            *(may(field, HOURS) for field in WEEK_FIELDS),
            may("holidays", HOLIDAYS),
            must("valid_from", DAY),
            may("valid_until", DAY),
        ),
    ),
    Sheet("calendar_days", DayLine, (must("calendar"), must("on", DAY), must("name"), may("hours", HOURS))),
    Sheet(
        "norms",
        NormRow,
        (
            must("area"),
            may("product"),
            may("agreement"),
            must("metric", words(Metric)),
            may("amount", WHOLE),
            may("unit", words(Unit)),
            may("period_months", WHOLE),
            may("law"),
            may("calendar", TEXT),
            may("is_extended", YES),
            may("warn_percents", PERCENTS, DEFAULT_WARNINGS),
            may("objective_basis_points", PERCENT),
            may("credit_basis_points", PERCENT),
            may("notify_roles", ROLES),
            must("valid_from", DAY),
            may("valid_until", DAY),
        ),
    ),
)
"""Calendars and norms, after the agreements that they name."""
