"""What became known after a final settlement, on the wire. Names by the glossary; no rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.features.settlement.core.late import Late, LateOfRun
from app.features.settlement.schemas.wire import Wire
from app.kernel.glossary import LATE_KINDS

LateKindWord = Literal["uren", "kosten", "leveringen", "kengetallen", "jaarcijfers", "prijzen"]


class LateOut(Wire):
    """Gegevens van één soort die na de afrekening bekend werden."""

    kind: LateKindWord = Field(description="Soort gegevens", examples=["uren"])
    count: int = Field(description="Hoeveel het er zijn", examples=[12])
    minutes: int | None = Field(
        description="Bij uren: samen, in minuten; met aftrek van wat is verminderd", examples=[2250]
    )
    amount_cents: int | None = Field(description="Bij kosten: samen, zonder btw", examples=[120450])
    since_at: datetime = Field(
        description="Wanneer het eerste ervan is vastgelegd", examples=["2026-04-20T09:00:00Z"]
    )


class LateOfRunOut(Wire):
    """Een definitieve afrekening, met wat daarna over haar periode bekend werd."""

    run_id: UUID = Field(
        description="Kenmerk van de afrekening", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"]
    )
    period: str = Field(description="Code van de periode", examples=["2026-Q1"])
    since_at: datetime = Field(
        description="Wanneer het eerste is vastgelegd", examples=["2026-04-20T09:00:00Z"]
    )
    sentence: str = Field(
        description="Hetzelfde in een zin",
        examples=["Na de afrekening over het 1e kwartaal 2026 kwamen nog 12 urenregels (37:30 uur) binnen."],
    )
    late: list[LateOut] = Field(description="Per soort", examples=[[]])
    correction_id: UUID | None = Field(
        description="Kenmerk van de correctie die loopt, over welke perioden ook; leeg is geen",
        examples=[None],
    )


class LateList(Wire):
    """Wat na definitieve afrekeningen bekend werd en nog niet met een correctie is verrekend."""

    runs: list[LateOfRunOut] = Field(
        description="De afrekeningen, nieuwste periode eerst; leeg als er niets te verrekenen is",
        examples=[[]],
    )


def late_list(found: Iterable[LateOfRun]) -> LateList:
    """All of it for the wire."""
    return LateList(runs=[_of_run(one) for one in found])


def _of_run(found: LateOfRun) -> LateOfRunOut:
    return LateOfRunOut(
        run_id=found.run_id,
        period=found.period.code,
        since_at=found.since_at,
        sentence=found.sentence,
        late=[_late(one) for one in found.facts],
        correction_id=found.correction,
    )


def _late(found: Late) -> LateOut:
    return LateOut(
        kind=LATE_KINDS[found.kind.value],
        count=found.number,
        minutes=found.minutes,
        amount_cents=found.amount_cents,
        since_at=found.since_at,
    )
