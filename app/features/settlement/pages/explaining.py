"""Why an amount is what it is: a tree down to cost entries, figures and hours."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.core.result import LineKind
from app.features.settlement.core.run import RunKind
from app.features.settlement.pages import showing
from app.features.settlement.service.comparing import in_words
from app.features.settlement.service.viewing import Explained, explain_cell, explain_costs, explain_line
from app.infra.db import UnitOfWork
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.dutch import euro
from app.kernel.glossary import RUN_STATES
from app.kernel.quantities import counted
from app.kernel.roles import Permission

ALL_LEVELS = 99
"""More levels than an explanation has."""

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/afrekeningen/{run_id}/uitleg/{area}/{organisation}")
def cell_page(work: PageWork, request: Request, run_id: UUID, area: str, organisation: str) -> Response:
    """Why an organisation pays what it pays for an area."""
    found = explain_cell(work, run_id, area, organisation)
    name = _names(found)[organisation]
    title = f"Waarom betaalt {name} {euro(int(found.top.value))}?"
    if found.top.value < 0:
        title = f"Waarom krijgt {name} {euro(-int(found.top.value))} terug?"
    elif found.lines[0].is_own_share:
        title = f"Waarom draagt {name} zelf {euro(int(found.top.value))}?"
    return _page(work, request, found, title)


@router.get("/{code}/afrekeningen/{run_id}/uitleg/{area}")
def costs_page(work: PageWork, request: Request, run_id: UUID, area: str) -> Response:
    """What an area cost, down to the entries."""
    found = explain_costs(work, run_id, area)
    return _page(work, request, found, f"Wat kostte {_area(found).area.name}?")


@router.get("/{code}/afrekeningen/{run_id}/regels/{number}/uitleg")
def line_page(work: PageWork, request: Request, run_id: UUID, number: str) -> Response:
    """Why one line is what it is."""
    found = explain_line(work, run_id, int(number) if number.isdecimal() else 0)
    line = found.lines[0]
    title = f"Hoe komt “{line.text}” op {euro(line.amount_cents)}?"
    return _page(work, request, found, title)


def _page(work: UnitOfWork, request: Request, found: Explained, title: str) -> Response:
    run, area = found.shown.details.run, _area(found)
    base = f"/{work.actor.collaboration_code}/afrekeningen/{run.id}"
    names = _names(found)
    is_open = request.query_params.get("open") == "alles"
    code = work.actor.collaboration_code
    costs = f"/{code}/kosten?periode={run.period.code}" if work.actor.may(Permission.READ_COSTS) else ""
    places = showing.Places(code, costs, levels=ALL_LEVELS if is_open else showing.OPEN_LEVELS)
    compared = found.shown.compared
    assert compared is not None
    context: dict[str, Any] = {
        "title": title,
        "run": run,
        "base": base,
        "area": area,
        "area_name": area.area.name,
        "provider": names[area.provider],
        "organisation": names.get(found.organisation, ""),
        "code_of": found.organisation,
        "sentence": _sentence(found),
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


def _area(found: Explained) -> Any:
    assert found.shown.settlement is not None
    return next(one for one in found.shown.settlement.areas if one.area.code == found.area)


def _names(found: Explained) -> dict[str, str]:
    assert found.shown.settlement is not None
    return dict(found.shown.settlement.organisations)


def _sentence(found: Explained) -> str:
    """The whole explanation in a few words, for who reads no further."""
    area, kind = _area(found), found.shown.details.run.kind
    if kind is RunKind.CORRECTION:
        return f"Wat later bekend werd verandert de kosten van {area.area.name} met {euro(area.costs_cents)}."
    if kind is RunKind.ADVANCE:
        return f"Het voorschot voor {area.area.name} is samen {euro(area.costs_cents)}."
    text = f"{area.area.name} kostte {euro(area.costs_cents)}."
    if area.key and found.lines:
        is_tariff = any(line.kind is LineKind.TARIFF for line in found.lines)
        way = "Afgerekend wordt" if is_tariff else "De verdeling gaat naar"
        text += f" {way} {dutch.listing(area.key)}."
    shares = [
        line for line in found.lines if line.kind is LineKind.SHARE and not line.detail.startswith("1 van")
    ]
    if shares:
        details = [line.detail.replace(" van ", " van de ", 1) for line in shares]
        text += f" {_names(found)[found.organisation]} heeft {dutch.listing(details)}."
    tariffs = [line.detail for line in found.lines if line.kind is LineKind.TARIFF]
    if tariffs:
        text += f" {_names(found)[found.organisation]} betaalt {dutch.listing(tariffs)}."
    return text
