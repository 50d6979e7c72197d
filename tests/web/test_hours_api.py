"""Hours through the API: whole weeks, steps, entries one by one, corrections, lists."""

from datetime import date
from pathlib import Path

import pytest

from app.features.hours import service
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.hours_doors import Browse, browser_of
from tests.hours_world import WEEK, HoursWorld, build_hours, cell

SHEET = f"/api/v1/weekstaten/M01/{WEEK.code}"


@pytest.fixture
def hours(database: Database, clock: FixedClock) -> HoursWorld:
    """A small collaboration in which people work."""
    return build_hours(database, clock)


@pytest.fixture
def browse(hours: HoursWorld, tmp_path: Path) -> Browse:
    """A browser and an application of whoever is named."""
    return browser_of(hours, tmp_path)


def test_the_api_takes_a_whole_week_or_nothing(hours: HoursWorld, browse: Browse) -> None:
    anna = browse("anna")
    week = {
        "uren": [
            {"datum": "2026-03-30", "minuten": 480, "opdracht": hours.order_number},
            {
                "datum": "2026-04-01",
                "minuten": 90,
                "activiteit": "opleiding",
                "taakgebied": "SZ",
                "notitie": "Cursus",
            },
        ]
    }
    saved = anna.put(SHEET, json=week, headers={"If-Match": '"0"'})
    assert saved.status_code == 200, saved.text
    assert saved.headers["etag"] == '"1"'
    answer = saved.json()
    assert (answer["minuten"], answer["contractMinuten"], answer["status"]) == (570, 1920, "open")
    assert answer["mogelijkeStappen"] == ["indienen"]
    assert {(one["opdracht"], one["tariefCenten"]) for one in answer["urenregels"]} == {
        (hours.order_number, 8000), (None, 9000),
    }  # fmt: skip
    assert anna.put(SHEET, json={"uren": []}, headers={"If-Match": '"0"'}).status_code == 412
    wrong = {
        "uren": [
            {"datum": "2026-03-30", "minuten": 60, "opdracht": "2026-SZ-9999"},
            {"datum": "2026-03-31", "minuten": 60, "opdracht": hours.order_number, "activiteit": "overhead"},
            {"datum": "2026-03-31", "minuten": 60, "activiteit": "overhead"},
        ]
    }
    refused = anna.put(SHEET, json=wrong)
    assert refused.status_code == 400
    assert [one["veld"] for one in refused.json()["bevindingen"]] == [
        "uren.0.opdracht", "uren.1.opdracht", "uren.2.taakgebied",
    ]  # fmt: skip
    outside = anna.put(SHEET, json={"uren": [{**week["uren"][0], "datum": "2026-04-13"}]})
    assert outside.json()["bevindingen"][0]["veld"] == "uren.0.minuten"
    assert anna.get(SHEET).json()["minuten"] == 570


def test_the_api_takes_steps_and_refuses_with_what_is_possible(hours: HoursWorld, browse: Browse) -> None:
    anna, manager = browse("anna"), browse("manager")
    anna.put(SHEET, json={"uren": [{"datum": "2026-03-30", "minuten": 480, "opdracht": hours.order_number}]})
    early = manager.post(f"{SHEET}/stappen", json={"stap": "goedkeuren", "taakgebied": "SZ"})
    assert early.status_code == 409
    sent = anna.post(f"{SHEET}/stappen", json={"stap": "indienen"})
    assert (sent.status_code, sent.json()["status"]) == (201, "ingediend")
    twice = anna.post(f"{SHEET}/stappen", json={"stap": "indienen"})
    assert twice.status_code == 409
    assert twice.json()["mogelijkeStappen"] == ["terughalen"]
    assert anna.post(f"{SHEET}/stappen", json={"stap": "goedkeuren", "taakgebied": "SZ"}).status_code == 403
    assert manager.post(f"{SHEET}/stappen", json={"stap": "goedkeuren"}).status_code == 400
    done = manager.post(f"{SHEET}/stappen", json={"stap": "goedkeuren", "taakgebied": "SZ"})
    assert done.json()["status"] == "goedgekeurd"
    assert done.json()["urenregels"][0]["goedgekeurdOp"] == "2026-04-10T08:00:00Z"


