"""The case that settling is measured on: 12 partners, 8 areas, one assignment in ten joint over 2 to 6 partners.

Fifty entries an assignment by two colleagues with different functions, so two tariffs each; half of the
areas are settled by tariff, half by hours. Hours are written by COPY into a temporary table and one INSERT …
SELECT; months are closed as finance does it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine, text

from app.features.costs import service as costs
from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.costs.core.rows import BudgetLineRow, CascadePoolRow, CascadeRow, CostEntryRow, PoolRow
from app.features.hours import service as hours
from app.features.partnership.core.rows import (
    AreaRow,
    CollaborationRow,
    ComponentRow,
    OrganisationRow,
    ParticipationRow,
    PartnerRow,
    PartnershipRows,
    PolicyRow,
    ProvisionRow,
    StatisticKindRow,
    StatisticRow,
    TariffRow,
    Term,
)
from app.features.partnership.core.words import DriverKind, LegalForm, Takes, TariffKind, VatCategory
from app.features.partnership.service.loading import found_collaboration, load_rows, open_years
from app.infra.db import Database, UnitOfWork
from app.infra.ids import IdSource
from app.kernel.actor import Actor
from app.kernel.period import Period

QUARTER = Period.quarter(2026, 1)
NOW = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)
PER_ASSIGNMENT = 50
_RECORDED = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
_ACCEPTED_AT = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
_PARTNERS = tuple(f"P{place:02}" for place in range(12))
_AREAS = tuple(f"T{place}" for place in range(8))
_FUNCTIONS = ("adviseur", "jurist", "medewerker", "specialist")
_ALWAYS = Term(date(2025, 1, 1))
_WORKDAYS = tuple(day for day in QUARTER.each_day() if day.weekday() < 5)


def found(database: Database, owner: Engine, code: str, assignments: int) -> Actor:
    """A collaboration with so many assignments, fifty approved entries on each, its months closed for hours."""
    with database.unit_of_work(Actor.system(0)) as work:
        row = CollaborationRow(code, f"Proef {code}", "Krimpenerwaard", LegalForm.LIGHT_ARRANGEMENT)
        system = found_collaboration(work, row)
    with database.unit_of_work(system) as work:
        writer = load_rows(work, _rows())
        open_years(work, 2025, 2026)
        _costs(work)
        employees = _employees(work, max(8, assignments // 20))
    areas = [writer.areas[code] for code in _AREAS]
    partners = [writer.organisations[code] for code in _PARTNERS]
    tenant = system.collaboration_id
    made = _assignments(owner, tenant, assignments, areas, partners)
    _fill(owner, tenant, _entries(assignments, made, employees, areas))
    for month in QUARTER.split(1):
        with database.unit_of_work(system) as work:
            hours.close_month(work, month.first_on)
    return system


def identity(name: str) -> UUID:
    """An account of that name."""
    return uuid5(UUID(int=0), name)


def _rows() -> PartnershipRows:
    by_tariff = (ComponentRow(1, Takes.TARIFF, tariff_kind=TariffKind.HOUR),)
    by_hours = (ComponentRow(1, Takes.WHOLE, DriverKind.HOURS),)
    return PartnershipRows(
        organisations=tuple(
            OrganisationRow(
                code, f"Proefgemeente {place}", oin=f"000000040000{place:02}000000", kvk=f"900000{place:02}",
                iban="NL91ABNA0417164300", street="Dorp 1", postcode="2861 XZ", city=code,
                buyer_reference=f"{code}-2026",
            )
            for place, code in enumerate(_PARTNERS)
        ),
        partners=tuple(PartnerRow(code, _ALWAYS) for code in _PARTNERS),
        areas=tuple(AreaRow(code, f"Taakgebied {code}", "0.4", _ALWAYS) for code in _AREAS),
        provisions=tuple(ProvisionRow(code, _PARTNERS[place], _ALWAYS) for place, code in enumerate(_AREAS)),
        participations=tuple(
            ParticipationRow(area, code, _ALWAYS, VatCategory.EXEMPT) for area in _AREAS for code in _PARTNERS
        ),
        statistic_kinds=(StatisticKindRow("inhabitants", "Inwoners"), StatisticKindRow("clients", "Cliënten")),
        statistics=tuple(
            StatisticRow(code, "inhabitants", date(2026, 1, 1), Decimal(9_000 + 731 * place), "CBS")
            for place, code in enumerate(_PARTNERS)
        ),
        tariffs=tuple(
            TariffRow(area, TariffKind.HOUR, function, function.title(), 7_050 + 325 * place, _ALWAYS)
            for area in _AREAS
            for place, function in enumerate(_FUNCTIONS)
        ),
        policies=tuple(
            PolicyRow(code, 1, _ALWAYS, 3, by_hours if place % 2 else by_tariff)
            for place, code in enumerate(_AREAS)
        ),
    )  # fmt: skip


def _costs(work: UnitOfWork) -> None:
    pools = [PoolRow(code, f"Taakgebied {code}", PoolKind.AREA, area=code) for code in _AREAS]
    pools.append(PoolRow("HV", "Huisvesting", PoolKind.OVERHEAD))
    costs.add_pools(work, pools)
    housing = CascadePoolRow("HV", OverheadDriver.HOURS)
    costs.add_cascades(work, [CascadeRow(CascadeMethod.DIRECT, (housing,))])
    codes = [*_AREAS, "HV"]
    costs.add_entries(
        work,
        [
            CostEntryRow(
                code,
                date(2026, 2, day),
                Category.STAFF,
                4_000_000 + day,
                0,
                f"{code}{day}",
                "Nergenshuizen",
                "S",
            )
            for code in codes
            for day in range(1, 21)
        ],
    )
    costs.add_budget(work, [BudgetLineRow(2026, code, Category.STAFF, 330_000_000) for code in codes])


def _employees(work: UnitOfWork, many: int) -> list[UUID]:
    made = [work.new_id() for _ in range(many)]
    work.session.execute(
        text(
            "INSERT INTO employee (collaboration_id, id, code, name, sort_name, version)"
            " VALUES (:tenant, :id, :code, :name, :name, 1)"
        ),
        [
            {
                "tenant": work.actor.collaboration_id,
                "id": one,
                "code": f"M{place}",
                "name": f"Proefpersoon {place}",
            }
            for place, one in enumerate(made)
        ],
    )
    return made


_ASSIGNMENTS = """
INSERT INTO assignment (collaboration_id, id, area_id, lead_organisation_id, principal_ids, kind, title,
    acceptance_criteria, urgency, impact, is_confidential, version, recorded_at, seq, state, state_since, holder,
    returns, changes)
