"""“Uren goedkeuren”: a week of everybody, per person and area; approve, or return with a reason."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.hours import service
from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.views import PersonWeek
from app.features.hours.core.week import Week
from app.features.hours.pages.own import week_of
from app.features.hours.service.approval import ApprovalWeek
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import HOUR_STATES

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_DONE = {
    "goedgekeurd": "Goedgekeurd. Deze uren liggen nu vast.",
    "teruggegeven": "Teruggegeven. De medewerker ziet uw reden.",
    "correctie": "De correcties zijn goedgekeurd.",
}
_LOOKS = {
    PartState.OPEN: "open",
    PartState.SUBMITTED: "live",
    PartState.APPROVED: "good",
    PartState.RETURNED: "warn",
}


@router.get("/{code}/uren-goedkeuren")
def first_week(work: PageWork, code: str) -> Response:
    """The oldest week in which something waits, else last week."""
    last = Week.containing(work.today).later(-1)
    waiting = service.get_approvals(work, last).waiting
    return RedirectResponse(f"/{code}/uren-goedkeuren/{min(waiting, default=last).code}", 303)


@router.get("/{code}/uren-goedkeuren/{week}")
def approve_page(work: PageWork, request: Request, week: str, gedaan: str = "") -> Response:
    """A week of everybody."""
    return _page(work, request, week_of(week), done=_DONE.get(gedaan))


@router.post("/{code}/uren-goedkeuren/{week}")
def decide(work: PageWork, request: Request, code: str, week: str, form: PageForm) -> Response:
    """Approve or return one part, approve all that waits of a person, or approve corrections."""
    wanted = week_of(week)
    action = str(form.get("actie", ""))
    try:
        if action == "goedkeuren":
            service.approve_part(work, *_part(str(form.get("deel", "")), wanted))
        elif action == "teruggeven":
            part = _part(str(form.get("deel", "")), wanted)
            service.return_part(work, *part, str(form.get("reden", "")))
        elif action == "alles-goedkeuren":
            for chosen in form.getlist("deel"):
                service.approve_part(work, *_part(str(chosen), wanted))
        elif action == "correcties":
            ids = [_uuid(str(chosen), "correctie") for chosen in form.getlist("correctie")]
            service.approve_corrections(work, ids)
        else:
            raise Invalid([Finding("actie", "Kies goedkeuren of teruggeven.")])
    except Invalid as error:
        about = str(form.get("deel", ""))
        return _page(work, request, wanted, findings=error.findings, about=about, status=400)
    done = {"teruggeven": "teruggegeven", "correcties": "correctie"}.get(action, "goedgekeurd")
    return RedirectResponse(f"/{code}/uren-goedkeuren/{wanted.code}?gedaan={done}", 303)


def _part(text: str, week: Week) -> tuple[UUID, Week, UUID]:
    employee, _, area = text.partition(".")
    return _uuid(employee, "deel"), week, _uuid(area, "deel")


def _uuid(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid([Finding(field, "Kies van wie en waarover u beslist.")]) from None


def _page(
    work: PageWork,
    request: Request,
    week: Week,
    *,
    findings: Sequence[Finding] = (),
    about: str = "",
    done: str | None = None,
    status: int = 200,
) -> Response:
    seen = service.get_approvals(work, week)
    blocks = [_block(one, seen) for one in seen.handed_in]
    return render(
        request,
        work,
        "hours/approve.html",
        status=status,
        week=week,
        seen=seen,
        blocks=blocks,
        missing=[(one, _why_missing(one)) for one in seen.not_handed_in],
        waiting=sum(len(one.waiting) for one in seen.people),
        parts=[f"{one.employee_id}.{part.area_id}" for one in seen.handed_in for part in one.waiting],
        weeks=_weeks(seen),
        corrections=service.list_corrections(work),
        findings=findings,
        about=about,
        done=done,
        here="approve_hours",
    )


def _block(one: PersonWeek, seen: ApprovalWeek) -> dict[str, object]:
    """A person with the areas of the week; an empty week has no areas and is said to be empty."""
    parts = [
        {
            "key": f"{one.employee_id}.{part.area_id}",
            "area": seen.areas[part.area_id].name,
            "state": HOUR_STATES[part.state],
            "look": _LOOKS[part.state],
            "is_waiting": part.state is PartState.SUBMITTED,
            "by": part.decided_by,
            "reason": part.reason,
            "rows": [row for row in one.worked if row.area_id == part.area_id],
            "minutes": sum(row.minutes for row in one.worked if row.area_id == part.area_id),
        }
        for part in one.parts.values()
        if part.state is not PartState.OPEN
    ]
    difference = None if one.contract_minutes is None else one.minutes - one.contract_minutes
    return {"person": one, "parts": parts, "difference": difference}


def _why_missing(one: PersonWeek) -> str:
    if one.sheet.state is SheetState.RETURNED:
        return "teruggegeven"
    return f"open, {dutch.hours(one.minutes)} uur" if one.minutes else "open, leeg"


def _weeks(seen: ApprovalWeek) -> list[dict[str, object]]:
    """The weeks around this one and every week in which something waits."""
    around = {seen.week.later(offset) for offset in range(-3, 2)}
    return [
        {"week": week, "count": seen.waiting.get(week, 0), "is_here": week == seen.week}
        for week in sorted(around | set(list(seen.waiting)[:8]))
    ]
