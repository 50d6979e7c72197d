"""“Jaarcijfers”: hours and products of years from before the system, for averages over years; a form for one."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import YearFigureRow
from app.features.partnership.service import figures as kept
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.changing import year_figures
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import listing, sort_name
from app.kernel.errors import SscError
from app.kernel.roles import Permission
from app.kernel.typed import read_number

router = APIRouter(route_class=PageRoute, include_in_schema=False)

EMPTY = dict.fromkeys(("taakgebied", "organisatie", "jaar", "product", "uren", "aantal", "bron"), "")
DONE = {"toegevoegd": "Het jaarcijfer is bewaard."}


@router.get("/{code}/jaarcijfers")
def year_figures_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """All figures of earlier years."""
    return _page(work, request, EMPTY, done=DONE.get(gedaan))


@router.post("/{code}/jaarcijfers")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a figure touches, then record it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return _page(work, request, EMPTY | dict(given), refusal=refusal)

    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=year_figures.preview_year_figure,
        save=year_figures.add_year_figure,
        draw=draw,
        done=f"/{code}/jaarcijfers?gedaan=toegevoegd",
    )


def read_whole(text: str) -> int | None:
    """A whole number.

    >>> read_whole("1.200"), read_whole("1,5"), read_whole("x")
    (1200, None, None)
    """
    found = read_number(text)
    return int(found) if found is not None and found == int(found) else None


def read_minutes(text: str) -> int | None:
    """The hours of a whole year as minutes, however many.

    >>> read_minutes("1200:30"), read_minutes("1.200,5"), read_minutes("0"), read_minutes("1:75")
    (72030, 72030, 0, None)
    """
    if match := re.fullmatch(r"(\d+):([0-5]\d)", text.strip()):
        return int(match[1]) * 60 + int(match[2])
    found = read_number(text)
    return None if found is None else read_whole(f"{found * 60:f}".replace(".", ","))


def _minutes(reader: steps.Reader) -> int | None:
    """The hours of the year; of a product there are none."""
    typed = reader.text("uren")
    if not typed:
        if not reader.text("product"):
            reader.needed("uren", "Noem de uren van dat jaar, ook als het nul is.")
        return None
    clock = re.fullmatch(r"(\d+):(\d\d)", typed)
    if clock is None or int(clock[2]) < 60:
        return reader.number("uren", read_minutes, "de uren", "1200:00 of 1.200,5")
    whole, rest = int(clock[1]) * 60, int(clock[2])
    meant = [whole + rest * 60 // 100] if rest * 60 % 100 == 0 else []
    offers = [f"{one // 60}:{one % 60:02d}" for one in (*meant, whole + rest)]
    reader.fault(
        "uren", f"“{typed}” is geen tijd, want een uur heeft 60 minuten. Bedoelt u {listing(offers, 'of')}?"
    )
    return None


def _read(given: steps.Given) -> YearFigureRow:
    """A product is chosen as area and code together, so that it is one of that area."""
    reader = steps.Reader(given)
    chosen = reader.needed("taakgebied", "Kies een taakgebied uit de lijst.")
    organisation = reader.needed("organisatie", "Kies een organisatie uit de lijst.")
    area, _, product = reader.text("product").partition("/")
    year = reader.number("jaar", read_whole, "het jaar", "2024")
    minutes, taken = _minutes(reader), None
    if reader.text("aantal"):
        taken = reader.number("aantal", read_whole, "het aantal", "12")
    elif product:
        reader.needed("aantal", "Noem hoeveel er van het product zijn afgenomen, ook als het nul is.")
    source = reader.needed("bron", "Noem waar het cijfer vandaan komt, bijvoorbeeld de jaarrekening.")
    if product and chosen and area != chosen:
        reader.fault("product", "Dit product hoort bij een ander taakgebied.")
    if reader.findings or year is None:
        raise reader.invalid()
    return YearFigureRow(
        area=chosen,
        organisation=organisation,
        year=year,
        source=source,
        product=product or None,
        minutes=minutes,
        taken_count=taken,
    )


def _page(
    work: UnitOfWork,
    request: Request,
    given: steps.Given,
    *,
    refusal: SscError | None = None,
    done: str | None = None,
) -> Response:
    names = kept.directory(work)
    found = [
        {
            "row": row,
            "holds": holds,
            "area": names.areas[row.area].name,
            "organisation": names.organisations[row.organisation].name,
            "what": year_figures.what_of(row, names),
            "amount": year_figures.amount_of(row),
        }
        for row, holds in year_figures.list_year_figures(work)
    ]
    organisations = sorted(names.organisations.values(), key=lambda one: sort_name(one.name))
    return render(
        request,
        work,
        "settlement/jaarcijfers.html",
        found=found,
        areas=[(one.code, one.name) for one in names.areas.values()],
        organisations=[(one.code, one.name) for one in organisations],
        products=[
            (f"{area}/{one.code}", f"{one.name} ({names.areas[area].name})")
            for (area, _), one in names.products.items()
        ],
        may_edit=work.actor.may(Permission.EDIT_PARTNERSHIP),
        done=done,
        here="partners",
        **steps.shown_again(given, refusal),
    )
