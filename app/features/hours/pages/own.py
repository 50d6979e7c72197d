"""“Mijn week”: the grid of one's own week, saved whole, handed in, taken back.

Works without script: every button sends the form, and what was typed comes back. On a phone one day shows;
another day is a button of the same form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.hours import service
from app.features.hours.core.states import SheetState, SheetStep, sheet_steps
from app.features.hours.core.views import WeekMark
from app.features.hours.core.week import Week
from app.features.hours.pages import typed as typing
from app.features.hours.service.showing import OwnWeek
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid, NotFound, Stale
from app.kernel.glossary import HOUR_STATES

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_DONE = {
    "bewaard": "Bewaard.",
    "ingediend": "Ingediend. De SSC-manager keurt uw uren goed.",
    "teruggehaald": "Teruggehaald. U kunt uw uren weer wijzigen.",
    "gecorrigeerd": "De correctie is geboekt en wacht op goedkeuring.",
}
_LOOKS = {
    SheetState.OPEN: "open",
    SheetState.SUBMITTED: "live",
    SheetState.APPROVED: "good",
    SheetState.RETURNED: "warn",
}


@dataclass(frozen=True, slots=True)
class Again:
    """A form that comes back: what was typed and what is wrong with it."""

    texts: Mapping[str, str]
    findings: Sequence[Finding] = ()
    extra: tuple[str, ...] = ()
    day: date | None = None


@router.get("/{code}/mijn-week")
def this_week(work: PageWork, code: str) -> Response:
    """The week of today."""
    _me(work)
    return RedirectResponse(f"/{code}/mijn-week/{Week.containing(work.today).code}", 303)


@router.get("/{code}/mijn-week/{week}")
def week_page(
    work: PageWork, request: Request, week: str, gedaan: str = "", dag: str = "", overnemen: str = ""
) -> Response:
    """The grid of a week."""
    wanted, me = week_of(week), _me(work)
    if overnemen:
        return _page(work, request, me, wanted, again=_as_last_week(work, me, wanted))
    day = next((one for one in wanted.days if one.isoformat() == dag), None)
    return _page(work, request, me, wanted, again=Again({}, day=day), done=_DONE.get(gedaan))


@router.post("/{code}/mijn-week/{week}")
def save_week(work: PageWork, request: Request, code: str, week: str, form: PageForm) -> Response:
    """Save the week, and hand it in when that button was pressed; all or nothing."""
    wanted, me = week_of(week), _me(work)
    fields = {name: str(value) for name, value in form.items()}
    action = fields.get("actie", "bewaren")
    if action == "terughalen":
        service.withdraw_week(work, me, wanted)
        return _back(code, wanted, "teruggehaald")
    found = typing.read(fields, wanted)
    if action not in {"bewaren", "indienen"}:
        return _page(work, request, me, wanted, again=_turned(action, found, wanted, fields.get("regel", "")))
    findings = list(found.findings)
    if not findings:
        try:
            service.save_week(work, me, wanted, found.cells, _version(fields))
            if action == "indienen":
                service.submit_week(work, me, wanted)
        except Invalid as error:
            findings = list(error.findings)
        except Stale as error:
            findings = [Finding("", error.message)]
        else:
            return _back(code, wanted, "ingediend" if action == "indienen" else "bewaard")
    again = Again(found.texts, findings, found.keys, _day(fields.get("dag", ""), wanted))
    return _page(work, request, me, wanted, again=again, status=400)


@router.post("/{code}/mijn-week/{week}/correctie")
def correct(work: PageWork, request: Request, code: str, week: str, form: PageForm) -> Response:
    """Book a correction on a day of a closed month: the new total, with a reason."""
    wanted, me = week_of(week), _me(work)
    fields = {name: str(value) for name, value in form.items()}
    try:
        service.correct_to(work, me, *typing.correction(fields, wanted))
    except Invalid as error:
        again = Again({**fields}, error.findings)
        return _page(work, request, me, wanted, again=again, status=400)
    return _back(code, wanted, "gecorrigeerd")


def week_of(code: str) -> Week:
    """The week of an address; `NotFound` when there is none."""
    try:
        return Week.parse(code)
    except ValueError:
        raise NotFound("Deze week") from None


def _me(work: PageWork) -> UUID:
    if work.actor.employee_id is None:
        raise NotFound("Uw weekstaat")
    return work.actor.employee_id


def _back(code: str, week: Week, done: str) -> Response:
    return RedirectResponse(f"/{code}/mijn-week/{week.code}?gedaan={done}", 303)


def _version(fields: Mapping[str, str]) -> int | None:
    text = fields.get("versie", "")
    return int(text) if text.isdecimal() else None


def _day(text: str, week: Week) -> date | None:
    return next((one for one in week.days if one.isoformat() == text), None)


def _turned(action: str, found: typing.Typed, week: Week, row: str) -> Again:
    """Another day on the phone, or a row more: nothing is saved and nothing typed is lost."""
    extra = (*found.keys, row) if action == "regel" and row else found.keys
    return Again(found.texts, (), extra, _day(action.removeprefix("dag-"), week))


def _as_last_week(work: PageWork, me: UUID, week: Week) -> Again:
    """Last week's hours as a proposal in the cells that are still empty."""
    earlier = service.get_week(work, me, week.later(-1)).grid
    texts: dict[str, str] = {}
    for row in earlier.rows:
        for offset, cell in enumerate(row.cells):
            if cell.minutes:
                texts[f"u.{row.bookable.subject.key}.{week.days[offset]}"] = dutch.hours(cell.minutes)
    now = service.get_week(work, me, week).grid
    for row in now.rows:
        for cell in row.cells:
            if cell.minutes:
                texts.pop(f"u.{row.bookable.subject.key}.{cell.day}", None)
    keys = tuple(row.bookable.subject.key for row in earlier.rows if row.minutes)
    return Again(texts, (), keys)


