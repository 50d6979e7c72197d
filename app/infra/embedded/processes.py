"""What the system knows about processes: whether a server lives, and who still holds its data.

Reads `/proc`. A process that was killed and not yet waited for (a zombie) has a number but does not
live; taking it for alive is what keeps other wrappers from starting again.
"""

import os
import time
from pathlib import Path

PROC = Path("/proc")


def postmaster(data: Path) -> int | None:
    """The number of the living server of this data folder, or None."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if is_alive(pid) and str(data) in _command(pid) else None


def is_alive(pid: int) -> bool:
    """Whether this process runs: it exists and is no zombie."""
    return _state(pid) not in {"", "Z", "X"}


def started_at(pid: int) -> str:
    """When this process started, in ticks since boot: a number used again differs by it."""
    return _after_name(pid)[19] if is_alive(pid) else ""


def holders(data: Path) -> list[int]:
    """Processes that work in this folder: children of a server that was killed."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            try:
                at = (entry / "cwd").readlink()
            except OSError:
                continue  # it ended meanwhile, or it is another user's and so none of ours
            if at == data and is_alive(int(entry.name)):
                found.append(int(entry.name))
    return found


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Whether this process ended within so many seconds."""
    limit = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def _state(pid: int) -> str:
    fields = _after_name(pid)
    return fields[0] if fields else ""


def _after_name(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may itself hold spaces and brackets."""
    try:
        return (PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "cmdline").read_text(encoding="utf-8").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []
