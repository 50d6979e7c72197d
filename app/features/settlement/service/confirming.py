"""Organisations answer about their own figures: confirm, object, or say nothing until the stated date.

An answer is kept with the figures it is about. Silence is noted once, by the job or at a calculation, whichever
comes first after the date, and stands as silence on every paper. What follows for the run are its findings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.settlement.core import confirming as rules
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.run import Answer, Confirmation, Run, RunDetails, RunState
from app.features.settlement.core.settle import Attempt
from app.features.settlement.service.frozen import attempted, figures_of
from app.features.settlement.store import answers as store
from app.features.settlement.store import runs
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.errors import Finding as Wrong
from app.kernel.errors import Invalid, NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Permission, Reach

SILENCE = "settlement.silence"
"""The task that notes silence in one collaboration; `jobs` registers it under this name."""

Figures = Mapping[str, Sequence[rules.Figure]]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What an organisation is asked to confirm: its figures now and before, and what it answered.

    `before` has the figure of the same key in the final run of the period before, None when there is none.
    """

    run: Run
    organisation: str
    name: str
    areas: Mapping[str, str]
    figures: tuple[rules.Figure, ...]
    earlier: Period
    before: Mapping[tuple[str, str, str], rules.Figure] | None
    answers: tuple[Confirmation, ...]
    standing: rules.Standing


def list_own_figures(work: UnitOfWork) -> list[OwnFigures]:
    """The figures of the actor's organisation in every run that is a draft, newest period first."""
    work.actor.require(Permission.CONFIRM_FIGURES)
    found = runs.find_runs(work.session, work.actor)
    drafts = [run for run in found if run.state is RunState.DRAFT and run.confirm_by_on is not None]
    return [own for run in drafts if (own := _own(work, run)) is not None]


def count_asked(work: UnitOfWork) -> int:
    """How many drafts wait for an answer of the actor's organisation; for the sidebar, so from what is kept."""
    work.actor.require(Permission.CONFIRM_FIGURES)
    drafts = [run for run in runs.find_runs(work.session, work.actor) if run.state is RunState.DRAFT]
    if not drafts:
        return 0
    own = own_code(work)
    return sum(any(rules.asks(one, own) for one in run.findings) for run in drafts)


def get_own_figures(work: UnitOfWork, run_id: UUID) -> OwnFigures:
    """The figures of the actor's organisation in one run; `NotFound` when it has none there."""
    work.actor.require(Permission.CONFIRM_FIGURES)
    found = find_own_figures(work, run_id)
    if found is None:
        raise NotFound("Deze afrekening")
    return found


def find_own_figures(work: UnitOfWork, run_id: UUID) -> OwnFigures | None:
    """The same, or None when the actor answers for no organisation in this run."""
    if not work.actor.may(Permission.CONFIRM_FIGURES):
        return None
    run = runs.find_run(work.session, work.actor, run_id)
    return _own(work, run) if run is not None and run.state is not RunState.WITHDRAWN else None


def _own(work: UnitOfWork, run: Run) -> OwnFigures | None:
    body = runs.find_body(work.session, work.actor, run.id)
    code = own_code(work)
    if body is None or code is None or code not in figures_of(body):
        return None
    settlement = attempted(body).settlement
    earlier = before(run.period)
    then = runs.find_final_body(work.session, work.actor, earlier.first_on, earlier.last_on)
    given = [one for one in store.find_answers(work.session, work.actor, run.id) if one.organisation == code]
    figures = figures_of(body)[code]
    return OwnFigures(
        run=run,
        organisation=code,
        name=settlement.organisations[code],
        areas={area.area.code: area.area.name for area in settlement.areas},
        figures=figures,
        earlier=earlier,
        before={figure.key: figure for figure in figures_of(then).get(code, ())} if then else None,
        answers=tuple(given),
        standing=rules.standing(given, figures),
    )


