"""Every case told whole, as written in `explained/*.txt`: each line with all that it says, and its derivation.

A step stands below what it leads to, with how it follows, its value, its formula and where it comes from; a step
that was told before is referred to by its number. `python -m tests.golden.test_explained_cases` writes them anew:
read the difference before it is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.kernel.explain import Node, Source
from app.kernel.period import Period
from tests.golden.test_settlement_cases import CASES
from tests.golden.test_year_cases import CASES as YEARS
from tests.golden.year_reader import Year

EXPLAINED = Path(__file__).parent / "explained"


class Telling:
    """Tells settlements after each other in rows, each step once."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self._told: dict[int, int] = {}
        self._kept: list[Node] = []

    def settlement(self, settlement: Settlement) -> None:
        """All that a settlement says, in the order in which it says it."""
        self._told, self._kept = {}, []
        for name in (field.name for field in fields(settlement)):
            value = getattr(settlement, name)
            for row in value if isinstance(value, tuple) else (value,):
                self.rows.append(f"{name}: {said(row)}")
                for node in _nodes(row):
                    self._step(node, 1)

    def _step(self, node: Node, depth: int) -> None:
        known = self._told.get(id(node))
        source = f" [{_source(node.source)}]" if node.source else ""
        mark = f"{'  ' * depth}{node.key + ' · ' if node.key else ''}"
        if known is not None:
            self.rows.append(f"{mark}zie {known}")
            return
        self._kept.append(node)
        self._told[id(node)] = len(self._kept)
        number = f"{len(self._kept)}. " if node.operands else ""
        rule = f" volgens [{_source(node.rule)}]" if node.rule else ""
        owner = f" van {node.owner}" if node.owner else ""
        how = f" = {node.operation.value}" if node.operands else ""
        formula = f" « {node.formula} »" if node.formula else ""
        self.rows.append(
            f"{mark}{number}{node.what}{owner}: {node.value} {node.unit.value}{how}{formula}{source}{rule}"
        )
        for operand in node.operands:
            self._step(operand, depth + 1)


def _source(source: Source) -> str:
    return f"{source.kind} {source.id}: {source.label}"


def _nodes(row: object) -> Iterator[Node]:
    if is_dataclass(row):
        for field in fields(row):
            value = getattr(row, field.name)
            if isinstance(value, Node):
                yield value


def said(row: object) -> str:
    """A value with all its fields that say something, in the order in which they are written down."""
    if isinstance(row, Period):
        return row.code
    if isinstance(row, Fraction | bool | int | str) or row is None:
        return str(row)
    if is_dataclass(row):
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        return " ".join(f"{name}={said(value)}" for name, value in values.items() if _says(value))
    if isinstance(row, dict):
        return "{" + ", ".join(f"{said(key)}: {said(value)}" for key, value in row.items()) + "}"
    if isinstance(row, Iterable):
        return "(" + ", ".join(said(one) for one in row) + ")"
    return str(row)


def _says(value: Any) -> bool:
    return not isinstance(value, Node) and value not in ("", None, (), {})


def told(name: str) -> str:
    """A file of cases, told whole."""
    telling = Telling()
    for case in CASES:
        if case.name.startswith(f"{name}: ") and "refused" not in case.expect:
            telling.rows.append(f"== {case.name.removeprefix(f'{name}: ')}")
            for inputs in (case.inputs, case.later):
                if inputs is not None:
                    telling.settlement(settle(inputs))
    for year_case in YEARS:
        if year_case.name.startswith(f"{name}: "):
            telling.rows.append(f"== {year_case.name.removeprefix(f'{name}: ')}")
            year = Year(year_case.world)
            for step in year_case.steps:
                try:
                    telling.settlement(year.settle(step))
                except Unsettled:
                    telling.rows.append("geweigerd")
    return "\n".join(telling.rows).replace("\N{NO-BREAK SPACE}", " ") + "\n"


FILES = sorted(
    {case.name.partition(":")[0] for case in CASES if "refused" not in case.expect}
    | {case.name.partition(":")[0] for case in YEARS}
)


@pytest.mark.parametrize("name", FILES)
def test_a_case_tells_what_is_written(name: str) -> None:
    assert told(name) == (EXPLAINED / f"{name}.txt").read_text(encoding="utf-8")


def test_nothing_is_written_that_is_told_no_more() -> None:
    assert sorted(path.stem for path in EXPLAINED.glob("*.txt")) == FILES


if __name__ == "__main__":
    EXPLAINED.mkdir(exist_ok=True)
    for file in FILES:
        (EXPLAINED / f"{file}.txt").write_text(told(file), encoding="utf-8")
