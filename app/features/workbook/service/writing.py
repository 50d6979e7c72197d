"""Writes a whole collaboration to the grids of a workbook, so that loading them gives the same rows."""

from typing import Any
from uuid import UUID

from app.features.costs.service.changing import list_versions
from app.features.partnership.core.views import Kept
from app.features.partnership.service.reading import everything
from app.features.settlement.service.baselines import reading as baselines
from app.features.sla import service as sla
from app.features.sla.core.rows import CalendarView, NormView
from app.features.workbook import store
from app.features.workbook.core.cells import Cell
from app.features.workbook.core.rows import WorkbookRows
from app.features.workbook.core.writing import write_grids
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def export_rows(work: UnitOfWork) -> WorkbookRows:
    """Everything that a workbook holds of this collaboration."""
    for permission in (Permission.READ_PARTNERSHIP, Permission.READ_PEOPLE, Permission.READ_COSTS):
        work.actor.require(permission)
    work.actor.require(Permission.READ_ACCESS)
    codes = store.find_codes(work.session)
    told = baselines.everything(work)
    return WorkbookRows(
        collaboration=store.find_collaboration(work.session, work.actor),
        partnership=everything(work),
        calendars=tuple(one.row for one in sorted(sla.list_calendars(work), key=_age)),
        norms=tuple(one.row for one in sorted(sla.list_norms(work), key=_age)),
        employees=store.find_employees(work.session, codes),
        employments=store.find_employments(work.session, codes),
        secondments=store.find_secondments(work.session, codes),
        accounts=store.find_accounts(work.session),
        role_grants=store.find_role_grants(work.session, work.actor, codes),
        pools=tuple(one.row for one in sorted(list_versions(work, "pools"), key=_age)),
        cascades=tuple(one.row for one in sorted(list_versions(work, "cascades"), key=_age)),
        cost_entries=store.find_cost_entries(work.session, codes),
        budget_lines=store.find_budget_lines(work.session, codes),
        baselines=tuple(version.row for version, _ in told),
        baseline_facts=tuple((version.row.code, fact) for version, facts in told for fact in facts),
    )


def export_grids(work: UnitOfWork) -> dict[str, list[list[Cell]]]:
    """A grid for every sheet of the workbook."""
    return write_grids(export_rows(work))


def _age(view: CalendarView | NormView | Kept[Any]) -> UUID:
    """Identities are given in order of time, so rows go out as they came in."""
    return view.id
