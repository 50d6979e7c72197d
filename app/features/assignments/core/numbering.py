"""The number of an assignment: year of submission, area, sequence without gaps (domain §4).

Given at submission and then fixed. The sequence itself is kept by `infra.numbers`.
"""

import re

_NUMBER = re.compile(r"(?P<year>\d{4})-(?P<area>[A-Z0-9]+)-(?P<sequence>\d{4,})")


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
    return f"opdracht:{year:04d}:{area_code}"


def is_number(text: str) -> bool:
    """Whether a text looks like the number of an assignment.

    >>> is_number("2026-SZ-0042"), is_number("0196a1c2-0000-7000-8000-000000000000")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None
