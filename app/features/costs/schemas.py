"""The shapes of costs on the wire: pools, entries, budget. Names by the glossary; amounts in whole cents."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.features.costs.core import Category
from app.features.costs.core.rows import CascadeRow, PoolRow
from app.features.costs.core.views import BudgetView, EntryView
from app.features.partnership.core.views import Kept
from app.kernel.glossary import CASCADE_METHODS, COST_CATEGORIES, OVERHEAD_DRIVERS, POOL_KINDS, wire

CategoryWord = Literal["personeel", "inhuur", "huisvesting", "ict", "overig"]
PoolKindWord = Literal["taakgebied", "overhead", "eigen-rekening", "aanloopkosten"]
DriverWord = Literal["eigen-kosten", "fte", "uren", "vast"]
MethodWord = Literal["rechtstreeks", "trapsgewijs", "wederkerig"]
CATEGORIES_IN = {word: Category(code) for code, word in COST_CATEGORIES.items()}
MOST_CENTS = 10**13


class Wire(BaseModel):
    """What every shape shares: names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)


class PoolOut(Wire):
    """Een kostenplaats zoals zij van een dag af heet."""

    id: UUID = Field(description="Kenmerk van deze versie", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    code: str = Field(description="Code", examples=["SZ"])
    name: str = Field(description="Naam", examples=["Sociale zaken"])
    kind: PoolKindWord = Field(description="Soort kostenplaats", examples=["taakgebied"])
    area: str | None = Field(description="Code van het taakgebied", examples=["SZ"])
    valid_from: date = Field(description="Eerste dag waarop zij kosten aanneemt", examples=["2026-01-01"])
    valid_until: date | None = Field(description="Laatste dag; leeg als er geen einde is", examples=[None])


class PoolList(Wire):
    """De kostenplaatsen."""

    pools: list[PoolOut] = Field(description="Elke versie, in volgorde van code en eerste dag", examples=[[]])


class FractionOut(Wire):
    """Deel als breuk."""

    num: int = Field(description="Teller van de breuk", examples=[3])
    den: int = Field(description="Noemer van de breuk", examples=[4])


class CascadeShareOut(Wire):
    """Een vast deel."""

    code: str = Field(description="Code van het taakgebied of de kostenplaats", examples=["SZ"])
    part: FractionOut = Field(description="Het deel als breuk", examples=[{"teller": 3, "noemer": 4}])


class CascadePoolOut(Wire):
    """Waarnaar een kostenplaats voor overhead wordt verdeeld."""

    pool: str = Field(description="Code van de kostenplaats", examples=["HV"])
    driver: DriverWord = Field(description="Waarnaar zij wordt verdeeld", examples=["eigen-kosten"])
    shares: list[CascadeShareOut] = Field(description="Vaste delen van taakgebieden", examples=[[]])
    pool_shares: list[CascadeShareOut] = Field(description="Vaste delen van kostenplaatsen", examples=[[]])
    fte: str | None = Field(description="Haar eigen formatie in fte, exact", examples=["1.5"])
    cascade_step: int | None = Field(description="Haar plaats als het trapsgewijs gaat", examples=[None])


class CascadeOut(Wire):
    """Hoe overhead van een dag af naar de taakgebieden gaat."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    cascade: MethodWord = Field(description="Hoe overhead doorgaat", examples=["rechtstreeks"])
    pools: list[CascadePoolOut] = Field(description="De kostenplaatsen voor overhead", examples=[[]])
    valid_from: date = Field(description="Eerste dag waarop het geldt", examples=["2026-01-01"])
    valid_until: date | None = Field(description="Laatste dag; leeg als er geen einde is", examples=[None])


class CascadeList(Wire):
    """De doorbelastingen."""

    cascades: list[CascadeOut] = Field(description="Elke versie, in volgorde van eerste dag", examples=[[]])


class EntryIn(Wire):
    """Een nieuwe kostenregel."""

    pool: str = Field(max_length=10, description="Code van de kostenplaats", examples=["SZ"])
    booked_on: date = Field(description="Dag waarover de kosten gaan", examples=["2026-03-31"])
    category: CategoryWord = Field(description="Kostensoort", examples=["inhuur"])
    amount_cents: int = Field(
        ge=-MOST_CENTS,
        le=MOST_CENTS,
        description="Bedrag zonder btw; negatief is een teruggave",
        examples=[487000],
    )
    vat_cents: int = Field(
        default=0, ge=-MOST_CENTS, le=MOST_CENTS, description="Btw op het stuk", examples=[102270]
    )
    document: str = Field(max_length=100, description="Nummer van de factuur of boeking", examples=["20417"])
    supplier: str = Field(max_length=200, description="Van wie het stuk komt", examples=["Bureau Vaart"])
    description: str = Field(max_length=500, description="Waarvoor", examples=["Inhuur juli"])
    reason: str | None = Field(
        default=None,
        max_length=2000,
        description="Waarom; verplicht in een afgesloten maand",
        examples=[None],
    )


class EntryOut(EntryIn):
    """Een kostenregel zoals hij is vastgelegd."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    reverses: UUID | None = Field(description="Welke regel deze terugboekt", examples=[None])
    reversed_at: datetime | None = Field(description="Wanneer hij is teruggeboekt", examples=[None])
    recorded_at: datetime = Field(description="Wanneer vastgelegd", examples=["2026-04-02T14:00:00Z"])
    by: str = Field(description="Door wie vastgelegd", examples=["Centina Boekelaar"])


class EntryList(Wire):
    """Kostenregels, nieuwste dag eerst."""

    cost_entries: list[EntryOut] = Field(description="De regels", examples=[[]])
    next_cursor: str | None = Field(description="Waar de volgende bladzijde begint", examples=[None])


class BudgetOut(Wire):
    """De begroting van een jaar voor een kostenplaats en kostensoort."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    year: int = Field(description="Jaar", examples=[2026])
    pool: str = Field(description="Code van de kostenplaats", examples=["SZ"])
    category: CategoryWord = Field(description="Kostensoort", examples=["personeel"])
    amount_cents: int = Field(description="Zoals eerst vastgesteld", examples=[105000000])
    amended_cents: int = Field(description="Wijzigingen samen", examples=[0])


class BudgetIn(Wire):
    """Een nieuwe begrotingsregel."""

    year: int = Field(ge=2000, le=2100, description="Jaar", examples=[2026])
    pool: str = Field(max_length=10, description="Code van de kostenplaats", examples=["SZ"])
    category: CategoryWord = Field(description="Kostensoort", examples=["personeel"])
    amount_cents: int = Field(
        ge=-MOST_CENTS, le=MOST_CENTS, description="Bedrag van het jaar", examples=[105000000]
    )


class BudgetList(Wire):
    """De begrotingsregels van een jaar."""

    lines: list[BudgetOut] = Field(description="De regels", examples=[[]])


def pool_out(kept: Kept[PoolRow]) -> PoolOut:
    """A version of a pool for the wire."""
    row = kept.row
    return PoolOut(
        id=kept.id,
        code=row.code,
        name=row.name,
        kind=POOL_KINDS[row.kind.value],
        area=row.area,
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
    )


def cascade_out(kept: Kept[CascadeRow]) -> CascadeOut:
    """A version of how overhead is passed on, for the wire."""
    row = kept.row
    pools = [
        CascadePoolOut(
            pool=one.pool,
            driver=OVERHEAD_DRIVERS[one.driver.value],
            shares=_shares(one.shares),
            pool_shares=_shares(one.pool_shares),
            fte=None if one.fte is None else format(one.fte, "f"),
            cascade_step=one.step,
        )
        for one in row.pools
    ]
    return CascadeOut(
        id=kept.id,
        cascade=CASCADE_METHODS[row.method.value],
        pools=pools,
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
    )


def _shares(parts: Iterable[tuple[str, Fraction]]) -> list[CascadeShareOut]:
    return [
        CascadeShareOut(code=code, part=FractionOut(num=part.numerator, den=part.denominator))
        for code, part in parts
    ]


def entry_out(entry: EntryView) -> EntryOut:
    """An entry for the wire."""
    return EntryOut(
        id=entry.id,
        pool=entry.pool,
        booked_on=entry.booked_on,
        category=COST_CATEGORIES[entry.category.value],
        amount_cents=entry.amount_cents,
        vat_cents=entry.vat_cents,
        document=entry.document,
        supplier=entry.supplier,
        description=entry.description,
        reason=entry.reason,
        reverses=entry.reverses_id,
        reversed_at=entry.reversed_at,
        recorded_at=entry.recorded_at,
        by=entry.recorded_by,
    )


def budget_out(line: BudgetView) -> BudgetOut:
    """A budget line for the wire."""
    return BudgetOut(
        id=line.id,
        year=line.year,
        pool=line.pool,
        category=COST_CATEGORIES[line.category.value],
        amount_cents=line.amount_cents,
        amended_cents=line.amended_cents,
    )
