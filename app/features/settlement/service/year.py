"""What a run needs to know of earlier ones: advances, results that go on, and what a correction settles again.

All of it is reckoned from the frozen inputs of final runs, so that it is as sure as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.features.partnership.core.prices import PriceCorrection
from app.features.settlement.core.balances import goes_to
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import in_order
from app.features.settlement.core.inputs import Corrected, Inputs, TariffResult
from app.features.settlement.core.planning import Flow, flows_of, planned
from app.features.settlement.core.remembering import advances_of, settled_areas, settled_lines
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.run import Run, RunKind
from app.features.settlement.core.settle import Attempt, attempt_to_settle
from app.features.settlement.core.settled import Result, SettledLine
from app.features.settlement.service.facts import read_gathered, read_inputs
from app.features.settlement.service.frozen import attempted, inputs_of
from app.features.settlement.store import year as store
from app.features.settlement.store.runs import find_body
from app.features.settlement.store.year import FinalRun
from app.infra.db import UnitOfWork
from app.kernel.period import Period, together


def inputs_for(work: UnitOfWork, run: Run, known_at: datetime, *, is_cut_off: bool) -> Inputs:
    """The inputs of a run of any kind, as known at a moment; `Unsettled` when they cannot be read."""
    match run.kind:
        case RunKind.SETTLEMENT:
            return with_year(work, read_inputs(work, run.period, known_at, is_cut_off=is_cut_off))
        case RunKind.ADVANCE:
            return _advance(work, run.period, known_at)
        case RunKind.CORRECTION:
            return _correction(work, run, known_at, is_cut_off=is_cut_off)


def read_periods(work: UnitOfWork, run: Run) -> list[Period]:
    """The periods whose facts a run reads: its own, none for an advance, the closed ones for a correction."""
    match run.kind:
        case RunKind.SETTLEMENT:
            return [run.period]
        case RunKind.ADVANCE:
            return []
        case RunKind.CORRECTION:
            corrected = set(store.find_corrected(work.session, work.actor, run.id))
            final = store.find_final(work.session, work.actor)
            return sorted({one.period for one in final if one.id in corrected})


def is_overtaken(work: UnitOfWork, inputs: Inputs) -> bool:
    """Whether a run became final since these inputs were read that would change the year around them."""
    if inputs.corrected or inputs.advance is not None:
        return False
    then = replace(inputs, assignments=(), worked=())  # of which the year knows nothing
    now = with_year(work, replace(then, opening=(), struck=(), advances=()))
    return in_order(now) != in_order(then)


@dataclass(frozen=True, slots=True)
class _Known:
    """A final run with what it settled."""

    run: FinalRun
    inputs: Inputs
    settlement: Settlement


def _known(work: UnitOfWork, runs: Iterable[FinalRun]) -> list[_Known]:
    found = []
    for run in runs:
        body = _body(work, run.id)
        found.append(_Known(run, inputs_of(body), attempted(body).settlement))
    return found


def _body(work: UnitOfWork, run_id: UUID) -> bytes:
    """The frozen inputs of a final run, which has them."""
    body = find_body(work.session, work.actor, run_id)
    assert body is not None
    return body


def with_year(work: UnitOfWork, inputs: Inputs) -> Inputs:
    """The inputs of a period with the year around it: what opens it, what was struck, what was advanced."""
    period = inputs.period
    year = Period.year(period.first_on.year)
    final = store.find_final(work.session, work.actor)
    if not final:
        return inputs
    known = _known(work, [run for run in final if _counts_for(run, year)])
    return replace(
        inputs,
        opening=tuple(_opening(known, year.first_on.year - 1)) if period.first_on == year.first_on else (),
        struck=tuple(_struck(known, inputs)),
        advances=tuple(_advances(known, period)),
    )


def _counts_for(run: FinalRun, year: Period) -> bool:
    """Whether a final run may bear on a year: its own runs, those of the year before, and corrections."""
    return run.kind is RunKind.CORRECTION or run.period.first_on.year in (
        year.first_on.year,
        year.first_on.year - 1,
    )


def _results(known: Iterable[_Known], year: int) -> Iterable[Result]:
    for one in known:
        if one.run.kind is not RunKind.ADVANCE and one.run.struck_in == year:
            for area in one.settlement.areas:
                if area.result_cents:
                    yield Result(str(one.run.id), one.run.label, area.area.code, area.result_cents)


def _struck(known: list[_Known], inputs: Inputs) -> Iterable[Result]:
    """The results of earlier periods, where they are divided together at the end of the year."""
    if inputs.period.last_on != Period.year(inputs.period.first_on.year).last_on:
        return ()
    divided = {row.area for row in inputs.policies if row.result is TariffResult.DIVIDED}
    return (row for row in _results(known, inputs.period.first_on.year) if row.area in divided)


def _opening(known: list[_Known], year: int) -> Iterable[Result]:
    """The results of a year that go on to the next one."""
    carried = {
        (str(one.run.id), area.area.code)
        for one in known
        for area in one.settlement.areas
        if goes_to(one.inputs, area) is TariffResult.CARRIED
    }
    return (row for row in _results(known, year) if (row.run, row.area) in carried)


def _advances(known: Iterable[_Known], period: Period) -> Iterable[SettledLine]:
    for one in known:
        if one.run.kind is RunKind.ADVANCE and period.covers(one.run.period):
            yield from advances_of(str(one.run.id), one.run.label, one.settlement)


def _advance(work: UnitOfWork, part: Period, known_at: datetime) -> Inputs:
    """The year around a part of it, with what is planned; nothing is cut off, because nothing is settled yet."""
    year = Period.year(part.first_on.year)
    inputs = read_inputs(work, year, known_at, is_cut_off=False)
    contracts = store.find_contracts(work.session, work.actor, year)
    final = store.find_final(work.session, work.actor)
    known = _known(work, [run for run in final if run.kind is RunKind.ADVANCE and year.covers(run.period)])
    made = planned(inputs, contracts, _last_year(work, final, year))
    return replace(made, advances=tuple(_advances(known, year)), advance=part, cut_off_at=None)


def as_planned(work: UnitOfWork, inputs: Inputs, areas: Sequence[str]) -> Inputs:
    """The inputs of a year with the work and products that are planned for some areas, as for an advance.

    The last final year is read only when the contracts of this year do not say enough.
    """
    year = inputs.period
    bare = replace(inputs, gathered=())
    contracts = store.find_contracts(work.session, work.actor, year)
    try:
        return planned(bare, contracts, None, areas)
    except Unsettled:
        final = store.find_final(work.session, work.actor)
        return planned(bare, contracts, _last_year(work, final, year), areas)


def _last_year(work: UnitOfWork, final: list[FinalRun], year: Period) -> list[Flow] | None:
    """What was done in the last year before this one that was settled in whole; None when there is none."""
    mine = _runs_of_last_year(final, year.first_on)
    return [flow for run in mine for flow in flows_of(inputs_of(_body(work, run.id)))] if mine else None


def _runs_of_last_year(final: list[FinalRun], until: date) -> list[FinalRun]:
    """The settlements of the last calendar year that ended before this day and was settled in whole."""
    settled = [run for run in final if run.kind is RunKind.SETTLEMENT and run.period.last_on < until]
    for earlier in sorted({run.period.first_on.year for run in settled}, reverse=True):
        mine = [run for run in settled if run.period.first_on.year == earlier]
        covered = sum(one.days for one in together(run.period for run in mine))
        if covered >= Period.year(earlier).days:
            return mine
    return []


def lines_of_last_year(work: UnitOfWork, exit_on: date) -> list[SettledLine]:
    """The lines of the last whole year that ended by a day and was settled finally, corrections of it included."""
    final = store.find_final(work.session, work.actor)
    mine = _runs_of_last_year(final, exit_on + timedelta(days=1))
    corrections = [run for run in final if run.kind is RunKind.CORRECTION]
    years = {run.period.first_on.year for run in mine}
    return [
        row
        for one in _known(work, [*mine, *corrections])
        for row in settled_lines(str(one.run.id), one.run.label, one.settlement)
        if row.period.first_on.year in years
    ]


def lines_of_corrections(work: UnitOfWork) -> list[SettledLine]:
    """The lines of all final corrections, each about the period that it corrects."""
    final = store.find_final(work.session, work.actor)
    corrections = [run for run in final if run.kind is RunKind.CORRECTION]
    return [
        row
        for one in _known(work, corrections)
        for row in settled_lines(str(one.run.id), one.run.label, one.settlement)
    ]


def _correction(work: UnitOfWork, run: Run, known_at: datetime, *, is_cut_off: bool) -> Inputs:
    corrected = tuple(
        _again(work, run_id, known_at, is_cut_off=is_cut_off)
        for run_id in store.find_corrected(work.session, work.actor, run.id)
    )
    first = corrected[0].inputs
    return Inputs(
        collaboration=first.collaboration,
        period=run.period,
        cut_off_at=known_at if is_cut_off else None,
        corrected=corrected,
    )


def differences(work: UnitOfWork, run_id: UUID, proposed: PriceCorrection | None = None) -> Attempt:
    """What a correction of one final settlement would bring now; with `proposed` as if that price were known.

    Raises `Unsettled` when what is known of the period cannot be read.
    """
    final = store.find_final(work.session, work.actor)
    original = next(one for one in final if one.id == run_id)
    now = read_gathered(work, original.period, work.now, proposed)
    again = _beside(work, final, original, now)
    return attempt_to_settle(in_order(Inputs(now.collaboration, original.period, corrected=(again,))))


def _again(work: UnitOfWork, run_id: UUID, known_at: datetime, *, is_cut_off: bool) -> Corrected:
    """A closed period with all that is known now."""
    final = store.find_final(work.session, work.actor)
    original = next(one for one in final if one.id == run_id)
    now = read_inputs(work, original.period, known_at, is_cut_off=is_cut_off)
    return _beside(work, final, original, now)


def _beside(work: UnitOfWork, final: list[FinalRun], original: FinalRun, now: Inputs) -> Corrected:
    """A closed period as known now beside what was settled for it; what opened it and was advanced stays."""
    then = inputs_of(_body(work, original.id))
    settled = {policy.area for policy in then.policies if _is_settled(then, policy.area)}
    areas = tuple(replace(area, is_settled=area.code in settled) for area in now.areas)
    later = [one for one in final if one.kind is RunKind.CORRECTION]
    known = _known(work, [original, *later])
    return Corrected(
        inputs=replace(now, areas=areas, opening=then.opening, struck=then.struck, advances=then.advances),
        lines=tuple(
            row
            for one in known
            for row in settled_lines(str(one.run.id), one.run.label, one.settlement)
            if row.period == original.period
        ),
        areas=tuple(
            row
            for one in known
            for row in settled_areas(str(one.run.id), one.run.label, one.settlement)
            if row.period == original.period
        ),
    )


def _is_settled(inputs: Inputs, area: str) -> bool:
    return any(row.code == area and row.is_settled for row in inputs.areas)
