"""Results of tariffs through the years, on the wire: `/api/v1/tariefresultaten`."""

from fastapi import APIRouter

from app.features.settlement.schemas import balances as shapes
from app.features.settlement.service.balances import list_balances
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])


@router.get(
    "/tariefresultaten", response_model=shapes.BalancesOut, summary="Meegenomen resultaten en de reserve"
)
def get_balances(work: ApiWork) -> shapes.BalancesOut:
    """Per taakgebied wat tarieven meer of minder opbrachten, waar het heen ging, en wat nu over is.

    Elke mutatie noemt de definitieve afrekening waaruit zij komt.
    """
    return shapes.balances_out(list_balances(work))
