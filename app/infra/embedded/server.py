"""Starts, shares and stops the embedded server.

One process at a time starts or stops (a file lock); whoever finds it running shares it. The one that
started it stops it; if that one died, the next to come takes its place. Nothing here knows about
tables: migrating is for the caller.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL

from app.infra.embedded import processes
from app.infra.embedded.place import Place, Unavailable, find_place, own, run_as
from app.infra.embedded.roles import APP, DATABASE, OWNER, ensure_roles
from app.infra.settings import Settings

READY_SECONDS = 60
STOP_SECONDS = 60
SUPERUSER = "postgres"

_OPTIONS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=120",
    "shared_buffers=256MB",
    "random_page_cost=1.1",
    "jit=off",
    "log_timezone=UTC",
)
_IN_MEMORY = Path("/dev") / "shm"
_ROOM = 4 * 1024**3
_WITHOUT_CARE = ("fsync=off", "full_page_writes=off")
"""For data that is thrown away: faster, and lost when the machine stops."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the database is. `place` is None when it is another's server, named in the settings."""

    owner_url: str
    app_url: str
    place: Place | None = None
    is_ours: bool = False
    lock: Path | None = None

    def stop(self) -> None:
        """Stop the server if this process keeps it; else do nothing."""
        if self.place is None or self.lock is None or not self.is_ours:
            return
        with _alone(self.lock):
            _stop(self.place)


def ensure_running(settings: Settings, *, careless: bool = False) -> Server:
    """The server of this installation, ready to connect, with its roles and an empty or used database.

    `careless` leaves out the waiting for the disk: only for data that will be thrown away.
    Raises `Unavailable` with one line that says what to do.
    """
    if settings.database_url is not None:
        return Server(settings.database_owner_url or settings.database_url, settings.database_url)
    place = find_place(settings)
    lock = settings.var_dir / "postgres.lock"
    with _alone(lock):
        if processes.postmaster(place.data) is None:
            _clear_remains(place)
            _initialise(place, careless=careless)
            _start(place, careless=careless)
            is_ours = True
        else:
            _wait_until_ready(place, None)
            is_ours = not _is_kept(place)
        if is_ours:
            place.keeper.write_text(f"{os.getpid()} {processes.started_at(os.getpid())}", encoding="ascii")
            ensure_roles(_url(place, SUPERUSER, "postgres"))
    return Server(_url(place, OWNER, DATABASE), _url(place, APP, DATABASE), place, is_ours, lock)


@contextmanager
def throwaway(postgres_bin: Path | None = None) -> Iterator[Server]:
    """A server for tests: in a folder of its own, without care for the disk, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ssc-", dir=_quickest()))
    folder.chmod(0o711)
    settings = Settings(var_dir=folder, postgres_bin=postgres_bin).model_copy(update={"database_url": None})
    try:
        server = ensure_running(settings, careless=True)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _quickest() -> Path | None:
    """Memory where the machine has room for it: a copy of the template costs a tenth of what it does on disk."""
    try:
        found = os.statvfs(_IN_MEMORY)
    except OSError:
        return None
    has_room = found.f_bavail * found.f_frsize >= _ROOM and os.access(_IN_MEMORY, os.W_OK)
    return _IN_MEMORY if has_room else None


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process starts or stops this server."""
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _is_kept(place: Place) -> bool:
    """Whether the process that started the server still lives."""
    try:
        pid, started = place.keeper.read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return False
    return processes.started_at(int(pid)) == started != ""


def _clear_remains(place: Place) -> None:
    """Take away what a killed server left behind, once nobody works in its data any more."""
    for pid in processes.holders(place.data):
        if not processes.wait_until_gone(pid, 10):
            raise Unavailable(
                f"Proces {pid} van een afgebroken PostgreSQL werkt nog in {place.data}."
                " Beëindig het en start opnieuw."
            )
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (place.socket / name).unlink(missing_ok=True)


def _initialise(place: Place, *, careless: bool) -> None:
    """Make the data folder if it is not there: beside it first, so that it is whole or absent."""
    if place.data.exists():
        return
    fresh = place.home / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    own(fresh)
    # the builtin provider sorts the same on every machine; 15 and 16 do not have it
    provider = ["--locale-provider=builtin"] if place.major >= 17 else []
    care = ["--no-sync"] if careless else []
    _initdb(place, fresh, [*provider, "--locale=C.UTF-8", *care])
    fresh.rename(place.data)


def _initdb(place: Place, data: Path, options: list[str]) -> None:
    command = [str(place.bin / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
    environment = {"PATH": str(place.bin), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        subprocess.run(
            [*command, "--no-instructions", *options],
            check=True,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **run_as(),
        )
    except subprocess.CalledProcessError as failure:
        said = " ".join(failure.stderr.split())
        raise Unavailable(f"PostgreSQL kon in {data} geen gegevens aanmaken: {said}") from failure


def _start(place: Place, *, careless: bool) -> None:
    own(place.socket)
    options = [*_OPTIONS, f"unix_socket_directories={place.socket}", *(_WITHOUT_CARE if careless else ())]
    command = [str(place.bin / "postgres"), "-D", str(place.data)]
    command += [word for option in options for word in ("-c", option)]
    with place.log.open("ab") as log:
        # its own session: Ctrl-C in the terminal must reach the application first, not its database
        child = subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": str(place.bin), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **run_as(),
        )
    try:
        _wait_until_ready(place, child)
    except BaseException:
        child.send_signal(signal.SIGQUIT)
        child.wait()
        raise
    # from here on the server is known by its number in the data folder, whoever started it
    child.returncode = 0


def _wait_until_ready(place: Place, child: subprocess.Popen[bytes] | None) -> None:
    limit = time.monotonic() + READY_SECONDS
    while True:
        try:
            psycopg.connect(host=str(place.socket), user=SUPERUSER, dbname="postgres").close()
        except psycopg.OperationalError as failure:
            ended = child.poll() is not None if child else processes.postmaster(place.data) is None
            if ended or time.monotonic() > limit:
                said = place.log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
                raise Unavailable(f"PostgreSQL start niet. Zie {place.log}; daar staat: {said}") from failure
            time.sleep(0.02)
        else:
            return


def _stop(place: Place) -> None:
    """Fast shutdown: connections are ended, everything is on disk; after a minute, the hard way."""
    pid = processes.postmaster(place.data)
    place.keeper.unlink(missing_ok=True)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    if not _reaped(pid, STOP_SECONDS):
        os.kill(pid, signal.SIGQUIT)
        _reaped(pid, STOP_SECONDS)


def _reaped(pid: int, seconds: float) -> bool:
    gone = processes.wait_until_gone(pid, seconds)
    with suppress(ChildProcessError):  # raised when another process started it
        os.waitpid(pid, os.WNOHANG)
    return gone


def _url(place: Place, role: str, database: str) -> str:
    address = URL.create("postgresql+psycopg", role, database=database, query={"host": str(place.socket)})
    return address.render_as_string(hide_password=False)
