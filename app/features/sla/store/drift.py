"""What is kept of subjects, marks and clocks, compared in every column with what should be: in the database, in sets.

What should be goes there once; what is there is not read back, for nearly always they are the same.
"""

from collections.abc import Collection
from string import Template
from uuid import UUID

from sqlalchemy import ARRAY, TextClause, Uuid, bindparam, text
from sqlalchemy.orm import Session

from app.features.sla.core.projecting import Projection
from app.features.sla.core.rules import Kept
from app.features.sla.core.words import Metric
from app.features.sla.store.clocks import (
    CLOCK,
    CLOCK_NAMES,
    MARK,
    MARK_NAMES,
    SUBJECT,
    SUBJECT_NAMES,
    as_json,
    clock_columns,
    mark_columns,
    names_of,
    subject_columns,
)

Made = tuple[Kept, tuple[Projection, ...]]
"""A subject with all its marks, and the clocks that it should have."""


# The keys of rows of these owners that are given or kept alone, or kept otherwise than given.
_DRIFT = Template(
    """
SELECT $key, kept.collaboration_id IS NULL AS is_missing
FROM jsonb_to_recordset(CAST(:given AS jsonb)) AS given ($columns)
FULL JOIN (SELECT * FROM $table WHERE collaboration_id = app_collaboration() AND subject_id = ANY (:owners)) AS kept
    USING ($key)
WHERE kept.collaboration_id IS NULL OR ($given) IS DISTINCT FROM ($kept)
"""
)


def _drift(table: str, columns: str, *key: str) -> TextClause:
    names = [one for one in names_of(columns) if one not in key]
    sides = {side: ", ".join(f"{side}.{name}" for name in names) for side in ("given", "kept")}
    statement = _DRIFT.substitute(table=table, columns=columns, key=", ".join(key), **sides)
    return text(statement).bindparams(bindparam("owners", type_=ARRAY(Uuid)))


_SUBJECTS = _drift("clock_subject", SUBJECT, "subject_id")
_MARKS = _drift("clock_mark", MARK, "subject_id", "metric", "seq")
_CLOCKS = _drift("clock", CLOCK, "subject_id", "metric")


def wrong_facts(session: Session, made: Collection[Made]) -> dict[UUID, bool]:
    """The subjects that are kept otherwise, themselves or their marks, and whether they are not kept at all."""
    owners = [one.subject.id for one, _ in made]
    marks = [mark_columns(one.subject.id, mark) for one, _ in made for mark in one.marks]
    found = {
        row.subject_id: False
        for row in session.execute(_MARKS, {"given": as_json(MARK_NAMES, marks), "owners": owners})
    }
    subjects = [subject_columns(one.subject) for one, _ in made]
    given = {"given": as_json(SUBJECT_NAMES, subjects), "owners": owners}
    return found | {row.subject_id: row.is_missing for row in session.execute(_SUBJECTS, given)}


def wrong_clocks(session: Session, made: Collection[Made]) -> dict[UUID, set[Metric]]:
    """The clocks that are not kept as they should be, by subject: too many, too few, or other in a column."""
    rows = [clock_columns(one.subject, clock) for one, clocks in made for clock in clocks]
    given = {"given": as_json(CLOCK_NAMES, rows), "owners": [one.subject.id for one, _ in made]}
    found: dict[UUID, set[Metric]] = {}
    for row in session.execute(_CLOCKS, given):
        found.setdefault(row.subject_id, set()).add(Metric(row.metric))
    return found
