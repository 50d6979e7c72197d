"""Doors for tests of assignments: the key or cookie is the name of a role of the small world."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from tests.assignment_world import World

APPLICATION = UUID("0196a1c2-0000-7000-8000-000000000001")


class NamedDoors:
    """Whoever says who it is, is let in as that."""

    def __init__(self, world: World) -> None:
        self._people: dict[str, Callable[[], Actor]] = {
            "vlist": lambda: world.vlist,
            "ouderkerk": lambda: world.ouderkerk,
            "manager": lambda: world.manager,
            "medewerker": lambda: world.actor(Role.EMPLOYEE, "BER", "SZ"),
            "controller": lambda: world.actor(Role.CONTROLLER, "BER"),
            "financien": lambda: world.actor(Role.FINANCE, "BER"),
            "overleg": lambda: world.actor(Role.BOARD, "OUD"),
            "raad": lambda: world.actor(Role.COUNCIL, "VLI"),
            "mandaat": lambda: world.actor(Role.MANDATE_HOLDER, "VLI"),
        }

    @property
    def names(self) -> list[str]:
        """Everybody there is."""
        return list(self._people)

    def actor_of_key(self, _work: UnitOfWork, token: str, caller: Caller) -> Actor:
        """An application with the role of that name."""
        actor = self._known(token)
        return replace(actor, application_id=APPLICATION, via=Via.API, request_id=caller.request_id)

    def actor_of_cookie(self, _work: UnitOfWork, cookie: str, code: str, caller: Caller) -> Actor:
        """A person with the role of that name."""
        if code != "k5":
            raise NotLoggedIn("Log eerst in.")
        return replace(
            self._known(cookie), account_id=UUID(int=7), via=Via.SCREEN, request_id=caller.request_id
        )

    def _known(self, name: str) -> Actor:
        if name not in self._people:
            raise NotLoggedIn("Deze sleutel geldt niet.")
        return self._people[name]()


@contextmanager
def opened(world: World, folder: Path) -> Iterator[Callable[[str], TestClient]]:
    """Gives a client for whoever is named: key and cookie at once."""
    home = House(
        Settings(var_dir=folder), world.database, FolderStorage(folder), NamedDoors(world), is_demo=False
    )
    app = create_app(home)

    def client(name: str) -> TestClient:
        made = TestClient(app, raise_server_exceptions=True, follow_redirects=False)
        made.headers["Authorization"] = f"Bearer {name}"
        made.cookies.set(COOKIE, name)
        return made

    yield client
