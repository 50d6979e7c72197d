"""Reading: lists with filters and cursors, one assignment with its events, counts for the tabs.

Core statements and not entities, because lists are hot; their number is the same whatever the size.
Rows come back as outlines where the actor may see no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    TableValuedAlias,
    Uuid,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session

from app.features.assignments.core.completeness import Kind, PeriodUnit, Request, StatutoryPeriod, Weight
from app.features.assignments.core.events import Event
from app.features.assignments.core.lateness import PENDING, Governing
from app.features.assignments.core.life import OPEN_STATES, Holder, State
from app.features.assignments.core.numbering import is_number, number_prefix
from app.features.assignments.core.periods import PeriodFact
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.views import (
    Detail,
    Directory,
    Filter,
    Listing,
    Named,
    Order,
    Row,
    Tab,
    cursor_of,
    is_placed,
    outline,
    read_cursor,
    search_words,
)
from app.features.assignments.models import Assignment, AssignmentPrincipal
from app.features.assignments.store.events import find_history
from app.features.assignments.store.names import directory
from app.features.assignments.store.scope import UUIDS, Scope, scope_of, shared_by
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock
from app.kernel.actor import Actor

_LISTED: tuple[Any, ...] = (
    Assignment.id, Assignment.number, Assignment.title, Assignment.kind, Assignment.area_id,
    Assignment.product_id, Assignment.lead_organisation_id, Assignment.principal_ids, Assignment.state,
    Assignment.state_since, Assignment.holder, Assignment.agreed_on, Assignment.requested_on,
    Assignment.estimate_minutes, Assignment.returns, Assignment.handler, Assignment.is_confidential,
    Assignment.recorded_at, Assignment.submitted_at,
)  # fmt: skip
_GOVERNING: tuple[Any, ...] = (Clock.metric.label("governing_metric"), Clock.due_at.label("governing_due_at"))
_ALL: tuple[Any, ...] = tuple(column for column in Assignment.__table__.columns if column.name != "search")


def find_page(session: Session, actor: Actor, wanted: Filter, today: date) -> Listing:
    """One page of a list, with the cursor of the next."""
    scope = scope_of(actor)
    named = directory(session)
    conditions = _conditions(scope, named, wanted, today)
    if conditions is None:
        return Listing((), None)
    statement = _ordered(_governed(select(*_LISTED, _used(), *_GOVERNING)).where(*conditions), wanted)
    found = session.execute(statement.limit(wanted.limit + 1)).all()
    rows = [_row(row, named, scope) for row in found[: wanted.limit]]
    rows = _with_places(session, rows)
    more = len(found) > wanted.limit
    return Listing(tuple(rows), cursor_of(wanted.order, rows[-1]) if more else None)


def count_tabs(session: Session, actor: Actor, wanted: Filter, today: date) -> dict[Tab, int]:
    """How many assignments each tab holds under the same filters; in one statement."""
    scope = scope_of(actor)
    named = directory(session)
    tabs = _tabs(scope)
    columns = [func.count().filter(condition).label(str(tab)) for tab, condition in tabs.items()]
    conditions = _conditions(scope, named, wanted, today, with_tab=False)
    if conditions is None:
        return dict.fromkeys(tabs, 0)
    row = session.execute(select(*columns).where(*conditions)).one()
    return {tab: getattr(row, str(tab)) for tab in tabs}


def count_waiting(session: Session, actor: Actor) -> int:
    """How many of one's own assignments lie with the principal: what waits for the office."""
    scope = scope_of(actor)
    statement = select(func.count()).where(scope.own_or_all(), _tabs(scope)[Tab.WAITING])
    return session.execute(statement).scalar_one()


def find_detail(session: Session, actor: Actor, key: UUID | str, *, lock: bool = False) -> Detail | None:
    """One assignment by id or number, in full or as outline; None when the actor may not know of it.

    With `lock` the row stays this transaction's until the commit.
    """
    condition = _by_key(key)
    if condition is None:
        return None
    scope = scope_of(actor)
    statement = _governed(select(*_ALL, _used(), *_GOVERNING)).where(condition, scope.visible())
    if lock:
        statement = statement.with_for_update(of=Assignment)
    found = session.execute(statement).one_or_none()
    if found is None:
        return None
    named = directory(session)
    (row,) = _with_places(session, [_row(found, named, scope)])
    if row.is_outline:
        return _detail(found, row, Request(title=row.title), (), ())
    principals = _principals(session, found.id)
    request = _request(found, row, named, principals)
    return _detail(found, row, request, *find_history(session, found.id))


