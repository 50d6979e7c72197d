"""Calendars and norms on the wire: a trial moves nothing, saving does, wrong fields are named."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import insert, update

from app.features.partnership.models import Provision
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.sla_world import Clocks, build_clocks

NORMS, CALENDARS = "/api/v1/normen", "/api/v1/kalenders"
OFFICE = ["08:30-17:00"] * 5 + ["", ""]
SUMMER: dict[str, Any] = {
    "geldigVanafDatum": "2026-04-24",
    "openingstijden": ["08:00-12:00"] * 5 + ["", ""],
    "feestdagen": ["Koningsdag"],
    "bijzondereDagen": [{"datum": "2026-04-28", "naam": "Verhuizing"}],
}
LAW: dict[str, Any] = {
    "taakgebied": "SZ",
    "meting": "wettelijk",
    "product": "verordening",
    "overeenkomst": "DVO-SZ-VLI",
    "hoeveelheid": 8,
    "eenheid": "weken",
    "wet": "Awb art. 4:13",
    "kalender": "bergambacht",
    "looptDoor": True,
    "waarschuwtBij": [60, 80],
    "streefwaardeBasispunten": 9_500,
    "kortingBasispunten": 250,
    "meldtAan": ["ssc-manager", "bestuursbureau"],
    "geldigVanafDatum": "2026-05-01",
    "geldigTotEnMetDatum": "2026-12-31",
}
Open = Callable[[str], TestClient]


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with a calendar and norms, one assignment handed in."""
    return build_clocks(database, clock).at("2026-04-07 09:00")


@pytest.fixture
def client(it: Clocks, tmp_path: Path) -> Iterator[Open]:
    """A client for whoever is named."""
    with opened(it.world, tmp_path) as made:
        yield made


