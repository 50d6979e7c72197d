"""Hours on screen: the grid, approval, closing; who may not; nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, text

from app.features.hours import service
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.hours_doors import Browse, browser_of
from tests.hours_world import WEEK, HoursWorld, build_hours

MON, TUE, WED = WEEK.days[:3]
OWN = f"/k5/mijn-week/{WEEK.code}"
APPROVE = f"/k5/uren-goedkeuren/{WEEK.code}"
SHEET = f"/api/v1/weekstaten/M01/{WEEK.code}"


@pytest.fixture
def hours(database: Database, clock: FixedClock) -> HoursWorld:
    """A small collaboration in which people work."""
    return build_hours(database, clock)


@pytest.fixture
def browse(hours: HoursWorld, tmp_path: Path) -> Browse:
    """A browser and an application of whoever is named."""
    return browser_of(hours, tmp_path)


def post(browser: TestClient, page: str, path: str, **fields: Any) -> Response:
    """Send a form from a page, with its token."""
    seen = browser.get(page).text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', seen)
    assert token is not None, seen[:800]
    version = re.search(r'name="versie" value="(\d+)"', seen)
    known = {"versie": version.group(1)} if version else {}
    return browser.post(path, data={"csrf": token.group(1), **known, **fields})


def field(key: str, day: date) -> str:
    return f"u.{key}.{day}"


def words(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


def handed_in(hours: HoursWorld, browse: Browse) -> None:
    form = {field(hours.order_key, MON): "8", field(hours.activity(), WED): "1:30", "actie": "indienen"}
    answer = post(browse("anna"), OWN, OWN, **form)
    assert answer.status_code == 303, words(answer.text)


def test_my_week_opens_at_today(hours: HoursWorld, browse: Browse) -> None:
    assert browse("anna").get("/k5/mijn-week").headers["location"] == "/k5/mijn-week/2026-W15"
    page = browse("anna").get(OWN)
    assert page.status_code == 200
    seen = words(page.text)
    for part in (
        "Week 14, 30 maart t/m 5 april 2026. Nog niet ingediend.",
        hours.order_number,
        "Scholing",
        "32:00",
    ):
        assert part in seen
    assert page.text.count("<h1") == 1
    assert "open, leeg" in seen


def test_a_week_is_filled_saved_and_handed_in(hours: HoursWorld, browse: Browse) -> None:
    anna = browse("anna")
    form = {field(hours.order_key, MON): "7,5", field(hours.activity(), WED): "90m"}
    saved = post(anna, OWN, OWN, **form, actie="bewaren")
    assert saved.headers["location"] == f"{OWN}?gedaan=bewaard"
    seen = words(anna.get(saved.headers["location"]).text)
    assert "Bewaard." in seen
    assert "open, 9:00 uur" in seen
    assert "23:00" in seen
    sent = post(anna, OWN, OWN, **form, actie="indienen")
    page = anna.get(sent.headers["location"]).text
    assert "Ingediend, wacht op goedkeuring." in words(page)
    assert 'name="u.' not in page
    back = post(anna, OWN, OWN, actie="terughalen")
    assert back.headers["location"].endswith("gedaan=teruggehaald")
    assert 'name="u.' in anna.get(OWN).text


def test_enter_saves_and_does_not_hand_in(browse: Browse) -> None:
    """Enter presses the first button that belongs to the form, wherever it stands in the page."""
    page = browse("anna").get(OWN).text
    buttons = re.findall(r"<button[^>]*>", page)
    sending = [button for button in buttons if 'type="submit"' in button and 'name="actie"' in button]
    assert 'value="bewaren"' in sending[0]


def test_an_empty_week_can_be_handed_in_and_shows_as_such(browse: Browse) -> None:
    anna = browse("anna")
    assert post(anna, OWN, OWN, actie="indienen").status_code == 303
    assert "geen uren, ingediend" in words(anna.get(OWN).text)


def test_a_wrong_cell_is_named_and_everything_typed_comes_back(hours: HoursWorld, browse: Browse) -> None:
    form = {
        field(hours.order_key, MON): "4:75",
        field(hours.activity(), MON): "23",
        field(hours.activity(), WED): "1:30",
        "actie": "indienen",
    }
    answer = post(browse("anna"), OWN, OWN, **form)
    assert answer.status_code == 400
    seen = words(answer.text)
    assert "maandag 30 maart 2026, " + hours.order_number + ": “4:75” is geen tijd" in seen
    assert "Bedoelt u 4:45 of 5:15?" in seen
    for value in ("4:75", "23", "1:30"):
        assert f'value="{value}"' in answer.text
    assert f'href="#u-{hours.order_key}-2026-03-30"' in answer.text
    assert f'id="u-{hours.order_key}-2026-03-30"' in answer.text
    again = post(browse("anna"), OWN, OWN, **{**form, field(hours.order_key, MON): "2"})
    assert "25:00 uur, en een dag heeft 24:00 uur" in words(again.text)


def test_another_day_or_a_row_more_loses_nothing_and_saves_nothing(hours: HoursWorld, browse: Browse) -> None:
    form = {field(hours.order_key, MON): "half"}
    answer = post(browse("anna"), OWN, OWN, **form, actie=f"dag-{TUE}")
    assert answer.status_code == 200
    assert 'value="half"' in answer.text
    assert re.search(rf'value="dag-{TUE}" aria-current="date"', answer.text)
    with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
        assert service.get_week(work, "M01", WEEK).grid.minutes == 0


def test_last_week_is_proposed_and_not_saved(hours: HoursWorld, browse: Browse) -> None:
    anna = browse("anna")
    post(anna, OWN, OWN, **{field(hours.order_key, TUE): "8"}, actie="bewaren")
    page = anna.get("/k5/mijn-week/2026-W15?overnemen=ja").text
    assert re.search(rf'name="u.{hours.order_key}.2026-04-07"[^>]*value="8:00"', page)


def test_a_note_is_kept_with_its_hours(hours: HoursWorld, browse: Browse) -> None:
    anna = browse("anna")
    place = field(hours.order_key, MON)
    note: dict[str, Any] = {"notitie-cel": place, "notitie": "Zes dossiers"}
    assert post(anna, OWN, OWN, **{place: "8"}, **note, actie="bewaren").status_code == 303
    assert 'value="Zes dossiers"' in anna.get(OWN).text
    post(anna, OWN, OWN, **{place: "7", f"n.{place[2:]}": "Zeven dossiers"}, actie="bewaren")
    assert 'value="Zeven dossiers"' in anna.get(OWN).text
    wrong = post(anna, OWN, OWN, **{place: ""}, **note, actie="bewaren")
    assert "Bij deze dag staan geen uren" in words(wrong.text)


def test_who_saved_meanwhile_is_told(hours: HoursWorld, browse: Browse) -> None:
    anna = browse("anna")
    post(anna, OWN, OWN, **{field(hours.order_key, MON): "8"}, actie="bewaren")
    answer = post(anna, OWN, OWN, **{field(hours.order_key, MON): "7"}, actie="bewaren", versie="0")
    assert answer.status_code == 400
    assert "intussen ergens anders gewijzigd" in words(answer.text)
    assert 'value="7"' in answer.text


def test_the_manager_approves_per_area_or_returns_with_a_reason(hours: HoursWorld, browse: Browse) -> None:
    handed_in(hours, browse)
    manager = browse("manager")
    assert manager.get("/k5/uren-goedkeuren").headers["location"] == APPROVE
    seen = words(manager.get(APPROVE).text)
    for part in (
        "1 deel wacht op u",
        "Anna Proefpersoon",
        "9:30 uur geboekt",
        "contract 32:00",
        "Bram Proefpersoon",
    ):
        assert part in seen
    chosen = {"deel": f"{hours.employees['M01']}.{hours.sz}"}
    empty = post(manager, APPROVE, APPROVE, **chosen, actie="teruggeven", reden="")
    assert empty.status_code == 400
    assert "Schrijf wat er anders moet" in words(empty.text)
    back = post(manager, APPROVE, APPROVE, **chosen, actie="teruggeven", reden="Maandag was vrij")
    assert back.headers["location"].endswith("gedaan=teruggegeven")
    assert "Maandag was vrij" in words(browse("anna").get(OWN).text)
    handed_in(hours, browse)
    assert post(manager, APPROVE, APPROVE, **chosen, actie="goedkeuren").status_code == 303
    assert "goedgekeurd" in words(manager.get(APPROVE).text)
    assert "Goedgekeurd." in words(browse("anna").get(OWN).text)
    late = post(manager, APPROVE, APPROVE, **chosen, actie="goedkeuren")
    assert late.status_code == 409


def test_a_whole_week_is_approved_at_once(hours: HoursWorld, browse: Browse) -> None:
    handed_in(hours, browse)
    manager = browse("manager")
    page = manager.get(APPROVE).text
    parts = re.findall(r'<input type="hidden" name="deel" value="([^"]+)"', page.split("</form>")[-3] + page)
    assert (
        post(manager, APPROVE, APPROVE, deel=sorted(set(parts)), actie="alles-goedkeuren").status_code == 303
    )
    assert "Niets wacht op u" in words(manager.get(APPROVE).text)


def test_finance_closes_a_month_and_then_only_corrections_come_in(hours: HoursWorld, browse: Browse) -> None:
    handed_in(hours, browse)
    finance = browse("financien")
    page = "/k5/maand-sluiten/2026-03"
    assert finance.get("/k5/maand-sluiten").headers["location"] == page
    seen = words(finance.get(page).text)
    for part in ("Maart 2026. Nog open.", "8:00 uur", "Anna Proefpersoon", "Wat sluiten vastlegt"):
        assert part in seen
    assert post(finance, page, page).status_code == 303
    assert "Gesloten op vrijdag 10 april 2026" in words(finance.get(page).text)
    assert finance.get("/k5/maand-sluiten/2026-04").status_code == 200
    # April runs: with nothing left to close, the last month that has ended
    assert finance.get("/k5/maand-sluiten").headers["location"] == page
    anna = browse("anna")
    where = f"{hours.order_key}.{MON}"
    fix = {"correctie-cel": where, "correctie-uren": "7:30", "correctie-reden": ""}
    wrong = post(anna, OWN, f"{OWN}/correctie", **fix)
    assert wrong.status_code == 400
    assert "Schrijf waarom u corrigeert" in words(wrong.text)
    assert 'value="7:30"' in wrong.text
    assert post(anna, OWN, f"{OWN}/correctie", **{**fix, "correctie-reden": "Was pauze"}).status_code == 303
    assert "−0:30" in words(anna.get(OWN).text)
    manager = browse("manager")
    assert "Was pauze" in words(manager.get(APPROVE).text)
    ids = re.findall(r'name="correctie" value="([^"]+)"', manager.get(APPROVE).text)
    assert post(manager, APPROVE, APPROVE, correctie=ids, actie="correcties").status_code == 303
    assert "Was pauze" not in words(manager.get(APPROVE).text)
    empty = "/k5/mijn-week/2026-W11"
    forgotten = {
        "correctie-cel": f"{hours.activity()}.2026-03-10",
        "correctie-uren": "2",
        "correctie-reden": "Vergeten",
    }
    assert post(anna, empty, f"{empty}/correctie", **forgotten).status_code == 303
    assert "+2:00" in words(anna.get(empty).text)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/k5/mijn-week/2026-W14", {"anna": 200, "bram": 200}),
        ("/k5/uren-goedkeuren/2026-W14", {"manager": 200}),
        ("/k5/maand-sluiten/2026-03", {"financien": 200}),
        ("/api/v1/medewerkers", {"manager": 200, "financien": 200, "controller": 200}),
        (SHEET, {"anna": 200, "manager": 200, "financien": 200, "controller": 200}),
        (
            "/api/v1/urenregels?vanafDatum=2026-03-01&totEnMetDatum=2026-03-31",
            {"anna": 200, "bram": 200, "manager": 200, "financien": 200, "controller": 200},
        ),
    ],
)
def test_each_role_sees_what_is_for_it_and_nothing_else(
    browse: Browse, path: str, allowed: dict[str, int]
) -> None:
    for name in ("anna", "bram", "manager", "financien", "controller", "vlist", "raad", "overleg"):
        status = browse(name).get(path).status_code
        assert status == allowed.get(name, status), name
        assert name in allowed or status in {403, 404}, name


@pytest.mark.parametrize(
    "path", ["/k5/mijn-week/2026-W99", "/k5/maand-sluiten/2026", "/k5/uren-goedkeuren/vandaag"]
)
def test_what_is_no_week_or_month_does_not_exist(browse: Browse, path: str) -> None:
    name = {"mijn": "anna", "maand": "financien", "uren": "manager"}[path[4:].partition("-")[0]]
    assert browse(name).get(path).status_code == 404


def test_statements_of_the_pages_do_not_grow(
    hours: HoursWorld, browse: Browse, count_statements: Callable[[Engine], list[str]]
) -> None:
    def counted() -> dict[str, int]:
        result = {}
        for name, path in (("anna", OWN), ("manager", APPROVE), ("financien", "/k5/maand-sluiten/2026-03")):
            statements = count_statements(hours.database.engine)
            assert browse(name).get(path).status_code == 200
            result[path] = len(statements)
            statements.clear()
        return result

    handed_in(hours, browse)
    before = counted()
    with hours.database.unit_of_work(hours.world.system) as work:
        work.session.execute(
            text(
                "INSERT INTO employee (collaboration_id, id, code, name, sort_name, version)"
                " SELECT app_collaboration(), gen_random_uuid(), 'X' || n,"
                " 'Persoon ' || n, 'persoon ' || n, 1 FROM generate_series(1, 300) n"
            )
        )
        work.session.execute(
            text(
                "INSERT INTO employment (collaboration_id, id, employee_id, employer_id, area_id, function_code,"
                " contract_minutes, valid_from) SELECT e.collaboration_id, gen_random_uuid(), e.id,"
                " (SELECT min(id::text)::uuid FROM organisation), :area, 'adviseur', 1920, '2026-01-01'"
                " FROM employee e WHERE e.code LIKE 'X%'"
            ),
            {"area": hours.sz},
        )
    assert counted() == before
