"""Reports as use cases: what is asked of several rooms, put together for who may see it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import Kind
from app.features.assignments.core.lateness import Governing, lateness, soon_at
from app.features.assignments.core.life import BEGUN, QUEUED, State
from app.features.assignments.core.views import Named
from app.features.reporting.core.backlog import (
    AreaCounts,
    AreaQueue,
    Backlog,
    Delivered,
    Figures,
    Item,
    Tab,
    Wanted,
)
from app.features.reporting.store import backlog as store
from app.features.sla.core.words import Metric
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission

FEW = 5
"""Rows per area when all areas are shown."""
MANY = 100
"""Rows at a time when one area is chosen."""
_ATTENTION = 12
_LATELY = timedelta(weeks=13)


def backlog(work: UnitOfWork, wanted: Wanted) -> Backlog:
    """The backlog dashboard: figures of the whole, and what the filters leave of each queue."""
    work.actor.require(Permission.READ_DASHBOARD)
    session, today = work.session, work.today
    soon = soon_at(today)
    named = assignments.choices(work)
    organisation = named.organisations.get(wanted.organisation or "")
    hits = store.find_hits(session, wanted.query) if wanted.query else None
    asked = store.Conditions(
        wanted.tab, organisation.id if organisation else None, wanted.state, wanted.holder, hits
    )
    counts = store.count_by_area(session, asked, work.now, soon)
    delivered = store.count_delivered(session, work.now - _LATELY)
    chosen = [row for row in counts if wanted.area is None or named.names[row.area_id].code == wanted.area]
    limit, offset = (FEW, 0) if wanted.area is None else (MANY, wanted.offset)
    area_ids = [row.area_id for row in chosen if row.shown]
    rows = store.find_queues(session, area_ids, asked, soon, limit, offset)
    late = store.find_attention(session, soon, _ATTENTION)
    # Of the whole queue the position is the place; under a filter it has to be asked.
    places = (
        _positions(rows, offset) if wanted.is_plain else store.find_places(session, [row.id for row in rows])
    )
    providers = store.find_providers(session, today)
    build = _Builder(work, named.names, places)
    items = [build.item(row) for row in rows]
    return Backlog(
        figures=_figures(counts, Delivered(delivered.total, delivered.on_time)),
        attention=tuple(build.item(row) for row in late),
        queues=tuple(_queues(chosen, items, named.names, providers)),
        tabs={tab: sum(getattr(row, f"tab_{tab.name}") for row in chosen) for tab in Tab},
    )


def count_open(work: UnitOfWork) -> int:
    """How many assignments wait to be judged: the number beside the link."""
    work.actor.require(Permission.READ_DASHBOARD)
    return store.count_new(work.session)


class _Builder:
    """Rows to items, with the names and places that belong to them."""

    def __init__(self, work: UnitOfWork, names: Mapping[UUID, Named], places: Mapping[UUID, int]) -> None:
        self._work = work
        self._names = names
        self._places = places

    def item(self, row: Any) -> Item:
        """One row."""
        governing = None
        if row.governing_metric is not None:
            governing = Governing(Metric(row.governing_metric), row.governing_due_at)
        return Item(
            id=row.id,
            number=row.number,
            title=row.title,
            kind=row.kind,
            area_id=row.area_id,
            principals=tuple(self._names[one] for one in row.principal_ids),
            lead=self._names[row.lead_organisation_id],
            state=State(row.state),
            since_on=local_day(row.state_since),
            agreed_on=row.agreed_on,
            estimate_minutes=row.estimate_minutes,
            used_minutes=row.used_minutes,
            handler=row.handler,
            place=self._places.get(row.id),
            ordered_on=local_day(row.ordered_at) if row.ordered_at else None,
            order_reason=row.order_reason,
            governing=governing,
            lateness=lateness(governing, self._work.now),
        )


def _positions(rows: Sequence[Any], offset: int) -> dict[UUID, int]:
    """The places of rows that come in the order of their whole queue, begun work first."""
    found: dict[UUID, int] = {}
    seen: Counter[UUID] = Counter()
    for row in rows:
        if State(row.state) in BEGUN | QUEUED and row.kind != Kind.GENERAL:
            seen[row.area_id] += 1
            found[row.id] = offset + seen[row.area_id]
    return found


def _queues(
    counts: Sequence[Any], items: Sequence[Item], names: Mapping[UUID, Named], providers: Mapping[UUID, str]
) -> Iterable[AreaQueue]:
    for row in sorted(counts, key=lambda row: (-row.total, names[row.area_id].code)):
        if row.shown:
            yield AreaQueue(
                area=names[row.area_id],
                provider=providers.get(row.area_id),
                counts=AreaCounts(row.total, row.shown, row.left_minutes, row.late, row.soon),
                items=tuple(item for item in items if item.area_id == row.area_id),
            )


def _figures(counts: Sequence[Any], delivered: Delivered) -> Figures:
    since = [row.waiting_since for row in counts if row.waiting_since is not None]
    return Figures(
        open=sum(row.total for row in counts),
        left_minutes=sum(row.left_minutes for row in counts),
        late=sum(row.late for row in counts),
        soon=sum(row.soon for row in counts),
        waiting=sum(row.waiting for row in counts),
        waiting_since=min(since, default=None),
        new=sum(row.new for row in counts),
        unplanned=sum(row.unplanned for row in counts),
        joint=sum(row.joint for row in counts),
        delivered=delivered,
    )
