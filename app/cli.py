"""The command line, `ssc`: each command opens what it needs and calls a service.

`./ssc` at the top of the clone prepares Python and hands over to this. Rooms are imported inside
the commands, so that asking for help is quick. Nothing here decides anything about the work.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError
from typer import rich_utils

from app.commands import commands
from app.infra.embedded import Unavailable, ensure_running, throwaway
from app.infra.migrate import migrate
from app.infra.processes import check_port, python
from app.infra.settings import PROJECT, Settings
from app.kernel.actor import Actor, Via
from app.kernel.errors import Invalid, NotFound, SscError
from app.running import connected, console, job_worker, keep, opened, web_server

cli = typer.Typer(
    name="ssc",
    help="Opdrachten, uren, verdeling en afrekening van een shared service centrum.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli.add_typer(commands)
rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
rich_utils.OPTIONS_PANEL_TITLE = "Keuzes"
rich_utils.ARGUMENTS_PANEL_TITLE = "Gegevens"
rich_utils.ERRORS_PANEL_TITLE = "Fout"

Host = Annotated[str, typer.Option(help="Adres waarop de bladzijden te bereiken zijn.")]
Port = Annotated[int, typer.Option(help="Poort waarop de bladzijden te bereiken zijn.")]


@cli.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, processes: int = 1, worker: bool = True) -> None:
    """Bladzijden en API openen, met een werker erbij; stoppen met Ctrl-C."""
    check_port(host, port)
    settings = Settings()
    with opened(settings) as server:
        programs = [web_server(host, port, processes), *([job_worker()] if worker else [])]
        keep(settings, server, programs, f"Open http://{host}:{port} in uw browser. Stoppen: Ctrl-C.")


@cli.command()
def worker() -> None:
    """Alleen werk op de achtergrond doen: PDF's, e-mail, grote bestanden."""
    settings = Settings()
    with opened(settings) as server:
        keep(settings, server, [job_worker()], "De werker draait. Stoppen: Ctrl-C.")


@cli.command("migrate")
def migrate_database() -> None:
    """De database de nieuwste opbouw geven."""
    settings = Settings()
    if settings.database_url is not None and settings.database_owner_url is None:
        raise Unavailable("Migreren gaat als eigenaar. Zet ook DATABASE_OWNER_URL.")
    server = ensure_running(settings)
    try:
        migrate(server.owner_url)
        console.print("De database heeft de nieuwste opbouw.")
    finally:
        server.stop()


@cli.command("load")
def load_case(
    source: Annotated[
        str,
        typer.Argument(help="Naam van een casus in seed/, een map met CSV-bestanden, of een XLSX-bestand."),
    ],
) -> None:
    """Een samenwerkingsverband laden uit een werkboek: alles, of niets als er een cel niet klopt."""
    from app.features.workbook.service import load_grids
    from app.infra.sheets import read_sheets

    case = PROJECT / "seed" / source
    path = case if case.is_dir() else Path(source)
    settings = Settings()
    try:
        grids = read_sheets(path)
        with (
            opened(settings) as server,
            connected(server) as database,
            database.unit_of_work(Actor.system(0, via=Via.COMMAND)) as work,
        ):
            actor = load_grids(work, grids)
    except Invalid as refusal:
        console.print(refusal.message, style="red", markup=False, soft_wrap=True)
        for finding in refusal.findings:
            console.print(f"  {finding.field}: {finding.message}", markup=False)
        raise typer.Exit(1) from refusal
    console.print(f"Samenwerkingsverband {actor.collaboration_code} is geladen.")


