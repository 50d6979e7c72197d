"""A statistic to be added: which areas and runs look at it, and what it replaces."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from app.features.partnership.core.rows import PolicyRow, StatisticRow
from app.features.partnership.core.views import Directory, Figure, Kept, Selection
from app.features.partnership.service import figures as kept
from app.features.partnership.service.reading import list_page
from app.features.settlement.core.touching import (
    Preview,
    area_sentence,
    looks_at,
    run_sentences,
    statistic_of,
)
from app.features.settlement.core.wording import in_sentence
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, listing, number, plain_day
from app.kernel.period import years_before
from app.kernel.quantities import exact_number

AT_ONCE = 1000
"""More policies than a collaboration has."""


def preview_statistic(work: UnitOfWork, row: StatisticRow) -> Preview:
    """What a figure says and touches; `Invalid` with a finding per field when it cannot be added."""
    earlier = kept.check_statistic(work, row)
    names = kept.directory(work)
    kind = names.statistic_kinds[row.kind]
    facts = (
        ("Organisatie", names.organisations[row.organisation].name),
        ("Kengetal", kind),
        ("Peildatum", plain_day(row.reference_on)),
        ("Cijfer", exact_number(Fraction(row.value))),
        ("Bron", row.source),
    )
    touches = (*_replaced(row, earlier), *_used(work, row, earlier, names))
    return Preview("Kengetal toevoegen", facts, touches)


def add_statistic(work: UnitOfWork, row: StatisticRow) -> UUID:
    """Record a figure; gives its identity."""
    return kept.add_statistic(work, row)


def _replaced(row: StatisticRow, earlier: Sequence[Figure]) -> list[str]:
    same = next((one for one in earlier if one.row.reference_on == row.reference_on), None)
    if same is not None:
        was = (
            f"{exact_number(Fraction(same.row.value))} van {plain_day(row.reference_on)} ({same.row.source})"
        )
        return [f"Dit vervangt het cijfer {was}. Het oude cijfer blijft in de geschiedenis staan."]
    last = next((one for one in reversed(earlier) if one.row.reference_on < row.reference_on), None)
    if last is None:
        return ["Dit is het eerste cijfer van deze soort voor deze organisatie."]
    was = f"Het vorige cijfer is {exact_number(Fraction(last.row.value))}, van {plain_day(last.row.reference_on)}."
    return [was + _jump(row, last.row)]


def _jump(row: StatisticRow, last: StatisticRow) -> str:
    """A warning when a figure is half or double the last one: mostly a slip of the hand."""
    if last.value and (row.value >= 2 * last.value or 2 * row.value <= last.value):
        return f" Dat is {number(Fraction(row.value) / Fraction(last.value) * 100)} % daarvan; kijk het getal na."
    return ""


def _used(work: UnitOfWork, row: StatisticRow, earlier: Sequence[Figure], names: Directory) -> list[str]:
    others = [one.row.reference_on for one in earlier if one.row.reference_on != row.reference_on]
    policies: Sequence[Kept[PolicyRow]] = list_page(work, "policies", Selection(limit=AT_ONCE)).rows
    using = [kept.row for kept in policies if _names(kept.row, row.kind)]
    areas = sorted({policy.area for policy in using if work.today in policy.term})
    said = [
        area_sentence(
            [names.areas[area].name for area in areas], in_sentence(names.statistic_kinds[row.kind])
        )
    ]
    ids = [names.areas[policy.area].id for policy in using]
    runs = store.find_runs(work.session, work.actor, row.reference_on, None, ids) if ids else []
    touched = [
        run
        for run in runs
        if any(
            run.first_on in policy.term and looks_at(policy, row.kind, run.period, row.reference_on, others)
            for policy in using
        )
    ]
    said += run_sentences(touched)
    return said + _joint(work, row, others, names)


def _names(policy: PolicyRow, kind: str) -> bool:
    return any(statistic_of(part) == kind for part in policy.components)


def _joint(work: UnitOfWork, row: StatisticRow, others: Sequence[date], names: Directory) -> list[str]:
    """Joint assignments whose hours the figure divides: on 1 January of the year of the hours (settlement.md 13)."""
    years = [
        first_on.year
        for first_on in (date(row.reference_on.year + ahead, 1, 1) for ahead in (0, 1))
        if years_before(first_on, 1) <= row.reference_on <= first_on
        and not any(row.reference_on < other <= first_on for other in others)
    ]
    if not years:
        return []
    found = store.count_assignments(
        work.session,
        work.actor,
        date(min(years), 1, 1),
        date(max(years), 12, 31),
        [named.id for named in names.areas.values()],
        organisation=names.organisations[row.organisation].id,
        shared_by=row.kind,
    )
    if not found:
        return []
    shown = count(found, "gezamenlijke opdracht haar", "gezamenlijke opdrachten hun")
    verb = "deelt" if found == 1 else "delen"
    return [f"In {listing([str(year) for year in years])} {verb} {shown} uren naar dit kengetal."]
