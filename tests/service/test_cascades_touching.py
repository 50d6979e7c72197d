"""What pools and cascades that come or end touch, said before it is saved; each period keeps its own cascade."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from app.features.costs import service as costs
from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, CostEntryRow, PoolRow
from app.features.costs.service import changing
from app.features.partnership.core.rows import Term
from app.features.settlement import service as settlement
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Share
from app.features.settlement.service.changing import pools as touched
from app.features.settlement.service.changing.versions import Ending
from app.features.settlement.service.facts import read_inputs
from app.features.settlement.service.frozen import inputs_of
from app.features.settlement.store.runs import find_body
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.kernel.errors import Invalid, Refused
from app.kernel.period import Period
from tests.service.test_cascades import APRIL, FROM_APRIL, HALVES, IT, Q1, add_version, make_final
from tests.settlement_world import World, approved, build, refusal, until_it_waits


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The collaboration with its first quarter booked, on 20 April."""
    made = build(database)
    clock.set(datetime(2026, 4, 20, 9, tzinfo=UTC))
    return made


def test_a_preview_says_what_a_cascade_ends_and_which_settlement_reads_it(world: World) -> None:
    with world.database.unit_of_work(world.finance) as work:
        settlement.start(work, Q1)
    add_version(world, "pools", replace(IT, term=Term(date(2026, 7, 1))))
    with world.database.unit_of_work(world.finance) as work:
        shown = touched.preview_new(work, "cascades", FROM_APRIL)
        whole = touched.preview_new(
            work, "cascades", replace(FROM_APRIL, term=Term(APRIL, date(2026, 6, 30)))
        )
    assert shown.facts[:2] == (
        ("Overhead gaat", "rechtstreeks"),
        ("Huisvesting", "Personeel 50\u00a0% en Sociale zaken 50\u00a0%"),
    )
    said = " ".join(shown.touches)
    assert "geldt (rechtstreeks), eindigt op 31 maart 2026." in said
    assert "Kostenplaats ICT geldt vanaf 1 juli 2026 en staat hier niet in" in said
    assert "Over deze dagen is nog geen afrekening gemaakt." in said
    assert shown.sentences[0].startswith("De overhead gaat rechtstreeks naar de taakgebieden: Huisvesting")
    assert "Dan is er geen doorbelasting meer" in " ".join(whole.touches)
    with world.database.unit_of_work(world.finance) as work:
        pool = touched.preview_new(
            work, "pools", PoolRow("SZ", "Sociaal", PoolKind.AREA, "SZ", Term(date(2026, 2, 1)))
        )
    assert "Tot en met 31 januari 2026 heet zij nog Sociale zaken." in pool.touches
    assert "De afrekening over het 1e kwartaal 2026 is een concept." in " ".join(pool.touches)


def test_a_trial_brings_the_areas_what_the_settlement_would(world: World) -> None:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        trial = touched.try_cascade(work, FROM_APRIL)
    assert trial.period == Q1
    assert trial.now is not None
    assert trial.then is not None
    assert trial.now.to_areas == {("HV", "PE"): 10_000, ("HV", "SZ"): 30_000}
    assert trial.then.to_areas == {("HV", "PE"): 20_000, ("HV", "SZ"): 20_000}


def test_a_ring_without_outlet_is_refused_also_without_costs(world: World) -> None:
    add_version(world, "pools", IT)
    ring = (
        replace(HALVES, shares=(), pool_shares=(("IT", Fraction(1)),)),
        CascadePoolRow("IT", OverheadDriver.FIXED, pool_shares=(("HV", Fraction(1)),)),
    )
    row = CascadeRow(CascadeMethod.RECIPROCAL, ring, Term(APRIL))
    with (
        pytest.raises(Invalid, match="Huisvesting en ICT geven alleen aan elkaar door"),
        world.database.unit_of_work(world.finance) as work,
    ):
        touched.add_new(work, "cascades", row)


