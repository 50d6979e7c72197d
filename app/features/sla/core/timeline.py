"""A calendar worked out over some years: opening times as moments, with what was worked before each.

Prefix sums and bisection: what is asked costs the same whether a week or ten years lie between. It knows no
targets and no pauses.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from app.features.sla.core.grid import Grid, Seconds
from app.features.sla.core.opening import DayPlan, Interval
from app.features.sla.core.times import DAY_MINUTES, DAY_SECONDS, wall_seconds
from app.kernel.law import why_not_workable


@dataclass(frozen=True)
class Marks:
    """Ends of days that can be counted: the last moment of each, with the ordinal of its day; in order."""

    moments: list[int]
    days: list[int]

    @cached_property
    def runs_on_to(self) -> list[int]:
        """For each place, and the one after the last, the first from there on at which art. 1 lets a period end."""
        found = [len(self.days)]
        for place in range(len(self.days) - 1, -1, -1):
            is_workable = not why_not_workable(date.fromordinal(self.days[place]))
            found.append(place if is_workable else found[-1])
        return found[::-1]

    def begin(self, start: int, start_day: int) -> tuple[int, int]:
        """The place of the first end of a day after a start, and 1 when it is that of the start's own day.

        That one is passed without counting, as the day of the event does not count.
        """
        place = max(bisect_left(self.days, start_day), bisect_right(self.moments, start))
        return place, int(place < len(self.days) and self.days[place] == start_day)


@dataclass(frozen=True)
class Timeline:
    """The working time between two days, as UTC seconds.

    `opens[i]` to `closes[i]` is open and `worked[i]` was worked before it; `day_starts` has one more than there
    are days, from `first_on`.
    """

    first_on: date
    day_starts: list[int]
    opens: list[int]
    closes: list[int]
    worked: list[int]
    reached: list[int]
    working_days: Marks

    @cached_property
    def begins(self) -> int:
        """The first second that may be asked: the second day, as work of the eve may run into the first."""
        return self.day_starts[1]

    @cached_property
    def ends(self) -> int:
        """The second after the last that is worked out."""
        return self.day_starts[-1]

    @cached_property
    def calendar_days(self) -> Marks:
        """The end of every day, closed or not."""
        first = self.first_on.toordinal()
        return Marks(self.day_starts[1:], [first + place for place in range(len(self.day_starts) - 1)])

    def worked_at(self, second: int) -> int:
        """Working seconds from the beginning until `second`."""
        place = bisect_right(self.opens, second) - 1
        if place < 0:
            return 0
        if second >= self.closes[place]:
            return self.reached[place]
        return self.worked[place] + second - self.opens[place]

    def reaches(self, worked: int) -> int | None:
        """The first second at which so much was worked: at closing time that moment, not the next opening.

        `worked` is more than zero. None when it is not reached within this timeline.
        """
        place = bisect_left(self.reached, worked)
        if place == len(self.reached):
            return None
        return self.opens[place] + worked - self.worked[place]

    def day_of(self, second: int) -> int:
        """The ordinal of the local day of a second."""
        return self.first_on.toordinal() + bisect_right(self.day_starts, second) - 1

    def start_of(self, day: int) -> int:
        """The first second of the local day with that ordinal."""
        return self.day_starts[day - self.first_on.toordinal()]

    def open_between(self, first: int, last: int) -> list[tuple[int, int]]:
        """The opening times within two seconds, cut off at them."""
        places = range(bisect_right(self.closes, first), bisect_left(self.opens, last))
        return [(max(first, self.opens[place]), min(last, self.closes[place])) for place in places]

    @cached_property
    def arrays(self) -> tuple[Seconds, Seconds, Seconds, Seconds]:
        """Opens, closes, worked and reached, for many at once."""
        lists = (self.opens, self.closes, self.worked, self.reached)
        first, second, third, fourth = (np.array(one, dtype=np.int64) for one in lists)
        return first, second, third, fourth

    @cached_property
    def grid(self) -> Grid | None:
        """The same by table, where the calendar allows one."""
        opens, closes, _, _ = self.arrays
        return Grid.of(self.day_starts[0], self.ends, opens, closes)


def prepare(plan: Callable[[date], DayPlan], zone: ZoneInfo, first_year: int, last_year: int) -> Timeline:
    """The timeline of whole years, both included. Work of the eve that runs past midnight is left out."""
    first_on, after_on = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    days = [first_on + timedelta(days=place) for place in range((after_on - first_on).days)]
    starts = [wall_seconds(zone, day, 0) for day in (*days, after_on)]
    spans: list[tuple[int, int]] = []
    marks = Marks([], [])
    for place, day in enumerate(days):
        found = _spans(zone, day, plan(day).intervals, starts[place], starts[place + 1])
        if found:
            spans.extend(found)
            closing = max(end for _, end in found)
            marks.moments.append(max(closing, marks.moments[-1]) if marks.moments else closing)
            marks.days.append(day.toordinal())
    opens, closes = _joined(spans)
    worked, reached, total = [], [], 0
    for start, end in zip(opens, closes, strict=True):
        worked.append(total)
        total += end - start
        reached.append(total)
    return Timeline(first_on, starts, opens, closes, worked, reached, marks)


def _spans(
    zone: ZoneInfo, day: date, intervals: tuple[Interval, ...], start: int, end: int
) -> list[tuple[int, int]]:
    """The intervals of a day as moments; a day of 24 hours needs no zone, and what a change skips falls out."""
    plain = end - start == DAY_SECONDS
    found = []
    for interval in intervals:
        if plain and interval.closes <= DAY_MINUTES:
            span = (start + interval.opens * 60, start + interval.closes * 60)
        else:
            span = (wall_seconds(zone, day, interval.opens), wall_seconds(zone, day, interval.closes))
        if span[0] < span[1]:
            found.append(span)
    return found


def _joined(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Spans in order, those that touch or overlap as one, so that nothing counts twice."""
    opens: list[int] = []
    closes: list[int] = []
    for start, end in sorted(spans):
        if closes and start <= closes[-1]:
            closes[-1] = max(closes[-1], end)
        else:
            opens.append(start)
            closes.append(end)
    return opens, closes
