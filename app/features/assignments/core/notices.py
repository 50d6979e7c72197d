"""What clocks told and what offices are sent: values, and the words of a digest.

A digest says once a day or a week what is being worked on and when it is expected (domain §8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.features.assignments.core.life import Holder, State
from app.features.assignments.core.views import Named
from app.features.sla.core.words import Metric
from app.kernel.dutch import count, day, long_day
from app.kernel.glossary import STATE_LABELS


@dataclass(frozen=True, slots=True)
class Told:
    """The highest threshold that a clock passed, for who reads it."""

    assignment_id: UUID
    number: str
    title: str
    area: Named
    metric: Metric
    threshold: int
    due_at: datetime
    told_at: datetime
    is_read: bool


class Rhythm(StrEnum):
    """How often an office is sent a digest."""

    DAY = "dag"
    WEEK = "week"
    NEVER = "nooit"


RHYTHM_LABELS = {
    Rhythm.WEEK: "Elke maandag",
    Rhythm.DAY: "Elke werkdag",
    Rhythm.NEVER: "Niet",
}
FROM_HOUR = 7
"""Digests go out from seven in the morning, wall time."""


def is_due(rhythm: Rhythm, at: datetime) -> bool:
    """Whether a digest of this rhythm is sent on the day of `at` (wall time), by that hour.

    >>> is_due(Rhythm.WEEK, datetime(2026, 7, 6, 7, 5)), is_due(Rhythm.DAY, datetime(2026, 7, 5, 9, 0))
    (True, False)
    """
    days = {Rhythm.DAY: range(5), Rhythm.WEEK: range(1), Rhythm.NEVER: range(0)}[rhythm]
    return at.hour >= FROM_HOUR and at.weekday() in days


@dataclass(frozen=True, slots=True)
class InHand:
    """One open assignment of an office, for its digest."""

    number: str
    title: str
    state: State
    holder: Holder
    agreed_on: date | None


def digest_subject(lines: Sequence[InHand], today: date) -> str:
    """The subject of a digest."""
    return f"{count(len(lines), 'opdracht loopt', 'opdrachten lopen')}, stand van {long_day(today)}"


def digest_lines(lines: Sequence[InHand], today: date) -> list[str]:
    """A digest in lines: what waits for the office first, then the rest by expected day."""
    ours = [one for one in lines if one.holder is Holder.PRINCIPAL]
    others = [one for one in lines if one.holder is not Holder.PRINCIPAL]
    found: list[str] = []
    for title, part in (("Wacht op u:", ours), ("Bij het centrum:", others)):
        if part:
            ordered = sorted(part, key=lambda one: (one.agreed_on or date.max, one.number))
            found += [title, *(f"- {_in_words(one, today)}" for one in ordered), ""]
    return found


def _in_words(one: InHand, today: date) -> str:
    text = f"{one.number} {one.title}: {STATE_LABELS[one.state].lower()}"
    if one.agreed_on is None:
        return f"{text}, nog geen datum afgesproken"
    if one.agreed_on < today:
        return f"{text}, afgesproken {day(one.agreed_on, year=True)}: te laat"
    return f"{text}, verwacht {day(one.agreed_on, year=True)}"
