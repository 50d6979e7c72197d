"""Loads a whole collaboration from the grids of a workbook: all of it in one transaction, or nothing."""

from collections.abc import Mapping
from uuid import UUID

from app.features.access import service as access
from app.features.costs import service as costs
from app.features.partnership.service.loading import found_collaboration, load_rows, open_years
from app.features.people import service as people
from app.features.people.core import EmployeeRow, PeopleRows
from app.features.settlement.service.baselines import setting as baselines
from app.features.settlement.service.baselines import telling
from app.features.sla import service as sla
from app.features.workbook.core.checks import read_workbook
from app.features.workbook.core.reading import Grid
from app.features.workbook.core.rows import WorkbookRows
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor
from app.kernel.errors import Finding, Invalid

ASIDE = "-spel"
"""A sheet or file whose name ends so belongs to a play of the case and is not of the workbook."""


def read_grids(grids: Mapping[str, Grid]) -> WorkbookRows:
    """The rows of a workbook; `Invalid` names every wrong cell by sheet, row and column."""
    own = {name: grid for name, grid in grids.items() if not name.endswith(ASIDE)}
    rows, findings = read_workbook(own)
    if rows is None:
        raise Invalid(
            [Finding(finding.place, finding.message) for finding in findings],
            f"Er is niets geladen: {len(findings)} "
            f"{'cel klopt' if len(findings) == 1 else 'cellen kloppen'} niet. Herstel ze en laad opnieuw.",
        )
    return rows


def load_grids(work: UnitOfWork, grids: Mapping[str, Grid], *, with_cost_entries: bool = True) -> Actor:
    """A new collaboration with everything that the workbook holds; gives the system as actor in it.

    `work` must be of the system and outside any collaboration (`Actor.system(0)`); it goes on inside the
    new one. Without cost entries pools and budget are loaded all the same (a play books them month by
    month). `Invalid` or `Refused` leave nothing behind.
    """
    rows = read_grids(grids)
    actor = found_collaboration(work, rows.collaboration)
    work.become(actor)
    codes = load_rows(work, rows.partnership)
    open_years(work, *_years(work, rows))
    sla.add_calendars(work, rows.calendars)
    sla.add_norms(work, rows.norms)
    accounts = _load_accounts(work, rows, codes.organisations, codes.areas)
    _load_people(work, rows, accounts)
    costs.add_pools(work, rows.pools)
    costs.add_cascades(work, rows.cascades)
    costs.add_budget(work, rows.budget_lines)
    if with_cost_entries and rows.cost_entries:
        costs.add_entries(work, rows.cost_entries)
    for row in rows.baselines:
        baselines.set_version(work, row, 0)
    for code, fact in rows.baseline_facts:
        telling.add_fact(work, code, fact)
    return actor


def _years(work: UnitOfWork, rows: WorkbookRows) -> tuple[int, int]:
    """The years whose months are opened: of everything that is dated, to the next year."""
    years = [line.year for line in rows.budget_lines]
    years += [entry.booked_on.year for entry in rows.cost_entries]
    years += [policy.term.first_on.year for policy in rows.partnership.policies]
    years.append(work.today.year)
    return min(years), max(years) + 1


def _load_accounts(
    work: UnitOfWork, rows: WorkbookRows, organisations: Mapping[str, UUID], areas: Mapping[str, UUID]
) -> dict[str, UUID]:
    accounts: dict[str, UUID] = {}
    for account in rows.accounts:
        known = access.find_account(work, account.email)
        accounts[account.email] = known or access.create_account(work, account.name, account.email)
    for grant in rows.role_grants:
        access.grant_role(
            work,
            accounts[grant.account],
            grant.role,
            None if grant.organisation is None else organisations[grant.organisation],
            None if grant.area is None else areas[grant.area],
            grant.term.first_on,
            grant.term.last_on,
        )
    return accounts


def _load_people(work: UnitOfWork, rows: WorkbookRows, accounts: Mapping[str, UUID]) -> None:
    employees = tuple(EmployeeRow(row.code, row.name) for row in rows.employees)
    identities = people.add_people(work, PeopleRows(employees, rows.employments, rows.secondments))
    for row in rows.employees:
        if row.account is not None:
            people.link_account(work, identities[row.code], accounts[row.account])
