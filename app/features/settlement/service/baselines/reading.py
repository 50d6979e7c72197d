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
from app.features.settlement.core.year_budget import year_budget
from app.features.settlement.service.facts import read_planned
from app.features.settlement.service.viewing import reader_of
from app.features.settlement.service.year import lines_of_corrections
from app.features.settlement.store import baselines as store
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

    `refused_budgets` says per year why its budget cannot be reckoned. `settled_until` is the last day until which
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
    return [_shown(work, versions[0], versions, with_budgets=False) for versions in found.values()]


def everything(work: UnitOfWork) -> list[tuple[Version, list[FactRow]]]:
    """The latest version of every baseline with the facts that hold: what a workbook has of them."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    latest: dict[str, Version] = {}
    for version in store.find_versions(work.session, work.actor):
        latest.setdefault(version.row.code, version)
    found = []
    for version in latest.values():
        facts = store.find_facts(work.session, work.actor, version.baseline_id)
        found.append((version, [one.row for one in facts if one.holds]))
    return found


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
    return _shown(work, version, versions)


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
    work: UnitOfWork, version: Version, versions: Sequence[Version], *, with_budgets: bool = True
) -> ShownPath:
    row = version.row
    around = around_of(work, row)
    facts = store.find_facts(work.session, work.actor, version.baseline_id)
    budgets, refused = budgets_of(work, row) if with_budgets else ({}, {})
    known = Known(
        names=around.names,
        version=f"versie {version.seq} van {plain_day(version.set_at.date())}",
        settled=around.settled,
        facts=[one.row for one in facts if one.holds],
        budgets=budgets,
        whole_years=around.whole,
    )
    return ShownPath(
        version=version,
        versions=tuple(versions),
        path=baseline(row, known),
        names=around.names,
        areas=around.areas,
        answers=tuple(store.find_answers(work.session, work.actor, version.id)),
        facts=tuple(facts),
        refused_budgets=refused,
        settled_until=_settled_until(row, around),
        reader=reader_of(work),
    )


def around_of(work: UnitOfWork, row: BaselineRow) -> Around:
    """What is known of the areas of a baseline."""
    areas = store.find_areas(work.session, work.actor)
    stretches = store.find_stretches(work.session, work.actor, row.areas)
    terms = {code: areas[code][1] for code in row.areas if code in areas}
    years = range(row.first_year, row.last_year + 1)
    return Around(
        names=store.find_names(work.session, work.actor),
        areas={code: name for code, (name, _) in areas.items()},
        settled=(*store.find_settled(work.session, work.actor, row.areas), *_corrected(work, row, areas)),
        whole=frozenset(whole_years(terms, stretches, years)),
        stretches=tuple(stretches),
    )


def _corrected(
    work: UnitOfWork, row: BaselineRow, areas: Mapping[str, tuple[str, object]]
) -> list[SettledAmount]:
    """What final corrections changed of these areas, in the year of the period that they correct."""
    found: dict[tuple[str, str, int, str, str], int] = {}
    for line in lines_of_corrections(work):
        if line.area in row.areas and line.kind in CHARGES:
            key = (line.run, line.label, line.period.first_on.year, line.area, line.organisation)
            found[key] = found.get(key, 0) + line.amount_cents
    return [
        SettledAmount(run, label, year, area, areas[area][0], organisation, cents)
        for (run, label, year, area, organisation), cents in sorted(found.items())
        if cents
    ]


def budgets_of(work: UnitOfWork, row: BaselineRow) -> tuple[dict[int, Node], dict[int, str]]:
    """The budget of each year of the path that has one, and why it cannot be reckoned where it cannot."""
    found: dict[int, Node] = {}
    refused: dict[int, str] = {}
    for year in store.find_budget_years(work.session, work.actor):
        if not row.first_year <= year <= row.last_year:
            continue
        try:
            node = year_budget(read_planned(work, Period.year(year)), row.areas)
        except SettlementError as error:
            refused[year] = error.message
        except Unsettled as error:
            refused[year] = " ".join(one.message for one in error.errors)
        else:
            if node is not None:
                found[year] = node
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
