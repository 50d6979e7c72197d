"""What is shown of assignments: rows of lists, one assignment in full, filters and cursors.

Values only. What an office sees of another's assignment is an outline: `outline` blanks the rest, so
that no list, page or answer can forget to (domain §13).
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.features.assignments.core.completeness import Request
from app.features.assignments.core.events import Event
from app.features.assignments.core.lateness import Governing
from app.features.assignments.core.life import BEGUN, QUEUED, Holder, State, Step
from app.features.assignments.core.periods import PeriodFact
from app.features.sla.core.words import Metric
from app.kernel.errors import Finding, Invalid


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is referred to: identity, code, name; of a product also its package."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Names by identity, and identities by code; each in the order in which lists show them."""

    names: Mapping[UUID, Named]
    organisations: Mapping[str, Named]
    areas: Mapping[str, Named]
    products: Mapping[tuple[UUID, str], Named]
    contracts: Mapping[str, Named]
    statistics: Mapping[str, str]

    def name(self, identity: UUID) -> Named:
        """The name of an identity that a foreign key holds."""
        return self.names[identity]

    def find(self, identity: UUID | None) -> Named | None:
        """The name of an identity, or None."""
        return None if identity is None else self.names.get(identity)

    def products_of(self, area_id: UUID) -> list[Named]:
        """The products of an area, in order of name."""
        return [product for (area, _), product in self.products.items() if area == area_id]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. An outline shows number, title, area, product, state, place, expected date."""

    id: UUID
    number: str | None
    title: str | None
    kind: str | None
    area: Named | None
    product: Named | None
    lead: Named | None
    principals: tuple[Named, ...]
    state: State
    state_since: datetime
    holder: Holder
    agreed_on: date | None
    requested_on: date | None
    estimate_minutes: int | None
    used_minutes: int | None
    place: int | None
    returns: int
    handler: str | None
    is_confidential: bool
    recorded_at: datetime
    submitted_at: datetime | None
    is_outline: bool = False
    governing: Governing | None = None

    @property
    def is_joint(self) -> bool:
        """Whether several principals share it."""
        return len(self.principals) > 1


@dataclass(frozen=True, slots=True)
class Detail:
    """One assignment in full: its line, the request, and where it stands."""

    row: Row
    request: Request
    version: int
    changes: int
    events: tuple[Event, ...] = ()
    period_facts: tuple[PeriodFact, ...] = ()

    @property
    def id(self) -> UUID:
        """The identity of the assignment."""
        return self.row.id

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.row.state


@dataclass(frozen=True, slots=True)
class Nearing:
    """A clock of an assignment that is late or about to be."""

    id: UUID
    number: str
    title: str
    area: Named
    lead: Named
    state: State
    metric: Metric
    due_at: datetime
    is_governing: bool


class Tab(StrEnum):
    """The parts of the list, as the tabs of the screen say them."""

    OPEN = "lopend"
    WAITING = "op-ons-wacht"
    DONE = "klaar"
    ALL = "alles"


class Order(StrEnum):
    """The order of a list: newest first, or by agreed date."""

    NEWEST = "nieuwste"
    AGREED = "afgesproken-datum"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which assignments a list shows. Codes that do not exist give an empty list, not an error."""

    tab: Tab = Tab.ALL
    state: State | None = None
    area: str | None = None
    organisation: str | None = None
    product: str | None = None
    kind: str | None = None
    holder: Holder | None = None
    query: str | None = None
    is_late: bool = False
    is_own: bool = False
    order: Order = Order.NEWEST
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, with the cursor of the next one."""

    rows: tuple[Row, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What is said with a step: each only where the step asks for it."""

    reason: str | None = None
    estimate_minutes: int | None = None
    agreed_on: date | None = None
    place: int | None = None
    handler: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the event, the number, and what can be done next."""

    event: Event
    assignment_id: UUID
    number: str | None
    allowed: tuple[Step, ...]


def outline(row: Row) -> Row:
    """What an office sees of another's assignment."""
    return replace(
        row,
        kind=None,
        lead=None,
        principals=(),
        requested_on=None,
        estimate_minutes=None,
        used_minutes=None,
        returns=0,
        handler=None,
        governing=None,
        is_outline=True,
    )


def is_placed(row: Row) -> bool:
    """Whether it has a place in the queue of its area."""
    return row.state in QUEUED | BEGUN


def cursor_of(order: Order, row: Row) -> str:
    """Where the next page goes on: (sort key, id), not meant to be read.

    >>> read_cursor(_encoded("2026-04-01", "0196a1c2-0000-7000-8000-000000000000"))[0]
    '2026-04-01'
    """
    key = row.recorded_at.isoformat() if order is Order.NEWEST else (row.agreed_on or date.max).isoformat()
    return _encoded(key, str(row.id))


def read_cursor(cursor: str) -> tuple[str, UUID]:
    """The sort key and id of a cursor; `Invalid` when it is none of ours."""
    try:
        key, _, identity = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        return key, UUID(identity)
    except (ValueError, binascii.Error) as error:
        raise Invalid([Finding("cursor", "Deze cursor bestaat niet. Begin de lijst opnieuw.")]) from error


def search_words(query: str) -> str:
    """The words of a query as prefixes for full text search; empty when there is none.

    >>> search_words("bijz. bijstand!")
    'bijz:* & bijstand:*'
    """
    kept = "".join(letter if letter.isalnum() else " " for letter in query)
    return " & ".join(f"{word}:*" for word in kept.split()[:8])


def _encoded(key: str, identity: str) -> str:
    return base64.urlsafe_b64encode(f"{key}|{identity}".encode()).decode()
