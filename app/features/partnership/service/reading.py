"""Reading partnership: the lists of the API and what the page of partners and agreements shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.features.partnership.core.prices import PriceNow, price_now
from app.features.partnership.core.rows import (
    AreaRow,
    ParticipationRow,
    PartnershipRows,
    PolicyRow,
    StatisticRow,
)
from app.features.partnership.core.views import Kept, Member, Page, Selection, invoice_lacks
from app.features.partnership.store import reading
from app.features.partnership.store.prices import find_corrections
from app.infra.db import UnitOfWork
from app.kernel.dutch import sort_name
from app.kernel.errors import NotFound
from app.kernel.roles import Permission


def list_page(work: UnitOfWork, table: str, wanted: Selection) -> Page[Any]:
    """One page of a table of the room (a field of `PartnershipRows`), newest names beside it."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return reading.find_page(work.session, table, wanted)


def everything(work: UnitOfWork) -> PartnershipRows:
    """All rows of the collaboration, for an export."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return reading.find_everything(work.session)


def get_policy(work: UnitOfWork, policy_id: UUID) -> tuple[Kept[PolicyRow], AreaRow]:
    """One policy by identity, with its area; `NotFound` when there is none."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    found = reading.find_policy(work.session, policy_id)
    if found is None:
        raise NotFound("Deze verdeelafspraak")
    return found


@dataclass(frozen=True, slots=True)
class AreaShown:
    """An area on the page: who runs it, who takes part, and the policy that holds."""

    area: AreaRow
    provider: str | None
    participations: Mapping[str, ParticipationRow]
    policy: Kept[PolicyRow] | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows: partners and areas in order of name, latest figures by kind and partner.

    `names` are those of all organisations, by code.
    """

    members: tuple[Member, ...]
    areas: tuple[AreaShown, ...]
    kinds: Mapping[str, str]
    figures: Mapping[tuple[str, str], StatisticRow]
    tariffs: tuple[PriceNow, ...]
    names: Mapping[str, str]


def own_organisation(work: UnitOfWork) -> str | None:
    """The name of the organisation the actor acts for; everybody may know its own."""
    own = work.actor.organisation_id
    return None if own is None else reading.find_organisation_name(work.session, own)


def overview(work: UnitOfWork, on: date) -> Overview:
    """Partners, areas, participation, figures and policies as they hold on a day."""
    rows = everything(work)
    policies = reading.find_page(work.session, "policies", Selection(on=on, limit=1000)).rows
    organisations = {row.code: row for row in rows.organisations}
    members = [
        Member(organisations[row.organisation], row.term, invoice_lacks(organisations[row.organisation]))
        for row in rows.partners
        if on in row.term
    ]
    areas = [
        _area(area, rows, policies, on)
        for area in sorted(rows.areas, key=lambda area: sort_name(area.name))
        if on in area.term
    ]
    return Overview(
        members=tuple(sorted(members, key=lambda member: sort_name(member.organisation.name))),
        areas=tuple(areas),
        kinds={row.code: row.name for row in rows.statistic_kinds},
        figures=_latest(rows, on),
        tariffs=tuple(_priced(work, on)),
        names={row.code: row.name for row in rows.organisations},
    )


def _priced(work: UnitOfWork, on: date) -> list[PriceNow]:
    """The tariffs of a day, each with the price of that day and what it was before it was corrected."""
    found = reading.find_page(work.session, "tariffs", Selection(on=on, limit=1000)).rows
    known = find_corrections(work.session)
    return [price_now(one.row, known.get(one.id, ()), on) for one in found]


def _area(area: AreaRow, rows: PartnershipRows, policies: Sequence[Kept[PolicyRow]], on: date) -> AreaShown:
    providers = [row.organisation for row in rows.provisions if row.area == area.code and on in row.term]
    taking = [
        row for row in rows.participations if row.area == area.code and on in row.term and not row.package
    ]
    return AreaShown(
        area=area,
        provider=providers[0] if providers else None,
        participations={row.organisation: row for row in taking},
        policy=next((kept for kept in policies if kept.row.area == area.code), None),
    )


def _latest(rows: PartnershipRows, on: date) -> dict[tuple[str, str], StatisticRow]:
    """The last figure of each kind and organisation on or before the day; of one date the one recorded last."""
    latest: dict[tuple[str, str], StatisticRow] = {}
    for row in rows.statistics:
        known = latest.get((row.kind, row.organisation))
        if row.reference_on <= on and (known is None or known.reference_on <= row.reference_on):
            latest[row.kind, row.organisation] = row
    return latest
