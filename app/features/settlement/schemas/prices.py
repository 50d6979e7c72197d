"""Corrected prices on the wire. Names by the glossary; no rules."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.features.partnership.core.prices import PriceCorrection
from app.features.settlement.core.touching import Preview
from app.features.settlement.schemas.changing import TouchesOut, VersionIn
from app.features.settlement.schemas.wire import Wire


class PriceCorrectionIn(VersionIn):
    """De goede prijs van dagen waarvan de prijs fout was."""

    price_cents: int = Field(ge=0, le=10**9, description="De goede prijs in centen", examples=[6450])
    reason: str = Field(
        max_length=500,
        description="Waarom de prijs fout was en waar de goede staat",
        examples=["Tarievenblad 2026: indexering niet meegenomen"],
    )


class PriceCorrectionOut(Wire):
    """Een gecorrigeerde prijs; van meer correcties geldt per dag die het laatst is vastgelegd."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    price_cents: int = Field(description="De goede prijs in centen", examples=[6450])
    valid_from: date = Field(description="Eerste dag waarvan dit de prijs is", examples=["2026-01-01"])
    valid_until: date | None = Field(
        description="Laatste dag; leeg zolang het tarief geldt", examples=["2026-03-31"]
    )
    reason: str = Field(description="Waarom de prijs fout was", examples=["Indexering niet meegenomen"])
    recorded_at: datetime = Field(
        description="Wanneer dit bekend werd", examples=["2026-04-20T09:00:00+02:00"]
    )
    recorded_by: str = Field(description="Wie het vastlegde", examples=["Centina Boekelaar"])


class PriceCorrectionList(Wire):
    """De correcties van de prijs van een tarief, de eerste vooraan."""

    corrections: list[PriceCorrectionOut] = Field(description="De correcties", examples=[[]])


class ShiftOut(Wire):
    """Wat een correctie van een afgerekende periode een deelnemer meer laat betalen; onder nul minder."""

    period: str = Field(description="Code van de afgerekende periode", examples=["2026-Q1"])
    organisation: str = Field(description="Code van wie betaalt", examples=["VLI"])
    difference_cents: int = Field(description="Het verschil, zonder btw", examples=[625])


class PriceTouchesOut(TouchesOut):
    """Wat een gecorrigeerde prijs raakt; er is niets bewaard."""

    moved: list[ShiftOut] = Field(description="Wat er per periode en deelnemer verschuift", examples=[[]])


def correction_out(row: PriceCorrection) -> PriceCorrectionOut:
    """A correction for the wire."""
    return PriceCorrectionOut(
        id=row.id,
        price_cents=row.price_cents,
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def corrections_out(rows: Iterable[PriceCorrection]) -> PriceCorrectionList:
    """All corrections of a version."""
    return PriceCorrectionList(corrections=[correction_out(row) for row in rows])


def touches_out(preview: Preview) -> PriceTouchesOut:
    """The answer to a trial."""
    moved = [
        ShiftOut(period=one.period.code, organisation=one.organisation, difference_cents=one.amount_cents)
        for one in preview.shifts
    ]
    return PriceTouchesOut(touches=list(preview.touches), moved=moved)
