"""The costs of a month are closed: from then on it takes corrections with a reason only."""

from datetime import date, timedelta

from app.features.partnership.core.views import Closing
from app.features.partnership.service import months
from app.infra.db import UnitOfWork
from app.kernel.dutch import month as month_words
from app.kernel.errors import Refused
from app.kernel.period import Period
from app.kernel.roles import Permission


def close_month(work: UnitOfWork, first_on: date) -> None:
    """Close the costs of a month: from now on it takes corrections with a reason only.

    `Refused` before the month has ended or when it is closed already.
    """
    work.actor.require(Permission.CLOSE_MONTHS)
    if work.today <= Period.month(first_on.year, first_on.month).last_on:
        raise Refused(f"{month_words(first_on).capitalize()} loopt nog. Sluiten kan na de laatste dag.")
    months.close_month(work, first_on, Closing.COSTS)


def months_to_close(work: UnitOfWork, period: Period) -> list[date]:
    """The first days of the months of the period that are over and whose costs are open."""
    work.actor.require(Permission.READ_COSTS)
    last_on = min(period.last_on, work.today.replace(day=1) - timedelta(days=1))
    found = months.list_months(work, period.first_on, last_on)
    return [state.first_on for state in found if not state.is_closed(Closing.COSTS)]
