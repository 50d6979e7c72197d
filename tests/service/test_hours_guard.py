"""What the database itself refuses, for the application role and the owner alike (data §4)."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from app.features.hours import service
from app.features.hours.core.states import SheetState
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import Invalid, NotFound, Refused
from tests.hours_world import NOW, WEEK, HoursWorld, build_hours, cell

MON, TUE, WED = WEEK.days[:3]
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
_INSERT = """
INSERT INTO hour_entry (collaboration_id, id, employee_id, worked_on, minutes, kind, assignment_id, activity,
    area_id, reason, corrects_id, recorded_at, recorded_by, approved_at)
VALUES (:tenant, :id, :employee, :day, :minutes, :kind, :assignment, :activity, :area, :reason, :corrects,
    :recorded, 'proef', :approved)
"""


@pytest.fixture
def hours(database: Database, clock: FixedClock) -> HoursWorld:
    """A small collaboration in which people work."""
    return build_hours(database, clock)


def as_app(hours: HoursWorld, sql: str, values: Mapping[str, Any] | None = None) -> int:
    """A statement in words as the application role, in a transaction of its own."""
    with hours.database.unit_of_work(hours.world.system) as work:
        result = work.session.execute(text(sql), values or {})
        return int(getattr(result, "rowcount", 0))


def entry(hours: HoursWorld, day: date = MON, minutes: int = 60, **changes: Any) -> dict[str, Any]:
    """The values of a row: training, unless said otherwise."""
    return {
        "tenant": hours.world.number, "id": uuid4(), "employee": hours.employees["M01"], "day": day,
        "minutes": minutes, "kind": "normal", "assignment": None, "activity": "training", "area": hours.sz,
        "reason": None, "corrects": None, "recorded": NOW, "approved": None, **changes,
    }  # fmt: skip


def insert(hours: HoursWorld, day: date = MON, minutes: int = 60, **changes: Any) -> UUID:
    """Put a row in, in words."""
    values = entry(hours, day, minutes, **changes)
    as_app(hours, _INSERT, values)
    identity: UUID = values["id"]
    return identity


def close(hours: HoursWorld, first_on: date = MARCH) -> None:
    with hours.database.unit_of_work(hours.finance) as work:
        service.close_month(work, first_on)


def total(hours: HoursWorld) -> object:
    with hours.database.unit_of_work(hours.world.system, read_only=True) as work:
        return work.session.execute(text("SELECT coalesce(sum(minutes), 0) FROM worked_day")).scalar()


@pytest.mark.parametrize(
    ("minutes", "changes"),
    [
        (0, {}),
        (-60, {}),
        (1441, {}),
        (60, {"reason": "zomaar"}),
        (60, {"activity": None}),
        (60, {"kind": "correction"}),
        (60, {"kind": "correction", "reason": ""}),
        (60, {"kind": "anders"}),
        (60, {"activity": "slapen"}),
    ],
)
def test_a_row_that_can_never_be_is_refused(hours: HoursWorld, minutes: int, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        insert(hours, MON, minutes, **changes)


def test_the_25th_hour_is_impossible_by_insert_and_by_change(hours: HoursWorld) -> None:
    identity = insert(hours, MON, 1380)
    insert(hours, MON, 60, activity="overhead")
    with pytest.raises(IntegrityError, match="ck_worked_day_minutes"):
        insert(hours, MON, 1, activity="consultation")
    with pytest.raises(IntegrityError, match="ck_worked_day_minutes"):
        as_app(hours, "UPDATE hour_entry SET minutes = 1381 WHERE id = :id", {"id": identity})
    with pytest.raises(IntegrityError, match="ck_worked_day_minutes"):
        as_app(
            hours,
            "INSERT INTO hour_entry (collaboration_id, id, employee_id, worked_on, minutes, kind, activity, area_id,"
            " recorded_at, recorded_by) SELECT collaboration_id, gen_random_uuid(), employee_id, date '2026-03-31',"
            " 721, 'normal', activity, area_id, recorded_at, recorded_by FROM hour_entry",
        )
    assert total(hours) == 1440


def test_nobody_writes_the_sums_but_the_trigger(hours: HoursWorld) -> None:
    insert(hours)
    for table in ("worked_day", "assignment_hours"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_app(hours, f"UPDATE {table} SET minutes = 0")
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_app(hours, f"DELETE FROM {table}")


def test_two_who_book_the_same_day_at_once_do_not_pass_24_hours(hours: HoursWorld) -> None:
    def book(activity: str) -> bool:
        try:
            insert(hours, MON, 900, activity=activity)
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(book, ["training", "overhead", "consultation"]))
    assert sorted(done) == [False, False, True]
    assert total(hours) == 900


def test_the_same_cell_is_booked_once(hours: HoursWorld) -> None:
    insert(hours)
    with pytest.raises(IntegrityError, match="uq_hour_entry_cell"):
        insert(hours)


def test_an_assignment_bounds_its_hours_in_days_and_area(hours: HoursWorld) -> None:
    order: dict[str, Any] = {"assignment": hours.order, "activity": None}
    insert(hours, date(2026, 3, 2), **order)
    with pytest.raises(IntegrityError, match="life or area"):
        insert(hours, date(2026, 3, 1), **order)
    with pytest.raises(IntegrityError, match="life or area"):
        insert(hours, MON, **order, area=hours.world.areas["OW"])
    as_app(hours, "UPDATE assignment SET ended_at = '2026-03-30T10:00:00Z'")
    insert(hours, MON, **order)
    with pytest.raises(IntegrityError, match="life or area"):
        insert(hours, TUE, **order)
    with pytest.raises(IntegrityError, match="life or area"):
        as_app(hours, "UPDATE hour_entry SET worked_on = '2026-03-31' WHERE worked_on = '2026-03-30'")


@pytest.mark.parametrize("as_owner", [False, True], ids=["application", "owner"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE hour_entry SET minutes = 30",
        "UPDATE hour_entry SET approved_at = NULL",
        "UPDATE hour_entry SET rate_cents = 1, tariff_id = (SELECT min(id::text)::uuid FROM tariff)",
        "UPDATE hour_entry SET worked_on = worked_on + 14",
        "DELETE FROM hour_entry",
    ],
)
def test_approved_rows_are_locked_for_every_role(
    hours: HoursWorld, owner: Engine, sql: str, as_owner: bool
) -> None:
    identity = insert(hours)
    as_app(hours, "UPDATE hour_entry SET approved_at = :now", {"now": NOW})
    with pytest.raises(IntegrityError, match="approved hours are locked"):
        if as_owner:
            with owner.begin() as connection:
                connection.execute(text(sql))
        else:
            as_app(hours, sql)
    assert as_app(hours, "SELECT 1 FROM hour_entry WHERE id = :id AND minutes = 60", {"id": identity}) == 1


@pytest.mark.parametrize("as_owner", [False, True], ids=["application", "owner"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE hour_entry SET minutes = 30",
        "UPDATE hour_entry SET note = 'stil gewijzigd'",
        "UPDATE hour_entry SET worked_on = worked_on + 14",
        "DELETE FROM hour_entry",
    ],
)
def test_rows_of_a_closed_month_are_locked_for_every_role(
    hours: HoursWorld, owner: Engine, sql: str, as_owner: bool
) -> None:
    insert(hours)
    close(hours)
    with pytest.raises(IntegrityError, match="closed month are locked"):
        if as_owner:
            with owner.begin() as connection:
                connection.execute(text(sql))
        else:
            as_app(hours, sql)
    assert total(hours) == 60


def test_nothing_moves_into_a_closed_month(hours: HoursWorld) -> None:
    identity = insert(hours, WED)
    close(hours)
    with pytest.raises(IntegrityError, match="closed month are locked"):
        as_app(hours, "UPDATE hour_entry SET worked_on = :day WHERE id = :id", {"day": MON, "id": identity})


def test_a_closed_month_takes_corrections_only_and_an_open_one_none(hours: HoursWorld) -> None:
    old = insert(hours, MON, 480)
    fix: dict[str, Any] = {"kind": "correction", "reason": "Was pauze"}
    with pytest.raises(IntegrityError, match="takes no corrections"):
        insert(hours, MON, -60, **fix)
    close(hours)
    with pytest.raises(IntegrityError, match="takes corrections only"):
        insert(hours, TUE, 60)
    insert(hours, MON, -60, **fix, corrects=old)
    insert(hours, TUE, 60, **fix)
    with pytest.raises(IntegrityError, match="ck_worked_day_minutes"):
        insert(hours, MON, -421, **fix)
    with pytest.raises(IntegrityError, match="its day and subject"):
        insert(hours, TUE, -30, **fix, corrects=old)
    assert total(hours) == 480


def test_approval_is_given_after_closing_until_the_cut_off(hours: HoursWorld) -> None:
    insert(hours, MON)
    late = insert(hours, TUE)
    close(hours)
    as_app(hours, "UPDATE hour_entry SET approved_at = :now WHERE worked_on = :day", {"now": NOW, "day": MON})
    as_app(hours, "UPDATE month SET cut_off_at = :now WHERE first_on = :march", {"now": NOW, "march": MARCH})
    with pytest.raises(IntegrityError, match="after the cut-off"):
        as_app(hours, "UPDATE hour_entry SET approved_at = :now WHERE id = :id", {"now": NOW, "id": late})


def test_nothing_is_recorded_at_or_before_the_cut_off(hours: HoursWorld) -> None:
    close(hours)
    as_app(hours, "UPDATE month SET cut_off_at = :now WHERE first_on = :march", {"now": NOW, "march": MARCH})
    fix: dict[str, Any] = {"kind": "correction", "reason": "Vergeten"}
    with pytest.raises(IntegrityError, match="before the cut-off"):
        insert(hours, TUE, 60, **fix)
    later = insert(hours, TUE, 60, **fix, recorded=NOW + timedelta(seconds=1))
    as_app(hours, "UPDATE hour_entry SET approved_at = :now WHERE id = :id", {"now": NOW, "id": later})


def test_an_entry_keeps_its_identity_kind_and_employee(hours: HoursWorld) -> None:
    insert(hours)
    for change in ("id = gen_random_uuid()", "employee_id = :other"):
        with pytest.raises(IntegrityError, match="keeps its identity"):
            as_app(hours, f"UPDATE hour_entry SET {change}", {"other": hours.employees["M02"]})


def test_an_approved_part_takes_no_more_hours_and_stays_approved(hours: HoursWorld) -> None:
    insert(hours)
    with hours.database.unit_of_work(hours.employee()) as work:
        service.submit_week(work, "M01", WEEK)
    with hours.database.unit_of_work(hours.manager) as work:
        service.approve_part(work, "M01", WEEK, hours.sz)
    with pytest.raises(IntegrityError, match="this area is approved"):
        insert(hours, TUE)
    with pytest.raises(IntegrityError, match="is final"):
        as_app(hours, "UPDATE week_part SET state = 'submitted', decided_at = NULL")


def test_another_collaboration_neither_sees_nor_touches_hours(hours: HoursWorld) -> None:
    insert(hours)
    with hours.database.unit_of_work(hours.world.system) as work:
        work.session.execute(text("SELECT set_config('app.collaboration', '999', true)"))
        assert work.session.execute(text("SELECT count(*) FROM hour_entry")).scalar() == 0
        assert work.session.execute(text("SELECT count(*) FROM worked_day")).scalar() == 0
        work.session.rollback()
    with pytest.raises(DBAPIError, match="row-level security"):
        insert(hours, tenant=999)


def test_a_writer_in_the_middle_is_in_before_the_month_closes(hours: HoursWorld) -> None:
    """Closing waits for who writes; then it sees what was written, and later writers are refused."""
    written, closing = Event(), Event()

    def write() -> None:
        with hours.database.unit_of_work(hours.employee()) as work:
            service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 60)])
            written.set()
            closing.wait(1)

    def shut() -> int:
        written.wait(10)
        with hours.database.unit_of_work(hours.finance) as work:
            service.close_month(work, MARCH)
            closing.set()
            return service.get_month_to_close(work, MARCH).minutes

    with ThreadPoolExecutor(2) as pool:
        writer, closer = pool.submit(write), pool.submit(shut)
        writer.result(30)
        assert closer.result(30) == 60
    with pytest.raises(Invalid, match="is gesloten"), hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 90)])


def test_who_writes_while_a_month_closes_waits_and_is_refused(hours: HoursWorld) -> None:
    """By the service kindly, by a statement of one's own finally."""
    closed = Event()

    def shut() -> None:
        with hours.database.unit_of_work(hours.finance) as work:
            service.close_month(work, MARCH)
            closed.set()
            Event().wait(0.7)

    def save() -> str:
        closed.wait(10)
        try:
            with hours.database.unit_of_work(hours.employee()) as work:
                service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 60)])
        except Invalid as refusal:
            return refusal.message
        return ""

    def raw() -> str:
        closed.wait(10)
        try:
            insert(hours, TUE, employee=hours.employees["M02"], area=hours.world.areas["OW"])
        except IntegrityError as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(3) as pool:
        closing, saving, writing = pool.submit(shut), pool.submit(save), pool.submit(raw)
        closing.result(30)
        assert "gesloten" in saving.result(30)
        assert "takes corrections only" in writing.result(30)
    assert total(hours) == 0


