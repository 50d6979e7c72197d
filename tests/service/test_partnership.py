"""What can never be in a partnership: the database refuses it finally, the service says it kindly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.partnership.core.rows import PartnershipRows
from app.features.partnership.core.views import Closing, Selection
from app.features.partnership.service import months
from app.features.partnership.service.loading import load_rows
from app.features.partnership.service.reading import everything, get_policy, list_page, overview
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.tenancy import find_collaboration
from app.kernel.actor import Actor, Grant
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from app.kernel.roles import Role

pytestmark = pytest.mark.k5


@pytest.fixture
def k5(database: Database) -> Actor:
    """The system in the K5 case."""
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        found = find_collaboration(work.session, "k5")
    assert found is not None
    return Actor.system(found.id, found.code)


def _refused(database: Database, actor: Actor, statement: str) -> str:
    """What the database says to a statement of the application, up to the commit."""
    with pytest.raises(DBAPIError) as refused, database.unit_of_work(actor) as work:
        work.session.execute(text(statement))
    return str(refused.value.orig)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("partner", "organisation_id"),
        ("provision", "area_id, organisation_id"),
        ("participation", "area_id, organisation_id, vat_category, vat_basis_points, is_transparent"),
        ("tariff", "area_id, kind, function_code, product_id, name, price_cents"),
        ("agreement", "version, area_id, organisation_id, quantity, quality, price, code || 'x'"),
        ("year_contract", "area_id, organisation_id, product_id, agreed_minutes, agreed_count, code || 'x'"),
        ("policy", "area_id, version, settlement_months, has_advances, result, agreement_clause"),
    ],
)
def test_no_two_rows_hold_on_the_same_day(database: Database, k5: Actor, table: str, columns: str) -> None:
    names = columns.replace("code || 'x'", "code")
    said = _refused(
        database,
        k5,
        f"INSERT INTO {table} (collaboration_id, id, valid_from, valid_until, {names})"
        f" SELECT collaboration_id, gen_random_uuid(), valid_from, valid_until, {columns} FROM {table} LIMIT 1",
    )
    assert f"ex_{table}_" in said


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("tariff", "price_cents = price_cents + 1"),
        ("participation", "vat_category = 'E', vat_basis_points = 0, is_transparent = false"),
        ("policy", "settlement_months = 1"),
        ("agreement", "price = 'gratis'"),
        ("partner", "valid_from = '2002-01-01'"),
    ],
)
def test_what_was_agreed_is_ended_and_not_changed(
    database: Database, k5: Actor, table: str, change: str
) -> None:
    assert "may be ended, not changed" in _refused(database, k5, f"UPDATE {table} SET {change}")
    with database.unit_of_work(k5) as work:
        if table != "partner":
            work.session.execute(
                text(f"UPDATE {table} SET valid_until = '2030-12-31' WHERE valid_until IS NULL")
            )


def test_participation_lies_within_partnership_when_the_transaction_ends(
    database: Database, k5: Actor
) -> None:
    end = (
        "UPDATE {} SET valid_until = '2026-06-30'"
        " WHERE organisation_id = (SELECT id FROM organisation WHERE code = 'VLI')"
    )
    assert "outside its partnership" in _refused(database, k5, end.format("partner"))
    with database.unit_of_work(k5) as work:
        work.session.execute(text(end.format("partner")))
        work.session.execute(text(end.format("participation")))


def test_a_figure_stays_and_a_later_one_replaces_it(database: Database, k5: Actor) -> None:
    assert "permission denied" in _refused(database, k5, "UPDATE statistic SET value = 1")
    with database.unit_of_work(k5) as work:
        work.session.execute(
            text(
                "INSERT INTO statistic (collaboration_id, id, organisation_id, kind, reference_on, value, source,"
                " recorded_at) SELECT collaboration_id, 'ffffffff-0000-7000-8000-000000000000', id, 'inhabitants',"
                " '2026-01-01', 9500, 'CBS, hersteld', app_now() FROM organisation WHERE code = 'VLI'"
            )
        )
    with database.unit_of_work(k5, read_only=True) as work:
        assert overview(work, date(2026, 4, 1)).figures["inhabitants", "VLI"].value == 9500


def test_a_policy_starts_with_its_period_and_is_closed_once_sealed(database: Database, k5: Actor) -> None:
    said = _refused(
        database,
        k5,
        "INSERT INTO policy (collaboration_id, id, area_id, version, settlement_months, has_advances, result,"
        " agreement_clause, valid_from) SELECT collaboration_id, gen_random_uuid(), area_id, 9, 3, false, result,"
        " '', '2026-02-01' FROM policy LIMIT 1",
    )
    assert "starts_with_period" in said
    with database.unit_of_work(k5) as work:
        work.session.execute(text("UPDATE policy SET sealed_at = app_now()"))
    more = "INSERT INTO policy_component SELECT collaboration_id, policy_id, position + 10, takes, part_num, part_den,"
    more += " category, fixed_cents, tariff_kind, driver, statistic_kind, product_id, package_id, reference,"
    more += " average_years, kept_years, label FROM policy_component"
    assert "is sealed" in _refused(database, k5, more)
    assert "is sealed" in _refused(database, k5, "UPDATE policy SET sealed_at = NULL")


@pytest.mark.parametrize(
    ("version", "result", "phase", "constraint"),
    [
        (3, "'carried', null", "1, 4, null", "old_key"),
        (3, "'carried', null", "4, 4, 1", "phase_share"),
        (3, "'carried', null", "1, 4, 3", "old_before_new"),
        (3, "'carried', null", "1, 4, 0", "fk_policy_collaboration_id_area_id_old_version"),
        (1, "'carried', null", "null, null, null", "uq_policy_collaboration_id_area_id_version"),
        (3, "'divided', null", "null, null, null", "divided_by"),
        (3, "'divided', 'fixed'", "null, null, null", "result_driver"),
    ],
)
def test_an_old_key_is_an_earlier_version_of_the_same_area(
    database: Database, k5: Actor, version: int, result: str, phase: str, constraint: str
) -> None:
    said = _refused(
        database,
        k5,
        "INSERT INTO policy (collaboration_id, id, area_id, version, settlement_months, has_advances,"
        " agreement_clause, valid_from, valid_until, result, result_driver, phase_num, phase_den, old_version)"
        f" SELECT collaboration_id, gen_random_uuid(), area_id, {version}, 3, false, '', '2024-01-01',"
        f" '2024-12-31', {result}, {phase} FROM policy WHERE version = 2",
    )
    assert constraint in said


def test_months_close_once_and_stay_closed(database: Database, k5: Actor, clock: FixedClock) -> None:
    march = date(2026, 3, 1)
    with database.unit_of_work(k5) as work:
        assert months.close_month(work, march, Closing.HOURS).is_closed(Closing.HOURS)
        assert not months.get_month(work, march).is_closed(Closing.COSTS)
    with pytest.raises(Refused, match="al afgesloten"), database.unit_of_work(k5) as work:
        months.close_month(work, march, Closing.HOURS)
    assert "is closed" in _refused(database, k5, "UPDATE month SET hours_closed_at = NULL")
    with database.unit_of_work(k5) as work:
        first = months.cut_off_months(work, [march])
    clock.set(datetime(2026, 4, 20, 9, tzinfo=UTC))
    with database.unit_of_work(k5) as work:
        assert months.cut_off_months(work, [march]) > first
    assert "is closed" in _refused(database, k5, "UPDATE month SET cut_off_at = NULL")
    with pytest.raises(NotFound), database.unit_of_work(k5) as work:
        months.get_month(work, date(1999, 1, 1))


def test_only_finance_closes_months(database: Database, k5: Actor) -> None:
    manager = replace(k5, grants=(Grant(Role.MANAGER, None),))
    with pytest.raises(NotAllowed), database.unit_of_work(manager) as work:
        months.close_month(work, date(2026, 3, 1), Closing.HOURS)


def test_rows_that_do_not_hold_together_are_refused_whole(database: Database, k5: Actor) -> None:
    with database.unit_of_work(k5, read_only=True) as work:
        rows = everything(work)
    broken = PartnershipRows(partners=rows.partners)
    with pytest.raises(Invalid) as refused, database.unit_of_work(k5) as work:
        load_rows(work, broken)
    assert len(refused.value.findings) == len(rows.partners)


def test_another_collaboration_sees_nothing_of_it(database: Database, k5: Actor) -> None:
    other = Actor.system(k5.collaboration_id + 1, "anders")
    with database.unit_of_work(other, read_only=True) as work:
        assert everything(work) == PartnershipRows()
        for table in ("organisations", "policies", "statistics"):
            assert list_page(work, table, Selection()).rows == ()
    said = _refused(
        database,
        other,
        "INSERT INTO statistic_kind (collaboration_id, id, code, name, valid_from)"
        " VALUES (app_collaboration() - 1, gen_random_uuid(), 'x', 'X', '2026-01-01')",
    )
    assert "row-level security" in said


LISTS = (
    "organisations",
    "partners",
    "areas",
    "participations",
    "statistics",
    "year_figures",
    "products",
    "agreements",
    "year_contracts",
    "tariffs",
    "policies",
)


@pytest.mark.parametrize("table", LISTS)
def test_a_list_goes_by_pages_and_costs_the_same_whatever_its_size(
    database: Database, k5: Actor, table: str, count_statements: Callable[[Engine], list[str]]
) -> None:
    with database.unit_of_work(k5, read_only=True) as work:
        whole = [kept.id for kept in list_page(work, table, Selection(limit=100)).rows]
        statements = count_statements(database.engine)
        seen, cursor, costs = [], None, set()
        while True:
            before = len(statements)
            page = list_page(work, table, Selection(cursor=cursor, limit=2))
            costs.add(len(statements) - before)
            seen += [kept.id for kept in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert seen == whole
    assert costs == {4 if table == "policies" else 2}


def test_lists_are_narrowed_by_area_organisation_and_day(database: Database, k5: Actor) -> None:
    with database.unit_of_work(k5, read_only=True) as work:
        taking = list_page(work, "participations", Selection(area="OW")).rows
        assert [kept.row.organisation for kept in taking] == ["BGA", "OUD", "VLI"]
        assert list_page(work, "participations", Selection(area="XX")).rows == ()
        old = list_page(work, "policies", Selection(area="SZ", on=date(2025, 7, 1))).rows
        assert [(kept.row.version, len(kept.row.components)) for kept in old] == [(1, 2)]
        figures = list_page(work, "statistics", Selection(organisation="VLI", kind="inhabitants")).rows
        assert [kept.row.value for kept in figures] == [9385, 9410]
        found, area = get_policy(work, old[0].id)
        assert (found.row.area, area.name) == ("SZ", "Sociale zaken")
        with pytest.raises(Invalid, match="cursor"):
            list_page(work, "partners", Selection(cursor="x"))


def test_the_page_costs_a_fixed_number_of_statements(
    database: Database, k5: Actor, count_statements: Callable[[Engine], list[str]]
) -> None:
    with database.unit_of_work(k5, read_only=True) as work:
        statements = count_statements(database.engine)
        shown = overview(work, date(2026, 4, 1))
    assert len(statements) == 26
    assert [member.organisation.code for member in shown.members] == ["BGA", "NLK", "OUD", "SHV", "VLI"]
    assert {area.area.code: area.provider for area in shown.areas}["SZ"] == "NLK"
    assert all(area.policy and area.policy.row.term.first_on == date(2026, 1, 1) for area in shown.areas)
    assert all(member.lacks == () for member in shown.members)
