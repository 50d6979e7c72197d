"""A run from draft to final against the database: the figures, the cut-off, two persons, the seal, the digest."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.costs import service as costs
from app.features.costs.core import Category
from app.features.costs.core.rows import CostEntryRow
from app.features.settlement import service
from app.features.settlement.core.run import Run, RunState
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import NotAllowed, NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, book, build, confirm_all, explain_all

Q1 = Period.quarter(2026, 1)
PART_OF_A_SEALED_POLICY = (
    "INSERT INTO policy_component (collaboration_id, policy_id, position, takes, driver, reference, label)"
    " SELECT collaboration_id, id, 9, 'rest', 'equal', 'year_start', '' FROM policy"
)
LINES_TO_THE_DRAFT = (
    "UPDATE settlement_line SET number = number + 1000, run_id = (SELECT id FROM run WHERE state = 'draft')"
    " WHERE run_id IN (SELECT id FROM run WHERE state = 'final')"
)


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _start(world: World) -> Run:
    with world.database.unit_of_work(world.finance) as work:
        return service.start(work, Q1)


def _draft(world: World) -> Run:
    """A draft of which every office has confirmed its figures."""
    run = _start(world)
    confirm_all(world, run.id)
    return run


def _checked(world: World) -> Run:
    """A checked run in which every difference has been explained."""
    run = _draft(world)
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    explain_all(world, run.id)
    return run


def test_a_draft_divides_what_was_booked(world: World) -> None:
    run = _start(world)
    assert run.state is RunState.DRAFT
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        settlement, details = service.get_settlement(work, run.id)
    assert [step.step.value for step in details.steps] == ["start"]
    sz, pe = (next(area for area in settlement.areas if area.area.code == code) for code in ("SZ", "PE"))
    # own 10,000.00 and 3/4 of 400.00 overhead
    assert (sz.own_cents, sz.overhead_cents, sz.costs_cents) == (1_000_000, 30_000, 1_030_000)
    # 40 % = 4,120.00 by 9,420/13,680/9,410 of 32,510: 1,193.80 (79.88), 1,733.67 (66.96), 1,192.53 (53.15)
    # 60 % = 6,180.00 by 480/150/150 of 780 minutes: 3,803.08, 1,188.46, 1,188.46
    assert sz.by_organisation == {
        "BER": 119_380 + 380_308,
        "NLK": 173_367 + 118_846,
        "VLI": 119_253 + 118_846,
    }
    # 2:30 × 82.50 = 206.25 and a third of 1:40 each: 33⅓ min = 45.83; for Vlist 183⅓ min × 82.50 = 252.08
    assert pe.by_organisation == {"BER": 4_583, "NLK": 4_583, "VLI": 25_208}
    assert pe.result_cents == 20_000 + 10_000 - 34_374
    assert sum(position.net_cents for position in settlement.netting.positions) == 0


def test_input_vat_follows_the_net_amounts(world: World) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run.id)
    taxed = {
        line.organisation: line.amount_cents for line in settlement.lines if line.kind.value == "input_vat"
    }
    # 210.00 by 4,996.88 / 2,922.13 / 2,380.99; Nederlek runs the area and bears its own part
    assert taxed == {"BER": 10_188, "VLI": 4_854}


def test_the_frozen_file_settles_to_the_same_lines_without_the_database(world: World) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        body = service.get_snapshot(work, run.id)
    assert sha256(body).hexdigest() == run.sha256
    assert sha256(lines_body(settle(from_snapshot(body)))).hexdigest() == run.lines_sha256


def test_the_number_of_statements_does_not_grow_with_the_hours(
    world: World, count_statements: Callable[[Engine], list[str]]
) -> None:
    run = _start(world)
    statements = count_statements(world.database.engine)
    with world.database.unit_of_work(world.finance) as work:
        service.calculate(work, run.id)
    few = len(statements)
    with world.database.unit_of_work(world.system) as work:
        for place in range(40):
            book(work, world, "2026-SZ-0001", date(2026, 1, 13) + timedelta(days=place), 10)
    del statements[:]
    with world.database.unit_of_work(world.finance) as work:
        service.calculate(work, run.id)
    assert len(statements) == few < 60


def test_checking_sets_the_cut_off_and_what_comes_later_stays_out(world: World, clock: FixedClock) -> None:
    run = _draft(world)
    with world.database.unit_of_work(world.finance) as work:
        checked = service.check(work, run.id)
        cut_off_at = work.now
    assert (checked.state, checked.cut_off_at) == (RunState.CHECKED, cut_off_at)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        inputs = service.get_inputs(work, run.id)
    assert inputs.cut_off_at == cut_off_at
    assert [(row.table, row.rows, row.total) for row in inputs.sources] == [
        ("cost_entry", 4, 1_060_000),
        ("hour_entry", 1, 480),  # January
        ("hour_entry", 0, 0),  # corrections of the quarter
        ("hour_entry", 2, 450),
        ("hour_entry", 1, 100),
    ]
    late = CostEntryRow("SZ", date(2026, 3, 31), Category.OTHER, 5_000, 0, "L1", "Laatkomer", "Te laat")
    with (
        pytest.raises(DBAPIError, match="recorded at or before the cut-off"),
        world.database.unit_of_work(world.finance) as work,
    ):
        costs.add_entry(work, late)
    clock.set(cut_off_at + timedelta(hours=1))
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(work, late)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run.id)
    assert settlement.totals.costs_cents == 1_060_000
    with world.database.unit_of_work(world.finance) as work:
        service.send_back(work, run.id, "Er kwam nog een factuur.")
        service.calculate(work, run.id)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        settlement, _ = service.get_settlement(work, run.id)
    assert settlement.totals.costs_cents == 1_065_000


def test_a_run_with_unapproved_hours_is_drafted_but_not_checked(world: World) -> None:
    with world.database.unit_of_work(world.system) as work:
        book(work, world, "2026-SZ-0001", date(2026, 3, 3), 125, approved=False)
    run = _draft(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        run = service.get_run(work, run.id).run
    assert run.holding == 1
    assert run.findings[0].message == (
        "1 urenregel van Sociale zaken (2:05 uur) zijn niet goedgekeurd en tellen nu niet mee."
    )
    with pytest.raises(Refused, match="niet goedgekeurd"), world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert service.get_run(work, run.id).run.cut_off_at is None
        assert (
            work.session.execute(text("SELECT count(*) FROM month WHERE cut_off_at IS NOT NULL")).scalar()
            == 0
        )


def test_who_calculated_or_checked_does_not_approve(world: World, owner: Engine) -> None:
    run = _checked(world)
    with pytest.raises(Refused, match="Laat een ander"), world.database.unit_of_work(world.finance) as work:
        service.approve(work, run.id)
    with owner.begin() as connection, pytest.raises(DBAPIError, match="ck_run_approved_by_another"):
        connection.execute(text("UPDATE run SET state = 'approved', approved_by = made_by"))
    with world.database.unit_of_work(world.second) as work:
        assert service.approve(work, run.id).state is RunState.APPROVED


def _final(world: World) -> Run:
    run = _checked(world)
    with world.database.unit_of_work(world.second) as work:
        service.approve(work, run.id)
    with world.database.unit_of_work(world.finance) as work:
        _, details = service.make_final(work, run.id)
    return details.run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET state = 'draft', final_at = NULL",
        "DELETE FROM settlement_line",
        "UPDATE settlement_line SET amount_cents = 0",
        "UPDATE snapshot SET body = 'x', sha256 = sha256('x')",
        "DELETE FROM snapshot",
        "UPDATE run_area SET is_final = false",
        "UPDATE run_area SET result_cents = 0",
        LINES_TO_THE_DRAFT,
        "DELETE FROM run_step",
        PART_OF_A_SEALED_POLICY,
    ],
)
def test_a_final_run_is_sealed_for_every_role(world: World, owner: Engine, statement: str) -> None:
    run = _final(world)
    assert run.state is RunState.FINAL
    _start(world)  # a draft, to which nothing of the final run may be moved either
    with (
        pytest.raises(DBAPIError, match=r"never changed|append-only|is sealed"),
        owner.begin() as connection,
    ):
        connection.execute(text(statement))


def test_a_period_is_settled_finally_once(world: World) -> None:
    _final(world)
    run = _draft(world)
    with world.database.unit_of_work(world.finance) as work, pytest.raises(DBAPIError, match="cut-off"):
        book(work, world, "2026-SZ-0001", date(2026, 3, 9), 5, at=work.now)
        work.session.flush()
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        service.approve(work, run.id)
    with pytest.raises(Refused, match="al definitief"), world.database.unit_of_work(world.finance) as work:
        service.make_final(work, run.id)


def test_one_run_a_period_is_under_way(world: World) -> None:
    _start(world)
    with pytest.raises(Refused, match="loopt al een afrekening"):
        _start(world)


def test_a_period_that_is_not_over_cannot_be_settled(world: World, clock: FixedClock) -> None:
    clock.set(datetime(2026, 3, 31, 21, 0, tzinfo=UTC))
    with pytest.raises(Refused, match="nog niet voorbij"):
        _start(world)


def test_steps_that_cannot_be_taken_now_name_those_that_can(world: World) -> None:
    run = _start(world)
    with pytest.raises(Refused) as refused, world.database.unit_of_work(world.second) as work:
        service.approve(work, run.id)
    assert refused.value.allowed == ("berekenen", "controleren", "intrekken")


def test_an_office_reads_runs_but_runs_none_and_gets_no_file(world: World) -> None:
    run = _start(world)
    office = world.office("VLI")
    with world.database.unit_of_work(office, read_only=True) as work:
        assert [one.id for one in service.list_runs(work)] == [run.id]
        with pytest.raises(NotFound):
            service.get_snapshot(work, run.id)
        for act in (service.calculate, service.check, service.approve):
            with pytest.raises(NotAllowed):
                act(work, run.id)
    with world.database.unit_of_work(world.actor(Role.CONTROLLER), read_only=True) as work:
        assert service.get_snapshot(work, run.id)
        with pytest.raises(NotAllowed):
            service.check(work, run.id)


def test_an_office_confirms_its_own_figures_once(world: World) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.office("VLI")) as work:
        service.confirm(work, run.id, "VLI")
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.office("VLI")) as work:
        service.confirm(work, run.id, "NLK")
    with (
        pytest.raises(Refused, match="al bevestigd"),
        world.database.unit_of_work(world.office("VLI")) as work,
    ):
        service.confirm(work, run.id, "VLI")
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        (one,) = service.get_run(work, run.id).confirmations
    assert (one.organisation, one.is_silent) == ("VLI", False)
