"""Many assignments at once, written by the owner: what lists and the dashboard are measured on.

One in twenty is open, as in a collaboration that has run for years; the rest is closed. The same
number gives the same rows.
"""

from sqlalchemy import Engine, text

_ROWS = """
INSERT INTO assignment (collaboration_id, id, number, area_id, product_id, lead_organisation_id, principal_ids,
    kind, title, desired_result, acceptance_criteria, contact, requested_on, requested_why, urgency, impact, frame,
    ceiling_minutes, is_confidential, version, recorded_at, seq, state, state_since, holder, returns, changes,
    submitted_at, accepted_at, started_at, delivered_at, ended_at, estimate_minutes, agreed_on, queue_rank)
SELECT :tenant, gen_random_uuid(), '2025-' || a.code || '-' || lpad(n::text, 6, '0'),
    a.id, NULL, o.id, ARRAY[o.id],
    'bespoke', 'Opdracht ' || n || ' over bijstand en jeugd', 'Een resultaat', '{}', 'A. Proefpersoon',
    date '2026-06-01', 'Besluit', 'normal', 'normal', 'Kader', 2400, n % 50 = 0, 1,
    timestamptz '2026-03-31' - n * interval '1 minute', 9, state, timestamptz '2026-03-01',
    CASE WHEN state IN ('waiting', 'delivered') THEN 'principal' WHEN state = 'closed' THEN 'nobody' ELSE 'centre' END,
    0, 0, timestamptz '2026-01-01', timestamptz '2026-01-02', NULL,
    CASE WHEN state = 'closed' THEN timestamptz '2026-03-31' - n * interval '1 hour' END, NULL, 1200,
    date '2026-03-20' + (n % 60), n
FROM (
    SELECT n, CASE WHEN n % 20 <> 0 THEN 'closed' ELSE
        (ARRAY['submitted', 'accepted', 'ordered', 'planned', 'in_progress', 'waiting', 'delivered'])[1 + n / 20 % 7]
    END AS state FROM generate_series(1, :many) n
) made
JOIN (SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_ FROM service_area
    WHERE collaboration_id = :tenant) a ON a.i = n / 7 % a.all_
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_ FROM organisation
    WHERE collaboration_id = :tenant) o ON o.i = n % o.all_
"""
_HOURS = """
INSERT INTO assignment_hours (collaboration_id, assignment_id, month_on, minutes)
SELECT collaboration_id, id, date '2026-03-01', 300 FROM assignment WHERE state IN ('in_progress', 'waiting', 'closed')
"""

_SUBJECTS = """
INSERT INTO clock_subject (collaboration_id, subject_id, subject_kind, label, area_id, organisation_id, agreed_on)
SELECT collaboration_id, id, 'assignment', number, area_id, lead_organisation_id, agreed_on FROM assignment
WHERE number IS NOT NULL
"""
_CLOCKS = """
INSERT INTO clock (collaboration_id, subject_id, metric, subject_kind, label, area_id, organisation_id, why, state,
    is_governing, started_at, paused_at, stopped_at, due_at, warn_percents, warn_ats, unit, target_total, spent_total)
SELECT collaboration_id, id, metric, 'assignment', number, area_id, lead_organisation_id, 'Afgesproken dag',
    CASE WHEN state = 'closed' THEN 'gehaald' WHEN state = 'waiting' THEN 'staat stil' ELSE 'loopt' END,
    state <> 'closed' AND metric = 'oplevering', timestamptz '2026-01-02',
    CASE WHEN state = 'waiting' THEN state_since END, CASE WHEN state = 'closed' THEN delivered_at END,
    CASE WHEN state <> 'waiting' THEN (agreed_on + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam' END,
    '{}', '{}', 'kalenderdagen', 80, 10
FROM assignment, unnest(ARRAY['oplevering', 'doorlooptijd']) AS metric
WHERE number IS NOT NULL AND state NOT IN ('submitted', 'delivered')
"""


def fill(owner: Engine, tenant: int, many: int) -> None:
    """Write so many assignments into a collaboration, with hours on what was begun."""
    with owner.begin() as connection:
        for table in ("assignment", "assignment_hours", "clock", "clock_subject"):
            # A worker that vacuums by itself belongs to another role and would hold up the end of the test.
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = false)"))
        connection.execute(text(_ROWS), {"tenant": tenant, "many": many})
        for sql in (_HOURS, _SUBJECTS, _CLOCKS):
            connection.execute(text(sql))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE assignment, assignment_hours, clock, clock_subject"))
