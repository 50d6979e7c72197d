"""A draft is reckoned from gathered hours: the same lines as by assignment, opened for who asks, named when wrong."""

from datetime import date

import pytest
from sqlalchemy import Engine, text

from app.features.hours import service as hours
from app.features.settlement import service
from app.features.settlement.core.run import Run
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import lines_body
from app.features.settlement.core.what_if import Change, ChangeKind
from app.features.settlement.service import scenarios
from app.features.settlement.service.facts import read_gathered, read_inputs
from app.features.settlement.service.viewing import Explained, explain_cell
from app.features.settlement.store.proofs import read_proofs
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.errors import Refused
from app.kernel.explain import check, leaves
from app.kernel.period import Period
from tests.settlement_world import World, book, build

Q1 = Period.quarter(2026, 1)


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _start(world: World) -> Run:
    with world.database.unit_of_work(world.finance) as work:
        return service.start(work, Q1)


def _explained(world: World, actor: Actor, run: Run, area: str, organisation: str) -> Explained:
    with world.database.unit_of_work(actor, read_only=True) as work:
        return explain_cell(work, run.id, area, organisation)


def _assignments(found: Explained) -> set[str]:
    return {one.source.label for one in leaves(found.top) if one.source and one.source.kind == "assignment"}


def test_gathered_hours_give_the_same_lines_as_each_assignment(world: World, owner: Engine) -> None:
    sharing = "UPDATE assignment_principal SET share_rule = {} WHERE assignment_id = '{}'"
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE assignment_principal DISABLE TRIGGER USER"))
        one, two = (world.assignments[number] for number in ("2026-SZ-0002", "2026-PE-0002"))
        fixed = "'fixed', share_den = 7, share_num = CASE WHEN position = 0 THEN 3 ELSE 4 END"
        connection.execute(text(sharing.format(fixed, one)))
        connection.execute(text(sharing.format("'statistic', share_statistic = 'inhabitants'", two)))
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        gathered = read_gathered(work, Q1, work.now)
        worked = read_inputs(work, Q1, work.now, is_cut_off=False)
    assert gathered.worked == ()
    assert worked.gathered == ()
    assert lines_body(settle(gathered)) == lines_body(settle(worked))


def test_the_hours_of_a_draft_open_by_assignment(world: World) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert service.get_inputs(work, run.id).gathered
    found = _explained(world, world.finance, run, "SZ", "BER")
    assert _assignments(found) == {"2026-SZ-0001", "2026-SZ-0002"}
    assert not found.has_changed
    check(found.top)


def test_an_office_opens_its_own_assignments_only(world: World, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE assignment SET is_confidential = true"))
    run = _start(world)
    found = _explained(world, world.office("VLI"), run, "SZ", "VLI")
    assert _assignments(found) == {"2026-SZ-0002"}
    assert not found.has_changed


def test_hours_that_changed_since_stay_gathered_and_it_is_said(world: World, owner: Engine) -> None:
    run = _start(world)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE hour_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE hour_entry SET minutes = minutes + 1"))
    found = _explained(world, world.finance, run, "SZ", "BER")
    assert found.has_changed
    assert _assignments(found) == set()
    check(found.top)


def test_what_stands_in_the_way_of_a_draft_is_named_by_assignment(world: World, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE hour_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE hour_entry SET tariff_id = NULL, rate_cents = NULL"))
    run = _start(world)
    messages = " ".join(one.message for one in run.findings)
    assert "uren op opdracht 2026-PE-000" in messages
    assert "(adviseur)" in messages
    assert "geldt geen uurtarief van Personeel" in messages


def test_a_closed_month_was_proved_when_it_was_closed(world: World, clock: FixedClock, owner: Engine) -> None:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        before = read_proofs(work.session, work.actor, Q1, work.now)
    for month in (1, 2):
        with world.database.unit_of_work(world.finance) as work:
            hours.close_month(work, date(2026, month, 1))
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        kept = read_proofs(work.session, work.actor, Q1, work.now)
        anew = read_proofs(work.session, work.actor, Q1, work.now, anew=True)
        assert not any("sluiten" in found for found in hours.deviations(work))
    assert kept == anew
    assert [one.selection.split(", ")[-1].split()[0] for one in kept[:4]] == [
        "gesloten", "gesloten", "recorded_at", "recorded_at",
    ]  # fmt: skip
    assert [(one.rows, one.total, one.sha256) for one in kept] == [
        (one.rows, one.total, one.sha256) for one in before
    ]
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE hour_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE hour_entry SET note = 'anders' WHERE worked_on < '2026-02-01'"))
    with world.database.unit_of_work(world.system, read_only=True) as work:
        said = [found for found in hours.deviations(work) if "sluiten" in found]
    assert said == ["Uren van januari 2026: de regels zijn niet meer wat zij bij het sluiten waren."]


def test_unapproved_hours_are_in_no_draft(world: World) -> None:
    with world.database.unit_of_work(world.system) as work:
        book(work, world, "2026-SZ-0001", date(2026, 3, 9), 60, approved=False)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert sum(row.minutes for row in read_gathered(work, Q1, work.now).gathered) == 1_030


def test_who_leaves_a_joint_assignment_leaves_its_hours_to_the_others(world: World, owner: Engine) -> None:
    run = _start(world)
    leaves = [Change(ChangeKind.LEAVES, organisation="VLI", area="SZ")]
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        tried = scenarios.try_out(work, run.id, leaves)
        assert sum(row.minutes for row in tried.inputs.worked) == 1_030
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE hour_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE hour_entry SET minutes = minutes + 1"))
    with (
        world.database.unit_of_work(world.finance, read_only=True) as work,
        pytest.raises(Refused, match="na deze berekening veranderd"),
    ):
        scenarios.try_out(work, run.id, leaves)
