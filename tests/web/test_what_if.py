"""Wat als on screen and on the wire: reckon, keep with a reason, read again, two side by side; never a run."""

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.infra.http import House
from app.kernel.roles import Role
from tests.agreements_doors import Browse, doors_of
from tests.web.conftest import Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]


@pytest.fixture
def browse(home: House, run_id: UUID, tmp_path: Path) -> Browse:
    """A client for a role, on screen and on the wire, where there is such a run."""
    return doors_of(home.database, tmp_path)


def _kept(finance: Visitor, run_id: UUID, title: str, percent: str) -> str:
    answer = finance.post(
        "/k5/wat-als",
        afrekening=str(run_id),
        kosten_procent=percent,
        titel=title,
        reden="Voor de begroting.",
        doe="bewaren",
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rsplit("/", 1)[1]


def test_five_per_cent_more_costs_is_reckoned_kept_and_read_again(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    assert "Nog geen scenario’s." in finance.get("/k5/wat-als").text
    form = {"afrekening": str(run_id), "kosten_procent": "5", "doe": "rekenen"}
    tried = finance.post("/k5/wat-als", **form)
    assert tried.status_code == 200
    assert "Alle kosten worden 5\N{NO-BREAK SPACE}% hoger." in tried.text
    assert "Scenario bewaren" in tried.text
    page = finance.get(f"/k5/wat-als/{_kept(finance, run_id, 'Duurder', '5')}")
    assert "Dit is geen afrekening." in page.text
    assert "Voor de begroting." in page.text
    assert "Duurder" in finance.get("/k5/wat-als").text


def test_two_scenarios_stand_side_by_side(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    first, second = _kept(finance, run_id, "Duurder", "5"), _kept(finance, run_id, "Goedkoper", "-5")
    page = finance.get(f"/k5/wat-als/naast-elkaar?een={first}&twee={second}")
    assert page.status_code == 200
    assert "Eerste: <a" in page.text
    assert "Goedkoper" in page.text
    assert "<p>Voor de begroting.</p><p" in page.text
    assert ">Bewaard door " in page.text
    assert "Links van het midden is het tweede scenario goedkoper, rechts is het duurder." in page.text
    rows = [*_amounts(page.text).values()]
    assert len(rows) == 6
    # above the total stand five partners, and the columns add up to it
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert rows[-1][2] < rows[-1][0] < rows[-1][1]
    assert rows[-1][3] == rows[-1][2] - rows[-1][1]


def test_what_cannot_be_read_or_kept_is_said_at_its_field(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    wrong = finance.post("/k5/wat-als", afrekening=str(run_id), kosten_procent="veel")
    assert wrong.status_code == 400
    assert "Schrijf een percentage, bijvoorbeeld 5 of -5." in wrong.text


def _amounts(page: str) -> dict[str, list[int]]:
    """The amounts of the rows of the last table, by their heading."""
    rows = re.findall(r'scope="row">(.*?)</th>(.*?)</tr>', page.rpartition("<table")[2], flags=re.DOTALL)
    return {
        name: [
            int(re.sub(r"[.,+]", "", text).replace("−", "-"))
            for text in re.findall(r">([−+]?[\d.]+,\d\d)<", row)
        ]
        for name, row in rows
    }


def test_the_total_says_how_many_per_cent_more_all_would_pay(visit: Visit, run_id: UUID) -> None:
    form = {"afrekening": str(run_id), "kosten_procent": "5", "doe": "rekenen"}
    page = visit(Role.FINANCE).post("/k5/wat-als", **form).text
    total = page.partition('scope="row">Samen</th>')[2].partition("</tr>")[0]
    # (737,919.19 − 705,665.54) ÷ 705,665.54 = 4.57 %: not all that is paid is a cost that rises
    assert _amounts(page)["Samen"][:2] == [705_665_54, 737_919_19]
    assert ">+4,6\N{NO-BREAK SPACE}%<" in total


def test_a_reason_that_stands_in_several_areas_is_said_once_and_each_in_its_own_line(
    visit: Visit, browse: Browse, run_id: UUID
) -> None:
    form = {"afrekening": str(run_id), "toetreden": "NIEUW", "toetreden_naam": "Krimpen", "doe": "rekenen"}
    page = visit(Role.FINANCE).post("/k5/wat-als", **form)
    assert page.status_code == 409
    said = re.findall(r"<li>(Van Krimpen ontbreekt .*?)</li>", page.text)
    heads = [text for text in said if "het aantal inwoners" in text]
    assert len(heads) == 1
    assert len(said) == len(set(said)) > 1
    joins = {"soort": "toetreden", "organisatie": "NIEUW", "naam": "Krimpen"}
    body = {"afrekenrun": str(run_id), "wijzigingen": [joins], "proef": True}
    problem = browse(Role.FINANCE).post("/api/v1/scenario-berekeningen", json=body).json()
    assert problem["type"] == "/problemen/niet-te-berekenen"
    assert problem["detail"].count("Van Krimpen ontbreekt het aantal inwoners") == 1


def test_what_is_not_kept_yet_keeps_its_outcome_and_says_so_at_its_field(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    form = {"afrekening": str(run_id), "kosten_procent": "5", "doe": "bewaren"}
    unnamed = finance.post("/k5/wat-als", **form, reden="Begroting")
    assert unnamed.status_code == 400
    assert "Dit is nog niet bewaard: 1 punt vraagt uw aandacht." in unnamed.text
    assert _message(unnamed.text, "titel") == "Geef het scenario een naam."
    assert "Wat ieder dan betaalt" in unnamed.text
    assert ">Begroting</textarea>" in unnamed.text
    without = finance.post("/k5/wat-als", **form, titel="Duurder")
    assert _message(without.text, "reden") == "Schrijf waarom u dit wilt weten."
    nothing = finance.post("/k5/wat-als", **{**form, "kosten_procent": "", "titel": "A", "reden": "B"})
    assert (
        '<a href="#wijzigingen">Wijzig ten minste één ding; zonder wijziging verandert er niets.'
        in nothing.text
    )
    assert 'id="wijzigingen"' in nothing.text
    assert "Er is niets gewijzigd." in nothing.text


def test_name_and_reason_stay_when_it_can_no_longer_be_reckoned(visit: Visit, run_id: UUID) -> None:
    form = {
        "afrekening": str(run_id),
        "titel": "Eruit",
        "reden": "Vraag",
        "doe": "bewaren",
        "uittreden": "VLI",
    }
    refused = visit(Role.FINANCE).post("/k5/wat-als", **form)
    assert refused.status_code == 409
    assert 'name="titel" value="Eruit"' in refused.text
    assert 'name="reden" value="Vraag"' in refused.text


def _message(page: str, field: str) -> str:
    """What stands below a field, nothing when nothing does."""
    found = re.search(rf'id="e-{field}">.*?<span>(.*?)</span>', page)
    return found[1] if found else ""


def test_a_scenario_changes_no_run(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    before = finance.get(f"/k5/afrekeningen/{run_id}").text
    _kept(finance, run_id, "Duurder", "50")
    after = finance.get(f"/k5/afrekeningen/{run_id}").text
    assert _figures(before) == _figures(after)
    assert finance.get("/k5/afrekeningen").text.count("1e kwartaal 2026</a>") == 1


def _figures(page: str) -> list[str]:
    return re.findall(r'class="figure__value">(.*?)</dd>', page, flags=re.DOTALL)


def test_an_office_may_not_try_on_the_wire_either(call: Call, run_id: UUID) -> None:
    body = {"afrekenrun": str(run_id), "wijzigingen": [{"soort": "kosten", "percentage": "5"}], "proef": True}
    assert call("VLI").post("/scenario-berekeningen", json=body).status_code == 403


def test_starting_what_cannot_be_started_is_refused_above_the_list(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    nothing = finance.post("/k5/afrekeningen/correcties", correctie="2026-Q1")
    assert nothing.status_code == 400
    assert "Kies perioden die definitief zijn afgerekend: 1e kwartaal 2026." in nothing.text
    whole = finance.post("/k5/afrekeningen/voorschotten", voorschot="2026")
    assert "Kies een hele maand of een heel kwartaal." in whole.text


def test_what_leaving_costs_is_reckoned_year_by_year_and_explained(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    address = "/k5/wat-als/uittreden"
    assert "Wie vertrekt, en hoe?" in finance.get(address).text
    damages = "schade=2027+huur+12.000,00%0A2028+wachtgeld+30.000,50"
    page = finance.get(f"{address}?wie=VLI&dag=31-12-2026&regel=werkelijke-schade&{damages}").text
    assert "betaalt €\N{NO-BREAK SPACE}42.000,50" in page
    assert "Schade in 2028" in page
    agreed = finance.get(
        f"{address}?wie=VLI&dag=31-12-2026&regel=afgesproken&bedrag=250.000&afspraak=artikel+3"
    )
    assert "250.000,00" in agreed.text
    nobody = finance.get(f"{address}?wie=&dag=31-12-2026&regel=aflopende-bijdrage")
    assert nobody.status_code == 400
    assert _message(nobody.text, "wie") == "Kies wie vertrekt."
    assert '<a href="#wie">Kies wie vertrekt.</a>' in nobody.text
    assert "Kies wie vertrekt." not in finance.get(address).text
    nothing = finance.get(f"{address}?wie=VLI&dag=31-12-2026")
    assert nothing.status_code == 409
    assert "geen heel jaar definitief afgerekend" in nothing.text
    unread = finance.get(f"{address}?wie=VLI&dag=nooit&regel=werkelijke-schade&schade=huur")
    assert unread.status_code == 400
    assert "Schrijf de laatste dag als dag-maand-jaar" in unread.text


def test_what_leaving_costs_is_reckoned_on_the_wire_too(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    asked: dict[str, Any] = {"organisatie": "VLI", "laatsteDatum": "2026-12-31", "regel": "werkelijke-schade"}
    damages = [
        {"jaar": 2027, "omschrijving": "huur", "bedragCenten": 1_200_000},
        {"jaar": 2028, "omschrijving": "wachtgeld", "bedragCenten": 3_000_050},
    ]
    found = finance.post("/api/v1/uittreedsommen", json={**asked, "schades": damages}).json()
    assert found["jaren"] == [
        {"jaar": 2027, "bedragCenten": 1_200_000}, {"jaar": 2028, "bedragCenten": 3_000_050},
    ]  # fmt: skip
    assert found["totaalCenten"] == found["redenen"]["teller"] == 4_200_050
    nothing = finance.post("/api/v1/uittreedsommen", json=asked)
    assert (nothing.status_code, nothing.json()["bevindingen"][0]["veld"]) == (400, "schades")
    declining = finance.post("/api/v1/uittreedsommen", json={**asked, "regel": "aflopende-bijdrage"})
    assert declining.status_code == 409
    assert "geen heel jaar definitief afgerekend" in declining.json()["detail"]
    assert finance.post("/api/v1/uittreedsommen", json={**asked, "organisatie": "X"}).status_code == 404
    assert browse(Role.OFFICE).post("/api/v1/uittreedsommen", json=asked).status_code == 403


def test_a_new_partner_is_tried_on_the_page_with_its_figures(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    form = {"afrekening": str(run_id), "toetreden": "NIEUW", "toetreden_gebied": "SZ", "doe": "rekenen"}
    unnamed = finance.post("/k5/wat-als", **form)
    assert "Schrijf hoe de nieuwe deelnemer heet." in unnamed.text
    named = {**form, "toetreden_naam": "Waterdam"}
    weightless = finance.post("/k5/wat-als", **named)
    assert weightless.status_code == 409
    assert "Waterdam" in weightless.text
    figures = {
        "kengetal": "inhabitants", "kengetal_wie": "NIEUW", "kengetal_waarde": "10.000",
        "kengetal_2": "clients", "kengetal_wie_2": "NIEUW", "kengetal_waarde_2": "100",
    }  # fmt: skip
    page = finance.post("/k5/wat-als", **named, **figures)
    assert page.status_code == 200, page.text
    assert "Waterdam gaat meedoen aan Sociale zaken." in page.text
    assert "Inwoners van Waterdam wordt 10.000." in page.text
    asked = {**named, **figures, "doe": "bewaren", "titel": "Erbij", "reden": "Vraag van de raad"}
    kept = finance.post("/k5/wat-als", **asked)
    assert "Waterdam" in finance.get(kept.headers["location"]).text


def test_fixed_percentages_are_tried_on_page_and_wire_alike(
    visit: Visit, browse: Browse, run_id: UUID
) -> None:
    finance = visit(Role.FINANCE)
    shares = {"BER": "10", "NLK": "30", "OUD": "20", "SHV": "25,5", "VLI": "14,5"}
    form = {"afrekening": str(run_id), "sleutel_gebied": "SZ", "sleutel": "fixed", "doe": "rekenen"}
    typed = {f"vast_{code}": share for code, share in shares.items()}
    page = finance.post("/k5/wat-als", **form, **typed)
    assert page.status_code == 200, page.text
    assert "Sociale zaken wordt verdeeld naar vaste percentages (Bergambacht 10" in page.text
    short = finance.post("/k5/wat-als", **form, **{**typed, "vast_VLI": "14"})
    assert short.status_code == 409
    wrong = finance.post("/k5/wat-als", **form, **{**typed, "vast_VLI": "veel"})
    assert "Schrijf een percentage van nul of meer" in wrong.text
    part = {
        "verdeelmaatstaf": "vast",
        "delen": [
            {"organisatie": code, "percentage": share.replace(",", ".")} for code, share in shares.items()
        ],
    }
    change = {"soort": "sleutel", "taakgebied": "SZ", "sleutel": [part]}
    body = {"afrekenrun": str(run_id), "wijzigingen": [change], "titel": "Vast", "reden": "Voorstel"}
    tried = browse(Role.FINANCE).post("/api/v1/scenario-berekeningen", json=body | {"proef": True}).json()
    assert tried["zinnen"][0].startswith("Sociale zaken wordt verdeeld naar vaste percentages")
    kept = browse(Role.FINANCE).post("/api/v1/scenario-berekeningen", json=body).json()
    assert kept["betalers"] == tried["betalers"]
    after = {
        one["organisatie"]: cell["wordtCenten"]
        for one in kept["betalers"]
        for cell in one["bedragen"]
        if cell["taakgebied"] == "SZ"
    }
    total = sum(after.values())
    for code, share in shares.items():
        exact = Fraction(share.replace(",", ".")) * total / 100
        assert abs(after[code] - exact) < 1


def test_a_key_is_phased_in_on_page_and_wire_alike(visit: Visit, browse: Browse, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    form = {"afrekening": str(run_id), "sleutel_gebied": "SZ", "sleutel": "equal", "doe": "rekenen"}
    wrong = finance.post("/k5/wat-als", **form, sleutel_ingroei="100")
    assert wrong.status_code == 400
    assert "laat het leeg als zij geheel geldt" in wrong.text
    page = finance.post("/k5/wat-als", **form, sleutel_ingroei="25")
    assert page.status_code == 200, page.text
    said = "voor 25\N{NO-BREAK SPACE}% verdeeld volgens een nieuwe sleutel (in gelijke delen)"
    assert said in page.text
    change = {"soort": "sleutel", "taakgebied": "SZ", "sleutel": [{"verdeelmaatstaf": "gelijk"}]}
    part = {"deelNieuweSleutel": {"teller": 1, "noemer": 4}}
    asked = {"afrekenrun": str(run_id), "titel": "Ingroei", "reden": "Voorstel"}
    door = browse(Role.FINANCE)
    whole, phased = (
        door.post("/api/v1/scenario-berekeningen", json=asked | {"wijzigingen": [one]}).json()
        for one in (change, change | part)
    )
    assert said in phased["zinnen"][0]
    moved = [[one["verschilCenten"] for one in found["betalers"]] for found in (whole, phased)]
    assert any(moved[0])
    # a quarter of the way, but for the cents of two cuts
    assert all(abs(4 * part - all_) <= 8 for all_, part in zip(*moved, strict=True))
    kept = door.get(f"/api/v1/scenario-berekeningen/{phased['id']}").json()
    assert kept["zinnen"] == phased["zinnen"]


def test_a_pool_and_another_statistic_can_be_chosen(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    page = finance.get("/k5/wat-als").text
    assert 'value="statistic:' in page
    pool = re.search(r'<select[^>]*id="kosten_plaats".*?<option value="([A-Z]+)"', page, flags=re.DOTALL)
    assert pool is not None
    form = {"afrekening": str(run_id), "kosten_procent": "5", "kosten_plaats": pool[1], "doe": "rekenen"}
    tried = finance.post("/k5/wat-als", **form)
    assert tried.status_code == 200
    assert "Alle kosten worden" not in tried.text
