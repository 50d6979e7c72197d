"""The list of runs and one run: steps, figures, findings first, who pays what, net positions, the next step."""

import io
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement import service
from app.features.settlement.core.run import Answer, Run, RunDetails, RunKind, RunState
from app.features.settlement.pages import showing, year
from app.features.settlement.pages.late import shown_late
from app.features.settlement.pages.listing import LOOKS, list_page, read_period
from app.features.settlement.service.book import MEDIA_TYPE, run_book
from app.features.settlement.service.viewing import Shown, approvers, show_run
from app.infra.db import UnitOfWork
from app.infra.downloads import download
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import count, field_day, listing
from app.kernel.errors import Finding, Invalid, Refused, SscError
from app.kernel.glossary import RUN_STATES
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

DONE = {
    "berekenen": "Opnieuw berekend.",
    "controleren": "Naar controle gestuurd. Wat later wordt vastgelegd, komt in een correctie.",
    "terugsturen": "Teruggestuurd naar concept.",
    "goedkeuren": "Goedgekeurd.",
    "toelichten": "Toelichting bewaard. Zij blijft bij de afrekening en staat in het rapport.",
    "datum": "Datum verzet.",
}


@router.get("/{code}/afrekeningen")
def runs_page(work: PageWork, request: Request) -> Response:
    """All runs, and a form for a new one."""
    return list_page(work, request)


