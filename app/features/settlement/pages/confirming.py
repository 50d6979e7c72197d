"""Gegevens bevestigen: an office sees its own figures of a draft beside those of last time, and answers."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement import service
from app.features.settlement.core.confirming import Figure, FigureKind, Standing
from app.features.settlement.core.run import Answer
from app.features.settlement.service.confirming import OwnFigures
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid, Refused, SscError
from app.kernel.money import round_half_up
from app.kernel.quantities import exact_number

router = APIRouter(route_class=PageRoute, include_in_schema=False)

DONE = {
    "bevestigd": "Bevestigd. U ziet de gegevens terug op uw factuur.",
    "bezwaar": "Bezwaar vastgelegd. Financiën ziet het en antwoordt; tot dan gaat de afrekening niet verder.",
}
LOOKS = {
    Standing.UNANSWERED: ("warn", "nog niet bevestigd"),
    Standing.CHANGED: ("warn", "gewijzigd na uw antwoord"),
    Standing.CONFIRMED: ("good", "bevestigd"),
    Standing.OBJECTED: ("late", "bezwaar"),
    Standing.SILENT: ("still", "bevestigd door stilte"),
}


@router.get("/{code}/gegevens-bevestigen")
def confirm_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """The own figures of every run that asks for them."""
    return _page(work, request, done=DONE.get(gedaan))


@router.post("/{code}/afrekeningen/{run_id}/bevestigingen")
def answer(work: PageWork, request: Request, code: str, run_id: UUID, form: PageForm) -> Response:
    """Confirm the figures, or object with a reason."""
    own = service.get_own_figures(work, run_id)
    given = str(form.get("antwoord", ""))
    try:
        with work.session.begin_nested():
            if given == "bezwaar":
                service.object_to(work, run_id, own.organisation, str(form.get("reden", "")))
            elif given == "bevestigd":
                service.confirm(work, run_id, own.organisation)
            else:
                raise Invalid([Finding("antwoord", "Kies bevestigen of bezwaar maken.")])
    except (Refused, Invalid) as error:
        return _page(work, request, refusal=error)
    return RedirectResponse(f"/{code}/gegevens-bevestigen?gedaan={given}", 303)


def _page(
    work: UnitOfWork, request: Request, *, done: str | None = None, refusal: SscError | None = None
) -> Response:
    found = service.list_own_figures(work)
    asked = [_asked(own) for own in found]
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(
        request,
        work,
        "settlement/gegevens.html",
        status=status,
        asked=asked,
        done=done,
        refusal=refusal.message if refusal else None,
        here="confirm_figures",
    )


def _asked(own: OwnFigures) -> dict[str, Any]:
    """One run as the page shows it."""
    look, words = LOOKS[own.standing]
    last = own.answers[-1] if own.answers else None
    return {
        "own": own,
        "run": own.run,
        "look": look,
        "words": words,
        "last": last,
        "can_confirm": own.standing is not Standing.CONFIRMED,
        "has_objected": last is not None and last.answer is Answer.OBJECTED,
        "rows": [_row(own, figure) for figure in own.figures],
    }


def _row(own: OwnFigures, figure: Figure) -> dict[str, Any]:
    then = own.before.get(figure.key) if own.before is not None else None
    now_value, then_value = _whole(figure), _whole(then) if then else None
    return {
        "name": figure.name,
        "sub": _sub(own, figure),
        "now": _shown(figure, now_value),
        "then": None if then_value is None else _shown(figure, then_value),
        "change": None if then_value is None else _change(figure, now_value - then_value),
    }


def _sub(own: OwnFigures, figure: Figure) -> str:
    match figure.kind:
        case FigureKind.STATISTIC:
            day = dutch.plain_day(figure.on) if figure.on else ""
            return f"op {day}, bron: {figure.source}" if figure.source else f"op {day}"
        case FigureKind.DELIVERY:
            return f"afgenomen, {own.areas[figure.area]}"
        case FigureKind.HOURS:
            return "goedgekeurd, op uw opdrachten en uw deel in gezamenlijke"


def _whole(figure: Figure) -> int | Fraction:
    """Hours as whole minutes: what is less, is a part of a joint assignment that nobody reads."""
    return round_half_up(figure.value) if figure.kind is FigureKind.HOURS else figure.value


def _shown(figure: Figure, value: int | Fraction) -> str:
    return f"{dutch.hours(int(value))} uur" if figure.kind is FigureKind.HOURS else exact_number(value)


def _change(figure: Figure, difference: int | Fraction) -> str:
    if not difference:
        return "gelijk"
    return f"{_shown(figure, max(difference, -difference))} {'meer' if difference > 0 else 'minder'}"
