"""“Deelnames”: who takes part in which area since when, a new one, the end of one."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.features.partnership.core.rows import ParticipationRow, Term
from app.features.partnership.core.views import Directory, Kept, Selection
from app.features.partnership.core.words import VatCategory
from app.features.partnership.service.figures import directory
from app.features.partnership.service.reading import list_page
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps
from app.features.settlement.pages.changing.dated import Dated, Listing, ListRow, router_of
from app.features.settlement.pages.changing.tariffs import AT_ONCE, area_options
from app.infra.db import UnitOfWork
from app.kernel.dutch import sort_name
from app.kernel.glossary import VAT_LABELS
from app.kernel.quantities import exact_number
from app.kernel.typed import read_percent

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


def _listed(work: UnitOfWork, asked: Mapping[str, str]) -> Listing:
    """By area and organisation, the latest first."""
    area, organisation = asked.get("taakgebied", ""), asked.get("organisatie", "")
    wanted = Selection(area=area or None, organisation=organisation or None, limit=AT_ONCE)
    page = list_page(work, "participations", wanted)
    rows = sorted(page.rows, key=lambda one: one.row.term.first_on, reverse=True)
    rows.sort(key=lambda one: _order(one.row, page.names))
    return Listing(
        ("Taakgebied", "Btw"),
        [_row(one, page.names) for one in rows],
        (
            ("taakgebied", "Taakgebied", area_options(page.names), area),
            ("organisatie", "Organisatie", _organisations(page.names), organisation),
        ),
    )


def _row(one: Kept[ParticipationRow], names: Directory) -> ListRow:
    row = one.row
    package = names.packages[row.area, row.package].name if row.package else None
    cells = ((names.areas[row.area].name, None), (words.vat_words(row), None))
    return ListRow(one.id, names.organisations[row.organisation].name, package, cells, row.term)


def _order(row: ParticipationRow, names: Directory) -> tuple[str, str, str]:
    area, organisation = names.areas[row.area].name, names.organisations[row.organisation].name
    return sort_name(area), sort_name(organisation), row.package or ""


def _filled(row: ParticipationRow) -> dict[str, str]:
    return {
        "taakgebied": row.area,
        "organisatie": row.organisation,
        "pakket": f"{row.area}/{row.package}" if row.package else "",
        "btwSoort": row.vat_category.value,
        "btwBasispunten": exact_number(Fraction(row.vat_basis_points, 100)),
        "transparantiemethode": "ja" if row.is_transparent else "",
    }


def _read(given: steps.Given) -> ParticipationRow:
    reader = steps.Reader(given)
    area = reader.needed("taakgebied", "Kies een taakgebied uit de lijst.")
    organisation = reader.needed("organisatie", "Kies een organisatie uit de lijst.")
    kinds = {kind.value: kind for kind in VatCategory}
    category = reader.chosen("btwSoort", kinds, "Kies hoe de btw is.")
    rate = read_percent(reader.text("btwBasispunten") or "0")
    points = None if rate is None else rate * 10_000
    if points is None or points.denominator != 1 or not 0 <= points <= 10_000:
        reader.fault("btwBasispunten", "Dit is geen btw-tarief. Schrijf bijvoorbeeld 21.")
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    if category is None or points is None or first_on is None or reader.findings:
        raise reader.invalid()
    return ParticipationRow(
        area=area,
        organisation=organisation,
        term=Term(first_on, last_on),
        vat_category=category,
        vat_basis_points=points.numerator,
        is_transparent=reader.text("transparantiemethode") == "ja",
        package=reader.text("pakket").partition("/")[2] or None,
    )


def _choices(work: UnitOfWork) -> dict[str, Any]:
    names = directory(work)
    packages = sorted(names.packages.items())
    return {
        "areas": area_options(names),
        "organisations": _organisations(names),
        "packages": [
            (f"{area}/{code}", f"{one.name} ({names.areas[area].name})") for (area, code), one in packages
        ],
        "vat_kinds": VAT_LABELS.items(),
    }


def _organisations(names: Directory) -> list[tuple[str, str]]:
    found = sorted(names.organisations.values(), key=lambda one: sort_name(one.name))
    return [(one.code, one.name) for one in found]


router = router_of(
    Dated(
        table="participations",
        key="participation_id",
        intro="Wie aan welk taakgebied meedoet, van welke dag tot welke, en hoe de btw is.",
        new="Nieuwe deelname",
        caption="Deelnames per taakgebied",
        name="Organisatie",
        fields=FIELDS,
        form="settlement/deelname-nieuw.html",
        listed=_listed,
        filled=_filled,
        read=_read,
        choices=_choices,
    )
)
