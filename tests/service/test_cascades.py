"""Cost pools and cascades that come and end: one on a day, nothing that a settlement used changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.costs import service as costs
from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.costs.core.rows import ALWAYS, CascadePoolRow, CascadeRow, CostEntryRow, PoolRow
from app.features.costs.service import changing
from app.features.partnership.core.rows import Term
from app.features.settlement import service as settlement
from app.features.settlement.core.inputs import Share
from app.features.settlement.service.facts import read_inputs
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import CASCADE, HOUSING, World, approved, build

Q1, Q2 = Period.quarter(2026, 1), Period.quarter(2026, 2)
APRIL = date(2026, 4, 1)
LAST_OF_MARCH = date(2026, 3, 31)
DIRECT = CASCADE.method
HALVES = replace(HOUSING, shares=(("PE", Fraction(1, 2)), ("SZ", Fraction(1, 2))))
FROM_APRIL = CascadeRow(DIRECT, (HALVES,), Term(APRIL))
IT = PoolRow("IT", "ICT", PoolKind.OVERHEAD, term=Term(APRIL))


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The collaboration with its first quarter booked, on 20 April."""
    made = build(database)
    clock.set(datetime(2026, 4, 20, 9, tzinfo=UTC))
    return made


def add_version(world: World, table: str, row: PoolRow | CascadeRow) -> UUID:
    """A new version by finance."""
    with world.database.unit_of_work(world.finance) as work:
        return changing.add_new(work, table, row)


def _kept(world: World, table: str) -> list[tuple[UUID, PoolRow | CascadeRow]]:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        return [(one.id, one.row) for one in changing.list_versions(work, table)]


def _id_of(world: World, code: str) -> UUID:
    return next(
        identity for identity, row in _kept(world, "pools") if isinstance(row, PoolRow) and row.code == code
    )


def test_each_period_is_settled_by_the_cascade_of_its_own_days(world: World) -> None:
    add_version(world, "cascades", FROM_APRIL)
    assert [row.term for _, row in _kept(world, "cascades")] == [
        Term(ALWAYS.first_on, LAST_OF_MARCH),
        Term(APRIL),
    ]
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        found = {
            period: next(
                pool
                for pool in read_inputs(work, period, work.now, is_cut_off=False).pools
                if pool.code == "HV"
            ).shares
            for period in (Q1, Q2)
        }
    assert found == {
        Q1: (Share("PE", Fraction(25)), Share("SZ", Fraction(75))),
        Q2: (Share("PE", Fraction(50)), Share("SZ", Fraction(50))),
    }


def test_a_pool_is_called_by_the_name_of_the_day(world: World) -> None:
    add_version(world, "pools", PoolRow("HV", "Gebouwen", PoolKind.OVERHEAD, term=Term(APRIL)))
    with world.database.unit_of_work(world.finance) as work:
        row = CostEntryRow("HV", APRIL, Category.HOUSING, 100, 0, "H2", "Vastgoed BV", "Huur")
        assert costs.add_entry(work, row).pool_name == "Gebouwen"
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert [pool.name for pool in costs.list_pools(work)] == ["Gebouwen", "Personeel", "Sociale zaken"]
        names = {
            period: {pool.name for pool in read_inputs(work, period, work.now, is_cut_off=False).pools}
            for period in (Q1, Q2)
        }
    assert "Huisvesting" in names[Q1]
    assert "Gebouwen" in names[Q2]


