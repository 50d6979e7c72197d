"""Prices of hours when tariffs change: open hours follow, approved ones and closed months stay as they are."""

from datetime import date
from uuid import UUID

from app.features.hours.core.views import Priced
from app.features.hours.store import entries, pricing
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def priced(
    work: UnitOfWork,
    area_id: UUID,
    function_code: str,
    tariff_id: UUID | None,
    first_on: date,
    last_on: date | None,
) -> Priced:
    """What of these hours has this tariff (None: no tariff), open and locked."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return pricing.find_priced(work.session, work.actor, area_id, function_code, tariff_id, first_on, last_on)


def reprice(work: UnitOfWork, first_on: date, last_on: date | None) -> int:
    """Give open hours of these days the tariff that holds now; gives how many changed."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return entries.refresh_rates(work.session, first_on, last_on or pricing.FAR)


def let_go(work: UnitOfWork, tariff_id: UUID) -> None:
    """Take a tariff that will be withdrawn from the open hours that have it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    pricing.let_go(work.session, work.actor, tariff_id)
