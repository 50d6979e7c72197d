"""What a settlement gives: lines, totals per area and partner, documents, netting, findings.

Values only; how they come about stands in `settle` and in each line's own derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.inputs import Named, VatCategory
from app.features.settlement.core.overhead import Posting
from app.features.settlement.core.settled import LineKind as LineKind
from app.features.settlement.core.settled import SettledArea, cell_of, key_of
from app.kernel.explain import Node
from app.kernel.period import Period


class Weight(StrEnum):
    """How heavy a finding is."""

    HOLDS_BACK = "holds_back"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One amount that a provider charges (or credits) to an organisation for an area.

    A tariff line is `quantity` × `price_cents` per `base_quantity` of `unit`; other lines have quantity 1 (a
    negative one −1). A provider's own share has no VAT category. `vat_cents` is its part of the document's
    VAT. In a correction `about` is the closed period, and `reverses` names the document that is taken back.
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
    about: Period | None = None
    reverses: str = ""

    @property
    def code(self) -> str:
        """What names the line, whatever its number."""
        return f"{self.area}/{self.organisation}/{self.kind.value}/{self.component}/{self.tariff}"

    @property
    def is_credit(self) -> bool:
        """Whether it gives back: staff that is lent, or an advance that is taken off."""
        return self.kind is LineKind.SECONDMENT or (self.kind is LineKind.ADVANCE and bool(self.tariff))

    @property
    def cell(self) -> tuple[str, str]:
        """The part of an area that has one VAT treatment."""
        return cell_of(self.area, self.kind)

    @property
    def key(self) -> tuple[str, ...]:
        """What names the charge across runs of one period."""
        return key_of(self.area, self.provider, self.organisation, self.kind, self.component, self.tariff)


@dataclass(frozen=True, slots=True)
class VatTotal:
    """One VAT category of a document: its base and the VAT over it (BR-CO-17)."""

    category: VatCategory
    rate: Fraction
    base_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Document:
    """What one provider invoices one organisation in one VAT group; below zero it is a credit note.

    In a correction `about` is the closed period, `refers` the documents that it puts right, and `is_reversal`
    says that it takes one of them back in full.
    """

    provider: str
    organisation: str
    is_outside_vat: bool
    lines: tuple[int, ...]
    vat: tuple[VatTotal, ...]
    net_cents: int
    vat_cents: int
    about: Period | None = None
    refers: tuple[str, ...] = ()
    is_reversal: bool = False

    @property
    def total_cents(self) -> int:
        """Net and VAT together."""
        return self.net_cents + self.vat_cents


@dataclass(frozen=True, slots=True)
class AreaResult:
    """The totals of one settled area; `result_cents` is what tariffs left uncovered (below zero: over).

    `carried_cents` is the result of the year before that opens this one, part of the costs.
    """

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
    carried_cents: int = 0


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
class Moved:
    """What an organisation paid for an area in a closed period, and what it is now found to owe for it.

    Net amounts; `vat_cents` is what the VAT on its documents differs.
    """

    period: Period
    area: str
    organisation: str
    before_cents: int
    now_cents: int
    vat_cents: int = 0

    @property
    def difference_cents(self) -> int:
        """What the correction moves, net."""
        return self.now_cents - self.before_cents


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
    moved: tuple[Moved, ...] = ()
    moved_areas: tuple[SettledArea, ...] = ()

    def line(self, number: int) -> Line:
        """The line of that number; `KeyError` when there is none."""
        if not 1 <= number <= len(self.lines):
            raise KeyError(number)
        return self.lines[number - 1]

    def lines_of(self, area: str, organisation: str) -> tuple[Line, ...]:
        """The lines of one cell of the table area × organisation, without credits for staff and advances."""
        return tuple(
            line
            for line in self.lines
            if (line.area, line.organisation) == (area, organisation) and not line.is_credit
        )
