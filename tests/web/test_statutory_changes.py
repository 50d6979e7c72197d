"""The statutory period suspended, resumed and extended, by page and API: first what moves, then kept."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.features.assignments.core.completeness import PeriodUnit, StatutoryPeriod
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.sla_world import Clocks, build_clocks

Open = Callable[[str], TestClient]
OBJECTION = StatutoryPeriod("Awb art. 7:10", date(2026, 3, 2), 6, PeriodUnit.WEEKS)
SUSPENDED = {"datum": "10-03-2026", "artikel": "Awb 7:10 lid 2", "reden": "Gronden van bezwaar gevraagd"}
EXTENDED = {
    "datum": "12-03-2026",
    "artikel": "Awb 7:10 lid 3",
    "lengte": "6",
    "eenheid": "weeks",
    "reden": "Nader onderzoek",
}


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


@pytest.fixture
def objection(it: Clocks) -> UUID:
    """Handed in with six weeks from 2 March, that is until Monday 13 April; it is now 12 March."""
    identity = it.at("2026-03-03 09:00").submit(statutory=OBJECTION)
    it.at("2026-03-12 09:00")
    return identity


@pytest.fixture
def client(it: Clocks, tmp_path: Path) -> Iterator[Open]:
    """A client for whoever is named."""
    with opened(it.world, tmp_path) as made:
        yield made


def address(identity: UUID, kind: str) -> str:
    return f"/k5/opdrachten/{identity}/termijnwijzigingen/{kind}"


def post(client: TestClient, url: str, **fields: str) -> Response:
    """The form, sent from its page."""
    token = client.get(url).text.partition('name="csrf" value="')[2].partition('"')[0]
    return client.post(url, data={**fields, "csrf": token})


def told(page: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())


def test_suspending_says_first_that_the_clock_stands_still_then_is_told_by_article(
    it: Clocks, objection: UUID, client: Open
) -> None:
    manager, url = client("manager"), address(objection, "opschorting")
    assert f'href="{url}"' in manager.get(f"/k5/opdrachten/{objection}").text
    shown = post(manager, url, **SUSPENDED)
    assert "Wettelijke termijn ma 13 apr 2026 staat stil" in told(shown.text)
    assert it.due(objection, Metric.STATUTORY) == "2026-04-14 00:00", "a preview changes nothing"
    saved = post(manager, url, **SUSPENDED, bewaren="ja")
    assert (saved.status_code, saved.headers["location"]) == (
        303,
        f"/k5/opdrachten/{objection}?gedaan=opschorting",
    )
    assert it.due(objection, Metric.STATUTORY) == ""
    page = told(manager.get(saved.headers["location"]).text)
    assert "De termijn is opgeschort." in page
    assert "1. Opgeschort na di 10 mrt 2026 Manager Proefpersoon" in page
    assert "Gronden van bezwaar gevraagd (Awb 7:10 lid 2)" in page
    assert it.deviations() == []


def test_the_answer_and_one_extension_move_the_end_and_the_day_sheet_says_by_which_article(
    it: Clocks, objection: UUID, client: Open
) -> None:
    manager = client("manager")
    post(manager, address(objection, "opschorting"), **SUSPENDED, bewaren="ja")
    it.at("2026-03-20 09:00")
    answered = {"betreft": "1", "datum": "17-03-2026", "reden": "Gronden ontvangen"}
    shown = post(manager, address(objection, "hervatting"), **answered)
    assert "Wettelijke termijn staat stil ma 20 apr 2026" in told(shown.text)
    assert post(manager, address(objection, "hervatting"), **answered, bewaren="ja").status_code == 303
    assert it.due(objection, Metric.STATUTORY) == "2026-04-21 00:00"
    extension = address(objection, "verdaging")
    assert 'value="Awb 7:10 lid 3"' in manager.get(extension).text, "what the law says is filled in"
    assert post(manager, extension, **EXTENDED, bewaren="ja").status_code == 303
    assert it.due(objection, Metric.STATUTORY) == "2026-06-02 00:00", "Monday 20 April and six weeks"
    page = manager.get(f"/k5/opdrachten/{objection}").text
    for words in (
        "opgeschort, Awb 7:10 lid 2: Gronden van bezwaar gevraagd",
        "telt mee: verdaagd, Awb 7:10 lid 3: Nader onderzoek",
        "Nader onderzoek: 6 weken langer (Awb 7:10 lid 3)",
    ):
        assert words in told(page)
    assert f'href="{extension}"' not in page, "it can be extended once"
    clock = next(
        one
        for one in manager.get(f"/api/v1/opdrachten/{objection}/termijnen").json()["klokken"]
        if one["meting"] == "wettelijk"
    )
    assert (clock["totaal"], clock["laatsteDatum"]) == (84, "2026-06-01"), (
        "twelve weeks, without the seven days"
    )
    assert sum(day["telt"] for day in clock["dagen"]) == clock["totaal"]
    assert it.deviations() == []


@pytest.mark.parametrize(
    ("kind", "changed", "message"),
    [
        ("opschorting", {"reden": " "}, "Schrijf waarom."),
        ("opschorting", {"artikel": ""}, "Noem het artikel"),
        ("opschorting", {"datum": "13-03-2026"}, "is nog niet geweest"),
        ("opschorting", {"datum": ""}, "Vul de dag in, bijvoorbeeld 31-03-2026."),
        ("verdaging", {"lengte": "7"}, "mag verdagen met ten hoogste 6 weken (Awb 7:10 lid 3)"),
        ("verdaging", {"lengte": "43", "eenheid": "days"}, "Kies een kortere tijd."),
        ("verdaging", {"lengte": "x"}, "Geef hoeveel langer"),
        ("verdaging", {"datum": "01-03-2026"}, "De termijn begon pas op maandag 2 maart 2026."),
        ("hervatting", {"betreft": "1"}, "Noem het volgnummer van een opschorting die nog duurt."),
        ("intrekking", {"betreft": "9"}, "Noem het volgnummer van een feit dat nu geldt."),
    ],
)
def test_what_cannot_be_comes_back_at_its_field_and_keeps_nothing(
    it: Clocks, objection: UUID, client: Open, kind: str, changed: dict[str, str], message: str
) -> None:
    fields = {**(EXTENDED if kind == "verdaging" else SUSPENDED), **changed}
    answer = post(client("manager"), address(objection, kind), **fields, bewaren="ja")
    assert answer.status_code == 400
    assert message in told(answer.text)
    assert it.due(objection, Metric.STATUTORY) == "2026-04-14 00:00"


def test_after_its_end_a_period_is_neither_suspended_nor_extended(
    it: Clocks, objection: UUID, client: Open
) -> None:
    it.at("2026-04-20 09:00")
    for kind, fields in (("opschorting", SUSPENDED), ("verdaging", EXTENDED)):
        late = post(
            client("manager"), address(objection, kind), **{**fields, "datum": "14-04-2026"}, bewaren="ja"
        )
        assert late.status_code == 400
        assert "De termijn liep af op maandag 13 april 2026" in told(late.text)


def test_without_a_period_or_when_closed_nothing_can_be_added(it: Clocks, client: Open) -> None:
    without = it.at("2026-03-03 09:00").submit()
    manager = client("manager")
    assert "termijnwijzigingen" not in manager.get(f"/k5/opdrachten/{without}").text
    refused = manager.get(address(without, "opschorting"))
    assert refused.status_code == 409
    assert "geen wettelijke termijn" in told(refused.text)
    assert client("vlist").get(address(without, "opschorting")).status_code == 403


def test_by_the_api_a_trial_moves_and_a_counter_fact_puts_right(
    it: Clocks, objection: UUID, client: Open
) -> None:
    manager, url = client("manager"), f"/api/v1/opdrachten/{objection}/termijnwijzigingen"
    body = {
        "soort": "verdaging",
        "datum": "2026-03-12",
        "artikel": "Awb 7:10 lid 3",
        "lengte": 2,
        "eenheid": "weken",
        "reden": "Drukte",
    }
    trial = manager.post(url, json={**body, "proef": True})
    assert trial.status_code == 200
    moved = {one["meting"]: (one["vanOp"], one["naarOp"]) for one in moves(trial)}
    assert moved == {"wettelijk": ("2026-04-13T22:00:00Z", "2026-04-28T22:00:00Z")}, "27 April is a holiday"
    made = manager.post(url, json=body)
    assert made.status_code == 201
    assert made.json()["geldt"]
    assert it.due(objection, Metric.STATUTORY) == "2026-04-29 00:00"
    again = manager.post(url, json=body)
    assert again.status_code == 400
    assert "Verdagen kan één keer" in again.json()["bevindingen"][0]["melding"]
    revoked = manager.post(url, json={"soort": "intrekking", "betreft": 1, "reden": "Te kort"})
    assert (revoked.status_code, revoked.json()["geldt"]) == (201, False)
    assert it.due(objection, Metric.STATUTORY) == "2026-04-14 00:00"
    assert manager.post(url, json={**body, "lengte": 6}).status_code == 201
    period = client("vlist").get(url).json()
    assert (period["wet"], period["verdagenMag"]) == (
        "Awb art. 7:10",
        "ten hoogste 6 weken (Awb 7:10 lid 3)",
    )
    assert [(one["soort"], one["geldt"]) for one in period["termijnwijzigingen"]] == [
        ("verdaging", False),
        ("intrekking", False),
        ("verdaging", True),
    ]
    assert it.deviations() == []


def moves(answer: Response) -> list[dict[str, str]]:
    """What a trial says that moves."""
    found: list[dict[str, str]] = answer.json()["verplaatst"]
    return found
