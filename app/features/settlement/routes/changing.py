"""Agreements that are added and ended on the wire; with `proef` the answer says what it touches, and no more.

Lists are read in partnership, which keeps the rows; what a change touches is known here.
"""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from app.features.partnership.core.rows import StatisticRow
from app.features.partnership.schemas import shapes as rows
from app.features.partnership.schemas.translating import LISTED
from app.features.partnership.service import changing as kept
from app.features.settlement.core.touching import Preview
from app.features.settlement.schemas import changing as shapes
from app.features.settlement.service.changing import figures
from app.infra.http import ApiRoute, ApiWork
from app.kernel.glossary import statistic_code

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])

TRIAL: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.TouchesOut, "description": "Proef: wat het raakt; er is niets bewaard"}
}
_EXAMPLE = "0196a1c2-7d40-7000-8000-5f0c2a6d1e11"


def key(name: str, what: str) -> Any:
    """The identity in an address."""
    return Path(alias=name, description=f"Kenmerk van {what}", examples=[_EXAMPLE])


FigureKey = Annotated[UUID, key("kengetal", "het kengetal")]


@router.post(
    "/kengetallen",
    status_code=201,
    response_model=rows.StatisticOut,
    responses=TRIAL,
    summary="Een kengetal toevoegen",
)
def add_statistic(work: ApiWork, body: shapes.StatisticIn, response: Response) -> Any:
    """Vervangt een eerder cijfer van dezelfde dag; dat blijft in de geschiedenis staan."""
    row = StatisticRow(
        organisation=body.organisation,
        kind=statistic_code(body.kind) or "",
        reference_on=body.reference_on,
        value=Decimal(body.value),
        source=body.source.strip(),
    )
    if body.is_trial:
        return touches(figures.preview_statistic(work, row))
    return made(work, response, "statistics", "kengetallen", figures.add_statistic(work, row))


@router.get("/kengetallen/{kengetal}", response_model=rows.StatisticOut, summary="Een kengetal lezen")
def get_statistic(work: ApiWork, figure: FigureKey) -> Any:
    """Een cijfer zoals het is vastgelegd."""
    return shown(work, "statistics", figure)


def touches(preview: Preview) -> JSONResponse:
    """The answer to a trial."""
    return JSONResponse(shapes.TouchesOut(touches=list(preview.touches)).model_dump(by_alias=True))


def made(work: ApiWork, response: Response, table: str, name: str, identity: UUID) -> Any:
    """A new row, with its address."""
    response.headers["Location"] = f"/api/v1/{name}/{identity}"
    return shown(work, table, identity)


def shown(work: ApiWork, table: str, identity: UUID) -> Any:
    """A row by identity."""
    found, names = kept.get_row(work, table, identity)
    return LISTED[table](found, names)
