"""A house with people in it: two collaborations, a log-in for each role, keys; cloned for each test.

`visit(role)` is a browser in which somebody of that role has logged in; `visit(None)` nobody.
`call(organisation)` is a case system with the key of that organisation.
`browse(role)` is a client in another house, that of the K5 case, for tests marked `k5`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import create_engine, insert, text
from sqlalchemy.pool import NullPool

from app.features.access.service import AccessDoors, create_account, create_application, grant_role
from app.features.access.service.log_in import LoggedIn, log_in
from app.features.partnership.core.rows import Term
from app.features.partnership.models import Month, Organisation, Participation, Partner, Product, ServiceArea
from app.features.people.core import EmployeeRow, EmploymentRow, PeopleRows
from app.features.people.service import add_people, find_employee_of_account, link_account
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.infra.http import COOKIE, House, csrf_token
from app.infra.schema import Base
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor
from app.kernel.dutch import sort_name
from app.kernel.roles import Role
from app.main import create_app
from tests.agreements_doors import Browse, doors_of
from tests.conftest import NOW, Server, cloned
from tests.service.approved_run import add_places, approved_run

PASSWORD = "vier woorden op rij"
HERE = "http://127.0.0.1:8000"
START = date(2026, 1, 1)
DOORS = partial(AccessDoors, find_employee_of_account)
"""The doors as `main` makes them."""


@dataclass(slots=True)
class Cast:
    """Who and what there is: ids by code, cookies by role, keys by organisation."""

    number: int = 0
    other_number: int = 0
    organisations: dict[str, UUID] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)
    grants: dict[str, UUID] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    applications: dict[str, UUID] = field(default_factory=dict)
    employees: dict[str, UUID] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The installation itself, in k5."""
        return Actor.system(self.number, "k5")


PEOPLE: dict[Role, tuple[str, str | None, str | None]] = {
    Role.OFFICE: ("Bregje Ambtsveld", "VLI", None),
    Role.MANDATE_HOLDER: ("Machteld Tekenaar", "VLI", None),
    Role.BOARD: ("Olaf Vergaderink", "OUD", None),
    Role.MANAGER: ("Fenna Regelmans", "SSC", None),
    Role.EMPLOYEE: ("Wouter Urenstra", "SSC", "SZ"),
    Role.FINANCE: ("Centina Boekelaar", "SSC", None),
    Role.CONTROLLER: ("Narek Rekenkamer", None, None),
    Role.COUNCIL: ("Griet Raadhuizen", "VLI", None),
}
"""Role → name, organisation, area of who plays it."""


@pytest.fixture(scope="session")
def played(server: Server, template: str) -> Iterator[tuple[str, Cast]]:
    """A database with the cast in it, and who they are."""
    for name in cloned(server, template):
        database = server.open(name, FixedClock(NOW))
        cast = _play(database)
        database.close()
        yield name, cast


@pytest.fixture
def cast(played: tuple[str, Cast]) -> Cast:
    """Who and what there is in the house of this test."""
    return played[1]


@pytest.fixture
def home(server: Server, played: tuple[str, Cast], clock: FixedClock, tmp_path: Path) -> Iterator[House]:
    """A house of this test alone, with the cast in it."""
    for name in cloned(server, played[0]):
        database = server.open(name, clock)
        yield House(
            Settings(var_dir=tmp_path), database, FolderStorage(tmp_path), AccessDoors(), is_demo=False
        )
        database.close()


