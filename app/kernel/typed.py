"""What people type in fields, read exactly: days, moments, amounts, numbers, percentages.

Each gives None for what it cannot read; the sentence about it is the form's, of a day `day_wrong`. Typed time is
in `kernel/hours_text.py`.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from app.kernel.dutch import month as month_in_words

_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d{1,6}))?")
_DAY = re.compile(r"\d+-(?P<month>\d+)-(?P<year>\d{4})")
_MOMENT = re.compile(r"(?P<day>[0-9-]+)(?:[ ,]+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2}))?")


def read_day(text: str) -> date | None:
    """A day as `31-03-2026`, in the years 1950 to 2200: further away is a slip of the hand.

    >>> read_day("1-7-2026"), read_day("31-02-2026"), read_day("2026-03-31"), read_day("1-1-9999")
    (datetime.date(2026, 7, 1), None, None, None)
    """
    day, _, rest = text.strip().partition("-")
    month, _, year = rest.partition("-")
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == 4):
        return None
    if not 1950 <= int(year) <= 2200:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_wrong(text: str, name: str) -> str:
    """Why a day cannot be read that `read_day` does not give, and what to do; `name` is what the day is called.

    >>> day_wrong("31-02-2026", "de eerste dag")
    '31-02-2026 bestaat niet: februari 2026 heeft 28 dagen. Kies een andere dag.'
    >>> day_wrong("2026-03-31", "de eerste dag")
    '“2026-03-31” is geen datum. Schrijf de eerste dag als 31-03-2026.'
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return f"“{text}” is geen datum. Schrijf {name} als 31-03-2026."
    year, month = int(found["year"]), int(found["month"])
    if not 1950 <= year <= 2200:
        return f"{text} ligt te ver weg. Kies een dag van 1950 tot en met 2200."
    if not 1 <= month <= 12:
        return f"{text} bestaat niet: een jaar heeft 12 maanden. Kies een andere dag."
    days = monthrange(year, month)[1]
    return f"{text} bestaat niet: {month_in_words(date(year, month, 1))} heeft {days} dagen. Kies een andere dag."


def read_moment(text: str) -> datetime | None:
    """A moment on the wall as `02-04-2026 16:00`, without zone; without a time the beginning of the day.

    >>> read_moment("2-4-2026 16:00"), read_moment("02-04-2026"), read_moment("02-04-2026 24:00")
    (datetime.datetime(2026, 4, 2, 16, 0), datetime.datetime(2026, 4, 2, 0, 0), None)
    """
    found = _MOMENT.fullmatch(text.strip())
    day = read_day(found["day"]) if found else None
    if found is None or day is None:
        return None
    try:
        return datetime.combine(day, time(int(found["hour"] or 0), int(found["minute"] or 0)))
    except ValueError:  # such as 25:00
        return None


def read_number(text: str) -> Decimal | None:
    """A number with a decimal comma; points between thousands may stand there.

    >>> read_number("9.410"), read_number("1234,5"), read_number("-3"), read_number("1.23"), read_number("veel")
    (Decimal('9410'), Decimal('1234.5'), Decimal('-3'), None, None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign = "-" if found["sign"] else ""
    return Decimal(f"{sign}{found['whole'].replace('.', '')}.{found['part'] or '0'}").normalize() + 0


def read_cents(text: str) -> int | None:
    """An amount in euros as people type it, in cents.

    >>> [read_cents(text) for text in ("1.234,56", "12", "-0,05", "€ 1,5", "1.23", "1,234")]
    [123456, 1200, -5, 150, None, None]
    """
    sign, bare = ("-", text.strip()[1:]) if text.strip()[:1] in ("-", "−") else ("", text.strip())
    value = read_number(sign + bare.removeprefix("€").strip())
    cents = None if value is None else Fraction(value) * 100
    return cents.numerator if cents is not None and cents.denominator == 1 else None


def read_percent(text: str) -> Fraction | None:
    """A percentage as a part of one; also as a fraction: `1/3` is a third.

    >>> read_percent("30"), read_percent("33,5 %"), read_percent("1/3"), read_percent("1/0"), read_percent("x")
    (Fraction(3, 10), Fraction(67, 200), Fraction(1, 3), None, None)
    """
    bare = text.replace("%", "").strip()
    above, slash, below = bare.partition("/")
    if slash:
        both = above.strip().isdecimal() and below.strip().isdecimal() and int(below)
        return Fraction(int(above), int(below)) if both else None
    value = read_number(bare)
    return None if value is None else Fraction(value) / 100
