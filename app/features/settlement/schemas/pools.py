"""Cost pools and cascades that come in, and what a trial of a cascade answers. Names by the glossary."""

from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from app.features.costs.core import CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.costs.schemas import DriverWord, MethodWord, PoolKindWord
from app.features.partnership.core.rows import Term
from app.features.settlement.schemas.changing import TouchesOut, VersionIn
from app.features.settlement.schemas.policies import PartIn
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.changing.pools import CascadeTrial
from app.kernel.glossary import CASCADE_METHODS, OVERHEAD_DRIVERS, POOL_KINDS

_KINDS = {word: PoolKind(code) for code, word in POOL_KINDS.items()}
_METHODS = {word: CascadeMethod(code) for code, word in CASCADE_METHODS.items()}
_DRIVERS = {word: OverheadDriver(code) for code, word in OVERHEAD_DRIVERS.items()}
MOST_POOLS = 40


class PoolIn(VersionIn):
    """Een nieuwe kostenplaats, of een andere naam van een kostenplaats."""

    code: str = Field(min_length=1, max_length=10, description="Code", examples=["IT"])
    name: str = Field(min_length=1, max_length=200, description="Naam", examples=["ICT en informatie"])
    kind: PoolKindWord = Field(description="Soort kostenplaats", examples=["overhead"])
    area: str | None = Field(
        default=None,
        max_length=10,
        description="Code van het taakgebied, bij taakgebied en aanloopkosten",
        examples=[None],
    )


class CascadeShareIn(Wire):
    """Een vast deel."""

    code: str = Field(
        max_length=10, description="Code van het taakgebied of de kostenplaats", examples=["SZ"]
    )
    part: PartIn = Field(description="Het deel als breuk", examples=[{"teller": 3, "noemer": 4}])


class CascadePoolIn(Wire):
    """Waarnaar een kostenplaats voor overhead wordt verdeeld."""

    pool: str = Field(max_length=10, description="Code van de kostenplaats", examples=["HV"])
    driver: DriverWord = Field(description="Waarnaar zij wordt verdeeld", examples=["eigen-kosten"])
    shares: list[CascadeShareIn] = Field(
        default_factory=list, max_length=100, description="Vaste delen van taakgebieden", examples=[[]]
    )
    pool_shares: list[CascadeShareIn] = Field(
        default_factory=list,
        max_length=MOST_POOLS,
        description="Vaste delen van kostenplaatsen; met die van taakgebieden samen één",
        examples=[[]],
    )
    fte: str | None = Field(
        default=None,
        pattern=r"^\d{1,7}(\.\d{1,2})?$",
        description="Haar eigen formatie in fte, exact; overhead naar fte komt dan ook bij haar",
        examples=[None],
    )
    cascade_step: int | None = Field(
        default=None, ge=1, le=1000, description="Haar plaats als het trapsgewijs gaat", examples=[None]
    )


class CascadeIn(VersionIn):
    """Een nieuwe doorbelasting; de vorige eindigt op de dag ervoor."""

    cascade: MethodWord = Field(description="Hoe overhead doorgaat", examples=["rechtstreeks"])
    pools: list[CascadePoolIn] = Field(
        max_length=MOST_POOLS,
        description="Alle kostenplaatsen voor overhead die dan gelden",
        examples=[[{"kostenplaats": "HV", "verdeelmaatstaf": "eigen-kosten"}]],
    )


class AreaTrialOut(Wire):
    """Wat een taakgebied nu aan overhead krijgt en volgens de proef."""

    area: str = Field(description="Naam van het taakgebied", examples=["Sociale zaken"])
    now_cents: int = Field(description="Volgens de doorbelasting die geldt", examples=[2078699])
    trial_cents: int = Field(description="Volgens de proef", examples=[2100000])


class CascadeTrialOut(TouchesOut):
    """Wat een doorbelasting zou doen; er is niets bewaard."""

    sentences: list[str] = Field(
        description="De doorbelasting in gewone woorden", examples=[["De overhead gaat rechtstreeks …"]]
    )
    period: str = Field(description="Periode waarvan de cijfers zijn", examples=["2026-Q2"])
    trial: list[AreaTrialOut] = Field(
        description="Overhead per taakgebied; leeg als zo niet kan worden verdeeld", examples=[[]]
    )


def pool_row(body: PoolIn) -> PoolRow:
    """The pool in the values of the core."""
    term = Term(body.valid_from, body.valid_until)
    return PoolRow(body.code, body.name.strip(), _KINDS[body.kind], body.area, term)


def cascade_row(body: CascadeIn) -> CascadeRow:
    """The cascade in the values of the core, its pools by code."""
    pools = sorted((_pool(one) for one in body.pools), key=lambda one: one.pool)
    return CascadeRow(_METHODS[body.cascade], tuple(pools), Term(body.valid_from, body.valid_until))


def _pool(one: CascadePoolIn) -> CascadePoolRow:
    return CascadePoolRow(
        pool=one.pool,
        driver=_DRIVERS[one.driver],
        shares=_parts(one.shares),
        pool_shares=_parts(one.pool_shares),
        fte=None if one.fte is None else Decimal(one.fte),
        step=one.cascade_step,
    )


def _parts(shares: list[CascadeShareIn]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((one.code, Fraction(one.part.num, one.part.den)) for one in shares)


def cascade_trial_out(touches: tuple[str, ...], trial: CascadeTrial) -> CascadeTrialOut:
    """The answer to a trial."""
    now, then = trial.now, trial.then
    return CascadeTrialOut(
        touches=list(touches),
        sentences=list(trial.sentences),
        period=trial.period.code,
        trial=[
            AreaTrialOut(area=name, now_cents=now.of_area(code) if now else 0, trial_cents=then.of_area(code))
            for code, name in trial.areas.items()
        ]
        if then
        else [],
    )
