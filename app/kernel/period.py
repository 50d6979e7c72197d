"""Periods of whole days, first and last day included, and their Dutch names.

Months, quarters and years; overlap in days; the days that several stints cover together.
No clock here: whoever asks for "this quarter" brings today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import dutch


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February where there is none.

    >>> years_before(date(2028, 2, 29), 1)
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included.

    >>> Period.quarter(2026, 1).days
    90
    >>> Period(date(2026, 1, 2), date(2026, 1, 1))
    Traceback (most recent call last):
    ValueError: a period cannot end on 2026-01-01, before it starts on 2026-01-02
    """

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError(f"a period cannot end on {self.last_on}, before it starts on {self.first_on}")

    @classmethod
    def months(cls, year: int, month: int, count: int) -> "Period":
        """`count` whole months from the first day of `month` on.

        >>> Period.months(2026, 11, 3)
        Period(first_on=datetime.date(2026, 11, 1), last_on=datetime.date(2027, 1, 31))
        """
        after = year * 12 + month - 1 + count
        return cls(date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """One calendar month."""
        return cls.months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        """One calendar quarter, 1 to 4; `ValueError` for another number."""
        if not 1 <= number <= 4:
            raise ValueError(f"there is no quarter {number}")
        return cls.months(year, 3 * number - 2, 3)

    @classmethod
    def year(cls, year: int) -> "Period":
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period of a short name: `2026`, `2026-Q1` or `2026-03`; `ValueError` for anything else.

        >>> Period.parse("2026-Q4").label, Period.parse("2026-03").label, Period.parse("2026").label
        ('4e kwartaal 2026', 'maart 2026', '2026')
        """
        year, dash, part = text.partition("-")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValueError(f"{text!r} is no period")
        if not dash:
            return cls.year(int(year))
        if part in {"Q1", "Q2", "Q3", "Q4"}:
            return cls.quarter(int(year), int(part[1]))
        if part.isascii() and part.isdigit() and len(part) == 2 and 1 <= int(part) <= 12:
            return cls.month(int(year), int(part))
        raise ValueError(f"{text!r} is no period")

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last_on - self.first_on).days + 1

    @property
    def whole_months(self) -> int | None:
        """The number of calendar months if it is whole months, else None.

        >>> Period.quarter(2026, 1).whole_months, Period(date(2026, 1, 1), date(2026, 1, 30)).whole_months
        (3, None)
        """
        first, after = self.first_on, self.last_on + timedelta(days=1)
        if first.day != 1 or after.day != 1:
            return None
        return (after.year - first.year) * 12 + after.month - first.month

    @property
    def is_part_of_year(self) -> bool:
        """Whether it is one of the equal parts of whole months into which a calendar year is cut.

        >>> [Period.months(2026, month, 3).is_part_of_year for month in (1, 2, 10)]
        [True, False, True]
        >>> Period.months(2026, 1, 5).is_part_of_year, Period(date(2026, 1, 1), date(2026, 1, 30)).is_part_of_year
        (False, False)
        """
        months = self.whole_months
        return months is not None and 12 % months == 0 and (self.first_on.month - 1) % months == 0

    @property
    def code(self) -> str:
        """The short name that `parse` reads, or the two days.

        >>> Period.quarter(2026, 2).code, Period(date(2026, 1, 1), date(2026, 2, 15)).code
        ('2026-Q2', '2026-01-01/2026-02-15')
        """
        months, first = self.whole_months, self.first_on
        if months == 12 and first.month == 1:
            return f"{first.year:04}"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year:04}-Q{first.month // 3 + 1}"
        if months == 1:
            return f"{first.year:04}-{first.month:02}"
        return f"{first.isoformat()}/{self.last_on.isoformat()}"

    @property
    def label(self) -> str:
        """The Dutch name.

        >>> Period.quarter(2026, 1).label
        '1e kwartaal 2026'
        >>> Period(date(2026, 1, 1), date(2026, 2, 15)).label
        '1 januari t/m 15 februari 2026'
        """
        months, first = self.whole_months, self.first_on
        if months == 12 and first.month == 1:
            return str(first.year)
        if months == 3 and first.month % 3 == 1:
            return f"{first.month // 3 + 1}e kwartaal {first.year}"
        if months == 1:
            return dutch.month(first)
        return self.in_full

    @property
    def in_full(self) -> str:
        """From day to day in Dutch.

        >>> Period.quarter(2026, 1).in_full
        '1 januari t/m 31 maart 2026'
        >>> Period(date(2025, 12, 1), date(2026, 1, 31)).in_full
        '1 december 2025 t/m 31 januari 2026'
        """
        return dutch.period(self.first_on, self.last_on)

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` lies within this one."""
        return self.first_on <= other.first_on and other.last_on <= self.last_on

    def overlap(self, other: "Period") -> "Period | None":
        """The days that both have, None when there are none.

        >>> Period.quarter(2026, 1).overlap(Period(date(2025, 1, 1), date(2026, 2, 15))).days
        46
        """
        first, last = max(self.first_on, other.first_on), min(self.last_on, other.last_on)
        return Period(first, last) if first <= last else None

    def split(self, months: int) -> tuple["Period", ...]:
        """The periods of `months` months that this one consists of; `ValueError` when it does not divide.

        >>> [quarter.code for quarter in Period.year(2026).split(3)]
        ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
        """
        whole = self.whole_months
        if whole is None or months < 1 or whole % months:
            raise ValueError(f"{self.code} does not divide into periods of {months} months")
        start = self.first_on.year * 12 + self.first_on.month - 1
        return tuple(
            Period.months(month // 12, month % 12 + 1, months)
            for month in range(start, start + whole, months)
        )

    def each_day(self) -> Iterator[date]:
        """Every day in order."""
        for offset in range(self.days):
            yield self.first_on + timedelta(days=offset)


def together(stints: Iterable[Period]) -> tuple[Period, ...]:
    """The days of several stints as the fewest periods, in order; a day that two share counts once.

    >>> q1 = Period.quarter(2026, 1)
    >>> together([Period.month(2026, 2), Period.month(2026, 3), Period.month(2026, 1)]) == (q1,)
    True
    """
    result: list[Period] = []
    for stint in sorted(stints):
        if result and stint.first_on <= result[-1].last_on + timedelta(days=1):
            if stint.last_on > result[-1].last_on:
                result[-1] = Period(result[-1].first_on, stint.last_on)
        else:
            result.append(stint)
    return tuple(result)


def common(left: Iterable[Period], right: Iterable[Period]) -> tuple[Period, ...]:
    """The days that lie in a stint of both, as the fewest periods, in order."""
    others = tuple(right)
    found = (stint.overlap(other) for stint in left for other in others)
    return together(days for days in found if days is not None)
