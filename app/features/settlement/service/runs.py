"""Runs as use cases: calculate, check, approve by another person, make final; send back, withdraw.

A draft is recomputed at will. Checking sets the cut-off; what is recorded later belongs to a correction. A
run is made final by the room invoices, which numbers what follows and calls `make_final` here.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from app.features.costs.service.changing import hold as hold_pools
from app.features.partnership.service import months
from app.features.partnership.service.sealing import hold_agreements, seal_policies
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Settlement, Weight
from app.features.settlement.core.run import MOVES, Run, RunDetails, RunKind, RunState, RunStep, allowed
from app.features.settlement.core.touching import agreed, moved, moved_pools
from app.features.settlement.service.comparing import unexplained
from app.features.settlement.service.facts import read_overhead
from app.features.settlement.service.frozen import attempted, inputs_of
from app.features.settlement.service.reckoning import calculate_now, key_of, recomputed
from app.features.settlement.service.year import is_overtaken, read_periods
from app.features.settlement.store import answers, touching
from app.features.settlement.store import runs as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing
from app.kernel.errors import Finding as Wrong
from app.kernel.errors import Invalid, NotFound, Refused
from app.kernel.glossary import RUN_STATES, RUN_STEPS
from app.kernel.roles import Permission, Reach


def list_runs(work: UnitOfWork) -> list[Run]:
    """All runs, newest period first; withdrawn ones for who runs settlements only."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    found = store.find_runs(work.session, work.actor)
    if work.actor.may(Permission.RUN_SETTLEMENTS):
        return found
    return [run for run in found if run.state is not RunState.WITHDRAWN]


def get_run(work: UnitOfWork, run_id: UUID) -> RunDetails:
    """A run with its steps, answers and explanations; `NotFound` when there is none."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    run = store.find_run(work.session, work.actor, run_id)
    if run is None:
        raise NotFound("Deze afrekening")
    steps = store.find_steps(work.session, work.actor, run_id)
    given = answers.find_answers(work.session, work.actor, run_id)
    comments = answers.find_comments(work.session, work.actor, run_id)
    return RunDetails(run, tuple(steps), tuple(given), tuple(comments))


def get_settlement(work: UnitOfWork, run_id: UUID) -> tuple[Settlement, RunDetails]:
    """The settlement of the last calculation, reckoned from its frozen inputs, and the run's facts.

    `Refused` when the run could not be settled at all. Whoever shows it to a partner shows of others totals
    only.
    """
    details = get_run(work, run_id)
    return attempted(get_body(work, run_id)).settlement, details


def get_inputs(work: UnitOfWork, run_id: UUID) -> Inputs:
    """The frozen inputs of the last calculation."""
    return inputs_of(get_body(work, run_id))


def get_body(work: UnitOfWork, run_id: UUID) -> bytes:
    """The frozen inputs as bytes; `Refused` when the last calculation could not read them."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    body = store.find_body(work.session, work.actor, run_id)
    if body is None:
        raise Refused("Deze afrekening kon nog niet worden berekend. Los eerst de bevindingen op.")
    return body


def get_snapshot(work: UnitOfWork, run_id: UUID) -> bytes:
    """The frozen inputs for an auditor: everybody's figures, so only for who reads all of the collaboration."""
    if Reach.ALL not in work.actor.reach(Permission.READ_SETTLEMENTS):
        raise NotFound("Deze vastlegging")
    get_run(work, run_id)
    return get_body(work, run_id)


def calculate(work: UnitOfWork, run_id: UUID) -> Run:
    """Calculate a draft anew with what is known now."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    run = _may(held(work, run_id), RunStep.CALCULATE)
    calculate_now(work, run, work.now, is_cut_off=False)
    note_step(work, run_id, RunStep.CALCULATE, run.state, RunState.DRAFT)
    work.record("afrekening.berekenen", "run", run_id, None, {"berekening": run.calculations + 1})
    return held(work, run_id)


def check(work: UnitOfWork, run_id: UUID) -> Run:
    """Send a draft to be checked: set the cut-off of its months and calculate with what is known by then.

    `Refused` names everything that holds the run back; then no cut-off is set.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    run = _may(held(work, run_id), RunStep.CHECK)
    read = [month.first_on for period in read_periods(work, run) for month in period.split(1)]
    cut_off_at = months.cut_off_months(work, sorted(set(read)))
    outcome = calculate_now(work, run, cut_off_at, is_cut_off=True)
    holding = [found for found in outcome.findings if found.weight is Weight.HOLDS_BACK]
    if holding:
        raise Refused(
            "De afrekening kan nog niet naar controle. " + " ".join(found.message for found in holding),
            allowed=[RUN_STEPS[step.value] for step in allowed(run.state) if step is not RunStep.CHECK],
            kind="houdt-tegen",
        )
    values = {"state": RunState.CHECKED.value, "cut_off_at": cut_off_at, "checked_by": key_of(work.actor)}
    store.change_run(work.session, work.actor, run_id, values)
    note_step(work, run_id, RunStep.CHECK, run.state, RunState.CHECKED)
    work.record("afrekening.controleren", "run", run_id, {"status": run.state}, {"status": RunState.CHECKED})
    return held(work, run_id)


