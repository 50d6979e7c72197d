"""The SQL of results: clocks that ended, what was delivered, and time per state, counted by the database.

Everything is joined to assignments that the actor may see in full; the policies hold there (data §2).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    extract,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.features.assignments.core.life import HOLDERS, SUBMITTED_OPEN, State
from app.features.assignments.models import Assignment, AssignmentEvent
from app.features.assignments.store.scope import scope_of
from app.features.partnership.models import Agreement, Organisation, Product, ServiceArea
from app.features.reporting.core.credits import Promise
from app.features.reporting.core.results import Counted, GroupBy, Result, TimeIn
from app.features.sla.core.reading import ClockState
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock, Norm
from app.kernel.actor import Actor
from app.kernel.period import Period

_ENDED = (ClockState.MET.value, ClockState.MISSED.value)
_OPEN = sorted(state.value for state in SUBMITTED_OPEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which results: of when (from, until, moments), by what, and of which area, product or municipality."""

    from_at: datetime
    until_at: datetime
    group_by: GroupBy
    area_id: UUID | None
    product_id: UUID | None
    organisation_id: UUID | None


def find_results(session: Session, actor: Actor, asked: Asked) -> list[Result]:
    """Per group, metric, unit, objective and credit: how many ended, how many within the norm, two percentiles."""
    named, code, name = _group(asked.group_by)
    spent = Clock.spent_total
    statement = (
        select(
            code, name, Clock.metric, Clock.unit, Norm.objective_basis_points, Norm.credit_basis_points,
            func.count(), func.count().filter(Clock.state == ClockState.MET.value),
            func.percentile_disc(0.5).within_group(spent), func.percentile_disc(0.9).within_group(spent),
            _each(Norm.id), _each(Assignment.product_id), _each(Assignment.lead_organisation_id),
        )
        .join(Assignment, Assignment.id == Clock.subject_id)
        .join(*named)
        .outerjoin(Norm, Norm.id == Clock.norm_id)
        .where(
            Clock.stopped_at >= asked.from_at, Clock.stopped_at < asked.until_at, Clock.state.in_(_ENDED),
            *_conditions(actor, asked),
        )
        .group_by(code, name, Clock.metric, Clock.unit, Norm.objective_basis_points, Norm.credit_basis_points)
        .order_by(name, code, Clock.metric, Clock.unit, Norm.objective_basis_points)
    )  # fmt: skip
    return [
        Result(
            row[0], row[1], Metric(row[2]), Unit(row[3]), *row[4:10], *(tuple(one or ()) for one in row[10:])
        )
        for row in session.execute(statement)
    ]  # fmt: skip


def find_promises(session: Session, norm_ids: Collection[UUID]) -> dict[UUID, Promise]:
    """Of what these norms are."""
    rows = session.execute(
        select(
            Norm.id, Norm.area_id, ServiceArea.name, Norm.product_id, func.coalesce(Product.name, ""),
            Agreement.organisation_id,
        )
        .join(ServiceArea, ServiceArea.id == Norm.area_id)
        .outerjoin(Product, Product.id == Norm.product_id)
        .outerjoin(Agreement, Agreement.id == Norm.agreement_id)
        .where(Norm.id.in_(sorted(norm_ids)))
    )  # fmt: skip
    return {row[0]: Promise(*row[1:]) for row in rows}