def find_queue_ranks(session: Session, area_id: UUID) -> list[Any]:
    """The ranks of what waits in the queue of an area and has not begun, in order."""
    statement = (
        select(Assignment.queue_rank)
        .where(
            Assignment.area_id == area_id,
            Assignment.state.in_([State.ORDERED.value, State.PLANNED.value]),
            Assignment.queue_rank.is_not(None),
            Assignment.kind != Kind.GENERAL.value,
        )
        .order_by(Assignment.queue_rank, Assignment.number)
    )
    return list(session.execute(statement).scalars())


def _tabs(scope: Scope) -> dict[Tab, ColumnElement[bool]]:
    """What each tab holds. On an office waits what it leads: the lead principal takes the steps for all."""
    is_open = Assignment.state.in_(sorted(OPEN_STATES))
    waiting = and_(is_open, Assignment.holder == Holder.PRINCIPAL.value)
    if scope.organisation_ids:
        waiting = and_(waiting, Assignment.lead_organisation_id.in_(sorted(scope.organisation_ids)))
    return {Tab.OPEN: is_open, Tab.WAITING: waiting, Tab.DONE: ~is_open, Tab.ALL: literal(True)}


def _conditions(
    scope: Scope, named: Directory, wanted: Filter, today: date, *, with_tab: bool = True
) -> list[ColumnElement[bool]] | None:
    """The conditions of a filter; None when a code in it does not exist, so that nothing can match."""
    found = [scope.own_or_all() if wanted.is_own else scope.visible()]
    if with_tab:
        found.append(_tabs(scope)[wanted.tab])
    if wanted.area is not None:
        area = named.areas.get(wanted.area)
        if area is None:
            return None
        found.append(Assignment.area_id == area.id)
    organisation = None
    if wanted.organisation is not None:
        organisation = named.organisations.get(wanted.organisation)
        if organisation is None:
            return None
    found += _hidden_conditions(scope, organisation, wanted.query)
    if wanted.product is not None:
        codes = [product.id for (_, code), product in named.products.items() if code == wanted.product]
        found.append(Assignment.product_id.in_(codes))
    if wanted.is_late:
        found.append(_is_late(scope, today))
    return found + _plain_conditions(wanted)


def _is_late(scope: Scope, today: date) -> ColumnElement[bool]:
    """What is late by the clock that governs it; of what is seen in outline only the agreed day tells."""
    late = select(Clock.subject_id).where(
        Clock.is_governing, Clock.stopped_at.is_(None), Clock.due_at < func.app_now()
    )
    by_clock: ColumnElement[bool] = Assignment.id.in_(late)
    if not scope.sees_outlines:
        return by_clock
    by_day = and_(Assignment.agreed_on < today, Assignment.state.in_(sorted(PENDING)))
    return or_(and_(scope.full(), by_clock), and_(~scope.full(), by_day))


def _plain_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(Assignment.state == wanted.state.value)
    if wanted.kind is not None:
        found.append(Assignment.kind == wanted.kind)
    if wanted.holder is not None:
        found.append(Assignment.holder == wanted.holder.value)
    return found


def _hidden_conditions(
    scope: Scope, organisation: Named | None, query: str | None
) -> list[ColumnElement[bool]]:
    """Filters on what an outline hides find nothing there: it cannot be guessed by asking."""
    found: list[ColumnElement[bool]] = []
    if organisation is not None:
        found.append(shared_by(organisation.id))
        if scope.sees_outlines:
            found.append(scope.full())
    if query:
        hits = _search(query)
        condition: ColumnElement[bool] = Assignment.id.in_(select(hits.c.assignment_id))
        if scope.sees_outlines:
            by_title = Assignment.id.in_(select(hits.c.assignment_id).where(hits.c.is_by_title))
            condition = or_(and_(scope.full(), condition), by_title)
        found.append(condition)
    return found


def _search(query: str) -> TableValuedAlias:
    function = func.search_assignments(search_words(query), number_prefix(query), False)
    return function.table_valued("assignment_id", "is_by_title")


