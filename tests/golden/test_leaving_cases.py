"""Every case of `leaving/*.yaml`: what a partner that leaves owes; and the path of Parkstad against its baseline."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.features.settlement.core.baseline import Amount, baseline
from app.features.settlement.core.errors import WrongFacts
from app.features.settlement.core.leaving import Damage, ExitSum, agreed, declining, real_damage
from app.features.settlement.core.settled import LineKind, SettledLine
from app.kernel.explain import check
from app.kernel.period import Period
from tests.golden.settlement_notation import cents

RAW = [
    raw
    for path in sorted((Path(__file__).parent / "leaving").glob("*.yaml"))
    for raw in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw["case"])
def test_a_partner_that_leaves_owes_what_is_written(raw: dict[str, Any]) -> None:
    expect = raw["expect"]
    if "refused" in expect:
        with pytest.raises(WrongFacts) as refused:
            _owed(raw)
        assert refused.value.message == expect["refused"]
        return
    owed = _owed(raw)
    check(owed.total)
    assert {str(year): node.value for year, node in owed.years} == {
        year: cents(text) for year, text in expect["years"].items()
    }
    assert owed.total.value == cents(expect["total"])


def _owed(raw: dict[str, Any]) -> ExitSum:
    exits = date.fromisoformat(raw["exits"])
    if "damages" in raw:
        rows = [text.split() for text in raw["damages"]]
        return real_damage(exits, [Damage(int(year), what, cents(amount)) for year, what, amount in rows])
    if "agreed" in raw:
        return agreed(exits, cents(raw["agreed"]), raw["clause"])
    rows = [text.split() for text in raw["settled"]]
    return declining(exits, [_line(kind, cents(amount)) for kind, amount in rows])


def _line(kind: str, amount_cents: int) -> SettledLine:
    return SettledLine(
        run="r", number=1, label="afrekening 2026", period=Period.year(2026), document="r/1", area="X",
        provider="C", organisation="P", kind=LineKind(kind), component=1, tariff="", text="Deel",
        amount_cents=amount_cents, vat_category=None,
    )  # fmt: skip


M = 100_000_000
"""A million euros in cents."""


def test_the_path_of_parkstad_from_five_point_four_to_three_point_eight_million() -> None:
    six = ("BRU", "HEE", "LAN", "OND", "SIM", "VOE")
    shares = (15, 48, 20, 4, 6, 7)
    spent = [
        Amount(code, 2006, 54 * M // 1000 * part, "begroting") for code, part in zip(six, shares, strict=True)
    ]
    totals = {2007: 48, 2008: 48, 2009: 43, 2010: 43, 2011: 38}
    paid = [
        Amount(code, year, total * M // 1000 * part, "jaarrekening")
        for year, total in totals.items()
        for code, part in zip(six, shares, strict=True)
    ]
    joint = [Amount("HEE", 2011, 4 * M // 10, "gezamenlijk taxeren")]
    plan = {2011: 38 * M // 10}
    path = baseline(spent, paid, {}, plan, joint)
    assert [one.paid.value for one in path] == [total * M // 10 for total in totals.values()]
    assert [one.gain.value for one in path] == [6 * M // 10, 6 * M // 10, 11 * M // 10, 11 * M // 10, 2 * M]
    assert path[-1].over_plan_cents == 0
    assert path[0].over_plan_cents is None
    for one in path:
        check(one.gain)


def test_earlier_spending_is_indexed_to_the_year_and_rounded_once() -> None:
    spent = [Amount("P", 2024, 100_01, "begroting")]
    paid = [Amount("P", 2026, 90_00, "afrekening")]
    (path,) = baseline(spent, paid, {2025: Fraction(2), 2026: Fraction(3)}, {2026: 80_00})
    # 100.01 × 1.02 × 1.03 = 105.070506
    assert path.before.value == 105_07
    assert path.gain.value == 15_07
    assert path.over_plan_cents == 10_00
    check(path.gain)
