"""The inputs of a settlement, read from all rooms as they were known at a moment.

What is frozen holds hours by assignment; a draft holds them gathered and opens an area for who asks why.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.features.costs.core.views import budget_in
from app.features.partnership.core.prices import PriceCorrection
from app.features.settlement.core import errors
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.gathering import Work, gathered
from app.features.settlement.core.history import with_entered, year_rows, years_wanted
from app.features.settlement.core.inputs import (
    BudgetLine,
    CascadeMethod,
    Inputs,
    Named,
    Pool,
    YearQuantity,
)
from app.features.settlement.core.joint import with_assignments, with_gathered
from app.features.settlement.store.agreements import AgreementReader
from app.features.settlement.store.proofs import read_proofs
from app.features.settlement.store.quantities import HeldCascade, QuantityReader
from app.features.settlement.store.work import WorkReader
from app.features.settlement.store.year import find_year_figures
from app.infra.db import UnitOfWork
from app.infra.tenancy import find_collaboration
from app.kernel.dutch import plain_day
from app.kernel.period import Period
from app.kernel.roles import Permission, Reach


def read_inputs(work: UnitOfWork, period: Period, known_at: datetime, *, is_cut_off: bool) -> Inputs:
    """Everything that is about the period and was recorded by `known_at`, hours by assignment (settlement.md 6).

    With `is_cut_off` the moment is the run's cut-off, and the tables that were summed get their digest.
    Raises `Unsettled` when the shares of a joint assignment cannot be found.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    inputs, reader = _beside_hours(work, period, known_at)
    if is_cut_off:
        sources = tuple(read_proofs(work.session, work.actor, period, known_at))
        inputs = replace(inputs, cut_off_at=known_at, sources=sources)
    return _with_work(inputs, reader)


def read_gathered(
    work: UnitOfWork, period: Period, known_at: datetime, proposed: PriceCorrection | None = None
) -> Inputs:
    """The same for a draft: hours gathered over assignments, which gives the same amounts from far fewer rows.

    With `proposed` as if that price had been corrected already.

    Raises `Unsettled` as `read_inputs` does, without knowing by name which assignment stands in the way. Also
    for who tries a policy: it reads every settlement, but runs none.
    """
    if Reach.ALL not in work.actor.reach(Permission.READ_SETTLEMENTS):
        work.actor.require(Permission.RUN_SETTLEMENTS)
    inputs, reader = _beside_hours(work, period, known_at, proposed)
    return with_gathered(inputs, reader.together())


