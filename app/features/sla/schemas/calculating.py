"""The shapes of a reckoned period: what is asked, and the answer with its story. Names by the glossary; no rules."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.features.sla.core.calculation import (
    Answer,
    Asked,
    AskedCalendar,
    AskedDay,
    AskedExtension,
    AskedPause,
)
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.explanation import DayLine
from app.features.sla.core.statutory import LawUnit
from app.features.sla.core.targets import Unit
from app.features.sla.schemas.wire import Wire
from app.features.sla.service.calculating import STANDARD, Term
from app.kernel.errors import Finding, Invalid

UnitWord = Literal["werkminuten", "werkuren", "werkdagen", "kalenderdagen", "weken", "maanden"]
LawUnitWord = Literal["uren", "dagen", "weken", "maanden", "jaren"]
StateWord = Literal["niet begonnen", "loopt", "staat stil", "gehaald", "gemist"]
Hours = Annotated[str, Field(max_length=100)]
Name = Annotated[str, Field(max_length=200)]
Length = Annotated[int, Field(ge=1)]
START = "2026-04-02T14:00:00Z"


class TargetIn(Wire):
    """Hoe lang een norm is. Werktijd telt op de kalender; dagen, weken en maanden tellen vanaf de dag erna."""

    length: Length = Field(description="Hoeveel", examples=[8])
    unit: UnitWord = Field(description="Waarin de norm telt", examples=["werkuren"])
    is_extended: bool = Field(
        default=False,
        description="Of de norm doorloopt als hij eindigt op een zaterdag, zondag of feestdag "
        "(Algemene termijnenwet art. 1); alleen bij dagen, weken en maanden",
        examples=[False],
    )


class LawPeriodIn(Wire):
    """Hoe lang een termijn is die de wet stelt; de Algemene termijnenwet geldt, kalenders niet."""

    length: Length = Field(description="Hoeveel", examples=[8])
    unit: LawUnitWord = Field(description="Zoals de wet de termijn omschrijft", examples=["weken"])
    counts_back: bool = Field(
        default=False,
        description="Of de termijn terugtelt vanaf `begintOp`, zoals tien dagen voor een hoorzitting "
        "(Algemene termijnenwet art. 1 lid 2: hij loopt dan niet door)",
        examples=[False],
    )


class ExtensionIn(Wire):
    """Een verdaging: zoveel langer dan het einde zonder weekend of feestdag, mits besloten binnen de termijn."""

    length: Length = Field(description="Hoeveel langer", examples=[6])
    unit: Literal["dagen", "weken", "maanden"] = Field(description="In welke eenheid", examples=["weken"])
    decided_on: date = Field(description="Dag waarop is verdaagd", examples=["2026-04-20"])
    article: Name = Field(default="", description="Volgens welk artikel", examples=["Awb 7:10 lid 3"])
    reason: Name = Field(default="", description="Waarom", examples=["nader onderzoek"])


class AskedPauseIn(Wire):
    """Waarin de klok stilstaat. Bij een wettelijke termijn is het een opschorting (Awb 4:15)."""

    from_at: AwareDatetime = Field(description="Vanaf dit moment", examples=["2026-04-07T08:00:00Z"])
    until_at: AwareDatetime | None = Field(
        default=None, description="Tot dit moment; leeg als hij nog duurt", examples=["2026-04-08T08:00:00Z"]
    )
    reason: Name = Field(default="", description="Waardoor", examples=["wacht op opdrachtgever"])


class SpecialDayIn(Wire):
    """Een dag met eigen openingstijden, of dicht."""

    on: date = Field(description="Welke dag", examples=["2026-04-08"])
    name: Name = Field(description="Waarom", examples=["personeelsdag"])
    opening_hours: Hours = Field(default="", description="Openingstijden; leeg is gesloten", examples=[""])


class OwnCalendarIn(Wire):
    """Een kalender die u zelf meegeeft."""

    opening_hours: list[Hours] = Field(
        min_length=7,
        max_length=7,
        description="Openingstijden van maandag tot en met zondag; leeg is gesloten, "
        "een tijd mag over middernacht lopen",
        examples=[["08:30-12:30 13:00-17:00"] * 5 + ["", ""]],
    )
    holidays: list[Name] = Field(
        default=[],
        max_length=30,
        description="Feestdagen waarop het dicht is, bij naam",
        examples=[["Goede vrijdag", "Tweede paasdag"]],
    )
    special_days: list[SpecialDayIn] = Field(
        default=[], max_length=400, description="Dagen met eigen tijden", examples=[[]]
    )
    zone: Name = Field(default="Europe/Amsterdam", description="Tijdzone", examples=["Europe/Amsterdam"])


class CalculationIn(Wire):
    """Wat u wilt weten: vanaf wanneer, hoe lang, op welke kalender en met welke pauzes."""

    start_at: AwareDatetime = Field(description="Wanneer de termijn begint", examples=[START])
    target: TargetIn | None = Field(
        default=None,
        description="Een norm; geef deze of een wettelijke termijn",
        examples=[{"lengte": 8, "eenheid": "werkuren"}],
    )
    statutory: LawPeriodIn | None = Field(
        default=None, description="Een termijn die de wet stelt", examples=[None]
    )
    law_extension: ExtensionIn | None = Field(
        default=None, description="Een verdaging, alleen bij een termijn die de wet stelt", examples=[None]
    )
    norm: UUID | None = Field(
        default=None, description="Of het kenmerk van een norm die is afgesproken", examples=[None]
    )
    calendar: Name | None = Field(
        default=None,
        description="Code van een kalender; zonder geldt die van de norm, of `standaard`: "
        "maandag tot en met vrijdag 08:30–17:00",
        examples=["standaard"],
    )
    own_calendar: OwnCalendarIn | None = Field(
        default=None, description="Of een kalender die u zelf meegeeft", examples=[None]
    )
    pauses: list[AskedPauseIn] = Field(default=[], max_length=100, description="Pauzes", examples=[[]])
    stopped_at: AwareDatetime | None = Field(
        default=None, description="Wanneer de klok stopte, bijvoorbeeld bij oplevering", examples=[None]
    )
    as_of_at: AwareDatetime | None = Field(
        default=None, description="Op welk moment de stand geldt; zonder is dat nu", examples=[START]
    )


class OpenTimeOut(Wire):
    """Een stuk openingstijd waarin de klok kon lopen."""

    from_at: datetime = Field(description="Vanaf", examples=[START])
    until_at: datetime = Field(description="Tot", examples=["2026-04-02T15:00:00Z"])


class DayOut(Wire):
    """Een dag van de berekening."""

    on: date = Field(description="Welke dag", examples=["2026-04-02"])
    counted: int = Field(description="Wat die dag telt: seconden werktijd, of 1 dag", examples=[3600])
    open_times: list[OpenTimeOut] = Field(description="Openingstijd binnen de termijn", examples=[[]])
    paused_seconds: int = Field(description="Openingstijd waarin de klok stilstond", examples=[0])
    reasons: list[str] = Field(description="Waarom de rest niet telt", examples=[["Tweede paasdag"]])
    ground: str | None = Field(
        description="Waardoor deze dag aan een wettelijke termijn is toegevoegd", examples=[None]
    )


class LawStepOut(Wire):
    """Een stap van een wettelijke termijn."""

    last_on: date | None = Field(description="De laatste dag na deze stap", examples=["2026-05-18"])
    explanation: str = Field(
        description="Waarom", examples=["6 weken; de dag van de gebeurtenis telt niet mee"]
    )


class WarnedOut(Wire):
    """Wanneer een deel van de termijn op is."""

    percent: int = Field(description="Percentage", examples=[75])
    reached_at: datetime | None = Field(description="Wanneer", examples=["2026-04-07T11:30:00Z"])


class CalculationOut(Wire):
    """Wanneer de termijn afloopt, hoe hij ervoor staat, en waarom: dag voor dag."""

    state: StateWord = Field(description="Hoe de klok ervoor staat", examples=["loopt"])
    due_at: datetime | None = Field(
        description="Wanneer hij uiterlijk afloopt; leeg zolang een pauze open staat",
        examples=["2026-04-07T13:30:00Z"],
    )
    last_on: date | None = Field(description="De laatste dag van de termijn", examples=["2026-04-07"])
    is_provisional: bool = Field(
        description="Of dagen van een koninklijk besluit voor dat jaar nog niet bekend zijn", examples=[False]
    )
    in_seconds: bool = Field(description="Of wat telt in seconden staat; anders in dagen", examples=[True])
    total: int = Field(description="De hele termijn", examples=[28800])
    spent: int = Field(
        description="Wat op het peilmoment op is; van een termijn die terugtelt nog niets zolang het niet te laat is",
        examples=[3600],
    )
    left: int = Field(description="Wat over is; negatief is te laat", examples=[25200])
    percent: int = Field(description="Welk deel op is, naar beneden afgerond", examples=[12])
    warnings: list[WarnedOut] = Field(description="Wanneer 50, 75 en 90 % op is", examples=[[]])
    days: list[DayOut] = Field(description="De dagen; samen tellen zij tot de termijn", examples=[[]])
    steps: list[LawStepOut] = Field(description="De stappen van een wettelijke termijn", examples=[[]])


def asked_of(body: CalculationIn, now: datetime, term: Term | None) -> Asked:
    """What is asked, by the norm that was named if one was; `Invalid` when it is not one period on one calendar."""
    findings = []
    if sum(one is not None for one in (body.target, body.statutory, body.norm)) != 1:
        findings.append(
            Finding("termijn", "Geef een termijn, een wettelijke termijn of een norm: één van de drie.")
        )
    if body.calendar is not None and body.own_calendar is not None:
        findings.append(Finding("kalender", "Geef een code of een eigen kalender, en niet allebei."))
    if findings:
        raise Invalid(findings)
    length, unit, is_extended = _period(body, term)
    return Asked(
        start_at=body.start_at,
        length=length,
        unit=unit,
        now=body.as_of_at or now,
        pauses=[AskedPause(one.from_at, one.until_at, one.reason) for one in body.pauses],
        stopped_at=body.stopped_at,
        is_extended=is_extended,
        extension=_extension(body.law_extension),
        counts_back=body.statutory is not None and body.statutory.counts_back,
    )


def _extension(one: ExtensionIn | None) -> AskedExtension | None:
    if one is None:
        return None
    return AskedExtension(one.length, LawUnit(one.unit), one.decided_on, one.article, one.reason)


def _period(body: CalculationIn, term: Term | None) -> tuple[int, Unit | LawUnit, bool]:
    if body.target is not None:
        return body.target.length, Unit(body.target.unit), body.target.is_extended
    if body.statutory is not None:
        return body.statutory.length, LawUnit(body.statutory.unit), False
    assert term is not None, "one of the three is there"
    return term.length, term.unit, term.is_extended


def calendar_of(body: CalculationIn, term: Term | None) -> str | AskedCalendar | WorkCalendar:
    """The calendar that is meant: a code, one that was given whole, that of the norm, or the standard."""
    own = body.own_calendar
    if own is None:
        return body.calendar or (term.calendar if term is not None else STANDARD)
    days = [AskedDay(one.on, one.name, one.opening_hours) for one in own.special_days]
    return AskedCalendar(own.opening_hours, own.holidays, days, own.zone)


def calculation_out(found: Answer, last_on: date | None) -> CalculationOut:
    """The answer for the wire."""
    return CalculationOut(
        state=found.state.value,
        due_at=found.due_at,
        last_on=last_on,
        is_provisional=found.law is not None and found.law.is_provisional,
        in_seconds=found.is_time,
        total=found.total,
        spent=found.spent,
        left=found.left,
        percent=found.spent * 100 // found.total,
        warnings=[WarnedOut(percent=one.percent, reached_at=one.reached_at) for one in found.warnings],
        days=[] if found.days is None else [day_out(line) for line in found.days.lines],
        steps=[]
        if found.law is None
        else [LawStepOut(last_on=step.ends_on, explanation=step.why) for step in found.law.steps],
    )


def day_out(line: DayLine) -> DayOut:
    """One day, as it goes out."""
    return DayOut(
        on=line.on,
        counted=line.counted,
        open_times=[OpenTimeOut(from_at=first, until_at=last) for first, last in line.open_times],
        paused_seconds=line.paused_seconds,
        reasons=list(line.reasons),
        ground=line.ground or None,
    )
