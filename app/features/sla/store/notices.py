"""Thresholds that were passed: found and noted in one statement, so that two workers cannot both find one.

The key of `notice` makes “once each” true: whoever comes second inserts nothing and gets nothing back.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.sla.core.escalation import BREACH, Passed
from app.features.sla.core.words import Metric
from app.infra.clock import AMSTERDAM
from app.kernel.roles import Role

DEFAULT_ROLES = (Role.MANAGER,)
"""Who hears of a clock without a norm: the delivery on the agreed day."""

_PASS = text(
    "WITH passed AS ("
    " SELECT c.*, t.threshold, t.passed_at, coalesce(n.notify_roles, :roles) AS roles"
    " FROM clock c LEFT JOIN norm n ON n.collaboration_id = c.collaboration_id AND n.id = c.norm_id"
    " CROSS JOIN LATERAL ("
    "  SELECT * FROM unnest(c.warn_percents, c.warn_ats) AS warning (threshold, passed_at)"
    "  UNION ALL SELECT :breach, c.due_at"
    " ) AS t"
    " WHERE c.stopped_at IS NULL AND c.due_at IS NOT NULL AND t.passed_at <= app_now()"
    " AND NOT EXISTS (SELECT FROM notice o WHERE o.collaboration_id = c.collaboration_id"
    "  AND o.subject_id = c.subject_id AND o.metric = c.metric AND o.threshold = t.threshold)"
    "), noted AS ("
    " INSERT INTO notice (collaboration_id, subject_id, metric, threshold, subject_kind, label, norm_id, passed_at,"
    "  due_at, roles, created_at)"
    " SELECT collaboration_id, subject_id, metric, threshold, subject_kind, label, norm_id, passed_at, due_at, roles,"
    "  app_now() FROM passed ORDER BY subject_id, metric, threshold"
    " ON CONFLICT DO NOTHING RETURNING subject_id, metric, threshold"
    ") SELECT p.subject_id, p.metric, p.threshold, p.label, p.area_id, p.organisation_id, p.due_at, p.roles"
    " FROM passed p JOIN noted USING (subject_id, metric, threshold)"
)


def note_passed(session: Session) -> list[Passed]:
    """Note every threshold that was passed and not noted yet; gives those that this transaction noted."""
    rows = session.execute(_PASS, {"roles": [str(role) for role in DEFAULT_ROLES], "breach": BREACH})
    return [
        Passed(
            row.subject_id,
            Metric(row.metric),
            row.threshold,
            row.label,
            row.area_id,
            row.organisation_id,
            row.due_at.astimezone(AMSTERDAM),
            frozenset(Role(role) for role in row.roles),
        )
        for row in rows
    ]
