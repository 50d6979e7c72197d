"""Results of norms on their page and by the API: what a credit comes to, or why that is not known yet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.features.assignments.core.life import Step
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.sla_world import Clocks, build_clocks, give_credit, settle

Open = Callable[[str], TestClient]
PAGE, API = "/k5/termijnen?periode=2026-04", "/api/v1/rapportages/termijnen?periode=2026-04"


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """One request of 1 April that was accepted too late, under a norm with a credit."""
    made = build_clocks(database, clock)
    one = made.at("2026-04-01 10:00").submit()
    made.at("2026-04-14 09:00").step(one, Step.ACCEPT)
    give_credit(made)
    made.at("2026-04-30 12:00")
    return made


@pytest.fixture
def client(it: Clocks, tmp_path: Path) -> Iterator[Open]:
    """A client for whoever is named."""
    with opened(it.world, tmp_path) as made:
        yield made


def test_the_credit_is_told_in_euros_once_the_month_is_settled(
    it: Clocks, client: Open, owner: Engine
) -> None:
    page = client("manager").get(PAGE).text
    assert "bedrag onbekend" in page
    assert "Nog niet bekend: Sociale zaken is over april 2026 nog niet definitief afgerekend." in page
    settle(it, owner, VLI=100_010, OUD=50_030)
    page = client("manager").get(PAGE).text.replace("\u00a0", " ")
    for words in ("korting 2,5 %: € 37,51", "2,5 % van € 1.500,40", "Vlist: € 25,00 van € 1.000,10"):
        assert words in page
    own = client("vlist").get(PAGE).text.replace("\u00a0", " ")
    assert "2,5 % van € 1.000,10" in own
    assert "500,30" not in own


def test_by_the_api_the_credit_is_in_cents_per_municipality(it: Clocks, client: Open, owner: Engine) -> None:
    waiting = next(
        one for one in client("manager").get(API).json()["resultaten"] if one["meting"] == "intake"
    )
    assert (waiting["kortingCenten"], waiting["kortingen"]) == (None, [])
    assert waiting["kortingToelichting"].startswith("Nog niet bekend")
    settle(it, owner, VLI=100_010, OUD=50_030)
    found = next(one for one in client("manager").get(API).json()["resultaten"] if one["meting"] == "intake")
    assert found["kortingCenten"] == 3_751
    assert found["kortingen"] == [
        {"organisatie": "Ouderkerk", "grondslagCenten": 50_030, "kortingCenten": 1_251},
        {"organisatie": "Vlist", "grondslagCenten": 100_010, "kortingCenten": 2_500},
    ]
