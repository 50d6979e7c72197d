"""A baseline read: its versions, its path against what was budgeted and settled, each amount explained.

A partner sees every amount per partner, as in a settlement; where an amount comes from it sees of its own only
(data §5). Everything is reckoned when it is asked for: what was settled meanwhile counts at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.features.settlement.core.baseline import Known, PathFigure, YearOnPath, baseline, whole_years
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactRow,
    KeptFact,
    SettledAmount,
    SpentAnswer,
    Stretch,
    Version,
)
from app.features.settlement.core.errors import SettlementError, Unsettled
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.core.year_budget import YearBudget, year_budget
from app.features.settlement.service.facts import read_planned
from app.features.settlement.service.viewing import reader_of
from app.features.settlement.service.year import as_planned, lines_of_corrections
from app.features.settlement.store import baselines as store
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.errors import NotFound
from app.kernel.explain import Node, for_reader
from app.kernel.period import Period
from app.kernel.roles import Permission

missing = partial(NotFound, "Deze nulmeting")


@dataclass(frozen=True, slots=True)
class ShownPath:
    """A version with its path, as this reader may see it.

    `refused_budgets` says per year why its budget cannot be reckoned, `undivided_budgets` why not per partner.
    `settled_until` is the last day until which
    all areas are settled, of the years that are not settled wholly. `reader` as in a settlement.
    """

    version: Version
    versions: tuple[Version, ...]
    path: tuple[YearOnPath, ...]
    names: Mapping[str, str]
    areas: Mapping[str, str]
    answers: tuple[SpentAnswer, ...]
    facts: tuple[KeptFact, ...]
    refused_budgets: Mapping[int, str]
    undivided_budgets: Mapping[int, str]
    settled_until: Mapping[int, date]
    reader: str

    @property
    def row(self) -> BaselineRow:
        """What the version says."""
        return self.version.row

    @property
    def is_latest(self) -> bool:
        """Whether no version came after this one."""
        return self.version.seq == self.versions[0].seq

    def may_see(self, organisation: str) -> bool:
        """Whether the reader sees where the amounts of a partner come from."""
        return self.reader in ("", organisation)

    def answer_of(self, organisation: str) -> SpentAnswer | None:
        """The last answer of a partner about its own amount."""
        return next((one for one in reversed(self.answers) if one.organisation == organisation), None)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a baseline: names, areas, settled amounts. Read once for a page."""

    names: Mapping[str, str]
    areas: Mapping[str, str]
    settled: tuple[SettledAmount, ...]
    whole: frozenset[int]
    stretches: tuple[Stretch, ...]


def list_baselines(work: UnitOfWork) -> list[ShownPath]:
    """The latest version of every baseline with its path, without budgets."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    found: dict[str, list[Version]] = {}
    for version in store.find_versions(work.session, work.actor):
        found.setdefault(version.row.code, []).append(version)
    return _shown(work, [(versions[0], versions) for versions in found.values()], with_budgets=False)


def everything(work: UnitOfWork) -> list[tuple[Version, list[FactRow]]]:
    """The latest version of every baseline with the facts that hold: what a workbook has of them."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    latest: dict[str, Version] = {}
    for version in store.find_versions(work.session, work.actor):
        latest.setdefault(version.row.code, version)
    told = store.find_facts(work.session, work.actor, [one.baseline_id for one in latest.values()])
    return [
        (version, [one.row for one in told[version.baseline_id] if one.holds]) for version in latest.values()
    ]


