"""Costs and budget come in and are taken back: what they touch first, on screen and on the wire."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.features.costs import service as costs
from app.features.costs.core.views import EntryView, Selection
from app.features.partnership.core.views import Closing
from app.features.partnership.service import months
from app.features.settlement import service as settlement
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import Browse, doors_of, k5_actor

pytestmark = pytest.mark.k5

ENTRY = {
    "kostenplaats": "SZ",
    "boekDatum": "30-04-2026",
    "kostensoort": "hired",
    "bedragCenten": "4.870,00",
    "btwCenten": "1.022,70",
    "stuk": "99417",
    "leverancier": "Bureau Vaart",
    "omschrijving": "Inhuur april",
}
WIRE_ENTRY = {
    "kostenplaats": "SZ",
    "boekDatum": "2026-04-30",
    "kostensoort": "inhuur",
    "bedragCenten": 487000,
    "btwCenten": 102270,
    "stuk": "99417",
    "leverancier": "Bureau Vaart",
    "omschrijving": "Inhuur april",
}


@pytest.fixture
def finance(database: Database, clock: FixedClock, tmp_path: Path) -> TestClient:
    """Finance, on 1 July 2026."""
    clock.set(datetime(2026, 7, 1, 9, tzinfo=UTC))
    browse: Browse = doors_of(database, tmp_path)
    return browse(Role.FINANCE)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _entries(database: Database) -> list[EntryView]:
    april = Period.month(2026, 4)
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        wanted = Selection(pool="SZ", first_on=april.first_on, last_on=april.last_on, limit=100)
        found = costs.list_entries(work, wanted).entries
    return [entry for entry in found if entry.document == "99417"]


def test_a_cost_is_looked_at_recorded_and_taken_back(database: Database, finance: TestClient) -> None:
    with database.unit_of_work(k5_actor(database)) as work:
        settlement.start(work, Period.quarter(2026, 2))
        months.close_month(work, Period.month(2026, 4).first_on, Closing.COSTS)
    wrong = finance.post("/k5/kosten/toevoegen", data=ENTRY | {"bedragCenten": "veel"})
    assert wrong.status_code == 400
    assert "“veel” is geen getal." in wrong.text
    assert 'value="veel"' in wrong.text
    closed = finance.post("/k5/kosten/toevoegen", data=ENTRY)
    assert closed.status_code == 409
    assert "zijn afgesloten. Boek een correctie met een reden" in closed.text
    with_reason = ENTRY | {"reden": "Te laat ontvangen"}
    asked = finance.post("/k5/kosten/toevoegen", data=with_reason)
    assert asked.status_code == 200
    said = _plain(asked.text)
    assert "Dit is een correctie met een reden." in said
    assert "De afrekening over het 2e kwartaal 2026 is een concept." in said
    assert "aan inhuur; begroot is" in said
    assert _entries(database) == []
    done = finance.post("/k5/kosten/toevoegen", data=with_reason | {"bewaren": "ja"})
    assert done.status_code == 303
    assert "4.870,00" in finance.get(done.headers["location"]).text
    double = finance.post("/k5/kosten/toevoegen", data=with_reason)
    assert double.status_code == 400
    assert "staat al op" in double.text
    (entry,) = _entries(database)
    address = f"/k5/kosten/{entry.id}/terugboeken"
    assert "Inhuur april" in finance.get(address).text
    assert finance.post(address, data={}).status_code == 400
    asked = finance.post(address, data={"reden": "Dubbel geboekt"})
    assert "er komt een tegenboeking op dezelfde dag bij" in asked.text
    assert len(_entries(database)) == 1
    back = finance.post(address, data={"reden": "Dubbel geboekt", "bewaren": "ja"})
    assert back.status_code == 303
    assert "teruggeboekt" in finance.get(back.headers["location"]).text
    assert [entry.amount_cents for entry in _entries(database)] == [-487_000, 487_000]
    assert finance.post(address, data={"reden": "Nog eens", "bewaren": "ja"}).status_code == 409


def test_a_budget_is_set_once_and_then_changed_by_decisions(database: Database, finance: TestClient) -> None:
    line = {"jaar": "2027", "kostenplaats": "SZ", "kostensoort": "staff", "bedragCenten": "120.000"}
    asked = finance.post("/k5/begroting", data=line)
    assert asked.status_code == 200
    assert "Daarna wijzigt u dit bedrag alleen met een begrotingswijziging." in asked.text
    done = finance.post("/k5/begroting", data=line | {"bewaren": "ja"})
    assert done.status_code == 303
    assert "120.000,00" in finance.get(done.headers["location"]).text
    again = finance.post("/k5/begroting", data=line)
    assert again.status_code == 400
    assert "al begroot" in again.text
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        (made,) = costs.list_budget(work, 2027)
    change = {"bedragCenten": "-5.000,00", "besluitDatum": "15-06-2026", "reden": "Eerste wijziging"}
    asked = finance.post(f"/k5/begroting/{made.id}", data=change)
    assert "De begroting wordt € 115.000,00; nu is dat € 120.000,00." in _plain(asked.text)
    assert "−€ 5.000,00 minder" in _plain(asked.text)
    done = finance.post(f"/k5/begroting/{made.id}", data=change | {"bewaren": "ja"})
    page = finance.get(done.headers["location"]).text
    assert "115.000,00" in page
    assert "Eerste wijziging" in page
    wrong = finance.post(f"/k5/begroting/{made.id}", data={"bedragCenten": "0", "besluitDatum": "15-08-2026"})
    assert wrong.status_code == 400
    for words in ("Vul het verschil in", "Deze dag moet nog komen", "Noem het besluit of de reden"):
        assert words in wrong.text


def test_costs_and_budget_on_the_wire_first_as_a_trial(database: Database, finance: TestClient) -> None:
    trial = finance.post("/api/v1/kostenregels", json=WIRE_ENTRY | {"proef": True})
    assert trial.status_code == 200, trial.text
    assert "Over deze dagen is nog geen afrekening gemaakt." in trial.json()["raakt"]
    assert _entries(database) == []
    made = finance.post("/api/v1/kostenregels", json=WIRE_ENTRY)
    assert made.status_code == 201, made.text
    one = made.headers["location"]
    assert finance.get(one).json() == made.json()
    step = {"stap": "terugboeken", "reden": "Dubbel"}
    assert finance.post(f"{one}/stappen", json=step | {"proef": True}).status_code == 200
    assert finance.post(f"{one}/stappen", json=step).json()["boektTerug"] == made.json()["id"]
    body = {"jaar": 2027, "kostenplaats": "SZ", "kostensoort": "ict", "bedragCenten": 5_000_000}
    assert finance.post("/api/v1/begrotingsregels", json=body | {"proef": True}).status_code == 200
    line = finance.post("/api/v1/begrotingsregels", json=body)
    assert line.status_code == 201
    change = {"stap": "wijzigen", "bedragCenten": -100, "besluitDatum": "2026-06-15", "reden": "Besluit"}
    address = line.headers["location"]
    tried = finance.post(f"{address}/stappen", json=change | {"proef": True})
    assert "€ 49.999,00" in _plain(tried.json()["raakt"][0])
    changed = finance.post(f"{address}/stappen", json=change)
    assert changed.json()["gewijzigdCenten"] == -100
    assert finance.get(address).json() == changed.json()


def test_who_reads_costs_sees_the_budget_and_no_form(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    reader = doors_of(database, tmp_path)(Role.CONTROLLER)
    page = reader.get("/k5/begroting?jaar=2026")
    assert page.status_code == 200
    assert "Bedrag begroten" not in page.text
    assert reader.get("/k5/begroting?jaar=veel").status_code == 404
    assert reader.get("/k5/kosten/toevoegen").status_code == 403
