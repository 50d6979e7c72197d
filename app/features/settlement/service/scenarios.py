"""What if as use cases: reckon changes on the inputs of a run, keep the outcome with who and why, read it again.

The run that a scenario stands on is only read; what is kept is never referred to by a run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.features.settlement.core.errors import SettlementError, Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.run import Run, RunKind, RunState
from app.features.settlement.core.scenario import (
    Paying,
    Scenario,
    changes_out,
    in_words,
    outcome_out,
    paying,
)
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import digest_of, lines_body
from app.features.settlement.core.what_if import Change, ChangeKind, what_if
from app.features.settlement.service.facts import by_assignment
from app.features.settlement.service.frozen import inputs_of
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.store import runs, scenarios
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import Permission


class Unreckonable(Refused):
    """Changes that cannot be reckoned; `reasons` are all that were found, each once."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        super().__init__(" ".join(self.reasons), kind="niet-te-berekenen")


@dataclass(frozen=True, slots=True)
class Tried:
    """What changes on a run would do: in words, and per organisation."""

    run: Run
    inputs: Inputs
    words: tuple[str, ...]
    rows: tuple[Paying, ...]


def list_bases(work: UnitOfWork) -> list[Run]:
    """The runs that a scenario can stand on: settlements that were calculated, newest period first."""
    work.actor.require(Permission.TRY_SCENARIOS)
    found = runs.find_runs(work.session, work.actor)
    return [
        run
        for run in found
        if run.kind is RunKind.SETTLEMENT and run.sha256 and run.state is not RunState.WITHDRAWN
    ]


def list_partners(work: UnitOfWork) -> list[tuple[str, str]]:
    """Codes and names of who takes part in the collaboration."""
    work.actor.require(Permission.TRY_SCENARIOS)
    return runs.find_partners(work.session, work.actor)


def get_basis(work: UnitOfWork, run_id: UUID) -> tuple[Run, Inputs]:
    """A run with its inputs, to choose changes from; `NotFound` when no scenario can stand on it."""
    run = next((one for one in list_bases(work) if one.id == run_id), None)
    body = runs.find_body(work.session, work.actor, run_id) if run else None
    if run is None or body is None:
        raise NotFound("Deze afrekening")
    return run, inputs_of(body)


def try_out(work: UnitOfWork, run_id: UUID, changes: Sequence[Change]) -> Tried:
    """What the changes would do; `Unreckonable` with every reason when it cannot be reckoned."""
    work.actor.require(Permission.TRY_SCENARIOS)
    run, inputs = get_basis(work, run_id)
    try:
        if inputs.gathered and any(change.kind is ChangeKind.LEAVES for change in changes):
            inputs = _by_assignment(work, run, inputs)
        outcome = what_if(inputs, changes)
    except SettlementError as error:
        raise Unreckonable([error.message]) from error
    except Unsettled as error:
        raise Unreckonable(one.message for one in error.errors) from error
    return Tried(run, inputs, in_words(changes, inputs), paying(outcome))


def _by_assignment(work: UnitOfWork, run: Run, inputs: Inputs) -> Inputs:
    """The inputs of a draft by assignment: who leaves a joint one leaves its hours to the others.

    `Unreckonable` when the hours were changed since, so that they no longer give the lines of the draft.
    """
    found = by_assignment(work, inputs, run.calculated_at)
    if digest_of(lines_body(settle(found))) != run.lines_sha256:
        raise Unreckonable(
            ["De uren zijn na deze berekening veranderd. Bereken de afrekening opnieuw en probeer het dan."]
        )
    return found


def keep(work: UnitOfWork, run_id: UUID, changes: Sequence[Change], title: str, reason: str) -> Scenario:
    """Reckon the changes and keep the outcome with who and why; both must be said."""
    work.actor.require(Permission.TRY_SCENARIOS)
    wrong = [
        Finding(field, message)
        for field, value, message in (
            ("titel", title, "Geef het scenario een naam."),
            ("reden", reason, "Schrijf waarom u dit wilt weten."),
        )
        if not value.strip()
    ]
    if not changes:
        wrong.append(
            Finding("wijzigingen", "Wijzig ten minste één ding; zonder wijziging verandert er niets.")
        )
    if wrong:
        raise Invalid(wrong)
    tried = try_out(work, run_id, changes)
    body = runs.find_body(work.session, work.actor, run_id)
    assert body is not None
    scenario_id = work.new_id()
    scenarios.add_scenario(
        work.session,
        {
            "collaboration_id": work.actor.collaboration_id,
            "id": scenario_id,
            "run_id": run_id,
            "title": title.strip(),
            "reason": reason.strip(),
            "changes": changes_out(changes),
            "words": list(tried.words),
            "outcome": outcome_out(tried.rows),
            "basis_sha256": sha256(body).digest(),
            "made_by": key_of(work.actor),
            "made_by_name": work.actor.name,
            "recorded_at": work.now,
        },
    )
    work.record("scenario.bewaren", "scenario", scenario_id, None, {"titel": title.strip()})
    return get_scenario(work, scenario_id)


def list_scenarios(work: UnitOfWork) -> list[Scenario]:
    """All kept scenarios, newest first."""
    work.actor.require(Permission.TRY_SCENARIOS)
    return scenarios.find_scenarios(work.session, work.actor)


def get_scenario(work: UnitOfWork, scenario_id: UUID) -> Scenario:
    """One kept scenario; `NotFound` when there is none."""
    work.actor.require(Permission.TRY_SCENARIOS)
    found = scenarios.find_scenario(work.session, work.actor, scenario_id)
    if found is None:
        raise NotFound("Dit scenario")
    return found


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two scenarios beside each other, per organisation in the order of the first."""

    first: Scenario
    second: Scenario
    rows: tuple[tuple[str, Paying | None, Paying | None], ...]


def side_by_side(work: UnitOfWork, first_id: UUID, second_id: UUID) -> SideBySide:
    """Two kept scenarios: two readings of one clause, or one choice beside another."""
    first, second = get_scenario(work, first_id), get_scenario(work, second_id)
    left = {row.organisation: row for row in first.rows}
    right = {row.organisation: row for row in second.rows}
    names = {row.organisation: row.name for row in (*second.rows, *first.rows)}
    codes = sorted(left.keys() | right.keys())
    return SideBySide(first, second, tuple((names[code], left.get(code), right.get(code)) for code in codes))
