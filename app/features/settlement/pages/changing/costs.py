"""Costs that come in and are taken back; the budget of a year and its amendments. What they touch comes first."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.costs import service as kept
from app.features.costs.core import CATEGORY_NAMES, Category
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow
from app.features.costs.core.views import BudgetView
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.changing import costs
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import NotFound, SscError
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)

ENTRY = (
    "kostenplaats",
    "boekDatum",
    "kostensoort",
    "bedragCenten",
    "btwCenten",
    "stuk",
    "leverancier",
    "omschrijving",
    "reden",
)
LINE = ("jaar", "kostenplaats", "kostensoort", "bedragCenten")
AMENDMENT = ("bedragCenten", "besluitDatum", "reden")
CATEGORIES = [(one.value, CATEGORY_NAMES[one]) for one in Category]
DONE = {"begroot": "Het bedrag is begroot.", "gewijzigd": "De begrotingswijziging is bewaard."}


@router.get("/{code}/kosten/toevoegen")
def entry_page(work: PageWork, request: Request) -> Response:
    """A form for one cost."""
    work.actor.require(Permission.EDIT_COSTS)
    return _entry_form(work, request, dict.fromkeys(ENTRY, ""))


@router.post("/{code}/kosten/toevoegen")
def add_entry(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a cost touches, then record it."""
    work.actor.require(Permission.EDIT_COSTS)
    day = steps.texts(form).get("boekDatum", "")
    return steps.answer(
        work,
        request,
        form,
        read=_entry,
        preview=costs.preview_entry,
        save=costs.add_entry,
        draw=lambda given, refusal: _entry_form(
            work, request, dict.fromkeys(ENTRY, "") | dict(given), refusal
        ),
        done=f"/{code}/kosten?gedaan=toegevoegd{_quarter(day)}",
        here="costs",
    )


@router.get("/{code}/kosten/{entry_id}/terugboeken")
def reversal_page(work: PageWork, request: Request, entry_id: UUID) -> Response:
    """A form for why an entry is taken back."""
    work.actor.require(Permission.EDIT_COSTS)
    return _reversal_form(work, request, entry_id, {})


@router.post("/{code}/kosten/{entry_id}/terugboeken")
def reverse(work: PageWork, request: Request, code: str, entry_id: UUID, form: PageForm) -> Response:
    """Say what taking an entry back touches, then do it."""
    work.actor.require(Permission.EDIT_COSTS)
    entry = kept.get_entry(work, entry_id)
    return steps.answer(
        work,
        request,
        form,
        read=lambda given: costs.Reversal(entry_id, given.get("reden", "")),
        preview=costs.preview_reversal,
        save=costs.reverse,
        draw=lambda given, refusal: _reversal_form(work, request, entry_id, given, refusal),
        done=f"/{code}/kosten?gedaan=teruggeboekt&periode={_period(entry.booked_on)}",
        button="Terugboeken",
        here="costs",
    )


@router.get("/{code}/begroting")
def budget_page(work: PageWork, request: Request, jaar: str = "", gedaan: str = "") -> Response:
    """The budget of a year, as first set and as it is now, with every amendment."""
    return _budget(work, request, _year(work, jaar), dict.fromkeys(LINE, ""), done=DONE.get(gedaan))


