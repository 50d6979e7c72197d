"""Keeps the processes of one machine together: web server and worker start, run and stop as one.

Each runs in a session of its own, so that Ctrl-C reaches only the keeper, which then ends them in
order. When one ends by itself, all end: a web server without a worker would look healthy and
deliver nothing. Restarting is for who started the keeper (systemd, a container platform).
"""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from types import FrameType

from app.kernel.errors import Refused

STOP_SECONDS = 20
_LOOK_EVERY = 0.1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep: its name for the reader, its command, and where it listens (if it does)."""

    name: str
    command: tuple[str, ...]
    listens_on: tuple[str, int] | None = None


def python(module: str, *words: str) -> tuple[str, ...]:
    """The command that runs a module with this very Python."""
    return (sys.executable, "-P", "-m", module, *words)


def check_port(host: str, port: int) -> None:
    """Raise `Refused` in words when something else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            reason = f"Poort {port} op {host} is niet vrij. Kies een andere met --port."
            raise Refused(reason) from failure


def supervise(
    programs: Sequence[Program],
    environment: Mapping[str, str],
    announce: Callable[[], None] = lambda: None,
) -> str | None:
    """Run all programs until a signal comes; gives None, or the Dutch reason when one ended by itself.

    `announce` is called once, when every program that listens takes connections.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    with _signals() as received:
        try:
            for program in programs:
                children[program.name] = _start(program, environment)
            places = [program.listens_on for program in programs if program.listens_on]
            return _watch(children, places, received, announce)
        finally:
            _end(list(reversed(children.values())), received)


def _watch(
    children: Mapping[str, subprocess.Popen[bytes]],
    places: Sequence[tuple[str, int]],
    received: Sequence[int],
    announce: Callable[[], None],
) -> str | None:
    announced = False
    while not received:
        for name, child in children.items():
            if child.poll() is not None:
                return f"{name} is vanzelf gestopt (code {child.returncode}); alles stopt."
        if not announced and all(_is_open(*place) for place in places):
            announced = True
            announce()
        time.sleep(_LOOK_EVERY)
    return None


def _start(program: Program, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # with setpriv of util-linux a child ends when the keeper is killed without a chance to say so
    tied = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()
    return subprocess.Popen(
        (*tied, *program.command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(children: Sequence[subprocess.Popen[bytes]], received: Sequence[int]) -> None:
    """Ask first; who takes too long, or a second Ctrl-C, ends the hard way."""
    signals_before = len(received)
    limit = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        while child.poll() is None:
            if time.monotonic() > limit or len(received) > max(signals_before, 1):
                child.kill()
            time.sleep(_LOOK_EVERY / 2)


def _is_open(host: str, port: int) -> bool:
    address = ip_address(socket.gethostbyname(host) if ":" not in host else host)
    if address.is_unspecified:  # "everywhere" is a place to listen, not to call
        host = "127.0.0.1" if address.version == 4 else "::1"
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Collects the signals that ask to stop; puts the old handlers back."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in _SIGNALS}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
