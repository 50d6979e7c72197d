"""A form that is handed in empty says everything that is missing at once, each at its field."""

import re

import pytest

from app.kernel.roles import Role
from tests.agreements_doors import Browse

pytestmark = pytest.mark.k5

FIRST = "Vul de eerste dag in, bijvoorbeeld 31-03-2026."
AREA, ORGANISATION = "Kies een taakgebied uit de lijst.", "Kies een organisatie uit de lijst."
MISSING = {
    "soorten-kengetallen/nieuw": {
        "code": "Geef de soort een code, zoals woz-objecten.",
        "naam": "Geef de soort een naam, zoals WOZ-objecten.",
        "geldigVanafDatum": FIRST,
    },
    "jaarcijfers": {
        "organisatie": ORGANISATION,
        "taakgebied": AREA,
        "jaar": "Vul het jaar in, bijvoorbeeld 2024.",
        "uren": "Noem de uren van dat jaar, ook als het nul is.",
        "bron": "Noem waar het cijfer vandaan komt, bijvoorbeeld de jaarrekening.",
    },
    "kostenplaatsen/nieuw": {
        "code": "Geef de kostenplaats een code, zoals HV.",
        "naam": "Geef de kostenplaats een naam.",
        "soort": "Kies wat voor kostenplaats het is.",
        "geldigVanafDatum": FIRST,
    },
    "kengetallen": {
        "organisatie": ORGANISATION,
        "soort": "Kies een soort kengetal uit de lijst.",
        "peildatum": "Vul de peildatum in, bijvoorbeeld 31-03-2026.",
        "waarde": "Vul het cijfer in, bijvoorbeeld 9.410.",
        "bron": "Noem waar het cijfer vandaan komt, bijvoorbeeld CBS.",
    },
    "tarieven/nieuw": {
        "taakgebied": AREA,
        "waarvan": "Kies waarvan dit de prijs is, of vul een functie in.",
        "naam": "Geef het tarief een naam, zoals Adviseur.",
        "prijsCenten": "Vul de prijs in, bijvoorbeeld 82,50.",
        "geldigVanafDatum": FIRST,
    },
    "deelnames/nieuw": {
        "taakgebied": AREA,
        "organisatie": ORGANISATION,
        "geldigVanafDatum": FIRST,
        "btwSoort": "Kies hoe de btw is.",
    },
    "kosten/toevoegen": {
        "kostenplaats": "Kies een kostenplaats.",
        "kostensoort": "Kies een kostensoort.",
        "boekDatum": "Vul de datum in, bijvoorbeeld 31-03-2026.",
        "bedragCenten": "Vul het bedrag in, bijvoorbeeld 1.234,56.",
        "leverancier": "Noem van wie het stuk komt.",
        "stuk": "Noem het nummer van de factuur of boeking.",
    },
    "begroting": {
        "jaar": "Schrijf het jaar als 2026.",
        "kostenplaats": "Kies een kostenplaats.",
        "kostensoort": "Kies een kostensoort.",
        "bedragCenten": "Vul het bedrag in, bijvoorbeeld 120.000,00.",
    },
    "toelichtingsgrenzen": {
        "vanaf": FIRST,
        "percentage": "Noem een percentage, een bedrag of allebei.",
        "reden": "Noem waar dit is besloten, bijvoorbeeld de verordening en het artikel.",
    },
}
"""Page → its fields in their order, with what each says when it is empty."""


@pytest.mark.parametrize("page", MISSING)
def test_an_empty_form_says_all_that_is_missing(browse: Browse, page: str) -> None:
    answer = browse(Role.FINANCE).post(f"/k5/{page}", data=dict.fromkeys(MISSING[page], ""))
    assert answer.status_code == 400
    summary = answer.text.partition('id="fouten"')[2].partition("</ul>")[0]
    told = [one.partition("</a>")[0] for one in summary.split('<a href="#')[1:]]
    assert told == [f'{field}">{words}' for field, words in MISSING[page].items()]


def test_a_product_without_a_number_and_a_price_without_a_reason_are_told_with_the_rest(
    browse: Browse,
) -> None:
    finance = browse(Role.FINANCE)
    product = {"taakgebied": "SZ", "product": "SZ/verordening", "jaar": "", "aantal": ""}
    answer = finance.post("/k5/jaarcijfers", data=product).text
    assert "Noem hoeveel er van het product zijn afgenomen, ook als het nul is." in answer
    assert "Noem de uren van dat jaar" not in answer
    tariffs = finance.get("/k5/tarieven?taakgebied=HR").text
    tariff = re.findall(r"/k5/tarieven/[0-9a-f-]{36}", tariffs)[0]
    fields = ("prijsCenten", "geldigVanafDatum", "reden")
    refused = finance.post(tariff, data=dict.fromkeys(fields, "") | {"stap": "corrigeren"})
    for words in ("Vul de goede prijs in, bijvoorbeeld 64,50.", FIRST, "Noem waarom de prijs fout was"):
        assert words in refused.text
