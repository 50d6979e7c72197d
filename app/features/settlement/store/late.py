"""What became known of final periods after the cut-off: one statement, whatever the number of runs and facts.

A fact is late of a run when the readers of its settlement (`work`, `quantities`, `agreements`, `year`) would have
left it out at the cut-off and read it now: the conditions are theirs, of the areas that the run settled. The cut-off
is that of the last final run about the period, so of its last correction. A correction that was reckoned and found
nothing to correct cannot be final, but has looked: what it knew changes no amount, and is no longer told.

Not told is what leaves no moment at which it was known, or takes something away: a delivery that was struck or moved
to another period; employments, secondments, participation and policies; hours and deliveries of earlier whole years
that a key averages; a cost elsewhere that only shifts overhead. Told without asking whether a key uses them:
statistics and prices.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.settlement.core.late import Late, LateKind, LateOfRun
from app.features.settlement.store.agreements import OLDEST_STATISTIC_YEARS
from app.kernel.actor import Actor
from app.kernel.period import Period

LATE = text(
    """
    WITH final AS (
        SELECT r.id, r.first_on, r.last_on, greatest(
            r.cut_off_at,
            max(c.cut_off_at) FILTER (WHERE c.state = 'final'),
            max(c.calculated_at) FILTER (WHERE c.findings @> '[{"code": "nothing-to-correct"}]'
                AND NOT jsonb_path_exists(
                    c.findings, '$[*] ? (@.weight == "holds_back" && @.code != "nothing-to-correct")'))
        ) AS known_at
        FROM run r
        LEFT JOIN run_corrects k ON k.collaboration_id = r.collaboration_id AND k.corrects_id = r.id
        LEFT JOIN run c ON c.collaboration_id = k.collaboration_id AND c.id = k.run_id
        WHERE r.collaboration_id = :tenant AND r.kind = 'settlement' AND r.state = 'final'
          AND (CAST(:run AS uuid) IS NULL OR r.id = :run)
        GROUP BY r.collaboration_id, r.id
    ), settled AS (
        SELECT f.*, a.area_id FROM final f JOIN run_area a ON a.collaboration_id = :tenant AND a.run_id = f.id
    ), hours AS (
        SELECT f.id, f.known_at, e.area_id, e.minutes, e.assignment_id, e.recorded_at, e.approved_at
        FROM final f
        JOIN hour_entry e ON e.collaboration_id = :tenant AND e.kind = 'correction'
          AND e.worked_on BETWEEN f.first_on AND f.last_on
        UNION ALL
        -- a month that was closed by the cut-off takes corrections only (triggers): no need to look through the rest
        SELECT f.id, f.known_at, e.area_id, e.minutes, e.assignment_id, e.recorded_at, e.approved_at
        FROM final f
        JOIN month m ON m.collaboration_id = :tenant AND m.first_on BETWEEN f.first_on AND f.last_on
          AND coalesce(m.hours_closed_at, 'infinity') > f.known_at
        JOIN hour_entry e ON e.collaboration_id = :tenant AND e.kind = 'normal'
          AND e.worked_on BETWEEN m.first_on AND (m.first_on + interval '1 month')::date - 1
    ), late (id, kind, quantity, since_at) AS (
        SELECT h.id, 'hours', h.minutes, greatest(h.recorded_at, h.approved_at)
        FROM hours h JOIN settled s ON s.id = h.id AND s.area_id = h.area_id
        WHERE h.assignment_id IS NOT NULL AND h.approved_at IS NOT NULL
          AND greatest(h.recorded_at, h.approved_at) > h.known_at
        UNION ALL
        SELECT f.id, 'costs', e.amount_cents, e.recorded_at
        FROM final f
        JOIN cost_entry e ON e.collaboration_id = :tenant AND e.booked_on BETWEEN f.first_on AND f.last_on
          AND e.recorded_at > f.known_at
        JOIN cost_pool p ON p.collaboration_id = e.collaboration_id AND p.id = e.pool_id AND p.kind <> 'own_account'
        WHERE p.area_id IS NULL OR p.area_id IN (SELECT s.area_id FROM settled s WHERE s.id = f.id)
        UNION ALL
        -- known since the step was first noted with the moment that holds: a step can be put right later
        SELECT s.id, 'deliveries', NULL, d.known_at
        FROM settled s
        JOIN assignment a ON a.collaboration_id = :tenant AND a.area_id = s.area_id AND a.product_id IS NOT NULL
          AND a.state IN ('delivered', 'approved', 'closed')
          AND (a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN s.first_on AND s.last_on
        JOIN LATERAL (
            SELECT greatest(min(v.recorded_at), a.delivered_at) AS known_at FROM assignment_event v
            WHERE v.collaboration_id = a.collaboration_id AND v.assignment_id = a.id AND v.step = 'deliver'
              AND v.happened_at = a.delivered_at
        ) d ON d.known_at > s.known_at
        UNION ALL
        SELECT f.id, 'statistics', NULL, min(t.recorded_at)
        FROM final f
        JOIN statistic t ON t.collaboration_id = :tenant AND t.recorded_at > f.known_at
          AND t.reference_on <= f.last_on
          AND t.reference_on >= make_date(extract(year FROM f.first_on)::int - :statistic_years, 1, 1)
        GROUP BY f.id, t.organisation_id, t.kind, t.reference_on
        UNION ALL
        -- of years that a key of the period, or an old one that still counts, averages: core.history.years_averaged
        SELECT s.id, 'year_figures', NULL, min(y.recorded_at)
        FROM settled s
        JOIN year_figure y ON y.collaboration_id = :tenant AND y.area_id = s.area_id AND y.recorded_at > s.known_at
        WHERE EXISTS (
            SELECT FROM policy h
            JOIN policy p ON p.collaboration_id = h.collaboration_id AND p.area_id = h.area_id
              AND p.version IN (h.version, h.old_version)
            JOIN policy_component c ON c.collaboration_id = p.collaboration_id AND c.policy_id = p.id
              AND c.reference = 'years_average' AND c.driver IN ('hours', 'products')
            CROSS JOIN LATERAL (
                SELECT extract(year FROM p.valid_from)::int AS began, extract(year FROM s.first_on)::int AS year
            ) x
            CROSS JOIN LATERAL (SELECT x.began + (x.year - x.began) / c.kept_years * c.kept_years AS began) block
            WHERE h.collaboration_id = :tenant AND h.area_id = s.area_id
              AND h.valid_from <= s.last_on AND (h.valid_until IS NULL OR h.valid_until >= s.first_on)
              AND y.year BETWEEN block.began - c.average_years AND block.began - 1)
        GROUP BY s.id, y.organisation_id, y.area_id, y.product_id, y.year
        UNION ALL
        SELECT s.id, 'prices', NULL, min(o.recorded_at)
        FROM settled s
        JOIN tariff t ON t.collaboration_id = :tenant AND t.area_id = s.area_id
        JOIN tariff_correction o ON o.collaboration_id = t.collaboration_id AND o.tariff_id = t.id
          AND o.recorded_at > s.known_at
          AND o.valid_from <= s.last_on AND (o.valid_until IS NULL OR o.valid_until >= s.first_on)
        GROUP BY s.id, t.id
    )
    SELECT f.id, f.first_on, f.last_on, l.kind, count(*) AS number, sum(l.quantity)::bigint AS quantity,
           min(l.since_at) AS since_at,
           (SELECT o.id FROM run o WHERE o.collaboration_id = :tenant AND o.kind = 'correction'
              AND o.state IN ('draft', 'checked', 'approved')) AS correction
    FROM final f JOIN late l ON l.id = f.id
    GROUP BY f.id, f.first_on, f.last_on, l.kind
    ORDER BY f.first_on DESC, f.last_on DESC, f.id
    """
)


def find_late(session: Session, actor: Actor, run_id: UUID | None = None) -> list[LateOfRun]:
    """What each final settlement could not know, or one of them, newest period first; none that knew all."""
    values = {"tenant": actor.collaboration_id, "run": run_id, "statistic_years": OLDEST_STATISTIC_YEARS}
    rows = session.execute(LATE, values)
    return [
        LateOfRun(run, Period(first_on, last_on), tuple(_facts(found)), correction)
        for (run, first_on, last_on, correction), found in groupby(
            rows, key=lambda row: (row.id, row.first_on, row.last_on, row.correction)
        )
    ]


def _facts(rows: Iterable[Any]) -> list[Late]:
    """The facts of a run in the order of their kinds."""
    found = {LateKind(row.kind): row for row in rows}
    return [
        Late(
            kind,
            found[kind].number,
            found[kind].since_at,
            minutes=found[kind].quantity if kind is LateKind.HOURS else None,
            amount_cents=found[kind].quantity if kind is LateKind.COSTS else None,
        )
        for kind in LateKind
        if kind in found
    ]
