"""An independent reckoning of working time: every minute looked at by itself. Slow, short, and plainly right.

It shares nothing with the room but the calendar's plan of a day and the days of the law. A minute of UTC is open
when the wall shows a minute in an interval of its day, or of the day before in one that runs past midnight. In
the repeated hour of autumn it is as open as the last minute before the clock was put back.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.targets import Pause, Target, Unit
from app.kernel.law import why_not_workable

MINUTE = timedelta(minutes=1)


class Oracle:
    """Working minutes of a calendar, walked one by one."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.plans: dict[date, list[tuple[int, int]]] = {}

    def is_open(self, moment: datetime) -> bool:
        """Whether the minute that begins at this UTC moment is open."""
        local = moment.astimezone(self.calendar.zone)
        while local.fold:
            moment -= MINUTE
            local = moment.astimezone(self.calendar.zone)
        minute = local.hour * 60 + local.minute
        today, eve = local.date(), local.date() - timedelta(days=1)
        return any(a <= minute < b for a, b in self._plan(today)) or any(
            a <= minute + 1440 < b for a, b in self._plan(eve)
        )

    def counted(self, start: datetime, end: datetime, pauses: list[Pause]) -> Iterator[datetime]:
        """The open minutes from start until end that lie in no pause."""
        moment = start.astimezone(UTC)
        while moment < end:
            if self.is_open(moment) and not in_pause(moment, pauses):
                yield moment
            moment += MINUTE

    def elapsed(self, start: datetime, end: datetime, pauses: list[Pause]) -> int:
        """Working minutes."""
        return sum(1 for _ in self.counted(start, end, pauses))

    def due(self, start: datetime, minutes: int, pauses: list[Pause], horizon: datetime) -> datetime | None:
        """The end of the minute in which so many are used up; None when that is not before the horizon."""
        for place, moment in enumerate(self.counted(start, horizon, pauses), 1):
            if place == minutes:
                return moment + MINUTE
        return None

    def due_days(
        self, start: datetime, target: Target, pauses: list[Pause], *, horizon: datetime
    ) -> datetime | None:
        """The end of the n-th day at whose end the clock runs, after the first that may be the event's own.

        Of a target that runs on, the first such day from the n-th on that is no weekend or holiday of the Act.
        """
        first = start.astimezone(self.calendar.zone).date()
        left = None
        for offset in range(-1, (horizon - start).days):
            day = first + timedelta(days=offset)
            is_working = target.unit is Unit.WORKING_DAYS
            end = self._working_end(day) if is_working else self._midnight(day + timedelta(days=1))
            if end is None or end <= start.astimezone(UTC) or offset < 0:
                continue
            if left is None:
                left = target.amount + (offset == 0)
            if in_pause(end - MINUTE, pauses):
                continue
            left -= 1
            if left <= 0 and not (target.runs_on and why_not_workable(day)):
                return end
        return None

    def _working_end(self, day: date) -> datetime | None:
        """The last open minute that belongs to this day's own intervals, found by walking back."""
        spans = self._plan(day)
        moment = self._midnight(day + timedelta(days=2))
        while spans and moment > self._midnight(day):
            moment -= MINUTE
            local = moment.astimezone(self.calendar.zone)
            minute = local.hour * 60 + local.minute + 1440 * (local.date() - day).days
            if not local.fold and any(a <= minute < b for a, b in spans):
                after = moment + MINUTE
                while after.astimezone(self.calendar.zone).fold and self.is_open(after):
                    after += MINUTE
                return after
        return None

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.calendar.zone).astimezone(UTC)

    def _plan(self, day: date) -> list[tuple[int, int]]:
        if day not in self.plans:
            self.plans[day] = [(one.opens, one.closes) for one in self.calendar.plan(day).intervals]
        return self.plans[day]


def in_pause(moment: datetime, pauses: list[Pause]) -> bool:
    """Whether the minute that begins here lies in a pause."""
    return any(one.start_at <= moment and (one.end_at is None or moment < one.end_at) for one in pauses)
