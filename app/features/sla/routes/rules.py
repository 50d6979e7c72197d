"""Calendars and norms on the wire: read, add, change; with `proef` the answer says which clocks move, and no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from app.features.sla import service
from app.features.sla.core.moving import Move
from app.features.sla.core.rows import CalendarView, NormView
from app.features.sla.schemas import calendars, norms
from app.features.sla.schemas.moves import ID, MovesOut, moves_out
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import wire

router = APIRouter(route_class=ApiRoute, tags=["Termijnen"])

TRIAL: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": MovesOut, "description": "Proef: welke klokken verplaatsen; er is niets bewaard"}
}
CalendarKey = Annotated[
    str, Path(alias="kalender", description="Code van de kalender", examples=["bergambacht"])
]
NormKey = Annotated[UUID, Path(alias="norm", description="Kenmerk van de norm", examples=[ID])]
Area = Annotated[
    str | None, Query(alias="taakgebied", description="Code van een taakgebied", examples=["SZ"])
]
On = Annotated[
    date | None,
    Query(alias="geldigOpDatum", description="Alleen wat op deze dag geldt", examples=["2026-04-01"]),
]
Cursor = Annotated[str | None, Query(description="Cursor van het vorige deel", examples=[None])]
Limit = Annotated[
    int, Query(alias="limiet", ge=1, le=100, description="Hoeveel regels hooguit", examples=[50])
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="De ETag van de versie die u las", examples=['"1"']),
]
_ON_WIRE: Final = MappingProxyType(
    {
        "geldigVan": wire("valid_from"),
        "geldigTot": wire("valid_until"),
        "verlengd": wire("is_extended"),
        "waarschuwingen": wire("warn_percents"),
        "streefpercentage": wire("objective_basis_points"),
        "kortingspercentage": wire("credit_basis_points"),
        "versies": wire("opening_hours"),
    }
)
"""Field of a form or sheet → field of a body here; others are called alike."""


@router.get("/kalenders", response_model=calendars.CalendarsOut, summary="Kalenders opvragen")
def list_calendars(work: ApiWork, cursor: Cursor = None, limit: Limit = 50) -> calendars.CalendarsOut:
    """Wanneer wordt gewerkt: kalenders met hun versies, op naam."""
    found = service.page_calendars(work, cursor, limit)
    return calendars.CalendarsOut(
        calendars=[calendars.calendar_out(one) for one in found.rows], next_cursor=found.next_cursor
    )


@router.post(
    "/kalenders",
    status_code=201,
    response_model=calendars.CalendarOut,
    responses=TRIAL,
    summary="Een kalender toevoegen",
)
def add_calendar(work: ApiWork, body: calendars.CalendarIn, response: Response) -> Any:
    """Met haar eerste versie. Een kalender waarop nooit wordt gewerkt, wordt geweigerd."""
    row = calendars.calendar_of(body)
    with _said_on_wire():
        if body.is_trial:
            return _moves(service.preview_calendar(work, row))
        service.add_calendars(work, [row])
    response.headers["Location"] = f"/api/v1/kalenders/{row.code}"
    return _calendar(response, service.get_calendar(work, row.code))


@router.get("/kalenders/{kalender}", response_model=calendars.CalendarOut, summary="Een kalender lezen")
def get_calendar(work: ApiWork, calendar: CalendarKey, response: Response) -> calendars.CalendarOut:
    """Een kalender met al haar versies."""
    return _calendar(response, service.get_calendar(work, calendar))


@router.patch(
    "/kalenders/{kalender}",
    response_model=calendars.CalendarOut | MovesOut,
    summary="Een kalender hernoemen of van een dag af wijzigen",
)
def change_calendar(
    work: ApiWork,
    calendar: CalendarKey,
    body: calendars.CalendarChangeIn,
    response: Response,
    if_match: IfMatch = None,
) -> Any:
    """Een andere naam, of een nieuwe versie; dan wordt elke klok die het raakt, herberekend."""
    version = calendars.change_of(body)
    with _said_on_wire():
        if body.is_trial:
            return _moves(() if version is None else service.preview_version(work, calendar, version))
        known: int | None = _version(if_match)
        if version is not None:
            service.save_version(work, calendar, version, known)
            known = None
        if body.name is not None:
            service.rename_calendar(work, calendar, body.name, known)
    return _calendar(response, service.get_calendar(work, calendar))


@router.get("/normen", response_model=norms.NormsOut, summary="Normen opvragen")
def list_norms(
    work: ApiWork, area: Area = None, valid_on: On = None, cursor: Cursor = None, limit: Limit = 50
) -> norms.NormsOut:
    """Wat is beloofd over reactie, intake, oplevering, doorlooptijd, wettelijke termijnen en aantallen."""
    found = service.page_norms(work, area, valid_on, cursor, limit)
    return norms.NormsOut(norms=[norms.norm_out(one) for one in found.rows], next_cursor=found.next_cursor)


@router.post(
    "/normen",
    status_code=201,
    response_model=norms.NormOut,
    responses=TRIAL,
    summary="Een norm toevoegen",
)
def add_norm(work: ApiWork, body: norms.NormIn, response: Response) -> Any:
    """Op een dag geldt hooguit één norm voor dezelfde meting van hetzelfde; beëindig eerst de vorige."""
    row = norms.norm_of(body)
    with _said_on_wire():
        if body.is_trial:
            return _moves(service.preview_norm(work, row))
        identity = service.add_norms(work, [row])[0]
    response.headers["Location"] = f"/api/v1/normen/{identity}"
    return _norm(response, service.get_norm(work, identity))


@router.get("/normen/{norm}", response_model=norms.NormOut, summary="Een norm lezen")
def get_norm(work: ApiWork, norm: NormKey, response: Response) -> norms.NormOut:
    """Een norm zoals zij is afgesproken."""
    return _norm(response, service.get_norm(work, norm))


@router.patch(
    "/normen/{norm}", response_model=norms.NormOut | MovesOut, summary="Een norm wijzigen of beëindigen"
)
def change_norm(
    work: ApiWork, norm: NormKey, body: norms.NormChangeIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wat u weglaat, blijft. Met een laatste dag eindigt zij. Elke klok die het raakt, wordt herberekend."""
    row = norms.changed(service.get_norm(work, norm).row, body)
    with _said_on_wire():
        if body.is_trial:
            return _moves(service.preview_norm(work, row, norm))
        found = service.change_norm(work, norm, row, _version(if_match))
    return _norm(response, found)


def _calendar(response: Response, found: CalendarView) -> calendars.CalendarOut:
    response.headers["ETag"] = f'"{found.version}"'
    return calendars.calendar_out(found)


def _norm(response: Response, found: NormView) -> norms.NormOut:
    response.headers["ETag"] = f'"{found.version}"'
    return norms.norm_out(found)


def _moves(moves: tuple[Move, ...]) -> JSONResponse:
    return JSONResponse(moves_out(moves).model_dump(mode="json", by_alias=True))


def _version(if_match: str | None) -> int:
    """The version in If-Match; a change without one could overwrite somebody else's. What is no number is stale."""
    text = (if_match or "").removeprefix("W/").strip('"')
    if not text:
        message = "Stuur de ETag mee die u las, als If-Match. Zo overschrijft u niets van een ander."
        raise Invalid([Finding("If-Match", message)])
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@contextmanager
def _said_on_wire() -> Iterator[None]:
    """Findings name the field as the body does."""
    try:
        yield
    except Invalid as error:
        found = [Finding(_ON_WIRE.get(one.field, one.field), one.message) for one in error.findings]
        raise Invalid(found, error.message) from error
