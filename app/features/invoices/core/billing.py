"""What a final settlement bills: one document per provider, client and VAT group, never half a one.

The settlement has grouped the lines and reckoned the VAT of each document; here a total below zero is turned
into a credit note, and nothing to pay is left out (domain §11, settlement.md 29, 30). An own share is
in no document. Numbers are no business of this module: they are given at finalisation, as the last thing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.inputs import VatCategory
from app.features.settlement.core.result import Document, Line, Settlement
from app.kernel.errors import Finding
from app.kernel.period import Period

DAYS_TO_PAY = 30
"""The term of payment in days (domain §11)."""
SERIES = "factuur:"
"""How the name of every series of invoices begins."""


class VatGroup(StrEnum):
    """Lines outside the scope of VAT stand on a document of their own (EN 16931 BR-O-11)."""

    INSIDE = "binnen-btw"
    OUTSIDE = "buiten-btw"


class DocumentKind(StrEnum):
    """An invoice asks for money; a credit note gives it back."""

    INVOICE = "factuur"
    CREDIT = "creditfactuur"


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a document: `quantity` × `price_cents` per `base_quantity` of `unit`."""

    settlement_line: int
    area: str
    description: str
    detail: str
    quantity: Fraction
    unit: str
    base_quantity: int
    price_cents: int
    amount_cents: int
    category: VatCategory
    rate: Fraction


@dataclass(frozen=True, slots=True)
class BillVat:
    """One VAT category of a document: its base and the VAT over it (EN 16931 BR-CO-17)."""

    category: VatCategory
    rate: Fraction
    base_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A document to be numbered: who bills whom, for what. On a credit note the signs are turned.

    `place` is that of the document in its settlement. Of a correction `about` is the closed period, and
    `refers` names the documents that it puts right, as run and place.
    """

    provider: str
    client: str
    group: VatGroup
    kind: DocumentKind
    lines: tuple[BillLine, ...]
    vat: tuple[BillVat, ...]
    place: int = 1
    about: Period | None = None
    refers: tuple[str, ...] = ()
    is_reversal: bool = False

    @property
    def net_cents(self) -> int:
        """The lines together, without VAT."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        """The VAT of all categories."""
        return sum(part.vat_cents for part in self.vat)

    @property
    def total_cents(self) -> int:
        """What is to be paid, or on a credit note: given back."""
        return self.net_cents + self.vat_cents

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the areas billed, in the order of the lines."""
        return tuple(dict.fromkeys(line.area for line in self.lines))


def bills(settlement: Settlement) -> tuple[Bill, ...]:
    """The documents of a settlement in the order of their numbers: provider, client, VAT group."""
    made = (
        _bill(document, settlement, place) for place, document in enumerate(settlement.documents, start=1)
    )
    wanted = [bill for bill in made if bill.total_cents]
    return tuple(sorted(wanted, key=lambda bill: (bill.provider, bill.client, bill.group.value, bill.place)))


def due_on(dated_on: date) -> date:
    """The last day to pay.

    >>> due_on(date(2026, 11, 9))
    datetime.date(2026, 12, 9)
    """
    return dated_on + timedelta(days=DAYS_TO_PAY)


def number_text(provider: str, year: int, number: int) -> str:
    """The number as it is printed and paid under.

    >>> number_text("NLK", 2026, 31)
    'NLK-2026-0031'
    """
    return f"{provider}-{year}-{number:04d}"


def series(provider: str, year: int) -> str:
    """The series in which a provider's documents of a year are numbered without gaps.

    >>> series("NLK", 2026)
    'factuur:2026:NLK'
    """
    return f"{SERIES}{year}:{provider}"


@dataclass(frozen=True, slots=True)
class BillingDetails:
    """What an organisation bills or is billed with; empty text is what is missing."""

    code: str
    name: str
    oin: str = ""
    kvk: str = ""
    vat_number: str = ""
    iban: str = ""
    buyer_reference: str = ""
    address: tuple[str, ...] = ()
    email: str = ""

    @property
    def short_name(self) -> str:
        """The name as it stands in sentences."""
        return self.name.removeprefix("Gemeente ")


_ADDRESS = ("address", "het adres", "Een factuur noemt beide adressen.")
_IBAN = ("iban", "de IBAN", "Zonder IBAN kan niemand de factuur betalen.")


def missing_details(made: Iterable[Bill], organisations: Mapping[str, BillingDetails]) -> tuple[Finding, ...]:
    """What has to be filled in before these documents can get a number (domain §11).

    A client needs an OIN or KvK number, a buyer reference and an address; a provider an IBAN and an address.
    """
    listed = tuple(made)
    clients = sorted({bill.client for bill in listed})
    providers = sorted({bill.provider for bill in listed})
    findings = []
    for party in (organisations[code] for code in clients):
        if not party.oin and not party.kvk:
            what = "Zonder OIN of KvK-nummer kan de factuur niet worden bezorgd."
            findings.append(_missing(party, "oin", "het OIN of KvK-nummer", what))
        if not party.buyer_reference:
            what = "Zonder kenmerk kan de ontvanger de factuur niet boeken."
            findings.append(_missing(party, "buyer_reference", "het kenmerk van de afnemer", what))
    parties = [organisations[code] for code in sorted({*clients, *providers})]
    findings += [_missing(party, *_ADDRESS) for party in parties if not party.address]
    findings += [_missing(organisations[code], *_IBAN) for code in providers if not organisations[code].iban]
    return tuple(findings)


def _missing(party: BillingDetails, field: str, what: str, consequence: str) -> Finding:
    place = f"Vul het aan bij Deelnemers en afspraken, {party.short_name}."
    return Finding(f"{party.code}.{field}", f"Van {party.short_name} ontbreekt {what}. {consequence} {place}")


def _bill(document: Document, settlement: Settlement, place: int) -> Bill:
    sign = -1 if document.total_cents < 0 else 1
    lines = tuple(_line(settlement.line(number), sign) for number in document.lines)
    vat = tuple(
        BillVat(part.category, part.rate, sign * part.base_cents, sign * part.vat_cents)
        for part in document.vat
    )
    return Bill(
        document.provider,
        document.organisation,
        VatGroup.OUTSIDE if document.is_outside_vat else VatGroup.INSIDE,
        DocumentKind.CREDIT if sign < 0 else DocumentKind.INVOICE,
        lines,
        vat,
        place,
        document.about,
        document.refers,
        document.is_reversal,
    )


def _line(line: Line, sign: int) -> BillLine:
    if line.vat_category is None:
        raise ValueError(f"line {line.number} is an own share and cannot be billed")
    return BillLine(
        line.number,
        line.area,
        line.text,
        line.detail,
        sign * line.quantity,
        line.unit,
        line.base_quantity,
        line.price_cents,
        sign * line.amount_cents,
        line.vat_category,
        line.vat_rate,
    )
