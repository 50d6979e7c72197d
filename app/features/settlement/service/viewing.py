"""What is shown of a run: the reader's own reach, what it is compared with, and who can go on with it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from app.features.access import service as access
from app.features.settlement.core.differing import Change, causes
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.gathering import GATHERED, opened
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.question import answer, question
from app.features.settlement.core.result import AreaResult, Finding, Line, Settlement
from app.features.settlement.core.run import RunDetails
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.core.words import policy_in_words
from app.features.settlement.service.comparing import Compared, all_findings, compare
from app.features.settlement.service.confirming import own_code
from app.features.settlement.service.facts import read_work
from app.features.settlement.service.frozen import attempted, inputs_of
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.service.runs import get_body, get_run
from app.features.settlement.store import runs as store
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding as Wrong
from app.kernel.errors import Invalid, NotFound
from app.kernel.explain import Node, Unit, for_reader, leaves, summed
from app.kernel.period import Period
from app.kernel.roles import Permission, Reach


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as this reader may see it. `reader` is the code of a partner, empty for who reads everything."""

    details: RunDetails
    compared: Compared | None
    findings: tuple[Finding, ...]
    reader: str

    @property
    def settlement(self) -> Settlement | None:
        """What the last calculation gave; None when nothing could be settled."""
        return self.compared.settlement if self.compared else None

    @property
    def sees_all(self) -> bool:
        """Whether the reader sees the figures of every partner down to the leaves."""
        return not self.reader

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """The differences over the threshold that nobody has explained."""
        found = self.compared.findings if self.compared else ()
        return tuple(one for one in found if one.message not in self.details.explained)


def show_run(work: UnitOfWork, run_id: UUID) -> Shown:
    """The run with what stands beside it."""
    details = get_run(work, run_id)
    compared = compare(work, details)
    return Shown(details, compared, all_findings(details, compared), reader_of(work))


@dataclass(frozen=True, slots=True)
class Approvers:
    """Whether the actor can approve a checked run, and if it may not, who can."""

    is_possible: bool
    others: tuple[str, ...]


