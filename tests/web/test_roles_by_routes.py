"""Every role at every route: rights, other tenants' ids, nobody at all, and one shape of error (architecture §6)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import insert, select

from app.features.access.service import create_account, grant_role, list_applications
from app.features.assignments.service import draft, submit
from app.features.costs.core import CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.costs.service import changing
from app.features.partnership.core.rows import StatisticKindRow, Term
from app.features.partnership.models import Participation, Policy, PolicyComponent, Tariff
from app.features.partnership.service.kinds import add_kind
from app.features.sla import service as sla
from app.features.sla.core.rows import CalendarRow, NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import WEEKEND_CLOSED, VersionText
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.infra.http import House
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor, Grant
from app.kernel.roles import Role
from app.main import create_app
from tests.assignment_world import complete
from tests.conftest import NOW, Server, cloned
from tests.web.bodies import FIELDS
from tests.web.conftest import DOORS, HERE, PEOPLE, START, Cast, Visitor
from tests.web.matrix import API, FILES, IDS, OPEN, PAGES, PARTS, QUERIES

KEYS = ("VLI", "OUD", "REI", None)
ROLES = tuple(PEOPLE)


@dataclass(frozen=True, slots=True)
class Row:
    """A route and the status that each column gets."""

    method: str
    path: str
    expected: tuple[int, ...]

    @property
    def name(self) -> str:
        """The route as it is named in a report."""
        return f"{self.method} {self.path}"


def read(table: str) -> tuple[Row, ...]:
    """The rows of a table of the matrix."""
    words = [line.split() for line in table.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(Row(method, path, tuple(int(status) for status in rest)) for method, path, *rest in words)


PAGE_ROWS, OPEN_ROWS, API_ROWS = read(PAGES), read(OPEN), read(API)


@dataclass(frozen=True, slots=True)
class Scene:
    """A house with something behind every address, and what fills the addresses."""

    site: FastAPI
    cast: Cast
    own: dict[str, str]
    foreign: dict[str, str]

    def as_role(self, role: Role | None) -> Visitor:
        """A browser of this role."""
        return Visitor(self.site, self.cast.cookies[role] if role else None)

    def with_key(self, code: str | None) -> TestClient:
        """A case system with the key of this organisation."""
        headers = {"Authorization": f"Bearer {self.cast.keys[code]}"} if code else {}
        return TestClient(
            self.site, base_url=f"{HERE}/api/v1", headers=headers, raise_server_exceptions=False
        )


Stocked = tuple[str, dict[str, str], dict[str, str]]
"""The name of a database, and what fills addresses: of k5, of the other collaboration."""


class Filled(dict[str, str]):
    """What fills an address; what was not stocked is asked for by an id that does not exist."""

    def __missing__(self, part: str) -> str:
        return "0196a1c2-0000-7000-8000-00000000ffff"


@pytest.fixture(scope="module")
def stocked(server: Server, played: tuple[str, Cast]) -> Iterator[Stocked]:
    """A database with something of both collaborations behind every address."""
    name, cast = played
    for copy in cloned(server, name):
        database = server.open(copy, FixedClock(NOW))
        own = _stock(database, cast, cast.system, "VLI", "k5")
        foreign = _stock(database, cast, Actor.system(cast.other_number, "reik"), "REI", "reik")
        database.close()
        yield copy, own, foreign


@pytest.fixture(scope="module")
def scene(
    server: Server,
    stocked: Stocked,
    played: tuple[str, Cast],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """One house for all that changes nothing."""
    yield from _open(server, stocked, played[1], tmp_path_factory.mktemp("var"))


@pytest.fixture
def fresh_scene(
    server: Server,
    stocked: Stocked,
    played: tuple[str, Cast],
    tmp_path: Path,
) -> Iterator[Scene]:
    """A house of this test alone, for posts."""
    yield from _open(server, stocked, played[1], tmp_path)


def _open(server: Server, stocked: Stocked, cast: Cast, folder: Path) -> Iterator[Scene]:
    source, own, foreign = stocked
    for name in cloned(server, source):
        database = server.open(name, FixedClock(NOW))
        home = House(Settings(var_dir=folder), database, FolderStorage(folder), DOORS(), is_demo=False)
        yield Scene(create_app(home), cast, own, foreign)
        database.close()


def _stock(database: Database, cast: Cast, system: Actor, organisation: str, code: str) -> dict[str, str]:
    """Something for each part of an address that varies."""
    office = replace(system, grants=(Grant(Role.OFFICE, cast.organisations[organisation]),))
    with database.unit_of_work(office) as work:
        wanted = complete(area="SZ" if code == "k5" else "ZZ", is_confidential=True)
        assignment = draft(work, wanted)
        submit(work, assignment.id)
    with database.unit_of_work(system) as work:
        area_id = cast.areas["SZ" if code == "k5" else "ZZ"]
        policy_id = _policy(work, area_id)
        tariff_id = _tariff(work, area_id)
        participation_id = work.session.scalars(select(Participation.id)).first()
        pool_id, cascade_id = _overhead(work)
        kind_id = add_kind(work, StatisticKindRow("aansluitingen", "Aansluitingen"))
        norm_id = _norm(work, "SZ" if code == "k5" else "ZZ")
        invited = create_account(work, "Nog Nietingelogd", f"nieuw@{code}.example")
        grant_id = grant_role(work, invited, Role.COUNCIL, None, None, START, None)
        key_id = next(
            one.keys[0].id for one in list_applications(work) if one.organisation_code == organisation
        )
    return {
        "code": code,
        "link": "onzin",
        "account_id": str(invited),
        "grant_id": str(grant_id),
        "application_id": str(cast.applications[organisation]),
        "key_id": str(key_id),
        "key": str(assignment.id),
        "opdracht": str(assignment.id),
        "seq": "2",
        "volgnummer": "2",
        "week": "2026-W14",
        "month": "2026-03",
        "maand": "2026-03",
        "afspraak": str(policy_id),
        "policy_id": str(policy_id),
        "norm_id": str(norm_id),
        "calendar": "kantoor",
        "norm": str(norm_id),
        "kalender": "kantoor",
        "tariff_id": str(tariff_id),
        "tarief": str(tariff_id),
        "participation_id": str(participation_id),
        "deelname": str(participation_id),
        "kind_id": str(kind_id),
        "soort": str(kind_id),
        "pool_id": str(pool_id),
        "kostenplaats": str(pool_id),
        "cascade_id": str(cascade_id),
        "doorbelasting": str(cascade_id),
        "medewerker": "M01" if code == "k5" else "E99",
    }


def _norm(work: UnitOfWork, area: str) -> UUID:
    """A calendar `kantoor`, and a norm of the area by it."""
    sla.add_calendars(
        work, [CalendarRow("kantoor", "Kantoor", versions=(VersionText(START, None, WEEKEND_CLOSED),))]
    )
    promise = NormRow(
        area, Metric.LEAD_TIME, Term(START), amount=20, unit=Unit.WORKING_DAYS, calendar="kantoor"
    )
    return sla.add_norms(work, [promise])[0]


def _overhead(work: UnitOfWork) -> tuple[UUID, UUID]:
    """An overhead pool and a cascade that names it."""
    term = Term(START)
    pool_id = changing.add_new(work, "pools", PoolRow("OH", "Overhead", PoolKind.OVERHEAD, term=term))
    named = (CascadePoolRow("OH", OverheadDriver.HOURS),)
    return pool_id, changing.add_new(work, "cascades", CascadeRow(CascadeMethod.DIRECT, named, term))


def _tariff(work: UnitOfWork, area_id: UUID) -> UUID:
    """A price per hour in the area."""
    tariff_id = work.new_id()
    work.session.execute(
        insert(Tariff),
        [{"collaboration_id": work.actor.collaboration_id, "id": tariff_id, "area_id": area_id, "kind": "hour",
          "function_code": "jurist", "name": "Jurist", "price_cents": 9_000, "valid_from": START}],
    )  # fmt: skip
    return tariff_id


def _policy(work: UnitOfWork, area_id: UUID) -> UUID:
    """A policy of the area: everything by equal parts."""
    policy_id = work.new_id()
    tenant = work.actor.collaboration_id
    work.session.execute(
        insert(Policy),
        [{"collaboration_id": tenant, "id": policy_id, "area_id": area_id, "version": 1, "settlement_months": 3,
          "has_advances": False, "result": "carried", "agreement_clause": "artikel 7", "valid_from": START}],
    )  # fmt: skip
    work.session.execute(
        insert(PolicyComponent),
        [{"collaboration_id": tenant, "policy_id": policy_id, "position": 1, "takes": "whole", "driver": "equal",
          "reference": "year_start", "label": ""}],
    )  # fmt: skip
    return policy_id


def test_every_route_is_in_the_matrix_and_every_row_is_a_route(scene: Scene) -> None:
    pages = {
        f"{method} {route.path}"
        for route in iter_route_contexts(scene.site.routes)
        for method in route.methods or ()
    }
    api = {
        f"{method} {route.path}"
        for route in iter_route_contexts(scene.site.state.api.routes)
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert {row.name for row in (*PAGE_ROWS, *OPEN_ROWS)} == pages
    assert {row.name for row in API_ROWS} == api


@pytest.mark.parametrize("row", [row for row in PAGE_ROWS if row.method == "GET"], ids=lambda row: row.name)
def test_each_role_at_each_page(scene: Scene, row: Row) -> None:
    _check_roles(scene, row)


@pytest.mark.parametrize("row", [row for row in PAGE_ROWS if row.method != "GET"], ids=lambda row: row.name)
def test_each_role_at_each_form(fresh_scene: Scene, row: Row) -> None:
    _check_roles(fresh_scene, row)


def _check_roles(scene: Scene, row: Row) -> None:
    answers = [_ask(scene.as_role(role), row, scene.own) for role in ROLES]
    assert _said(answer.status_code for answer in answers) == _said(row.expected)
    for answer in answers:
        _check_page(answer, row)


@pytest.mark.parametrize("row", OPEN_ROWS, ids=lambda row: row.name)
def test_pages_before_log_in(fresh_scene: Scene, row: Row) -> None:
    answer = _ask(fresh_scene.as_role(None), row, fresh_scene.own)
    assert (answer.status_code,) == row.expected
    _check_page(answer, row)


@pytest.mark.parametrize("row", API_ROWS, ids=lambda row: row.name)
def test_each_key_at_each_route_of_the_api(fresh_scene: Scene, row: Row) -> None:
    answers = [_send(fresh_scene.with_key(key), row, fresh_scene.own) for key in KEYS]
    assert _said(answer.status_code for answer in answers) == _said(row.expected)
    for answer in answers:
        _check_problem(answer)


@pytest.mark.parametrize(
    "row", [row for row in PAGE_ROWS if row.path != "/{code}/uitloggen"], ids=lambda row: row.name
)
def test_nobody_comes_in_without_log_in(scene: Scene, row: Row) -> None:
    answer = _ask(scene.as_role(None), row, scene.own)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/inloggen")


@pytest.mark.parametrize(
    "row", [row for row in PAGE_ROWS if row.path != "/{code}/uitloggen"], ids=lambda row: row.name
)
def test_a_collaboration_without_a_role_does_not_exist(scene: Scene, row: Row) -> None:
    answers = [
        _ask(scene.as_role(Role.MANAGER), row, {**scene.own, "code": code}) for code in ("reik", "nergens")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (answer.text.replace("reik", "").replace("nergens", "") for answer in answers)
    assert _without_token(first) == _without_token(second)


def _names_a_row(row: Row) -> bool:
    """Whether the address holds an id, and the first column or some role may use it."""
    ids = set(re.findall(r"{(\w+)}", row.path)) & IDS
    served = row.expected[:1] if row in API_ROWS else row.expected
    return bool(ids) and any(status not in (403, 404) for status in served)


WITH_IDS = [row for row in (*PAGE_ROWS, *API_ROWS) if _names_a_row(row)]


@pytest.mark.parametrize("row", WITH_IDS, ids=lambda row: row.name)
def test_ids_of_another_collaboration_are_not_found(fresh_scene: Scene, row: Row) -> None:
    for ids in (
        fresh_scene.foreign,
        dict.fromkeys(fresh_scene.own, str(uuid4())),
        dict.fromkeys(fresh_scene.own, "0"),
    ):
        filled = {**ids, "code": "k5"}
        if row in API_ROWS:
            answer = _send(fresh_scene.with_key("VLI"), row, filled)
        else:
            answer = _ask(fresh_scene.as_role(_allowed(row)), row, filled)
        no_id = row in API_ROWS and "0" in ids.values()  # the API may say that it is no id at all
        assert answer.status_code in ((400, 404) if no_id else (404,)), answer.text


def _allowed(row: Row) -> Role:
    """A role that may come here."""
    return next(role for role, status in zip(ROLES, row.expected, strict=True) if status not in (403, 404))


def _said(statuses: Iterable[int]) -> str:
    return " ".join(str(status) for status in statuses)


def _ask(browser: Visitor, row: Row, filled: dict[str, str]) -> Response:
    path = row.path.format_map(Filled(filled))
    return browser.get(path) if row.method == "GET" else browser.post(path, **FIELDS.get(row.path, {}))


def _send(client: TestClient, row: Row, filled: dict[str, str]) -> Response:
    body = None if row.method == "GET" else FIELDS.get(row.path, {})
    path = row.path.format_map(Filled(filled)) + (QUERIES.get(row.path, "") if row.method == "GET" else "")
    return client.request(row.method, path, json=body, headers={"If-Match": '"1"'})


def _check_page(answer: Response, row: Row) -> None:
    if answer.status_code != 303 and not (row.path in FILES and answer.status_code == 200):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        is_part = row.path in PARTS and answer.status_code == 200
        assert answer.text.count("<h1") == (0 if is_part else 1)
    if answer.status_code == 404:
        assert (
            "bestaat niet, of u mag haar niet zien" in answer.text
            or "Deze link geldt niet meer" in answer.text
        )


def _check_problem(answer: Response) -> None:
    assert answer.headers["api-version"]
    if answer.status_code < 400:
        return
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert all(isinstance(problem[part], str) and problem[part] for part in ("type", "title", "detail"))
    if answer.status_code == 400:
        assert all(finding["veld"] and finding["melding"] for finding in problem["bevindingen"])
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


def _without_token(page: str) -> str:
    """A page without what is new in each answer."""
    return page.split("<main")[1]
