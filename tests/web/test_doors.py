"""The doors: who may come in, one shape of error, a post that is done once, a commit before the answer."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pydantic import BaseModel
from sqlalchemy import text

from app.infra.db import Database, UnitOfWork
from app.infra.http import ApiRoute, ApiWork, Caller, House, NotLoggedIn
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor, Grant, Via
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.roles import Role
from app.main import create_app

APPLICATION = UUID("0196a1c2-0000-7000-8000-000000000001")


class OneKey:
    """Doors that know one key, of an office."""

    def __init__(self, collaboration_id: int) -> None:
        self._number = collaboration_id

    def actor_of_key(self, _work: UnitOfWork, token: str, caller: Caller) -> Actor:
        if token != "goed":
            raise NotLoggedIn("Deze sleutel geldt niet.")
        grants = (Grant(Role.OFFICE, UUID(int=7)),)
        return Actor(
            self._number,
            "k5",
            "Zaaksysteem",
            grants,
            application_id=APPLICATION,
            via=Via.API,
            request_id=caller.request_id,
        )

    def actor_of_cookie(self, _work: UnitOfWork, _cookie: str, _code: str, _caller: Caller) -> Actor:
        raise NotLoggedIn("Log eerst in.")


class Thing(BaseModel):
    """Something to post."""

    naam: str
    aantal: int


router = APIRouter(route_class=ApiRoute)


@router.post("/dingen", status_code=201)
def post_thing(work: ApiWork, thing: Thing) -> dict[str, int]:
    work.record("proef", "ding", thing.naam)
    return {"nummer": work.next_number("proef")}


@router.post("/dingen-te-laat", status_code=201)
def post_late(work: ApiWork) -> dict[str, str]:
    """Something that only the database refuses, at the commit."""
    work.session.execute(
        text("INSERT INTO audit_detail (collaboration_id, seq) VALUES (app_collaboration(), 99)")
    )
    return {"al": "goed"}


@router.get("/dingen/{kind}")
def get_thing(work: ApiWork, kind: str) -> dict[str, str]:
    if kind == "dubbel":
        raise Refused("Het ding is al ingediend.", ["intrekken"])
    if kind == "leeg":
        raise Invalid([Finding("naam", "Vul een naam in."), Finding("aantal", "Vul een aantal in.")])
    raise RuntimeError(kind)


@pytest.fixture
def client(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("app.main.API_ROUTERS", (router,))
    with database.unit_of_work(Actor.nobody()) as work:
        number = create_collaboration(
            work.session, "k5", "Samenwerking K5", "Krimpenerwaard", "lichte-regeling"
        )
    settings = Settings(var_dir=tmp_path)
    home = House(settings, database, FolderStorage(tmp_path), OneKey(number), is_demo=False)
    with TestClient(create_app(home), raise_server_exceptions=False) as opened:
        opened.headers["Authorization"] = "Bearer goed"
        yield opened


def test_without_a_key_nobody_comes_in(client: TestClient) -> None:
    answer = client.post("/api/v1/dingen", json={}, headers={"Authorization": "Bearer fout"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_every_answer_has_a_version_and_security_headers(client: TestClient) -> None:
    for path in ("/api/v1/dingen/fout", "/api/v1/bestaat-niet", "/api/v1/openapi.json"):
        answer = client.get(path)
        assert answer.headers["api-version"] == "1.0.0"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_errors_have_one_shape(client: TestClient) -> None:
    expected = {"dubbel": 409, "leeg": 400, "kapot": 500}
    for kind, status in expected.items():
        answer = client.get(f"/api/v1/dingen/{kind}")
        assert answer.status_code == status
        assert {"type", "title", "status", "detail"} <= answer.json().keys()
    assert client.get("/api/v1/dingen/dubbel").json()["mogelijkeStappen"] == ["intrekken"]


def test_wrong_input_is_400_with_every_finding(client: TestClient) -> None:
    answer = client.post("/api/v1/dingen", json={"aantal": "veel"})
    assert answer.status_code == 400
    assert [finding["veld"] for finding in answer.json()["bevindingen"]] == ["naam", "aantal"]


def test_a_failed_commit_is_a_failed_answer(client: TestClient) -> None:
    assert client.post("/api/v1/dingen-te-laat").status_code >= 400


def test_a_named_post_is_done_once(client: TestClient) -> None:
    body, named = {"naam": "a", "aantal": 1}, {"Idempotency-Key": "5f0c"}
    first = client.post("/api/v1/dingen", json=body, headers=named)
    again = client.post("/api/v1/dingen", json=body, headers=named)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, {"nummer": 1})
    other = client.post("/api/v1/dingen", json={**body, "aantal": 2}, headers=named)
    assert other.status_code == 409
    assert client.post("/api/v1/dingen", json=body).json() == {"nummer": 2}


def test_a_named_post_that_failed_may_be_tried_again(client: TestClient) -> None:
    named = {"Idempotency-Key": "9"}
    assert client.post("/api/v1/dingen", json={"naam": "a"}, headers=named).status_code == 400
    assert client.post("/api/v1/dingen", json={"naam": "a", "aantal": 1}, headers=named).status_code == 201
