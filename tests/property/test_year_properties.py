"""What holds through every year: a correction of a correction returns, advances total the year, nothing moves twice."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.features.costs.core import Category
from app.features.settlement.core.budget import with_planned_costs
from app.features.settlement.core.inputs import (
    BudgetLine,
    Component,
    Corrected,
    DriverKind,
    Inputs,
    Takes,
    VatCategory,
)
from app.features.settlement.core.remembering import advances_of, settled_areas, settled_lines
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import SettledLine
from app.kernel.period import Period
from tests.property.test_settlement_properties import _without_input_vat, fast, worlds

YEAR = Period.year(2026)
TREATMENTS = st.sampled_from(
    [
        (VatCategory.TAXED, Fraction(21, 100)),
        (VatCategory.TAXED, Fraction(9, 100)),
        (VatCategory.EXEMPT, Fraction(0)),
        (VatCategory.OUTSIDE, Fraction(0)),
    ]
)


@st.composite
def taxed_worlds(draw: st.DrawFn) -> Inputs:
    """A world in which every charge may be taxed in any way."""
    world = _without_input_vat(draw(worlds()))
    rows = []
    for row in world.vat_treatments:
        category, rate = draw(TREATMENTS)
        rows.append(replace(row, category=category, rate=rate))
    return replace(world, vat_treatments=tuple(rows))


def _correction(now: Inputs, *final: Settlement) -> Inputs:
    lines = tuple(row for place, one in enumerate(final) for row in settled_lines(f"r{place}", "toen", one))
    areas = tuple(row for place, one in enumerate(final) for row in settled_areas(f"r{place}", "toen", one))
    return Inputs(now.collaboration, now.period, corrected=(Corrected(now, lines, areas),))


def _sums(*settlements: Settlement) -> Counter[tuple[object, ...]]:
    """Net and VAT per charge and treatment."""
    found: Counter[tuple[object, ...]] = Counter()
    for settlement in settlements:
        for line in settlement.lines:
            found[*line.key, line.vat_category, line.vat_rate] += line.amount_cents
        for document in settlement.documents:
            for part in document.vat:
                found["btw", document.provider, document.organisation, part.category, part.rate] += (
                    part.vat_cents
                )
    return Counter({key: cents for key, cents in found.items() if cents})


@fast
@given(taxed_worlds(), taxed_worlds())
def test_a_correction_of_a_correction_returns_to_the_first(then: Inputs, now: Inputs) -> None:
    first = settle(then)
    second = settle(_correction(now, first))
    third = settle(_correction(then, first, second))
    assert _sums(first, second, third) == _sums(first)
    assert not settle(_correction(then, first, second, third)).lines


@fast
@given(taxed_worlds(), taxed_worlds())
def test_what_was_settled_and_its_correction_are_the_period_anew(then: Inputs, now: Inputs) -> None:
    first, anew = settle(then), settle(now)
    second = settle(_correction(now, first))
    net = Counter({key: cents for key, cents in _sums(first, second).items() if key[0] != "btw"})
    assert net == Counter({key: cents for key, cents in _sums(anew).items() if key[0] != "btw"})
    for area in second.areas:
        assert area.result_cents == _result(anew, area.area.code) - _result(first, area.area.code)


def _result(settlement: Settlement, area: str) -> int:
    return next(one.result_cents for one in settlement.areas if one.area.code == area)


@fast
@given(taxed_worlds())
def test_a_correction_without_news_moves_nothing(world: Inputs) -> None:
    correction = settle(_correction(world, settle(world)))
    assert not correction.lines
    assert [finding.code for finding in correction.findings] == ["nothing-to-correct"]


@fast
@given(
    taxed_worlds(),
    st.sampled_from([1, 3]),
    st.lists(st.integers(-(10**7), 10**7), min_size=2, max_size=2),
    st.integers(-(10**5), 10**5),
)
def test_advances_total_the_year_and_its_settlement_takes_them_off(
    world: Inputs, months: int, planned: list[int], amended: int
) -> None:
    world = _of_a_year(world, planned)
    periods = YEAR.split(months)
    advances = [settle(replace(world, advance=periods[0]))]
    world = _of_a_year(world, [cents + amended for cents in planned])
    for period in periods[1:]:
        advances.append(settle(replace(world, advance=period, advances=_advanced(advances))))
    shares = settle(with_planned_costs(world))
    for area in shares.areas:
        for code, cents in area.by_organisation.items():
            charged = sum(_charged(one, area.area.code, code) for one in advances)
            if amended == 0 or _is_there_all_year(world, code):
                assert charged == cents
    final = settle(replace(world, advances=_advanced(advances)))
    for area in final.areas:
        for code, cents in area.by_organisation.items():
            charged = sum(_charged(one, area.area.code, code) for one in advances)
            assert charged + _charged(final, area.area.code, code) == cents


def _of_a_year(world: Inputs, planned: list[int]) -> Inputs:
    """The world settled once a year, with advances."""
    policies = tuple(
        replace(
            row,
            period_months=12,
            has_advances=True,
            components=(Component(1, Takes.WHOLE, DriverKind.INHABITANTS),),
        )
        for row in world.policies
    )
    budget = tuple(
        BudgetLine(area, Category.STAFF, cents) for area, cents in zip(("X", "Y"), planned, strict=True)
    )
    return replace(world, period=YEAR, policies=policies, budget=budget)


def _is_there_all_year(world: Inputs, code: str) -> bool:
    return all(row.term.last_on is None for row in world.memberships if row.organisation == code)


def _charged(settlement: Settlement, area: str, code: str) -> int:
    return sum(
        line.amount_cents
        for line in settlement.lines
        if (line.area, line.organisation) == (area, code) and line.kind is not LineKind.SECONDMENT
    )


def _advanced(advances: list[Settlement]) -> tuple[SettledLine, ...]:
    return tuple(
        row for place, one in enumerate(advances) for row in advances_of(f"v{place}", "voorschot", one)
    )
