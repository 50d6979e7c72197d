"""A figure of an earlier year to be added: which keys average it, and which runs look at it."""

from uuid import UUID

from app.features.partnership.core.rows import PolicyRow, YearFigureRow
from app.features.partnership.core.views import Directory, Kept, Selection
from app.features.partnership.core.words import DriverKind, Reference
from app.features.partnership.service import year_figures as kept
from app.features.partnership.service.reading import list_page
from app.features.settlement.core.touching import Preview, area_sentence, run_sentences
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import hours, number

AT_ONCE = 1000
"""More policies, and more figures, than a collaboration has."""
FLOWS = (DriverKind.HOURS, DriverKind.PRODUCTS)


def list_year_figures(work: UnitOfWork) -> list[tuple[YearFigureRow, bool]]:
    """All figures, the last recorded first, and whether each still holds."""
    seen, found = set(), []
    for row in (one.row for one in reversed(list_page(work, "year_figures", Selection(limit=AT_ONCE)).rows)):
        key = (row.area, row.organisation, row.product, row.year)
        found.append((row, key not in seen))
        seen.add(key)
    return found


def preview_year_figure(work: UnitOfWork, row: YearFigureRow) -> Preview:
    """What a figure says and touches; `Invalid` with a finding per field when it cannot be added."""
    names = kept.check_year_figure(work, row)
    facts = (
        ("Taakgebied", names.areas[row.area].name),
        ("Organisatie", names.organisations[row.organisation].name),
        ("Jaar", str(row.year)),
        (what_of(row, names), amount_of(row)),
        ("Bron", row.source),
    )
    return Preview("Jaarcijfer toevoegen", facts, tuple(_touched(work, row, names)))


def what_of(row: YearFigureRow, names: Directory) -> str:
    """What is counted."""
    return names.products[row.area, row.product].name if row.product else "Uren"


def amount_of(row: YearFigureRow) -> str:
    """How much, in its own notation."""
    return f"{hours(row.minutes or 0)} uur" if row.product is None else number(row.taken_count or 0)


def add_year_figure(work: UnitOfWork, row: YearFigureRow) -> UUID:
    """Record a figure; gives its identity."""
    return kept.add_year_figure(work, row)


def _touched(work: UnitOfWork, row: YearFigureRow, names: Directory) -> list[str]:
    same = [
        old
        for old, holds in list_year_figures(work)
        if holds
        and (old.area, old.organisation, old.product, old.year)
        == (row.area, row.organisation, row.product, row.year)
    ]
    said = [f"Dit vervangt {amount_of(old)} ({old.source}). Het oude cijfer blijft bewaard." for old in same]
    policies: tuple[Kept[PolicyRow], ...] = tuple(
        list_page(work, "policies", Selection(area=row.area, limit=AT_ONCE)).rows
    )
    averaging = [one.row for one in policies if _averages(one.row, row.year)]
    area = names.areas[row.area]
    said.append(area_sentence([area.name] if averaging else [], f"een gemiddelde waarin {row.year} telt"))
    if averaging:
        first_on = min(policy.term.first_on for policy in averaging)
        said += run_sentences(store.find_runs(work.session, work.actor, first_on, None, [area.id]))
    return said


def _averages(policy: PolicyRow, year: int) -> bool:
    """Whether some block of the policy averages a flow over this year."""
    return any(
        part.driver in FLOWS
        and part.reference is Reference.YEARS_AVERAGE
        and year >= policy.term.first_on.year - (part.average_years or 0)
        for part in policy.components
    )
