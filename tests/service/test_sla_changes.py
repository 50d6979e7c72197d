"""Calendars and norms change: first is shown what moves, then everything is reckoned anew from all marks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from app.features.assignments.core.life import Step
from app.features.partnership.core.rows import Term
from app.features.sla import service as sla
from app.features.sla.core.moving import Move
from app.features.sla.core.rows import CalendarRow, NormRow, NormView
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import HOLIDAY_NAMES, WEEKEND_CLOSED, DayText, VersionText
from app.features.sla.core.words import Metric
from app.infra.clock import AMSTERDAM, FixedClock
from app.infra.db import Database
from app.infra.holiday_list import dutch_holidays
from app.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from tests.assignment_world import START
from tests.sla_world import AREA_NORMS, OFFICE, Clocks, build_clocks

ROAD = (Step.ORDER, Step.PLAN, Step.START)
INTAKE, LEAD = AREA_NORMS[1], AREA_NORMS[2]


@pytest.fixture
def it(database: Database, clock: FixedClock) -> Clocks:
    """The collaboration with norms."""
    return build_clocks(database, clock)


def _shown(moves: tuple[Move, ...]) -> list[tuple[str, str, str, str]]:
    def day(move: Move, at: str) -> str:
        moment = getattr(move, at)
        return moment.astimezone(AMSTERDAM).strftime("%d-%m %H:%M") if moment else ""

    return [(one.label, one.metric.value, day(one, "from_at"), day(one, "to_at")) for one in moves]


def _norm(it: Clocks, metric: Metric) -> NormView:
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        return next(one for one in sla.list_norms(work, area="SZ") if one.row.metric is metric)


def test_a_changed_norm_says_first_what_moves_and_forgets_no_pause(it: Clocks) -> None:
    """Others forgot the pauses when the target changed: the clock began again as if it had never stood still."""
    paused, plain = it.at("2026-04-07 09:00").submit(), it.submit()
    it.steps(paused, Step.ACCEPT, *ROAD)
    it.at("2026-04-08 09:00").step(paused, Step.WAIT)
    it.at("2026-04-13 09:00").step(paused, Step.RESUME)
    old = _norm(it, Metric.LEAD_TIME)
    new = replace(old.row, amount=10)
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        moves = sla.preview_norm(work, new, old.id)
    # Twenty working days after 7 April, without King's Day; three closing times lay with the principal.
    assert _shown(moves) == [
        ("2026-SZ-0001", "doorlooptijd", "11-05 17:00", "24-04 17:00"),
        ("2026-SZ-0002", "doorlooptijd", "06-05 17:00", "21-04 17:00"),
    ]
    assert it.due(plain, Metric.LEAD_TIME) == "2026-05-06 17:00", "a preview changes nothing"
    with it.world.database.unit_of_work(it.world.manager) as work:
        assert sla.change_norm(work, old.id, new, old.version).version == old.version + 1
    assert it.due(paused, Metric.LEAD_TIME) == "2026-04-24 17:00"
    assert it.due(plain, Metric.LEAD_TIME) == "2026-04-21 17:00"
    assert it.deviations() == []


def test_a_changed_calendar_says_first_what_moves_and_moves_just_that(it: Clocks) -> None:
    it.at("2026-04-07 09:00").submit()
    identity = it.at("2026-04-23 16:00").submit()
    summer = VersionText(date(2026, 4, 24), None, ("08:00-12:00",) * 5 + ("", ""), ("Koningsdag",))
    closed = replace(summer, special_days=(DayText(date(2026, 4, 28), "Verhuizing"),))
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        moves = sla.preview_version(work, "bergambacht", closed)
    assert [one for one in _shown(moves) if one[1] == "reactie"] == [
        ("2026-SZ-0002", "reactie", "24-04 15:30", "29-04 11:00")
    ]
    with it.world.database.unit_of_work(it.world.manager) as work:
        saved = sla.save_version(work, "bergambacht", closed, 1)
    assert [str(one.valid_until) for one in saved.row.versions] == ["2026-04-23", "None"]
    assert it.due(identity, Metric.RESPONSE) == "2026-04-29 11:00"
    assert it.deviations() == []


def test_what_stands_still_moves_too_once_it_runs_again(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.steps(identity, Step.ACCEPT, *ROAD, Step.WAIT)
    old = _norm(it, Metric.LEAD_TIME)
    with it.world.database.unit_of_work(it.world.manager) as work:
        moves = sla.preview_norm(work, replace(old.row, amount=3), old.id)
        sla.change_norm(work, old.id, replace(old.row, amount=3), None)
    assert _shown(moves) == [("2026-SZ-0001", "doorlooptijd", "", "")]
    it.at("2026-04-08 09:00").step(identity, Step.RESUME)
    assert it.due(identity, Metric.LEAD_TIME) == "2026-04-13 17:00", (
        "the end of the 7th lay with the principal"
    )


def test_an_outcome_of_the_past_changes_when_its_norm_does_and_is_said_apart(it: Clocks) -> None:
    identity = it.at("2026-04-07 09:00").submit()
    it.at("2026-04-08 11:00").step(identity, Step.RETURN)
    old = _norm(it, Metric.RESPONSE)
    with it.world.database.unit_of_work(it.world.manager) as work:
        (move,) = sla.preview_norm(work, replace(old.row, amount=12), old.id)
        assert not move.is_open
        assert (move.before and move.before.state, move.after and move.after.state) == ("gemist", "gehaald")
        sla.change_norm(work, old.id, replace(old.row, amount=12), None)
    assert it.kept(identity)[Metric.RESPONSE].state == "gehaald"
    assert it.deviations() == []


def test_a_norm_that_ends_leaves_what_began_before(it: Clocks) -> None:
    before = it.at("2026-04-07 09:00").submit()
    after = it.at("2026-04-09 09:00").submit()
    old = _norm(it, Metric.INTAKE)
    with it.world.database.unit_of_work(it.world.manager) as work:
        moves = sla.preview_end(work, old.id, date(2026, 4, 8))
        sla.end_norm(work, old.id, date(2026, 4, 8), old.version)
    assert _shown(moves) == [("2026-SZ-0002", "intake", "16-04 17:00", "")]
    assert Metric.INTAKE in it.kept(before)
    assert Metric.INTAKE not in it.kept(after)
    assert it.deviations() == []


def test_a_norm_of_the_future_moves_nothing(it: Clocks) -> None:
    it.at("2026-04-07 09:00").submit()
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        later = replace(INTAKE, product="verordening", term=Term(date(2026, 5, 1)), amount=1)
        assert sla.preview_norm(work, later) == ()


def test_an_overlapping_norm_is_refused_in_words_and_by_the_database(it: Clocks, owner: Engine) -> None:
    with (
        pytest.raises(Invalid, match="Er geldt al een norm voor intake in deze tijd"),
        it.world.database.unit_of_work(it.world.manager) as work,
    ):
        sla.add_norms(work, [replace(INTAKE, term=Term(date(2026, 1, 1), date(2026, 1, 1)))])
    with it.world.database.unit_of_work(it.world.manager) as work:
        sla.add_norms(work, [replace(INTAKE, product="verordening")])
    columns = "area_id, agreement_id, metric, amount, unit, is_extended, warn_percents, notify_roles, version"
    with (
        pytest.raises(IntegrityError, match="ex_norm_area_id_subject_key_validity"),
        owner.begin() as connection,
    ):
        connection.execute(
            text(
                f"INSERT INTO norm (collaboration_id, id, {columns}, valid_from) SELECT collaboration_id,"
                f" gen_random_uuid(), {columns}, date '2027-01-01' FROM norm WHERE product_id IS NULL"
            )
        )


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"area": "XX"}, "taakgebied", "Taakgebied XX bestaat niet"),
        ({"product": "onderzoek"}, "product", "hoort niet bij SZ"),
        ({"agreement": "DVO-OW-VLI"}, "overeenkomst", "geldt niet voor SZ op woensdag 1 januari 2020"),
        ({"calendar": "nergens"}, "kalender", "Kalender nergens bestaat niet"),
        ({"amount": 0}, "hoeveelheid", "ten minste 1"),
        ({"unit": None}, "eenheid", "heeft een eenheid"),
        ({"law": "Awb"}, "wet", "Alleen een wettelijke termijn noemt een wet"),
        ({"metric": Metric.DELIVERY}, "hoeveelheid", "is tegen de afgesproken dag"),
        ({"metric": Metric.STATUTORY}, "wet", "Noem de wet"),
        ({"metric": Metric.COUNT, "unit": None}, "periodeMaanden", "per maand, kwartaal of jaar"),
        ({"warn_percents": (50, 100)}, "waarschuwingen", "van 1 tot en met 99"),
        ({"objective_basis_points": 10_001}, "streefpercentage", "hooguit 100"),
        ({"is_extended": True}, "verlengd", "verlengt alleen kalenderdagen"),
        ({"term": Term(START, date(2019, 1, 1))}, "geldigTot", "voor de eerste"),
    ],
)
def test_a_wrong_norm_is_refused_at_its_field(
    it: Clocks, changed: dict[str, Any], field: str, message: str
) -> None:
    row = replace(NormRow("SZ", Metric.LEAD_TIME, Term(START), product="verordening", amount=3,
                          unit=Unit.WORKING_DAYS), **changed)  # fmt: skip
    with pytest.raises(Invalid) as refused, it.world.database.unit_of_work(it.world.manager) as work:
        sla.add_norms(work, [row])
    assert [one.message for one in refused.value.findings if one.field == field and message in one.message]


@pytest.mark.parametrize(
    ("week", "days", "message"),
    [
        (("",) * 7, (), "heeft geen dag waarop wordt gewerkt"),
        (("08:30",) * 7, (), "Maandag: “08:30” zijn geen openingstijden"),
        (("08:30-17:00 16:00-18:00",) * 7, (), "overlappen elkaar"),
        (WEEKEND_CLOSED, (DayText(date(2019, 1, 1), "Vroeger"),), "valt buiten de geldigheid"),
        (WEEKEND_CLOSED, (DayText(date(2026, 6, 1), " "),), "een naam"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_the_reason(
    it: Clocks, week: tuple[str, ...], days: tuple[DayText, ...], message: str
) -> None:
    new = VersionText(START, None, week, (), days)
    with it.world.database.unit_of_work(it.world.manager, read_only=True) as work:
        for refused in (sla.preview_version, sla.save_version):
            with pytest.raises(Invalid, match=message):
                refused(work, "bergambacht", new, *(() if refused is sla.preview_version else (None,)))


def test_a_calendar_keeps_only_holidays_of_the_list(it: Clocks) -> None:
    known = {
        name
        for year in range(2020, 2031)
        for text_ in dutch_holidays(year).values()
        for name in text_.split("; ")
    }
    assert set(HOLIDAY_NAMES) == known
    strange = replace(OFFICE, holidays=("Carnaval",))
    with pytest.raises(Invalid, match="Carnaval"), it.world.database.unit_of_work(it.world.manager) as work:
        sla.add_calendars(work, [CalendarRow("zuid", "Zuid", versions=(strange,))])


def test_a_provider_has_one_calendar_and_a_code_is_taken_once(it: Clocks) -> None:
    rows = (
        CalendarRow("bergambacht", "Twee", versions=(OFFICE,)),
        CalendarRow("drie", "Drie", "BER", versions=(OFFICE,)),
    )
    with pytest.raises(Invalid) as refused, it.world.database.unit_of_work(it.world.manager) as work:
        sla.add_calendars(work, rows)
    assert [one.field for one in refused.value.findings] == ["code", "organisatie"]


def test_who_changed_first_is_not_overwritten(it: Clocks) -> None:
    old = _norm(it, Metric.INTAKE)
    with it.world.database.unit_of_work(it.world.manager) as work:
        sla.change_norm(work, old.id, replace(old.row, amount=4), old.version)
        with pytest.raises(Stale):
            sla.change_norm(work, old.id, replace(old.row, amount=3), old.version)
        with pytest.raises(Stale):
            sla.save_version(work, "bergambacht", OFFICE, 7)


def test_only_who_may_writes_and_everybody_of_the_partnership_reads(it: Clocks) -> None:
    old = _norm(it, Metric.INTAKE)
    with it.world.database.unit_of_work(it.world.vlist) as work:
        assert len(sla.list_norms(work)) == 3
        assert [one.row.code for one in sla.list_calendars(work)] == ["bergambacht"]
        for refused in (
            lambda: sla.add_norms(work, [INTAKE]),
            lambda: sla.change_norm(work, old.id, old.row, None),
            lambda: sla.preview_norm(work, old.row, old.id),
            lambda: sla.save_version(work, "bergambacht", OFFICE, None),
            lambda: sla.preview_version(work, "bergambacht", OFFICE),
            lambda: sla.add_calendars(work, []),
        ):
            with pytest.raises(NotAllowed):
                refused()
        with pytest.raises(NotFound):
            sla.get_calendar(work, "nergens")


def test_the_norms_that_hold_on_a_day_are_listed(it: Clocks) -> None:
    it.add_norms(replace(LEAD, product="verordening", term=Term(date(2026, 5, 1)), amount=9))
    with it.world.database.unit_of_work(it.world.vlist, read_only=True) as work:
        assert len(sla.list_norms(work, on=date(2026, 4, 30))) == 3
        (later,) = [one for one in sla.list_norms(work, on=date(2026, 5, 1)) if one.row.product]
    assert (later.product_name, later.area_name, later.row.amount) == ("Verordening", "Sociale zaken", 9)


def test_reckoning_anew_costs_the_same_statements_whatever_the_number_of_clocks(
    it: Clocks, count_statements: Callable[[Engine], list[str]]
) -> None:
    statements = count_statements(it.world.database.engine)
    costs = []
    for many in (1, 6):
        for _ in range(many):
            it.at("2026-04-07 09:00").submit()
        old = _norm(it, Metric.LEAD_TIME)
        statements.clear()
        with it.world.database.unit_of_work(it.world.manager) as work:
            sla.change_norm(work, old.id, replace(old.row, amount=10 + many), None)
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert costs[0] < 25
