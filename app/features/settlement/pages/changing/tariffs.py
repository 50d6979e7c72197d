"""“Tarieven”: all versions, a new one, the end of one."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import TariffRow, Term
from app.features.partnership.core.views import Directory, Kept, Selection
from app.features.partnership.core.words import TariffKind
from app.features.partnership.service import changing as kept
from app.features.partnership.service.figures import directory
from app.features.partnership.service.reading import list_page
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps, versions
from app.features.settlement.service.changing.versions import add_new, preview_new
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import amount, sort_name
from app.kernel.errors import SscError
from app.kernel.roles import Permission
from app.kernel.typed import read_cents

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_ONCE = 1000
AT_A_TIME = 100
FIELDS = (
    "taakgebied",
    "waarvan",
    "functie",
    "naam",
    "prijsCenten",
    "geldigVanafDatum",
    "geldigTotEnMetDatum",
)


@router.get("/{code}/tarieven")
def tariffs_page(
    work: PageWork, request: Request, taakgebied: str = "", vanaf: int = 0, gedaan: str = ""
) -> Response:
    """All versions of all tariffs, by area and subject, the latest first."""
    page = list_page(work, "tariffs", Selection(area=taakgebied or None, limit=AT_ONCE))
    rows = sorted(page.rows, key=lambda one: one.row.term.first_on, reverse=True)
    rows.sort(key=lambda one: (sort_name(page.names.areas[one.row.area].name), one.row.name, one.row.of))
    more = f"/{work.actor.collaboration_code}/tarieven?taakgebied={taakgebied}&vanaf={vanaf + AT_A_TIME}"
    return render(
        request,
        work,
        "settlement/tarieven.html",
        rows=[_shown(work, one, page.names) for one in rows[vanaf : vanaf + AT_A_TIME]],
        areas=_areas(page.names),
        area=taakgebied,
        more=more if len(rows) > vanaf + AT_A_TIME else None,
        **versions.list_context(work, "tariffs", gedaan),
    )


@router.get("/{code}/tarieven/nieuw")
def new_page(work: PageWork, request: Request, van: UUID | None = None) -> Response:
    """A form for a new tariff, filled in when it follows another."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    given = dict.fromkeys(FIELDS, "")
    if van is not None:
        row = kept.get_row(work, "tariffs", van)[0].row
        given |= {
            "taakgebied": row.area,
            "waarvan": _option(row),
            "naam": row.name,
            "prijsCenten": amount(row.price_cents),
        }
    return _form(work, request, given)


@router.post("/{code}/tarieven/nieuw")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a tariff touches, then add it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda held, row: preview_new(held, "tariffs", row),
        save=lambda held, row: add_new(held, "tariffs", row),
        draw=lambda given, refusal: _form(work, request, dict.fromkeys(FIELDS, "") | dict(given), refusal),
        done=f"/{code}/tarieven?gedaan=toegevoegd",
    )


@router.get("/{code}/tarieven/{tariff_id}")
def tariff_page(work: PageWork, request: Request, tariff_id: UUID) -> Response:
    """One tariff with its other versions."""
    return versions.version_page(work, request, "tariffs", tariff_id)


@router.post("/{code}/tarieven/{tariff_id}")
def change(work: PageWork, request: Request, tariff_id: UUID, form: PageForm) -> Response:
    """End or withdraw a tariff."""

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return versions.version_page(work, request, "tariffs", tariff_id, given, refusal)

    return versions.change(work, request, form, "tariffs", tariff_id, draw)


def _read(given: steps.Given) -> TariffRow:
    reader = steps.Reader(given)
    kind_word, _, of = reader.text("waarvan").partition(":")
    kinds = {kind.value: kind for kind in TariffKind}
    kind = kinds.get(kind_word, TariffKind.HOUR)
    if reader.text("functie"):
        kind, of = TariffKind.HOUR, reader.text("functie")
    if kind is TariffKind.PRODUCT:
        of = of.partition("/")[2]
    price = reader.number("prijsCenten", read_cents, "82,50")
    first_on = reader.day("geldigVanafDatum")
    last_on = reader.day_or_open("geldigTotEnMetDatum")
    if price is None or first_on is None or reader.findings:
        raise reader.invalid()
    name = reader.text("naam")
    return TariffRow(reader.text("taakgebied"), kind, of, name, price, Term(first_on, last_on))


def _form(
    work: UnitOfWork, request: Request, given: steps.Given, refusal: SscError | None = None
) -> Response:
    names = directory(work)
    functions = {
        one.row.of
        for one in list_page(work, "tariffs", Selection(limit=AT_ONCE)).rows
        if one.row.kind is TariffKind.HOUR
    }
    return render(
        request,
        work,
        "settlement/tarief-nieuw.html",
        areas=_areas(names),
        subjects=[
            *((f"hour:{code}", f"Per uur: {code}") for code in sorted(functions)),
            *(
                (f"product:{area}/{code}", f"Per stuk: {named.name} ({names.areas[area].name})")
                for (area, code), named in sorted(names.products.items())
            ),
            *(
                (f"statistic:{code}", f"Per eenheid en jaar: {name}")
                for code, name in names.statistic_kinds.items()
            ),
        ],
        base=f"/{work.actor.collaboration_code}/tarieven",
        here="partners",
        **steps.shown_again(given, refusal),
    )


def _option(row: TariffRow) -> str:
    of = f"{row.area}/{row.of}" if row.kind is TariffKind.PRODUCT else row.of
    return f"{row.kind.value}:{of}"


def _areas(names: Directory) -> list[tuple[str, str]]:
    found = sorted(names.areas.values(), key=lambda one: sort_name(one.name))
    return [(one.code, one.name) for one in found]


def _shown(work: UnitOfWork, one: Kept[TariffRow], names: Directory) -> dict[str, Any]:
    row = one.row
    return {
        "id": one.id,
        "name": row.name,
        "of": words.subject_name(row, names),
        "area": names.areas[row.area].name,
        "price": amount(row.price_cents),
        "per": words.PER[row.kind],
        "holds": words.holds(row.term),
        "state": versions.state_of(row.term, work),
    }
