"""What is shown of invoices: one line of the list, the whole of one, and what a list may be narrowed to.

Amounts are those of the document; nothing is reckoned here but how an invoice stands to its last day.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.features.invoices.core.billing import BillingDetails, BillLine, BillVat, DocumentKind, VatGroup
from app.kernel.errors import Finding, Invalid
from app.kernel.period import Period

AT_MOST = 100
"""How many invoices one page holds."""


class InvoiceState(StrEnum):
    """How an invoice stands today. Payments are not read yet, so what is paid does not show."""

    OPEN = "open"
    OVERDUE = "overdue"
    TO_REFUND = "to_refund"


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or area: its id, code and name."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One line of the list."""

    id: UUID
    number: str
    kind: DocumentKind
    title: str
    provider: Named
    client: Named
    run_id: UUID
    period: Period
    dated_on: date
    due_on: date
    net_cents: int
    vat_cents: int
    total_cents: int
    has_pdf: bool

    def state(self, today: date) -> InvoiceState:
        """How it stands: a last day that has passed without payment known here is named, not judged."""
        if self.kind is DocumentKind.CREDIT:
            return InvoiceState.TO_REFUND
        return InvoiceState.OVERDUE if self.due_on < today else InvoiceState.OPEN


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """An invoice with its lines and VAT, and the details it was made with.

    `about` is the closed period of a correction, `refers` are the numbers of the earlier invoices that it
    puts right.
    """

    row: InvoiceRow
    group: VatGroup
    lines: tuple[BillLine, ...]
    vat: tuple[BillVat, ...]
    seller: BillingDetails
    buyer: BillingDetails
    areas: dict[str, str]
    place: int = 1
    about: Period | None = None
    refers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; None is not narrowed."""

    provider: str | None = None
    client: str | None = None
    run_id: UUID | None = None
    kind: DocumentKind | None = None
    is_overdue: bool = False
    number: str | None = None
    cursor: str | None = None
    limit: int = AT_MOST


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: how many there are in all, their total, and where the next page begins."""

    rows: tuple[InvoiceRow, ...]
    count: int
    total_cents: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Who bills and who is billed, to choose from."""

    providers: tuple[Named, ...]
    clients: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A file that can be downloaded."""

    id: UUID
    sha256: bytes
    size: int
    media_type: str
    file_name: str
    kind: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RunDocuments:
    """The papers of a run: its report when it is drawn, and its invoices."""

    run_id: UUID
    is_final: bool
    period: Period
    report: KeptDocument | None
    invoices: tuple[InvoiceRow, ...] = field(default=())


def cursor_of(row: InvoiceRow) -> str:
    """Where the next page goes on: newest first, then by number."""
    return f"{row.dated_on.isoformat()}_{row.number}"


def read_cursor(cursor: str) -> tuple[date, str]:
    """Day and number of a cursor; `Invalid` when it is none of ours.

    >>> read_cursor("2026-04-17_NLK-2026-0003")
    (datetime.date(2026, 4, 17), 'NLK-2026-0003')
    """
    day, _, number = cursor.partition("_")
    try:
        return date.fromisoformat(day), number
    except ValueError as error:
        raise Invalid([Finding("cursor", "Deze cursor bestaat niet. Begin de lijst opnieuw.")]) from error
