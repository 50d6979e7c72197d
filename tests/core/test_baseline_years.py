"""A year on the path of a baseline: what was settled and told, how it stands, and what its steps are called."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.features.settlement.core.agreed import Term
from app.features.settlement.core.baseline import (
    Known,
    PathFigure,
    PathStanding,
    YearOnPath,
    baseline,
    whole_years,
)
from app.features.settlement.core.baseline_checks import fact_faults, faults
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    PathYear,
    SettledAmount,
    Stretch,
)
from app.features.settlement.core.year_budget import YearBudget
from app.kernel.explain import Node, Source, Unit, leaf
from app.kernel.period import Period
from tests.golden.test_baseline_cases import read_row

NAMES = {"P": "Polderdam", "Q": "Quadijk"}


def _row(**changes: Any) -> BaselineRow:
    raw = {
        "case": "Proef", "base": "2024", "path": "2025-2027", "kind": "linear", "prices": "current", "key": "equal",
        "spent": ["P 60.00", "Q 40.00"], "planned": {"2027": "70.00"},
    }  # fmt: skip
    return read_row(raw | changes)


def _settled(organisation: str, year: int, cents: int) -> SettledAmount:
    return SettledAmount("r", f"jaarrekening {year}", year, "X", "Onderwijs", organisation, cents)


def _paid(organisation: str, cents: int) -> FactRow:
    return FactRow(FactKind.PAID, organisation, 2025, cents, "bijdrage", "jaarrekening")


def _budget(cents: int, **parts: int) -> YearBudget:
    return YearBudget(_amount(cents), {code: _amount(part) for code, part in parts.items()})


def _amount(cents: int) -> Node:
    return leaf("Begroting", cents, Unit.CENTS, Source("budget", "b", "begroting 2026"))


def _years(**known: Any) -> tuple[YearOnPath, ...]:
    return baseline(_row(), Known(NAMES, **known))


def test_what_was_settled_of_a_year_counts_by_partner_and_of_others_beside() -> None:
    settled = (
        _settled("P", 2025, 45_00),
        _settled("Q", 2025, 44_00),
        _settled("R", 2025, 9_00),
        _settled("P", 2026, 1),
    )
    first, second, _ = _years(settled=settled, whole_years={2025})
    assert [(one.organisation, one.paid.value) for one in first.partners] == [("P", 45_00), ("Q", 44_00)]
    assert (first.paid.value, first.outside_cents) == (89_00, 9_00)
    assert first.gain is not None
    assert first.gain.value == 11_00
    assert (second.paid.value, second.outside_cents, second.is_whole) == (1, 0, False)


def test_what_was_paid_is_of_a_partner_and_says_where_it_comes_from() -> None:
    (year, *_) = _years(settled=(_settled("P", 2025, 45_00),), facts=(_paid("P", 2_00), _paid("Q", 40_00)))
    assert [part for one in year.partners for part in one.paid.operands] == [
        leaf("Onderwijs", 45_00, Unit.CENTS, Source("cell", "r/X/P", "jaarrekening 2025"), owner="P"),
        leaf("bijdrage", 2_00, Unit.CENTS, Source("baseline", "P/2025", "jaarrekening"), owner="P"),
        leaf("bijdrage", 40_00, Unit.CENTS, Source("baseline", "Q/2025", "jaarrekening"), owner="Q"),
    ]


def test_what_is_told_of_a_year_that_is_settled_is_not_paid_again() -> None:
    (year, *_) = _years(settled=(_settled("P", 2025, 45_00),), facts=(_paid("P", 2_00),), whole_years={2025})
    assert [(one.paid.value, one.paid.owner) for one in year.partners] == [(45_00, "P"), (0, "Q")]


def test_a_year_is_whole_when_every_area_is_settled_on_each_day_that_it_is_there() -> None:
    areas = {"X": Term(date(2025, 7, 1)), "Y": Term(date(2026, 1, 1), date(2026, 6, 30))}
    first, second = (
        Period(date(2026, start, 1), date(2026, end, day)) for start, end, day in ((1, 6, 30), (7, 12, 31))
    )
    of_x = [Stretch("X", Period.quarter(2025, 3)), Stretch("X", Period.quarter(2025, 4))]
    years = [2024, 2025, 2026]
    # in 2024 neither was there: a year of nothing is not whole
    assert whole_years(areas, of_x, years) == {2025}
    assert whole_years(areas, [*of_x, Stretch("X", first), Stretch("X", second)], years) == {2025}
    all_of_it = [*of_x, Stretch("X", first), Stretch("X", second), Stretch("Y", first)]
    assert whole_years(areas, all_of_it, years) == {2025, 2026}
    # settled twice is still one half
    assert whole_years(areas, [*of_x, Stretch("X", first), *all_of_it[2:3], Stretch("Y", first)], years) == {
        2025
    }


def test_a_year_stands_by_what_was_paid_else_by_its_budget() -> None:
    # planned for 2025: 100.00 − 30.00 ÷ 3 = 90.00
    (exact, *_) = _years(facts=(_paid("P", 50_00), _paid("Q", 40_00)))
    assert (exact.over_cents, exact.over_share, exact.standing) == (0, Fraction(0), PathStanding.ON_TRACK)
    assert exact.planned_gain_cents == 10_00
    (over, *_) = _years(facts=(_paid("P", 50_01), _paid("Q", 40_00)))
    assert (over.over_cents, over.over_share, over.standing) == (1, Fraction(1, 90_00), PathStanding.BEHIND)
    (part, *_) = _years(facts=(_paid("P", 50_01),), budgets={2025: _budget(90_00)})
    assert (part.over_cents, part.standing) == (0, PathStanding.BUDGET_ON_TRACK)
    (behind, unknown, _) = _years(budgets={2025: _budget(90_01)})
    assert (behind.over_cents, behind.standing) == (1, PathStanding.BUDGET_BEHIND)
    assert (unknown.over_cents, unknown.over_share, unknown.standing) == (None, None, PathStanding.UNKNOWN)
    free = replace(over, planned=leaf("Niets", 0, Unit.CENTS, Source("baseline", "g", "g")))
    assert free.over_share is None


def test_a_figure_is_of_all_together_or_of_one_partner() -> None:
    (year, *_) = _years(facts=(_paid("P", 50_00), _paid("Q", 39_00)))
    assert year.figure(PathFigure.PAID) is year.paid
    assert year.figure(PathFigure.PAID, "Q") is year.partners[1].paid
    # 40.00 before, 39.00 paid; nothing was budgeted
    saved = year.figure(PathFigure.SAVED, "Q")
    assert saved is not None
    assert saved.value == 1_00
    assert year.figure(PathFigure.BUDGET, "Q") is None
    assert year.figure(PathFigure.PAID, "R") is None


def test_a_budget_charges_each_that_counts_and_the_rest_is_said() -> None:
    (year, *_) = _years(budgets={2025: _budget(90_00, P=45_00, R=20_00)})
    assert [one.budget.value for one in year.partners if one.budget] == [45_00, 0]
    mine = year.figure(PathFigure.BUDGET, "P")
    assert mine is not None
    assert mine.value == 45_00
    # 90.00 less the 45.00 of P; of R, who does not count, and of tariffs
    assert year.unshared is not None
    assert year.unshared.value == 45_00
    (undivided, *_) = _years(budgets={2025: replace(_budget(90_00), undivided="Vul het jaarcontract in.")})
    assert undivided.budget is not None
    assert undivided.unshared is None
    assert [one.budget for one in undivided.partners] == [None, None]


def _steps(node: Node) -> list[str]:
    return [node.what, *(text for part in node.operands for text in _steps(part))]


def test_the_steps_of_a_plan_say_how_far_it_is_and_at_which_prices() -> None:
    first, second, last = _years()
    assert [one.planned.value for one in (first, second, last)] == [90_00, 80_00, 70_00]
    assert {"Pad in 2025", "Deel van de weg: 1 van 3 jaar", "Nulmeting, prijzen van 2024"} <= set(
        _steps(first.planned)
    )
    assert "Deel van de weg: 2 van 3 jaar" in _steps(second.planned)
    assert "Afgesproken voor 2027" in _steps(last.planned)


def test_prices_that_fall_are_called_lower_and_each_year_counts_once() -> None:
    row = _row(index={"2025": "-10", "2026": "20", "2027": "0"})
    first, second, third = baseline(row, Known(NAMES))
    # 100.00 × 0.9 = 90.00, × 1.2 = 108.00
    assert [one.before.value for one in (first, second, third)] == [90_00, 108_00, 108_00]
    said = [text.replace("\N{NO-BREAK SPACE}", " ") for text in _steps(second.before)]
    assert "Prijzen in 2025: 10 % lager" in said
    assert "Prijzen in 2026: 20 % hoger" in said
    by_one = baseline(_row(index={"2025": "1"}), Known(NAMES))
    assert "Prijzen in 2025: 1\N{NO-BREAK SPACE}% hoger" in _steps(by_one[0].before)
    later = replace(row, first_year=2026, years=row.years)
    # a plan in prices of the year leaves from the year before its first: 90.00, half the way to 70.00
    assert baseline(later, Known(NAMES))[0].planned.value == 80_00
    constant = baseline(_row(prices="constant", index={"2025": "10"}), Known(NAMES))
    # 90.00, 80.00 and 70.00 in prices of 2024
    assert [one.planned.value for one in constant] == [99_00, 88_00, 77_00]


def _said(row: BaselineRow) -> list[str]:
    return [finding.message for finding in faults(row)]


def test_a_path_of_thirty_years_is_the_longest() -> None:
    for last, fits in ((2054, True), (2055, False)):
        years = tuple(PathYear(year, Fraction(0)) for year in range(2025, last))
        row = replace(_row(), last_year=last, years=(*years, PathYear(last, Fraction(0), planned_cents=1)))
        assert _said(row) == ([] if fits else ["Een pad duurt hoogstens 30 jaar."])


@pytest.mark.parametrize(
    ("kind", "cents", "fits"),
    [
        (FactKind.PAID, 0, True),
        (FactKind.PAID, -1, False),
        (FactKind.PAID, 10**13, True),
        (FactKind.PAID, 10**13 + 1, False),
        (FactKind.GAIN, -1, True),
        (FactKind.GAIN, -(10**13), True),
        (FactKind.GAIN, -(10**13) - 1, False),
        (FactKind.GAIN, 10**13 + 1, False),
    ],
)
def test_what_is_told_of_a_year_has_a_size_that_can_be(kind: FactKind, cents: int, fits: bool) -> None:
    fact = FactRow(kind, "P", 2025, cents, "bijdrage", "jaarrekening")
    assert (fact_faults(fact, _row()) == []) is fits
