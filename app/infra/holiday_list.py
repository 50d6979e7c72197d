"""The Dutch holidays of a year from the kept library, by Dutch name, for calendars to choose from.

Public and optional ones, so that 5 May is there every year. For statutory periods `kernel.law` decides, not this.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays


@lru_cache(maxsize=512)
def dutch_holidays(year: int) -> Mapping[date, str]:
    """Day → Dutch name; two on one day are parted by `; `.

    >>> dutch_holidays(2026)[date(2026, 5, 5)], dutch_holidays(2026)[date(2026, 4, 3)]
    ('Bevrijdingsdag', 'Goede vrijdag')
    """
    found = holidays.country_holidays("NL", years=year, language="nl", categories=("public", "optional"))
    return MappingProxyType(dict(sorted(found.items())))
