"""Baselines as they are kept: versions with their parts, answers of partners, facts; and what final runs settled.

Everything is written once. A version is read with all of its parts, a statement per table.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.features.costs.models import BudgetLine
from app.features.partnership.models import Organisation, ServiceArea
from app.features.settlement.core.agreed import Term
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    KeptFact,
    OwnPlan,
    PathKind,
    PathYear,
    PlanKey,
    PriceLevel,
    SettledAmount,
    SpentAnswer,
    SpentRow,
    Stretch,
    Version,
)
from app.features.settlement.core.run import Answer, RunKind, RunState
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.models import (
    BaselineAnswer,
    BaselineArea,
    BaselineFact,
    BaselineKept,
    BaselinePlan,
    BaselineSpent,
    BaselineVersion,
    BaselineYear,
    Run,
    RunArea,
    SettlementLine,
)
from app.kernel.actor import Actor
from app.kernel.period import Period

Values = Mapping[str, Any]
Ids = Mapping[str, UUID]


def find_versions(session: Session, actor: Actor, code: str | None = None) -> list[Version]:
    """All versions of all baselines, or of one, the newest of each first."""
    statement = (
        select(BaselineVersion, BaselineKept.code)
        .join(
            BaselineKept,
            (BaselineKept.collaboration_id == BaselineVersion.collaboration_id)
            & (BaselineKept.id == BaselineVersion.baseline_id),
        )
        .where(BaselineVersion.collaboration_id == actor.collaboration_id)
        .order_by(BaselineKept.code, BaselineVersion.seq.desc())
    )
    if code is not None:
        statement = statement.where(BaselineKept.code == code)
    heads = [(row, found) for row, found in session.execute(statement)]
    parts = _Parts(session, actor, [row.id for row, _ in heads])
    return [_version(row, found, parts) for row, found in heads]


class _Parts:
    """The parts of some versions, by version."""

    def __init__(self, session: Session, actor: Actor, versions: Sequence[UUID]) -> None:
        self._session = session
        self._actor = actor
        self._versions = versions
        self.areas = self._of(BaselineArea, ServiceArea, "area_id", _code)
        self.spent = self._of(BaselineSpent, Organisation, "organisation_id", _spent)
        self.own = self._of(BaselinePlan, Organisation, "organisation_id", _own)
        self.years: dict[UUID, list[PathYear]] = defaultdict(list)
        statement = select(BaselineYear).where(
            BaselineYear.collaboration_id == actor.collaboration_id, BaselineYear.version_id.in_(versions)
        )
        for row in session.scalars(statement.order_by(BaselineYear.year)):
            self.years[row.version_id].append(_year(row))

    def _of(
        self, model: Any, named: Any, column: str, make: Callable[[Any, str], Any]
    ) -> dict[UUID, list[Any]]:
        key = (named.collaboration_id == model.collaboration_id) & (named.id == getattr(model, column))
        statement = (
            select(model, named.code)
            .join(named, key)
            .where(
                model.collaboration_id == self._actor.collaboration_id, model.version_id.in_(self._versions)
            )
            .order_by(named.code)
        )
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row, code in self._session.execute(statement):
            found[row.version_id].append(make(row, code))
        return found


def _version(row: BaselineVersion, code: str, parts: _Parts) -> Version:
    made = BaselineRow(
        code=code,
        title=row.title,
        areas=tuple(parts.areas[row.id]),
        base_year=row.base_year,
        first_year=row.first_year,
        last_year=row.last_year,
        kind=PathKind(row.kind),
        prices=PriceLevel(row.prices),
        key=PlanKey(row.plan_key),
        spent=tuple(_as_given(one, row) for one in parts.spent[row.id]),
        years=tuple(parts.years[row.id]),
        own=tuple(sorted(parts.own[row.id], key=lambda one: (one.year, one.organisation))),
        weight_name=row.weight_name or "",
        note=row.note or "",
        reason=row.reason or "",
    )
    return Version(row.id, row.baseline_id, row.seq, made, row.recorded_at, row.recorded_by_name)


def _as_given(one: SpentRow, head: BaselineVersion) -> SpentRow:
    """A year that is that of the version is left open, as it was when it was set."""
    year = None if one.year == head.base_year else one.year
    return replace(one, year=year, from_year=None if one.from_year == head.first_year else one.from_year)


def _code(_: BaselineArea, code: str) -> str:
    return code


def _spent(row: BaselineSpent, code: str) -> SpentRow:
    return SpentRow(
        organisation=code,
        amount_cents=row.amount_cents,
        source=row.source,
        note=row.note or "",
        year=row.year,
        from_year=row.from_year,
        until_year=row.until_year,
        weight=row.weight,
    )


def _own(row: BaselinePlan, code: str) -> OwnPlan:
    return OwnPlan(row.year, code, row.amount_cents)


def _year(row: BaselineYear) -> PathYear:
    return PathYear(row.year, Fraction(row.index_percent), row.index_source or "", row.planned_cents)


def hold(session: Session, actor: Actor, code: str) -> None:
    """Let one unit of work at a time add a version of this baseline."""
    subject = f"baseline/{actor.collaboration_id}/{code}"
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))"), {"subject": subject})


def add_baseline(session: Session, actor: Actor, baseline_id: UUID, code: str) -> None:
    """A new baseline without versions."""
    values = {"collaboration_id": actor.collaboration_id, "id": baseline_id, "code": code}
    session.execute(insert(BaselineKept), [values])


def add_version(session: Session, head: Values, row: BaselineRow, organisations: Ids, areas: Ids) -> None:
    """A version with all of its parts; `head` holds its keys, number, moment and who."""
    words = {"weight_name": row.weight_name, "note": row.note, "reason": row.reason}
    values = {
        **head,
        "title": row.title,
        "base_year": row.base_year,
        "first_year": row.first_year,
        "last_year": row.last_year,
        "kind": row.kind.value,
        "prices": row.prices.value,
        "plan_key": row.key.value,
        "parts": len(row.areas) + len(row.spent) + len(row.years) + len(row.own),
        **{name: value or None for name, value in words.items()},
    }
    session.execute(insert(BaselineVersion), [values])
    of = {"collaboration_id": head["collaboration_id"], "version_id": head["id"]}
    for model, parts in _part_rows(row, organisations, areas):
        made = [{**of, **part} for part in parts]
        if made:
            session.execute(insert(model), made)


def _part_rows(row: BaselineRow, organisations: Ids, areas: Ids) -> Iterable[tuple[Any, list[Values]]]:
    yield BaselineArea, [{"area_id": areas[code]} for code in row.areas]
    yield (
        BaselineSpent,
        [
            {
                "organisation_id": organisations[one.organisation],
                "year": row.spent_in(one),
                "amount_cents": one.amount_cents,
                "source": one.source,
                "note": one.note or None,
                "from_year": row.counts_from(one),
                "until_year": one.until_year,
                "weight": one.weight,
            }
            for one in row.spent
        ],
    )
    yield (
        BaselineYear,
        [
            {
                "year": one.year,
                "index_percent": Decimal(one.index_percent.numerator) / one.index_percent.denominator,
                "index_source": one.index_source or None,
                "planned_cents": one.planned_cents,
            }
            for one in row.years
        ],
    )
    plans = [(organisations[one.organisation], one.year, one.amount_cents) for one in row.own]
    names = ("organisation_id", "year", "amount_cents")
    yield BaselinePlan, [dict(zip(names, plan, strict=True)) for plan in plans]


def add_answer(session: Session, actor: Actor, version_id: UUID, values: Values) -> None:
    """An answer of an organisation, behind its earlier ones."""
    of = (
        BaselineAnswer.collaboration_id == actor.collaboration_id,
        BaselineAnswer.version_id == version_id,
        BaselineAnswer.organisation_id == values["organisation_id"],
    )
    seq = session.execute(select(func.coalesce(func.max(BaselineAnswer.seq), 0) + 1).where(*of)).scalar_one()
    row = {"collaboration_id": actor.collaboration_id, "version_id": version_id, "seq": seq, **values}
    session.execute(insert(BaselineAnswer), [row])


def find_answers(
    session: Session, actor: Actor, version_ids: Sequence[UUID]
) -> dict[UUID, list[SpentAnswer]]:
    """Every answer about each version, by organisation and in the order in which they came."""
    key = (Organisation.collaboration_id == BaselineAnswer.collaboration_id) & (
        Organisation.id == BaselineAnswer.organisation_id
    )
    rows = session.execute(
        select(BaselineAnswer, Organisation.code)
        .join(Organisation, key)
        .where(
            BaselineAnswer.collaboration_id == actor.collaboration_id,
            BaselineAnswer.version_id.in_(version_ids),
        )
        .order_by(Organisation.code, BaselineAnswer.seq)
    )
    found: dict[UUID, list[SpentAnswer]] = {version_id: [] for version_id in version_ids}
    for row, code in rows:
        found[row.version_id].append(
            SpentAnswer(
                code, row.seq, Answer(row.answer), row.remark or "", row.answered_at, row.answered_by_name
            )
        )
    return found


def add_facts(session: Session, rows: Sequence[Values]) -> None:
    """Facts about years of a baseline."""
    session.execute(insert(BaselineFact), [dict(row) for row in rows])


def find_facts(session: Session, actor: Actor, baseline_ids: Sequence[UUID]) -> dict[UUID, list[KeptFact]]:
    """All facts of each baseline by year and partner; of the same thing only the last one holds."""
    key = (Organisation.collaboration_id == BaselineFact.collaboration_id) & (
        Organisation.id == BaselineFact.organisation_id
    )
    rows = session.execute(
        select(BaselineFact, Organisation.code)
        .join(Organisation, key)
        .where(
            BaselineFact.collaboration_id == actor.collaboration_id,
            BaselineFact.baseline_id.in_(baseline_ids),
        )
        .order_by(BaselineFact.year, Organisation.code, BaselineFact.id)
    )
    told = [(row, _fact(row, code)) for row, code in rows]
    last = {(row.baseline_id, fact.key): row.id for row, fact in told}
    found: dict[UUID, list[KeptFact]] = {baseline_id: [] for baseline_id in baseline_ids}
    for row, fact in told:
        holds = last[row.baseline_id, fact.key] == row.id
        found[row.baseline_id].append(KeptFact(row.id, fact, row.recorded_at, row.recorded_by_name, holds))
    return found


def _fact(row: BaselineFact, code: str) -> FactRow:
    return FactRow(FactKind(row.kind), code, row.year, row.amount_cents, row.description, row.source)


def find_settled(session: Session, actor: Actor, areas: Sequence[str]) -> list[SettledAmount]:
    """What final settlements charged for these areas, without VAT, by run, area and organisation."""
    tenant = actor.collaboration_id
    rows = session.execute(
        select(
            Run.id,
            Run.first_on,
            Run.last_on,
            ServiceArea.code.label("area"),
            ServiceArea.name.label("area_name"),
            Organisation.code.label("organisation"),
            func.sum(SettlementLine.amount_cents).label("cents"),
        )
        .select_from(SettlementLine)
        .join(Run, (Run.collaboration_id == tenant) & (Run.id == SettlementLine.run_id))
        .join(
            ServiceArea, (ServiceArea.collaboration_id == tenant) & (ServiceArea.id == SettlementLine.area_id)
        )
        .join(
            Organisation,
            (Organisation.collaboration_id == tenant) & (Organisation.id == SettlementLine.organisation_id),
        )
        .where(
            SettlementLine.collaboration_id == tenant,
            Run.kind == RunKind.SETTLEMENT.value,
            Run.state == RunState.FINAL.value,
            ServiceArea.code.in_(areas),
            SettlementLine.kind.in_([kind.value for kind in CHARGES]),
        )
        .group_by(Run.id, Run.first_on, Run.last_on, ServiceArea.code, ServiceArea.name, Organisation.code)
        .order_by(Run.first_on, Run.id, ServiceArea.code, Organisation.code)
    )
    return [_settled(row) for row in rows]


def _settled(row: Any) -> SettledAmount:
    label = f"afrekening {Period(row.first_on, row.last_on).label}"
    names = (row.area, row.area_name, row.organisation)
    return SettledAmount(str(row.id), label, row.first_on.year, *names, int(row.cents))


def find_stretches(session: Session, actor: Actor, areas: Sequence[str]) -> list[Stretch]:
    """The days on which these areas are settled finally."""
    rows = session.execute(
        select(ServiceArea.code, RunArea.first_on, RunArea.last_on)
        .join(
            ServiceArea,
            (ServiceArea.collaboration_id == RunArea.collaboration_id) & (ServiceArea.id == RunArea.area_id),
        )
        .where(
            RunArea.collaboration_id == actor.collaboration_id,
            RunArea.is_final,
            RunArea.kind == RunKind.SETTLEMENT.value,
            ServiceArea.code.in_(areas),
        )
        .order_by(RunArea.first_on)
    )
    return [Stretch(row.code, Period(row.first_on, row.last_on)) for row in rows]


def find_areas(session: Session, actor: Actor) -> dict[str, tuple[str, Term]]:
    """Name and term of every area, by code in the order of their names."""
    rows = session.execute(
        select(ServiceArea.code, ServiceArea.name, ServiceArea.valid_from, ServiceArea.valid_until)
        .where(ServiceArea.collaboration_id == actor.collaboration_id)
        .order_by(ServiceArea.name, ServiceArea.code)
    )
    return {row.code: (row.name, Term(row.valid_from, row.valid_until)) for row in rows}


def find_names(session: Session, actor: Actor) -> dict[str, str]:
    """Names of organisations by code."""
    rows = session.execute(
        select(Organisation.code, Organisation.name).where(
            Organisation.collaboration_id == actor.collaboration_id
        )
    )
    return {row.code: row.name for row in rows}


def find_budget_years(session: Session, actor: Actor) -> list[int]:
    """The years for which something is budgeted."""
    return list(
        session.scalars(
            select(BudgetLine.year)
            .where(BudgetLine.collaboration_id == actor.collaboration_id)
            .distinct()
            .order_by(BudgetLine.year)
        )
    )
