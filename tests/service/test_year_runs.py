"""Through the year against the database: corrections of final runs, advances and their true-up, carried results."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, text, update
from sqlalchemy.exc import DBAPIError

from app.features.costs import service as costs
from app.features.costs.core import Category, PoolKind
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow, PoolRow
from app.features.invoices import service as invoices
from app.features.invoices.core.views import InvoiceDetail
from app.features.partnership.core.rows import (
    AreaRow,
    ComponentRow,
    ParticipationRow,
    PartnershipRows,
    PolicyRow,
    ProvisionRow,
    StatisticRow,
)
from app.features.partnership.core.words import DriverKind, Takes, VatCategory
from app.features.partnership.models import Participation
from app.features.settlement import service
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.run import Run, RunKind, RunState
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.storage import FolderStorage
from app.kernel.errors import Invalid, NotAllowed, Refused
from app.kernel.period import Period
from tests.settlement_world import ALWAYS, INHABITANTS, NAMES, World, book, build, confirm_all, explain_all

Q1, Q2 = Period.quarter(2026, 1), Period.quarter(2026, 2)
LATE = CostEntryRow("SZ", date(2026, 3, 31), Category.OTHER, 32_510, 0, "L1", "Laatkomer", "Te laat")


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _final(world: World, run: Run) -> tuple[InvoiceDetail, ...]:
    """Check, have another approve, and make final."""
    if run.confirm_by_on is not None:
        confirm_all(world, run.id)
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        service.approve(work, run.id)
    with world.database.unit_of_work(world.finance) as work:
        return invoices.make_final(work, run.id)


def final_quarter(world: World, period: Period = Q1) -> tuple[Run, tuple[InvoiceDetail, ...]]:
    with world.database.unit_of_work(world.finance) as work:
        run = service.start(work, period)
    return run, _final(world, run)


def settlement_of(world: World, run: Run) -> Settlement:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        return service.get_settlement(work, run.id)[0]


def book_late(world: World, clock: FixedClock) -> None:
    """325.10 of costs more in March, and two hours, recorded after the cut-off."""
    clock.set(datetime(2026, 4, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(work, LATE)
    with world.database.unit_of_work(world.system) as work:
        book(work, world, "2026-PE-0001", date(2026, 3, 9), 120, at=work.now)


def correction_of(world: World, *periods: Period) -> Run:
    with world.database.unit_of_work(world.finance) as work:
        return service.start_correction(work, periods or (Q1,))


def test_a_correction_moves_what_became_known_after_the_cut_off(world: World, clock: FixedClock) -> None:
    first, _ = final_quarter(world)
    book_late(world, clock)
    run = correction_of(world)
    assert (run.kind, run.state, run.period, run.confirm_by_on) == (
        RunKind.CORRECTION,
        RunState.DRAFT,
        Q1,
        None,
    )
    settlement = settlement_of(world, run)
    # SZ: 325.10 more; 40 % = 130.04 by 9,420/13,680/9,410, 60 % = 195.06 by 480/150/150 of 780 minutes; but
    # PE pays 2 × 82.50 = 165.00 for Vlist, and the area's result falls by as much
    moved = {(one.area, one.organisation): one.difference_cents for one in settlement.moved}
    assert moved["PE", "VLI"] == 16_500
    assert sum(cents for (area, _), cents in moved.items() if area == "SZ") == 32_510
    results = {area.area.code: area.result_cents for area in settlement.areas}
    assert results == {"SZ": 0, "PE": -16_500}
    before = {line.key: line.amount_cents for line in settlement_of(world, first).lines}
    for line in settlement.lines:
        assert line.about == Q1
        assert line.derivation.operands[-1].value == before[line.key]


def test_a_final_correction_gives_extra_invoices_that_refer_to_the_first_ones(
    world: World, clock: FixedClock, owner: Engine
) -> None:
    first, earlier = final_quarter(world)
    numbers = {(found.row.provider.code, found.row.client.code): found.row.number for found in earlier}
    sealed = _everything(owner, first.id)
    book_late(world, clock)
    made = _final(world, correction_of(world))
    assert [(one.row.provider.code, one.row.client.code) for one in made] == [
        ("BER", "VLI"), ("NLK", "BER"), ("NLK", "VLI")
    ]  # fmt: skip
    for found in made:
        assert found.refers == (numbers[found.row.provider.code, found.row.client.code],)
        assert (found.row.period, found.row.kind.value) == (Q1, "factuur")
    assert made[0].row.total_cents == 16_500
    assert _everything(owner, first.id) == sealed
    with world.database.unit_of_work(world.system, read_only=True) as work:
        assert service.deviations(work) == []


def _everything(owner: Engine, run_id: UUID) -> list[object]:
    """All that is kept of a run, to be compared later."""
    tables = (("run", "id"), ("snapshot", "run_id"), ("settlement_line", "run_id"), ("invoice", "run_id"))
    with owner.connect() as connection:
        return [
            connection.execute(
                text(f"SELECT * FROM {table} WHERE {key} = :run ORDER BY 1, 2, 3"), {"run": run_id}
            ).all()
            for table, key in tables
        ]


def test_what_was_corrected_is_not_corrected_again(world: World, clock: FixedClock) -> None:
    final_quarter(world)
    book_late(world, clock)
    _final(world, correction_of(world))
    again = correction_of(world)
    assert [found.code for found in again.findings] == ["nothing-to-correct"]
    with (
        pytest.raises(Refused, match="niets te corrigeren"),
        world.database.unit_of_work(world.finance) as work,
    ):
        service.check(work, again.id)


def test_another_vat_treatment_takes_the_document_back_and_makes_it_anew(
    world: World, clock: FixedClock, tmp_path: Path
) -> None:
    storage = FolderStorage(tmp_path)
    final_quarter(world)
    clock.set(datetime(2026, 4, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.system) as work:
        mine = (
            Participation.area_id == world.areas["SZ"],
            Participation.organisation_id == world.organisations["BER"],
        )
        work.session.execute(update(Participation).where(*mine).values(valid_until=date(2025, 12, 31)))
        work.session.execute(
            insert(Participation),
            [
                {
                    "collaboration_id": world.number, "id": work.new_id(), "area_id": world.areas["SZ"],
                    "organisation_id": world.organisations["BER"], "valid_from": date(2026, 1, 1),
                    "vat_category": VatCategory.TAXED.value, "vat_basis_points": 2_100, "is_transparent": False,
                }
            ],
        )  # fmt: skip
    made = _final(world, correction_of(world))
    kinds = {one.row.kind.value: one for one in made if one.row.client.code == "BER"}
    # input VAT of 101.88 was part of the exempt price; taxed it is deducted: net 4,996.88 and 21 % of it
    assert kinds["creditfactuur"].row.total_cents == 499_688 + 10_188
    assert (kinds["factuur"].row.net_cents, kinds["factuur"].row.vat_cents) == (499_688, 104_934)
    assert kinds["factuur"].refers == kinds["creditfactuur"].refers
    with world.database.unit_of_work(world.system) as work:
        for found in made:
            assert invoices.draw_invoice(work, storage, found.row.id).size > 10_000
        assert invoices.draw_report(work, storage, made[0].row.run_id).size > 10_000
    with world.database.unit_of_work(world.system, read_only=True) as work:
        assert [
            one for one in invoices.deviations(work, storage) if "pdf" not in one and "rapport" not in one
        ] == []


def test_a_correction_is_of_final_periods_only_and_one_at_a_time(world: World, clock: FixedClock) -> None:
    with (
        pytest.raises(Invalid, match="definitief"),
        world.database.unit_of_work(world.finance) as work,
    ):
        service.start_correction(work, [Q1])
    final_quarter(world)
    with pytest.raises(Invalid), world.database.unit_of_work(world.finance) as work:
        service.start_correction(work, [Q1, Q2])
    correction_of(world)
    with (
        pytest.raises(Refused, match="loopt al een correctie"),
        world.database.unit_of_work(world.finance) as work,
    ):
        service.start_correction(work, [Q1])
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.office("BER")) as work:
        service.start_correction(work, [Q1])


def test_the_database_lets_a_correction_settle_final_runs_only(world: World, owner: Engine) -> None:
    first, _ = final_quarter(world)
    correction = correction_of(world)
    again = (
        "INSERT INTO run_corrects (collaboration_id, run_id, corrects_id)"
        " SELECT collaboration_id, :run, :corrects FROM run WHERE id = :run"
    )
    for run, corrects in ((first.id, correction.id), (correction.id, correction.id)):
        with pytest.raises(DBAPIError), owner.begin() as connection:
            connection.execute(text(again), {"run": run, "corrects": corrects})


YEARLY = PartnershipRows(
    areas=(AreaRow("OW", "Onderwijs", "4.3", ALWAYS),),
    provisions=(ProvisionRow("OW", "VLI", ALWAYS),),
    participations=tuple(ParticipationRow("OW", code, ALWAYS, VatCategory.EXEMPT) for code in NAMES),
    policies=(
        PolicyRow("OW", 1, ALWAYS, 12, (ComponentRow(1, Takes.WHOLE, DriverKind.EQUAL),), has_advances=True),
    ),
)
"""Education, settled once a year by equal parts, with advances."""
LAST_YEAR = PartnershipRows(
    statistics=tuple(
        StatisticRow(code, "inhabitants", date(2025, 1, 1), Decimal(value), "CBS")
        for code, value in INHABITANTS.items()
    )
)


def with_education(database: Database) -> World:
    """The collaboration with education, on a budget of 1,200.03."""
    world = build(database, YEARLY)
    with world.database.unit_of_work(world.system) as work:
        costs.add_pools(work, [PoolRow("OW", "Onderwijs", PoolKind.AREA, area="OW")])
        costs.add_budget(work, [BudgetLineRow(2026, "OW", Category.STAFF, 120_003)])
    return world


@pytest.fixture
def yearly(database: Database) -> World:
    """That collaboration."""
    return with_education(database)


def advance_of(world: World, period: Period) -> tuple[Run, tuple[InvoiceDetail, ...]]:
    with world.database.unit_of_work(world.finance) as work:
        run = service.start_advance(work, period)
    return run, _final(world, run)


def test_advances_are_taken_off_when_the_year_is_settled(yearly: World, clock: FixedClock) -> None:
    world = yearly
    totals = [
        {
            line.organisation: line.amount_cents
            for line in settlement_of(world, advance_of(world, period)[0]).lines
        }
        for period in Period.year(2026).split(3)
    ]
    # 1,200.03 / 3 = 400.01, over four quarters 100.01, 100.00, 100.00, 100.00
    assert totals == [dict.fromkeys(NAMES, 10_001), *[dict.fromkeys(NAMES, 10_000)] * 3]
    with pytest.raises(Refused, match="al een voorschot definitief"):
        advance_of(world, Q1)
    clock.set(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(
            work,
            CostEntryRow("OW", date(2026, 6, 30), Category.STAFF, 150_000, 0, "S9", "Vlist", "Salarissen"),
        )
        run = service.start(work, Period.year(2026))
    settlement = settlement_of(world, run)
    (area,) = [one for one in settlement.areas if one.area.code == "OW"]
    assert area.by_organisation == dict.fromkeys(NAMES, 50_000)
    documents = {one.organisation: one.net_cents for one in settlement.documents if one.provider == "VLI"}
    assert documents == {"BER": 50_000 - 40_001, "NLK": 50_000 - 40_001}
    with (
        pytest.raises(Refused, match="wordt al afgerekend"),
        world.database.unit_of_work(world.finance) as work,
    ):
        service.start_advance(work, Q1)


def test_an_advance_that_became_final_meanwhile_overtakes_the_year(yearly: World, clock: FixedClock) -> None:
    world = yearly
    with world.database.unit_of_work(world.finance) as work:
        advance = service.start_advance(work, Q1)
    clock.set(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        year = service.start(work, Period.year(2026))
    confirm_all(world, year.id)
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, year.id)
    explain_all(world, year.id)
    with world.database.unit_of_work(world.second) as work:
        service.approve(work, year.id)
    _final(world, advance)
    with (
        pytest.raises(Refused, match="bereken haar opnieuw"),
        world.database.unit_of_work(world.finance) as work,
    ):
        invoices.make_final(work, year.id)


def test_a_result_of_last_year_opens_the_first_quarter_of_the_next(
    database: Database, clock: FixedClock
) -> None:
    world = build(database, LAST_YEAR)
    clock.set(datetime(2026, 4, 20, 9, 0, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(
            work,
            CostEntryRow("PE", date(2025, 11, 30), Category.STAFF, 5_000, 0, "S0", "Bergambacht", "Uren"),
        )
    final_quarter(world, Period.quarter(2025, 4))
    clock.set(work.now + timedelta(days=1))
    with world.database.unit_of_work(world.finance) as work:
        run = service.start(work, Q1)
    settlement = settlement_of(world, run)
    (pe,) = [area for area in settlement.areas if area.area.code == "PE"]
    assert (pe.carried_cents, pe.costs_cents) == (5_000, 20_000 + 10_000 + 5_000)
    assert "Resultaat afrekening 4e kwartaal 2025" in {node.what for node in pe.costs.operands[1].operands}


def test_statements_of_a_correction_do_not_grow_with_its_lines(
    world: World, clock: FixedClock, count_statements: Callable[[Engine], list[str]]
) -> None:
    final_quarter(world)
    book_late(world, clock)
    run = correction_of(world)
    statements = count_statements(world.database.engine)
    with world.database.unit_of_work(world.finance) as work:
        service.calculate(work, run.id)
    assert len(statements) < 80
