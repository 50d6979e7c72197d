"""Settlement on the wire: `/api/v1/afrekenruns`, with steps, lines, answers, comparison, the frozen file.

Translates and answers; every rule and right is the service's. Steps are posted in the room invoices,
which numbers what follows when a run is made final.
"""

import io
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.features.settlement import service
from app.features.settlement.schemas import answers as said
from app.features.settlement.schemas import findings as found_shapes
from app.features.settlement.schemas import runs as shapes
from app.features.settlement.service.book import MEDIA_TYPE, run_book
from app.features.settlement.service.confirming import answers_for, find_own_figures
from app.features.settlement.service.viewing import show_run
from app.infra.downloads import download
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.period import Period

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])

RunKey = Annotated[
    UUID,
    Path(
        alias="run",
        description="Kenmerk van de afrekening",
        examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"],
    ),
]


@router.get("/afrekenruns", response_model=shapes.RunList, summary="Afrekeningen opvragen")
def list_runs(work: ApiWork) -> shapes.RunList:
    """Alle afrekeningen, nieuwste periode eerst."""
    return shapes.RunList(runs=[shapes.run_out(run) for run in service.list_runs(work)])


@router.post("/afrekenruns", status_code=201, response_model=shapes.RunOut, summary="Een afrekening starten")
def start(work: ApiWork, body: shapes.RunIn, response: Response) -> shapes.RunOut:
    """Start een afrekening van een hele maand, een heel kwartaal of een heel jaar, en berekent haar meteen.

    Een voorschot gaat over een maand of kwartaal van een jaar dat met voorschotten wordt afgerekend. Een
    correctie rekent perioden die definitief zijn opnieuw en geeft het verschil.
    """
    if body.kind == "correctie":
        run = service.start_correction(work, [_period("perioden", one) for one in body.periods])
    elif body.kind == "voorschot":
        run = service.start_advance(work, _period("periode", body.period))
    else:
        run = service.start(work, _period("periode", body.period), body.confirm_by_on)
    response.headers["Location"] = f"/api/v1/afrekenruns/{run.id}"
    return shapes.run_out(run)


def _period(field: str, text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Invalid([Finding(field, "Schrijf een periode als 2026-03, 2026-Q1 of 2026.")]) from error


@router.get("/afrekenruns/{run}", response_model=shapes.RunOut, summary="Een afrekening lezen")
def get_run(work: ApiWork, run: RunKey) -> shapes.RunOut:
    """De stand van een afrekening, met wat nog moet worden opgelost of toegelicht."""
    shown = show_run(work, run)
    found = shown.findings if shown.sees_all else None
    details = shown.details
    return shapes.run_out(details.run, found, details.comments, shows_words=shown.sees_all)


@router.get(
    "/afrekenruns/{run}/stappen", response_model=shapes.StepsOut, summary="De stappen van een afrekening"
)
def get_steps(work: ApiWork, run: RunKey) -> shapes.StepsOut:
    """Wie wat deed en wanneer, en wat nu kan."""
    return shapes.steps_out(service.get_run(work, run))


@router.get(
    "/afrekenruns/{run}/regels", response_model=shapes.LineList, summary="De regels van een afrekening"
)
def list_lines(work: ApiWork, run: RunKey) -> shapes.LineList:
    """Wie voor welk taakgebied wat betaalt, met btw en eigen deel van de uitvoerder."""
    settlement, _ = service.get_settlement(work, run)
    return shapes.LineList(lines=[shapes.line_out(line) for line in settlement.lines])


@router.get(
    "/afrekenruns/{run}/vastlegging",
    summary="De vastlegging van een afrekening",
    response_class=Response,
    responses={
        200: {
            "description": "Alle invoer; ssc settle rekent er dezelfde regels uit",
            "content": {"application/json": {"schema": {"type": "object", "description": "De vastlegging"}}},
        }
    },
)
def get_snapshot(work: ApiWork, run: RunKey) -> Response:
    """Alle invoer van de laatste berekening, byte voor byte zoals het controlegetal haar bewijst."""
    body = service.get_snapshot(work, run)
    name = f"vastlegging-{service.get_run(work, run).run.period.code.replace('/', '-')}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/afrekenruns/{run}/documenten/werkmap",
    summary="Een afrekening als werkmap (XLSX)",
    response_class=Response,
    responses={200: {"description": "De werkmap", "content": {MEDIA_TYPE: {}}}},
)
def get_book(work: ApiWork, run: RunKey) -> Response:
    """Samenvatting, regels en per taakgebied de afleiding. De totalen zijn formules die dezelfde centen geven.

    Een gemeente vindt er haar eigen afleidingen in, van anderen de bedragen.
    """
    name, content = run_book(work, run)
    return download(io.BytesIO(content), MEDIA_TYPE, name)


