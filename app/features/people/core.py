"""People as the other rooms know them: who, employed by whom, as what, for how long a week.

Values only. An account is who logs in, an employee is who works (data §3); an employee may have no account.
The employer stays the municipality; a secondment lends somebody to a provider for so many fte.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from uuid import UUID

from app.features.partnership.core.rows import Term
from app.features.partnership.core.words import VatCategory

WEEK_MINUTES = 7 * 24 * 60
"""What a week holds at most."""


@dataclass(frozen=True, slots=True)
class Employment:
    """What somebody is employed as: employer, area of the team, function, minutes a week."""

    id: UUID
    employer_id: UUID
    area_id: UUID
    function: str
    contract_minutes: int
    term: Term


@dataclass(frozen=True, slots=True)
class Employee:
    """Who works, with the employments in order of time. `code` is the short name in sheets and addresses."""

    id: UUID
    code: str
    name: str
    account_id: UUID | None
    employments: tuple[Employment, ...] = ()

    def employment_on(self, day: date) -> Employment | None:
        """The employment that holds on a day; the database lets no two overlap."""
        return next((one for one in self.employments if day in one.term), None)

    def area_ids(self, first_on: date, last_on: date) -> tuple[UUID, ...]:
        """The areas of the teams on these days, each once, in order of time."""
        days = Term(first_on, last_on)
        return tuple(dict.fromkeys(one.area_id for one in self.employments if one.term.overlaps(days)))

    def contract_by_day(self, days: Sequence[date]) -> tuple[int, ...] | None:
        """The contract per day of a week, evenly over Monday to Friday; None without an employment.

        The minutes of the days total `contract_minutes`; what does not divide by five falls on later days.
        """
        held = [self.employment_on(day) if day.weekday() < 5 else None for day in days]
        if not any(held):
            return None
        fifths = [0, *accumulate(one.contract_minutes if one else 0 for one in held)]
        return tuple(after // 5 - before // 5 for before, after in pairwise(fifths))

    def contract_minutes(self, days: Sequence[date]) -> int | None:
        """The contract over the days of a week, by its working days (Monday to Friday); None without one.

        A contract that starts on Wednesday counts for three of five days, rounded down to whole minutes.

        >>> one = Employment(UUID(int=1), UUID(int=2), UUID(int=3), "adviseur", 1920, Term(date(2026, 4, 1)))
        >>> who = Employee(UUID(int=4), "M01", "Proef Persoon", None, (one,))
        >>> week = [date(2026, 3, 30 + n) for n in range(2)] + [date(2026, 4, 1 + n) for n in range(5)]
        >>> who.contract_minutes(week)
        1152
        """
        by_day = self.contract_by_day(days)
        return None if by_day is None else sum(by_day)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of employees, with the employment that holds today."""

    id: UUID
    code: str
    name: str
    has_account: bool
    employer: str | None
    area_code: str | None
    area: str | None
    function_code: str | None
    contract_minutes: int | None


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """An employee as the workbook brings it: everything by code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """An employment as the workbook brings it; `contract_minutes` a week."""

    employee: str
    employer: str
    area: str
    function: str
    contract_minutes: int
    term: Term


@dataclass(frozen=True, slots=True)
class SecondmentRow:
    """A secondment as the workbook brings it: `fte` × `rate_cents` per fte and year (settlement.md 15)."""

    employee: str
    employer: str
    provider: str
    area: str
    function: str
    fte: Decimal
    rate_cents: int
    vat_category: VatCategory
    vat_basis_points: int
    term: Term


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """All people of a collaboration, to put in together."""

    employees: tuple[EmployeeRow, ...] = ()
    employments: tuple[EmploymentRow, ...] = ()
    secondments: tuple[SecondmentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in rows to put in: which list, which row (from zero), which field."""

    table: str
    index: int
    field: str
    message: str


def faults(
    rows: PeopleRows,
    organisations: Collection[str],
    areas: Collection[str],
    known_employees: Collection[str] = (),
) -> list[Fault]:
    """What does not hold together: unknown codes, codes given twice, employments at the same time."""
    found: list[Fault] = []
    seen = set(known_employees)
    for index, employee in enumerate(rows.employees):
        if employee.code in seen:
            found.append(Fault("employees", index, "code", f"Medewerker {employee.code} staat er al."))
        seen.add(employee.code)
    codes = {"employer": organisations, "provider": organisations, "area": areas, "employee": seen}
    for table in ("employments", "secondments"):
        for index, row in enumerate(getattr(rows, table)):
            found += _unknown(table, index, row, codes)
    for index, one in enumerate(rows.employments):
        if not 0 < one.contract_minutes <= WEEK_MINUTES:
            message = "Vul contracturen per week in: meer dan 0 en hooguit 168."
            found.append(Fault("employments", index, "contract_minutes", message))
        others = (other for other in rows.employments[:index] if other.employee == one.employee)
        if any(other.term.overlaps(one.term) for other in others):
            message = (
                f"Medewerker {one.employee} heeft in deze periode al een dienstverband. Sluit dat eerst af."
            )
            found.append(Fault("employments", index, "term", message))
    return found


def _unknown(
    table: str, index: int, row: EmploymentRow | SecondmentRow, codes: Mapping[str, Collection[str]]
) -> list[Fault]:
    words = {
        "employer": "Organisatie",
        "provider": "Organisatie",
        "area": "Taakgebied",
        "employee": "Medewerker",
    }
    named = [(field, getattr(row, field)) for field in codes if hasattr(row, field)]
    return [
        Fault(
            table,
            index,
            field,
            f"{words[field]} {code} is niet bekend. Voeg haar eerst toe, of wijzig de code.",
        )
        for field, code in named
        if code not in codes[field]
    ]
