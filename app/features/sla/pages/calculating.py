"""“Termijn berekenen”: a period reckoned day by day, without an assignment. A GET form, so the answer has an address.

What is typed is kept in the fields; what cannot be read is said at its field, together with what the core finds.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from app.features.sla.core.calculation import Answer, Asked, AskedCalendar, AskedExtension, AskedPause
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.reading import ClockState
from app.features.sla.core.sheet import sheet
from app.features.sla.core.statutory import LawPeriod, LawUnit
from app.features.sla.core.targets import Target, Unit
from app.features.sla.pages.changing import tabs
from app.features.sla.service import calculating as service
from app.features.sla.service import holiday_names
from app.infra.clock import AMSTERDAM, local_day
from app.infra.db import UnitOfWork
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid
from app.kernel.typed import read_day, read_moment

router = APIRouter(route_class=PageRoute, include_in_schema=False)

OWN: Final = "eigen"
OF_NORM: Final = ""
PAUSES: Final = 3
"""So many pauses have fields; more in the address are reckoned with and shown too."""
DAYS: Final = tuple(zip(("ma", "di", "wo", "do", "vr", "za", "zo"), dutch.DAYS, strict=True))
UNITS: Final = [
    *((unit.value, unit.value) for unit in Unit),
    *((f"wet-{unit.value}", f"{unit.value}, door de wet gesteld") for unit in LawUnit),
]
EXTENDED_IN: Final = {unit.value: unit for unit in (LawUnit.DAYS, LawUnit.WEEKS, LawUnit.MONTHS)}
LOOKS: Final = {
    ClockState.NOT_STARTED: "open",
    ClockState.RUNNING: "live",
    ClockState.PAUSED: "still",
    ClockState.MET: "good",
    ClockState.MISSED: "late",
}
_FIELDS: Final = (
    "begintOp",
    "norm",
    "lengte",
    "eenheid",
    "looptDoor",
    "kalender",
    "gestoptOp",
    "peilmomentOp",
    "teltTerug",
    "verdaagdLengte",
    "verdaagdEenheid",
    "verdaagdOp",
    "verdaagdArtikel",
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """The fields as they were typed, to be shown again."""

    plain: dict[str, str]
    week: dict[str, str]
    holidays: list[str]
    pauses: list[tuple[str, str, str]]


@router.get("/{code}/termijnen/berekenen")
def calculating_page(work: PageWork, request: Request) -> Response:
    """The form, and below it the answer when something was asked."""
    calendars = service.list_calendars(work)
    typed = _typed(request.query_params)
    context: dict[str, Any] = {"findings": (), "errors": defaultdict(str), "answer": None, "sheet": None}
    if request.query_params:
        try:
            context |= _answered(work, typed)
        except Invalid as error:
            context["findings"] = error.findings
            context["errors"].update({one.field: one.message for one in error.findings})
    return render(
        request,
        work,
        "sla/berekenen.html",
        status=400 if context["findings"] else 200,
        typed=typed,
        units=UNITS,
        extended_in=[(word, word) for word in EXTENDED_IN],
        calendars=[(OF_NORM, "Die van de norm, anders standaard"), *calendars, (OWN, "Eigen openingstijden")],
        norms=service.list_terms(work),
        days=[
            (short, name, f"eigenKalender.openingstijden.{place}") for place, (short, name) in enumerate(DAYS)
        ],
        holidays=[(name, name) for name in holiday_names()],
        tabs=tabs(work.actor.collaboration_code, "calculating"),
        here="results",
        **context,
    )


def _typed(given: QueryParams) -> _Typed:
    plain = {name: given.get(name, "").strip()[:100] for name in _FIELDS}
    plain["eenheid"] = plain["eenheid"] or Unit.WORKING_DAYS.value
    plain["verdaagdEenheid"] = plain["verdaagdEenheid"] or LawUnit.WEEKS.value
    starts, ends, causes = (given.getlist(name) for name in ("pauzeVan", "pauzeTot", "pauzeReden"))
    rows = max(PAUSES, min(len(starts), 20))
    pauses = [tuple(_at(texts, place) for texts in (starts, ends, causes)) for place in range(rows)]
    holidays = given.getlist("feestdag") if given else list(service.STANDARD_HOLIDAYS)
    hours = {short: given.get(short, "").strip()[:100] for short, _ in DAYS}
    if not any(hours.values()):
        hours = {short: service.STANDARD_HOURS if place < 5 else "" for place, (short, _) in enumerate(DAYS)}
    return _Typed(plain, hours, holidays[:30], [(one[0], one[1], one[2]) for one in pauses])


def _at(texts: list[str], place: int) -> str:
    return texts[place].strip()[:200] if place < len(texts) else ""


def _answered(work: UnitOfWork, typed: _Typed) -> dict[str, Any]:
    """The context of an answer; `Invalid` with every finding."""
    asked, term = _asked(work, typed)
    wanted: str | AskedCalendar | WorkCalendar = typed.plain["kalender"]
    if wanted == OF_NORM:
        wanted = term.calendar if term is not None else service.STANDARD
    elif wanted == OWN:
        wanted = AskedCalendar([typed.week[short] for short, _ in DAYS], typed.holidays)
    calendar, found = service.calculate(work, asked, wanted)
    today = local_day(asked.now)
    begun = asked.start_at.astimezone(calendar.zone)
    word = "gebeurtenis" if asked.counts_back else "begin"
    notes = {begun.date(): f"{word} {dutch.clock_time(begun)}" if begun.hour or begun.minute else word}
    return {
        "answer": found,
        "last_on": found.last_on(calendar.zone),
        "length": _length(asked),
        "counts_back": asked.counts_back,
        "look": LOOKS[found.state],
        "left": _amount(abs(found.left), found),
        "spent": _amount(found.spent, found),
        "total": _amount(found.total, found),
        "percent": dutch.part_of(found.spent, found.total),
        "sheet": sheet(found.days, calendar.zone, today, notes) if found.days is not None else None,
        "in_hours": found.days is not None and found.days.unit.is_working_time,
        "calendar_name": calendar.name,
    }


def _asked(work: UnitOfWork, typed: _Typed) -> tuple[Asked, service.Term | None]:
    """What is asked, and the norm by which if one was chosen."""
    findings: list[Finding] = []
    plain = typed.plain
    start = _moment(plain["begintOp"], "begintOp", findings)
    if not plain["begintOp"]:
        findings.append(
            Finding("begintOp", "Vul in wanneer de termijn begint, bijvoorbeeld 02-04-2026 16:00.")
        )
    stopped = _moment(plain["gestoptOp"], "gestoptOp", findings)
    now = _moment(plain["peilmomentOp"], "peilmomentOp", findings)
    pauses = []
    for place, (first, last, cause) in enumerate(typed.pauses):
        begin = _moment(first, f"pauzes.{place}", findings)
        end = _moment(last, f"pauzes.{place}", findings)
        if begin is not None:
            pauses.append(AskedPause(begin, end, cause))
        elif last and not first:
            findings.append(Finding(f"pauzes.{place}", "Vul ook in wanneer de pauze begint."))
    term = (
        service.get_term(work, norm_id, local_day(start or work.now))
        if (norm_id := _identity(plain["norm"]))
        else None
    )
    length, unit = _period(plain, term, findings)
    extension = _extension(plain, findings)
    if findings or start is None or unit is None:
        raise Invalid(findings)
    extended = term.is_extended if term is not None else plain["looptDoor"] == "ja"
    counts_back = plain["teltTerug"] == "ja"
    asked = Asked(start, length, unit, now or work.now, pauses, stopped, extended, extension, counts_back)
    return asked, term


def _extension(plain: dict[str, str], findings: list[Finding]) -> AskedExtension | None:
    """The extension that was typed; none when its length and day were left empty."""
    if not plain["verdaagdLengte"] and not plain["verdaagdOp"]:
        return None
    day = read_day(plain["verdaagdOp"])
    unit = EXTENDED_IN.get(plain["verdaagdEenheid"])
    is_number = plain["verdaagdLengte"].isdecimal() and len(plain["verdaagdLengte"]) < 7
    if not is_number or unit is None:
        findings.append(Finding("verdaging", "Geef hoeveel langer, als heel getal met een eenheid."))
    if day is None:
        findings.append(Finding("verdaagdOp", "Geef de dag waarop is verdaagd, bijvoorbeeld 20-04-2026."))
    if not is_number or unit is None or day is None:
        return None
    return AskedExtension(int(plain["verdaagdLengte"]), unit, day, plain["verdaagdArtikel"])


def _period(
    plain: dict[str, str], term: service.Term | None, findings: list[Finding]
) -> tuple[int, Unit | LawUnit | None]:
    """How much of what: of the norm, else as typed."""
    if term is not None:
        return term.length, term.unit
    if not plain["lengte"].isdecimal() or len(plain["lengte"]) > 9:
        findings.append(
            Finding("lengte", "Kies een norm, of geef de lengte als heel getal, bijvoorbeeld 10.")
        )
        return 0, None
    return int(plain["lengte"]), _unit(plain["eenheid"], findings)


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _unit(text: str, findings: list[Finding]) -> Unit | LawUnit | None:
    if text not in dict(UNITS):
        findings.append(Finding("eenheid", "Kies een eenheid uit de lijst."))
        return None
    return LawUnit(text.removeprefix("wet-")) if text.startswith("wet-") else Unit(text)


def _moment(text: str, field: str, findings: list[Finding]) -> datetime | None:
    """A moment as people type it, on the wall of Amsterdam; without a time the beginning of the day."""
    if not text:
        return None
    found = read_moment(text)
    if found is not None:
        return found.replace(tzinfo=AMSTERDAM)
    findings.append(Finding(field, f"“{text}” is geen moment. Schrijf bijvoorbeeld 02-04-2026 16:00."))
    return None


def _length(asked: Asked) -> str:
    """The period in words."""
    if isinstance(asked.unit, LawUnit):
        back = " vóór de gebeurtenis" if asked.counts_back else ""
        return f"{LawPeriod(asked.length, asked.unit)}{back} (wet)"
    return str(Target(asked.length, asked.unit))


def _amount(amount: int, found: Answer) -> str:
    return f"{dutch.hours(amount // 60)} uur" if found.is_time else dutch.count(amount, "dag", "dagen")
