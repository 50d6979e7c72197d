"""A baseline with its multi-year path, as it is set: what each partner spent before, what was planned for each year.

Values only. A version is never changed: what turns out otherwise is a new version with a reason (data §3). What is
told of a year afterwards, paid outside the product or gained beside lower costs, are facts of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.features.settlement.core.run import Answer
from app.kernel.period import Period


class PathKind(StrEnum):
    """How the planned amounts follow from what was typed."""

    LINEAR = "linear"
    STEPS = "steps"
    YEARLY = "yearly"


class PriceLevel(StrEnum):
    """In which prices the planned amounts stand: of the base year, or of the year that each is about."""

    CONSTANT = "constant"
    CURRENT = "current"


class PlanKey(StrEnum):
    """How the planned amount of a year is divided over the partners."""

    SPENT = "spent"
    WEIGHT = "weight"
    EQUAL = "equal"
    OWN = "own"


class FactKind(StrEnum):
    """What is told of a year: paid outside the settlements, or gained beside lower costs."""

    PAID = "paid"
    GAIN = "gain"


@dataclass(frozen=True, slots=True)
class SpentRow:
    """What a partner spent in a year before it took part, and from and until which year it counts.

    `year`, `from_year` None: the base year and the first year of the path. `weight` is for a key by weight.
    """

    organisation: str
    amount_cents: int
    source: str
    note: str = ""
    year: int | None = None
    from_year: int | None = None
    until_year: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class PathYear:
    """A year: the rise of prices over the year before in per cent, and what was planned where that is typed."""

    year: int
    index_percent: Fraction = Fraction(0)
    index_source: str = ""
    planned_cents: int | None = None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What was planned for one partner in a year, in a path that each partner has of its own."""

    year: int
    organisation: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One version of a baseline with its path, by codes."""

    code: str
    title: str
    areas: tuple[str, ...]
    base_year: int
    first_year: int
    last_year: int
    kind: PathKind
    prices: PriceLevel
    key: PlanKey
    spent: tuple[SpentRow, ...]
    years: tuple[PathYear, ...]
    own: tuple[OwnPlan, ...] = ()
    weight_name: str = ""
    note: str = ""
    reason: str = ""

    def spent_in(self, row: SpentRow) -> int:
        """The year in which a partner spent its amount."""
        return self.base_year if row.year is None else row.year

    def counts_from(self, row: SpentRow) -> int:
        """The first year in which a partner counts."""
        return self.first_year if row.from_year is None else row.from_year

    def counts_in(self, row: SpentRow, year: int) -> bool:
        """Whether a partner counts in a year."""
        return self.counts_from(row) <= year <= (self.last_year if row.until_year is None else row.until_year)

    @property
    def index(self) -> Mapping[int, PathYear]:
        """The years by number."""
        return {row.year: row for row in self.years}


@dataclass(frozen=True, slots=True)
class FactRow:
    """What is told of a year of a baseline. A later row for the same thing takes the place of an earlier one."""

    kind: FactKind
    organisation: str
    year: int
    amount_cents: int
    what: str
    source: str

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What it is about."""
        return (self.kind.value, self.organisation, self.year, self.what)


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is kept: who set it, and when."""

    id: UUID
    baseline_id: UUID
    seq: int
    row: BaselineRow
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact as it is kept; `holds` is false once a later one took its place."""

    id: UUID
    row: FactRow
    recorded_at: datetime
    by: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class SpentAnswer:
    """What a partner said of its own amount in a version; the last one counts."""

    organisation: str
    seq: int
    answer: Answer
    remark: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SettledAmount:
    """What a final run charged an organisation for an area, without VAT; `run` and `label` name it."""

    run: str
    label: str
    year: int
    area: str
    area_name: str
    organisation: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of an area that a final run settled."""

    area: str
    period: Period
