"""Subjects, marks and clocks: written together in one statement, read whole for who makes them anew."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from string import Template
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from app.features.sla.core.marks import Mark
from app.features.sla.core.moving import Kept
from app.features.sla.core.projecting import Projection
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rules import OwnPeriod, Subject
from app.features.sla.core.statutory import Extension, LawPeriod, LawUnit, Suspension
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import MarkKind, Metric
from app.features.sla.models import Clock, ClockMark, ClockSubject

_SUBJECT = (
    "subject_id uuid, subject_kind text, label text, area_id uuid, product_id uuid, organisation_id uuid,"
    " agreed_on date, law text, law_start_on date, law_length integer, law_unit text,"
    " suspensions jsonb, extension jsonb"
)
_MARK = "subject_id uuid, metric text, seq integer, kind text, at timestamptz, reason text, event_seq integer"
_CLOCK = (
    "subject_id uuid, metric text, subject_kind text, label text, area_id uuid, product_id uuid,"
    " organisation_id uuid, norm_id uuid, calendar_id uuid, why text, state text, is_governing boolean,"
    " started_at timestamptz, paused_at timestamptz, stopped_at timestamptz, due_at timestamptz,"
    " warn_percents integer[], warn_ats timestamptz[], unit text, target_total integer, spent_total integer"
)


def _names(columns: str) -> str:
    return ", ".join(part.split()[0] for part in columns.split(", "))


def _set(columns: str, *key: str) -> str:
    names = (name for name in _names(columns).split(", ") if name not in key)
    return ", ".join(f"{name} = excluded.{name}" for name in names)


# A subject before its marks and clocks, clocks that are no more before those that are, and what governs last: the
# index of governing clocks looks at every row as it comes.
_WRITE = text(
    Template(
        """
