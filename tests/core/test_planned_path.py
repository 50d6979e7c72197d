"""The planned path in its words: which steps an amount has, which it has not, and whose weight is whose."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from app.features.settlement.core.baseline_rows import BaselineRow, OwnPlan, PathKind, PlanKey, PriceLevel
from app.features.settlement.core.planned_path import PlannedPath
from app.kernel.explain import Node, Operation, check
from tests.golden.test_baseline_cases import read_row
from tests.telling import told

NAMES = {"P": "Polderdam", "Q": "Quadijk"}


def _row(**changes: Any) -> BaselineRow:
    raw = {
        "case": "Proef", "base": "2024", "path": "2025-2027", "kind": "linear", "prices": "current", "key": "equal",
        "spent": ["P 60.00", "Q 40.00"], "planned": {"2027": "70.00"},
    }  # fmt: skip
    return read_row(raw | changes)


def _path(row: BaselineRow) -> PlannedPath:
    return PlannedPath(row, NAMES, "versie 1")


def _steps(node: Node) -> list[str]:
    own = node.what.replace("\N{NO-BREAK SPACE}", " ")
    return [own, *(text for part in node.operands for text in _steps(part))]


def _weighed(*weights: int | None) -> BaselineRow:
    row = replace(_row(), key=PlanKey.WEIGHT, weight_name="Werkplekken")
    spent = tuple(replace(one, weight=weight) for one, weight in zip(row.spent, weights, strict=True))
    return replace(row, spent=spent)


def test_weights_divide_and_each_part_names_its_own() -> None:
    year = _path(_weighed(3, 1)).year(2027)
    # 70.00 by 3 : 1
    assert {code: node.value for code, node in year.parts.items()} == {"P": 52_50, "Q": 17_50}
    for code, name, weight in (("P", "Polderdam", 3), ("Q", "Quadijk", 1)):
        part = year.parts[code]
        check(part)
        _, own, weights = part.operands
        assert (own.what, own.key, own.value) == (f"Werkplekken, {name}", code, weight)
        assert (weights.what, weights.value) == ("Werkplekken samen", 4)
        assert part.formula.endswith(f"× {weight} ÷ 4")


def test_a_weight_of_none_is_no_weight() -> None:
    year = _path(_weighed(3, None)).year(2027)
    assert {code: node.value for code, node in year.parts.items()} == {"P": 70_00, "Q": 0}
    assert year.parts["Q"].formula.endswith("× 0 ÷ 3")
    nobody = _path(_weighed(None, None)).year(2027)
    assert (nobody.whole.value, nobody.parts) == (70_00, {})


def test_equal_parts_count_every_partner_once() -> None:
    year = _path(_row()).year(2027)
    assert [part.formula.rsplit("× ", 1)[1] for part in year.parts.values()] == ["1 ÷ 2", "1 ÷ 2"]
    assert year.parts["P"].operands[2].what == "Aantal deelnemers"


def _own(until: int | None) -> BaselineRow:
    row = replace(_row(planned={}), key=PlanKey.OWN)
    first = replace(row.spent[0], until_year=until)
    last = until or 2027
    return replace(
        row,
        spent=(first, row.spent[1]),
        own=(OwnPlan(last, "P", 30_00), OwnPlan(2027, "Q", 10_00)),
    )


@pytest.mark.parametrize(
    ("until", "planned", "words"),
    [
        # 60.00 to 30.00 in two steps, and in three
        (2026, {2025: 45_00, 2026: 30_00}, "Deel van de weg: 1 van 2 jaar"),
        (None, {2025: 50_00, 2026: 40_00, 2027: 30_00}, "Deel van de weg: 1 van 3 jaar"),
    ],
)
def test_a_path_of_a_partner_s_own_ends_with_the_year_in_which_it_counts_last(
    until: int | None, planned: dict[int, int], words: str
) -> None:
    path = _path(_own(until))
    found = {year: path.year(year).parts.get("P") for year in (2025, 2026, 2027)}
    assert {year: node.value for year, node in found.items() if node is not None} == planned
    first = found[2025]
    assert first is not None
    assert {words, f"Verschil met {until or 2027}", f"Afgesproken voor {until or 2027}"} <= set(_steps(first))
    assert first.what == "Gepland voor Polderdam in 2025"


def test_the_last_year_is_what_was_agreed_without_a_way_there() -> None:
    last = _path(_row()).year(2027).whole
    assert _steps(last) == ["Gepland in 2027", "Afgesproken voor 2027"]
    assert last.operation is Operation.SUM


def test_an_amount_with_parts_of_a_cent_is_rounded_once_and_a_whole_one_is_not() -> None:
    # 100.00 to 70.01 in three steps: 90.00333…
    for prices in ("current", "constant"):
        path = _path(_row(planned={"2027": "70.01"}, prices=prices))
        first, last = path.year(2025).whole, path.year(2027).whole
        assert (first.value, first.operation) == (90_00, Operation.ROUND)
        assert _steps(first)[:2] == ["Gepland in 2025", "Pad in 2025"]
        assert (last.value, last.operation) == (70_01, Operation.SUM)


def test_a_year_in_which_no_price_rose_is_no_step() -> None:
    row = _row(index={"2025": "10", "2026": "0"})
    path = _path(row)
    assert _steps(path.spent(row.spent[0], 2024)) == ["Polderdam in 2024"]
    raised = path.spent(row.spent[0], 2026)
    assert raised.value == 66_00
    assert [text for text in _steps(raised) if text.startswith("Prijzen in")] == [
        "Prijzen in 2025: 10 % hoger"
    ]


def test_what_was_spent_later_is_not_raised_by_the_rises_before_it() -> None:
    row = _row(index={"2025": "10", "2026": "20"})
    later = replace(row.spent[0], year=2025)
    # 60.00 × 1.2
    assert _path(row).spent(later, 2026).value == 72_00
    assert _steps(_path(row).spent(later, 2025)) == ["Polderdam in 2025"]


def _priced(**changes: Any) -> BaselineRow:
    """Prices rose 10 % in 2025 and fell 4 % in 2026; what Quadijk spent is known of 2025."""
    row = replace(_row(planned={"2026": "50.01", "2027": "70.00"}, prices="constant"), key=PlanKey.SPENT)
    return replace(
        row,
        spent=(replace(row.spent[0], note="zonder inhuur"), replace(row.spent[1], year=2025)),
        years=tuple(
            replace(one, index_percent=Fraction(percent), index_source=source)
            for one, percent, source in zip(row.years, (10, -4, 0), ("CBS", "", ""), strict=True)
        ),
        **changes,
    )


BY_WHAT_WAS_SPENT = """
P Gepland voor Polderdam in 2026: € 32,88 = € 52,81 × € 66,00 ÷ € 106,00
  Gepland in 2026: € 52,81
    Gepland in 2026, onafgerond: € 52,81056
      Afgesproken voor 2026: € 50,01 [baseline geheel: versie 1]
      Prijzen in 2025: 10 % hoger: 110 % [index 2025: CBS]
      Prijzen in 2026: 4 % lager: 96 %
  P!Polderdam, prijzen van 2025: € 66,00
    Polderdam, prijzen van 2025, onafgerond: € 66,00
      P!Polderdam in 2024: € 60,00 [baseline P: begroting; zonder inhuur]
      Prijzen in 2025: 10 % hoger: 110 % [index 2025: CBS]
  Nulmeting samen: € 106,00
    P!Polderdam, prijzen van 2025: € 66,00
      Polderdam, prijzen van 2025, onafgerond: € 66,00
        P!Polderdam in 2024: € 60,00 [baseline P: begroting; zonder inhuur]
        Prijzen in 2025: 10 % hoger: 110 % [index 2025: CBS]
    Q!Quadijk in 2025: € 40,00 [baseline Q: begroting]
