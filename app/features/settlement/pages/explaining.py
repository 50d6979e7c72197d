"""Why an amount is what it is: a tree down to cost entries, figures and hours."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.pages import showing
from app.features.settlement.service.comparing import in_words
from app.features.settlement.service.viewing import Explained, explain_cell, explain_costs, explain_line
from app.infra.db import UnitOfWork
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel.glossary import RUN_STATES
from app.kernel.quantities import counted
from app.kernel.roles import Permission

ALL_LEVELS = 99
"""More levels than an explanation has."""

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/afrekeningen/{run_id}/uitleg/{area}/{organisation}")
def cell_page(work: PageWork, request: Request, run_id: UUID, area: str, organisation: str) -> Response:
    """Why an organisation pays what it pays for an area."""
    return _page(work, request, explain_cell(work, run_id, area, organisation))


@router.get("/{code}/afrekeningen/{run_id}/uitleg/{area}")
def costs_page(work: PageWork, request: Request, run_id: UUID, area: str) -> Response:
    """What an area cost, down to the entries."""
    return _page(work, request, explain_costs(work, run_id, area))


@router.get("/{code}/afrekeningen/{run_id}/regels/{number}/uitleg")
def line_page(work: PageWork, request: Request, run_id: UUID, number: str) -> Response:
    """Why one line is what it is."""
    return _page(work, request, explain_line(work, run_id, int(number) if number.isdecimal() else 0))


def _page(work: UnitOfWork, request: Request, found: Explained) -> Response:
    run, area = found.shown.details.run, found.result
    base = f"/{work.actor.collaboration_code}/afrekeningen/{run.id}"
    names = found.names
    is_open = request.query_params.get("open") == "alles"
    code = work.actor.collaboration_code
    costs = f"/{code}/kosten?periode={run.period.code}" if work.actor.may(Permission.READ_COSTS) else ""
    places = showing.Places(code, costs, levels=ALL_LEVELS if is_open else showing.OPEN_LEVELS)
    compared = found.shown.compared
    assert compared is not None
    context: dict[str, Any] = {
        "title": found.question,
        "run": run,
        "base": base,
        "area": area,
        "area_name": area.area.name,
        "provider": names[area.provider],
        "organisation": names.get(found.organisation, ""),
        "code_of": found.organisation,
        "sentence": found.answer,
        "paper": f"{base}/uitleg.pdf?{urlencode(found.asked)}",
        "tree": showing.tree(found.top, places),
        "is_open": is_open,
        "total": int(found.top.value),
        "others": [(code, names[code], cents) for code, cents in area.by_organisation.items()],
        "everybody": counted(len(area.by_organisation), "deelnemer", "deelnemers"),
        "earlier": compared.earlier,
        "differences": found.differences,
        "in_words": in_words,
        "beside": [(line, f"{base}/regels/{line.number}/uitleg") for line in found.others],
        "words": found.words,
        "has_changed": found.has_changed,
        "state_word": RUN_STATES[run.state.value],
        "here": "settlements",
    }
    return render(request, work, "settlement/uitleg.html", **context)
