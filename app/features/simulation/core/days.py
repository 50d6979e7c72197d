"""Working days and moments of the play. Not the clock of agreements: that is the room sla."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def is_open(day: date, closed: frozenset[date]) -> bool:
    """Whether people work on this day."""
    return day.weekday() < 5 and day not in closed


def after(day: date, count: int, closed: frozenset[date]) -> date:
    """The `count`-th working day after a day; zero gives the day itself or the next working day.

    >>> after(date(2026, 4, 2), 1, frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    datetime.date(2026, 4, 7)
    """
    while not is_open(day, closed):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_open(day, closed):
            day += timedelta(days=1)
    return day


def at(day: date, minute: int) -> datetime:
    """A moment of a day in Amsterdam, in minutes after midnight, as UTC.

    >>> at(date(2026, 7, 1), 9 * 60).isoformat()
    '2026-07-01T07:00:00+00:00'
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60), AMSTERDAM)
    return wall.astimezone(UTC)


def mondays(first_on: date, last_on: date) -> Iterator[date]:
    """The Mondays of the whole weeks within a period."""
    day = first_on + timedelta(days=-first_on.weekday() % 7)
    while day + timedelta(days=6) <= last_on:
        yield day
        day += timedelta(days=7)
