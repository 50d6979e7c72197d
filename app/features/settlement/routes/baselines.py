"""Baselines and multi-year paths on the wire: `/api/v1/nulmetingen`. What is set is followed, never changed."""

import io
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from app.features.settlement.core.run import Answer
from app.features.settlement.routes.changing import TRIAL as TOUCHES
from app.features.settlement.routes.changing import touches
from app.features.settlement.schemas import baselines as shapes
from app.features.settlement.schemas import baselines_out as to_wire
from app.features.settlement.schemas.runs import node_out
from app.features.settlement.service.baselines import reading, setting, telling
from app.features.settlement.service.baselines.book import book_of_path
from app.features.settlement.service.book import MEDIA_TYPE
from app.features.settlement.service.confirming import own_code
from app.infra.downloads import download
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import NotFound
from app.kernel.roles import Permission

router = APIRouter(route_class=ApiRoute, tags=["Nulmeting en meerjarenpad"])

TRIAL: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.PathTrialOut, "description": "Proef: het pad en wat het raakt; er is niets bewaard"}
}
CodeKey = Annotated[str, Path(alias="nulmeting", description="Code van de nulmeting", examples=["geheel"])]
VersionQuery = Annotated[
    int | None,
    Query(alias="versie", ge=1, description="Een eerdere versie; leeg is de laatste", examples=[1]),
]


@router.get("/nulmetingen", response_model=shapes.BaselineList, summary="Nulmetingen opvragen")
def list_baselines(work: ApiWork) -> shapes.BaselineList:
    """Van elke nulmeting de laatste versie met haar pad, zonder de begroting."""
    return shapes.BaselineList(baselines=[to_wire.baseline_out(one) for one in reading.list_baselines(work)])


@router.post(
    "/nulmetingen",
    status_code=201,
    response_model=shapes.BaselineOut,
    responses=TRIAL,
    summary="Een nulmeting met pad vaststellen",
)
def set_version(work: ApiWork, body: shapes.BaselineIn, response: Response) -> Any:
    """De eerste versie, of een volgende met `volgtNaVersie` en een reden; met `proef` alleen rekenen."""
    row = to_wire.row_in(body)
    if body.is_trial:
        out = to_wire.trial_out(setting.preview(work, row, body.follows))
        return JSONResponse(out.model_dump(mode="json", by_alias=True))
    setting.set_version(work, row, body.follows)
    response.headers["Location"] = f"/api/v1/nulmetingen/{row.code}"
    return to_wire.baseline_out(reading.show(work, row.code))


@router.get(
    "/nulmetingen/{nulmeting}", response_model=shapes.BaselineOut, summary="Een nulmeting met haar pad lezen"
)
def get_baseline(work: ApiWork, code: CodeKey, version: VersionQuery = None) -> shapes.BaselineOut:
    """Per jaar wat allen apart zouden uitgeven, wat is gepland, begroot en betaald, en wat dat bespaart.

    Een gemeente ziet de bedragen van ieder; waar een bedrag vandaan komt, ziet zij van zichzelf.
    """
    return to_wire.baseline_out(reading.show(work, code, version))


@router.get(
    "/nulmetingen/{nulmeting}/werkmap",
    summary="Een meerjarenpad als werkmap (XLSX)",
    response_class=Response,
    responses={200: {"description": "De werkmap", "content": {MEDIA_TYPE: {}}}},
)
def get_book(work: ApiWork, code: CodeKey, version: VersionQuery = None) -> Response:
    """Het pad, elke deelnemer per jaar, de nulmeting en de uitleg. De totalen zijn formules die dezelfde centen geven.

    Een gemeente vindt er haar eigen afleidingen in, van anderen de bedragen.
    """
    name, content = book_of_path(work, code, version)
    return download(io.BytesIO(content), MEDIA_TYPE, name)


@router.get(
    "/nulmetingen/{nulmeting}/versies",
    response_model=shapes.VersionList,
    summary="De versies van een nulmeting",
)
def list_versions(work: ApiWork, code: CodeKey) -> shapes.VersionList:
    """Nieuwste eerst, met wie, wanneer en waarom."""
    return shapes.VersionList(versions=[to_wire.version_out(one) for one in reading.get_versions(work, code)])


@router.get(
    "/nulmetingen/{nulmeting}/uitleg",
    response_model=shapes.PathExplanationOut,
    summary="Een bedrag van het pad uitleggen",
)
def explain(
    work: ApiWork,
    code: CodeKey,
    year: Annotated[int, Query(alias="jaar", description="Het jaar", examples=[2025])],
    figure: Annotated[
        shapes.FigureWord, Query(alias="welkBedrag", description="Welk bedrag", examples=["gepland"])
    ],
    organisation: Annotated[
        str, Query(alias="organisatie", max_length=10, description="Leeg is allen samen", examples=[""])
    ] = "",
    version: VersionQuery = None,
) -> shapes.PathExplanationOut:
    """Stap voor stap tot in bronnen, begrotingsregels en afrekeningen."""
    _, node = reading.explain(work, code, version, year, to_wire.FIGURES_IN[figure], organisation)
    return shapes.PathExplanationOut(
        year=year, figure=figure, organisation=organisation or None, explanation=node_out(node)
    )


@router.get("/nulmetingen/{nulmeting}/cijfers", response_model=shapes.FactList, summary="Cijfers bij een pad")
def list_facts(work: ApiWork, code: CodeKey) -> shapes.FactList:
    """Wat buiten de afrekeningen is betaald en aan ander voordeel is gehaald, ook wat later is vervangen."""
    shown = reading.show(work, code)
    return shapes.FactList(facts=[to_wire.fact_out(shown, one) for one in shown.facts])


@router.post(
    "/nulmetingen/{nulmeting}/cijfers",
    status_code=201,
    response_model=shapes.FactOut,
    responses=TOUCHES,
    summary="Een cijfer bij een pad toevoegen",
)
def add_fact(work: ApiWork, code: CodeKey, body: shapes.FactIn) -> Any:
    """Vervangt een eerder cijfer van dezelfde deelnemer, hetzelfde jaar en dezelfde omschrijving."""
    row = to_wire.fact_in(body)
    if body.is_trial:
        return touches(telling.preview_fact(work, code, row))
    return to_wire.fact_out(None, telling.add_fact(work, code, row))


@router.post(
    "/nulmetingen/{nulmeting}/bevestigingen",
    status_code=201,
    response_model=shapes.BaselineOut,
    summary="Het eigen bedrag bevestigen of bezwaar maken",
)
def give_answer(work: ApiWork, code: CodeKey, body: shapes.SpentAnswerIn) -> shapes.BaselineOut:
    """Antwoordt voor uw organisatie op haar bedrag in de laatste versie."""
    work.actor.require(Permission.CONFIRM_FIGURES)
    own = own_code(work)
    if own is None:
        raise NotFound("Deze organisatie")
    given = Answer.OBJECTED if body.answer == "bezwaar" else Answer.CONFIRMED
    telling.answer(work, code, own, given, body.reason)
    return to_wire.baseline_out(reading.show(work, code))