SELECT :tenant, id, area_id, principal_ids[1], principal_ids,
    CASE WHEN cardinality(principal_ids) > 1 THEN 'joint' ELSE 'bespoke' END, 'Opdracht ' || place, '{}',
    'normal', 'normal', place % 50 = 0, 1, :at, 1, 'draft', :at, 'principal', 0, 0
FROM made_assignment;
"""
_PRINCIPALS = """
INSERT INTO assignment_principal (collaboration_id, assignment_id, organisation_id, position, share_rule)
SELECT :tenant, m.id, p.id, p.place - 1, 'equal'
FROM made_assignment m, unnest(m.principal_ids) WITH ORDINALITY AS p (id, place);
"""
_ACCEPTED = """
UPDATE assignment a SET number = '2026-' || m.area || '-' || lpad(m.place::text, 5, '0'), state = 'in_progress',
    holder = 'centre', submitted_at = :at, accepted_at = :at, started_at = :at
FROM made_assignment m WHERE a.collaboration_id = :tenant AND a.id = m.id;
"""


def _assignments(
    owner: Engine, tenant: int, many: int, areas: list[UUID], partners: list[UUID]
) -> list[UUID]:
    ids = IdSource(Random(5))
    made = [ids.new(_ACCEPTED_AT) for _ in range(many)]
    rows = (
        (place, one, _AREAS[place % 8], areas[place % 8], _principals(place, partners))
        for place, one in enumerate(made)
    )
    with owner.connect() as connection:
        connection.execute(
            text(
                "CREATE TEMPORARY TABLE made_assignment (place integer, id uuid, area text, area_id uuid,"
                " principal_ids uuid[])"
            )
        )
        _copy(connection, "made_assignment", rows)
        # Of a table that was filled just now nothing is known yet: its guard would look rows × rows.
        connection.execute(text("ALTER TABLE assignment_principal DISABLE TRIGGER USER"))
        for statement in (_ASSIGNMENTS, _PRINCIPALS, _ACCEPTED):
            connection.execute(text(statement), {"tenant": tenant, "at": _ACCEPTED_AT})
        connection.execute(text("ALTER TABLE assignment_principal ENABLE TRIGGER USER"))
        connection.execute(text("DROP TABLE made_assignment"))
    return made


def _principals(place: int, partners: list[UUID]) -> list[UUID]:
    """One partner; of every tenth assignment two to six, in all kinds of company."""
    first, step = place // 8 % 12, 1 + place // 96 % 11
    many = 2 + place // 10 % 5 if place % 10 == 0 else 1
    found: list[UUID] = []
    while len(found) < many:
        if partners[first % 12] not in found:
            found.append(partners[first % 12])
        first += step if len(found) % 2 else 1
    return found


_TEMPORARY = """
CREATE TEMPORARY TABLE made_entry (id uuid, employee_id uuid, worked_on date, minutes integer, assignment_id uuid,
    area_id uuid, function_code text)
