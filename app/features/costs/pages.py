"""“Kosten en begroting”: actual and budget of a quarter by pool and category, the entries, a form for one more."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.costs import service
from app.features.costs.core import CATEGORY_NAMES, POOL_KIND_NAMES, Category
from app.features.costs.core.rows import CostEntryRow
from app.features.costs.core.views import PoolTotals, Selection, added
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import Finding, Invalid, NotFound, Refused, SscError
from app.kernel.period import Period
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_A_TIME = 100
FIELDS = (
    "kostenplaats",
    "datum",
    "kostensoort",
    "bedrag",
    "btw",
    "stuk",
    "leverancier",
    "omschrijving",
    "reden",
)
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
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Record one cost, or close a month; what is wrong stands above the form, which keeps what was typed."""
    work.actor.require(Permission.EDIT_COSTS)
    if "sluiten" in form:
        return _close(work, code, str(form["sluiten"]))
    given = {field: str(form.get(field, "")).strip() for field in FIELDS}
    try:
        row = _row(given)
        with work.session.begin_nested():
            service.add_entry(work, row)
    except (Invalid, Refused) as error:
        return _page(work, request, str(form.get("periode", "")), "", "", given=given, refusal=error)
    period = Period.quarter(row.booked_on.year, (row.booked_on.month + 2) // 3)
    return RedirectResponse(f"/{code}/kosten?periode={period.code}&gedaan=toegevoegd", 303)


@router.post("/{code}/kosten/{entry_id}/terugboeken")
def reverse(work: PageWork, code: str, entry_id: UUID, form: PageForm) -> Response:
    """Take an entry back by its mirror image."""
    made = service.reverse(work, entry_id, str(form.get("reden", "")))
    period = Period.quarter(made.booked_on.year, (made.booked_on.month + 2) // 3)
    return RedirectResponse(f"/{code}/kosten?periode={period.code}&gedaan=teruggeboekt", 303)


def _close(work: UnitOfWork, code: str, month: str) -> Response:
    """Close the costs of a month, such as `2026-03`."""
    chosen = _period(work, month)
    if chosen.whole_months != 1:
        raise NotFound("Deze maand")
    service.close_month(work, chosen.first_on)
    period = Period.quarter(chosen.first_on.year, (chosen.first_on.month + 2) // 3)
    return RedirectResponse(f"/{code}/kosten?periode={period.code}&gedaan=gesloten", 303)


def _row(given: dict[str, str]) -> CostEntryRow:
    found: list[Finding] = []
    day = read_day(given["datum"])
    if day is None:
        found.append(Finding("datum", "Schrijf de datum als 31-03-2026."))
    amounts = {}
    for field in ("bedrag", "btw"):
        cents = read_cents(given[field] or "0")
        if cents is None:
            found.append(Finding(field, f"“{given[field]}” is geen bedrag. Schrijf bijvoorbeeld 1.234,56."))
        amounts[field] = cents or 0
    category = given["kostensoort"]
    if category not in set(Category):
        found.append(Finding("kostensoort", "Kies een kostensoort."))
    if found or day is None:
        raise Invalid(found)
    return CostEntryRow(
        pool=given["kostenplaats"],
        booked_on=day,
        category=Category(category),
        amount_cents=amounts["bedrag"],
        vat_cents=amounts["btw"],
        document=given["stuk"],
        supplier=given["leverancier"],
        description=given["omschrijving"],
        reason=given["reden"] or None,
    )


def _page(
    work: UnitOfWork,
    request: Request,
    period_code: str,
    pool: str,
    cursor: str,
    *,
    done: str | None = None,
    given: dict[str, str] | None = None,
    refusal: SscError | None = None,
) -> Response:
    period = _period(work, period_code)
    totals = service.totals(work, period)
    wanted = Selection(pool or None, None, period.first_on, period.last_on, cursor or None, AT_A_TIME)
    page = service.list_entries(work, wanted)
    base = f"/{work.actor.collaboration_code}/kosten"
    findings = refusal.findings if isinstance(refusal, Invalid) else ()
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
        "given": given or dict.fromkeys(FIELDS, ""),
        "findings": findings,
        "errors": dict.fromkeys((*FIELDS, "bedragCenten"), "") | {one.field: one.message for one in findings},
        "refusal": refusal.message if refusal and not findings else None,
        "done": done,
        "here": "costs",
    }
    status = 200 if refusal is None else 400 if findings else 409
    return render(request, work, "costs/kosten.html", status=status, **context)


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
