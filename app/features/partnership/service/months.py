"""Closing and cut-off of months: the primitives that the rooms of hours, costs and settlement call."""

from collections.abc import Sequence
from datetime import date, datetime

from app.features.partnership.core.views import Closing, MonthState
from app.features.partnership.store import months
from app.infra.db import UnitOfWork
from app.kernel.dutch import month as month_words
from app.kernel.errors import NotFound, Refused
from app.kernel.roles import Permission

_PARTS = {Closing.HOURS: "Uren", Closing.COSTS: "Kosten", Closing.COUNTS: "Aantallen"}


def get_month(work: UnitOfWork, first_on: date) -> MonthState:
    """What is closed of a month; `NotFound` when the collaboration has no such month."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    found = months.find_months(work.session, first_on, first_on)
    if not found:
        raise NotFound(f"De maand {month_words(first_on)}")
    return found[0]


def list_months(work: UnitOfWork, first_on: date, last_on: date) -> list[MonthState]:
    """The months that begin in these days, in order."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    return months.find_months(work.session, first_on, last_on)


def close_month(work: UnitOfWork, first_on: date, what: Closing) -> MonthState:
    """Close a part of a month for everyone: from now on it takes corrections only (data §4).

    Takes the row FOR UPDATE, so nothing slips between what was entered and the closing. `Refused` when
    it is closed already. Which facts must be in first, the room that calls has looked at.
    """
    work.actor.require(Permission.CLOSE_MONTHS)
    found = months.find_months(work.session, first_on, first_on, lock=True)
    if not found:
        raise NotFound(f"De maand {month_words(first_on)}")
    (state,) = found
    if state.is_closed(what):
        raise Refused(
            f"{_PARTS[what]} van {month_words(first_on)} zijn al afgesloten.", kind="maand-afgesloten"
        )
    months.close(work.session, first_on, what, work.now)
    work.record(
        "maand.afsluiten",
        "month",
        first_on.isoformat(),
        None,
        {"onderdeel": what.value, "op": work.now},
    )
    return get_month(work, first_on)


def cut_off_months(work: UnitOfWork, month_starts: Sequence[date]) -> datetime:
    """Set the cut-off of these months at now: what is recorded later a settlement leaves to a correction."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    if not month_starts:
        return work.now
    months.find_months(work.session, min(month_starts), max(month_starts), lock=True)
    months.set_cut_off(work.session, list(month_starts), work.now)
    return work.now
