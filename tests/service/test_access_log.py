"""The log: what it tells, and that whatever is changed behind our back is found."""

from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from app.features.access import service
from app.features.access.core.values import LogFilter
from app.features.access.service.log import read_log, verify_audit
from app.infra.db import Database
from app.kernel.actor import Actor
from tests.access_world import VLIST, collaboration, manager


@pytest.fixture
def k5(database: Database, owner: Engine) -> Actor:
    """The system in a collaboration with one organisation and one area."""
    return collaboration(database, owner, "k5")


@pytest.fixture
def reik(database: Database, owner: Engine, k5: Actor) -> Actor:
    """The same in another collaboration, made after the first."""
    return collaboration(database, owner, "reik")


@pytest.fixture
def fenna(database: Database, k5: Actor) -> UUID:
    """An account with a password that manages k5."""
    return manager(database, k5)


@pytest.fixture
def written(database: Database, k5: Actor, fenna: UUID) -> Actor:
    """k5 with some lines in its log."""
    for number in range(4):
        with database.unit_of_work(k5) as work:
            service.create_application(work, VLIST, f"Zaken {number}")
    return k5


def test_the_log_tells_what_was_before_and_after(database: Database, written: Actor, fenna: UUID) -> None:
    with database.unit_of_work(written, read_only=True) as work:
        page = read_log(work, LogFilter())
        assert [line.seq for line in page.lines] == [5, 4, 3, 2, 1]
        assert all(line.is_sound for line in page.lines)
        assert (page.next_seq, page.total) == (None, 5)
        [about] = read_log(work, LogFilter(subject=str(fenna))).lines
        assert (about.actor, about.use_case, about.via) == ("Systeem", "account maken", "taak")
        keys = read_log(work, LogFilter(use_case="toepassing maken"), before=4).lines
        assert [line.seq for line in keys] == [3, 2]
        grant = next(change for change in about.detail or [] if change["kind"] == "rol")
        assert grant["after"]["role"] == "ssc-manager"
        assert [line.seq for line in read_log(work, LogFilter(subject=grant["id"])).lines] == [1]


@pytest.mark.parametrize(
    ("table", "statement", "words"),
    [
        (
            "audit_entry",
            "UPDATE audit_entry SET actor_name = 'Iemand' WHERE seq = 2",
            "Regel 2 van het logboek is gewijzigd",
        ),
        (
            "audit_entry",
            "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE seq = 2",
            "Regel 2 van het logboek is gewijzigd",
        ),
        ("audit_detail", "UPDATE audit_detail SET detail = '[]' WHERE seq = 3", "bijzonderheden van regel 3"),
        (
            "audit_entry",
            "DELETE FROM audit_detail WHERE seq = 5; DELETE FROM audit_entry WHERE seq = 5",
            "eindigt bij regel 4",
        ),
        (
            "audit_entry",
            "DELETE FROM audit_detail WHERE seq = 2; DELETE FROM audit_entry WHERE seq = 2",
            "Regel 2 van het logboek ontbreekt",
        ),
        (
            "audit_head",
            "UPDATE audit_head SET seq = 9 WHERE collaboration_id = 1",
            "hoofd wijst naar regel 9",
        ),
    ],
)
def test_whatever_is_changed_behind_our_back_is_found(
    database: Database, written: Actor, reik: Actor, owner: Engine, table: str, statement: str, words: str
) -> None:
    assert [verdict.broken for verdict in verify_audit(database)] == [(), ()]
    with owner.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for part in statement.split(";"):
            connection.execute(text(part))
    verdicts = {verdict.code: verdict for verdict in verify_audit(database)}
    assert verdicts["reik"].broken == ()
    assert words in str(verdicts["k5"])


def test_emptied_details_do_not_break_the_chain(database: Database, written: Actor, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE audit_detail SET detail = NULL WHERE seq <= 3"))
    assert [str(verdict) for verdict in verify_audit(database)] == ["k5: het logboek klopt, 5 regels."]
