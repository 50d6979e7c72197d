"""What became known after final settlements, on the wire: `/api/v1/nagekomen-gegevens`."""

from fastapi import APIRouter

from app.features.settlement.schemas import late as shapes
from app.features.settlement.service.late import list_late
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])


@router.get(
    "/nagekomen-gegevens",
    response_model=shapes.LateList,
    summary="Wat na definitieve afrekeningen bekend werd",
)
def get_late(work: ApiWork) -> shapes.LateList:
    """Per definitieve afrekening de uren, kosten, leveringen, kengetallen, jaarcijfers en verbeterde prijzen
    die na haar meetmoment bekend werden en nog niet met een correctie zijn verrekend.

    Is een correctie definitief, of bleek er niets te corrigeren, dan staat er niets meer van.
    """
    return shapes.late_list(list_late(work))
