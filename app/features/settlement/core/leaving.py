"""What a partner that leaves owes, explained like any amount (settlement.md 31, domain §9).

By declining contribution: all of its last settled year in the first year after it leaves, then 80, 60, 40 and
20 %. By real damage: the sum of named damages, at most five years. Or as agreed. Nothing is discounted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.errors import WrongFacts
from app.features.settlement.core.settled import LineKind, SettledLine
from app.kernel.dutch import listing
from app.kernel.explain import Node, Source, Unit, leaf, product, rounded, summed

DECLINING = (100, 80, 60, 40, 20)
"""Per cent of the contribution in each year after leaving."""
YEARS = len(DECLINING)
CONTRIBUTION = (LineKind.SHARE, LineKind.TARIFF, LineKind.RESULT)


class ExitRule(StrEnum):
    """How the sum is found."""

    DECLINING = "declining"
    REAL_DAMAGE = "real_damage"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Damage:
    """A damage that leaving does in one year, named and founded."""

    year: int
    what: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ExitSum:
    """What is owed in each year after leaving, and in all."""

    rule: ExitRule
    years: tuple[tuple[int, Node], ...]
    total: Node


def declining(exit_on: date, settled: Iterable[SettledLine]) -> ExitSum:
    """Five years of the contribution of the last settled year; `exit_on` is the last day of partnership.

    `settled` are the lines of that year for the partner; credits and VAT are left out here.
    """
    parts = [
        leaf(f"{row.text}, {row.label}", row.amount_cents, Unit.CENTS, _source(row))
        for row in settled
        if row.kind in CONTRIBUTION
    ]
    if not parts:
        raise WrongFacts(
            "Er is geen heel jaar definitief afgerekend voor het vertrek. Kies een andere regel."
        )
    contribution = summed("Bijdrage in het laatste afgerekende jaar", parts, Unit.CENTS)
    years = []
    for place, percent in enumerate(DECLINING, start=1):
        part = leaf(f"Deel in het {place}e jaar", Fraction(percent, 100), Unit.SHARE)
        exact = product(f"{percent} % van de bijdrage", [contribution, part], Unit.CENTS)
        years.append((exit_on.year + place, rounded(f"{percent} % van de bijdrage", exact)))
    return _exit(ExitRule.DECLINING, years)


def _source(row: SettledLine) -> Source:
    return Source("settled_line", f"{row.run}/{row.number}", row.label)


def real_damage(exit_on: date, damages: Sequence[Damage]) -> ExitSum:
    """The named damages of the five years after leaving; one outside them is refused by name."""
    outside = [one for one in damages if not exit_on.year < one.year <= exit_on.year + YEARS]
    if outside:
        names = listing([f"{one.what} ({one.year})" for one in outside])
        raise WrongFacts(
            f"Schade telt van {exit_on.year + 1} t/m {exit_on.year + YEARS}. Buiten die jaren: {names}."
        )
    years = []
    for year in sorted({one.year for one in damages}):
        parts = [
            leaf(one.what, one.amount_cents, Unit.CENTS, Source("damage", one.what, f"schade {year}"))
            for one in damages
            if one.year == year
        ]
        years.append((year, summed(f"Schade in {year}", parts, Unit.CENTS)))
    return _exit(ExitRule.REAL_DAMAGE, years)


def agreed(exit_on: date, amount_cents: int, clause: str) -> ExitSum:
    """The sum that was agreed, in the first year after leaving."""
    node = leaf("Afgesproken uittreedsom", amount_cents, Unit.CENTS, Source("agreement", clause, clause))
    return _exit(ExitRule.AGREED, [(exit_on.year + 1, node)])


def _exit(rule: ExitRule, years: Sequence[tuple[int, Node]]) -> ExitSum:
    total = summed("Uittreedsom", [node for _, node in years], Unit.CENTS)
    return ExitSum(rule, tuple(years), total)
