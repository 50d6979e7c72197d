"""The results of norms in a period, for who may read the assignments: an office its own, the centre all."""

from datetime import UTC, date, datetime, time, timedelta

from app.features.assignments import service as assignments
from app.features.reporting.core.results import GroupBy, Results
from app.features.reporting.store import results as store
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
        tuple(store.find_results(session, actor, asked)),
        tuple(store.find_counted(session, actor, asked, period)) if period.whole_months else (),
        tuple(store.find_times(session, actor, asked, work.now)),
    )


def _start(day: date) -> datetime:
    """Midnight in Amsterdam at which a day begins."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
