"""What was charged in a period as far as it is known finally: for rooms above that reckon with it, such as credits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Charged:
    """What an organisation was charged for an area, without VAT; `product_id` where that has a price of its own."""

    area_id: UUID
    organisation_id: UUID
    organisation: str
    product_id: UUID | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of a period, corrections that lie within it included; none to a provider by itself.

    `settled` are the periods in which each area was settled finally, as far as they touch this one.
    """

    period: Period
    charged: tuple[Charged, ...] = ()
    settled: Mapping[UUID, tuple[Period, ...]] = field(default_factory=dict)
    priced: frozenset[UUID] = frozenset()
    """Products with a price of their own."""

    def is_known(self, area_id: UUID) -> bool:
        """Whether every day of the period is settled finally, by periods that lie within it."""
        day = self.period.first_on
        for one in sorted(self.settled.get(area_id, ())):
            if one.first_on != day or one.last_on > self.period.last_on:
                return False
            day = one.last_on + timedelta(days=1)
        return day > self.period.last_on

    def wider(self, area_id: UUID) -> Period | None:
        """The final settlement that is of more than this period, if that is why nothing is known."""
        wide = (
            one
            for one in self.settled.get(area_id, ())
            if one.first_on < self.period.first_on or one.last_on > self.period.last_on
        )
        return next(wide, None)
