"""Advances on a year (settlement.md 25); `true_up` takes them off when the year is settled.

The year's share of each partner by the same policy on the budget, cut over the periods of the year by days of
participation, so that a partner's advances total its year. Where the drivers of a year to come are found is
the business of `planning`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.features.settlement.core.assembling import Frame, assembled, lump, settled_leaf
from app.features.settlement.core.budget import with_planned_costs
from app.features.settlement.core.errors import NoPlan, Unsettled, WrongPeriod
from app.features.settlement.core.facts import Facts, Participant
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.one_period import Attempt, attempt_period
from app.features.settlement.core.result import AreaResult, Line, Settlement
from app.features.settlement.core.settled import LineKind, SettledLine
from app.features.settlement.core.totals import CHARGES
from app.kernel.dutch import euro
from app.kernel.explain import Node, Unit, divided, leaf, less, part_of, quotient, summed
from app.kernel.money import ZeroWeights
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class _Cut:
    """The periods of the year over which shares are cut, and the one that is asked now."""

    periods: tuple[Period, ...]
    now: Period

    @property
    def key(self) -> str:
        return self.now.first_on.isoformat()


def attempt_advance(inputs: Inputs) -> Attempt:
    """The advance for `inputs.advance` of the year `inputs.period`; `Unsettled` without a budget."""
    assert inputs.advance is not None
    cut = _Cut(_parts(inputs.period, inputs.advance), inputs.advance)
    if not inputs.budget:
        raise Unsettled(
            [NoPlan(f"Voor {inputs.period.label} is nog niets begroot. Vul eerst de begroting in.")]
        )
    attempt = attempt_period(with_planned_costs(_only_advanced(inputs)))
    facts = Facts(inputs)
    lines: list[Line] = []
    areas: list[AreaResult] = []
    for area in attempt.settlement.areas:
        mine = _of_area(area, attempt.settlement, facts, cut)
        lines.extend(mine)
        areas.append(_advanced(area, mine))
    frame = Frame(inputs.collaboration, inputs.advance, attempt.settlement.organisations)
    return Attempt(assembled(frame, lines, areas), attempt.errors, attempt.work)


def _parts(year: Period, part: Period) -> tuple[Period, ...]:
    """The year in parts as long as the one that is asked; `Unsettled` when that is none of them."""
    months = part.whole_months
    if months is None or not part.is_part_of_year or not year.covers(part):
        message = (
            f"Een voorschot is voor een gelijk deel van {year.label} in hele maanden, zoals een kwartaal; "
            f"{part.label} is dat niet. Kies een ander deel."
        )
        raise Unsettled([WrongPeriod(message)])
    return year.split(months)


def _only_advanced(inputs: Inputs) -> Inputs:
    """The year, settling only areas whose policy asks advances."""
    asked = {policy.area for policy in inputs.policies if policy.has_advances}
    areas = tuple(replace(area, is_settled=area.is_settled and area.code in asked) for area in inputs.areas)
    return replace(inputs, areas=areas)


def _of_area(area: AreaResult, year: Settlement, facts: Facts, cut: _Cut) -> list[Line]:
    participants = {who.code: who for who in facts.area(area.area.code).participants}
    result = []
    for code in area.by_organisation:
        charged = [line for line in year.lines_of(area.area.code, code) if line.kind in CHARGES]
        what = f"Deel van {participants[code].name} in de begrote kosten van {area.area.name}"
        share = summed(what, [line.derivation for line in charged], Unit.CENTS)
        advanced = [
            row for row in facts.inputs.advances if (row.area, row.organisation) == (area.area.code, code)
        ]
        node = _part(share, participants[code], advanced, cut)
        text = f"Voorschot {cut.now.label}"
        detail = f"van {euro(int(share.value))} over {facts.period.label}"
        result.append(
            replace(lump(charged[0], node, text, detail), kind=LineKind.ADVANCE, component=0, tariff="")
        )
    return result


def _part(share: Node, who: Participant, advanced: Sequence[SettledLine], cut: _Cut) -> Node:
    """This period's part of a year's share; once an earlier advance differs from its part, of what is left."""
    weights = _days(who, cut.periods)
    parts = divided(share, weights)
    settled: dict[str, int] = {}
    for row in advanced:
        key = row.period.first_on.isoformat()
        settled[key] = settled.get(key, 0) + row.amount_cents
    what = f"Voorschot {cut.now.label}"
    if all(parts[key] == cents for key, cents in settled.items()):
        return part_of(what, share, weights, parts[cut.key], cut.key, _formula(share, weights, cut))
    left = less("Nog te verdelen over de rest van het jaar", share, [settled_leaf(row) for row in advanced])
    rest = _days(who, tuple(one for one in cut.periods if one.first_on.isoformat() not in settled))
    try:
        part = divided(left, rest)[cut.key]
    except ZeroWeights:  # who has left gets the difference with the settlement of the year
        return summed(f"{what}, het verschil gaat met de afrekening van het jaar", [], Unit.CENTS)
    return part_of(what, left, rest, part, cut.key, _formula(left, rest, cut))


def _formula(amount: Node, weights: Node, cut: _Cut) -> str:
    own = next(part for part in weights.operands if part.key == cut.key)
    return f"{amount.shown} × {own.shown} ÷ {weights.shown}"


def _days(who: Participant, periods: Iterable[Period]) -> Node:
    """Periods by days of participation ÷ days of the period."""
    parts = []
    for period in periods:
        overlaps = (stint.overlap(period) for stint in who.stints)
        days = sum(one.days for one in overlaps if one is not None)
        key = period.first_on.isoformat()
        if days == period.days:
            parts.append(leaf(period.label, 1, Unit.COUNT, key=key))
            continue
        own = leaf(f"Dagen dat {who.name} meedoet", days, Unit.DAYS)
        whole = leaf(f"Dagen van {period.label}", period.days, Unit.DAYS)
        parts.append(quotient(period.label, own, whole, Unit.COUNT, key=key))
    return summed("Perioden van het jaar naar deelname", parts, Unit.COUNT)


def _advanced(area: AreaResult, lines: Sequence[Line]) -> AreaResult:
    """The area with its advances in the place of costs."""
    total = sum(line.amount_cents for line in lines)
    return replace(
        area,
        own_cents=total,
        overhead_cents=0,
        costs_cents=total,
        divided_cents=total,
        result_cents=0,
        input_vat_cents=0,
        by_category={},
        by_organisation={line.organisation: line.amount_cents for line in lines},
        costs=summed(f"Voorschotten van {area.area.name}", (line.derivation for line in lines), Unit.CENTS),
    )
