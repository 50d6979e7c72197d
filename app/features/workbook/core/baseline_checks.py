"""Baselines of a workbook put together from their sheets and taken apart for an export; what of them does not hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.features.settlement.core.baseline_checks import fact_faults, faults
from app.features.settlement.core.baseline_rows import BaselineRow, FactRow, OwnPlan, PathYear, SpentRow
from app.features.workbook.core.baseline_sheets import (
    BASELINES,
    BaselineLine,
    FactLine,
    PlanLine,
    SpentLine,
    YearLine,
)
from app.features.workbook.core.reading import Tables

Fault = tuple[str, int, str, str]
REFERENCES = tuple(
    (table, field, target, "code")
    for table in ("baseline_spent", "baseline_years", "baseline_plans", "baseline_facts")
    for field, target in (("baseline", "baselines"), ("organisation", "organisations"))
    if (table, field) != ("baseline_years", "organisation")
)
"""Table and field → the table and field in which its value must stand."""


def baselines_of(tables: Tables) -> tuple[BaselineRow, ...]:
    """The baselines with their parts."""
    spent: dict[str, list[SpentRow]] = defaultdict(list)
    for one in tables.of("baseline_spent"):
        spent[one.baseline].append(
            SpentRow(
                one.organisation, one.amount_cents, one.source, one.note, one.year, one.from_year,
                one.until_year, one.weight,
            )
        )  # fmt: skip
    years: dict[str, list[PathYear]] = defaultdict(list)
    for line in tables.of("baseline_years"):
        index = Fraction(line.index_percent)
        years[line.baseline].append(PathYear(line.year, index, line.index_source, line.planned_cents))
    own: dict[str, list[OwnPlan]] = defaultdict(list)
    for plan in tables.of("baseline_plans"):
        own[plan.baseline].append(OwnPlan(plan.year, plan.organisation, plan.amount_cents))
    return tuple(
        BaselineRow(
            code=one.code,
            title=one.title,
            areas=one.areas,
            base_year=one.base_year,
            first_year=one.first_year,
            last_year=one.last_year,
            kind=one.path_kind,
            prices=one.price_level,
            key=one.plan_key,
            spent=tuple(spent[one.code]),
            years=tuple(sorted(years[one.code], key=lambda year: year.year)),
            own=tuple(own[one.code]),
            weight_name=one.weight_name,
            note=one.note,
        )
        for one in tables.of("baselines")
    )


def facts_of(tables: Tables) -> tuple[tuple[str, FactRow], ...]:
    """What is told of years, with the code of the baseline."""
    return tuple((one.baseline, _fact(one)) for one in tables.of("baseline_facts"))


def _fact(one: FactLine) -> FactRow:
    return FactRow(one.kind, one.organisation, one.year, one.amount_cents, one.description, one.source)


def baseline_lines(
    baselines: Iterable[BaselineRow], facts: Iterable[tuple[str, FactRow]]
) -> dict[str, list[Any]]:
    """The rows of the five sheets, for an export."""
    lines: dict[str, list[Any]] = {sheet.table: [] for sheet in BASELINES}
    for row in baselines:
        lines["baselines"].append(
            BaselineLine(
                row.code, row.title, row.areas, row.base_year, row.first_year, row.last_year, row.kind,
                row.prices, row.key, row.weight_name, row.note,
            )
        )  # fmt: skip
        lines["baseline_spent"] += [
            SpentLine(
                row.code, one.organisation, one.amount_cents, one.source, one.note, one.year,
                one.from_year, one.until_year, one.weight,
            )
            for one in row.spent
        ]  # fmt: skip
        lines["baseline_years"] += [
            YearLine(row.code, one.year, _decimal(one.index_percent), one.index_source, one.planned_cents)
            for one in row.years
        ]
        lines["baseline_plans"] += [
            PlanLine(row.code, one.year, one.organisation, one.amount_cents) for one in row.own
        ]
    lines["baseline_facts"] = [
        FactLine(code, one.kind, one.organisation, one.year, one.amount_cents, one.what, one.source)
        for code, one in facts
    ]
    return lines


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / exact.denominator


def baseline_faults(tables: Tables) -> Iterator[Fault]:
    """What is wrong with baselines and with what is told of them, beside what they refer to."""
    areas = {row.code for row in tables.of("areas")}
    rows = {row.code: row for row in baselines_of(tables)}
    for index, row in enumerate(baselines_of(tables)):
        for code in row.areas:
            if code not in areas:
                yield "baselines", index, "areas", f"{code} staat niet op het blad taakgebieden. Kijk het na."
        for fault in faults(row):
            yield "baselines", index, "code", fault.message
    for index, line in enumerate(tables.of("baseline_facts")):
        if line.baseline in rows:
            for fault in fact_faults(_fact(line), rows[line.baseline]):
                yield "baseline_facts", index, "amount_cents", fault.message
