"""Rows to grids of cells: what an export writes, and what reading it gives back unchanged."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from app.features.partnership.core.rows import PolicyRow
from app.features.workbook.core.baseline_checks import baseline_lines
from app.features.workbook.core.cascade_lines import cascade_lines
from app.features.workbook.core.cells import Cell
from app.features.workbook.core.columns import Sheet
from app.features.workbook.core.reading import values_of
from app.features.workbook.core.rows import WorkbookRows
from app.features.workbook.core.sheets import SHEETS, ComponentLine, PolicyHead, ShareLine
from app.features.workbook.core.sla_checks import lines_of


def write_grids(rows: WorkbookRows) -> dict[str, list[list[Cell]]]:
    """A grid for every sheet, empty ones with their headings only, in the order of the workbook."""
    tables = _tables(rows)
    return {sheet.name: _grid(sheet, tables[sheet.table]) for sheet in SHEETS}


def _grid(sheet: Sheet, rows: Iterable[Any]) -> list[list[Cell]]:
    grid: list[list[Cell]] = [[column.heading for column in sheet.columns]]
    grid += [
        [
            None if value is None or value == "" else column.kind.write(value)
            for column, value in zip(sheet.columns, values_of(sheet, row), strict=True)
        ]
        for row in rows
    ]
    return grid


def _tables(rows: WorkbookRows) -> dict[str, Iterable[Any]]:
    tables: dict[str, Iterable[Any]] = {"collaboration": [rows.collaboration]}
    for one in fields(rows.partnership):
        tables[one.name] = getattr(rows.partnership, one.name)
    for one in fields(rows):
        if one.name not in ("collaboration", "partnership"):
            tables[one.name] = getattr(rows, one.name)
    tables |= lines_of(rows.calendars)
    tables |= baseline_lines(rows.baselines, rows.baseline_facts)
    tables["cascades"] = [line for cascade in rows.cascades for line in cascade_lines(cascade)]
    policies = rows.partnership.policies
    tables["policies"] = [_head(policy) for policy in policies]
    tables["components"] = [
        _line(ComponentLine, part, policy) for policy in policies for part in policy.components
    ]
    tables["shares"] = [
        _line(ShareLine, share, policy, position=part.position)
        for policy in policies
        for part in policy.components
        for share in part.shares
    ]
    return tables


def _head(policy: PolicyRow) -> PolicyHead:
    return PolicyHead(**{one.name: getattr(policy, one.name) for one in fields(PolicyHead)})


def _line(line: type[Any], row: Any, policy: PolicyRow, **more: Any) -> Any:
    given = {"area": policy.area, "policy_version": policy.version, **more}
    return line(
        **given, **{one.name: getattr(row, one.name) for one in fields(line) if one.name not in given}
    )
