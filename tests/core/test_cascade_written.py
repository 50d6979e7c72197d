"""A cascade that is being written: how it reads, whether overhead can reach the areas by it, and what it brings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.features.costs.core import CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.partnership.core.rows import Term
from app.features.settlement.core.cost_words import cascade_facts, pool_facts
from app.features.settlement.core.inputs import Pool, Share
from app.features.settlement.core.overhead_trial import Passing, passed, with_cascade, without_way
from tests.golden.settlement_reader import read_inputs

AREAS = {"BE": "Belastingen", "SZ": "Sociale zaken"}
POOLS = {"HV": "Huisvesting", "IT": "ICT", "LD": "Leiding"}
NEW_YEAR = Term(date(2026, 1, 1))
FIXED, FTE = OverheadDriver.FIXED, OverheadDriver.FTE


def _to(
    pool: str, areas: Sequence[str] = (), pools: Sequence[str] = (), step: int | None = None
) -> CascadePoolRow:
    """A pool that goes to these in equal parts."""
    part = Fraction(1, len(areas) + len(pools))
    shares, others = (tuple((code, part) for code in codes) for codes in (areas, pools))
    return CascadePoolRow(pool, FIXED, shares, others, step=step)


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("kind", "area", "kind_name", "area_name"),
    [
        (PoolKind.OVERHEAD, None, "Overhead", []),
        (PoolKind.START_UP, "SZ", "Aanloopkosten", [("Taakgebied", "Sociale zaken")]),
        (PoolKind.AREA, "XX", "Taakgebied", [("Taakgebied", "XX")]),
    ],
)
def test_a_pool_is_told_field_by_field(
    kind: PoolKind, area: str | None, kind_name: str, area_name: list[tuple[str, str]]
) -> None:
    assert pool_facts(PoolRow("HV", "Huisvesting", kind, area, NEW_YEAR), AREAS) == (
        ("Code", "HV"),
        ("Naam", "Huisvesting"),
        ("Soort", kind_name),
        *area_name,
        ("Geldt", "vanaf 1 januari 2026"),
    )


def test_a_cascade_is_told_pool_by_pool_in_their_order_with_names_and_what_has_none_by_its_code() -> None:
    row = CascadeRow(
        CascadeMethod.STEP_DOWN,
        (
            CascadePoolRow("IT", OverheadDriver.HOURS, step=2),
            _to("LD", ("SZ", "XX"), ("HV", "YY"), step=1),
            CascadePoolRow("YY", FTE, fte=Decimal("1.50")),
            CascadePoolRow("HV", OverheadDriver.DIRECT_COSTS, fte=Decimal(2), step=3),
        ),
        NEW_YEAR,
    )
    assert [(name, _plain(said)) for name, said in cascade_facts(row, AREAS, POOLS)] == [
        ("Overhead gaat", "trapsgewijs"),
        ("YY", "naar fte; eigen formatie 1,5 fte"),
        ("Leiding", "1e: Sociale zaken 25 %, XX 25 %, Huisvesting 25 % en YY 25 %"),
        ("ICT", "2e: naar uren"),
        ("Huisvesting", "3e: naar eigen kosten; eigen formatie 2 fte"),
        ("Geldt", "vanaf 1 januari 2026"),
    ]


def test_without_places_pools_stand_by_code() -> None:
    row = CascadeRow(CascadeMethod.DIRECT, (_to("LD", ["SZ"]), CascadePoolRow("HV", FTE)), NEW_YEAR)
    assert [name for name, _ in cascade_facts(row, AREAS, POOLS)[1:-1]] == ["Huisvesting", "Leiding"]


@pytest.mark.parametrize(
    ("method", "parts", "why"),
    [
        (CascadeMethod.DIRECT, (_to("HV", ("SZ", "BE")), _to("IT", ["SZ"], ["HV"])), None),
        (
            CascadeMethod.RECIPROCAL,
            (_to("HV", (), ["IT"]), _to("IT", (), ["HV"])),
            (
                "Kostenplaatsen Huisvesting en ICT geven alleen aan elkaar door, zodat hun kosten nooit bij een "
                "taakgebied komen. Laat ten minste één ervan ook naar een taakgebied gaan."
            ),
        ),
        # by what areas have a pool serves them, however much that turns out to be
        *(
            (CascadeMethod.RECIPROCAL, (_to("HV", (), ["IT"]), CascadePoolRow("IT", driver)), None)
            for driver in (FTE, OverheadDriver.HOURS, OverheadDriver.DIRECT_COSTS)
        ),
        (
            CascadeMethod.RECIPROCAL,
            (
                replace(_to("HV", (), ["IT"]), fte=Decimal(1)),
                CascadePoolRow("IT", FTE, fte=Decimal(2)),
            ),
            None,
        ),
        (
            CascadeMethod.DIRECT,
            (_to("HV", ["SZ"]), _to("IT", (), ["HV"])),
            (
                "Kostenplaats ICT geeft alleen door aan andere kostenplaatsen, en die slaat de methode rechtstreeks "
                "over. Laat haar ook naar een taakgebied gaan of kies trapsgewijs of wederkerig."
            ),
        ),
        (CascadeMethod.STEP_DOWN, (_to("HV", ["SZ"], step=2), _to("IT", (), ["HV"], step=1)), None),
        (
            CascadeMethod.STEP_DOWN,
            (_to("HV", ["SZ"], step=1), _to("IT", (), ["HV"], step=2)),
            (
                "Kostenplaats ICT geeft alleen door aan kostenplaatsen die eerder aan de beurt zijn en niets meer "
                "ontvangen. Geef haar een eerdere plaats in de volgorde of laat haar ook naar een taakgebied gaan."
            ),
        ),
        (
            CascadeMethod.STEP_DOWN,
            (_to("HV", ["SZ"], step=1), _to("IT", ["BE"])),
            (
                "Overhead gaat trapsgewijs, maar ICT heeft geen plaats in de volgorde. Geef elke kostenplaats een "
                "eigen plaats."
            ),
        ),
        (
            CascadeMethod.STEP_DOWN,
            (_to("HV", ["SZ"]), _to("IT", ["BE"])),
            (
                "Overhead gaat trapsgewijs, maar Huisvesting en ICT hebben geen plaats in de volgorde. Geef elke "
                "kostenplaats een eigen plaats."
            ),
        ),
    ],
)
def test_a_cascade_by_which_overhead_reaches_no_area_says_why(
    method: CascadeMethod, parts: tuple[CascadePoolRow, ...], why: str | None
) -> None:
    assert without_way(CascadeRow(method, parts, NEW_YEAR), AREAS, POOLS) == why


def test_a_cascade_takes_the_place_of_what_held() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": ""},
            "areas": {"SZ": {"name": "Sociale zaken", "policy": ["whole by equal"]}},
            "cascade": "step_down",
            "pools": {
                "HV": {"name": "Huis", "by": "hours", "step": 1},
                "IT": {"by": "fixed", "step": 2, "fte": 3, "shares": {"SZ": 60}, "pool_shares": {"HV": 40}},
            },
        }
    )
    own, rent, ict = inputs.pools
    row = CascadeRow(
        CascadeMethod.RECIPROCAL,
        (
            CascadePoolRow(
                "HV", FIXED, (("SZ", Fraction(3, 4)),), (("LD", Fraction(1, 4)),), Decimal("1.5"), 7
            ),
            CascadePoolRow("LD", FTE),
            CascadePoolRow("YY", FTE),
        ),
    )
    # what runs keeps its name; what the cascade does not name is passed on by nothing
    assert with_cascade(inputs, row, POOLS) == replace(
        inputs,
        cascade=CascadeMethod.RECIPROCAL,
        pools=(
            Pool(
                "HV", "Huis", PoolKind.OVERHEAD, "", FIXED,
                (Share("SZ", Fraction(75)),), (Share("LD", Fraction(25)),), Fraction(3, 2), 7,
            ),
            replace(ict, driver=None, shares=(), pool_shares=(), fte=None, step=None),
            Pool("LD", "Leiding", PoolKind.OVERHEAD, driver=FTE),
            own,
            Pool("YY", "YY", PoolKind.OVERHEAD, driver=FTE),
        ),
    )  # fmt: skip
    assert (own.code, rent.code) == ("SZ", "HV")


def test_what_a_cascade_brings_is_told_by_giver_and_receiver() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": ""},
            "areas": {"X": {"policy": ["whole by equal"]}, "Y": {"policy": ["whole by equal"]}},
            "cascade": "step_down",
            "pools": {
                "A": {"by": "fixed", "step": 1, "shares": {"X": 50, "Y": 30}, "pool_shares": {"B": 20}},
                "B": {"by": "direct_costs", "step": 2},
                "C": {"by": "hours", "step": 3},
            },
            "hours": ["X P 3:00", "Y P 1:00"],
            "secondments": ["P X 1 36500.00 2026-01-01.."],
            "costs": ["A staff 1000.00", "B staff 100.00", "C staff 40.00", "Y staff 3000.00"],
        }
    )
    # B passes on 100.00 + 200.00 by own costs: staff lent to X 36,500.00 × 90 ÷ 365 days, Y 3,000.00
    found = passed(inputs)
    to_x, to_y = {"A": 500_00, "B": 225_00, "C": 30_00}, {"A": 300_00, "B": 75_00, "C": 10_00}
    to_areas = {(pool, to): cents for to, of in (("X", to_x), ("Y", to_y)) for pool, cents in of.items()}
    assert found == Passing(to_areas, {("A", "B"): 200_00})
    assert (found.of_area("X"), found.of_area("Y"), found.of_area("Z")) == (755_00, 385_00, 0)