def norm_of(reader: TestClient, metric: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = reader.get(NORMS, params={"taakgebied": "SZ"}).json()["normen"]
    return next(one for one in found if one["meting"] == metric)


def wrong(answer: Response) -> list[str]:
    """The fields of the findings of a refusal."""
    assert answer.status_code == 400, answer.text
    return [one["veld"] for one in answer.json()["bevindingen"]]


def test_a_norm_says_first_what_moves_and_then_moves_it(it: Clocks, client: Open) -> None:
    identity, manager = it.submit(), client("manager")
    path = f"{NORMS}/{norm_of(manager, 'doorlooptijd')['id']}"
    tried = manager.patch(path, json={"hoeveelheid": 10, "proef": True})
    assert tried.status_code == 200
    assert tried.json() == {
        "verplaatst": [
            {"nummer": "2026-SZ-0001", "meting": "doorlooptijd", "vanOp": "2026-05-06T15:00:00Z",
             "naarOp": "2026-04-21T15:00:00Z", "van": "loopt", "naar": "loopt", "lopend": True,
             "toelichting": "wo 6 mei 2026 wordt di 21 apr 2026"}
        ]
    }  # fmt: skip
    assert it.due(identity, Metric.LEAD_TIME) == "2026-05-06 17:00"
    assert manager.get(path).headers["etag"] == '"1"'

    saved = manager.patch(path, json={"hoeveelheid": 10}, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.headers["etag"], saved.json()["hoeveelheid"]) == (200, '"2"', 10)
    assert saved.json()["meldtAan"] == ["ssc-manager"], "what was left out stays"
    assert it.due(identity, Metric.LEAD_TIME) == "2026-04-21 17:00"
    assert it.deviations() == []

    stale = manager.patch(path, json={"hoeveelheid": 5}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["versie"]) == (412, 2)
    assert manager.patch(path, json={"hoeveelheid": 5}, headers={"If-Match": "onzin"}).status_code == 412
    assert wrong(manager.patch(path, json={"hoeveelheid": 5})) == ["If-Match"]
    assert manager.get(path).json()["hoeveelheid"] == 10


def test_a_norm_that_ends_leaves_what_began_before(it: Clocks, client: Open) -> None:
    manager = client("manager")
    it.submit()
    it.at("2026-04-09 09:00").submit()
    path = f"{NORMS}/{norm_of(manager, 'intake')['id']}"
    ending = {"geldigTotEnMetDatum": "2026-04-08"}
    (moved,) = manager.patch(path, json={**ending, "proef": True}).json()["verplaatst"]
    assert (moved["nummer"], moved["naarOp"], moved["naar"]) == ("2026-SZ-0002", None, None)
    assert manager.patch(path, json=ending, headers={"If-Match": '"1"'}).status_code == 200
    held = manager.get(NORMS, params={"taakgebied": "SZ", "geldigOpDatum": "2026-04-09"}).json()["normen"]
    assert [one["meting"] for one in held] == ["doorlooptijd", "reactie"]
    assert it.deviations() == []


def test_a_calendar_gets_a_version_from_a_day_on(it: Clocks, client: Open) -> None:
    identity, manager = it.at("2026-04-23 16:00").submit(), client("manager")
    path = f"{CALENDARS}/bergambacht"
    tried = manager.patch(path, json={**SUMMER, "proef": True}).json()["verplaatst"]
    assert [(one["vanOp"], one["naarOp"]) for one in tried if one["meting"] == "reactie"] == [
        ("2026-04-24T13:30:00Z", "2026-04-29T09:00:00Z")
    ]
    assert it.due(identity, Metric.RESPONSE) == "2026-04-24 15:30"
    saved = manager.patch(path, json=SUMMER, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.headers["etag"]) == (200, '"2"')
    first, summer = saved.json()["versies"]
    assert first["geldigTotEnMetDatum"] == "2026-04-23"
    assert summer["bijzondereDagen"] == [{"datum": "2026-04-28", "naam": "Verhuizing", "openingstijden": ""}]
    assert it.due(identity, Metric.RESPONSE) == "2026-04-29 11:00"
    stale = manager.patch(path, json=SUMMER, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["versie"]) == (412, 2)
    assert it.deviations() == []


def test_a_new_norm_comes_back_as_it_was_sent(client: Open) -> None:
    manager = client("manager")
    tried = manager.post(NORMS, json={**LAW, "proef": True})
    assert (tried.status_code, tried.json()) == (200, {"verplaatst": []})
    assert all(one["meting"] != "wettelijk" for one in manager.get(NORMS).json()["normen"])
    made = manager.post(NORMS, json=LAW, headers={"Idempotency-Key": "norm-1"})
    again = manager.post(NORMS, json=LAW, headers={"Idempotency-Key": "norm-1"})
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert again.json() == made.json(), "what comes twice happens once"
    read = client("vlist").get(made.headers["location"])
    assert read.json() == made.json()
    assert read.json() == LAW | {
        "id": made.json()["id"],
        "versie": 1,
        "taakgebied": {"code": "SZ", "naam": "Sociale zaken"},
        "product": {"code": "verordening", "naam": read.json()["product"]["naam"]},
        "overeenkomst": {"code": "DVO-SZ-VLI", "naam": "Vlist"},
        "periodeMaanden": None,
    }
    assert wrong(manager.post(NORMS, json=LAW)) == ["geldigVanafDatum"], "there is one in this time"


def test_a_new_calendar_begins_clocks_of_its_provider(it: Clocks, client: Open) -> None:
    with it.world.database.unit_of_work(it.world.system) as work:
        work.session.execute(update(Provision).values(valid_until=date(2025, 12, 31)))
        provided = {"collaboration_id": it.world.number, "id": work.new_id(), "area_id": it.world.areas["SZ"]}
        provided |= {"organisation_id": it.world.organisations["OUD"], "valid_from": date(2026, 1, 1)}
        work.session.execute(insert(Provision), [provided])
    identity, manager = it.submit(), client("manager")
    assert Metric.RESPONSE not in it.kept(identity)
    sent = {"code": "ouderkerk", "naam": "Ouderkerk", "organisatie": "OUD", "geldigVanafDatum": "2020-01-01",
            "openingstijden": OFFICE, "feestdagen": ["Koningsdag"]}  # fmt: skip
    tried = manager.post(CALENDARS, json={**sent, "proef": True})
    assert tried.status_code == 200, tried.text
    assert [(one["meting"], one["vanOp"], one["naarOp"]) for one in tried.json()["verplaatst"]] == [
        ("doorlooptijd", None, "2026-05-06T15:00:00Z"),
        ("intake", None, "2026-04-14T15:00:00Z"),
        ("reactie", None, "2026-04-07T15:00:00Z"),
    ]
    assert client("vlist").get(f"{CALENDARS}/ouderkerk").status_code == 404
    made = manager.post(CALENDARS, json=sent)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    read = client("vlist").get(made.headers["location"]).json()
    assert read == made.json()
    assert (read["organisatie"], read["tijdzone"]) == (
        {"code": "OUD", "naam": "Ouderkerk"}, "Europe/Amsterdam",
    )  # fmt: skip
    assert it.due(identity, Metric.RESPONSE) == "2026-04-07 17:00"
    assert [one["code"] for one in manager.get(CALENDARS).json()["kalenders"]] == ["bergambacht", "ouderkerk"]
    assert it.deviations() == []


def test_every_wrong_field_of_a_norm_is_named_as_it_was_sent(client: Open) -> None:
    manager = client("manager")
    body = LAW | {
        "meting": "aantal", "hoeveelheid": 0, "periodeMaanden": 2, "product": "nergens", "overeenkomst": "nergens",
        "kalender": "nergens", "eenheid": "werkdagen", "waarschuwtBij": [0, 100], "streefwaardeBasispunten": 0,
        "kortingBasispunten": 10_001, "geldigTotEnMetDatum": "2026-04-30",
    }  # fmt: skip
    expected = {
        "product", "overeenkomst", "kalender", "hoeveelheid", "periodeMaanden", "eenheid", "wet", "looptDoor",
        "waarschuwtBij", "streefwaardeBasispunten", "kortingBasispunten", "geldigTotEnMetDatum",
    }  # fmt: skip
    for trial in (True, False):
        assert set(wrong(manager.post(NORMS, json={**body, "proef": trial}))) == expected
    assert wrong(manager.post(NORMS, json=LAW | {"taakgebied": "XX"})) == ["taakgebied"]
    assert wrong(manager.post(NORMS, json=LAW | {"hoeveelheid": 601, "eenheid": "maanden"})) == [
        "hoeveelheid"
    ]
    assert wrong(manager.post(NORMS, json=LAW | {"wet": "A\x00"})) == ["wet"]
    path = f"{NORMS}/{norm_of(manager, 'intake')['id']}"
    emptied = dict.fromkeys(("looptDoor", "waarschuwtBij", "meldtAan", "geldigVanafDatum"))
    assert wrong(manager.patch(path, json={**emptied, "proef": True})) == list(emptied)
    assert wrong(manager.patch(path, json={"meting": "reactie"})) == ["meting"], "that is another norm"
    assert wrong(manager.patch(path, json={"hoeveelheid": None}, headers={"If-Match": '"1"'})) == [
        "hoeveelheid"
    ]


def test_every_wrong_field_of_a_calendar_is_named_as_it_was_sent(client: Open) -> None:
    manager = client("manager")
    sent = {"code": "bergambacht", "naam": "Nog een", "organisatie": "BER", **SUMMER}
    assert wrong(manager.post(CALENDARS, json=sent)) == ["code", "organisatie"]
    new = sent | {"code": "nieuw", "organisatie": "XXX"}
    assert wrong(manager.post(CALENDARS, json=new | {"tijdzone": "Mars/Noord"})) == [
        "organisatie",
        "tijdzone",
    ]
    assert wrong(manager.post(CALENDARS, json=new | {"code": "Een Code"})) == ["code"]
    path = f"{CALENDARS}/bergambacht"
    for change, field in (
        ({"openingstijden": ["9-5", *OFFICE[1:]]}, "openingstijden"),
        ({"openingstijden": OFFICE[1:]}, "openingstijden"),
        ({"feestdagen": ["Dag van de ambtenaar"]}, "feestdagen"),
        ({"bijzondereDagen": [{"datum": "2026-04-01", "naam": "Voorbij"}]}, "bijzondereDagen"),
        ({"geldigVanafDatum": "9999-01-01"}, "geldigVanafDatum"),
        ({"geldigTotEnMetDatum": "2026-04-01", "bijzondereDagen": []}, "geldigTotEnMetDatum"),
        (
            {"geldigVanafDatum": "2020-01-01", "openingstijden": [""] * 7, "bijzondereDagen": []},
            "openingstijden",
        ),
    ):
        assert wrong(manager.patch(path, json=SUMMER | change | {"proef": True})) == [field], change
    assert client("vlist").get(path).headers["etag"] == '"1"'


@pytest.mark.parametrize("trial", [True, False])
def test_an_office_reads_and_changes_nothing(client: Open, trial: bool) -> None:
    office, proef = client("vlist"), {"proef": trial}
    path, match = f"{NORMS}/{norm_of(office, 'intake')['id']}", {"If-Match": '"1"'}
    new = {**SUMMER, "code": "vlist", "naam": "Vlist"}
    answers = [
        office.post(NORMS, json=LAW | proef),
        office.patch(path, json={"hoeveelheid": 1} | proef, headers=match),
        office.post(CALENDARS, json=new | proef),
        office.patch(f"{CALENDARS}/bergambacht", json=SUMMER | proef, headers=match),
    ]
    assert [one.status_code for one in answers] == [403] * 4


def test_finance_keeps_norms_by_the_api_as_it_keeps_agreements(client: Open) -> None:
    made = client("financien").post(NORMS, json=LAW)
    assert made.status_code == 201
    assert client("controller").post(NORMS, json=LAW).status_code == 403


def test_a_calendar_is_renamed_and_its_code_stays(it: Clocks, client: Open) -> None:
    identity, manager, path = it.submit(), client("manager"), f"{CALENDARS}/bergambacht"
    before = it.kept(identity)
    renamed = manager.patch(path, json={"naam": " Gemeentehuis "}, headers={"If-Match": '"1"'})
    assert (renamed.status_code, renamed.headers["etag"]) == (200, '"2"')
    assert (renamed.json()["naam"], renamed.json()["code"]) == ("Gemeentehuis", "bergambacht")
    assert manager.patch(path, json={"naam": "Oud"}, headers={"If-Match": '"1"'}).status_code == 412
    assert manager.patch(path, json={"naam": "Proef", "proef": True}).json() == {"verplaatst": []}
    assert wrong(manager.patch(path, json={"naam": " "}, headers={"If-Match": '"2"'})) == ["naam"]
    assert wrong(manager.patch(path, json={}, headers={"If-Match": '"2"'})) == [
        "geldigVanafDatum",
        "openingstijden",
    ]
    assert it.kept(identity) == before
    assert it.deviations() == []
    both = manager.patch(path, json={**SUMMER, "naam": "Zomer"}, headers={"If-Match": '"2"'})
    assert (both.status_code, both.json()["naam"], len(both.json()["versies"])) == (200, "Zomer", 2)


def test_norms_and_calendars_come_in_parts(client: Open) -> None:
    manager = client("manager")
    week = {"geldigVanafDatum": "2026-01-01", "openingstijden": OFFICE}
    for code in ("a", "b"):
        assert (
            manager.post(CALENDARS, json={"code": code, "naam": f"Kalender {code}", **week}).status_code
            == 201
        )
    assert manager.post(NORMS, json=LAW).status_code == 201
    for path, name, whole in ((NORMS, "normen", 4), (CALENDARS, "kalenders", 3)):
        every = manager.get(path).json()
        assert (len(every[name]), every["volgendeCursor"]) == (whole, None)
        found: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            part = manager.get(path, params={"limiet": 1} | ({"cursor": cursor} if cursor else {})).json()
            assert len(part[name]) == 1
            found += part[name]
            cursor = part["volgendeCursor"]
        assert found == every[name]
        assert wrong(manager.get(path, params={"cursor": "onzin"})) == ["cursor"]
