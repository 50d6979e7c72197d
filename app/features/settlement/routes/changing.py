"""Agreements that are added and ended on the wire; with `proef` the answer says what it touches, and no more.

Lists are read in partnership, which keeps the rows; what a change touches is known here.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import JSONResponse

from app.features.partnership.core.rows import ParticipationRow, StatisticRow, TariffRow, Term, YearFigureRow
from app.features.partnership.core.words import TariffKind, VatCategory
from app.features.partnership.schemas import shapes as rows
from app.features.partnership.schemas.translating import LISTED
from app.features.partnership.service import changing as kept
from app.features.settlement.core.touching import Preview
from app.features.settlement.schemas import changing as shapes
from app.features.settlement.service.changing import dated, figures, versions, year_figures
from app.features.settlement.service.changing.versions import Ending
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import TARIFF_KINDS, VAT_CATEGORIES, WIRE, statistic_code

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])

TRIAL: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.TouchesOut, "description": "Proef: wat het raakt; er is niets bewaard"}
}
_EXAMPLE = "0196a1c2-7d40-7000-8000-5f0c2a6d1e11"


def key(name: str, what: str) -> Any:
    """The identity in an address."""
    return Path(alias=name, description=f"Kenmerk van {what}", examples=[_EXAMPLE])


YearFigureKey = Annotated[UUID, key("jaarcijfer", "het jaarcijfer")]
FigureKey = Annotated[UUID, key("kengetal", "het kengetal")]
TariffKey = Annotated[UUID, key("tarief", "het tarief")]
ParticipationKey = Annotated[UUID, key("deelname", "de deelname")]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="De ETag van de versie die u las", examples=['"open"']),
]
TARIFF_KINDS_IN = {word: TariffKind(code) for code, word in TARIFF_KINDS.items()}
VAT_IN = {word: VatCategory(code) for code, word in VAT_CATEGORIES.items()}


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


@router.post(
    "/jaarcijfers",
    status_code=201,
    response_model=rows.YearFigureOut,
    responses=TRIAL,
    summary="Een cijfer van een eerder jaar toevoegen",
)
def add_year_figure(work: ApiWork, body: shapes.YearFigureIn, response: Response) -> Any:
    """Voor gemiddelden over jaren van vóór dit systeem. Vervangt een eerder cijfer van hetzelfde jaar."""
    row = YearFigureRow(
        area=body.area,
        organisation=body.organisation,
        year=body.year,
        source=body.source.strip(),
        product=body.product,
        minutes=body.minutes,
        taken_count=body.taken_count,
    )
    if body.is_trial:
        return touches(year_figures.preview_year_figure(work, row))
    return made(work, response, "year_figures", "jaarcijfers", year_figures.add_year_figure(work, row))


@router.get("/jaarcijfers/{jaarcijfer}", response_model=rows.YearFigureOut, summary="Een jaarcijfer lezen")
def get_year_figure(work: ApiWork, figure: YearFigureKey) -> Any:
    """Een cijfer van een eerder jaar zoals het is vastgelegd."""
    return shown(work, "year_figures", figure)


@router.post(
    "/tarieven",
    status_code=201,
    response_model=rows.TariffOut,
    responses=TRIAL,
    summary="Een tarief toevoegen",
)
def add_tariff(work: ApiWork, body: shapes.TariffIn, response: Response) -> Any:
    """Een nieuwe versie beëindigt de vorige op de dag ervoor. Open uren krijgen meteen de nieuwe prijs."""
    kind = TARIFF_KINDS_IN[body.kind]
    row = TariffRow(
        area=body.area,
        kind=kind,
        of=(statistic_code(body.of) or "") if kind is TariffKind.STATISTIC else body.of,
        name=body.name.strip(),
        price_cents=body.price_cents,
        term=Term(body.valid_from, body.valid_until),
    )
    return _new(work, response, "tariffs", row, body)


@router.get("/tarieven/{tarief}", response_model=rows.TariffOut, summary="Een tarief lezen")
def get_tariff(work: ApiWork, tariff: TariffKey, response: Response) -> Any:
    """Een versie van een tarief."""
    return version_out(work, response, "tariffs", tariff)


@router.patch(
    "/tarieven/{tarief}", response_model=rows.TariffOut | shapes.TouchesOut, summary="Een tarief beëindigen"
)
def end_tariff(
    work: ApiWork, tariff: TariffKey, body: shapes.EndIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wijzigt alleen de laatste dag; niet vóór dagen die definitief zijn afgerekend of uren die zijn goedgekeurd."""
    return end(work, response, "tariffs", tariff, body, if_match)