@router.post("/{code}/begroting")
def add_line(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a budget line touches, then set it."""
    work.actor.require(Permission.EDIT_COSTS)
    year = steps.texts(form).get("jaar", "")

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        filled = dict.fromkeys(LINE, "") | dict(given)
        return _budget(work, request, _year_or_now(work, year), filled, refusal)

    return steps.answer(
        work,
        request,
        form,
        read=_line,
        preview=costs.preview_budget,
        save=costs.add_budget,
        draw=draw,
        done=f"/{code}/begroting?jaar={_year_or_now(work, year)}&gedaan=begroot",
        here="costs",
    )


@router.get("/{code}/begroting/{line_id}")
def amendment_page(work: PageWork, request: Request, line_id: UUID) -> Response:
    """A form for a decided difference of a budget line."""
    work.actor.require(Permission.EDIT_COSTS)
    return _amendment_form(work, request, kept.get_budget_line(work, line_id), dict.fromkeys(AMENDMENT, ""))


@router.post("/{code}/begroting/{line_id}")
def amend(work: PageWork, request: Request, code: str, line_id: UUID, form: PageForm) -> Response:
    """Say what a difference makes of a budget line, then record it."""
    work.actor.require(Permission.EDIT_COSTS)
    line = kept.get_budget_line(work, line_id)

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return _amendment_form(work, request, line, dict.fromkeys(AMENDMENT, "") | dict(given), refusal)

    return steps.answer(
        work,
        request,
        form,
        read=lambda given: _amendment(line_id, given),
        preview=costs.preview_amendment,
        save=costs.amend,
        draw=draw,
        done=f"/{code}/begroting?jaar={line.year}&gedaan=gewijzigd",
        here="costs",
    )


def _entry(given: steps.Given) -> CostEntryRow:
    reader = steps.Reader(given)
    pool = reader.needed("kostenplaats", "Kies een kostenplaats.")
    day = reader.day("boekDatum", "de datum")
    category = reader.chosen("kostensoort", {one.value: one for one in Category}, "Kies een kostensoort.")
    amount = reader.number("bedragCenten", read_cents, "het bedrag", "1.234,56")
    vat = reader.number("btwCenten", read_cents, "de btw", "259,25") if reader.text("btwCenten") else 0
    supplier = reader.needed("leverancier", "Noem van wie het stuk komt.")
    document = reader.needed("stuk", "Noem het nummer van de factuur of boeking.")
    if day is None or category is None or amount is None or vat is None or reader.findings:
        raise reader.invalid()
    return CostEntryRow(
        pool=pool,
        booked_on=day,
        category=category,
        amount_cents=amount,
        vat_cents=vat,
        document=document,
        supplier=supplier,
        description=reader.text("omschrijving"),
        reason=reader.text("reden") or None,
    )


def _line(given: steps.Given) -> BudgetLineRow:
    reader = steps.Reader(given)
    year = reader.text("jaar")
    if not (year.isdecimal() and 2000 <= int(year) <= 2100):
        reader.fault("jaar", "Schrijf het jaar als 2026.")
    pool = reader.needed("kostenplaats", "Kies een kostenplaats.")
    category = reader.chosen("kostensoort", {one.value: one for one in Category}, "Kies een kostensoort.")
    amount = reader.number("bedragCenten", read_cents, "het bedrag", "120.000,00")
    if category is None or amount is None or reader.findings:
        raise reader.invalid()
    return BudgetLineRow(int(year), pool, category, amount)


def _amendment(line_id: UUID, given: steps.Given) -> costs.Amendment:
    reader = steps.Reader(given)
    amount = reader.number("bedragCenten", read_cents, "het verschil", "-5.000,00")
    decided_on = reader.day("besluitDatum", "de dag van het besluit")
    reason = reader.needed("reden", "Noem het besluit of de reden.")
    if amount is None or decided_on is None or reader.findings:
        raise reader.invalid()
    return costs.Amendment(line_id, amount, decided_on, reason)


def _entry_form(
    work: UnitOfWork, request: Request, given: steps.Given, refusal: SscError | None = None
) -> Response:
    return _draw(work, request, "kosten-toevoegen", given, refusal, pools=_pools(work), categories=CATEGORIES)


def _reversal_form(
    work: UnitOfWork,
    request: Request,
    entry_id: UUID,
    given: steps.Given,
    refusal: SscError | None = None,
) -> Response:
    entry = kept.get_entry(work, entry_id)
    return _draw(
        work,
        request,
        "kosten-terugboeken",
        {"reden": ""} | dict(given),
        refusal,
        entry=entry,
        category=CATEGORY_NAMES[entry.category],
        is_reversed=entry.reversed_at is not None or entry.reverses_id is not None,
    )


def _budget(
    work: UnitOfWork,
    request: Request,
    year: int,
    given: steps.Given,
    refusal: SscError | None = None,
    done: str | None = None,
) -> Response:
    lines = kept.list_budget(work, year)
    return _draw(
        work,
        request,
        "begroting",
        dict(given) | {"jaar": given["jaar"] or str(year)},
        refusal,
        year=year,
        years=[(str(one), str(one)) for one in range(work.today.year + 1, work.today.year - 3, -1)],
        lines=lines,
        total=sum(line.now_cents for line in lines),
        amendments=kept.list_amendments(work, year),
        pool_names=dict(_pools(work)),
        pools=_pools(work),
        category_names=CATEGORY_NAMES,
        categories=CATEGORIES,
        may_edit=work.actor.may(Permission.EDIT_COSTS),
        done=done,
    )


def _amendment_form(
    work: UnitOfWork,
    request: Request,
    line: BudgetView,
    given: steps.Given,
    refusal: SscError | None = None,
) -> Response:
    return _draw(
        work,
        request,
        "begroting-wijzigen",
        given,
        refusal,
        line=line,
        pool=dict(_pools(work))[line.pool],
        category=CATEGORY_NAMES[line.category],
    )


def _draw(
    work: UnitOfWork,
    request: Request,
    template: str,
    given: steps.Given,
    refusal: SscError | None,
    **context: Any,
) -> Response:
    again = steps.shown_again(given, refusal)
    return render(request, work, f"settlement/{template}.html", here="costs", **context, **again)


def _pools(work: UnitOfWork) -> list[tuple[str, str]]:
    return [(pool.code, pool.name) for pool in kept.list_pools(work)]


def _year(work: UnitOfWork, text: str) -> int:
    if text and not (text.isdecimal() and 2000 <= int(text) <= 2100):
        raise NotFound("Dit jaar")
    return int(text) if text else work.today.year


def _year_or_now(work: UnitOfWork, text: str) -> int:
    return int(text) if text.isdecimal() and 2000 <= int(text) <= 2100 else work.today.year


def _period(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _quarter(typed: str) -> str:
    """The quarter of a day as it was typed, for the address of the page that shows it."""
    day = read_day(typed)
    return f"&periode={_period(day)}" if day else ""
