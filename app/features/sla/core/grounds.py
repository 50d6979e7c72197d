"""By what days were added to a statutory period: an extension, the Algemene termijnenwet."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, repeat

from app.features.sla.core.explanation import DayLine
from app.features.sla.core.statutory import StatutoryEnd


def grounded(lines: Iterable[DayLine], law: StatutoryEnd, start_on: date) -> tuple[DayLine, ...]:
    """The days of a period that began on a day, those that were added with their ground.

    >>> from datetime import timedelta
    >>> from app.features.sla.core.statutory import Extension, LawPeriod, LawUnit, statutory_end
    >>> week, friday = LawPeriod(1, LawUnit.WEEKS), date(2026, 3, 6)
    >>> end = statutory_end(week, friday, (), Extension(LawPeriod(1, LawUnit.DAYS), friday, article="Woo 4.4 lid 2"))
    >>> days = [DayLine(friday + timedelta(days=place), (), 1, 0, ()) for place in range(1, 11)]
    >>> [(line.on.day, line.ground) for line in grounded(days, end, friday) if line.ground][:2]
    [(14, 'verdaagd, Woo 4.4 lid 2'), (15, 'loopt door: Algemene termijnenwet art. 1')]
    """
    grounds = _grounds(law, start_on)
    return tuple(replace(line, ground=next(grounds)) if line.counted else line for line in lines)


def _grounds(law: StatutoryEnd, start_on: date) -> Iterator[str]:
    """The ground of each day that counts, in order; "" for those of the period itself."""
    found: list[Iterator[str]] = []
    at = start_on
    for place, step in enumerate(law.steps):
        if step.ends_on is None:
            break
        if step.ground or not place:
            found.append(repeat(step.ground, (step.ends_on - at).days))
        at = step.ends_on
    last = next((step.ground for step in reversed(law.steps) if step.ground), "")
    return chain(*found, repeat(last))
