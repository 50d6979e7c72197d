"""The sums that triggers keep, compared with the entries that they are sums of; set by set, nothing fetched."""

from sqlalchemy import text
from sqlalchemy.orm import Session

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


def differing_days(session: Session) -> list[tuple[str, int, int]]:
    """Employee and day, minutes kept, minutes of the entries, where they differ; at most a hundred."""
    return _differing(session, _DAYS)


def differing_assignments(session: Session) -> list[tuple[str, int, int]]:
    """Assignment and month, minutes kept, minutes of the entries, where they differ; at most a hundred."""
    return _differing(session, _ASSIGNMENTS)


def _differing(session: Session, sql: str) -> list[tuple[str, int, int]]:
    return [(str(row[0]), int(row[1]), int(row[2])) for row in session.execute(text(sql))]
