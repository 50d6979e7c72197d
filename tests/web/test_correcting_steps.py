"""A step that was taken down wrongly, corrected by page and API: first what moves, then kept and told as history."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.features.assignments.core.life import Step
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.sla_world import Clocks, build_clocks

Open = Callable[[str], TestClient]
BACKDATED = {"op": "10-04-2026 09:00", "reden": "Stond vrijdag al in de mail"}


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


@pytest.fixture
def accepted(it: Clocks) -> UUID:
    """Handed in on Thursday 9 April, accepted (step 3) too late on Tuesday 14 April, now a day later."""
    identity = it.at("2026-04-09 16:00").submit()
    it.at("2026-04-14 09:00").step(identity, Step.ACCEPT)
    it.at("2026-04-15 09:00")
    return identity


@pytest.fixture
def client(it: Clocks, tmp_path: Path) -> Iterator[Open]:
    """A client for whoever is named."""
    with opened(it.world, tmp_path) as made:
        yield made


def address(identity: UUID, seq: int = 3) -> str:
    return f"/k5/opdrachten/{identity}/stappen/{seq}/corrigeren"


def post(client: TestClient, url: str, **fields: str) -> Response:
    """The form, sent from its page."""
    token = client.get(url).text.partition('name="csrf" value="')[2].partition('"')[0]
    return client.post(url, data={**fields, "csrf": token})


def told(page: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())


def test_backdating_says_first_what_moves_then_counts_and_tells_what_it_was(
    it: Clocks, accepted: UUID, client: Open
) -> None:
    manager, url = client("manager"), address(accepted)
    assert f'href="{url}"' in manager.get(f"/k5/opdrachten/{accepted}").text
    form = manager.get(url).text
    assert 'value="14-04-2026 09:00"' in form
    assert 'value="30-04-2026"' in form
    shown = post(manager, url, **BACKDATED)
    assert shown.status_code == 200
    assert "Eerste reactie gemist, uiterlijk vr 10 apr, 15:30 gehaald, uiterlijk vr 10 apr, 15:30" in told(
        shown.text
    )
    assert it.kept(accepted)[Metric.RESPONSE].state == "gemist", "a preview changes nothing"
    again = post(manager, url, **BACKDATED, aanpassen="ja")
    assert 'value="10-04-2026 09:00"' in again.text
    saved = post(manager, url, **BACKDATED, bewaren="ja")
    assert (saved.status_code, saved.headers["location"]) == (
        303,
        f"/k5/opdrachten/{accepted}?gedaan=corrigeren",
    )
    assert it.kept(accepted)[Metric.RESPONSE].state == "gehaald"
    page = manager.get(saved.headers["location"]).text
    assert "De stap is gecorrigeerd." in page
    assert "wo 15 apr, 09:00. Er stond di 14 apr, 09:00." in told(page)
    assert f'href="{address(accepted, 4)}"' in page
    assert manager.get(url).status_code == 404, "what was corrected is corrected in its new place"
    assert it.deviations() == []


def test_another_agreed_day_keeps_the_moment_and_tells_the_day_that_stood(
    it: Clocks, accepted: UUID, client: Open
) -> None:
    manager, url = client("manager"), address(accepted)
    fields = {"op": "14-04-2026 09:00", "afgesprokenDatum": "29-05-2026", "reden": "Verkeerde dag getypt"}
    moved = told(post(manager, url, **fields).text)
    assert "Dit verplaatst 1 lopende termijn" in moved
    assert "2026-SZ-0001 Oplevering do 30 apr 2026 vr 29 mei 2026" in moved
    assert post(manager, url, **fields, bewaren="ja").status_code == 303
    assert it.due(accepted, Metric.DELIVERY) == "2026-05-30 00:00"
    page = told(client("vlist").get(f"/k5/opdrachten/{accepted}").text)
    assert "Er stond di 14 apr, 09:00 (Afgesproken: klaar op donderdag 30 april 2026)." in page


def test_where_only_the_end_moved_the_preview_says_so(it: Clocks, accepted: UUID, client: Open) -> None:
    shown = told(
        post(
            client("manager"), address(accepted), op="13-04-2026 09:00", reden="Stond maandag al in de mail"
        ).text
    )
    assert (
        "Eerste reactie gemist, uiterlijk vr 10 apr, 15:30, geëindigd di 14 apr, 09:00, 18:30 uur verbruikt"
        " gemist, uiterlijk vr 10 apr, 15:30, geëindigd ma 13 apr, 09:00, 10:00 uur verbruikt"
    ) in shown


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reden": " "}, "Schrijf wat er niet klopte."),
        ({"op": ""}, "Schrijf de dag en de tijd als 02-04-2026 16:00."),
        ({"op": "10-04-2026"}, "Schrijf de dag en de tijd als 02-04-2026 16:00."),
        ({"op": "14-04-2026 09:00"}, "Noem wat er anders moet"),
        ({"op": "09-04-2026 15:59"}, "Dit is voor de vorige stap."),
        ({"op": "15-04-2026 09:01"}, "Dit moment is nog niet geweest."),
        ({"ramingMinuten": "veel"}, "is geen aantal uren"),
    ],
)
def test_what_cannot_be_comes_back_at_its_field_and_corrects_nothing(
    it: Clocks, accepted: UUID, client: Open, changed: dict[str, str], message: str
) -> None:
    answer = post(client("manager"), address(accepted), **{**BACKDATED, **changed}, bewaren="ja")
    assert answer.status_code == 400
    assert message in answer.text
    assert it.kept(accepted)[Metric.RESPONSE].state == "gemist"


def test_who_may_not_correct_sees_no_way_in(accepted: UUID, client: Open) -> None:
    assert "/corrigeren" not in client("vlist").get(f"/k5/opdrachten/{accepted}").text
    assert client("vlist").get(address(accepted)).status_code == 403
    assert client("manager").get(address(accepted, 99)).status_code == 404


def test_by_the_api_a_trial_tells_what_moves_and_a_correction_stands_among_the_steps(
    it: Clocks, accepted: UUID, client: Open
) -> None:
    steps = f"/api/v1/opdrachten/{accepted}/stappen"
    manager, url = client("manager"), f"{steps}/3/correcties"
    body = {"op": "2026-04-10T07:00:00Z", "reden": "Stond vrijdag al in de mail"}
    trial = manager.post(url, json={**body, "proef": True})
    assert trial.status_code == 200
    moved = {one["meting"]: (one["van"], one["naar"]) for one in trial.json()["verplaatst"]}
    assert moved["reactie"] == ("gemist", "gehaald")
    assert it.kept(accepted)[Metric.RESPONSE].state == "gemist", "a trial keeps nothing"
    answer = manager.post(url, json=body)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["volgnummer"], made["vervangt"], made["op"]) == (4, 3, "2026-04-10T07:00:00Z")
    assert it.kept(accepted)[Metric.RESPONSE].state == "gehaald"
    assert manager.get(steps).json()["stappen"][-1] == made
    assert manager.post(url, json=body).status_code == 404, "it stands in its new place"
    assert it.deviations() == []


@pytest.mark.parametrize(
    ("seq", "body", "field"),
    [
        (3, {"reden": "Mail", "op": "2026-04-10T07:00:00"}, "op"),
        (3, {"reden": "Mail", "op": "0001-01-01T00:00:00+14:00"}, "op"),
        (1, {"reden": "Mail", "op": "0001-01-01T00:00:00+14:00"}, "op"),
        (3, {"reden": "Mail"}, "op"),
        (3, {"reden": " ", "op": "2026-04-10T07:00:00Z"}, "reden"),
        (3, {"op": "2026-04-10T07:00:00Z"}, "reden"),
        (3, {"reden": "Mail", "ramingMinuten": 0}, "ramingMinuten"),
    ],
)
def test_by_the_api_what_cannot_be_names_its_field(
    accepted: UUID, client: Open, seq: int, body: dict[str, str], field: str
) -> None:
    answer = client("manager").post(f"/api/v1/opdrachten/{accepted}/stappen/{seq}/correcties", json=body)
    assert answer.status_code == 400
    assert [one["veld"] for one in answer.json()["bevindingen"]] == [field]
