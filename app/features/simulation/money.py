"""The money of the play: costs month by month, closing, and the settlement of the first quarter.

One finance employee makes the run, the other approves it: who made it may not (domain §10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.features.costs import service as costs
from app.features.costs.core.rows import CostEntryRow
from app.features.hours import service as hours
from app.features.invoices import service as invoices
from app.features.settlement import service as settlement
from app.features.simulation.core.acts import EndMonth, SettleQuarter
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class MoneyStage:
    """What the money is played with: the cost entries of the case, and two people of finance."""

    database: Database
    clock: FixedClock
    entries: Sequence[CostEntryRow]
    maker: Actor
    approver: Actor

    def end_month(self, act: EndMonth) -> None:
        """Book the costs of a month, or close it for everyone."""
        month = Period.month(act.first_on.year, act.first_on.month)
        with self.database.unit_of_work(self.maker) as work:
            if act.is_closed:
                hours.close_month(work, act.first_on)
                costs.close_month(work, act.first_on)
            else:
                costs.add_entries(work, [one for one in self.entries if one.booked_on in month])

    def settle(self, act: SettleQuarter) -> None:
        """Take the settlement of a quarter from draft to final, a step some minutes after the one before."""
        period = Period.months(act.first_on.year, act.first_on.month, 3)
        with self.database.unit_of_work(self.maker) as work:
            run_id = settlement.start(work, period).id
        self._later(act, 1)
        with self.database.unit_of_work(self.maker) as work:
            settlement.check(work, run_id)
        self._later(act, 4)
        with self.database.unit_of_work(self.approver) as work:
            settlement.approve(work, run_id)
        self._later(act, 5)
        with self.database.unit_of_work(self.approver) as work:
            invoices.make_final(work, run_id)

    def _later(self, act: SettleQuarter, minutes: int) -> None:
        """A few minutes on: acts of others stand between days, and time never runs back."""
        self.clock.set(act.at + timedelta(minutes=minutes))
