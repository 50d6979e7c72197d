"""Cost pools and cascades that come, end or are withdrawn on the wire; with `proef` only what it touches."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.features.costs import schemas as rows
from app.features.costs.service import changing as kept
from app.features.settlement.routes.changing import TRIAL, IfMatch, end, key, touches, withdraw
from app.features.settlement.schemas import changing as shapes
from app.features.settlement.schemas import pools as forms
from app.features.settlement.service.changing import dated, pools
from app.infra.http import ApiRoute, ApiWork
from app.kernel.glossary import WIRE

router = APIRouter(route_class=ApiRoute, tags=["Kosten"])

CASCADE_TRIAL: dict[int | str, dict[str, Any]] = {
    200: {
        "model": forms.CascadeTrialOut,
        "description": "Proef: in woorden, in cijfers, en wat het raakt; er is niets bewaard",
    }
}
PoolKey = Annotated[UUID, key("kostenplaats", "de versie van de kostenplaats")]
CascadeKey = Annotated[UUID, key("doorbelasting", "de doorbelasting")]


@router.post(
    "/kostenplaatsen",
    status_code=201,
    response_model=rows.PoolOut,
    responses=TRIAL,
    summary="Een kostenplaats toevoegen",
)
def add_pool(work: ApiWork, body: forms.PoolIn, response: Response) -> Any:
    """Met de code van een bestaande kostenplaats heet zij vanaf die dag anders; de vorige naam eindigt ervoor."""
    row = forms.pool_row(body)
    if body.is_trial:
        return touches(pools.preview_new(work, "pools", row))
    return _made(work, response, "pools", pools.add_new(work, "pools", row))


@router.get("/kostenplaatsen/{kostenplaats}", response_model=rows.PoolOut, summary="Een kostenplaats lezen")
def get_pool(work: ApiWork, pool: PoolKey, response: Response) -> Any:
    """Een versie van een kostenplaats."""
    return _out(work, response, "pools", pool)


@router.patch(
    "/kostenplaatsen/{kostenplaats}",
    response_model=rows.PoolOut | shapes.TouchesOut,
    summary="Een kostenplaats beëindigen",
)
def end_pool(
    work: ApiWork, pool: PoolKey, body: shapes.EndIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wijzigt alleen de laatste dag; niet vóór kosten, begroting of een doorbelasting die haar noemt."""
    return end(work, response, "pools", pool, body, if_match, _out)


@router.post(
    "/kostenplaatsen/{kostenplaats}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een kostenplaats intrekken",
)
def withdraw_pool(work: ApiWork, pool: PoolKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een versie in; een kostenplaats die al is gebruikt, kan alleen worden beëindigd."""
    return withdraw(work, "pools", pool, body)


@router.post(
    "/doorbelastingen",
    status_code=201,
    response_model=rows.CascadeOut,
    responses=CASCADE_TRIAL,
    summary="Een doorbelasting toevoegen",
)
def add_cascade(work: ApiWork, body: forms.CascadeIn, response: Response) -> Any:
    """De vorige eindigt op de dag ervoor. Een proef geeft haar in woorden, met wat elk taakgebied zou krijgen."""
    row = forms.cascade_row(body)
    if body.is_trial:
        preview = pools.preview_new(work, "cascades", row)
        found = forms.cascade_trial_out(preview.touches, pools.try_cascade(work, row))
        return JSONResponse(found.model_dump(by_alias=True))
    return _made(work, response, "cascades", pools.add_new(work, "cascades", row))


@router.get(
    "/doorbelastingen/{doorbelasting}", response_model=rows.CascadeOut, summary="Een doorbelasting lezen"
)
def get_cascade(work: ApiWork, cascade: CascadeKey, response: Response) -> Any:
    """Een versie van hoe overhead naar de taakgebieden gaat."""
    return _out(work, response, "cascades", cascade)


@router.patch(
    "/doorbelastingen/{doorbelasting}",
    response_model=rows.CascadeOut | shapes.TouchesOut,
    summary="Een doorbelasting beëindigen",
)
def end_cascade(
    work: ApiWork, cascade: CascadeKey, body: shapes.EndIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wijzigt alleen de laatste dag, die van een afrekenperiode; niet vóór dagen die definitief zijn afgerekend."""
    return end(work, response, "cascades", cascade, body, if_match, _out)


@router.post(
    "/doorbelastingen/{doorbelasting}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een doorbelasting intrekken",
)
def withdraw_cascade(work: ApiWork, cascade: CascadeKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een versie in waarmee niet definitief is afgerekend; de vorige geldt dan door."""
    return withdraw(work, "cascades", cascade, body)


def _out(work: ApiWork, response: Response, table: str, identity: UUID) -> Any:
    found = kept.get_row(work, table, identity)
    response.headers["ETag"] = f'"{dated.version_of(found.row)}"'
    return rows.pool_out(found) if table == "pools" else rows.cascade_out(found)


def _made(work: ApiWork, response: Response, table: str, identity: UUID) -> Any:
    response.headers["Location"] = f"/api/v1/{WIRE[table]}/{identity}"
    return _out(work, response, table, identity)
