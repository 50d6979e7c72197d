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
from app.features.sla.core.projecting import Projection
from app.features.sla.core.rules import Kept, OwnPeriod, Subject
from app.features.sla.core.statutory import Extension, LawPeriod, LawUnit, Suspension
from app.features.sla.core.words import MarkKind, Metric
from app.features.sla.models import Clock, ClockMark, ClockSubject

SUBJECT = (
    "subject_id uuid, subject_kind text, label text, area_id uuid, product_id uuid, organisation_id uuid,"
    " agreed_on date, law text, law_start_on date, law_length integer, law_unit text,"
    " suspensions jsonb, extension jsonb"
)
MARK = "subject_id uuid, metric text, seq integer, kind text, at timestamptz, reason text, event_seq integer"
CLOCK = (
    "subject_id uuid, metric text, subject_kind text, label text, area_id uuid, product_id uuid,"
    " organisation_id uuid, norm_id uuid, calendar_id uuid, why text, state text, is_governing boolean,"
    " started_at timestamptz, paused_at timestamptz, stopped_at timestamptz, due_at timestamptz,"
    " warn_percents integer[], warn_ats timestamptz[], unit text, target_total integer, spent_total integer"
)


Columns = tuple[Any, ...]
"""The values of a row in the order of its names: what is written, and what verifying compares with what is there."""


def names_of(columns: str) -> tuple[str, ...]:
    """The names among columns with their types."""
    return tuple(part.split()[0] for part in columns.split(", "))


SUBJECT_NAMES, MARK_NAMES, CLOCK_NAMES = names_of(SUBJECT), names_of(MARK), names_of(CLOCK)


def _set(names: Sequence[str], *key: str) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)


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
        subject=SUBJECT,
        subject_names=", ".join(SUBJECT_NAMES),
        subject_set=_set(SUBJECT_NAMES, "subject_id"),
        mark=MARK,
        mark_names=", ".join(MARK_NAMES),
        clock=CLOCK,
        clock_names=", ".join(CLOCK_NAMES),
        clock_set=_set(CLOCK_NAMES, "subject_id", "metric"),
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
    subjects = [subject_columns(subject) for subject, _ in clocks.values()]
    marks = [mark_columns(owner, mark) for owner, marks in new_marks.items() for mark in marks]
    rows = [clock_columns(subject, one) for subject, found in clocks.values() for one in found]
    session.execute(
        _WRITE,
        {
            "subjects": as_json(SUBJECT_NAMES, subjects),
            "marks": as_json(MARK_NAMES, marks),
            "clocks": as_json(CLOCK_NAMES, rows),
            "owners": list(clocks),
            "renewed": list(renewed),
        },
    )


def subject_columns(subject: Subject) -> Columns:
    """The columns of a subject, as `SUBJECT_NAMES`."""
    own = subject.own_period
    law = (own.law, own.start_on, own.period.amount, own.period.unit) if own else (None,) * 4
    return (
        subject.id,
        subject.kind,
        subject.label,
        subject.area_id,
        subject.product_id,
        subject.organisation_id,
        subject.agreed_on,
        *law,
        [_suspension_values(one) for one in subject.suspensions],
        None if subject.extension is None else _extension_values(subject.extension),
    )


def _suspension_values(one: Suspension) -> dict[str, object]:
    return {
        "requested_on": one.requested_on,
        "answered_on": one.answered_on,
        "reason": one.reason,
        "article": one.article,
    }


def _extension_values(one: Extension) -> dict[str, object]:
    return {
        "amount": one.period.amount,
        "unit": one.period.unit,
        "decided_on": one.decided_on,
        "reason": one.reason,
        "article": one.article,
    }


def mark_columns(owner: UUID, mark: Mark) -> Columns:
    """The columns of a mark, as `MARK_NAMES`."""
    return (owner, mark.metric, mark.seq, mark.kind, mark.at, mark.reason, mark.event_seq)


def clock_columns(subject: Subject, one: Projection) -> Columns:
    """The columns of a clock, as `CLOCK_NAMES`."""
    return (
        subject.id,
        one.metric,
        subject.kind,
        subject.label,
        subject.area_id,
        subject.product_id,
        subject.organisation_id,
        one.norm_id,
        one.calendar_id,
        one.why,
        one.state,
        one.is_governing,
        one.started_at,
        one.paused_at,
        one.stopped_at,
        one.due_at,
        [percent for percent, _ in one.warnings],
        [at for _, at in one.warnings],
        one.unit,
        one.target_total,
        one.spent_total,
    )


def as_json(names: Sequence[str], rows: Iterable[Columns]) -> str:
    """Rows as `jsonb_to_recordset` reads them."""
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)


def find_kept(session: Session, subject_ids: Collection[UUID]) -> Iterator[Kept]:
    """These subjects with all their marks, in order of identity. Two statements."""
    wanted = sorted(subject_ids)
    subjects = select(ClockSubject.__table__).where(ClockSubject.subject_id.in_(wanted))
    marks = select(ClockMark.__table__).where(ClockMark.subject_id.in_(wanted))
    in_order = marks.order_by(ClockMark.subject_id, ClockMark.metric, ClockMark.seq)
    by_subject = {
        owner: tuple(mark_of(row) for row in rows)
        for owner, rows in groupby(session.execute(in_order), lambda row: row.subject_id)
    }
    for row in session.execute(subjects.order_by(ClockSubject.subject_id)):
        yield Kept(subject_of(row), by_subject.get(row.subject_id, ()))


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
