"""The small collaboration of the assignments with a calendar, an agreement and norms; and a life of an assignment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, select, update

from app.features.assignments import service as assignments
from app.features.assignments.core.completeness import Request
from app.features.assignments.core.life import Step
from app.features.assignments.core.views import StepDetails
from app.features.partnership.core.rows import Term
from app.features.partnership.models import Agreement, Provision
from app.features.settlement.models import Run, RunArea, SettlementLine
from app.features.sla import service as sla
from app.features.sla.core.projecting import Projection
from app.features.sla.core.reading import ClockState
from app.features.sla.core.rows import CalendarRow, NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import WEEKEND_CLOSED, VersionText
from app.features.sla.core.words import Metric
from app.features.sla.models import Clock
from app.infra.clock import AMSTERDAM, FixedClock
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.assignment_world import START, World, build, complete

OFFICE = VersionText(START, None, WEEKEND_CLOSED, ("Goede vrijdag", "Tweede paasdag", "Koningsdag"))
AREA_NORMS = (
    NormRow("SZ", Metric.RESPONSE, Term(START), amount=8, unit=Unit.WORKING_HOURS),
    NormRow("SZ", Metric.INTAKE, Term(START), amount=5, unit=Unit.WORKING_DAYS),
    NormRow(
        "SZ", Metric.LEAD_TIME, Term(START), amount=20, unit=Unit.WORKING_DAYS, notify_roles=(Role.MANAGER,)
    ),
)


@dataclass(frozen=True)
class Clocks:
    """The world with its clock, so that a test can walk through time."""

    world: World
    clock: FixedClock

    def at(self, text: str) -> "Clocks":
        """Set the clock: `2026-04-02 16:00`, in Amsterdam."""
        self.clock.set(wall(text))
        return self

    def submit(self, **changes: Any) -> UUID:
        """A complete request of Vlist, handed in now."""
        with self.world.database.unit_of_work(self.world.vlist) as work:
            request: Request = complete(**changes)
            identity = assignments.draft(work, request).id
            assignments.submit(work, identity)
        return identity

    def step(self, identity: UUID, step: Step, **details: Any) -> None:
        """A step by whoever may take it."""
        office = {Step.SUBMIT, Step.REWORK, Step.APPROVE, Step.WITHDRAW}
        actor = self.world.vlist if step in office else self.world.manager
        said = {"reason": "Omdat het moet", **details}
        if step is Step.ACCEPT:
            said = {"estimate_minutes": 600, "agreed_on": date(2026, 4, 30), **said}
        with self.world.database.unit_of_work(actor) as work:
            assignments.take_step(work, identity, step, StepDetails(**said))

    def steps(self, identity: UUID, *steps: Step) -> None:
        """Several steps at the same moment."""
        for step in steps:
            self.step(identity, step)

    def kept(self, identity: UUID) -> dict[Metric, Projection]:
        """The clocks of an assignment as they are kept, by metric."""
        with self.world.database.unit_of_work(self.world.system, read_only=True) as work:
            rows = work.session.execute(select(Clock.__table__).where(Clock.subject_id == identity))
            return {Metric(row.metric): _projection_of(row) for row in rows}

    def due(self, identity: UUID, metric: Metric) -> str:
        """When a kept clock is due, in Amsterdam; empty when it stands still."""
        due_at = self.kept(identity)[metric].due_at
        return due_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M") if due_at else ""

    def deviations(self) -> list[str]:
        """What `ssc verify` finds of clocks."""
        with self.world.database.unit_of_work(self.world.system, read_only=True) as work:
            return assignments.clock_deviations(work)

    def add_norms(self, *rows: NormRow) -> list[UUID]:
        """More norms, by the manager."""
        with self.world.database.unit_of_work(self.world.manager) as work:
            return sla.add_norms(work, rows)


def _projection_of(row: Any) -> Projection:
    return Projection(
        metric=Metric(row.metric),
        state=ClockState(row.state),
        started_at=row.started_at,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
        due_at=row.due_at,
        warnings=tuple(zip(row.warn_percents, row.warn_ats, strict=True)),
        unit=Unit(row.unit),
        target_total=row.target_total,
        spent_total=row.spent_total,
        norm_id=row.norm_id,
        calendar_id=row.calendar_id,
        why=row.why,
        is_governing=row.is_governing,
    )


def wall(text: str) -> datetime:
    """A moment as the wall of Amsterdam shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def build_clocks(database: Database, clock: FixedClock) -> Clocks:
    """Bergambacht provides both areas and has a calendar; Vlist has an agreement; norms of the area SZ."""
    world = build(database)
    with database.unit_of_work(world.system) as work:
        tenant = {"collaboration_id": world.number, "valid_from": START}
        provided = [
            {**tenant, "id": work.new_id(), "area_id": area, "organisation_id": world.organisations["BER"]}
            for area in world.areas.values()
        ]
        work.session.execute(insert(Provision), provided)
        agreed = {
            **tenant,
            "id": work.new_id(),
            "code": "DVO-SZ-VLI",
            "version": 1,
            "area_id": world.areas["SZ"],
            "organisation_id": world.organisations["VLI"],
            "quantity": "Alles",
            "quality": "Goed",
            "price": "Redelijk",
        }
        work.session.execute(insert(Agreement), [agreed])
        sla.add_calendars(work, [CalendarRow("bergambacht", "Bergambacht", "BER", versions=(OFFICE,))])
        sla.add_norms(work, AREA_NORMS)
    return Clocks(world, clock)


