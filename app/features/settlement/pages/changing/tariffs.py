"""“Tarieven”: all versions, a new one, the end of one."""

from collections.abc import Mapping
from typing import Any

from app.features.partnership.core.prices import PriceNow
from app.features.partnership.core.rows import TariffRow, Term
from app.features.partnership.core.views import Directory, Kept, Selection
from app.features.partnership.core.words import TariffKind
from app.features.partnership.service.figures import directory
from app.features.partnership.service.prices import prices_now
from app.features.partnership.service.reading import list_page
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps
from app.features.settlement.pages.changing.dated import Dated, Listing, ListRow, router_of
from app.infra.db import UnitOfWork
from app.kernel.dutch import amount, sort_name
from app.kernel.typed import read_cents

AT_ONCE = 1000
FIELDS = (
    "taakgebied",
    "waarvan",
    "functie",
    "naam",
    "prijsCenten",
    "geldigVanafDatum",
    "geldigTotEnMetDatum",
)


def _listed(work: UnitOfWork, asked: Mapping[str, str]) -> Listing:
    """By area and subject, the latest first."""
    area = asked.get("taakgebied", "")
    page = list_page(work, "tariffs", Selection(area=area or None, limit=AT_ONCE))
    rows = sorted(page.rows, key=lambda one: one.row.term.first_on, reverse=True)
    rows.sort(key=lambda one: (sort_name(page.names.areas[one.row.area].name), one.row.name, one.row.of))
    now = prices_now(work, rows)
    return Listing(
        ("Taakgebied", ("Prijs", "num")),
        [_row(one, page.names, now[one.id]) for one in rows],
        (("taakgebied", "Taakgebied", area_options(page.names), area),),
    )


def _row(one: Kept[TariffRow], names: Directory, now: PriceNow) -> ListRow:
    row = one.row
    per = words.PER[row.kind] + (f", {now.note}" if now.note else "")
    cells = ((names.areas[row.area].name, None), (amount(now.row.price_cents), per))
    return ListRow(one.id, row.name, words.subject_name(row, names), cells, row.term)


def _filled(row: TariffRow) -> dict[str, str]:
    of = f"{row.area}/{row.of}" if row.kind is TariffKind.PRODUCT else row.of
    return {
        "taakgebied": row.area,
        "waarvan": f"{row.kind.value}:{of}",
        "naam": row.name,
        "prijsCenten": amount(row.price_cents),
    }


def _read(given: steps.Given) -> TariffRow:
    reader = steps.Reader(given)
    kind_word, _, of = reader.text("waarvan").partition(":")
    kinds = {kind.value: kind for kind in TariffKind}
    kind = kinds.get(kind_word, TariffKind.HOUR)
    if reader.text("functie"):
        kind, of = TariffKind.HOUR, reader.text("functie")
    if kind is TariffKind.PRODUCT:
        of = of.partition("/")[2]
    area = reader.needed("taakgebied", "Kies een taakgebied uit de lijst.")
    if not of:
        reader.needed("waarvan", "Kies waarvan dit de prijs is, of vul een functie in.")
    name = reader.needed("naam", "Geef het tarief een naam, zoals Adviseur.")
    price = reader.number("prijsCenten", read_cents, "de prijs", "82,50")
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    if price is None or first_on is None or reader.findings:
        raise reader.invalid()
    return TariffRow(area, kind, of, name, price, Term(first_on, last_on))


def _choices(work: UnitOfWork) -> dict[str, Any]:
    names = directory(work)
    functions = {
        one.row.of
        for one in list_page(work, "tariffs", Selection(limit=AT_ONCE)).rows
        if one.row.kind is TariffKind.HOUR
    }
    return {
        "areas": area_options(names),
        "subjects": [
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
    }


def area_options(names: Directory) -> list[tuple[str, str]]:
    """The areas by name, to choose from."""
    found = sorted(names.areas.values(), key=lambda one: sort_name(one.name))
    return [(one.code, one.name) for one in found]


router = router_of(
    Dated(
        table="tariffs",
        key="tariff_id",
        intro="Zonder btw. Een andere prijs is een nieuwe versie, die de vorige opvolgt. Was een prijs fout, corrigeer "
        "hem dan op de bladzijde van zijn versie.",
        new="Nieuw tarief",
        caption="Tarieven per taakgebied, nieuwste versie eerst",
        name="Tarief",
        fields=FIELDS,
        form="settlement/tarief-nieuw.html",
        listed=_listed,
        filled=_filled,
        read=_read,
        choices=_choices,
    )
)
