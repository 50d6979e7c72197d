"""What comes in when agreements are added or ended, and what a trial answers. Names by the glossary."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.features.partnership.core.rows import StatisticKindRow
from app.features.partnership.core.views import Kept
from app.features.partnership.schemas.shapes import TariffKind, VatCategory
from app.features.settlement.schemas.wire import Wire
from app.kernel.glossary import statistic_word


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


class YearFigureIn(TrialIn):
    """Een nieuw jaarcijfer: uren zonder product, het aantal met een product."""

    area: str = Field(max_length=10, description="Code van het taakgebied", examples=["SZ"])
    organisation: str = Field(max_length=10, description="Code van de organisatie", examples=["VLI"])
    year: int = Field(description="Welk heel jaar", examples=[2024])
    product: str | None = Field(
        default=None, max_length=80, description="Code van het product; leeg is uren", examples=[None]
    )
    minutes: int | None = Field(default=None, description="Uren in minuten", examples=[72000])
    taken_count: int | None = Field(default=None, description="Hoeveel van het product", examples=[None])
    source: str = Field(max_length=500, description="Waar het vandaan komt", examples=["Jaarrekening 2024"])


class VersionIn(TrialIn):
    """Wat van een dag af geldt; een eerdere versie eindigt op de dag ervoor."""

    valid_from: date = Field(description="Eerste dag waarop het geldt", examples=["2027-01-01"])
    valid_until: date | None = Field(
        default=None, description="Laatste dag; leeg als er geen einde is", examples=[None]
    )


class TariffIn(VersionIn):
    """Een nieuw tarief, of een nieuwe versie van een tarief."""

    area: str = Field(max_length=10, description="Code van het taakgebied", examples=["SZ"])
    kind: TariffKind = Field(description="Waarvan het een prijs is", examples=["uur"])
    of: str = Field(
        min_length=1,
        max_length=80,
        description="Code van functie, product of kengetal",
        examples=["adviseur"],
    )
    name: str = Field(
        min_length=1, max_length=200, description="Naam, ook op de factuur", examples=["Adviseur personeel"]
    )
    price_cents: int = Field(
        ge=0,
        le=10**9,
        description="Prijs in centen, per uur, per stuk of per eenheid en jaar",
        examples=[8250],
    )


class ParticipationIn(VersionIn):
    """Een nieuwe deelname, of een deelname met andere btw."""

    area: str = Field(max_length=10, description="Code van het taakgebied", examples=["SZ"])
    organisation: str = Field(max_length=10, description="Code van de organisatie", examples=["VLI"])
    package: str | None = Field(
        default=None, max_length=10, description="Code van een pluspakket dat zij afneemt", examples=[None]
    )
    vat_category: VatCategory = Field(description="Hoe de btw is", examples=["vrijgesteld"])
    vat_basis_points: int = Field(
        default=0, ge=0, le=10_000, description="Btw-tarief in honderdsten van een procent", examples=[0]
    )
    is_transparent: bool = Field(
        default=False, description="Of de btw in de prijs wordt doorgegeven", examples=[False]
    )


class StatisticKindIn(VersionIn):
    """Een nieuwe soort kengetal."""

    code: str = Field(min_length=1, max_length=41, description="Code", examples=["woz-objecten"])
    name: str = Field(min_length=1, max_length=200, description="Naam", examples=["WOZ-objecten"])


class StatisticKindOut(Wire):
    """Een soort kengetal."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    code: str = Field(description="Code", examples=["inwoners"])
    name: str = Field(description="Naam", examples=["Inwoners"])
    valid_from: date = Field(description="Eerste dag waarvan er cijfers zijn", examples=["1990-01-01"])
    valid_until: date | None = Field(description="Laatste dag; leeg als er geen einde is", examples=[None])


class StatisticKindList(Wire):
    """De soorten kengetallen."""

    statistic_kinds: list[StatisticKindOut] = Field(description="De soorten", examples=[[]])


def kind_out(kept: Kept[StatisticKindRow]) -> StatisticKindOut:
    """A kind of statistic for the wire."""
    row = kept.row
    return StatisticKindOut(
        id=kept.id,
        code=statistic_word(row.code) or row.code,
        name=row.name,
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
    )


class EndIn(TrialIn):
    """Een andere laatste dag. Iets anders wijzigt niet: daarvoor is een nieuwe versie."""

    valid_until: date | None = Field(
        description="Laatste dag waarop het geldt; leeg als er geen einde is", examples=["2026-12-31"]
    )


class WithdrawalIn(TrialIn):
    """Intrekken van een versie waarmee nog niet is gerekend."""

    step: Literal["intrekken"] = Field(description="Wat u doet", examples=["intrekken"])
