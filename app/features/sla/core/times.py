"""Moments as whole UTC seconds, and wall time of a zone as such seconds.

A wall time that the spring change skips is the moment of the change. A wall time that the autumn change
repeats is its first occurrence (as RFC 5545 §3.3.5 reads it): in the repeated hour nothing opens or closes, it
goes on as it was. So wall time never runs back, and a day is 23, 24 or 25 hours as it comes.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DAY_MINUTES: Final = 1440
DAY_SECONDS: Final = 86_400
FAR: Final = 1 << 62
"""Later than every moment: the end of what is still open."""


def seconds_of(moment: datetime) -> int:
    """Whole seconds since 1970 UTC, parts of a second left off; `ValueError` for a moment without zone.

    >>> seconds_of(datetime(1970, 1, 2, tzinfo=UTC))
    86400
    """
    try:
        since = moment - EPOCH
    except TypeError:
        raise ValueError(f"{moment} has no time zone") from None
    return since.days * DAY_SECONDS + since.seconds


def moment_at(seconds: int) -> datetime:
    """The UTC moment of whole seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day on the wall at that moment."""
    return moment.astimezone(zone).date()


def wall_seconds(zone: ZoneInfo, day: date, minute: int) -> int:
    """UTC seconds at which the wall shows `minute` (0 to 2880, from midnight of `day`).

    >>> amsterdam = ZoneInfo("Europe/Amsterdam")
    >>> def shown(day, minute):
    ...     return moment_at(wall_seconds(amsterdam, day, minute)).strftime("%H:%M")
    >>> [shown(date(2026, 3, 29), minute) for minute in (119, 120, 150, 180)]
    ['00:59', '01:00', '01:00', '01:00']
    >>> [shown(date(2026, 10, 25), minute) for minute in (119, 120, 179, 180)]
    ['23:59', '00:00', '00:59', '02:00']
    """
    days, rest = divmod(minute, DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=zone)
    seconds = seconds_of(local)
    if _shows(zone, seconds, local):
        return seconds
    return _change(zone, seconds_of(local.replace(fold=1)), seconds)


def _shows(zone: ZoneInfo, seconds: int, local: datetime) -> bool:
    return moment_at(seconds).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of the new offset: `before` has the old one, `after` the new; halved at most 18 times."""
    new = moment_at(after).astimezone(zone).utcoffset()
    low, high = min(before, after), max(before, after)
    while high - low > 1:
        middle = (low + high) // 2
        if moment_at(middle).astimezone(zone).utcoffset() == new:
            high = middle
        else:
            low = middle
    return high
