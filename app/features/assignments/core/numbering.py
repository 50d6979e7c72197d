"""The number of an assignment: year of submission, area, sequence without gaps (domain §4).

Given at submission and then fixed. The sequence itself is kept by `infra.numbers`.
"""

import re

_PREFIX = re.compile(r"\d[0-9A-Z-]*")
_NUMBER = re.compile(r"(?P<year>\d{4})-(?P<area>[A-Z0-9]+)-(?P<sequence>\d{4,})")
SERIES = "opdracht:"
"""How the name of every series of assignments begins."""


def format_number(year: int, area_code: str, sequence: int) -> str:
    """The number as it is written.

    >>> format_number(2026, "SZ", 42)
    '2026-SZ-0042'
    >>> format_number(2026, "SZ", 12345)
    '2026-SZ-12345'
    """
    return f"{year:04d}-{area_code}-{sequence:04d}"


def series(year: int, area_code: str) -> str:
    """The name of the series that counts the assignments of an area in a year.

    >>> series(2026, "SZ")
    'opdracht:2026:SZ'
    """
    return f"{SERIES}{year:04d}:{area_code}"


def place_of(number: str) -> tuple[str, int]:
    """The series that gave a number, and the place in it; `ValueError` when it is no number.

    >>> place_of("2026-SZ-0042")
    ('opdracht:2026:SZ', 42)
    """
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise ValueError(number)
    return series(int(found["year"]), found["area"]), int(found["sequence"])


def number_prefix(query: str) -> str:
    """What of a query can be the beginning of a number; empty when it is none.

    >>> number_prefix(" 2026-sz "), number_prefix("bijstand")
    ('2026-SZ', '')
    """
    text = query.strip().upper()
    return text if _PREFIX.fullmatch(text) else ""


def is_number(text: str) -> bool:
    """Whether a text looks like the number of an assignment.

    >>> is_number("2026-SZ-0042"), is_number("0196a1c2-0000-7000-8000-000000000000")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None