def _each(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Every value of a group once, in order."""
    return func.array_agg(aggregate_order_by(column.distinct(), column)).filter(column.is_not(None))


def find_counted(session: Session, actor: Actor, asked: Asked, period: Period) -> list[Counted]:
    """What norms of a number per period agreed on for this period, and what was delivered; by area and product."""
    months = period.whole_months
    delivered = (
        select(func.count())
        .select_from(Assignment)
        .where(
            Assignment.area_id == Norm.area_id,
            or_(Norm.product_id.is_(None), Assignment.product_id == Norm.product_id),
            Assignment.delivered_at >= asked.from_at,
            Assignment.delivered_at < asked.until_at,
            *_conditions(actor, asked),
        )
        .scalar_subquery()
    )
    statement = (
        select(
            func.coalesce(Product.code, ServiceArea.code),
            func.coalesce(Product.name, ServiceArea.name),
            Norm.amount,
            Norm.period_months,
            delivered,
        )
        .join(ServiceArea, ServiceArea.id == Norm.area_id)
        .outerjoin(Product, Product.id == Norm.product_id)
        .where(
            Norm.metric == Metric.COUNT.value,
            Norm.valid_from <= period.last_on,
            func.coalesce(Norm.valid_until, period.last_on) >= period.first_on,
            *([Norm.area_id == asked.area_id] if asked.area_id else []),
            *([Norm.product_id == asked.product_id] if asked.product_id else []),
        )
        .order_by(ServiceArea.name, Product.name, Norm.id)
    )
    return [
        Counted(row[0], row[1], Fraction(row[2] * (months or 0), row[3]), row[4])
        for row in session.execute(statement)
    ]


def find_times(session: Session, actor: Actor, asked: Asked, now: datetime) -> list[TimeIn]:
    """How long assignments were in each open state within the period, in seconds of real time."""
    stay = _stays(actor, asked).subquery()
    until = func.least(func.coalesce(stay.c.until_at, now), asked.until_at, now)
    seconds = cast(extract("epoch", until - func.greatest(stay.c.from_at, asked.from_at)), BigInteger)
    statement = (
        select(stay.c.state, func.count(stay.c.assignment_id.distinct()), cast(func.sum(seconds), BigInteger))
        .where(stay.c.state.in_(_OPEN), stay.c.from_at < until, until > asked.from_at)
        .group_by(stay.c.state)
    )
    found = {row[0]: row for row in session.execute(statement)}
    return [
        TimeIn(state, HOLDERS[state], found[state.value][1], found[state.value][2])
        for state in State
        if state.value in found
    ]


def _stays(actor: Actor, asked: Asked) -> Select[Any]:
    """Each state of each assignment with its first and last moment; what was corrected counts as corrected."""
    better = aliased(AssignmentEvent)
    same = and_(
        better.assignment_id == AssignmentEvent.assignment_id, better.replaces_seq == AssignmentEvent.seq
    )
    last_word = select(better.happened_at).where(same).order_by(better.seq.desc()).limit(1).scalar_subquery()
    at = func.coalesce(last_word, AssignmentEvent.happened_at)
    each = AssignmentEvent.assignment_id
    return (
        select(
            each,
            AssignmentEvent.to_state.label("state"),
            at.label("from_at"),
            func.lead(at).over(partition_by=each, order_by=AssignmentEvent.seq).label("until_at"),
        )
        .join(Assignment, Assignment.id == each)
        .where(AssignmentEvent.replaces_seq.is_(None), *_conditions(actor, asked))
    )


def _conditions(actor: Actor, asked: Asked) -> Sequence[ColumnElement[bool]]:
    chosen = (
        (Assignment.area_id, asked.area_id),
        (Assignment.product_id, asked.product_id),
        (Assignment.lead_organisation_id, asked.organisation_id),
    )
    return [scope_of(actor).full(), *(column == value for column, value in chosen if value is not None)]


def _group(by: GroupBy) -> tuple[tuple[Any, ColumnElement[bool]], Any, Any]:
    """What is joined for the names of the groups, and their code and name."""
    match by:
        case GroupBy.AREA:
            return (ServiceArea, ServiceArea.id == Assignment.area_id), ServiceArea.code, ServiceArea.name
        case GroupBy.PRODUCT:
            return (Product, Product.id == Assignment.product_id), Product.code, Product.name
        case GroupBy.ORGANISATION:
            joined = (Organisation, Organisation.id == Assignment.lead_organisation_id)
            return joined, Organisation.code, Organisation.name