def send_back(work: UnitOfWork, run_id: UUID, reason: str) -> Run:
    """Send a checked or approved run back to draft; it takes a new cut-off when it is checked again."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    if not reason.strip():
        raise Invalid([Wrong("reden", "Noem waarom de afrekening terug moet.")])
    run = _may(held(work, run_id), RunStep.RETURN)
    values = {"state": RunState.DRAFT.value, "cut_off_at": None, "checked_by": None, "approved_by": None}
    store.change_run(work.session, work.actor, run_id, values)
    note_step(work, run_id, RunStep.RETURN, run.state, RunState.DRAFT, reason.strip())
    work.record("afrekening.terugsturen", "run", run_id, {"status": run.state}, {"reden": reason.strip()})
    return held(work, run_id)


def approve(work: UnitOfWork, run_id: UUID) -> Run:
    """Approve a checked run; `Refused` for who calculated it or sent it to be checked.

    `Refused` too while a difference over the threshold has no explanation.
    """
    work.actor.require(Permission.APPROVE_SETTLEMENTS)
    run = _may(held(work, run_id), RunStep.APPROVE)
    key = key_of(work.actor)
    if key in store.find_signatures(work.session, work.actor, run_id):
        raise Refused(
            "U hebt deze afrekening zelf berekend of naar controle gestuurd. Laat een ander haar goedkeuren.",
            kind="zelfde-persoon",
        )
    open_findings = unexplained(work, get_run(work, run_id))
    if open_findings:
        raise Refused(
            "De afrekening kan nog niet worden goedgekeurd. Licht eerst toe: "
            + " ".join(found.message for found in open_findings),
            allowed=["toelichten", RUN_STEPS[RunStep.RETURN.value]],
            kind="toelichting-ontbreekt",
        )
    values = {"state": RunState.APPROVED.value, "approved_by": key}
    store.change_run(work.session, work.actor, run_id, values)
    note_step(work, run_id, RunStep.APPROVE, run.state, RunState.APPROVED)
    work.record("afrekening.goedkeuren", "run", run_id, {"status": run.state}, {"status": RunState.APPROVED})
    return held(work, run_id)


def withdraw(work: UnitOfWork, run_id: UUID, reason: str) -> Run:
    """Give a draft up."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    if not reason.strip():
        raise Invalid([Wrong("reden", "Noem waarom de afrekening vervalt.")])
    run = _may(held(work, run_id), RunStep.WITHDRAW)
    store.change_run(work.session, work.actor, run_id, {"state": RunState.WITHDRAWN.value})
    note_step(work, run_id, RunStep.WITHDRAW, run.state, RunState.WITHDRAWN, reason.strip())
    work.record("afrekening.intrekken", "run", run_id, {"status": run.state}, {"reden": reason.strip()})
    return held(work, run_id)


