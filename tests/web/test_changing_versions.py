"""Tariffs and participation are added, ended and withdrawn: what it touches first, on screen and on the wire."""

import re

import pytest

from app.kernel.roles import Role
from tests.agreements_doors import Browse

pytestmark = pytest.mark.k5

TARIFF = {
    "taakgebied": "HR",
    "waarvan": "hour:adviseur",
    "naam": "Adviseur personeel",
    "prijsCenten": "85,00",
    "geldigVanafDatum": "01-07-2026",
}
WIRE_TARIFF = {
    "taakgebied": "HR",
    "soort": "uur",
    "waarvan": "adviseur",
    "naam": "Adviseur personeel",
    "prijsCenten": 8500,
    "geldigVanafDatum": "2026-07-01",
}
WIRE_TAKING = {
    "taakgebied": "SZ",
    "organisatie": "VLI",
    "btwSoort": "buiten-btw",
    "geldigVanafDatum": "2026-07-01",
}


def _first(page: str, path: str) -> str:
    """The address of the first row of a list that holds now."""
    rows = [row for row in page.split("<tr")[1:] if "geldt nu" in row and f"/k5/{path}/" in row]
    found = re.search(rf"/k5/{path}/[0-9a-f-]{{36}}", rows[0])
    assert found is not None
    return found.group()


