"""From where a difference is explained, on the wire: `/api/v1/toelichtingsgrenzen`."""

from typing import Any

from fastapi import APIRouter

from app.features.settlement.routes.changing import TRIAL, touches
from app.features.settlement.schemas import thresholds as shapes
from app.features.settlement.service import thresholds as service
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])


@router.get(
    "/toelichtingsgrenzen",
    response_model=shapes.ThresholdList,
    summary="Grenzen voor het toelichten van verschillen",
)
def list_thresholds(work: ApiWork) -> shapes.ThresholdList:
    """Vanaf welk verschil met begroting of een eerdere periode een bedrag wordt toegelicht vóór goedkeuring."""
    return shapes.threshold_list(service.list_thresholds(work))


@router.post(
    "/toelichtingsgrenzen",
    status_code=201,
    response_model=shapes.ThresholdSetOut,
    responses=TRIAL,
    summary="Een grens voor toelichten vaststellen",
)
def set_threshold(work: ApiWork, body: shapes.ThresholdIn) -> Any:
    """Geldt voor afrekeningen van perioden die op of na deze dag eindigen, vanaf hun volgende berekening.

    Wat naar controle is gestuurd houdt de grens waarmee het is berekend.
    """
    wanted = shapes.threshold_of(body)
    if body.is_trial:
        return touches(service.preview_threshold(work, wanted))
    return shapes.threshold_set_out(service.set_threshold(work, wanted))