def make_final(work: UnitOfWork, run_id: UUID) -> tuple[Settlement, RunDetails]:
    """Freeze an approved run for good: what was frozen must settle to the same bytes once more.

    Called by the room invoices, in the transaction in which it numbers what follows. `Refused` when the run
    is not approved, or when one of its areas has been settled finally in this period already.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    run = _may(held(work, run_id), RunStep.FINALISE)
    body = get_body(work, run_id)
    settlement = recomputed(body, run)
    areas = [area.area.code for area in settlement.areas]
    hold_agreements(work, areas)
    hold_pools(work)
    _refuse_twice(work, run, areas)
    _refuse_overtaken(work, run, inputs_of(body))
    store.seal_areas(work.session, work.actor, run_id)
    seal_policies(work, _identities(area.policy for area in settlement.areas))
    note_step(work, run_id, RunStep.FINALISE, run.state, RunState.FINAL)
    values = {"state": RunState.FINAL.value, "final_at": work.now}
    store.change_run(work.session, work.actor, run_id, values)
    work.record("afrekening.definitief", "run", run_id, {"status": run.state}, {"sha256": run.sha256})
    return settlement, get_run(work, run_id)


def _refuse_overtaken(work: UnitOfWork, run: Run, inputs: Inputs) -> None:
    """Refuse when the year around it, or an agreement that it rests on, has changed since it was calculated."""
    if is_overtaken(work, inputs):
        raise Refused(
            "Na de berekening is een voorschot, correctie of eerdere periode definitief geworden. Stuur de "
            "afrekening terug en bereken haar opnieuw.",
            kind="ingehaald",
        )
    if run.kind is not RunKind.SETTLEMENT:
        return
    ids = _identities(identity for _, identity, _ in agreed(inputs))
    gone: dict[str, date | None] = {str(one): date.min for one in ids}
    changed = moved(inputs, gone | touching.find_last_days(work.session, work.actor, ids))
    if changed:
        raise Refused(
            f"Na de berekening is van {listing(changed)} een verdeelafspraak of tarief gewijzigd op dagen van "
            f"{run.period.label}. Stuur de afrekening terug en bereken haar opnieuw.",
            kind="ingehaald",
        )
    _refuse_other_cascade(work, run, inputs)


def _refuse_other_cascade(work: UnitOfWork, run: Run, inputs: Inputs) -> None:
    """Refuse when overhead reaches the areas otherwise than when it was calculated, or by pools of other names."""
    try:
        changed = moved_pools(inputs, *read_overhead(work, run.period))
        said = f"van {listing(changed)} de naam of doorbelasting gewijzigd op dagen van {run.period.label}."
    except Unsettled as error:
        changed = [one.message for one in error.errors]
        said = " ".join(["de doorbelasting gewijzigd.", *changed])
    if changed:
        raise Refused(
            f"Na de berekening is {said} Stuur de afrekening terug en bereken haar opnieuw.", kind="ingehaald"
        )


def _refuse_twice(work: UnitOfWork, run: Run, areas: Sequence[str]) -> None:
    """Refuse to settle an area again, or to charge it in advance again; a correction does neither."""
    taken = store.find_overlapping_final(work.session, work.actor, run.kind, areas, run.period)
    if not taken or run.kind is RunKind.CORRECTION:
        return
    if run.kind is RunKind.ADVANCE:
        raise Refused(
            f"Voor {listing(taken)} is over {run.period.label} al een voorschot definitief.",
            kind="al-definitief",
        )
    raise Refused(
        f"{listing(taken)} is voor {run.period.label} al definitief afgerekend. Wat later bekend werd, "
        "gaat met een correctie.",
        kind="al-definitief",
    )


def _identities(ids: Iterable[str]) -> list[UUID]:
    """Identities of rows; inputs that were written by hand may name what is in no table."""
    found = []
    for one in ids:
        with suppress(ValueError):
            found.append(UUID(one))
    return found


def held(work: UnitOfWork, run_id: UUID) -> Run:
    """A run that is about to change, locked; `NotFound` when there is none."""
    run = store.find_run(work.session, work.actor, run_id, lock=True)
    if run is None:
        raise NotFound("Deze afrekening")
    return run


def _may(run: Run, step: RunStep) -> Run:
    origins, _ = MOVES[step]
    if run.state not in origins:
        raise Refused(
            f"Dit kan nu niet: de afrekening is {RUN_STATES[run.state.value]}.",
            allowed=[RUN_STEPS[one.value] for one in allowed(run.state)],
            kind="stap-niet-mogelijk",
        )
    return run


def note_step(
    work: UnitOfWork,
    run_id: UUID,
    step: RunStep,
    origin: RunState | None,
    to: RunState,
    reason: str | None = None,
) -> None:
    """Note a step that was taken."""
    store.add_step(
        work.session,
        work.actor,
        run_id,
        {
            "step": step.value,
            "from_state": origin.value if origin else None,
            "to_state": to.value,
            "taken_at": work.now,
            "taken_by": key_of(work.actor),
            "taken_by_name": work.actor.name,
            "reason": reason,
        },
    )
