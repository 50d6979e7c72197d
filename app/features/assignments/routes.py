"""Assignments on the wire: `/api/v1/opdrachten` and the steps of one (data §9).

Translates and answers; every rule and right is the service's.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response

from app.features.assignments import service
from app.features.assignments.core.life import Holder, State
from app.features.assignments.core.views import Detail, Filter, Order, Tab
from app.features.assignments.schemas import shapes
from app.features.assignments.schemas import translating as to
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import HOLDERS

router = APIRouter(route_class=ApiRoute, tags=["Opdrachten"])

_HOLDERS_IN = {value: key for key, value in HOLDERS.items()}
Key = Annotated[
    str,
    Path(alias="opdracht", description="Kenmerk (id) of nummer van de opdracht", examples=["2026-SZ-0042"]),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="De ETag van de versie die u las", examples=['"1"']),
]


@router.get("/opdrachten", response_model=shapes.AssignmentList, summary="Opdrachten opvragen")
def list_assignments(
    work: ApiWork,
    weergave: Annotated[
        Tab, Query(description="Lopend, wachtend op de opdrachtgever, klaar of alles", examples=["lopend"])
    ] = Tab.ALL,
    status: Annotated[shapes.State | None, Query(description="Status", examples=["ingediend"])] = None,
    taakgebied: Annotated[str | None, Query(description="Code van een taakgebied", examples=["SZ"])] = None,
    organisatie: Annotated[
        str | None, Query(description="Code van een opdrachtgever", examples=["VLI"])
    ] = None,
    product: Annotated[
        str | None, Query(description="Code van een product", examples=["verordening"])
    ] = None,
    soort: Annotated[shapes.Kind | None, Query(description="Soort opdracht", examples=["maatwerk"])] = None,
    aan_zet: Annotated[
        shapes.Holder | None,
        Query(alias="aanZet", description="Bij wie zij ligt", examples=["opdrachtgever"]),
    ] = None,
    zoek: Annotated[
        str | None, Query(max_length=200, description="Nummer of woorden", examples=["bijstand"])
    ] = None,
    te_laat: Annotated[
        bool, Query(alias="teLaat", description="Alleen wat na de afgesproken dag nog loopt", examples=[True])
    ] = False,
    eigen: Annotated[
        bool, Query(description="Alleen opdrachten van uw eigen organisatie", examples=[True])
    ] = False,
    volgorde: Annotated[
        Order, Query(description="Nieuwste eerst, of op afgesproken dag", examples=["nieuwste"])
    ] = Order.NEWEST,
    cursor: Annotated[
        str | None, Query(description="Cursor van de vorige bladzijde", examples=[None])
    ] = None,
    limiet: Annotated[int, Query(ge=1, le=100, description="Hoeveel regels hooguit", examples=[50])] = 50,
) -> dict[str, Any]:
    """Wat u mag zien: van uw eigen organisatie alles, van anderen de hoofdzaken van lopend werk."""
    wanted = Filter(
        tab=weergave,
        state=State(shapes.STATES_IN[status]) if status else None,
        area=taakgebied,
        organisation=organisatie,
        product=product,
        kind=shapes.KINDS_IN[soort] if soort else None,
        holder=Holder(_HOLDERS_IN[aan_zet]) if aan_zet else None,
        query=zoek,
        is_late=te_laat,
        is_own=eigen,
        order=volgorde,
        cursor=cursor,
        limit=limiet,
    )
    return to.list_out(service.list_assignments(work, wanted))


@router.post(
    "/opdrachten", status_code=201, response_model=shapes.AssignmentOut, summary="Een opdracht opstellen"
)
def draft(work: ApiWork, body: shapes.AssignmentDraft, response: Response) -> dict[str, Any]:
    """Legt een concept vast, ook als het onvolledig is. `ontbreekt` noemt wat nog nodig is om in te dienen."""
    made = service.draft(work, to.request_of(body))
    response.headers["Location"] = f"/api/v1/opdrachten/{made.id}"
    return _answer(work, made, response)


@router.get("/opdrachten/{opdracht}", response_model=shapes.AssignmentOut, summary="Een opdracht lezen")
def get_assignment(work: ApiWork, key: Key, response: Response) -> dict[str, Any]:
    """Een opdracht, met wat nog ontbreekt en welke stappen u kunt zetten."""
    return _answer(work, service.get_assignment(work, key), response)


@router.patch("/opdrachten/{opdracht}", response_model=shapes.AssignmentOut, summary="Een concept wijzigen")
def edit(
    work: ApiWork, key: Key, body: shapes.AssignmentChange, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Wijzigt de velden die u noemt, van een concept of een teruggestuurde opdracht."""
    return _answer(work, service.edit(work, key, to.change_of(body), _version(if_match)), response)


@router.get(
    "/opdrachten/{opdracht}/stappen", response_model=shapes.StepsOut, summary="De stappen van een opdracht"
)
def get_steps(work: ApiWork, key: Key) -> dict[str, Any]:
    """Welke stappen zijn gezet, welke u nu kunt zetten en welke later."""
    found = service.get_assignment(work, key)
    return to.steps_out(found, service.allowed_for(work, found), service.later_for(work, found))


@router.post(
    "/opdrachten/{opdracht}/stappen",
    status_code=201,
    response_model=shapes.TakenOut,
    summary="Een stap zetten",
)
def take_step(work: ApiWork, key: Key, body: shapes.StepIn) -> dict[str, Any]:
    """Zet een stap. Kan die nu niet, dan noemt het antwoord (409) wat nu wel kan."""
    step, details = to.details_of(body)
    return to.taken_out(service.take_step(work, key, step, details))


def _answer(work: ApiWork, found: Detail, response: Response) -> dict[str, Any]:
    response.headers["ETag"] = f'"{found.version}"'
    return to.assignment_out(found, service.allowed_for(work, found))


def _version(if_match: str | None) -> int:
    """The version in If-Match; a change without one could overwrite somebody else's."""
    text = (if_match or "").removeprefix("W/").strip('"')
    if not text.isdecimal():
        message = "Stuur de ETag mee die u las, als If-Match. Zo overschrijft u niets van een ander."
        raise Invalid([Finding("If-Match", message)])
    return int(text)
