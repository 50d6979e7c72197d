"""“Deelnames”: who takes part in which area since when, a new one, the end of one."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import ParticipationRow, Term
from app.features.partnership.core.views import Directory, Kept, Selection
from app.features.partnership.core.words import VatCategory
from app.features.partnership.service import changing as kept
from app.features.partnership.service.figures import directory
from app.features.partnership.service.reading import list_page
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps, versions
from app.features.settlement.service.changing.versions import add_new, preview_new
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import sort_name
from app.kernel.errors import SscError
from app.kernel.glossary import VAT_LABELS
from app.kernel.quantities import exact_number
from app.kernel.roles import Permission
from app.kernel.typed import read_percent

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_ONCE = 1000
AT_A_TIME = 100
FIELDS = (
    "taakgebied",
    "organisatie",
    "pakket",
    "btwSoort",
    "btwBasispunten",
    "transparantiemethode",
    "geldigVanafDatum",
    "geldigTotEnMetDatum",
)


@router.get("/{code}/deelnames")
def participations_page(
    work: PageWork,
    request: Request,
    taakgebied: str = "",
    organisatie: str = "",
    vanaf: int = 0,
    gedaan: str = "",
) -> Response:
    """All participations, by area and organisation, the latest first."""
    wanted = Selection(area=taakgebied or None, organisation=organisatie or None, limit=AT_ONCE)
    page = list_page(work, "participations", wanted)
    rows = sorted(page.rows, key=lambda one: one.row.term.first_on, reverse=True)
    rows.sort(key=lambda one: _order(one.row, page.names))
    base = f"/{work.actor.collaboration_code}/deelnames"
    query = f"taakgebied={taakgebied}&organisatie={organisatie}&vanaf={vanaf + AT_A_TIME}"
    return render(
        request,
        work,
        "settlement/deelnames.html",
        rows=[_shown(work, one, page.names) for one in rows[vanaf : vanaf + AT_A_TIME]],
        **_choices(page.names),
        area=taakgebied,
        organisation=organisatie,
        more=f"{base}?{query}" if len(rows) > vanaf + AT_A_TIME else None,
        **versions.list_context(work, "participations", gedaan),
    )


@router.get("/{code}/deelnames/nieuw")
def new_page(work: PageWork, request: Request, van: UUID | None = None) -> Response:
    """A form for a new participation, filled in when it follows another."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    given = dict.fromkeys(FIELDS, "")
    if van is not None:
        row = kept.get_row(work, "participations", van)[0].row
        given |= {
            "taakgebied": row.area,
            "organisatie": row.organisation,
            "pakket": f"{row.area}/{row.package}" if row.package else "",
            "btwSoort": row.vat_category.value,
            "btwBasispunten": exact_number(Fraction(row.vat_basis_points, 100)),
            "transparantiemethode": "ja" if row.is_transparent else "",
        }
    return _form(work, request, given)


@router.post("/{code}/deelnames/nieuw")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what a participation touches, then add it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda held, row: preview_new(held, "participations", row),
        save=lambda held, row: add_new(held, "participations", row),
        draw=lambda given, refusal: _form(work, request, dict.fromkeys(FIELDS, "") | dict(given), refusal),
        done=f"/{code}/deelnames?gedaan=toegevoegd",
    )


@router.get("/{code}/deelnames/{participation_id}")
def participation_page(work: PageWork, request: Request, participation_id: UUID) -> Response:
    """One participation with its other versions."""
    return versions.version_page(work, request, "participations", participation_id)


@router.post("/{code}/deelnames/{participation_id}")
def change(work: PageWork, request: Request, participation_id: UUID, form: PageForm) -> Response:
    """End or withdraw a participation."""

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return versions.version_page(work, request, "participations", participation_id, given, refusal)

    return versions.change(work, request, form, "participations", participation_id, draw)


def _read(given: steps.Given) -> ParticipationRow:
    reader = steps.Reader(given)
    kinds = {kind.value: kind for kind in VatCategory}
    category = reader.chosen("btwSoort", kinds, "Kies hoe de btw is.")
    rate = read_percent(reader.text("btwBasispunten") or "0")
    points = None if rate is None else rate * 10_000
    if points is None or points.denominator != 1 or not 0 <= points <= 10_000:
        reader.fault("btwBasispunten", "Dit is geen btw-tarief. Schrijf bijvoorbeeld 21.")
    first_on = reader.day("geldigVanafDatum")
    last_on = reader.day_or_open("geldigTotEnMetDatum")
    if category is None or points is None or first_on is None or reader.findings:
        raise reader.invalid()
    return ParticipationRow(
        area=reader.text("taakgebied"),
        organisation=reader.text("organisatie"),
        term=Term(first_on, last_on),
        vat_category=category,
        vat_basis_points=points.numerator,
        is_transparent=reader.text("transparantiemethode") == "ja",
        package=reader.text("pakket").partition("/")[2] or None,
    )


def _form(
    work: UnitOfWork, request: Request, given: steps.Given, refusal: SscError | None = None
) -> Response:
    return render(
        request,
        work,
        "settlement/deelname-nieuw.html",
        **_choices(directory(work)),
        vat_kinds=VAT_LABELS.items(),
        base=f"/{work.actor.collaboration_code}/deelnames",
        here="partners",
        **steps.shown_again(given, refusal),
    )


def _choices(names: Directory) -> dict[str, Any]:
    areas = sorted(names.areas.values(), key=lambda one: sort_name(one.name))
    organisations = sorted(names.organisations.values(), key=lambda one: sort_name(one.name))
    packages = sorted(names.packages.items())
    return {
        "areas": [(one.code, one.name) for one in areas],
        "organisations": [(one.code, one.name) for one in organisations],
        "packages": [
            (f"{area}/{code}", f"{one.name} ({names.areas[area].name})") for (area, code), one in packages
        ],
    }


def _order(row: ParticipationRow, names: Directory) -> tuple[str, str, str]:
    area, organisation = names.areas[row.area].name, names.organisations[row.organisation].name
    return sort_name(area), sort_name(organisation), row.package or ""


def _shown(work: UnitOfWork, one: Kept[ParticipationRow], names: Directory) -> dict[str, Any]:
    row = one.row
    return {
        "id": one.id,
        "organisation": names.organisations[row.organisation].name,
        "area": names.areas[row.area].name,
        "package": names.packages[row.area, row.package].name if row.package else None,
        "vat": words.vat_words(row),
        "holds": words.holds(row.term),
        "state": versions.state_of(row.term, work),
    }