@router.post(
    "/tarieven/{tarief}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een tarief intrekken",
)
def withdraw_tariff(work: ApiWork, tariff: TariffKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een versie in waarmee nog niet is gerekend; de vorige geldt dan door. Het antwoord zegt wat het raakt."""
    return withdraw(work, "tariffs", tariff, body)


@router.post(
    "/deelnames",
    status_code=201,
    response_model=rows.ParticipationOut,
    responses=TRIAL,
    summary="Een deelname toevoegen",
)
def add_participation(work: ApiWork, body: shapes.ParticipationIn, response: Response) -> Any:
    """Een deelname met andere btw beëindigt de vorige op de dag ervoor."""
    row = ParticipationRow(
        area=body.area,
        organisation=body.organisation,
        term=Term(body.valid_from, body.valid_until),
        vat_category=VAT_IN[body.vat_category],
        vat_basis_points=body.vat_basis_points,
        is_transparent=body.is_transparent,
        package=body.package,
    )
    return _new(work, response, "participations", row, body)


@router.get("/deelnames/{deelname}", response_model=rows.ParticipationOut, summary="Een deelname lezen")
def get_participation(work: ApiWork, participation: ParticipationKey, response: Response) -> Any:
    """Een deelname met haar btw."""
    return version_out(work, response, "participations", participation)


@router.patch(
    "/deelnames/{deelname}",
    response_model=rows.ParticipationOut | shapes.TouchesOut,
    summary="Een deelname beëindigen",
)
def end_participation(
    work: ApiWork,
    participation: ParticipationKey,
    body: shapes.EndIn,
    response: Response,
    if_match: IfMatch = None,
) -> Any:
    """Wijzigt alleen de laatste dag. Over dagen die al zijn afgerekend, komt het verschil in een correctie."""
    return end(work, response, "participations", participation, body, if_match)


@router.post(
    "/deelnames/{deelname}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een deelname intrekken",
)
def withdraw_participation(work: ApiWork, participation: ParticipationKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een deelname in waarmee nog niet is afgerekend. Het antwoord zegt wat het raakt."""
    return withdraw(work, "participations", participation, body)


def _new(work: ApiWork, response: Response, table: str, row: Any, body: shapes.VersionIn) -> Any:
    if body.is_trial:
        return touches(versions.preview_new(work, table, row))
    identity = versions.add_new(work, table, row)
    response.headers["Location"] = f"/api/v1/{WIRE[table]}/{identity}"
    return version_out(work, response, table, identity)


def version_out(work: ApiWork, response: Response, table: str, identity: UUID) -> Any:
    """A version by identity, with its ETag."""
    found, names = kept.get_row(work, table, identity)
    response.headers["ETag"] = f'"{dated.version_of(found.row)}"'
    return LISTED[table](found, names)


Out = Callable[[ApiWork, Response, str, UUID], Any]
"""How a version of a table answers."""


def end(
    work: ApiWork,
    response: Response,
    table: str,
    identity: UUID,
    body: shapes.EndIn,
    if_match: str | None,
    out: Out = version_out,
) -> Any:
    """Another last day of the version that was read, or as a trial what it touches."""
    version = (if_match or "").removeprefix("W/").strip('"')
    if not version:
        message = "Stuur de ETag mee die u las, als If-Match. Zo overschrijft u niets van een ander."
        raise Invalid([Finding("If-Match", message)])
    ending = Ending(table, identity, version, body.valid_until)
    if body.is_trial:
        return touches(dated.OF[table].preview_end(work, ending))
    dated.OF[table].change_end(work, ending)
    return out(work, response, table, identity)


def withdraw(work: ApiWork, table: str, identity: UUID, body: shapes.WithdrawalIn) -> Any:
    """A version taken back, or as a trial not; either way what it touches."""
    preview = dated.OF[table].preview_withdrawal(work, table, identity)
    if not body.is_trial:
        dated.OF[table].withdraw(work, table, identity)
    return touches(preview)


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
