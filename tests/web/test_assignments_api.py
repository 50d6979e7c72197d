"""Assignments on the wire: a draft with things missing, the steps, what a stranger gets, one shape of error."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.infra.db import Database
from tests.assignment_doors import opened
from tests.assignment_world import World, build

API = "/api/v1/opdrachten"
BODY: dict[str, Any] = {
    "titel": "Verordening bijzondere bijstand",
    "soort": "maatwerk",
    "taakgebied": "SZ",
    "product": "verordening",
    "gewenstResultaat": "Een verordening die de raad kan vaststellen",
    "gewensteDatum": "2026-06-01",
    "opdrachtgevers": [{"organisatie": "VLI"}],
    "plafond": {"inzetMinuten": 2400},
    "vertrouwelijk": False,
}
REST: dict[str, Any] = {
    "acceptatiecriteria": ["De juridisch adviseur heeft haar getoetst."],
    "contactpersoon": "A. Proefpersoon",
    "gewensteDatumReden": "De raad besluit in juni",
    "kader": "Kadernota sociaal 2026",
}


@pytest.fixture
def world(database: Database) -> World:
    """A small collaboration."""
    return build(database)


@pytest.fixture
def client(world: World, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """A client for whoever is named."""
    with opened(world, tmp_path) as made:
        yield made


def submitted(office: TestClient, **changes: Any) -> str:
    """A number of an assignment that was handed in."""
    made = office.post(API, json={**BODY, **REST, **changes}).json()
    taken = office.post(f"{API}/{made['id']}/stappen", json={"stap": "indienen"})
    assert taken.status_code == 201, taken.text
    return str(taken.json()["nummer"])


def test_a_draft_with_things_missing_is_kept_and_says_what(client: Callable[[str], TestClient]) -> None:
    answer = client("vlist").post(API, json=BODY)
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{API}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (made["nummer"], made["status"], made["aanZet"]) == (None, "concept", "opdrachtgever")
    assert made["taakgebied"]["naam"] == "Sociale zaken"
    assert [gap["veld"] for gap in made["ontbreekt"]] == [
        "acceptatiecriteria", "contactpersoon", "kader", "gewensteDatumReden",
    ]  # fmt: skip
    assert made["mogelijkeStappen"] == ["indienen", "intrekken"]
    assert made["vastgelegdOp"].endswith("Z")


def test_handing_in_incomplete_is_400_with_one_finding_a_field(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    made = office.post(API, json={}).json()
    answer = office.post(f"{API}/{made['id']}/stappen", json={"stap": "indienen"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    fields = [finding["veld"] for finding in answer.json()["bevindingen"]]
    assert fields == [gap["veld"] for gap in made["ontbreekt"]]


def test_the_conversation_of_the_design_runs_as_it_is_written(client: Callable[[str], TestClient]) -> None:
    office, centre = client("vlist"), client("manager")
    made = office.post(API, json=BODY).json()
    path = f"{API}/{made['id']}"
    changed = office.patch(path, json=REST, headers={"If-Match": '"1"'})
    assert changed.json()["ontbreekt"] == []
    taken = office.post(f"{path}/stappen", json={"stap": "indienen"})
    assert taken.status_code == 201
    assert taken.json() | {"op": None} == {
        "volgnummer": 2, "stap": "indienen", "van": "concept", "naar": "ingediend", "op": None,
        "door": {"naam": "Office Proefpersoon"}, "reden": None, "ramingMinuten": None, "afgesprokenDatum": None,
        "vervangt": None, "nummer": "2026-SZ-0001", "mogelijkeStappen": ["intrekken"],
    }  # fmt: skip
    again = office.post(f"{path}/stappen", json={"stap": "indienen"})
    assert again.status_code == 409
    assert again.json()["title"] == "Deze stap kan nu niet"
    assert again.json()["type"].endswith("/stap-niet-mogelijk")
    assert again.json()["mogelijkeStappen"] == ["intrekken"]
    number = f"{API}/2026-SZ-0001"
    for who, body, state in (
        (centre, {"stap": "terugsturen", "reden": "Welke doelgroep?"}, "teruggestuurd"),
        (office, {"stap": "indienen", "reden": "Jongeren"}, "ingediend"),
        (
            centre,
            {"stap": "accepteren", "ramingMinuten": 2400, "afgesprokenDatum": "2026-06-01"},
            "geaccepteerd",
        ),
        (centre, {"stap": "rangschikken"}, "op-volgorde"),
        (centre, {"stap": "plannen", "uitvoerende": "J. Proefpersoon"}, "gepland"),
        (centre, {"stap": "starten"}, "in-uitvoering"),
        (centre, {"stap": "opleveren"}, "opgeleverd"),
        (office, {"stap": "goedkeuren"}, "goedgekeurd"),
    ):
        answer = who.post(f"{number}/stappen", json=body)
        assert answer.status_code == 201, answer.text
        assert office.get(number).json()["status"] == state
    steps = office.get(f"{number}/stappen").json()
    assert [step["volgnummer"] for step in steps["stappen"]] == list(range(1, 11))
    assert office.get(number).json()["keerTeruggestuurd"] == 1


def test_a_change_needs_the_version_that_was_read(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    path = f"{API}/{office.post(API, json=BODY).json()['id']}"
    assert office.patch(path, json={"titel": "Een"}).status_code == 400
    assert office.patch(path, json={"titel": "Een"}, headers={"If-Match": '"1"'}).headers["etag"] == '"2"'
    stale = office.patch(path, json={"titel": "Twee"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["versie"]) == (412, 2)


def test_a_named_post_makes_one_draft(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    first = office.post(API, json=BODY, headers={"Idempotency-Key": "5f0c"})
    second = office.post(API, json=BODY, headers={"Idempotency-Key": "5f0c"})
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["etag"] == '"1"'
    assert len(office.get(API).json()["opdrachten"]) == 1


def test_unknown_fields_and_wrong_values_come_back_together(client: Callable[[str], TestClient]) -> None:
    answer = client("vlist").post(API, json={"naam": "x", "gewensteDatum": "morgen", "soort": "groot"})
    assert answer.status_code == 400
    assert {finding["veld"] for finding in answer.json()["bevindingen"]} == {"naam", "gewensteDatum", "soort"}


def test_what_cannot_be_kept_is_refused_and_never_a_fault(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    answer = office.post(API, json={"titel": "Nul\x00teken"})
    assert answer.status_code == 400
    assert answer.json()["bevindingen"][0]["veld"] == "titel"
    for query in ("2026\x00", "½ a'b", "\\", "&|!", "2026-"):
        assert office.get(API, params={"zoek": query}).status_code == 200


def test_another_office_gets_an_outline_and_of_a_confidential_one_nothing(
    client: Callable[[str], TestClient],
) -> None:
    office, stranger = client("vlist"), client("ouderkerk")
    number = submitted(office)
    secret = submitted(office, vertrouwelijk=True, titel="Geheime reorganisatie")
    lines = stranger.get(API).json()["opdrachten"]
    assert [line["nummer"] for line in lines] == [number]
    assert lines[0]["beknopt"] is True
    assert (lines[0]["hoofdopdrachtgever"], lines[0]["opdrachtgevers"], lines[0]["ramingMinuten"]) == (
        None,
        [],
        None,
    )
    seen = stranger.get(f"{API}/{number}").json()
    assert (seen["gewenstResultaat"], seen["contactpersoon"], seen["plafond"], seen["vastgelegdOp"]) == (
        None,
    ) * 4
    for path in (f"{API}/{secret}", f"{API}/{secret}/stappen"):
        assert stranger.get(path).status_code == 404
    assert stranger.get(API, params={"zoek": "geheime"}).json()["opdrachten"] == []
    assert stranger.get(API, params={"zoek": secret}).json()["opdrachten"] == []
    withdrawn = stranger.post(f"{API}/{secret}/stappen", json={"stap": "intrekken", "reden": "x"})
    assert withdrawn.status_code == 404


def test_filters_and_cursor(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    numbers = [submitted(office) for _ in range(3)]
    submitted(office, taakgebied="OW", product="onderzoek", titel="Onderzoek leerlingenvervoer")
    assert len(office.get(API, params={"taakgebied": "OW"}).json()["opdrachten"]) == 1
    assert office.get(API, params={"taakgebied": "ZZ"}).json()["opdrachten"] == []
    assert len(office.get(API, params={"zoek": "leerling"}).json()["opdrachten"]) == 1
    first = office.get(API, params={"limiet": 2, "taakgebied": "SZ"}).json()
    rest = office.get(API, params={"limiet": 2, "taakgebied": "SZ", "cursor": first["volgendeCursor"]}).json()
    seen = [line["nummer"] for line in first["opdrachten"] + rest["opdrachten"]]
    assert seen == list(reversed(numbers))
    assert rest["volgendeCursor"] is None
    assert office.get(API, params={"cursor": "onzin"}).status_code == 400


@pytest.mark.parametrize("name", ["raad"])
def test_who_may_read_nothing_is_refused(client: Callable[[str], TestClient], name: str) -> None:
    assert client(name).get(API).status_code == 403


@pytest.mark.parametrize("name", ["manager", "controller", "financien", "overleg", "mandaat", "medewerker"])
def test_only_an_office_writes(client: Callable[[str], TestClient], name: str) -> None:
    assert client(name).get(API).status_code == 200
    assert client(name).post(API, json=BODY).status_code == 403


def test_every_field_on_the_wire_has_words_and_an_example(client: Callable[[str], TestClient]) -> None:
    document = client("vlist").get("/api/v1/openapi.json").json()
    poor = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        if name.startswith(("Assignment", "Step", "Event", "Taken", "Principal", "Ceiling", "Statutory"))
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    assert poor == []
