"""Approved hours of a period by SQL aggregates: per assignment for what is frozen, by way of sharing for a draft.

The database sums; what comes back is a row per group, never a row per entry (domain §10, findings.md). The
period is cut into stretches in which no participation and no tariff begins or ends, so that each group lies
within one of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.assignments.core.principals import Principal, ShareRule
from app.features.settlement.core.inputs import Tariff, Term, Worked
from app.features.settlement.core.joint import Asked, Sharing, Together
from app.features.settlement.core.pricing import Prices
from app.kernel.actor import Actor
from app.kernel.period import Period

_COUNTED = """
    FROM hour_entry
    WHERE collaboration_id = :tenant AND worked_on BETWEEN :first_on AND :last_on
      AND assignment_id IS NOT NULL AND approved_at <= :known_at AND recorded_at <= :known_at
"""
# Beside the key: with a tariff the function is known, so that it need not be a part of the key.
_WORKED = """
    SELECT assignment_id::text, coalesce(tariff_id::text, ''), min(worked_on), max(worked_on),
           sum(minutes)::bigint, coalesce(min(function_code) FILTER (WHERE tariff_id IS NULL), '')
    {counted} {of_area}
    GROUP BY hour_entry.assignment_id, hour_entry.tariff_id {stretch}
    HAVING sum(minutes) <> 0
"""
# How an assignment is shared, as text: rows that are shared in one way are told by it.
_SHARED = """
    a.principal_ids::text AS principals, coalesce(p.share_rule, 'equal') AS rule,
    coalesce(p.share_statistic, '') AS statistic,
    CASE WHEN p.share_rule = 'fixed' THEN ARRAY(
        SELECT q.share_num || '/' || q.share_den FROM assignment_principal q
        WHERE q.collaboration_id = a.collaboration_id AND q.assignment_id = a.id
        ORDER BY array_position(a.principal_ids, q.organisation_id)
    ) END AS parts
"""
_TOGETHER = """
    WITH worked AS (
        SELECT assignment_id, tariff_id, {stretch} AS stretch, sum(minutes) AS minutes
        {counted}
        GROUP BY 1, 2, 3
        HAVING sum(minutes) <> 0
    )
    SELECT s.code AS area, {shared},
           coalesce(w.tariff_id::text, '') AS tariff_id, w.stretch, sum(w.minutes)::bigint AS minutes,
           count(*) AS assignments
    FROM worked w
    JOIN assignment a ON a.collaboration_id = :tenant AND a.id = w.assignment_id
    JOIN service_area s ON s.collaboration_id = a.collaboration_id AND s.id = a.area_id
    LEFT JOIN assignment_principal p ON p.collaboration_id = a.collaboration_id AND p.assignment_id = a.id
      AND p.organisation_id = a.lead_organisation_id AND cardinality(a.principal_ids) > 1
    GROUP BY s.code, a.principal_ids, p.share_rule, p.share_statistic, parts, w.tariff_id, w.stretch
"""
_ASKED = """
    SELECT a.id::text AS id, coalesce(a.number, '') AS number, coalesce(a.title, '') AS title, s.code AS area,
           {shared}
    FROM assignment a
    JOIN service_area s ON s.collaboration_id = a.collaboration_id AND s.id = a.area_id
    LEFT JOIN assignment_principal p ON p.collaboration_id = a.collaboration_id AND p.assignment_id = a.id
      AND p.organisation_id = a.lead_organisation_id AND cardinality(a.principal_ids) > 1
    WHERE a.collaboration_id = :tenant AND a.id = ANY(CAST(:ids AS uuid[]))
