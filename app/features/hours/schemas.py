"""The shapes of hours on the wire: weeks, entries, steps. Names by the glossary; no rules.

Time is whole minutes; a subject is an assignment by number, or an activity with the code of its area.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.features.hours.core.states import part_steps, sheet_steps
from app.features.hours.core.subject import Activity
from app.features.hours.core.views import Entry, Part, Sheet
from app.features.hours.core.week import Week
from app.features.partnership.core.views import Named
from app.kernel.glossary import ACTIVITIES, HOUR_KINDS, HOUR_STATES, HOUR_STEPS, wire

ActivityWord = Literal["overleg", "opleiding", "overhead"]
KindWord = Literal["gewoon", "correctie"]
StateWord = Literal["open", "ingediend", "goedgekeurd", "teruggegeven"]
StepWord = Literal["indienen", "terughalen", "goedkeuren", "teruggeven"]
ACTIVITIES_IN = {word: Activity(code) for code, word in ACTIVITIES.items()}
Minutes = Annotated[int, Field(ge=-1440, le=1440)]
Note = Annotated[str, Field(max_length=2000)]


class Wire(BaseModel):
    """What every shape shares: names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)


class Hour(Wire):
    """Tijd op een dag, aan een opdracht of aan ander werk van een taakgebied."""

    worked_on: date = Field(description="Dag waarop is gewerkt", examples=["2026-04-01"])
    minutes: Minutes = Field(description="Hele minuten", examples=[90])
    assignment: str | None = Field(
        default=None, max_length=64, description="Nummer van de opdracht", examples=["2026-SZ-0042"]
    )
    activity: ActivityWord | None = Field(
        default=None, description="Ander werk, als het geen opdracht is", examples=["opleiding"]
    )
    area: str | None = Field(
        default=None, max_length=64, description="Taakgebied; verplicht bij ander werk", examples=["SZ"]
    )
    note: Note | None = Field(default=None, description="Notitie", examples=["Zes dossiers afgehandeld"])


class WeekIn(Wire):
    """Een hele week. Wat u weglaat, wordt weggehaald als dat nog mag."""

    hours: list[Hour] = Field(
        max_length=1000,
        description="Alle uren van de week",
        examples=[[{"datum": "2026-04-01", "minuten": 90, "opdracht": "2026-SZ-0042"}]],
    )


class EntryIn(Hour):
    """Een nieuwe urenregel, of een correctie in een gesloten maand."""

    employee: str = Field(max_length=64, description="Code van de medewerker", examples=["M01"])
    kind: KindWord = Field(default="gewoon", description="Gewoon, of correctie", examples=["gewoon"])
    reason: Note | None = Field(
        default=None, description="Reden, verplicht bij een correctie", examples=["Dubbel geboekt"]
    )
    corrects_id: UUID | None = Field(
        default=None,
        description="Kenmerk van de regel die u corrigeert; leeg bij vergeten uren",
        examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"],
    )


