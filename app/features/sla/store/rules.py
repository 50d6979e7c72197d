"""The rules that decide about clocks, read in one statement: norms, agreements, providers, calendars.

Calendars are made once per content and process: what makes one is its key, so nothing of it can be stale.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.orm import Session

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.norms import Norm
from app.features.sla.core.rules import Bond, Rules
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.texts import VersionText, calendar_from
from app.features.sla.core.words import Metric
from app.infra.holiday_list import dutch_holidays

_RULES = text(
    """
SELECT (
    SELECT coalesce(jsonb_agg(to_jsonb(n) || jsonb_build_object('area_name', a.name, 'product_name', p.name,
        'agreement_code', g.code)), '[]')
    FROM norm n
    JOIN service_area a ON a.collaboration_id = n.collaboration_id AND a.id = n.area_id
    LEFT JOIN product p ON p.collaboration_id = n.collaboration_id AND p.id = n.product_id
    LEFT JOIN agreement g ON g.collaboration_id = n.collaboration_id AND g.id = n.agreement_id
    WHERE n.metric <> 'aantal' AND (:areas IS NULL OR n.area_id = ANY (:areas))
) AS norms, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'area_id', area_id, 'organisation_id', organisation_id,
        'valid_from', valid_from, 'valid_until', valid_until)), '[]')
    FROM agreement WHERE :areas IS NULL OR area_id = ANY (:areas)
) AS agreements, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('area_id', area_id, 'organisation_id', organisation_id,
        'valid_from', valid_from, 'valid_until', valid_until)), '[]')
    FROM provision WHERE :areas IS NULL OR area_id = ANY (:areas)
) AS provisions, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'zone', c.zone,
        'organisation_id', c.organisation_id, 'versions', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('valid_from', v.valid_from, 'valid_until', v.valid_until,
                'week', v.week, 'holidays', v.holidays, 'special_days', v.special_days) ORDER BY v.valid_from), '[]')
            FROM calendar_version v
            WHERE v.collaboration_id = c.collaboration_id AND v.calendar_id = c.id))), '[]')
    FROM calendar c
) AS calendars
"""
).bindparams(bindparam("areas", type_=ARRAY(Uuid)))


def find_rules(session: Session, area_ids: Collection[UUID] | None = None) -> Rules:
    """The rules of these areas, or of all; every calendar is among them."""
    areas = None if area_ids is None else sorted(area_ids)
    row = session.execute(_RULES, {"areas": areas}).one()
    calendars = {UUID(one["id"]): _calendar(one) for one in row.calendars}
    return Rules(
        norms=tuple(norm_of(one) for one in row.norms),
        agreements=tuple(_bond(one) for one in row.agreements),
        provisions=tuple(_bond(one) for one in row.provisions),
        calendars={identity: made for identity, made in calendars.items() if made is not None},
        of_provider={
            UUID(one["organisation_id"]): UUID(one["id"]) for one in row.calendars if one["organisation_id"]
        },
    )


def norm_of(row: dict[str, Any]) -> Norm:
    """A norm from its row as JSON."""
    return Norm(
        id=UUID(row["id"]),
        area_id=UUID(row["area_id"]),
        metric=Metric(row["metric"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        product_id=_identity(row["product_id"]),
        agreement_id=_identity(row["agreement_id"]),
        target=None if row["unit"] is None else Target(row["amount"], Unit(row["unit"]), row["is_extended"]),
        calendar_id=_identity(row["calendar_id"]),
        law=row["law"],
        warn_percents=tuple(row["warn_percents"]),
        area_name=row["area_name"],
        product_name=row["product_name"] or "",
        agreement_code=row["agreement_code"] or "",
    )


@lru_cache(maxsize=256)
def made(name: str, zone: str, versions: tuple[VersionText, ...]) -> WorkCalendar:
    """The calendar of these versions, with the kept list of holidays; the same one for the same content."""
    return calendar_from(name, ZoneInfo(zone), versions, dutch_holidays)


def versions_of(rows: Iterable[dict[str, Any]]) -> tuple[VersionText, ...]:
    """Versions of a calendar from their rows as JSON."""
    return tuple(
        VersionText.of(
            valid_from=date.fromisoformat(one["valid_from"]),
            valid_until=_day(one["valid_until"]),
            week=one["week"],
            holidays=one["holidays"],
            special_days=one["special_days"],
        )
        for one in rows
    )


def _calendar(row: dict[str, Any]) -> WorkCalendar | None:
    """None for a calendar that has no version yet: it is written with its first in one transaction."""
    versions = versions_of(row["versions"])
    return made(row["name"], row["zone"], versions) if versions else None


def _bond(row: dict[str, Any]) -> Bond:
    return Bond(
        area_id=UUID(row["area_id"]),
        organisation_id=UUID(row["organisation_id"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        id=_identity(row.get("id")),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _identity(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
