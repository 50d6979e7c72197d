"""The limits of an entry, in one place that every route passes: grid, API, import, timer (domain §7).

Minutes above zero; no more than 24 hours a day in all; not before the assignment was accepted or after it
closed; not in a closed month, where only a correction counts; not in what is handed in or approved. The
database refuses the same finally; here it is said kindly, all findings at once.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.hours.core.states import PartState, SheetState, is_writable
from app.features.hours.core.subject import Bookable, Kind
from app.kernel import dutch
from app.kernel.errors import Finding

DAY_MINUTES = 24 * 60
"""What a day holds, also on the days of the clock change: entries are lengths, not moments."""
NOTE_LENGTH = 500
"""How long a note may be, in characters."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is already so where an entry is to stand.

    `other_minutes` is all else that the employee has on that day; the states are of the week and the area.
    """

    other_minutes: int = 0
    is_month_closed: bool = False
    sheet: SheetState = SheetState.OPEN
    part: PartState = PartState.OPEN


def check_entry(
    field: str, day: date, minutes: int, bookable: Bookable, around: Surroundings, note: str | None = None
) -> tuple[Finding, ...]:
    """What is wrong with an ordinary entry; empty is good. `field` is its name on the wire.

    >>> from uuid import UUID
    >>> from app.features.hours.core.subject import Activity, Subject
    >>> training = Bookable(Subject(UUID(int=1), activity=Activity.TRAINING), "Scholing")
    >>> check_entry("minuten", date(2026, 4, 1), 480, training, Surroundings())
    ()
    >>> check_entry("minuten", date(2026, 4, 1), 480, training, Surroundings(other_minutes=1020))[0].message
    'Op woensdag 1 april 2026 staat dan 25:00 uur, en een dag heeft 24:00 uur. Haal 1:00 uur weg.'
    """
    messages = [
        *_locked(day, around),
        *_outside(day, bookable),
        *_size(day, minutes, around.other_minutes),
        *_note(note),
    ]
    return tuple(Finding(field, message) for message in messages)


def check_removal(field: str, day: date, around: Surroundings) -> tuple[Finding, ...]:
    """What forbids taking an entry away; the same locks as for writing one."""
    return tuple(Finding(field, message) for message in _locked(day, around))


@dataclass(frozen=True, slots=True)
class Corrected:
    """The entry that a correction points at."""

    id: UUID
    kind: Kind
    day: date
    subject_key: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A signed difference in a closed month, with why; `corrects` None: forgotten hours."""

    day: date
    minutes: int
    bookable: Bookable
    reason: str
    corrects: Corrected | None = None


def check_correction(correction: Correction, around: Surroundings) -> tuple[Finding, ...]:
    """What is wrong with a correction; empty is good."""
    findings = []
    if not around.is_month_closed:
        month = dutch.month(correction.day).capitalize()
        findings.append(
            Finding("datum", f"{month} is nog open. Wijzig de uren zelf; een correctie kan na het sluiten.")
        )
    if not correction.minutes:
        findings.append(Finding("minuten", "Vul het verschil in: meer of minder dan 0:00 uur."))
    elif message := _day_total(correction.day, around.other_minutes + correction.minutes):
        findings.append(Finding("minuten", message))
    if not correction.reason.strip():
        findings.append(Finding("reden", "Schrijf waarom u corrigeert. De accountant leest deze reden."))
    findings += [Finding("opdracht", message) for message in _outside(correction.day, correction.bookable)]
    if correction.corrects is not None:
        findings += _points_wrong(correction, correction.corrects)
    return tuple(findings)


def _points_wrong(correction: Correction, old: Corrected) -> list[Finding]:
    if old.kind is Kind.CORRECTION:
        return [Finding("corrigeert", "Verwijs naar de gewone urenregel, niet naar een eerdere correctie.")]
    if (old.day, old.subject_key) != (correction.day, correction.bookable.subject.key):
        return [
            Finding(
                "corrigeert",
                "De regel waarnaar u verwijst, is van een andere dag of opdracht. Kies de regel zelf.",
            )
        ]
    return []


def _locked(day: date, around: Surroundings) -> list[str]:
    if around.is_month_closed:
        month = dutch.month(day).capitalize()
        return [f"{month} is gesloten. Boek een correctie op deze dag, met het verschil en een reden."]
    if around.part is PartState.APPROVED:
        when = dutch.long_day(day)
        return [f"De uren van {when} zijn goedgekeurd en liggen vast. Na het sluiten kan een correctie."]
    if not is_writable(around.sheet, around.part):
        return ["De week is ingediend. Haal de week terug, of vraag de SSC-manager om haar terug te geven."]
    return []


def _outside(day: date, bookable: Bookable) -> list[str]:
    if bookable.holds_on(day):
        return []
    if bookable.accepted_on is None:
        return [f"{bookable.name} is nog niet geaccepteerd. Boeken kan vanaf de dag van acceptatie."]
    if day < bookable.accepted_on:
        since = dutch.plain_day(bookable.accepted_on)
        return [f"{bookable.name} is op {since} geaccepteerd. Boek uren vanaf die dag."]
    ended = dutch.plain_day(bookable.ended_on or day)
    return [f"{bookable.name} is op {ended} gesloten. Boek uren tot en met die dag."]


def _size(day: date, minutes: int, other_minutes: int) -> list[str]:
    if minutes <= 0:
        return ["Vul meer dan 0:00 uur in, of laat de cel leeg."]
    message = _day_total(day, other_minutes + minutes)
    return [message] if message else []


def _day_total(day: date, minutes: int) -> str | None:
    when = dutch.long_day(day)
    if minutes > DAY_MINUTES:
        return (
            f"Op {when} staat dan {dutch.hours(minutes)} uur, en een dag heeft 24:00 uur. "
            f"Haal {dutch.hours(minutes - DAY_MINUTES)} uur weg."
        )
    if minutes < 0:
        return f"Op {when} staat dan {dutch.hours(minutes)} uur. Corrigeer niet meer dan er staat."
    return None


def _note(note: str | None) -> list[str]:
    if note is not None and len(note) > NOTE_LENGTH:
        return [f"De notitie telt {len(note)} tekens. Houd haar binnen {NOTE_LENGTH} tekens."]
    return []
