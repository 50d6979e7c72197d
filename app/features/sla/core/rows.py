"""Calendars and norms by code, as they are written: on a sheet, in a form, over the API; and as they are read back."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from app.features.partnership.core.rows import Term
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import VersionText
from app.features.sla.core.words import DEFAULT_WARNINGS, Metric
from app.kernel.roles import Role

View = TypeVar("View")
HOUSE_ZONE = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar; `organisation` is the provider whose calendar it is, if it is one's."""

    code: str
    name: str
    organisation: str | None = None
    zone: str = HOUSE_ZONE
    versions: tuple[VersionText, ...] = ()


@dataclass(frozen=True, slots=True)
class NormRow:
    """A norm. Amount and unit as the metric asks: a delivery has none, a count no unit but a period in months."""

    area: str
    metric: Metric
    term: Term
    product: str | None = None
    agreement: str | None = None
    amount: int | None = None
    unit: Unit | None = None
    period_months: int | None = None
    law: str | None = None
    calendar: str | None = None
    is_extended: bool = False
    warn_percents: tuple[int, ...] = DEFAULT_WARNINGS
    objective_basis_points: int | None = None
    credit_basis_points: int | None = None
    notify_roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Part(Generic[View]):
    """A part of a list, with the cursor of the next one."""

    rows: tuple[View, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar as it is shown, its versions in order; `version` is for who edits it."""

    id: UUID
    version: int
    row: CalendarRow
    organisation_name: str | None

    def current(self, day: date) -> VersionText | None:
        """The version that holds on a day."""
        for one in self.row.versions:
            if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until):
                return one
        return None


@dataclass(frozen=True, slots=True)
class NormView:
    """A norm as it is shown, with the names that belong to its codes; `partner_name` is of its agreement."""

    id: UUID
    version: int
    row: NormRow
    area_name: str
    product_name: str | None
    partner_name: str | None
