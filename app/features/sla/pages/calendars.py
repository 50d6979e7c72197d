"""Calendars: when is worked, from–to; a new version from a day on says first which clocks it moves."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.sla import service
from app.features.sla.core.rows import HOUSE_ZONE, CalendarRow, CalendarView
from app.features.sla.core.texts import DayText, VersionText
from app.features.sla.pages.changing import answer, tabs
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, shown_again, texts
from app.kernel import dutch
from app.kernel.errors import Invalid, SscError, Stale
from app.kernel.roles import Permission
from app.kernel.typed import read_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)

DAYS: Final = tuple(zip(("ma", "di", "wo", "do", "vr", "za", "zo"), dutch.DAYS, strict=True))
_HOLIDAY: Final = "feestdag-{}"
_DONE: Final = {
    "ja": "De kalender is bewaard; de klokken zijn herberekend.",
    "naam": "De kalender heeft een andere naam.",
    "toegevoegd": "De kalender is bewaard.",
}


@router.get("/{code}/kalenders")
def calendars_page(
    work: PageWork, request: Request, code: str, cursor: str = "", gedaan: str = ""
) -> Response:
    """Calendars with how they work today."""
    found = service.page_calendars(work, cursor or None)
    return render(
        request,
        work,
        "sla/kalenders.html",
        rows=[{"view": one, "now": _shown(one.current(work.today))} for one in found.rows],
        may_edit=work.actor.may(Permission.EDIT_NORMS),
        more=f"/{code}/kalenders?cursor={found.next_cursor}" if found.next_cursor else None,
        done=_DONE.get(gedaan),
        tabs=tabs(code, "calendars"),
        here="results",
    )


@router.get("/{code}/nieuwe-kalender")
def new_page(work: PageWork, request: Request) -> Response:
    """The form for a calendar that is not there yet."""
    work.actor.require(Permission.EDIT_NORMS)
    return _new(work, request, dict.fromkeys(("ma", "di", "wo", "do", "vr"), "08:30-17:00"), None)


@router.post("/{code}/nieuwe-kalender")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say which terms it begins to measure, then add it."""
    work.actor.require(Permission.EDIT_NORMS)
    return answer(
        work,
        request,
        form,
        read=_read_new,
        preview=lambda unit, row: service.preview_calendar(unit, row),
        save=lambda unit, row: service.add_calendars(unit, [row]),
        draw=lambda given, refusal: _new(work, request, given, refusal),
        title="Kalender toevoegen",
        done=f"/{code}/kalenders?gedaan=toegevoegd",
    )


@router.get("/{code}/kalenders/{calendar}")
def calendar_page(work: PageWork, request: Request, calendar: str, gedaan: str = "") -> Response:
    """Its versions, and for who may a form for the next."""
    found = service.get_calendar(work, calendar)
    return _page(work, request, found, _typed(found, work.today), None, done=_DONE.get(gedaan))


@router.post("/{code}/kalenders/{calendar}/naam")
def rename(work: PageWork, request: Request, code: str, calendar: str, form: PageForm) -> Response:
    """Give it another name; no clock moves by that."""
    work.actor.require(Permission.EDIT_NORMS)
    found = service.get_calendar(work, calendar)
    given = texts(form)
    version = given.get("versie", "")
    try:
        service.rename_calendar(
            work, calendar, given.get("naam", "")[:300], int(version) if version.isdecimal() else 0
        )
    except (Invalid, Stale) as error:
        return _page(work, request, found, _typed(found, work.today) | given, error)
    return RedirectResponse(f"/{code}/kalenders/{calendar}?gedaan=naam", 303)


@router.post("/{code}/kalenders/{calendar}")
def save(work: PageWork, request: Request, code: str, calendar: str, form: PageForm) -> Response:
    """Say what moves, then let the version hold."""
    work.actor.require(Permission.EDIT_NORMS)
    found = service.get_calendar(work, calendar)
    version = str(form.get("versie", ""))
    return answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda unit, new: service.preview_version(unit, calendar, new),
        save=lambda unit, new: service.save_version(
            unit, calendar, new, int(version) if version.isdecimal() else 0
        ),
        draw=lambda given, refusal: _page(work, request, found, given, refusal),
        title=f"Kalender {found.row.name}",
        done=f"/{code}/kalenders/{calendar}?gedaan=ja",
    )