def test_entries_are_booked_one_by_one_and_corrected_after_closing(hours: HoursWorld, browse: Browse) -> None:
    anna, finance = browse("anna"), browse("financien")
    line = {"medewerker": "M01", "datum": "2026-03-31", "minuten": 120, "opdracht": hours.order_number}
    made = anna.post("/api/v1/urenregels", json=line)
    assert made.status_code == 201, made.text
    assert anna.post("/api/v1/urenregels", json=line).status_code == 409
    assert anna.post("/api/v1/urenregels", json={**line, "minuten": 0}).status_code == 400
    fix = {
        **line,
        "minuten": -60,
        "soort": "correctie",
        "reden": "Was pauze",
        "corrigeert": made.json()["id"],
    }
    assert anna.post("/api/v1/urenregels", json=fix).status_code == 400
    closed = finance.post("/api/v1/maanden/2026-03/stappen", json={"stap": "afsluiten"})
    assert closed.json() == {
        "stap": "afsluiten",
        "maand": "2026-03",
        "urenAfgeslotenOp": "2026-04-10T08:00:00Z",
    }
    late = anna.post("/api/v1/urenregels", json={**line, "datum": "2026-03-30"})
    assert "Boek een correctie" in late.json()["bevindingen"][0]["melding"]
    assert anna.post("/api/v1/urenregels", json=fix).status_code == 201
    listed = anna.get("/api/v1/urenregels?vanafDatum=2026-03-01&totEnMetDatum=2026-03-31").json()
    assert [(one["soort"], one["minuten"]) for one in listed["urenregels"]] == [
        ("gewoon", 120),
        ("correctie", -60),
    ]
    assert finance.post("/api/v1/maanden/2026-03/stappen", json={"stap": "afsluiten"}).status_code == 409
    assert anna.post("/api/v1/maanden/2026-04/stappen", json={"stap": "afsluiten"}).status_code == 403


def test_a_list_of_entries_goes_on_where_it_ended(hours: HoursWorld, browse: Browse) -> None:
    days = [date(2026, 3, 2 + offset) for offset in range(28)]
    with hours.database.unit_of_work(hours.employee()) as work:
        cells = [cell(key, day, 60) for day in days for key in (hours.order_key, hours.activity())]
        service.book(work, "M01", cells)
    with hours.database.unit_of_work(hours.employee("M02", "OW")) as work:
        service.book(work, "M02", [cell(hours.activity("OW"), day, 30) for day in days])
        service.book(work, "M02", [cell(hours.order_key, day, 30) for day in days])
    address = "/api/v1/urenregels?vanafDatum=2026-03-01&totEnMetDatum=2026-03-31"
    first = browse("manager").get(address).json()
    second = browse("manager").get(f"{address}&cursor={first['volgendeCursor']}").json()
    ids = [one["id"] for one in first["urenregels"] + second["urenregels"]]
    assert (len(ids), len(set(ids)), second["volgendeCursor"]) == (112, 112, None)
    assert browse("manager").get(f"{address}&cursor=onzin").status_code == 400
    own = browse("anna").get(address).json()["urenregels"]
    assert {one["medewerker"] for one in own} == {str(hours.employees["M01"])}


def test_employees_are_listed_by_name(hours: HoursWorld, browse: Browse) -> None:
    found = browse("manager").get("/api/v1/medewerkers").json()["medewerkers"]
    assert [(one["code"], one["taakgebied"], one["contractMinuten"]) for one in found] == [
        ("M01", "SZ", 1920), ("M02", "OW", 2160),
    ]  # fmt: skip