WITH subjects AS (
    INSERT INTO clock_subject (collaboration_id, $subject_names)
    SELECT app_collaboration(), $subject_names
    FROM jsonb_to_recordset(CAST(:subjects AS jsonb)) AS given ($subject)
    ON CONFLICT (collaboration_id, subject_id) DO UPDATE SET $subject_set
    RETURNING subject_id
), old_marks AS (
    DELETE FROM clock_mark WHERE subject_id = ANY (:renewed) RETURNING subject_id
), marks AS (
    INSERT INTO clock_mark (collaboration_id, $mark_names)
    SELECT app_collaboration(), $mark_names
    FROM jsonb_to_recordset(CAST(:marks AS jsonb)) AS given ($mark)
    WHERE (SELECT count(*) FROM subjects) >= 0 AND (SELECT count(*) FROM old_marks) >= 0
    RETURNING subject_id
), given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(CAST(:clocks AS jsonb)) AS given ($clock)
), gone AS (
    DELETE FROM clock c WHERE c.subject_id = ANY (:owners) AND NOT EXISTS (
        SELECT FROM given WHERE given.subject_id = c.subject_id AND given.metric = c.metric)
    RETURNING subject_id
)
INSERT INTO clock (collaboration_id, $clock_names)
SELECT app_collaboration(), $clock_names FROM given
WHERE (SELECT count(*) FROM marks) >= 0 AND (SELECT count(*) FROM gone) >= 0
ORDER BY subject_id, is_governing
ON CONFLICT (collaboration_id, subject_id, metric) DO UPDATE SET $clock_set
"""
    ).substitute(
        subject=_SUBJECT,
        subject_names=_names(_SUBJECT),
        subject_set=_set(_SUBJECT, "subject_id"),
        mark=_MARK,
        mark_names=_names(_MARK),
        clock=_CLOCK,
        clock_names=_names(_CLOCK),
        clock_set=_set(_CLOCK, "subject_id", "metric"),
    )
).bindparams(bindparam("owners", type_=ARRAY(Uuid)), bindparam("renewed", type_=ARRAY(Uuid)))


def write(
    session: Session,
    clocks: Mapping[UUID, tuple[Subject, Iterable[Projection]]],
    new_marks: Mapping[UUID, Sequence[Mark]],
    renewed: Collection[UUID] = (),
) -> None:
    """Keep the clocks of these subjects, all of each, and add marks; those of `renewed` are written anew first.

    One statement, whatever the number.
    """
    subjects = [subject_values(subject) for subject, _ in clocks.values()]
    marks = [mark_values(owner, mark) for owner, marks in new_marks.items() for mark in marks]
    rows = [clock_values(subject, one) for subject, found in clocks.values() for one in found]
    session.execute(
        _WRITE,
        {
            "subjects": json.dumps(subjects),
            "marks": json.dumps(marks),
            "clocks": json.dumps(rows),
            "owners": list(clocks),
            "renewed": list(renewed),
        },
    )


def subject_values(subject: Subject) -> dict[str, Any]:
    """The columns of a subject, as JSON."""
    own = subject.own_period
    return {
        "subject_id": str(subject.id),
        "subject_kind": subject.kind,
        "label": subject.label,
        "area_id": str(subject.area_id),
        "product_id": _text(subject.product_id),
        "organisation_id": str(subject.organisation_id),
        "agreed_on": _text(subject.agreed_on),
        "law": own.law if own else None,
        "law_start_on": _text(own.start_on) if own else None,
        "law_length": own.period.amount if own else None,
        "law_unit": own.period.unit.value if own else None,
        "suspensions": [_suspension_values(one) for one in subject.suspensions],
        "extension": None if subject.extension is None else _extension_values(subject.extension),
    }


def _suspension_values(one: Suspension) -> dict[str, str | None]:
    return {
        "requested_on": one.requested_on.isoformat(),
        "answered_on": _text(one.answered_on),
        "reason": one.reason,
        "article": one.article,
    }


def _extension_values(one: Extension) -> dict[str, str | int]:
    return {
        "amount": one.period.amount,
        "unit": one.period.unit.value,
        "decided_on": one.decided_on.isoformat(),
        "reason": one.reason,
        "article": one.article,
    }


def mark_values(owner: UUID, mark: Mark) -> dict[str, Any]:
    """The columns of a mark, as JSON."""
    return {
        "subject_id": str(owner),
        "metric": mark.metric.value,
        "seq": mark.seq,
        "kind": mark.kind.value,
        "at": mark.at.isoformat(),
        "reason": mark.reason,
        "event_seq": mark.event_seq,
    }


def clock_values(subject: Subject, one: Projection) -> dict[str, Any]:
    """The columns of a clock, as JSON."""
    return {
        "subject_id": str(subject.id),
        "metric": one.metric.value,
        "subject_kind": subject.kind,
        "label": subject.label,
        "area_id": str(subject.area_id),
        "product_id": _text(subject.product_id),
        "organisation_id": str(subject.organisation_id),
        "norm_id": _text(one.norm_id),
        "calendar_id": _text(one.calendar_id),
        "why": one.why,
        "state": one.state.value,
        "is_governing": one.is_governing,
        "started_at": one.started_at.isoformat(),
        "paused_at": _moment(one.paused_at),
        "stopped_at": _moment(one.stopped_at),
        "due_at": _moment(one.due_at),
        "warn_percents": [percent for percent, _ in one.warnings],
        "warn_ats": [at.isoformat() for _, at in one.warnings],
        "unit": one.unit.value,
        "target_total": one.target_total,
        "spent_total": one.spent_total,
    }


def find_kept(session: Session, subject_ids: Collection[UUID] | None = None) -> Iterator[Kept]:
    """Subjects with all their marks, in order of identity: these, or all of the collaboration. Two statements."""
    subjects = select(ClockSubject.__table__).order_by(ClockSubject.subject_id)
    marks = select(ClockMark.__table__).order_by(ClockMark.subject_id, ClockMark.metric, ClockMark.seq)
    if subject_ids is not None:
        wanted = sorted(subject_ids)
        subjects = subjects.where(ClockSubject.subject_id.in_(wanted))
        marks = marks.where(ClockMark.subject_id.in_(wanted))
    by_subject = {
        owner: tuple(mark_of(row) for row in rows)
        for owner, rows in groupby(session.execute(marks), lambda row: row.subject_id)
    }
    for row in session.execute(subjects):
        yield Kept(subject_of(row), by_subject.get(row.subject_id, ()))


def find_stored(
    session: Session, subject_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Projection]]:
    """The clocks as they are kept, by subject and in order of metric; of these subjects or of all."""
    statement = select(Clock.__table__)
    if subject_ids is not None:
        statement = statement.where(Clock.subject_id.in_(sorted(subject_ids)))
    found: dict[UUID, list[Projection]] = {}
    for row in session.execute(statement.order_by(Clock.subject_id)):
        found.setdefault(row.subject_id, []).append(projection_of(row))
    return found


def find_owners(
    session: Session, *, area_ids: Collection[UUID] | None = None, since: datetime | None = None
) -> list[UUID]:
    """The subjects of these areas, or of all, of which something lies at or after `since`, or a clock still goes."""
    statement = select(ClockSubject.subject_id)
    if area_ids is not None:
        statement = statement.where(ClockSubject.area_id.in_(sorted(area_ids)))
    if since is not None:
        goes = select(Clock.subject_id).where(Clock.stopped_at.is_(None) | (Clock.due_at >= since))
        late = select(ClockMark.subject_id).where(ClockMark.at >= since)
        statement = statement.where(ClockSubject.subject_id.in_(goes) | ClockSubject.subject_id.in_(late))
    return list(session.execute(statement).scalars())


def subject_of(row: Any) -> Subject:
    """A subject from its row."""
    own = None
    if row.law is not None:
        own = OwnPeriod(row.law, row.law_start_on, LawPeriod(row.law_length, LawUnit(row.law_unit)))
    return Subject(
        id=row.subject_id,
        kind=row.subject_kind,
        label=row.label,
        area_id=row.area_id,
        product_id=row.product_id,
        organisation_id=row.organisation_id,
        agreed_on=row.agreed_on,
        own_period=own,
        suspensions=tuple(_suspension(one) for one in row.suspensions),
        extension=None if row.extension is None else _extension(row.extension),
    )


def _suspension(value: Mapping[str, Any]) -> Suspension:
    requested, answered = (
        value[name] and date.fromisoformat(value[name]) for name in ("requested_on", "answered_on")
    )
    return Suspension(requested, answered, value["reason"], value["article"])


def _extension(value: Mapping[str, Any]) -> Extension:
    period = LawPeriod(value["amount"], LawUnit(value["unit"]))
    return Extension(period, date.fromisoformat(value["decided_on"]), value["reason"], value["article"])


def mark_of(row: Any) -> Mark:
    """A mark from its row."""
    return Mark(Metric(row.metric), row.seq, MarkKind(row.kind), row.at, row.reason, row.event_seq)


def projection_of(row: Any) -> Projection:
    """A clock from its row."""
    return Projection(
        metric=Metric(row.metric),
        state=ClockState(row.state),
        started_at=row.started_at,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
        due_at=row.due_at,
        warnings=tuple(zip(row.warn_percents, row.warn_ats, strict=True)),
        unit=Unit(row.unit),
        target_total=row.target_total,
        spent_total=row.spent_total,
        norm_id=row.norm_id,
        calendar_id=row.calendar_id,
        why=row.why,
        is_governing=row.is_governing,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