def _read_new(given: Given) -> CalendarRow:
    first = _read(given)
    code, name, owner = (given.get(field, "").strip() for field in ("code", "naam", "organisatie"))
    return CalendarRow(code, name, owner or None, HOUSE_ZONE, (first,))


def _read(given: Given) -> VersionText:
    reader = Reader(given)
    first = reader.day("geldigVan", "de eerste dag")
    days = _special_days(reader)
    if reader.findings or first is None:
        raise reader.invalid()
    return VersionText(
        valid_from=first,
        valid_until=None,
        week=tuple(reader.text(short) for short, _ in DAYS),
        holidays=tuple(
            name
            for place, name in enumerate(service.holiday_names())
            if reader.text(_HOLIDAY.format(place)) == "ja"
        ),
        special_days=tuple(days),
    )


def _special_days(reader: Reader) -> list[DayText]:
    """One day a line: `24-12-2026 Kerstavond 08:30-12:00`; without hours it is closed."""
    found: list[DayText] = []
    for line in reader.text("bijzondereDagen").splitlines():
        parts = line.split()
        if not parts:
            continue
        day = read_day(parts[0])
        hours = [part for part in parts[1:] if part[:1].isdigit() and "-" in part]
        name = " ".join(part for part in parts[1:] if part not in hours)
        if day is None:
            reader.fault(
                "bijzondereDagen", f"“{line}” begint niet met een datum. Schrijf 24-12-2026 Kerstavond."
            )
        else:
            found.append(DayText(day, name, " ".join(hours)))
    return found


def _typed(found: CalendarView, today: date) -> dict[str, str]:
    """The version of today as it would have been typed, for a next one."""
    now = found.current(today)
    given = {"versie": str(found.version), "naam": found.row.name, "geldigVan": "", "bijzondereDagen": ""}
    if now is None:
        return given
    kept = set(now.holidays)
    lines = [
        " ".join(part for part in (dutch.field_day(day.on), day.name, day.hours) if part)
        for day in now.special_days
        if day.on >= today
    ]
    return (
        given
        | {"bijzondereDagen": "\n".join(lines)}
        | {short: hours for (short, _), hours in zip(DAYS, now.week, strict=True)}
        | {_HOLIDAY.format(place): "ja" for place, name in enumerate(service.holiday_names()) if name in kept}
    )


def _page(
    work: UnitOfWork,
    request: Request,
    found: CalendarView,
    given: Given,
    refusal: SscError | None,
    *,
    done: str | None = None,
) -> Response:
    return render(
        request,
        work,
        "sla/kalender.html",
        view=found,
        versions=[_shown(one) for one in reversed(found.row.versions)],
        may_edit=work.actor.may(Permission.EDIT_NORMS),
        done=done,
        here="results",
        **_fields(given, refusal),
    )


def _new(work: UnitOfWork, request: Request, given: Given, refusal: SscError | None) -> Response:
    return render(
        request,
        work,
        "sla/kalender_nieuw.html",
        organisations=service.organisations_without_calendar(work),
        here="results",
        **_fields(given, refusal),
    )


def _fields(given: Given, refusal: SscError | None) -> dict[str, Any]:
    """What is typed of a calendar and of how it works, with what is wrong at its field."""
    typed = ("versie", "code", "naam", "organisatie", "geldigVan", "bijzondereDagen")
    empty = dict.fromkeys((*typed, *(short for short, _ in DAYS)), "")
    return {
        "days": DAYS,
        "holidays": [(_HOLIDAY.format(place), name) for place, name in enumerate(service.holiday_names())],
        **shown_again(empty | dict(given), refusal),
    }


def _shown(one: VersionText | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "term": dutch.since(one.valid_from, one.valid_until),
        "week": _week(one.week),
        "holidays": dutch.listing(one.holidays) if one.holidays else None,
        "days": [(day.on, day.name, day.hours or "gesloten") for day in one.special_days],
    }


def _week(week: Sequence[str]) -> list[tuple[str, str]]:
    """Days in a row with the same hours put together."""
    found: list[tuple[int, int, str]] = []
    for place, hours in enumerate(week):
        if found and found[-1][2] == hours:
            found[-1] = (found[-1][0], place, hours)
        else:
            found.append((place, place, hours))
    return [
        (
            dutch.DAYS[first] if first == last else f"{dutch.DAYS[first]} t/m {dutch.DAYS[last]}",
            " en ".join(part.replace("-", "–") for part in hours.split()) or "gesloten",
        )
        for first, last, hours in found
    ]
