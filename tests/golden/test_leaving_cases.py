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
from tests.telling import told

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


def test_what_is_owed_tells_every_step() -> None:
    lines = [_line("share", 1000_01), _line("tariff", 2)]
    contribution = [
        "Bijdrage in het laatste afgerekende jaar: € 1.000,03",
        "  Deel, afrekening 2026: € 1.000,01 [settled_line r/1: afrekening 2026]",
        "  Deel, afrekening 2026: € 0,02 [settled_line r/1: afrekening 2026]",
    ]
    owed = declining(date(2026, 12, 31), lines)
    assert told(owed.years[1][1]) == [
        "80 % van de bijdrage: € 800,02",
        "  80 % van de bijdrage: € 800,024",
        *(f"    {row}" for row in contribution),
        "    Deel in het 2e jaar: 80 %",
    ]
    assert (owed.total.what, owed.total.shown) == ("Uittreedsom", "€\N{NO-BREAK SPACE}3.000,09")
    assert told(real_damage(date(2026, 6, 30), [Damage(2027, "huur", 12_000_00)]).total) == [
        "Uittreedsom: € 12.000,00",
        "  Schade in 2027: € 12.000,00",
        "    huur: € 12.000,00 [damage huur: schade 2027]",
    ]
    assert told(agreed(date(2026, 12, 31), 250_000_00, "artikel 3").total) == [
        "Uittreedsom: € 250.000,00",
        "  Afgesproken uittreedsom: € 250.000,00 [agreement artikel 3: artikel 3]",
    ]
