"""A small collaboration whose first quarter can be settled: three municipalities, two areas, overhead, hours, costs."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from time import sleep
from uuid import UUID

from sqlalchemy import Engine, insert, select, text, update

from app.features.assignments.models import Assignment, AssignmentPrincipal
from app.features.costs import service as costs
from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.costs.core.rows import BudgetLineRow, CascadePoolRow, CascadeRow, CostEntryRow, PoolRow
from app.features.hours.models import HourEntry
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
from app.features.partnership.models import Tariff
from app.features.partnership.service.loading import found_collaboration, load_rows, open_years
from app.features.people.models import Employee
from app.features.settlement import service as settlement
from app.features.settlement.service.viewing import show_run
from app.infra.db import Database, UnitOfWork
from app.kernel.actor import Actor, Grant
from app.kernel.errors import Refused
from app.kernel.period import Period
from app.kernel.roles import Role

ALWAYS = Term(date(2025, 1, 1))
NAMES = {"BER": "Bergambacht", "NLK": "Nederlek", "VLI": "Vlist"}
INHABITANTS = {"BER": 9_420, "NLK": 13_680, "VLI": 9_410}
RECORDED_AT = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
HOUSING = CascadePoolRow("HV", OverheadDriver.FIXED, (("PE", Fraction(1, 4)), ("SZ", Fraction(3, 4))))
CASCADE = CascadeRow(CascadeMethod.DIRECT, (HOUSING,))


@dataclass(frozen=True)
class World:
    """The collaboration, with the identities of what is in it."""

    database: Database
    number: int
    organisations: dict[str, UUID]
    areas: dict[str, UUID]
    assignments: dict[str, UUID]
    employee: UUID
    tariff: UUID

    def actor(self, role: Role, organisation: str | None = None, name: str = "") -> Actor:
        """Somebody with one role and an account of their own."""
        identity = self.organisations[organisation] if organisation else None
        return Actor(
            collaboration_id=self.number,
            collaboration_code="k5",
            name=name or f"{role.name.title()} Proefpersoon",
            grants=(Grant(role, identity),),
            account_id=UUID(int=sum(map(ord, f"{role}{organisation}{name}"))),
        )

    @property
    def finance(self) -> Actor:
        """Who runs the settlement."""
        return self.actor(Role.FINANCE, None, "Centina Boekelaar")

    @property
    def second(self) -> Actor:
        """Who approves it."""
        return self.actor(Role.FINANCE, None, "Tweede Lezersma")

    @property
    def system(self) -> Actor:
        """The installation itself."""
        return Actor.system(self.number, "k5")

    def office(self, code: str) -> Actor:
        """The office of a municipality."""
        return self.actor(Role.OFFICE, code)


def build(database: Database, more: PartnershipRows | None = None) -> World:
    """Make the collaboration with its first quarter of 2026 booked and approved; `more` are agreements beside."""
    with database.unit_of_work(Actor.system(0)) as work:
        row = CollaborationRow("k5", "Samenwerking K5", "Krimpenerwaard", LegalForm.LIGHT_ARRANGEMENT)
        system = found_collaboration(work, row)
    with database.unit_of_work(system) as work:
        writer = load_rows(work, _together(_rows(), more))
        open_years(work, 2025, 2026)
        _costs(work)
        tariff = _tariff(work)
        employee = _employee(work)
        assignments = {
            number: _assignment(
                work, writer.areas[number[5:7]], number, [writer.organisations[one] for one in who]
            )
            for number, who in (
                ("2026-SZ-0001", ["BER"]),
                ("2026-SZ-0002", ["VLI", "NLK"]),
                ("2026-PE-0001", ["VLI"]),
                ("2026-PE-0002", ["BER", "NLK", "VLI"]),
            )
        }
        world = World(
            database,
            work.actor.collaboration_id,
            writer.organisations,
            writer.areas,
            assignments,
            employee,
            tariff,
        )
        for number, day, minutes in (
            ("2026-SZ-0001", date(2026, 1, 12), 480),
            ("2026-SZ-0002", date(2026, 2, 3), 300),
            ("2026-PE-0001", date(2026, 2, 4), 150),
            ("2026-PE-0002", date(2026, 3, 5), 100),
        ):
            book(work, world, number, day, minutes)
    return world


def confirm_all(world: World, run_id: UUID) -> None:
    """Every office confirms its figures of a draft as they are now: what checking it asks."""
    for code in NAMES:
        with world.database.unit_of_work(world.office(code)) as work:
            settlement.confirm(work, run_id, code)


def explain_all(world: World, run_id: UUID) -> None:
    """Finance explains every difference that must be explained before approval."""
    with world.database.unit_of_work(world.finance) as work:
        shown = show_run(work, run_id)
        for found in shown.unexplained:
            settlement.comment(work, run_id, found.code, found.subject, "Zo was het afgesproken.")


def approved(world: World, period: Period) -> UUID:
    """A run of the period that was calculated, confirmed, checked and approved, as far as making it final."""
    with world.database.unit_of_work(world.finance) as work:
        run = settlement.start(work, period)
    confirm_all(world, run.id)
    with world.database.unit_of_work(world.finance) as work:
        settlement.check(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        settlement.approve(work, run.id)
    return run.id


def refusal(world: World, use: Callable[[UnitOfWork], object]) -> str:
    """What finance hears that does this by a connection of its own; nothing when it is done."""
    try:
        with world.database.unit_of_work(world.finance) as work:
            use(work)
    except Refused as refused:
        return refused.message
    return ""


def until_it_waits(owner: Engine) -> None:
    """Go on when somebody waits for a lock."""
    for _ in range(300):
        with owner.connect() as connection:
            if connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return
        sleep(0.1)
    raise AssertionError("nobody waits for a lock")


def book(
    work: UnitOfWork,
    world: World,
    number: str,
    day: date,
    minutes: int,
    *,
    approved: bool = True,
    at: datetime = RECORDED_AT,
    why: str | None = None,
) -> UUID:
    """Hours of the employee on an assignment, approved unless said otherwise; with `why` a correction."""
    area = number[5:7]
    entry_id = work.new_id()
    row = {
        "collaboration_id": world.number,
        "id": entry_id,
        "employee_id": world.employee,
        "worked_on": day,
        "minutes": minutes,
        "kind": "correction" if why else "normal",
        "reason": why,
        "assignment_id": world.assignments[number],
        "area_id": world.areas[area],
        "function_code": "adviseur",
        "tariff_id": world.tariff if area == "PE" else None,
        "rate_cents": 8_250 if area == "PE" else None,
        "recorded_at": at,
        "recorded_by": "Wouter Urenstra",
        "approved_at": at if approved else None,
        "approved_by": "Fenna Regelmans" if approved else None,
    }
    work.session.execute(insert(HourEntry), [row])
    return entry_id


def _together(rows: PartnershipRows, more: PartnershipRows | None) -> PartnershipRows:
    if more is None:
        return rows
    return replace(
        rows, **{field.name: getattr(rows, field.name) + getattr(more, field.name) for field in fields(rows)}
    )


def _rows() -> PartnershipRows:
    codes = list(NAMES)
    return PartnershipRows(
        organisations=tuple(
            OrganisationRow(
                code, name, oin=f"0000000400000000{place}000", kvk=f"9000000{place}", iban="NL91ABNA0417164300",
                street="Dorp 1", postcode="2861 XZ", city=name, buyer_reference=f"{code}-2026",
            )
            for place, (code, name) in enumerate(NAMES.items())
        ),
        partners=tuple(PartnerRow(code, ALWAYS) for code in codes),
        areas=(AreaRow("SZ", "Sociale zaken", "6.1", ALWAYS), AreaRow("PE", "Personeel", "0.4", ALWAYS)),
        provisions=(ProvisionRow("SZ", "NLK", ALWAYS), ProvisionRow("PE", "BER", ALWAYS)),
        participations=tuple(
            ParticipationRow(area, code, ALWAYS, VatCategory.EXEMPT) for area in ("SZ", "PE") for code in codes
        ),
        statistic_kinds=(StatisticKindRow("inhabitants", "Inwoners"), StatisticKindRow("clients", "Cliënten")),
        statistics=tuple(
            StatisticRow(code, "inhabitants", date(2026, 1, 1), Decimal(value), "CBS")
            for code, value in INHABITANTS.items()
        ),
        tariffs=(TariffRow("PE", TariffKind.HOUR, "adviseur", "Adviseur personeel", 8_250, ALWAYS),),
        policies=(
            PolicyRow(
                "SZ", 1, ALWAYS, 3,
                (
                    ComponentRow(1, Takes.PERCENT, DriverKind.INHABITANTS, Fraction(2, 5)),
                    ComponentRow(2, Takes.PERCENT, DriverKind.HOURS, Fraction(3, 5)),
                ),
                agreement_clause="dienstverleningsovereenkomst Sociale zaken, artikel 7",
            ),
            PolicyRow("PE", 1, ALWAYS, 3, (ComponentRow(1, Takes.TARIFF, tariff_kind=TariffKind.HOUR),)),
        ),
    )  # fmt: skip


def _costs(work: UnitOfWork) -> None:
    costs.add_pools(
        work,
        [
            PoolRow("SZ", "Sociale zaken", PoolKind.AREA, area="SZ"),
            PoolRow("PE", "Personeel", PoolKind.AREA, area="PE"),
            PoolRow("HV", "Huisvesting", PoolKind.OVERHEAD),
        ],
    )
    costs.add_cascades(work, [CASCADE])
    costs.add_entries(
        work,
        [
            CostEntryRow("SZ", date(2026, 1, 31), Category.STAFF, 900_000, 0, "S1", "Nederlek", "Salarissen"),
            CostEntryRow(
                "SZ", date(2026, 2, 28), Category.HIRED, 100_000, 21_000, "20417", "Bureau Vaart", "Inhuur"
            ),
            CostEntryRow(
                "PE", date(2026, 2, 28), Category.STAFF, 20_000, 0, "S2", "Bergambacht", "Salarissen"
            ),
            CostEntryRow("HV", date(2026, 3, 31), Category.HOUSING, 40_000, 0, "H1", "Vastgoed BV", "Huur"),
        ],
    )
    costs.add_budget(
        work,
        [
            BudgetLineRow(2026, "SZ", Category.STAFF, 3_600_000),
            BudgetLineRow(2026, "PE", Category.STAFF, 80_000),
        ],
    )


def _tariff(work: UnitOfWork) -> UUID:

    return work.session.execute(select(Tariff.id)).scalar_one()


def _employee(work: UnitOfWork) -> UUID:
    employee = work.new_id()
    row = {
        "collaboration_id": work.actor.collaboration_id,
        "id": employee,
        "code": "wur",
        "name": "Wouter Urenstra",
        "sort_name": "wouter urenstra",
        "version": 1,
    }
    work.session.execute(insert(Employee), [row])
    return employee


def _assignment(work: UnitOfWork, area: UUID, number: str, principals: list[UUID]) -> UUID:
    assignment = work.new_id()
    at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    work.session.execute(
        insert(Assignment),
        [
            {
                "collaboration_id": work.actor.collaboration_id,
                "id": assignment,
                "area_id": area,
                "lead_organisation_id": principals[0],
                "principal_ids": principals,
                "kind": "bespoke" if len(principals) == 1 else "joint",
                "title": f"Opdracht {number[-4:]}",
                "acceptance_criteria": [],
                "urgency": "normal",
                "impact": "normal",
                "is_confidential": False,
                "version": 1,
                "recorded_at": at,
                "seq": 1,
                "state": "draft",
                "state_since": at,
                "holder": "principal",
                "returns": 0,
                "changes": 0,
            }
        ],
    )
    work.session.execute(
        insert(AssignmentPrincipal),
        [
            {
                "collaboration_id": work.actor.collaboration_id,
                "assignment_id": assignment,
                "organisation_id": one,
                "position": place,
                "share_rule": "equal",
            }
            for place, one in enumerate(principals)
        ],
    )
    work.session.execute(
        update(Assignment)
        .where(Assignment.id == assignment)
        .values(
            number=number,
            state="in_progress",
            holder="centre",
            submitted_at=at,
            accepted_at=at,
            started_at=at,
        )
    )
    return assignment
