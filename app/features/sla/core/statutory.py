"""The last day of a period that the law sets (Algemene termijnenwet art. 1–4; Awb 4:14, 4:15, 6:7, 6:8, 7:10).

The day of the event does not count. Every step that moves the end is told, in Dutch. A norm of an agreement is
no such period: it is a target of the clock. Periods in hours run from moment to moment: `hours_end`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.features.sla.core.times import moment_at, seconds_of
from app.kernel import dutch
from app.kernel.errors import Refused
from app.kernel.law import DECREE_YEARS, months_later, why_not_workable

_DAY: Final = timedelta(days=1)


class LawUnit(StrEnum):
    """How the law describes the length of a period."""

    HOURS = "uren"
    DAYS = "dagen"
    WEEKS = "weken"
    MONTHS = "maanden"
    YEARS = "jaren"


LONGEST: Final = {LawUnit.HOURS: 0, LawUnit.DAYS: 90, LawUnit.WEEKS: 12, LawUnit.MONTHS: 3, LawUnit.YEARS: 0}
"""The longest period to which the Act applies, as the law describes it (art. 4 under a)."""


@dataclass(frozen=True, slots=True)
class LawPeriod:
    """A length as the law describes it.

    `counts_back` from the event (art. 1 par. 2); `is_exempt` where another law sets the Act aside, or for art. 4
    under b and c (legislation, detention). `Refused` below 1.
    """

    amount: int
    unit: LawUnit
    counts_back: bool = False
    is_exempt: bool = False

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise Refused(
                f"Een wettelijke termijn is ten minste 1; hier staat {self}. Geef een groter aantal."
            )

    def __str__(self) -> str:
        one = {LawUnit.HOURS: "uur", LawUnit.DAYS: "dag", LawUnit.WEEKS: "week", LawUnit.MONTHS: "maand"}
        return f"{self.amount} {one.get(self.unit, 'jaar') if self.amount == 1 else self.unit.value}"

    @property
    def is_extended(self) -> bool:
        """Whether the Algemene termijnenwet applies (art. 4).

        >>> [LawPeriod(12, LawUnit.WEEKS).is_extended, LawPeriod(13, LawUnit.WEEKS).is_extended]
        [True, False]
        """
        return not self.is_exempt and self.amount <= LONGEST[self.unit]

    def after(self, day: date) -> date:
        """The last day when the period begins on the day after `day` (or, counting back, the day before)."""
        amount = -self.amount if self.counts_back else self.amount
        match self.unit:
            case LawUnit.DAYS:
                return day + amount * _DAY
            case LawUnit.WEEKS:
                return day + 7 * amount * _DAY
            case LawUnit.MONTHS:
                return months_later(day, amount)
            case LawUnit.YEARS:
                return months_later(day, 12 * amount)
            case LawUnit.HOURS:
                raise Refused(
                    "Een termijn in uren loopt van moment tot moment. Geef het tijdstip waarop hij begint."
                )


@dataclass(frozen=True, slots=True)
class Suspension:
    """Opschorting: the days after `requested_on` up to and including `answered_on` do not count (Awb 4:15)."""

    requested_on: date
    answered_on: date | None = None
    reason: str = ""
    article: str = "Awb 4:15"

    def __post_init__(self) -> None:
        if self.answered_on is not None and self.answered_on < self.requested_on:
            raise Refused("Een opschorting eindigt niet voor de dag van het verzoek. Controleer de datums.")

    def holds_on(self, day: date) -> bool:
        """Whether this day does not count."""
        return self.requested_on < day and (self.answered_on is None or day <= self.answered_on)

    @property
    def cause(self) -> str:
        """Why such a day does not count, by article."""
        return f"opgeschort, {self.article}: {self.reason}" if self.reason else f"opgeschort, {self.article}"


@dataclass(frozen=True, slots=True)
class Extension:
    """Verdaging: so much longer, decided on a day within the period (Awb 4:14, 7:10)."""

    period: LawPeriod
    decided_on: date
    reason: str = ""
    article: str = ""

    @property
    def ground(self) -> str:
        """By what its days are added, with the article if one was named."""
        by = f"verdaagd, {self.article}" if self.article else "verdaagd"
        return f"{by}: {self.reason}" if self.reason else by


@dataclass(frozen=True, slots=True)
class LawStep:
    """One step of the reckoning: the last day after it, and why; `is_added` by the Algemene termijnenwet.

    `ground` says in short of what adds days to the period by which it does.
    """

    ends_on: date | None
    why: str
    is_added: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class StatutoryEnd:
    """The last day and how it came about. None: an open suspension. Provisional: decree days not known yet."""

    ends_on: date | None
    steps: tuple[LawStep, ...]
    is_provisional: bool

    def is_moved_by(self, suspension: Suspension) -> bool:
        """Whether a suspension lies within it; one that began after its end has no effect."""
        return self.ends_on is None or (
            suspension.answered_on is not None and suspension.requested_on < self.ends_on
        )


def statutory_end(
    period: LawPeriod,
    start_on: date,
    suspensions: Sequence[Suspension] = (),
    extension: Extension | None = None,
) -> StatutoryEnd:
    """The last day of the period that the event of `start_on` sets off; the examples of domain §8:

    >>> def end(weeks, *day):
    ...     return statutory_end(LawPeriod(weeks, LawUnit.WEEKS), date(*day)).ends_on.isoformat()
    >>> end(6, 2026, 3, 27), end(8, 2026, 3, 9), end(9, 2026, 3, 3), end(6, 2026, 4, 3)
    ('2026-05-08', '2026-05-04', '2026-05-06', '2026-05-18')
    >>> [step.why for step in statutory_end(LawPeriod(9, LawUnit.WEEKS), date(2026, 3, 3)).steps][1]
    'dinsdag 5 mei 2026 is Bevrijdingsdag: loopt door (Algemene termijnenwet art. 1)'

    The extension is added to the end as it was before art. 1, which is tested again at the very end.
    """
    if period.counts_back and (suspensions or extension):
        raise Refused("Een termijn die terugtelt kan niet worden opgeschort of verdaagd.")
    steps = [LawStep(period.after(start_on), f"{period}; de dag van de gebeurtenis telt niet mee")]
    lost: set[date] = set()
    end: date | None = period.after(start_on)
    is_extended = period.is_extended
    waiting = extension
    for suspension in sorted(suspensions, key=lambda one: one.requested_on):
        if end is not None and waiting and waiting.decided_on <= suspension.requested_on:
            end = _extend(steps, end, waiting, period, start_on, lost)
            waiting = None
        if end is not None:
            tested = _tested(period, start_on, end, lost, [])
            end = _suspend(
                steps, end, suspension, max(suspension.requested_on, start_on) + _DAY, tested, lost
            )
    if end is not None and waiting:
        end = _extend(steps, end, waiting, period, start_on, lost)
    if end is None:
        return StatutoryEnd(None, tuple(steps), False)
    if not is_extended:
        steps.append(LawStep(end, "de Algemene termijnenwet geldt niet voor deze termijn (art. 4)"))
    else:
        end = _tested(period, start_on, end, lost, steps)
    return StatutoryEnd(end, tuple(steps), is_extended and end.year not in DECREE_YEARS)


def hours_end(period: LawPeriod, start_at: datetime) -> datetime:
    """The UTC moment at which a period in hours ends: real hours, nothing prolongs it (art. 4 under a)."""
    if period.unit is not LawUnit.HOURS or period.counts_back:
        raise Refused("Deze termijn is niet in uren; hij eindigt op een dag en niet op een tijdstip.")
    return moment_at(seconds_of(start_at) + period.amount * 3600)


def _suspend(
    steps: list[LawStep], end: date, suspension: Suspension, first: date, tested: date, lost: set[date]
) -> date | None:
    """The end with one more suspension from `first` on, when that lies within the period as art. 1 leaves it.

    Days that two suspensions share count once.
    """
    if first > tested:
        steps.append(
            LawStep(
                end, f"{_words(suspension.reason) or 'opgeschort'}: na afloop van de termijn, zonder gevolg"
            )
        )
        return end
    if suspension.answered_on is None:
        steps.append(LawStep(None, f"{suspension.cause}, sinds {_day(first)} en nog niet beantwoord"))
        return None
    days = {day for day in _days(first, suspension.answered_on) if day not in lost}
    lost |= days
    if not days:
        return end
    moved = (tested if first > end else end) + len(days) * _DAY
    many = dutch.count(len(days), "dag telt", "dagen tellen")
    text = f"{_words(suspension.reason) or 'opgeschort'}: {many} niet mee"
    steps.append(
        LawStep(moved, f"{text}, {_day(first)} t/m {_day(suspension.answered_on)} ({suspension.article})")
    )
    return moved


def _extend(
    steps: list[LawStep], end: date, extension: Extension, period: LawPeriod, start_on: date, lost: set[date]
) -> date:
    if extension.decided_on > _tested(period, start_on, end, lost, []):
        steps.append(
            LawStep(end, f"{_words(extension.reason) or 'verdaagd'}: na afloop van de termijn, zonder gevolg")
        )
        return end
    moved = extension.period.after(end)
    by = f" ({extension.article})" if extension.article else ""
    why = f"{_words(extension.reason) or 'verdaagd'}: {extension.period} langer{by}"
    steps.append(LawStep(moved, why, ground=extension.ground))
    return moved


def _tested(period: LawPeriod, start_on: date, end: date, lost: set[date], steps: list[LawStep]) -> date:
    """The end by art. 2 and then art. 1; what moves it is added to `steps`."""
    if not period.is_extended:
        return end
    if period.unit is not LawUnit.DAYS or period.amount >= 3:
        end = _with_two_workable(period, start_on, end, lost, steps)
    while not period.counts_back and (
        why := why_not_workable(end)
    ):  # at most some ten days follow each other
        what = f"{_day(end)} is {why}: loopt door (Algemene termijnenwet art. 1)"
        end += _DAY
        steps.append(LawStep(end, what, is_added=True, ground="loopt door: Algemene termijnenwet art. 1"))
    return end


def _with_two_workable(
    period: LawPeriod, start_on: date, end: date, lost: set[date], steps: list[LawStep]
) -> date:
    """Art. 2: a period of three days or more holds two that are no Saturday, Sunday or holiday.

    It holds for periods that count back too: art. 1 par. 2 takes those out of art. 1 alone.
    """
    step = -_DAY if period.counts_back else _DAY
    first, last = min(start_on + step, end), max(start_on + step, end)
    workable = sum(1 for day in _days(first, last) if day not in lost and not why_not_workable(day))
    while workable < 2:
        end += step
        workable += not why_not_workable(end)
        what = "minder dan twee werkbare dagen: een dag langer (Algemene termijnenwet art. 2)"
        steps.append(LawStep(end, what, is_added=True, ground="loopt door: Algemene termijnenwet art. 2"))
    return end


def _days(first: date, last: date) -> Iterator[date]:
    return (first + place * _DAY for place in range((last - first).days + 1))


def _words(reason: str) -> str:
    """A reason within a sentence: without the full stop that people type."""
    return reason.strip().removesuffix(".")


def _day(day: date) -> str:
    return f"{dutch.DAYS[day.weekday()]} {day.day} {dutch.MONTHS[day.month - 1]} {day.year}"
