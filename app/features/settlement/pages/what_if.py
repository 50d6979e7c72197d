"""Wat als: change something on the inputs of a run, see what every partner would pay, keep it with a reason."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement import service
from app.features.settlement.core.inputs import DriverKind, Inputs
from app.features.settlement.core.scenario import Paying, new_key
from app.features.settlement.core.what_if import Change, ChangeKind
from app.features.settlement.service.scenarios import Tried
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import signed_percent
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_number, read_percent

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Form = Mapping[str, str]
DRIVERS = (
    ("inhabitants", "inwoners"),
    ("clients", "cliënten"),
    ("hours", "uren"),
    ("products", "producten"),
    ("equal", "gelijke delen"),
)


@router.get("/{code}/wat-als")
def what_if_page(work: PageWork, request: Request, afrekening: str = "") -> Response:
    """Kept scenarios, and a form for a new one on the chosen run."""
    return _page(work, request, {"afrekening": afrekening})


@router.post("/{code}/wat-als")
def reckon(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Reckon what was changed; keep it when that is asked."""
    typed = {str(name): str(value) for name, value in form.items()}
    try:
        run_id = _run_id(typed)
        changes = read_form(typed)
        if typed.get("doe") == "bewaren":
            kept = service.keep(work, run_id, changes, typed.get("titel", ""), typed.get("reden", ""))
            return RedirectResponse(f"/{code}/wat-als/{kept.id}", 303)
        tried = service.try_out(work, run_id, changes)
    except (Invalid, Refused) as error:
        return _page(work, request, typed, refusal=error)
    return _page(work, request, typed, tried=tried)


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
    return {
        "rows": [
            {
                "name": row.name,
                "before": row.before_cents,
                "after": row.after_cents,
                "difference": row.cents,
                "share": signed_percent(Fraction(row.cents, abs(row.before_cents)))
                if row.before_cents
                else None,
            }
            for row in rows
        ],
        "most": max((abs(row.cents) for row in rows), default=0),
        "difference": sum(row.cents for row in rows),
        "before": sum(row.before_cents for row in rows),
        "after": sum(row.after_cents for row in rows),
    }


def _beside(rows: tuple[tuple[str, Paying | None, Paying | None], ...]) -> dict[str, Any]:
    shown: list[dict[str, Any]] = []
    for name, first, second in rows:
        one = first.after_cents if first else 0
        other = second.after_cents if second else 0
        before = max((row.before_cents for row in (first, second) if row), default=0)
        shown.append(
            {"name": name, "before": before, "first": one, "second": other, "difference": other - one}
        )
    return {"rows": shown, "most": max((abs(row["difference"]) for row in shown), default=0)}


def _run_id(typed: Form) -> UUID:
    try:
        return UUID(typed.get("afrekening", ""))
    except ValueError as error:
        raise Invalid([Finding("afrekening", "Kies een afrekening om op te rekenen.")]) from error


def read_form(typed: Form) -> list[Change]:
    """The changes that were filled in; `Invalid` names each field that cannot be read."""
    wrong: list[Finding] = []
    changes = [
        *_key(typed, wrong),
        *_tariff(typed, wrong),
        *_figure(typed, wrong),
        *_costs(typed, wrong),
        *_partner(typed),
    ]
    if wrong:
        raise Invalid(wrong)
    return changes


def _key(typed: Form, wrong: list[Finding]) -> list[Change]:
    area, first, second = (typed.get(name, "") for name in ("sleutel_gebied", "sleutel", "sleutel_twee"))
    if not area or not first:
        return []
    if first not in dict(DRIVERS) or second not in ("", *dict(DRIVERS)):
        wrong.append(Finding("sleutel", "Kies een maatstaf uit de lijst."))
        return []
    part = Fraction(100)
    if second:
        found = read_percent(typed.get("sleutel_deel", ""))
        if found is None or not 0 < found < 1:
            wrong.append(Finding("sleutel_deel", "Schrijf een percentage tussen 0 en 100, bijvoorbeeld 60."))
            return []
        part = found * 100
    parts = [(DriverKind(first), part, "")]
    if second:
        parts.append((DriverKind(second), 100 - part, ""))
    return [Change(ChangeKind.KEY, area=area, components=new_key(parts))]


def _tariff(typed: Form, wrong: list[Finding]) -> list[Change]:
    if not typed.get("tarief"):
        return []
    cents = read_cents(typed.get("tarief_prijs", ""))
    if cents is None or cents < 0:
        wrong.append(Finding("tarief_prijs", "Schrijf het tarief in euro’s, bijvoorbeeld 82,50."))
        return []
    return [Change(ChangeKind.TARIFF, of=typed["tarief"], value=Fraction(cents))]


def _figure(typed: Form, wrong: list[Finding]) -> list[Change]:
    who, kind = typed.get("kengetal_wie", ""), typed.get("kengetal", "")
    if not who or not kind:
        return []
    value = read_number(typed.get("kengetal_waarde", ""))
    if value is None or value < 0:
        wrong.append(Finding("kengetal_waarde", "Schrijf een getal van nul of meer, bijvoorbeeld 9.420."))
        return []
    return [Change(ChangeKind.STATISTIC, organisation=who, of=kind, value=Fraction(value))]


def _costs(typed: Form, wrong: list[Finding]) -> list[Change]:
    text = typed.get("kosten_procent", "").strip()
    if not text:
        return []
    value = read_number(text.removesuffix("%").strip().replace("−", "-").removeprefix("+"))
    if value is None:
        wrong.append(Finding("kosten_procent", "Schrijf een percentage, bijvoorbeeld 5 of -5."))
        return []
    return [Change(ChangeKind.COSTS, area=typed.get("kosten_gebied", ""), value=Fraction(value))]


def _partner(typed: Form) -> list[Change]:
    if not typed.get("uittreden"):
        return []
    return [
        Change(ChangeKind.LEAVES, area=typed.get("uittreden_gebied", ""), organisation=typed["uittreden"])
    ]


def _page(
    work: UnitOfWork,
    request: Request,
    typed: Form,
    *,
    tried: Tried | None = None,
    refusal: Invalid | Refused | None = None,
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
        "options": _options(inputs) if inputs else {},
        "scenarios": service.list_scenarios(work),
        "tried": tried,
        "rows": payers(tried.rows) if tried else None,
        "refusal": refusal.message if isinstance(refusal, Refused) else None,
        "findings": found,
        "errors": defaultdict(str, {finding.field: finding.message for finding in found}),
        "here": "what_if",
    }
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(request, work, "settlement/wat-als.html", status=status, **context)


def _options(inputs: Inputs) -> dict[str, list[tuple[str, str]]]:
    settled = {policy.area for policy in inputs.policies}
    names = {row.code: row.name for row in inputs.organisations}
    taking = sorted({row.organisation for row in inputs.participations})
    return {
        "areas": [(row.code, row.name) for row in inputs.areas if row.is_settled and row.code in settled],
        "drivers": list(DRIVERS),
        "tariffs": [(row.id, f"{row.name} ({row.area})") for row in inputs.tariffs],
        "partners": [(code, names[code]) for code in taking],
        "kinds": [(row.code, row.name) for row in inputs.statistic_kinds],
    }
