"""What happened to a statutory period is a fact that stays: the database keeps it, verify and rebuild know it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import PeriodUnit, StatutoryPeriod
from app.features.assignments.core.life import Step
from app.features.assignments.core.periods import PeriodChange, Wanted
from app.features.partnership.core.rows import Term
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rows import NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import Refused
from tests.assignment_world import START
from tests.sla_world import Clocks, build_clocks, wall

OBJECTION = StatutoryPeriod("Awb 7:10", date(2026, 3, 2), 6, PeriodUnit.WEEKS)
SUSPENDED = Wanted(PeriodChange.SUSPEND, "Gronden gevraagd", date(2026, 3, 10), "Awb 7:10 lid 2")
EXTENDED = Wanted(
    PeriodChange.EXTEND, "Drukte", date(2026, 3, 10), "Awb 7:10 lid 3", length=2, unit=PeriodUnit.WEEKS
)
INSERT = """
INSERT INTO statutory_event (collaboration_id, assignment_id, seq, kind, on_day, article, length, unit, refers_seq,
    reason, recorded_at, actor_name, via)
VALUES (:tenant, :id, :seq, :kind, :on, :article, :length, :unit, :refers, 'x', '2026-03-10', 'x', 'api')
"""
ROW = {"seq": 9, "kind": "suspension", "on": date(2026, 3, 10), "article": "Awb 4:15"} | dict.fromkeys(
    ("length", "unit", "refers")
)


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


@pytest.fixture
def objection(it: Clocks) -> UUID:
    """Six weeks from 2 March, that is until Monday 13 April; it is now 10 March."""
    identity = it.at("2026-03-03 09:00").submit(statutory=OBJECTION)
    it.at("2026-03-10 09:00")
    return identity


def change(it: Clocks, identity: UUID, wanted: Wanted) -> int:
    with it.world.database.unit_of_work(it.world.manager) as work:
        return assignments.change_period(work, identity, wanted).seq


def test_a_suspended_clock_stands_still_and_a_step_keeps_it_so(it: Clocks, objection: UUID) -> None:
    change(it, objection, SUSPENDED)
    kept = it.kept(objection)[Metric.STATUTORY]
    assert (kept.state, kept.due_at, kept.paused_at) == (ClockState.PAUSED, None, wall("2026-03-11 00:00"))
    assert (kept.target_total, kept.spent_total) == (42, 8), "3 to 10 March count"
    it.at("2026-03-11 09:00").step(objection, Step.ACCEPT)
    assert it.kept(objection)[Metric.STATUTORY] == kept
    assert it.deviations() == []


def test_what_is_delivered_while_suspended_is_in_time(it: Clocks, objection: UUID) -> None:
    change(it, objection, SUSPENDED)
    it.steps(objection, Step.ACCEPT, Step.ORDER, Step.PLAN, Step.START)
    it.at("2026-07-01 09:00").step(objection, Step.DELIVER)
    kept = it.kept(objection)[Metric.STATUTORY]
    assert (kept.state, kept.paused_at, kept.spent_total) == (ClockState.MET, None, 8)
    assert it.deviations() == []


def test_a_period_by_a_norm_is_suspended_too_and_stays_so_when_the_norm_changes(it: Clocks) -> None:
    law = NormRow(
        "SZ", Metric.STATUTORY, Term(START), product="verordening", amount=8, unit=Unit.WEEKS, law="Awb 4:13"
    )
    it.add_norms(law)
    identity = it.at("2026-03-02 09:00").submit()
    it.at("2026-03-24 09:00")
    change(it, identity, SUSPENDED)
    change(it, identity, Wanted(PeriodChange.RESUME, "Ontvangen", date(2026, 3, 24), refers_seq=1))
    assert it.due(identity, Metric.STATUTORY) == "2026-05-12 00:00", "27 April and fourteen days"
    assert it.deviations() == []


def test_who_asks_without_a_period_or_after_the_end_is_refused(it: Clocks, objection: UUID) -> None:
    without = it.submit()
    with pytest.raises(Refused, match="geen wettelijke termijn"):
        change(it, without, SUSPENDED)
    it.step(objection, Step.REJECT)
    with pytest.raises(Refused, match="De opdracht staat op afgewezen"):
        change(it, objection, SUSPENDED)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "extension", "length": 2, "unit": "weeks"},
        {"kind": "extension"},
        {"article": None},
        {"on": None},
        {"unit": "weeks"},
        {"kind": "resumption", "article": None, "refers": 1},
        {"kind": "resumption", "article": None, "refers": 2, "on": date(2026, 3, 9)},
        {"kind": "revocation", "article": None, "on": None},
        {"kind": "revocation", "article": None, "on": None, "refers": 3},
        {"kind": "revocation", "article": None, "on": None, "refers": 4},
    ],
    ids=str,
)
def test_the_database_keeps_no_fact_that_cannot_be(
    it: Clocks, objection: UUID, owner: Engine, changed: dict[str, object]
) -> None:
    """There are an extension (1), a suspension (2), another (3) that was revoked (4)."""
    for wanted in (
        EXTENDED,
        SUSPENDED,
        SUSPENDED,
        Wanted(PeriodChange.REVOKE, "Dubbel", refers_seq=3),
    ):
        change(it, objection, wanted)
    with pytest.raises(DBAPIError), owner.begin() as connection:
        connection.execute(text(INSERT), {"tenant": it.world.number, "id": objection, **ROW, **changed})


def test_the_database_keeps_no_fact_of_an_assignment_that_ended_and_changes_none(
    it: Clocks, objection: UUID, owner: Engine
) -> None:
    change(it, objection, SUSPENDED)
    for statement in ("UPDATE statutory_event SET reason = 'y'", "DELETE FROM statutory_event"):
        with pytest.raises(DBAPIError, match="statutory_event"), owner.begin() as connection:
            connection.exec_driver_sql(statement)
    it.step(objection, Step.REJECT)
    with pytest.raises(DBAPIError, match="only while the assignment is open"), owner.begin() as connection:
        connection.execute(text(INSERT), {"tenant": it.world.number, "id": objection, **ROW})


def test_verify_finds_a_forgotten_suspension_and_rebuild_brings_it_back(
    it: Clocks, objection: UUID, owner: Engine
) -> None:
    change(it, objection, SUSPENDED)
    whole = it.kept(objection)
    with owner.begin() as connection:
        connection.exec_driver_sql("UPDATE clock_subject SET suspensions = '[]'")
    assert len(it.deviations()) == 1
    with it.world.database.unit_of_work(it.world.system) as work:
        assert assignments.rebuild_clocks(work) == 1
    assert it.kept(objection) == whole
    assert it.deviations() == []