def before(period: Period) -> Period:
    """The period of the same length just before this one.

    >>> before(Period.quarter(2026, 1)).code
    '2025-Q4'
    """
    size = period.whole_months or 1
    start = period.first_on.year * 12 + period.first_on.month - 1 - size
    return Period.months(start // 12, start % 12 + 1, size)


def own_code(work: UnitOfWork) -> str | None:
    """The code of the actor's own organisation."""
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    return next((code for code, key in organisations.items() if key == work.actor.organisation_id), None)


def confirm(work: UnitOfWork, run_id: UUID, organisation: str, remark: str = "") -> None:
    """An office confirms the figures of its organisation as they are now, while the run is a draft.

    `Refused` when these same figures were confirmed before.
    """
    _answer(work, run_id, organisation, Answer.CONFIRMED, remark)
    work.record("afrekening.bevestigen", "run", run_id, None, {"organisatie": organisation})


def object_to(work: UnitOfWork, run_id: UUID, organisation: str, reason: str) -> None:
    """An office objects to the figures of its organisation; a reason is asked. It holds the run back."""
    if not reason.strip():
        raise Invalid([Wrong("reden", "Schrijf wat er niet klopt, en wat het volgens u moet zijn.")])
    _answer(work, run_id, organisation, Answer.OBJECTED, reason)
    after = {"organisatie": organisation, "reden": reason.strip()}
    work.record("afrekening.bezwaar", "run", run_id, None, after)


def _answer(work: UnitOfWork, run_id: UUID, organisation: str, answer: Answer, remark: str) -> None:
    work.actor.require(Permission.CONFIRM_FIGURES)
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    if organisation not in organisations:
        raise NotFound("Deze organisatie")
    identity = organisations[organisation]
    work.actor.require(Permission.CONFIRM_FIGURES, organisation_ids=[identity])
    run = runs.find_run(work.session, work.actor, run_id, lock=True)
    body = runs.find_body(work.session, work.actor, run_id) if run is not None else None
    if run is None or run.state is RunState.WITHDRAWN:
        raise NotFound("Deze afrekening")
    if run.state is not RunState.DRAFT:
        raise Refused("Bevestigen kan alleen zolang de afrekening een concept is.")
    if run.confirm_by_on is None:
        raise Refused("Bij deze afrekening worden geen gegevens bevestigd.")
    figures = figures_of(body).get(organisation) if body is not None else None
    if figures is None:
        raise Refused("Voor deze organisatie staan in de afrekening nog geen gegevens.")
    given = [
        one
        for one in store.find_answers(work.session, work.actor, run_id)
        if one.organisation == organisation
    ]
    if answer is Answer.CONFIRMED and rules.standing(given, figures) is rules.Standing.CONFIRMED:
        raise Refused("De gegevens van deze organisatie zijn al bevestigd.")
    row = _row(work, identity, answer, work.actor.name, remark, figures)
    store.add_answers(work.session, work.actor, run_id, [row])
    refresh(work, run)


def _row(
    work: UnitOfWork, identity: UUID, answer: Answer, name: str, remark: str, figures: Sequence[rules.Figure]
) -> dict[str, object]:
    return {
        "organisation_id": identity,
        "answer": answer.value,
        "confirmed_at": work.now,
        "confirmed_by_name": name,
        "remark": remark.strip() or None,
        "figures": [figure.kept for figure in figures],
    }


def move_date(work: UnitOfWork, run_id: UUID, until: date) -> None:
    """Ask for answers until another day, while the run is a draft; not a day that has passed."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    run = runs.find_run(work.session, work.actor, run_id, lock=True)
    if run is None:
        raise NotFound("Deze afrekening")
    if run.state is not RunState.DRAFT or run.confirm_by_on is None:
        raise Refused("De datum verzetten kan alleen zolang de afrekening een concept is.")
    check_date(work, until)
    runs.change_run(work.session, work.actor, run_id, {"confirm_by_on": until})
    before_date, after_date = run.confirm_by_on.isoformat(), until.isoformat()
    work.record("afrekening.datum", "run", run_id, {"datum": before_date}, {"datum": after_date})
    moved = runs.find_run(work.session, work.actor, run_id)
    assert moved is not None
    refresh(work, moved)


def check_date(work: UnitOfWork, until: date) -> None:
    """Refuse a day that has passed: nobody could answer by then."""
    if until < work.today:
        raise Invalid([Wrong("uiterlijkeDatum", f"{plain_day(until)} is al voorbij. Kies een latere dag.")])


def note_silence(work: UnitOfWork) -> int:
    """Note silence in every draft whose date has passed; gives how many organisations. The second time none."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    found = runs.find_runs(work.session, work.actor)
    noted = 0
    for run in found:
        if run.state is RunState.DRAFT and rules.has_passed(run.confirm_by_on, work.today):
            held = runs.find_run(work.session, work.actor, run.id, lock=True)
            body = runs.find_body(work.session, work.actor, run.id)
            if held is not None and held.state is RunState.DRAFT and body is not None:
                noted += note_silence_of(work, held, figures_of(body))
                refresh(work, held)
    return noted


def note_silence_of(work: UnitOfWork, run: Run, figures: Figures) -> int:
    """Note silence of who has not answered about these figures when the date of the run has passed."""
    if not rules.has_passed(run.confirm_by_on, work.today):
        return 0
    given = by_organisation(store.find_answers(work.session, work.actor, run.id))
    silent = [
        code
        for code, own in figures.items()
        if rules.falls_silent(rules.standing(given.get(code, ()), own), run.confirm_by_on, work.today)
    ]
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    rows = [_row(work, organisations[code], Answer.SILENT, "", "", figures[code]) for code in silent]
    store.add_answers(work.session, work.actor, run.id, rows)
    if silent:
        work.record("afrekening.stilte", "run", run.id, None, {"organisaties": silent})
    return len(silent)


def by_organisation(given: Sequence[Confirmation]) -> dict[str, list[Confirmation]]:
    """Answers by organisation, oldest first."""
    found: dict[str, list[Confirmation]] = {}
    for one in given:
        found.setdefault(one.organisation, []).append(one)
    return found


def answer_findings(work: UnitOfWork, run: Run, inputs: Inputs, attempt: Attempt) -> list[Finding]:
    """What the answers mean for a calculation: silence is noted first, once its date has passed."""
    if run.confirm_by_on is None:
        return []
    given = store.find_answers(work.session, work.actor, run.id)
    figures: Figures = {}
    if given or rules.has_passed(run.confirm_by_on, work.today):
        figures = rules.driver_figures(inputs, attempt)
        if note_silence_of(work, run, figures):
            given = store.find_answers(work.session, work.actor, run.id)
    return _findings(work, run, attempt.settlement, given, figures)


def _findings(
    work: UnitOfWork, run: Run, settlement: Settlement, given: Sequence[Confirmation], figures: Figures
) -> list[Finding]:
    names = {code: settlement.organisations[code] for code in settlement.totals.by_organisation}
    comments = store.find_comments(work.session, work.actor, run.id)
    explained = frozenset(comment.about for comment in comments)
    return rules.findings(names, by_organisation(given), figures, run.confirm_by_on, explained)


def refresh(work: UnitOfWork, run: Run) -> None:
    """Put the findings about answers in the place of the earlier ones; the rest is the calculation's."""
    body = runs.find_body(work.session, work.actor, run.id)
    if body is None or run.confirm_by_on is None:
        return
    given = store.find_answers(work.session, work.actor, run.id)
    others = [one for one in run.findings if one.code not in rules.CODES]
    fresh = _findings(work, run, attempted(body).settlement, given, figures_of(body))
    found = heaviest_first([*others, *fresh])
    if found != run.findings:
        runs.change_run(work.session, work.actor, run.id, {"findings": runs.findings_out(found)})


def heaviest_first(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with what holds back first, for the rest as they came."""
    return tuple(sorted(found, key=lambda one: one.weight is not Weight.HOLDS_BACK))


def answers_for(work: UnitOfWork, details: RunDetails) -> tuple[Confirmation, ...]:
    """The last answer of each organisation that the actor may see: its own, or all."""
    if Reach.ALL in work.actor.reach(Permission.READ_SETTLEMENTS):
        return details.confirmations
    own = own_code(work)
    return tuple(one for one in details.confirmations if one.organisation == own)
