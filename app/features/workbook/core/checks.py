"""Whether the rows of a workbook hold together, room by room; what does not is noted at its cell.

Partnership judges its own rows; here its faults get the place of their sheet, and what the higher
rooms refer to is looked up: employees, accounts, pools.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from app.features.costs.core.pools import pool_faults, succession_faults
from app.features.partnership.core.agreements import Fault, faults
from app.features.partnership.core.numbers import email_fault
from app.features.partnership.core.rows import ComponentRow, PartnershipRows, PolicyRow, ShareRow, Term
from app.features.partnership.core.words import VatCategory
from app.features.workbook.core.baseline_checks import (
    REFERENCES,
    baseline_faults,
    baselines_of,
    facts_of,
)
from app.features.workbook.core.cascade_lines import cascades_of, line_faults
from app.features.workbook.core.reading import CellFinding, Grid, Tables, read_tables
from app.features.workbook.core.rows import WorkbookRows
from app.features.workbook.core.sheets import ComponentLine
from app.features.workbook.core.sla_checks import calendars_of, sla_faults
from app.kernel import glossary
from app.kernel.roles import TABLE, Reach, Role

PUT_TOGETHER = frozenset({"calendars", "cascades", "baselines", "baseline_facts"})
"""What stands on several sheets, or otherwise than its rows are."""


def read_workbook(grids: Mapping[str, Grid]) -> tuple[WorkbookRows | None, tuple[CellFinding, ...]]:
    """All rows of a workbook, or everything that is wrong with it: rows only when there is no finding.

    Cells that cannot be read are reported alone: with rows left out, what refers to them would be
    reported too, and that would hide the cause.
    """
    tables = read_tables(grids)
    if tables.findings:
        return None, tuple(tables.findings)
    partnership = _partnership(tables)
    for fault in faults(partnership):
        _note_fault(tables, partnership, fault)
    _check_higher(tables)
    if len(tables.of("collaboration")) != 1:
        sheet = glossary.SHEETS["collaboration"]
        message = "Hier staat precies één samenwerkingsverband."
        tables.findings.append(CellFinding(sheet, None, None, message))
    if tables.findings:
        return None, tuple(_in_order(tables.findings))
    higher = {
        one.name: tuple(tables.of(one.name))
        for one in fields(WorkbookRows)
        if one.name not in ("collaboration", "partnership", *PUT_TOGETHER)
    }
    made: dict[str, Any] = {
        "calendars": calendars_of(tables),
        "cascades": cascades_of(tables.of("cascades")),
        "baselines": baselines_of(tables),
        "baseline_facts": facts_of(tables),
    }
    return WorkbookRows(tables.of("collaboration")[0], partnership, **made, **higher), ()


def _in_order(findings: Iterable[CellFinding]) -> list[CellFinding]:
    order = {name: place for place, name in enumerate(glossary.SHEETS.values())}
    return sorted(findings, key=lambda finding: (order[finding.sheet], finding.row or 0))


def _partnership(tables: Tables) -> PartnershipRows:
    """The rows of partnership, policies with their components and shares."""
    plain = {
        one.name: tuple(tables.of(one.name)) for one in fields(PartnershipRows) if one.name != "policies"
    }
    shares: dict[tuple[str, int, int], list[ShareRow]] = defaultdict(list)
    for share in tables.of("shares"):
        key = (share.area, share.policy_version, share.position)
        shares[key].append(_taken(ShareRow, share))
    parts: dict[tuple[str, int], list[ComponentRow]] = defaultdict(list)
    for line in tables.of("components"):
        own = tuple(shares.pop((line.area, line.policy_version, line.position), []))
        parts[line.area, line.policy_version].append(_taken(ComponentRow, line, shares=own))
    policies = []
    for head in tables.of("policies"):
        own_parts = sorted(parts.pop((head.area, head.version), []), key=lambda part: part.position)
        policies.append(_taken(PolicyRow, head, components=tuple(own_parts)))
    _note_orphans(tables, "components", parts, lambda row: (row.area, row.policy_version))
    _note_orphans(tables, "shares", shares, lambda row: (row.area, row.policy_version, row.position))
    return PartnershipRows(**plain, policies=tuple(policies))


def _taken(row: type[Any], line: Any, **more: Any) -> Any:
    return row(**{one.name: getattr(line, one.name) for one in fields(row) if one.name not in more}, **more)


def _note_orphans(tables: Tables, table: str, left: Mapping[Any, Any], key: Any) -> None:
    what = "verdeelafspraak" if table == "components" else "verdeelonderdeel"
    for index, row in enumerate(tables.of(table)):
        if key(row) in left:
            message = (
                f"Bij dit taakgebied en deze versie staat geen {what}. Voeg het toe of haal deze rij weg."
            )
            tables.note(table, index, "area", message)


def _note_fault(tables: Tables, rows: PartnershipRows, fault: Fault) -> None:
    """Put a fault of partnership at its cell; of a policy at the component or share that it names."""
    if fault.position is None:
        tables.note(fault.table, fault.index, fault.field, fault.message)
        return
    policy = rows.policies[fault.index]
    is_share = fault.organisation is not None or fault.field not in _COMPONENT_FIELDS
    table = "shares" if is_share else "components"
    for index, row in enumerate(tables.of(table)):
        is_part = (row.area, row.policy_version, row.position) == (
            policy.area,
            policy.version,
            fault.position,
        )
        if is_part and fault.organisation in (None, getattr(row, "organisation", None)):
            tables.note(table, index, fault.field, fault.message)
            return
    tables.note("policies", fault.index, "area", fault.message)


_COMPONENT_FIELDS = frozenset(one.name for one in fields(ComponentLine))


_REFERENCES: tuple[tuple[str, str, str, str], ...] = (
    ("calendars", "organisation", "organisations", "code"),
    ("calendar_versions", "calendar", "calendars", "code"),
    ("calendar_days", "calendar", "calendars", "code"),
    ("norms", "area", "areas", "code"),
    ("norms", "calendar", "calendars", "code"),
    ("role_grants", "account", "accounts", "email"),
    ("role_grants", "organisation", "organisations", "code"),
    ("role_grants", "area", "areas", "code"),
    ("employees", "account", "accounts", "email"),
    ("employments", "employee", "employees", "code"),
    ("employments", "employer", "organisations", "code"),
    ("employments", "area", "areas", "code"),
    ("secondments", "employee", "employees", "code"),
    ("secondments", "employer", "organisations", "code"),
    ("secondments", "provider", "organisations", "code"),
    ("secondments", "area", "areas", "code"),
    ("pools", "area", "areas", "code"),
    ("cost_entries", "pool", "pools", "code"),
    ("budget_lines", "pool", "pools", "code"),
    *REFERENCES,
)
"""Table and field → the table and field in which its value must stand."""

_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("accounts", ("email",)),
    ("calendars", ("code",)),
    ("calendar_days", ("calendar", "on")),
    ("employees", ("code",)),
    ("cost_entries", ("pool", "supplier", "category", "document")),
    ("budget_lines", ("year", "pool", "category")),
    ("baselines", ("code",)),
)
"""Table → the fields that name a row; the last one is pointed at."""


def _check_higher(tables: Tables) -> None:
    for table, field, target, key in _REFERENCES:
        known = {getattr(row, key) for row in tables.of(target)}
        for index, row in enumerate(tables.of(table)):
            value = getattr(row, field)
            if value is not None and value not in known:
                sheet = glossary.SHEETS[target]
                tables.note(table, index, field, f"{value} staat niet op het blad {sheet}. Kijk het na.")
    for table, names in _KEYS:
        seen: set[tuple[Any, ...]] = set()
        for index, row in enumerate(tables.of(table)):
            named = tuple(getattr(row, name) for name in names)
            if named in seen:
                tables.note(table, index, names[-1], "Deze rij staat er al. Laat er één staan.")
            seen.add(named)
    for table, index, field, message in _own_faults(tables):
        tables.note(table, index, field, message)


def _own_faults(tables: Tables) -> Iterator[tuple[str, int, str, str]]:
    for index, account in enumerate(tables.of("accounts")):
        if message := email_fault(account.email):
            yield "accounts", index, "email", message
    for index, grant in enumerate(tables.of("role_grants")):
        if message := _role_fault(grant.role, grant.organisation):
            yield "role_grants", index, "organisation", message
    yield from _employment_faults(tables)
    yield from _secondment_faults(tables)
    yield from _pool_faults(tables)
    yield from sla_faults(tables)
    yield from baseline_faults(tables)


def _secondment_faults(tables: Tables) -> Iterator[tuple[str, int, str, str]]:
    for index, row in enumerate(tables.of("secondments")):
        if (row.vat_category is VatCategory.TAXED) != (row.vat_basis_points > 0):
            message = "Een btw-tarief hoort bij belast, en alleen daarbij. Vul 21 in, of maak het veld leeg."
            yield "secondments", index, "vat_basis_points", message
        if not 0 < row.fte <= 2:
            yield "secondments", index, "fte", "Een detachering is meer dan 0 en hoogstens 2 fte."


def _pool_faults(tables: Tables) -> Iterator[tuple[str, int, str, str]]:
    pools = tables.of("pools")
    for index, pool in enumerate(pools):
        for field, message in (*pool_faults(pool), *succession_faults(pool, pools[:index])):
            yield "pools", index, field, message
    areas = {row.code: row.name for row in tables.of("areas")}
    for index, field, message in line_faults(tables.of("cascades"), pools, areas, tables.of("policies")):
        yield "cascades", index, field, message


def _employment_faults(tables: Tables) -> Iterator[tuple[str, int, str, str]]:
    terms: dict[str, list[Term]] = defaultdict(list)
    for index, row in enumerate(tables.of("employments")):
        if row.term.last_on is not None and row.term.last_on < row.term.first_on:
            yield "employments", index, "valid_until", "De laatste dag ligt vóór de eerste. Draai ze om."
        if any(row.term.overlaps(term) for term in terms[row.employee]):
            message = f"{row.employee} heeft op deze dag al een dienstverband. Sluit dat eerst af."
            yield "employments", index, "valid_from", message
        terms[row.employee].append(row.term)
        if not 0 < row.contract_minutes <= 60 * 60:
            yield "employments", index, "contract_minutes", "Uren per week zijn meer dan 0 en hoogstens 60."


def _role_fault(role: Role, organisation: str | None) -> str | None:
    """A role that reaches no further than its organisation must name one."""
    reaches = set(TABLE[role].values())
    if role is Role.SYSTEM:
        return "De rol systeem is van het systeem zelf. Kies een andere."
    if Reach.ORGANISATION in reaches and organisation is None:
        return "Bij deze rol hoort een organisatie. Vul haar code in."
    return None
