"""The clocks of an assignment, on its page and by the API; who sees only an outline sees none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.features.assignments.core.life import Step
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.sla_world import Clocks, build_clocks


@pytest.fixture
def clocks(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with calendar and norms."""
    return build_clocks(database, clock)


@pytest.fixture
def client(clocks: Clocks, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """A client for whoever is named."""
    with opened(clocks.world, tmp_path) as made:
        yield made


def test_the_page_tells_where_each_clock_stands_and_the_nearest_day_by_day(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-02 16:00").submit()
    clocks.at("2026-04-07 09:30")
    page = client("vlist").get(f"/k5/opdrachten/{one}").text
    for words in (
        "De klok",
        "Eerste reactie",
        "di 7 apr 2026",
        "15:30",
        "2:00 uur van 8:00 uur",
        "6:00 uur over",
    ):
        assert words in page
    assert "Norm van taakgebied Sociale zaken" in page
    assert "Eerste reactie, dag voor dag" in page
    assert "Goede vrijdag" in page


def test_what_goes_on_past_its_due_moment_is_late(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-02 16:00").submit()
    clocks.at("2026-04-08 09:30")
    page = client("manager").get(f"/k5/opdrachten/{one}").text
    assert "te laat" in page
    assert "2:30 uur te veel" in page


def test_by_the_api_the_days_of_each_clock_total_its_target(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-02 16:00").submit()
    clocks.at("2026-04-02 16:30").step(one, Step.RETURN)
    clocks.at("2026-04-09 10:00").step(one, Step.SUBMIT)
    answer = client("vlist").get(f"/api/v1/opdrachten/{one}/termijnen").json()["klokken"]
    assert [(it["meting"], it["status"]) for it in answer] == [
        ("reactie", "gehaald"), ("intake", "loopt"), ("doorlooptijd", "loopt"),
    ]  # fmt: skip
    assert [it["dichtstbij"] for it in answer] == [False, True, False]
    for it in answer:
        assert sum(day["telt"] for day in it["dagen"]) == it["totaal"]
        assert it["resteert"] == it["totaal"] - it["verbruikt"]


def test_of_another_office_nothing_of_the_clock_shows(
    clocks: Clocks, client: Callable[[str], TestClient]
) -> None:
    one = clocks.at("2026-04-02 16:00").submit()
    page = client("ouderkerk").get(f"/k5/opdrachten/{one}")
    assert page.status_code == 200
    assert "De klok" not in page.text
    assert client("ouderkerk").get(f"/api/v1/opdrachten/{one}/termijnen").status_code == 404
