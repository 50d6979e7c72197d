"""People, applications and the log on screen: what is shown, what is shown once, how many statements it takes."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.features.access.service import create_account, create_application, grant_role, invite
from app.infra.http import House
from app.kernel.roles import Role
from tests.web.conftest import PASSWORD, START, Cast, Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]
Count = Callable[[Engine], list[str]]

GUEST = {
    "naam": "Nieuwe Noor",
    "email": "noor@k5.example",
    "rol": "controller",
    "organisatie": "",
    "gebied": "",
}


def test_an_invited_person_gets_a_link_and_comes_in(visit: Visit) -> None:
    manager, guest = visit(Role.MANAGER), visit(None)
    page = manager.post("/k5/mensen/uitnodigen", vanaf="01-04-2026", **GUEST).text
    assert "Nieuwe Noor heeft een rol." in page
    found = re.search(r"http://127\.0\.0\.1:8000(/uitnodiging/[^<\s]+)", page)
    assert found is not None
    assert "Kies uw wachtwoord" in guest.get(found[1]).text
    assert guest.post(found[1], nieuw="kort", nogmaals="kort").status_code == 400
    assert guest.post(found[1], nieuw=PASSWORD, nogmaals=PASSWORD).headers["location"] == "/samenwerkingen"
    assert guest.get("/samenwerkingen").headers["location"] == "/k5"
    assert guest.get("/k5/logboek").status_code == 200
    assert guest.get(found[1]).status_code == 404
    assert "nog geen wachtwoord" not in manager.get("/k5/mensen").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"naam": " "}, "Vul de naam in"),
        ({"email": "geen adres"}, "Dit is geen e-mailadres"),
        ({"rol": ""}, "Kies een rol"),
        ({"rol": "systeem"}, "Kies een rol"),
        ({"rol": "bestuursbureau"}, "Kies voor welke organisatie"),
        ({"vanaf": "31-02-2026"}, "Dit is geen datum"),
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(
    visit: Visit, changed: dict[str, str], words: str
) -> None:
    answer = visit(Role.MANAGER).post("/k5/mensen/uitnodigen", **{"vanaf": "01-04-2026", **GUEST, **changed})
    assert answer.status_code == 400
    assert words in unescape(answer.text)
    assert 'id="fouten"' in answer.text
    if "email" not in changed:
        assert 'value="noor@k5.example"' in answer.text
    assert "Nieuwe Noor" not in visit(Role.MANAGER).get("/k5/mensen").text


def test_an_area_of_another_collaboration_cannot_be_given(visit: Visit, cast: Cast) -> None:
    fields = {**GUEST, "gebied": str(cast.areas["ZZ"]), "vanaf": "01-04-2026"}
    assert visit(Role.MANAGER).post("/k5/mensen/uitnodigen", **fields).status_code == 409
    assert "Nieuwe Noor" not in visit(Role.MANAGER).get("/k5/mensen").text


def test_an_ended_role_moves_to_what_was(visit: Visit, cast: Cast) -> None:
    manager = visit(Role.MANAGER)
    path = f"/k5/mensen/rollen/{cast.grants[Role.COUNCIL]}/beeindigen"
    assert "Griet Raadhuizen" in manager.get(path).text
    assert "vanaf 31-03-2026" in manager.post(path, **{"laatste-dag": "30-03-2026"}).text
    assert (
        manager.post(path, **{"laatste-dag": "31-03-2026"}).headers["location"] == "/k5/mensen?gedaan=einde"
    )
    assert "Griet Raadhuizen" not in manager.get("/k5/mensen").text
    assert "Griet Raadhuizen" in manager.get("/k5/mensen?geweest=ja").text
    assert visit(Role.COUNCIL).get("/k5/wachtwoord").status_code == 404


def test_a_controller_reads_people_and_applications_without_buttons(visit: Visit) -> None:
    for path in ("/k5/mensen", "/k5/toepassingen"):
        page = visit(Role.CONTROLLER).get(path).text.split("<main")[1]
        assert "<form" not in page
        assert "Uitnodigen" not in page
        assert "Beëindigen" not in page


def test_a_key_is_shown_once_works_at_once_and_ends_at_once(visit: Visit, cast: Cast, call: Call) -> None:
    manager = visit(Role.MANAGER)
    page = manager.post(
        "/k5/toepassingen", organisatie=str(cast.organisations["OUD"]), naam="Raadsinformatie"
    ).text
    found = re.search(r"ssc_[a-z2-7]{8}_[A-Za-z0-9_-]{43}", page)
    assert found is not None
    key = found[0]
    assert key not in manager.get("/k5/toepassingen").text
    case_system = call(None)
    case_system.headers["Authorization"] = f"Bearer {key}"
    keys = case_system.get("/sleutels").json()["sleutels"]
    assert {(one["toepassing"]["naam"], one["ingetrokkenOp"]) for one in keys} == {
        ("Raadsinformatie", None),
        ("Zaaksysteem OUD", None),
    }
    assert all(
        set(one) == {"id", "toepassing", "begin", "gemaaktOp", "laatstGebruiktOp", "ingetrokkenOp"}
        for one in keys
    )
    own = next(one["id"] for one in keys if one["begin"] == key.split("_")[1])
    answer = manager.post(f"/k5/toepassingen/sleutels/{own}/intrekken")
    assert answer.headers["location"] == "/k5/toepassingen?gedaan=ingetrokken"
    assert case_system.get("/sleutels").status_code == 401
    assert "Ingetrokken" in manager.get("/k5/toepassingen").text
    again = manager.post(
        "/k5/toepassingen", organisatie=str(cast.organisations["OUD"]), naam="Raadsinformatie"
    )
    assert again.status_code == 409


def test_moments_on_the_wire_are_in_utc_wherever_the_server_stands(
    call: Call, home: House, tamper: Callable[[str], None]
) -> None:
    tamper(f"ALTER DATABASE {home.database.engine.url.database} SET timezone = 'Asia/Tokyo'")
    [key] = call("VLI").get("/sleutels").json()["sleutels"]
    assert key["gemaaktOp"].endswith("Z")


def test_the_log_can_be_filtered_and_turned_back(visit: Visit, home: House, cast: Cast) -> None:
    for number in range(105):
        with home.database.unit_of_work(cast.system) as work:
            work.record("proef", "ding", str(number), {"stand": number}, {"stand": number + 1})
    controller = visit(Role.CONTROLLER)
    first = controller.get("/k5/logboek").text
    assert "<del>104</del> <ins>105</ins>" in first
    assert "kloppen met hun controlegetal" in first
    more = re.search(r'href="(/k5/logboek\?[^"]+)" rel="next"', first)
    assert more is not None
    second = controller.get(unescape(more[1])).text
    assert "account maken" in second.split("</thead>")[1]
    assert 'rel="next"' not in second
    filtered = controller.get("/k5/logboek?onderwerp=ding&handeling=proef&wie=Systeem").text
    assert "account maken" not in filtered.split("</thead>")[1]
    assert "onderwerp=ding" in filtered.split("list-end")[1]
    assert "Geen regels gevonden." in controller.get("/k5/logboek?wie=Niemand").text
    assert controller.get("/k5/logboek?voor=onzin").status_code == 400


def test_the_log_speaks_dutch(visit: Visit, home: House, cast: Cast) -> None:
    with home.database.unit_of_work(cast.system) as work:
        work.record("afrekening.controleren", "run", "17", {"status": "draft"}, {"status": "checked"})
    controller = visit(Role.CONTROLLER)
    page = controller.get("/k5/logboek?onderwerp=afrekenrun").text.split("</thead>")[1]
    assert "afrekening controleren" in page
    assert "afrekenrun 17" in page
    assert "<del>concept</del> <ins>gecontroleerd</ins>" in page
    assert "account maken" not in page


def test_a_changed_line_shows_in_the_log(
    visit: Visit, home: House, cast: Cast, tamper: Callable[[str], None]
) -> None:
    tamper("UPDATE audit_entry SET actor_name = 'Iemand' WHERE collaboration_id = 1 AND seq = 1")
    page = visit(Role.CONTROLLER).get("/k5/logboek").text
    assert "Klopt niet met het controlegetal" in page
    assert "ssc verify" in page


@pytest.mark.parametrize("path", ["/k5/mensen", "/k5/toepassingen", "/k5/logboek"])
def test_the_number_of_statements_does_not_grow(
    visit: Visit, home: House, cast: Cast, count_statements: Count, path: str
) -> None:
    browser = visit(Role.CONTROLLER)
    statements = count_statements(home.database.engine)
    browser.get(path)
    few = len(statements)
    with home.database.unit_of_work(cast.system) as work:
        for number in range(60):
            account_id = create_account(work, f"Persoon {number}", f"persoon-{number}@k5.example")
            grant_role(work, account_id, Role.BOARD, None, None, START, date(2026, 12, 31))
            create_application(work, cast.organisations["VLI"], f"Toepassing {number}")
    statements.clear()
    assert "60" in browser.get(path).text
    assert len(statements) == few
    assert few <= 9


def test_who_is_invited_but_known_elsewhere_gets_no_link(visit: Visit, home: House, cast: Cast) -> None:
    manager = visit(Role.MANAGER)
    fields = {**GUEST, "email": "manager@reik.example", "naam": "Zeger"}
    answer = manager.post("/k5/mensen/uitnodigen", vanaf="01-04-2026", **fields)
    assert answer.headers["location"] == "/k5/mensen?gedaan=rol"
    assert "Zeger Elders" in manager.get("/k5/mensen?gedaan=rol").text


def test_a_new_link_is_for_who_has_no_password(visit: Visit, home: House, cast: Cast) -> None:
    with home.database.unit_of_work(cast.system) as work:
        invited = invite(
            work, "Noor", "noor@k5.example", Role.COUNCIL, None, None, START, home.settings.secret()
        )
    manager = visit(Role.MANAGER)
    assert "nog geen wachtwoord gekozen" in manager.get("/k5/mensen").text
    answer = manager.post(f"/k5/mensen/{invited.account_id}/uitnodigen")
    assert "/uitnodiging/" in answer.text
    assert manager.post(f"/k5/mensen/{cast.accounts[Role.COUNCIL]}/uitnodigen").status_code == 409
