"""Norms and calendars on screen: first what moves, then saved; what is wrong comes back at its field."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.features.sla import service as sla
from app.features.sla.core.rows import CalendarRow
from app.features.sla.core.texts import VersionText
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.assignment_world import START
from tests.sla_world import Clocks, build_clocks

CHANGED = {
    "taakgebied": "SZ", "product": "", "overeenkomst": "", "meting": "doorlooptijd", "hoeveelheid": "30",
    "eenheid": "werkdagen", "periodeMaanden": "", "wet": "", "kalender": "", "waarschuwingen": "50, 90",
    "streefpercentage": "90", "kortingspercentage": "2,5", "geldigVan": "01-01-2020", "geldigTot": "",
    "rol-ssc-manager": "ja",
}  # fmt: skip


@pytest.fixture
def clocks(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with calendar and norms."""
    return build_clocks(database, clock)


@pytest.fixture
def client(clocks: Clocks, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """A client for whoever is named."""
    with opened(clocks.world, tmp_path) as made:
        yield made


def post(client: TestClient, url: str, page: str, **fields: str) -> Response:
    """A form sent from its page."""
    token = client.get(page).text.partition('name="csrf" value="')[2].partition('"')[0]
    return client.post(url, data={**fields, "csrf": token})


def lead_time(it: Clocks) -> tuple[str, int]:
    """The norm of the lead time: its identity and version."""
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        found = next(one for one in sla.list_norms(work) if one.row.metric is Metric.LEAD_TIME)
    return str(found.id), found.version


def test_changing_a_norm_says_first_which_terms_move_and_then_moves_them(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-01 10:00").submit()
    before = clocks.due(one, Metric.LEAD_TIME)
    norm, version = lead_time(clocks)
    manager, url = client("manager"), f"/k5/normen/{norm}"
    fields = {**CHANGED, "versie": str(version)}
    shown = post(manager, url, url, **fields)
    assert shown.status_code == 200
    assert "Dit verplaatst 1 lopende termijn" in shown.text
    assert "2026-SZ-0001" in shown.text
    assert clocks.due(one, Metric.LEAD_TIME) == before
    saved = post(manager, url, url, **fields, bewaren="ja")
    assert saved.status_code == 303
    assert clocks.due(one, Metric.LEAD_TIME) > before
    assert "binnen 30 werkdagen" in client("vlist").get("/k5/normen").text
    stale = post(manager, url, url, **fields, bewaren="ja")
    assert stale.status_code == 412
    assert "intussen gewijzigd" in stale.text


def test_what_is_wrong_comes_back_at_its_field_with_what_was_typed(
    client: Callable[[str], TestClient],
) -> None:
    wrong = CHANGED | {
        "hoeveelheid": "veel",
        "streefpercentage": "x",
        "waarschuwingen": "bijna",
        "versie": "",
    }
    page = post(client("manager"), "/k5/normen", "/k5/normen/nieuw", **wrong)
    assert page.status_code == 400
    for words in ("“veel” is geen heel getal", "“x” is geen percentage", "Schrijf percentages met komma’s"):
        assert words in page.text
    assert 'value="bijna"' in page.text


def test_a_second_norm_for_the_same_is_refused_with_what_holds(client: Callable[[str], TestClient]) -> None:
    page = post(client("manager"), "/k5/normen", "/k5/normen/nieuw", **CHANGED, versie="")
    assert page.status_code == 400
    assert "Er geldt al een norm voor doorlooptijd in deze tijd" in page.text


def test_a_calendar_says_first_what_moves_and_one_that_never_works_is_refused(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-01 10:00").submit()
    before = clocks.due(one, Metric.LEAD_TIME)
    manager, url = client("manager"), "/k5/kalenders/bergambacht"
    hours = dict.fromkeys(("ma", "di", "wo", "do"), "08:30-17:00") | {"vr": "", "za": "", "zo": ""}
    fields = {**hours, "geldigVan": "13-04-2026", "versie": "1", "bijzondereDagen": "20-04-2026 Studiedag"}
    shown = post(manager, url, url, **fields)
    assert shown.status_code == 200
    assert "Dit verplaatst" in shown.text
    assert clocks.due(one, Metric.LEAD_TIME) == before
    assert post(manager, url, url, **fields, bewaren="ja").status_code == 303
    assert clocks.due(one, Metric.LEAD_TIME) > before
    page = manager.get(url).text
    assert "maandag t/m donderdag" in page
    assert "Studiedag" in page
    never = post(manager, url, url, **dict.fromkeys(hours, ""), geldigVan="01-05-2026", versie="2")
    assert never.status_code == 400
    assert "heeft geen dag waarop wordt gewerkt" in never.text
    wrong = post(
        manager, url, url, **(hours | {"ma": "9 tot 5"}), geldigVan="", versie="2", bijzondereDagen="kerst"
    )
    assert wrong.status_code == 400
    assert "begint niet met een datum" in wrong.text


def test_a_new_calendar_says_first_which_terms_it_begins_to_measure(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    with clocks.world.database.unit_of_work(clocks.world.manager, read_only=True) as work:
        free = [code for code, _ in sla.organisations_without_calendar(work)]
        owned = {one.row.organisation for one in sla.list_calendars(work)}
    assert free
    assert not owned & set(free)
    manager, url = client("manager"), "/k5/nieuwe-kalender"
    week = dict.fromkeys(("ma", "di", "wo", "do", "vr"), "09:00-13:00") | {"za": "", "zo": ""}
    fields = {**week, "naam": "Loket", "code": "loket", "organisatie": free[0], "geldigVan": "01-01-2026"}
    assert "Kalender toevoegen" in manager.get("/k5/kalenders").text
    wrong = post(manager, url, url, **(fields | {"code": "Het Loket", "naam": " "}))
    assert wrong.status_code == 400
    assert "kleine letters, cijfers en streepjes" in wrong.text
    assert "Geef de kalender een naam." in wrong.text
    shown = post(manager, url, url, **fields)
    assert "Er is nog niets bewaard." in shown.text
    assert "Loket" not in manager.get("/k5/kalenders").text
    saved = post(manager, url, url, **fields, bewaren="ja")
    assert (saved.status_code, saved.headers["location"]) == (303, "/k5/kalenders?gedaan=toegevoegd")
    assert "De kalender is bewaard." in manager.get(saved.headers["location"]).text
    assert "09:00–13:00" in manager.get("/k5/kalenders/loket").text
    again = post(manager, url, url, **(fields | {"code": "loket-2"}))
    assert "heeft al een kalender: Loket" in again.text


def test_who_only_reads_finds_no_form(client: Callable[[str], TestClient]) -> None:
    office = client("vlist")
    assert "Norm toevoegen" not in office.get("/k5/normen").text
    assert "Kalender toevoegen" not in office.get("/k5/kalenders").text
    assert "Controleren" not in office.get("/k5/kalenders/bergambacht").text
    assert "Goede vrijdag" in office.get("/k5/kalenders").text


def test_a_calendar_is_renamed_on_its_page(clocks: Clocks, client: Callable[[str], TestClient]) -> None:
    manager, page = client("manager"), "/k5/kalenders/bergambacht"
    saved = post(manager, f"{page}/naam", page, naam="Gemeentehuis", versie="1")
    assert (saved.status_code, saved.headers["location"]) == (303, f"{page}?gedaan=naam")
    assert "Kalender Gemeentehuis" in manager.get(saved.headers["location"]).text
    stale = post(manager, f"{page}/naam", page, naam="Oud", versie="1")
    assert stale.status_code == 412
    empty = post(manager, f"{page}/naam", page, naam=" ", versie="2")
    assert empty.status_code == 400
    assert "Geef de kalender een naam." in empty.text


def test_a_long_list_goes_on_at_an_address(clocks: Clocks, client: Callable[[str], TestClient]) -> None:
    week = ("08:30-17:00",) * 5 + ("", "")
    rows = [
        CalendarRow(f"k{number:02}", f"Kalender {number:02}", versions=(VersionText(START, None, week, ()),))
        for number in range(60)
    ]
    with clocks.world.database.unit_of_work(clocks.world.manager) as work:
        sla.add_calendars(work, rows)
    first = client("vlist").get("/k5/kalenders").text
    assert "Kalender 48" in first
    assert "Kalender 49" not in first
    more = first.partition('href="/k5/kalenders?cursor=')[2].partition('"')[0]
    rest = client("vlist").get(f"/k5/kalenders?cursor={more}").text
    assert "Kalender 49" in rest
    assert "Kalender 59" in rest
    assert "?cursor=" not in rest
