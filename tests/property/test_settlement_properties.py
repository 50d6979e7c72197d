"""What holds for every settlement: parts total the whole, order is nothing, a credit mirrors, a snapshot repeats."""

import json
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.features.assignments.core.principals import Principal, ShareRule
from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.settlement.core.budget import on_budget, with_planned_costs
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import (
    Area,
    Assignment,
    BudgetLine,
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
    Statistic,
    Takes,
    Tariff,
    TariffKind,
    Term,
    VatCategory,
    VatTreatment,
    Worked,
)
from app.features.settlement.core.joint import Sharing, Together, with_gathered
from app.features.settlement.core.result import LineKind
from app.features.settlement.core.settle import attempt_to_settle, settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from app.kernel.canonical import written
from app.kernel.explain import check, for_reader, leaves
from app.kernel.period import Period
from tests.settlement_shuffle import shuffled

QUARTER = Period.quarter(2026, 1)
ALWAYS = Term(QUARTER.first_on.replace(year=2020))
PARTNERS = ("A", "B", "D")
AREAS = ("X", "Y")

cents = st.integers(-(10**8), 10**8)
costs_cents = st.integers(0, 10**8)
policies = st.sampled_from(
    [
        (Component(1, Takes.WHOLE, DriverKind.INHABITANTS),),
        (
            Component(1, Takes.PERCENT, DriverKind.INHABITANTS, Fraction(37)),
            Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(63)),
        ),
        (
            Component(1, Takes.TARIFF, tariff=TariffKind.HOUR),
            Component(2, Takes.FIXED, DriverKind.EQUAL, fixed_cents=100_03),
            Component(3, Takes.CATEGORY, DriverKind.HOURS, category="ict"),
            Component(4, Takes.REST, DriverKind.INHABITANTS),
        ),
        (Component(1, Takes.TARIFF, tariff=TariffKind.HOUR),),
    ]
)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """All of the period, or a part of it; always at least its first day."""
    last = draw(st.none() | st.integers(0, 89))
    return Term(ALWAYS.first_on, None if last is None else list(QUARTER.each_day())[last])


@st.composite
def worlds(draw: st.DrawFn) -> Inputs:
    """Two areas, three partners, overhead, hours of joint assignments, every VAT treatment."""
    stays = {code: draw(terms()) for code in PARTNERS}
    first = QUARTER.first_on
    share = Fraction(draw(st.integers(1, 6)), 7)
    assignments = tuple(
        Assignment(area, area, "Opdracht", area, (Share("A", share), Share("B", 1 - share))) for area in AREAS
    )
    return Inputs(
        collaboration=Named("proef", "Proef"),
        period=QUARTER,
        organisations=tuple(Named(code, code) for code in (*PARTNERS, "C")),
        areas=tuple(Area(code, code) for code in AREAS),
        memberships=tuple(Membership(code, stay) for code, stay in stays.items()),
        provisions=(Provision("X", "C", ALWAYS), Provision("Y", "A", ALWAYS)),
        participations=tuple(Participation(area, code, ALWAYS) for area in AREAS for code in PARTNERS),
        policies=tuple(Policy(area, area, ALWAYS, 3, draw(policies)) for area in AREAS),
        tariffs=tuple(Tariff(f"t{area}", area, TariffKind.HOUR, "f", "Uur", 8_333, ALWAYS) for area in AREAS),
        statistics=tuple(
            Statistic(code, code, "inhabitants", first, Fraction(draw(st.integers(1, 10**5))), "CBS")
            for code in PARTNERS
        ),
        assignments=assignments,
        worked=tuple(Worked(area, f"t{area}", first, first, draw(st.integers(1, 10**5))) for area in AREAS),
        pools=(
            *(Pool(area, area, PoolKind.AREA, area) for area in AREAS),
            Pool("H", "H", PoolKind.OVERHEAD, driver=OverheadDriver.HOURS),
        ),
        entries=tuple(
            CostEntry(
                f"{pool}{category}", pool, first, category, draw(costs_cents), draw(st.integers(0, 10**6))
            )
            for pool in (*AREAS, "H")
            for category in (Category.STAFF, Category.ICT)
        ),
        vat_treatments=tuple(
            VatTreatment(area, code, category, ALWAYS, rate)
            for area in AREAS
            for code, category, rate in (
                ("A", VatCategory.TAXED, Fraction(21, 100)),
                ("B", VatCategory.EXEMPT, Fraction(0)),
                ("D", VatCategory.OUTSIDE, Fraction(0)),
            )
        ),
    )


