"""Keys with bounds, packages and phases: parts total the whole, bounds hold or are refused, order is nothing."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.features.costs.core import Category, PoolKind
from app.features.settlement.core.bounds import OutOfBounds, factor
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import (
    Area,
    Bound,
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
    Statistic,
    Takes,
    VatCategory,
    VatTreatment,
)
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from app.features.settlement.core.what_if import Change, ChangeKind, changed
from app.kernel.explain import check, leaves
from app.kernel.money import ZeroWeights, round_half_up
from app.kernel.period import Period
from tests.division_world import ALWAYS, PARTNERS, QUARTER, worlds, years
from tests.settlement_shuffle import shuffled

REFUSALS = {"InfeasibleBounds", "ZeroWeight", "NoParticipants"}

fast = settings(
    max_examples=settings().max_examples // 2,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def _settled(world: Inputs) -> Settlement:
    """The settlement; worlds that are refused by name for a reason that belongs to chance are passed over."""
    try:
        return settle(world)
    except Unsettled as refused:
        assume(not {error.name for error in refused.errors} <= REFUSALS)
        raise


def _turned(world: Inputs) -> Inputs:
    entries = tuple(replace(entry, amount_cents=-entry.amount_cents) for entry in world.entries)
    return replace(world, entries=entries)


@fast
@given(worlds())
def test_parts_total_the_whole_at_every_stage(world: Inputs) -> None:
    settlement = _settled(world)
    costs = sum(entry.amount_cents for entry in world.entries)
    assert sum(line.amount_cents for line in settlement.lines) == costs == settlement.totals.divided_cents
    by_component: dict[int, int] = {}
    for line in settlement.lines:
        by_component[line.component] = by_component.get(line.component, 0) + line.amount_cents
        assert line.derivation.operands[0].value == sum(
            other.amount_cents for other in settlement.lines if other.component == line.component
        )
    assert sum(by_component.values()) == costs


@fast
@given(worlds(priced=True), st.randoms(use_true_random=False))
def test_tariffs_and_the_rest_total_the_costs_for_all_or_for_a_package(world: Inputs, chance: Random) -> None:
    settlement = _settled(world)
    costs = sum(entry.amount_cents for entry in world.entries)
    assert sum(line.amount_cents for line in settlement.lines) == costs
    takers = {row.organisation for row in world.participations if row.package}
    packages = {part.position for part in world.policies[0].components if part.package}
    for line in settlement.lines:
        check(line.derivation)
        assert line.component not in packages or line.organisation in takers
        if line.kind is LineKind.TARIFF:
            exact = line.quantity * line.price_cents / line.base_quantity
            assert line.amount_cents == round_half_up(exact)
    assert lines_body(settle(shuffled(world, chance))) == lines_body(settlement)


@fast
@given(worlds())
def test_every_explanation_is_worked_out_again_from_facts(world: Inputs) -> None:
    for line in _settled(world).lines:
        check(line.derivation)
        assert line.derivation.value == line.amount_cents
        assert all(node.source is not None for node in leaves(line.derivation) if node.unit.value == "centen")


@fast
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(world: Inputs, chance: Random) -> None:
    lines = lines_body(_settled(world))
    mixed = shuffled(world, chance)
    assert to_snapshot(mixed) == to_snapshot(world)
    assert lines_body(settle(mixed)) == lines
    assert lines_body(settle(from_snapshot(to_snapshot(world)))) == lines


@fast
@given(worlds())
def test_costs_below_zero_are_the_mirror_image(world: Inputs) -> None:
    plain, mirror = _settled(world), settle(_turned(world))
    assert [line.amount_cents for line in mirror.lines] == [-line.amount_cents for line in plain.lines]


@fast
@given(worlds(phased=False))
def test_bounds_hold_for_every_line(world: Inputs) -> None:
    settlement = _settled(world)
    (policy,) = world.policies
    parts = {part.position: part for part in policy.components}
    days = _days(world)
    for line in settlement.lines:
        whole = abs(int(line.derivation.operands[0].value))
        for bound in parts[line.component].bounds:
            is_full = days[line.organisation] == 90 and not parts[line.component].package
            if bound.organisation == line.organisation and whole and is_full:
                assert line.amount_cents >= (bound.minimum_cents or 0) // 4
                if bound.maximum_cents is not None:
                    assert line.amount_cents <= -(-bound.maximum_cents // 4)


def _days(world: Inputs) -> dict[str, int]:
    found = {}
    for member in world.memberships:
        stay = member.term.within(QUARTER)
        found[member.organisation] = stay.days if stay else 0
    return found


@fast
@given(worlds(phased=False), st.sampled_from(PARTNERS))
def test_who_has_no_weight_pays_nothing_but_a_minimum(world: Inputs, code: str) -> None:
    (policy,) = world.policies
    components = tuple(
        Component(part.position, part.takes, DriverKind.INHABITANTS, part.percent, part.category,
                  part.fixed_cents, bounds=part.bounds)
        for part in policy.components
    )  # fmt: skip
    statistics = tuple(
        replace(row, value=Fraction(0)) if row.organisation == code else row for row in world.statistics
    )
    settlement = _settled(
        replace(world, policies=(replace(policy, components=components),), statistics=statistics)
    )
    has_minimum = {
        part.position for part in components for bound in part.bounds
        if bound.organisation == code and bound.minimum_cents
    }  # fmt: skip
    for line in settlement.lines:
        if line.organisation == code and line.component not in has_minimum:
            assert line.amount_cents == 0


@fast
@given(worlds(phased=True))
def test_a_phased_share_lies_between_the_old_and_the_new(world: Inputs) -> None:
    """Within the cents that cutting moves: one here, one for each component there."""
    both = _settled(world)
    policy = next(row for row in world.policies if row.id == "new")
    old = next(row for row in world.policies if row.id == "old")
    part = policy.phase or Fraction(0)
    plain = replace(policy, phase=None, old_key="")
    by_new = _settled(replace(world, policies=(plain,)))
    by_old = _settled(replace(world, policies=(replace(old, term=ALWAYS),)))
    for code in PARTNERS:
        new, before, found = (one.totals.by_organisation.get(code, 0) for one in (by_new, by_old, both))
        assert abs(found - (part * new + (1 - part) * before)) < 1 + len(policy.components) + len(
            old.components
        )


@fast
@given(years, st.integers(1, 10**5), st.integers(0, 10**5))
def test_quarters_total_the_year_where_a_bound_is_a_year_s(amount: int, first: int, second: int) -> None:
    """Who pays its minimum pays in four quarters what it would in the year."""
    total = 0
    for number in range(1, 5):
        quarter = Period.quarter(2026, number)
        part = Component(1, Takes.REST, DriverKind.INHABITANTS, bounds=(Bound("A", amount, amount),))
        world = Inputs(
            collaboration=Named("proef", "Proef"),
            period=quarter,
            organisations=(Named("A", "A"), Named("B", "B"), Named("C", "C")),
            areas=(Area("X", "X"),),
            memberships=(Membership("A", ALWAYS), Membership("B", ALWAYS)),
            provisions=(Provision("X", "C", ALWAYS),),
            participations=(Participation("X", "A", ALWAYS), Participation("X", "B", ALWAYS)),
            policies=(Policy("p", "X", ALWAYS, 3, (part,)),),
            statistics=(
                Statistic("a", "A", "inhabitants", QUARTER.first_on, Fraction(second), "CBS"),
                Statistic("b", "B", "inhabitants", QUARTER.first_on, Fraction(first), "CBS"),
            ),
            pools=(Pool("X", "X", PoolKind.AREA, "X"),),
            entries=(CostEntry("e", "X", quarter.first_on, Category.STAFF, 10**8),),
            vat_treatments=tuple(VatTreatment("X", code, VatCategory.EXEMPT, ALWAYS) for code in ("A", "B")),
        )
        total += sum(line.amount_cents for line in settle(world).lines if line.organisation == "A")
    assert total == amount


@given(
    st.integers(0, 10**6),
    st.dictionaries(st.sampled_from(PARTNERS), st.fractions(0, 10**4, max_denominator=97), min_size=1),
    st.dictionaries(st.sampled_from(PARTNERS), st.integers(0, 10**6)),
    st.dictionaries(st.sampled_from(PARTNERS), st.integers(0, 10**6)),
)
def test_the_factor_gives_the_amount_exactly_or_no_factor_does(
    amount: int, weights: dict[str, Fraction], minima: dict[str, int], above: dict[str, int]
) -> None:
    maxima = {code: minima.get(code, 0) + more for code, more in above.items()}

    def held(code: str, value: Fraction) -> Fraction:
        above = min(value, Fraction(maxima[code])) if code in maxima else value
        return max(above, Fraction(minima.get(code, 0)))

    def reached(found: Fraction) -> Fraction:
        return sum((held(code, found * weight) for code, weight in weights.items()), Fraction(0))

    lowest, highest = reached(Fraction(0)), reached(Fraction(10**30))
    if amount < lowest or (amount > highest and any(weights.values())):
        with pytest.raises(OutOfBounds) as refused:
            factor(amount, weights, minima, maxima)
        assert refused.value.limit_cents == (lowest if amount < lowest else highest)
        assert refused.value.is_too_little == (amount < lowest)
    elif amount > lowest and not any(weights.values()):
        with pytest.raises(ZeroWeights):
            factor(amount, weights, minima, maxima)
    else:
        found = factor(amount, weights, minima, maxima)
        assert reached(found) == amount
        steps = [reached(found * n / 4) for n in range(1, 9)]
        assert all(low <= high for low, high in pairwise(steps))


def test_a_bound_that_cannot_be_is_refused_before_it_is_reckoned_with() -> None:
    with pytest.raises(OutOfBounds):
        factor(1, {"A": 1}, {"A": 2}, {"A": 3})


def test_of_factors_that_give_the_same_the_lowest_is_taken() -> None:
    """Where all are at a minimum every factor up to the first edge gives the amount."""
    assert factor(100, {"A": 1}, {"A": 100}, {}) == 0


@fast
@given(worlds(), st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100))
def test_what_if_changes_nothing_without_a_change_and_nothing_with_the_same_key(
    world: Inputs, part: Fraction
) -> None:
    """The key that is there, phased in as it is; another key holds wholly, and a part of the same is the whole."""
    now = lines_body(_settled(world))
    policy = next(row for row in world.policies if row.id == "new")
    same = Change(ChangeKind.KEY, area=policy.area, components=policy.components, phase=policy.phase)
    for changes in ([], [same]):
        assert lines_body(settle(changed(world, changes))) == now
    equal = replace(same, phase=None, components=(Component(1, Takes.WHOLE, DriverKind.EQUAL),))
    whole = changed(world, [equal])
    assert {row.phase for row in whole.policies if row.id == policy.id} == {None}
    phased = changed(whole, [replace(equal, phase=part)])
    assert settle(phased).totals.by_organisation == settle(whole).totals.by_organisation
