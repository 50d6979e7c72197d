"""A step put right, on the wire: what was wrong with it, and as a trial which clocks that moves."""

from datetime import date

from pydantic import AwareDatetime, Field

from app.features.assignments.core.correcting import Correction
from app.features.assignments.schemas.shapes import Prose
from app.features.sla.schemas.moves import TrialIn


class CorrectionIn(TrialIn):
    """Wat er niet klopte aan een gezette stap; wat u weglaat, blijft zoals het stond."""

    reason: Prose = Field(description="Wat er niet klopte", examples=["Stond vrijdag al in de mail"])
    happened_at: AwareDatetime | None = Field(
        default=None, description="Wanneer het echt gebeurde", examples=["2026-04-10T07:00:00Z"]
    )
    agreed_on: date | None = Field(
        default=None,
        description="Dag die echt is afgesproken, alleen bij accepteren",
        examples=["2026-05-29"],
    )
    estimate_minutes: int | None = Field(
        default=None,
        gt=0,
        le=100_000_000,
        description="Raming die echt is gegeven, alleen bij accepteren",
        examples=[2400],
    )


def correction_of(body: CorrectionIn, seq: int) -> Correction:
    """The correction of the step of `seq`."""
    return Correction(seq, body.reason, body.happened_at, body.agreed_on, body.estimate_minutes)
