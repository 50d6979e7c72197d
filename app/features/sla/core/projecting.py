"""From marks and rules to clocks: a fold, nothing else. The marks are the truth here, a clock can always be remade.

Every metric is a clock of its own, as of its last mark: what is late now is `due_at < now` and is asked where now
is known. A delivery is measured against the agreed day, a statutory period by the law, the rest by the norm that
holds on the day of the start. The nearest of the clocks that have not ended governs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.features.sla.core.calendar import AMSTERDAM, WorkCalendar
from app.features.sla.core.clock import due_after, spent
from app.features.sla.core.marks import Course, Mark, course
from app.features.sla.core.norms import Norm
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rules import OwnPeriod, Rules, Subject
from app.features.sla.core.statutory import LawPeriod, LawUnit, StatutoryEnd, Suspension, statutory_end
from app.features.sla.core.targets import Pause, Target, Unit
from app.features.sla.core.times import local_day, moment_at, seconds_of, wall_seconds
from app.features.sla.core.words import CLOCKED, DEFAULT_WARNINGS, Metric
from app.kernel import dutch

EVERY_DAY: Final = WorkCalendar.of("Alle dagen", ["00:00-24:00"] * 7)
"""For what is counted in days of the calendar alone: agreed days and statutory periods."""
LAW_UNITS: Final = {
    Unit.CALENDAR_DAYS: LawUnit.DAYS, Unit.WEEKS: LawUnit.WEEKS, Unit.MONTHS: LawUnit.MONTHS,
}  # fmt: skip
"""Units that the law knows too: of these art. 1 may move the end."""


@dataclass(frozen=True, slots=True)
class Basis:
    """By what a clock is measured: how much of which unit, on which calendar, by which norm, and why."""

    calendar: WorkCalendar
    unit: Unit
    total: int
    why: str
    norm: Norm | None = None
    calendar_id: UUID | None = None
    target: Target | None = None
    law: OwnPeriod | None = None
    law_end: StatutoryEnd | None = None
    suspensions: tuple[Suspension, ...] = ()
    warn_percents: tuple[int, ...] = DEFAULT_WARNINGS


@dataclass(frozen=True, slots=True)
class Projection:
    """One clock as it is kept. Totals in seconds of working time or in days, as `unit` says."""

    metric: Metric
    state: ClockState
    started_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    due_at: datetime | None
    warnings: tuple[tuple[int, datetime], ...]
    unit: Unit
    target_total: int
    spent_total: int
    norm_id: UUID | None
    calendar_id: UUID | None
    why: str
    is_governing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One metric of a subject that is measured: how it went, and by what it is measured."""

    metric: Metric
    own: Course
    basis: Basis
    warned: tuple[tuple[int, int], ...]
    """The percentages at which is warned, with their totals: rounded up, so never before they are spent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is reckoned of a line: seconds at which it is due and at which is warned, in order; None as `due`."""

    due: int | None
    warned: Sequence[int | None]
    spent: int


def project(subject: Subject, marks: Iterable[Mark], rules: Rules) -> tuple[Projection, ...]:
    """The clocks of a subject, in order of metric; a metric without start or without norm has none.

    For a step of one subject; `batches` makes those of many, with the same outcome. It costs a tenth of what a batch
    of one would: arrays pay from some ten subjects on.
    """
    lines = lines_of(subject, marks, rules)
    return clocks_of(lines, map(answer, lines))


def lines_of(subject: Subject, marks: Iterable[Mark], rules: Rules) -> list[Line]:
    """What is measured of a subject, in order of metric."""
    found = []
    for metric, own in courses(marks).items():
        basis = basis_of(subject, metric, own, rules)
        if basis is not None:
            found.append(Line(metric, measured(own, basis), basis, _warned(basis)))
    return found