APRIL = Period.month(2026, 4)


def give_credit(it: Clocks) -> None:
    """The intake norm of SZ has an objective of 90 % and a credit of 2.5 %."""
    with it.world.database.unit_of_work(it.world.manager) as work:
        view = next(one for one in sla.list_norms(work) if one.row.metric is Metric.INTAKE)
        promise = NormRow(
            "SZ", Metric.INTAKE, Term(START), amount=5, unit=Unit.WORKING_DAYS,
            objective_basis_points=9000, credit_basis_points=250,
        )  # fmt: skip
        sla.change_norm(work, view.id, promise, view.version)


def settle(it: Clocks, owner: Engine, **cents: int) -> None:
    """A final run of April for SZ that charges each organisation so much; Bergambacht, the provider, by itself."""
    tenant, run, moment = it.world.number, uuid4(), wall("2026-04-30 12:00")
    key = {"collaboration_id": tenant, "run_id": run, "area_id": it.world.areas["SZ"]}
    days = {"kind": "settlement", "first_on": APRIL.first_on, "last_on": APRIL.last_on}
    signed = {"made_by": "a", "checked_by": "b", "approved_by": "c", "calculated_by_name": "A"}
    organisations = it.world.organisations
    lines = [
        {
            **key, "number": number, "organisation_id": organisations[code], "provider_id": organisations["BER"],
            "kind": kind, "component": 1, "description": "Deel", "amount_cents": amount, "vat_cents": 0,
            "is_own_share": code == "BER",
        }
        for number, (code, kind, amount) in enumerate(
            [*((code, "share", amount) for code, amount in cents.items()), ("VLI", "secondment", -100)], 1
        )
    ]  # fmt: skip
    with owner.begin() as connection:
        connection.execute(
            insert(Run),
            [{
                "collaboration_id": tenant, "id": run, **days, "state": "approved", "calculations": 1, **signed,
                "calculated_at": moment, "cut_off_at": moment, "findings": [], "version": 1,
                "deviation_basis_points": 500, "deviation_cents": 100_000,
            }],
        )  # fmt: skip
        money = {
            "costs_cents": sum(cents.values()),
            "carried_cents": 0,
            "result_cents": 0,
            "goes_to": "carried",
        }
        connection.execute(insert(RunArea), [{**key, **days, "is_final": True, **money}])
        connection.execute(insert(SettlementLine), lines)
        connection.execute(update(Run).values(state="final", final_at=moment))
