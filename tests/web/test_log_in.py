"""Coming in and going out by the browser: log-in, its bounds, choosing, log-out, one's own password."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.features.access.service import create_account, grant_role
from app.infra.http import House
from app.kernel.actor import Actor
from app.kernel.roles import Role
from tests.web.conftest import HERE, PASSWORD, START, Cast, Visitor

Visit = Callable[[Role | None], Visitor]


def test_who_logs_in_lands_on_the_first_link_of_the_role(visit: Visit) -> None:
    browser = visit(None)
    assert "Inloggen" in browser.get("/inloggen").text
    answer = browser.post("/inloggen", email="SSC-Manager@K5.example ", wachtwoord=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/k5")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie  # on one's own machine only
    assert browser.get("/k5").headers["location"].startswith("/k5/")
    assert "Fenna Regelmans" in browser.get("/k5/mensen").text


def test_a_stranger_is_sent_to_the_log_in_and_back(visit: Visit) -> None:
    browser = visit(None)
    answer = browser.get("/k5/mensen?geweest=ja")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inloggen?terug=/k5/mensen%3Fgeweest%3Dja"
    assert 'value="/k5/mensen?geweest=ja"' in browser.get(answer.headers["location"]).text
    fields = {"email": "ssc-manager@k5.example", "wachtwoord": PASSWORD}
    assert (
        browser.post("/inloggen", terug="/k5/mensen?geweest=ja", **fields).headers["location"]
        == "/k5/mensen?geweest=ja"
    )
    for elsewhere in ("https://elders.example", "//elders.example/k5", "/reik/mensen", "/\\elders.example"):
        assert visit(None).post("/inloggen", terug=elsewhere, **fields).headers["location"] == "/k5"


def test_unknown_account_and_wrong_password_look_the_same(visit: Visit) -> None:
    answers = [
        visit(None).post("/inloggen", email=email, wachtwoord="iets anders dan dat")
        for email in ("ssc-manager@k5.example", "ssc-beheer@k5.example")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    first, second = (answer.text.replace("ssc-manager", "").replace("ssc-beheer", "") for answer in answers)
    assert first.split("Stand van")[0] == second.split("Stand van")[0]
    assert "horen niet bij elkaar" in first
    assert "set-cookie" not in answers[0].headers


def test_too_many_wrong_passwords_close_the_account_for_a_while(visit: Visit) -> None:
    browser = visit(None)
    for _ in range(8):
        assert (
            browser.post("/inloggen", email="controller@k5.example", wachtwoord="raden raden").status_code
            == 400
        )
    answer = browser.post("/inloggen", email="controller@k5.example", wachtwoord=PASSWORD)
    assert answer.status_code == 429
    assert "minuten opnieuw" in answer.text
    assert browser.post("/inloggen", email="raad@k5.example", wachtwoord=PASSWORD).status_code == 303


def test_a_log_in_form_of_another_site_is_refused(site: FastAPI, visit: Visit) -> None:
    token = visit(None).token()
    fields = {"email": "raad@k5.example", "wachtwoord": PASSWORD, "csrf": token}
    client = TestClient(site, base_url=HERE, follow_redirects=False)
    for headers in ({"Origin": "https://elders.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/inloggen", data=fields, headers=headers).status_code == 403
    assert client.post("/inloggen", data={**fields, "csrf": ""}).status_code == 403
    assert client.post("/inloggen", data=fields, headers={"Origin": HERE}).status_code == 303


def test_log_in_gives_another_cookie_and_log_out_ends_it(visit: Visit, cast: Cast) -> None:
    browser = visit(Role.MANAGER)
    before = cast.cookies[Role.MANAGER]
    browser.post("/inloggen", email="ssc-manager@k5.example", wachtwoord=PASSWORD)
    cookie = browser.cookie
    assert cookie not in (None, before)
    answer = browser.post("/k5/uitloggen")
    assert answer.headers["location"] == "/inloggen"
    assert browser.cookie is None
    stolen = visit(None)
    stolen.take(cookie or "")
    assert stolen.get("/k5/mensen").headers["location"].startswith("/inloggen")


def test_who_works_in_several_chooses(visit: Visit, home: House, cast: Cast) -> None:
    with home.database.unit_of_work(Actor.system(cast.other_number, "reik")) as work:
        grant_role(work, cast.accounts[Role.CONTROLLER], Role.CONTROLLER, None, None, START, None)
    browser = visit(None)
    answer = browser.post("/inloggen", email="controller@k5.example", wachtwoord=PASSWORD)
    assert answer.headers["location"] == "/samenwerkingen"
    page = browser.get("/samenwerkingen").text
    assert 'href="/k5"' in page
    assert 'href="/reik"' in page
    assert browser.get("/k5/logboek").status_code == browser.get("/reik/logboek").status_code == 200
    assert visit(Role.MANAGER).get("/samenwerkingen").headers["location"] == "/k5"


def test_who_has_no_role_is_told_so(visit: Visit, home: House, cast: Cast) -> None:
    with home.database.unit_of_work(cast.system) as work:
        create_account(work, "Nora Nergens", "nora@nergens.example", PASSWORD)
    browser = visit(None)
    browser.post("/inloggen", email="nora@nergens.example", wachtwoord=PASSWORD)
    assert "U hebt vandaag nergens een rol." in browser.get("/samenwerkingen").text
    assert browser.get("/k5/mensen").status_code == 404


def test_a_changed_password_ends_the_other_sessions(visit: Visit) -> None:
    browser, elsewhere = visit(Role.FINANCE), visit(None)
    elsewhere.post("/inloggen", email="financien@k5.example", wachtwoord=PASSWORD)
    wrong = browser.post("/k5/wachtwoord", huidig="mis", nieuw="kort", nogmaals="kort")
    assert wrong.status_code == 400
    assert "te kort" in wrong.text
    assert "niet uw wachtwoord van nu" in wrong.text
    new = "een nieuwe zin van mij"
    assert browser.post("/k5/wachtwoord", huidig=PASSWORD, nieuw=new, nogmaals=new).status_code == 303
    assert "is gewijzigd" in browser.get("/k5/wachtwoord?gedaan=ja").text
    assert elsewhere.get("/k5/wachtwoord").status_code == 303
    assert visit(None).post("/inloggen", email="financien@k5.example", wachtwoord=PASSWORD).status_code == 400
    assert visit(None).post("/inloggen", email="financien@k5.example", wachtwoord=new).status_code == 303


def test_beyond_ones_own_machine_the_cookie_is_for_tls_only(home: House, visit: Visit) -> None:
    home.settings.base_url = "https://ssc.example"
    answer = visit(None).post("/inloggen", email="raad@k5.example", wachtwoord=PASSWORD)
    assert "secure" in answer.headers["set-cookie"].lower()
