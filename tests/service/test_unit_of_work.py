"""The unit of work: one transaction, told whose it is, with the log and the jobs at its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app import worker
from app.infra import audit, idempotency, jobs
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import create_collaboration, find_collaboration
from app.kernel.actor import Actor


@pytest.fixture
def k5(database: Database) -> Actor:
    """The system in a collaboration without anything in it."""
    with database.unit_of_work(Actor.nobody()) as work:
        number = create_collaboration(
            work.session, "k5", "Samenwerking K5", "Krimpenerwaard", "lichte-regeling"
        )
    return Actor.system(number, "k5")


def test_a_change_leaves_one_chained_entry_per_transaction(
    database: Database, k5: Actor, owner: Engine
) -> None:
    for round_ in range(3):
        with database.unit_of_work(k5) as work:
            work.record("proef", "ding", work.new_id(), None, {"ronde": round_})
            work.record("proef", "ding", work.new_id(), {"a": 1}, None)
    with database.unit_of_work(k5, read_only=True) as work:
        assert list(audit.broken_links(work.session, k5.collaboration_id)) == []
        assert work.session.execute(text("SELECT count(*) FROM audit_entry")).scalar() == 3
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER append_only"))
        connection.execute(text("UPDATE audit_entry SET actor_name = 'Iemand anders' WHERE seq = 2"))
    with database.unit_of_work(k5, read_only=True) as work:
        broken = list(audit.broken_links(work.session, k5.collaboration_id))
    assert broken == ["Regel 2 van het logboek is gewijzigd: het controlegetal klopt niet."]


def test_the_log_cannot_be_changed_by_anyone(database: Database, k5: Actor, owner: Engine) -> None:
    with database.unit_of_work(k5) as work:
        work.record("proef", "ding", "1")
    with pytest.raises(ProgrammingError, match="permission denied"), database.unit_of_work(k5) as work:
        work.session.execute(text("UPDATE audit_entry SET actor_name = 'x'"))
    with pytest.raises(DBAPIError, match="append-only"), owner.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))


def test_what_fails_leaves_no_number_no_job_and_no_entry(database: Database, k5: Actor) -> None:
    with pytest.raises(ZeroDivisionError), database.unit_of_work(k5) as work:
        work.record("proef", "ding", "1")
        work.defer("proef", collaboration_id=k5.collaboration_id)
        work.next_number("proef")
        work.session.execute(text("SELECT 1"))
        raise ZeroDivisionError
    with database.unit_of_work(k5) as work:
        work.defer("proef", collaboration_id=k5.collaboration_id)
        work.record("proef", "ding", "2")
        assert work.next_number("proef") == 1
    with database.unit_of_work(k5, read_only=True) as work:
        assert work.session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 1
        assert work.session.execute(text("SELECT count(*) FROM audit_entry")).scalar() == 1


def test_a_reader_cannot_write(database: Database, k5: Actor) -> None:
    with pytest.raises(DBAPIError, match="read-only"), database.unit_of_work(k5, read_only=True) as work:
        work.next_number("proef")


def test_one_collaboration_does_not_see_another(database: Database, k5: Actor) -> None:
    with database.unit_of_work(Actor.nobody()) as work:
        other = create_collaboration(work.session, "reik", "ReiK", "Zeeland", "convenant")
    with database.unit_of_work(k5) as work:
        work.next_number("proef")
    with database.unit_of_work(Actor.system(other, "reik"), read_only=True) as work:
        assert work.session.execute(text("SELECT count(*) FROM number_series")).scalar() == 0
        assert work.session.execute(text("SELECT code FROM collaboration")).scalars().all() == ["reik"]
        assert find_collaboration(work.session, "k5") is not None


def test_a_query_without_tenant_is_an_error_and_not_an_empty_list(database: Database) -> None:
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match=r"app\.collaboration"):
        connection.execute(text("SELECT * FROM number_series"))


def test_opening_costs_one_statement(
    database: Database, k5: Actor, count_statements: Callable[[Engine], list[str]]
) -> None:
    statements = count_statements(database.engine)
    with database.unit_of_work(k5) as work:
        work.session.execute(text("SELECT 1"))
    assert len(statements) == 2


def test_keys_of_posts_are_forgotten_after_a_day(
    database: Database, k5: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    jobs.open_workshop(jobs.Workshop(Settings(var_dir=tmp_path), database, FolderStorage(tmp_path)))
    case_system = replace(k5, application_id=UUID(int=5))

    def is_new(key: str) -> bool:
        with database.unit_of_work(case_system) as work:
            taken = idempotency.take(work, key, b"POST /dingen")
            idempotency.keep(work, key, idempotency.Answer(201, {}, b"{}"))
        return taken is None

    assert is_new("oud")
    clock.set(clock.now() + timedelta(hours=23))
    assert is_new("jong")
    clock.set(clock.now() + timedelta(hours=2))
    jobs.sweep_all(0)
    with database.unit_of_work(k5, read_only=True) as work:
        waiting = work.session.execute(text("SELECT task_name, args FROM procrastinate_jobs")).one()
    assert tuple(waiting) == (jobs.SWEEP, {"collaboration_id": k5.collaboration_id, "code": "k5"})
    jobs.sweep(k5.collaboration_id, "k5")
    assert (is_new("oud"), is_new("jong")) == (True, False)


def test_what_is_done_leaves_no_job_behind(database: Database, k5: Actor, tmp_path: Path) -> None:
    with database.unit_of_work(k5) as work:
        work.defer(jobs.SWEEP, collaboration_id=k5.collaboration_id, code="k5")
    with database.unit_of_work(k5, read_only=True) as work:
        job_id = work.session.execute(text("SELECT id FROM procrastinate_jobs")).scalar_one()
    address = database.engine.url.render_as_string(hide_password=False)
    worker.run(Settings(var_dir=tmp_path), address, until_empty=True)
    with database.unit_of_work(k5, read_only=True) as work:
        # Only this one: the clock on the wall may have put jobs of its own beside it meanwhile.
        left = text("SELECT count(*) FROM procrastinate_jobs WHERE id = :id")
        assert work.session.execute(left, {"id": job_id}).scalar_one() == 0