class EntryOut(Wire):
    """Een urenregel zoals zij is vastgelegd."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    employee: UUID = Field(
        description="Kenmerk van de medewerker", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e12"]
    )
    worked_on: date = Field(description="Dag waarop is gewerkt", examples=["2026-04-01"])
    minutes: int = Field(description="Minuten; bij een correctie het verschil", examples=[90])
    kind: KindWord = Field(description="Gewoon, of correctie", examples=["gewoon"])
    assignment: str | None = Field(description="Nummer van de opdracht", examples=["2026-SZ-0042"])
    title: str = Field(description="Opdracht of ander werk in woorden", examples=["Verordening"])
    activity: ActivityWord | None = Field(description="Ander werk", examples=["opleiding"])
    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    note: str | None = Field(description="Notitie", examples=["Zes dossiers afgehandeld"])
    reason: str | None = Field(description="Reden van een correctie", examples=["Dubbel geboekt"])
    corrects_id: UUID | None = Field(
        description="Kenmerk van de gecorrigeerde regel", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"]
    )
    function_code: str | None = Field(description="Functie waarin is gewerkt", examples=["adviseur"])
    hour_rate_cents: int | None = Field(description="Tarief per uur in centen", examples=[9000])
    recorded_at: datetime = Field(description="Moment van vastleggen", examples=["2026-04-02T14:00:00Z"])
    recorded_by: str = Field(description="Wie het vastlegde", examples=["Anna Proefpersoon"])
    approved_at: datetime | None = Field(
        description="Moment van goedkeuren", examples=["2026-04-07T08:00:00Z"]
    )


class EntryList(Wire):
    """Een bladzijde urenregels, op dag."""

    entries: list[EntryOut] = Field(description="Urenregels op dag")
    next_cursor: str | None = Field(
        description="Cursor van de volgende bladzijde; leeg bij de laatste", examples=[None]
    )


class PartOut(Wire):
    """De uren van één taakgebied in de week."""

    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    state: StateWord = Field(description="Waar deze uren staan", examples=["ingediend"])
    decided_at: datetime | None = Field(description="Moment van beslissen", examples=[None])
    decided_by: str | None = Field(description="Wie besliste", examples=["Fenna Regelmans"])
    reason: str | None = Field(description="Reden van teruggeven", examples=["Woensdag staat dubbel"])


class SheetOut(Wire):
    """De weekstaat van een medewerker."""

    employee: str = Field(description="Code van de medewerker", examples=["M01"])
    week: str = Field(description="ISO-week", examples=["2026-W14"])
    state: StateWord = Field(description="Waar de week staat", examples=["open"])
    handed_in_at: datetime | None = Field(description="Moment van indienen", examples=[None])
    minutes: int = Field(description="Geboekt in de week, in minuten", examples=[1920])
    contract_minutes: int | None = Field(description="Contracttijd in deze week", examples=[1920])
    parts: list[PartOut] = Field(description="Per taakgebied waar de uren staan")
    entries: list[EntryOut] = Field(description="De urenregels van de week")
    allowed: list[StepWord] = Field(description="Stappen die nu kunnen", examples=[["indienen"]])


class StepIn(Wire):
    """Een stap met een week: indienen en terughalen, of per taakgebied goedkeuren en teruggeven."""

    step: StepWord = Field(description="De stap", examples=["indienen"])
    area: str | None = Field(
        default=None, max_length=64, description="Taakgebied, bij goedkeuren en teruggeven", examples=["SZ"]
    )
    reason: Note | None = Field(
        default=None, description="Reden, verplicht bij teruggeven", examples=["Woensdag staat dubbel"]
    )


class MonthStepIn(Wire):
    """Een stap met een maand."""

    step: Literal["afsluiten"] = Field(description="De stap", examples=["afsluiten"])


class MonthStepOut(Wire):
    """De maand na de stap."""

    step: Literal["afsluiten"] = Field(description="De gezette stap", examples=["afsluiten"])
    month: str = Field(description="Maand", examples=["2026-03"])
    hours_closed_at: datetime | None = Field(
        description="Moment waarop de uren zijn afgesloten", examples=["2026-04-10T08:00:00Z"]
    )


def entry_out(one: Entry, areas: Mapping[UUID, Named]) -> EntryOut:
    """An entry on the wire."""
    activity = one.subject.activity
    return EntryOut.model_validate(
        {
            "id": one.id,
            "employee": one.employee_id,
            "worked_on": one.worked_on,
            "minutes": one.minutes,
            "kind": HOUR_KINDS[one.kind],
            "assignment": one.number,
            "title": one.title,
            "activity": ACTIVITIES[activity] if activity else None,
            "area": areas[one.subject.area_id].code,
            "note": one.note,
            "reason": one.reason,
            "corrects_id": one.corrects_id,
            "function_code": one.function_code,
            "hour_rate_cents": one.rate_cents,
            "recorded_at": one.recorded_at,
            "recorded_by": one.recorded_by,
            "approved_at": one.approved_at,
        }
    )


def sheet_out(
    code: str,
    sheet: Sheet,
    parts: Mapping[UUID, Part],
    entries: list[EntryOut],
    contract_minutes: int | None,
    areas: Mapping[UUID, Named],
) -> SheetOut:
    """A week on the wire, with the steps that its state allows (whoever may take them)."""
    states = [part.state for part in parts.values()]
    steps = [HOUR_STEPS[step] for step in sheet_steps(sheet.state, states)]
    steps += dict.fromkeys(HOUR_STEPS[step] for state in states for step in part_steps(state))
    return SheetOut.model_validate(
        {
            "employee": code,
            "week": Week(sheet.monday).code,
            "state": HOUR_STATES[sheet.state],
            "handed_in_at": sheet.handed_in_at,
            "minutes": sum(one.minutes for one in entries),
            "contract_minutes": contract_minutes,
            "parts": [
                {
                    "area": areas[part.area_id].code,
                    "state": HOUR_STATES[part.state],
                    "decided_at": part.decided_at,
                    "decided_by": part.decided_by,
                    "reason": part.reason,
                }
                for part in parts.values()
            ],
            "entries": entries,
            "allowed": steps,
        }
    )
