"""The parts of policies: components with what they say of each partner, two statements for any number."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.partnership.core.rows import ComponentRow, ShareRow
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind
from app.features.partnership.models import PolicyComponent, PolicyShare


def find_components(
    session: Session, policy_ids: Sequence[UUID], codes: Mapping[UUID, str]
) -> dict[UUID, tuple[ComponentRow, ...]]:
    """The components of these policies, in listed order."""
    shares: dict[tuple[UUID, int], list[ShareRow]] = {}
    statement = select(PolicyShare.__table__).where(PolicyShare.policy_id.in_(policy_ids))
    for row in session.execute(statement):
        share = ShareRow(
            organisation=codes[row.organisation_id],
            part=_part(row),
            brought_in_cents=row.brought_in_cents,
            minimum_cents=row.minimum_cents,
            maximum_cents=row.maximum_cents,
        )
        shares.setdefault((row.policy_id, row.position), []).append(share)
    found: dict[UUID, list[ComponentRow]] = {}
    components = (
        select(PolicyComponent.__table__)
        .where(PolicyComponent.policy_id.in_(policy_ids))
        .order_by(PolicyComponent.policy_id, PolicyComponent.position)
    )
    for row in session.execute(components):
        own = sorted(shares.get((row.policy_id, row.position), []), key=lambda share: share.organisation)
        found.setdefault(row.policy_id, []).append(_component(row, tuple(own), codes))
    return {policy_id: tuple(parts) for policy_id, parts in found.items()}


def _component(row: SqlRow[Any], shares: tuple[ShareRow, ...], codes: Mapping[UUID, str]) -> ComponentRow:
    return ComponentRow(
        position=row.position,
        takes=Takes(row.takes),
        driver=None if row.driver is None else DriverKind(row.driver),
        part=_part(row),
        category=row.category,
        fixed_cents=row.fixed_cents,
        tariff_kind=None if row.tariff_kind is None else TariffKind(row.tariff_kind),
        statistic_kind=row.statistic_kind,
        product=codes.get(row.product_id),
        package=codes.get(row.package_id),
        reference=Reference(row.reference),
        average_years=row.average_years,
        kept_years=row.kept_years,
        label=row.label,
        shares=shares,
    )


def _part(row: SqlRow[Any]) -> Fraction | None:
    return None if row.part_num is None else Fraction(row.part_num, row.part_den)
