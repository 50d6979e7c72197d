"""Performs the acts of the play through the services, each by the actor whose act it is.

Every act is its own unit of work at its own moment, so the log, the numbers and the clocks are those
of a centre that really worked this half year.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import Kind, PeriodUnit, Request, Weight
from app.features.assignments.core.life import Step
from app.features.assignments.core.periods import Wanted
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.views import StepDetails
from app.features.simulation.core.acts import (
    Act,
    ApproveWeek,
    ChangePeriod,
    Draft,
    EndMonth,
    FillWeek,
    SettleQuarter,
    TakeStep,
)
from app.features.simulation.money import MoneyStage
from app.features.simulation.troupe import Troupe
from app.features.simulation.weeks import WeekStage
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.glossary import STEPS

_STEP_OF = {word: Step(step) for step, word in STEPS.items()}
_OF_OFFICE = frozenset({Step.SUBMIT, Step.APPROVE, Step.REWORK, Step.WITHDRAW})


@dataclass
class Stage:
    """Where the play is performed: the database on a clock that jumps from act to act."""

    database: Database
    clock: FixedClock
    troupe: Troupe
    weeks: WeekStage
    money: MoneyStage
    ids: dict[str, UUID] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)

    def perform(self, act: Act) -> None:
        """Perform one act at its moment."""
        self.clock.set(act.at)
        match act:
            case Draft():
                self._draft(act)
            case TakeStep():
                self._step(act)
            case ChangePeriod():
                self._change_period(act)
            case FillWeek():
                self.weeks.fill(act, self.troupe.employees[act.worker])
            case ApproveWeek():
                self.weeks.approve(act, self.troupe.manager)
            case EndMonth():
                self.money.end_month(act)
            case SettleQuarter():
                self.money.settle(act, self.troupe.offices[act.office] if act.office else None)

    def _draft(self, act: Draft) -> None:
        lead = act.principals[0]
        with self.database.unit_of_work(self.troupe.offices[lead]) as work:
            made = assignments.draft(work, request_of(act))
        self.ids[act.key] = made.id
        self.leads[act.key] = lead

    def _step(self, act: TakeStep) -> None:
        step = _STEP_OF[act.step]
        details = StepDetails(
            reason=act.reason,
            estimate_minutes=act.estimate_minutes,
            agreed_on=act.agreed_on,
            handler=self.troupe.employees[act.worker].name if act.worker and step is Step.START else None,
        )
        with self.database.unit_of_work(self._who(act, step)) as work:
            assignments.take_step(work, self.ids[act.key], step, details)

    def _change_period(self, act: ChangePeriod) -> None:
        with self.database.unit_of_work(self.troupe.manager) as work:
            wanted = Wanted(
                kind=act.kind,
                reason=act.reason,
                on=work.today,
                article=act.article,
                length=act.weeks,
                unit=PeriodUnit.WEEKS if act.weeks else None,
                refers_seq=act.refers_seq,
            )
            assignments.change_period(work, self.ids[act.key], wanted)

    def _who(self, act: TakeStep, step: Step) -> Actor:
        if step in _OF_OFFICE:
            return self.troupe.offices[self.leads[act.key]]
        return self.troupe.employees[act.worker] if act.worker else self.troupe.manager


def request_of(act: Draft) -> Request:
    """What the office writes."""
    story = act.story
    return Request(
        title=story.title,
        kind=Kind.GENERAL if act.is_standing else Kind.JOINT if len(act.principals) > 1 else Kind.BESPOKE,
        area=story.area,
        product=story.product,
        desired_result=story.desired_result,
        acceptance_criteria=tuple(part.strip() for part in story.acceptance_criteria.split(";")),
        principals=tuple(Principal(code) for code in act.principals),
        lead=act.principals[0],
        share_rule=ShareRule.STATISTIC if act.share_statistic else ShareRule.EQUAL,
        share_statistic=act.share_statistic,
        contact="Bestuursbureau",
        requested_on=act.requested_on,
        requested_why="Zo is het besproken in het overleg van de secretarissen.",
        urgency=Weight.NORMAL,
        frame="Programmabegroting 2026",
        ceiling_minutes=story.estimate_minutes * 3 // 2,
        is_confidential=story.is_confidential,
    )
