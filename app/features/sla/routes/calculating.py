"""A reckoned period on the wire: `termijnberekeningen` (data §9). Nothing is kept."""

from fastapi import APIRouter

from app.features.sla.schemas import calculating as shapes
from app.features.sla.service import calculating as service
from app.infra.clock import local_day
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Termijnen"])


@router.post("/termijnberekeningen", response_model=shapes.CalculationOut, summary="Een termijn berekenen")
def calculate(work: ApiWork, body: shapes.CalculationIn) -> shapes.CalculationOut:
    """Wanneer een norm of een wettelijke termijn afloopt en waarom, dag voor dag; er wordt niets bewaard."""
    start_on = local_day(body.start_at)
    term = None if body.norm is None else service.get_term(work, body.norm, start_on)
    calendar, found = service.calculate(
        work, shapes.asked_of(body, work.now, term), shapes.calendar_of(body, term)
    )
    return shapes.calculation_out(found, found.last_on(calendar.zone))