def test_a_new_overhead_pool_comes_with_a_cascade_that_names_it(world: World) -> None:
    add_version(world, "pools", IT)
    with pytest.raises(Invalid) as refused:
        add_version(world, "cascades", FROM_APRIL)
    assert "ICT heeft geen maatstaf" in refused.value.findings[0].message
    both = replace(FROM_APRIL, pools=(HALVES, CascadePoolRow("IT", OverheadDriver.HOURS, fte=Decimal("1.5"))))
    made = add_version(world, "cascades", both)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert changing.get_row(work, "cascades", made).row == both


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (replace(FROM_APRIL, term=Term(date(2026, 5, 1))), "geldigVanafDatum", "eerste dag van een kwartaal"),
        (
            replace(FROM_APRIL, term=Term(date(2026, 4, 2))),
            "geldigVanafDatum",
            "Een doorbelasting begint op de eerste dag van een afrekenperiode. Kies zo’n dag.",
        ),
        (replace(FROM_APRIL, term=Term(APRIL, date(2026, 4, 30))), "geldigTotEnMetDatum", "laatste dag"),
        (replace(FROM_APRIL, pools=()), "kostenplaatsen", "ten minste één"),
        (
            replace(FROM_APRIL, pools=(replace(HALVES, shares=(("SZ", Fraction(21, 20)),)),)),
            "kostenplaatsen.HV.delen",
            "105 %, meer dan 100 %",
        ),
        (
            replace(FROM_APRIL, pools=(replace(HALVES, shares=()),)),
            "kostenplaatsen.HV.delen",
            "Huisvesting heeft geen vaste percentages",
        ),
        (
            replace(FROM_APRIL, pools=(replace(HALVES, shares=(), pool_shares=(("IT", Fraction(1)),)),)),
            "kostenplaatsen.HV.delenKostenplaatsen",
            "staat niet in deze doorbelasting",
        ),
        (
            replace(FROM_APRIL, method=CascadeMethod.STEP_DOWN),
            "kostenplaatsen.HV.trede",
            "heeft geen plaats in de volgorde",
        ),
        (
            replace(FROM_APRIL, pools=(replace(HALVES, step=1),)),
            "kostenplaatsen.HV.trede",
            "hoort bij trapsgewijs",
        ),
        (
            replace(FROM_APRIL, pools=(HALVES, CascadePoolRow("SZ", OverheadDriver.HOURS))),
            "kostenplaatsen.SZ.kostenplaats",
            "geen kostenplaats voor overhead",
        ),
    ],
)
def test_what_is_wrong_with_a_cascade_stands_at_its_field(
    world: World, row: CascadeRow, field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_version(world, "cascades", row)
    messages = {one.field: one.message.replace("\u00a0", " ") for one in refused.value.findings}
    assert words in messages[field]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (replace(IT, code="it"), "code"),
        (replace(IT, name=" "), "naam"),
        (replace(IT, kind=PoolKind.AREA), "taakgebied"),
        (replace(IT, kind=PoolKind.AREA, area="XX"), "taakgebied"),
        (replace(IT, code="HV", kind=PoolKind.OWN_ACCOUNT), "soort"),
        (replace(IT, code="HV", term=ALWAYS), "geldigVanafDatum"),
        (replace(IT, term=Term(APRIL, LAST_OF_MARCH)), "geldigTotEnMetDatum"),
    ],
)
def test_what_is_wrong_with_a_pool_stands_at_its_field(world: World, row: PoolRow, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_version(world, "pools", row)
    assert field in [one.field for one in refused.value.findings]


def test_a_pool_ends_after_its_costs_its_budget_and_the_cascade_that_names_it(world: World) -> None:
    for code, last_on, words in (
        ("SZ", date(2026, 2, 27), "kosten op tot en met 28 februari 2026"),
        ("SZ", date(2025, 12, 31), "kosten op tot en met"),
        ("HV", LAST_OF_MARCH, "Voeg eerst een doorbelasting toe zonder haar"),
    ):
        with (
            pytest.raises(Invalid, match=words),
            world.database.unit_of_work(world.finance) as work,
        ):
            changing.change_end(work, "pools", _id_of(world, code), "open", last_on)
    with pytest.raises(Stale), world.database.unit_of_work(world.finance) as work:
        changing.change_end(work, "pools", _id_of(world, "SZ"), "2026-12-31", LAST_OF_MARCH)
    with world.database.unit_of_work(world.finance) as work:
        changing.change_end(work, "pools", _id_of(world, "SZ"), "open", date(2026, 12, 31))
    late = CostEntryRow("SZ", date(2027, 1, 1), Category.STAFF, 1, 0, "S9", "Nederlek", "Salarissen")
    with (
        pytest.raises(Invalid, match="neemt op 1 januari 2027 geen kosten aan"),
        world.database.unit_of_work(world.finance) as work,
    ):
        costs.add_entry(work, late)


def test_what_nothing_used_is_withdrawn(world: World) -> None:
    pool = add_version(world, "pools", IT)
    cascade = add_version(
        world,
        "cascades",
        replace(FROM_APRIL, pools=(HALVES, CascadePoolRow("IT", OverheadDriver.DIRECT_COSTS))),
    )
    with pytest.raises(Refused, match="noemt haar nog"), world.database.unit_of_work(world.finance) as work:
        changing.withdraw(work, "pools", pool)
    with world.database.unit_of_work(world.finance) as work:
        changing.withdraw(work, "cascades", cascade)
        changing.withdraw(work, "pools", pool)
    assert [row for _, row in _kept(world, "cascades")] == [CASCADE]
    with pytest.raises(NotFound), world.database.unit_of_work(world.finance) as work:
        changing.get_row(work, "pools", pool)
    with (
        pytest.raises(Refused, match="Er staan kosten op"),
        world.database.unit_of_work(world.finance) as work,
    ):
        changing.withdraw(work, "pools", _id_of(world, "SZ"))


STATEMENTS = (
    ("UPDATE cascade_pool SET driver = 'hours'", "never changed|append-only|not changed"),
    ("UPDATE cascade_version SET method = 'reciprocal'", "ended, not changed|violates foreign key"),
    ("UPDATE cost_pool_version SET name = 'Anders'", "ended, not changed"),
    ("UPDATE cost_pool_version SET valid_until = '2026-03-30'", "costs are booked|does not hold"),
    ("DELETE FROM cascade_share WHERE part_den = 4 AND part_num = 1", "do not total one"),
    ("UPDATE cascade_version SET valid_until = '2026-03-30'", "ends_with_month"),
    (
        (
            "INSERT INTO cascade_version (collaboration_id, id, method, valid_from) "
            "VALUES (1, gen_random_uuid(), 'direct', '2026-04-01')"
        ),
        "ex_cascade_version_validity",
    ),
    (
        (
            "INSERT INTO cost_pool_version (collaboration_id, id, pool_id, name, valid_from) "
            "SELECT 1, gen_random_uuid(), id, 'Weer', '2026-04-01' FROM cost_pool"
        ),
        "ex_cost_pool_version_pool_id_validity",
    ),
    (
        (
            "INSERT INTO cascade_pool (collaboration_id, cascade_id, pool_id, method, kind, driver) "
            "SELECT 1, c.id, p.id, 'direct', p.kind, 'hours' FROM cascade_version c, cost_pool p WHERE p.code = 'SZ'"
        ),
        "ck_cascade_pool_kind",
    ),
)


@pytest.mark.parametrize(("statement", "words"), STATEMENTS)
def test_the_database_refuses_what_cannot_be(world: World, owner: Engine, statement: str, words: str) -> None:
    with pytest.raises(DBAPIError, match=words), owner.begin() as connection:
        connection.execute(text("SELECT set_config('app.collaboration', '1', true)"))
        connection.execute(text(statement))


def test_a_pool_begins_its_costs_with_its_first_day(world: World, owner: Engine) -> None:
    with world.database.unit_of_work(world.finance) as work:
        changing.change_end(work, "pools", _id_of(world, "SZ"), "open", date(2026, 12, 31))
    copy = (
        "INSERT INTO cost_entry (collaboration_id, id, pool_id, booked_on, category, amount_cents, vat_cents, "
        "document, supplier, description, recorded_at, recorded_by) SELECT collaboration_id, gen_random_uuid(), "
        "pool_id, '2027-01-01', category, 1, 0, 'X', 'X', '', '2027-02-01', 'X' FROM cost_entry "
        "WHERE document = 'S1'"
    )
    with pytest.raises(DBAPIError, match="on a day of its pool"), owner.begin() as connection:
        connection.execute(text(copy))


def make_final(world: World) -> None:
    """The first quarter, settled finally."""
    run_id = approved(world, Q1)
    with world.database.unit_of_work(world.finance) as work:
        settlement.make_final(work, run_id)


def test_days_that_are_settled_finally_keep_their_cascade(world: World, owner: Engine) -> None:
    make_final(world)
    for statement in (
        "UPDATE cascade_version SET valid_until = '2025-12-31'",
        "DELETE FROM cascade_share",
        "DELETE FROM cascade_version",
        (
            "INSERT INTO cascade_version (collaboration_id, id, method, valid_from, valid_until) "
            "VALUES (1, gen_random_uuid(), 'direct', '2026-01-01', '2026-03-31')"
        ),
        (
            "INSERT INTO cascade_pass (collaboration_id, cascade_id, pool_id, to_pool_id, part_num, part_den) "
            "SELECT 1, cascade_id, pool_id, pool_id, 1, 2 FROM cascade_pool"
        ),
    ):
        with pytest.raises(DBAPIError, match="settled finally"), owner.begin() as connection:
            connection.execute(text("SELECT set_config('app.collaboration', '1', true)"))
            connection.execute(text(statement))
    add_version(world, "cascades", FROM_APRIL)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CONTROLLER, Role.MANAGER, Role.BOARD])
def test_who_may_not_change_costs_is_refused(world: World, role: Role) -> None:
    actor = world.actor(role, "VLI")
    pool = _id_of(world, "SZ")
    tries: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda work: changing.add_new(work, "pools", IT),
        lambda work: changing.check_new(work, "cascades", FROM_APRIL),
        lambda work: changing.change_end(work, "pools", pool, "open", date(2026, 12, 31)),
        lambda work: changing.withdraw(work, "pools", pool),
    )
    for one in tries:
        with pytest.raises(NotAllowed), world.database.unit_of_work(actor) as work:
            one(work)
