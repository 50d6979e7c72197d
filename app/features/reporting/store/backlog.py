"""The SQL of the backlog dashboard: projections only, the same few statements at any size.

Counts are aggregates over the partial indexes of open assignments; rows are limited per area and come
from an index that holds their order. Hours are read from the sums that the room hours keeps.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    case,
    func,
    lateral,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from app.features.assignments.core.completeness import Kind
from app.features.assignments.core.life import Holder, State
from app.features.assignments.core.numbering import number_prefix
from app.features.assignments.core.views import search_words
from app.features.assignments.models import BAND_SQL, OPEN_SQL, Assignment, AssignmentEvent
from app.features.hours.models import AssignmentHours
from app.features.partnership.models import Organisation, Provision
from app.features.reporting.core.backlog import Tab
from app.features.sla.core.reading import ClockState
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock

# Named by their table, for a clock has a state too; what the indexes hold they still are.
_OPEN: ColumnElement[bool] = literal_column(f"(assignment.{OPEN_SQL})")
_BAND: ColumnElement[int] = literal_column(
    BAND_SQL.replace("state ", "assignment.state ").replace("kind ", "assignment.kind ")
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The filters as they reach the database."""

    tab: Tab
    organisation_id: UUID | None
    state: State | None
    holder: Holder | None
    hits: tuple[UUID, ...] | None


def count_by_area(session: Session, wanted: Conditions, now: datetime, soon: datetime) -> list[Any]:
    """Per area: everything open, what each tab holds under the filters, minutes still to do."""
    late = Clock.due_at < now
    soon_late = Clock.due_at.between(now, soon)
    filtered = and_(true(), *_filters(wanted))
    tabs = {tab: _tab(tab, soon) for tab in Tab}
    statement = select(
        Assignment.area_id,
        func.count().label("total"),
        func.coalesce(func.sum(_left()), 0).cast(BigInteger).label("left_minutes"),
        func.count().filter(late).label("late"),
        func.count().filter(soon_late).label("soon"),
        func.count().filter(tabs[Tab.WAITING]).label("waiting"),
        func.min(Assignment.state_since).filter(tabs[Tab.WAITING]).label("waiting_since"),
        func.count().filter(tabs[Tab.NEW]).label("new"),
        func.count().filter(tabs[Tab.UNPLANNED]).label("unplanned"),
        func.count().filter(tabs[Tab.JOINT]).label("joint"),
        func.count().filter(and_(filtered, tabs[wanted.tab])).label("shown"),
        *(func.count().filter(and_(filtered, one)).label(f"tab_{tab.name}") for tab, one in tabs.items()),
    )
    statement = _governed(statement).where(_OPEN)
    return list(session.execute(statement.group_by(Assignment.area_id)))


def find_hits(session: Session, query: str) -> tuple[UUID, ...]:
    """What is open and has these words, or a number that begins so; asked once for all that filters by it."""
    function = func.search_assignments(search_words(query), number_prefix(query), True)
    hits = function.table_valued("assignment_id", "is_by_title")
    return tuple(session.execute(select(hits.c.assignment_id)).scalars())


def find_attention(session: Session, soon: datetime, limit: int) -> list[Any]:
    """What is late or about to be, the earliest term first."""
    statement = (
        _items()
        .where(_OPEN, Clock.stopped_at.is_(None), Clock.due_at <= soon)
        .order_by(Clock.due_at, Assignment.id)
        .limit(limit)
    )
    return list(session.execute(statement))


def find_queues(
    session: Session,
    area_ids: list[UUID],
    wanted: Conditions,
    soon: datetime,
    limit: int,
    offset: int,
) -> list[Any]:
    """The first rows of each area's queue under the filters, in their order."""
    if not area_ids:
        return []
    areas = select(func.unnest(literal(area_ids, _uuids())).label("id")).subquery("areas")
    first_rows = select(Assignment.id)
    rows = (
        (_governed(first_rows) if wanted.tab is Tab.LATE else first_rows)
        .where(_OPEN, Assignment.area_id == areas.c.id, _tab(wanted.tab, soon), *_filters(wanted))
        .order_by(_BAND, Assignment.queue_rank, Assignment.number)
        .limit(limit)
        .offset(offset)
    )
    first = lateral(rows.correlate(areas)).alias("first")
    chosen = select(first.c.id).select_from(areas.join(first, true())).subquery("chosen")
    statement = _items().where(Assignment.id == chosen.c.id)
    return list(session.execute(statement.order_by(_BAND, Assignment.queue_rank, Assignment.number)))


