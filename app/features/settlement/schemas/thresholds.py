"""The shapes of the threshold above which a difference is explained. Names by the glossary; no rules."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from app.features.settlement.core.threshold import USUAL, Threshold, ThresholdSet
from app.features.settlement.schemas.changing import TrialIn
from app.features.settlement.schemas.runs import ThresholdOut, threshold_out
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.thresholds import NewThreshold
from app.kernel.errors import Finding, Invalid


class ThresholdIn(TrialIn):
    """Een nieuwe grens, van een dag af; zij geldt tot de volgende."""

    valid_from: date = Field(description="Eerste dag waarop zij geldt", examples=["2027-01-01"])
    difference_basis_points: int | None = Field(
        default=None,
        ge=0,
        le=100_000,
        description="Hoeveel honderdsten van een procent een bedrag mag verschillen; leeg is niet genoemd",
        examples=[1000],
    )
    difference_cents: int | None = Field(
        default=None,
        ge=0,
        le=10**13,
        description="Hoeveel centen een bedrag mag verschillen; leeg is niet genoemd",
        examples=[100000],
    )
    reason: str = Field(
        max_length=500,
        description="Waar dat is besloten",
        examples=["Financiële verordening 2027, artikel 7"],
    )


class ThresholdSetOut(Wire):
    """Een grens zoals zij is vastgesteld."""

    valid_from: date = Field(description="Eerste dag waarop zij geldt", examples=["2027-01-01"])
    threshold: ThresholdOut = Field(description="De grens")
    reason: str = Field(
        description="Waar dat is besloten", examples=["Financiële verordening 2027, artikel 7"]
    )
    by: str = Field(description="Door wie", examples=["Centina Boekelaar"])
    recorded_at: datetime = Field(description="Wanneer vastgelegd", examples=["2026-04-08T07:31:00Z"])


class ThresholdList(Wire):
    """Alle grenzen, de laatste dag eerst. Vóór de eerste geldt de gewone grens."""

    usual: ThresholdOut = Field(description="De gewone grens: zolang er geen is vastgesteld")
    thresholds: list[ThresholdSetOut] = Field(description="Wat is vastgesteld", examples=[[]])


def threshold_of(body: ThresholdIn) -> NewThreshold:
    """What comes in; `Invalid` when it states nothing."""
    if body.difference_basis_points is None and body.difference_cents is None:
        raise Invalid([Finding("verschilBasispunten", "Noem een percentage, een bedrag of allebei.")])
    threshold = Threshold(body.difference_basis_points, body.difference_cents)
    return NewThreshold(body.valid_from, threshold, body.reason)


def threshold_set_out(found: ThresholdSet) -> ThresholdSetOut:
    """One threshold for the wire."""
    return ThresholdSetOut(
        valid_from=found.valid_from,
        threshold=threshold_out(found.threshold),
        reason=found.reason,
        by=found.by,
        recorded_at=found.at,
    )


def threshold_list(found: Sequence[ThresholdSet]) -> ThresholdList:
    """All thresholds for the wire."""
    return ThresholdList(usual=threshold_out(USUAL), thresholds=[threshold_set_out(one) for one in found])