"""
_ORGANISATIONS = text("SELECT id::text, code FROM organisation WHERE collaboration_id = :tenant")


Found = TypeVar("Found")


class WorkReader:
    """Reads the hours of one collaboration and period as they were known at a moment."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        period: Period,
        known_at: datetime,
        terms: Iterable[Term],
        tariffs: Sequence[Tariff] = (),
    ) -> None:
        self._session = session
        self._prices = Prices(tariffs)
        terms = [*terms, *(term for row in tariffs for term in (row.term, *row.gaps))]
        self._period = period
        self._starts = stretches(period, terms)
        self._values: dict[str, Any] = {
            "tenant": actor.collaboration_id,
            "first_on": period.first_on,
            "last_on": period.last_on,
            "known_at": known_at,
        }

    def worked(self, area: str = "") -> list[Worked]:
        """Approved minutes per assignment, tariff and stretch; of one area when it is named."""
        of_area = "AND area_id = (SELECT id FROM service_area s WHERE s.collaboration_id = :tenant AND s.code = :area)"
        query = _WORKED.format(
            counted=_COUNTED,
            of_area=of_area if area else "",
            stretch=f", {self._stretch}" if self._is_cut else "",
        )
        rows = self._all(query, **({"area": area} if area else {}))
        return [self._priced(Worked(*row)) for row in rows]

    def _priced(self, row: Worked) -> Worked:
        """The row with the price of its days, where that of its tariff was corrected."""
        price = self._prices.of(row.tariff, Period(row.first_on, row.last_on))
        return row if price == row.tariff else replace(row, tariff=price)

    def asked(self, ids: Collection[str]) -> dict[Sharing, list[Asked]]:
        """The assignments of these identities, by who asked them and how they are shared."""
        found: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
        # As one text: a list is looked through and written out one by one.
        values = {"tenant": self._values["tenant"], "ids": f"{{{','.join(ids)}}}"}
        rows = self._session.execute(text(_ASKED.format(shared=_SHARED)), values).all()
        for identity, number, title, area, who, rule, statistic, parts in rows:
            found[who, rule, statistic, *(parts or ())].append(Asked(identity, number, title, area))
        return self._by_sharing(found)

    def together(self) -> dict[Sharing, list[Together]]:
        """Approved minutes of all assignments that are shared in one way, per area, tariff and stretch."""
        ends = [start - timedelta(days=1) for start in self._starts[1:]] + [self._period.last_on]
        terms = list(zip(self._starts, ends, strict=True))
        rows: dict[tuple[str, ...], list[Together]] = defaultdict(list)
        query = _TOGETHER.format(
            counted=_COUNTED, shared=_SHARED, stretch=self._stretch if self._is_cut else "1"
        )
        for area, who, rule, statistic, parts, tariff, stretch, minutes, assignments in self._all(query):
            first_on, last_on = terms[stretch - 1]
            price = self._prices.of(tariff, Period(first_on, last_on))
            one = Together(area, price, first_on, last_on, minutes, assignments)
            rows[who, rule, statistic, *(parts or ())].append(one)
        return self._by_sharing(rows)

    def _by_sharing(self, rows: Mapping[tuple[str, ...], list[Found]]) -> dict[Sharing, list[Found]]:
        tenant = {"tenant": self._values["tenant"]}
        codes = {row.id: row.code for row in self._session.execute(_ORGANISATIONS, tenant)}
        return {_sharing(codes, *way): found for way, found in rows.items()}

    @property
    def _is_cut(self) -> bool:
        return len(self._starts) > 1

    @property
    def _stretch(self) -> str:
        return "width_bucket(worked_on, CAST(:starts AS date[]))"

    def _all(self, query: str, **more: Any) -> Sequence[Any]:
        values = self._values | more | ({"starts": self._starts} if self._is_cut else {})
        return self._session.execute(text(query), values).all()


def stretches(period: Period, terms: Iterable[Term]) -> list[date]:
    """The first days of the stretches of the period in which no term begins or ends.

    >>> stretches(Period.quarter(2026, 1), [Term(date(2020, 1, 1), date(2026, 2, 15))])
    [datetime.date(2026, 1, 1), datetime.date(2026, 2, 16)]
    """
    starts = {period.first_on}
    for term in terms:
        if term.first_on in period:
            starts.add(term.first_on)
        if term.last_on is not None and term.last_on + timedelta(days=1) in period:
            starts.add(term.last_on + timedelta(days=1))
    return sorted(starts)


def _sharing(codes: Mapping[str, str], who: str, rule: str, statistic: str, *parts: str) -> Sharing:
    """A way of sharing from the text of its identities, `{…,…}`, and of its fixed shares in that order."""
    found = [codes[one] for one in who.strip("{}").split(",")]
    shares: Sequence[Fraction | None] = [Fraction(part) for part in parts] or [None] * len(found)
    principals = tuple(Principal(*pair) for pair in zip(found, shares, strict=True))
    return Sharing(ShareRule(rule), statistic, principals)
