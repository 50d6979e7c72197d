"""The K5 case behind doors at which the key or cookie is the role of who comes in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from fastapi import Request
from fastapi.testclient import TestClient

from app.features.partnership.core.views import Selection
from app.features.partnership.service.reading import list_page
from app.infra.db import Database, UnitOfWork
from app.infra.http import COOKIE, Caller, House, NotLoggedIn, csrf_token
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import find_collaboration
from app.kernel.actor import Actor, Grant, Via
from app.kernel.roles import Role
from app.main import create_app

Browse = Callable[[Role], TestClient]
HERE = "http://127.0.0.1:8000"


def k5_actor(database: Database, role: Role = Role.SYSTEM) -> Actor:
    """Somebody with this role in the K5 case; an office is that of Vlist."""
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        found = find_collaboration(work.session, "k5")
    assert found is not None
    system = Actor.system(found.id, found.code)
    if role is Role.SYSTEM:
        return system
    with database.unit_of_work(system, read_only=True) as work:
        rows = list_page(work, "organisations", Selection()).rows
    vlist = next(kept.id for kept in rows if kept.row.code == "VLI")
    office = vlist if role is Role.OFFICE else None
    name = f"{role.value.title()} Proefpersoon"
    account = UUID(int=sum(map(ord, role.value)))
    return replace(system, name=name, grants=(Grant(role, office),), account_id=account)


class RoleDoors:
    """Whoever says which role it has, is let in with that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def actor_of_key(self, _work: UnitOfWork, token: str, caller: Caller) -> Actor:
        """An application with the rights of that role."""
        known = replace(self._known(token), account_id=None, application_id=UUID(int=9))
        return replace(known, via=Via.API, request_id=caller.request_id)

    def actor_of_cookie(self, _work: UnitOfWork, cookie: str, code: str, caller: Caller) -> Actor:
        """A person with that role."""
        return replace(self._known(cookie), via=Via.SCREEN, request_id=caller.request_id)

    def _known(self, name: str) -> Actor:
        if name not in {role.value for role in Role}:
            raise NotLoggedIn("Deze sleutel geldt niet.")
        return k5_actor(self._database, Role(name))


def doors_of(database: Database, folder: Path) -> Browse:
    """Gives a client for a role: key and cookie at once, with the token of its forms in a header."""
    home = House(
        Settings(var_dir=folder), database, FolderStorage(folder), RoleDoors(database), is_demo=False
    )
    site = create_app(home)

    def opened(role: Role) -> TestClient:
        scope = {"type": "http", "app": site, "headers": [(b"cookie", f"{COOKIE}={role.value}".encode())]}
        headers = {"Authorization": f"Bearer {role.value}", "x-csrf-token": csrf_token(Request(scope))}
        client = TestClient(site, base_url=HERE, headers=headers, follow_redirects=False)
        client.cookies.set(COOKIE, role.value, domain="127.0.0.1", path="/")
        return client

    return opened
