"""Making a run final: numbers without gaps, everything or nothing, also with two at once and with a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.invoices import jobs as invoice_jobs
from app.features.invoices import service
from app.features.invoices.core.views import Filter, InvoiceState
from app.features.partnership.models import Organisation
from app.infra import jobs
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.actor import Actor, Grant
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from app.kernel.roles import Role
from tests.conftest import NOW, Server, cloned
from tests.service.approved_run import approved_run, partnership, quarter

ATTEMPT = Path(__file__).with_name("finalising_process.py")
DOCUMENTS = 20
PROVIDERS = {"BER": 2, "NLK": 4, "OUD": 4, "SHV": 3, "VLI": 7}


@dataclass(frozen=True)
class Prepared:
    """A database with the partners of the case and an approved run of the first quarter."""

    name: str
    actor: Actor
    run_id: UUID


@pytest.fixture(scope="module")
def prepared(server: Server, template: str) -> Iterator[Prepared]:
    for name in cloned(server, template):
        database = server.open(name, FixedClock(NOW))
        actor = partnership(database)
        run_id = approved_run(database, actor)
        database.close()
        yield Prepared(name, actor, run_id)


@pytest.fixture
def database_name(server: Server, prepared: Prepared) -> Iterator[str]:
    """A copy of it for each test."""
    yield from cloned(server, prepared.name)


@pytest.fixture
def k5(prepared: Prepared) -> Actor:
    """The system in the collaboration of the case."""
    return prepared.actor


@pytest.fixture
def run_id(prepared: Prepared) -> UUID:
    """The approved run of the first quarter."""
    return prepared.run_id


@pytest.fixture
def later_run(database: Database, k5: Actor) -> UUID:
    """An approved run of the second quarter."""
    return approved_run(database, k5, quarter(2))


def numbers(owner: Engine) -> dict[str, list[int]]:
    """The numbers given so far by provider."""
    found: dict[str, list[int]] = {}
    with owner.connect() as connection:
        for number, sequence in connection.execute(
            text("SELECT number, sequence FROM invoice ORDER BY number")
        ):
            found.setdefault(number[:3], []).append(sequence)
    return found


def office(k5: Actor, organisation_id: UUID) -> Actor:
    return replace(k5, name="Bureau", grants=(Grant(Role.OFFICE, organisation_id),))


def organisation(database: Database, k5: Actor, code: str) -> UUID:
    with database.unit_of_work(k5, read_only=True) as work:
        found: UUID = work.session.execute(
            text("SELECT id FROM organisation WHERE code = :code"), {"code": code}
        ).scalar_one()
    return found


def test_a_final_run_has_its_invoices_with_numbers_from_one_on(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        made = service.make_final(work, run_id)
    assert len(made) == DOCUMENTS
    assert numbers(owner) == {code: list(range(1, size + 1)) for code, size in PROVIDERS.items()}
    [found] = [one for one in made if (one.row.number, one.row.client.code) == ("NLK-2026-0003", "SHV")]
    assert found.row.total_cents == 8_229_518
    assert (found.row.dated_on, found.row.due_on) == (date(2026, 4, 1), date(2026, 5, 1))
    assert found.buyer.buyer_reference == "SHV-2026"
    assert [line.amount_cents for line in found.lines] == [2_547_648, 7_499_821, -1_817_951]
    assert found.row.state(date(2026, 5, 1)) is InvoiceState.OPEN
    assert found.row.state(date(2026, 5, 2)) is InvoiceState.OVERDUE


def test_the_papers_are_jobs_of_the_same_transaction(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    with owner.connect() as connection:
        deferred = connection.execute(
            text("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
        ).all()
    assert [tuple(row) for row in deferred] == [
        ("invoices.draw_invoice", DOCUMENTS),
        ("invoices.draw_report", 1),
    ]


def test_a_second_quarter_goes_on_where_the_first_stopped(
    database: Database, k5: Actor, owner: Engine, run_id: UUID, later_run: UUID
) -> None:
    for each in (run_id, later_run):
        with database.unit_of_work(k5) as work:
            service.make_final(work, each)
    assert numbers(owner) == {code: list(range(1, 2 * size + 1)) for code, size in PROVIDERS.items()}


def test_a_settlement_below_zero_gives_credit_notes(database: Database, k5: Actor) -> None:
    run_id = approved_run(database, k5, quarter(2, entries_factor=-1))
    with database.unit_of_work(k5) as work:
        made = service.make_final(work, run_id)
    given_back = [found for found in made if found.row.kind.value == "creditfactuur"]
    assert given_back
    assert all(found.row.total_cents > 0 for found in made)
    assert {found.row.state(date(2026, 12, 31)) for found in given_back} == {InvoiceState.TO_REFUND}
    with database.unit_of_work(k5, read_only=True) as work:
        listed = service.list_invoices(work, Filter())
    signed = sum(
        -row.total_cents if row.kind.value == "creditfactuur" else row.total_cents for row in listed.rows
    )
    assert listed.total_cents == signed


def test_the_second_attempt_is_refused_and_gives_nothing(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    with pytest.raises(Refused), database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    assert sum(map(len, numbers(owner).values())) == DOCUMENTS


def test_what_is_missing_for_an_invoice_is_named_and_nothing_becomes_final(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        for row in work.session.query(Organisation).filter(Organisation.code.in_(["OUD", "VLI"])):
            row.kvk, row.buyer_reference = None, None
    with pytest.raises(Invalid) as refusal, database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    assert {finding.field for finding in refusal.value.findings} == {
        "OUD.oin", "OUD.buyer_reference", "VLI.oin", "VLI.buyer_reference",
    }  # fmt: skip
    assert "Ouderkerk" in refusal.value.findings[0].message
    assert numbers(owner) == {}
    with owner.connect() as connection:
        assert connection.execute(text("SELECT state FROM run")).scalar_one() == "approved"
        assert connection.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one() == 0


def test_only_finance_makes_a_run_final(database: Database, k5: Actor, run_id: UUID) -> None:
    for role in (Role.CONTROLLER, Role.MANAGER, Role.OFFICE):
        stranger = replace(k5, grants=(Grant(role, organisation(database, k5, "SHV")),))
        with pytest.raises(NotAllowed), database.unit_of_work(stranger) as work:
            service.make_final(work, run_id)


def test_an_invoice_is_never_changed_nor_taken_back(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    for statement in (
        "UPDATE invoice SET total_cents = 1",
        "DELETE FROM invoice_line",
        "DELETE FROM invoice_vat",
    ):
        with pytest.raises(DBAPIError, match="append-only"), owner.begin() as connection:
            connection.execute(text(statement))


def test_an_invoice_whose_lines_do_not_add_up_cannot_be_committed(
    database: Database, k5: Actor, owner: Engine, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    with pytest.raises(DBAPIError, match="does not add up"), owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO invoice_line SELECT collaboration_id, invoice_id, 99, run_id, settlement_line, area_id,"
                " description, detail, unit, quantity_num, quantity_den, base_quantity, price_cents, 1,"
                " vat_category, rate_num, rate_den FROM invoice_line LIMIT 1"
            )
        )


def test_an_office_sees_what_it_sends_and_what_it_gets_and_nothing_else(
    database: Database, k5: Actor, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        made = service.make_final(work, run_id)
    vlist = organisation(database, k5, "VLI")
    with database.unit_of_work(office(k5, vlist), read_only=True) as work:
        seen = service.list_invoices(work, Filter())
        documents = service.get_run_documents(work, run_id)
        behind = set(work.session.execute(text("SELECT number FROM invoice")).scalars())
    own = {found.row.number for found in made if "VLI" in (found.row.client.code, found.row.provider.code)}
    assert {row.number for row in seen.rows} == own == behind
    assert documents.report is None
    assert {row.number for row in documents.invoices} == own
    others = next(found.row.number for found in made if found.row.number not in own)
    with pytest.raises(NotFound), database.unit_of_work(office(k5, vlist), read_only=True) as work:
        service.get_invoice(work, others)
    for role in (Role.BOARD, Role.EMPLOYEE, Role.COUNCIL):
        stranger = replace(k5, grants=(Grant(role, vlist),))
        with pytest.raises(NotAllowed), database.unit_of_work(stranger, read_only=True) as work:
            service.list_invoices(work, Filter())


def test_a_list_takes_the_same_statements_whatever_its_size(
    database: Database,
    k5: Actor,
    count_statements: Callable[[Engine], list[str]],
    run_id: UUID,
    later_run: UUID,
) -> None:
    sizes = []
    for each in (run_id, later_run):
        with database.unit_of_work(k5) as work:
            service.make_final(work, each)
        statements = count_statements(database.engine)
        with database.unit_of_work(k5, read_only=True) as work:
            listing = service.list_invoices(work, Filter())
        sizes.append((len(listing.rows), len(statements)))
    assert [rows for rows, _ in sizes] == [DOCUMENTS, 2 * DOCUMENTS]
    assert sizes[0][1] == sizes[1][1] <= 5


def test_pages_follow_each_other_without_gap_or_double(
    database: Database, k5: Actor, run_id: UUID, later_run: UUID
) -> None:
    for each in (run_id, later_run):
        with database.unit_of_work(k5) as work:
            service.make_final(work, each)
    with database.unit_of_work(k5, read_only=True) as work:
        whole = [row.number for row in service.list_invoices(work, Filter()).rows]
        seen: list[str] = []
        wanted = Filter(limit=7)
        while True:
            page = service.list_invoices(work, wanted)
            seen += [row.number for row in page.rows]
            if page.next_cursor is None:
                break
            wanted = replace(wanted, cursor=page.next_cursor)
    assert seen == whole
    assert len(set(seen)) == 2 * DOCUMENTS


def test_papers_are_drawn_once_whatever_the_number_of_jobs(
    database: Database, k5: Actor, tmp_path: Path, run_id: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        made = service.make_final(work, run_id)
    storage = FolderStorage(tmp_path)
    jobs.open_workshop(jobs.Workshop(Settings(var_dir=tmp_path), database, storage))
    number = "NLK-2026-0003"
    invoice_id = next(found.row.id for found in made if found.row.number == number)
    with pytest.raises(Refused, match="wordt nog gemaakt"), database.unit_of_work(k5, read_only=True) as work:
        service.open_pdf(work, storage, number)
    for _ in range(2):
        invoice_jobs.draw_invoice(k5.collaboration_id, str(invoice_id))
        invoice_jobs.draw_report(k5.collaboration_id, str(run_id))
    with database.unit_of_work(k5, read_only=True) as work:
        assert work.session.execute(text("SELECT count(*) FROM document")).scalar_one() == 2
        with service.open_pdf(work, storage, number).content as content:
            pages = PdfReader(content).pages
            assert len(pages) == 4
            first = pages[0].extract_text()
        with service.open_report(work, storage, run_id).content as content:
            assert "Afrekening 1e kwartaal 2026" in PdfReader(content).pages[0].extract_text()
    assert number in first
    assert "1 april 2026" in first


class Attempts:
    """Processes that make a run final, each a real one with a connection of its own."""

    def __init__(self, url: str, tenant: int) -> None:
        self._arguments = (url, str(tenant), datetime(2026, 4, 1, 8, 0, tzinfo=UTC).isoformat())

    def start(self, run_id: UUID, pause: str = "") -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONWARNINGS": "ignore"}
        return subprocess.Popen(
            [sys.executable, str(ATTEMPT), *self._arguments, str(run_id), pause],
            stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip


@pytest.fixture
def attempts(server: Server, database_name: str, k5: Actor) -> Attempts:
    return Attempts(server.app(database_name), k5.collaboration_id)


def test_of_two_at_once_one_makes_it_final(
    database: Database, k5: Actor, owner: Engine, attempts: Attempts, run_id: UUID
) -> None:
    running = [attempts.start(run_id) for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[0].split()[-1] for process in running)
    assert said == ["definitief", "geweigerd"]
    assert numbers(owner) == {code: list(range(1, size + 1)) for code, size in PROVIDERS.items()}


def test_two_runs_at_once_share_the_series_without_gap_or_double(
    database: Database, k5: Actor, owner: Engine, attempts: Attempts, run_id: UUID, later_run: UUID
) -> None:
    running = [attempts.start(each) for each in (run_id, later_run)]
    said = [process.communicate(timeout=60)[0].split()[-1] for process in running]
    assert said == ["definitief", "definitief"]
    assert numbers(owner) == {code: list(range(1, 2 * size + 1)) for code, size in PROVIDERS.items()}


def test_a_process_killed_half_way_leaves_nothing_behind(
    database: Database, k5: Actor, owner: Engine, attempts: Attempts, run_id: UUID
) -> None:
    killed = attempts.start(run_id, pause="genummerd")
    assert killed.stdout is not None
    assert killed.stdout.readline().strip() == "genummerd"  # all rows are written, nothing is committed
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=10)
    for stream in (killed.stdout, killed.stdin):
        if stream is not None:
            stream.close()
    _until_gone(owner)
    assert numbers(owner) == {}
    with owner.connect() as connection:
        assert connection.execute(text("SELECT state FROM run")).scalar_one() == "approved"
        assert connection.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM number_series")).scalar_one() == 0
    done, _ = attempts.start(run_id).communicate(timeout=60)
    assert done.split()[-1] == "definitief"
    assert numbers(owner) == {code: list(range(1, size + 1)) for code, size in PROVIDERS.items()}


def _until_gone(owner: Engine) -> None:
    """Wait until the server has noticed that its client is dead."""
    for _ in range(100):
        with owner.connect() as connection:
            left = connection.execute(
                text(
                    "SELECT count(*) FROM pg_locks WHERE relation = 'invoice'::regclass AND pid <> pg_backend_pid()"
                )
            ).scalar_one()
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError("the server still holds the locks of a dead process")
