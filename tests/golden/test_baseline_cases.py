"""Every case of `baseline/*.yaml`: what was planned, what it saved and how each year stands."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.features.settlement.core.baseline import Known, YearOnPath, baseline
from app.features.settlement.core.baseline_checks import faults
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    OwnPlan,
    PathKind,
    PathYear,
    PlanKey,
    PriceLevel,
    SpentRow,
)
from app.kernel.explain import check
from app.kernel.money import allocate
from tests.golden.settlement_notation import cents

RAW = [
    raw
    for path in sorted((Path(__file__).parent / "baseline").glob("*.yaml"))
    for raw in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
]


@pytest.fixture(name="path", params=RAW, ids=lambda raw: raw["case"])
def _path(request: pytest.FixtureRequest) -> tuple[dict[str, Any], tuple[YearOnPath, ...]]:
    raw: dict[str, Any] = request.param
    row = read_row(raw)
    assert faults(row) == []
    return raw["expect"], baseline(row, Known(raw["names"], facts=facts_of(raw, row)))


def test_the_path_is_what_is_written(path: tuple[dict[str, Any], tuple[YearOnPath, ...]]) -> None:
    expect, years = path
    assert {one.year: one.planned.value for one in years} == _amounts(expect["planned"])
    assert {one.year: one.gain.value for one in years if one.gain} == _amounts(expect["gain"])
    assert {str(one.year): one.standing.value for one in years} == expect["standing"]
    last = [one.saved for one in years if one.saved]
    assert (last[-1].value if last else None) == (cents(expect["saved"]) if "saved" in expect else None)
    for year, parts in expect["of"].items():
        found = next(one for one in years if one.year == int(year))
        shown = {one.organisation: one.planned.value for one in found.partners if one.planned}
        assert shown == {code: cents(text) for code, text in parts.items()}


def test_every_amount_of_the_path_is_explained_and_the_parts_total_the_whole(
    path: tuple[dict[str, Any], tuple[YearOnPath, ...]],
) -> None:
    for one in path[1]:
        for node in (one.before, one.planned, one.paid, one.gain, one.saved):
            if node is not None:
                check(node)
        for part in one.partners:
            assert part.planned is not None
            check(part.planned)
        assert sum(part.before.value for part in one.partners) == one.before.value
        assert sum(part.planned.value for part in one.partners if part.planned) == one.planned.value
        assert sum(part.paid.value for part in one.partners) == one.paid.value


def read_row(raw: dict[str, Any]) -> BaselineRow:
    """The version that a case describes."""
    first, last = (int(year) for year in raw["path"].split("-"))
    index, planned = raw.get("index", {}), _amounts(raw.get("planned", {}))
    return BaselineRow(
        code="geheel",
        title=raw["case"],
        areas=("X",),
        base_year=int(raw["base"]),
        first_year=first,
        last_year=last,
        kind=PathKind(raw["kind"]),
        prices=PriceLevel(raw["prices"]),
        key=PlanKey(raw["key"]),
        spent=tuple(_spent(text) for text in raw["spent"]),
        years=tuple(
            PathYear(year, Fraction(index.get(str(year), 0)), planned_cents=planned.get(year))
            for year in range(int(raw["base"]) + 1, last + 1)
        ),
        own=tuple(
            OwnPlan(int(year), code, cents(amount))
            for year, code, amount in map(str.split, raw.get("own", []))
        ),
    )


def _spent(text: str) -> SpentRow:
    code, amount, *rest = text.split()
    return SpentRow(code, cents(amount), "begroting", from_year=int(rest[1]) if rest else None)


def facts_of(raw: dict[str, Any], row: BaselineRow) -> tuple[FactRow, ...]:
    """What was paid in a year is divided as it was spent before: the totals are given, not who paid what."""
    weights = {one.organisation: one.amount_cents for one in row.spent}
    paid = [
        FactRow(FactKind.PAID, code, year, part, "bijdrage", "jaarrekening")
        for year, whole in _amounts(raw["paid"]).items()
        for code, part in allocate(whole, weights).items()
    ]
    gains = [text.split(maxsplit=3) for text in raw["gains"]]
    return (
        *paid,
        *(
            FactRow(FactKind.GAIN, code, int(year), cents(one), what, "raming")
            for year, code, one, what in gains
        ),
    )


def _amounts(raw: dict[str, str]) -> dict[int, int]:
    return {int(year): cents(text) for year, text in raw.items()}
