"""What a leaving partner owes on the wire: `/api/v1/uittreedsommen`. Reckoned and answered; nothing is kept."""

from fastapi import APIRouter

from app.features.settlement.schemas import leaving as shapes
from app.features.settlement.service.leaving import owed
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])


@router.post("/uittreedsommen", response_model=shapes.ExitSumOut, summary="Een uittreedsom berekenen")
def reckon(work: ApiWork, body: shapes.LeavingIn) -> shapes.ExitSumOut:
    """Wat een deelnemer die vertrekt per jaar zou betalen en waarom; er wordt niets bewaard of gefactureerd."""
    asked = shapes.leaving_of(body)
    return shapes.exit_sum_out(asked, owed(work, asked))
