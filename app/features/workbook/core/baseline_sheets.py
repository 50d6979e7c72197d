"""The sheets of baselines and their paths: a baseline stands on three, its own plans and told figures on two more.

Of each baseline a workbook holds the version that counts; why it came after an earlier one stays where it was set.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.features.settlement.core.baseline_rows import FactKind, PathKind, PlanKey, PriceLevel
from app.features.workbook.core.cells import CENTS, NUMBER, WHOLE, Cell, Kind, shown, words
from app.features.workbook.core.columns import Sheet, may, must
from app.kernel import glossary


def _codes(cell: Cell) -> tuple[str, ...]:
    return tuple(part.strip() for part in shown(cell).replace(";", ",").split(",") if part.strip())


CODES = Kind(_codes, lambda value: ", ".join(value) or None)


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """A baseline as it stands on its sheet."""

    code: str
    title: str
    areas: tuple[str, ...]
    base_year: int
    first_year: int
    last_year: int
    path_kind: PathKind
    price_level: PriceLevel
    plan_key: PlanKey
    weight_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpentLine:
    """What a partner spent before, with the baseline that it belongs to."""

    baseline: str
    organisation: str
    amount_cents: int
    source: str
    note: str = ""
    year: int | None = None
    from_year: int | None = None
    until_year: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a baseline."""

    baseline: str
    year: int
    index_percent: Decimal = Decimal(0)
    index_source: str = ""
    planned_cents: int | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What was planned for one partner in a year."""

    baseline: str
    year: int
    organisation: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class FactLine:
    """What is told of a year of a baseline."""

    baseline: str
    kind: FactKind
    organisation: str
    year: int
    amount_cents: int
    description: str
    source: str


BASELINES = (
    Sheet(
        "baselines",
        BaselineLine,
        (
            must("code"),
            must("title"),
            must("areas", CODES),
            must("base_year", WHOLE),
            must("first_year", WHOLE),
            must("last_year", WHOLE),
            must("path_kind", words(PathKind, glossary.PATH_KINDS)),
            must("price_level", words(PriceLevel, glossary.PRICE_LEVELS)),
            must("plan_key", words(PlanKey, glossary.PLAN_KEYS)),
            may("weight_name"),
            may("note"),
        ),
    ),
    Sheet(
        "baseline_spent",
        SpentLine,
        (
            must("baseline"),
            must("organisation"),
            must("amount_cents", CENTS),
            must("source"),
            may("note"),
            may("year", WHOLE),
            may("from_year", WHOLE),
            may("until_year", WHOLE),
            may("weight", WHOLE),
        ),
    ),
    Sheet(
        "baseline_years",
        YearLine,
        (
            must("baseline"),
            must("year", WHOLE),
            may("index_percent", NUMBER, Decimal(0)),
            may("index_source"),
            may("planned_cents", CENTS),
        ),
    ),
    Sheet(
        "baseline_plans",
        PlanLine,
        (must("baseline"), must("year", WHOLE), must("organisation"), must("amount_cents", CENTS)),
    ),
    Sheet(
        "baseline_facts",
        FactLine,
        (
            must("baseline"),
            must("kind", words(FactKind, glossary.FACT_KINDS)),
            must("organisation"),
            must("year", WHOLE),
            must("amount_cents", CENTS),
            must("description"),
            must("source"),
        ),
    ),
)
