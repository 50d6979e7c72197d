"""Clocks follow the life of an assignment, in the transaction of each step; the events are the truth."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import Kind, PeriodUnit, StatutoryPeriod
from app.features.assignments.core.life import Step
from app.features.assignments.core.principals import Principal
from app.features.assignments.core.views import Filter
from app.features.partnership.core.rows import Term
from app.features.sla import service as sla
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rows import NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import Metric
from app.infra.clock import FixedClock
from app.infra.db import Database
from tests.assignment_world import START, complete
from tests.sla_world import AREA_NORMS, Clocks, build_clocks, wall

ROAD = (Step.ORDER, Step.PLAN, Step.START)


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


def test_a_submission_starts_the_clocks_of_its_norms(it: Clocks) -> None:
    """The worked example of domain §8: Thursday 16:00, eight working hours, Good Friday and Easter closed."""
    identity = it.at("2026-04-02 16:00").submit()
    kept = it.kept(identity)
    assert set(kept) == {Metric.RESPONSE, Metric.INTAKE, Metric.LEAD_TIME}
    assert it.due(identity, Metric.RESPONSE) == "2026-04-07 15:30"
    assert it.due(identity, Metric.INTAKE) == "2026-04-13 17:00"
    assert kept[Metric.RESPONSE].state is ClockState.RUNNING
    assert [percent for percent, _ in kept[Metric.RESPONSE].warnings] == [50, 75, 90]
    assert kept[Metric.RESPONSE].is_governing
    assert kept[Metric.RESPONSE].why == (
        "Norm van taakgebied Sociale zaken; product en overeenkomst zeggen er niets anders over. Norm: 8 werkuren."
    )


def test_a_draft_has_no_clock_and_an_acceptance_answers_and_starts_the_delivery(it: Clocks) -> None:
    with it.world.database.unit_of_work(it.world.vlist) as work:
        draft = assignments.draft(work, complete()).id
    assert it.kept(draft) == {}
    identity = it.at("2026-04-02 16:00").submit()
    it.at("2026-04-07 15:30").step(identity, Step.ACCEPT)
    kept = it.kept(identity)
    assert kept[Metric.RESPONSE].state is ClockState.MET, "at its due moment it is still in time"
    assert kept[Metric.INTAKE].state is ClockState.MET
    assert kept[Metric.DELIVERY].due_at == wall("2026-05-01 00:00"), "the agreed day counts whole"
    assert kept[Metric.DELIVERY].is_governing
    assert not kept[Metric.LEAD_TIME].is_governing


def test_a_late_answer_is_missed_and_says_by_how_much(it: Clocks) -> None:
    identity = it.at("2026-04-02 16:00").submit()
    it.at("2026-04-07 16:30").step(identity, Step.RETURN)
    response = it.kept(identity)[Metric.RESPONSE]
    assert response.state is ClockState.MISSED
    assert response.target_total - response.spent_total == -3600


def test_what_is_returned_stands_still_and_goes_on_with_what_was_left(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.at("2026-04-08 10:00").step(identity, Step.RETURN)
    assert it.kept(identity)[Metric.LEAD_TIME].state is ClockState.PAUSED
    assert it.kept(identity)[Metric.INTAKE].state is ClockState.MET
    it.at("2026-04-14 10:00").step(identity, Step.SUBMIT)
    # The closing times of 8, 9, 10 and 13 April lay with the principal; 14, 15, 16, 17 and 20 April count.
    assert it.due(identity, Metric.INTAKE) == "2026-04-20 17:00"
    assert it.kept(identity)[Metric.RESPONSE].state is ClockState.MISSED, "answered too late stays so"


def test_waiting_to_delivered_in_one_step_closes_the_pause_first(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.steps(identity, Step.ACCEPT, *ROAD)
    it.at("2026-04-08 09:00").step(identity, Step.WAIT)
    assert it.due(identity, Metric.DELIVERY) == ""
    it.at("2026-06-08 09:00").step(identity, Step.DELIVER)
    kept = it.kept(identity)
    assert kept[Metric.LEAD_TIME].state is ClockState.MET
    assert kept[Metric.LEAD_TIME].spent_total == 0, (
        "the day of the event does not count, and then it stood still"
    )
    assert kept[Metric.DELIVERY].state is ClockState.MET


def test_nothing_is_breached_while_it_stands_still(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.steps(identity, Step.ACCEPT, *ROAD, Step.WAIT)
    it.at("2027-01-01 12:00")
    with it.world.database.unit_of_work(it.world.system, read_only=True) as work:
        late = work.session.execute(
            text("SELECT count(*) FROM clock WHERE stopped_at IS NULL AND due_at < app_now()")
        )
        assert late.scalar_one() == 0


def test_what_is_sent_back_after_delivery_goes_on_where_it_was(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.steps(identity, Step.ACCEPT, *ROAD)
    it.at("2026-04-28 09:00").step(identity, Step.DELIVER)
    it.at("2026-05-08 09:00").step(identity, Step.REWORK)
    kept = it.kept(identity)
    assert kept[Metric.DELIVERY].state is ClockState.RUNNING
    assert it.due(identity, Metric.DELIVERY) == "2026-05-11 00:00", "ten ends of days lay with the principal"


def test_what_is_withdrawn_or_rejected_has_no_outcome(it: Clocks) -> None:
    withdrawn, rejected = it.at("2026-04-07 09:00").submit(), it.submit()
    it.step(withdrawn, Step.WITHDRAW)
    it.step(rejected, Step.REJECT)
    assert {one.state for one in it.kept(withdrawn).values()} == {ClockState.VOID}
    kept = it.kept(rejected)
    assert kept[Metric.RESPONSE].state is ClockState.MET, "no is an answer too"
    assert kept[Metric.LEAD_TIME].state is ClockState.VOID


def test_the_most_particular_norm_holds_and_says_so(it: Clocks) -> None:
    general, own = AREA_NORMS[1], replace(AREA_NORMS[1], amount=4)
    of_agreement = replace(general, agreement="DVO-SZ-VLI", amount=3)
    of_product, of_both = (
        replace(own, product="verordening"),
        replace(of_agreement, product="verordening", amount=2),
    )
    identity = it.at("2026-04-07 09:00").submit()
    told = [(it.due(identity, Metric.INTAKE), it.kept(identity)[Metric.INTAKE].why)]
    for norm in (of_agreement, of_product, of_both):
        it.add_norms(norm)
        told.append((it.due(identity, Metric.INTAKE), it.kept(identity)[Metric.INTAKE].why))
    assert [due for due, _ in told] == [
        "2026-04-14 17:00", "2026-04-10 17:00", "2026-04-13 17:00", "2026-04-09 17:00",
    ]  # fmt: skip
    assert [why.split(";")[0] for _, why in told] == [
        "Norm van taakgebied Sociale zaken", "Norm van overeenkomst DVO-SZ-VLI", "Norm van product Verordening",
        "Norm van product Verordening in overeenkomst DVO-SZ-VLI",
    ]  # fmt: skip


def test_the_norm_of_the_day_of_the_start_goes_with_the_clock(it: Clocks) -> None:
    with it.world.database.unit_of_work(it.world.manager) as work:
        old = next(one for one in sla.list_norms(work) if one.row.metric is Metric.INTAKE)
        sla.end_norm(work, old.id, date(2026, 4, 7), old.version)
        sla.add_norms(work, [replace(old.row, term=Term(date(2026, 4, 8)), amount=1)])
    before, after = it.at("2026-04-07 09:00").submit(), it.at("2026-04-08 09:00").submit()
    assert it.due(before, Metric.INTAKE) == "2026-04-14 17:00"
    assert it.due(after, Metric.INTAKE) == "2026-04-09 17:00"


def test_a_statutory_period_stands_beside_the_norms_and_the_nearest_governs(it: Clocks) -> None:
    stated = StatutoryPeriod("Awb 7:10", date(2026, 3, 3), 9, PeriodUnit.WEEKS)
    identity = it.at("2026-04-07 09:00").submit(statutory=stated)
    it.steps(identity, Step.ACCEPT, *ROAD)
    it.at("2026-04-08 09:00").step(identity, Step.WAIT)
    kept = it.kept(identity)
    assert it.due(identity, Metric.STATUTORY) == "2026-05-07 00:00", "5 May is a holiday: until 6 May"
    assert kept[Metric.STATUTORY].state is ClockState.RUNNING, "the law runs on while a principal thinks"
    assert kept[Metric.STATUTORY].is_governing
    assert kept[Metric.STATUTORY].why.startswith(
        "Eigen wettelijke termijn: Awb 7:10, 9 weken na dinsdag 3 maart 2026"
    )
    it.at("2026-05-07 08:00").step(identity, Step.DELIVER)
    assert it.kept(identity)[Metric.STATUTORY].state is ClockState.MISSED
    assert it.kept(identity)[Metric.DELIVERY].state is ClockState.MET


def test_a_product_can_have_a_statutory_period_and_a_norm_may_be_extended_as_the_law_does(it: Clocks) -> None:
    weeks = NormRow(
        "SZ", Metric.STATUTORY, Term(START), product="verordening", amount=6, unit=Unit.WEEKS, law="Awb 4:13"
    )
    month = NormRow(
        "SZ",
        Metric.LEAD_TIME,
        Term(START),
        product="verordening",
        amount=6,
        unit=Unit.WEEKS,
        is_extended=True,
    )
    it.add_norms(weeks, month)
    identity = it.at("2026-04-03 09:00").submit()
    assert it.due(identity, Metric.STATUTORY) == "2026-05-19 00:00", "15 May is equated by decree"
    assert it.due(identity, Metric.LEAD_TIME) == "2026-05-19 00:00"
    with it.world.database.unit_of_work(it.world.system, read_only=True) as work:
        told = {one.clock.metric: one for one in sla.clocks_of(work, identity)}
    assert told[Metric.LEAD_TIME].extension == (
        "vrijdag 15 mei 2026 is dag gelijkgesteld met een feestdag: loopt door tot en met maandag 18 mei 2026"
        " (Algemene termijnenwet art. 1)"
    )
    assert len(told[Metric.STATUTORY].law_steps) > 1


def test_the_explanation_totals_to_the_target_and_names_each_pause(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.steps(identity, Step.ACCEPT, *ROAD)
    it.at("2026-04-08 09:00").step(identity, Step.WAIT)
    it.at("2026-04-10 09:00").step(identity, Step.RESUME)
    with it.world.database.unit_of_work(it.world.system, read_only=True) as work:
        told = {one.clock.metric: one for one in sla.clocks_of(work, identity)}
    days = told[Metric.LEAD_TIME].days
    assert days is not None
    assert days.total == days.target_total == 20
    assert days.lines[1].reasons == ("wacht sinds wo 8 apr op de opdrachtgever",)
    assert days.due_at == it.kept(identity)[Metric.LEAD_TIME].due_at


def test_a_standing_task_has_no_lead_time(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit(kind=Kind.GENERAL)
    assert Metric.LEAD_TIME not in it.kept(identity)


def test_a_returned_request_for_another_product_is_measured_by_other_norms(it: Clocks) -> None:
    it.add_norms(replace(AREA_NORMS[2], product="verordening", amount=10))
    identity = it.at("2026-04-07 09:00").submit()
    assert it.kept(identity)[Metric.LEAD_TIME].target_total == 10
    it.step(identity, Step.RETURN)
    with it.world.database.unit_of_work(it.world.vlist) as work:
        assignments.edit(work, identity, {"product": None}, None)
    assert it.kept(identity)[Metric.LEAD_TIME].target_total == 20
    assert it.deviations() == []


def test_without_norms_only_the_agreed_day_is_measured(it: Clocks) -> None:
    with it.world.database.unit_of_work(it.world.vlist) as work:
        request = complete(area="OW", product="onderzoek", principals=(Principal("VLI"),))
        identity = assignments.draft(work, request).id
        assignments.submit(work, identity)
    assert it.kept(identity) == {}
    it.step(identity, Step.ACCEPT, agreed_on=date(2026, 4, 1))
    kept = it.kept(identity)
    assert set(kept) == {Metric.DELIVERY}
    assert kept[Metric.DELIVERY].due_at == wall("2026-04-02 00:00"), "promised for today"
    assert kept[Metric.DELIVERY].why == (
        "Afgesproken dag: woensdag 1 april 2026. Een norm is er niet voor; de afgesproken dag telt."
    )
    assert it.deviations() == []


def test_clocks_of_confidential_work_are_read_only_with_the_assignment(it: Clocks) -> None:
    """Others see neither the assignment nor what is joined to it (data §2)."""
    it.at("2026-04-07 09:00").submit(is_confidential=True)
    seen = text("SELECT count(*) FROM clock JOIN assignment a ON a.id = subject_id")
    counts = []
    for actor in (it.world.vlist, it.world.ouderkerk, it.world.manager):
        with it.world.database.unit_of_work(actor, read_only=True) as work:
            counts.append(work.session.execute(seen).scalar_one())
    assert counts == [3, 0, 3]


def test_a_step_costs_two_statements_more_and_a_draft_none(
    it: Clocks, count_statements: Callable[[Engine], list[str]]
) -> None:
    it.at("2026-04-07 09:00")
    statements = count_statements(it.world.database.engine)
    with it.world.database.unit_of_work(it.world.vlist) as work:
        identity = assignments.draft(work, complete()).id
    of_clocks = [one for one in statements if "clock" in one]
    assert of_clocks == []
    counts = {}
    for step in (Step.SUBMIT, Step.ACCEPT, *ROAD, Step.WAIT, Step.RESUME, Step.DELIVER):
        statements.clear()
        it.step(identity, step)
        counts[step] = sum("clock_mark" in one or "calendar_version" in one for one in statements)
    moved = {step for step, count in counts.items() if count}
    assert moved == {Step.SUBMIT, Step.ACCEPT, Step.WAIT, Step.RESUME, Step.DELIVER}
    assert {counts[step] for step in moved} == {2}


def test_verify_finds_drift_and_rebuild_mends_it_twice_to_the_same(it: Clocks, owner: Engine) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    other = it.submit()
    it.steps(identity, Step.ACCEPT, *ROAD)
    it.at("2026-04-08 09:00").step(identity, Step.WAIT)
    it.at("2026-04-13 09:00").step(identity, Step.RESUME)
    assert it.deviations() == []
    whole = it.kept(identity)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE clock SET due_at = due_at + interval '1 hour' WHERE metric = 'oplevering'")
        )
        connection.execute(text("DELETE FROM clock_mark WHERE subject_id = :id"), {"id": other})
    assert it.deviations() == [
        "Opdracht 2026-SZ-0001: de klok van oplevering klopt niet met begin, stilstand en norm.",
        "Opdracht 2026-SZ-0002: begin, stilstand of einde van de klokken klopt niet met de gebeurtenissen.",
    ]
    for changed in (2, 0):
        with it.world.database.unit_of_work(it.world.system) as work:
            assert assignments.rebuild_clocks(work) == changed
        assert it.kept(identity) == whole
    assert it.deviations() == []


def test_clocks_that_were_never_written_are_made_by_a_rebuild(it: Clocks, owner: Engine) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    whole = it.kept(identity)
    with owner.begin() as connection:
        for table in ("clock", "clock_mark", "clock_subject"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert it.deviations() == ["Opdracht 2026-SZ-0001: de klokken ontbreken."]
    with it.world.database.unit_of_work(it.world.system) as work:
        assignments.rebuild_clocks(work)
    assert it.kept(identity) == whole


def test_thresholds_fall_in_working_time(it: Clocks) -> None:
    """Half of eight hours from 16:00 is on Friday morning, not at midnight."""
    it.add_norms(replace(AREA_NORMS[0], product="verordening", warn_percents=(50,)))
    identity = it.at("2026-04-09 16:00").submit()
    assert it.kept(identity)[Metric.RESPONSE].warnings == ((50, wall("2026-04-10 11:30")),)
    assert it.kept(identity)[Metric.RESPONSE].due_at == wall("2026-04-10 11:30") + timedelta(hours=4)


def test_what_is_late_or_about_to_be_is_listed_for_who_sees_it_in_full(it: Clocks) -> None:
    identity = it.at("2026-04-02 16:00").submit(is_confidential=True)
    other = it.submit()
    it.steps(other, Step.ACCEPT, *ROAD, Step.WAIT)
    it.at("2026-04-08 09:00")
    seen = {}
    for name, actor in (
        ("vlist", it.world.vlist),
        ("ouderkerk", it.world.ouderkerk),
        ("manager", it.world.manager),
    ):
        with it.world.database.unit_of_work(actor, read_only=True) as work:
            seen[name] = [(one.id, one.metric, one.due_at < work.now) for one in assignments.soon_late(work)]
    mine = [(identity, Metric.RESPONSE, True), (identity, Metric.INTAKE, False)]
    assert seen == {"vlist": mine, "ouderkerk": [], "manager": mine}


def test_lists_find_late_work_by_its_clock_and_show_others_only_their_agreed_day(it: Clocks) -> None:
    unanswered, accepted = it.at("2026-04-02 16:00").submit(), it.submit()
    it.step(accepted, Step.ACCEPT, agreed_on=date(2026, 4, 7))
    it.at("2026-04-08 09:00")
    seen = {}
    for name, actor in (
        ("vlist", it.world.vlist),
        ("ouderkerk", it.world.ouderkerk),
        ("manager", it.world.manager),
    ):
        with it.world.database.unit_of_work(actor, read_only=True) as work:
            rows = assignments.list_assignments(work, Filter(is_late=True)).rows
            seen[name] = {row.id: row.governing and row.governing.metric for row in rows}
    late = {unanswered: Metric.RESPONSE, accepted: Metric.DELIVERY}
    assert seen == {"vlist": late, "ouderkerk": {accepted: None}, "manager": late}
