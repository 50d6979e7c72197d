"""`ssc verify`: nothing to say of a sound database, one sentence for whatever an owner does behind its back.

One installation is played for all: hours that were approved, a final run over them, invoices, two papers.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from app.features.assignments import service as assignments
from app.features.hours import service as hours
from app.features.invoices import service as invoices
from app.features.settlement import service as settlement
from app.features.settlement.store.proofs import read_proofs
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor
from tests.conftest import Server, cloned
from tests.golden.paper_case import inputs
from tests.hours_world import NOW, WEEK, HoursWorld, build_hours, cell
from tests.service.approved_run import add_places, approved_run

DAY = date(2026, 3, 30)
Ssc = Callable[..., tuple[int, str]]
"""A command, and what came of it: exit code and what was said."""


@dataclass(frozen=True)
class Played:
    """A database in which everything happened, and the folder of its files."""

    name: str
    system: Actor
    files: Path


@pytest.fixture(scope="module")
def played(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    for name in cloned(server, template):
        clock = FixedClock(NOW)
        database = server.open(name, clock)
        world = build_hours(database, clock)
        files = tmp_path_factory.mktemp("var") / "documents"
        _work_and_settle(database, world, FolderStorage(files))
        database.close()
        yield Played(name, world.world.system, files)


def _work_and_settle(database: Database, world: HoursWorld, storage: FolderStorage) -> None:
    system = world.world.system
    with database.unit_of_work(world.employee()) as work:
        hours.save_week(work, "M01", WEEK, [cell(world.order_key, DAY, 450)])
    with database.unit_of_work(world.employee()) as work:
        hours.submit_week(work, "M01", WEEK)
    with database.unit_of_work(world.manager) as work:
        assert hours.approve_week(work, "M01", WEEK) == 1
    with database.unit_of_work(system) as work:
        add_places(work)
    with database.unit_of_work(system, read_only=True) as work:
        facts = inputs()
        proofs = tuple(read_proofs(work.session, system, facts.period, NOW))
    run_id = approved_run(database, system, replace(facts, sources=proofs))
    with database.unit_of_work(system) as work:
        made = invoices.make_final(work, run_id)
    with database.unit_of_work(system) as work:
        invoices.draw_invoice(work, storage, made[0].row.id)
        invoices.draw_report(work, storage, run_id)


@pytest.fixture
def database_name(server: Server, played: Played) -> Iterator[str]:
    """A copy of it for each test."""
    yield from cloned(server, played.name)


@pytest.fixture
def files(played: Played, tmp_path: Path) -> Path:
    """A copy of its files for each test."""
    return Path(shutil.copytree(played.files, tmp_path / "documents"))


def found(database: Database, played: Played, files: Path) -> list[str]:
    """Everything that the rooms have to say."""
    with database.unit_of_work(played.system, read_only=True) as work:
        return [
            *assignments.deviations(work),
            *hours.deviations(work),
            *settlement.deviations(work),
            *invoices.deviations(work, FolderStorage(files)),
        ]


def test_of_a_sound_database_there_is_nothing_to_say(database: Database, played: Played, files: Path) -> None:
    assert found(database, played, files) == []


RUN = "Afrekening 1e kwartaal 2026"
INVOICE = "(SELECT id FROM invoice WHERE number = 'NLK-2026-0003')"
_FREE = "ALTER TABLE {0} DISABLE TRIGGER USER; "
"""What only an owner can do: put the triggers of a table aside."""


def _free(*tables: str) -> str:
    return "".join(_FREE.format(table) for table in tables)


CASES: dict[str, tuple[str, list[str]]] = {
    "where an assignment stands": (
        "UPDATE assignment SET state = 'closed'",
        [
            "Opdracht 2026-SZ-0001 klopt niet met haar gebeurtenissen: state.",
        ],
    ),
    "the number of an assignment": (
        _free("assignment") + "UPDATE assignment SET number = '2026-SZ-0002'",
        [
            "Reeks opdracht:2026:SZ: nummer 1 ontbreekt.",
            "Reeks opdracht:2026:SZ: nummer 2 is nooit uitgegeven; de reeks staat op 1.",
        ],
    ),
    "the series of assignments": (
        "UPDATE number_series SET last_number = 3 WHERE series = 'opdracht:2026:SZ'",
        [
            "Reeks opdracht:2026:SZ: nummer 2 ontbreekt.",
            "Reeks opdracht:2026:SZ: nummer 3 ontbreekt.",
        ],
    ),
    "the minutes of a day": (
        "UPDATE worked_day SET minutes = 1",
        [
            "Uren van M01 2026-03-30: bijgehouden 1 minuten, regels tellen op tot 450.",
        ],
    ),
    "the minutes of an assignment": (
        "DELETE FROM assignment_hours",
        [
            "Uren van 2026-SZ-0001 2026-03-01: bijgehouden 0 minuten, regels tellen op tot 450.",
        ],
    ),
    "where a week stands": (
        "UPDATE week_sheet SET state = 'submitted'",
        [
            "Week 2026-W14 van M01 staat op ingediend, maar volgens haar delen is zij goedgekeurd.",
        ],
    ),
    "where a part of a week stands": (
        _free("week_part") + "UPDATE week_part SET state = 'submitted'",
        [
            "Uren van M01, week 2026-W14, SZ: het deel is ingediend; goedgekeurde regels: 1 van 1.",
            "Week 2026-W14 van M01 staat op goedgekeurd, maar volgens haar delen is zij ingediend.",
        ],
    ),
    "the approval of hours": (
        _free("hour_entry") + "UPDATE hour_entry SET approved_at = NULL, approved_by = NULL",
        [
            "Uren van M01, week 2026-W14, SZ: het deel is goedgekeurd; goedgekeurde regels: 0 van 1.",
            f"{RUN}: bij de urenregels telde zij 1 met som 450, en nu staan er 0 met som 0.",
        ],
    ),
    "approved hours": (
        _free("hour_entry") + "UPDATE hour_entry SET minutes = 480",
        [
            "Uren van M01 2026-03-30: bijgehouden 450 minuten, regels tellen op tot 480.",
            "Uren van 2026-SZ-0001 2026-03-01: bijgehouden 450 minuten, regels tellen op tot 480.",
            f"{RUN}: bij de urenregels telde zij 1 met som 450, en nu staan er 1 met som 480.",
        ],
    ),
    "the note at approved hours": (
        _free("hour_entry") + "UPDATE hour_entry SET note = 'anders'",
        [
            f"{RUN}: de urenregels tellen nog op, maar wat erin staat is veranderd.",
        ],
    ),
    "a line of a settlement": (
        _free("settlement_line")
        + "UPDATE settlement_line SET amount_cents = amount_cents + 1 WHERE number = 1",
        [
            f"{RUN}: de bewaarde regels zijn niet die van de vastlegging.",
        ],
    ),
    "what an area cost and left": (
        _free("run_area")
        + "UPDATE run_area SET costs_cents = costs_cents + 1, result_cents = result_cents + 1",
        [
            f"{RUN}: de bewaarde uitkomst per taakgebied is niet die van de vastlegging.",
        ],
    ),
    "where a result goes": (
        _free("run_area") + "UPDATE run_area SET goes_to = 'reserve'",
        [
            f"{RUN}: de bewaarde uitkomst per taakgebied is niet die van de vastlegging.",
        ],
    ),
    "the frozen figures": (
        _free("snapshot")
        + "UPDATE snapshot SET body = b, sha256 = sha256(b) FROM (SELECT convert_to(replace("
        "convert_from(body, 'UTF8'), 'price_cents\":8250', 'price_cents\":8251'), 'UTF8') AS b FROM snapshot) changed",
        [
            f"{RUN}: opnieuw rekenen uit de vastlegging geeft niet dezelfde regels.",
            "Factuur SHV-2026-0001 is niet wat de afrekening in rekening brengt.",
            "Factuur SHV-2026-0002 is niet wat de afrekening in rekening brengt.",
            "Factuur SHV-2026-0003 is niet wat de afrekening in rekening brengt.",
        ],
    ),
    "what was frozen, made unreadable": (
        _free("snapshot") + "UPDATE snapshot SET body = '{}', sha256 = sha256('{}')",
        [
            f"{RUN}: opnieuw rekenen uit de vastlegging geeft niet dezelfde regels.",
            f"{RUN}: de facturen zijn niet na te rekenen, want de vastlegging ontbreekt of is stuk.",
        ],
    ),
    "a line of an invoice": (
        _free("invoice_line") + "UPDATE invoice_line SET amount_cents = amount_cents + 1 "
        f"WHERE seq = 1 AND invoice_id = {INVOICE}",
        [
            "Factuur NLK-2026-0003: regels en btw zijn samen niet het bedrag van de factuur.",
            "Factuur NLK-2026-0003 is niet wat de afrekening in rekening brengt.",
        ],
    ),
    "the words of an invoice": (
        _free("invoice", "invoice_line", "invoice_vat")
        + "UPDATE invoice_line SET description = 'Iets anders' "
        f"WHERE seq = 1 AND invoice_id = {INVOICE}",
        [
            "Factuur NLK-2026-0003 is niet wat de afrekening in rekening brengt.",
        ],
    ),
    "an invoice taken away": (
        _free("invoice", "invoice_line", "invoice_vat")
        + "".join(
            f"DELETE FROM {table} WHERE {key} = {INVOICE}; "
            for table, key in (
                ("invoice_line", "invoice_id"),
                ("invoice_vat", "invoice_id"),
                ("invoice", "id"),
            )
        ),
        [
            "Reeks factuur:2026:NLK: nummer 3 ontbreekt.",
            f"{RUN}: de factuur van NLK aan SHV ontbreekt.",
        ],
    ),
    "the number of an invoice": (
        _free("invoice") + "UPDATE invoice SET number = 'NLK-2026-0009' WHERE number = 'NLK-2026-0003'",
        [
            "Factuur NLK-2026-0009 hoort NLK-2026-0003 te heten.",
        ],
    ),
    "the series of invoices": (
        "UPDATE number_series SET last_number = 5 WHERE series = 'factuur:2026:NLK'",
        [
            "Reeks factuur:2026:NLK: nummer 5 ontbreekt.",
        ],
    ),
    "the report": (
        _free("document")
        + "DELETE FROM document WHERE kind = 'afrekening-pdf'; "
        + "DELETE FROM procrastinate_jobs WHERE args ? 'run_id'",
        [
            f"{RUN} heeft geen rapport, en geen taak die het maakt.",
        ],
    ),
    "the job that draws an invoice": (
        f"DELETE FROM procrastinate_jobs WHERE args ->> 'invoice_id' = {INVOICE}::text",
        [
            "Factuur NLK-2026-0003 heeft geen pdf, en geen taak die hem maakt.",
        ],
    ),
}


@pytest.mark.parametrize(("behind_its_back", "sentences"), CASES.values(), ids=CASES.keys())
def test_what_the_owner_does_behind_its_back_is_said(
    database: Database,
    owner: Engine,
    played: Played,
    files: Path,
    behind_its_back: str,
    sentences: list[str],
) -> None:
    with owner.begin() as connection:
        connection.exec_driver_sql(behind_its_back)
    assert found(database, played, files) == sentences


def test_a_file_that_is_gone_or_changed_is_said(database: Database, played: Played, files: Path) -> None:
    invoice, report = sorted(
        (path for path in files.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    invoice.unlink()
    report.write_bytes(report.read_bytes()[:-1])
    assert found(database, played, files) == [
        "Het bestand van BER-2026-0001.pdf ontbreekt in de opslag.",
        "Het bestand van afrekening-2026-Q1.pdf is niet meer wat het was toen het werd gemaakt.",
    ]


@pytest.fixture
def ssc(server: Server, database_name: str, files: Path, project: Path) -> Ssc:
    """The command line on the database and files of this test; `None` in a setting takes it away."""
    named = {
        name: make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        for name, url in (
            ("DATABASE_URL", server.app(database_name)),
            ("DATABASE_OWNER_URL", server.owner(database_name)),
        )
    }
    shown = {"COLUMNS": "200", "NO_COLOR": "1"}
    environment = {
        **os.environ,
        **named,
        **shown,
        "SSC_VAR_DIR": str(files.parent),
        "PYTHONPATH": str(project),
    }

    def run(command: str, without: str = "") -> tuple[int, str]:
        words = [sys.executable, "-P", "-m", "app.cli", command]
        used = {name: value for name, value in environment.items() if name != without}
        done = subprocess.run(words, env=used, capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stderr.strip()

    return run


def test_the_commands_say_it_and_rebuild_mends_what_can_be_made_anew(ssc: Ssc, owner: Engine) -> None:
    with owner.begin() as connection:
        for table in ("worked_day", "assignment_hours"):
            connection.execute(text(f"UPDATE {table} SET minutes = 1"))
        connection.execute(text("UPDATE week_sheet SET state = 'submitted'"))
        connection.execute(text("UPDATE assignment SET state = 'closed'"))
    code, said = ssc("verify")
    assert (code, said.count("k5: ")) == (1, 4)
    assert ssc("rebuild") == (
        0,
        "k5: 1 opdracht, de klokken van 0 opdrachten en 3 standen van uren hersteld.",
    )
    code, said = ssc("verify")
    assert (code, said.count("\n")) == (0, 0)
    assert said.startswith("k5: het logboek is ongebroken")


def test_rebuilding_without_the_owner_is_refused_in_one_line(ssc: Ssc) -> None:
    code, said = ssc("rebuild", without="DATABASE_OWNER_URL")
    assert (code, said) == (1, "Herstellen gaat als eigenaar. Zet ook DATABASE_OWNER_URL.")
