"""The sums that triggers keep and the states of weeks, compared with what they follow from; and made anew."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from app.features.hours.core.states import PartState, SheetState

_DAYS = """
SELECT e.code || ' ' || day, coalesce(w.minutes, 0), coalesce(s.minutes, 0)
FROM (SELECT employee_id, day, minutes FROM worked_day WHERE collaboration_id = app_collaboration()) w
FULL JOIN (
    SELECT employee_id, worked_on AS day, sum(minutes) AS minutes FROM hour_entry
    WHERE collaboration_id = app_collaboration() GROUP BY employee_id, worked_on
) s USING (employee_id, day)
JOIN employee e ON e.collaboration_id = app_collaboration() AND e.id = employee_id
WHERE coalesce(w.minutes, 0) <> coalesce(s.minutes, 0) ORDER BY 1 LIMIT 100
"""
_ASSIGNMENTS = """
SELECT coalesce(a.number, a.id::text) || ' ' || month_on, coalesce(w.minutes, 0), coalesce(s.minutes, 0)
FROM (SELECT assignment_id, month_on, minutes FROM assignment_hours WHERE collaboration_id = app_collaboration()) w
FULL JOIN (
    SELECT assignment_id, date_trunc('month', worked_on)::date AS month_on, sum(minutes) AS minutes FROM hour_entry
    WHERE collaboration_id = app_collaboration() AND assignment_id IS NOT NULL GROUP BY 1, 2
) s USING (assignment_id, month_on)
JOIN assignment a ON a.collaboration_id = app_collaboration() AND a.id = assignment_id
WHERE coalesce(w.minutes, 0) <> coalesce(s.minutes, 0) ORDER BY 1 LIMIT 100
"""
_WEEKS = """
SELECT e.code, coalesce(h.monday, p.monday), a.code, coalesce(p.state, 'geen'), coalesce(h.entries, 0),
    coalesce(h.approved, 0)
FROM (
    SELECT employee_id, date_trunc('week', worked_on)::date AS monday, area_id, count(*) AS entries,
        count(approved_at) AS approved
    FROM hour_entry WHERE collaboration_id = app_collaboration() AND kind = 'normal' GROUP BY 1, 2, 3
) h
FULL JOIN (SELECT * FROM week_part WHERE collaboration_id = app_collaboration()) p
    USING (employee_id, monday, area_id)
JOIN employee e ON e.collaboration_id = app_collaboration() AND e.id = employee_id
JOIN service_area a ON a.collaboration_id = app_collaboration() AND a.id = area_id
WHERE coalesce(h.approved, 0) <> CASE WHEN p.state = 'approved' THEN coalesce(h.entries, 0) ELSE 0 END
    OR (p.state IN ('submitted', 'approved') AND coalesce(h.entries, 0) = 0)
    OR (coalesce(p.state, 'open') = 'open' AND coalesce(h.entries, 0) > 0 AND EXISTS (
        SELECT FROM week_sheet s WHERE s.collaboration_id = app_collaboration() AND s.employee_id = e.id
            AND s.monday = h.monday AND s.state IN ('submitted', 'approved')))
ORDER BY 1, 2, 3 LIMIT 100
"""
"""Parts of weeks that say approved or handed in where their entries say otherwise, or the other way round."""

_SHEETS = """
SELECT s.employee_id, e.code, s.monday, s.state, s.handed_in_at, array_remove(array_agg(p.state), NULL) AS parts
FROM week_sheet s
JOIN employee e ON e.collaboration_id = s.collaboration_id AND e.id = s.employee_id
LEFT JOIN week_part p ON p.collaboration_id = s.collaboration_id AND p.employee_id = s.employee_id
    AND p.monday = s.monday
WHERE s.collaboration_id = app_collaboration()
GROUP BY s.employee_id, e.code, s.monday, s.state, s.handed_in_at ORDER BY e.code, s.monday
"""
_MEND_DAYS = """
INSERT INTO worked_day AS w (collaboration_id, employee_id, day, minutes)
SELECT app_collaboration(), employee_id, day, sum(minutes) FROM (
    SELECT employee_id, worked_on AS day, minutes FROM hour_entry WHERE collaboration_id = app_collaboration()
    UNION ALL
    SELECT employee_id, day, 0 FROM worked_day WHERE collaboration_id = app_collaboration()
) s GROUP BY employee_id, day
ON CONFLICT (collaboration_id, employee_id, day) DO UPDATE SET minutes = excluded.minutes
WHERE w.minutes <> excluded.minutes
"""
_MEND_ASSIGNMENTS = """
INSERT INTO assignment_hours AS w (collaboration_id, assignment_id, month_on, minutes)
SELECT app_collaboration(), assignment_id, month_on, sum(minutes) FROM (
    SELECT assignment_id, date_trunc('month', worked_on)::date AS month_on, minutes FROM hour_entry
    WHERE collaboration_id = app_collaboration() AND assignment_id IS NOT NULL
    UNION ALL
    SELECT assignment_id, month_on, 0 FROM assignment_hours WHERE collaboration_id = app_collaboration()
) s GROUP BY assignment_id, month_on
ON CONFLICT (collaboration_id, assignment_id, month_on) DO UPDATE SET minutes = excluded.minutes
WHERE w.minutes <> excluded.minutes
"""


def differing_days(session: Session) -> list[tuple[str, int, int]]:
    """Employee and day, minutes kept, minutes of the entries, where they differ; at most a hundred."""
    return _differing(session, _DAYS)


def differing_assignments(session: Session) -> list[tuple[str, int, int]]:
    """Assignment and month, minutes kept, minutes of the entries, where they differ; at most a hundred."""
    return _differing(session, _ASSIGNMENTS)


def _differing(session: Session, sql: str) -> list[tuple[str, int, int]]:
    return [(str(row[0]), int(row[1]), int(row[2])) for row in session.execute(text(sql))]


def differing_parts(session: Session) -> list[tuple[str, date, str, str, int, int]]:
    """Employee, monday, area, state of the part, its entries and how many are approved, where they disagree."""
    rows = session.execute(text(_WEEKS))
    return [(row[0], row[1], row[2], row[3], int(row[4]), int(row[5])) for row in rows]


def each_sheet(
    session: Session,
) -> Iterator[tuple[UUID, str, date, SheetState, datetime | None, list[PartState]]]:
    """Employee (identity and code), monday, state, moment of handing in and states of the parts of every week."""
    for row in session.execute(text(_SHEETS)):
        yield row[0], row[1], row[2], SheetState(row[3]), row[4], [PartState(part) for part in row[5]]


def mend_sums(session: Session) -> int:
    """Write the sums anew from the entries, as the owner: nobody else may; gives how many were wrong."""
    return _changed(session, _MEND_DAYS) + _changed(session, _MEND_ASSIGNMENTS)


def _changed(session: Session, sql: str) -> int:
    return cast("CursorResult[object]", session.execute(text(sql))).rowcount
