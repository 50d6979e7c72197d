"""Invoices on the wire: `/api/v1/facturen`, the papers of a run, and making a run final (data §9).

Making final is a step of a run, but a use case of this room, the highest that it touches; so its route is here.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from app.features.invoices import service
from app.features.invoices.core.billing import DocumentKind
from app.features.invoices.core.views import AT_MOST, Filter
from app.features.invoices.schemas import (
    STEPS_IN,
    InvoiceListOut,
    InvoiceOut,
    RunDocumentsOut,
    RunStepIn,
    RunStepTaken,
    documents_out,
    invoice_out,
    list_out,
    step_out,
)
from app.infra.downloads import download, zip_download
from app.infra.http import ApiRoute, ApiWork, house

router = APIRouter(route_class=ApiRoute, tags=["Facturen"])

PDF_ANSWER: dict[int | str, dict[str, object]] = {
    200: {"description": "De pdf", "content": {"application/pdf": {}}}
}
ZIP_ANSWER: dict[int | str, dict[str, object]] = {
    200: {"description": "De pdf’s in een zip", "content": {"application/zip": {}}}
}
Number = Annotated[
    str, Path(alias="nummer", description="Nummer van de factuur", examples=["NLK-2026-0003"], max_length=40)
]
RunId = Annotated[
    UUID,
    Path(alias="run", description="Kenmerk van de run", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e12"]),
]
Provider = Annotated[
    str | None, Query(alias="uitvoerder", description="Code van wie factureert", examples=["NLK"])
]
Client = Annotated[
    str | None, Query(alias="afnemer", description="Code van wie de factuur krijgt", examples=["SHV"])
]
OfRun = Annotated[
    UUID | None, Query(alias="afrekenrun", description="Kenmerk van een afrekenrun", examples=[None])
]
Kind = Annotated[
    DocumentKind | None, Query(alias="soort", description="Factuur of creditfactuur", examples=["factuur"])
]

AreaCode = Annotated[
    str | None,
    Query(alias="taakgebied", max_length=10, description="Code van het taakgebied", examples=["SZ"]),
]
Payer = Annotated[
    str | None,
    Query(
        alias="organisatie",
        max_length=10,
        description="Code van wie betaalt; leeg is wat het taakgebied kostte",
        examples=["SHV"],
    ),
]
LineNumber = Annotated[
    int | None, Query(alias="nummer", description="Nummer van een regel, in plaats daarvan", examples=[12])
]


@router.get("/facturen", summary="Facturen opvragen")
def list_invoices(
    work: ApiWork,
    provider: Provider = None,
    client: Client = None,
    run_id: OfRun = None,
    kind: Kind = None,
    is_overdue: Annotated[
        bool, Query(alias="vervallen", description="Alleen waarvan de termijn voorbij is", examples=[False])
    ] = False,
    number: Annotated[
        str | None, Query(alias="nummer", max_length=40, description="Begin van het nummer", examples=["NLK"])
    ] = None,
    cursor: Annotated[
        str | None, Query(description="Cursor van de vorige bladzijde", examples=[None], max_length=80)
    ] = None,
    limit: Annotated[
        int, Query(alias="limiet", ge=1, le=AT_MOST, description="Hoeveel hooguit", examples=[50])
    ] = 50,
) -> InvoiceListOut:
    """De facturen die u mag zien, nieuwste eerst: van uw eigen organisatie wat zij stuurt en krijgt."""
    wanted = Filter(provider, client, run_id, kind, is_overdue, number, cursor, limit)
    return list_out(service.list_invoices(work, wanted), work.today)


@router.get("/facturen.zip", summary="Pdf’s van facturen in een zip", responses=ZIP_ANSWER)
def zip_of_invoices(
    work: ApiWork,
    request: Request,
    provider: Provider = None,
    client: Client = None,
    run_id: OfRun = None,
    kind: Kind = None,
) -> Response:
    """De pdf’s van alle facturen die aan het filter voldoen en die u mag zien."""
    wanted = Filter(provider, client, run_id, kind)
    with service.all_pdfs(work, house(request).storage, wanted) as files:
        named = [(file.document.file_name, file.content) for file in files]
        return zip_download(named, "facturen.zip")


@router.get("/facturen/{nummer}", summary="Een factuur lezen")
def get_invoice(work: ApiWork, number: Number) -> InvoiceOut:
    """Een factuur met haar regels en btw."""
    return invoice_out(service.get_invoice(work, number), work.today)


@router.get("/facturen/{nummer}/pdf", summary="De pdf van een factuur", responses=PDF_ANSWER)
def get_pdf(work: ApiWork, request: Request, number: Number) -> Response:
    """De pdf: samenvatting, specificatie, uitleg en de regel in woorden. Net na definitief even niet (409)."""
    file = service.open_pdf(work, house(request).storage, number)
    return download(file.content, file.document.media_type, file.document.file_name)


@router.post("/afrekenruns/{run}/stappen", status_code=201, summary="Een stap zetten met een afrekenrun")
def take_step(work: ApiWork, run_id: RunId, body: RunStepIn) -> RunStepTaken:
    """Zet een stap. Definitief maken geeft de facturen hun nummer; dat kan niet worden teruggedraaid.

    Kan de stap nu niet, dan noemt het antwoord (409) wat nu wel kan. Ontbreken er gegevens voor de facturen, dan
    noemt het (400) per organisatie welke.
    """
    return step_out(service.take_step(work, run_id, STEPS_IN[body.step], body.reason))


@router.get("/afrekenruns/{run}/documenten", summary="De stukken van een afrekenrun")
def get_run_documents(work: ApiWork, run_id: RunId) -> RunDocumentsOut:
    """Het rapport en de facturen van een definitieve run, voor zover u die mag zien."""
    return documents_out(service.get_run_documents(work, run_id), work.today)


@router.get(
    "/afrekenruns/{run}/documenten/rapport", summary="Het rapport van een afrekening", responses=PDF_ANSWER
)
def get_report(work: ApiWork, request: Request, run_id: RunId) -> Response:
    """De pdf met wie wat betaalt en waarom. Alleen voor wie de hele afrekening mag lezen."""
    file = service.open_report(work, house(request).storage, run_id)
    return download(file.content, file.document.media_type, file.document.file_name)


@router.get(
    "/afrekenruns/{run}/documenten/uitleg",
    summary="De uitleg van een bedrag als pdf",
    response_class=Response,
    responses=PDF_ANSWER,
)
def get_explanation(
    work: ApiWork, run_id: RunId, area: AreaCode = None, organisation: Payer = None, number: LineNumber = None
) -> Response:
    """Van een regel, van wat een organisatie voor een taakgebied betaalt, of van wat een taakgebied kostte.

    Eerst in het kort, dan elke stap met formule, waarden en herkomst. Van anderen ziet een gemeente totalen.
    """
    name, content = service.draw_explanation(work, run_id, area, organisation, number)
    return download(content, "application/pdf", name)
