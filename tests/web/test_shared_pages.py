"""The pages of no room: first page, help, keys, errors, static files, and the frame around the rest."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.infra.http import House
from app.infra.web import navigation
from app.infra.web.pages import PAGES, DemoLogin
from app.infra.web.static import static_url
from app.kernel.roles import Role
from app.main import create_app
from tests.web.conftest import Visitor

Visit = Callable[[Role | None], Visitor]


def headings(html: str) -> list[str]:
    return re.findall(r"<h1>(.*?)</h1>", html)


@pytest.mark.parametrize("path", ["/", "/documentatie", *(f"/{name}" for name in PAGES)])
def test_a_newcomer_can_read_the_open_pages(visit: Visit, path: str) -> None:
    answer = visit(None).get(path)
    assert answer.status_code == 200
    assert len(headings(answer.text)) == 1
    assert 'class="side"' not in answer.text


@pytest.mark.parametrize("name", PAGES)
def test_who_has_logged_in_reads_them_in_its_own_frame(visit: Visit, name: str) -> None:
    answer = visit(Role.EMPLOYEE).get(f"/k5/{name}")
    assert answer.status_code == 200
    assert 'class="side"' in answer.text
    assert "Wouter Urenstra" in answer.text


def test_a_stranger_is_sent_to_the_log_in_and_back(visit: Visit) -> None:
    answer = visit(None).get("/k5/hulp?vraag=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inloggen?terug=/k5/hulp%3Fvraag%3D1"


def test_what_does_not_exist_and_what_is_not_yours_look_the_same(visit: Visit) -> None:
    visitor = visit(Role.EMPLOYEE)
    unknown, foreign = visitor.get("/k5/bestaat/niet"), visitor.get("/elders/hulp")
    assert unknown.status_code == foreign.status_code == 404
    assert headings(unknown.text) == headings(foreign.text) == ["Niet gevonden"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_everyone_lands_on_the_first_link_of_its_role(visit: Visit, role: Role) -> None:
    answer = visit(role).get("/k5")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/k5/")


def test_a_role_sees_only_its_own_groups(visit: Visit) -> None:
    links = re.findall(r'<a href="/k5/([^"]*)" data-key', visit(Role.COUNCIL).get("/k5/hulp").text)
    assert links == ["deelnemers", "normen"]


def test_a_link_that_is_marked_is_the_page_one_is_on(visit: Visit) -> None:
    html = visit(Role.MANAGER).get("/k5/mensen").text
    assert re.findall(r'href="([^"]*)"[^>]*aria-current="page"', html) == ["/k5/mensen"]


def test_a_number_behind_a_link_counts_what_waits(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation._counts, "people", lambda _: 12)
    html = visit(Role.MANAGER).get("/k5/hulp").text
    assert 'nav__count">12<' in html


def test_every_page_of_the_demo_says_what_day_it_is(home: House) -> None:
    demo = TestClient(create_app(replace(home, is_demo=True)))
    assert "Vandaag in deze demo: woensdag 1 april 2026" in demo.get("/hulp").text
    assert "Vandaag in deze demo" not in TestClient(create_app(home)).get("/hulp").text


def test_the_first_page_of_the_demo_names_who_can_log_in(home: House) -> None:
    someone = {
        "rol": "medewerker",
        "naam": "Wouter Urenstra",
        "gebruikersnaam": "wouter",
        "wachtwoord": "vier woorden",
    }
    (home.settings.var_dir / "demo.json").write_text(json.dumps({"inloggen": [someone]}), encoding="utf-8")
    demo = TestClient(create_app(replace(home, is_demo=True)))
    assert "vier woorden" in demo.get("/").text
    assert "vier woorden" not in TestClient(create_app(home)).get("/").text


def test_a_static_file_is_kept_only_under_its_own_digest(home: House) -> None:
    browser = TestClient(create_app(home))
    now = static_url("css/tokens.css")
    kept, old = browser.get(now), browser.get("/static/000000000000/css/tokens.css")
    assert kept.status_code == old.status_code == 200
    assert "immutable" in kept.headers["cache-control"]
    assert old.headers["cache-control"] == "no-cache"
    assert browser.get("/static/000000000000/..%2f..%2fmain.py").status_code == 404


def test_the_description_of_the_api_is_readable_without_script(visit: Visit) -> None:
    html = visit(None).get("/documentatie").text
    assert "/opdrachten/{opdracht}/stappen" in html
    assert "gewenstResultaat" in html


def test_a_fault_is_a_page_without_a_word_on_what_broke(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_: object) -> list[DemoLogin]:
        raise RuntimeError("het geheim van de smid")

    monkeypatch.setattr("app.infra.web.pages.demo_logins", fall)
    answer = TestClient(create_app(home), raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert headings(answer.text) == ["Storing"]
    assert answer.headers["x-request-id"] in answer.text
    assert "smid" not in answer.text
