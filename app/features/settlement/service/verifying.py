"""Whether final runs still say what they said: from frozen bytes to lines, and what was read to be read again.

For `ssc verify`, as the system. What of a run is wrong is a sentence; nothing is mended, because what is
final is never written again.
"""

from collections.abc import Iterable
from uuid import UUID

from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.run import Run, RunState
from app.features.settlement.core.snapshot import UnreadableSnapshot
from app.features.settlement.service.frozen import inputs_of
from app.features.settlement.service.reckoning import recomputed
from app.features.settlement.store import runs as store
from app.features.settlement.store.proofs import read_proofs
from app.features.settlement.store.struck import area_rows, find_area_rows
from app.infra.db import UnitOfWork
from app.kernel.dutch import number
from app.kernel.errors import SscError
from app.kernel.glossary import RUN_KINDS, WIRE
from app.kernel.roles import Permission

_MARKED = frozenset({"cost_entry"})
"""Tables whose rows may get a mark later (a cost that is reversed): number and sum must hold, not every byte."""

_NAMES = {"hour_entry": WIRE["entries"], "cost_entry": WIRE["cost_entries"]}


def deviations(work: UnitOfWork) -> list[str]:
    """One sentence per final run and reason why it does not hold; empty is sound."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    final = [run for run in store.find_runs(work.session, work.actor) if run.state is RunState.FINAL]
    return [sentence for run in final for sentence in _of_run(work, run)]


def _of_run(work: UnitOfWork, run: Run) -> list[str]:
    name = f"{RUN_KINDS[run.kind.value].capitalize()} {run.period.label}"
    body = store.find_body(work.session, work.actor, run.id)
    if body is None:
        return [f"{name}: de vastlegging ontbreekt."]
    try:
        settlement = recomputed(body, run)
    except (SscError, UnreadableSnapshot):
        return [f"{name}: opnieuw rekenen uit de vastlegging geeft niet dezelfde regels."]
    inputs = inputs_of(body)
    organisations, areas = store.ids_by_code(work.session, work.actor)
    found = []
    if store.line_rows(settlement.lines, organisations, areas) != store.find_line_rows(
        work.session, work.actor, run.id
    ):
        found.append(f"{name}: de bewaarde regels zijn niet die van de vastlegging.")
    if _by_area(area_rows(settlement, inputs, run.kind, areas)) != _by_area(
        find_area_rows(work.session, work.actor, run.id)
    ):
        found.append(f"{name}: de bewaarde uitkomst per taakgebied is niet die van de vastlegging.")
    for one in (inputs, *(row.inputs for row in inputs.corrected)):
        found += [f"{name}: {sentence}" for sentence in _sources(work, run, one)]
    return found


def _by_area(rows: Iterable[store.Values]) -> dict[UUID, store.Values]:
    return {row["area_id"]: row for row in rows}


def _sources(work: UnitOfWork, run: Run, inputs: Inputs) -> list[str]:
    """Tables that no longer give the rows that were read of a period at the cut-off."""
    sealed = inputs.sources
    if not sealed or run.cut_off_at is None:
        return []
    again = read_proofs(work.session, work.actor, inputs.period, run.cut_off_at, anew=True)
    current = {(one.table, one.selection): one for one in again}
    found = []
    for then in sealed:
        now, name = current[then.table, then.selection], _NAMES[then.table]
        if (then.rows, then.total) != (now.rows, now.total):
            found.append(
                f"bij de {name} telde zij {number(then.rows)} met som {number(then.total)}, en nu staan er "
                f"{number(now.rows)} met som {number(now.total)}."
            )
        elif then.sha256 != now.sha256 and then.table not in _MARKED:
            found.append(f"de {name} tellen nog op, maar wat erin staat is veranderd.")
    return found
