"""The backlog dashboard as values: figures, what is late and why, the queue of each area (domain §12).

Pure: it gets rows and gives words. Late and soon are by the clock that governs (`assignments.core.lateness`);
a forecast comes with the planning.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.features.assignments.core.lateness import Governing, Lateness, working_days_between
from app.features.assignments.core.life import BEGUN, QUEUED, Holder, State
from app.features.assignments.core.views import Named
from app.kernel.dutch import count, day, hours


class Tab(StrEnum):
    """The views of the queue, as they stand in the address."""

    ALL = "alles"
    LATE = "te-laat"
    WAITING = "wacht-op-gemeente"
    NEW = "te-beoordelen"
    UNPLANNED = "nog-niet-gepland"
    JOINT = "gezamenlijk"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the queue is shown. `area` alone shows more rows, from `offset` on."""

    tab: Tab = Tab.ALL
    area: str | None = None
    organisation: str | None = None
    state: State | None = None
    holder: Holder | None = None
    query: str | None = None
    offset: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether rows are those of the whole queue, so that their position is their place."""
        filters = (self.organisation, self.state, self.holder, self.query)
        return self.tab is Tab.ALL and not any(filters)


@dataclass(frozen=True, slots=True)
class Item:
    """One assignment in the queue."""

    id: UUID
    number: str
    title: str
    kind: str
    area_id: UUID
    principals: tuple[Named, ...]
    lead: Named
    state: State
    since_on: date
    agreed_on: date | None
    estimate_minutes: int | None
    used_minutes: int
    handler: str | None
    place: int | None
    ordered_on: date | None
    order_reason: str | None
    governing: Governing | None
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """What an area holds: all of it, and what the filters leave; minutes still to do."""

    total: int
    shown: int
    left_minutes: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class AreaQueue:
    """The queue of one area, as far as it is shown."""

    area: Named
    provider: str | None
    counts: AreaCounts
    items: tuple[Item, ...]

    @property
    def others(self) -> int:
        """How many more there are than are shown."""
        return max(self.counts.shown - len(self.items), 0)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was delivered lately, and how much of it by the agreed date."""

    total: int
    on_time: int

    @property
    def share(self) -> Fraction | None:
        """The part that was on time; None when nothing was delivered."""
        return Fraction(self.on_time, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The strip at the top: the whole, whatever is filtered below it."""

    open: int
    left_minutes: int
    late: int
    soon: int
    waiting: int
    waiting_since: datetime | None
    new: int
    unplanned: int
    joint: int
    delivered: Delivered


@dataclass(frozen=True, slots=True)
class Backlog:
    """Everything on the page."""

    figures: Figures
    attention: tuple[Item, ...]
    queues: tuple[AreaQueue, ...]
    tabs: dict[Tab, int]


def cause(item: Item, today: date) -> str:
    """Why it is late or about to be, from what is known of it: the most telling reason first."""
    if item.state is State.SUBMITTED:
        return "Ingediend, nog geen antwoord"
    if item.state is State.RETURNED:
        return f"Wacht {waited(item.since_on, today)} op aanvulling van {item.lead.name}"
    estimate = item.estimate_minutes or 0
    left = max(estimate - item.used_minutes, 0)
    if item.state is State.WAITING:
        return f"Wacht {waited(item.since_on, today)} op antwoord van {item.lead.name}"
    if item.used_minutes > estimate:
        return f"Raming was {hours(estimate)} uur; er is al {hours(item.used_minutes)} uur geboekt"
    if item.state is State.ACCEPTED:
        return "Heeft nog geen plek in de wachtrij"
    if item.state is State.ORDERED:
        return f"Nog niet gepland; {hours(left)} uur te doen"
    if item.state is State.PLANNED:
        return f"Gepland en nog niet begonnen; {hours(left)} uur te doen"
    if not item.used_minutes:
        return f"Begonnen op {day(item.since_on)}; nog geen uren geboekt"
    return f"Nog {hours(left)} uur te doen"


def advice(item: Item) -> str:
    """What the manager can do about it."""
    return {
        State.SUBMITTED: "Beoordelen",
        State.ACCEPTED: "Plek geven",
        State.ORDERED: "Plannen",
        State.PLANNED: "Starten",
        State.WAITING: "Antwoord vastleggen",
    }.get(item.state, "Opdracht bekijken")


def why(item: Item) -> str:
    """Why it stands in its place."""
    if item.state in BEGUN:
        return "Begonnen; gaat door tot het klaar is"
    if item.state in QUEUED:
        words = f"Op volgorde sinds {day(item.ordered_on)}" if item.ordered_on else "Op volgorde"
        return f"{words}: {item.order_reason}" if item.order_reason else words
    return {
        State.ACCEPTED: "Nog geen plek in de wachtrij",
        State.SUBMITTED: "Nog te beoordelen",
        State.RETURNED: "Wacht op aanvulling",
        State.DELIVERED: "Wacht op goedkeuring",
    }.get(item.state, "")


def waited(since_on: date, today: date) -> str:
    """How long it has been so, in working days."""
    return count(working_days_between(since_on, today), "werkdag", "werkdagen")
