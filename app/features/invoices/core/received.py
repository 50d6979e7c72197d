"""What a client received in the period: assignments, whether in time, hours, and its part of the whole."""

from collections.abc import Sequence

from app.features.invoices.core.dossier import Dossier, Work
from app.features.invoices.core.papers import Figure, Received
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.features.settlement.core.inputs import DriverKind, TariffKind
from app.kernel.dutch import NOTHING, count, euro, hours, part_of, plain_day


def received(dossier: Dossier, client: str, areas: Sequence[str], work: Sequence[Work]) -> Received | None:
    """Figures and the assignments themselves; None when nothing was asked of these areas."""
    if not work:
        return None
    name = dossier.name(client)
    ready = [done for done in work if done.delivery is not None and done.delivery.delivered_on is not None]
    days_late = [late for done in ready if (late := _days_late(done)) is not None]
    minutes = sum(done.minutes for done in work)
    own = {row.id for row in dossier.inputs.assignments if row.area in areas}
    everyone = sum(row.minutes for row in dossier.inputs.worked if row.assignment in own)
    running = count(len(work) - len(ready), "loopt", "lopen")
    net = sum(dossier.area(code).by_organisation.get(client, 0) for code in areas)
    whole = sum(dossier.area(code).divided_cents for code in areas)
    figures = (
        Figure("Opdrachten klaar", f"{len(ready)} van {len(work)}", f"{running} door"),
        _on_time(days_late),
        Figure("Uren gewerkt", hours(minutes), f"{part_of(minutes, everyone)} van alle uren"),
        Figure("Uw deel in het geheel", part_of(net, whole, 1), f"van {euro(whole)}"),
    )
    return Received(f"Wat kreeg {name} ervoor?", figures, _table(name, work), _note(dossier, areas))


def _on_time(days_late: Sequence[int]) -> Figure:
    if not days_late:
        return Figure("Op tijd", NOTHING, "nog niets opgeleverd")
    kept = sum(1 for late in days_late if late <= 0)
    return Figure("Op tijd", f"{kept} van {len(days_late)}", part_of(kept, len(days_late)))


def _note(dossier: Dossier, areas: Sequence[str]) -> str:
    """Whether hours decide the amount; a reader takes them for the price when nobody says so."""
    policies = {policy.id: policy for policy in dossier.inputs.policies}
    parts = [part for code in areas for part in policies[dossier.area(code).policy].components]
    if any(part.driver is DriverKind.HOURS or part.tariff is TariffKind.HOUR for part in parts):
        return ""
    return "Uren zijn ter informatie; zij bepalen niet wat u betaalt."


def _table(name: str, work: Sequence[Work]) -> Table:
    columns = (
        Column("Nummer"),
        Column("Opdracht"),
        Column("Klaar"),
        Column("Op tijd"),
        Column("Uren", Kind.HOURS),
    )
    rows = tuple(Row((done.number, done.title, *_when(done), done.minutes)) for done in work)
    return Table.summed(f"Opdrachten van {name} in deze periode", columns, rows, "Uren samen")


def _when(done: Work) -> tuple[str, str]:
    delivery = done.delivery
    if delivery is None or delivery.delivered_on is None:
        return "loopt", NOTHING
    day = plain_day(delivery.delivered_on).rsplit(" ", 1)[0]
    late = _days_late(done)
    if late is None:
        return day, NOTHING
    return day, "ja" if late <= 0 else f"{count(late, 'dag', 'dagen')} te laat"


def _days_late(done: Work) -> int | None:
    """Days after the agreed day; None when not delivered or when no day was agreed."""
    delivery = done.delivery
    if delivery is None or delivery.delivered_on is None or delivery.agreed_on is None:
        return None
    return (delivery.delivered_on - delivery.agreed_on).days
