"""A run on screen and on the wire: its figures, its explanations down to the leaves, and what a partner sees of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.features.settlement import service
from app.features.settlement.core.result import Finding, Weight
from app.features.settlement.pages import listing, showing
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.http import House
from app.kernel.actor import Actor, Grant
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import doors_of
from tests.settlement_world import approved, build
from tests.web.conftest import Cast, Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]
Q1 = Period.quarter(2026, 1)


def test_finance_finds_the_run_in_the_list_and_every_amount_opens_its_explanation(
    visit: Visit, home: House, cast: Cast, run_id: UUID
) -> None:
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run_id)
    finance = visit(Role.FINANCE)
    assert f"/k5/afrekeningen/{run_id}" in finance.get("/k5/afrekeningen").text
    page = finance.get(f"/k5/afrekeningen/{run_id}")
    assert page.status_code == 200
    assert "Wie betaalt wat" in page.text
    papers = len([one for one in settlement.documents if one.total_cents])
    assert papers > 1
    assert (
        f"Definitief maken? Daarna krijgen {papers} facturen een nummer en kan niets meer wijzigen."
        in page.text
    )
    cell = f"/k5/afrekeningen/{run_id}/uitleg/SZ/SHV" if "SZ/SHV" in page.text else _first_cell(page.text)
    found = finance.get(cell)
    assert found.status_code == 200
    assert "Het klopt." in found.text
    assert "kostenregel" in found.text.lower() or "Bron:" in found.text


def _first_cell(page: str) -> str:
    start = page.index("/uitleg/")
    begin = page.rindex('"', 0, start) + 1
    return page[begin : page.index('"', start)]


def test_an_office_sees_its_own_assignments_and_of_others_the_totals(
    visit: Visit, home: House, cast: Cast, run_id: UUID
) -> None:
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run_id)
        inputs = service.get_inputs(work, run_id)
    numbers = {row.number: {share.of for share in row.shares} for row in inputs.assignments}
    others = {number for number, who in numbers.items() if "VLI" not in who}
    own = {number for number, who in numbers.items() if "VLI" in who}
    assert others
    assert own
    office, seen = visit(Role.OFFICE), set()
    for line in settlement.lines:
        page = office.get(f"/k5/afrekeningen/{run_id}/regels/{line.number}/uitleg")
        assert page.status_code == 200
        seen |= {number for number in numbers if number in page.text}
    assert not seen & others
    assert seen & own


def test_lines_and_explanation_on_the_wire(call: Call, home: House, cast: Cast, run_id: UUID) -> None:
    client = call("VLI")
    runs = client.get("/afrekenruns").json()["afrekenruns"]
    assert [(run["id"], run["status"]) for run in runs] == [(str(run_id), "goedgekeurd")]
    lines = client.get(f"/afrekenruns/{run_id}/regels").json()["regels"]
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run_id)
    assert [line["bedragCenten"] for line in lines] == [line.amount_cents for line in settlement.lines]
    mine = next(line for line in lines if line["organisatie"] == "VLI" and line["soort"] == "aandeel")
    tree = client.get(f"/afrekenruns/{run_id}/regels/{mine['nummer']}/uitleg").json()
    assert (tree["teller"], tree["noemer"]) == (mine["bedragCenten"], 1)
    assert tree["delen"]
    steps = client.get(f"/afrekenruns/{run_id}/stappen").json()
    assert [step["stap"] for step in steps["stappen"]] == ["starten", "controleren", "goedkeuren"]
    assert client.get(f"/afrekenruns/{run_id}/vastlegging").status_code == 404
    assert client.get(f"/afrekenruns/{run_id}/regels/99999/uitleg").status_code == 404


def test_a_step_that_cannot_be_taken_stands_above_the_page(visit: Visit, run_id: UUID) -> None:
    answer = visit(Role.FINANCE).post(f"/k5/afrekeningen/{run_id}/stappen", stap="goedkeuren")
    assert answer.status_code == 409
    assert "Dit kan nu niet" in answer.text
    assert "Wie betaalt wat" in answer.text


def test_sending_back_asks_a_reason_and_makes_it_a_draft(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    assert finance.post(f"/k5/afrekeningen/{run_id}/stappen", stap="terugsturen").status_code == 400
    done = finance.post(
        f"/k5/afrekeningen/{run_id}/stappen", stap="terugsturen", reden="Er kwam een factuur bij."
    )
    assert done.status_code == 303
    assert "Naar controle sturen" in finance.get(done.headers["location"]).text


def test_a_new_run_shows_what_stands_in_the_way(visit: Visit) -> None:
    finance = visit(Role.FINANCE)
    done = finance.post("/k5/afrekeningen", periode="2026-Q1")
    assert done.status_code == 303
    page = finance.get(done.headers["location"])
    assert "Houdt tegen" in page.text
    assert "niet elke dag precies één uitvoerder" in page.text
    again = finance.post("/k5/afrekeningen", periode="2026-Q1")
    assert again.status_code == 409
    assert "loopt al een afrekening" in again.text
    assert finance.post("/k5/afrekeningen", periode="onzin").status_code == 400


def test_a_step_is_drawn_once_and_linked_to_where_it_comes_again(visit: Visit, run_id: UUID) -> None:
    text = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}/uitleg/SZ/SHV").text
    again = set(re.findall(r'href="#(stap-[0-9]+)"[^>]*>dezelfde stap hierboven', text))
    steps = re.findall(r'<li id="(stap-[0-9]+)">', text)
    assert again
    assert again <= set(steps)
    assert len(steps) == len(set(steps))


def test_buttons_lead_to_where_the_reader_may_go(visit: Visit, run_id: UUID) -> None:
    page = f"/k5/afrekeningen/{run_id}"
    finance = visit(Role.FINANCE)
    assert finance.post(f"{page}/definitief").status_code == 303
    reports = [f'href="{page}/rapport"' in visit(role).get(page).text for role in (Role.FINANCE, Role.OFFICE)]
    assert reports == [True, False]
    seeing = (Role.FINANCE, Role.CONTROLLER, Role.BOARD)
    links = [f'href="/k5/facturen?run={run_id}"' in visit(role).get(page).text for role in seeing]
    assert links == [True, True, False]


def test_who_kept_silent_is_counted_apart_and_has_no_tick(visit: Visit, run_id: UUID) -> None:
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert "4 bevestigd, 1 door stilte" in page
    table = page[page.index('id="h-bev"') :]
    rows = [row for row in table[: table.index("</table>")].split("<tr")[1:] if "<td" in row]
    ticked = {("door stilte" in row, "state--good" in row) for row in rows}
    assert ticked == {(True, False), (False, True)}


def test_what_does_not_open_an_explanation_is_not_promised(visit: Visit, run_id: UUID) -> None:
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert "Elk bedrag van deze afrekening in een taakgebied opent zijn uitleg." in page
    assert ">Bedrag per deelnemer en taakgebied, met vorige periode, vorig jaar en begroting<" in page


def test_a_correction_says_where_nothing_differs_and_promises_no_comparison(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    world = build(database)
    run_id = approved(world, Q1)
    clock.set(clock.now() + timedelta(days=1))
    with database.unit_of_work(world.finance) as work:
        service.make_final(work, run_id)
    clock.set(clock.now() + timedelta(days=1))
    finance = doors_of(database, tmp_path)(Role.FINANCE)
    price = {"stap": "corrigeren", "prijsCenten": "85,00", "geldigVanafDatum": "01-01-2026", "reden": "Fout"}
    asked = finance.post(f"/k5/tarieven/{world.tariff}", data=price).text
    foot = asked[asked.index("<tfoot") : asked.index("</tfoot>")]
    assert "Samen" in foot
    assert "+10,42" in foot
    assert finance.post(f"/k5/tarieven/{world.tariff}", data=price | {"bewaren": "ja"}).status_code == 303
    with database.unit_of_work(world.finance) as work:
        run = service.start_correction(work, [Q1])
    page = finance.get(f"/k5/afrekeningen/{run.id}").text
    assert ">Verschil per deelnemer en taakgebied<" in page
    assert "geen verschil" in page
    assert "doet niet mee" not in page


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.MANAGER, "uren-goedkeuren"), (Role.FINANCE, "maand-sluiten/2026-03"), (Role.CONTROLLER, None)],
)
def test_a_finding_about_hours_leads_the_reader_on(role: Role, place: str | None) -> None:
    finding = Finding(Weight.HOLDS_BACK, "unapproved-hours", "Niet goedgekeurd.", subject=("hours", "SZ"))
    actor = replace(Actor.system(1, "k5"), grants=(Grant(role, None),))
    found = showing.place_of(finding, actor, Period.quarter(2026, 1), "/k5/afrekeningen/1")
    assert found == (f"/k5/{place}" if place else "")


@pytest.mark.parametrize(
    ("kind", "place"),
    [("month-hours", "/k5/maand-sluiten/2026-03"), ("month-costs", "/k5/kosten?periode=2026-Q1#sluiten")],
)
def test_an_open_month_leads_to_where_it_is_closed(kind: str, place: str) -> None:
    finding = Finding(Weight.NOTE, "open-month", "Nog niet afgesloten.", subject=(kind, "2026-03-01"))
    actor = replace(Actor.system(1, "k5"), grants=(Grant(Role.FINANCE, None),))
    assert showing.place_of(finding, actor, Period.quarter(2026, 1), "/k5/afrekeningen/1") == place


def test_what_is_refused_keeps_its_own_form_open(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_correctable", lambda _: [("2026-Q1", "1e kwartaal 2026")])
    finance = visit(Role.FINANCE)
    fold = '<details class="more"><summary>'
    opened = '<details class="more" open><summary>'
    assert finance.get("/k5/afrekeningen").text.count(fold) == 2
    for path, title in (("correcties", "Een correctie starten"), ("voorschotten", "Een voorschot starten")):
        refused = finance.post(f"/k5/afrekeningen/{path}")
        assert refused.status_code in (400, 409), path
        assert refused.text.count(fold) == 1
        assert f"{title}</summary>" in refused.text.partition(opened)[2].partition("<form")[0]
    assert "Kies perioden die definitief zijn afgerekend." in finance.post("/k5/afrekeningen/correcties").text


def test_what_is_paid_and_compared_has_its_labels_for_a_phone(visit: Visit, run_id: UUID) -> None:
    page = visit(Role.FINANCE).get(f"/k5/afrekeningen/{run_id}").text
    assert '<table role="table" class="table table--tight blocks">' in page
    for label in ("Begroting", "Vorige periode", "Vorig jaar", "Verschil"):
        assert f'data-label="{label}"' in page, label
