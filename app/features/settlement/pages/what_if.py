"""Wat als: change something on the inputs of a run, see what every partner would pay, keep it with a reason."""

from collections import defaultdict
from fractions import Fraction
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement import service
from app.features.settlement.core.scenario import Paying
from app.features.settlement.pages.what_if_form import (
    FIGURE_ROWS,
    Form,
    names_shares,
    options,
    read_form,
    read_run,
)
from app.features.settlement.service.scenarios import Tried, Unreckonable
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import signed_percent
from app.kernel.errors import Invalid, NotFound
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/wat-als")
def what_if_page(work: PageWork, request: Request, afrekening: str = "") -> Response:
    """Kept scenarios, and a form for a new one on the chosen run."""
    return _page(work, request, {"afrekening": afrekening})


@router.post("/{code}/wat-als")
def reckon(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Reckon what was changed; keep it when that is asked."""
    typed = {str(name): str(value) for name, value in form.items()}
    unkept: Invalid | None = None
    try:
        run_id = read_run(typed)
        changes = read_form(typed)
        if typed.get("doe") == "bewaren":
            try:
                kept = service.keep(work, run_id, changes, typed.get("titel", ""), typed.get("reden", ""))
                return RedirectResponse(f"/{code}/wat-als/{kept.id}", 303)
            except Invalid as error:
                unkept = error
        tried = service.try_out(work, run_id, changes)
    except (Invalid, Unreckonable) as error:
        return _page(work, request, typed, refusal=error)
    return _page(work, request, typed, tried=tried, refusal=unkept)


@router.get("/{code}/wat-als/naast-elkaar")
def compare_page(work: PageWork, request: Request, een: str = "", twee: str = "") -> Response:
    """Two kept scenarios beside each other."""
    work.actor.require(Permission.TRY_SCENARIOS)
    try:
        found = service.side_by_side(work, UUID(een), UUID(twee))
    except ValueError as error:
        raise NotFound("Dit scenario") from error
    return render(
        request,
        work,
        "settlement/wat-als-naast-elkaar.html",
        found=found,
        rows=_beside(found.rows),
        here="what_if",
    )


@router.get("/{code}/wat-als/{scenario_id}")
def scenario_page(work: PageWork, request: Request, scenario_id: UUID) -> Response:
    """One kept scenario, as it came out then."""
    found = service.get_scenario(work, scenario_id)
    return render(
        request, work, "settlement/scenario.html", found=found, rows=payers(found.rows), here="what_if"
    )


def payers(rows: tuple[Paying, ...]) -> dict[str, Any]:
    """Rows for the table with bars, and their totals."""
    before, difference = sum(row.before_cents for row in rows), sum(row.cents for row in rows)
    return {
        "rows": [
            {
                "name": row.name,
                "before": row.before_cents,
                "after": row.after_cents,
                "difference": row.cents,
                "share": _share(row.cents, row.before_cents),
            }
            for row in rows
        ],
        "most": max((abs(row.cents) for row in rows), default=0),
        "difference": difference,
        "share": _share(difference, before),
        "before": before,
        "after": before + difference,
    }


def _share(difference_cents: int, before_cents: int) -> str | None:
    """A difference as a percentage of what it was; None when that was nothing."""
    return signed_percent(Fraction(difference_cents, abs(before_cents))) if before_cents else None


def _beside(rows: tuple[tuple[str, Paying | None, Paying | None], ...]) -> dict[str, Any]:
    shown: list[dict[str, Any]] = []
    for name, first, second in rows:
        one = first.after_cents if first else 0
        other = second.after_cents if second else 0
        before = max((row.before_cents for row in (first, second) if row), default=0)
        shown.append(
            {"name": name, "before": before, "first": one, "second": other, "difference": other - one}
        )
    return {
        "rows": shown,
        "most": max((abs(row["difference"]) for row in shown), default=0),
        **{key: sum(row[key] for row in shown) for key in ("before", "first", "second", "difference")},
    }


def _page(
    work: UnitOfWork,
    request: Request,
    typed: Form,
    *,
    tried: Tried | None = None,
    refusal: Invalid | Unreckonable | None = None,
) -> Response:
    bases = service.list_bases(work)
    chosen = next(
        (run for run in bases if str(run.id) == typed.get("afrekening")), bases[0] if bases else None
    )
    inputs = service.get_basis(work, chosen.id)[1] if chosen else None
    found = refusal.findings if isinstance(refusal, Invalid) else ()
    context: dict[str, Any] = {
        "bases": [(str(run.id), run.period.label) for run in bases],
        "chosen": chosen,
        "typed": defaultdict(str, typed),
        "options": options(inputs) if inputs else {},
        "figure_rows": FIGURE_ROWS,
        "names_shares": names_shares(typed),
        "scenarios": service.list_scenarios(work),
        "tried": tried,
        "rows": payers(tried.rows) if tried else None,
        "reasons": refusal.reasons if isinstance(refusal, Unreckonable) else (),
        "findings": found,
        "errors": defaultdict(str, {finding.field: finding.message for finding in found}),
        "here": "what_if",
    }
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(request, work, "settlement/wat-als.html", status=status, **context)
