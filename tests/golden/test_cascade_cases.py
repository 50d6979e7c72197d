"""Service departments from textbooks: what we post, and that it is what the source prints as far as that is rounded."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.features.settlement.core.cascade import (
    Cascade,
    NoOutlet,
    NothingServed,
    ServesOnlyPools,
    ServicePool,
    cascade,
)
from app.features.settlement.core.inputs import CascadeMethod

CASES = list(
    yaml.load_all(
        (Path(__file__).parent / "cascade" / "textbook.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,
    )
)


def _cascade(case: Mapping[str, Any]) -> Cascade:
    pools = [
        ServicePool(
            code,
            int(Fraction(raw["cost"]) * 100),
            {area: Fraction(weight) for area, weight in raw["areas"].items()},
            {other: Fraction(weight) for other, weight in raw["pools"].items()},
        )
        for code, raw in case["pools"].items()
    ]
    return cascade(pools, CascadeMethod(case["method"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_textbook_problem_comes_out_as_printed(case: Mapping[str, Any]) -> None:
    found = _cascade(case)
    posted = [f"{one.pool} > {one.to} {Decimal(one.amount_cents) / 100:.2f}" for one in found.transfers]
    assert posted == case["posts"]
    areas = {area: Fraction(own) for area, own in case.get("own", {}).items()}
    for one in found.transfers:
        if not one.is_to_pool:
            areas[one.to] = areas.get(one.to, Fraction(0)) + Fraction(one.amount_cents, 100)
    totals = {code: Fraction(cents) / 100 for code, cents in found.totals.items()}
    within = Fraction(case["prints"]["within"])
    for printed, ours in (("areas", areas), ("totals", totals)):
        for code, amount in case["prints"].get(printed, {}).items():
            assert abs(ours[code] - Fraction(amount)) <= within, code


def test_each_method_has_two_problems_with_a_source() -> None:
    methods = [case["method"] for case in CASES]
    assert all(methods.count(method.value) >= 2 for method in CascadeMethod)
    assert all(case["source"] for case in CASES)


@pytest.mark.parametrize(
    ("method", "pools", "refused", "said"),
    [
        (
            CascadeMethod.RECIPROCAL,
            [
                ServicePool("A", 0, {}, {"B": 1}),
                ServicePool("B", 0, {}, {"A": 1}),
                ServicePool("C", 0, {}, {"C": 1}),
            ],
            NoOutlet,
            "pools without outlet: A B; C",
        ),
        (
            CascadeMethod.DIRECT,
            [ServicePool("A", 0, {"X": 1}), ServicePool("B", 0, {}, {"A": 1})],
            ServesOnlyPools,
            "B serves only pools that receive nothing from it",
        ),
        (
            CascadeMethod.RECIPROCAL,
            [ServicePool("A", 7, {"X": 1}, {"B": 1}), ServicePool("B", 0, {"X": 0})],
            NothingServed,
            "7 cents of A end in B, which serves nobody",
        ),
    ],
)
def test_what_cannot_reach_an_area_is_named(
    method: CascadeMethod, pools: list[ServicePool], refused: type[ValueError], said: str
) -> None:
    with pytest.raises(refused, match=f"^{said}$"):
        cascade(pools, method)


def test_a_pool_that_costs_and_serves_nothing_holds_up_only_who_reaches_it() -> None:
    found = cascade([ServicePool("A", 7, {"X": 1}), ServicePool("B", 0, {"X": 0})], CascadeMethod.RECIPROCAL)
    assert [(one.pool, one.to, one.amount_cents) for one in found.transfers if one.amount_cents] == [
        ("A", "X", 7)
    ]
