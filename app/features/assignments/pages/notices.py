"""Notices: which terms nearly ran out or did, for one's own roles."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.assignments.core.notices import RHYTHM_LABELS, Told
from app.features.assignments.service import digests
from app.features.assignments.service import notices as service
from app.features.sla.core.escalation import BREACH, ends
from app.features.sla.core.words import METRIC_LABELS
from app.infra.clock import AMSTERDAM
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/meldingen")
def notices_page(work: PageWork, request: Request, code: str) -> Response:
    """What was told, the newest first."""
    told = service.list_notices(work)
    return render(
        request,
        work,
        "assignments/notices.html",
        rows=[_row(one, code) for one in told],
        unread=sum(not one.is_read for one in told),
        rhythm=digests.rhythm_of_own(work),
        rhythms=[(value.value, label) for value, label in RHYTHM_LABELS.items()],
    )


@router.post("/{code}/meldingen/gelezen")
def read_all(work: PageWork, code: str) -> Response:
    """All of it is read."""
    service.mark_read(work)
    return RedirectResponse(f"/{code}/meldingen", 303)


@router.post("/{code}/meldingen/overzicht")
def choose_rhythm(work: PageWork, code: str, form: PageForm) -> Response:
    """How often the office is sent a digest."""
    digests.set_rhythm(work, str(form.get("ritme", "")))
    return RedirectResponse(f"/{code}/meldingen", 303)


def _row(one: Told, code: str) -> dict[str, object]:
    is_breach = one.threshold >= BREACH
    return {
        "told": one,
        "url": f"/{code}/opdrachten/{one.number}",
        "metric": METRIC_LABELS[one.metric],
        "ends": ends(one.due_at.astimezone(AMSTERDAM)),
        "look": "late" if is_breach else "warn",
        "words": "termijn verstreken" if is_breach else f"{one.threshold}{dutch.NBSP}% voorbij",
    }
