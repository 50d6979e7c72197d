"""Partnership on the wire, to read: who, on what, by which agreements, for what price (data §9)."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from app.features.partnership.core.views import Selection
from app.features.partnership.schemas import shapes
from app.features.partnership.schemas.translating import LISTED, month
from app.features.partnership.service import months, reading
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import NotFound
from app.kernel.glossary import statistic_code, wire

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])

Cursor = Annotated[str | None, Query(description="Cursor van het vorige deel", examples=[None])]
Limit = Annotated[int, Query(ge=1, le=100, description="Hoeveel regels hooguit", examples=[50])]
Area = Annotated[
    str | None, Query(alias="taakgebied", description="Code van een taakgebied", examples=["SZ"])
]
Organisation = Annotated[
    str | None, Query(alias="organisatie", description="Code van een organisatie", examples=["VLI"])
]
On = Annotated[
    date | None,
    Query(alias="geldigOpDatum", description="Alleen wat op deze dag geldt", examples=["2026-04-01"]),
]


@router.get("/organisaties", response_model=shapes.OrganisationsOut, summary="Organisaties opvragen")
def list_organisations(work: ApiWork, cursor: Cursor = None, limiet: Limit = 50) -> dict[str, Any]:
    """Alle organisaties van het samenwerkingsverband, op naam."""
    return _listed(work, "organisations", Selection(cursor=cursor, limit=limiet))


@router.get("/deelnemers", response_model=shapes.PartnersOut, summary="Deelnemers opvragen")
def list_partners(
    work: ApiWork, geldig_op: On = None, cursor: Cursor = None, limiet: Limit = 50
) -> dict[str, Any]:
    """Welke organisaties deelnemen, sinds en tot en met wanneer."""
    return _listed(work, "partners", Selection(on=geldig_op, cursor=cursor, limit=limiet))


@router.get("/taakgebieden", response_model=shapes.AreasOut, summary="Taakgebieden opvragen")
def list_areas(
    work: ApiWork, geldig_op: On = None, cursor: Cursor = None, limiet: Limit = 50
) -> dict[str, Any]:
    """Welk werk gedeeld wordt."""
    return _listed(work, "areas", Selection(on=geldig_op, cursor=cursor, limit=limiet))


@router.get("/deelnames", response_model=shapes.ParticipationsOut, summary="Deelnames opvragen")
def list_participations(
    work: ApiWork,
    taakgebied: Area = None,
    organisatie: Organisation = None,
    geldig_op: On = None,
    cursor: Cursor = None,
    limiet: Limit = 50,
) -> dict[str, Any]:
    """Wie aan welk taakgebied deelneemt, met de btw daarop."""
    wanted = Selection(taakgebied, organisatie, on=geldig_op, cursor=cursor, limit=limiet)
    return _listed(work, "participations", wanted)


@router.get("/producten", response_model=shapes.ProductsOut, summary="Producten opvragen")
def list_products(
    work: ApiWork, taakgebied: Area = None, geldig_op: On = None, cursor: Cursor = None, limiet: Limit = 50
) -> dict[str, Any]:
    """Wat u per taakgebied kunt vragen."""
    return _listed(work, "products", Selection(taakgebied, on=geldig_op, cursor=cursor, limit=limiet))


@router.get("/tarieven", response_model=shapes.TariffsOut, summary="Tarieven opvragen")
def list_tariffs(
    work: ApiWork, taakgebied: Area = None, geldig_op: On = None, cursor: Cursor = None, limiet: Limit = 50
) -> dict[str, Any]:
    """Prijzen per uur, product of kengetal."""
    return _listed(work, "tariffs", Selection(taakgebied, on=geldig_op, cursor=cursor, limit=limiet))


@router.get("/kengetallen", response_model=shapes.StatisticsOut, summary="Kengetallen opvragen")
def list_statistics(
    work: ApiWork,
    organisatie: Organisation = None,
    soort: Annotated[
        str | None, Query(description="Code van een soort kengetal", examples=["inwoners"])
    ] = None,
    cursor: Cursor = None,
    limiet: Limit = 50,
) -> dict[str, Any]:
    """Cijfers per organisatie en peildatum, met hun bron. Een later vastgelegd cijfer vervangt een eerder."""
    wanted = Selection(organisation=organisatie, kind=statistic_code(soort), cursor=cursor, limit=limiet)
    return _listed(work, "statistics", wanted)


@router.get(
    "/jaarcijfers", response_model=shapes.YearFiguresOut, summary="Cijfers van eerdere jaren opvragen"
)
def list_year_figures(
    work: ApiWork,
    taakgebied: Area = None,
    organisatie: Organisation = None,
    cursor: Cursor = None,
    limiet: Limit = 50,
) -> dict[str, Any]:
    """Uren en afgenomen producten van jaren van vóór dit systeem. Een later vastgelegd cijfer vervangt een eerder."""
    wanted = Selection(taakgebied, organisatie, cursor=cursor, limit=limiet)
    return _listed(work, "year_figures", wanted)


@router.get(
    "/dienstverleningsovereenkomsten",
    response_model=shapes.AgreementsOut,
    summary="Dienstverleningsovereenkomsten opvragen",
)
def list_agreements(
    work: ApiWork,
    taakgebied: Area = None,
    organisatie: Organisation = None,
    geldig_op: On = None,
    cursor: Cursor = None,
    limiet: Limit = 50,
) -> dict[str, Any]:
    """Omvang, kwaliteit en prijs, per taakgebied en deelnemer."""
    wanted = Selection(taakgebied, organisatie, on=geldig_op, cursor=cursor, limit=limiet)
    return _listed(work, "agreements", wanted)


@router.get("/jaarcontracten", response_model=shapes.YearContractsOut, summary="Jaarcontracten opvragen")
def list_year_contracts(
    work: ApiWork,
    taakgebied: Area = None,
    organisatie: Organisation = None,
    geldig_op: On = None,
    cursor: Cursor = None,
    limiet: Limit = 50,
) -> dict[str, Any]:
    """Uren en aantallen die voor een jaar zijn afgesproken."""
    wanted = Selection(taakgebied, organisatie, on=geldig_op, cursor=cursor, limit=limiet)
    return _listed(work, "year_contracts", wanted)


@router.get("/verdeelafspraken", response_model=shapes.PoliciesOut, summary="Verdeelafspraken opvragen")
def list_policies(
    work: ApiWork, taakgebied: Area = None, geldig_op: On = None, cursor: Cursor = None, limiet: Limit = 50
) -> dict[str, Any]:
    """Hoe de kosten van een taakgebied worden verdeeld."""
    return _listed(work, "policies", Selection(taakgebied, on=geldig_op, cursor=cursor, limit=limiet))


@router.get("/maanden/{maand}", response_model=shapes.MonthOut, summary="Een maand lezen")
def get_month(
    work: ApiWork,
    maand: Annotated[str, Path(description="De maand", examples=["2026-03"])],
) -> shapes.MonthOut:
    """Wat van een maand is afgesloten."""
    try:
        first_on = date.fromisoformat(f"{maand}-01")
    except ValueError as error:
        raise NotFound(f"De maand {maand}") from error
    return month(months.get_month(work, first_on))


def _listed(work: ApiWork, table: str, wanted: Selection) -> dict[str, Any]:
    """One page of a table, its rows under the table's name on the wire."""
    page = reading.list_page(work, table, wanted)
    shaped = [LISTED[table](kept, page.names) for kept in page.rows]
    return {wire(table): shaped, wire("next_cursor"): page.next_cursor}