@pytest.fixture
def tamper(server: Server, home: House) -> Callable[[str], None]:
    """Changes the log behind the back of the house, as only the owner of the database can."""

    def change(statement: str) -> None:
        name = home.database.engine.url.database
        assert name is not None
        engine = create_engine(server.owner(name), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
            connection.execute(text(statement))
        engine.dispose()

    return change


@pytest.fixture
def site(home: House) -> FastAPI:
    """The whole application in that house."""
    return create_app(home)


class Visitor:
    """A browser: keeps its cookie, sends the token with each form, follows nothing by itself."""

    def __init__(self, site: FastAPI, cookie: str | None) -> None:
        self._site = site
        self.client = TestClient(site, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
        if cookie:
            self.take(cookie)

    def take(self, cookie: str) -> None:
        """Go on with this session cookie."""
        self.client.cookies.set(COOKIE, cookie, domain="127.0.0.1", path="/")

    @property
    def cookie(self) -> str | None:
        """The session cookie of now."""
        return self.client.cookies.get(COOKIE)

    def get(self, path: str) -> Response:
        """A page."""
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> Response:
        """A form of ours, filled in."""
        return self.client.post(path, data={**fields, "csrf": self.token()})

    def token(self) -> str:
        """What our forms carry against forged ones."""
        headers = [(b"cookie", f"{COOKIE}={self.cookie or ''}".encode())]
        return csrf_token(Request({"type": "http", "app": self._site, "headers": headers}))


@pytest.fixture
def visit(site: FastAPI, cast: Cast) -> Callable[[Role | None], Visitor]:
    """A browser of somebody with this role."""
    return lambda role: Visitor(site, cast.cookies[role] if role else None)


@pytest.fixture
def call(site: FastAPI, cast: Cast) -> Callable[[str | None], TestClient]:
    """A case system with the key of an organisation."""

    def opened(organisation: str | None) -> TestClient:
        headers = {"Authorization": f"Bearer {cast.keys[organisation]}"} if organisation else {}
        return TestClient(site, base_url=f"{HERE}/api/v1", headers=headers, raise_server_exceptions=False)

    return opened


@pytest.fixture
def browse(database: Database, clock: FixedClock, tmp_path: Path) -> Browse:
    """A client for a role, five minutes after the K5 case was loaded in the database of this test."""
    clock.set(NOW + timedelta(minutes=5))
    return doors_of(database, tmp_path)


def _play(database: Database) -> Cast:
    cast = Cast()
    with database.unit_of_work(Actor.nobody()) as work:
        cast.number = create_collaboration(
            work.session, "k5", "Samenwerking K5", "Krimpenerwaard", "regeling"
        )
        cast.other_number = create_collaboration(work.session, "reik", "ReiK", "Zeeland", "convenant")
    with database.unit_of_work(cast.system) as work:
        _places(
            work, cast, {"VLI": "Vlist", "OUD": "Ouderkerk", "SSC": "Centrum K5"}, {"SZ": "Sociale zaken"}
        )
        for role, (name, organisation, area) in PEOPLE.items():
            account_id = create_account(work, name, f"{role.value}@k5.example", PASSWORD)
            cast.accounts[role] = account_id
            organisation_id = cast.organisations[organisation] if organisation else None
            area_id = cast.areas[area] if area else None
            cast.grants[role] = grant_role(work, account_id, role, organisation_id, area_id, START, None)
        rows = PeopleRows(
            employees=(EmployeeRow("M01", PEOPLE[Role.EMPLOYEE][0]),),
            employments=(EmploymentRow("M01", "SSC", "SZ", "adviseur", 1920, Term(START)),),
        )
        cast.employees = add_people(work, rows)
        link_account(work, "M01", cast.accounts[Role.EMPLOYEE])
        for code in ("VLI", "OUD"):
            cast.applications[code], cast.keys[code] = create_application(
                work, cast.organisations[code], f"Zaaksysteem {code}"
            )
    with database.unit_of_work(Actor.system(cast.other_number, "reik")) as work:
        _places(work, cast, {"REI": "Reimerswaal"}, {"ZZ": "Sociale zaken"})
        account_id = create_account(work, "Zeger Elders", "manager@reik.example", PASSWORD)
        cast.accounts["reik"] = account_id
        cast.grants["reik"] = grant_role(
            work, account_id, Role.MANAGER, cast.organisations["REI"], None, START, None
        )
        cast.applications["REI"], cast.keys["REI"] = create_application(
            work, cast.organisations["REI"], "Zaken"
        )
    for who, email in [
        *((role, f"{role.value}@k5.example") for role in PEOPLE),
        ("reik", "manager@reik.example"),
    ]:
        with database.unit_of_work(Actor.nobody()) as work:
            outcome = log_in(work, email, PASSWORD, "127.0.0.1")
        assert isinstance(outcome, LoggedIn)
        cast.cookies[who] = outcome.cookie
    return cast


def _places(work: UnitOfWork, cast: Cast, organisations: dict[str, str], areas: dict[str, str]) -> None:
    number = work.actor.collaboration_id

    def add(model: type[Base], identity: UUID, **values: object) -> None:
        work.session.execute(insert(model), [{"collaboration_id": number, "id": identity, **values}])

    for code, name in organisations.items():
        cast.organisations[code] = work.new_id()
        add(
            Organisation, cast.organisations[code], code=code, name=name, sort_name=sort_name(name),
            kind="centre" if code == "SSC" else "municipality", country="NL", version=1,
        )  # fmt: skip
        add(Partner, work.new_id(), organisation_id=cast.organisations[code], valid_from=START)
    for code, name in areas.items():
        cast.areas[code] = area_id = work.new_id()
        add(ServiceArea, area_id, code=code, name=name, bbv_code="6.1", valid_from=START)
        add(
            Product, work.new_id(), area_id=area_id, code="verordening", name="Verordening", unit="stuk",
            package_kind="base", valid_from=START,
        )  # fmt: skip
        for organisation in organisations:
            add(
                Participation, work.new_id(), area_id=area_id, organisation_id=cast.organisations[organisation],
                vat_category="O", vat_basis_points=0, is_transparent=False, valid_from=START,
            )  # fmt: skip
    months = [{"collaboration_id": number, "first_on": date(2026, month, 1)} for month in range(1, 13)]
    work.session.execute(insert(Month), months)


@pytest.fixture
def run_id(home: House, cast: Cast) -> UUID:
    """An approved run of the case, in the house with the cast."""
    with home.database.unit_of_work(cast.system) as work:
        add_places(work)
    return approved_run(home.database, cast.system)
