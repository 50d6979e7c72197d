"""The page “Termijnen”: what came of the norms in a period, as a page and as a workbook (screens §3)."""

import io
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.features.assignments import service as assignments
from app.features.reporting import service
from app.features.reporting.core.credits import Credit, points_told
from app.features.reporting.core.results import GroupBy, Result, Results, days_of, lasted
from app.features.reporting.core.workbook import FILE_NAME, result_sheets
from app.features.sla.core.words import METRIC_LABELS
from app.features.sla.pages.changing import tabs
from app.infra.downloads import XLSX, download
from app.infra.http import PageRoute, PageWork
from app.infra.sheets import write_xlsx
from app.infra.web import render
from app.kernel import dutch
from app.kernel.glossary import STATE_LABELS
from app.kernel.period import Period

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Word = Annotated[str, Query(max_length=100)]
_HOLDERS = {"centre": "Het centrum", "principal": "De gemeente"}
_LABELS = {GroupBy.AREA: "Taakgebied", GroupBy.PRODUCT: "Product", GroupBy.ORGANISATION: "Gemeente"}


@router.get("/{code}/termijnen")
def results_page(
    work: PageWork,
    request: Request,
    code: str,
    periode: Word = "",
    per: Word = "",
    gebied: Word = "",
    product: Word = "",
    gemeente: Word = "",
) -> Response:
    """Per group and metric: number, within the norm, median, 90th percentile, against the objective."""
    asked = {"gebied": gebied, "product": product, "gemeente": gemeente}
    period, group_by = _period(work, periode), GroupBy(per) if per in set(GroupBy) else GroupBy.AREA
    found = service.results(work, period, group_by, *(asked[name] or None for name in asked))
    choices = assignments.choices(work)
    chosen = {name: value for name, value in asked.items() if value} | {
        "periode": period.code,
        "per": group_by,
    }
    return render(
        request,
        work,
        "reporting/results.html",
        tabs=tabs(code, "results"),
        found=found,
        rows=[_row(one) for one in found.results],
        times=[_time(found, one) for one in found.times],
        holders=[(_HOLDERS[holder], days_of(seconds)) for holder, seconds in found.by_holder],
        asked=asked,
        per=group_by,
        label=_LABELS[group_by],
        labels=[(one.value, label) for one, label in _LABELS.items()],
        periods=[(one.code, one.label) for one in _periods(work)],
        areas=[(one.code, one.name) for one in choices.areas.values()],
        organisations=[(one.code, one.name) for one in choices.organisations.values()],
        here_path=f"/{code}/termijnen",
        download=f"/{code}/termijnen.xlsx?{urlencode(chosen)}",
    )


@router.get("/{code}/termijnen.xlsx")
def results_workbook(
    work: PageWork,
    periode: Word = "",
    per: Word = "",
    gebied: Word = "",
    product: Word = "",
    gemeente: Word = "",
) -> Response:
    """The same as a workbook."""
    group_by = GroupBy(per) if per in set(GroupBy) else GroupBy.AREA
    found = service.results(
        work, _period(work, periode), group_by, gebied or None, product or None, gemeente or None
    )
    return download(io.BytesIO(write_xlsx(result_sheets(found))), XLSX, FILE_NAME.format(found.period.code))


def _row(one: Result) -> dict[str, Any]:
    reached = one.is_reached
    return {
        "result": one,
        "metric": METRIC_LABELS[one.metric],
        "within": dutch.percent(one.share, 1),
        "median": lasted(one.unit, one.median),
        "p90": lasted(one.unit, one.p90),
        "objective": None if one.objective is None else points_told(one.objective),
        "look": {True: "good", False: "late", None: None}[reached],
        "words": {True: "gehaald", False: "niet gehaald", None: None}[reached],
        "credit": None if one.credit_due is None else _credit(one.credit_due, one.money),
        "money": one.money,
    }


def _credit(points: int, money: Credit | None) -> str:
    amount = None if money is None else money.amount_cents
    return f"korting {points_told(points)}: {'bedrag onbekend' if amount is None else dutch.euro(amount)}"


def _time(found: Results, one: Any) -> dict[str, Any]:
    whole = sum(time.seconds for time in found.times)
    return {
        "state": STATE_LABELS[one.state],
        "holder": _HOLDERS.get(one.holder, ""),
        "count": one.count,
        "total": days_of(one.seconds),
        "each": days_of(one.seconds // one.count),
        "part": dutch.part_of(one.seconds, whole),
    }


def _period(work: PageWork, text: str) -> Period:
    """The period of the address, else the last quarter that ended: results are read when a quarter is over."""
    try:
        return Period.parse(text)
    except ValueError:
        return _periods(work)[1]


def _periods(work: PageWork) -> list[Period]:
    """This quarter and the seven before it, and this year and the last."""
    today = work.today
    now = today.year * 4 + (today.month - 1) // 3
    quarters = [Period.quarter((now - back) // 4, (now - back) % 4 + 1) for back in range(8)]
    return [*quarters, Period.year(today.year), Period.year(today.year - 1)]
