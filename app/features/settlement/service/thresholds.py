"""From where a difference must be explained before approval: what holds, and setting another from a day on."""

from dataclasses import dataclass
from datetime import date

from app.features.settlement.core.run import Run, RunState
from app.features.settlement.core.threshold import Threshold, ThresholdSet
from app.features.settlement.core.touching import Preview, about
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.store import thresholds
from app.features.settlement.store.touching import find_settlements_from
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.errors import Finding, Invalid
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class NewThreshold:
    """A threshold to be set: from which day, and who decided it."""

    valid_from: date
    threshold: Threshold
    reason: str


def list_thresholds(work: UnitOfWork) -> list[ThresholdSet]:
    """All that were set, the last day first; none is `USUAL`."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    return thresholds.find_thresholds(work.session, work.actor)


def preview_threshold(work: UnitOfWork, wanted: NewThreshold) -> Preview:
    """What it says and which settlements will ask by it; `Invalid` with a finding per field."""
    _check(work, wanted)
    facts = (
        ("Geldt vanaf", plain_day(wanted.valid_from)),
        ("Toelichten bij", wanted.threshold.words),
        ("Waar dat is besloten", wanted.reason.strip()),
    )
    touched = find_settlements_from(work.session, work.actor, wanted.valid_from)
    said = tuple(_touched(run) for run in touched)
    return Preview(
        "Grens voor toelichten", facts, said or ("Vanaf deze dag is nog geen afrekening gemaakt.",)
    )


def _touched(run: Run) -> str:
    name = f"De afrekening over {about(run.period)}"
    if run.state is RunState.DRAFT:
        return f"{name} is een concept. Zij vraagt toelichting naar deze grens zodra u haar opnieuw berekent."
    return f"{name} houdt de grens waarmee zij is gecontroleerd."


def set_threshold(work: UnitOfWork, wanted: NewThreshold) -> ThresholdSet:
    """Set it; of the same day the last one counts. What is being checked keeps the one it was calculated with."""
    _check(work, wanted)
    identity = work.new_id()
    values = {
        "collaboration_id": work.actor.collaboration_id,
        "id": identity,
        "valid_from": wanted.valid_from,
        **thresholds.columns(wanted.threshold),
        "reason": wanted.reason.strip(),
        "made_by": key_of(work.actor),
        "made_by_name": work.actor.name,
        "recorded_at": work.now,
    }
    thresholds.add_threshold(work.session, values)
    after = {"geldigVanafDatum": wanted.valid_from.isoformat(), "grens": wanted.threshold.words}
    work.record("afrekening.grens", "deviation_threshold", identity, None, after)
    return ThresholdSet(wanted.valid_from, wanted.threshold, wanted.reason.strip(), work.actor.name, work.now)


def _check(work: UnitOfWork, wanted: NewThreshold) -> None:
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    if not wanted.reason.strip():
        raise Invalid(
            [Finding("reden", "Noem waar dit is besloten, bijvoorbeeld de verordening en het artikel.")]
        )
