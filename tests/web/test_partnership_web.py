"""Partners and agreements as a case system and a person see them: the K5 case of the seed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.features.access.service import AccessDoors, create_application
from app.features.access.service.log_in import LoggedIn, log_in
from app.features.access.service.people import create_account, grant_role
from app.features.partnership.core.views import Selection
from app.features.partnership.service.reading import list_page
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.http import COOKIE, House
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor
from app.kernel.roles import Role
from app.main import create_app
from tests.agreements_doors import k5_actor
from tests.conftest import NOW, Server, cloned
from tests.web.conftest import HERE, PASSWORD, START

Doors = tuple[TestClient, TestClient]


@pytest.fixture(scope="module")
def doors(server: Server, k5_case: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A case system of Vlist and a browser of its council, in the K5 case."""
    for name in cloned(server, k5_case):
        database = server.open(name, FixedClock(NOW))
        yield _opened(database, k5_actor(database), tmp_path_factory.mktemp("var"))
        database.close()


def _opened(database: Database, k5: Actor, folder: Path) -> Doors:
    with database.unit_of_work(k5) as work:
        vlist = next(
            kept.id for kept in list_page(work, "organisations", Selection()).rows if kept.row.code == "VLI"
        )
        _, key = create_application(work, vlist, "Zaaksysteem Vlist")
        account = create_account(work, "Rietje Raadslid", "raad@k5.example", PASSWORD)
        grant_role(work, account, Role.COUNCIL, vlist, None, START, None)
    with database.unit_of_work(Actor.nobody()) as work:
        outcome = log_in(work, "raad@k5.example", PASSWORD, "127.0.0.1")
    assert isinstance(outcome, LoggedIn)
    house = House(Settings(var_dir=folder), database, FolderStorage(folder), AccessDoors(), is_demo=False)
    site = create_app(house)
    api = TestClient(site, base_url=f"{HERE}/api/v1", headers={"Authorization": f"Bearer {key}"})
    browser = TestClient(site, base_url=HERE, follow_redirects=False)
    browser.cookies.set(COOKIE, outcome.cookie, domain="127.0.0.1", path="/")
    return api, browser


@pytest.mark.parametrize(
    ("path", "name", "size"),
    [
        ("organisaties", "organisaties", 5),
        ("deelnemers?geldigOpDatum=2026-04-01", "deelnemers", 5),
        ("taakgebieden", "taakgebieden", 6),
        ("deelnames?organisatie=OUD", "deelnames", 5),
        ("producten?taakgebied=VR", "producten", 6),
        ("tarieven?taakgebied=HR&geldigOpDatum=2026-04-01", "tarieven", 1),
        ("kengetallen?organisatie=VLI&soort=inwoners", "kengetallen", 2),
        ("dienstverleningsovereenkomsten?organisatie=VLI", "dienstverleningsovereenkomsten", 4),
        ("jaarcontracten?organisatie=VLI&taakgebied=VR", "jaarcontracten", 2),
        ("verdeelafspraken?taakgebied=SZ", "verdeelafspraken", 2),
    ],
)
def test_a_list_holds_what_was_asked(doors: Doors, path: str, name: str, size: int) -> None:
    answer = doors[0].get(f"/{path}")
    assert answer.status_code == 200, answer.text
    assert len(answer.json()[name]) == size
    assert answer.json()["volgendeCursor"] is None


def test_a_policy_is_given_in_parts_and_in_words(doors: Doors) -> None:
    api, _ = doors
    (found,) = api.get("/verdeelafspraken?taakgebied=SZ&geldigOpDatum=2026-04-01").json()["verdeelafspraken"]
    assert [(part["verdeelmaatstaf"], part["deel"]) for part in found["onderdelen"]] == [
        ("inwoners", {"teller": 3, "noemer": 10}),
        ("clienten", {"teller": 7, "noemer": 10}),
    ]
    said = api.get(f"/verdeelafspraken/{found['id']}/in-woorden").json()
    assert said["taakgebied"] == "Sociale zaken"
    assert any("30" in sentence and "inwoners" in sentence for sentence in said["zinnen"])
    assert any("vergoeding" in sentence for sentence in said["zinnen"])


def test_a_month_says_what_is_closed(doors: Doors) -> None:
    api, _ = doors
    assert api.get("/maanden/2026-03").json() == {
        "maand": "2026-03",
        "urenAfgeslotenOp": None,
        "kostenAfgeslotenOp": None,
        "aantallenAfgeslotenOp": None,
        "meetmomentOp": None,
    }
    assert [api.get(f"/maanden/{month}").status_code for month in ("2026-13", "1999-01")] == [404, 404]


def test_the_page_shows_who_takes_part_and_how_costs_are_divided(doors: Doors) -> None:
    page = doors[1].get("/k5/deelnemers")
    assert page.status_code == 200
    for words in (
        "Openbare orde en veiligheid",
        "voert uit",
        "doet niet mee",
        "30 % naar inwoners, op 1 januari; 70 % naar cliënten",
        "9.410",
        "CBS, bevolking per gemeente",
        "82,50",
    ):
        assert words in page.text.replace("\u00a0", " "), words


def test_a_policy_in_words_is_a_page_of_its_own(doors: Doors) -> None:
    api, browser = doors
    for policy in api.get("/verdeelafspraken").json()["verdeelafspraken"]:
        page = browser.get(f"/k5/verdeelafspraken/{policy['id']}")
        assert page.status_code == 200
        assert "Zo verdelen wij de kosten van" in page.text