def get_versions(work: UnitOfWork, code: str) -> list[Version]:
    """The versions of a baseline, newest first; `NotFound` when there is none."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    found = store.find_versions(work.session, work.actor, code)
    if not found:
        raise missing()
    return found


def show(work: UnitOfWork, code: str, seq: int | None = None) -> ShownPath:
    """A baseline with its path, the latest version or an earlier one."""
    versions = get_versions(work, code)
    version = next((one for one in versions if seq in (None, one.seq)), None)
    if version is None:
        raise missing()
    return _shown(work, [(version, versions)])[0]


def explain(
    work: UnitOfWork, code: str, seq: int | None, year: int, figure: PathFigure, organisation: str = ""
) -> tuple[ShownPath, Node]:
    """Why an amount of the path is what it is; `NotFound` when there is no such amount."""
    shown = show(work, code, seq)
    one = next((one for one in shown.path if one.year == year), None)
    node = one.figure(figure, organisation) if one else None
    if node is None:
        raise NotFound("Deze uitleg")
    return shown, for_reader(node, shown.reader) if shown.reader else node


def _shown(
    work: UnitOfWork, chosen: Sequence[tuple[Version, Sequence[Version]]], *, with_budgets: bool = True
) -> list[ShownPath]:
    """Versions with their paths, each beside all versions of its baseline; the same statements for many."""
    arounds = arounds_of(work, [version.row for version, _ in chosen])
    told = store.find_facts(work.session, work.actor, [version.baseline_id for version, _ in chosen])
    said = store.find_answers(work.session, work.actor, [version.id for version, _ in chosen])
    reader = reader_of(work)
    found = []
    for (version, versions), around in zip(chosen, arounds, strict=True):
        facts = told[version.baseline_id]
        budgets, refused = budgets_of(work, version.row) if with_budgets else ({}, {})
        known = Known(
            names=around.names,
            version=f"versie {version.seq} van {plain_day(local_day(version.set_at))}",
            settled=around.settled,
            facts=[one.row for one in facts if one.holds],
            budgets=budgets,
            whole_years=around.whole,
        )
        found.append(
            ShownPath(
                version=version,
                versions=tuple(versions),
                path=baseline(version.row, known),
                names=around.names,
                areas=around.areas,
                answers=tuple(said[version.id]),
                facts=tuple(facts),
                refused_budgets=refused,
                undivided_budgets={year: one.undivided for year, one in budgets.items() if one.undivided},
                settled_until=_settled_until(version.row, around),
                reader=reader,
            )
        )
    return found


def around_of(work: UnitOfWork, row: BaselineRow) -> Around:
    """What is known of the areas of a baseline."""
    return arounds_of(work, [row])[0]


def arounds_of(work: UnitOfWork, rows: Sequence[BaselineRow]) -> list[Around]:
    """What is known of the areas of each baseline; the same statements for many."""
    codes = sorted({code for row in rows for code in row.areas})
    areas = store.find_areas(work.session, work.actor)
    names = store.find_names(work.session, work.actor)
    stretches = store.find_stretches(work.session, work.actor, codes)
    settled = [*store.find_settled(work.session, work.actor, codes), *_corrected(work, codes, areas)]
    return [
        Around(
            names=names,
            areas={code: name for code, (name, _) in areas.items()},
            settled=tuple(one for one in settled if one.area in row.areas),
            whole=frozenset(
                whole_years(
                    {code: areas[code][1] for code in row.areas if code in areas},
                    stretches,
                    range(row.first_year, row.last_year + 1),
                )
            ),
            stretches=tuple(one for one in stretches if one.area in row.areas),
        )
        for row in rows
    ]


def _corrected(
    work: UnitOfWork, codes: Sequence[str], areas: Mapping[str, tuple[str, object]]
) -> list[SettledAmount]:
    """What final corrections changed of these areas, in the year of the period that they correct."""
    found: dict[tuple[str, str, int, str, str], int] = {}
    for line in lines_of_corrections(work):
        if line.area in codes and line.kind in CHARGES:
            key = (line.run, line.label, line.period.first_on.year, line.area, line.organisation)
            found[key] = found.get(key, 0) + line.amount_cents
    return [
        SettledAmount(run, label, year, area, areas[area][0], organisation, cents)
        for (run, label, year, area, organisation), cents in sorted(found.items())
        if cents
    ]


def budgets_of(work: UnitOfWork, row: BaselineRow) -> tuple[dict[int, YearBudget], dict[int, str]]:
    """The budget of each year of the path that has one, and why it cannot be reckoned where it cannot."""
    found: dict[int, YearBudget] = {}
    refused: dict[int, str] = {}
    for year in store.find_budget_years(work.session, work.actor):
        if not row.first_year <= year <= row.last_year:
            continue
        try:
            inputs = read_planned(work, Period.year(year))
            budget = year_budget(inputs, row.areas, partial(as_planned, work, inputs))
        except SettlementError as error:
            refused[year] = error.message
        except Unsettled as error:
            refused[year] = " ".join(one.message for one in error.errors)
        else:
            if budget is not None:
                found[year] = budget
    return found, refused


def _settled_until(row: BaselineRow, around: Around) -> dict[int, date]:
    """Year → the day until which every area of the baseline is settled, as far as each has begun."""
    found = {}
    for year in range(row.first_year, row.last_year + 1):
        ends = {
            code: max(
                (one.period.last_on for one in around.stretches
                 if one.area == code and one.period.first_on.year == year),
                default=None,
            )
            for code in row.areas
        }  # fmt: skip
        if year not in around.whole and all(ends.values()):
            found[year] = min(day for day in ends.values() if day is not None)
    return found
