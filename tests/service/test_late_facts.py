"""What became known after a final settlement: counted as its readers would have read it, gone once it is settled."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from app.features.costs import service as costs
from app.features.costs.core import Category, PoolKind
from app.features.costs.core.rows import CostEntryRow, PoolRow
from app.features.partnership.core.rows import (
    AreaRow,
    ComponentRow,
    ParticipationRow,
    PartnershipRows,
    PolicyRow,
    ProductRow,
    ProvisionRow,
    StatisticRow,
    Term,
    YearFigureRow,
)
from app.features.partnership.core.views import Closing
from app.features.partnership.core.words import DriverKind, Reference, Takes, VatCategory
from app.features.partnership.service import figures, months, year_figures
from app.features.partnership.service.prices import Correcting
from app.features.settlement import service
from app.features.settlement.core.late import LateKind, LateOfRun
from app.features.settlement.service.changing import prices
from app.features.settlement.service.facts import read_gathered
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.errors import NotAllowed
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.service.test_year_runs import with_education
from tests.settlement_world import ALWAYS, INHABITANTS, NAMES, World, approved, book, build, explain_all

Q1 = Period.quarter(2026, 1)
CUT_OFF = datetime(2026, 4, 20, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 21, 9, tzinfo=UTC)
MARCH = date(2026, 3, 9)
RAISED = Term(date(2026, 3, 1), date(2026, 3, 31))
LAST_YEAR = PartnershipRows(
    statistics=tuple(
        StatisticRow(code, "inhabitants", date(2025, 1, 1), Decimal(value), "CBS")
        for code, value in INHABITANTS.items()
    )
)
AVERAGED = PartnershipRows(
    areas=(AreaRow("OW", "Onderwijs", "4.3", ALWAYS),),
    provisions=(ProvisionRow("OW", "VLI", ALWAYS),),
    participations=tuple(ParticipationRow("OW", code, ALWAYS, VatCategory.EXEMPT) for code in NAMES),
    products=(ProductRow("PE", "advies", "Advies", "stuk", ALWAYS),),
    policies=(
        PolicyRow(
            "OW",
            1,
            ALWAYS,
            3,
            (
                ComponentRow(
                    1, Takes.WHOLE, DriverKind.HOURS, reference=Reference.YEARS_AVERAGE,
                    average_years=2, kept_years=3,
                ),
            ),
        ),
    ),
    year_figures=tuple(
        YearFigureRow("OW", code, year, "Jaarrekening", minutes=6_000) for code in NAMES for year in (2023, 2024)
    ),
)  # fmt: skip
"""Education by the hours of 2023 and 2024, which count for 2025, 2026 and 2027; and a product of personnel."""


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The first quarter settled finally on 20 April, and a day later."""
    return _settled(build(database), clock)


def _settled(world: World, clock: FixedClock, *periods: Period) -> World:
    clock.set(CUT_OFF)
    for period in periods or (Q1,):
        run_id = approved(world, period)
        with world.database.unit_of_work(world.finance) as work:
            service.make_final(work, run_id)
    clock.set(LATER)
    return world


def _late(world: World) -> list[LateOfRun]:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        return service.list_late(work)


def _told(world: World) -> dict[str, list[str]]:
    """In words, by period."""
    return {
        one.period.code: [fact.words.replace("\u00a0", " ") for fact in one.facts] for one in _late(world)
    }


def _cost(
    world: World, cents: int, document: str = "L1", pool: str = "SZ", day: date = MARCH
) -> CostEntryRow:
    row = CostEntryRow(pool, day, Category.OTHER, cents, 0, document, "Laatkomer", "Te laat")
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(work, row)
    return row


def _hours(
    world: World,
    number: str,
    minutes: int,
    day: date = MARCH,
    *,
    approved: bool = True,
    why: str | None = None,
) -> None:
    with world.database.unit_of_work(world.system) as work:
        book(work, world, number, day, minutes, at=work.now, approved=approved, why=why)


def _correction(world: World, *periods: Period) -> UUID:
    with world.database.unit_of_work(world.finance) as work:
        return service.start_correction(work, periods or (Q1,)).id


def _made_final(world: World, run_id: UUID) -> None:
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run_id)
    explain_all(world, run_id)
    with world.database.unit_of_work(world.second) as work:
        service.approve(work, run_id)
    with world.database.unit_of_work(world.finance) as work:
        service.make_final(work, run_id)


def test_nothing_is_told_of_a_run_that_knew_all(world: World) -> None:
    assert _late(world) == []


