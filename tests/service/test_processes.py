"""Web server and worker live and die together: a signal ends all, a death is noticed, nobody is left.

The programs are small Pythons; the command line is tried whole in `test_commands.py`.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.infra.embedded.processes import is_alive
from app.infra.processes import Program, check_port, supervise
from app.kernel.errors import Refused

SLEEP = "import time; time.sleep(60)"
LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
KEEPER = """
import os, sys
from app.infra.processes import Program, supervise
print(os.getpid(), flush=True)
code = "import os, time; open(%r, 'w').write(str(os.getpid())); time.sleep(60)" % sys.argv[1]
supervise([Program("Kind", (sys.executable, "-c", code))], os.environ)
"""


def _program(name: str, code: str, *words: str, port: int | None = None) -> Program:
    place = None if port is None else ("127.0.0.1", port)
    return Program(name, (sys.executable, "-c", code, *words), place)


def _soon(seconds: float, action: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, action)
    timer.start()
    return timer


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_signal_ends_all_programs_and_is_no_fault() -> None:
    timer = _soon(1, _interrupt)
    began = time.monotonic()
    assert supervise([_program("Een", SLEEP), _program("Twee", SLEEP)], os.environ) is None
    timer.join()
    assert time.monotonic() - began < 20


def test_a_program_that_ends_by_itself_ends_the_others_with_a_reason() -> None:
    programs = [_program("De webserver", SLEEP), _program("De werker", "import sys; sys.exit(7)")]
    reason = supervise(programs, os.environ)
    assert reason == "De werker is vanzelf gestopt (code 7); alles stopt."


def test_a_killed_program_is_noticed_too() -> None:
    reason = supervise([_program("De werker", "import os; os.kill(os.getpid(), 9)")], os.environ)
    assert reason == "De werker is vanzelf gestopt (code -9); alles stopt."


def test_announces_once_and_only_when_the_port_answers(port: int) -> None:
    heard: list[float] = []

    def announce() -> None:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        heard.append(time.monotonic())
        _interrupt()

    assert supervise([_program("De webserver", LISTEN, str(port), port=port)], os.environ, announce) is None
    assert len(heard) == 1


def test_a_second_signal_does_not_wait_for_a_deaf_program() -> None:
    timers = [_soon(2, _interrupt), _soon(3, _interrupt)]
    began = time.monotonic()
    assert supervise([_program("Doof", DEAF)], os.environ) is None
    for timer in timers:
        timer.join()
    assert time.monotonic() - began < 15


def test_handlers_of_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    supervise([_program("De werker", "pass")], os.environ)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_child_does_not_outlive_a_keeper_that_was_killed(tmp_path: Path, project: Path) -> None:
    note = tmp_path / "child"
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(note)], env={**os.environ, "PYTHONPATH": str(project)}
    )
    limit = time.monotonic() + 30
    while not (note.exists() and note.read_text(encoding="ascii")) and time.monotonic() < limit:
        time.sleep(0.05)
    child = int(note.read_text(encoding="ascii"))
    assert is_alive(child)
    keeper.kill()
    keeper.wait()
    while is_alive(child) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not is_alive(child)


def test_a_taken_port_is_refused_in_words(port: int) -> None:
    check_port("127.0.0.1", port)
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(Refused, match=rf"Poort {port} .* niet vrij"),
    ):
        check_port("127.0.0.1", port)
