"""What comes in when agreements are added or ended, and what a trial answers. Names by the glossary."""

from datetime import date

from pydantic import Field

from app.features.settlement.schemas.runs import Wire


class TouchesOut(Wire):
    """Wat een wijziging raakt; er is niets bewaard."""

    touches: list[str] = Field(
        description="Wat het raakt, in zinnen",
        examples=[["De afrekening over het 2e kwartaal 2026 is een concept."]],
    )


class TrialIn(Wire):
    """Wat eerst als proef kan."""

    is_trial: bool = Field(
        default=False,
        description="Alleen zeggen wat het raakt; dan wordt niets bewaard (antwoord 200)",
        examples=[False],
    )


class StatisticIn(TrialIn):
    """Een nieuw kengetal."""

    organisation: str = Field(max_length=10, description="Code van de organisatie", examples=["VLI"])
    kind: str = Field(max_length=50, description="Code van de soort kengetal", examples=["inwoners"])
    reference_on: date = Field(description="Dag waarvoor het cijfer geldt", examples=["2026-01-01"])
    value: str = Field(
        pattern=r"^-?\d{1,13}(\.\d{1,4})?$",
        description="Het cijfer, exact, met een punt als decimaalteken",
        examples=["9410"],
    )
    source: str = Field(
        max_length=500, description="Waar het vandaan komt", examples=["CBS, bevolking per gemeente"]
    )