def test_hours_costs_figures_and_prices_are_counted_as_the_settlement_reads_them(
    world: World, clock: FixedClock
) -> None:
    _hours(world, "2026-PE-0001", 120)
    _hours(world, "2026-SZ-0001", 45)
    _hours(world, "2026-SZ-0002", 60, approved=False)
    clock.set(LATER + timedelta(hours=1))
    _cost(world, 32_510)
    _cost(world, -500, "L2", "HV")
    _cost(world, 77_700, "L3", day=date(2026, 4, 1))
    with world.database.unit_of_work(world.finance) as work:
        for value in (9_430, 9_440):  # of one day: one figure
            figures.add_statistic(
                work, StatisticRow("BER", "inhabitants", date(2026, 1, 1), Decimal(value), "CBS")
            )
        figures.add_statistic(
            work, StatisticRow("BER", "inhabitants", date(2026, 4, 1), Decimal(9_450), "CBS")
        )
        for cents in (8_400, 8_500):
            prices.correct(work, Correcting(world.tariff, cents, RAISED, "Verkeerd tarievenblad"))
    (found,) = _late(world)
    assert (found.period, found.since_at, found.correction) == (Q1, LATER, None)
    assert _told(world) == {
        "2026-Q1": [
            "2 urenregels (2:45 uur)",
            "2 kostenregels (€ 320,10)",
            "1 kengetal",
            "1 verbeterde prijs",
        ]
    }
    assert found.sentence.startswith("Na de afrekening over het 1e kwartaal 2026 kwamen nog 2 urenregels")
    _as_its_readers(world, found)


def _as_its_readers(world: World, found: LateOfRun) -> None:
    """What the readers of the settlement find now and did not find at the cut-off."""
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        then, now = (read_gathered(work, Q1, at) for at in (CUT_OFF, work.now))
    by_kind = {one.kind: one for one in found.facts}
    costs_of = {one.id: one.amount_cents for one in now.entries}
    for one in then.entries:
        del costs_of[one.id]
    assert (len(costs_of), sum(costs_of.values())) == (
        by_kind[LateKind.COSTS].number,
        by_kind[LateKind.COSTS].amount_cents,
    )
    assert (
        sum(one.minutes for one in now.gathered) - sum(one.minutes for one in then.gathered)
        == by_kind[LateKind.HOURS].minutes
    )
    known = {one.id for one in then.statistics}
    assert len([one for one in now.statistics if one.id not in known]) == by_kind[LateKind.STATISTICS].number
    assert len(now.tariffs) - len(then.tariffs) == by_kind[LateKind.PRICES].number


def test_the_list_empties_once_a_correction_is_final_and_begins_anew_after_it(
    world: World, clock: FixedClock
) -> None:
    _cost(world, 32_510)
    _hours(world, "2026-PE-0001", 120)
    run_id = _correction(world)
    (found,) = _late(world)
    assert (found.correction, len(found.facts)) == (run_id, 2)  # under way settles nothing yet
    _made_final(world, run_id)
    assert _late(world) == []
    clock.set(LATER + timedelta(days=1))
    _cost(world, 100, "L2")
    assert _told(world) == {"2026-Q1": ["1 kostenregel (€ 1,00)"]}


def test_what_a_correction_found_to_change_nothing_is_told_no_longer(world: World, clock: FixedClock) -> None:
    _cost(world, 32_510)
    with world.database.unit_of_work(world.finance) as work:
        entry = work.session.execute(text("SELECT id FROM cost_entry WHERE document = 'L1'")).scalar_one()
        costs.reverse(work, entry, "Dubbel geboekt")
    assert _told(world) == {"2026-Q1": ["2 kostenregels (€ 0,00)"]}
    run_id = _correction(world)
    assert _late(world) == []
    with world.database.unit_of_work(world.finance) as work:
        service.withdraw(work, run_id, "Niets te corrigeren.")
    assert _late(world) == []
    clock.set(LATER + timedelta(days=1))
    _cost(world, 100, "L2")
    assert _told(world) == {"2026-Q1": ["1 kostenregel (€ 1,00)"]}


