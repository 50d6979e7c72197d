"""Advances and corrections begin here; and what their pages show that a settlement's do not."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement import service
from app.features.settlement.core.result import Settlement, Weight
from app.features.settlement.core.run import Run, RunKind
from app.features.settlement.pages.listing import list_page, read_period
from app.infra.http import PageForm, PageRoute, PageWork
from app.kernel import dutch
from app.kernel.errors import Invalid, Refused
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

WORDS = {RunKind.SETTLEMENT: "Afrekening", RunKind.ADVANCE: "Voorschot", RunKind.CORRECTION: "Correctie"}


@router.post("/{code}/afrekeningen/voorschotten")
def start_advance(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Start an advance for the chosen part of a year."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    try:
        run = service.start_advance(work, read_period(str(form.get("voorschot", ""))))
    except (Refused, Invalid) as error:
        return list_page(work, request, error, RunKind.ADVANCE)
    return RedirectResponse(f"/{code}/afrekeningen/{run.id}", 303)


@router.post("/{code}/afrekeningen/correcties")
def start_correction(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Start a correction of the chosen final periods."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    try:
        chosen = [read_period(str(one)) for one in form.getlist("correctie")]
        run = service.start_correction(work, chosen)
    except (Refused, Invalid) as error:
        return list_page(work, request, error, RunKind.CORRECTION)
    return RedirectResponse(f"/{code}/afrekeningen/{run.id}", 303)


def figures(run: Run, settlement: Settlement, solve: str) -> list[dict[str, Any]]:
    """What an advance asks or a correction moves, and what is still to be solved; `solve` leads there."""
    is_advance = run.kind is RunKind.ADVANCE
    asked = sum(one.total_cents for one in settlement.documents if one.total_cents > 0)
    given = -sum(one.total_cents for one in settlement.documents if one.total_cents < 0)
    notes = sum(one.weight is Weight.NOTE for one in run.findings)
    return [
        {
            "label": "Voorschot samen" if is_advance else "Verschil in de kosten",
            "value": dutch.whole_euro(settlement.totals.costs_cents),
            "note": "ook het eigen deel van uitvoerders" if is_advance else "nu, min wat was afgerekend",
        },
        {"label": "In rekening", "value": dutch.whole_euro(asked), "note": "met btw"},
        {"label": "Terug", "value": dutch.whole_euro(given), "note": "met btw"},
        {
            "label": "Op te lossen",
            "value": str(run.holding),
            "unit": f"en {notes} keer let op" if notes else "",
            "url": solve if run.holding or notes else "",
            "note": "daarna kan de controle beginnen" if run.holding else "niets houdt tegen",
        },
    ]


def moved(settlement: Settlement, base: str, most: int = 200) -> list[dict[str, Any]]:
    """What a correction moves, by period, area and partner."""
    areas = {area.area.code: area.area.name for area in settlement.areas}
    return [
        {
            "period": row.period.label,
            "area": areas.get(row.area, row.area),
            "name": settlement.organisations[row.organisation],
            "before": row.before_cents,
            "now": row.now_cents,
            "difference": row.difference_cents,
            "vat": row.vat_cents,
            "url": f"{base}/uitleg/{row.area}/{row.organisation}"
            if row.difference_cents or row.vat_cents
            else "",
        }
        for row in settlement.moved[:most]
    ]
