"""“Maand sluiten”: what is still open in a month, what closing locks, and the one button."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.hours import service
from app.features.hours.core.subject import Kind
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.glossary import HOUR_STATES
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/maand-sluiten")
def first_month(work: PageWork, code: str) -> Response:
    """The oldest month that has ended and is open, else the last one."""
    work.actor.require(Permission.CLOSE_MONTHS)
    ended = [one for one in service.list_months(work) if one.first_on < work.today.replace(day=1)]
    still_open = [one.first_on for one in ended if one.hours_closed_at is None]
    chosen = min(still_open, default=max((one.first_on for one in ended), default=work.today.replace(day=1)))
    return RedirectResponse(f"/{code}/maand-sluiten/{chosen:%Y-%m}", 303)


@router.get("/{code}/maand-sluiten/{month}")
def month_page(work: PageWork, request: Request, month: str, gedaan: str = "") -> Response:
    """A month before or after closing."""
    work.actor.require(Permission.CLOSE_MONTHS)
    first_on = service.month_named(month)
    name = dutch.month(first_on)
    return render(
        request,
        work,
        "hours/close.html",
        first_on=first_on,
        name=name,
        found=service.get_month_to_close(work, first_on),
        months=service.list_months(work),
        states=HOUR_STATES,
        correction=Kind.CORRECTION,
        done=f"{name.capitalize()} is gesloten. Alleen correcties kunnen er nog bij." if gedaan else None,
        here="close_months",
    )


@router.post("/{code}/maand-sluiten/{month}")
def close_month(work: PageWork, code: str, month: str) -> Response:
    """Close the hours of the month for everyone."""
    service.close_month(work, service.month_named(month))
    return RedirectResponse(f"/{code}/maand-sluiten/{month}?gedaan=gesloten", 303)