def _warned(basis: Basis) -> tuple[tuple[int, int], ...]:
    totals = ((percent, -(-basis.total * percent // 100)) for percent in sorted(basis.warn_percents))
    return tuple((percent, total) for percent, total in totals if total)


def answer(line: Line) -> Answer:
    """The reckoning of one line by itself."""
    own, basis = line.own, line.basis
    start = seconds_of(own.started_at)
    # What counts of days does not depend on how many are asked.
    target = basis.target or Target(1, basis.unit)
    return Answer(
        due_after(basis.calendar, start, basis.unit, basis.total, own.pauses, target.runs_on),
        [due_after(basis.calendar, start, basis.unit, total, own.pauses) for _, total in line.warned],
        spent(basis.calendar, own.started_at, target, own.pauses, own.last_at),
    )


def clocks_of(lines: Iterable[Line], answers: Iterable[Answer]) -> tuple[Projection, ...]:
    """The clocks of a subject from what was reckoned of its lines; the nearest that goes governs."""
    found = [_clock(*both) for both in zip(lines, answers, strict=True)]
    governing = min((one for one in found if one.stopped_at is None), key=_nearness, default=None)
    return tuple(replace(one, is_governing=True) if one is governing else one for one in found)


def courses(marks: Iterable[Mark]) -> Mapping[Metric, Course]:
    """The course of every metric that began, in the order of `CLOCKED`."""
    by_metric: dict[Metric, list[Mark]] = {}
    for mark in marks:
        by_metric.setdefault(mark.metric, []).append(mark)
    found = {metric: course(by_metric.get(metric, ())) for metric in CLOCKED}
    return {metric: own for metric, own in found.items() if own is not None}


def basis_of(subject: Subject, metric: Metric, own: Course, rules: Rules) -> Basis | None:
    """By what a metric of a subject is measured; None when nothing was promised of it."""
    start_on = local_day(own.started_at, AMSTERDAM)
    if metric is Metric.STATUTORY and subject.own_period is not None:
        return _by_law(subject, subject.own_period, f"Eigen wettelijke termijn: {_told(subject.own_period)}.")
    choice = rules.choice(subject, metric, start_on)
    if metric is Metric.DELIVERY:
        if subject.agreed_on is None:
            return None
        norm = choice.norm if choice else None
        why = f"Afgesproken dag: {dutch.long_day(subject.agreed_on)}. {choice.why if choice else _NO_NORM}"
        total = max((subject.agreed_on - start_on).days, 0)
        warnings = norm.warn_percents if norm else DEFAULT_WARNINGS
        return Basis(EVERY_DAY, Unit.CALENDAR_DAYS, total, why, norm, warn_percents=warnings)
    if choice is None or choice.norm.target is None:
        return None
    norm, target = choice.norm, choice.norm.target
    if metric is Metric.STATUTORY:
        own_period = OwnPeriod(norm.law or "", start_on, LawPeriod(target.amount, LAW_UNITS[target.unit]))
        return _by_law(subject, own_period, f"{choice.why} Wettelijke termijn: {_told(own_period)}.", norm)
    calendar_id = rules.calendar_of(norm, start_on)
    calendar = None if calendar_id is None else rules.calendars.get(calendar_id)
    if calendar is None:
        return None
    local_on = local_day(own.started_at, calendar.zone)
    return Basis(
        calendar=calendar,
        unit=target.unit,
        total=target.total(local_on),
        why=f"{choice.why} Norm: {target}.",
        norm=norm,
        calendar_id=calendar_id,
        target=target,
        warn_percents=norm.warn_percents,
    )


_NO_NORM = "Een norm is er niet voor; de afgesproken dag telt."


def measured(own: Course, basis: Basis) -> Course:
    """The course as it is measured: a period of the law runs on whatever stands still, from its own day.

    Only a suspension stops it: from the day after the request to the day of the answer, or to the end of the clock.
    """
    if basis.law is None:
        return own
    end = own.stopped_at
    pauses = tuple(
        Pause(day_after(one.requested_on), day_after(one.answered_on) if one.answered_on else end, one.cause)
        for one in basis.suspensions
        if end is None or day_after(one.requested_on) < end
    )
    still = None if end else min((one.start_at for one in pauses if one.end_at is None), default=None)
    return replace(
        own,
        started_at=moment_at(wall_seconds(AMSTERDAM, basis.law.start_on, 0)),
        pauses=pauses,
        paused_at=still,
        last_at=max(own.last_at, still or own.last_at),
    )


def last_day(due_at: datetime) -> date:
    """The day on which a due moment falls; midnight belongs to the day that it ends."""
    return local_day(due_at - timedelta(seconds=1), AMSTERDAM)


def _by_law(subject: Subject, own: OwnPeriod, why: str, norm: Norm | None = None) -> Basis:
    """The total are the days from the event to the last one, but for those that a suspension takes out."""
    suspensions, extension = subject.suspensions, subject.extension
    law_end = statutory_end(own.period, own.start_on, suspensions, extension)
    known = [one if one.answered_on else replace(one, answered_on=one.requested_on) for one in suspensions]
    ends_on = statutory_end(own.period, own.start_on, known, extension).ends_on
    assert ends_on is not None, "no suspension is open"
    days = (own.start_on + timedelta(days=1 + place) for place in range((ends_on - own.start_on).days))
    return Basis(
        calendar=EVERY_DAY,
        unit=Unit.CALENDAR_DAYS,
        total=sum(1 for day in days if not any(one.holds_on(day) for one in known)),
        why=why,
        norm=norm,
        law=own,
        law_end=law_end,
        suspensions=tuple(
            replace(one, requested_on=max(one.requested_on, own.start_on))
            for one in suspensions
            if law_end.is_moved_by(one) and (one.answered_on is None or one.answered_on > own.start_on)
        ),
        warn_percents=norm.warn_percents if norm else DEFAULT_WARNINGS,
    )


def _told(own: OwnPeriod) -> str:
    return f"{own.law}, {own.period} na {dutch.long_day(own.start_on)}"


def _clock(line: Line, found: Answer) -> Projection:
    own, basis = line.own, line.basis
    due_at = _moment(found.due) if basis.law_end is None else _end_of(basis.law_end.ends_on)
    return Projection(
        metric=line.metric,
        state=_state(own, due_at),
        started_at=own.started_at,
        paused_at=own.paused_at,
        stopped_at=own.stopped_at,
        due_at=due_at,
        warnings=_warnings(line, found, due_at),
        unit=basis.unit,
        target_total=basis.total,
        spent_total=found.spent,
        norm_id=basis.norm.id if basis.norm else None,
        calendar_id=basis.calendar_id,
        why=basis.why,
    )


def _state(own: Course, due_at: datetime | None) -> ClockState:
    if own.is_void:
        return ClockState.VOID
    if own.stopped_at is not None:
        is_late = due_at is not None and due_at < own.stopped_at
        return ClockState.MISSED if is_late else ClockState.MET
    return ClockState.RUNNING if own.paused_at is None else ClockState.PAUSED


def _warnings(line: Line, found: Answer, due_at: datetime | None) -> tuple[tuple[int, datetime], ...]:
    """The moments at which so many percent are used, as far as they are known and lie before the end."""
    both = zip(line.warned, map(_moment, found.warned), strict=True)
    return tuple(
        (percent, at) for (percent, _), at in both if at is not None and (due_at is None or at < due_at)
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment_at(seconds)


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else day_after(day)


def day_after(day: date) -> datetime:
    """The last moment of a day: midnight, by the wall of Amsterdam."""
    return moment_at(wall_seconds(AMSTERDAM, day + timedelta(days=1), 0))


def _nearness(one: Projection) -> tuple[bool, datetime, int]:
    return one.due_at is None, one.due_at or one.started_at, CLOCKED.index(one.metric)