def test_a_correction_that_something_else_holds_back_has_not_looked_at_all(world: World) -> None:
    _cost(world, 500)
    _cost(world, -500, "L2")
    _hours(world, "2026-PE-0001", 60, approved=False)
    run_id = _correction(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        codes = {one.code for one in service.get_run(work, run_id).run.findings}
    assert codes == {"nothing-to-correct", "unapproved-hours"}
    assert _told(world) == {"2026-Q1": ["2 kostenregels (€ 0,00)"]}


def test_corrections_of_closed_months_count_and_costs_of_areas_that_settle_by_year_do_not(
    database: Database, clock: FixedClock
) -> None:
    world = with_education(database)
    clock.set(CUT_OFF - timedelta(hours=1))
    with world.database.unit_of_work(world.finance) as work:
        for month in Q1.split(1):
            months.close_month(work, month.first_on, Closing.HOURS)
    _settled(world, clock)
    _hours(world, "2026-PE-0001", -30, date(2026, 2, 4), why="Verkeerd geteld")
    _cost(world, 100, pool="OW")
    assert _told(world) == {"2026-Q1": ["1 urenregel (−0:30 uur)"]}
    _cost(world, 100, "L2", "HV")
    assert _told(world) == {"2026-Q1": ["1 urenregel (−0:30 uur)", "1 kostenregel (€ 1,00)"]}


def test_figures_of_years_that_a_key_averages_count_and_deliveries_that_were_noted_later(
    database: Database, clock: FixedClock, owner: Engine
) -> None:
    world = build(database, AVERAGED)
    with world.database.unit_of_work(world.system) as work:
        costs.add_pools(work, [PoolRow("OW", "Onderwijs", PoolKind.AREA, area="OW")])
    _deliver(owner, world, "2026-PE-0001", recorded_at=CUT_OFF - timedelta(days=9))
    _settled(world, clock)
    assert _late(world) == []
    with world.database.unit_of_work(world.finance) as work:
        for area, year in (("OW", 2024), ("OW", 2024), ("OW", 2025), ("SZ", 2024)):
            row = YearFigureRow(area, "BER", year, "Herzien", minutes=6_060)
            year_figures.add_year_figure(work, row)
    _deliver(owner, world, "2026-PE-0002", recorded_at=LATER)
    assert _told(world) == {"2026-Q1": ["1 levering", "1 jaarcijfer"]}
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        then, now = (read_gathered(work, Q1, at) for at in (CUT_OFF, work.now))
    assert {row.quantity for row in now.year_quantities if row.organisation == "BER"} == {6_000, 6_060}
    assert {row.quantity for row in then.year_quantities} == {6_000}


def _deliver(owner: Engine, world: World, number: str, recorded_at: datetime) -> None:
    """An assignment delivered on 10 March, noted at another moment."""
    values = {
        "tenant": world.number,
        "id": world.assignments[number],
        "at": datetime(2026, 3, 10, 10, tzinfo=UTC),
        "recorded_at": recorded_at,
    }
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO assignment_event (collaboration_id, assignment_id, seq, step, from_state, to_state,"
                " happened_at, recorded_at, actor_name, via) VALUES (:tenant, :id, 9, 'deliver', 'in_progress',"
                " 'delivered', :at, :recorded_at, 'Wouter Urenstra', 'screen')"
            ),
            values,
        )
        connection.execute(
            text(
                "UPDATE assignment SET state = 'delivered', delivered_at = :at, holder = 'principal',"
                " product_id = (SELECT id FROM product) WHERE id = :id"
            ),
            values,
        )


def test_as_many_statements_tell_of_one_run_as_of_several(
    database: Database, clock: FixedClock, count_statements: Callable[[Engine], list[str]]
) -> None:
    world = build(database, LAST_YEAR)
    last_quarter = Period.quarter(2025, 4)
    clock.set(CUT_OFF - timedelta(hours=1))
    _cost(world, 5_000, "S0", "PE", date(2025, 11, 30))
    _settled(world, clock)
    _cost(world, 100)
    statements = count_statements(database.engine)
    assert list(_told(world)) == ["2026-Q1"]
    once = len(statements)
    _settled(world, clock, last_quarter)
    clock.set(LATER + timedelta(days=1))
    _cost(world, 200, "L2", "PE", date(2025, 12, 1))
    statements.clear()
    assert _told(world) == {"2026-Q1": ["1 kostenregel (€ 1,00)"], "2025-Q4": ["1 kostenregel (€ 2,00)"]}
    assert len(statements) == once
    first, second = _late(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert service.late_of(work, second.run_id) == second
    _made_final(world, _correction(world, Q1, last_quarter))
    assert _late(world) == []
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert service.late_of(work, first.run_id) is None


def test_who_reads_settlements_reads_what_came_later(world: World) -> None:
    _cost(world, 100)
    for actor in (world.office("VLI"), world.actor(Role.CONTROLLER)):
        with world.database.unit_of_work(actor, read_only=True) as work:
            (found,) = service.list_late(work)
            assert service.late_of(work, found.run_id) == found
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.actor(Role.EMPLOYEE)) as work:
        service.list_late(work)
