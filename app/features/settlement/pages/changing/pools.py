"""“Kostenplaatsen en doorbelasting”: pools with their versions and where they go; below that the cascades."""

from collections.abc import Mapping
from typing import Any

from app.features.costs.core import POOL_KIND_NAMES, PoolKind
from app.features.costs.core.rows import CascadeRow, PoolRow
from app.features.costs.service.changing import list_versions
from app.features.partnership.core.rows import Term
from app.features.partnership.core.views import Kept
from app.features.partnership.service.figures import directory
from app.features.settlement.core import agreed_words as words
from app.features.settlement.core.cost_words import cascade_facts
from app.features.settlement.pages.changing import steps, versions
from app.features.settlement.pages.changing.dated import Dated, Listing, ListRow, router_of
from app.features.settlement.pages.changing.tariffs import area_options
from app.features.settlement.service.changing.pools import names_of
from app.infra.db import UnitOfWork
from app.kernel.glossary import CASCADE_METHODS

FIELDS = ("code", "naam", "soort", "taakgebied", "geldigVanafDatum", "geldigTotEnMetDatum")
NOWHERE = "nog in geen doorbelasting"
Names = tuple[Mapping[str, str], Mapping[str, str]]


def _listed(work: UnitOfWork, _: Mapping[str, str]) -> Listing:
    """By code, the latest first; overhead with what it is divided by now or from the next cascade on."""
    names = names_of(work)
    cascades: list[Kept[CascadeRow]] = list(list_versions(work, "cascades"))
    rows = sorted(list_versions(work, "pools"), key=lambda one: one.row.term.first_on, reverse=True)
    rows.sort(key=lambda one: one.row.code)
    return Listing(
        ("Soort", "Gaat naar"),
        [_row(work, one, cascades, names) for one in rows],
        more={"cascades": [_cascade(work, one, names) for one in reversed(cascades)]},
    )


def _row(work: UnitOfWork, one: Kept[PoolRow], cascades: list[Kept[CascadeRow]], names: Names) -> ListRow:
    row = one.row
    kind = POOL_KIND_NAMES[row.kind]
    match row.kind:
        case PoolKind.OVERHEAD:
            to = _to(work, row, cascades, names)
        case PoolKind.OWN_ACCOUNT:
            to = "blijft voor eigen rekening"
        case _:
            to = names[0].get(row.area or "", row.area or "")
    return ListRow(one.id, row.name, row.code, ((kind, None), (to, None)), row.term)


def _to(work: UnitOfWork, row: PoolRow, cascades: list[Kept[CascadeRow]], names: Names) -> str:
    """What the cascade of today, else of the last day of the pool, says of it."""
    day = work.today if work.today in row.term else row.term.last_on or row.term.first_on
    held = next((one.row for one in cascades if day in one.row.term), None)
    if held is None or row.code not in {part.pool for part in held.pools}:
        return NOWHERE
    place = sorted(held.pools, key=lambda part: (part.step or 0, part.pool))
    at = [part.pool for part in place].index(row.code)
    return cascade_facts(held, *names)[at + 1][1]


def _cascade(work: UnitOfWork, one: Kept[CascadeRow], names: Names) -> dict[str, Any]:
    facts = cascade_facts(one.row, *names)
    return {
        "url": f"{versions.base_of(work, 'cascades')}/{one.id}",
        "method": CASCADE_METHODS[one.row.method.value].capitalize(),
        "pools": [f"{name}: {to}" for name, to in facts[1:-1]],
        "holds": words.holds(one.row.term),
        "state": versions.state_of(one.row.term, work),
    }


def _filled(row: PoolRow) -> dict[str, str]:
    return {"code": row.code, "naam": row.name, "soort": row.kind.value, "taakgebied": row.area or ""}


def _read(given: steps.Given) -> PoolRow:
    reader = steps.Reader(given)
    kinds = {kind.value: kind for kind in PoolKind}
    kind = reader.chosen("soort", kinds, "Kies wat voor kostenplaats het is.")
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    code = reader.needed("code", "Geef de kostenplaats een code, zoals HV.")
    name = reader.needed("naam", "Geef de kostenplaats een naam.")
    if kind is None or first_on is None or reader.findings:
        raise reader.invalid()
    area = reader.text("taakgebied") or None
    return PoolRow(code.upper(), name, kind, area, Term(first_on, last_on))


def _choices(work: UnitOfWork) -> dict[str, Any]:
    kinds = [(kind.value, name) for kind, name in POOL_KIND_NAMES.items()]
    return {"areas": area_options(directory(work)), "kinds": kinds}


router = router_of(
    Dated(
        table="pools",
        key="pool_id",
        intro="Waarop kosten worden geboekt, en hoe overhead bij de taakgebieden komt.",
        new="Nieuwe kostenplaats",
        caption="Kostenplaatsen in volgorde van code, nieuwste versie eerst",
        name="Kostenplaats",
        fields=FIELDS,
        form="settlement/kostenplaats-nieuw.html",
        listed=_listed,
        filled=_filled,
        read=_read,
        choices=_choices,
        listing="settlement/kostenplaatsen.html",
    )
)