def read_planned(work: UnitOfWork, period: Period) -> Inputs:
    """The same as known now, of which only totals per area are told: also for who reads its own settlements."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    inputs, reader = _beside_hours(work, period, work.now)
    return with_gathered(inputs, reader.together())


def read_work(work: UnitOfWork, inputs: Inputs, known_at: datetime, area: str) -> Work:
    """The hours of one area by assignment, as far as this actor may see them, for inputs that hold them gathered.

    Raises `Unsettled` when the shares of a joint assignment can no longer be found.
    """
    work.actor.require(Permission.READ_SETTLEMENTS)
    found = _with_work(replace(inputs, gathered=()), _work_reader(work, inputs, known_at), area)
    seen = {assignment.id for assignment in found.assignments}
    worked = tuple(row for row in found.worked if row.assignment in seen)
    return gathered(Facts(replace(found, worked=worked)))


def by_assignment(work: UnitOfWork, inputs: Inputs, known_at: datetime) -> Inputs:
    """Gathered inputs with their hours by assignment, as they were known at that moment.

    Hours that may still change may have changed since: compare the lines. Raises `Unsettled` as `read_inputs`.
    """
    work.actor.require(Permission.READ_SETTLEMENTS)
    return _with_work(replace(inputs, gathered=()), _work_reader(work, inputs, known_at))


def _with_work(inputs: Inputs, reader: WorkReader, area: str = "") -> Inputs:
    worked = reader.worked(area)
    asked = reader.asked({row.assignment for row in worked})
    return with_assignments(replace(inputs, worked=tuple(worked)), asked)


def _work_reader(work: UnitOfWork, inputs: Inputs, known_at: datetime) -> WorkReader:
    terms = [row.term for row in inputs.memberships]
    terms += [row.term for row in inputs.participations]
    return WorkReader(work.session, work.actor, inputs.period, known_at, terms, inputs.tariffs)


def _beside_hours(
    work: UnitOfWork, period: Period, known_at: datetime, proposed: PriceCorrection | None = None
) -> tuple[Inputs, WorkReader]:
    session, actor = work.session, work.actor
    agreed = AgreementReader(session, actor, period, known_at, proposed).read(_collaboration(work))
    reader = QuantityReader(session, actor, period, known_at)
    holding = [policy for policy in agreed.policies if policy.term.within(period) is not None]
    settled = {policy.area for policy in holding if policy.period_months == (period.whole_months or 0)}
    others = {policy.area for policy in holding} - settled
    method, pools = _overhead(reader, period)
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
        delivered=tuple(reader.delivered()),
        pools=pools,
        entries=tuple(reader.entries()),
        budget=tuple(
            BudgetLine(pool, category, budget_in(period, cents)) for pool, category, cents in reader.budget()
        ),
        area_figures=tuple(reader.fte()),
        vat_treatments=agreed.vat_treatments,
        secondments=tuple(reader.secondments()),
        cascade=method,
    )
    return _with_earlier_years(work, inputs, known_at), _work_reader(work, inputs, known_at)


def read_overhead(work: UnitOfWork, period: Period) -> tuple[CascadeMethod, tuple[Pool, ...]]:
    """How overhead reaches the areas as agreed now, and the pools of the period; `Unsettled` as `read_inputs`."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    return _overhead(QuantityReader(work.session, work.actor, period, work.now), period)


def _overhead(reader: QuantityReader, period: Period) -> tuple[CascadeMethod, tuple[Pool, ...]]:
    cascade = _throughout(reader.cascades(), period)
    method = cascade.method if cascade else CascadeMethod.DIRECT
    return method, tuple(reader.pools(cascade.id if cascade else None))


def _throughout(held: Sequence[HeldCascade], period: Period) -> HeldCascade | None:
    """How overhead reaches the areas on every day of the period; None when nothing was agreed for any of them.

    `Unsettled` when it changes meanwhile: that can be with a settlement period only (settlement.md 8).
    """
    if not held or (len(held) == 1 and held[0].term.within(period) == period):
        return held[0] if held else None
    starts = [one.term.first_on for one in held if one.term.first_on > period.first_on]
    ends = [one.term.last_on + timedelta(days=1) for one in held if one.term.last_on is not None]
    day = plain_day(min([*starts, *ends]))
    raise Unsettled(
        [
            errors.ChangesMidPeriod(
                f"De doorbelasting van overhead wijzigt op {day}, midden in {period.label}. Dat kan alleen op de "
                "eerste dag van een afrekenperiode."
            )
        ]
    )


def _with_earlier_years(work: UnitOfWork, inputs: Inputs, known_at: datetime) -> Inputs:
    """The inputs with the flows of the whole years that a key averages (settlement.md 10); mostly there are none."""
    wanted = years_wanted(inputs.policies, inputs.period.first_on.year)
    if not wanted:
        return inputs
    rows: list[YearQuantity] = []
    for year, areas in sorted(wanted.items()):
        period = Period.year(year)
        reader = QuantityReader(work.session, work.actor, period, known_at)
        hours = WorkReader(work.session, work.actor, period, known_at, ()).together()
        then = replace(inputs, period=period, delivered=tuple(reader.delivered()))
        rows += year_rows(with_gathered(then, hours), year, areas)
    entered = find_year_figures(work.session, work.actor, sorted(wanted), known_at)
    return replace(inputs, year_quantities=with_entered(rows, entered, wanted))


def _collaboration(work: UnitOfWork) -> Named:
    code = work.actor.collaboration_code
    found = find_collaboration(work.session, code)
    return Named(code, found.name if found else code)
