"""A policy that is being written: what it says, in words, and what it would divide on real figures, at once.

Nothing is kept. The figures are those of the last settlement period that is over and has costs, else of the
one that runs now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.features.partnership.core.changes import period_of
from app.features.partnership.core.rows import PolicyRow
from app.features.partnership.core.views import Kept
from app.features.partnership.service import changing as kept
from app.features.settlement.core.errors import SettlementError, Unsettled
from app.features.settlement.core.executing import TRIAL, divided, only, tried
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.touching import Preview, about
from app.features.settlement.core.words import policy_in_words
from app.features.settlement.service.changing import versions
from app.features.settlement.service.confirming import before
from app.features.settlement.service.facts import read_gathered
from app.features.settlement.service.words import agreed_inputs
from app.infra.db import UnitOfWork
from app.kernel.period import Period
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What one organisation pays by the policy that holds and by the one that is tried, in cents."""

    organisation: str
    now_cents: int
    trial_cents: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy in words and its trial division; `errors` say what stands in the way."""

    period: Period
    sentences: tuple[str, ...]
    rows: tuple[TrialRow, ...]
    costs_cents: int
    errors: tuple[str, ...]


def next_version(work: UnitOfWork, area: str) -> int:
    """The number of the next version of the policy of an area."""
    return max((one.row.version for one in _versions(work, area)), default=0) + 1


def try_policy(work: UnitOfWork, row: PolicyRow) -> Trial:
    """What the policy says and would divide; it may still be wrong in places, and then says where."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    period, inputs, errors = last_figures(work, row.settlement_months)
    old = next((one.row for one in _versions(work, row.area) if one.row.version == row.old_version), None)
    trial = tried(inputs, row, old)
    sentences = _sentences(trial, row)
    if errors or not row.components:
        return Trial(period, sentences, (), 0, errors)
    now, then = divided(only(inputs, row.area), row.area), divided(trial, row.area)
    if then.errors:
        return Trial(period, sentences, (), 0, then.errors)
    names = {one.code: one.name for one in inputs.organisations}
    codes = sorted(now.by_organisation.keys() | then.by_organisation.keys(), key=lambda code: names[code])
    rows = tuple(
        TrialRow(names[code], now.by_organisation.get(code, 0), then.by_organisation.get(code, 0))
        for code in codes
    )
    return Trial(period, sentences, rows, then.costs_cents, ())


def preview_policy(work: UnitOfWork, row: PolicyRow) -> Preview:
    """What a policy says and touches before it is saved, its sentences among it."""
    preview = versions.preview_new(work, "policies", row)
    trial = try_policy(work, row)
    cannot = tuple(f"Over {about(trial.period)} kan zo niet worden verdeeld: {one}" for one in trial.errors)
    return replace(preview, sentences=trial.sentences, touches=(*cannot, *preview.touches))


def add_policy(work: UnitOfWork, row: PolicyRow) -> UUID:
    """Add the policy; the one that holds ends on the eve of its first day."""
    return versions.add_new(work, "policies", row)


def _versions(work: UnitOfWork, area: str) -> Sequence[Kept[PolicyRow]]:
    return kept.versions(work, "policies", area, None)


def last_figures(work: UnitOfWork, months: int) -> tuple[Period, Inputs, tuple[str, ...]]:
    """The last settlement period of so many months that is over and has costs, else the one that runs; its inputs.

    Without hours and costs when those cannot be read; then also why.
    """
    now = period_of(work.today, months)
    last = before(now)
    try:
        inputs = read_gathered(work, last, work.now)
        if not inputs.entries:
            last, inputs = now, read_gathered(work, now, work.now)
    except Unsettled as error:
        return last, agreed_inputs(work, last), tuple(one.message for one in error.errors)
    return last, inputs, ()


def _sentences(inputs: Inputs, row: PolicyRow) -> tuple[str, ...]:
    policy = next(one for one in inputs.policies if one.id == TRIAL)
    treatments = [one for one in inputs.vat_treatments if one.area == row.area]
    lent = any(one.area == row.area for one in inputs.secondments)
    try:
        return tuple(policy_in_words(policy, Facts(inputs), treatments, has_secondments=lent))
    except SettlementError as error:
        return (error.message,)