@router.get(
    "/afrekenruns/{run}/bevestigingen",
    response_model=said.AnswersOut,
    summary="Wie zijn gegevens heeft bevestigd",
)
def list_answers(work: ApiWork, run: RunKey) -> said.AnswersOut:
    """Het laatste antwoord van elke deelnemer, en de eigen gegevens van wie het vraagt."""
    details = service.get_run(work, run)
    return said.answers_out(
        details.run.confirm_by_on, answers_for(work, details), find_own_figures(work, run)
    )


@router.post(
    "/afrekenruns/{run}/bevestigingen",
    status_code=201,
    response_model=said.AnswersOut,
    summary="Eigen gegevens bevestigen of bezwaar maken",
)
def give_answer(work: ApiWork, run: RunKey, body: said.AnswerIn) -> said.AnswersOut:
    """Antwoordt voor uw organisatie op de gegevens zoals ze nu meetellen. Wijzigen ze daarna, dan vraagt de
    afrekening opnieuw. Zonder antwoord geldt na de uiterlijke dag stilte als bevestiging.
    """
    own = service.get_own_figures(work, run)
    if body.answer == "bezwaar":
        service.object_to(work, run, own.organisation, body.reason)
    else:
        service.confirm(work, run, own.organisation, body.reason)
    return list_answers(work, run)


@router.get(
    "/afrekenruns/{run}/verschillen",
    response_model=shapes.MovedList,
    summary="Wat een correctie verandert",
)
def list_moved(work: ApiWork, run: RunKey) -> shapes.MovedList:
    """Per afgerekende periode, taakgebied en organisatie: wat was, wat wordt, en het verschil."""
    settlement, _ = service.get_settlement(work, run)
    return shapes.MovedList(moved=[shapes.moved_out(row) for row in settlement.moved])


@router.get(
    "/afrekenruns/{run}/vergelijking",
    response_model=said.ComparisonOut,
    summary="Een afrekening vergelijken",
)
def get_comparison(work: ApiWork, run: RunKey) -> said.ComparisonOut:
    """Elk bedrag naast de begroting, de vorige periode en dezelfde periode van vorig jaar.

    Alleen definitieve afrekeningen tellen als vergelijking; wat er niet is, is leeg.
    """
    found = show_run(work, run).compared
    if found is None:
        raise Refused("Deze afrekening kon nog niet worden berekend. Los eerst de bevindingen op.")
    return said.comparison_out(found)


@router.get(
    "/afrekenruns/{run}/toelichtingen",
    response_model=found_shapes.CommentList,
    summary="De toelichtingen van een afrekening",
)
def list_comments(work: ApiWork, run: RunKey) -> found_shapes.CommentList:
    """Wat van grote verschillen en van bezwaren is gezegd. Alleen voor wie de hele afrekening mag lezen."""
    shown = show_run(work, run)
    found = shown.details.comments if shown.sees_all else ()
    return found_shapes.CommentList(comments=[found_shapes.comment_out(one) for one in found])


@router.post(
    "/afrekenruns/{run}/toelichtingen",
    status_code=201,
    response_model=found_shapes.CommentOut,
    summary="Een bevinding toelichten",
)
def add_comment(work: ApiWork, run: RunKey, body: found_shapes.CommentIn) -> found_shapes.CommentOut:
    """Licht een groot verschil of een bezwaar toe; zonder toelichting wordt een afrekening niet goedgekeurd.

    De toelichting geldt voor de bevinding zoals zij er staat: verandert het bedrag, dan vraagt zij er weer om.
    """
    subject = (body.subject_kind, body.subject)
    return found_shapes.comment_out(service.comment(work, run, body.code, subject, body.text))
