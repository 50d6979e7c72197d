"""Statistics as use cases: add a figure with its date and source, read the history.

Append-only: a later recorded figure of the same date replaces an earlier one, which stays (data §3). What
a figure touches, the room that settles with it says.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from app.features.partnership.core.rows import PartnershipRows, StatisticRow
from app.features.partnership.core.views import Directory, Figure, FigurePage, Selection
from app.features.partnership.store import changing, figures
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import statistic_word
from app.kernel.roles import Permission

MOST = Decimal(10) ** 12
"""No figure is larger; the column has room for a hundred times as much."""
OLDEST = date(1990, 1, 1)


def history(work: UnitOfWork, wanted: Selection) -> FigurePage:
    """Every figure that was ever recorded, the latest reference date first."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return figures.find_figures(work.session, work.actor, wanted)


def directory(work: UnitOfWork) -> Directory:
    """Names by code of everything that agreements refer to, for lists to choose from."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return changing.find_directory(work.session)


def check_statistic(work: UnitOfWork, row: StatisticRow) -> Sequence[Figure]:
    """The figures that hold of this organisation and kind, before this one is added.

    `Invalid` with a finding per field when it cannot be added.
    """
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    names = changing.find_directory(work.session)
    found = _faults(row, names, work.today)
    named = names.organisations.get(row.organisation)
    if named is None or found:
        raise Invalid(found)
    kind = next(one.row for one in changing.find_kinds(work.session) if one.row.code == row.kind)
    if row.reference_on not in kind.term:
        message = f"Van {kind.name} zijn er op deze dag geen cijfers. Kies een andere soort of dag."
        raise Invalid([Finding("peildatum", message)])
    earlier = figures.find_dates(work.session, work.actor, named.id, row.kind)
    if any(
        one.row.reference_on == row.reference_on
        and (one.row.value, one.row.source) == (row.value, row.source)
        for one in earlier
    ):
        raise Invalid([Finding("waarde", "Dit cijfer staat er al, met dezelfde bron.")])
    return earlier


def add_statistic(work: UnitOfWork, row: StatisticRow) -> UUID:
    """Record a figure; gives its identity. `Invalid` as `check_statistic` says."""
    earlier = check_statistic(work, row)
    replaced = next((one for one in earlier if one.row.reference_on == row.reference_on), None)
    identity = work.new_id()
    changing.add(work.session, work.actor, identity, work.now, PartnershipRows(statistics=(row,)))
    work.record(
        "kengetal.toevoegen",
        "statistic",
        identity,
        None if replaced is None else _noted(replaced.row),
        _noted(row),
    )
    return identity


def _noted(row: StatisticRow) -> dict[str, object]:
    return {
        "organisatie": row.organisation,
        "kengetal": statistic_word(row.kind),
        "peildatum": row.reference_on,
        "waarde": format(row.value, "f"),
        "bron": row.source,
    }


def _faults(row: StatisticRow, names: Directory, today: date) -> list[Finding]:
    found = []
    if row.organisation not in names.organisations:
        found.append(Finding("organisatie", "Kies een organisatie uit de lijst."))
    if row.kind not in names.statistic_kinds:
        found.append(Finding("soort", "Kies een soort kengetal uit de lijst."))
    if row.reference_on > today:
        found.append(
            Finding("peildatum", "Deze dag moet nog komen. Een kengetal is van een dag die er al was.")
        )
    elif row.reference_on < OLDEST:
        found.append(Finding("peildatum", "Deze dag ligt te ver terug. Kijk het jaar na."))
    if row.value < 0:
        found.append(Finding("waarde", "Een kengetal is nooit kleiner dan nul. Vul nul in als er niets is."))
    elif row.value > MOST or row.value != round(row.value, 4):
        found.append(Finding("waarde", "Dit getal is te groot, of heeft meer dan vier decimalen."))
    if not row.source.strip():
        found.append(Finding("bron", "Noem waar het cijfer vandaan komt, bijvoorbeeld CBS."))
    return found
