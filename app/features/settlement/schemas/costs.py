"""Costs and budget that come in, first as a trial. Names by the glossary; amounts in whole cents."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.features.costs.schemas import MOST_CENTS, BudgetIn, EntryIn
from app.features.settlement.schemas.changing import TrialIn


class CostIn(TrialIn, EntryIn):
    """Een nieuwe kostenregel, of een proef daarvan."""


class CostStepIn(TrialIn):
    """Een stap met een kostenregel."""

    step: Literal["terugboeken"] = Field(description="Wat u doet", examples=["terugboeken"])
    reason: str = Field(min_length=1, max_length=2000, description="Waarom", examples=["Dubbel geboekt"])


class BudgetLineIn(TrialIn, BudgetIn):
    """Een nieuwe begrotingsregel, of een proef daarvan."""


class BudgetStepIn(TrialIn):
    """Een begrotingswijziging: het verschil waartoe is besloten."""

    step: Literal["wijzigen"] = Field(description="Wat u doet", examples=["wijzigen"])
    amount_cents: int = Field(
        ge=-MOST_CENTS, le=MOST_CENTS, description="Het verschil in centen", examples=[-500000]
    )
    decided_on: date = Field(description="Dag van het besluit", examples=["2026-06-15"])
    reason: str = Field(
        min_length=1, max_length=2000, description="Besluit of reden", examples=["Eerste begrotingswijziging"]
    )
