"""The results of norms in a period, for who may read the assignments: an office its own, the centre all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from app.features.assignments import service as assignments
from app.features.reporting.core.credits import Reach, credit_of
from app.features.reporting.core.results import GroupBy, Result, Results
from app.features.reporting.store import results as store
from app.features.settlement import service as settlement
from app.infra.clock import AMSTERDAM
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.period import Period
from app.kernel.roles import Permission


def results(
    work: UnitOfWork,
    period: Period,
    group_by: GroupBy,
    area: str | None = None,
    product: str | None = None,
    organisation: str | None = None,
) -> Results:
    """What came of the norms in a period; codes narrow it. `Invalid` names a code that does not exist."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    named = assignments.choices(work)
    areas = {code: one.id for code, one in named.areas.items()}
    own_area = areas.get(area or "")
    products = {
        code: one.id for (area_id, code), one in named.products.items() if own_area in (None, area_id)
    }
    organisations = {code: one.id for code, one in named.organisations.items()}
    findings = [
        Finding(field, f"{title} {code} bestaat niet. Kies uit de lijst.")
        for field, title, code, known in (
            ("gebied", "Taakgebied", area, areas),
            ("product", "Product", product, products),
            ("gemeente", "Gemeente", organisation, organisations),
        )
        if code and code not in known
    ]
    if findings:
        raise Invalid(findings)
    asked = store.Asked(
        _start(period.first_on), _start(period.last_on + timedelta(days=1)), group_by,
        areas[area] if area else None, products[product] if product else None,
        organisations[organisation] if organisation else None,
    )  # fmt: skip
    session, actor = work.session, work.actor
    return Results(
        period,
        group_by,
        _with_credits(work, period, asked, store.find_results(session, actor, asked)),
        tuple(store.find_counted(session, actor, asked, period)) if period.whole_months else (),
        tuple(store.find_times(session, actor, asked, work.now)),
    )


def _with_credits(
    work: UnitOfWork, period: Period, asked: store.Asked, found: Sequence[Result]
) -> tuple[Result, ...]:
    """The rows, with what a credit comes to where one is due; it costs statements only then."""
    due = {norm for one in found if one.credit_due is not None for norm in one.norms}
    if not due:
        return tuple(found)
    promises = store.find_promises(work.session, due)
    charges = settlement.final_charges(work, period)
    return tuple(
        one
        if one.credit_due is None
        else replace(
            one,
            money=credit_of(
                one.credit_due, [promises[norm] for norm in one.norms], _reach(asked, one), charges
            ),
        )
        for one in found
    )


def _reach(asked: store.Asked, one: Result) -> Reach:
    """To what a row is narrowed: by its group, and by what was asked."""
    by_product = asked.group_by is GroupBy.PRODUCT
    by_organisation = asked.group_by is GroupBy.ORGANISATION
    products = one.products if by_product or asked.product_id else None
    organisations = one.organisations if by_organisation else None
    if asked.organisation_id:
        organisations = (asked.organisation_id,)
    return Reach(products, one.name if by_product else "", organisations)


def _start(day: date) -> datetime:
    """Midnight in Amsterdam at which a day begins."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
