"""Overhead inside a settlement: totals both ways, order is nothing, a credit mirrors, a snapshot repeats."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.settlement.core.inputs import (
    Area,
    AreaFigure,
    Assignment,
    CascadeMethod,
    Component,
    CostEntry,
    DriverKind,
    Inputs,
    Membership,
    Named,
    Participation,
    Policy,
    Pool,
    Provision,
    Share,
    Takes,
    Term,
    VatCategory,
    VatTreatment,
    Worked,
)
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from app.kernel.explain import check
from app.kernel.period import Period
from tests.settlement_shuffle import shuffled

QUARTER = Period.quarter(2026, 1)
FIRST = QUARTER.first_on
ALWAYS = Term(FIRST.replace(year=2020))
AREAS, OVERHEAD = ("X", "Y"), ("A", "B", "X")
each = settings(max_examples=40, deadline=None)
drivers = st.sampled_from([OverheadDriver.FTE, OverheadDriver.HOURS, OverheadDriver.FIXED])


@st.composite
def pools(draw: st.DrawFn, place: int, driver: OverheadDriver) -> Pool:
    """An overhead pool that serves both areas and, when its driver lets it, the other pools and itself."""
    code = OVERHEAD[place]
    fte = draw(st.none() | st.fractions(0, 20, max_denominator=4))
    if driver is not OverheadDriver.FIXED:
        return Pool(code, f"Pool {code}", PoolKind.OVERHEAD, driver=driver, fte=fte, step=place + 1)
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=4, max_size=4, unique=True)))
    parts = [Fraction(high - low) for low, high in zip((0, *cuts), (*cuts, 100), strict=True)]
    shares = tuple(Share(area, part) for area, part in zip(AREAS, parts[:2], strict=True))
    others = tuple(Share(other, part) for other, part in zip(OVERHEAD, parts[2:], strict=True))
    return Pool(code, f"Pool {code}", PoolKind.OVERHEAD, "", driver, shares, others, fte, place + 1)


@st.composite
def worlds(draw: st.DrawFn) -> Inputs:
    """Two areas, two partners, three overhead pools, one of them with the code of an area."""
    return Inputs(
        collaboration=Named("proef", "Proef"),
        period=QUARTER,
        organisations=tuple(Named(code, code) for code in ("C", "P", "Q")),
        areas=tuple(Area(code, code) for code in AREAS),
        memberships=tuple(Membership(code, ALWAYS) for code in ("P", "Q")),
        provisions=tuple(Provision(area, "C", ALWAYS) for area in AREAS),
        participations=tuple(Participation(area, code, ALWAYS) for area in AREAS for code in ("P", "Q")),
        policies=tuple(
            Policy(area, area, ALWAYS, 3, (Component(1, Takes.WHOLE, DriverKind.EQUAL),)) for area in AREAS
        ),
        assignments=tuple(
            Assignment(area, area, "Opdracht", area, (Share("P", Fraction(1)),)) for area in AREAS
        ),
        worked=tuple(Worked(area, "", FIRST, FIRST, draw(st.integers(1, 10**5))) for area in AREAS),
        pools=(
            *(Pool(f"K{area}", area, PoolKind.AREA, area) for area in AREAS),
            *(draw(pools(place, draw(drivers))) for place in range(len(OVERHEAD))),
        ),
        entries=tuple(
            CostEntry(f"e{pool}", pool, FIRST, Category.STAFF, draw(st.integers(100, 10**8)))
            for pool in ("KX", "KY", *OVERHEAD)
        ),
        area_figures=tuple(
            AreaFigure(area, FIRST, draw(st.fractions(1, 50, max_denominator=4)), "formatie")
            for area in AREAS
        ),
        vat_treatments=tuple(
            VatTreatment(area, code, VatCategory.EXEMPT, ALWAYS) for area in AREAS for code in ("P", "Q")
        ),
        cascade=draw(st.sampled_from(list(CascadeMethod))),
    )


def _table(found: Settlement) -> dict[tuple[str, str, bool], int]:
    return {
        (one.pool, one.to_pool or one.area, bool(one.to_pool)): one.amount_cents for one in found.postings
    }


@each
@given(worlds())
def test_the_table_of_postings_totals_both_ways(world: Inputs) -> None:
    found = settle(world)
    table = _table(found)
    assert len(table) == len(found.postings)
    own = {entry.pool: entry.amount_cents for entry in world.entries}
    for code in OVERHEAD:
        sent = sum(cents for (pool, _, _), cents in table.items() if pool == code)
        received = sum(cents for (_, to, is_pool), cents in table.items() if is_pool and to == code)
        assert sent == own[code] + received
        assert not received or world.cascade is CascadeMethod.STEP_DOWN
    for area in found.areas:
        code = area.area.code
        assert area.overhead_cents == sum(
            cents for (_, to, is_pool), cents in table.items() if to == code and not is_pool
        )
        assert area.costs_cents == own[f"K{code}"] + area.overhead_cents
        check(area.costs)
    assert found.totals.costs_cents == sum(own.values()) == found.totals.divided_cents


@each
@given(worlds(), st.randoms(use_true_random=False))
def test_order_and_freezing_change_no_byte(world: Inputs, chance: Random) -> None:
    mixed = shuffled(world, chance)
    body = to_snapshot(world)
    assert to_snapshot(mixed) == body == to_snapshot(from_snapshot(body))
    assert lines_body(settle(mixed)) == lines_body(settle(world)) == lines_body(settle(from_snapshot(body)))


@each
@given(worlds())
def test_negative_costs_mirror_every_posting(world: Inputs) -> None:
    entries = tuple(replace(entry, amount_cents=-entry.amount_cents) for entry in world.entries)
    mirror = _table(settle(replace(world, entries=entries)))
    assert mirror == {key: -cents for key, cents in _table(settle(world)).items()}
