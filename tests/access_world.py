"""Two small collaborations with one organisation and one area each, for tests of access."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, text

from app.features.access import service
from app.features.access.service import AccessDoors
from app.features.access.service import log_in as logging_in
from app.infra.db import Database
from app.infra.http import Caller
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor
from app.kernel.roles import Role

PASSWORD = "vier woorden op rij"
START = date(2026, 1, 1)
CALLER = Caller("vraag-1", "192.0.2.7")
VLIST = UUID("0196a1c2-0000-7000-8000-00000000000a")
SOCIAL = UUID("0196a1c2-0000-7000-8000-00000000000b")


def collaboration(database: Database, owner: Engine, code: str) -> Actor:
    """The system in a new collaboration with Vlist and social affairs."""
    with database.unit_of_work(Actor.nobody()) as work:
        number = create_collaboration(work.session, code, code.upper(), "Nergenshuizen", "regeling")
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organisation (collaboration_id, id, code, name, sort_name, kind, country, version)"
                " VALUES (:c, :o, 'VLI', 'Vlist', 'vlist', 'municipality', 'NL', 1)"
            ),
            {"c": number, "o": VLIST},
        )
        connection.execute(
            text(
                "INSERT INTO service_area (collaboration_id, id, code, name, bbv_code, valid_from)"
                " VALUES (:c, :a, 'SZ', 'Sociale zaken', '6.3', '2026-01-01')"
            ),
            {"c": number, "a": SOCIAL},
        )
    return Actor.system(number, code)


def manager(database: Database, k5: Actor) -> UUID:
    """A new account with a password that manages this collaboration: Fenna."""
    with database.unit_of_work(k5) as work:
        account_id = service.create_account(work, "Fenna Regelmans", "Fenna@K5.example", PASSWORD)
        service.grant_role(work, account_id, Role.MANAGER, VLIST, None, START, None)
    return account_id


def log_in(
    database: Database, password: str = PASSWORD, email: str = "fenna@k5.example", address: str = "192.0.2.7"
) -> logging_in.LoggedIn | logging_in.LogInRefused:
    """What comes of an attempt to log in, as Fenna unless told otherwise."""
    with database.unit_of_work(Actor.nobody()) as work:
        return logging_in.log_in(work, email, password, address)


def cookie(database: Database) -> str:
    """The cookie of a new session of Fenna."""
    outcome = log_in(database)
    assert isinstance(outcome, logging_in.LoggedIn)
    return outcome.cookie


def enter(database: Database, doors: AccessDoors, cookie: str, code: str = "k5") -> Actor:
    """Who comes in with a cookie."""
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        return doors.actor_of_cookie(work, cookie, code, CALLER)
