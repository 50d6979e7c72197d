"""The ISO week, in which employees book and hand in: Monday to Sunday, named `2026-W14`.

A week may lie in two months and in two years; each day belongs to the month that it is in, and a month
that closes leaves the other days of the week open (domain §7).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import dutch
from app.kernel.period import Period

_CODE = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, known by its Monday.

    >>> Week.parse("2026-W14").monday, Week.containing(date(2027, 1, 1)).code
    (datetime.date(2026, 3, 30), '2026-W53')
    >>> Week(date(2026, 3, 31))
    Traceback (most recent call last):
    ValueError: 2026-03-31 is no Monday
    """

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday():
            raise ValueError(f"{self.monday} is no Monday")

    @classmethod
    def containing(cls, day: date) -> "Week":
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, code: str) -> "Week":
        """The week of a code such as `2026-W14`; `ValueError` for anything else, also a 53rd that is none.

        >>> Week.parse("2025-W53")
        Traceback (most recent call last):
        ValueError: '2025-W53' is no week
        """
        match = _CODE.fullmatch(code)
        try:
            if match:
                return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            pass
        raise ValueError(f"{code!r} is no week")

    @property
    def code(self) -> str:
        """The name on the wire: ISO year and number."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def number(self) -> int:
        """The number of the week in its ISO year."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days, Monday first."""
        return tuple(self.monday + timedelta(days=offset) for offset in range(7))

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months that it lies in: one or two.

        >>> [str(first_on) for first_on in Week.parse("2026-W14").months]
        ['2026-03-01', '2026-04-01']
        """
        return tuple(sorted({day.replace(day=1) for day in (self.monday, self.sunday)}))

    @property
    def label(self) -> str:
        """Its name and days in Dutch.

        >>> Week.parse("2026-W43").label
        'Week 43, 19 t/m 25 oktober 2026'
        """
        return f"Week {self.number}, {dutch.period(self.monday, self.sunday)}"

    def later(self, weeks: int = 1) -> "Week":
        """So many weeks later; earlier for a negative number."""
        return Week(self.monday + timedelta(weeks=weeks))

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday


def weeks_of(period: Period) -> Iterator[Week]:
    """Every week that has a day in the period, in order.

    >>> [week.code for week in weeks_of(Period.month(2026, 2))]
    ['2026-W05', '2026-W06', '2026-W07', '2026-W08', '2026-W09']
    """
    week = Week.containing(period.first_on)
    while week.monday <= period.last_on:
        yield week
        week = week.later()
