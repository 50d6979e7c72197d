"""Results of norms: counted by the database, of what one may see, against the objective."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from app.features.assignments.core.life import Holder, State, Step
from app.features.partnership.core.rows import Term
from app.features.reporting import service
from app.features.reporting.core.results import GroupBy, Result, Results, TimeIn
from app.features.sla import service as sla
from app.features.sla.core.rows import NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.errors import Invalid
from app.kernel.period import Period
from tests.assignment_world import START
from tests.sla_world import Clocks, build_clocks

APRIL = Period.month(2026, 4)
_ACCEPTED = ("2026-04-01 11:00", "2026-04-02 10:00", "2026-04-14 09:00")
"""When three requests of Wednesday 1 April 10:00 were accepted: after 1, 8:30 and 40 hours of work or more."""


@pytest.fixture
def clocks(database: Database, clock: FixedClock) -> Clocks:
    """Three requests for Vlist, one of them confidential, accepted sooner and later."""
    it = build_clocks(database, clock)
    for number, accepted in enumerate(_ACCEPTED):
        one = it.at("2026-04-01 10:00").submit(is_confidential=number == 0)
        it.at(accepted).step(one, Step.ACCEPT)
    it.at("2026-04-30 12:00")
    return it


def asked(it: Clocks, actor: Actor, by: GroupBy = GroupBy.AREA, **narrowed: str) -> Results:
    """The results of April."""
    with it.world.database.unit_of_work(actor, read_only=True) as work:
        return service.results(work, APRIL, by, **narrowed)


def intake(found: Results) -> Result:
    """The one row of the intake."""
    return next(one for one in found.results if one.metric is Metric.INTAKE)


def test_it_counts_what_ended_within_and_beyond_the_norm(clocks: Clocks) -> None:
    found = intake(asked(clocks, clocks.world.manager))
    # intake within five working days of 1 April; Good Friday and Easter Monday closed: until 10 April
    assert (found.code, found.count, found.within) == ("SZ", 3, 2)
    assert found.share == Fraction(2, 3)
    assert (found.median, found.p90) == (0, 6)  # ends of working days
    assert found.is_reached is None


def test_an_office_has_the_results_of_its_own_and_no_other(clocks: Clocks) -> None:
    assert intake(asked(clocks, clocks.world.vlist)).count == 3
    assert asked(clocks, clocks.world.ouderkerk).results == ()
    assert asked(clocks, clocks.world.ouderkerk).times == ()


def test_a_code_narrows_and_a_wrong_one_is_named(clocks: Clocks) -> None:
    manager = clocks.world.manager
    assert asked(clocks, manager, organisation="OUD").results == ()
    assert intake(asked(clocks, manager, GroupBy.ORGANISATION, area="SZ")).code == "VLI"
    assert intake(asked(clocks, manager, GroupBy.PRODUCT, product="verordening")).code == "verordening"
    with pytest.raises(Invalid, match="Taakgebied XX bestaat niet"):
        asked(clocks, manager, area="XX")


def test_below_the_objective_the_credit_of_the_norm_is_due(clocks: Clocks) -> None:
    world = clocks.world
    with world.database.unit_of_work(world.manager) as work:
        view = next(one for one in sla.list_norms(work) if one.row.metric is Metric.INTAKE)
        promise = NormRow(
            "SZ", Metric.INTAKE, Term(START), amount=5, unit=Unit.WORKING_DAYS,
            objective_basis_points=9000, credit_basis_points=250,
        )  # fmt: skip
        sla.change_norm(work, view.id, promise, view.version)
    found = intake(asked(clocks, world.manager))
    assert (found.is_reached, found.credit_due) == (False, 250)


def test_agreed_numbers_stand_beside_what_was_delivered(clocks: Clocks) -> None:
    clocks.add_norms(
        NormRow("SZ", Metric.COUNT, Term(START), product="verordening", amount=6, period_months=3)
    )
    one = clocks.at("2026-04-20 09:00").submit()
    clocks.steps(one, Step.ACCEPT)
    found = asked(clocks, clocks.world.manager)
    assert [(it.code, it.agreed, it.delivered) for it in found.counted] == [("verordening", Fraction(2), 0)]


def test_time_is_told_per_state_and_per_holder_within_the_period(clocks: Clocks) -> None:
    found = asked(clocks, clocks.world.manager)
    hour = 3600
    submitted = hour + 24 * hour + (12 * 24 + 23) * hour  # 1, 24 and 311 hours
    accepted = sum(  # until the now of 30 April 12:00
        hours * hour for hours in (29 * 24 + 1, 28 * 24 + 2, 16 * 24 + 3)
    )
    assert found.times == (
        TimeIn(State.SUBMITTED, Holder.CENTRE, 3, submitted),
        TimeIn(State.ACCEPTED, Holder.CENTRE, 3, accepted),
    )
    assert dict(found.by_holder) == {Holder.CENTRE: submitted + accepted, Holder.PRINCIPAL: 0}


def test_results_take_the_same_few_statements_whatever_they_count(
    clocks: Clocks, count_statements: Callable[[Engine], list[str]]
) -> None:
    statements = count_statements(clocks.world.database.engine)
    asked(clocks, clocks.world.manager)
    few = len(statements)
    for _ in range(5):
        one = clocks.at("2026-04-27 10:00").submit()
        clocks.at("2026-04-28 10:00").step(one, Step.ACCEPT)
    statements.clear()
    asked(clocks, clocks.world.manager)
    assert len(statements) == few == 5
