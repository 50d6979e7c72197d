"""Quantities of a period beside hours (`work`): deliveries, costs, budget, fte, loans, what is not approved yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.partnership.core.words import VatCategory
from app.features.settlement.core.inputs import (
    AreaFigure,
    CascadeMethod,
    CostEntry,
    Delivered,
    Pool,
    Secondment,
    Share,
    Term,
)
from app.kernel.actor import Actor
from app.kernel.period import Period

FULL_TIME_MINUTES = 36 * 60
"""A week of one fte (Cao Gemeenten: 36 hours)."""

DELIVERED = text(
    """
    SELECT a.id, a.number, s.code AS area, r.code AS product, o.code AS organisation,
           (a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date AS delivered_on
    FROM assignment a
    JOIN service_area s ON s.collaboration_id = a.collaboration_id AND s.id = a.area_id
    JOIN product r ON r.collaboration_id = a.collaboration_id AND r.id = a.product_id
    JOIN assignment_principal p ON p.collaboration_id = a.collaboration_id AND p.assignment_id = a.id
    JOIN organisation o ON o.collaboration_id = p.collaboration_id AND o.id = p.organisation_id
    WHERE a.collaboration_id = :tenant AND a.state IN ('delivered', 'approved', 'closed')
      AND (a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN :first_on AND :last_on
      AND a.delivered_at <= :known_at
    """
)
FTE = text(
    """
    SELECT s.code AS area, coalesce(sum(e.contract_minutes), 0)::bigint AS minutes
    FROM service_area s
    LEFT JOIN employment e ON e.collaboration_id = s.collaboration_id AND e.area_id = s.id
      AND e.valid_from <= :first_on AND (e.valid_until IS NULL OR e.valid_until >= :first_on)
    WHERE s.collaboration_id = :tenant
      AND s.valid_from <= :last_on AND (s.valid_until IS NULL OR s.valid_until >= :first_on)
    GROUP BY s.code
    """
)
SECONDED = text(
    """
    SELECT n.id, o.code AS organisation, s.code AS area, n.fte, n.rate_cents, n.valid_from, n.valid_until,
           n.vat_category, n.vat_basis_points, n.function_code
    FROM secondment n
    JOIN organisation o ON o.collaboration_id = n.collaboration_id AND o.id = n.employer_id
    JOIN service_area s ON s.collaboration_id = n.collaboration_id AND s.id = n.area_id
    WHERE n.collaboration_id = :tenant
      AND n.valid_from <= :last_on AND (n.valid_until IS NULL OR n.valid_until >= :first_on)
    """
)
CASCADES = text(
    """
    SELECT id, method, valid_from, valid_until FROM cascade_version
    WHERE collaboration_id = :tenant
      AND valid_from <= :last_on AND (valid_until IS NULL OR valid_until >= :first_on)
    ORDER BY valid_from
    """
)
POOLS = text(
    """
    SELECT p.code, v.name, p.kind, coalesce(s.code, '') AS area, c.driver, c.fte, c.step,
           g.share_area, g.share_pool, g.part_num, g.part_den
    FROM cost_pool p
    JOIN (
        SELECT DISTINCT ON (pool_id) pool_id, name FROM cost_pool_version
        WHERE collaboration_id = :tenant
          AND valid_from <= :last_on AND (valid_until IS NULL OR valid_until >= :first_on)
        ORDER BY pool_id, valid_from DESC
    ) v ON v.pool_id = p.id
    LEFT JOIN service_area s ON s.collaboration_id = p.collaboration_id AND s.id = p.area_id
    LEFT JOIN cascade_pool c ON c.collaboration_id = p.collaboration_id AND c.cascade_id = :cascade
      AND c.pool_id = p.id
    LEFT JOIN (
        SELECT a.pool_id, h.code AS share_area, NULL AS share_pool, a.part_num, a.part_den
        FROM cascade_share a
        JOIN service_area h ON h.collaboration_id = a.collaboration_id AND h.id = a.area_id
        WHERE a.collaboration_id = :tenant AND a.cascade_id = :cascade
        UNION ALL
        SELECT b.pool_id, NULL, o.code, b.part_num, b.part_den
        FROM cascade_pass b JOIN cost_pool o ON o.collaboration_id = b.collaboration_id AND o.id = b.to_pool_id
        WHERE b.collaboration_id = :tenant AND b.cascade_id = :cascade
    ) g ON g.pool_id = p.id
    WHERE p.collaboration_id = :tenant
    ORDER BY p.code, g.share_area, g.share_pool
    """
)
ENTRIES = text(
    """
    SELECT e.id, p.code AS pool, e.booked_on, e.category, e.amount_cents, e.vat_cents, e.document, e.supplier,
           e.description
    FROM cost_entry e JOIN cost_pool p ON p.collaboration_id = e.collaboration_id AND p.id = e.pool_id
    WHERE e.collaboration_id = :tenant AND e.booked_on BETWEEN :first_on AND :last_on AND e.recorded_at <=
    :known_at
    """
)
BUDGET = text(
    """
    SELECT p.code AS pool, b.category, (b.amount_cents + coalesce(sum(a.amount_cents), 0))::bigint AS cents
    FROM budget_line b JOIN cost_pool p ON p.collaboration_id = b.collaboration_id AND p.id = b.pool_id
    LEFT JOIN amendment a ON a.collaboration_id = b.collaboration_id AND a.budget_line_id = b.id
      AND a.recorded_at <= :known_at
    WHERE b.collaboration_id = :tenant AND b.year = :year AND b.recorded_at <= :known_at
      AND EXISTS (
        SELECT FROM cost_pool_version v
        WHERE v.collaboration_id = b.collaboration_id AND v.pool_id = b.pool_id
          AND v.valid_from <= :last_on AND (v.valid_until IS NULL OR v.valid_until >= :first_on))
    GROUP BY p.code, b.category, b.amount_cents
    """
)
UNAPPROVED = text(
    """
    SELECT s.code AS area, s.name, count(*) AS entries, sum(e.minutes)::bigint AS minutes,
        array_agg(DISTINCT to_char(e.worked_on, 'IYYY-IW')) AS weeks
    FROM hour_entry e JOIN service_area s ON s.collaboration_id = e.collaboration_id AND s.id = e.area_id
    WHERE e.collaboration_id = :tenant AND e.worked_on BETWEEN :first_on AND :last_on AND e.approved_at IS
    NULL
    GROUP BY s.code, s.name ORDER BY s.code
    """
)


@dataclass(frozen=True, slots=True)
class HeldCascade:
    """A version of how overhead reaches the areas, and its days."""

    id: UUID
    method: CascadeMethod
    term: Term


class QuantityReader:
    """Reads the quantities of one collaboration and period as they were known at a moment."""

    def __init__(self, session: Session, actor: Actor, period: Period, known_at: datetime) -> None:
        self._session = session
        self._period = period
        self._values: dict[str, Any] = {
            "tenant": actor.collaboration_id,
            "first_on": period.first_on,
            "last_on": period.last_on,
            "known_at": known_at,
        }

    def delivered(self) -> list[Delivered]:
        """Products taken: each principal of a delivered assignment takes one, on the day of delivery."""
        return [
            Delivered(
                f"{row.id}/{row.organisation}", row.area, row.product, row.organisation, row.delivered_on,
                row.delivered_on, 1, row.number,
            )
            for row in self._all(DELIVERED)
        ]  # fmt: skip

    def fte(self) -> list[AreaFigure]:
        """The fte of each area on the first day, from employments."""
        source = "dienstverbanden; 36 uur per week is 1 fte"
        return [
            AreaFigure(row.area, self._period.first_on, Fraction(row.minutes, FULL_TIME_MINUTES), source)
            for row in self._all(FTE)
        ]

    def secondments(self) -> list[Secondment]:
        """Staff lent in the period."""
        return [
            Secondment(
                id=str(row.id),
                organisation=row.organisation,
                area=row.area,
                fte=Fraction(row.fte),
                rate_cents=row.rate_cents,
                term=Term(row.valid_from, row.valid_until),
                category=VatCategory(row.vat_category),
                rate=Fraction(row.vat_basis_points, 10_000),
                function=row.function_code,
            )
            for row in self._all(SECONDED)
        ]

    def cascades(self) -> list[HeldCascade]:
        """The ways in which overhead reaches the areas in the period, by first day; mostly one."""
        return [
            HeldCascade(row.id, CascadeMethod(row.method), Term(row.valid_from, row.valid_until))
            for row in self._all(CASCADES)
        ]

    def pools(self, cascade: UUID | None) -> list[Pool]:
        """The pools that hold on a day of the period; of overhead by the cascade, fixed parts in per cent."""
        found: dict[str, list[Any]] = {}
        for row in self._all(POOLS, cascade=cascade):
            found.setdefault(row.code, []).append(row)
        return [
            Pool(
                code=code,
                name=rows[0].name,
                kind=PoolKind(rows[0].kind),
                area=rows[0].area,
                driver=OverheadDriver(rows[0].driver) if rows[0].driver else None,
                shares=tuple(Share(row.share_area, _percent(row)) for row in rows if row.share_area),
                pool_shares=tuple(Share(row.share_pool, _percent(row)) for row in rows if row.share_pool),
                fte=None if rows[0].fte is None else Fraction(rows[0].fte),
                step=rows[0].step,
            )
            for code, rows in found.items()
        ]

    def entries(self) -> list[CostEntry]:
        """Each cost entry of the period."""
        return [
            CostEntry(
                id=str(row.id),
                pool=row.pool,
                booked_on=row.booked_on,
                category=Category(row.category),
                amount_cents=row.amount_cents,
                vat_cents=row.vat_cents,
                document=f"{row.supplier}, {row.document}",
                description=row.description,
            )
            for row in self._all(ENTRIES)
        ]

    def budget(self) -> list[tuple[str, Category, int]]:
        """The budget of the year per pool and category, amendments added."""
        rows = self._all(BUDGET, year=self._period.first_on.year)
        return [(row.pool, Category(row.category), row.cents) for row in rows]

    def unapproved(self) -> list[tuple[str, str, int, int, list[str]]]:
        """Hours of the period that nobody approved: area, its name, entries, minutes, weeks as `2026-26`."""
        return [(row.area, row.name, row.entries, row.minutes, row.weeks) for row in self._all(UNAPPROVED)]

    def _all(self, query: Any, **more: Any) -> Sequence[Any]:
        values = self._values | more
        names = query.compile().params.keys()
        return self._session.execute(query, {name: values[name] for name in names}).all()


def _percent(row: Any) -> Fraction:
    return Fraction(row.part_num, row.part_den) * 100