def test_a_correction_of_an_older_period_is_settled_by_the_cascade_of_then(
    world: World, clock: FixedClock
) -> None:
    make_final(world)
    clock.set(datetime(2026, 4, 21, 9, tzinfo=UTC))
    with world.database.unit_of_work(world.finance) as work:
        with pytest.raises(Refused, match="Tot en met 31 maart 2026 is definitief afgerekend"):
            touched.add_new(work, "cascades", replace(FROM_APRIL, term=Term(date(2026, 1, 1))))
        touched.add_new(work, "cascades", FROM_APRIL)
        late = CostEntryRow(
            "HV", date(2026, 3, 31), Category.HOUSING, 4_000, 0, "H2", "Vastgoed BV", "Naheffing"
        )
        costs.add_entry(work, late)
        run = settlement.start_correction(work, [Q1])
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        body = find_body(work.session, work.actor, run.id)
    assert body is not None
    corrected = inputs_of(body).corrected[0].inputs
    housing = next(pool for pool in corrected.pools if pool.code == "HV")
    assert housing.shares == (Share("PE", Fraction(25)), Share("SZ", Fraction(75)))
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        cascade = changing.list_versions(work, "cascades")[0].id
    ending = Ending("cascades", cascade, "2026-03-31", date(2025, 12, 31))
    with pytest.raises(Refused, match="definitief"), world.database.unit_of_work(world.finance) as work:
        touched.change_end(work, ending)
    with pytest.raises(Refused, match="definitief"), world.database.unit_of_work(world.finance) as work:
        touched.withdraw(work, "cascades", cascade)


def test_a_cascade_that_changes_within_a_period_is_named(world: World) -> None:
    add_version(world, "cascades", FROM_APRIL)
    with (
        pytest.raises(Unsettled, match="wijzigt op 1 april 2026, midden in 2026"),
        world.database.unit_of_work(world.finance, read_only=True) as work,
    ):
        read_inputs(work, Period.year(2026), work.now, is_cut_off=False)


def _from_january(work: UnitOfWork) -> None:
    touched.add_new(work, "cascades", replace(FROM_APRIL, term=Term(date(2026, 1, 1))))


def _renamed(work: UnitOfWork) -> None:
    touched.add_new(work, "pools", PoolRow("HV", "Gebouwen", PoolKind.OVERHEAD, term=Term(date(2026, 2, 1))))


def test_a_cascade_that_changes_while_a_run_becomes_final_waits_and_is_refused(
    world: World, owner: Engine
) -> None:
    run_id = approved(world, Q1)
    with ThreadPoolExecutor(1) as other:
        with world.database.unit_of_work(world.finance) as work:
            settlement.make_final(work, run_id)
            changing_it = other.submit(refusal, world, _from_january)
            until_it_waits(owner)
        assert "Tot en met 31 maart 2026 is definitief afgerekend." in changing_it.result()


@pytest.mark.parametrize("change", [_from_january, _renamed])
def test_a_run_that_becomes_final_while_a_cascade_or_pool_changes_waits_and_is_refused(
    world: World, owner: Engine, change: Callable[[UnitOfWork], None]
) -> None:
    run_id = approved(world, Q1)
    with ThreadPoolExecutor(1) as other:
        with world.database.unit_of_work(world.finance) as work:
            change(work)
            finalising = other.submit(refusal, world, lambda mine: settlement.make_final(mine, run_id))
            until_it_waits(owner)
        said = finalising.result()
    assert "is van Huisvesting de naam of doorbelasting gewijzigd op dagen van 1e kwartaal 2026." in said
    with world.database.unit_of_work(world.finance) as work:
        assert settlement.get_run(work, run_id).run.final_at is None
        settlement.send_back(work, run_id, "De overhead gaat anders.")


def test_a_pool_that_is_renamed_while_a_run_becomes_final_waits_and_keeps_its_name_there(
    world: World, owner: Engine
) -> None:
    run_id = approved(world, Q1)
    with ThreadPoolExecutor(1) as other:
        with world.database.unit_of_work(world.finance) as work:
            settlement.make_final(work, run_id)
            renaming = other.submit(refusal, world, _renamed)
            until_it_waits(owner)
        assert renaming.result() == ""
    with world.database.unit_of_work(world.finance) as work:
        body = find_body(work.session, work.actor, run_id)
    assert body is not None
    assert "Huisvesting" in {pool.name for pool in inputs_of(body).pools}


def test_what_is_agreed_for_later_days_holds_no_run_back(world: World) -> None:
    run_id = approved(world, Q1)
    add_version(world, "cascades", FROM_APRIL)
    add_version(world, "pools", IT)
    with world.database.unit_of_work(world.finance) as work:
        settlement.make_final(work, run_id)