def _usable(world: Inputs) -> bool:
    """Input VAT cannot follow net amounts of both signs; such worlds are refused by name elsewhere."""
    return all(entry.amount_cents >= 100 for entry in world.entries)


fast = settings(
    max_examples=settings().max_examples * 3 // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def _without_input_vat(world: Inputs) -> Inputs:
    return replace(world, entries=tuple(replace(entry, vat_cents=0) for entry in world.entries))


@fast
@given(worlds())
def test_lines_and_result_total_the_costs_and_positions_total_zero(world: Inputs) -> None:
    settlement = settle(_without_input_vat(world))
    assert sum(entry.amount_cents for entry in world.entries) == settlement.totals.costs_cents
    charged = sum(
        line.amount_cents for line in settlement.lines if line.kind in (LineKind.SHARE, LineKind.TARIFF)
    )
    assert charged + settlement.totals.result_cents == settlement.totals.costs_cents
    assert sum(position.net_cents for position in settlement.netting.positions) == 0
    for document in settlement.documents:
        lines = [settlement.line(number) for number in document.lines]
        assert document.total_cents == sum(line.amount_cents + line.vat_cents for line in lines)
        assert len({line.vat_category is VatCategory.OUTSIDE for line in lines}) == 1


@fast
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(world: Inputs, chance: Random) -> None:
    world = _without_input_vat(world)
    mixed = shuffled(world, chance)
    assert to_snapshot(mixed) == to_snapshot(world)
    assert lines_body(settle(mixed)) == lines_body(settle(world))


def _gathered(world: Inputs) -> Inputs:
    """The same work as a draft reads it: minutes by way of sharing, without assignments."""
    assignments = {row.id: row for row in world.assignments}
    together: dict[Sharing, list[Together]] = {}
    for row in world.worked:
        found = assignments[row.assignment]
        way = Sharing(ShareRule.FIXED, "", tuple(Principal(share.of, share.value) for share in found.shares))
        one = Together(found.area, row.tariff, row.first_on, row.last_on, row.minutes, 1)
        together.setdefault(way, []).append(one)
    return with_gathered(replace(world, assignments=(), worked=()), together)


@fast
@given(worlds(), st.data())
def test_gathered_minutes_give_the_same_lines_as_each_assignment(world: Inputs, data: st.DataObject) -> None:
    whole = st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 9))
    more = []
    for place, (a, b, d) in enumerate(data.draw(st.lists(whole, max_size=12))):
        parts = tuple(
            Share(code, Fraction(part, a + b + d)) for code, part in (("A", a), ("B", b), ("D", d)) if part
        )
        more.append(Assignment(f"m{place}", f"m{place}", "Opdracht", AREAS[place % 2], parts))
    minutes = st.integers(-600, 6_000).filter(bool)
    first = QUARTER.first_on
    worked = [Worked(row.id, f"t{row.area}", first, first, data.draw(minutes)) for row in more]
    world = replace(
        _without_input_vat(world),
        assignments=(*world.assignments, *more),
        worked=(*world.worked, *worked),
        policies=tuple(replace(row, components=data.draw(policies)) for row in world.policies),
    )
    expected = _outcome(world)
    assert _outcome(_gathered(world)) == expected
    half = _gathered(replace(world, worked=world.worked[::2]))
    assert _outcome(replace(world, worked=world.worked[1::2], gathered=half.gathered)) == expected


@fast
@given(worlds())
def test_the_budget_has_the_hours_that_were_gathered_for_what_was_spent(world: Inputs) -> None:
    world = _without_input_vat(world)
    lines = [BudgetLine(row.pool, row.category, 3 * row.amount_cents) for row in world.entries]
    world = replace(world, budget=tuple(lines))
    planned = on_budget(world, attempt_to_settle(world).work)
    assert planned is not None or not lines
    if planned is not None:
        assert lines_body(planned) == lines_body(settle(with_planned_costs(world)))


def _outcome(world: Inputs) -> bytes | list[str]:
    """The lines, or the names of what stands in the way."""
    try:
        return lines_body(settle(world))
    except Unsettled as refusal:
        return [error.name for error in refusal.errors]


