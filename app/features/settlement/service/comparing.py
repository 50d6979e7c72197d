"""A run beside budget and earlier final runs, and the explanations of what differs much.

Reckoned when it is asked for, from frozen inputs and final runs: what was settled meanwhile counts at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.features.settlement.core import comparing as rules
from app.features.settlement.core.result import Finding, Settlement
from app.features.settlement.core.run import Comment, RunDetails, RunKind, RunState
from app.features.settlement.core.threshold import USUAL
from app.features.settlement.service.confirming import before, heaviest_first, refresh
from app.features.settlement.service.frozen import attempted, budgeted
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.store import answers, runs
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding as Wrong
from app.kernel.errors import Invalid, NotFound, Refused
from app.kernel.glossary import RUN_STATES
from app.kernel.period import Period
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Compared:
    """Every amount of a run beside what is known of it, and a finding for what must be explained."""

    settlement: Settlement
    budget: Settlement | None
    earlier: Period
    year_ago: Period
    earlier_cents: rules.Amounts
    year_ago_cents: rules.Amounts
    cells: tuple[rules.Cell, ...]
    findings: tuple[Finding, ...]


def compare(work: UnitOfWork, details: RunDetails) -> Compared | None:
    """The comparison of a run; None when nothing could be settled yet."""
    body = runs.find_body(work.session, work.actor, details.run.id)
    if body is None:
        return None
    settlement = attempted(body).settlement
    period = details.run.period
    earlier, year_ago = before(period), a_year_before(period)
    if details.run.kind is not RunKind.SETTLEMENT:
        return Compared(settlement, None, earlier, year_ago, {}, {}, (), ())
    budget = budgeted(body)
    then, last_year = (
        runs.find_final_totals(work.session, work.actor, one.first_on, one.last_on)
        for one in (earlier, year_ago)
    )
    threshold = details.run.threshold or USUAL
    cells = rules.compared(settlement, budget, then, last_year, threshold)
    found = rules.deviations(cells, settlement, labels(earlier, year_ago), threshold)
    return Compared(settlement, budget, earlier, year_ago, then, last_year, cells, found)


def a_year_before(period: Period) -> Period:
    """The same months a year earlier.

    >>> a_year_before(Period.quarter(2026, 1)).code
    '2025-Q1'
    """
    first_on = period.first_on
    return Period.months(first_on.year - 1, first_on.month, period.whole_months or 1)


def labels(earlier: Period, year_ago: Period) -> Mapping[rules.Base, str]:
    """With what an amount is compared, as in "meer dan begroot"."""
    return {
        rules.Base.BUDGET: "dan begroot",
        rules.Base.EARLIER: f"dan in {in_words(earlier)}",
        rules.Base.YEAR_AGO: f"dan in {in_words(year_ago)}",
    }


def in_words(period: Period) -> str:
    """A period in a sentence.

    >>> in_words(Period.quarter(2026, 1)), in_words(Period.month(2026, 3))
    ('het 1e kwartaal 2026', 'maart 2026')
    """
    return f"het {period.label}" if "kwartaal" in period.label else period.label


def all_findings(details: RunDetails, compared: Compared | None) -> tuple[Finding, ...]:
    """The findings of a calculation and of the comparison, what holds back first."""
    return heaviest_first([*details.run.findings, *(compared.findings if compared else ())])


def unexplained(work: UnitOfWork, details: RunDetails) -> list[Finding]:
    """The differences over the threshold that nobody has explained."""
    compared = compare(work, details)
    found = compared.findings if compared else ()
    return [one for one in found if one.message not in details.explained]


def comment(work: UnitOfWork, run_id: UUID, code: str, subject: tuple[str, str], text: str) -> Comment:
    """Explain a finding, while the run is a draft or checked; it stays with the run and on its report.

    `Invalid` without words, `NotFound` when the run has no such finding (any more).
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    run = runs.find_run(work.session, work.actor, run_id, lock=True)
    if run is None:
        raise NotFound("Deze afrekening")
    if not text.strip():
        raise Invalid([Wrong("tekst", "Schrijf waardoor het verschil komt.")])
    if run.state not in (RunState.DRAFT, RunState.CHECKED):
        raise Refused(f"Toelichten kan nu niet: de afrekening is {RUN_STATES[run.state.value]}.")
    known = answers.find_comments(work.session, work.actor, run_id)
    details = RunDetails(run, (), (), tuple(known))
    found = all_findings(details, compare(work, details))
    finding = next((one for one in found if (one.code, one.subject) == (code, subject)), None)
    if finding is None:
        raise NotFound("Deze bevinding")
    values = {
        "code": code,
        "subject_kind": subject[0],
        "subject": subject[1],
        "about": finding.message,
        "text": text.strip(),
        "commented_at": work.now,
        "commented_by": key_of(work.actor),
        "commented_by_name": work.actor.name,
    }
    seq = answers.add_comment(work.session, work.actor, run_id, values)
    work.record(
        "afrekening.toelichten", "run", run_id, None, {"over": finding.message, "tekst": text.strip()}
    )
    refresh(work, run)
    return Comment(seq, code, subject, finding.message, text.strip(), work.now, work.actor.name)
