"""Baselines and multi-year paths on the wire: the shapes. Names by the glossary; amounts in whole cents."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.features.settlement.schemas.changing import TrialIn
from app.features.settlement.schemas.runs import NodeOut
from app.features.settlement.schemas.wire import Wire

PathWord = Literal["lineair", "stappen", "per-jaar"]
PriceWord = Literal["basisjaar", "lopend"]
KeyWord = Literal["nulmeting", "gewicht", "gelijk", "eigen-pad"]
FactWord = Literal["betaald", "voordeel"]
FigureWord = Literal["zonder-samenwerking", "gepland", "begroting", "betaald", "voordeel", "bespaard"]
StandingWord = Literal["op-koers", "boven-plan", "begroot-op-koers", "begroot-boven-plan", "nog-niet-bekend"]
AnswerWord = Literal["bevestigd", "bezwaar"]
_MOST = 10**13
Year = Annotated[int, Field(ge=1990, le=2100)]


class SpentIn(Wire):
    """Wat een deelnemer vóór de samenwerking uitgaf."""

    organisation: str = Field(max_length=10, description="Code van de deelnemer", examples=["VLI"])
    amount_cents: int = Field(ge=0, le=_MOST, description="Wat hij in dat jaar uitgaf", examples=[81000000])
    source: str = Field(
        max_length=500,
        description="Waar het bedrag vandaan komt",
        examples=["Jaarrekening 2024, taakveld 6.1"],
    )
    explanation: str = Field(
        default="", max_length=2000, description="Wat erin zit en wat niet", examples=["Zonder huisvesting"]
    )
    year: Year | None = Field(default=None, description="Jaar waarin; leeg is het basisjaar", examples=[2024])
    from_year: Year | None = Field(
        default=None,
        description="Telt mee vanaf; leeg is het eerste jaar van het pad",
        examples=[None],
    )
    until_year: Year | None = Field(
        default=None, description="Telt mee tot en met; leeg is het laatste jaar", examples=[None]
    )
    key_weight: int | None = Field(
        default=None, ge=0, le=_MOST, description="Gewicht, bij een sleutel naar gewicht", examples=[None]
    )


class PathYearIn(Wire):
    """Een jaar van de nulmeting en het pad."""

    year: Year = Field(description="Het jaar", examples=[2026])
    index_percent: str = Field(
        default="0",
        pattern=r"^-?\d{1,3}(\.\d{1,4})?$",
        description="Hoeveel procent prijzen stegen tegenover het jaar ervoor",
        examples=["2.3"],
    )
    index_source: str = Field(
        default="", max_length=500, description="Waar die stijging staat", examples=["CPB, maart 2026"]
    )
    planned_cents: int | None = Field(
        default=None,
        ge=0,
        le=_MOST,
        description="Afgesproken voor allen samen; leeg waar het pad het zelf bepaalt",
        examples=[480000000],
    )


class OwnAmountIn(Wire):
    """Een afgesproken bedrag van één deelnemer, bij een eigen pad per deelnemer."""

    year: Year = Field(description="Het jaar", examples=[2026])
    organisation: str = Field(max_length=10, description="Code van de deelnemer", examples=["VLI"])
    amount_cents: int = Field(ge=0, le=_MOST, description="Het bedrag", examples=[7500000])


class BaselineBody(Wire):
    """Wat een nulmeting met haar pad zegt."""

    code: str = Field(max_length=30, description="Korte code", examples=["geheel"])
    title: str = Field(max_length=200, description="Naam", examples=["Heel het samenwerkingsverband"])
    areas: list[str] = Field(
        max_length=100, description="Codes van de taakgebieden", examples=[["SZ", "ICT"]]
    )
    base_year: Year = Field(description="Het jaar van de nulmeting", examples=[2024])
    first_year: Year = Field(description="Eerste jaar van het pad", examples=[2025])
    last_year: Year = Field(description="Laatste jaar van het pad", examples=[2029])
    path_kind: PathWord = Field(description="Hoe het pad loopt", examples=["lineair"])
    price_level: PriceWord = Field(
        default="lopend",
        description="Prijzen van de geplande bedragen: die van het basisjaar (dan worden zij geïndexeerd) of lopende",
        examples=["lopend"],
    )
    plan_key: KeyWord = Field(
        default="nulmeting", description="Hoe het plan over deelnemers wordt verdeeld", examples=["nulmeting"]
    )
    key_weight_name: str = Field(
        default="",
        max_length=200,
        description="Wat de gewichten zijn",
        examples=["Inwoners op 1 januari 2026"],
    )
    explanation: str = Field(
        default="", max_length=4000, description="Wat de nulmeting omvat en wat niet", examples=[""]
    )
    reason: str = Field(
        default="", max_length=2000, description="Waarom een volgende versie nodig is", examples=[""]
    )
    partners: list[SpentIn] = Field(max_length=500, description="Wat ieder eerder uitgaf", examples=[[]])
    years: list[PathYearIn] = Field(
        max_length=120, description="Elk jaar na het basisjaar tot en met het laatste", examples=[[]]
    )
    own_amounts: list[OwnAmountIn] = Field(
        default=[], max_length=5000, description="Bij een eigen pad per deelnemer", examples=[[]]
    )


class BaselineIn(BaselineBody, TrialIn):
    """Een nulmeting, of een volgende versie ervan."""

    follows: int = Field(
        default=0,
        ge=0,
        description="Nummer van de versie die u las en waarop deze volgt; 0 bij de eerste",
        examples=[0],
    )


class PartnerYearOut(Wire):
    """Een deelnemer in een jaar van het pad."""

    organisation: str = Field(description="Code van de deelnemer", examples=["VLI"])
    name: str = Field(description="Naam", examples=["Vlist"])
    without_cents: int = Field(description="Wat hij alleen zou uitgeven", examples=[82863000])
    planned_cents: int | None = Field(description="Gepland", examples=[79000000])
    budget_cents: int | None = Field(
        description="Wat de begroting hem zou kosten, met jaarcontracten en laatst bekende kengetallen",
        examples=[79200000],
    )
    paid_cents: int = Field(description="Afgerekend en elders betaald, zonder btw", examples=[78500000])
    gain_cents: int | None = Field(description="Voordeel, als het hele jaar bekend is", examples=[4363000])


class YearOut(Wire):
    """Een jaar van het pad: allen samen en elke deelnemer."""

    year: int = Field(description="Het jaar", examples=[2025])
    without_cents: int = Field(description="Wat allen apart zouden uitgeven", examples=[540000000])
    planned_cents: int = Field(description="Gepland", examples=[480000000])
    planned_gain_cents: int = Field(description="Wat het plan bespaart", examples=[60000000])
    budget_cents: int | None = Field(description="Begroot, met overhead", examples=[481000000])
    budget_refused: str | None = Field(
        description="Waarom de begroting niet is te berekenen", examples=[None]
    )
    budget_undivided: str | None = Field(
        description="Waarom de begroting niet per deelnemer is te verdelen", examples=[None]
    )
    unshared_cents: int | None = Field(
        description="Wat van de begroting bij geen van de deelnemers terechtkomt; min is meer tarieven dan kosten",
        examples=[0],
    )
    paid_cents: int = Field(description="Afgerekend en elders betaald, zonder btw", examples=[479000000])
    settled_until_on: date | None = Field(description="Tot en met wanneer is afgerekend", examples=[None])
    is_whole: bool = Field(description="Of van het hele jaar bekend is wat is betaald", examples=[True])
    gain_cents: int | None = Field(description="Voordeel tegenover alleen doorgaan", examples=[61000000])
    saved_cents: int | None = Field(description="Bespaard tot en met dit jaar", examples=[61000000])
    path_standing: StandingWord = Field(description="Hoe het jaar op het pad staat", examples=["op-koers"])
    above_planned_cents: int | None = Field(
        description="Meer dan gepland; min is minder", examples=[-1000000]
    )
    above_planned_percent: str | None = Field(
        description="Hetzelfde in procenten van het plan", examples=["-0.21"]
    )
    outside_cents: int = Field(
        description="Afgerekend met wie dan niet in de nulmeting meetelt", examples=[0]
    )
    partners: list[PartnerYearOut] = Field(description="Elke deelnemer", examples=[[]])


class SpentOut(Wire):
    """Wat een deelnemer vóór de samenwerking uitgaf; bron en toelichting alleen voor wie ze mag zien."""

    organisation: str = Field(description="Code van de deelnemer", examples=["VLI"])
    name: str = Field(description="Naam", examples=["Vlist"])
    amount_cents: int = Field(description="Wat hij uitgaf", examples=[81000000])
    year: int = Field(description="In welk jaar", examples=[2024])
    source: str | None = Field(description="Waar het bedrag vandaan komt", examples=["Jaarrekening 2024"])
    explanation: str | None = Field(description="Wat erin zit en wat niet", examples=[None])
    from_year: int = Field(description="Telt mee vanaf", examples=[2025])
    until_year: int | None = Field(description="Telt mee tot en met", examples=[None])
    key_weight: int | None = Field(description="Gewicht", examples=[None])
    answer: AnswerWord | None = Field(description="Wat hij van dit bedrag zei", examples=["bevestigd"])
    by: str | None = Field(description="Door wie", examples=["B. Vlist"])
    happened_at: datetime | None = Field(description="Wanneer", examples=["2026-04-08T07:31:00Z"])


class VersionOut(Wire):
    """Een versie van een nulmeting."""

    version: int = Field(description="Nummer van de versie", examples=[1])
    title: str = Field(description="Naam", examples=["Heel het samenwerkingsverband"])
    reason: str | None = Field(description="Waarom deze versie nodig was", examples=[None])
    set_at: datetime = Field(description="Wanneer vastgesteld", examples=["2026-01-08T07:31:00Z"])
    set_by: str = Field(description="Door wie", examples=["Centina Boekelaar"])


class BaselineOut(VersionOut):
    """Een nulmeting met haar meerjarenpad, naast wat is begroot en afgerekend."""

    code: str = Field(description="Korte code", examples=["geheel"])
    areas: list[str] = Field(description="Codes van de taakgebieden", examples=[["SZ", "ICT"]])
    base_year: int = Field(description="Het jaar van de nulmeting", examples=[2024])
    first_year: int = Field(description="Eerste jaar van het pad", examples=[2025])
    last_year: int = Field(description="Laatste jaar van het pad", examples=[2029])
    path_kind: PathWord = Field(description="Hoe het pad loopt", examples=["lineair"])
    price_level: PriceWord = Field(description="Prijzen van de geplande bedragen", examples=["lopend"])
    plan_key: KeyWord = Field(description="Hoe het plan wordt verdeeld", examples=["nulmeting"])
    key_weight_name: str | None = Field(description="Wat de gewichten zijn", examples=[None])
    explanation: str | None = Field(description="Wat de nulmeting omvat", examples=[None])
    partners: list[SpentOut] = Field(description="Wat ieder eerder uitgaf", examples=[[]])
    years: list[PathYearIn] = Field(description="Prijsstijging en afgesproken bedrag per jaar", examples=[[]])
    own_amounts: list[OwnAmountIn] = Field(description="Bij een eigen pad per deelnemer", examples=[[]])
    path: list[YearOut] = Field(description="Het pad, jaar voor jaar", examples=[[]])


class BaselineList(Wire):
    """Alle nulmetingen, van elk de laatste versie."""

    baselines: list[BaselineOut] = Field(description="De nulmetingen", examples=[[]])


class VersionList(Wire):
    """De versies van een nulmeting, nieuwste eerst."""

    versions: list[VersionOut] = Field(description="De versies", examples=[[]])


class PathTrialOut(Wire):
    """Proef: het pad zoals het zou worden, en wat het raakt; er is niets bewaard."""

    touches: list[str] = Field(
        description="Wat het raakt, in zinnen", examples=[["Dit is de eerste versie."]]
    )
    path: list[YearOut] = Field(description="Het pad, jaar voor jaar", examples=[[]])


class FactIn(TrialIn):
    """Wat in een jaar buiten de afrekeningen is betaald, of aan voordeel naast lagere kosten is gehaald."""

    kind: FactWord = Field(description="Wat het is", examples=["betaald"])
    organisation: str = Field(max_length=10, description="Code van de deelnemer", examples=["VLI"])
    year: Year = Field(description="In welk jaar", examples=[2025])
    amount_cents: int = Field(ge=-_MOST, le=_MOST, description="Het bedrag", examples=[78500000])
    description: str = Field(max_length=200, description="Wat het is", examples=["Bijdrage"])
    source: str = Field(max_length=500, description="Waar het staat", examples=["Jaarrekening 2025"])


class FactOut(Wire):
    """Een cijfer over een jaar; `telt` is onwaar als een later cijfer het verving."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e13"])
    kind: FactWord = Field(description="Wat het is", examples=["betaald"])
    organisation: str = Field(description="Code van de deelnemer", examples=["VLI"])
    year: int = Field(description="In welk jaar", examples=[2025])
    amount_cents: int = Field(description="Het bedrag", examples=[78500000])
    description: str | None = Field(description="Wat het is", examples=["Bijdrage"])
    source: str | None = Field(description="Waar het staat", examples=["Jaarrekening 2025"])
    recorded_at: datetime = Field(description="Wanneer vastgelegd", examples=["2026-04-08T07:31:00Z"])
    by: str = Field(description="Door wie", examples=["Centina Boekelaar"])
    counted: bool = Field(description="Of het meetelt", examples=[True])


class FactList(Wire):
    """De cijfers bij een nulmeting, per jaar en deelnemer."""

    facts: list[FactOut] = Field(description="De cijfers", examples=[[]])


class SpentAnswerIn(Wire):
    """Bevestig het bedrag van uw organisatie in de laatste versie, of maak bezwaar."""

    answer: AnswerWord = Field(description="Uw antwoord", examples=["bevestigd"])
    reason: str = Field(default="", max_length=2000, description="Bij bezwaar: wat niet klopt", examples=[""])


class PathExplanationOut(Wire):
    """Waarom een bedrag van het pad is wat het is."""

    year: int = Field(description="Het jaar", examples=[2025])
    figure: FigureWord = Field(description="Welk bedrag", examples=["gepland"])
    organisation: str | None = Field(
        description="Code van de deelnemer; leeg is allen samen", examples=[None]
    )
    explanation: NodeOut = Field(description="De uitleg, tot in de bronnen", examples=[None])
