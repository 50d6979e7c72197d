"""The clocks of an assignment on the wire: where each stands, by which norm, and the story of each day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.features.sla.core.projecting import last_day
from app.features.sla.core.telling import Story
from app.features.sla.schemas.calculating import DayOut, LawStepOut, WarnedOut, day_out
from app.features.sla.schemas.wire import Wire

MetricWord = Literal["reactie", "intake", "oplevering", "doorlooptijd", "wettelijk"]
StateWord = Literal["niet begonnen", "loopt", "staat stil", "gehaald", "gemist", "vervallen"]


class ClockOut(Wire):
    """Een klok van de opdracht, naar de stand van nu."""

    metric: MetricWord = Field(description="Wat wordt gemeten", examples=["intake"])
    state: StateWord = Field(
        description="Hoe de klok ervoor staat; wie loopt en over tijd is, is gemist", examples=["loopt"]
    )
    governs: bool = Field(description="Of dit de dichtstbijzijnde termijn is", examples=[True])
    norm_explanation: str = Field(
        description="Welke norm geldt en waarom",
        examples=["Norm van taakgebied Sociale zaken; product en overeenkomst zeggen er niets anders over."],
    )
    start_at: datetime = Field(description="Begonnen op", examples=["2026-04-02T14:00:00Z"])
    due_at: datetime | None = Field(
        description="Uiterlijk op; leeg zolang de klok stilstaat", examples=["2026-04-07T13:30:00Z"]
    )
    last_on: date | None = Field(description="De laatste dag van de termijn", examples=["2026-04-07"])
    in_seconds: bool = Field(
        description="Of de hoeveelheden in seconden werktijd staan; anders in dagen", examples=[True]
    )
    total: int = Field(description="De hele termijn", examples=[28800])
    spent: int = Field(description="Wat nu op is", examples=[3600])
    left: int = Field(description="Wat over is; negatief is te laat", examples=[25200])
    percent: int = Field(description="Welk deel op is, naar beneden afgerond", examples=[12])
    warnings: list[WarnedOut] = Field(description="Wanneer wordt gewaarschuwd", examples=[[]])
    days: list[DayOut] = Field(description="De dagen; samen tellen zij tot de termijn", examples=[[]])
    steps: list[LawStepOut] = Field(description="De stappen van een wettelijke termijn", examples=[[]])
    extension: str | None = Field(description="Waarom de norm doorliep", examples=[None])


class ClocksOut(Wire):
    """De klokken van een opdracht."""

    clocks: list[ClockOut] = Field(description="In vaste volgorde; leeg als niets wordt gemeten")


def clocks_out(stories: Sequence[Story]) -> ClocksOut:
    """The clocks, as they go out."""
    return ClocksOut(clocks=[_clock(one) for one in stories])


def _clock(one: Story) -> ClockOut:
    clock = one.clock
    return ClockOut.model_validate(
        {
            "metric": clock.metric.value,
            "state": one.state.value,
            "governs": clock.is_governing,
            "norm_explanation": clock.why,
            "start_at": clock.started_at,
            "due_at": clock.due_at,
            "last_on": None if clock.due_at is None else last_day(clock.due_at),
            "in_seconds": clock.unit.is_working_time,
            "total": clock.target_total,
            "spent": one.spent,
            "left": one.left,
            "percent": one.spent * 100 // max(clock.target_total, 1),
            "warnings": [WarnedOut(percent=percent, reached_at=at) for percent, at in clock.warnings],
            "days": [] if one.days is None else [day_out(line) for line in one.days.lines],
            "steps": [LawStepOut(last_on=step.ends_on, explanation=step.why) for step in one.law_steps],
            "extension": one.extension,
        }
    )
