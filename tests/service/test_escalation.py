"""Escalation and digests: once each, to who may know, whatever happens in between."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.features.access import service as access
from app.features.assignments import service as assignments
from app.features.assignments.core.notices import Rhythm
from app.features.assignments.service import digests, notices
from app.features.sla.core.words import Metric
from app.features.sla.service import escalation
from app.infra import mail
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.settings import Settings
from app.kernel.roles import Role
from tests.assignment_world import World, build, complete

MONDAY = datetime(2026, 4, 6, 8, 0, tzinfo=UTC)
SITE = "http://ssc.test"


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with a manager, an office of Vlist and one of Ouderkerk that can be written to."""
    made = build(database)
    with database.unit_of_work(made.system) as work:
        for role, organisation, name in (
            (Role.MANAGER, "BER", "Marit Manager"),
            (Role.OFFICE, "VLI", "Vera van Vlist"),
            (Role.OFFICE, "OUD", "Otto van Ouderkerk"),
        ):
            account = access.create_account(work, name, f"{name.split()[0].lower()}@proef.test")
            access.grant_role(
                work, account, role, made.organisations[organisation], None, date(2026, 1, 1), None
            )
    return made


def submitted(world: World, **changes: Any) -> UUID:
    """An assignment that Vlist handed in."""
    with world.database.unit_of_work(world.vlist) as work:
        made = assignments.draft(work, complete(**changes))
        assignments.submit(work, made.id)
    return made.id


_CLOCK = text(
    "INSERT INTO clock (collaboration_id, subject_id, metric, subject_kind, label, area_id, organisation_id, norm_id,"
    " why, state, is_governing, started_at, paused_at, due_at, warn_percents, warn_ats, unit, target_total,"
    " spent_total)"
    " SELECT a.collaboration_id, a.id, :metric, 'assignment', a.number, a.area_id, a.lead_organisation_id, :norm,"
    " 'proef', :state, false, :start, :paused, :due, ARRAY[50, 90], CAST(:warnings AS timestamptz[]), 'werkuren',"
    " 100, 0"
    " FROM assignment a WHERE a.id = :id"
)
_NORM = text(
    "INSERT INTO norm (collaboration_id, id, area_id, metric, amount, unit, is_extended, warn_percents, notify_roles,"
    " version, valid_from) SELECT collaboration_id, :id, area_id, 'doorlooptijd', 10, 'werkuren', false,"
    " ARRAY[50, 90], CAST(:roles AS text[]), 1, '2026-01-01' FROM assignment WHERE id = :assignment"
    " ON CONFLICT DO NOTHING"
)


def clocked(world: World, assignment: UUID, due: datetime | None, roles: list[str], **changes: Any) -> None:
    """A clock on it whose warnings stand a quarter and a tenth of ten hours before `due`."""
    with world.database.unit_of_work(world.system) as work:
        work.session.execute(_NORM, {"id": work.new_id(), "assignment": assignment, "roles": roles})
        norm = work.session.execute(text("SELECT id FROM norm")).scalar_one()
        warnings = [due - timedelta(hours=5), due - timedelta(hours=1)] if due else []
        values = {"metric": Metric.LEAD_TIME, "state": "loopt", "start": MONDAY, "paused": None, "due": due}
        known = {**values, **changes, "id": assignment, "norm": norm, "warnings": warnings}
        work.session.execute(
            text(_CLOCK.text.replace("[50, 90]", "[50, 90]" if due else "[]::integer[]")), known
        )


def look(world: World) -> int:
    """One look of the job."""
    with world.database.unit_of_work(world.system) as work:
        return escalation.escalate(work, SITE)


def post(world: World) -> list[tuple[str, str]]:
    """The address and subject of every message."""
    with world.database.unit_of_work(world.system, read_only=True) as work:
        rows = work.session.execute(text("SELECT address, subject FROM mail ORDER BY address, id")).all()
        return [(row.address, row.subject) for row in rows]


