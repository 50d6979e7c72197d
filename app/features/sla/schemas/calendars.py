"""The shapes of calendars: what comes in, what goes out. Names by the glossary; what is wrong, the core says."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.features.sla.core.rows import HOUSE_ZONE, CalendarRow, CalendarView
from app.features.sla.core.texts import DayText, VersionText
from app.features.sla.schemas.calculating import Hours
from app.features.sla.schemas.moves import ID, NamedOut, TrialIn, named
from app.features.sla.schemas.wire import Day, Line, Wire
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import wire

_WEEK = ["08:30-12:30 13:00-17:00"] * 5 + ["", ""]


class OwnDayIn(Wire):
    """Een dag met eigen openingstijden, of dicht; gaat voor de week en de feestdagen."""

    on: Day = Field(description="Welke dag", examples=["2026-12-24"])
    name: Line = Field(description="Waarom", examples=["kerstavond"])
    opening_hours: Hours = Field(
        default="", description="Openingstijden; leeg is gesloten", examples=["08:30-15:00"]
    )


class VersionIn(TrialIn):
    """Hoe een kalender werkt van een dag af. Wat dan gold, eindigt op de dag ervoor."""

    valid_from: Day = Field(description="Eerste dag waarop het geldt", examples=["2026-07-01"])
    valid_until: Day | None = Field(
        default=None, description="Laatste dag; leeg als er geen einde is", examples=[None]
    )
    opening_hours: list[Hours] = Field(
        max_length=7,
        description="Openingstijden van maandag tot en met zondag; leeg is gesloten",
        examples=[_WEEK],
    )
    holidays: list[Line] = Field(
        default=[],
        max_length=30,
        description="Feestdagen waarop het dicht is, bij naam",
        examples=[["Goede vrijdag", "Tweede paasdag"]],
    )
    special_days: list[OwnDayIn] = Field(
        default=[], max_length=400, description="Dagen met eigen tijden", examples=[[]]
    )


class CalendarIn(VersionIn):
    """Een nieuwe kalender met haar eerste versie."""

    code: str = Field(
        pattern="^[a-z0-9][a-z0-9-]{0,40}$",
        description="Code: kleine letters, cijfers en streepjes",
        examples=["bergambacht"],
    )
    name: Line = Field(min_length=1, description="Naam voor mensen", examples=["Gemeentehuis Bergambacht"])
    organisation: Line | None = Field(
        default=None,
        description="Code van de uitvoerder wiens kalender het is; leeg als alleen normen hem noemen",
        examples=["BER"],
    )
    zone: Line = Field(default=HOUSE_ZONE, description="Tijdzone", examples=[HOUSE_ZONE])


class CalendarChangeIn(TrialIn):
    """Een andere naam, of hoe de kalender werkt van een dag af, of beide. Wat dan gold, eindigt op de dag ervoor."""

    name: Line | None = Field(
        default=None, min_length=1, description="Andere naam; de code blijft", examples=[None]
    )
    valid_from: Day | None = Field(
        default=None, description="Eerste dag waarop het geldt", examples=["2026-07-01"]
    )
    valid_until: Day | None = Field(
        default=None, description="Laatste dag; leeg als er geen einde is", examples=[None]
    )
    opening_hours: list[Hours] | None = Field(
        default=None,
        max_length=7,
        description="Openingstijden van maandag tot en met zondag; leeg is gesloten",
        examples=[_WEEK],
    )
    holidays: list[Line] = Field(
        default=[], max_length=30, description="Feestdagen waarop het dicht is, bij naam", examples=[[]]
    )
    special_days: list[OwnDayIn] = Field(
        default=[], max_length=400, description="Dagen met eigen tijden", examples=[[]]
    )


class OwnDayOut(Wire):
    """Een dag met eigen openingstijden, of dicht."""

    on: date = Field(description="Welke dag", examples=["2026-12-24"])
    name: str = Field(description="Waarom", examples=["kerstavond"])
    opening_hours: str = Field(description="Openingstijden; leeg is gesloten", examples=["08:30-15:00"])


class VersionOut(Wire):
    """Hoe de kalender werkt, van een dag tot en met een dag."""

    valid_from: date = Field(description="Eerste dag waarop het geldt", examples=["2026-01-01"])
    valid_until: date | None = Field(
        description="Laatste dag waarop het geldt; leeg als er geen einde is", examples=["2026-06-30"]
    )
    opening_hours: list[str] = Field(
        description="Openingstijden van maandag tot en met zondag; leeg is gesloten", examples=[_WEEK]
    )
    holidays: list[str] = Field(
        description="Feestdagen waarop het dicht is", examples=[["Goede vrijdag", "Tweede paasdag"]]
    )
    special_days: list[OwnDayOut] = Field(description="Dagen met eigen tijden")


class CalendarOut(Wire):
    """Een kalender met al haar versies."""

    id: UUID = Field(description="Kenmerk", examples=[ID])
    version: int = Field(description="Versie, ook als ETag", examples=[1])
    code: str = Field(description="Code waarmee u ernaar verwijst", examples=["bergambacht"])
    name: str = Field(description="Naam voor mensen", examples=["Gemeentehuis Bergambacht"])
    organisation: NamedOut | None = Field(description="De uitvoerder wiens kalender het is")
    zone: str = Field(description="Tijdzone", examples=[HOUSE_ZONE])
    versions: list[VersionOut] = Field(description="De versies, de eerste voorop")


class CalendarsOut(Wire):
    """Kalenders, op naam."""

    calendars: list[CalendarOut] = Field(description="De kalenders")
    next_cursor: str | None = Field(
        description="Cursor van het volgende deel; leeg aan het eind", examples=[None]
    )


def change_of(body: CalendarChangeIn) -> VersionText | None:
    """The version that was sent, None for a name alone; `Invalid` when it is half a version, or nothing."""
    sent = body.model_fields_set - {"name", "is_trial"}
    if not sent and body.name is not None:
        return None
    findings = [
        Finding(wire(name), "Dit hoort bij een wijziging. Geef het mee, of alleen een andere naam.")
        for name in ("valid_from", "opening_hours")
        if getattr(body, name) is None
    ]
    if body.valid_from is None or body.opening_hours is None:
        raise Invalid(findings)
    return _version(body.valid_from, body.valid_until, body.opening_hours, body.holidays, body.special_days)


def version_of(body: VersionIn) -> VersionText:
    """A version of a calendar as it was sent."""
    return _version(body.valid_from, body.valid_until, body.opening_hours, body.holidays, body.special_days)


def _version(
    first: date, last: date | None, hours: list[str], holidays: list[str], special: list[OwnDayIn]
) -> VersionText:
    days = tuple(DayText(one.on, one.name, one.opening_hours) for one in special)
    return VersionText(first, last, tuple(hours), tuple(holidays), days)


def calendar_of(body: CalendarIn) -> CalendarRow:
    """A new calendar as it was sent."""
    return CalendarRow(body.code, body.name.strip(), body.organisation, body.zone, (version_of(body),))


def calendar_out(found: CalendarView) -> CalendarOut:
    """A calendar for the wire."""
    row = found.row
    return CalendarOut(
        id=found.id,
        version=found.version,
        code=row.code,
        name=row.name,
        organisation=named(row.organisation, found.organisation_name),
        zone=row.zone,
        versions=[_version_out(one) for one in row.versions],
    )


def _version_out(one: VersionText) -> VersionOut:
    return VersionOut(
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        opening_hours=list(one.week),
        holidays=list(one.holidays),
        special_days=[
            OwnDayOut(on=day.on, name=day.name, opening_hours=day.hours) for day in one.special_days
        ],
    )
