"""Where a baseline is refused: each field at its edge, so that one step further is wrong and the edge is not."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from app.features.settlement.core.baseline_checks import fact_faults, faults
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

MOST = 10**13
P, Q = SpentRow("P", 60_00, "jaarrekening"), SpentRow("Q", 40_00, "jaarrekening")
WEIGHED = (replace(P, weight=3), replace(Q, weight=1))
YEARS = (PathYear(2025), PathYear(2026), PathYear(2027, planned_cents=70_00))
ROW = BaselineRow(
    code="geheel",
    title="Heel de samenwerking",
    areas=("SZ",),
    base_year=2024,
    first_year=2025,
    last_year=2027,
    kind=PathKind.LINEAR,
    prices=PriceLevel.CURRENT,
    key=PlanKey.SPENT,
    spent=(P, Q),
    years=YEARS,
)
WEIGHTS = replace(ROW, key=PlanKey.WEIGHT, weight_name="inwoners", spent=WEIGHED)
UNPLANNED = (PathYear(2025), PathYear(2026), PathYear(2027))
OWN = tuple(OwnPlan(2027, code, cents) for code, cents in (("P", 40_00), ("Q", 30_00)))
OWNED = replace(ROW, key=PlanKey.OWN, years=UNPLANNED, own=OWN)


def _fields(row: BaselineRow) -> list[str]:
    return [one.field for one in faults(row)]


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        WEIGHTS,
        OWNED,
        replace(ROW, code="ict-2"),
        replace(ROW, spent=(replace(P, amount_cents=MOST), replace(Q, amount_cents=0))),
        replace(WEIGHTS, spent=(replace(P, weight=1), replace(Q, weight=0))),
        replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=MOST))),
        replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=0))),
        replace(ROW, years=(PathYear(2025, Fraction(-50)), PathYear(2026, Fraction(100)), YEARS[2])),
        replace(ROW, years=(PathYear(2025, Fraction(1, 10_000)), *YEARS[1:])),
        replace(ROW, base_year=1990, first_year=1991, last_year=1991, years=(PathYear(1991, planned_cents=1),)),
        replace(ROW, base_year=2099, first_year=2100, last_year=2100, years=(PathYear(2100, planned_cents=1),)),
        replace(
            ROW, kind=PathKind.YEARLY, years=tuple(PathYear(year, planned_cents=1) for year in (2025, 2026, 2027))
        ),
    ],
)  # fmt: skip
def test_the_edge_itself_holds(row: BaselineRow) -> None:
    assert faults(row) == []


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (replace(ROW, code=" "), ["code"]),
        (replace(ROW, code="ict_2"), ["code"]),
        (replace(ROW, code="ICT"), ["code"]),
        (replace(ROW, base_year=2025), ["basisjaar"]),
        (replace(ROW, base_year=2026), ["basisjaar"]),
        (replace(ROW, base_year=1989), ["basisjaar"]),
        (replace(ROW, last_year=2101), ["laatsteJaar"]),
        (replace(WEIGHTS, weight_name=" "), ["gewichtNaam"]),
        (replace(ROW, spent=(P, P)), ["deelnemers"]),
        (replace(ROW, spent=(replace(P, amount_cents=MOST + 1), Q)), ["deelnemers.0.bedragCenten"]),
        (replace(ROW, spent=(P, replace(Q, amount_cents=-1))), ["deelnemers.1.bedragCenten"]),
        (replace(ROW, spent=(P, replace(Q, weight=1))), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=(WEIGHED[0], Q)), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=(WEIGHED[0], replace(Q, weight=-1))), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=tuple(replace(one, weight=0) for one in WEIGHED)), ["sleutel"]),
        (replace(ROW, spent=tuple(replace(one, amount_cents=0) for one in (P, Q))), ["sleutel"]),
        (replace(ROW, spent=(P, replace(Q, amount_cents=0, from_year=2025)),
                 years=YEARS), []),
        (replace(ROW, spent=(replace(P, until_year=2026), replace(Q, amount_cents=0))), ["sleutel"]),
        (replace(ROW, years=(*YEARS, PathYear(2026))), ["jaren"]),
        (replace(ROW, years=(PathYear(2025, Fraction(-51)), *YEARS[1:])), ["jaren.0.indexPercentage"]),
        (replace(ROW, years=(PathYear(2025), PathYear(2026, Fraction(101)), YEARS[2])), ["jaren.1.indexPercentage"]),
        (replace(ROW, years=(PathYear(2025, Fraction(1, 100_000)), *YEARS[1:])), ["jaren.0.indexPercentage"]),
        (replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=MOST + 1))), ["jaren"]),
        (replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=-1))), ["jaren"]),
        (replace(ROW, own=OWN), ["eigenBedragen"]),
        (replace(OWNED, years=YEARS), ["jaren"]),
        (replace(OWNED, own=(*OWN, OwnPlan(2027, "R", 1))), ["eigenBedragen"]),
        (replace(OWNED, own=(*OWN, OWN[0])), ["eigenBedragen"]),
        (replace(OWNED, own=OWN[:1]), ["eigenBedragen"]),
    ],
)  # fmt: skip
def test_one_step_further_is_refused_at_its_field(row: BaselineRow, fields: Sequence[str]) -> None:
    assert _fields(row) == list(fields)


@pytest.mark.parametrize("missing", [2025, 2026, 2027])
def test_a_yearly_path_names_the_year_that_it_lacks(missing: int) -> None:
    years = tuple(PathYear(year, planned_cents=None if year == missing else 1) for year in (2025, 2026, 2027))
    (found,) = faults(replace(ROW, kind=PathKind.YEARLY, years=years))
    assert str(missing) in found.message


@pytest.mark.parametrize(
    ("organisation", "year", "field"), [("P", 2025, None), ("R", 2025, "organisatie"), ("P", 2028, "jaar")]
)
def test_a_figure_is_of_a_partner_in_a_year_that_counts(
    organisation: str, year: int, field: str | None
) -> None:
    fact = FactRow(FactKind.PAID, organisation, year, 1, "bijdrage", "brief")
    assert [one.field for one in fact_faults(fact, ROW)] == ([] if field is None else [field])
