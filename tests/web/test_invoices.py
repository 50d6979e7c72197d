"""Invoices on screen and on the wire: who sees which, what is refused how, and files that are saved."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from app.features.access.service import AccessDoors
from app.features.invoices import service
from app.infra.clock import FixedClock
from app.infra.http import House
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.roles import Role
from tests.conftest import NOW, Server, cloned
from tests.service.approved_run import add_places, approved_run
from tests.web.conftest import Cast, Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]
MINE = "VLI-2026-0001"
OTHERS = "NLK-2026-0003"


@dataclass(frozen=True)
class Prepared:
    """A database with the cast and the case: its run approved, or made final with two of its papers drawn."""

    name: str
    documents: Path
    run_id: UUID


@pytest.fixture(scope="module")
def approved(
    server: Server, played: tuple[str, Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prepared]:
    for name in cloned(server, played[0]):
        database = server.open(name, FixedClock(NOW))
        with database.unit_of_work(played[1].system) as work:
            add_places(work)
        run_id = approved_run(database, played[1].system)
        database.close()
        yield Prepared(name, tmp_path_factory.mktemp("documents"), run_id)


@pytest.fixture(scope="module")
def finished(server: Server, played: tuple[str, Cast], approved: Prepared) -> Iterator[Prepared]:
    for name in cloned(server, approved.name):
        database = server.open(name, FixedClock(NOW))
        with database.unit_of_work(played[1].system) as work:
            made = service.make_final(work, approved.run_id)
        for found in made:
            if found.row.number in (MINE, OTHERS):
                with database.unit_of_work(played[1].system) as work:
                    service.draw_invoice(work, FolderStorage(approved.documents), found.row.id)
        database.close()
        yield Prepared(name, approved.documents, approved.run_id)


@pytest.fixture
def prepared(request: pytest.FixtureRequest) -> Prepared | None:
    """What the house of this test is a copy of: by which of the two runs it asks for."""
    for wanted, made in (("final", "finished"), ("run_id", "approved")):
        if wanted in request.fixturenames:
            found: Prepared = request.getfixturevalue(made)
            return found
    return None


@pytest.fixture
def home(
    server: Server, played: tuple[str, Cast], prepared: Prepared | None, clock: FixedClock, tmp_path: Path
) -> Iterator[House]:
    """A house of this test alone."""
    for name in cloned(server, prepared.name if prepared else played[0]):
        database = server.open(name, clock)
        documents = FolderStorage(prepared.documents if prepared else tmp_path)
        yield House(Settings(var_dir=tmp_path), database, documents, AccessDoors(), is_demo=False)
        database.close()


@pytest.fixture
def run_id(approved: Prepared) -> UUID:
    """A run that waits to be made final."""
    return approved.run_id


@pytest.fixture
def final(finished: Prepared) -> UUID:
    """A run that is final."""
    return finished.run_id


def test_finance_makes_a_run_final_on_screen_and_lands_on_its_invoices(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    done = finance.post(f"/k5/afrekeningen/{run_id}/definitief")
    location = f"/k5/facturen?run={run_id}&gedaan=definitief"
    assert (done.status_code, done.headers["location"]) == (303, location)
    page = finance.get(location)
    assert "Definitief. De facturen hebben een nummer" in page.text
    assert page.status_code == 200
    assert "20 facturen" in page.text
    assert "NLK-2026-0003" in page.text
    assert "wordt gemaakt" in page.text
    again = finance.post(f"/k5/afrekeningen/{run_id}/definitief")
    assert again.status_code == 409


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FINANCE, Role.SYSTEM)])
def test_no_other_role_makes_a_run_final(visit: Visit, run_id: UUID, role: Role) -> None:
    assert visit(role).post(f"/k5/afrekeningen/{run_id}/definitief").status_code == 403
    assert visit(None).post(f"/k5/afrekeningen/{run_id}/definitief").status_code in (303, 403)


ROLES = {
    Role.OFFICE: 200,
    Role.MANDATE_HOLDER: 403,
    Role.BOARD: 403,
    Role.MANAGER: 200,
    Role.EMPLOYEE: 403,
    Role.FINANCE: 200,
    Role.CONTROLLER: 200,
    Role.COUNCIL: 403,
}


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_invoices(visit: Visit, final: UUID, role: Role) -> None:
    visitor, expected = visit(role), ROLES[role]
    for path in ("/k5/facturen", f"/k5/facturen/{MINE}", f"/k5/facturen/{MINE}/pdf"):
        assert visitor.get(path).status_code == expected, path
    if expected == 200:
        whole = role is not Role.OFFICE
        assert visitor.get(f"/k5/facturen/{OTHERS}").status_code == (200 if whole else 404)
        assert visitor.get(f"/k5/facturen/{OTHERS}/pdf").status_code == (200 if whole else 404)
        assert (OTHERS in visitor.get("/k5/facturen").text) is whole


def test_a_pdf_is_saved_and_not_shown(visit: Visit, final: UUID) -> None:
    answer = visit(Role.OFFICE).get(f"/k5/facturen/{MINE}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{MINE}.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert MINE in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_an_invoice_shows_its_lines_and_where_they_are_explained(visit: Visit, final: UUID) -> None:
    page = visit(Role.FINANCE).get(f"/k5/facturen/{OTHERS}").text
    assert "Deel naar cliënten" in page
    assert f"/k5/afrekeningen/{final}/regels/" in page
    assert "vrijgesteld: kosten voor gemene rekening" in page
    assert "Gemeente" not in page.split("<h1")[0]


def test_filters_have_an_address_and_an_unknown_run_is_named(visit: Visit, final: UUID) -> None:
    finance = visit(Role.FINANCE)
    assert "NLK-2026-0001" not in finance.get("/k5/facturen?van=OUD").text
    assert "Geen facturen gevonden." in finance.get("/k5/facturen?termijn=voorbij").text
    assert "Geen facturen gevonden." in finance.get("/k5/facturen?soort=creditfactuur").text
    assert finance.get("/k5/facturen?run=onzin").status_code == 400


def test_nothing_yet_says_when_there_will_be(visit: Visit) -> None:
    assert "Ze komen hier zodra een afrekening definitief is." in visit(Role.FINANCE).get("/k5/facturen").text


def test_all_pdfs_come_in_one_zip_once_they_are_drawn(
    visit: Visit, final: UUID, home: House, cast: Cast
) -> None:
    finance = visit(Role.FINANCE)
    assert finance.get("/k5/facturen.zip").status_code == 409
    answer = finance.get(f"/k5/facturen.zip?zoek={OTHERS}")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"{OTHERS}.pdf"]
        assert archive.read(f"{OTHERS}.pdf").startswith(b"%PDF")


def test_the_report_is_for_who_reads_the_whole_settlement(
    visit: Visit, final: UUID, home: House, cast: Cast
) -> None:
    path = f"/k5/afrekeningen/{final}/rapport"
    assert visit(Role.CONTROLLER).get(path).status_code == 409
    with home.database.unit_of_work(cast.system) as work:
        service.draw_report(work, home.storage, final)
    assert visit(Role.CONTROLLER).get(path).headers["content-type"] == "application/pdf"
    assert visit(Role.OFFICE).get(path).status_code == 404
    assert visit(Role.EMPLOYEE).get(path).status_code == 403


def test_the_wire_gives_an_office_its_own_invoices(call: Call, final: UUID) -> None:
    office = call("VLI")
    listed = office.get("/facturen").json()
    assert listed["aantalTotaal"] == len(listed["facturen"]) == 11
    assert all("VLI" in (row["uitvoerder"]["code"], row["afnemer"]["code"]) for row in listed["facturen"])
    assert {row["status"] for row in listed["facturen"]} == {"open"}
    one = office.get(f"/facturen/{MINE}").json()
    assert (
        one["totaalCenten"]
        == one["nettoCenten"] + one["btwCenten"]
        == sum(line["regelCenten"] for line in one["regels"]) + sum(part["btwCenten"] for part in one["btw"])
    )
    assert one["factuurDatum"] == "2026-04-01"
    missing = office.get(f"/facturen/{OTHERS}")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    assert office.get(f"/facturen/{OTHERS}/pdf").status_code == 404
    assert office.get(f"/facturen/{MINE}/pdf").content.startswith(b"%PDF")


def test_the_wire_pages_with_a_cursor(call: Call, final: UUID) -> None:
    office = call("VLI")
    first = office.get("/facturen?limiet=6").json()
    second = office.get(f"/facturen?limiet=6&cursor={first['volgendeCursor']}").json()
    seen = [row["nummer"] for page in (first, second) for row in page["facturen"]]
    assert len(seen) == len(set(seen)) == 11
    assert second["volgendeCursor"] is None
    assert office.get("/facturen?cursor=onzin").status_code == 400


def test_the_wire_lists_the_papers_of_a_run(call: Call, final: UUID) -> None:
    found = call("OUD").get(f"/afrekenruns/{final}/documenten").json()
    assert found["definitief"] is True
    assert found["rapport"] is None
    assert {row["afnemer"]["code"] for row in found["facturen"]} >= {"OUD"}
    assert call("OUD").get(f"/afrekenruns/{final}/documenten/rapport").status_code == 404


def test_the_wire_refuses_a_step_that_is_not_allowed(call: Call, run_id: UUID) -> None:
    answer = call("VLI").post(f"/afrekenruns/{run_id}/stappen", json={"stap": "definitief-maken"})
    assert answer.status_code == 403
    assert call("VLI").post(f"/afrekenruns/{run_id}/stappen", json={"stap": "gek"}).status_code == 400


def test_another_collaboration_finds_nothing(call: Call, final: UUID) -> None:
    stranger = call("REI")
    assert stranger.get("/facturen").json()["facturen"] == []
    assert stranger.get(f"/facturen/{MINE}").status_code == 404
    assert stranger.get(f"/afrekenruns/{final}/documenten").status_code == 404
