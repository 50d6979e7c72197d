"""Hours on the wire: week sheets with their steps, entries, and the closing of a month (data §9).

Translates and answers; every limit and right is the service's.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Response

from app.features.hours import schemas as shapes
from app.features.hours import service
from app.features.hours.core.saving import CellInput
from app.features.hours.core.subject import Subject
from app.features.hours.core.week import Week
from app.infra.db import UnitOfWork
from app.infra.http import ApiRoute, ApiWork
from app.kernel.errors import Finding, Invalid, NotFound, Refused

router = APIRouter(route_class=ApiRoute, tags=["Uren"])

EmployeeKey = Annotated[str, Path(alias="medewerker", description="Code of kenmerk", examples=["M01"])]
WeekCode = Annotated[str, Path(alias="week", description="ISO-week", examples=["2026-W14"])]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="De ETag van de week die u las", examples=['"3"'])
]


@router.get("/weekstaten/{medewerker}/{week}", response_model=shapes.SheetOut, summary="Een weekstaat lezen")
def get_week(work: ApiWork, employee: EmployeeKey, week: WeekCode, response: Response) -> shapes.SheetOut:
    """De week van een medewerker: de uren, per taakgebied de status, en wat nu kan."""
    return _sheet(work, _key(employee), _week(week), response)


@router.put(
    "/weekstaten/{medewerker}/{week}", response_model=shapes.SheetOut, summary="Een hele week bewaren"
)
def put_week(
    work: ApiWork,
    employee: EmployeeKey,
    week: WeekCode,
    body: shapes.WeekIn,
    response: Response,
    if_match: IfMatch = None,
) -> shapes.SheetOut:
    """Alles of niets: bij een fout noemt het antwoord elke regel die niet klopt, en verandert er niets."""
    wanted = _week(week)
    cells = _cells(work, body.hours, "uren.")
    outside = [cell for cell in cells if cell.day not in wanted]
    if outside:
        message = f"Deze dag ligt niet in {wanted.code}. Stuur alleen dagen van die week."
        raise Invalid([Finding(cell.field, message) for cell in outside])
    service.save_week(work, _key(employee), wanted, cells, _version(if_match))
    return _sheet(work, _key(employee), wanted, response)


@router.post(
    "/weekstaten/{medewerker}/{week}/stappen",
    status_code=201,
    response_model=shapes.SheetOut,
    summary="Een week indienen, terughalen, goedkeuren of teruggeven",
)
def take_step(
    work: ApiWork, employee: EmployeeKey, week: WeekCode, body: shapes.StepIn, response: Response
) -> shapes.SheetOut:
    """Kan de stap nu niet, dan noemt het antwoord (409) wat wel kan."""
    key, wanted = _key(employee), _week(week)
    if body.step == "indienen":
        service.submit_week(work, key, wanted)
    elif body.step == "terughalen":
        service.withdraw_week(work, key, wanted)
    elif body.step == "goedkeuren":
        service.approve_part(work, key, wanted, _area(work, body.area, "taakgebied"))
    else:
        service.return_part(work, key, wanted, _area(work, body.area, "taakgebied"), body.reason or "")
    return _sheet(work, key, wanted, response)


@router.get("/urenregels", response_model=shapes.EntryList, summary="Urenregels opvragen")
def list_entries(
    work: ApiWork,
    vanaf: Annotated[date, Query(alias="vanafDatum", description="Eerste dag", examples=["2026-03-01"])],
    tot_en_met: Annotated[
        date, Query(alias="totEnMetDatum", description="Laatste dag", examples=["2026-03-31"])
    ],
    medewerker: Annotated[str | None, Query(description="Code van een medewerker", examples=["M01"])] = None,
    cursor: Annotated[
        str | None, Query(description="Cursor van de vorige bladzijde", examples=[None])
    ] = None,
) -> shapes.EntryList:
    """Uren en correcties in deze dagen; medewerkers zien hun eigen uren."""
    key = _key(medewerker) if medewerker else None
    page = service.list_entries(work, vanaf, tot_en_met, key, _after(cursor))
    return shapes.EntryList(
        entries=[shapes.entry_out(one, page.areas) for one in page.entries],
        next_cursor=_cursor(page.next_after),
    )


@router.post(
    "/urenregels",
    status_code=201,
    response_model=shapes.EntryOut,
    summary="Een urenregel of correctie boeken",
)
def add_entry(work: ApiWork, body: shapes.EntryIn) -> shapes.EntryOut:
    """Een gewone regel op een open dag, of in een gesloten maand een correctie met het verschil en een reden."""
    (cell,) = _cells(work, [body], "")
    key = _key(body.employee)
    areas = service.list_areas(work)
    if body.kind == "correctie":
        wanted = service.CorrectionInput(
            cell.subject_key, cell.day, cell.minutes, body.reason or "", body.corrects_id, body.note
        )
        return shapes.entry_out(service.correct(work, key, wanted), areas)
    if body.reason or body.corrects_id:
        raise Invalid([Finding("soort", "Een reden en een verwijzing horen bij een correctie.")])
    if cell.minutes <= 0:
        raise Invalid([Finding("minuten", "Vul meer dan 0 minuten in.")])
    if any(
        (one.subject.key, one.worked_on) == (cell.subject_key, cell.day) and one.kind == "normal"
        for one in service.list_entries(work, cell.day, cell.day, key).entries
    ):
        raise Refused("Op deze dag staan al uren voor dit werk. Wijzig de week, met het nieuwe totaal.")
    (made,) = service.book(work, key, [cell])
    return shapes.entry_out(made, areas)


@router.post(
    "/maanden/{maand}/stappen",
    status_code=201,
    response_model=shapes.MonthStepOut,
    summary="De uren van een maand afsluiten",
)
def close_month(
    work: ApiWork,
    month: Annotated[str, Path(alias="maand", description="Maand", examples=["2026-03"])],
    body: shapes.MonthStepIn,
) -> shapes.MonthStepOut:
    """Daarna neemt de maand alleen nog correcties aan, van iedereen."""
    first_on = service.month_named(month)
    state = service.close_month(work, first_on)
    return shapes.MonthStepOut(step=body.step, month=month, hours_closed_at=state.hours_closed_at)


def _sheet(work: UnitOfWork, key: UUID | str, week: Week, response: Response) -> shapes.SheetOut:
    seen = service.get_week(work, key, week)
    page = service.list_entries(work, week.monday, week.sunday, key)
    response.headers["ETag"] = f'"{seen.sheet.version}"'
    entries = [shapes.entry_out(one, page.areas) for one in page.entries]
    contract = seen.grid.contract_minutes
    return shapes.sheet_out(seen.employee.code, seen.sheet, seen.parts, entries, contract, page.areas)


def _cells(work: UnitOfWork, hours: Sequence[shapes.Hour], prefix: str) -> list[CellInput]:
    numbers = service.keys_of_numbers(work, {one.assignment for one in hours if one.assignment})
    areas = {area.code: area.id for area in service.list_areas(work).values()}
    cells, findings = [], []
    for index, one in enumerate(hours):
        place = f"{prefix}{index}." if prefix else ""
        key = _subject_key(one, numbers, areas)
        if isinstance(key, Finding):
            findings.append(Finding(place + key.field, key.message))
        else:
            cells.append(CellInput(f"{place}minuten", key, one.worked_on, one.minutes, one.note))
    if findings:
        raise Invalid(findings)
    return cells


def _subject_key(one: shapes.Hour, numbers: dict[str, str], areas: dict[str, UUID]) -> str | Finding:
    if (one.assignment is None) == (one.activity is None):
        return Finding("opdracht", "Noem een opdracht of een activiteit, niet allebei.")
    if one.assignment is not None:
        unknown = Finding("opdracht", f"Opdracht {one.assignment} bestaat niet, of u mag haar niet zien.")
        return numbers.get(one.assignment, unknown)
    assert one.activity is not None
    if one.area not in areas:
        return Finding("taakgebied", "Noem het taakgebied waarvoor u dit werk deed.")
    return Subject(areas[one.area], activity=shapes.ACTIVITIES_IN[one.activity]).key


def _area(work: UnitOfWork, code: str | None, field: str) -> UUID:
    found = next((area.id for area in service.list_areas(work).values() if area.code == code), None)
    if found is None:
        raise Invalid([Finding(field, "Noem het taakgebied waarover u beslist.")])
    return found


def _key(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text


def _week(code: str) -> Week:
    try:
        return Week.parse(code)
    except ValueError:
        raise NotFound("Deze week") from None


def _version(if_match: str | None) -> int | None:
    text = (if_match or "").removeprefix("W/").strip('"')
    return int(text) if text.isdecimal() else None


def _cursor(after: tuple[date, UUID] | None) -> str | None:
    if after is None:
        return None
    return base64.urlsafe_b64encode(f"{after[0].isoformat()} {after[1]}".encode()).decode()


def _after(cursor: str | None) -> tuple[date, UUID] | None:
    if not cursor:
        return None
    try:
        day, _, identity = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return date.fromisoformat(day), UUID(identity)
    except (ValueError, binascii.Error):
        raise Invalid([Finding("cursor", "Deze cursor klopt niet. Begin opnieuw zonder cursor.")]) from None
