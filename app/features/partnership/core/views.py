"""What lists of partnership show: a kept row with its identity, names by code, months and their closing.

Values only; cursors are not meant to be read.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from app.features.partnership.core.rows import OrganisationRow, StatisticRow, Term
from app.kernel.errors import Finding, Invalid

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Named:
    """Something that others refer to: identity, code and name."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Names by code, for rows that hold codes; products and packages by area and code."""

    organisations: Mapping[str, Named]
    areas: Mapping[str, Named]
    products: Mapping[tuple[str, str], Named]
    packages: Mapping[tuple[str, str], Named]
    statistic_kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept(Generic[Row]):
    """A row as it is kept, with its identity."""

    id: UUID
    row: Row


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A part of a list, with the cursor of the next one and the names that its codes refer to."""

    rows: tuple[Kept[Row], ...]
    next_cursor: str | None
    names: Directory


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a list is wanted; codes of the wire, `on` the day on which a row must hold."""

    area: str | None = None
    organisation: str | None = None
    kind: str | None = None
    on: date | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic as it was recorded; `holds` unless a later recorded one of the same date replaced it."""

    id: UUID
    row: StatisticRow
    organisation_name: str
    recorded_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A part of the history of statistics and the cursor of the next one."""

    figures: tuple[Figure, ...]
    next_cursor: str | None


class Closing(StrEnum):
    """What of a month can be closed, each by its own room."""

    HOURS = "hours"
    COSTS = "costs"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month with what is closed of it, and up to when a settlement reads it."""

    first_on: date
    hours_closed_at: datetime | None = None
    costs_closed_at: datetime | None = None
    counts_closed_at: datetime | None = None
    cut_off_at: datetime | None = None

    def is_closed(self, what: Closing) -> bool:
        """Whether this part of the month takes corrections only."""
        return self.closed_at(what) is not None

    def closed_at(self, what: Closing) -> datetime | None:
        """When this part was closed."""
        moments = {
            Closing.HOURS: self.hours_closed_at,
            Closing.COSTS: self.costs_closed_at,
            Closing.COUNTS: self.counts_closed_at,
        }
        return moments[what]


@dataclass(frozen=True, slots=True)
class Member:
    """A partner on the page: the organisation, since when, until when, and what an e-invoice lacks."""

    organisation: OrganisationRow
    term: Term
    lacks: tuple[str, ...]


INVOICE_NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("OIN of KvK-nummer", ("oin", "kvk")),
    ("kenmerk van de inkoper", ("buyer_reference",)),
    ("adres", ("street",)),
    ("postcode", ("postcode",)),
    ("plaats", ("city",)),
)
"""What an e-invoice needs of a client: words, and the fields of which one must be filled in (domain §11)."""


def invoice_lacks(row: OrganisationRow) -> tuple[str, ...]:
    """What is missing of an organisation before it can be sent an e-invoice, in Dutch words.

    >>> invoice_lacks(OrganisationRow("VLI", "Vlist", kvk="90000005", street="Dorp 1", city="Vlist"))
    ('kenmerk van de inkoper', 'postcode')
    """
    return tuple(words for words, fields in INVOICE_NEEDS if not any(getattr(row, field) for field in fields))


def cursor_of(sort_key: str, identity: UUID) -> str:
    """Where the next part goes on: (sort key, id).

    >>> read_cursor(cursor_of("vlist", UUID(int=1)))[0]
    'vlist'
    """
    return base64.urlsafe_b64encode(f"{sort_key}|{identity}".encode()).decode()


def read_cursor(cursor: str) -> tuple[str, UUID]:
    """The sort key and id of a cursor; `Invalid` when it is none of ours."""
    try:
        key, _, identity = base64.urlsafe_b64decode(cursor.encode()).decode().rpartition("|")
        return key, UUID(identity)
    except (ValueError, binascii.Error) as error:
        raise Invalid([Finding("cursor", "Deze cursor bestaat niet. Begin de lijst opnieuw.")]) from error
