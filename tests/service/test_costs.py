"""Costs against the database: entries that are reversed and never changed, closed months, documents once, budget."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.costs import service
from app.features.costs.core import Category, PoolKind
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow, PoolRow
from app.features.costs.core.views import Cell, EntryView, Selection
from app.infra.db import Database
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, build

Q1 = Period.quarter(2026, 1)
VAART = CostEntryRow(
    "SZ", date(2026, 3, 31), Category.HIRED, 487_000, 102_270, "20455", "Bureau Vaart", "Inhuur"
)


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _add(world: World, row: CostEntryRow) -> EntryView:
    with world.database.unit_of_work(world.finance) as work:
        return service.add_entry(work, row)


def test_actual_and_budget_of_a_quarter_stand_beside_each_other(world: World) -> None:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        found = {row.pool.code: row for row in service.totals(work, Q1)}
    # 36,000.00 a year is 9,000.00 a quarter
    assert found["SZ"].cells == {Category.STAFF: Cell(900_000, 900_000), Category.HIRED: Cell(100_000, 0)}
    assert found["PE"].cells[Category.STAFF] == Cell(20_000, 20_000)
    assert found["HV"].total == Cell(40_000, 0)


def test_a_document_stands_once_and_again_after_it_was_reversed(world: World) -> None:
    entry = _add(world, VAART)
    with pytest.raises(Invalid, match="staat al op Sociale zaken"):
        _add(world, VAART)
    with world.database.unit_of_work(world.finance) as work:
        mirror = service.reverse(work, entry.id, "Verkeerd bedrag")
    assert (mirror.amount_cents, mirror.vat_cents, mirror.reverses_id) == (-487_000, -102_270, entry.id)
    with pytest.raises(Refused, match="al teruggeboekt"), world.database.unit_of_work(world.finance) as work:
        service.reverse(work, entry.id, "Nog eens")
    with pytest.raises(Refused, match="al teruggeboekt"), world.database.unit_of_work(world.finance) as work:
        service.reverse(work, mirror.id, "De terugboeking terug")
    assert _add(world, VAART).amount_cents == 487_000


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cost_entry SET amount_cents = 1",
        "UPDATE cost_entry SET booked_on = booked_on + 1",
        "DELETE FROM cost_entry",
        "UPDATE amendment SET amount_cents = 5",
    ],
)
def test_entries_are_never_changed_by_any_role(world: World, owner: Engine, statement: str) -> None:
    with world.database.unit_of_work(world.finance) as work:
        line = service.list_budget(work, 2026)[0]
        service.amend(work, line.id, 1_000, date(2026, 2, 1), "Indexering")
    with pytest.raises(DBAPIError, match=r"never changed|append-only"), owner.begin() as connection:
        connection.execute(text(statement))


def test_a_closed_month_takes_corrections_with_a_reason_only(world: World) -> None:
    with world.database.unit_of_work(world.finance) as work:
        service.close_month(work, date(2026, 3, 1))
    with pytest.raises(Refused, match="De kosten van maart 2026 zijn afgesloten"):
        _add(world, VAART)
    corrected = replace(VAART, reason="Factuur kwam na de sluiting")
    assert _add(world, corrected).reason == "Factuur kwam na de sluiting"


def test_the_database_refuses_a_closed_month_whatever_the_route(world: World, owner: Engine) -> None:
    entry = _add(world, VAART)
    with world.database.unit_of_work(world.finance) as work:
        service.close_month(work, date(2026, 3, 1))
    copied = (
        "INSERT INTO cost_entry SELECT collaboration_id, gen_random_uuid(), pool_id, booked_on, category, "
        "amount_cents,"
        " vat_cents, 'X1', supplier, description, NULL, NULL, NULL, now() + interval '1 year', recorded_by"
        " FROM cost_entry WHERE id = :id"
    )
    with pytest.raises(DBAPIError, match="with a reason only"), owner.begin() as connection:
        connection.execute(text(copied), {"id": entry.id})


def test_a_reversal_must_be_the_mirror_image(world: World, owner: Engine) -> None:
    entry = _add(world, VAART)
    copied = (
        "INSERT INTO cost_entry SELECT collaboration_id, gen_random_uuid(), pool_id, booked_on, category, 5, "
        "0, document,"
        " supplier, description, 'fout', id, NULL, now() + interval '1 year', recorded_by FROM cost_entry "
        "WHERE id = :id"
    )
    with pytest.raises(DBAPIError, match="mirror image"), owner.begin() as connection:
        connection.execute(text(copied), {"id": entry.id})


def test_wrong_rows_are_named_together_and_nothing_is_kept(world: World) -> None:
    rows = [
        VAART,
        CostEntryRow("XX", date(2026, 3, 31), Category.HIRED, 1, 0, "1", "Vaart", ""),
        CostEntryRow("SZ", date(2026, 3, 31), Category.HIRED, 0, 0, " ", "", ""),
    ]
    with pytest.raises(Invalid) as refused, world.database.unit_of_work(world.finance) as work:
        service.add_entries(work, rows)
    assert [found.field for found in refused.value.findings] == [
        "1.kostenplaats",
        "2.bedragCenten",
        "2.stuk",
        "2.leverancier",
    ]
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert len(service.list_entries(work, Selection()).entries) == 4


def test_pages_of_entries_follow_each_other_without_gap_or_double(
    world: World, count_statements: Callable[[Engine], list[str]]
) -> None:
    rows = [
        CostEntryRow(
            "SZ",
            date(2026, 3, 1) + timedelta(days=place % 3),
            Category.OTHER,
            place + 1,
            0,
            f"D{place}",
            "Vaart",
            "",
        )
        for place in range(25)
    ]
    with world.database.unit_of_work(world.finance) as work:
        service.add_entries(work, rows)
    seen, cursor = [], None
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        statements = count_statements(world.database.engine)
        while True:
            page = service.list_entries(
                work, Selection(pool="SZ", category=Category.OTHER, cursor=cursor, limit=10)
            )
            seen += [entry.document for entry in page.entries]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert sorted(seen) == sorted(row.document for row in rows)
    assert sum("FROM cost_entry" in one for one in statements) == 3
    with pytest.raises(Invalid), world.database.unit_of_work(world.finance, read_only=True) as work:
        service.list_entries(work, Selection(cursor="onzin"))


def test_a_budget_is_set_once_and_then_amended(world: World) -> None:
    with pytest.raises(Invalid, match="al begroot"), world.database.unit_of_work(world.finance) as work:
        service.add_budget(work, [BudgetLineRow(2026, "SZ", Category.STAFF, 1)])
    with world.database.unit_of_work(world.finance) as work:
        line = next(one for one in service.list_budget(work, 2026) if one.pool == "SZ")
        service.amend(work, line.id, 400_001, date(2026, 2, 1), "Besluit van het bestuur")
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        line = next(one for one in service.list_budget(work, 2026) if one.pool == "SZ")
        cells = next(row for row in service.totals(work, Q1) if row.pool.code == "SZ").cells
    assert line.now_cents == 4_000_001
    # 40,000.01 over four quarters: the cent to the first
    assert cells[Category.STAFF].budget_cents == 1_000_001


def test_pools_that_contradict_themselves_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused, world.database.unit_of_work(world.finance) as work:
        service.add_pools(
            work,
            [PoolRow("Z", "Zonder", PoolKind.AREA), PoolRow("O", "Overhead", PoolKind.OVERHEAD, area="ZZ")],
        )
    assert len(refused.value.findings) == 3


@pytest.mark.parametrize("role", [Role.OFFICE, Role.EMPLOYEE, Role.BOARD, Role.COUNCIL])
def test_who_may_not_read_costs_sees_none(world: World, role: Role) -> None:
    with world.database.unit_of_work(world.actor(role, "VLI"), read_only=True) as work:
        with pytest.raises(NotAllowed):
            service.list_entries(work, Selection())
        with pytest.raises(NotAllowed):
            service.totals(work, Q1)


def test_a_controller_reads_and_changes_nothing(world: World) -> None:
    entry = _add(world, VAART)
    with world.database.unit_of_work(world.actor(Role.CONTROLLER)) as work:
        assert service.get_entry(work, entry.id).document == "20455"
        with pytest.raises(NotAllowed):
            service.add_entry(work, VAART)
        with pytest.raises(NotAllowed):
            service.reverse(work, entry.id, "x")
        with pytest.raises(NotFound):
            service.get_entry(work, world.employee)
