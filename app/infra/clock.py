"""The one clock: real time plus the offset of the installation (data §1).

The demo goes on from the day on which its play stopped, so everything that is about the work asks
this clock. Sign-ins, keys and job leases run on real time and use `real_now`. Tests give a fixed one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""Wall time of the people who use this."""


class Clock(Protocol):
    """Something that says what time it is."""

    def now(self) -> datetime:
        """The moment, in UTC, aware."""
        ...


@dataclass(frozen=True, slots=True)
class OffsetClock:
    """Real time moved by the offset of the installation; zero in production."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Real time plus the offset, in UTC."""
        return real_now() + self.offset


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set; for play and for tests."""

    moment: datetime

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Let it stand at another moment."""
        self.moment = moment


def real_now() -> datetime:
    """The moment of the machine, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The day on which a moment falls in Amsterdam.

    >>> local_day(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    datetime.date(2026, 4, 1)
    """
    return moment.astimezone(AMSTERDAM).date()
