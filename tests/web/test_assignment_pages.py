"""The pages of assignments: write, hand in, the panel with what can be done, the list, what a stranger sees."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.infra.db import Database
from tests.assignment_doors import opened
from tests.assignment_world import World, build

LIST = "/k5/opdrachten"
FORM = {
    "titel": "Verordening bijzondere bijstand",
    "taakgebied": "SZ",
    "product": "SZ/verordening",
    "gewenstResultaat": "Een verordening die de raad kan vaststellen",
    "acceptatiecriteria": "- De juridisch adviseur heeft haar getoetst.\n\n- De kosten zijn bekend.",
    "soort": "bespoke",
    "verdeling": "equal",
    "contactpersoon": "A. Proefpersoon",
    "kader": "Kadernota sociaal 2026",
    "gewensteDatum": "1-6-2026",
    "gewensteDatumReden": "De raad besluit in juni",
    "plafond": "37,5",
    "urgentie": "normal",
    "gevolg": "high",
}


@pytest.fixture
def world(database: Database) -> World:
    """A small collaboration."""
    return build(database)


@pytest.fixture
def client(world: World, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """A browser of whoever is named."""
    with opened(world, tmp_path) as made:
        yield made


def post(browser: TestClient, page: str, path: str, **fields: object) -> Response:
    """Send a form from a page, with its token."""
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(page).text)
    assert token is not None, browser.get(page).text[:500]
    return browser.post(path, data={"csrf": token.group(1), **fields})


def handed_in(office: TestClient, **changes: object) -> str:
    """The address of an assignment that an office handed in."""
    answer = post(office, f"{LIST}/nieuw", f"{LIST}/nieuw", **{**FORM, **changes}, actie="indienen")
    assert answer.status_code == 303, re.findall(r"field__error.*?<span>(.*?)</span>", answer.text)
    return str(answer.headers["location"]).partition("?")[0]


def step(browser: TestClient, path: str, name: str, **fields: object) -> Response:
    """Take a step from the panel of an assignment."""
    return post(browser, path, f"{path}/stappen", stap=name, **fields)


def test_a_draft_is_kept_incomplete_and_handed_in_when_complete(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    kept = post(office, f"{LIST}/nieuw", f"{LIST}/nieuw", **{**FORM, "kader": ""}, actie="bewaren")
    assert kept.status_code == 303
    page = office.get(kept.headers["location"])
    assert "Bewaard om" in page.text
    assert "10 van 11" in page.text
    assert "01-06-2026" in page.text
    path = kept.headers["location"].partition("?")[0]
    refused = post(office, path, path, **{**FORM, "kader": ""}, actie="indienen", versie="1")
    assert refused.status_code == 400
    assert "Noem het beleid of besluit" in refused.text
    assert 'href="#kader"' in refused.text
    sent = post(office, path, path, **FORM, actie="indienen", versie="1")
    assert sent.status_code == 303
    assert "2026-SZ-0001" in office.get(sent.headers["location"]).text


def test_the_list_of_what_is_missing_moves_along(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    part = post(office, f"{LIST}/nieuw", f"{LIST}/volledigheid", **{**FORM, "titel": ""})
    assert part.status_code == 200
    assert "10 van 11" in part.text
    assert "<html" not in part.text


def test_what_cannot_be_read_is_said_at_its_field_and_kept(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    answer = post(
        office, f"{LIST}/nieuw", f"{LIST}/nieuw", **{**FORM, "gewensteDatum": "31-02-2026", "plafond": "veel"},
        actie="bewaren",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "31-02-2026 is geen dag van de kalender" in answer.text
    assert "is geen aantal uren" in answer.text
    assert 'value="veel"' in answer.text


def test_two_who_write_at_once_are_told(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    kept = post(office, f"{LIST}/nieuw", f"{LIST}/nieuw", **FORM, actie="bewaren")
    path = kept.headers["location"].partition("?")[0]
    assert post(office, path, path, **FORM, actie="bewaren", versie="1").status_code == 303
    assert post(office, path, path, **FORM, actie="bewaren", versie="1").status_code == 412


def test_the_centre_takes_it_through_its_life_from_the_panel(client: Callable[[str], TestClient]) -> None:
    office, centre = client("vlist"), client("manager")
    path = handed_in(office)
    assert "U hoeft nu niets te doen" not in office.get(path).text
    page = centre.get(path).text
    assert "Raming in uren" in page
    assert "Terugsturen met een vraag" in page
    missing = step(centre, path, "accepteren")
    assert missing.status_code == 400
    assert "Raam hoeveel uren" in missing.text
    assert step(centre, path, "terugsturen", reden="Welke doelgroep?").status_code == 303
    assert "Welke doelgroep?" in office.get(path).text
    again = f"{path}/bewerken"
    assert post(office, again, again, **FORM, actie="indienen", antwoord="Jongeren").status_code == 303
    for name, fields in (
        ("accepteren", {"ramingMinuten": "40", "afgesprokenDatum": "01-06-2026"}),
        ("rangschikken", {}),
        ("plannen", {"uitvoerende": "J. Proefpersoon"}),
        ("starten", {}),
        ("opleveren", {}),
    ):
        answer = step(centre, path, name, **fields)
        assert answer.status_code == 303, answer.text
    page = office.get(path).text
    assert "Goedkeuren" in page
    assert "1 keer terug" in page
    assert "40:00 uur" in page
    assert step(office, path, "goedkeuren").status_code == 303
    assert "U hoeft nu niets te doen" in office.get(path).text
    assert "Kan nadat" not in centre.get(path).text


def test_a_step_that_is_not_possible_is_a_page_that_says_what_is(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    answer = step(office, handed_in(office), "goedkeuren")
    assert answer.status_code == 409
    assert "Goedkeuren kan zodra het resultaat is opgeleverd" in answer.text
    assert "intrekken" in answer.text


def test_the_list_has_tabs_filters_and_search(client: Callable[[str], TestClient]) -> None:
    office, centre = client("vlist"), client("manager")
    path = handed_in(office)
    handed_in(office, titel="Onderzoek leerlingenvervoer", taakgebied="OW", product="OW/onderzoek")
    assert "Onze opdrachten" in office.get(LIST).text
    assert "<h1>Opdrachten</h1>" in centre.get(LIST).text
    found = centre.get(LIST, params={"zoek": "leerling"}).text
    assert "2026-OW-0001" in found
    assert "2026-SZ-0001" not in found
    assert "2026-OW-0001" not in centre.get(LIST, params={"gebied": "SZ"}).text
    assert "Geen opdrachten gevonden" in centre.get(LIST, params={"stand": "gesloten"}).text
    step(centre, path, "terugsturen", reden="Welke doelgroep?")
    waiting = office.get(f"{LIST}/op-ons-wacht").text
    assert "2026-SZ-0001" in waiting
    assert "2026-OW-0001" not in waiting


def test_a_stranger_sees_an_outline_and_of_a_confidential_one_no_page(
    client: Callable[[str], TestClient],
) -> None:
    office, stranger = client("vlist"), client("ouderkerk")
    path = handed_in(office)
    page = stranger.get(path).text
    assert "van een andere organisatie" in page
    assert "Kadernota" not in page
    assert "A. Proefpersoon" not in page
    secret = handed_in(office, vertrouwelijk="ja", titel="Geheime reorganisatie")
    assert stranger.get(secret).status_code == 404
    assert stranger.get(f"{LIST}/2026-SZ-0002").status_code == 404
    assert "Geheime" not in stranger.get(LIST, params={"zoek": "geheime"}).text
    draft = post(office, f"{LIST}/nieuw", f"{LIST}/nieuw", **FORM, actie="bewaren").headers["location"]
    assert client("manager").get(draft.partition("?")[0]).status_code == 404


@pytest.mark.parametrize("name", ["manager", "controller", "financien", "overleg", "medewerker", "mandaat"])
def test_who_does_not_write_has_no_form(client: Callable[[str], TestClient], name: str) -> None:
    browser = client(name)
    path = handed_in(client("vlist"))
    assert browser.get(LIST).status_code == 200
    assert browser.get(path).status_code == 200
    assert browser.get(f"{LIST}/nieuw").status_code == 403


def test_joint_work_names_who_joins(client: Callable[[str], TestClient]) -> None:
    path = handed_in(client("vlist"), soort="joint", opdrachtgevers="OUD", verdeling="inwoners")
    page = client("ouderkerk").get(path).text
    assert "gezamenlijk voor Vlist en Ouderkerk" in page
    assert "verdeeld: kengetal" in page