def test_a_threshold_is_told_once_and_to_who_may_know(world: World, clock: FixedClock) -> None:
    one = submitted(world)
    clocked(world, one, MONDAY + timedelta(hours=10), ["ssc-manager", "bestuursbureau"])
    clock.set(MONDAY + timedelta(hours=5))
    assert (look(world), look(world)) == (1, 0)
    assert post(world) == [
        ("marit@proef.test", "1 termijn vraagt aandacht"),
        ("vera@proef.test", "1 termijn vraagt aandacht"),
    ]


def test_after_a_night_of_standing_still_only_the_highest_is_told(world: World, clock: FixedClock) -> None:
    clocked(world, submitted(world), MONDAY + timedelta(hours=10), ["ssc-manager"])
    clock.set(MONDAY + timedelta(days=1))
    assert look(world) == 3
    assert post(world) == [("marit@proef.test", "1 termijn is verstreken")]
    with world.database.unit_of_work(world.manager) as work:
        told = notices.list_notices(work)
    assert [one.threshold for one in told] == [100]


def test_two_workers_at_once_tell_once(world: World, clock: FixedClock) -> None:
    for _ in range(5):
        clocked(world, submitted(world), MONDAY + timedelta(hours=10), ["ssc-manager"])
    clock.set(MONDAY + timedelta(days=1))
    start = Barrier(2)

    def worker(_: int) -> int:
        start.wait(10)
        return look(world)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(worker, range(2))) == 15
    with world.database.unit_of_work(world.system, read_only=True) as work:
        told = work.session.execute(text("SELECT count(*) FROM notice")).scalar_one()
        bodies = work.session.execute(text("SELECT body FROM mail")).scalars().all()
    assert told == 15
    assert sum(body.count("verstreek op") for body in bodies) == 5


def test_a_stop_in_the_middle_tells_all_of_it_the_next_time(world: World, clock: FixedClock) -> None:
    clocked(world, submitted(world), MONDAY + timedelta(hours=10), ["ssc-manager"])
    clock.set(MONDAY + timedelta(hours=9))
    with pytest.raises(KeyboardInterrupt), world.database.unit_of_work(world.system) as work:
        assert escalation.escalate(work, SITE) == 2
        raise KeyboardInterrupt
    assert post(world) == []
    assert look(world) == 2
    assert len(post(world)) == 1


def test_nothing_is_told_while_the_clock_stands_still(world: World, clock: FixedClock) -> None:
    clocked(world, submitted(world), None, ["ssc-manager"], state="staat stil", paused=MONDAY)
    clock.set(MONDAY + timedelta(days=30))
    assert look(world) == 0


def test_another_office_hears_and_sees_nothing_of_what_is_confidential(
    world: World, clock: FixedClock
) -> None:
    one = submitted(world, is_confidential=True)
    clocked(world, one, MONDAY + timedelta(hours=10), ["bestuursbureau"])
    clock.set(MONDAY + timedelta(days=1))
    look(world)
    assert {address for address, _ in post(world)} == {"vera@proef.test"}
    with world.database.unit_of_work(world.ouderkerk) as work:
        assert notices.list_notices(work) == []
        assert notices.count_unread(work) == 0
    with world.database.unit_of_work(world.vlist) as work:
        assert [one.metric for one in notices.list_notices(work)] == [Metric.LEAD_TIME]


def test_what_was_read_counts_no_more_until_a_higher_threshold(world: World, clock: FixedClock) -> None:
    clocked(world, submitted(world), MONDAY + timedelta(hours=10), ["ssc-manager"])
    with world.database.unit_of_work(world.system) as work:
        account = access.find_account(work, "marit@proef.test")
    marit = replace(world.manager, account_id=account)

    def unread() -> int:
        with world.database.unit_of_work(marit) as work:
            return notices.count_unread(work)

    clock.set(MONDAY + timedelta(hours=6))
    look(world)
    assert unread() == 1
    with world.database.unit_of_work(marit) as work:
        assert notices.mark_read(work) == 1
    assert unread() == 0
    clock.set(MONDAY + timedelta(hours=11))
    look(world)
    assert unread() == 1


