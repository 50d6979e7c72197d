"""A reckoned period on the wire: `termijnberekeningen` (data §9). Nothing is kept."""

from fastapi import APIRouter

from app.features.sla.schemas import calculating as shapes
from app.features.sla.service import calculating as service
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Termijnen"])


@router.post("/termijnberekeningen", response_model=shapes.CalculationOut, summary="Een termijn berekenen")
def calculate(work: ApiWork, body: shapes.CalculationIn) -> shapes.CalculationOut:
    """Wanneer een norm of een wettelijke termijn afloopt en waarom, dag voor dag; er wordt niets bewaard."""
    asked = shapes.asked_of(body, work.now)
    calendar, found = service.calculate(work, asked, shapes.calendar_of(body, service.STANDARD))
    return shapes.calculation_out(found, found.last_on(calendar.zone))
