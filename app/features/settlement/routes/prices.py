"""Prices that were wrong on the wire: the right ones, read and added; with `proef` only what they touch."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.features.partnership.core.rows import Term
from app.features.partnership.service.prices import Correcting, list_corrections
from app.features.settlement.routes.changing import TariffKey
from app.features.settlement.schemas import prices as shapes
from app.features.settlement.service.changing import prices
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])
TRIAL: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.PriceTouchesOut, "description": "Proef: wat het raakt; er is niets bewaard"}
}


@router.get(
    "/tarieven/{tarief}/correcties",
    response_model=shapes.PriceCorrectionList,
    summary="Gecorrigeerde prijzen van een tarief opvragen",
)
def list_price_corrections(work: ApiWork, tariff: TariffKey) -> Any:
    """Wat er over de prijs van deze versie later is vastgelegd: welke dagen, door wie, wanneer en waarom."""
    return shapes.corrections_out(list_corrections(work, tariff))


@router.post(
    "/tarieven/{tarief}/correcties",
    status_code=201,
    response_model=shapes.PriceCorrectionOut,
    responses=TRIAL,
    summary="Een foute prijs corrigeren",
)
def correct_price(
    work: ApiWork, tariff: TariffKey, body: shapes.PriceCorrectionIn, response: Response
) -> Any:
    """De versie blijft staan zoals zij was. Wat definitief is afgerekend verandert niet; een correctie brengt het
    verschil. Wat nog niet definitief is, rekent met de goede prijs.
    """
    asked = Correcting(tariff, body.price_cents, Term(body.valid_from, body.valid_until), body.reason)
    if body.is_trial:
        return JSONResponse(shapes.touches_out(prices.preview(work, asked)).model_dump(by_alias=True))
    made = prices.correct(work, asked)
    response.headers["Location"] = f"/api/v1/tarieven/{tariff}/correcties"
    return shapes.correction_out(made)
