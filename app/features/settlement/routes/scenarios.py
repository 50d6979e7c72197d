"""What if on the wire: `/api/v1/scenario-berekeningen`. A scenario is reckoned and kept; it is never a run."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from app.features.settlement import service
from app.features.settlement.schemas import scenarios as shapes
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])

TRIAL: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.OutcomeOut, "description": "Proef: wat ieder zou betalen; er is niets bewaard"}
}


@router.get(
    "/scenario-berekeningen", response_model=shapes.ScenarioList, summary="Bewaarde scenario’s opvragen"
)
def list_scenarios(work: ApiWork) -> shapes.ScenarioList:
    """Nieuwste eerst, met wie, waarom en wat eruit kwam."""
    return shapes.ScenarioList(
        scenarios=[shapes.scenario_out(found) for found in service.list_scenarios(work)]
    )


@router.post(
    "/scenario-berekeningen",
    status_code=201,
    response_model=shapes.ScenarioOut,
    responses=TRIAL,
    summary="Uitrekenen wat een wijziging zou doen",
)
def reckon(work: ApiWork, body: shapes.ScenarioIn, response: Response) -> Any:
    """Rekent op de invoer van een afrekening en bewaart de uitkomst; met `proef` alleen rekenen."""
    changes = [shapes.change_in(one) for one in body.scenario_changes]
    if body.is_trial:
        tried = service.try_out(work, body.run_id, changes)
        out = shapes.outcome_out(tried.words, tried.rows)
        return JSONResponse(out.model_dump(mode="json", by_alias=True))
    kept = service.keep(work, body.run_id, changes, body.title, body.reason)
    response.headers["Location"] = f"/api/v1/scenario-berekeningen/{kept.id}"
    return shapes.scenario_out(kept)


@router.get(
    "/scenario-berekeningen/{scenario}",
    response_model=shapes.ScenarioOut,
    summary="Een bewaard scenario lezen",
)
def get_scenario(
    work: ApiWork,
    scenario: Annotated[
        UUID,
        Path(description="Kenmerk van het scenario", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e13"]),
    ],
) -> shapes.ScenarioOut:
    """Wat is gewijzigd, waarom, en wat ieder dan zou betalen, zoals het toen uitkwam."""
    return shapes.scenario_out(service.get_scenario(work, scenario))
