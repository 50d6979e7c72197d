"""What earlier final runs settled, as facts of a later one: lines, results of areas, advances.

A correction subtracts them, the settlement of a year takes its advances off, a new year opens with a result.
Values only; where they go is the business of `corrections`, `advances` and `carrying`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.features.partnership.core.words import VatCategory
from app.kernel.period import Period


class LineKind(StrEnum):
    """What a line charges or credits."""

    SHARE = "share"
    TARIFF = "tariff"
    RESULT = "result"
    ADVANCE = "advance"
    INPUT_VAT = "input_vat"
    SECONDMENT = "secondment"


def cell_of(area: str, kind: LineKind) -> tuple[str, str]:
    """Area and what of it, as far as one VAT treatment goes."""
    return (area, kind.value if kind in (LineKind.ADVANCE, LineKind.SECONDMENT) else "charge")


def key_of(
    area: str, provider: str, organisation: str, kind: LineKind, component: int, tariff: str
) -> tuple[str, ...]:
    """What names a charge across runs of one period: of a tariff its version, whatever price of it was corrected.

    >>> key_of("X", "C", "P", LineKind.TARIFF, 1, "version/correction")[-1]
    'version'
    """
    priced = tariff.partition("/")[0] if kind is LineKind.TARIFF else tariff
    return (area, provider, organisation, kind.value, f"{component:04}", priced)


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line of a final run. `document` names the document that it stands on, empty for an own share.

    `period` is what it is about. `reverses` names the document that a line takes back in full.
    """

    run: str
    number: int
    label: str
    period: Period
    document: str
    area: str
    provider: str
    organisation: str
    kind: LineKind
    component: int
    tariff: str
    text: str
    amount_cents: int
    vat_category: VatCategory | None
    vat_rate: Fraction = Fraction(0)
    vat_cents: int = 0
    reverses: str = ""

    @property
    def cell(self) -> tuple[str, str]:
        """The part of an area that has one VAT treatment: what is charged, lent, or was paid in advance."""
        return cell_of(self.area, self.kind)

    @property
    def key(self) -> tuple[str, ...]:
        """What is charged to whom: what a line of the period reckoned anew is compared with."""
        return key_of(self.area, self.provider, self.organisation, self.kind, self.component, self.tariff)


@dataclass(frozen=True, slots=True)
class SettledArea:
    """What a final run found of an area: its costs, and the result that tariffs left."""

    run: str
    label: str
    period: Period
    area: str
    costs_cents: int
    result_cents: int


@dataclass(frozen=True, slots=True)
class Result:
    """A result of an area that goes on: it opens a year, or is struck within it (settlement.md 27)."""

    run: str
    label: str
    area: str
    amount_cents: int
