"""Assignments on the wire: `/api/v1/opdrachten` and the steps of one (data §9).

Translates and answers; every rule and right is the service's.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from app.features.assignments import service
from app.features.assignments.core.views import Detail
from app.features.assignments.schemas import shapes
from app.features.assignments.schemas import translating as to
from app.features.assignments.schemas.clocks import ClocksOut, clocks_out
from app.features.assignments.schemas.correcting import CorrectionIn, correction_of
from app.features.assignments.schemas.periods import (
    PeriodChangeIn,
    PeriodChangeOut,
    PeriodChangesOut,
    change_out,
    changes_out,
    wanted_of,
)
from app.features.sla.routes.rules import TRIAL
from app.features.sla.schemas.moves import moves_out
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid

router = APIRouter(route_class=ApiRoute, tags=["Opdrachten"])

Key = Annotated[
    str,
    Path(alias="opdracht", description="Kenmerk (id) of nummer van de opdracht", examples=["2026-SZ-0042"]),
]
Seq = Annotated[
    int,
    Path(
        alias="volgnummer",
        ge=1,
        le=1_000_000,
        description="Volgnummer van de stap, zoals zij nu telt",
        examples=[3],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="De ETag van de versie die u las", examples=['"1"']),
]


@router.get("/opdrachten", response_model=shapes.AssignmentList, summary="Opdrachten opvragen")
def list_assignments(work: ApiWork, query: Annotated[shapes.ListQuery, Query()]) -> dict[str, Any]:
    """Wat u mag zien: van uw eigen organisatie alles, van anderen de hoofdzaken van lopend werk."""
    return to.list_out(service.list_assignments(work, to.filter_of(query)))


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


@router.post(
    "/opdrachten/{opdracht}/stappen/{volgnummer}/correcties",
    status_code=201,
    response_model=shapes.EventOut,
    responses=TRIAL,
    summary="Een stap corrigeren",
)
def correct(work: ApiWork, key: Key, seq: Seq, body: CorrectionIn) -> Any:
    """Zet een stap recht die verkeerd is vastgelegd. Elke klok volgt opnieuw uit alle stappen; wat er stond, blijft."""
    wrong = correction_of(body, seq)
    if body.is_trial:
        moves = moves_out(service.preview_correction(work, key, wrong))
        return JSONResponse(moves.model_dump(mode="json", by_alias=True))
    return to.event_out(service.correct(work, key, wrong))


@router.get(
    "/opdrachten/{opdracht}/termijnen", response_model=ClocksOut, summary="De termijnen van een opdracht"
)
def get_clocks(work: ApiWork, key: Key) -> ClocksOut:
    """Elke klok met norm, stand en uitleg dag voor dag; van uw eigen opdrachten."""
    return clocks_out(service.get_clocks(work, key))


@router.get(
    "/opdrachten/{opdracht}/termijnwijzigingen",
    response_model=PeriodChangesOut,
    summary="Opschorting en verdaging van de wettelijke termijn",
)
def get_period_changes(work: ApiWork, key: Key) -> PeriodChangesOut:
    """De wettelijke termijn en wat ermee gebeurde; van uw eigen opdrachten."""
    found, law = service.get_period(work, key)
    return changes_out(law, found.period_facts)


@router.post(
    "/opdrachten/{opdracht}/termijnwijzigingen",
    status_code=201,
    response_model=PeriodChangeOut,
    responses=TRIAL,
    summary="De wettelijke termijn opschorten, hervatten of verdagen",
)
def change_period(work: ApiWork, key: Key, body: PeriodChangeIn) -> Any:
    """Zolang de opdracht loopt. Elke klok die het raakt, wordt herberekend; intrekken zet een eerder feit recht."""
    wanted = wanted_of(body)
    if body.is_trial:
        moves = moves_out(service.preview_period_change(work, key, wanted))
        return JSONResponse(moves.model_dump(mode="json", by_alias=True))
    made = service.change_period(work, key, wanted)
    return change_out(made, [made])


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
