"""An event that was taken down wrongly is corrected: shown first, then every clock follows from all events anew."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.features.assignments import service as assignments
from app.features.assignments.core.correcting import Correction
from app.features.assignments.core.life import Step
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import Invalid, NotAllowed, NotFound
from tests.sla_world import Clocks, build_clocks, wall

LATE_ANSWER = Correction(3, "Stond vrijdag al in de mail", wall("2026-04-10 09:00"))


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


@pytest.fixture
def accepted(it: Clocks) -> UUID:
    """Handed in on Thursday 9 April, accepted on Tuesday 14 April, then waited for a while."""
    identity = it.at("2026-04-09 16:00").submit()
    it.at("2026-04-14 09:00").step(identity, Step.ACCEPT)
    it.steps(identity, Step.ORDER, Step.PLAN, Step.START)
    it.at("2026-04-15 09:00").step(identity, Step.WAIT)
    it.at("2026-04-20 09:00").step(identity, Step.RESUME)
    return identity


def test_a_backdated_answer_shows_what_moves_and_then_counts(it: Clocks, accepted: UUID) -> None:
    assert it.kept(accepted)[Metric.RESPONSE].state == "gemist"
    due = it.due(accepted, Metric.LEAD_TIME)
    with it.world.database.unit_of_work(it.world.manager) as work:
        moves = assignments.preview_correction(work, accepted, LATE_ANSWER)
        told = [(one.metric, one.before and one.before.state, one.after and one.after.state) for one in moves]
        assert it.kept(accepted)[Metric.RESPONSE].state == "gemist", "a preview changes nothing"
        event = assignments.correct(work, accepted, LATE_ANSWER)
    assert told == [
        (Metric.INTAKE, "gehaald", "gehaald"),
        (Metric.DELIVERY, "loopt", "loopt"),
        (Metric.RESPONSE, "gemist", "gehaald"),
    ]
    assert (event.step, event.replaces_seq) == (Step.ACCEPT, 3)
    assert it.kept(accepted)[Metric.RESPONSE].state == "gehaald"
    assert it.due(accepted, Metric.LEAD_TIME) == due, "pauses are not forgotten"
    assert it.deviations() == []


def test_another_agreed_day_moves_the_delivery_alone(it: Clocks, accepted: UUID) -> None:
    before = it.due(accepted, Metric.DELIVERY)
    wrong = Correction(3, "Verkeerde dag getypt", agreed_on=date(2026, 5, 29))
    with it.world.database.unit_of_work(it.world.manager) as work:
        assert [one.metric for one in assignments.preview_correction(work, accepted, wrong)] == [
            Metric.DELIVERY
        ]
        assignments.correct(work, accepted, wrong)
    assert (before, it.due(accepted, Metric.DELIVERY)) == ("2026-05-06 00:00", "2026-06-04 00:00")
    assert it.deviations() == []


def test_a_correction_is_corrected_again(it: Clocks, accepted: UUID) -> None:
    with it.world.database.unit_of_work(it.world.manager) as work:
        first = assignments.correct(work, accepted, LATE_ANSWER)
        again = replace(LATE_ANSWER, seq=first.seq, happened_at=wall("2026-04-13 12:00"))
        assert assignments.correct(work, accepted, again).replaces_seq == 3
        with pytest.raises(NotFound):
            assignments.correct(work, accepted, LATE_ANSWER)
    assert it.kept(accepted)[Metric.RESPONSE].stopped_at == wall("2026-04-13 12:00")
    assert it.deviations() == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reason": " "}, "Schrijf wat er niet klopte"),
        ({"happened_at": wall("2026-04-09 15:00")}, "voor de vorige stap"),
        ({"happened_at": wall("2026-04-14 09:01")}, "na de volgende stap"),
        ({"happened_at": wall("2027-01-01 09:00")}, "nog niet geweest"),
        ({"happened_at": None}, "Noem wat er anders moet"),
        ({"estimate_minutes": 0}, "meer dan nul"),
        ({"seq": 4, "happened_at": None, "agreed_on": date(2026, 5, 1)}, "hoort bij accepteren"),
    ],
)
def test_what_cannot_be_is_refused(it: Clocks, accepted: UUID, changed: dict[str, Any], message: str) -> None:
    wrong = replace(LATE_ANSWER, **changed)
    with it.world.database.unit_of_work(it.world.manager) as work:
        with pytest.raises(Invalid, match=message):
            assignments.preview_correction(work, accepted, wrong)
        with pytest.raises(Invalid, match=message):
            assignments.correct(work, accepted, wrong)


def test_only_the_manager_corrects(it: Clocks, accepted: UUID) -> None:
    with it.world.database.unit_of_work(it.world.vlist) as work, pytest.raises(NotAllowed):
        assignments.correct(work, accepted, LATE_ANSWER)
