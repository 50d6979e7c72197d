"""Every case of `leaving/*.yaml`: what a partner that leaves owes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.features.settlement.core.errors import WrongFacts
from app.features.settlement.core.leaving import Damage, ExitSum, agreed, declining, real_damage
from app.features.settlement.core.settled import LineKind, SettledLine
from app.kernel.explain import check
from app.kernel.period import Period
from tests.golden.settlement_notation import cents

RAW = [
    raw
    for path in sorted((Path(__file__).parent / "leaving").glob("*.yaml"))
    for raw in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
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
