"""From where a difference is explained: what holds and held, and a form for another from a day on."""

from fractions import Fraction

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.core.threshold import USUAL, Threshold
from app.features.settlement.pages.changing import steps
from app.features.settlement.service import thresholds as service
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import SscError
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_percent

router = APIRouter(route_class=PageRoute, include_in_schema=False)

EMPTY = dict.fromkeys(("vanaf", "percentage", "bedrag", "reden"), "")
DONE = {"bewaard": "De grens is bewaard. Concepten vragen ernaar bij hun volgende berekening."}


@router.get("/{code}/toelichtingsgrenzen")
def thresholds_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """All thresholds, and a form for one more."""
    return _page(work, request, EMPTY, done=DONE.get(gedaan))


@router.post("/{code}/toelichtingsgrenzen")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say which settlements will ask by it, then set it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return _page(work, request, EMPTY | dict(given), refusal=refusal)

    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=service.preview_threshold,
        save=service.set_threshold,
        draw=draw,
        done=f"/{code}/toelichtingsgrenzen?gedaan=bewaard",
        here="settlements",
    )


def _read(given: steps.Given) -> service.NewThreshold:
    reader = steps.Reader(given)
    day = reader.day("vanaf", "de eerste dag")
    part = cents = None
    if reader.text("percentage"):
        part = _basis_points(reader)
    if reader.text("bedrag"):
        cents = reader.number("bedrag", read_cents, "het bedrag", "1.000,00")
        if cents is not None and cents < 0:
            reader.fault("bedrag", "Schrijf een bedrag van nul of meer.")
    if not reader.text("percentage") and not reader.text("bedrag"):
        reader.fault("percentage", "Noem een percentage, een bedrag of allebei.")
    reason = reader.needed("reden", "Noem waar dit is besloten, bijvoorbeeld de verordening en het artikel.")
    if reader.findings or day is None:
        raise reader.invalid()
    return service.NewThreshold(day, Threshold(part, cents), reason)


def _basis_points(reader: steps.Reader) -> int | None:
    """A percentage of at most two decimals."""
    part = read_percent(reader.text("percentage"))
    points = None if part is None else Fraction(part) * 10_000
    if points is None or points.denominator != 1 or not 0 <= points <= 100_000:
        reader.fault("percentage", "Schrijf een percentage met hoogstens twee decimalen, bijvoorbeeld 10.")
        return None
    return int(points)


def _page(
    work: UnitOfWork,
    request: Request,
    given: steps.Given,
    *,
    refusal: SscError | None = None,
    done: str | None = None,
) -> Response:
    return render(
        request,
        work,
        "settlement/toelichtingsgrenzen.html",
        found=service.list_thresholds(work),
        usual=USUAL,
        may_edit=work.actor.may(Permission.EDIT_PARTNERSHIP),
        done=done,
        here="settlements",
        **steps.shown_again(given, refusal),
    )
