"""Why an amount is what it is, on the wire: of a line, a partner for an area, the costs; and a rule in words."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from app.features.settlement.routes.runs import RunKey
from app.features.settlement.schemas import explaining as why
from app.features.settlement.schemas import runs as shapes
from app.features.settlement.service.viewing import explain_cell, explain_costs, explain_line
from app.features.settlement.service.words import read_policy_words
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Afrekening"])

AreaCode = Annotated[
    str, Path(alias="taakgebied", max_length=10, description="Code van het taakgebied", examples=["SZ"])
]
Payer = Annotated[
    str, Path(alias="organisatie", max_length=10, description="Code van wie betaalt", examples=["SHV"])
]


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
    "/afrekenruns/{run}/uitleg/{taakgebied}",
    response_model=why.ExplainedOut,
    summary="Waarom een taakgebied dit kostte",
)
def explain_area(work: ApiWork, run: RunKey, area: AreaCode) -> why.ExplainedOut:
    """De kosten van een taakgebied, stap voor stap tot op de kostenregels."""
    return why.explained_out(explain_costs(work, run, area))


@router.get(
    "/afrekenruns/{run}/uitleg/{taakgebied}/{organisatie}",
    response_model=why.ExplainedOut,
    summary="Waarom een organisatie dit voor een taakgebied betaalt",
)
def explain_amount(work: ApiWork, run: RunKey, area: AreaCode, organisation: Payer) -> why.ExplainedOut:
    """De stappen, en de oorzaken van het verschil met de vorige periode en met een jaar eerder."""
    return why.explained_out(explain_cell(work, run, area, organisation))


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