def test_a_month_closes_once_after_its_end_and_leaves_the_rest_of_a_week_open(hours: HoursWorld) -> None:
    with pytest.raises(Refused, match="loopt nog"):
        close(hours, APRIL)
    close(hours)
    with pytest.raises(Refused, match="al afgesloten"):
        close(hours)
    with hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell(hours.order_key, WED, 60)])
        assert service.submit_week(work, "M01", WEEK).state is SheetState.SUBMITTED
    with hours.database.unit_of_work(hours.manager) as work:
        service.approve_part(work, "M01", WEEK, hours.sz)


def test_finance_sees_what_is_open_before_it_closes(hours: HoursWorld) -> None:
    with hours.database.unit_of_work(hours.employee()) as work:
        service.save_week(work, "M01", WEEK, [cell(hours.order_key, MON, 60), cell(hours.order_key, WED, 90)])
    with hours.database.unit_of_work(hours.finance, read_only=True) as work:
        seen = service.get_month_to_close(work, MARCH)
        assert [state.first_on for state in service.list_months(work)] == [APRIL, MARCH]
    assert (seen.entries, seen.minutes, seen.can_close, seen.closed_at) == (1, 60, True, None)
    assert [(one.name, one.minutes) for one in seen.unapproved] == [("Anna Proefpersoon", 60)]
    assert {one.code for one in seen.missing} == {"M01", "M02"}
    assert len(seen.missing) == 12
    close(hours)
    with hours.database.unit_of_work(hours.finance, read_only=True) as work:
        seen = service.get_month_to_close(work, MARCH)
    assert (seen.can_close, seen.closed_at) == (False, datetime(2026, 4, 10, 8, 0, tzinfo=UTC))


def test_kept_sums_are_compared_with_their_entries(hours: HoursWorld, owner: Engine) -> None:
    insert(hours, MON, 480, assignment=hours.order, activity=None)
    with hours.database.unit_of_work(hours.world.system, read_only=True) as work:
        assert service.deviations(work) == []
    with owner.begin() as connection:
        connection.execute(text("UPDATE worked_day SET minutes = 470"))
        connection.execute(text("DELETE FROM assignment_hours"))
    with hours.database.unit_of_work(hours.world.system, read_only=True) as work:
        assert service.deviations(work) == [
            "Uren van M01 2026-03-30: bijgehouden 470 minuten, regels tellen op tot 480.",
            f"Uren van {hours.order_number} 2026-03-01: bijgehouden 0 minuten, regels tellen op tot 480.",
        ]


def test_an_ordinary_entry_is_approved_with_its_week_only(hours: HoursWorld) -> None:
    ordinary = insert(hours)
    with hours.database.unit_of_work(hours.manager) as work, pytest.raises(NotFound, match="Deze correctie"):
        service.approve_corrections(work, [ordinary])
