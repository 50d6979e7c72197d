"""Each amount beside what it can be compared with: budget, the period before, the same period a year ago.

What differs much must be explained before the run is approved (domain §10). Only shares and tariffs, without
VAT. What there is nothing to compare with is said, never taken for zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.threshold import USUAL, Threshold
from app.kernel.dutch import euro, listing, number

DEVIATION = "deviation"
"""The code of the finding that must be explained before approval."""

Amounts = Mapping[tuple[str, str], int]


class Base(StrEnum):
    """What an amount is compared with."""

    BUDGET = "budget"
    EARLIER = "earlier"
    YEAR_AGO = "year_ago"


@dataclass(frozen=True, slots=True)
class Cell:
    """The amount of an organisation for an area; in `beside` None where nothing can be compared.

    `too_far` is what it differs from by so much that it must be explained.
    """

    area: str
    organisation: str
    cents: int
    beside: Mapping[Base, int | None]
    too_far: tuple[Base, ...] = ()

    def differs(self, base: Base) -> int | None:
        """How much it is above what it is compared with; None when that is not there."""
        then = self.beside[base]
        return None if then is None else self.cents - then

    @property
    def subject(self) -> tuple[str, str]:
        """What a finding about it is about."""
        return ("cell", f"{self.area}/{self.organisation}")


def compared(
    settlement: Settlement,
    budget: Settlement | None,
    earlier: Amounts,
    year_ago: Amounts,
    threshold: Threshold = USUAL,
) -> tuple[Cell, ...]:
    """Every amount of the settlement beside what is known of it, by area and organisation.

    Who paid then and pays nothing now stands with zero; who takes part now and did not then is compared with
    zero, but only when the area was settled then at all.
    """
    planned = {
        (area.area.code, code): cents
        for area in (budget.areas if budget else ())
        for code, cents in area.by_organisation.items()
    }
    known = {Base.BUDGET: planned, Base.EARLIER: earlier, Base.YEAR_AGO: year_ago}
    cells = []
    for area in settlement.areas:
        code = area.area.code
        there = {base: any(key[0] == code for key in amounts) for base, amounts in known.items()}
        then = {key[1] for amounts in known.values() for key in amounts if key[0] == code}
        for organisation in sorted(set(area.by_organisation) | then):
            beside = {
                base: amounts.get((code, organisation), 0) if there[base] else None
                for base, amounts in known.items()
            }
            now = area.by_organisation.get(organisation, 0)
            cells.append(Cell(code, organisation, now, beside, _too_far(now, beside, threshold)))
    return tuple(cells)


def _too_far(now: int, beside: Mapping[Base, int | None], threshold: Threshold) -> tuple[Base, ...]:
    return tuple(base for base, then in beside.items() if then is not None and threshold.is_passed(now, then))


def deviations(
    cells: tuple[Cell, ...],
    settlement: Settlement,
    labels: Mapping[Base, str],
    threshold: Threshold = USUAL,
) -> tuple[Finding, ...]:
    """A finding for each amount that must be explained; `labels` say with what, as in "dan begroot"."""
    areas = {area.area.code: area.area.name for area in settlement.areas}
    found = []
    for cell in cells:
        if cell.too_far:
            said = listing([_said(cell, base, labels[base]) for base in cell.too_far])
            name = settlement.organisations[cell.organisation]
            message = f"{name} betaalt voor {areas[cell.area]} {euro(cell.cents)}: {said}."
            detail = f"Wat {threshold.words} verschilt, wordt toegelicht."
            found.append(Finding(Weight.NOTE, DEVIATION, message, detail, cell.subject))
    return tuple(found)


def _said(cell: Cell, base: Base, label: str) -> str:
    then = cell.beside[base] or 0
    difference = cell.cents - then
    words = "meer" if difference > 0 else "minder"
    share = f" ({number(Fraction(abs(difference), abs(then)) * 100, 1)} %)" if then else ""
    return f"{euro(abs(difference))}{share} {words} {label}"