"""
BY_WEIGHT = """
P Gepland voor Polderdam in 2027: € 52,50 = € 70,00 × 3 ÷ 4
  Gepland in 2027: € 70,00
    Afgesproken voor 2027: € 70,00 [baseline geheel: versie 1]
  P Werkplekken, Polderdam: 3 [baseline geheel: Werkplekken]
  Werkplekken samen: 4
    P Werkplekken, Polderdam: 3 [baseline geheel: Werkplekken]
    Q Werkplekken, Quadijk: 1 [baseline geheel: Werkplekken]
"""
IN_EQUAL_PARTS = """
P Gepland voor Polderdam in 2027: € 35,00 = € 70,00 × 1 ÷ 2
  Gepland in 2027: € 70,00
    Afgesproken voor 2027: € 70,00 [baseline geheel: versie 1]
  P Polderdam: 1
  Aantal deelnemers: 2
    P Polderdam: 1
    Q Quadijk: 1
"""


@pytest.mark.parametrize(
    ("row", "year", "expected"),
    [
        (_priced(kind=PathKind.STEPS), 2026, BY_WHAT_WAS_SPENT),
        (_weighed(3, 1), 2027, BY_WEIGHT),
        (_row(), 2027, IN_EQUAL_PARTS),
    ],
)
def test_what_a_partner_is_planned_tells_every_step(row: BaselineRow, year: int, expected: str) -> None:
    assert told(_path(row).year(year).parts["P"]) == expected.strip().splitlines()


def test_a_way_in_equal_steps_leaves_from_what_was_spent_at_the_prices_of_the_plan() -> None:
    # the plan stands in prices of the base year, or of the year before the path; 66.00 + 40.00 in 2025
    for prices, first_year, start in (
        (PriceLevel.CONSTANT, 2025, "Nulmeting, prijzen van 2024: € 100,00"),
        (PriceLevel.CURRENT, 2025, "Nulmeting, prijzen van 2024: € 100,00"),
        (PriceLevel.CONSTANT, 2026, "Nulmeting, prijzen van 2024: € 100,00"),
        (PriceLevel.CURRENT, 2026, "Nulmeting, prijzen van 2025: € 106,00"),
    ):
        path = _path(_priced(first_year=first_year, prices=prices))
        assert start in [row.strip() for row in told(path.year(2026).whole)]
