"""One area whose key is of chance: bounds, packages, averages, an old key that still counts, tariffs."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from app.features.costs.core import Category, PoolKind
from app.features.settlement.core.inputs import (
    Area,
    Assignment,
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
    Reference,
    Share,
    Statistic,
    Takes,
    Tariff,
    TariffKind,
    Term,
    VatCategory,
    VatTreatment,
    Worked,
    YearQuantity,
)
from app.kernel.period import Period

QUARTER = Period.quarter(2026, 1)
DAYS = list(QUARTER.each_day())
ALWAYS = Term(QUARTER.first_on.replace(year=2020))
BEFORE = Term(ALWAYS.first_on, QUARTER.first_on.replace(year=2025))
PARTNERS = ("A", "B", "D", "E")

years = st.integers(0, 10**7)


@st.composite
def bounds(draw: st.DrawFn) -> tuple[Bound, ...]:
    """For some partners a minimum, a maximum or both, in order."""
    found = []
    for code in draw(st.sets(st.sampled_from(PARTNERS), max_size=3)):
        low, high = sorted((draw(years), draw(years)))
        found.append(Bound(code, *draw(st.sampled_from([(low, high), (low, None), (None, high)]))))
    return tuple(found)


@st.composite
def keys(draw: st.DrawFn) -> tuple[Component, ...]:
    """Components that take everything: fixed sums and categories first, then percentages or the rest."""

    def part(position: int, takes: Takes, **more: Any) -> Component:
        driver = draw(
            st.sampled_from(
                [
                    DriverKind.INHABITANTS,
                    DriverKind.EQUAL,
                    DriverKind.FIXED,
                    DriverKind.HOURS,
                    DriverKind.CLIENTS,
                ]
            )
        )
        averaged: dict[str, Any] = {"reference": Reference.YEARS_AVERAGE, "average_years": 2, "kept_years": 3}
        if driver is DriverKind.FIXED:
            more["shares"] = tuple(Share(code, Fraction(25)) for code in PARTNERS)
        if driver is DriverKind.HOURS:
            more |= averaged
        if driver is DriverKind.CLIENTS:
            more["reference"] = Reference.PERIOD_AVERAGE
        package = draw(st.sampled_from(["", "", "plus"]))
        return replace(Component(position, takes, driver, package=package, bounds=draw(bounds())), **more)

    firsts = draw(st.integers(0, 2))
    found = []
    if firsts > 0:
        found.append(part(1, Takes.FIXED, fixed_cents=draw(years)))
    if firsts > 1:
        found.append(part(2, Takes.CATEGORY, category="ict"))
    if draw(st.booleans()):
        return (*found, part(len(found) + 1, Takes.REST))
    share = Fraction(draw(st.integers(1, 99)))
    return (
        *found,
        part(len(found) + 1, Takes.PERCENT, percent=share),
        part(len(found) + 2, Takes.PERCENT, percent=100 - share),
    )


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """All of the quarter, or a part of it; always its first day."""
    last = draw(st.none() | st.integers(0, 89))
    return Term(ALWAYS.first_on, None if last is None else DAYS[last])


@st.composite
def worlds(draw: st.DrawFn, phased: bool | None = None, priced: bool = False) -> Inputs:
    """One area and four partners; a package that some take; a key, and sometimes an old one that still counts.

    When priced, hours and heads are charged at a tariff first, for all or for who takes the package.
    """
    first = QUARTER.first_on
    if priced:
        return _priced(draw, draw(worlds(phased=False)))
    is_phased = draw(st.booleans()) if phased is None else phased
    policies = [Policy("new", "X", ALWAYS, 3, draw(keys()))]
    if is_phased:
        phase = Fraction(draw(st.integers(1, 9)), 10)
        policies = [
            replace(policies[0], phase=phase, old_key="old"),
            Policy("old", "X", BEFORE, 3, draw(keys())),
        ]
    takers = {code: draw(terms()) for code in draw(st.sets(st.sampled_from(PARTNERS), min_size=1))}
    figures = st.integers(0, 10**5)
    return Inputs(
        collaboration=Named("proef", "Proef"),
        period=QUARTER,
        organisations=tuple(Named(code, code) for code in (*PARTNERS, "C")),
        areas=(Area("X", "X"),),
        memberships=tuple(Membership(code, draw(terms())) for code in PARTNERS),
        provisions=(Provision("X", "C", ALWAYS),),
        participations=(
            *(Participation("X", code, ALWAYS) for code in PARTNERS),
            *(Participation("X", code, term, "plus") for code, term in takers.items()),
        ),
        policies=tuple(policies),
        statistics=tuple(
            Statistic(f"{kind}{code}{day}", code, kind, day, Fraction(draw(figures)), "CBS")
            for kind in ("inhabitants", "clients")
            for code in PARTNERS
            for day in (first, DAYS[draw(st.integers(1, 89))])
        ),
        year_quantities=tuple(
            YearQuantity("X", code, year, Fraction(draw(figures)), "uren")
            for code in PARTNERS
            for year in range(2018, 2026)
        ),
        pools=(Pool("X", "X", PoolKind.AREA, "X"),),
        entries=tuple(
            CostEntry(category.value, "X", first, category, draw(st.integers(0, 10**7)))
            for category in (Category.STAFF, Category.ICT)
        ),
        vat_treatments=tuple(VatTreatment("X", code, VatCategory.EXEMPT, ALWAYS) for code in PARTNERS),
    )


def _priced(draw: st.DrawFn, world: Inputs) -> Inputs:
    (policy,) = world.policies
    packages = st.sampled_from(["", "plus"])
    hours = Component(8, Takes.TARIFF, tariff=TariffKind.HOUR, package=draw(packages))
    heads = Component(
        9, Takes.TARIFF, tariff=TariffKind.STATISTIC, statistic="inhabitants", package=draw(packages)
    )
    middle = DAYS[draw(st.integers(1, 88))]
    tariffs = (
        Tariff("u", "X", TariffKind.HOUR, "adviseur", "Adviseur", draw(st.integers(0, 10**5)), ALWAYS),
        Tariff("h1", "X", TariffKind.STATISTIC, "inhabitants", "Hoofd", draw(st.integers(0, 999)),
               Term(ALWAYS.first_on, middle)),
        Tariff("h2", "X", TariffKind.STATISTIC, "inhabitants", "Hoofd", draw(st.integers(0, 999)),
               Term(middle + timedelta(days=1))),
    )  # fmt: skip
    third = Fraction(draw(st.integers(1, 6)), 7)
    shares = (Share("A", third), Share("B", 1 - third))
    rest = Component(99, Takes.REST, DriverKind.EQUAL)
    return replace(
        world,
        policies=(replace(policy, components=(hours, heads, rest)),),
        tariffs=tariffs,
        assignments=(Assignment("a", "2026-X-0001", "Opdracht", "X", shares),),
        worked=(Worked("a", "u", QUARTER.first_on, QUARTER.first_on, draw(st.integers(0, 10**5))),),
    )
