"""The week of an employee through its services on PostgreSQL: saved whole, handed in, approved, returned."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, text

from app.features.assignments import service as assignments
from app.features.hours import service
from app.features.hours.core.states import PartState, SheetState
from app.features.hours.core.subject import Activity, Kind
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.hours_world import LATER, WEEK, HoursWorld, build_hours, cell

MON, TUE, WED, THU = WEEK.days[:4]


@pytest.fixture
def hours(database: Database, clock: FixedClock) -> HoursWorld:
    """A small collaboration in which people work."""
    return build_hours(database, clock)


def save(hours: HoursWorld, *cells: tuple[str, date, int]) -> None:
    with hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell(*one) for one in cells])


def submitted(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480), (hours.order_key, WED, 240), (hours.activity(), WED, 60))
    with hours.database.unit_of_work(hours.employee()) as work:
        service.submit_week(work, "M01", WEEK)


def scalar(hours: HoursWorld, sql: str) -> object:
    with hours.database.unit_of_work(hours.world.system, read_only=True) as work:
        return work.session.execute(text(sql)).scalar()


def test_a_week_is_saved_whole_with_the_rates_of_its_days(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480), (hours.order_key, WED, 240), (hours.activity(), WED, 60))
    with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
        seen = service.get_week(work, "M01", WEEK)
        rates = {(one.worked_on, one.rate_cents) for one in service.list_entries(work, MON, THU).entries}
    assert seen.grid.day_minutes == (480, 0, 300, 0, 0, 0, 0)
    assert (seen.grid.minutes, seen.grid.contract_minutes, seen.grid.left_minutes) == (780, 1920, 1140)
    assert rates == {(MON, 8000), (WED, 9000)}
    assert scalar(hours, "SELECT sum(minutes) FROM worked_day") == 780
    assert (
        scalar(hours, "SELECT string_agg(minutes::text, ',' ORDER BY month_on) FROM assignment_hours")
        == "480,240"
    )


def test_saving_again_changes_takes_away_and_adds(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480), (hours.order_key, WED, 240))
    save(hours, (hours.order_key, MON, 60), (hours.activity(), TUE, 90))
    with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
        seen = service.get_week(work, "M01", WEEK)
    assert seen.grid.day_minutes == (60, 90, 0, 0, 0, 0, 0)
    assert scalar(hours, "SELECT sum(minutes) FROM worked_day") == 150
    assert (
        scalar(hours, "SELECT string_agg(minutes::text, ',' ORDER BY month_on) FROM assignment_hours")
        == "60,0"
    )
    assert seen.sheet.version == 2


def test_hours_move_within_a_full_day_without_passing_24_hours_on_the_way(hours: HoursWorld) -> None:
    overhead = hours.activity(activity=Activity.OVERHEAD)
    save(hours, (hours.order_key, MON, 1400), (hours.activity(), MON, 40))
    save(hours, (hours.order_key, MON, 40), (hours.activity(), MON, 1400))
    save(hours, (overhead, MON, 1440))
    assert scalar(hours, "SELECT minutes FROM worked_day") == 1440


def test_one_wrong_cell_keeps_everything_out_and_every_wrong_cell_is_named(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480))
    with pytest.raises(Invalid) as refusal, hours.database.unit_of_work(hours.employee()) as work:
        wrong = [
            cell(hours.order_key, MON, 1000),
            cell(hours.activity(), MON, 500),
            cell(hours.activity(), TUE, -5),
            cell(hours.order_key, THU, 60),
        ]
        service.save_week(work, "M01", WEEK, wrong)
    assert [finding.field for finding in refusal.value.findings] == [one.field for one in wrong[:3]]
    assert "25:00" in refusal.value.findings[0].message
    assert scalar(hours, "SELECT count(*) FROM hour_entry") == 1


def test_an_assignment_takes_hours_from_acceptance_to_its_end(hours: HoursWorld) -> None:
    early = date(2026, 3, 1)
    with pytest.raises(Invalid, match="geaccepteerd"), hours.database.unit_of_work(hours.employee()) as work:
        service.book(work, "M01", [cell(hours.order_key, early, 60)])
    with hours.database.unit_of_work(hours.manager) as work:
        assignments.reject(work, hours.order, "Past niet in het kader")
    with hours.database.unit_of_work(hours.employee()) as work:
        service.book(work, "M01", [cell(hours.order_key, date(2026, 4, 10), 60)])
    with pytest.raises(Invalid, match="gesloten"), hours.database.unit_of_work(hours.employee()) as work:
        service.book(work, "M01", [cell(hours.order_key, date(2026, 4, 11), 60)])


def test_an_unknown_assignment_is_named(hours: HoursWorld) -> None:
    with pytest.raises(Invalid, match="bestaat niet"), hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell("0196a1c2-7d40-7000-8000-5f0c2a6d1e11", MON, 60)])


def test_who_saves_on_an_old_version_is_told(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480))
    with pytest.raises(Stale) as refusal, hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [], 0)
    assert refusal.value.current_version == 1


def test_a_week_is_handed_in_approved_per_area_and_then_locked(hours: HoursWorld) -> None:
    submitted(hours)
    with hours.database.unit_of_work(hours.manager) as work:
        assert service.count_waiting(work) == 1
        assert len(service.unapproved(work, Period.month(2026, 3))) == 1
        assert service.approve_part(work, "M01", WEEK, hours.sz).state is PartState.APPROVED
        assert service.unapproved(work, Period(MON, WEEK.sunday)) == ()
        assert service.count_waiting(work) == 0
    with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
        seen = service.get_week(work, "M01", WEEK)
    assert seen.sheet.state is SheetState.APPROVED
    assert not seen.grid.is_writable
    with pytest.raises(Invalid, match="liggen vast"), hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 60)])
    with pytest.raises(Invalid, match="liggen vast"), hours.database.unit_of_work(hours.employee()) as work:
        service.book(work, "M01", [cell(hours.order_key, THU, 60)])
    for step in (service.submit_week, service.withdraw_week):
        with (
            pytest.raises(Refused, match="goedgekeurd"),
            hours.database.unit_of_work(hours.employee()) as work,
        ):
            step(work, "M01", WEEK)


def test_leaving_approved_hours_out_of_a_saved_week_leaves_them(hours: HoursWorld) -> None:
    submitted(hours)
    with hours.database.unit_of_work(hours.manager) as work:
        service.approve_part(work, "M01", WEEK, hours.sz)
    save(hours)
    assert scalar(hours, "SELECT count(*) FROM hour_entry") == 3


def test_a_returned_week_says_why_and_can_be_handed_in_again(hours: HoursWorld) -> None:
    submitted(hours)
    with (
        pytest.raises(Invalid, match="wat er anders moet"),
        hours.database.unit_of_work(hours.manager) as work,
    ):
        service.return_part(work, "M01", WEEK, hours.sz, " ")
    with hours.database.unit_of_work(hours.manager) as work:
        service.return_part(work, "M01", WEEK, hours.sz, "Woensdag staat dubbel")
    with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
        seen = service.get_week(work, "M01", WEEK)
    assert (seen.sheet.state, seen.parts[hours.sz].reason) == (SheetState.RETURNED, "Woensdag staat dubbel")
    save(hours, (hours.order_key, MON, 480))
    with hours.database.unit_of_work(hours.employee()) as work:
        assert service.submit_week(work, "M01", WEEK).state is SheetState.SUBMITTED
    with hours.database.unit_of_work(hours.manager) as work:
        assert service.approve_week(work, "M01", WEEK) == 1


def test_a_week_handed_in_can_be_taken_back_until_it_is_approved(hours: HoursWorld) -> None:
    submitted(hours)
    with (
        pytest.raises(Invalid, match="Haal de week terug"),
        hours.database.unit_of_work(hours.employee()) as work,
    ):
        service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 60)])
    with hours.database.unit_of_work(hours.employee()) as work:
        assert service.withdraw_week(work, "M01", WEEK).state is SheetState.OPEN
    save(hours, (hours.order_key, MON, 60))
    with (
        pytest.raises(Refused, match="nog niet ingediend"),
        hours.database.unit_of_work(hours.manager) as work,
    ):
        service.approve_part(work, "M01", WEEK, hours.sz)


def test_nothing_booked_differs_from_forgotten(hours: HoursWorld) -> None:
    with hours.database.unit_of_work(hours.employee()) as work:
        assert service.submit_week(work, "M01", LATER).state is SheetState.SUBMITTED
    with hours.database.unit_of_work(hours.manager, read_only=True) as work:
        seen = service.get_approvals(work, LATER)
        missing = service.list_not_handed_in(work, WEEK, LATER)
    assert [one.code for one in seen.handed_in] == ["M01"]
    assert [one.code for one in seen.not_handed_in] == ["M02"]
    assert [(one.week.code, one.code) for one in missing] == [
        ("2026-W14", "M01"), ("2026-W14", "M02"), ("2026-W15", "M02"),
    ]  # fmt: skip


def test_months_to_close_begin_where_hours_were_written(hours: HoursWorld) -> None:
    with hours.database.unit_of_work(hours.world.actor(Role.FINANCE), read_only=True) as work:
        assert {one.first_on for one in service.list_months(work)} <= {work.today.replace(day=1)}
    save(hours, (hours.order_key, MON, 480))
    with hours.database.unit_of_work(hours.world.actor(Role.FINANCE), read_only=True) as work:
        assert min(one.first_on for one in service.list_months(work)) == MON.replace(day=1)


def test_the_manager_sees_who_worked_on_what(hours: HoursWorld) -> None:
    submitted(hours)
    with hours.database.unit_of_work(hours.manager, read_only=True) as work:
        (anna, _bram) = service.get_approvals(work, WEEK).people
    assert [(one.number, one.minutes) for one in anna.worked] == [(hours.order_number, 720), (None, 60)]
    assert (anna.minutes, anna.contract_minutes, len(anna.waiting)) == (780, 1920, 1)


def test_hours_are_ones_own(hours: HoursWorld) -> None:
    with pytest.raises(NotFound), hours.database.unit_of_work(hours.employee("M02", "OW")) as work:
        service.get_week(work, "M01", WEEK)
    with pytest.raises(NotFound), hours.database.unit_of_work(hours.employee("M02", "OW")) as work:
        service.save_week(work, "M01", WEEK, [])
    with pytest.raises(NotAllowed), hours.database.unit_of_work(hours.manager) as work:
        service.save_week(work, "M01", WEEK, [])
    with pytest.raises(NotAllowed), hours.database.unit_of_work(hours.employee()) as work:
        service.approve_part(work, "M01", WEEK, hours.sz)
    with pytest.raises(NotAllowed), hours.database.unit_of_work(hours.world.vlist) as work:
        service.get_approvals(work, WEEK)
    for role in (Role.FINANCE, Role.CONTROLLER):
        with hours.database.unit_of_work(hours.world.actor(role), read_only=True) as work:
            assert service.get_week(work, "M01", WEEK).grid.minutes == 0


def test_what_an_open_hour_costs_is_looked_up_again_when_it_is_approved(
    hours: HoursWorld, owner: Engine
) -> None:
    submitted(hours)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE employment SET function_code = 'jurist' WHERE employee_id = :id"),
            {"id": hours.employees["M01"]},
        )
        connection.execute(
            text(
                "INSERT INTO tariff (collaboration_id, id, area_id, kind, function_code, name, price_cents, valid_from)"
                " VALUES (:tenant, gen_random_uuid(), :area, 'hour', 'jurist', 'Jurist', 9900, '2026-04-01')"
            ),
            {"tenant": hours.world.number, "area": hours.sz},
        )
    with hours.database.unit_of_work(hours.manager) as work:
        service.approve_part(work, "M01", WEEK, hours.sz)
        found = service.list_entries(work, MON, THU).entries
    assert {(one.worked_on, one.function_code, one.rate_cents) for one in found} == {
        (MON, "jurist", None),
        (WED, "jurist", 9900),
    }


def test_statements_do_not_grow_with_what_is_booked(
    hours: HoursWorld, count_statements: Callable[[Engine], list[str]]
) -> None:
    def counted(actor: object) -> int:
        statements = count_statements(hours.database.engine)
        with hours.database.unit_of_work(hours.employee(), read_only=True) as work:
            service.get_week(work, "M01", WEEK)
        own = len(statements)
        with hours.database.unit_of_work(hours.manager, read_only=True) as work:
            service.get_approvals(work, WEEK)
        assert own <= 13, statements[:own]
        return len(statements)

    save(hours, (hours.order_key, MON, 60))
    before = counted(None)
    keys = [hours.activity(activity=one) for one in Activity]
    save(hours, *[(key, day, 60) for key in [*keys, hours.order_key] for day in WEEK.days])
    assert counted(None) == before


def test_a_correction_in_a_closed_month_is_kept_apart(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480))
    with hours.database.unit_of_work(hours.finance) as work:
        service.close_month(work, date(2026, 3, 1))
    with hours.database.unit_of_work(hours.employee()) as work:
        (old,) = service.list_entries(work, MON, MON).entries
        wanted = service.CorrectionInput(hours.order_key, MON, -60, "Was pauze", old.id)
        made = service.correct(work, "M01", wanted)
        assert (made.kind, made.minutes, made.approved_at, made.rate_cents) == (
            Kind.CORRECTION,
            -60,
            None,
            8000,
        )
        grid = service.get_week(work, "M01", WEEK).grid
        assert (grid.minutes, grid.rows[0].cells[0].corrected_minutes) == (420, -60)
    with hours.database.unit_of_work(hours.manager) as work:
        kinds = [one.kind for one in service.unapproved(work, Period.month(2026, 3))]
        assert kinds == [Kind.CORRECTION, Kind.NORMAL]
        assert service.approve_corrections(work, [made.id]) == 1
        forgotten = service.CorrectionInput(hours.activity(), TUE, 90, "Vergeten")
        assert service.correct(work, "M01", forgotten).approved_at is not None


def test_what_is_wrong_with_a_correction_is_said(hours: HoursWorld) -> None:
    save(hours, (hours.order_key, MON, 480), (hours.order_key, WED, 60))
    with pytest.raises(Invalid, match="nog open"), hours.database.unit_of_work(hours.employee()) as work:
        service.correct(work, "M01", service.CorrectionInput(hours.order_key, WED, -60, "Was pauze"))
    with hours.database.unit_of_work(hours.finance) as work:
        service.close_month(work, date(2026, 3, 1))
    with pytest.raises(Invalid) as refusal, hours.database.unit_of_work(hours.employee()) as work:
        service.correct(work, "M01", service.CorrectionInput(hours.order_key, MON, -481, ""))
    assert [finding.field for finding in refusal.value.findings] == ["minuten", "reden"]
    with pytest.raises(NotAllowed), hours.database.unit_of_work(hours.finance) as work:
        service.correct(work, "M01", service.CorrectionInput(hours.order_key, MON, -60, "Was pauze"))
