"""Closing the hours of a month for everyone, and what is looked at before (data §4).

Open weeks and unapproved hours are shown and do not hold closing back: approval stays possible until a
settlement's cut-off, and a week that crosses the month stays open for its other days.
"""

from datetime import date

from app.features.hours.core.subject import Kind
from app.features.hours.core.views import MonthToClose
from app.features.hours.core.week import Week
from app.features.hours.store import digests, entries, overview, sheets
from app.features.partnership.core.views import Closing, MonthState
from app.features.partnership.service import months as partnership
from app.infra.db import UnitOfWork
from app.kernel import dutch
from app.kernel.errors import NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Permission


def get_month_to_close(work: UnitOfWork, first_on: date) -> MonthToClose:
    """A month with its open weeks, unapproved hours and what closing locks: of everybody, so for who closes."""
    work.actor.require(Permission.CLOSE_MONTHS)
    period = _period(first_on)
    state = sheets.find_months(work.session, [first_on]).get(first_on)
    if state is None:
        raise NotFound(f"De maand {dutch.month(first_on)}")
    count, minutes = overview.totals_between(work.session, period.first_on, period.last_on)
    return MonthToClose(
        first_on,
        state.hours_closed_at,
        state.cut_off_at,
        count,
        minutes,
        tuple(
            overview.find_missing(
                work.session, Week.containing(period.first_on), Week.containing(period.last_on)
            )
        ),
        tuple(overview.find_unapproved(work.session, period.first_on, period.last_on)),
        state.hours_closed_at is None and work.today > period.last_on,
    )


def list_months(work: UnitOfWork) -> list[MonthState]:
    """The last twelve months and the present one, newest first; none from before hours were written here."""
    work.actor.require(Permission.READ_HOURS)
    this = work.today.replace(day=1)
    year_ago = this.replace(year=this.year - 1)
    booked_on = overview.find_first_day(work.session) or this
    return partnership.list_months(work, max(year_ago, booked_on.replace(day=1)), this)[::-1]


def close_month(work: UnitOfWork, first_on: date) -> MonthState:
    """Close the hours of a month: from now on it takes corrections only.

    `Refused` before the month has ended or when it is closed already. Rates of open entries are looked up
    once more, because afterwards nothing of them changes; what they are then is proved by a digest.
    """
    work.actor.require(Permission.CLOSE_MONTHS)
    period = _period(first_on)
    if work.today <= period.last_on:
        raise Refused(
            f"{dutch.month(first_on).capitalize()} loopt nog. Sluiten kan vanaf "
            f"{dutch.long_day(Period.months(first_on.year, first_on.month, 2).last_on.replace(day=1))}."
        )
    sheets.find_months(work.session, [first_on], lock=True)
    entries.refresh_rates(work.session, period.first_on, period.last_on)
    closed = partnership.close_month(work, first_on, Closing.HOURS)
    found = digests.read_digest(work.session, period.first_on, period.last_on, Kind.NORMAL)
    digests.keep_digest(work.session, work.actor.collaboration_id, first_on, work.now, found)
    return closed


def month_named(text: str) -> date:
    """The first day of a month such as `2026-03`; `NotFound` for anything else."""
    try:
        period = Period.parse(text)
    except ValueError:
        raise NotFound("Deze maand") from None
    if period.whole_months != 1:
        raise NotFound("Deze maand")
    return period.first_on


def _period(first_on: date) -> Period:
    if first_on.day != 1:
        raise NotFound("Deze maand")
    return Period.month(first_on.year, first_on.month)
