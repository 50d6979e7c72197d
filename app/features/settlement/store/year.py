"""What goes through the year as it is kept: final runs in order, which a correction settles again, contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.features.settlement.core.inputs import YearQuantity
from app.features.settlement.core.planning import Flow
from app.features.settlement.core.run import OPEN, RunKind, RunState
from app.features.settlement.models import Run, RunCorrects
from app.infra.clock import local_day
from app.kernel.actor import Actor
from app.kernel.dutch import plain_day
from app.kernel.period import Period

CONTRACTS = text(
    """
    SELECT c.id, c.code, s.code AS area, o.code AS organisation, coalesce(r.code, '') AS product,
           coalesce(c.agreed_minutes, 0) AS minutes, coalesce(c.agreed_count, 0) AS taken
    FROM year_contract c
    JOIN service_area s ON s.collaboration_id = c.collaboration_id AND s.id = c.area_id
    JOIN organisation o ON o.collaboration_id = c.collaboration_id AND o.id = c.organisation_id
    LEFT JOIN product r ON r.collaboration_id = c.collaboration_id AND r.id = c.product_id
    WHERE c.collaboration_id = :tenant
      AND c.valid_from <= :last_on AND (c.valid_until IS NULL OR c.valid_until >= :first_on)
    ORDER BY c.code
    """
)


YEAR_FIGURES = text(
    """
    SELECT DISTINCT ON (f.area_id, f.organisation_id, f.product_id, f.year)
           s.code AS area, o.code AS organisation, f.year, coalesce(f.minutes, f.taken_count) AS quantity, f.source,
           coalesce(r.code, '') AS product
    FROM year_figure f
    JOIN service_area s ON s.collaboration_id = f.collaboration_id AND s.id = f.area_id
    JOIN organisation o ON o.collaboration_id = f.collaboration_id AND o.id = f.organisation_id
    LEFT JOIN product r ON r.collaboration_id = f.collaboration_id AND r.id = f.product_id
    WHERE f.collaboration_id = :tenant AND f.year = ANY(:years) AND f.recorded_at <= :known_at
    ORDER BY f.area_id, f.organisation_id, f.product_id, f.year, f.recorded_at DESC, f.id DESC
    """
)


@dataclass(frozen=True, slots=True)
class FinalRun:
    """A final run: what it settled and when it was made final."""

    id: UUID
    kind: RunKind
    period: Period
    final_at: datetime

    @property
    def label(self) -> str:
        """What it is called behind an amount that comes from it."""
        match self.kind:
            case RunKind.ADVANCE:
                return f"voorschot {self.period.label}"
            case RunKind.CORRECTION:
                return f"correctie van {plain_day(local_day(self.final_at))}"
            case RunKind.SETTLEMENT:
                return f"afrekening {self.period.label}"

    @property
    def struck_in(self) -> int:
        """The year that its results belong to: of a correction the year in which it was made."""
        if self.kind is RunKind.CORRECTION:
            return local_day(self.final_at).year
        return self.period.first_on.year


def find_final(session: Session, actor: Actor) -> list[FinalRun]:
    """All final runs in the order in which they were made final."""
    rows = session.execute(
        select(Run.id, Run.kind, Run.first_on, Run.last_on, Run.final_at)
        .where(Run.collaboration_id == actor.collaboration_id, Run.state == RunState.FINAL.value)
        .order_by(Run.final_at, Run.id)
    )
    return [
        FinalRun(row.id, RunKind(row.kind), Period(row.first_on, row.last_on), row.final_at) for row in rows
    ]


def find_open_of(session: Session, actor: Actor, kind: RunKind, year: int | None = None) -> list[Period]:
    """The periods of runs of a kind that are under way, those that begin in one year when it is named."""
    rows = session.execute(
        select(Run.first_on, Run.last_on).where(
            Run.collaboration_id == actor.collaboration_id,
            Run.kind == kind.value,
            Run.state.in_([state.value for state in OPEN]),
        )
    )
    found = [Period(row.first_on, row.last_on) for row in rows]
    return [one for one in found if year in (None, one.first_on.year)]


def add_corrected(session: Session, actor: Actor, run_id: UUID, corrected: Sequence[UUID]) -> None:
    """Note which final runs a correction settles again."""
    rows = [
        {"collaboration_id": actor.collaboration_id, "run_id": run_id, "corrects_id": one}
        for one in corrected
    ]
    session.execute(insert(RunCorrects), rows)


def find_corrected(session: Session, actor: Actor, run_id: UUID) -> list[UUID]:
    """The final runs that a correction settles again, oldest period first."""
    return list(
        session.scalars(
            select(RunCorrects.corrects_id)
            .join(
                Run,
                (Run.collaboration_id == RunCorrects.collaboration_id) & (Run.id == RunCorrects.corrects_id),
            )
            .where(RunCorrects.collaboration_id == actor.collaboration_id, RunCorrects.run_id == run_id)
            .order_by(Run.first_on, Run.id)
        )
    )


def find_year_figures(
    session: Session, actor: Actor, years: Sequence[int], known_at: datetime
) -> list[YearQuantity]:
    """Figures of earlier years as they were entered by a moment; of one year the one that was recorded last."""
    rows = session.execute(
        YEAR_FIGURES, {"tenant": actor.collaboration_id, "years": list(years), "known_at": known_at}
    )
    return [
        YearQuantity(row.area, row.organisation, row.year, Fraction(row.quantity), row.source, row.product)
        for row in rows
    ]


def find_contracts(session: Session, actor: Actor, year: Period) -> list[Flow]:
    """Year contracts that hold on a day of the year."""
    values: dict[str, int | date] = {
        "tenant": actor.collaboration_id,
        "first_on": year.first_on,
        "last_on": year.last_on,
    }
    return [
        Flow(
            id=str(row.id),
            area=row.area,
            organisation=row.organisation,
            label=f"jaarcontract {row.code}",
            minutes=row.minutes,
            product=row.product,
            count=row.taken,
        )
        for row in session.execute(CONTRACTS, values)
    ]
