"""The money of the play: costs month by month, closing, and the settlement of the first quarter.

One finance employee makes the run, the other approves it: who made it may not (domain §10).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.features.costs import service as costs
from app.features.costs.core.rows import CostEntryRow
from app.features.hours import service as hours
from app.features.invoices import service as invoices
from app.features.settlement import service as settlement
from app.features.settlement.service.viewing import show_run
from app.features.simulation.core.acts import EndMonth, SettleQuarter, SettleStep
from app.infra.db import Database, UnitOfWork
from app.kernel.actor import Actor
from app.kernel.period import Period

_OF_MAKER = frozenset({SettleStep.START, SettleStep.CHECK, SettleStep.EXPLAIN})
_BECAUSE = "Nagelopen met de uitvoerder: de begroting was een raming over het jaar, dit is wat er is geboekt."


@dataclass(frozen=True, slots=True)
class MoneyStage:
    """What the money is played with: the cost entries of the case, and two people of finance."""

    database: Database
    entries: Sequence[CostEntryRow]
    maker: Actor
    approver: Actor
    runs: dict[date, UUID] = field(default_factory=dict)

    def end_month(self, act: EndMonth) -> None:
        """Book the costs of a month, or close it for everyone."""
        month = Period.month(act.first_on.year, act.first_on.month)
        with self.database.unit_of_work(self.maker) as work:
            if act.is_closed:
                hours.close_month(work, act.first_on)
                costs.close_month(work, act.first_on)
            else:
                costs.add_entries(work, [one for one in self.entries if one.booked_on in month])

    def settle(self, act: SettleQuarter, office: Actor | None) -> None:
        """Take one step of the settlement of a quarter, each by whose step it is."""
        by = office or (self.maker if act.step in _OF_MAKER else self.approver)
        with self.database.unit_of_work(by) as work:
            match act.step:
                case SettleStep.START:
                    period = Period.months(act.first_on.year, act.first_on.month, 3)
                    self.runs[act.first_on] = settlement.start(work, period).id
                case SettleStep.CONFIRM:
                    settlement.confirm(work, self.runs[act.first_on], act.office or "")
                case SettleStep.CHECK:
                    settlement.check(work, self.runs[act.first_on])
                case SettleStep.EXPLAIN:
                    _explain(work, self.runs[act.first_on])
                case SettleStep.APPROVE:
                    settlement.approve(work, self.runs[act.first_on])
                case SettleStep.FINALISE:
                    invoices.make_final(work, self.runs[act.first_on])


def _explain(work: UnitOfWork, run_id: UUID) -> None:
    """Say of every difference over the threshold where it comes from, as approval asks."""
    for found in show_run(work, run_id).unexplained:
        settlement.comment(work, run_id, found.code, found.subject, _BECAUSE)
