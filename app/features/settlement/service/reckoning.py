"""Calculating a run: settle with what is known, keep the outcome in the place of the earlier one, prove it again."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import in_order
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Finding, Settlement
from app.features.settlement.core.run import Run, RunKind
from app.features.settlement.core.settle import Attempt, attempt_to_settle
from app.features.settlement.core.snapshot import FORMAT_VERSION, from_snapshot, lines_body, to_snapshot
from app.features.settlement.core.threshold import USUAL
from app.features.settlement.service import checking
from app.features.settlement.service.confirming import answer_findings, heaviest_first
from app.features.settlement.service.facts import read_gathered
from app.features.settlement.service.frozen import forget, put_by
from app.features.settlement.service.year import inputs_for, read_periods, with_year
from app.features.settlement.store import runs as store
from app.features.settlement.store import thresholds
from app.features.settlement.store.struck import area_rows
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor
from app.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a calculation gave: the inputs when they could be read, the settlement as far as it went."""

    inputs: Inputs | None
    attempt: Attempt | None
    findings: tuple[Finding, ...]


def key_of(actor: Actor) -> str:
    """What tells one person or application from another, for the rule of two persons."""
    return str(actor.account_id or actor.application_id or actor.name)


def recomputed(body: bytes, run: Run) -> Settlement:
    """The settlement anew from the frozen bytes; its lines must be byte for byte what was approved."""
    digest = sha256(body).digest()
    forget(digest)
    inputs = from_snapshot(body)
    attempt = attempt_to_settle(inputs)
    same = digest.hex() == run.sha256
    if attempt.errors or not same or sha256(lines_body(attempt.settlement)).hexdigest() != run.lines_sha256:
        raise Refused(
            "Opnieuw rekenen uit de vastlegging geeft niet dezelfde regels. Stuur de afrekening terug en "
            "bereken haar opnieuw.",
            kind="vastlegging-wijkt-af",
        )
    put_by(digest, inputs, attempt)
    return attempt.settlement


def calculate_now(work: UnitOfWork, run: Run, known_at: datetime, *, is_cut_off: bool) -> Outcome:
    """Settle with what is known and keep the outcome in the place of the earlier one."""
    outcome = _settle(work, run, known_at, is_cut_off=is_cut_off)
    organisations, areas = store.ids_by_code(work.session, work.actor)
    settlement = outcome.attempt.settlement if outcome.attempt else None
    snapshot = None
    if outcome.inputs is not None and outcome.attempt is not None:
        snapshot = _frozen(work, outcome.inputs, outcome.attempt)
    rows, lines = [], []
    if settlement is not None and outcome.inputs is not None:
        rows = area_rows(settlement, outcome.inputs, run.kind, areas)
        lines = store.line_rows(settlement.lines, organisations, areas)
    store.replace_contents(work.session, work.actor, run.id, snapshot, lines, rows)
    store.change_run(work.session, work.actor, run.id, _calculated(work, run, outcome))
    return outcome


def _calculated(work: UnitOfWork, run: Run, outcome: Outcome) -> dict[str, object]:
    """What a run says of its last calculation; of a settlement also from where its differences are explained."""
    threshold = None
    if run.kind is RunKind.SETTLEMENT:
        threshold = thresholds.find_threshold_on(work.session, work.actor, run.last_on) or USUAL
    return {
        "calculations": run.calculations + 1,
        "calculated_at": work.now,
        "calculated_by_name": work.actor.name,
        "made_by": key_of(work.actor),
        "findings": store.findings_out(outcome.findings),
        **thresholds.columns(threshold),
    }


def _frozen(work: UnitOfWork, inputs: Inputs, attempt: Attempt) -> dict[str, object]:
    body = to_snapshot(inputs)
    digest = sha256(body).digest()
    put_by(digest, inputs, attempt)
    return {
        "format_version": FORMAT_VERSION,
        "body": body,
        "sha256": digest,
        "lines_sha256": sha256(lines_body(attempt.settlement)).digest(),
        "recorded_at": work.now,
    }


def _settle(work: UnitOfWork, run: Run, known_at: datetime, *, is_cut_off: bool) -> Outcome:
    found = checking.standing(work, run, read_periods(work, run), known_at)
    try:
        inputs, attempt = _attempt(work, run, known_at, is_cut_off=is_cut_off)
    except Unsettled as error:
        return Outcome(None, None, heaviest_first([*checking.refusals(error.errors), *found]))
    settlement = attempt.settlement
    found += checking.refusals(attempt.errors)
    found += settlement.findings
    found += checking.invoice_details(work, settlement)
    found += answer_findings(work, run, inputs, attempt)
    return Outcome(inputs, attempt, heaviest_first(found))


def _attempt(work: UnitOfWork, run: Run, known_at: datetime, *, is_cut_off: bool) -> tuple[Inputs, Attempt]:
    """A draft from gathered hours; what stands in the way is named from the assignments themselves."""
    if run.kind is RunKind.SETTLEMENT and not is_cut_off:
        with suppress(Unsettled):
            inputs = in_order(with_year(work, read_gathered(work, run.period, known_at)))
            attempt = attempt_to_settle(inputs)
            if not attempt.errors:
                return inputs, attempt
    inputs = in_order(inputs_for(work, run, known_at, is_cut_off=is_cut_off))
    return inputs, attempt_to_settle(inputs)
