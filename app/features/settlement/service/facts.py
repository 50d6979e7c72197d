"""The inputs of a settlement, read from all rooms as they were known at a moment."""

from dataclasses import replace
from datetime import datetime

from app.features.costs.core.views import budget_in
from app.features.settlement.core.inputs import BudgetLine, Inputs, Named
from app.features.settlement.core.joint import with_assignments
from app.features.settlement.store.agreements import AgreementReader
from app.features.settlement.store.proofs import read_proofs
from app.features.settlement.store.quantities import QuantityReader
from app.infra.db import UnitOfWork
from app.infra.tenancy import find_collaboration
from app.kernel.period import Period
from app.kernel.roles import Permission


def read_inputs(work: UnitOfWork, period: Period, known_at: datetime, *, is_cut_off: bool) -> Inputs:
    """Everything that is about the period and was recorded by `known_at` (settlement.md 6).

    With `is_cut_off` the moment is the run's cut-off, and the tables that were summed get their digest.
    Raises `Unsettled` when the shares of a joint assignment cannot be found.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    session, actor = work.session, work.actor
    agreed = AgreementReader(session, actor, period, known_at).read(_collaboration(work))
    reader = QuantityReader(session, actor, period, known_at)
    terms = [row.term for row in agreed.memberships] + [row.term for row in agreed.participations]
    worked = reader.worked(terms)
    holding = [policy for policy in agreed.policies if policy.term.within(period) is not None]
    settled = {policy.area for policy in holding if policy.period_months == (period.whole_months or 0)}
    others = {policy.area for policy in holding} - settled
    inputs = Inputs(
        collaboration=agreed.collaboration,
        period=period,
        organisations=agreed.organisations,
        areas=tuple(replace(area, is_settled=area.code not in others) for area in agreed.areas),
        memberships=agreed.memberships,
        provisions=agreed.provisions,
        participations=agreed.participations,
        policies=agreed.policies,
        products=agreed.products,
        tariffs=agreed.tariffs,
        statistic_kinds=agreed.statistic_kinds,
        statistics=agreed.statistics,
        worked=tuple(worked),
        delivered=tuple(reader.delivered()),
        pools=tuple(reader.pools()),
        entries=tuple(reader.entries()),
        budget=tuple(
            BudgetLine(pool, category, budget_in(period, cents)) for pool, category, cents in reader.budget()
        ),
        area_figures=tuple(reader.fte()),
        vat_treatments=agreed.vat_treatments,
        secondments=tuple(reader.secondments()),
        cascade=reader.cascade(),
        cut_off_at=known_at if is_cut_off else None,
        sources=tuple(read_proofs(session, actor, period, known_at)) if is_cut_off else (),
    )
    asked = reader.asked(sorted({row.assignment for row in worked}))
    return with_assignments(inputs, asked)


def _collaboration(work: UnitOfWork) -> Named:
    code = work.actor.collaboration_code
    found = find_collaboration(work.session, code)
    return Named(code, found.name if found else code)