def _ordered(statement: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    if wanted.order is Order.NEWEST:
        if wanted.cursor:
            key, identity = read_cursor(wanted.cursor)
            moment = datetime.fromisoformat(key)
            statement = statement.where(tuple_(Assignment.recorded_at, Assignment.id) < (moment, identity))
        return statement.order_by(Assignment.recorded_at.desc(), Assignment.id.desc())
    agreed = func.coalesce(Assignment.agreed_on, date.max)
    if wanted.cursor:
        key, identity = read_cursor(wanted.cursor)
        statement = statement.where(tuple_(agreed, Assignment.id) > (date.fromisoformat(key), identity))
    return statement.order_by(agreed, Assignment.id)


_HOURS = table("assignment_hours", column("assignment_id", Uuid), column("minutes", Integer))
"""What has been booked, kept by the room hours: named by string, for that room stands above (data §1)."""


def _used() -> ColumnElement[Any]:
    booked = select(func.sum(_HOURS.c.minutes)).where(_HOURS.c.assignment_id == Assignment.id)
    return booked.scalar_subquery().label("used_minutes")


def _governed(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the clock that governs each assignment, if one still goes: one look in an index a row."""
    same = and_(
        Clock.collaboration_id == Assignment.collaboration_id,
        Clock.subject_id == Assignment.id,
        Clock.is_governing,
    )
    return statement.select_from(Assignment).outerjoin(Clock, same)


def _by_key(key: UUID | str) -> ColumnElement[bool] | None:
    if isinstance(key, UUID):
        return Assignment.id == key
    if is_number(key):
        return Assignment.number == key
    try:
        return Assignment.id == UUID(key)
    except ValueError:
        return None


def _row(found: SqlRow[*tuple[Any, ...]], named: Directory, scope: Scope) -> Row:
    row = Row(
        id=found.id,
        number=found.number,
        title=found.title,
        kind=found.kind,
        area=named.find(found.area_id),
        product=named.find(found.product_id),
        lead=named.name(found.lead_organisation_id),
        principals=tuple(named.name(one) for one in found.principal_ids),
        state=State(found.state),
        state_since=found.state_since,
        holder=Holder(found.holder),
        agreed_on=found.agreed_on,
        requested_on=found.requested_on,
        estimate_minutes=found.estimate_minutes,
        used_minutes=found.used_minutes,
        place=None,
        returns=found.returns,
        handler=found.handler,
        is_confidential=found.is_confidential,
        recorded_at=found.recorded_at,
        submitted_at=found.submitted_at,
        governing=governing_of(found),
    )
    return row if scope.is_full(found.area_id, found.principal_ids) else outline(row)


def governing_of(found: Any) -> Governing | None:
    """The clock that governs a row that was read with it."""
    if found.governing_metric is None:
        return None
    return Governing(Metric(found.governing_metric), found.governing_due_at)


def _with_places(session: Session, rows: Sequence[Row]) -> list[Row]:
    wanted = [row.id for row in rows if is_placed(row)]
    function = func.queue_places(literal(wanted, UUIDS)).table_valued("assignment_id", "place")
    places = {
        row.assignment_id: row.place
        for row in session.execute(select(function.c.assignment_id, function.c.place))
    }
    return [replace(row, place=places.get(row.id)) for row in rows]


def _principals(session: Session, assignment_id: UUID) -> list[Any]:
    statement = (
        select(AssignmentPrincipal.__table__)
        .where(AssignmentPrincipal.assignment_id == assignment_id)
        .order_by(AssignmentPrincipal.position)
    )
    return list(session.execute(statement))


def _request(
    found: SqlRow[*tuple[Any, ...]], row: Row, named: Directory, principals: Iterable[Any]
) -> Request:
    rows = list(principals)
    contract = named.find(found.year_contract_id)
    return Request(
        title=found.title,
        kind=Kind(found.kind),
        area=row.area.code if row.area else None,
        product=row.product.code if row.product else None,
        desired_result=found.desired_result,
        acceptance_criteria=tuple(found.acceptance_criteria),
        principals=tuple(Principal(named.name(one.organisation_id).code, _share(one)) for one in rows),
        lead=row.lead.code if row.lead else None,
        share_rule=ShareRule(rows[0].share_rule) if rows else ShareRule.EQUAL,
        share_statistic=rows[0].share_statistic if rows else None,
        contact=found.contact,
        requested_on=found.requested_on,
        requested_why=found.requested_why,
        statutory=_statutory(found),
        urgency=Weight(found.urgency),
        impact=Weight(found.impact),
        frame=found.frame,
        ceiling_minutes=found.ceiling_minutes,
        ceiling_cents=found.ceiling_cents,
        year_contract=contract.code if contract else None,
        is_confidential=found.is_confidential,
    )


def _statutory(found: SqlRow[*tuple[Any, ...]]) -> StatutoryPeriod | None:
    if found.statutory_law is None:
        return None
    unit = PeriodUnit(found.statutory_unit)
    return StatutoryPeriod(found.statutory_law, found.statutory_start_on, found.statutory_length, unit)


def _share(one: Any) -> Fraction | None:
    return None if one.share_num is None else Fraction(one.share_num, one.share_den)


def _detail(
    found: SqlRow[*tuple[Any, ...]],
    row: Row,
    request: Request,
    events: tuple[Event, ...],
    period_facts: tuple[PeriodFact, ...],
) -> Detail:
    return Detail(
        row=row,
        request=request,
        version=found.version,
        changes=0 if row.is_outline else found.changes,
        events=events,
        period_facts=period_facts,
    )
