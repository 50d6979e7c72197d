"""The backlog dashboard: its figures, what is late, the queue per area, filters, and who may see it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.features.assignments import service
from app.features.assignments.core.completeness import Kind
from app.features.assignments.core.principals import Principal
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_doors import opened
from tests.assignment_world import World, build, complete

PAGE = "/k5/werkvoorraad"


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """Seven assignments in two areas, seen on 15 June 2026: one late, one almost, one waiting."""
    made = build(database)
    soon, late, fine = date(2026, 6, 18), date(2026, 6, 10), date(2026, 9, 1)
    for title, agreed, steps in (
        ("Bezwaarschriften wegwerken", late, ("order", "plan", "start")),
        ("Beleidsregels jeugd", soon, ("order", "plan")),
        ("Wachtende vraag", soon, ("order", "plan", "start", "wait")),
        ("Steekproef", fine, ("order",)),
        ("Nog zonder plek", fine, ()),
    ):
        _accepted(made, title, agreed, steps)
    _submitted(made, complete_title="Nieuwe vraag")
    _submitted(made, complete_title="Leerplichtverslag", area="OW", product="onderzoek", is_confidential=True)
    clock.set(datetime(2026, 6, 15, 8, 0, tzinfo=UTC))
    return made


def _submitted(world: World, *, complete_title: str, **changes: object) -> UUID:
    with world.database.unit_of_work(world.vlist) as work:
        made = service.draft(work, complete(title=complete_title, **changes))
        service.submit(work, made.id)
    return made.id


def _accepted(world: World, title: str, agreed: date, steps: tuple[str, ...]) -> None:
    identity = _submitted(
        world, complete_title=title, kind=Kind.JOINT, principals=(Principal("VLI"), Principal("OUD"))
    )
    with world.database.unit_of_work(world.manager) as work:
        service.accept(work, identity, 1200, agreed)
        for step in steps:
            if step == "order":
                service.order(work, identity, reason="Besluit van het overlegorgaan")
            elif step == "plan":
                service.plan(work, identity, "J. Proefpersoon")
            elif step == "start":
                service.start(work, identity)
            else:
                service.wait(work, identity, "Wat is de drempel?")


@pytest.fixture
def client(world: World, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """A browser of whoever is named."""
    with opened(world, tmp_path) as made:
        yield made


def figure(page: str, label: str) -> str:
    """The value of a figure of the strip."""
    after = page.partition(f"<dt>{label}</dt>")[2].partition("figure__value")[2].partition(">")[2]
    return (
        after.removeprefix('<a href="').partition('">')[2].partition("<")[0]
        if after.startswith("<a")
        else after
    )


def titles(page: str) -> list[str]:
    """The titles in the queues, in order."""
    queue = page.partition('id="wachtrij"')[2]
    return [part.partition(">")[2].partition("<")[0] for part in queue.split('class="row-link"')[1:]]


def test_the_strip_counts_what_there_is(client: Callable[[str], TestClient]) -> None:
    page = client("manager").get(PAGE).text
    wanted = {
        "In de wachtrij": "7",
        "Te laat": "1",
        "Wordt te laat": "1",
        "Wacht op gemeente": "1",
        "Te beoordelen": "2",
    }
    assert {label: figure(page, label) for label in wanted} == wanted


def test_hours_to_do_leave_standing_tasks_out(world: World, client: Callable[[str], TestClient]) -> None:
    def to_do() -> str:
        return client("manager").get(PAGE).text.partition(" uur te doen")[0].rpartition(">")[2]

    before = to_do()
    standing = _submitted(world, complete_title="Vaste taken 2026", kind=Kind.GENERAL)
    with world.database.unit_of_work(world.manager) as work:
        service.accept(work, standing, 360_000, date(2026, 12, 31))
    assert before == to_do() != ""


def test_late_work_stands_above_with_its_cause_and_what_to_do(client: Callable[[str], TestClient]) -> None:
    page = client("manager").get(PAGE).text
    attention = page.partition('id="aandacht"')[2].partition('id="wachtrij"')[0]
    assert "3 dagen te laat" in attention
    assert "nog geen uren geboekt" in attention
    assert "nog 3 dagen" in attention
    assert "Gepland en nog niet begonnen; 20:00 uur te doen" in attention
    assert "Wachtende vraag" not in attention


def test_the_queue_has_begun_work_above_then_places_then_the_rest(
    client: Callable[[str], TestClient],
) -> None:
    page = client("manager").get(PAGE, params={"gebied": "SZ"}).text
    assert titles(page) == [
        "Bezwaarschriften wegwerken", "Wachtende vraag", "Beleidsregels jeugd", "Steekproef", "Nog zonder plek",
        "Nieuwe vraag",
    ]  # fmt: skip
    assert "Op volgorde sinds wo 1 apr: Besluit van het overlegorgaan" in page
    assert "bij J. Proefpersoon" in page


def test_all_areas_show_a_few_and_a_link_to_the_others(client: Callable[[str], TestClient]) -> None:
    page = client("manager").get(PAGE).text
    assert "Toon de andere 1" in page
    assert "gebied=SZ" in page
    assert "Leerplichtverslag" in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"weergave": "te-laat"}, ["Bezwaarschriften wegwerken", "Beleidsregels jeugd"]),
        ({"weergave": "wacht-op-gemeente"}, ["Wachtende vraag"]),
        ({"weergave": "te-beoordelen"}, ["Nieuwe vraag", "Leerplichtverslag"]),
        ({"weergave": "nog-niet-gepland"}, ["Steekproef", "Nog zonder plek"]),
        ({"stand": "in-uitvoering"}, ["Bezwaarschriften wegwerken"]),
        ({"wacht": "opdrachtgever"}, ["Wachtende vraag"]),
        ({"gebied": "OW"}, ["Leerplichtverslag"]),
        ({"gemeente": "OUD", "stand": "gepland"}, ["Beleidsregels jeugd"]),
        ({"zoek": "steekpr"}, ["Steekproef"]),
        ({"zoek": "2026-OW"}, ["Leerplichtverslag"]),
        ({"gebied": "ZZ"}, []),
    ],
)
def test_a_filter_leaves_what_it_says(
    client: Callable[[str], TestClient], asked: dict[str, str], expected: list[str]
) -> None:
    assert titles(client("manager").get(PAGE, params=asked).text) == expected


def test_a_place_is_that_of_the_whole_queue_whatever_is_filtered(client: Callable[[str], TestClient]) -> None:
    page = client("manager").get(PAGE, params={"zoek": "steekproef"}).text
    assert '<span class="place">4</span>' in page


@pytest.mark.parametrize("name", ["manager", "controller", "financien", "overleg"])
def test_the_centre_and_control_see_it(client: Callable[[str], TestClient], name: str) -> None:
    assert client(name).get(PAGE).status_code == 200


@pytest.mark.parametrize("name", ["vlist", "mandaat", "medewerker", "raad"])
def test_others_do_not(client: Callable[[str], TestClient], name: str) -> None:
    assert client(name).get(PAGE).status_code in {403, 404}
