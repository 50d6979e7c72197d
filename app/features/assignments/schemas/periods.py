"""The statutory period of an assignment on the wire: what happened to it, and what may be added."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.features.assignments.core.completeness import PeriodUnit
from app.features.assignments.core.periods import PeriodChange, PeriodFact, Wanted, in_force
from app.features.assignments.schemas.shapes import UNITS_IN, Author, Line, Prose
from app.features.assignments.schemas.shapes import PeriodUnit as UnitWord
from app.features.sla.core.extending import allowance_of
from app.features.sla.core.rules import OwnPeriod
from app.features.sla.schemas.moves import TrialIn
from app.features.sla.schemas.wire import Wire
from app.kernel.glossary import PERIOD_CHANGES, PERIOD_UNITS

PeriodChangeWord = Literal["opschorting", "hervatting", "verdaging", "intrekking"]
KINDS_IN = {word: PeriodChange(kind) for kind, word in PERIOD_CHANGES.items()}


class PeriodChangeIn(TrialIn):
    """Wat met de wettelijke termijn gebeurt. Wat niet klopte, trekt u in; daarna legt u het opnieuw vast."""

    kind: PeriodChangeWord = Field(
        description="Opschorten, hervatten na antwoord, eenmaal verdagen, of iets daarvan intrekken",
        examples=["opschorting"],
    )
    reason: Prose = Field(description="Waarom", examples=["Gegevens gevraagd aan de indiener"])
    on: date | None = Field(
        default=None,
        description="Dag van het verzoek, het antwoord of het besluit; niet bij intrekken",
        examples=["2026-04-10"],
    )
    article: Line | None = Field(
        default=None,
        description="Artikel waarop opschorten of verdagen steunt",
        examples=["Awb 7:10 lid 2"],
    )
    length: int | None = Field(
        default=None, gt=0, le=10_000, description="Hoeveel langer, alleen bij verdagen", examples=[None]
    )
    unit: UnitWord | None = Field(
        default=None, description="Eenheid daarvan, alleen bij verdagen", examples=[None]
    )
    refers_seq: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="Volgnummer van wat u hervat of intrekt",
        examples=[None],
    )


class PeriodChangeOut(Wire):
    """Wat met de wettelijke termijn gebeurde."""

    seq: int = Field(description="Volgnummer", examples=[1])
    kind: PeriodChangeWord = Field(description="Wat er gebeurde", examples=["opschorting"])
    reason: str = Field(description="Waarom", examples=["Gegevens gevraagd aan de indiener"])
    on: date | None = Field(description="Op welke dag; leeg bij een intrekking", examples=["2026-04-10"])
    article: str | None = Field(description="Artikel waarop het steunt", examples=["Awb 7:10 lid 2"])
    length: int | None = Field(description="Hoeveel langer", examples=[None])
    unit: UnitWord | None = Field(description="Eenheid daarvan", examples=[None])
    refers_seq: int | None = Field(description="Volgnummer van wat is hervat of ingetrokken", examples=[None])
    recorded_at: datetime = Field(description="Wanneer vastgelegd", examples=["2026-04-10T09:00:00Z"])
    by: Author = Field(description="Wie het vastlegde", examples=[{"naam": "SSC-manager"}])
    is_standing: bool = Field(
        description="Of het nu geldt; een intrekking en wat is ingetrokken niet", examples=[True]
    )


class PeriodChangesOut(Wire):
    """De wettelijke termijn met alles wat ermee gebeurde; de dagen staan bij de termijnen van de opdracht."""

    law: str = Field(description="De wet en het artikel", examples=["Awb 7:10 lid 1"])
    start_on: date = Field(description="Dag van de gebeurtenis waarmee hij begint", examples=["2026-03-27"])
    length: int = Field(description="Lengte in de genoemde eenheid", examples=[6])
    unit: UnitWord = Field(description="Eenheid van de lengte", examples=["weken"])
    extendable: str | None = Field(
        description="Hoeveel verdagen mag en volgens welk artikel; leeg als dat niet bekend is",
        examples=["ten hoogste 6 weken (Awb 7:10 lid 3)"],
    )
    period_changes: list[PeriodChangeOut] = Field(
        description="Wat ermee gebeurde, oudste eerst", examples=[[]]
    )


def wanted_of(body: PeriodChangeIn) -> Wanted:
    """What is to be added."""
    unit = None if body.unit is None else PeriodUnit(UNITS_IN[body.unit])
    return Wanted(KINDS_IN[body.kind], body.reason, body.on, body.article, body.length, unit, body.refers_seq)


def changes_out(law: OwnPeriod, facts: Sequence[PeriodFact]) -> PeriodChangesOut:
    """The period with what happened to it."""
    allowance = allowance_of(law.law)
    return PeriodChangesOut.model_validate(
        {
            "law": law.law,
            "start_on": law.start_on,
            "length": law.period.amount,
            "unit": law.period.unit.value,
            "extendable": None if allowance is None else str(allowance),
            "period_changes": [change_out(one, facts) for one in facts],
        }
    )


def change_out(one: PeriodFact, facts: Sequence[PeriodFact]) -> PeriodChangeOut:
    """One fact among all of its assignment."""
    return PeriodChangeOut.model_validate(
        {
            "seq": one.seq,
            "kind": PERIOD_CHANGES[one.kind],
            "reason": one.reason,
            "on": one.on,
            "article": one.article,
            "length": one.length,
            "unit": None if one.unit is None else PERIOD_UNITS[one.unit],
            "refers_seq": one.refers_seq,
            "recorded_at": one.recorded_at,
            "by": Author(name=one.actor_name),
            "is_standing": one in in_force(facts),
        }
    )
