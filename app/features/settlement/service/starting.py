"""Runs begin: a settlement of a period, an advance on a year, a correction of periods that are final."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from app.features.settlement.core.confirming import DAYS_TO_ANSWER
from app.features.settlement.core.run import Run, RunKind, RunState, RunStep
from app.features.settlement.core.threshold import USUAL
from app.features.settlement.service.confirming import check_date
from app.features.settlement.service.reckoning import calculate_now, key_of
from app.features.settlement.service.runs import held, note_step
from app.features.settlement.store import runs as store
from app.features.settlement.store import thresholds, year
from app.features.settlement.store.year import FinalRun
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.period import Period
from app.kernel.roles import Permission


def start(work: UnitOfWork, period: Period, confirm_by: date | None = None) -> Run:
    """A new run for a whole month, quarter or year, calculated at once.

    Partners answer about their figures up to and including `confirm_by`, else two weeks from today. `Refused`
    when one is under way, `Invalid` when the period is none or the day has passed.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    if period.whole_months not in (1, 3, 12):
        raise Invalid([Finding("periode", "Kies een hele maand, een heel kwartaal of een heel jaar.")])
    if period.last_on >= work.today:
        raise Refused(f"{period.label} is nog niet voorbij. Afrekenen kan vanaf de dag erna.")
    until = confirm_by or work.today + timedelta(days=DAYS_TO_ANSWER)
    check_date(work, until)
    _refuse_second(work, RunKind.SETTLEMENT, period)
    started = _started(work, RunKind.SETTLEMENT, period, until)
    after = {"periode": period.code, "bevestigenUiterlijkDatum": until.isoformat()}
    work.record("afrekening.starten", "run", started.id, None, after)
    return started


def start_advance(work: UnitOfWork, part: Period) -> Run:
    """An advance for a month or quarter, on the budget of its year (settlement.md 25).

    `Refused` when one is under way, or when the year is being settled or has been.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    if part.whole_months not in (1, 3):
        raise Invalid([Finding("periode", "Kies een hele maand of een heel kwartaal.")])
    whole = Period.year(part.first_on.year)
    final = year.find_final(work.session, work.actor)
    is_settled = any(run.kind is RunKind.SETTLEMENT and run.period == whole for run in final)
    if is_settled or store.find_open(work.session, work.actor, RunKind.SETTLEMENT, whole) is not None:
        raise Refused(f"{whole.label} wordt al afgerekend. Een voorschot kan niet meer.")
    other = year.find_open_of(work.session, work.actor, RunKind.ADVANCE)
    if other:
        raise Refused(f"Het voorschot {other[0].label} loopt nog. Werk dat af of trek het in.")
    started = _started(work, RunKind.ADVANCE, part, None)
    work.record("afrekening.voorschot", "run", started.id, None, {"periode": part.code})
    return started


def start_correction(work: UnitOfWork, periods: Sequence[Period]) -> Run:
    """A correction of periods that were settled finally, with all that is known now (settlement.md 28).

    `Invalid` names periods that have not been settled finally; `Refused` when a correction is under way.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    final = list_correctable(work)
    chosen = [run for run in final if run.period in set(periods)]
    missing = sorted(set(periods) - {run.period for run in chosen})
    if missing or not chosen:
        named = f": {listing([one.label for one in missing])}" if missing else ""
        words = f"Kies perioden die definitief zijn afgerekend{named}."
        raise Invalid([Finding("perioden", words)])
    if year.find_open_of(work.session, work.actor, RunKind.CORRECTION):
        raise Refused("Er loopt al een correctie. Werk die af of trek haar in.")
    whole = Period(chosen[0].period.first_on, max(run.period.last_on for run in chosen))
    started = _started(work, RunKind.CORRECTION, whole, None, [run.id for run in chosen])
    codes = [run.period.code for run in chosen]
    work.record("afrekening.corrigeren", "run", started.id, None, {"perioden": codes})
    return started


def list_correctable(work: UnitOfWork) -> list[FinalRun]:
    """The final settlements that a correction can settle again, oldest period first."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    final = year.find_final(work.session, work.actor)
    return sorted(
        (run for run in final if run.kind is RunKind.SETTLEMENT), key=lambda run: (run.period, run.id)
    )


def _refuse_second(work: UnitOfWork, kind: RunKind, period: Period) -> None:
    if store.find_open(work.session, work.actor, kind, period) is not None:
        raise Refused(f"Voor {period.label} loopt al een afrekening. Werk die af of trek haar in.")


def _started(
    work: UnitOfWork, kind: RunKind, period: Period, until: date | None, corrected: Sequence[UUID] = ()
) -> Run:
    run_id = work.new_id()
    store.add_run(
        work.session,
        {
            "collaboration_id": work.actor.collaboration_id,
            "id": run_id,
            "kind": kind.value,
            "first_on": period.first_on,
            "last_on": period.last_on,
            "state": RunState.DRAFT.value,
            "calculations": 0,
            "calculated_at": work.now,
            "calculated_by_name": work.actor.name,
            "made_by": key_of(work.actor),
            "findings": [],
            "confirm_by_on": until,
            "version": 1,
            **thresholds.columns(USUAL if kind is RunKind.SETTLEMENT else None),
        },
    )
    if corrected:
        year.add_corrected(work.session, work.actor, run_id, corrected)
    note_step(work, run_id, RunStep.START, None, RunState.DRAFT)
    calculate_now(work, held(work, run_id), work.now, is_cut_off=False)
    return held(work, run_id)
