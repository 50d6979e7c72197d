"""Clocks are projections: whatever is changed behind their back is found, in any column, and made again."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import PeriodUnit, StatutoryPeriod
from app.features.assignments.core.life import Step
from app.features.assignments.store import projections
from app.features.sla.core import batches
from app.features.sla.store.clocks import CLOCK_NAMES, MARK_NAMES, SUBJECT_NAMES
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_world import START
from tests.sla_world import Clocks, build_clocks

ROAD = (Step.ORDER, Step.PLAN, Step.START)
_LEAD = " WHERE metric = 'doorlooptijd'"
FACTS = "begin, stilstand of einde van de klokken klopt niet met de gebeurtenissen"
OTHER = "de klok van {} klopt niet met begin, stilstand en norm"
CLOCK = OTHER.format("doorlooptijd")
SUBJECTS = {
    "subject_kind": "'iets'",
    "label": "'2026-SZ-0009'",
    "area_id": "(SELECT id FROM service_area WHERE code = 'OW')",
    "product_id": "NULL",
    "organisation_id": "(SELECT id FROM organisation WHERE code = 'OUD')",
    "agreed_on": "agreed_on + 1",
    "law": "'Awb 4:13'",
    "law_start_on": "law_start_on + 1",
    "law_length": "law_length + 1",
    "law_unit": "'dagen'",
    "suspensions": """'[{"reason": "anders"}]'""",
    "extension": "'{}'",
}
MARKS = {
    "metric": "'aantal'",
    "seq": "seq + 5",
    "kind": "'verder'",
    "at": "at + interval '1 second'",
    "reason": "'anders'",
    "event_seq": "1",
}
CLOCKS = {
    **{
        name: SUBJECTS[name] for name in ("subject_kind", "label", "area_id", "product_id", "organisation_id")
    },
    "norm_id": "NULL",
    "calendar_id": "NULL",
    "why": "'anders'",
    "state": "'loopt', paused_at = NULL",
    "started_at": "started_at + interval '1 second'",
    "paused_at": "paused_at + interval '1 second'",
    "stopped_at": "now(), state = 'gehaald', paused_at = NULL",
    "due_at": "now()",
    "warn_percents": "'{49}'",
    "warn_ats": "ARRAY[now()]",
    "unit": "'weken'",
    "target_total": "target_total + 1",
    "spent_total": "spent_total + 1",
}
_KEY = {"subject_id"}


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """One assignment that waits for its principal and has a statutory period; norms with a warning that is known."""
    made = build_clocks(database, clock)
    stated = StatutoryPeriod("Awb 7:10", START, 9, PeriodUnit.WEEKS)
    identity = made.at("2026-04-07 09:00").submit(statutory=stated)
    made.steps(identity, Step.ACCEPT, *ROAD)
    made.at("2026-04-24 09:00").step(identity, Step.WAIT)
    return made


def test_every_column_of_the_projections_is_tampered_with_here() -> None:
    assert {*SUBJECTS} == {*SUBJECT_NAMES} - _KEY
    assert {*MARKS} == {*MARK_NAMES} - _KEY
    assert {*CLOCKS, "metric", "is_governing"} == {*CLOCK_NAMES} - _KEY


CASES = [
    *((f"clock_subject.{name}", f"UPDATE clock_subject SET {name} = {to}", FACTS) for name, to in SUBJECTS.items()),
    *(
        (f"clock_mark.{name}", f"UPDATE clock_mark SET {name} = {to}{_LEAD} AND kind = 'stil'", FACTS)
        for name, to in MARKS.items()
    ),
    *(
        (f"clock.{name}", f"UPDATE clock SET {name} = {to}{_LEAD}", CLOCK)
        for name, to in CLOCKS.items()
    ),
    ("clock.metric", f"UPDATE clock SET metric = 'aantal'{_LEAD}", OTHER.format("aantal per periode en doorlooptijd")),
    (
        "clock.is_governing",
        "UPDATE clock SET is_governing = false WHERE is_governing",
        OTHER.format("wettelijke termijn"),
    ),
    ("a mark too few", f"DELETE FROM clock_mark{_LEAD} AND kind = 'stil'", FACTS),
    ("a clock too few", f"DELETE FROM clock{_LEAD}", CLOCK),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "said"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_what_is_changed_in_any_column_is_found_and_made_again(
    it: Clocks, owner: Engine, changed: str, said: str
) -> None:
    assert it.deviations() == []
    with owner.begin() as connection:
        assert connection.execute(text(changed)).rowcount == 1
    assert it.deviations() == [f"Opdracht 2026-SZ-0001: {said}."]
    for mended in (1, 0):
        with it.world.database.unit_of_work(it.world.system) as work:
            assert assignments.rebuild_clocks(work) == mended
    assert it.deviations() == []


def test_in_batches_nothing_is_forgotten_and_each_costs_the_same_statements(
    it: Clocks,
    owner: Engine,
    monkeypatch: pytest.MonkeyPatch,
    count_statements: Callable[[Engine], list[str]],
) -> None:
    for _ in range(4):
        it.submit()
    with owner.begin() as connection:
        connection.execute(text("UPDATE clock SET spent_total = spent_total + 1 WHERE metric = 'reactie'"))
    statements = count_statements(it.world.database.engine)
    counts = []
    for size in (2, 5, 50):
        monkeypatch.setattr(projections, "MANY", size)
        monkeypatch.setattr(batches, "MANY", size)
        statements.clear()
        assert len(it.deviations()) == 5
        counts.append(sum("clock" in one or "assignment" in one for one in statements))
    # Of each batch: assignments, events, subjects, marks, clocks. Once: statutory periods, a last look for assignments.
    assert counts == [3 * 5 + 2, 5 + 2, 5 + 2]
    with it.world.database.unit_of_work(it.world.system) as work:
        assert assignments.rebuild_clocks(work) == 5
    assert it.deviations() == []
