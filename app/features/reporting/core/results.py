"""What came of the norms in a period: how many, how many in time, how long it took, against the objective.

Counts and percentiles come reckoned from the database; here is what they mean and how they read (domain §8). A row
holds what can be compared: one metric in one unit against one objective.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.features.assignments.core.life import Holder, State
from app.features.reporting.core.credits import Credit
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import Metric
from app.kernel import dutch
from app.kernel.period import Period

_HOUR = 3600


class GroupBy(StrEnum):
    """By what the results are told apart."""

    AREA = "taakgebied"
    PRODUCT = "product"
    ORGANISATION = "gemeente"


@dataclass(frozen=True, slots=True)
class Result:
    """The clocks of one group and metric that ended in the period. `median`, `p90` in seconds or days, as `unit` says.

    `objective` and `credit` in basis points; None where the norm names none. `norms`, `products`, `organisations`
    are those of its clocks; `money` what a credit comes to.
    """

    code: str
    name: str
    metric: Metric
    unit: Unit
    objective: int | None
    credit: int | None
    count: int
    within: int
    median: int
    p90: int
    norms: tuple[UUID, ...] = ()
    products: tuple[UUID, ...] = ()
    organisations: tuple[UUID, ...] = ()
    money: Credit | None = None

    @property
    def share(self) -> Fraction:
        """The part within the norm."""
        return Fraction(self.within, self.count)

    @property
    def is_reached(self) -> bool | None:
        """Whether the objective is reached; None where there is none.

        >>> one = Result("SZ", "Sociale zaken", Metric.INTAKE, Unit.WORKING_DAYS, 9000, 500, 10, 9, 2, 5)
        >>> one.is_reached, one.credit_due
        (True, None)
        """
        return None if self.objective is None else self.share >= Fraction(self.objective, 10_000)

    @property
    def credit_due(self) -> int | None:
        """The percentage of the product's charge that is credited, in basis points; None when nothing is."""
        return self.credit if self.is_reached is False else None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were agreed on for the period and how many were delivered."""

    code: str
    name: str
    agreed: Fraction
    delivered: int


@dataclass(frozen=True, slots=True)
class TimeIn:
    """How long assignments were in a state within the period, in seconds of real time."""

    state: State
    holder: Holder
    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Results:
    """What one page shows."""

    period: Period
    group_by: GroupBy
    results: tuple[Result, ...]
    counted: tuple[Counted, ...]
    times: tuple[TimeIn, ...]

    @property
    def by_holder(self) -> tuple[tuple[Holder, int], ...]:
        """The seconds per holder, the centre first."""
        order = (Holder.CENTRE, Holder.PRINCIPAL)
        return tuple((one, sum(time.seconds for time in self.times if time.holder is one)) for one in order)


def lasted(unit: Unit, value: int) -> str:
    """A time spent, as a reader expects it.

    >>> lasted(Unit.WORKING_HOURS, 5400), lasted(Unit.WEEKS, 1)
    ('1:30\\xa0uur', '1 kalenderdag')
    """
    if unit.is_working_time:
        return f"{value // _HOUR}:{value % _HOUR // 60:02}{dutch.NBSP}uur"
    one, many = ("werkdag", "werkdagen") if unit is Unit.WORKING_DAYS else ("kalenderdag", "kalenderdagen")
    return dutch.count(value, one, many)


def days_of(seconds: int) -> str:
    """Real time in days of 24 hours, with one decimal.

    >>> days_of(129_600)
    '1,5\\xa0dag'
    """
    days = Fraction(seconds, 24 * _HOUR)
    return f"{dutch.number(days, 1)}{dutch.NBSP}{'dag' if days < 2 else 'dagen'}"
