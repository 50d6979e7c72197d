"""A policy that comes in with its components, and what a trial of it answers. Names by the glossary."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from app.features.partnership.core.rows import ComponentRow, PolicyRow, ShareRow, Term
from app.features.partnership.core.words import DriverKind, Takes
from app.features.partnership.core.words import Reference as ReferenceKind
from app.features.partnership.core.words import TariffKind as TariffKindRow
from app.features.partnership.core.words import TariffResult as TariffResultRow
from app.features.partnership.schemas.shapes import Driver, Reference, TariffKind, TariffResult
from app.features.partnership.schemas.shapes import Takes as TakesWord
from app.features.settlement.core.inputs import OVERHEAD
from app.features.settlement.schemas.changing import TouchesOut, VersionIn
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.changing.trial import Trial
from app.kernel.glossary import (
    COST_CATEGORIES,
    DRIVERS,
    REFERENCES,
    TAKES,
    TARIFF_KINDS,
    TARIFF_RESULTS,
    statistic_code,
)

CategoryWord = Literal["personeel", "inhuur", "huisvesting", "ict", "overig", "overhead"]
MOST_CENTS = 10**13
_CATEGORIES = {word: code for code, word in COST_CATEGORIES.items()} | {OVERHEAD: OVERHEAD}
_TAKES = {word: Takes(code) for code, word in TAKES.items()}
_DRIVERS = {word: DriverKind(code) for code, word in DRIVERS.items()}
_REFERENCES = {word: ReferenceKind(code) for code, word in REFERENCES.items()}
_TARIFFS = {word: TariffKindRow(code) for code, word in TARIFF_KINDS.items()}
_RESULTS = {word: TariffResultRow(code) for code, word in TARIFF_RESULTS.items()}


class PartIn(Wire):
    """Deel als breuk."""

    num: int = Field(ge=0, le=10**9, description="Teller van de breuk", examples=[3])
    den: int = Field(gt=0, le=10**9, description="Noemer van de breuk", examples=[10])


class ShareIn(Wire):
    """Wat een onderdeel van één deelnemer zegt."""

    organisation: str = Field(max_length=10, description="Code van de deelnemer", examples=["VLI"])
    part: PartIn | None = Field(default=None, description="Afgesproken deel", examples=[None])
    brought_in_cents: int | None = Field(
        default=None, ge=0, le=MOST_CENTS, description="Ingebracht budget in centen per jaar", examples=[None]
    )
    minimum_cents: int | None = Field(
        default=None, ge=0, le=MOST_CENTS, description="Minste in centen per jaar", examples=[None]
    )
    maximum_cents: int | None = Field(
        default=None, ge=0, le=MOST_CENTS, description="Meeste in centen per jaar", examples=[None]
    )


class ComponentIn(Wire):
    """Een onderdeel: wat het neemt en waarnaar dat wordt verdeeld. De plaats in de lijst is de volgorde."""

    takes: TakesWord = Field(description="Welk deel van de kosten het neemt", examples=["geheel"])
    part: PartIn | None = Field(default=None, description="Het percentage als breuk", examples=[None])
    category: CategoryWord | None = Field(
        default=None, description="De kostensoort die het neemt", examples=[None]
    )
    fixed_cents: int | None = Field(
        default=None, ge=0, le=MOST_CENTS, description="Vast bedrag in centen per jaar", examples=[None]
    )
    tariff_kind: TariffKind | None = Field(
        default=None, description="Waarvan het tarief een prijs is", examples=[None]
    )
    driver: Driver | None = Field(
        default=None, description="Waarnaar het wordt verdeeld; leeg bij een tarief", examples=["inwoners"]
    )
    statistic_kind: str | None = Field(
        default=None, max_length=50, description="Code van het kengetal", examples=[None]
    )
    product: str | None = Field(
        default=None, max_length=80, description="Code van het product waarnaar wordt geteld", examples=[None]
    )
    package: str | None = Field(
        default=None, max_length=10, description="Code van het pluspakket waarvoor het geldt", examples=[None]
    )
    reference: Reference = Field(default="1-januari", description="Welk cijfer telt", examples=["1-januari"])
    average_years: int | None = Field(
        default=None, gt=0, le=30, description="Over hoeveel jaren wordt gemiddeld", examples=[None]
    )
    kept_years: int | None = Field(
        default=None, gt=0, le=30, description="Hoeveel jaren het gemiddelde blijft gelden", examples=[None]
    )
    label: str = Field(default="", max_length=500, description="Toelichting", examples=[""])
    shares: list[ShareIn] = Field(
        default_factory=list,
        max_length=100,
        description="Vaste delen en grenzen per deelnemer",
        examples=[[]],
    )


class PolicyIn(VersionIn):
    """Een nieuwe verdeelafspraak; de vorige versie eindigt op de dag ervoor."""

    valid_from: date = Field(description="Eerste dag, die van een afrekenperiode", examples=["2027-01-01"])
    area: str = Field(max_length=10, description="Code van het taakgebied", examples=["SZ"])
    settlement_months: int = Field(description="Lengte van een afrekenperiode in maanden", examples=[3])
    has_advances: bool = Field(
        default=False, description="Of er voorschotten worden gefactureerd", examples=[False]
    )
    result: TariffResult = Field(
        default="meenemen", description="Waar het resultaat van tarieven heen gaat", examples=["meenemen"]
    )
    result_driver: Driver | None = Field(
        default=None, description="Waarnaar het resultaat wordt verdeeld, bij verdelen", examples=[None]
    )
    agreement_clause: str = Field(
        default="", max_length=500, description="Waar het is afgesproken", examples=["artikel 7"]
    )
    phase: PartIn | None = Field(
        default=None, description="Deel van de nieuwe sleutel bij invoeren in stappen", examples=[None]
    )
    old_version: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Versie waarvan de sleutel voor de rest geldt",
        examples=[None],
    )
    components: list[ComponentIn] = Field(
        max_length=20,
        description="De onderdelen, in volgorde van uitvoeren",
        examples=[[{"neemt": "geheel", "verdeelmaatstaf": "inwoners"}]],
    )


class TrialRowOut(Wire):
    """Wat een organisatie nu betaalt en volgens de proef."""

    organisation: str = Field(description="Naam van de organisatie", examples=["Vlist"])
    now_cents: int = Field(description="Volgens de afspraak die geldt", examples=[2078699])
    trial_cents: int = Field(description="Volgens de proef", examples=[2100000])


class PolicyTrialOut(TouchesOut):
    """Wat een verdeelafspraak zou doen; er is niets bewaard."""

    sentences: list[str] = Field(description="De afspraak in gewone woorden", examples=[["Per kwartaal …"]])
    period: str = Field(description="Periode waarvan de cijfers zijn", examples=["2026-Q2"])
    trial: list[TrialRowOut] = Field(
        description="Proefverdeling; leeg als zo niet kan worden verdeeld", examples=[[]]
    )


def policy_row(body: PolicyIn, version: int) -> PolicyRow:
    """The policy in the values of the core."""
    return PolicyRow(
        area=body.area,
        version=version,
        term=Term(body.valid_from, body.valid_until),
        settlement_months=body.settlement_months,
        components=tuple(_component(place, part) for place, part in enumerate(body.components, start=1)),
        has_advances=body.has_advances,
        result=_RESULTS[body.result],
        agreement_clause=body.agreement_clause.strip(),
        phase=_part(body.phase),
        old_version=body.old_version,
        result_driver=_DRIVERS[body.result_driver] if body.result_driver else None,
    )


def trial_out(touches: tuple[str, ...], trial: Trial) -> PolicyTrialOut:
    """The answer to a trial."""
    return PolicyTrialOut(
        touches=list(touches),
        sentences=list(trial.sentences),
        period=trial.period.code,
        trial=[
            TrialRowOut(organisation=one.organisation, now_cents=one.now_cents, trial_cents=one.trial_cents)
            for one in trial.rows
        ],
    )


def _component(place: int, part: ComponentIn) -> ComponentRow:
    return ComponentRow(
        position=place,
        takes=_TAKES[part.takes],
        driver=_DRIVERS[part.driver] if part.driver else None,
        part=_part(part.part),
        category=_CATEGORIES[part.category] if part.category else None,
        fixed_cents=part.fixed_cents,
        tariff_kind=_TARIFFS[part.tariff_kind] if part.tariff_kind else None,
        statistic_kind=statistic_code(part.statistic_kind),
        product=part.product,
        package=part.package,
        reference=_REFERENCES[part.reference],
        average_years=part.average_years,
        kept_years=part.kept_years,
        label=part.label,
        shares=tuple(
            ShareRow(
                one.organisation, _part(one.part), one.brought_in_cents, one.minimum_cents, one.maximum_cents
            )
            for one in part.shares
        ),
    )


def _part(part: PartIn | None) -> Fraction | None:
    return None if part is None else Fraction(part.num, part.den)
