"""The command line, whole: starts on an empty folder, serves, stops clean, and refuses in one line."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app import running
from app.infra.embedded import Server as EmbeddedServer
from app.infra.embedded import processes
from app.infra.settings import Settings
from tests.conftest import Server, cloned

Environment = dict[str, str]


@pytest.fixture
def alone(project: Path) -> Iterator[Environment]:
    """The environment of an installation of its own, with nothing in it yet."""
    with tempfile.TemporaryDirectory(prefix="ssc-cli-") as folder:
        Path(folder).chmod(0o711)
        kept = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
        yield {**kept, "PYTHONPATH": str(project), "SSC_VAR_DIR": f"{folder}/var", "NO_COLOR": "1"}


def _ssc(environment: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "app.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fetch(url: str, process: subprocess.Popen[str]) -> int:
    limit = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return int(answer.status)
        except OSError:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < limit
            time.sleep(0.1)


def test_serves_from_an_empty_folder_and_leaves_nobody_behind(alone: Environment) -> None:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "app.cli", "serve", "--port", str(port)],
        env=alone,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert _fetch(f"http://127.0.0.1:{port}/", process) == 200
        assert _fetch(f"http://127.0.0.1:{port}/api/v1/openapi.json", process) == 200
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert processes.postmaster(Path(alone["SSC_VAR_DIR"]) / "postgres" / "data") is None


def test_migrates_twice_and_says_so(alone: Environment) -> None:
    for _ in range(2):
        done = _ssc(alone, "migrate")
        assert (done.returncode, done.stderr.strip()) == (0, "De database heeft de nieuwste opbouw.")


def test_a_server_that_does_not_answer_is_one_line(alone: Environment) -> None:
    nowhere = {**alone, "DATABASE_URL": "postgres://ssc_app@127.0.0.1:1/ssc"}
    done = _ssc({**nowhere, "DATABASE_OWNER_URL": nowhere["DATABASE_URL"]}, "migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("De database antwoordt niet: ")
    assert "Traceback" not in done.stderr


def test_migrating_a_named_database_needs_its_owner(alone: Environment) -> None:
    done = _ssc({**alone, "DATABASE_URL": "postgres://ssc_app@127.0.0.1:1/ssc"}, "migrate")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "DATABASE_OWNER_URL" in done.stderr


def test_an_old_structure_is_not_served(alone: Environment, server: Server, empty_database: str) -> None:
    named = {
        "DATABASE_URL": _plain(server.app(empty_database)),
        "DATABASE_OWNER_URL": _plain(server.owner(empty_database)),
    }
    done = _ssc({**alone, **named}, "serve", "--port", str(_free_port()))
    assert done.returncode == 1
    assert "./ssc migrate" in done.stderr


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """A database without any table."""
    yield from cloned(server, "template1")


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_help_is_dutch_and_names_every_command(alone: Environment) -> None:
    done = _ssc(alone, "--help")
    assert done.returncode == 0
    for command in ("serve", "worker", "migrate", "test"):
        assert command in done.stdout


def test_a_file_that_is_no_snapshot_is_refused_in_one_line(alone: Environment, tmp_path: Path) -> None:
    (tmp_path / "leeg.json").write_text("{}", encoding="utf-8")
    done = _ssc(alone, "settle", str(tmp_path / "leeg.json"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "leeg.json" in done.stderr


def test_a_case_that_is_not_there_is_named_beside_those_that_are(alone: Environment) -> None:
    done = _ssc(alone, "demo", "--case", "elders", "--no-serve")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == "De casus elders is er niet. In seed/ staan: k5."


def test_what_is_kept_running_knows_the_address_it_is_reached_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Links in e-mail are written by the worker: on another port they must lead to that port."""
    given: list[Environment] = []

    def supervised(programs: object, environment: Environment, announce: object) -> None:
        given.append(environment)

    monkeypatch.setattr(running, "supervise", supervised)
    settings = Settings(base_url="http://127.0.0.1:8123")
    running.keep(settings, EmbeddedServer("", "postgresql://nergens/ssc"), [], "")
    assert [environment["SSC_BASE_URL"] for environment in given] == ["http://127.0.0.1:8123"]
