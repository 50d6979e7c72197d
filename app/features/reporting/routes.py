"""Reports on the wire: `/api/v1/rapportages/termijnen`, and the same as a workbook (data §9)."""

import io
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.features.reporting import service
from app.features.reporting.core.results import Results
from app.features.reporting.core.workbook import FILE_NAME, result_sheets
from app.features.reporting.schemas import ResultsOut, ResultsQuery, results_out
from app.infra.downloads import XLSX, download
from app.infra.http import ApiRoute, ApiWork
from app.infra.sheets import write_xlsx
from app.kernel.errors import Finding, Invalid
from app.kernel.period import Period

router = APIRouter(route_class=ApiRoute, tags=["Rapportages"])
Asked = Annotated[ResultsQuery, Query()]


@router.get("/rapportages/termijnen", response_model=ResultsOut, summary="Resultaten van termijnen")
def get_results(work: ApiWork, query: Asked) -> ResultsOut:
    """Aantal, binnen de norm, mediaan en 90e percentiel per groep en norm, naast de streefwaarde; waar de tijd bleef.

    Van uw eigen organisatie.
    """
    return results_out(_results(work, query))


@router.get(
    "/rapportages/termijnen/werkmap",
    summary="Resultaten van termijnen als werkmap (XLSX)",
    response_class=Response,
    responses={200: {"description": "De werkmap", "content": {XLSX: {}}}},
)
def get_workbook(work: ApiWork, query: Asked) -> Response:
    """Dezelfde resultaten als werkmap."""
    found = _results(work, query)
    return download(io.BytesIO(write_xlsx(result_sheets(found))), XLSX, FILE_NAME.format(found.period.code))


def _results(work: ApiWork, query: ResultsQuery) -> Results:
    try:
        period = Period.parse(query.period)
    except ValueError:
        message = (
            f"“{query.period}” is geen periode. Geef een maand, kwartaal of jaar: 2026-03, 2026-Q1 of 2026."
        )
        raise Invalid([Finding("periode", message)]) from None
    return service.results(work, period, query.grouping, query.area, query.product, query.organisation)
