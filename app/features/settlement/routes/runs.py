"""Settlement on the wire: `/api/v1/afrekenruns`, with steps, lines, the explanation of a line, the frozen file.

Translates and answers; every rule and right is the service's. Steps are posted in the room invoices,
which numbers what follows when a run is made final.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.features.settlement import service
from app.features.settlement.schemas import runs as shapes
from app.features.settlement.service.viewing import explain_line
from app.features.settlement.service.words import read_policy_words
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid
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
    """Start een afrekening van een hele maand, een heel kwartaal of een heel jaar, en berekent haar meteen."""
    try:
        period = Period.parse(body.period)
    except ValueError as error:
        raise Invalid([Finding("periode", "Schrijf een periode als 2026-03, 2026-Q1 of 2026.")]) from error
    run = service.start(work, period)
    response.headers["Location"] = f"/api/v1/afrekenruns/{run.id}"
    return shapes.run_out(run)


@router.get("/afrekenruns/{run}", response_model=shapes.RunOut, summary="Een afrekening lezen")
def get_run(work: ApiWork, run: RunKey) -> shapes.RunOut:
    """De stand van een afrekening, met wat nog moet worden opgelost."""
    return shapes.run_out(service.get_run(work, run).run)


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
    "/afrekenruns/{run}/regels/{nummer}/uitleg",
    response_model=shapes.NodeOut,
    summary="Waarom een regel dit bedrag is",
)
def explain(
    work: ApiWork,
    run: RunKey,
    number: Annotated[int, Path(alias="nummer", description="Nummer van de regel", examples=[12])],
) -> shapes.NodeOut:
    """De stappen tot op kostenregels, kengetallen en uren. Van anderen ziet een gemeente alleen totalen."""
    return shapes.node_out(explain_line(work, run, number).top)


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
    "/verdeelafspraken/{afspraak}/in-woorden",
    response_model=shapes.PolicyWordsOut,
    summary="Een verdeelafspraak in gewone woorden",
)
def read_policy(
    work: ApiWork,
    policy: Annotated[
        UUID,
        Path(
            alias="afspraak",
            description="Kenmerk van de verdeelafspraak",
            examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"],
        ),
    ],
) -> shapes.PolicyWordsOut:
    """De zinnen waarmee de afrekening rekent: wat u leest, is wat er gebeurt."""
    found = read_policy_words(work, policy)
    return shapes.PolicyWordsOut(
        area=found.area,
        version=found.policy.row.version,
        agreement_clause=found.policy.row.agreement_clause,
        sentences=list(found.sentences),
    )
