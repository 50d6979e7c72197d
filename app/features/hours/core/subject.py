"""What hours are booked on: an assignment, or an activity of an area (overhead, training).

Activity is work for the area as a whole: it is paid through the area and is no weight in a settlement
(settlement.md 9). Values only; whether an assignment may be booked on is a limit, in `limits`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Activity(StrEnum):
    """Work of an area that belongs to no assignment; the Dutch words are in the glossary."""

    CONSULTATION = "consultation"
    TRAINING = "training"
    OVERHEAD = "overhead"


class Kind(StrEnum):
    """An ordinary entry, or a signed difference in a closed month."""

    NORMAL = "normal"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of the grid: an assignment or an activity, in an area. Exactly one of the two is named."""

    area_id: UUID
    assignment_id: UUID | None = None
    activity: Activity | None = None

    def __post_init__(self) -> None:
        if (self.assignment_id is None) == (self.activity is None):
            raise ValueError("a subject is an assignment or an activity")

    @property
    def key(self) -> str:
        """A name for fields of a form: the assignment, or area and activity."""
        if self.assignment_id is not None:
            return str(self.assignment_id)
        return f"{self.area_id}.{self.activity}"


@dataclass(frozen=True, slots=True)
class Bookable:
    """A subject with its words and the days on which it may be booked on.

    `accepted_on` None with an assignment: not accepted yet, no day at all. Of an activity both are None.
    """

    subject: Subject
    title: str
    number: str | None = None
    accepted_on: date | None = None
    ended_on: date | None = None
    is_waiting: bool = False

    @property
    def name(self) -> str:
        """What a message calls it: the number of the assignment, else the title."""
        return self.number or self.title

    @property
    def is_activity(self) -> bool:
        """Whether it is work of an area."""
        return self.subject.activity is not None

    def holds_on(self, day: date) -> bool:
        """Whether the limits of the assignment leave this day open."""
        if self.is_activity:
            return True
        started = self.accepted_on is not None and self.accepted_on <= day
        return started and (self.ended_on is None or day <= self.ended_on)
