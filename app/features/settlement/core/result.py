"""What a settlement gives: lines, totals per area and partner, documents, netting, findings.

Values only; how they come about stands in `settle` and in each line's own derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.costs import Posting
from app.features.settlement.core.inputs import Named, VatCategory
from app.kernel.explain import Node
from app.kernel.period import Period


class LineKind(StrEnum):
    """What a line charges or credits."""

    SHARE = "share"
    TARIFF = "tariff"
    INPUT_VAT = "input_vat"
    SECONDMENT = "secondment"


class Weight(StrEnum):
    """How heavy a finding is."""

    HOLDS_BACK = "holds_back"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One amount that a provider charges (or credits) to an organisation for an area.

    A tariff line is `quantity` × `price_cents` per `base_quantity` of `unit`; other lines have quantity 1 (a
    negative one −1). A provider's own share has no VAT category. `vat_cents` is its part of the document's
    VAT.
    """

    number: int
    area: str
    provider: str
    organisation: str
    kind: LineKind
    component: int
    tariff: str
    text: str
    detail: str
    quantity: Fraction
    unit: str
    base_quantity: int
    price_cents: int
    amount_cents: int
    is_own_share: bool
    vat_category: VatCategory | None
    vat_rate: Fraction
    vat_cents: int
    derivation: Node

    @property
    def code(self) -> str:
        """What names the line, whatever its number."""
        return f"{self.area}/{self.organisation}/{self.kind.value}/{self.component}/{self.tariff}"


@dataclass(frozen=True, slots=True)
class VatTotal:
    """One VAT category of a document: its base and the VAT over it (BR-CO-17)."""

    category: VatCategory
    rate: Fraction
    base_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Document:
    """What one provider invoices one organisation in one VAT group; below zero it is a credit note."""

    provider: str
    organisation: str
    is_outside_vat: bool
    lines: tuple[int, ...]
    vat: tuple[VatTotal, ...]
    net_cents: int
    vat_cents: int

    @property
    def total_cents(self) -> int:
        """Net and VAT together."""
        return self.net_cents + self.vat_cents


@dataclass(frozen=True, slots=True)
class AreaResult:
    """The totals of one settled area; `result_cents` is what tariffs left uncovered (below zero: over)."""

    area: Named
    provider: str
    policy: str
    own_cents: int
    overhead_cents: int
    costs_cents: int
    divided_cents: int
    result_cents: int
    input_vat_cents: int
    by_category: Mapping[str, int]
    by_organisation: Mapping[str, int]
    participants: tuple[str, ...]
    key: tuple[str, ...]
    costs: Node


@dataclass(frozen=True, slots=True)
class Position:
    """What an organisation pays and receives with VAT; positive `net_cents` is to pay (settlement.md 29)."""

    organisation: str
    pays_cents: int
    receives_cents: int
    secondment_cents: int

    @property
    def net_cents(self) -> int:
        """To pay less to receive, secondment credits included."""
        return self.pays_cents - self.receives_cents + self.secondment_cents


@dataclass(frozen=True, slots=True)
class Netting:
    """Client × provider with VAT, and one position each; all positions total zero."""

    cells: Mapping[tuple[str, str], int]
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to solve or to know before a run goes on; `subject` says where, as kind and code."""

    weight: Weight
    code: str
    message: str
    detail: str = ""
    subject: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole run in figures; budget in the same period."""

    costs_cents: int
    divided_cents: int
    result_cents: int
    invoiced_cents: int
    vat_cents: int
    own_account_cents: int
    budget_cents: int
    by_organisation: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The division of a period's costs, complete."""

    collaboration: Named
    period: Period
    organisations: Mapping[str, str]
    lines: tuple[Line, ...]
    areas: tuple[AreaResult, ...]
    documents: tuple[Document, ...]
    netting: Netting
    totals: Totals
    postings: tuple[Posting, ...]
    findings: tuple[Finding, ...]

    def line(self, number: int) -> Line:
        """The line of that number; `KeyError` when there is none."""
        if not 1 <= number <= len(self.lines):
            raise KeyError(number)
        return self.lines[number - 1]

    def lines_of(self, area: str, organisation: str) -> tuple[Line, ...]:
        """The lines of one cell of the table area × organisation, without credits for secondment."""
        return tuple(
            line
            for line in self.lines
            if (line.area, line.organisation) == (area, organisation) and line.kind is not LineKind.SECONDMENT
        )