"""
_INSERT = """
INSERT INTO hour_entry (collaboration_id, id, employee_id, worked_on, minutes, kind, assignment_id, area_id,
    function_code, tariff_id, rate_cents, recorded_at, recorded_by, approved_at, approved_by)
SELECT :tenant, m.id, m.employee_id, m.worked_on, m.minutes, 'normal', m.assignment_id, m.area_id, m.function_code,
    t.id, t.price_cents, :at, 'Proefpersoon', :at, 'Proefchef'
FROM made_entry m JOIN tariff t ON t.collaboration_id = :tenant AND t.area_id = m.area_id
    AND t.function_code = m.function_code
ORDER BY m.id
"""
_KEYS = """
SELECT format('ALTER TABLE hour_entry DROP CONSTRAINT %I', conname),
    format('ALTER TABLE hour_entry ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = 'hour_entry'::regclass AND contype IN ('f', 'p')
ORDER BY contype = 'p', conname DESC
"""
_INDEXES = """
SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes
WHERE tablename = 'hour_entry' AND indexname NOT LIKE 'pk_%'
"""


def _fill(owner: Engine, tenant: int, rows: Iterator[tuple[object, ...]]) -> None:
    """As the owner, with triggers, references and indexes put aside and made again: minutes instead of hours."""
    with owner.connect() as connection:
        connection.execute(text(_TEMPORARY))
        _copy(connection, "made_entry", rows)
        aside = [*connection.execute(text(_KEYS)).all(), *connection.execute(text(_INDEXES)).all()]
        connection.execute(text("ALTER TABLE hour_entry DISABLE TRIGGER USER"))
        for drop, _ in aside:
            connection.execute(text(drop))
        connection.execute(text(_INSERT), {"tenant": tenant, "at": _RECORDED})
        for _, again in reversed(aside):
            connection.execute(text(again))
        connection.execute(text("ALTER TABLE hour_entry ENABLE TRIGGER USER"))
        connection.execute(text("DROP TABLE made_entry"))
        connection.execute(text("VACUUM ANALYZE"))


def _entries(
    many: int, assignments: list[UUID], employees: list[UUID], areas: list[UUID]
) -> Iterator[tuple[object, ...]]:
    """By day as they come in, fifty an assignment, by two colleagues of its area."""
    ids, staff = IdSource(Random(7)), len(employees) // 8
    for number in range(many * PER_ASSIGNMENT):
        turn, place = divmod(number, many)
        area = place % 8
        who = (place // 8 + turn % 2) % staff
        day = _WORKDAYS[(turn // 2 * 5 // 2 + place // 8 // staff) % len(_WORKDAYS)]
        minutes = 10 + (place * 7 + turn * 11) % 30
        function = _FUNCTIONS[who % 4]
        employee = employees[area + 8 * who]
        yield (ids.new(_RECORDED), employee, day, minutes, assignments[place], areas[area], function)


def _copy(connection: Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
