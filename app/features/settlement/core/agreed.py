"""What was agreed on dividing the costs of an area: its policy, in components, as frozen values.

A part of the inputs of a settlement; whoever needs them imports them from `inputs`.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind, TariffResult
from app.features.settlement.core.cost_inputs import Share
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Term:
    """From a day on, to and including a last day, or open."""

    first_on: date
    last_on: date | None = None

    def within(self, period: Period) -> Period | None:
        """The days of it that lie in the period."""
        first = max(self.first_on, period.first_on)
        last = period.last_on if self.last_on is None else min(self.last_on, period.last_on)
        return Period(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Bound:
    """A minimum and maximum of one partner in cents a year (settlement.md 20)."""

    organisation: str
    minimum_cents: int | None = None
    maximum_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a policy, in listed order: what it takes of the costs, and what divides that.

    `percent` is in per cent; `fixed_cents` a year; `statistic`, `product` narrow the driver or the tariff;
    `average_years` and `kept_years` belong to an average of n years kept for m.
    """

    position: int
    takes: Takes
    driver: DriverKind | None = None
    percent: Fraction | None = None
    category: str = ""
    fixed_cents: int | None = None
    tariff: TariffKind | None = None
    statistic: str = ""
    product: str = ""
    package: str = ""
    reference: Reference = Reference.YEAR_START
    average_years: int = 0
    kept_years: int = 0
    shares: tuple[Share, ...] = ()
    bounds: tuple[Bound, ...] = ()
    label: str = ""

    @property
    def part(self) -> Fraction:
        """The percentage as a part of one; zero when there is none."""
        return Fraction(self.percent or 0) / 100


@dataclass(frozen=True, slots=True)
class Policy:
    """The executable agreement of an area: how its costs are divided over who takes part.

    `period_months` is the settlement period (1, 3, 12). `agreement` is the clause, for the reader. `phase` is
    the part of this key while it is phased in, and `old_key` the id of the policy whose key holds for the rest
    (settlement.md 21); None and empty when it holds in full.
    `result_driver` is what the result of a year is divided by, where it is divided (27).
    """

    id: str
    area: str
    term: Term
    period_months: int
    components: tuple[Component, ...]
    version: int = 1
    agreement: str = ""
    has_advances: bool = False
    result: TariffResult = TariffResult.CARRIED
    phase: Fraction | None = None
    result_driver: DriverKind | None = None
    old_key: str = ""
