"""Doors for tests of hours: the key or cookie is the name of somebody of the small world that works."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from fastapi.testclient import TestClient

from app.infra.db import UnitOfWork
from app.infra.http import COOKIE, Caller, House, NotLoggedIn
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor, Via
from app.kernel.roles import Role
from app.main import create_app
from tests.hours_world import HoursWorld

Browse = Callable[[str], TestClient]


class HoursDoors:
    """Whoever says who it is, is let in as that."""

    def __init__(self, hours: HoursWorld) -> None:
        self._people: dict[str, Actor] = {
            "anna": hours.employee(),
            "bram": hours.employee("M02", "OW"),
            "manager": hours.manager,
            "financien": hours.finance,
            "controller": hours.world.actor(Role.CONTROLLER),
            "vlist": hours.world.vlist,
            "raad": hours.world.actor(Role.COUNCIL, "VLI"),
            "overleg": hours.world.actor(Role.BOARD, "OUD"),
        }

    def actor_of_key(self, _work: UnitOfWork, token: str, caller: Caller) -> Actor:
        """An application with the rights of that person."""
        return replace(
            self._known(token), application_id=UUID(int=9), via=Via.API, request_id=caller.request_id
        )

    def actor_of_cookie(self, _work: UnitOfWork, cookie: str, code: str, caller: Caller) -> Actor:
        """The person of that name."""
        return replace(
            self._known(cookie), account_id=UUID(int=7), via=Via.SCREEN, request_id=caller.request_id
        )

    def _known(self, name: str) -> Actor:
        if name not in self._people:
            raise NotLoggedIn("Deze sleutel geldt niet.")
        return self._people[name]


def browser_of(hours: HoursWorld, folder: Path) -> Browse:
    """Gives a client for whoever is named: key and cookie at once."""
    doors = HoursDoors(hours)
    home = House(Settings(var_dir=folder), hours.database, FolderStorage(folder), doors, is_demo=False)
    app = create_app(home)

    def client(name: str) -> TestClient:
        made = TestClient(app, raise_server_exceptions=True, follow_redirects=False)
        made.headers["Authorization"] = f"Bearer {name}"
        made.cookies.set(COOKIE, name)
        return made

    return client
