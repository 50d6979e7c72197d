"""A step that was taken down wrongly: the form, which clocks move from when to when, then corrected.

Who may correct and what can be is the service's; a field that was left as it stood is no correction.
"""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.assignments import service
from app.features.assignments.core.correcting import Correction
from app.features.assignments.core.events import Event
from app.features.assignments.core.life import Step
from app.features.assignments.core.views import Detail
from app.features.assignments.pages.forms import read_date, read_hours
from app.features.sla.pages.changing import answer
from app.infra.clock import AMSTERDAM
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, shown_again
from app.kernel import dutch
from app.kernel.errors import SscError
from app.kernel.glossary import STATE_LABELS
from app.kernel.typed import read_day, read_moment

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_TITLE: Final = "Stap corrigeren"


@router.get("/{code}/opdrachten/{key}/stappen/{seq}/corrigeren")
def correcting_page(work: PageWork, request: Request, key: str, seq: str) -> Response:
    """The form with what was taken down."""
    found, event = service.get_correctable(work, key, _number(seq))
    return _form(work, request, found, event, _as_typed(event), None)


@router.post("/{code}/opdrachten/{key}/stappen/{seq}/corrigeren")
def correct(work: PageWork, request: Request, code: str, key: str, seq: str, form: PageForm) -> Response:
    """Say what moves, then correct."""
    found, event = service.get_correctable(work, key, _number(seq))
    return answer(
        work,
        request,
        form,
        read=lambda given: _read(given, event),
        preview=lambda unit, wrong: service.preview_correction(unit, found.id, wrong),
        save=lambda unit, wrong: service.correct(unit, found.id, wrong),
        draw=lambda given, refusal: _form(work, request, found, event, given, refusal),
        title=_TITLE,
        done=f"/{code}/opdrachten/{found.id}?gedaan=corrigeren",
        trail=(*_trail(code, found), (_TITLE, request.url.path)),
        here=None,
    )


def _number(seq: str) -> int:
    """The sequence number in an address; what is none is that of no step."""
    return int(seq) if seq.isascii() and seq.isdecimal() and len(seq) < 7 else 0


def _trail(code: str, found: Detail) -> tuple[tuple[str, str], ...]:
    list_path = f"/{code}/opdrachten"
    return ("Opdrachten", list_path), (found.row.number or "concept", f"{list_path}/{found.id}")


def _as_typed(event: Event) -> dict[str, str]:
    """A step as it would have been typed."""
    return {
        "op": _moment(event.happened_at),
        "afgesprokenDatum": dutch.field_day(event.agreed_on) if event.agreed_on else "",
        "ramingMinuten": dutch.hours(event.estimate_minutes) if event.estimate_minutes else "",
        "reden": "",
    }


def _moment(at: datetime) -> str:
    local = at.astimezone(AMSTERDAM)
    return f"{dutch.field_day(local.date())} {dutch.clock_time(local)}"


def _read(given: Given, event: Event) -> Correction:
    """What is to be otherwise; a field that still says what stood there is left out."""
    stood = _as_typed(event)
    reader = Reader(
        {name: text for name, text in given.items() if name == "reden" or text != stood.get(name)}
    )
    at = None if given.get("op") == stood["op"] else _read_moment(reader)
    agreed_on = read_date(reader.text("afgesprokenDatum"), "afgesprokenDatum", reader.findings)
    estimate = read_hours(reader.text("ramingMinuten"), "ramingMinuten", reader.findings)
    reason = reader.text("reden")[:10_000].replace("\x00", "").strip()
    if not reason:
        reader.fault("reden", "Schrijf wat er niet klopte.")
    if reader.findings:
        raise reader.invalid()
    return Correction(event.seq, reason, at, agreed_on, estimate)


def _read_moment(reader: Reader) -> datetime | None:
    text = reader.text("op")
    found = read_moment(text)
    if found is None or read_day(text) is not None:
        reader.fault("op", "Schrijf de dag en de tijd als 02-04-2026 16:00.")
        return None
    return found.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def _form(
    work: PageWork, request: Request, found: Detail, event: Event, given: Given, refusal: SscError | None
) -> Response:
    code = work.actor.collaboration_code
    return render(
        request,
        work,
        "assignments/corrigeren.html",
        title=_TITLE,
        trail=(*_trail(code, found), (_TITLE, None)),
        back=f"/{code}/opdrachten/{found.id}",
        action=request.url.path,
        facts=[
            ("Opdracht", f"{found.row.number or 'Concept'} {found.row.title or ''}".strip()),
            ("Stap", STATE_LABELS[event.to_state]),
            ("Vastgelegd moment", dutch.long_moment(event.happened_at.astimezone(AMSTERDAM))),
            ("Door", event.actor_name),
        ],
        asks_acceptance=event.step is Step.ACCEPT,
        **shown_again({**_as_typed(event), **given}, refusal),
    )