@router.post("/{code}/afrekeningen")
def start(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Start a run for the chosen period."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    try:
        period = read_period(str(form.get("periode", "")))
        until = _day(str(form["uiterlijk"])) if form.get("uiterlijk") else None
        run = service.start(work, period, until)
    except (Refused, Invalid) as error:
        return list_page(work, request, error)
    return RedirectResponse(f"/{code}/afrekeningen/{run.id}", 303)


@router.get("/{code}/afrekeningen/{run_id}")
def run_page(work: PageWork, request: Request, run_id: UUID, gedaan: str = "") -> Response:
    """One run as it stands."""
    return _page(work, request, run_id, done=DONE.get(gedaan))


@router.get("/{code}/afrekeningen/{run_id}/werkmap")
def book_page(work: PageWork, run_id: UUID) -> Response:
    """The run as a workbook with formulas."""
    name, content = run_book(work, run_id)
    return download(io.BytesIO(content), MEDIA_TYPE, name)


@router.post("/{code}/afrekeningen/{run_id}/stappen")
def take_step(work: PageWork, request: Request, code: str, run_id: UUID, form: PageForm) -> Response:
    """Take a step; what is refused stands above the page, which stays as it was."""
    step, reason = str(form.get("stap", "")), str(form.get("reden", ""))
    try:
        with work.session.begin_nested():
            take(work, run_id, step, reason)
    except (Refused, Invalid) as error:
        return _page(work, request, run_id, refusal=error)
    if step == "intrekken":
        return RedirectResponse(f"/{code}/afrekeningen", 303)
    return RedirectResponse(f"/{code}/afrekeningen/{run_id}?gedaan={step}", 303)


@router.post("/{code}/afrekeningen/{run_id}/toelichtingen")
def explain_finding(work: PageWork, request: Request, code: str, run_id: UUID, form: PageForm) -> Response:
    """Explain a finding: a difference over the threshold, an objection."""
    subject = (str(form.get("soort", "")), str(form.get("onderwerp", "")))
    try:
        with work.session.begin_nested():
            service.comment(work, run_id, str(form.get("bevinding", "")), subject, str(form.get("tekst", "")))
    except (Refused, Invalid) as error:
        return _page(work, request, run_id, refusal=error)
    return RedirectResponse(f"/{code}/afrekeningen/{run_id}?gedaan=toelichten#oplossen", 303)


@router.post("/{code}/afrekeningen/{run_id}/datum")
def move_date(work: PageWork, request: Request, code: str, run_id: UUID, form: PageForm) -> Response:
    """Ask partners for their answer until another day."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    try:
        with work.session.begin_nested():
            service.move_date(work, run_id, _day(str(form.get("uiterlijk", ""))))
    except (Refused, Invalid) as error:
        return _page(work, request, run_id, refusal=error)
    return RedirectResponse(f"/{code}/afrekeningen/{run_id}?gedaan=datum", 303)


def take(work: UnitOfWork, run_id: UUID, step: str, reason: str) -> None:
    """The step by its word on the wire; `Invalid` for a word that is none."""
    match step:
        case "berekenen":
            service.calculate(work, run_id)
        case "controleren":
            service.check(work, run_id)
        case "terugsturen":
            service.send_back(work, run_id, reason)
        case "goedkeuren":
            service.approve(work, run_id)
        case "intrekken":
            service.withdraw(work, run_id, reason)
        case _:
            raise Invalid(
                [Finding("stap", "Kies berekenen, controleren, terugsturen, goedkeuren of intrekken.")]
            )


def _day(text: str) -> date:
    day, _, rest = text.strip().partition("-")
    month, _, year = rest.partition("-")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        words = "Schrijf de uiterlijke dag als dag-maand-jaar, bijvoorbeeld 26-10-2026."
        raise Invalid([Finding("uiterlijk", words)]) from error


def _page(
    work: UnitOfWork,
    request: Request,
    run_id: UUID,
    *,
    done: str | None = None,
    refusal: SscError | None = None,
) -> Response:
    shown = show_run(work, run_id)
    context = {
        **_shown(work, shown),
        **_may(work, shown.details),
        "done": done,
        "refusal": refusal.message if refusal else None,
        "here": "settlements",
    }
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(request, work, "settlement/afrekening.html", status=status, **context)


def _shown(work: UnitOfWork, shown: Shown) -> dict[str, Any]:
    """The run as it stands: figures, findings, tables, who confirmed."""
    run = shown.details.run
    base = f"/{work.actor.collaboration_code}/afrekeningen/{run.id}"
    is_plain = run.kind is RunKind.SETTLEMENT
    partners = sorted(shown.settlement.totals.by_organisation) if shown.settlement else []
    return {
        "run": run,
        "shown": shown,
        "base": base,
        "steps": showing.steps(shown.details, _answered(shown.details, len(partners))),
        "figures": showing.figures(shown, base) if is_plain else _figures(shown, base),
        "word": year.WORDS[run.kind],
        "is_plain": is_plain,
        "moved": year.moved(shown.settlement, base) if shown.settlement else [],
        "findings": showing.findings(shown, work.actor) if shown.sees_all else [],
        "holding": run.holding,
        "matrix": showing.matrix(shown, base),
        "comparison": showing.comparison(shown, base),
        "netting": showing.netting(shown),
        "payments": showing.payments(shown),
        "confirmations": _confirmations(shown, partners),
        "until": field_day(run.confirm_by_on) if run.confirm_by_on else "",
        "late": _late(work, run),
        "numbered": _numbered(shown),
        "state_word": RUN_STATES[run.state.value],
        "look": LOOKS[run.state.value],
    }


def _numbered(shown: Shown) -> str:
    """How many invoices get a number when it is final: one that comes to nothing is none."""
    documents = shown.settlement.documents if shown.settlement else ()
    papers = sum(1 for document in documents if document.total_cents)
    return f"{'krijgt' if papers == 1 else 'krijgen'} {count(papers, 'factuur', 'facturen')} een nummer"


def _late(work: UnitOfWork, run: Run) -> dict[str, Any] | None:
    """What came after a final settlement; only that can have any."""
    if run.state is not RunState.FINAL or run.kind is not RunKind.SETTLEMENT:
        return None
    found = service.late_of(work, run.id)
    return shown_late(work, [found] if found else [])


def _may(work: UnitOfWork, details: RunDetails) -> dict[str, Any]:
    """What this reader may do with it."""
    return {
        "may_invoices": work.actor.may(Permission.READ_INVOICES),
        "may_run": work.actor.may(Permission.RUN_SETTLEMENTS),
        "may_confirm": work.actor.may(Permission.CONFIRM_FIGURES),
        **_next(work, details),
    }


def _figures(shown: Shown, base: str) -> list[dict[str, Any]]:
    solve = f"{base}#oplossen" if shown.sees_all else ""
    return year.figures(shown.details.run, shown.settlement, solve) if shown.settlement else []


def _answered(details: RunDetails, partners: int) -> str:
    """How many partners confirmed; who kept silent is counted apart."""
    given = [one.answer for one in details.confirmations]
    if silent := given.count(Answer.SILENT):
        return f"{given.count(Answer.CONFIRMED)} bevestigd, {silent} door stilte"
    return f"{given.count(Answer.CONFIRMED)} van {partners} deelnemers"


def _confirmations(shown: Shown, partners: list[str]) -> list[dict[str, Any]]:
    """The answer of each partner that this reader may see: on its own row, or on all."""
    given = {one.organisation: one for one in shown.details.confirmations}
    names = shown.settlement.organisations if shown.settlement else {}
    return [
        {
            "name": names[code],
            "given": given.get(code),
            "remark": given[code].remark if code in given else None,
        }
        for code in partners
        if shown.reader in ("", code)
    ]


def _next(work: UnitOfWork, details: RunDetails) -> dict[str, Any]:
    """Which step this reader can take next, empty when it is another's turn; and whose turn it then is."""
    may_run = work.actor.may(Permission.RUN_SETTLEMENTS)
    match details.run.state:
        case RunState.DRAFT if may_run:
            return {"next": "controleren"}
        case RunState.CHECKED:
            found = approvers(work, details.run.id)
            return {"next": "goedkeuren" if found.is_possible else "", "others": listing(found.others, "of")}
        case RunState.APPROVED if may_run:
            return {"next": "definitief-maken"}
        case _:
            return {"next": ""}
