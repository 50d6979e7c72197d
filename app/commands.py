"""Commands about what is in an installation: the demo, proof, and making states anew.

Each opens what it needs and calls a service. Rooms are imported inside the commands, so that asking for
help is quick.
"""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.infra.clock import local_day
from app.infra.db import Database
from app.infra.embedded import Server, Unavailable
from app.infra.processes import check_port
from app.infra.settings import PROJECT, Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import CollaborationName, list_collaborations
from app.kernel import dutch
from app.kernel.actor import Actor, Via
from app.kernel.errors import NotFound
from app.running import connected, connected_as_owner, console, job_worker, keep, opened, web_server

if TYPE_CHECKING:
    from app.features.simulation.core.acts import Act

commands = typer.Typer()


@commands.command("demo")
def run_demo(
    case: Annotated[str, typer.Option(help="Map in seed/ die geladen wordt.")] = "k5",
    port: Annotated[int, typer.Option(help="Poort waarop de bladzijden te bereiken zijn.")] = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="Begin opnieuw, ook als er al gespeeld is.")] = False,
    serve: Annotated[bool, typer.Option(help="Open de bladzijden na het spelen.")] = True,
) -> None:
    """Een half jaar laten spelen, de papieren tekenen en de bladzijden openen."""
    cases = sorted(file.parent.name for file in (PROJECT / "seed").glob("*/samenwerkingsverband.csv"))
    if case not in cases:
        raise Unavailable(f"De casus {case} is er niet. In seed/ staan: {dutch.listing(cases)}.")

    from app import demo

    if serve:
        check_port("127.0.0.1", port)
    settings = Settings(base_url=f"http://127.0.0.1:{port}")
    with opened(settings) as server:
        if reset or demo.played_case(settings, server.app_url) != case:
            _play(settings, server, case)
        logins = Table(
            "rol", "gebruikersnaam", "wachtwoord", title="Inloggen in de demo", title_justify="left"
        )
        for login in demo.logins_of(settings):
            logins.add_row(*login)
        console.print(logins)
        console.print("De log-ins staan met een sleutel per organisatie ook in var/demo.json.")
        if serve:
            announcement = (
                f"Open {settings.base_url} in uw browser. Vandaag is daar {_today(server)}. Stoppen: Ctrl-C."
            )
            keep(settings, server, [web_server("127.0.0.1", port, 1), job_worker()], announcement)


def _play(settings: Settings, server: Server, case: str) -> None:
    from app import demo, worker

    demo.start_anew(settings, server.owner_url, server.app_url)
    shown = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*shown, console=console) as progress:
        task = progress.add_task("Laden van de gegevens", total=None)

        def told(act: "Act", place: int, of: int) -> None:
            words = f"Spelen: {dutch.month(local_day(act.at))}"
            progress.update(task, total=of, completed=place, description=words)

        demo.play(settings, server.app_url, case, told)
        progress.update(task, description="Gespeeld: januari t/m juni 2026")
        drawing = progress.add_task("Tekenen van de papieren", total=None)
        worker.run(settings, server.app_url, until_empty=True)
        progress.update(drawing, total=1, completed=1, description="De papieren zijn getekend")
    demo.mark_played(settings, server.app_url)


@commands.command("verify")
def verify() -> None:
    """Bewijzen dat het logboek ongebroken is en dat elke stand klopt met zijn gebeurtenissen."""
    from app.features.access import service as access

    settings = Settings()
    is_good = True
    with opened(settings) as server, connected(server) as database:
        storage = FolderStorage(settings.var_dir / "documents")
        verdicts = access.verify_audit(database)
        if not verdicts:
            console.print("Er is nog geen samenwerkingsverband om na te kijken. Laad er een: ./ssc load k5")
        for verdict in verdicts:
            wrong = [*verdict.broken]
            wrong += _deviations(database, _collaboration(database, verdict.code), storage)
            for sentence in wrong:
                console.print(f"{verdict.code}: {sentence}", style="red", markup=False)
            is_good = is_good and not wrong
            if not wrong:
                count = dutch.number(verdict.entries)
                console.print(
                    f"{verdict.code}: het logboek is ongebroken ({count} regels). Opdrachten, klokken, uren, nummers, "
                    "afrekeningen, facturen en stukken kloppen."
                )
    if not is_good:
        raise typer.Exit(1)


def _deviations(database: Database, collaboration: CollaborationName, storage: FolderStorage) -> list[str]:
    """What each room finds of its own states, sums, numbers and files; each in a transaction that only reads."""
    from app.features.assignments import service as assignments
    from app.features.hours import service as hours
    from app.features.invoices import service as invoices
    from app.features.settlement import service as settlement

    found = []
    rooms = (assignments.deviations, assignments.clock_deviations, hours.deviations, settlement.deviations)
    for room in rooms:
        with database.unit_of_work(_system(collaboration), read_only=True) as work:
            found += room(work)
    with database.unit_of_work(_system(collaboration), read_only=True) as work:
        found += invoices.deviations(work, storage)
    return found


@commands.command("rebuild")
def rebuild() -> None:
    """Elke stand opnieuw maken uit de gebeurtenissen."""
    from app.features.assignments import service as assignments
    from app.features.hours import service as hours

    settings = Settings()
    if settings.database_url is not None and settings.database_owner_url is None:
        raise Unavailable("Herstellen gaat als eigenaar. Zet ook DATABASE_OWNER_URL.")
    with opened(settings) as server, connected(server) as database, connected_as_owner(server) as owner:
        for collaboration in _collaborations(database):
            with database.unit_of_work(_system(collaboration)) as work:
                changed = assignments.rebuild(work)
            with database.unit_of_work(_system(collaboration)) as work:
                reset = assignments.rebuild_clocks(work)
            with owner.unit_of_work(_system(collaboration)) as work:
                mended = hours.rebuild(work)
            console.print(
                f"{collaboration.code}: {dutch.count(changed, 'opdracht', 'opdrachten')}, "
                f"de klokken van {dutch.count(reset, 'opdracht', 'opdrachten')} en "
                f"{dutch.count(mended, 'stand van uren', 'standen van uren')} hersteld."
            )


def _collaborations(database: Database) -> list[CollaborationName]:
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        return list_collaborations(work.session)


def _collaboration(database: Database, code: str) -> CollaborationName:
    found = next((one for one in _collaborations(database) if one.code == code), None)
    if found is None:
        raise NotFound(f"Het samenwerkingsverband {code}")
    return found


def _system(collaboration: CollaborationName) -> Actor:
    return Actor.system(collaboration.id, collaboration.code, via=Via.COMMAND)


def _today(server: Server) -> str:
    with connected(server) as database:
        return dutch.long_day(local_day(database.clock.now()))