def digest(world: World) -> int:
    """One look of the job of digests."""
    with world.database.unit_of_work(world.system) as work:
        return digests.send_digests(work, SITE)


def test_an_office_gets_its_digest_once_a_week_unless_it_wants_another_rhythm(
    world: World, clock: FixedClock
) -> None:
    submitted(world)
    clock.set(MONDAY)
    assert (digest(world), digest(world)) == (1, 0)
    clock.set(MONDAY + timedelta(days=1))
    assert digest(world) == 0
    with world.database.unit_of_work(world.vlist) as work:
        digests.set_rhythm(work, "dag")
        assert digests.rhythm_of_own(work) is Rhythm.DAY
    assert digest(world) == 1
    assert post(world) == [
        ("vera@proef.test", "1 opdracht loopt, stand van maandag 6 april 2026"),
        ("vera@proef.test", "1 opdracht loopt, stand van dinsdag 7 april 2026"),
    ]


def test_before_seven_no_digest_goes_out(world: World, clock: FixedClock) -> None:
    submitted(world)
    clock.set(MONDAY.replace(hour=4))  # six in Amsterdam
    assert digest(world) == 0


class Server(threading.Thread):
    """A mail server of one conversation at a time, on loopback; keeps what it was given."""

    def __init__(self, refuses: str = "") -> None:
        super().__init__(daemon=True)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._refuses = refuses
        self.port: int = self._socket.getsockname()[1]
        self.taken: list[str] = []

    def run(self) -> None:
        """Take letters until the socket is closed."""
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb", buffering=0) as line:
                self._talk(line)

    def stop(self) -> None:
        """Take no more."""
        self._socket.close()

    def _talk(self, line: Any) -> None:
        line.write(b"220 proef\r\n")
        while said := line.readline():
            word = said.decode().strip()
            if word.upper() == "DATA":
                line.write(b"354 toe maar\r\n")
                letter = b"".join(iter(line.readline, b".\r\n"))
                self.taken.append(letter.decode())
                line.write(b"250 goed\r\n")
            elif self._refuses and self._refuses in word:
                line.write(b"550 onbekend\r\n")
            else:
                line.write(b"221 dag\r\n" if word.upper() == "QUIT" else b"250 goed\r\n")


def delivered(world: World, settings: Settings) -> int:
    """How many messages the job took from the post."""
    count = 0
    while True:
        with world.database.unit_of_work(world.system) as work:
            if not mail.deliver_one(work, settings):
                return count
            count += 1


def test_messages_go_to_the_mail_server_once_and_a_refused_one_holds_up_none(
    world: World, clock: FixedClock, tmp_path: Path
) -> None:
    clocked(world, submitted(world), MONDAY + timedelta(hours=10), ["ssc-manager", "bestuursbureau"])
    clock.set(MONDAY + timedelta(days=1))
    look(world)
    assert delivered(world, Settings(var_dir=tmp_path)) == 0  # no mail server: it stays in the local mailbox
    server = Server(refuses="marit@proef.test")
    server.start()
    settings = Settings(
        var_dir=tmp_path,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_starttls=False,
        smtp_from="ssc@proef.test",
    )
    assert delivered(world, settings) == 2
    assert delivered(world, settings) == 0
    server.stop()
    assert len(server.taken) == 1
    assert "To: vera@proef.test" in server.taken[0]
    with world.database.unit_of_work(world.system, read_only=True) as work:
        fates = work.session.execute(
            text("SELECT address, sent_at IS NOT NULL, refused FROM mail ORDER BY 1")
        ).all()
    assert fates[0][:2] == ("marit@proef.test", False)
    assert "550" in fates[0][2]
    assert fates[1] == ("vera@proef.test", True, None)
