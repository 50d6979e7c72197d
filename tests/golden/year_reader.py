"""Reads cases that go through the year: one world, and runs after each other that remember what was final.

`world` is a settlement case without expectations; each step is a run over it with what `with` adds or puts in
its place: `settle` a period, `advance` a part of a year, or `correct` closed periods. A step that is final is
remembered by the next ones.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.features.settlement.core.inputs import Corrected, Inputs
from app.features.settlement.core.remembering import advances_of, settled_areas, settled_lines
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import Result
from app.kernel.period import Period
from tests.golden.settlement_reader import read_inputs

CASES = Path(__file__).parent / "year"


@dataclass(frozen=True)
class Case:
    """One case: a world and its runs."""

    name: str
    world: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return self.name


def cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for path in sorted(CASES.glob("*.yaml")):
        for raw in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader):
            yield Case(f"{path.stem}: {raw['case']}", raw["world"], tuple(raw["steps"]))


class Year:
    """Runs a case step by step; gives the inputs of each, and remembers what became final."""

    def __init__(self, world: Mapping[str, Any]) -> None:
        self._world = dict(world)
        self._final: list[tuple[str, Settlement]] = []

    def inputs(self, step: Mapping[str, Any]) -> Inputs:
        """The inputs of a step, with all that earlier steps settled."""
        self._world |= step.get("with", {})
        if "correct" in step:
            periods = [Period.parse(one) for one in step["correct"]]
            corrected = tuple(self._corrected(one) for one in periods)
            whole = Period(min(periods).first_on, max(one.last_on for one in periods))
            return Inputs(corrected[0].inputs.collaboration, whole, corrected=corrected)
        if "advance" in step:
            part = Period.parse(step["advance"])
            year = Period.year(part.first_on.year)
            return replace(self._read(year), advances=self._advances(year), advance=part)
        return self._of_period(Period.parse(step["settle"]))

    def settle(self, step: Mapping[str, Any]) -> Settlement:
        """Settle a step and make it final."""
        settlement = settle(self.inputs(step))
        self._final.append((step.get("advance") or step.get("settle") or "correctie", settlement))
        return settlement

    def _read(self, period: Period) -> Inputs:
        """The world in a period: rows that name another day are left out, rows without a day stand in each."""
        rows = {
            name: [row for row in self._world.get(name, []) if _is_within(row, period)]
            for name in ("costs", "hours", "delivered")
        }
        return read_inputs(self._world | rows | {"period": period.code})

    def _of_period(self, period: Period) -> Inputs:
        inputs = self._read(period)
        is_first = (period.first_on.month, period.first_on.day) == (1, 1)
        return replace(
            inputs,
            advances=self._advances(period),
            opening=self._results(Period.year(period.first_on.year - 1)) if is_first else (),
            struck=self._results(Period.year(period.first_on.year)),
        )

    def _corrected(self, period: Period) -> Corrected:
        inputs = self._of_period(period)
        rows = [
            (settled_lines(run, label, found), settled_areas(run, label, found))
            for run, (label, found) in enumerate_text(self._final)
        ]
        lines = tuple(
            row
            for lines, _ in rows
            for row in lines
            if row.period == period and (row.kind.value != "advance" or row.tariff)
        )
        areas = tuple(row for _, areas in rows for row in areas if row.period == period)
        earlier = [found for _, found in self._final if found.period.last_on < period.first_on]
        struck = tuple(row for row in inputs.struck if any(row.label == _label(one) for one in earlier))
        return Corrected(replace(inputs, struck=struck), lines, areas)

    def _advances(self, period: Period) -> tuple[Any, ...]:
        return tuple(
            row
            for run, (label, found) in enumerate_text(self._final)
            for row in advances_of(run, f"voorschot {label}", found)
            if period.covers(row.period)
        )

    def _results(self, year: Period) -> tuple[Result, ...]:
        return tuple(
            Result(run, _label(found), one.area.code, one.result_cents)
            for run, (label, found) in enumerate_text(self._final)
            if year.covers(found.period) and label != "correctie"
            for one in found.areas
            if one.result_cents
        )


def _is_within(row: str, period: Period) -> bool:
    found = re.search(r" on (\d{4}-\d\d-\d\d)", row)
    return found is None or date.fromisoformat(found[1]) in period


def _label(found: Settlement) -> str:
    return found.period.label


def enumerate_text(rows: list[tuple[str, Settlement]]) -> Iterator[tuple[str, tuple[str, Settlement]]]:
    """Rows with their place as text, as the name of the run."""
    for place, row in enumerate(rows, start=1):
        yield f"run{place}", row
