"""What happens in the play, as values: each act has its moment (UTC, aware) and its subject by key."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.features.assignments.core.periods import PeriodChange
from app.features.simulation.core.cast import Story


@dataclass(frozen=True, slots=True)
class Draft:
    """An office writes a draft. `principals` starts with the lead; `is_standing`: a task for the year."""

    at: datetime
    key: str
    story: Story
    principals: tuple[str, ...]
    requested_on: date
    is_standing: bool = False
    share_statistic: str | None = None


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Somebody takes a step in the life of an assignment; `step` is the word on the wire.

    `worker` is the employee who does the work, for the steps that are an employee's.
    """

    at: datetime
    key: str
    step: str
    reason: str | None = None
    estimate_minutes: int | None = None
    agreed_on: date | None = None
    worker: str | None = None


@dataclass(frozen=True, slots=True)
class ChangePeriod:
    """The manager suspends, resumes or extends (in weeks) the statutory period of an assignment, on that day."""

    at: datetime
    key: str
    kind: PeriodChange
    reason: str
    article: str | None = None
    weeks: int | None = None
    refers_seq: int | None = None


@dataclass(frozen=True, slots=True)
class FillWeek:
    """An employee fills a week: minutes per subject (assignment's key or activity) and day."""

    at: datetime
    worker: str
    monday: date
    minutes: tuple[tuple[str, date, int], ...]
    is_submitted: bool


@dataclass(frozen=True, slots=True)
class ApproveWeek:
    """The manager approves the week of an employee in every area of it."""

    at: datetime
    worker: str
    monday: date


@dataclass(frozen=True, slots=True)
class EndMonth:
    """Finance books the costs of a month; `is_closed` closes it as well."""

    at: datetime
    first_on: date
    is_closed: bool


class SettleStep(StrEnum):
    """The steps of a settlement that the play takes, in order."""

    START = "start"
    CONFIRM = "confirm"
    CHECK = "check"
    EXPLAIN = "explain"
    APPROVE = "approve"
    FINALISE = "finalise"


@dataclass(frozen=True, slots=True)
class SettleQuarter:
    """A step in the settlement of a quarter; `office` is who confirms its figures, for that step only."""

    at: datetime
    first_on: date
    step: SettleStep
    office: str | None = None


Act = Draft | TakeStep | ChangePeriod | FillWeek | ApproveWeek | EndMonth | SettleQuarter
