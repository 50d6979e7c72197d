"""What stands on an invoice and on a settlement report, ready to be printed: words, tables, steps.

Values only; made by `invoice_paper` and `settlement_paper`, printed by the templates in `reports/`.
Every table adds up (see `tables`), and an invoice cannot be made whose parts contradict its total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.features.invoices.core.chart import Chart
from app.features.invoices.core.tables import Table

_ONE_LINE = 44
_TWO_LINES = 165
_ROOM = 4
"""What fits on a first page with a chart: rows of the summary, a longer title or lead counted as one more."""


class ContradictionError(ValueError):
    """Two places on one paper that would state different amounts: a defect of ours."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation on paper; empty text is left out."""

    name: str
    short_name: str
    address: tuple[str, ...]
    attention: str = ""
    kvk: str = ""
    vat_number: str = ""
    contact: str = ""
    iban: str = ""

    @property
    def registrations(self) -> str:
        """The numbers under which it is registered, as far as they may stand here."""
        known = [f"KvK {self.kvk}" if self.kvk else "", f"btw {self.vat_number}" if self.vat_number else ""]
        return " · ".join(part for part in known if part)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands out, with what it is and what it is compared with."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation: what, how, where from, and what came out, as it is printed."""

    number: int
    what: str
    how: str
    sources: tuple[str, ...]
    shown: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The rule in plain Dutch for one area: since when it holds and its sentences."""

    area: str
    since: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """How and when to pay, or where what is given back comes from."""

    lead: str
    amount_cents: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """How an amount came about for one line: its steps, and the same rule for everyone as a control."""

    heading: str
    steps: tuple[Step, ...]
    control: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What the client got for it: figures, and the work itself."""

    heading: str
    figures: tuple[Figure, ...]
    work: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The chart with the text that says the same."""

    chart: Chart
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """One invoice or credit note."""

    title: str
    document_line: str
    dated_on: date
    seller: Party
    seller_role: str
    buyer: Party
    facts: tuple[Fact, ...]
    lead: str
    summary: Table
    payment: Payment
    received: Received | None
    comparison: Comparison | None
    specification_lead: str
    lines: Table
    costs: tuple[Table, ...]
    derivations: tuple[Derivation, ...]
    rounding_note: str
    rules: tuple[Words, ...]
    common: tuple[str, ...]
    confirmed: Table
    approved: Table
    objection_heading: str
    objection: str
    ending: str

    @property
    def has_room(self) -> bool:
        """Whether the first page has air for everything; else it is set closer, so that the chart stays on it."""
        return len(self.summary.rows) + (len(self.title) > _ONE_LINE) + (len(self.lead) > _TWO_LINES) <= _ROOM

    def __post_init__(self) -> None:
        """Refuse an invoice whose summary, payment and lines would state different totals."""
        agree(self.title, [_last_cell(self.summary), self.payment.amount_cents])


@dataclass(frozen=True, slots=True)
class AreaPaper:
    """One area in the settlement report."""

    heading: str
    lead: str
    costs: Table
    shares: Table | None
    steps: tuple[Step, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class SettlementPaper:
    """The report of a settlement."""

    title: str
    document_line: str
    dated_on: date
    sender: str
    sender_line: str
    facts: tuple[Fact, ...]
    lead: str
    figures: tuple[Figure, ...]
    matrix: Table
    matrix_note: str
    comparison: Comparison | None
    areas: tuple[AreaPaper, ...]
    common: tuple[str, ...]
    netting: Table
    positions: Table
    netting_note: str
    documents: Table | None
    confirmed: Table
    approved: Table
    explained: Table | None
    ending: str


def agree(where: str, amounts: Sequence[object]) -> None:
    """Raise `ContradictionError` unless all amounts are the same."""
    if len(set(amounts)) > 1:
        raise ContradictionError(f"{where}: {amounts} should be one amount")


def _last_cell(table: Table) -> object:
    if table.total is None:
        raise ContradictionError(f"{table.caption}: a summary needs a total")
    return table.total[-1]
