"""The shapes of what if on the wire: changes in, what every partner would pay out. Names by the glossary."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.features.partnership.core.words import DriverKind
from app.features.partnership.schemas.shapes import Driver
from app.features.settlement.core.inputs import Share
from app.features.settlement.core.scenario import KeyPart, Paying, Scenario, new_key
from app.features.settlement.core.what_if import Change, ChangeKind
from app.features.settlement.schemas.policies import PartIn
from app.features.settlement.schemas.wire import Wire
from app.kernel.glossary import CHANGE_KINDS, DRIVERS, statistic_code

ChangeWord = Literal["sleutel", "tarief", "kengetal", "kosten", "toetreden", "uittreden"]
KINDS_IN = {word: ChangeKind(code) for code, word in CHANGE_KINDS.items()}
DRIVERS_IN = {word: DriverKind(code) for code, word in DRIVERS.items()}
_NUMBER = r"^-?\d{1,13}(\.\d{1,4})?$"


class AgreedIn(Wire):
    """Het vaste percentage van een organisatie."""

    organisation: str = Field(max_length=10, description="Code van de organisatie", examples=["SCH"])
    percent: str = Field(pattern=_NUMBER, description="Haar percentage; samen 100", examples=["22.5"])


class KeyPartIn(Wire):
    """Een deel van een nieuwe sleutel."""

    driver: Driver = Field(description="Waarnaar wordt verdeeld", examples=["inwoners"])
    percent: str = Field(
        default="100", pattern=_NUMBER, description="Welk percentage; samen 100", examples=["60"]
    )
    statistic: str = Field(
        default="", max_length=50, description="Code van het kengetal, als dat de maatstaf is", examples=[""]
    )
    shares: list[AgreedIn] = Field(
        default=[],
        max_length=100,
        description="Bij vaste percentages: van ieder die meedoet, ook als het nul is",
        examples=[[]],
    )


class ChangeIn(Wire):
    """Eén wijziging: wat in de plaats komt van wat is."""

    kind: ChangeWord = Field(description="Wat wijzigt", examples=["kosten"])
    area: str = Field(
        default="", max_length=10, description="Code van het taakgebied; leeg is elk", examples=["SZ"]
    )
    organisation: str = Field(default="", max_length=10, description="Code van de organisatie", examples=[""])
    name: str = Field(
        default="", max_length=200, description="Naam van wie toetreedt en nog niet bekend is", examples=[""]
    )
    tariff_id: UUID | None = Field(default=None, description="Kenmerk van het tarief", examples=[None])
    statistic: str = Field(default="", max_length=50, description="Code van het kengetal", examples=[""])
    pool: str = Field(
        default="", max_length=20, description="Code van de kostenplaats; leeg is elke", examples=[""]
    )
    price_cents: int | None = Field(default=None, ge=0, description="Het nieuwe tarief", examples=[None])
    value: str | None = Field(default=None, pattern=_NUMBER, description="Het nieuwe cijfer", examples=[None])
    percent: str | None = Field(
        default=None,
        pattern=_NUMBER,
        description="Hoeveel procent hogere kosten; min is lager",
        examples=["5"],
    )
    key_parts: list[KeyPartIn] = Field(default=[], description="De nieuwe sleutel", examples=[[]])
    phase: PartIn | None = Field(
        default=None,
        description="Voor welk deel de nieuwe sleutel geldt, als zij ingroeit; zonder deel geldt zij geheel",
        examples=[None],
    )


class ScenarioIn(Wire):
    """Wijzigingen op een afrekening, om te zien wat ieder dan zou betalen."""

    run_id: UUID = Field(
        description="Kenmerk van de afrekening waarop", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"]
    )
    scenario_changes: list[ChangeIn] = Field(
        max_length=20, description="De wijzigingen, in volgorde", examples=[[]]
    )
    is_trial: bool = Field(
        default=False, description="Alleen rekenen; dan wordt niets bewaard (antwoord 200)", examples=[False]
    )
    title: str = Field(default="", max_length=200, description="Naam", examples=["Vijf procent meer kosten"])
    reason: str = Field(
        default="", max_length=2000, description="Waarom u dit wilt weten", examples=["Begroting"]
    )


class CellOut(Wire):
    """Wat een organisatie voor een taakgebied betaalt en zou betalen."""

    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    before_cents: int = Field(description="Wat zij nu betaalt, zonder btw", examples=[2648604])
    after_cents: int = Field(description="Wat zij dan zou betalen, zonder btw", examples=[2781034])


class PayingOut(Wire):
    """Wat een organisatie betaalt en zou betalen."""

    organisation: str = Field(description="Code", examples=["SCH"])
    name: str = Field(description="Naam", examples=["Schoonhoven"])
    before_cents: int = Field(description="Wat zij nu betaalt, zonder btw", examples=[2648604])
    after_cents: int = Field(description="Wat zij dan zou betalen, zonder btw", examples=[2781034])
    difference_cents: int = Field(description="Hoeveel meer", examples=[132430])
    cells: list[CellOut] = Field(description="Per taakgebied", examples=[[]])


class OutcomeOut(Wire):
    """Wat de wijzigingen doen; er is niets bewaard."""

    sentences: list[str] = Field(
        description="De wijzigingen in woorden",
        examples=[["Alle kosten worden 5 % hoger."]],
    )
    payers: list[PayingOut] = Field(description="Ieder die betaalt", examples=[[]])


class ScenarioOut(OutcomeOut):
    """Een bewaard scenario. Het wordt nooit een afrekening."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e13"])
    run_id: UUID = Field(description="Op welke afrekening", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    period: str = Field(description="Code van de periode", examples=["2026-Q1"])
    title: str = Field(description="Naam", examples=["Vijf procent meer kosten"])
    reason: str = Field(description="Waarom", examples=["Begroting"])
    by: str = Field(description="Door wie", examples=["Centina Boekelaar"])
    recorded_at: datetime = Field(description="Wanneer bewaard", examples=["2026-04-08T07:31:00Z"])


class ScenarioList(Wire):
    """Bewaarde scenario's, nieuwste eerst."""

    scenarios: list[ScenarioOut] = Field(description="De scenario's", examples=[[]])


def change_in(body: ChangeIn) -> Change:
    """A change from the wire; what does not belong to its kind is left out."""
    kind = KINDS_IN[body.kind]
    of, value = "", Fraction(0)
    match kind:
        case ChangeKind.TARIFF:
            of, value = str(body.tariff_id or ""), Fraction(body.price_cents or 0)
        case ChangeKind.STATISTIC:
            of, value = _kind(body.statistic), Fraction(body.value or 0)
        case ChangeKind.COSTS:
            of, value = body.pool, Fraction(body.percent or 0)
        case ChangeKind.JOINS:
            of = body.name.strip()
        case _:
            pass
    parts = [
        KeyPart(
            DRIVERS_IN[part.driver],
            Fraction(part.percent),
            _kind(part.statistic),
            tuple(Share(share.organisation, Fraction(share.percent)) for share in part.shares),
        )
        for part in body.key_parts
    ]
    is_key = kind is ChangeKind.KEY
    phase = Fraction(body.phase.num, body.phase.den) if is_key and body.phase else None
    return Change(kind, body.area, body.organisation, of, value, new_key(parts) if is_key else (), phase)


def _kind(word: str) -> str:
    """The code of a kind of statistic; one that is unknown stays what it was and is refused by name."""
    return (statistic_code(word) or word) if word else ""


def outcome_out(words: Sequence[str], rows: Sequence[Paying]) -> OutcomeOut:
    """What changes do, for the wire."""
    return OutcomeOut(sentences=list(words), payers=[_paying(row) for row in rows])


def scenario_out(found: Scenario) -> ScenarioOut:
    """A kept scenario for the wire."""
    return ScenarioOut(
        id=found.id,
        run_id=found.run_id,
        period=found.period.code,
        title=found.title,
        reason=found.reason,
        by=found.by,
        recorded_at=found.at,
        sentences=list(found.words),
        payers=[_paying(row) for row in found.rows],
    )


def _paying(row: Paying) -> PayingOut:
    return PayingOut(
        organisation=row.organisation,
        name=row.name,
        before_cents=row.before_cents,
        after_cents=row.after_cents,
        difference_cents=row.cents,
        cells=[
            CellOut(area=area, before_cents=before, after_cents=after) for area, before, after in row.by_area
        ],
    )
