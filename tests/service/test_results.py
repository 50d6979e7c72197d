"""Results of norms: counted by the database, of what one may see, against the objective."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from app.features.assignments.core.life import Holder, State, Step
from app.features.partnership.core.rows import Term
from app.features.reporting import service
from app.features.reporting.core.results import GroupBy, Result, Results, TimeIn
from app.features.reporting.core.workbook import result_sheets
from app.features.sla.core.rows import NormRow
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.errors import Invalid
from app.kernel.roles import Role
from tests.assignment_world import START
from tests.sla_world import APRIL, Clocks, build_clocks, give_credit, settle

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
    give_credit(clocks)
    found = intake(asked(clocks, clocks.world.manager))
    assert (found.is_reached, found.credit_due) == (False, 250)


@pytest.fixture
def credited(clocks: Clocks) -> Clocks:
    """The intake norm has an objective that was not reached and a credit of 2.5 %."""
    give_credit(clocks)
    return clocks


def test_a_credit_waits_for_the_final_settlement_and_says_so(credited: Clocks) -> None:
    money = intake(asked(credited, credited.world.manager)).money
    assert money is not None
    assert (money.amount_cents, money.why) == (
        None,
        "Nog niet bekend: Sociale zaken is over april 2026 nog niet definitief afgerekend.",
    )


def test_a_credit_is_of_what_was_charged_and_an_office_sees_its_own(credited: Clocks, owner: Engine) -> None:
    settle(credited, owner, VLI=100_010, OUD=50_030, BER=70_000)
    money = intake(asked(credited, credited.world.manager)).money
    assert money is not None
    assert money.parts is not None
    assert [(one.organisation, one.base_cents, one.credit_cents) for one in money.parts] == [
        ("Ouderkerk", 50_030, 1_251),
        ("Vlist", 100_010, 2_500),
    ], "not of the provider itself, and not of what was lent"
    own = intake(asked(credited, credited.world.vlist)).money
    assert own is not None
    assert (own.base_cents, own.amount_cents) == (100_010, 2_500)
    mine = intake(asked(credited, credited.world.manager, GroupBy.ORGANISATION)).money
    assert mine is not None
    assert mine.amount_cents == 2_500
    product = intake(asked(credited, credited.world.manager, GroupBy.PRODUCT)).money
    assert product is not None
    assert product.why == (
        "Niet bekend: Verordening heeft geen eigen tarief; het zit in het bedrag van Sociale zaken."
    )
    holder = intake(asked(credited, credited.world.actor(Role.MANDATE_HOLDER, "VLI"))).money
    assert holder is not None
    assert holder.why == "U ziet geen bedragen van afrekeningen."


def test_the_workbook_holds_the_credit_in_euros(credited: Clocks, owner: Engine) -> None:
    settle(credited, owner, VLI=100_010)
    sheets = result_sheets(asked(credited, credited.world.manager))
    line = next(row for row in sheets["Resultaten"] if row[2] == "Intake")
    assert line[-4:-1] == (Decimal("2.50"), Decimal("1000.10"), Decimal("25.00"))
    assert sheets["Kortingen"][1:] == [("SZ", "Intake", "Vlist", Decimal("1000.10"), Decimal("25.00"))]


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
