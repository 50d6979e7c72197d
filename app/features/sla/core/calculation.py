"""A period reckoned for whoever asks, without an assignment: due moment, state, and the story day by day.

What is asked comes in as values that a reader typed; everything that is wrong with them comes back at once, by the
names of the wire. Norms count on a calendar, statutory periods by the law alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.features.sla.core.calendar import FIRST_YEAR, LAST_YEAR, WorkCalendar
from app.features.sla.core.clock import due, threshold
from app.features.sla.core.explanation import EVENT_DAY, RUNS_ON, DayLine, Explanation, explain
from app.features.sla.core.grounds import grounded
from app.features.sla.core.opening import HolidaysOf, Interval, SpecialDay, Version
from app.features.sla.core.reading import ClockState, known_at, read
from app.features.sla.core.statutory import (
    Extension,
    LawPeriod,
    LawStep,
    LawUnit,
    StatutoryEnd,
    Suspension,
    hours_end,
    statutory_end,
)
from app.features.sla.core.targets import LONGEST_EXTENDED, Pause, Target, Unit
from app.features.sla.core.times import local_day, moment_at, seconds_of, wall_seconds
from app.features.sla.core.words import DEFAULT_WARNINGS
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.law import why_not_workable

LONGEST: Final = {
    Unit.WORKING_MINUTES: 600_000, Unit.WORKING_HOURS: 10_000, Unit.WORKING_DAYS: 1_000,
    Unit.CALENDAR_DAYS: 1_500, Unit.WEEKS: 200, Unit.MONTHS: 48,
    LawUnit.HOURS: 10_000, LawUnit.DAYS: 1_500, LawUnit.WEEKS: 200, LawUnit.MONTHS: 48, LawUnit.YEARS: 4,
}  # fmt: skip
"""What is reckoned at most, so that an answer has an end: some four years."""
MOST_PAUSES: Final = 100
LONGEST_STORY: Final = timedelta(days=1_500)
"""How far is told while an open pause keeps the due moment off."""
YEARS: Final = range(FIRST_YEAR + 1, LAST_YEAR - 100)
_ADDED: Final = "toegevoegd door de Algemene termijnenwet"


@dataclass(frozen=True, slots=True)
class AskedPause:
    """A pause as it was typed; nothing is checked yet."""

    start_at: datetime
    end_at: datetime | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day with hours of its own, as it was typed; without hours it is closed."""

    on: date
    name: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class AskedCalendar:
    """A calendar as it was typed: seven texts from Monday, names of holidays, own days."""

    week: Sequence[str]
    holidays: Sequence[str] = ()
    special_days: Sequence[AskedDay] = ()
    zone: str = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class AskedExtension:
    """An extension of a statutory period as it was typed (verdaging)."""

    length: int
    unit: LawUnit
    decided_on: date
    article: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """From when, how long and in what, with pauses, read at `now`. A unit of the law makes it a statutory period.

    Only that one can be extended, or count back: then it ends before the event of `start_at`.
    """

    start_at: datetime
    length: int
    unit: Unit | LawUnit
    now: datetime
    pauses: Sequence[AskedPause] = ()
    stopped_at: datetime | None = None
    is_extended: bool = False
    extension: AskedExtension | None = None
    counts_back: bool = False


