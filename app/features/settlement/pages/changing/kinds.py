"""“Soorten kengetallen”: which there are, one more, the end of one."""

from collections.abc import Mapping
from typing import Any

from app.features.partnership.core.rows import StatisticKindRow, Term
from app.features.partnership.service.kinds import list_kinds
from app.features.settlement.pages.changing import steps
from app.features.settlement.pages.changing.dated import Dated, Listing, ListRow, router_of
from app.infra.db import UnitOfWork
from app.kernel.glossary import statistic_code, statistic_word

FIELDS = ("code", "naam", "geldigVanafDatum", "geldigTotEnMetDatum")


def _listed(work: UnitOfWork, _: Mapping[str, str]) -> Listing:
    rows = [
        ListRow(one.id, one.row.name, None, ((statistic_word(one.row.code) or "", None),), one.row.term)
        for one in list_kinds(work)
    ]
    return Listing(("Code",), rows)


def _filled(row: StatisticKindRow) -> dict[str, str]:
    return {"naam": row.name}


def _read(given: steps.Given) -> StatisticKindRow:
    reader = steps.Reader(given)
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    code = reader.needed("code", "Geef de soort een code, zoals woz-objecten.")
    name = reader.needed("naam", "Geef de soort een naam, zoals WOZ-objecten.")
    if first_on is None or reader.findings:
        raise reader.invalid()
    return StatisticKindRow(statistic_code(code) or "", name, Term(first_on, last_on))


def _choices(_: UnitOfWork) -> dict[str, Any]:
    return {}


router = router_of(
    Dated(
        table="statistic_kinds",
        key="kind_id",
        intro="Waarvan cijfers worden vastgelegd: inwoners, cliënten, WOZ-objecten.",
        new="Nieuwe soort",
        caption="Soorten kengetallen in volgorde van code",
        name="Soort",
        fields=FIELDS,
        form="settlement/soort-nieuw.html",
        listed=_listed,
        filled=_filled,
        read=_read,
        choices=_choices,
    )
)
