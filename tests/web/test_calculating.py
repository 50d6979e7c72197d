"""Reckoning a term by the API and on its page: the answer, its days, and what is wrong at which field."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.features.partnership.core.rows import Term
from app.features.sla import service as sla
from app.features.sla.core.rows import CalendarRow, NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import VersionText
from app.features.sla.core.words import Metric
from app.infra.http import House
from app.kernel.roles import Role
from tests.web.conftest import START, Cast, Visitor

PAGE = "/k5/termijnen/berekenen"
EXAMPLE = {
    "begintOp": "2026-04-02T14:00:00Z",
    "termijn": {"lengte": 8, "eenheid": "werkuren"},
    "peilmomentOp": "2026-04-07T07:30:00Z",
}
OWN = {
    "openingstijden": ["08:30-17:00"] * 5 + ["", ""],
    "feestdagen": ["Goede vrijdag", "Tweede paasdag"],
}


def ask(call: Callable[[str | None], TestClient], **more: Any) -> Any:
    answer = call("VLI").post("/termijnberekeningen", json={**EXAMPLE, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_example_of_the_domain_by_the_api(call: Callable[[str | None], TestClient]) -> None:
    found = ask(call, eigenKalender=OWN)
    assert (found["status"], found["uiterlijkOp"], found["laatsteDatum"]) == (
        "loopt", "2026-04-07T13:30:00Z", "2026-04-07",
    )  # fmt: skip
    assert (found["inSeconden"], found["totaal"], found["verbruikt"], found["resteert"], found["percentage"]) == (
        True, 28800, 7200, 21600, 25,
    )  # fmt: skip
    assert sum(day["telt"] for day in found["dagen"]) == found["totaal"]
    assert [(day["datum"], day["redenen"]) for day in found["dagen"]][1] == ("2026-04-03", ["Goede vrijdag"])
    assert found["dagen"][0]["openTijden"] == [
        {"vanafOp": "2026-04-02T14:00:00Z", "totOp": "2026-04-02T15:00:00Z"}
    ]
    assert [one["percentage"] for one in found["waarschuwingen"]] == [50, 75, 90]


def test_without_a_calendar_good_friday_is_worked(call: Callable[[str | None], TestClient]) -> None:
    assert ask(call)["uiterlijkOp"] == "2026-04-03T13:30:00Z"
    assert ask(call, kalender="standaard")["uiterlijkOp"] == "2026-04-03T13:30:00Z"


def test_a_statutory_period_tells_its_steps(call: Callable[[str | None], TestClient]) -> None:
    found = ask(
        call,
        termijn=None,
        wettelijkeTermijn={"lengte": 6, "eenheid": "weken"},
        begintOp="2026-04-03T10:00:00Z",
    )
    assert (found["laatsteDatum"], found["voorlopig"]) == ("2026-05-18", False)
    assert found["stappen"][0] == {
        "laatsteDatum": "2026-05-15", "toelichting": "6 weken; de dag van de gebeurtenis telt niet mee",
    }  # fmt: skip
    later = ask(
        call,
        termijn=None,
        wettelijkeTermijn={"lengte": 6, "eenheid": "weken"},
        begintOp="2031-04-03T10:00:00Z",
    )
    assert later["voorlopig"] is True


def test_an_open_pause_has_no_end(call: Callable[[str | None], TestClient]) -> None:
    pause = {"vanafOp": "2026-04-02T14:30:00Z", "reden": "wacht op opdrachtgever"}
    found = ask(call, pauzes=[pause])
    assert (found["status"], found["uiterlijkOp"], found["laatsteDatum"]) == ("staat stil", None, None)


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"termijn": None}, {"termijn"}),
        ({"wettelijkeTermijn": {"lengte": 6, "eenheid": "weken"}}, {"termijn"}),
        ({"termijn": {"lengte": 0, "eenheid": "uren"}}, {"termijn.lengte", "termijn.eenheid"}),
        (
            {"termijn": {"lengte": 10**7, "eenheid": "weken"}, "gestoptOp": "2026-01-01T00:00:00Z"},
            {"lengte", "gestoptOp"},
        ),
        ({"begintOp": "2026-04-02T14:00:00"}, {"begintOp"}),
        ({"kalender": "bestaat-niet"}, {"kalender"}),
        ({"kalender": "standaard", "eigenKalender": OWN}, {"kalender"}),
        ({"eigenKalender": {"openingstijden": ["9-17"] + [""] * 6}}, {"eigenKalender.openingstijden.0"}),
        ({"eigenKalender": {"openingstijden": [""] * 7}}, {"eigenKalender.openingstijden"}),
        ({"eigenKalender": {**OWN, "feestdagen": ["Carnaval"]}}, {"eigenKalender.feestdagen"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    call: Callable[[str | None], TestClient], more: dict[str, Any], fields: set[str]
) -> None:
    answer = call("VLI").post("/termijnberekeningen", json={**EXAMPLE, **more})
    assert answer.status_code == 400
    assert {one["veld"] for one in answer.json()["bevindingen"]} == fields


@pytest.fixture
def norm_id(home: House, cast: Cast) -> str:
    """Two working days on a calendar that is closed on Mondays."""
    week = VersionText(START, None, ("", *["09:00-17:00"] * 4, "", ""), ("Goede vrijdag",))
    with home.database.unit_of_work(cast.system) as work:
        sla.add_calendars(work, [CalendarRow("zonder-maandag", "Zonder maandag", versions=(week,))])
        norm = NormRow(
            "SZ", Metric.INTAKE, Term(START), amount=2, unit=Unit.WORKING_DAYS, calendar="zonder-maandag"
        )
        return str(sla.add_norms(work, [norm])[0])


def test_kept_calendars_and_norms_are_reckoned_with(
    call: Callable[[str | None], TestClient], norm_id: str
) -> None:
    assert ask(call, kalender="zonder-maandag")["uiterlijkOp"] == "2026-04-07T14:00:00Z"
    by_norm = ask(call, termijn=None, norm=norm_id)
    assert (by_norm["uiterlijkOp"], by_norm["totaal"], by_norm["inSeconden"]) == (
        "2026-04-08T15:00:00Z",
        2,
        False,
    )
    assert (
        ask(call, termijn=None, norm=norm_id, kalender="standaard")["uiterlijkOp"] == "2026-04-07T15:00:00Z"
    )
    unknown = call("VLI").post(
        "/termijnberekeningen", json={**EXAMPLE, "termijn": None, "norm": norm_id.replace("0", "1")}
    )
    assert [one["veld"] for one in unknown.json()["bevindingen"]] == ["norm"]


def test_the_page_offers_norms_and_their_calendar(
    visit: Callable[[Role | None], Visitor], norm_id: str
) -> None:
    page = visit(Role.OFFICE).get(f"{PAGE}?begintOp=02-04-2026+16:00&norm={norm_id}").text
    assert "Sociale zaken: intake 2 werkdagen</option>" in page
    assert "woensdag 8 april 2026 om 17:00" in page
    assert "<dd>Zonder maandag</dd>" in page


def test_the_page_answers_at_an_address(visit: Callable[[Role | None], Visitor]) -> None:
    council = visit(Role.COUNCIL)
    assert "Hier komt de dag waarop hij afloopt" in council.get(PAGE).text
    query = "begintOp=02-04-2026+16:00&lengte=8&eenheid=werkuren&kalender=eigen&ma=08:30-17:00&di=08:30-17:00"
    more = "&wo=08:30-17:00&do=08:30-17:00&vr=08:30-17:00&feestdag=Goede+vrijdag&feestdag=Tweede+paasdag"
    answer = council.get(f"{PAGE}?{query}{more}")
    assert answer.status_code == 200
    assert "dinsdag 7 april 2026 om 15:30" in answer.text
    assert '<span class="n">7:00</span><span class="t">klaar 15:30</span>' in answer.text
    assert 'value="02-04-2026 16:00"' in answer.text


def test_the_page_reckons_the_law_and_pauses(visit: Callable[[Role | None], Visitor]) -> None:
    query = "begintOp=03-04-2026&lengte=6&eenheid=wet-weken"
    query += "&pauzeVan=07-04-2026&pauzeTot=10-04-2026&pauzeReden=aanvulling"
    page = visit(Role.EMPLOYEE).get(f"{PAGE}?{query}").text
    assert "maandag 18 mei 2026, aan het eind van de dag" in page
    assert "aanvulling: 3 dagen tellen niet mee" in page
    open_pause = visit(Role.EMPLOYEE).get(f"{PAGE}?{query.replace('10-04-2026', '')}").text
    assert "nog geen einddatum" in open_pause


def test_the_page_keeps_what_cannot_be_read_and_says_why(visit: Callable[[Role | None], Visitor]) -> None:
    query = (
        "begintOp=31-02-2026&lengte=x&eenheid=weken&pauzeVan=&pauzeTot=10-04-2026&pauzeReden=&kalender=eigen"
    )
    answer = visit(Role.OFFICE).get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert "“31-02-2026” is geen moment" in answer.text
    assert "geef de lengte als heel getal" in answer.text
    assert "Vul ook in wanneer de pauze begint" in answer.text
    assert 'value="31-02-2026"' in answer.text
    own = visit(Role.OFFICE).get(f"{PAGE}?begintOp=01-04-2026&lengte=1&eenheid=weken&kalender=eigen&ma=8")
    assert 'href="#eigenKalender-openingstijden-0"' in own.text
    assert 'id="eigenKalender-openingstijden-0"' in own.text


def test_an_extension_and_counting_back_by_the_api(call: Callable[[str | None], TestClient]) -> None:
    law = {"termijn": None, "begintOp": "2026-04-03T10:00:00Z"}
    extension = {"lengte": 6, "eenheid": "weken", "besluitDatum": "2026-04-07", "artikel": "Awb 7:10 lid 3"}
    found = ask(call, **law, wettelijkeTermijn={"lengte": 6, "eenheid": "weken"}, verdaging=extension)
    assert (found["laatsteDatum"], found["totaal"]) == ("2026-06-26", 84)
    assert found["stappen"][1]["toelichting"] == "verdaagd: 6 weken langer (Awb 7:10 lid 3)"
    grounds = [day["toegevoegdDoor"] for day in found["dagen"]]
    assert (grounds.count(None), set(grounds)) == (43, {None, "verdaagd, Awb 7:10 lid 3"})
    back = {"lengte": 10, "eenheid": "dagen", "teltTerug": True}
    before = ask(call, **law | {"begintOp": "2026-04-22T12:00:00Z"}, wettelijkeTermijn=back)
    assert (before["laatsteDatum"], before["totaal"], before["verbruikt"], before["status"]) == (
        "2026-04-12", 10, 0, "loopt",
    )  # fmt: skip
    wrong = call("VLI").post("/termijnberekeningen", json={**EXAMPLE, "verdaging": extension})
    assert [one["veld"] for one in wrong.json()["bevindingen"]] == ["verdaging"]


def test_the_page_extends_and_counts_back(visit: Callable[[Role | None], Visitor]) -> None:
    query = "begintOp=03-04-2026&lengte=6&eenheid=wet-weken&verdaagdLengte=6&verdaagdEenheid=weken"
    page = (
        visit(Role.EMPLOYEE).get(f"{PAGE}?{query}&verdaagdOp=07-04-2026&verdaagdArtikel=Awb+7:10+lid+3").text
    )
    assert "vrijdag 26 juni 2026, aan het eind van de dag" in page
    assert "telt mee: verdaagd, Awb 7:10 lid 3" in page
    back = (
        visit(Role.EMPLOYEE).get(f"{PAGE}?begintOp=22-04-2026&lengte=10&eenheid=wet-dagen&teltTerug=ja").text
    )
    assert "Uiterlijk op <strong>zondag 12 april 2026, aan het eind van de dag" in back
    assert "10 dagen vóór de gebeurtenis (wet)" in back
    wrong = visit(Role.EMPLOYEE).get(f"{PAGE}?{query.replace('verdaagdLengte=6', 'verdaagdLengte=x')}")
    assert wrong.status_code == 400
    assert "Geef hoeveel langer" in wrong.text
    assert "Geef de dag waarop is verdaagd" in wrong.text
