"""The days of the Algemene termijnenwet, and how the law adds weeks and months to a day.

Generally recognised holidays (art. 3 par. 1), Good Friday (par. 2) and the days that a royal decree equates
with them (par. 3). Easter is computed; the decree days are constants, each with its source. A holiday
package is not enough here: it lacks 5 May outside lustrum years and every decree day. This module decides no
period; the rules of periods stand in the sla room.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

DECREE_DAYS: Final = MappingProxyType(
    {
        # Besluit van 24 oktober 2016, nr. 2016001827 (BWBR0038666), for 2017 to 2019.
        date(2017, 4, 28): "Besluit 2016001827",
        date(2017, 5, 26): "Besluit 2016001827",
        date(2018, 5, 11): "Besluit 2016001827",
        date(2018, 12, 24): "Besluit 2016001827",
        date(2018, 12, 31): "Besluit 2016001827",
        date(2019, 5, 31): "Besluit 2016001827",
        date(2019, 12, 27): "Besluit 2016001827",
        # Royal decrees on art. 3 par. 3 as listed in domain §8, for 2023 to 2025 and 2026 to 2028.
        date(2023, 4, 28): "koninklijk besluit voor 2023–2025",
        date(2023, 5, 19): "koninklijk besluit voor 2023–2025",
        date(2024, 5, 10): "koninklijk besluit voor 2023–2025",
        date(2024, 12, 27): "koninklijk besluit voor 2023–2025",
        date(2025, 5, 30): "koninklijk besluit voor 2023–2025",
        date(2026, 1, 2): "koninklijk besluit voor 2026–2028",
        date(2026, 5, 15): "koninklijk besluit voor 2026–2028",
        date(2027, 5, 7): "koninklijk besluit voor 2026–2028",
        date(2028, 4, 28): "koninklijk besluit voor 2026–2028",
        date(2028, 5, 26): "koninklijk besluit voor 2026–2028",
    }
)
"""Day → the decree that equates it with a holiday (Algemene termijnenwet art. 3 par. 3)."""

DECREE_YEARS: Final = frozenset({*range(2017, 2020), *range(2023, 2029)})
"""The years of which every decree day is known here; in other years an end is provisional."""

EQUATED: Final = "dag gelijkgesteld met een feestdag"
"""How a decree day is named to a reader."""


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the rule of Gauss, as corrected by Meeus and others).

    >>> easter(2026), easter(2038), easter(2285)
    (datetime.date(2026, 4, 5), datetime.date(2038, 4, 25), datetime.date(2285, 3, 22))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """The day on which the birthday is celebrated: 27 April, a day earlier when that is a Sunday.

    Before 2014 it was 30 April, then too moved off a Sunday: since 1980 to the day before.

    >>> kings_day(2025), kings_day(2026), kings_day(2013)
    (datetime.date(2025, 4, 26), datetime.date(2026, 4, 27), datetime.date(2013, 4, 30))
    """
    day = date(year, 4, 27 if year >= 2014 else 30)
    return day - timedelta(days=1) if day.weekday() == 6 else day


@lru_cache(maxsize=512)
def holidays_of(year: int) -> MappingProxyType[date, str]:
    """Every day of the year that art. 3 names or equates, with its Dutch name; in order.

    >>> holidays_of(2026)[date(2026, 5, 5)], date(2026, 5, 15) in holidays_of(2026)
    ('Bevrijdingsdag', True)
    >>> holidays_of(2016)[date(2016, 5, 5)]
    'Hemelvaartsdag; Bevrijdingsdag'
    """
    sunday = easter(year)
    named = (
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (sunday - timedelta(days=2), "Goede vrijdag"),
        (sunday + timedelta(days=1), "Tweede paasdag"),
        (kings_day(year), "Koningsdag" if year >= 2014 else "Koninginnedag"),
        (sunday + timedelta(days=39), "Hemelvaartsdag"),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (sunday + timedelta(days=50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
        *((day, EQUATED) for day in DECREE_DAYS if day.year == year),
    )
    found: dict[date, str] = {}
    for day, name in named:
        found[day] = f"{found[day]}; {name}" if day in found else name
    return MappingProxyType(dict(sorted(found.items())))


def why_not_workable(day: date) -> str:
    """Why art. 1 lets no period end on this day, in Dutch; empty when it may.

    >>> why_not_workable(date(2026, 5, 15)), why_not_workable(date(2026, 5, 16))
    ('dag gelijkgesteld met een feestdag', 'zaterdag')
    >>> why_not_workable(date(2026, 5, 18))
    ''
    """
    name = holidays_of(day.year).get(day)
    if name is not None:
        return name
    return {5: "zaterdag", 6: "zondag"}.get(day.weekday(), "")


def months_later(day: date, months: int) -> date:
    """The same day number so many months on (back when negative), else the last day of that month.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2024, 2, 29), 12), months_later(date(2026, 3, 31), -1)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
