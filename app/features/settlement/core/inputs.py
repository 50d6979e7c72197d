"""What a settlement is reckoned from: facts and agreements of one period, as frozen values.

The same shape is the frozen snapshot of a final run (format version 1) and the file that `ssc settle` reads.
References are by code or id. Nothing is reckoned here; `checks` says whether the facts hold together.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from app.features.costs.core import CascadeMethod
from app.features.partnership.core.words import (
    DriverKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)
from app.features.settlement.core.agreed import Bound, Component, Policy, Term
from app.features.settlement.core.cost_inputs import AreaFigure, BudgetLine, CostEntry, Pool, Share
from app.features.settlement.core.settled import Result, SettledArea, SettledLine
from app.kernel.period import Period

__all__ = [
    "AreaFigure", "Bound", "BudgetLine", "CascadeMethod", "Component", "CostEntry", "DriverKind", "Inputs",
    "Policy", "Pool", "Reference", "Share", "Takes", "TariffKind", "TariffResult", "Term", "VatCategory",
]  # fmt: skip

ONE_DAY = timedelta(days=1)
OVERHEAD = "overhead"
"""The category of overhead received, beside those of cost entries (settlement.md 18)."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name: an organisation, the collaboration, a kind of statistic."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Area:
    """A service area. Costs of an area that this run does not settle still draw overhead."""

    code: str
    name: str
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation's partnership in the collaboration."""

    organisation: str
    term: Term


@dataclass(frozen=True, slots=True)
class Provision:
    """Who runs an area."""

    area: str
    organisation: str
    term: Term


@dataclass(frozen=True, slots=True)
class Participation:
    """Which partner takes part in an area; with a package, which package of it it takes."""

    area: str
    organisation: str
    term: Term
    package: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """What the catalogue offers in an area; its standard in minutes when it has one."""

    code: str
    area: str
    name: str
    standard_minutes: int | None = None
    package: str = ""


@dataclass(frozen=True, slots=True)
class Tariff:
    """A price: per hour of a function, per product, or per unit of a statistic and year.

    `of` is the code of the function, product or statistic. A price that was corrected is a row of its own, known as
    version/correction; the days of it are `gaps` of the version.
    """

    id: str
    area: str
    kind: TariffKind
    of: str
    name: str
    price_cents: int
    term: Term
    gaps: tuple[Term, ...] = ()

    @property
    def version(self) -> str:
        """The identity of the version that it is a price of."""
        return self.id.partition("/")[0]

    def stints(self, period: Period) -> tuple[Period, ...]:
        """The days of the period on which this price holds."""
        whole = self.term.within(period)
        if whole is None:
            return ()
        found, first_on = [], whole.first_on
        for gap in sorted(self.gaps, key=lambda gap: gap.first_on):
            without = gap.within(whole)
            if without is not None:
                if first_on < without.first_on:
                    found.append(Period(first_on, without.first_on - ONE_DAY))
                first_on = without.last_on + ONE_DAY
        if first_on <= whole.last_on:
            found.append(Period(first_on, whole.last_on))
        return tuple(found)

    def holds(self, days: Period) -> bool:
        """Whether this is the price on all of these days."""
        return self.stints(days) == (days,)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure of an organisation at a day, with its source; the one that was known at the cut-off."""

    id: str
    organisation: str
    kind: str
    reference_on: date
    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment with the exact share of each principal in its hours; the shares total one."""

    id: str
    number: str
    title: str
    area: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes on one assignment by one tariff, all within one stretch in which nothing changed.

    The store cuts the period at every first and last day of a participation; `first_on` and `last_on` are the
    first and last day worked. Without a tariff `tariff` is empty; `function` is what was worked as.
    """

    assignment: str
    tariff: str
    first_on: date
    last_on: date
    minutes: int
    function: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Exact minutes of one organisation in an area by one tariff, over `assignments` assignments together.

    In a draft it stands in the place of `Assignment` and `Worked`: the same amounts from far fewer rows. Each
    lies within one stretch, as `Worked` does.
    """

    area: str
    organisation: str
    tariff: str
    first_on: date
    last_on: date
    minutes: Fraction
    assignments: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """Products taken by one organisation, all within one stretch, by the day of delivery."""

    id: str
    area: str
    product: str
    organisation: str
    first_on: date
    last_on: date
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class YearQuantity:
    """A flow of one organisation over a whole earlier year, for averages of years (settlement.md 10).

    Exact minutes on assignments of the area, or with a `product` how many of it were taken. A year that is
    known and in which nothing happened is a row with zero.
    """

    area: str
    organisation: str
    year: int
    quantity: Fraction
    source: str
    product: str = ""


@dataclass(frozen=True, slots=True)
class VatTreatment:
    """How a provider's charge to a partner for an area is taxed; `rate` is a part of one.

    With `is_transparent` the input VAT in the price is stated under the transparency method.
    """

    area: str
    organisation: str
    category: VatCategory
    term: Term
    rate: Fraction = Fraction(0)
    is_transparent: bool = False


@dataclass(frozen=True, slots=True)
class Secondment:
    """Staff lent by an organisation to an area: fte × rate per fte and year, by calendar days."""

    id: str
    organisation: str
    area: str
    fte: Fraction
    rate_cents: int
    term: Term
    category: VatCategory
    rate: Fraction = Fraction(0)
    function: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The proof of a table that was read: what was selected, how many rows, their sum and digest."""

    table: str
    selection: str
    rows: int
    total: int
    sha256: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Inputs:
    """All that one settlement of one collaboration and period is reckoned from.

    `opening` are results that open the year, `struck` those of its earlier periods (settlement.md 27), and
    `advances` what was charged in advance for it (25, 26). With `advance` it settles an advance for that part
    of the year; with `corrected` it settles nothing of its own, but those closed periods again (28).
    """

    collaboration: Named
    period: Period
    organisations: tuple[Named, ...] = ()
    areas: tuple[Area, ...] = ()
    memberships: tuple[Membership, ...] = ()
    provisions: tuple[Provision, ...] = ()
    participations: tuple[Participation, ...] = ()
    policies: tuple[Policy, ...] = ()
    products: tuple[Product, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    statistic_kinds: tuple[Named, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    worked: tuple[Worked, ...] = ()
    gathered: tuple[Gathered, ...] = ()
    delivered: tuple[Delivered, ...] = ()
    year_quantities: tuple[YearQuantity, ...] = ()
    pools: tuple[Pool, ...] = ()
    entries: tuple[CostEntry, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    area_figures: tuple[AreaFigure, ...] = ()
    vat_treatments: tuple[VatTreatment, ...] = ()
    secondments: tuple[Secondment, ...] = ()
    cascade: CascadeMethod = CascadeMethod.DIRECT
    cut_off_at: datetime | None = None
    sources: tuple[SourceTable, ...] = ()
    opening: tuple[Result, ...] = ()
    struck: tuple[Result, ...] = ()
    advances: tuple[SettledLine, ...] = ()
    advance: Period | None = None
    corrected: tuple["Corrected", ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A closed period that a correction settles again: all that is known now, and what was settled for it."""

    inputs: Inputs
    lines: tuple[SettledLine, ...] = ()
    areas: tuple[SettledArea, ...] = ()
