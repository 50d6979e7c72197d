"""Costs on the wire, to read: `kostenplaatsen`, `doorbelastingen`, `kostenregels`, `begrotingsregels` (data §9).

They come in where what they touch is known: in settlement.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from app.features.costs import schemas as shapes
from app.features.costs import service
from app.features.costs.core.views import Selection
from app.features.costs.service.changing import list_versions
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Kosten"])

EntryKey = Annotated[
    UUID,
    Path(
        alias="regel", description="Kenmerk van de regel", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"]
    ),
]
BudgetKey = Annotated[
    UUID,
    Path(
        alias="regel",
        description="Kenmerk van de begrotingsregel",
        examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"],
    ),
]


@router.get("/kostenplaatsen", response_model=shapes.PoolList, summary="Kostenplaatsen opvragen")
def list_pools(work: ApiWork) -> shapes.PoolList:
    """Van taakgebieden, overhead en eigen rekening, elk met de dagen waarop zij kosten aanneemt."""
    return shapes.PoolList(pools=[shapes.pool_out(one) for one in list_versions(work, "pools")])


@router.get("/doorbelastingen", response_model=shapes.CascadeList, summary="Doorbelastingen opvragen")
def list_cascades(work: ApiWork) -> shapes.CascadeList:
    """Hoe overhead naar de taakgebieden gaat, elke versie met haar dagen."""
    return shapes.CascadeList(cascades=[shapes.cascade_out(one) for one in list_versions(work, "cascades")])


@router.get("/kostenregels", response_model=shapes.EntryList, summary="Kostenregels opvragen")
def list_entries(
    work: ApiWork,
    kostenplaats: Annotated[
        str | None, Query(description="Code van een kostenplaats", examples=["SZ"])
    ] = None,
    kostensoort: Annotated[
        shapes.CategoryWord | None, Query(description="Kostensoort", examples=["inhuur"])
    ] = None,
    vanaf: Annotated[
        date | None, Query(alias="vanafDatum", description="Vanaf deze dag", examples=["2026-01-01"])
    ] = None,
    tot_en_met: Annotated[
        date | None, Query(alias="totEnMetDatum", description="Tot en met deze dag", examples=["2026-03-31"])
    ] = None,
    cursor: Annotated[
        str | None, Query(max_length=200, description="Cursor van de vorige bladzijde", examples=[None])
    ] = None,
    limiet: Annotated[int, Query(ge=1, le=100, description="Hoeveel regels hooguit", examples=[50])] = 50,
) -> shapes.EntryList:
    """Nieuwste dag eerst, ook wat is teruggeboekt."""
    category = shapes.CATEGORIES_IN[kostensoort] if kostensoort else None
    page = service.list_entries(work, Selection(kostenplaats, category, vanaf, tot_en_met, cursor, limiet))
    return shapes.EntryList(
        cost_entries=[shapes.entry_out(entry) for entry in page.entries], next_cursor=page.next_cursor
    )


@router.get("/kostenregels/{regel}", response_model=shapes.EntryOut, summary="Een kostenregel lezen")
def get_entry(work: ApiWork, entry: EntryKey) -> shapes.EntryOut:
    """Een kostenregel zoals hij is vastgelegd."""
    return shapes.entry_out(service.get_entry(work, entry))


@router.get("/begrotingsregels", response_model=shapes.BudgetList, summary="De begroting opvragen")
def list_budget(
    work: ApiWork,
    jaar: Annotated[
        int | None, Query(ge=2000, le=2100, description="Jaar; zonder is het dit jaar", examples=[2026])
    ] = None,
) -> shapes.BudgetList:
    """De begroting van een jaar per kostenplaats en kostensoort."""
    return shapes.BudgetList(
        lines=[shapes.budget_out(line) for line in service.list_budget(work, jaar or work.today.year)]
    )


@router.get("/begrotingsregels/{regel}", response_model=shapes.BudgetOut, summary="Een begrotingsregel lezen")
def get_budget_line(work: ApiWork, line: BudgetKey) -> shapes.BudgetOut:
    """De begroting van een jaar voor een kostenplaats en kostensoort, met de wijzigingen samen."""
    return shapes.budget_out(service.get_budget_line(work, line))