def find_places(session: Session, identities: list[UUID]) -> dict[UUID, int]:
    """The place of each in the queue of its area, whatever is filtered."""
    function = func.queue_places(literal(identities, _uuids())).table_valued("assignment_id", "place")
    found = session.execute(select(function.c.assignment_id, function.c.place))
    return {row.assignment_id: row.place for row in found}


def count_delivered(session: Session, since: datetime) -> Any:
    """How much was delivered since a moment, and how much of it in time by the clock of its agreed day."""
    ended = Clock.state.in_([ClockState.MET.value, ClockState.MISSED.value])
    statement = (
        select(
            func.count().label("total"),
            func.count().filter(Clock.state == ClockState.MET.value).label("on_time"),
        )
        .select_from(Clock)
        .join(Assignment, _of_assignment())
        .where(Clock.stopped_at >= since, Clock.metric == Metric.DELIVERY.value, ended)
    )
    return session.execute(statement).one()


def find_providers(session: Session, today: date) -> dict[UUID, str]:
    """Who runs each area today."""
    statement = (
        select(Provision.area_id, Organisation.name)
        .join(Organisation, Organisation.id == Provision.organisation_id)
        .where(Provision.valid_from <= today, func.coalesce(Provision.valid_until, today) >= today)
    )
    return {row.area_id: row.name for row in session.execute(statement)}


def _items() -> Select[*tuple[Any, ...]]:
    """The columns of an item, with its hours, its last order event and the clock that governs it."""
    event = aliased(AssignmentEvent)
    last = lateral(
        select(event.happened_at, event.reason)
        .where(event.assignment_id == Assignment.id, event.step == "order")
        .order_by(event.seq.desc())
        .limit(1)
    ).alias("last_order")
    item = Assignment
    columns: tuple[Any, ...] = (
        item.id, item.number, item.title, item.kind, item.area_id, item.principal_ids,
        item.lead_organisation_id, item.state, item.state_since, item.agreed_on, item.estimate_minutes,
        item.handler, _used().label("used_minutes"), last.c.happened_at.label("ordered_at"),
        last.c.reason.label("order_reason"), Clock.metric.label("governing_metric"),
        Clock.due_at.label("governing_due_at"),
    )  # fmt: skip
    return _governed(select(*columns)).outerjoin(last, true())


def _governed(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the clock that governs each assignment, if one still goes: one look in an index a row."""
    return statement.select_from(Assignment).outerjoin(Clock, and_(_of_assignment(), Clock.is_governing))


def _of_assignment() -> ColumnElement[bool]:
    return and_(Clock.collaboration_id == Assignment.collaboration_id, Clock.subject_id == Assignment.id)


def _used() -> ColumnElement[Any]:
    booked = select(func.coalesce(func.sum(AssignmentHours.minutes), 0)).where(
        AssignmentHours.assignment_id == Assignment.id
    )
    return booked.scalar_subquery()


def _left() -> ColumnElement[Any]:
    """Minutes still to do: the estimate less what is booked, never below zero, nothing once delivered.

    Nothing for standing assignments: they take their hours off the capacity first (board 3).
    """
    return case(
        (Assignment.kind == Kind.GENERAL.value, literal(0, Integer)),
        (
            Assignment.state.in_(["in_progress", "waiting"]),
            func.greatest(Assignment.estimate_minutes - _used(), 0),
        ),
        (Assignment.state == "delivered", literal(0, Integer)),
        else_=Assignment.estimate_minutes,
    )


def _tab(tab: Tab, soon: datetime) -> ColumnElement[bool]:
    conditions: dict[Tab, ColumnElement[bool]] = {
        Tab.ALL: true(),
        Tab.LATE: Clock.due_at <= soon,
        Tab.WAITING: Assignment.holder == Holder.PRINCIPAL.value,
        Tab.NEW: Assignment.state == State.SUBMITTED.value,
        Tab.UNPLANNED: Assignment.state.in_([State.ACCEPTED.value, State.ORDERED.value]),
        Tab.JOINT: func.cardinality(Assignment.principal_ids) > 1,
    }
    return conditions[tab]


def _filters(wanted: Conditions) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.organisation_id is not None:
        found.append(literal(wanted.organisation_id) == Assignment.principal_ids.any_())
    if wanted.state is not None:
        found.append(Assignment.state == wanted.state.value)
    if wanted.holder is not None:
        found.append(Assignment.holder == wanted.holder.value)
    if wanted.hits is not None:
        found.append(Assignment.id == func.any(literal(list(wanted.hits), _uuids())))
    return found


def _uuids() -> ARRAY[UUID]:
    return ARRAY(Uuid)


def count_new(session: Session) -> int:
    """How many assignments wait to be judged."""
    statement = select(func.count()).where(_OPEN, Assignment.state == State.SUBMITTED.value)
    return session.execute(statement).scalar_one()