def approvers(work: UnitOfWork, run_id: UUID) -> Approvers:
    """Who can approve a run: not who calculated it, nor who sent it to be checked (domain §10)."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    signed = store.find_signatures(work.session, work.actor, run_id)
    is_possible = work.actor.may(Permission.APPROVE_SETTLEMENTS) and key_of(work.actor) not in signed
    holders = access.list_holders(work, Permission.APPROVE_SETTLEMENTS)
    return Approvers(is_possible, tuple(name for key, name in holders if str(key) not in signed))


def reader_of(work: UnitOfWork) -> str:
    """The code of the partner for whom explanations are drawn; empty for who reads all of the collaboration."""
    if Reach.ALL in work.actor.reach(Permission.READ_SETTLEMENTS):
        return ""
    code = own_code(work)
    if code is None:
        raise NotFound("Deze afrekening")
    return code


@dataclass(frozen=True, slots=True)
class Difference:
    """Why an amount is not what it was in an earlier period: by causes that total the difference."""

    period: Period
    then_cents: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of an amount: its tree, its lines, and the rule in words.

    `others` are lines beside the amount of the table, such as VAT on costs. `differences` say why it is not what
    it was in earlier final periods, of those that have an amount of the same organisation and area. `number` is
    that of the line, when it is about one line.
    `has_changed`: hours of a draft that were changed since, so that they stand there without their assignments.
    """

    shown: Shown
    area: str
    organisation: str
    top: Node
    lines: tuple[Line, ...]
    words: tuple[str, ...]
    has_changed: bool = False
    others: tuple[Line, ...] = ()
    differences: tuple[Difference, ...] = ()
    number: int | None = None

    @property
    def result(self) -> AreaResult:
        """The area that it is about."""
        assert self.shown.settlement is not None
        return next(one for one in self.shown.settlement.areas if one.area.code == self.area)

    @property
    def names(self) -> Mapping[str, str]:
        """Organisations by code."""
        assert self.shown.settlement is not None
        return self.shown.settlement.organisations

    @property
    def question(self) -> str:
        """What it answers."""
        name, cents = self.names.get(self.organisation, ""), int(self.top.value)
        return question(self.result, self.lines, name, cents, is_line=self.number is not None)

    @property
    def answer(self) -> str:
        """The whole of it in a few words."""
        return answer(
            self.shown.details.run.kind, self.result, self.lines, self.names.get(self.organisation, "")
        )

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as it stands behind an address."""
        if self.number is not None:
            return {"regel": str(self.number)}
        of = {"organisatie": self.organisation} if self.organisation else {}
        return {"taakgebied": self.area, **of}


def explain_cell(work: UnitOfWork, run_id: UUID, area: str, organisation: str) -> Explained:
    """Why an organisation pays what it pays for an area; `NotFound` when it has no line there."""
    shown = show_run(work, run_id)
    if shown.settlement is None:
        raise NotFound("Deze uitleg")
    found = shown.settlement.lines_of(area, organisation)
    lines = tuple(line for line in found if line.kind in CHARGES) or found
    if not lines:
        raise NotFound("Deze uitleg")
    name = shown.settlement.organisations[organisation]
    formula = " + ".join(line.text[:1].lower() + line.text[1:] for line in lines)
    top = summed(f"Aandeel van {name}", (line.derivation for line in lines), Unit.CENTS, formula)
    explained = _explained(work, shown, area, organisation, top, lines)
    others = tuple(line for line in found if line not in lines)
    return replace(explained, others=others, differences=_differences(work, shown, area, organisation))


def _differences(work: UnitOfWork, shown: Shown, area: str, organisation: str) -> tuple[Difference, ...]:
    """Why the amount differs from those of the final runs of the period before and a year ago."""
    found = shown.compared
    if found is None:
        return ()
    known = {found.year_ago: found.year_ago_cents, found.earlier: found.earlier_cents}  # of a year: the same
    made = []
    for period, amounts in sorted(known.items(), reverse=True):
        then = None
        if (area, organisation) in amounts:
            then = store.find_final_body(work.session, work.actor, period.first_on, period.last_on)
        if then is not None:
            changes = causes(found.settlement, attempted(then).settlement, area, organisation)
            made.append(Difference(period, amounts[area, organisation], changes))
    return tuple(made)


def explain_line(work: UnitOfWork, run_id: UUID, number: int) -> Explained:
    """Why one line is what it is; `NotFound` when there is no such line."""
    shown = show_run(work, run_id)
    if shown.settlement is None or not 1 <= number <= len(shown.settlement.lines):
        raise NotFound("Deze regel")
    line = shown.settlement.line(number)
    found = _explained(work, shown, line.area, line.organisation, line.derivation, (line,))
    return replace(found, number=number)


def explain_costs(work: UnitOfWork, run_id: UUID, area: str) -> Explained:
    """What an area cost, down to the entries; `NotFound` when the run does not settle it."""
    shown = show_run(work, run_id)
    found = (
        next((one for one in shown.settlement.areas if one.area.code == area), None)
        if shown.settlement
        else None
    )
    if found is None:
        raise NotFound("Deze uitleg")
    return _explained(work, shown, area, "", found.costs, ())


def explain(
    work: UnitOfWork, run_id: UUID, area: str | None, organisation: str | None, number: int | None
) -> Explained:
    """The explanation of a line, else of what an organisation pays for an area, else of what the area cost.

    `Invalid` when nothing was named.
    """
    work.actor.require(Permission.READ_SETTLEMENTS)
    if number is not None:
        return explain_line(work, run_id, number)
    if not area:
        raise Invalid([Wrong("taakgebied", "Noem een taakgebied, of het nummer van een regel.")])
    return (
        explain_cell(work, run_id, area, organisation) if organisation else explain_costs(work, run_id, area)
    )


def _explained(
    work: UnitOfWork, shown: Shown, area: str, organisation: str, node: Node, lines: tuple[Line, ...]
) -> Explained:
    """The tree as the reader may see it; of a draft the hours are opened by assignment (data §5)."""
    inputs = inputs_of(get_body(work, shown.details.run.id))
    top = node if shown.sees_all else for_reader(node, shown.reader)
    if inputs.gathered:
        with suppress(Unsettled):
            top = opened(top, area, read_work(work, inputs, shown.details.run.calculated_at, area))
    has_changed = any(part.source is not None and part.source.kind == GATHERED for part in leaves(top))
    return Explained(shown, area, organisation, top, lines, policy_words(inputs, area), has_changed)


def policy_words(inputs: Inputs, area: str) -> tuple[str, ...]:
    """The policy of an area in plain sentences; nothing when the area has none."""
    latest = [one.inputs for one in inputs.corrected if any(row.area == area for row in one.inputs.policies)]
    if latest:  # of a correction the rule of the last closed period
        inputs = latest[-1]
    facts = Facts(inputs)
    policy = next((one for one in inputs.policies if one.area == area), None)
    if policy is None:
        return ()
    treatments = [row for row in inputs.vat_treatments if row.area == area]
    has_secondments = any(row.area == area for row in inputs.secondments)
    return tuple(policy_in_words(policy, facts, treatments, has_secondments))