@cli.command("export")
def export_case(
    code: Annotated[str, typer.Argument(help="Code van het samenwerkingsverband, zoals k5.")],
    target: Annotated[Path, typer.Argument(help="Een XLSX-bestand, of een map voor CSV-bestanden.")],
) -> None:
    """Een samenwerkingsverband wegschrijven als werkboek, zoals laden het leest."""
    from app.features.workbook.service import export_grids
    from app.infra.sheets import write_folder, write_xlsx
    from app.infra.tenancy import find_collaboration

    with opened(Settings()) as server, connected(server) as database:
        with database.unit_of_work(Actor.nobody(), read_only=True) as work:
            found = find_collaboration(work.session, code)
        if found is None:
            raise NotFound(f"Samenwerkingsverband {code}")
        with database.unit_of_work(Actor.system(found.id, code, Via.COMMAND), read_only=True) as work:
            grids = export_grids(work)
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(write_xlsx(grids))
    else:
        write_folder(grids, target)
    console.print(f"{found.name} staat in {target}.")


@cli.command()
def settle(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="Een vastlegging, zoals een afrekenrun die bewaart."
        ),
    ],
) -> None:
    """Een vastlegging afrekenen, zonder database; de regels gaan naar de uitvoer."""
    from app.features.settlement.core.errors import SettlementError, Unsettled
    from app.features.settlement.core.settle import settle as reckoned
    from app.features.settlement.core.snapshot import (
        UnreadableSnapshot,
        digest_of,
        from_snapshot,
        lines_body,
    )

    try:
        body = file.read_bytes()
        lines = lines_body(reckoned(from_snapshot(body)))
    except (UnreadableSnapshot, SettlementError, Unsettled) as refusal:
        raise Unavailable(f"{file}: {refusal}") from refusal
    sys.stdout.buffer.write(lines + b"\n")
    typer.echo(f"Controlegetal van de invoer: {digest_of(body)}", err=True)
    typer.echo(f"Controlegetal van de regels: {digest_of(lines)}", err=True)


@cli.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_tests(
    context: typer.Context,
    server: Annotated[
        int | None,
        typer.Option(help="Draai wat een database nodig heeft op deze versie van Debians PostgreSQL."),
    ] = None,
) -> None:
    """Alle proeven draaien; wat erachter staat gaat naar pytest."""
    command = [*python("pytest"), *_side_by_side(context.args), *context.args]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    # the tests start Python often: without this each start compiles every module again
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if server is None:
        raise typer.Exit(subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode)
    with throwaway(_debians_postgres(server)) as running:
        named = {"SSC_TEST_OWNER_URL": running.owner_url, "SSC_TEST_APP_URL": running.app_url}
        only = ["-m", "database and not browser"]
        done = subprocess.run([*command, *only], cwd=PROJECT, env=environment | named, check=False)
    raise typer.Exit(done.returncode)


def _side_by_side(words: Sequence[str]) -> tuple[str, ...]:
    """How pytest spreads all tests over processes, a core each; some tests are sooner done in one."""
    if not all(word.startswith("-") for word in words):  # a path, or a choice such as `-k word`
        return ()
    return ("-n", "logical", "--maxprocesses", "4", "--dist", "worksteal")


def _debians_postgres(major: int) -> Path:
    """The binaries of this version, installed as a package where they lack and we may."""
    binaries = Path(f"/usr/lib/postgresql/{major}/bin")
    package = f"postgresql-{major}"
    if not (binaries / "postgres").exists():
        if os.geteuid() != 0:
            raise Unavailable(f"Installeer eerst, als beheerder: apt-get install {package}")
        console.print(f"{package} wordt geïnstalleerd …")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
            command = ["apt-get", "-qq", *words]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
    if not (binaries / "postgres").exists():
        raise Unavailable(f"Dit systeem heeft het pakket {package} niet.")
    return binaries


def main() -> None:
    """Run the command line; a refusal is one Dutch line and exit code 1."""
    # as with Ctrl-C, what was opened is closed again
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        cli(prog_name="ssc")
    except SscError as refusal:
        console.print(refusal.message, style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except OperationalError as failure:
        said = str(failure.orig).strip().splitlines()[0]
        console.print(f"De database antwoordt niet: {said}", style="red", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
