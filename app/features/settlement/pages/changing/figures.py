"""“Kengetallen”: every figure with its date, source and what replaced it; a form for one more."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import StatisticRow
from app.features.partnership.core.views import Selection
from app.features.partnership.service import figures as kept
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.changing import figures
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import sort_name
from app.kernel.errors import SscError
from app.kernel.quantities import exact_number
from app.kernel.roles import Permission
from app.kernel.typed import read_number

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_A_TIME = 100
FIELDS = ("organisatie", "soort", "peildatum", "waarde", "bron")
DONE = {"toegevoegd": "Het kengetal is bewaard."}


@router.get("/{code}/kengetallen")
def figures_page(
    work: PageWork,
    request: Request,
    organisatie: str = "",
    soort: str = "",
    cursor: str = "",
    gedaan: str = "",
) -> Response:
    """The history of figures, by organisation and kind."""
    wanted = Selection(
        organisation=organisatie or None, kind=soort or None, cursor=cursor or None, limit=AT_A_TIME
    )
    given = dict.fromkeys(FIELDS, "") | {"organisatie": organisatie, "soort": soort}
    return _page(work, request, wanted, given, done=DONE.get(gedaan))


@router.post("/{code}/kengetallen")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a figure touches, then record it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        filled = dict.fromkeys(FIELDS, "") | dict(given)
        return _page(work, request, Selection(limit=AT_A_TIME), filled, refusal=refusal)

    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=figures.preview_statistic,
        save=figures.add_statistic,
        draw=draw,
        done=f"/{code}/kengetallen?gedaan=toegevoegd",
    )


def _read(given: steps.Given) -> StatisticRow:
    reader = steps.Reader(given)
    organisation = reader.needed("organisatie", "Kies een organisatie uit de lijst.")
    kind = reader.needed("soort", "Kies een soort kengetal uit de lijst.")
    day = reader.day("peildatum", "de peildatum")
    value = reader.number("waarde", read_number, "het cijfer", "9.410")
    source = reader.needed("bron", "Noem waar het cijfer vandaan komt, bijvoorbeeld CBS.")
    if day is None or value is None or reader.findings:
        raise reader.invalid()
    return StatisticRow(organisation, kind, day, value, source)


def _page(
    work: UnitOfWork,
    request: Request,
    wanted: Selection,
    given: steps.Given,
    *,
    refusal: SscError | None = None,
    done: str | None = None,
) -> Response:
    page = kept.history(work, wanted)
    names = kept.directory(work)
    base = f"/{work.actor.collaboration_code}/kengetallen"
    query = f"organisatie={wanted.organisation or ''}&soort={wanted.kind or ''}"
    organisations = sorted(names.organisations.values(), key=lambda one: sort_name(one.name))
    return render(
        request,
        work,
        "settlement/kengetallen.html",
        base=base,
        figures=page.figures,
        kinds=names.statistic_kinds,
        exact=exact_number,
        wanted=wanted,
        organisations=[(one.code, one.name) for one in organisations],
        more=f"{base}?{query}&cursor={page.next_cursor}" if page.next_cursor else None,
        may_edit=work.actor.may(Permission.EDIT_PARTNERSHIP),
        done=done,
        here="partners",
        **steps.shown_again(given, refusal),
    )
