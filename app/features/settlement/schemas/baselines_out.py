"""Between baselines and their shapes on the wire: a version in, its path with what was paid out."""

from collections.abc import Mapping
from fractions import Fraction

from app.features.settlement.core.baseline import PathFigure, YearOnPath
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
    SpentRow,
    Version,
)
from app.features.settlement.schemas import baselines as shapes
from app.features.settlement.service.baselines.reading import ShownPath
from app.features.settlement.service.baselines.setting import Trial
from app.kernel.dutch import rounded
from app.kernel.explain import Node
from app.kernel.glossary import (
    ANSWERS,
    FACT_KINDS,
    PATH_FIGURES,
    PATH_KINDS,
    PATH_STANDINGS,
    PLAN_KEYS,
    PRICE_LEVELS,
)

FIGURES_IN = {word: PathFigure(code) for code, word in PATH_FIGURES.items()}
_PATHS_IN = {word: PathKind(code) for code, word in PATH_KINDS.items()}
_PRICES_IN = {word: PriceLevel(code) for code, word in PRICE_LEVELS.items()}
_KEYS_IN = {word: PlanKey(code) for code, word in PLAN_KEYS.items()}
_FACTS_IN = {word: FactKind(code) for code, word in FACT_KINDS.items()}


def row_in(body: shapes.BaselineBody) -> BaselineRow:
    """A version from the wire."""
    return BaselineRow(
        code=body.code,
        title=body.title,
        areas=tuple(dict.fromkeys(body.areas)),
        base_year=body.base_year,
        first_year=body.first_year,
        last_year=body.last_year,
        kind=_PATHS_IN[body.path_kind],
        prices=_PRICES_IN[body.price_level],
        key=_KEYS_IN[body.plan_key],
        spent=tuple(
            SpentRow(
                one.organisation, one.amount_cents, one.source, one.explanation, one.year, one.from_year,
                one.until_year, one.key_weight,
            )
            for one in body.partners
        ),
        years=tuple(
            PathYear(one.year, Fraction(one.index_percent), one.index_source, one.planned_cents)
            for one in body.years
        ),
        own=tuple(OwnPlan(one.year, one.organisation, one.amount_cents) for one in body.own_amounts),
        weight_name=body.key_weight_name,
        note=body.explanation,
        reason=body.reason,
    )  # fmt: skip


def fact_in(body: shapes.FactIn) -> FactRow:
    """What is told of a year, from the wire."""
    return FactRow(
        _FACTS_IN[body.kind], body.organisation, body.year, body.amount_cents, body.description, body.source
    )


def version_out(version: Version) -> shapes.VersionOut:
    """A version in a list."""
    return shapes.VersionOut(
        version=version.seq,
        title=version.row.title,
        reason=version.row.reason or None,
        set_at=version.set_at,
        set_by=version.set_by,
    )


def baseline_out(shown: ShownPath) -> shapes.BaselineOut:
    """A baseline with its path, as this reader may see it."""
    row = shown.row
    return shapes.BaselineOut(
        **version_out(shown.version).model_dump(),
        code=row.code,
        areas=list(row.areas),
        base_year=row.base_year,
        first_year=row.first_year,
        last_year=row.last_year,
        path_kind=PATH_KINDS[row.kind.value],
        price_level=PRICE_LEVELS[row.prices.value],
        plan_key=PLAN_KEYS[row.key.value],
        key_weight_name=row.weight_name or None,
        explanation=row.note or None,
        partners=[_spent(shown, one) for one in row.spent],
        years=[_year_in(one) for one in row.years],
        own_amounts=[
            shapes.OwnAmountIn(year=one.year, organisation=one.organisation, amount_cents=one.amount_cents)
            for one in row.own
        ],
        path=[year_out(one, shown.names, shown) for one in shown.path],
    )


def _spent(shown: ShownPath, one: SpentRow) -> shapes.SpentOut:
    said = shown.answer_of(one.organisation)
    is_open = shown.may_see(one.organisation)
    return shapes.SpentOut(
        organisation=one.organisation,
        name=shown.names[one.organisation],
        amount_cents=one.amount_cents,
        year=shown.row.spent_in(one),
        source=one.source if is_open else None,
        explanation=(one.note or None) if is_open else None,
        from_year=shown.row.counts_from(one),
        until_year=one.until_year,
        key_weight=one.weight,
        answer=ANSWERS[said.answer.value] if said else None,
        by=said.by if said else None,
        happened_at=said.at if said else None,
    )


def _year_in(one: PathYear) -> shapes.PathYearIn:
    return shapes.PathYearIn(
        year=one.year,
        index_percent=f"{rounded(one.index_percent, 4).normalize():f}",
        index_source=one.index_source,
        planned_cents=one.planned_cents,
    )


def year_out(one: YearOnPath, names: Mapping[str, str], shown: ShownPath | None = None) -> shapes.YearOut:
    """A year of the path for the wire; of one that is shown also until when it is settled, and what is not known."""
    share = one.over_share
    return shapes.YearOut(
        year=one.year,
        without_cents=int(one.before.value),
        planned_cents=int(one.planned.value),
        planned_gain_cents=one.planned_gain_cents,
        budget_cents=_cents(one.budget),
        budget_refused=shown.refused_budgets.get(one.year) if shown else None,
        budget_undivided=shown.undivided_budgets.get(one.year) if shown else None,
        unshared_cents=_cents(one.unshared),
        paid_cents=int(one.paid.value),
        settled_until_on=shown.settled_until.get(one.year) if shown else None,
        is_whole=one.is_whole,
        gain_cents=_cents(one.gain),
        saved_cents=_cents(one.saved),
        path_standing=PATH_STANDINGS[one.standing.value],
        above_planned_cents=one.over_cents,
        above_planned_percent=None if share is None else f"{rounded(share * 100, 2):f}",
        outside_cents=one.outside_cents,
        partners=[
            shapes.PartnerYearOut(
                organisation=part.organisation,
                name=names[part.organisation],
                without_cents=int(part.before.value),
                planned_cents=_cents(part.planned),
                budget_cents=_cents(part.budget),
                paid_cents=int(part.paid.value),
                gain_cents=_cents(part.gain),
            )
            for part in one.partners
        ],
    )


def _cents(node: Node | None) -> int | None:
    return None if node is None else int(node.value)


def trial_out(trial: Trial) -> shapes.PathTrialOut:
    """What a version would say, for the wire."""
    return shapes.PathTrialOut(
        touches=list(trial.touches), path=[year_out(one, trial.names) for one in trial.path]
    )


def fact_out(shown: ShownPath | None, one: KeptFact) -> shapes.FactOut:
    """A fact for the wire; of others without where it comes from."""
    is_open = shown is None or shown.may_see(one.row.organisation)
    return shapes.FactOut(
        id=one.id,
        kind=FACT_KINDS[one.row.kind.value],
        organisation=one.row.organisation,
        year=one.row.year,
        amount_cents=one.row.amount_cents,
        description=one.row.what if is_open else None,
        source=one.row.source if is_open else None,
        recorded_at=one.recorded_at,
        by=one.by,
        counted=one.holds,
    )
