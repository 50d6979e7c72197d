"""People as the other rooms know them: who, employed by whom, as what, for how long a week.

Values only. An account is who logs in, an employee is who works (data §3); an employee may have no account.
The employer stays the municipality; a secondment lends somebody to a provider for so many fte.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Term:
    """From a day to and including a last day, or open.

    >>> date(2026, 3, 31) in Term(date(2026, 1, 1), date(2026, 3, 31))
    True
    """

    first_on: date
    last_on: date | None = None

    def __post_init__(self) -> None:
        if self.last_on is not None and self.last_on < self.first_on:
            raise ValueError(f"a term cannot end on {self.last_on}, before it starts on {self.first_on}")

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    def overlaps(self, first_on: date, last_on: date) -> bool:
        """Whether it has a day in common with these."""
        return self.first_on <= last_on and (self.last_on is None or first_on <= self.last_on)


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
        return tuple(
            dict.fromkeys(one.area_id for one in self.employments if one.term.overlaps(first_on, last_on))
        )

    def contract_minutes(self, days: Iterable[date]) -> int | None:
        """The contract over the days of a week, by its working days (Monday to Friday); None without one.

        A contract that starts on Wednesday counts for three of five days, rounded down to whole minutes.

        >>> one = Employment(UUID(int=1), UUID(int=2), UUID(int=3), "adviseur", 1920, Term(date(2026, 4, 1)))
        >>> who = Employee(UUID(int=4), "M01", "Proef Persoon", None, (one,))
        >>> week = [date(2026, 3, 30 + n) for n in range(2)] + [date(2026, 4, 1 + n) for n in range(5)]
        >>> who.contract_minutes(week)
        1152
        """
        workdays = [day for day in days if day.weekday() < 5]
        held = [one for day in workdays if (one := self.employment_on(day)) is not None]
        return sum(one.contract_minutes for one in held) // 5 if held else None


@dataclass(frozen=True, slots=True)
class Secondment:
    """Somebody lent to a provider for an area: `fte` × `rate_cents` per fte and year (settlement.md 15)."""

    id: UUID
    employee_id: UUID
    employer_id: UUID
    provider_id: UUID
    area_id: UUID
    fte: Decimal
    rate_cents: int
    term: Term
