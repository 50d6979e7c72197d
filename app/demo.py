"""The demo: loads a case, plays a half year, draws its papers, and says who can log in.

On the floor of the command line: it wires the play to a database, a clock and files. A play that was
broken off is begun anew; one that is whole is left as it is.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app.features.access import service as access
from app.features.partnership.core.views import Selection
from app.features.partnership.service import reading as partnership
from app.features.simulation import service as simulation
from app.features.simulation.core.acts import Act
from app.features.workbook import service as workbook
from app.infra.clock import FixedClock, real_now
from app.infra.db import Database, UnitOfWork
from app.infra.ids import IdSource
from app.infra.migrate import migrate
from app.infra.settings import PROJECT, Settings
from app.infra.sheets import read_folder
from app.infra.tenancy import is_demo, list_collaborations, set_clock_offset
from app.kernel.actor import Actor, Via
from app.kernel.errors import Refused
from app.kernel.roles import Role

SEED = 5
PASSWORD = "samen-en-toch-apart"
"""Everybody's password in the demo; they are no real people."""
DAYS = (date(2026, 1, 1), date(2026, 6, 30))
LOADED_AT = datetime(2026, 1, 1, 7, 0, tzinfo=UTC)
TODAY = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
"""Where the clock goes on: 1 July 2026, nine o'clock in Amsterdam."""
CASES = PROJECT / "seed"


@dataclass(frozen=True, slots=True)
class Login:
    """Who can log in, with which role."""

    role: Role
    name: str
    email: str


def played_case(settings: Settings, app_url: str) -> str | None:
    """The case of which a whole play is in this database, with the log-ins beside it; None when there is none."""
    database = Database(app_url, pool_size=1)
    try:
        with database.unit_of_work(Actor.nobody(), read_only=True) as work:
            if not (is_demo(work.session) and login_file(settings).is_file()):
                return None
    finally:
        database.close()
    case: str = json.loads(login_file(settings).read_text(encoding="utf-8"))["samenwerkingsverband"]
    return case


def start_anew(settings: Settings, owner_url: str, app_url: str) -> None:
    """An empty database with the newest structure, and no log-ins. The documents stay: they go by content.

    Raises `Refused` when there is data that no demo made: that is never thrown away.
    """
    if not login_file(settings).is_file() and _holds_data(app_url):
        raise Refused(
            "In deze installatie staan gegevens die niet van de demo zijn, en die gooit de demo niet weg. "
            "Zet SSC_VAR_DIR op een lege map om de demo daarnaast te draaien."
        )
    login_file(settings).write_text("{}", encoding="utf-8")  # whatever comes from here on is a demo's
    name = make_url(owner_url).database
    beside = make_url(owner_url).set(database="postgres")
    engine = create_engine(beside, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    migrate(owner_url)


def play(settings: Settings, app_url: str, case: str, told: Callable[[Act, int, int], None]) -> None:
    """Load the case and play it to the end; the clock then goes on from `TODAY`, and the log-ins are written."""
    clock = FixedClock(LOADED_AT)
    database = Database(app_url, clock)
    database.ids = IdSource(Random(SEED))  # the same seed plays the same rows
    try:
        folder = CASES / case
        grids = read_folder(folder)
        with database.unit_of_work(Actor.system(0, via=Via.IMPORT)) as work:
            system = workbook.load_grids(work, grids, with_cost_entries=False)
            keys, logins = _let_in(work)
        rows = workbook.read_grids(grids)
        simulation.play(database, clock, system, folder, rows, DAYS, SEED, told)
        with database.unit_of_work(Actor.nobody()) as work:
            set_clock_offset(work.session, TODAY - real_now(), demo=False)
    finally:
        database.close()
    _write_logins(settings, case, keys, logins)


def _holds_data(app_url: str) -> bool:
    """Whether anybody has made or loaded a collaboration here."""
    database = Database(app_url, pool_size=1)
    try:
        with database.unit_of_work(Actor.nobody(), read_only=True) as work:
            return bool(list_collaborations(work.session))
    finally:
        database.close()


def mark_played(settings: Settings, app_url: str) -> None:
    """Say that the play is whole, its papers included: the clock of the demo goes on from here."""
    assert login_file(settings).is_file()
    database = Database(app_url, pool_size=1)
    try:
        with database.unit_of_work(Actor.nobody()) as work:
            set_clock_offset(work.session, TODAY - real_now(), demo=True)
    finally:
        database.close()


def login_file(settings: Settings) -> Path:
    """Where the log-ins and keys of the demo are written."""
    return settings.var_dir / "demo.json"


def logins_of(settings: Settings) -> list[tuple[str, str, str]]:
    """One log-in per role: role, user name, password."""
    found = json.loads(login_file(settings).read_text(encoding="utf-8"))["inloggen"]
    return [(one["rol"], one["gebruikersnaam"], one["wachtwoord"]) for one in found]


def _let_in(work: UnitOfWork) -> tuple[dict[str, str], list[Login]]:
    """Give everybody a password and every partner an application with a key."""
    people = access.list_people(work)
    for person in people:
        access.give_first_password(work, person.account_id, PASSWORD)
    keys = {}
    for kept in partnership.list_page(work, "organisations", Selection(limit=100)).rows:
        _, keys[kept.row.code] = access.create_application(work, kept.id, f"Zaaksysteem {kept.row.name}")
    logins = [
        Login(held.role, person.name, person.email)
        for person in people
        for held in person.roles
        if held.is_now
    ]
    return keys, logins


def _write_logins(settings: Settings, case: str, keys: dict[str, str], logins: list[Login]) -> None:
    first: dict[Role, Login] = {}
    for login in logins:
        first.setdefault(login.role, login)
    # Finance twice: who made a settlement may not approve it.
    shown = [first[role] for role in Role if role in first]
    seconds = [one for one in logins if one.role is Role.FINANCE and one != first.get(Role.FINANCE)]
    content = {
        "adres": settings.base_url,
        "samenwerkingsverband": case,
        "inloggen": [
            {"rol": one.role.value, "naam": one.name, "gebruikersnaam": one.email, "wachtwoord": PASSWORD}
            for one in (*shown, *seconds[:1])
        ],
        "sleutels": keys,
    }
    path = login_file(settings)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    path.chmod(0o600)
