"""A real server on loopback with the case K5 in it, and a browser; the clock is the test's own.

Every page that a test looks at is checked with axe, and for sideways scrolling at 390 pixels.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from app.features.access import service as access
from app.features.access.service import AccessDoors
from app.features.partnership.core.views import Selection
from app.features.partnership.service import reading as partnership
from app.features.people.service import find_employee_of_account
from app.features.simulation.core.acts import ApproveWeek, Draft, FillWeek, TakeStep
from app.features.simulation.core.cast import Story
from app.features.simulation.core.days import at
from app.features.simulation.service import raise_stage
from app.features.workbook import service as workbook
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.http import House
from app.infra.settings import PROJECT, Settings
from app.infra.sheets import read_sheets
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor, Via
from app.main import create_app
from tests.conftest import Server, cloned

PASSWORD = "samen-en-toch-apart"
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = PROJECT / "app" / "static" / "vendor" / "axe" / "axe.min.js"


@dataclass
class Town:
    """The running house: where it is, its clock, keys by organisation, addresses of people by role."""

    address: str
    clock: FixedClock
    keys: dict[str, str]
    people: dict[str, list[str]]
    settings: Settings
    app_url: str
    seen: list[str] = field(default_factory=list)

    def at(self, year: int, month: int, day: int, hour: int, minute: int) -> None:
        """Set the clock, in UTC."""
        self.clock.set(datetime(year, month, day, hour, minute, tzinfo=UTC))

    def draw_papers(self) -> None:
        """Let a worker process do all jobs that wait, and end."""
        code = (
            "from app import worker; from app.infra.settings import Settings;"
            f"worker.run(Settings(var_dir={str(self.settings.var_dir)!r}), {self.app_url!r}, until_empty=True)"
        )
        subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, timeout=300)


@pytest.fixture(scope="module")
def town(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """K5 loaded on 2 January 2026, served by a thread on a free port of 127.0.0.1."""
    for name in cloned(server, template):
        clock = FixedClock(datetime(2026, 1, 2, 8, 0, tzinfo=UTC))
        database = server.open(name, clock)
        system, keys, people = _load(database)
        _other_work(database, clock, system)
        settings = Settings(var_dir=tmp_path_factory.mktemp("var"))
        storage = FolderStorage(settings.var_dir / "documents")
        home = House(settings, database, storage, AccessDoors(find_employee_of_account), is_demo=False)
        config = uvicorn.Config(create_app(home), host="127.0.0.1", port=0, log_level="warning")
        web = uvicorn.Server(config)
        thread = threading.Thread(target=web.run)
        thread.start()
        while not web.started:
            thread.join(0.05)
        port = web.servers[0].sockets[0].getsockname()[1]
        yield Town(f"http://127.0.0.1:{port}", clock, keys, people, settings, server.app(name))
        web.should_exit = True
        thread.join(20)
        database.close()


def _load(database: Database) -> tuple[Actor, dict[str, str], dict[str, list[str]]]:
    with database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work:
        system = workbook.load_grids(work, read_sheets(PROJECT / "seed" / "k5"))
        organisations = partnership.list_page(work, "organisations", Selection(limit=100)).rows
        keys = {
            one.row.code: access.create_application(work, one.id, f"Zaaksysteem {one.row.code}")[1]
            for one in organisations
        }
        people: dict[str, list[str]] = {}
        for person in access.list_people(work):
            access.give_first_password(work, person.account_id, PASSWORD)
            for held in person.roles:
                people.setdefault(held.role.value, []).append(person.email)
    return system, keys, people


def _other_work(database: Database, clock: FixedClock, system: Actor) -> None:
    """Something is asked and done in the areas that live by tariffs: without income their costs cannot be settled."""
    stage = raise_stage(database, clock, system)
    day, monday = date(2026, 1, 5), date(2026, 1, 5)
    for area, product, worker in (("HR", "regeling", "M22"), ("VR", "naturalisatie", "M20")):
        story = Story(area, f"Ander werk in {area}", "Een resultaat", "Het is klaar", 600, False, product)
        stage.perform(Draft(at(day, 540), area, story, ("BGA",), date(2026, 3, 1)))
        stage.perform(TakeStep(at(day, 541), area, "indienen"))
        stage.perform(TakeStep(at(day, 542), area, "accepteren", None, 600, date(2026, 2, 2)))
        stage.perform(TakeStep(at(day, 543), area, "rangschikken"))
        stage.perform(TakeStep(at(day, 544), area, "plannen"))
        stage.perform(TakeStep(at(day, 550), area, "starten", worker=worker))
        stage.perform(FillWeek(at(day, 960), worker, monday, ((area, day, 480),), is_submitted=True))
        stage.perform(TakeStep(at(day, 970), area, "opleveren", worker=worker))
        stage.perform(ApproveWeek(at(date(2026, 1, 6), 540), worker, monday))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; closed before other tests, because its loop would hold back theirs."""
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        yield opened
        opened.close()


@pytest.fixture
def log_in(browser: Browser, town: Town) -> Iterator[Callable[[str], Page]]:
    """Gives the page of somebody who has logged in by e-mail address; scripts that are refused fail the test."""
    opened = []
    faults: list[str] = []

    def open_for(email: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(town.address + "/inloggen")
        page.fill("#email", email)
        page.fill("#wachtwoord", PASSWORD)
        page.click("main button:has-text('Inloggen')")
        return page

    yield open_for
    for context in opened:
        context.close()
    assert [fault for fault in faults if "400" not in fault and "404" not in fault] == []


@pytest.fixture
def look(town: Town) -> Callable[[Page], None]:
    """Checks the page that stands open: axe at 1280 pixels, and no sideways scrolling at 390."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        wrong = [
            f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]
        ]
        assert wrong == [], page.url
        page.set_viewport_size({"width": 390, "height": 844})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert width <= 390, f"{page.url} is {width} px wide at 390"
        town.seen.append(page.url)

    return check
