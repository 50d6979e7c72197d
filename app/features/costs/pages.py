"""“Kosten en begroting”: actual and budget of a quarter by pool and category, and the entries."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.costs import service
from app.features.costs.core import CATEGORY_NAMES, POOL_KIND_NAMES, Category
from app.features.costs.core.views import PoolTotals, Selection, added
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_A_TIME = 100
DONE = {
    "toegevoegd": "De kosten zijn vastgelegd.",
    "teruggeboekt": "Teruggeboekt.",
    "gesloten": "Gesloten. Wat er nu nog bij komt, is een correctie met een reden.",
}


@router.get("/{code}/kosten")
def costs_page(
    work: PageWork,
    request: Request,
    periode: str = "",
    kostenplaats: str = "",
    cursor: str = "",
    gedaan: str = "",
) -> Response:
    """Costs against budget of a quarter."""
    done = DONE.get(gedaan)
    return _page(work, request, periode, kostenplaats, cursor, done=done)


@router.post("/{code}/kosten")
def close(work: PageWork, code: str, form: PageForm) -> Response:
    """Close the costs of a month. Costs themselves come in where what they touch is known: in settlement."""
    work.actor.require(Permission.CLOSE_MONTHS)
    return _close(work, code, str(form.get("sluiten", "")))


def _close(work: UnitOfWork, code: str, month: str) -> Response:
    """Close the costs of a month, such as `2026-03`."""
    chosen = _period(work, month)
    if chosen.whole_months != 1:
        raise NotFound("Deze maand")
    service.close_month(work, chosen.first_on)
    period = Period.quarter(chosen.first_on.year, (chosen.first_on.month + 2) // 3)
    return RedirectResponse(f"/{code}/kosten?periode={period.code}&gedaan=gesloten", 303)


def _page(
    work: UnitOfWork,
    request: Request,
    period_code: str,
    pool: str,
    cursor: str,
    *,
    done: str | None = None,
) -> Response:
    period = _period(work, period_code)
    totals = service.totals(work, period)
    wanted = Selection(pool or None, None, period.first_on, period.last_on, cursor or None, AT_A_TIME)
    page = service.list_entries(work, wanted)
    base = f"/{work.actor.collaboration_code}/kosten"
    may_close = work.actor.may(Permission.CLOSE_MONTHS)
    context: dict[str, Any] = {
        "period": period,
        "periods": [(one.code, one.label) for one in _quarters(work)],
        "base": base,
        "rows": [_shown(row) for row in totals],
        "total": added(row.total for row in totals),
        "categories": [(category, CATEGORY_NAMES[category]) for category in Category],
        "by_category": {one: added(row.cells[one] for row in totals if one in row.cells) for one in Category},
        "entries": page.entries,
        "category_names": CATEGORY_NAMES,
        "pool": pool,
        "pools": [(row.pool.code, row.pool.name) for row in totals],
        "more": f"{base}?periode={period.code}&kostenplaats={pool}&cursor={page.next_cursor}"
        if page.next_cursor
        else None,
        "open_months": service.months_to_close(work, period) if may_close and page.entries else [],
        "may_edit": work.actor.may(Permission.EDIT_COSTS),
        "done": done,
        "here": "costs",
    }
    return render(request, work, "costs/kosten.html", **context)


def _shown(row: PoolTotals) -> dict[str, Any]:
    about = row.pool.area_name or POOL_KIND_NAMES[row.pool.kind]
    return {"pool": row.pool, "about": about, "cells": row.cells, "total": row.total}


def _quarters(work: UnitOfWork) -> list[Period]:
    """The quarters of this year and the last, newest first."""
    years = (work.today.year, work.today.year - 1)
    return [Period.quarter(year, number) for year in years for number in (4, 3, 2, 1)]


def _period(work: UnitOfWork, code: str) -> Period:
    """The period asked for, else the last quarter that is over."""
    if not code:
        return next(one for one in _quarters(work) if one.last_on < work.today)
    try:
        return Period.parse(code)
    except ValueError as error:
        raise NotFound("Deze periode") from error
