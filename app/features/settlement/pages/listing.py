"""The list of runs, with what came later, and forms for a settlement, an advance and a correction."""

from datetime import timedelta

from fastapi import Request
from fastapi.responses import Response

from app.features.settlement import service
from app.features.settlement.core.confirming import DAYS_TO_ANSWER
from app.features.settlement.core.run import RunKind
from app.features.settlement.pages.late import shown_late
from app.infra.db import UnitOfWork
from app.infra.web import render
from app.kernel.dutch import field_day
from app.kernel.errors import Finding, Invalid, SscError
from app.kernel.glossary import RUN_KINDS, RUN_STATES
from app.kernel.period import Period
from app.kernel.roles import Permission

LOOKS = {"draft": "open", "checked": "live", "approved": "good", "final": "good", "withdrawn": "still"}


def list_page(
    work: UnitOfWork, request: Request, refusal: SscError | None = None, asked: RunKind | None = None
) -> Response:
    """All runs; a refusal of what was asked stands above them, and its form stays open."""
    may_run = work.actor.may(Permission.RUN_SETTLEMENTS)
    context = {
        "runs": service.list_runs(work),
        "until": field_day(work.today + timedelta(days=DAYS_TO_ANSWER)),
        "looks": LOOKS,
        "words": RUN_STATES,
        "kinds": RUN_KINDS,
        "periods": _periods(work),
        "parts": _parts(work),
        "late": shown_late(work, service.list_late(work)),
        "correctable": _correctable(work) if may_run else [],
        "may_run": may_run,
        "asked": asked.value if asked else "",
        "refusal": refusal.message if refusal else None,
        "here": "settlements",
    }
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(request, work, "settlement/afrekeningen.html", status=status, **context)


def read_period(text: str) -> Period:
    """A period by its short name; `Invalid` when it is none."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Invalid([Finding("periode", "Kies een periode, bijvoorbeeld 2026-Q1.")]) from error


def _periods(work: UnitOfWork) -> list[tuple[str, str]]:
    """The quarters that are over, newest first, and the last whole year."""
    today = work.today
    quarters = [
        Period.quarter(year, number) for year in (today.year - 1, today.year) for number in (1, 2, 3, 4)
    ]
    over = [one for one in reversed(quarters) if one.last_on < today][:4]
    return [(one.code, one.label) for one in [*over, Period.year(today.year - 1)]]


def _parts(work: UnitOfWork) -> list[tuple[str, str]]:
    """The quarters of this year and the next, for an advance."""
    years = (work.today.year, work.today.year + 1)
    return [(one.code, one.label) for year in years for one in Period.year(year).split(3)]


def _correctable(work: UnitOfWork) -> list[tuple[str, str]]:
    """Final periods, newest first, each once."""
    periods = dict.fromkeys(run.period for run in reversed(service.list_correctable(work)))
    return [(one.code, one.label) for one in periods]
