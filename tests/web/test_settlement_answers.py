"""An office answers on screen and on the wire; finance explains; who may not approve reads who can."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.features.access.service import create_account, grant_role
from app.features.settlement import service
from app.features.settlement.core.result import Weight
from app.features.settlement.service.viewing import show_run
from app.features.settlement.store import runs
from app.infra.http import House
from app.kernel.roles import Role
from tests.agreements_doors import Browse, doors_of
from tests.golden.paper_case import inputs
from tests.service.approved_run import add_places, approved_run, quarter
from tests.spreadsheet import Book
from tests.web.conftest import START, Cast, Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]


@pytest.fixture
def run_id(home: House, cast: Cast) -> UUID:
    """A run that was sent back to draft and asks for answers; it costs twice what was budgeted."""
    facts = inputs()
    twice = tuple(replace(row, amount_cents=2 * row.amount_cents) for row in facts.entries)
    with home.database.unit_of_work(cast.system) as work:
        add_places(work)
    made = approved_run(home.database, cast.system, replace(facts, entries=twice))
    with home.database.unit_of_work(cast.system) as work:
        service.send_back(work, made, "Er kwam een factuur bij.")
        until = work.today + timedelta(days=10)
        runs.change_run(work.session, work.actor, made, {"confirm_by_on": until})
    return made


@pytest.fixture
def browse(home: House, tmp_path: Path) -> Browse:
    """A client for a role, on screen and on the wire."""
    return doors_of(home.database, tmp_path)


def test_an_office_confirms_its_figures_on_screen(visit: Visit, run_id: UUID) -> None:
    office = visit(Role.OFFICE)
    page = office.get("/k5/gegevens-bevestigen").text
    assert "Inwoners" in page
    assert "9.410" in page
    assert "gewijzigd na uw antwoord" in page
    done = office.post(f"/k5/afrekeningen/{run_id}/bevestigingen", antwoord="bevestigd")
    assert done.status_code == 303
    page = office.get(done.headers["location"]).text
    assert "Bevestigd. U ziet de gegevens terug op uw factuur." in page
    assert ">Bevestigen<" not in page
    again = office.post(f"/k5/afrekeningen/{run_id}/bevestigingen", antwoord="bevestigd")
    assert again.status_code == 409
    assert "al bevestigd" in again.text


def test_an_objection_is_read_by_finance_and_asks_a_reason(visit: Visit, run_id: UUID) -> None:
    office = visit(Role.OFFICE)
    path = f"/k5/afrekeningen/{run_id}/bevestigingen"
    assert office.post(path, antwoord="bezwaar").status_code == 400
    assert office.post(path, antwoord="misschien").status_code == 400
    assert office.post(path, antwoord="bezwaar", reden="Wij hebben 9.310 inwoners.").status_code == 303
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert "Vlist maakt bezwaar tegen de gegevens: “Wij hebben 9.310 inwoners.”" in page
    assert "Wij hebben 9.310 inwoners." not in visit(Role.BOARD).get("/k5/afrekeningen").text


def test_a_key_reads_and_answers_for_its_own_organisation(call: Call, run_id: UUID) -> None:
    client = call("VLI")
    answers = client.get(f"/afrekenruns/{run_id}/bevestigingen").json()
    assert [one["organisatie"] for one in answers["bevestigingen"]] == ["VLI"]
    own = answers["eigenGegevens"]
    assert own["stand"] == "gewijzigd"
    inhabitants = next(one for one in own["gegevens"] if one["code"] == "inhabitants")
    assert (inhabitants["soort"], inhabitants["teller"], inhabitants["noemer"]) == ("kengetal", 9410, 1)
    given = client.post(f"/afrekenruns/{run_id}/bevestigingen", json={"antwoord": "bevestigd"})
    assert given.status_code == 201
    assert given.json()["eigenGegevens"]["stand"] == "bevestigd"
    refused = client.post(f"/afrekenruns/{run_id}/bevestigingen", json={"antwoord": "bezwaar"})
    assert refused.status_code == 400
    other = call("OUD").get(f"/afrekenruns/{run_id}/bevestigingen").json()
    assert [one["organisatie"] for one in other["bevestigingen"]] == ["OUD"]
    assert client.get(f"/afrekenruns/{run_id}/toelichtingen").json() == {"toelichtingen": []}


def test_amounts_stand_beside_the_budget_on_the_wire(
    call: Call, home: House, cast: Cast, run_id: UUID
) -> None:
    found = call("VLI").get(f"/afrekenruns/{run_id}/vergelijking").json()
    assert (found["vorigePeriode"], found["vorigJaar"]) == ("2025-Q4", "2025-Q1")
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        shown = show_run(work, run_id)
    assert shown.compared is not None
    assert [one["bedragCenten"] for one in found["bedragen"]] == [cell.cents for cell in shown.compared.cells]
    assert {one["vergelekenMet"]["vorigePeriodeCenten"] for one in found["bedragen"]} == {None}
    asked = sum(one["vraagtToelichting"] for one in found["bedragen"])
    assert asked == len(shown.unexplained)


def test_finance_explains_a_difference_on_screen(visit: Visit, home: House, cast: Cast, run_id: UUID) -> None:
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        (found, *others) = show_run(work, run_id).unexplained
    path = f"/k5/afrekeningen/{run_id}/toelichtingen"
    fields = {"bevinding": found.code, "soort": found.subject[0], "onderwerp": found.subject[1]}
    finance = visit(Role.FINANCE)
    assert finance.post(path, **fields, tekst=" ").status_code == 400
    done = finance.post(path, **fields, tekst="De begroting was een raming.")
    assert done.status_code == 303
    page = finance.get(f"/k5/afrekeningen/{run_id}").text
    assert "Toelichting: De begroting was een raming." in page
    assert "De begroting was een raming." not in visit(Role.OFFICE).get(f"/k5/afrekeningen/{run_id}").text
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        assert show_run(work, run_id).unexplained == tuple(others)


def test_only_who_sees_the_list_of_findings_reads_how_many_there_are(
    visit: Visit, home: House, cast: Cast, run_id: UUID
) -> None:
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        assert any(one.weight is Weight.NOTE for one in show_run(work, run_id).findings)
    pages = [visit(role).get(f"/k5/afrekeningen/{run_id}").text for role in (Role.FINANCE, Role.OFFICE)]
    assert ["keer let op" in page for page in pages] == [True, False]


def test_who_sent_it_to_be_checked_reads_who_can_approve(
    visit: Visit, home: House, cast: Cast, run_id: UUID
) -> None:
    with home.database.unit_of_work(cast.system) as work:
        values = {
            "state": "checked",
            "cut_off_at": work.now,
            "made_by": str(cast.accounts[Role.FINANCE]),
            "checked_by": str(cast.accounts[Role.FINANCE]),
        }
        runs.change_run(work.session, work.actor, run_id, values)
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert ">Goedkeuren<" not in page
    assert "Er is nog niemand anders die dat mag" in page
    with home.database.unit_of_work(cast.system) as work:
        other = create_account(work, "Tweede Lezersma", "tweede@k5.example", "samen-en-toch-apart")
        grant_role(work, other, Role.FINANCE, None, None, START, None)
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert "Een ander keurt haar goed: Tweede Lezersma." in page
    assert "Goedkeuren kan Tweede Lezersma." in visit(Role.CONTROLLER).get(f"/k5/afrekeningen/{run_id}").text


def test_the_workbook_comes_on_the_page_and_on_the_wire(visit: Visit, call: Call, run_id: UUID) -> None:
    answer = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}/werkmap")
    assert answer.headers["content-disposition"] == 'attachment; filename="afrekening-2026-Q1.xlsx"'
    whole = Book(answer.content)
    own = Book(call("VLI").get(f"/afrekenruns/{run_id}/documenten/werkmap").content)
    assert set(own.sheets) == set(whole.sheets)
    assert len(own.formulas()) < len(whole.formulas())


def test_why_it_differs_says_when_there_is_nothing_to_compare(visit: Visit, run_id: UUID) -> None:
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}/uitleg/SZ/SHV?open=alles").text
    assert "Waarom anders dan in het 4e kwartaal 2025?" in page
    assert "had toen geen definitief bedrag" in page
    assert "Alles sluiten" in page
    assert '<details><summary class="node">' not in page


def test_the_causes_of_a_difference_total_it_on_page_and_wire(
    visit: Visit, call: Call, home: House, cast: Cast
) -> None:
    with home.database.unit_of_work(cast.system) as work:
        add_places(work)
    first = approved_run(home.database, cast.system)
    with home.database.unit_of_work(cast.system) as work:
        service.make_final(work, first)
    then = approved_run(home.database, cast.system, quarter(2, entries_factor=2))
    found = call("VLI").get(f"/afrekenruns/{then}/uitleg/SZ/VLI").json()
    (earlier,) = found["verschillenMetEerder"]
    was = call("VLI").get(f"/afrekenruns/{first}/uitleg/SZ/VLI").json()
    assert was["verschillenMetEerder"] == []
    assert (earlier["periode"], earlier["wasCenten"]) == ("2026-Q1", was["bedragCenten"])
    assert earlier["verschilCenten"] == found["bedragCenten"] - was["bedragCenten"] > 0
    assert sum(one["verschilCenten"] for one in earlier["oorzaken"]) == earlier["verschilCenten"]
    assert "prijs" in {one["soort"] for one in earlier["oorzaken"]}
    assert found["redenen"]["teller"] == found["bedragCenten"]
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{then}/uitleg/SZ/VLI").text
    assert "Waarom anders dan in het 1e kwartaal 2026?" in page
    assert "Sociale zaken werd duurder" in page
    costs = call("VLI").get(f"/afrekenruns/{then}/uitleg/SZ").json()
    assert (costs["organisatie"], costs["verschillenMetEerder"]) == (None, [])
    assert call("VLI").get(f"/afrekenruns/{then}/uitleg/SZ/X").status_code == 404


def test_what_was_said_of_a_finding_stands_with_it_for_who_reads_all(
    browse: Browse, call: Call, run_id: UUID
) -> None:
    finance = browse(Role.FINANCE)
    address = f"/api/v1/afrekenruns/{run_id}"
    asked = next(one for one in finance.get(address).json()["bevindingen"] if one["code"] == "deviation")
    assert (asked["toegelicht"], asked["toelichtingen"]) == (False, [])
    body = {name: asked[name] for name in ("code", "onderwerpSoort", "onderwerpCode")}
    finance.post(f"{address}/toelichtingen", json=body | {"tekst": "De begroting was een raming."})
    said = next(
        one for one in finance.get(address).json()["bevindingen"] if one["melding"] == asked["melding"]
    )
    assert [one["tekst"] for one in said["toelichtingen"]] == ["De begroting was een raming."]
    assert said["toegelicht"]
    assert "raming" not in call("VLI").get(f"/afrekenruns/{run_id}").text