@fast
@given(worlds())
def test_a_snapshot_settles_to_the_same_bytes(world: Inputs) -> None:
    world = _without_input_vat(world)
    body = to_snapshot(world)
    assert written(json.loads(body)) == body
    assert to_snapshot(from_snapshot(body)) == body
    assert lines_body(settle(from_snapshot(body))) == lines_body(settle(world))


@fast
@given(worlds())
def test_costs_below_zero_are_the_mirror_image(world: Inputs) -> None:
    shares = tuple(
        replace(policy, components=(Component(1, Takes.WHOLE, DriverKind.INHABITANTS),))
        for policy in world.policies
    )
    world = replace(world, policies=shares)
    mirrored = replace(
        world,
        entries=tuple(
            replace(entry, amount_cents=-entry.amount_cents, vat_cents=-entry.vat_cents)
            for entry in world.entries
        ),
    )
    if not _usable(world):
        world, mirrored = _without_input_vat(world), _without_input_vat(mirrored)
    plain, mirror = settle(world), settle(mirrored)
    assert [line.amount_cents for line in mirror.lines] == [-line.amount_cents for line in plain.lines]
    assert [one.vat_cents for one in mirror.documents] == [-one.vat_cents for one in plain.documents]


@fast
@given(worlds())
def test_input_vat_is_charged_to_the_cent_or_deducted(world: Inputs) -> None:
    shares = tuple(
        replace(policy, components=(Component(1, Takes.WHOLE, DriverKind.INHABITANTS),))
        for policy in world.policies
    )
    if not _usable(world):
        return
    settlement = settle(replace(world, policies=shares))
    for area in settlement.areas:
        lines = [
            line
            for line in settlement.lines
            if (line.area, line.kind) == (area.area.code, LineKind.INPUT_VAT)
        ]
        assert {line.organisation for line in lines} <= {"B", "D"}
        assert 0 <= sum(line.amount_cents for line in lines) <= area.input_vat_cents


@fast
@given(worlds())
def test_every_explanation_totals_its_line_and_hides_what_is_anothers(world: Inputs) -> None:
    settlement = settle(_without_input_vat(world))
    for line in settlement.lines:
        check(line.derivation)
        assert line.derivation.value == line.amount_cents
        seen = for_reader(line.derivation, "B")
        assert seen.value == line.amount_cents
        assert all(node.owner in ("", "B") or not node.operands for node in leaves(seen))
        assert not any(node.source and node.owner not in ("", "B") for node in leaves(seen))


@fast
@given(worlds(), st.sampled_from(PARTNERS))
def test_who_has_no_weight_pays_nothing(world: Inputs, code: str) -> None:
    shares = tuple(
        replace(policy, components=(Component(1, Takes.WHOLE, DriverKind.INHABITANTS),))
        for policy in world.policies
    )
    statistics = tuple(
        replace(row, value=Fraction(0)) if row.organisation == code else row for row in world.statistics
    )
    settlement = settle(_without_input_vat(replace(world, policies=shares, statistics=statistics)))
    assert all(line.amount_cents == 0 for line in settlement.lines if line.organisation == code)


@fast
@given(worlds(), st.integers(1, 10**6))
def test_quarters_total_the_year_where_a_year_is_cut_into_them(world: Inputs, fixed_cents: int) -> None:
    total = 0
    for number in range(1, 5):
        quarter = Period.quarter(2026, number)
        policy = Policy("X", "X", ALWAYS, 3, (
            Component(1, Takes.FIXED, DriverKind.EQUAL, fixed_cents=fixed_cents),
            Component(2, Takes.REST, DriverKind.EQUAL),
        ))  # fmt: skip
        inputs = replace(
            world,
            period=quarter,
            areas=(Area("X", "X"),),
            memberships=tuple(Membership(code, ALWAYS) for code in PARTNERS),
            provisions=(Provision("X", "C", ALWAYS),),
            participations=tuple(Participation("X", code, ALWAYS) for code in PARTNERS),
            policies=(policy,), tariffs=(), assignments=(), worked=(),
            pools=(Pool("X", "X", PoolKind.AREA, "X"),),
            entries=(CostEntry("e", "X", quarter.first_on, Category.STAFF, 10**9),),
            vat_treatments=tuple(VatTreatment("X", code, VatCategory.EXEMPT, ALWAYS) for code in PARTNERS),
        )  # fmt: skip
        total += sum(line.amount_cents for line in settle(inputs).lines if line.component == 1)
    assert total == fixed_cents