@dataclass(frozen=True, slots=True)
class Warned:
    """When so many percent of the period are used up; None while an open pause keeps it off."""

    percent: int
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`total`, `spent` and `left` (negative is over) in seconds where `is_time`, else in days.

    `days` is None for a statutory period in hours. `law` holds the steps of a statutory period. Of one that counts
    back the days are those between its last day and the event, of which none is spent while it is in time.
    """

    state: ClockState
    due_at: datetime | None
    is_time: bool
    total: int
    spent: int
    days: Explanation | None
    warnings: tuple[Warned, ...] = ()
    law: StatutoryEnd | None = None

    def last_on(self, zone: ZoneInfo) -> date | None:
        """The last day of the period on the wall; the day on which working time is used up."""
        return None if self.due_at is None else local_day(self.due_at - timedelta(seconds=1), zone)

    @property
    def left(self) -> int:
        """What is left; negative is over."""
        return self.total - self.spent


def own_calendar(asked: AskedCalendar, holidays: HolidaysOf) -> WorkCalendar:
    """A calendar as typed; `Invalid` with everything that is wrong, by the names of the wire.

    >>> from app.kernel.law import holidays_of
    >>> own_calendar(AskedCalendar(["08:30-17:00"] * 4 + ["half negen", "", ""]), holidays_of)
    Traceback (most recent call last):
    app.kernel.errors.Invalid: “half negen” zijn geen openingstijden. Schrijf 08:30-12:30 13:00-17:00, of niets ...
    """
    findings: list[Finding] = []
    week = tuple(
        _intervals(text, f"openingstijden.{place}", findings) for place, text in enumerate(asked.week)
    )
    days = tuple(
        SpecialDay(
            day.on, day.name or "eigen dag", _intervals(day.hours, f"bijzondereDagen.{place}", findings)
        )
        for place, day in enumerate(asked.special_days)
    )
    if len(week) != 7:
        findings.append(Finding("openingstijden", "Geef zeven dagen, van maandag tot en met zondag."))
    zone = _zone(asked.zone, findings)
    if findings or zone is None:
        raise Invalid(findings)
    return WorkCalendar("Eigen kalender", (Version(week, frozenset(asked.holidays)),), holidays, days, zone)


def reckon(asked: Asked, calendar: WorkCalendar) -> Answer:
    """The answer; `Invalid` with everything that is wrong with what was asked, by the names of the wire.

    >>> from zoneinfo import ZoneInfo
    >>> friday = datetime(2026, 4, 3, 16, tzinfo=ZoneInfo("Europe/Amsterdam"))
    >>> office = WorkCalendar.of("Kantoor", ["08:30-17:00"] * 5 + ["", ""])
    >>> reckon(Asked(friday, 6, LawUnit.WEEKS, friday), office).law.ends_on.isoformat()
    '2026-05-18'
    >>> reckon(Asked(friday, 2, Unit.WORKING_HOURS, friday), office).due_at.isoformat()
    '2026-04-06T07:30:00+00:00'
    """
    pauses = _checked(asked)
    try:
        if isinstance(asked.unit, LawUnit):
            period = LawPeriod(asked.length, asked.unit, asked.counts_back)
            if asked.unit is LawUnit.HOURS:
                return _by_hours(asked, period)
            return _by_law(asked, period, pauses, calendar.zone)
        return _by_norm(asked, Target(asked.length, asked.unit, asked.is_extended), pauses, calendar)
    except Refused as refused:
        raise Invalid([Finding("termijn", refused.message)]) from refused


def _checked(asked: Asked) -> list[Pause]:
    findings = list(_wrong(asked))
    pauses = []
    for place, pause in enumerate(asked.pauses):
        if pause.end_at is not None and pause.end_at < pause.start_at:
            what = "Een pauze eindigt niet voor zij begint. Controleer beide momenten."
            findings.append(Finding(f"pauzes.{place}", what))
        else:
            pauses.append(Pause(pause.start_at, pause.end_at, pause.cause or "stilgezet"))
    if findings:
        raise Invalid(findings)
    return pauses


def _wrong(asked: Asked) -> Iterator[Finding]:
    most = LONGEST[asked.unit]
    if not 1 <= asked.length <= most:
        yield Finding("lengte", f"Geef een lengte van 1 tot en met {most} {asked.unit.value}.")
    is_law = isinstance(asked.unit, LawUnit)  # whose weeks are equal to those of a norm, being the same word
    if asked.is_extended and (is_law or asked.unit not in LONGEST_EXTENDED):
        what = "Alleen een norm in kalenderdagen, weken of maanden kan doorlopen. Laat deze keuze weg."
        yield Finding("looptDoor", what)
    yield from _wrong_by_law(asked, is_law)
    if len(asked.pauses) > MOST_PAUSES:
        yield Finding("pauzes", f"Geef hooguit {MOST_PAUSES} pauzes.")
    if not asked.counts_back and asked.stopped_at is not None and asked.stopped_at < asked.start_at:
        yield Finding("gestoptOp", "De klok stopt niet voor zij begint. Controleer beide momenten.")
    for field, moment in (("begintOp", asked.start_at), ("peilmomentOp", asked.now)):
        if moment.year not in YEARS:
            what = f"Geef een jaar van {YEARS[0]} tot en met {YEARS[-1]}."
            yield Finding(field, f"{what} Hier staat {moment.year}.")


def _wrong_by_law(asked: Asked, is_law: bool) -> Iterator[Finding]:
    """What is of periods of the law in days, weeks, months or years alone."""
    fits = is_law and asked.unit != LawUnit.HOURS
    if asked.counts_back and not fits:
        yield Finding(
            "teltTerug", "Alleen een wettelijke termijn in dagen of langer telt terug. Laat deze keuze weg."
        )
    extension = asked.extension
    if extension is None:
        return
    most = LONGEST[extension.unit]
    if not fits or extension.unit is LawUnit.HOURS:
        what = "Alleen een wettelijke termijn in dagen of langer kan worden verdaagd. Laat de verdaging weg."
        yield Finding("verdaging", what)
    elif not 1 <= extension.length <= most:
        yield Finding("verdaging", f"Geef een verdaging van 1 tot en met {most} {extension.unit.value}.")


def _by_norm(asked: Asked, target: Target, pauses: list[Pause], calendar: WorkCalendar) -> Answer:
    """State and what is spent are of `now`; the due moment and its story reckon with every pause, planned ones too."""
    start, stop = asked.start_at, asked.stopped_at
    found = read(calendar, start, target, pauses, asked.now, stop)
    planned = pauses if stop is None else known_at(pauses, stop, is_stopped=True)
    warned = [(percent, threshold(calendar, start, target, percent, planned)) for percent in DEFAULT_WARNINGS]
    return Answer(
        state=found.state,
        due_at=due(calendar, start, target, planned),
        is_time=bool(target.working_seconds),
        total=found.spent + found.left,
        spent=found.spent,
        days=explain(calendar, start, target, planned, min(asked.now, start + LONGEST_STORY)),
        warnings=tuple(Warned(percent, reached_at) for percent, reached_at in warned),
    )


def _by_hours(asked: Asked, period: LawPeriod) -> Answer:
    """Real hours: nothing prolongs them, and no pause stops them (Algemene termijnenwet art. 4)."""
    due_at = hours_end(period, asked.start_at)
    at = min(asked.now, asked.stopped_at or asked.now)
    spent = max(0, seconds_of(at) - seconds_of(asked.start_at))
    step = LawStep(None, f"{period}: van moment tot moment, zonder verlenging (Algemene termijnenwet art. 4)")
    law = StatutoryEnd(None, (step,), False)
    state = _state(asked, at, due_at, is_paused=False)
    return Answer(state, due_at, True, period.amount * 3600, spent, None, law=law)


def _by_law(asked: Asked, period: LawPeriod, pauses: list[Pause], zone: ZoneInfo) -> Answer:
    start_on = local_day(asked.start_at, zone)
    suspensions = [
        Suspension(
            local_day(pause.start_at, zone),
            None if pause.end_at is None else local_day(pause.end_at, zone),
            pause.cause,
        )
        for pause in pauses
    ]
    law = statutory_end(period, start_on, suspensions, _extension(asked.extension))
    if period.counts_back:
        return _back_from(asked, law, start_on, zone)
    at = min(asked.now, asked.stopped_at or asked.now)
    today = local_day(at, zone)
    ends_on = law.ends_on
    due_at = None if ends_on is None else _end_of(ends_on, zone)
    lines = grounded(
        _law_days(law, start_on, suspensions, min(today, start_on + LONGEST_STORY)), law, start_on
    )
    total = sum(line.counted for line in lines)
    if ends_on is None:
        total = (period.after(start_on) - start_on).days
    spent = sum(line.counted for line in lines if line.on < today)
    if ends_on is not None and today > ends_on:
        spent = total + (today - ends_on).days - 1
    state = _state(asked, at, due_at, is_paused=any(one.holds_on(today) for one in suspensions))
    days = Explanation(Unit.CALENDAR_DAYS, lines, total, due_at)
    return Answer(state, due_at, False, total, spent, days, law=law)


def _extension(asked: AskedExtension | None) -> Extension | None:
    if asked is None:
        return None
    return Extension(LawPeriod(asked.length, asked.unit), asked.decided_on, asked.reason, asked.article)


def _back_from(asked: Asked, law: StatutoryEnd, start_on: date, zone: ZoneInfo) -> Answer:
    """A period before an event: its last day comes first, and what is told are the days from there to the event."""
    assert law.ends_on is not None, "what counts back is not suspended"
    due_at = _end_of(law.ends_on, zone)
    at = min(asked.now, asked.stopped_at or asked.now)
    plain_on = law.steps[0].ends_on or law.ends_on
    days = [law.ends_on + timedelta(days=place) for place in range((start_on - law.ends_on).days)]
    lines = (
        *(DayLine(day, (), int(day >= plain_on), 0, () if day >= plain_on else (_ADDED,)) for day in days),
        DayLine(start_on, (), 0, 0, (EVENT_DAY,)),
    )
    total = sum(line.counted for line in lines)
    spent = max(0, (local_day(at, zone) - law.ends_on).days)
    state = ClockState.MISSED if due_at < at else ClockState.RUNNING
    if state is ClockState.RUNNING and asked.stopped_at is not None and asked.stopped_at <= asked.now:
        state = ClockState.MET
    told = Explanation(Unit.CALENDAR_DAYS, lines, total, due_at, counts_back=True)
    return Answer(state, due_at, False, total, spent, told, law=law)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return moment_at(wall_seconds(zone, day + timedelta(days=1), 0))


def _law_days(
    law: StatutoryEnd, start_on: date, suspensions: Sequence[Suspension], today: date
) -> Iterator[DayLine]:
    """Each day of a statutory period; what the Act added counts for nothing and says so."""
    yield DayLine(start_on, (), 0, 0, (EVENT_DAY,))
    plain_on = next((step.ends_on for step in reversed(law.steps) if not step.is_added), None)
    day, last = start_on, law.ends_on or today
    while day < last:
        day += timedelta(days=1)
        cause = next((one.cause for one in suspensions if one.holds_on(day)), None)
        line = DayLine(day, (), 0, 0, (cause,) if cause else (), cause is not None)
        if cause is None and (plain_on is None or day <= plain_on):
            line = replace(line, counted=1)
        elif cause is None:
            why = why_not_workable(day)
            line = replace(line, reasons=(f"{why}: {_RUNS_ON}" if why else _ADDED,))
        yield line


_RUNS_ON: Final = RUNS_ON.removesuffix(", zo afgesproken)") + ")"


def _state(asked: Asked, at: datetime, due_at: datetime | None, *, is_paused: bool) -> ClockState:
    if asked.now < asked.start_at:
        return ClockState.NOT_STARTED
    if due_at is not None and due_at < at:
        return ClockState.MISSED
    if asked.stopped_at is not None and asked.stopped_at <= asked.now:
        return ClockState.MET
    return ClockState.PAUSED if is_paused else ClockState.RUNNING


def _intervals(text: str, field: str, findings: list[Finding]) -> tuple[Interval, ...]:
    try:
        return tuple(sorted(Interval.parse(part) for part in text.split()))
    except ValueError:
        help_ = "Schrijf 08:30-12:30 13:00-17:00, of niets als het dan gesloten is."
        findings.append(Finding(field, f"“{text}” zijn geen openingstijden. {help_}"))
        return ()


def _zone(name: str, findings: list[Finding]) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        findings.append(
            Finding("tijdzone", f"“{name}” is geen tijdzone. Schrijf bijvoorbeeld Europe/Amsterdam.")
        )
        return None
