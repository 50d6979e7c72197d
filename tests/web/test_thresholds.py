"""From where a difference must be explained: set from a day on, seen beforehand, kept with each run."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from app.features.settlement import service
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import Browse, k5_actor
from tests.conftest import NOW, Server, cloned

ADDRESS = "/api/v1/toelichtingsgrenzen"
USUAL = {"verschilBasispunten": 1_000, "verschilCenten": 100_000}
FORM = {"vanaf": "01-01-2026", "percentage": "2,5", "bedrag": "", "reden": "Verordening 2026, artikel 7"}


@pytest.fixture(scope="module")
def drafted(server: Server, k5_case: str) -> Iterator[str]:
    """The K5 case with a draft of its first quarter."""
    for name in cloned(server, k5_case):
        database = server.open(name, FixedClock(NOW))
        with database.unit_of_work(k5_actor(database)) as work:
            service.start(work, Period.quarter(2026, 1))
        database.close()
        yield name


@pytest.fixture
def database_name(server: Server, drafted: str) -> Iterator[str]:
    """A copy of it for this test alone."""
    yield from cloned(server, drafted)


def _body(**values: Any) -> dict[str, Any]:
    return {"geldigVanafDatum": "2026-01-01", "reden": "Verordening 2026, artikel 7", **values}


def _run(browse: Browse) -> dict[str, Any]:
    (found,) = browse(Role.FINANCE).get("/api/v1/afrekenruns").json()["afrekenruns"]
    assert isinstance(found, dict)
    return found


def _calculate(database: Database, run: dict[str, Any]) -> None:
    with database.unit_of_work(k5_actor(database)) as work:
        service.calculate(work, UUID(run["id"]))


def _asking(browse: Browse, run: dict[str, Any]) -> int:
    found = browse(Role.FINANCE).get(f"/api/v1/afrekenruns/{run['id']}/vergelijking").json()["bedragen"]
    return sum(one["vraagtToelichting"] for one in found)


def test_a_draft_follows_what_is_set_at_its_next_calculation(database: Database, browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    assert finance.get(ADDRESS).json() == {"gewoneGrens": USUAL, "grenzen": []}
    run = _run(browse)
    assert run["grens"] == USUAL
    assert _asking(browse, run) == 0
    trial = finance.post(ADDRESS, json=_body(verschilBasispunten=50, proef=True))
    (said,) = trial.json()["raakt"]
    assert said.startswith("De afrekening over het 1e kwartaal 2026 is een concept. Zij vraagt toelichting")
    assert finance.get(ADDRESS).json()["grenzen"] == []
    made = finance.post(ADDRESS, json=_body(verschilBasispunten=50))
    assert made.status_code == 201
    assert made.json()["grens"] == {"verschilBasispunten": 50, "verschilCenten": None}
    assert (_run(browse)["grens"], _asking(browse, run)) == (USUAL, 0)
    _calculate(database, run)
    assert _run(browse)["grens"]["verschilBasispunten"] == 50
    assert _asking(browse, run) > 3
    page = finance.get(f"/k5/afrekeningen/{run['id']}").text
    assert "Wat meer dan 0,5\N{NO-BREAK SPACE}% verschilt, wordt toegelicht." in page


def test_a_later_day_is_for_later_periods_and_the_last_word_of_a_day_counts(
    database: Database, browse: Browse
) -> None:
    finance, run = browse(Role.FINANCE), _run(browse)
    for body in (
        _body(verschilCenten=1, geldigVanafDatum="2026-04-01"),
        _body(verschilCenten=2),
        _body(verschilBasispunten=300),
    ):
        assert finance.post(ADDRESS, json=body).status_code == 201
    _calculate(database, run)
    assert _run(browse)["grens"] == {"verschilBasispunten": 300, "verschilCenten": None}
    days = [one["geldigVanafDatum"] for one in finance.get(ADDRESS).json()["grenzen"]]
    assert days == ["2026-04-01", "2026-01-01", "2026-01-01"]


def test_the_page_says_what_it_touches_before_it_is_kept(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    page = finance.get("/k5/toelichtingsgrenzen").text
    assert "meer dan 10\N{NO-BREAK SPACE}% en meer dan €\N{NO-BREAK SPACE}1.000,00" in page
    asked = finance.post("/k5/toelichtingsgrenzen", data=FORM)
    assert "meer dan 2,5\N{NO-BREAK SPACE}%" in asked.text
    assert "Zij vraagt toelichting naar deze grens" in asked.text
    done = finance.post("/k5/toelichtingsgrenzen", data=FORM | {"bewaren": "ja"})
    assert done.status_code == 303
    assert "Verordening 2026, artikel 7" in finance.get(done.headers["location"]).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"percentage": ""}, "Noem een percentage, een bedrag of allebei."),
        ({"percentage": "2,555"}, "met hoogstens twee decimalen"),
        ({"bedrag": "-1"}, "Schrijf een bedrag van nul of meer."),
        ({"bedrag": "veel"}, "“veel” is geen getal."),
        (
            {"vanaf": "31-02-2026"},
            "31-02-2026 bestaat niet: februari 2026 heeft 28 dagen. Kies een andere dag.",
        ),
        ({"reden": ""}, "Noem waar dit is besloten"),
    ],
)
def test_what_is_wrong_stands_at_its_field(browse: Browse, wrong: dict[str, str], words: str) -> None:
    answer = browse(Role.FINANCE).post("/k5/toelichtingsgrenzen", data=FORM | wrong)
    assert answer.status_code == 400
    assert words in answer.text


def test_nothing_stated_is_no_threshold_for_the_database_either(browse: Browse, owner: Engine) -> None:
    assert browse(Role.FINANCE).post(ADDRESS, json=_body()).status_code == 400
    assert browse(Role.CONTROLLER).post(ADDRESS, json=_body(verschilCenten=1)).status_code == 403
    for values in ("NULL, NULL", "-1, 5", "5, -1"):
        with pytest.raises(IntegrityError), owner.begin() as connection:
            connection.execute(text(f"UPDATE run SET (deviation_basis_points, deviation_cents) = ({values})"))