def _page(
    work: PageWork,
    request: Request,
    me: UUID,
    week: Week,
    *,
    again: Again,
    done: str | None = None,
    status: int = 200,
) -> Response:
    seen = service.get_week(work, me, week, again.extra)
    day = again.day or (work.today if work.today in week else week.monday)
    states = [part.state for part in seen.parts.values()]
    steps = sheet_steps(seen.sheet.state, states)
    return render(
        request,
        work,
        "hours/week.html",
        status=status,
        week=week,
        seen=seen,
        grid=seen.grid,
        marks=[_mark(mark) for mark in service.list_weeks(work, me, week)],
        day=day,
        texts=again.texts,
        findings=again.findings,
        errors={finding.field: finding.message for finding in again.findings},
        done=done,
        meta=_meta(seen),
        may_submit=SheetStep.SUBMIT in steps,
        may_withdraw=SheetStep.WITHDRAW in steps,
        returned=[
            (seen.areas[part.area_id].name, part.reason, part.decided_by)
            for part in seen.parts.values()
            if part.reason
        ],
        closed_cells=_closed_cells(seen),
        here="week",
    )


def _closed_cells(seen: OwnWeek) -> list[tuple[str, str]]:
    """What can be corrected: every subject on every day of the week that lies in a closed month."""
    closed = [day for day in seen.grid.week.days if day.replace(day=1) in seen.grid.closed_months]
    return [
        (f"{one.subject.key}.{day}", f"{dutch.day(day)}, {one.number or ''} {one.title}".replace(",  ", ", "))
        for day in closed
        for one in seen.subjects
        if one.holds_on(day)
    ]


def _mark(mark: WeekMark) -> dict[str, object]:
    """A week in the row of weeks, in words: “geen uren, ingediend” differs from “open, leeg”."""
    word = HOUR_STATES[mark.state]
    if mark.state is SheetState.OPEN:
        text = f"open, {dutch.hours(mark.minutes)} uur" if mark.minutes else "open, leeg"
    else:
        text = word if mark.minutes else f"geen uren, {word}"
    look = "good" if mark.state is SheetState.SUBMITTED and not mark.minutes else _LOOKS[mark.state]
    return {"week": mark.week, "look": look, "text": text}


def _meta(seen: OwnWeek) -> str:
    state = {
        SheetState.OPEN: "Nog niet ingediend.",
        SheetState.SUBMITTED: "Ingediend, wacht op goedkeuring.",
        SheetState.APPROVED: "Goedgekeurd.",
        SheetState.RETURNED: "Teruggegeven.",
    }[seen.sheet.state]
    if seen.sheet.state is SheetState.SUBMITTED and not seen.parts:
        state = "Ingediend, zonder uren."
    closed = [dutch.month(first_on) for first_on in sorted(seen.grid.closed_months)]
    locked = f" {dutch.listing(closed).capitalize()} is gesloten." if closed else ""
    return f"{seen.grid.week.label}. {state}{locked}"
