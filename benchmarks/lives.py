"""Assignments with a whole life each, written by the owner: what clocks are made anew from.

Eight lives, from just handed in to sent back after delivery, begun at any minute of half a year in every area and for
every partner. The same number gives the same rows.
"""

import json

from sqlalchemy import Engine, text

from app.features.assignments.core.life import TRANSITIONS, State, Step

LIVES: tuple[tuple[tuple[Step, int], ...], ...] = (
    ((Step.SUBMIT, 0),),
    ((Step.SUBMIT, 0), (Step.RETURN, 20)),
    ((Step.SUBMIT, 0), (Step.RETURN, 30), (Step.SUBMIT, 90), (Step.ACCEPT, 130)),
    ((Step.SUBMIT, 0), (Step.ACCEPT, 26), (Step.ORDER, 27), (Step.PLAN, 40), (Step.START, 60), (Step.WAIT, 200)),
    (
        (Step.SUBMIT, 0), (Step.ACCEPT, 70), (Step.ORDER, 71), (Step.PLAN, 72), (Step.START, 80), (Step.WAIT, 90),
        (Step.RESUME, 400), (Step.DELIVER, 900), (Step.APPROVE, 950), (Step.CLOSE, 951),
    ),
    (
        (Step.SUBMIT, 0), (Step.ACCEPT, 200), (Step.ORDER, 201), (Step.PLAN, 202), (Step.START, 300),
        (Step.DELIVER, 3000), (Step.REWORK, 3100), (Step.WAIT, 3150), (Step.DELIVER, 3300),
    ),
    ((Step.SUBMIT, 0), (Step.REJECT, 50)),
    ((Step.SUBMIT, 0), (Step.ACCEPT, 10), (Step.WITHDRAW, 45)),
)  # fmt: skip
"""Steps with the hours after the first at which they are taken."""

_ASSIGNMENTS = """
INSERT INTO assignment (collaboration_id, id, number, area_id, product_id, lead_organisation_id, principal_ids,
    kind, title, desired_result, acceptance_criteria, requested_why, urgency, impact, is_confidential, version,
    recorded_at, seq, state, state_since, holder, returns, changes)
SELECT :tenant, gen_random_uuid(), '2025-' || a.code || '-' || lpad(n::text, 6, '0'), a.id,
    CASE WHEN n % 3 > 0 THEN (SELECT id FROM product p
        WHERE p.collaboration_id = :tenant AND p.area_id = a.id ORDER BY md5(n || p.code) LIMIT 1) END,
    o.id, ARRAY[o.id], CASE WHEN n % 11 = 0 THEN 'general' ELSE 'bespoke' END, 'Opdracht ' || n, 'Een resultaat',
    '{}', 'Besluit', 'normal', 'normal', false, 1, timestamptz '2025-07-01 07:00Z' + n % 262144 * interval '1 minute',
    1, 'submitted', timestamptz '2025-07-01', 'centre', 0, 0
FROM generate_series(1, :many) n
JOIN (SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_ FROM service_area
    WHERE collaboration_id = :tenant) a ON a.i = n / 8 % a.all_
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_ FROM organisation
    WHERE collaboration_id = :tenant) o ON o.i = n / 8 % o.all_
"""
_EVENTS = """
INSERT INTO assignment_event (collaboration_id, assignment_id, seq, step, from_state, to_state, happened_at,
    recorded_at, actor_name, via, reason, estimate_minutes, agreed_on)
SELECT a.collaboration_id, a.id, one.seq, one.step, one.from_state, one.to_state, at, at, 'A. Proefpersoon', 'command',
    'Omdat het moet', CASE WHEN one.step = 'accept' THEN 1200 END,
    CASE WHEN one.step = 'accept' THEN at::date + right(a.number, 2)::integer END
FROM jsonb_to_recordset(CAST(:events AS jsonb))
    AS one (life integer, seq integer, step text, from_state text, to_state text, hours integer)
JOIN assignment a ON right(a.number, 6)::integer % :lives = one.life
CROSS JOIN LATERAL (SELECT a.recorded_at + one.hours * interval '1 hour' AS at) AS moment
WHERE a.collaboration_id = :tenant
"""


def fill(owner: Engine, tenant: int, many: int) -> None:
    """Write so many assignments with their events into a collaboration; their clocks are made by a rebuild."""
    events = [event for life, steps in enumerate(LIVES) for event in _events(life, steps)]
    with owner.begin() as connection:
        connection.execute(text(_ASSIGNMENTS), {"tenant": tenant, "many": many})
        given = {"tenant": tenant, "lives": len(LIVES), "events": json.dumps(events)}
        connection.execute(text(_EVENTS), given)
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE assignment, assignment_event"))


def _events(life: int, steps: tuple[tuple[Step, int], ...]) -> list[dict[str, int | str | None]]:
    state = State.DRAFT
    found = [_event(life, 1, Step.DRAFT, None, state, 0)]
    for seq, (step, hours) in enumerate(steps, 2):
        after = TRANSITIONS[state, step].to
        found.append(_event(life, seq, step, state, after, hours))
        state = after
    return found


def _event(
    life: int, seq: int, step: Step, origin: State | None, to: State, hours: int
) -> dict[str, int | str | None]:
    return {"life": life, "seq": seq, "step": step, "from_state": origin, "to_state": to, "hours": hours}