def test_a_new_version_of_a_tariff_is_filled_in_looked_at_and_saved(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    now = _first(finance.get("/k5/tarieven?taakgebied=HR").text, "tarieven")
    form = finance.get(f"/k5/tarieven/nieuw?van={now.rpartition('/')[2]}").text
    assert 'value="82,50"' in form
    assert '<option value="hour:adviseur" selected>' in form
    asked = finance.post("/k5/tarieven/nieuw", data=TARIFF)
    assert asked.status_code == 200, asked.text
    said = asked.text.replace("\u00a0", " ")
    assert "Adviseur personeel kost nu € 82,50 per uur. Die prijs geldt tot en met 30 juni 2026." in said
    assert "Er is nog niets bewaard." in said
    assert 'name="prijsCenten" value="85,00"' in said
    done = finance.post("/k5/tarieven/nieuw", data=TARIFF | {"bewaren": "ja"})
    assert done.status_code == 303
    page = finance.get(done.headers["location"]).text
    assert "gaat nog in" in page
    assert "1 januari t/m 30 juni 2026" in page
    wrong = finance.post("/k5/tarieven/nieuw", data=TARIFF | {"prijsCenten": "duur"})
    assert wrong.status_code == 400
    assert "“duur” is geen getal." in wrong.text


def test_a_tariff_is_ended_and_a_future_one_withdrawn_on_its_page(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    now = _first(finance.get("/k5/tarieven?taakgebied=HR").text, "tarieven")
    fields = {"versie": "open", "geldigTotEnMetDatum": "31-12-2026"}
    asked = finance.post(now, data=fields)
    assert "Na 31 december 2026 geldt er niets" in asked.text
    assert "Dit wordt vastgelegd" in asked.text
    assert finance.post(now, data=fields | {"bewaren": "ja"}).status_code == 303
    stale = finance.post(now, data=fields | {"bewaren": "ja"})
    assert stale.status_code == 412
    assert "Iemand anders heeft dit intussen gewijzigd" in stale.text
    wrong = finance.post(now, data={"versie": "2026-12-31", "geldigTotEnMetDatum": "31-13-2026"})
    assert wrong.status_code == 400
    finance.post("/k5/tarieven/nieuw", data=TARIFF | {"geldigVanafDatum": "01-01-2027", "bewaren": "ja"})
    page = finance.get("/k5/tarieven?taakgebied=HR").text
    future = re.search(r'/k5/tarieven/[0-9a-f-]{36}(?="(?:(?!<tr).)*gaat nog in)', page, re.DOTALL)
    assert future is not None
    asked = finance.post(future.group(), data={"stap": "intrekken"})
    assert "De versie van 1 januari 2026 geldt dan door." in asked.text
    assert "Dit wordt ingetrokken" in asked.text
    done = finance.post(future.group(), data={"stap": "intrekken", "bewaren": "ja"})
    assert done.status_code == 303
    assert finance.get(future.group()).status_code == 404
    assert "vanaf 1 januari 2026" in finance.get(now).text


@pytest.mark.parametrize(("path", "body"), [("tarieven", WIRE_TARIFF), ("deelnames", WIRE_TAKING)])
def test_a_version_on_the_wire_is_tried_made_ended_and_withdrawn(
    browse: Browse, path: str, body: dict[str, object]
) -> None:
    client = browse(Role.FINANCE)
    base = f"/api/v1/{path}"
    query = f"?taakgebied={body['taakgebied']}" + ("&organisatie=VLI" if path == "deelnames" else "")

    def terms() -> list[tuple[str, str | None]]:
        rows = client.get(base + query).json()[path]
        return sorted((row["geldigVanafDatum"], row["geldigTotEnMetDatum"]) for row in rows)[-2:]

    before = terms()
    trial = client.post(base, json=body | {"proef": True})
    assert trial.status_code == 200, trial.text
    assert trial.json()["raakt"]
    assert terms() == before
    made = client.post(base, json=body)
    assert made.status_code == 201, made.text
    assert made.headers["etag"] == '"open"'
    assert terms()[-1][0] == "2026-07-01"
    assert terms()[-2][1] == "2026-06-30"
    one = made.headers["location"]
    assert client.get(one).json() == made.json()
    end = {"geldigTotEnMetDatum": "2026-12-31"}
    assert client.patch(one, json=end).status_code == 400
    tried = client.patch(one, json=end | {"proef": True}, headers={"If-Match": '"open"'})
    assert "geldt er niets" in " ".join(tried.json()["raakt"])
    ended = client.patch(one, json=end, headers={"If-Match": '"open"'})
    assert ended.json()["geldigTotEnMetDatum"] == "2026-12-31"
    assert client.patch(one, json=end, headers={"If-Match": '"open"'}).status_code == 412
    tried = client.post(f"{one}/stappen", json={"stap": "intrekken", "proef": True})
    assert tried.status_code == 200
    assert client.get(one).status_code == 200
    assert client.post(f"{one}/stappen", json={"stap": "intrekken"}).json() == tried.json()
    assert client.get(one).status_code == 404
    assert terms()[-1][1] == "2026-12-31"  # the one before goes on as long as the withdrawn one would have


def test_who_only_reads_sees_no_form(browse: Browse) -> None:
    office = browse(Role.OFFICE)
    for path in ("tarieven", "deelnames"):
        page = office.get(f"/k5/{path}")
        assert page.status_code == 200
        assert f"{path}/nieuw" not in page.text
        one = office.get(_first(page.text, path))
        assert one.status_code == 200
        assert "Intrekken" not in one.text


def test_a_participation_is_added_on_screen_and_its_vat_changes_with_a_period_only(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    fields = {
        "taakgebied": "SZ",
        "organisatie": "VLI",
        "btwSoort": "S",
        "btwBasispunten": "21",
        "geldigVanafDatum": "15-07-2026",
    }
    wrong = finance.post("/k5/deelnames/nieuw", data=fields)
    assert wrong.status_code == 400
    assert "De btw wijzigt alleen op de eerste dag van een afrekenperiode." in wrong.text
    asked = finance.post("/k5/deelnames/nieuw", data=fields | {"geldigVanafDatum": "01-07-2026"})
    assert asked.status_code == 200
    assert "belast 21 %" in asked.text
    done = finance.post(
        "/k5/deelnames/nieuw", data=fields | {"geldigVanafDatum": "01-07-2026", "bewaren": "ja"}
    )
    assert done.status_code == 303
    assert "belast 21 %" in finance.get("/k5/deelnames?organisatie=VLI").text


def test_a_wrong_price_is_corrected_on_the_page_of_its_version(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    now = _first(finance.get("/k5/tarieven?taakgebied=HR").text, "tarieven")
    page = finance.get(now).text
    assert "Prijs corrigeren" in page
    assert "Gecorrigeerde prijs" not in page
    typed = {
        "stap": "corrigeren",
        "prijsCenten": "84,00",
        "geldigVanafDatum": "01-01-2026",
        "geldigTotEnMetDatum": "30-04-2026",
        "reden": "Indexering niet verwerkt",
    }
    asked = finance.post(now, data=typed)
    assert asked.status_code == 200, asked.text
    said = asked.text.replace("\u00a0", " ")
    assert "Er is nog niets bewaard." in said
    assert "€ 82,50 per uur" in said
    wrong = finance.post(now, data=typed | {"reden": "", "prijsCenten": "82,50"})
    assert wrong.status_code == 400
    assert "is op deze dagen al de prijs" in wrong.text
    assert 'value="30-04-2026"' in wrong.text
    done = finance.post(now, data=typed | {"bewaren": "ja"})
    assert done.status_code == 303, done.text
    shown = finance.get(done.headers["location"]).text.replace("\u00a0", " ")
    assert "De goede prijs is vastgelegd." in shown
    assert "€ 84,00" in shown
    assert "Indexering niet verwerkt" in shown
    assert "<dd>€ 84,00 per uur, was € 82,50</dd>" in shown
    listed, agreed = (finance.get(f"/k5/{path}").text for path in ("tarieven?taakgebied=HR", "deelnemers"))
    assert "Was een prijs fout, corrigeer hem dan op de bladzijde van zijn versie." in listed
    for text in (listed, agreed):
        assert "84,00" in text
        assert "per uur, was € 82,50" in text.replace("\u00a0", " ")
    refused = browse(Role.CONTROLLER).get(now).text
    assert "Indexering niet verwerkt" in refused
    assert 'value="corrigeren"' not in refused


def test_a_wrong_price_on_the_wire_is_tried_corrected_and_read(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    [tariff, *_] = finance.get("/api/v1/tarieven?taakgebied=HR&geldigOpDatum=2026-04-01").json()["tarieven"]
    address = f"/api/v1/tarieven/{tariff['id']}/correcties"
    body = {"prijsCenten": 8400, "geldigVanafDatum": "2026-01-01", "reden": "Indexering niet verwerkt"}
    trial = finance.post(address, json=body | {"proef": True})
    assert trial.status_code == 200, trial.text
    assert trial.json()["verschillen"] == []
    assert any("rekenen met deze prijs" in one for one in trial.json()["raakt"])
    assert finance.get(address).json() == {"correcties": []}
    made = finance.post(address, json=body)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == address
    assert finance.get(address).json() == {"correcties": [made.json()]}
    assert (made.json()["prijsCenten"], made.json()["vastgelegdDoor"]) == (8400, "Financien Proefpersoon")
    assert finance.get(f"/api/v1/tarieven/{tariff['id']}").json() == tariff
    again = finance.post(address, json=body)
    assert again.status_code == 400
    assert browse(Role.CONTROLLER).post(address, json=body).status_code == 403
