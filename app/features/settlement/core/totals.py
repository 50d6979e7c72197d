"""Totals, netting and findings of a settlement, and the proof that it adds up."""

from collections.abc import Sequence
from fractions import Fraction

from app.features.costs.core import PoolKind
from app.features.costs.core.pools import OF_AREA
from app.features.settlement.core.charges import AreaDraft
from app.features.settlement.core.costs import Costs
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Named, TariffResult, VatCategory
from app.features.settlement.core.result import (
    AreaResult,
    Document,
    Finding,
    Line,
    LineKind,
    Netting,
    Position,
    Settlement,
    Totals,
    Weight,
)
from app.features.settlement.core.secondments import Lent
from app.features.settlement.core.wording import RESULT_GOES
from app.features.settlement.core.words import key_in_words
from app.kernel.dutch import euro, number
from app.kernel.explain import DoesNotAddUp, check

CHARGES = (LineKind.SHARE, LineKind.TARIFF, LineKind.RESULT)
WORTH_A_NOTE = Fraction(5, 100)
"""The part by which costs may differ from budget before it is worth a note."""


def area_result(draft: AreaDraft, lines: Sequence[Line], facts: Facts) -> AreaResult:
    """The totals of one area from its lines."""
    mine = [line for line in lines if line.area == draft.facts.area.code and line.kind in CHARGES]
    by_organisation: dict[str, int] = {}
    for line in mine:
        by_organisation[line.organisation] = by_organisation.get(line.organisation, 0) + line.amount_cents
    costs = draft.costs
    return AreaResult(
        area=Named(draft.facts.area.code, draft.facts.area.name),
        provider=draft.facts.provider,
        policy=draft.facts.policy.id,
        own_cents=int(costs.own.value),
        overhead_cents=int(costs.total.value - costs.own.value) - costs.carried_cents,
        costs_cents=int(costs.total.value),
        divided_cents=sum(line.amount_cents for line in mine),
        result_cents=int(draft.result.value),
        input_vat_cents=int(costs.input_vat.value),
        by_category={code: int(node.value) for code, node in costs.by_category.items()},
        by_organisation=by_organisation,
        participants=tuple(participant.code for participant in draft.facts.participants),
        key=key_in_words(draft.facts.policy, facts),
        costs=costs.total,
        carried_cents=costs.carried_cents,
    )


def netting(lines: Sequence[Line], documents: Sequence[Document]) -> Netting:
    """What each organisation pays and receives, VAT included; own shares have no place in it."""
    pays: dict[str, int] = {}
    receives: dict[str, int] = {}
    lends: dict[str, int] = {}
    concerned: set[str] = set()
    for line in lines:
        concerned |= {line.organisation, line.provider}
        if line.vat_category is None:
            continue
        cents = line.amount_cents + line.vat_cents
        if line.kind is LineKind.SECONDMENT:
            lends[line.organisation] = lends.get(line.organisation, 0) + cents
            lends[line.provider] = lends.get(line.provider, 0) - cents
        else:
            pays[line.organisation] = pays.get(line.organisation, 0) + cents
            receives[line.provider] = receives.get(line.provider, 0) + cents
    cells: dict[tuple[str, str], int] = {}
    for document in documents:
        cell = (document.organisation, document.provider)
        cells[cell] = cells.get(cell, 0) + document.total_cents
    positions = tuple(
        Position(code, pays.get(code, 0), receives.get(code, 0), lends.get(code, 0))
        for code in sorted(concerned)
    )
    return Netting(dict(sorted(cells.items())), positions)


def totals(
    areas: Sequence[AreaResult],
    lines: Sequence[Line],
    documents: Sequence[Document],
    costs: Costs,
    facts: Facts,
) -> Totals:
    """The whole run in figures."""
    by_organisation: dict[str, int] = {}
    for line in lines:
        if line.kind in CHARGES:
            by_organisation[line.organisation] = by_organisation.get(line.organisation, 0) + line.amount_cents
    return Totals(
        costs_cents=sum(area.costs_cents for area in areas),
        divided_cents=sum(area.divided_cents for area in areas),
        result_cents=sum(area.result_cents for area in areas),
        invoiced_cents=sum(document.net_cents for document in documents),
        vat_cents=sum(document.vat_cents for document in documents),
        own_account_cents=costs.own_account_cents,
        budget_cents=sum(row.amount_cents for row in facts.inputs.budget),
        by_organisation=dict(sorted(by_organisation.items())),
    )


def findings(areas: Sequence[AreaResult], lines: Sequence[Line], facts: Facts) -> tuple[Finding, ...]:
    """What must be solved or known before approval, as far as the figures themselves say it."""
    result: list[Finding] = []
    policies = {policy.id: policy for policy in facts.inputs.policies}
    for area in areas:
        subject = ("area", area.area.code)
        is_exempt = any(
            line.area == area.area.code and line.vat_category is VatCategory.EXEMPT for line in lines
        )
        if is_exempt and policies[area.policy].result is TariffResult.RESERVE and area.result_cents:
            result.append(
                Finding(
                    Weight.HOLDS_BACK,
                    "exempt-with-reserve",
                    f"{area.area.name} is vrijgesteld van btw, maar houdt een resultaat van "
                    f"{euro(-area.result_cents)} in een "
                    "reserve.",
                    "Wet op de omzetbelasting 1968, artikel 11, lid 1, onder u: er mag niet meer worden "
                    "gevraagd dan ieders "
                    "deel in de kosten. Verdeel het resultaat of neem het mee.",
                    subject,
                )
            )
        elif area.result_cents:
            kind = "tekort" if area.result_cents > 0 else "overschot"
            result.append(
                Finding(
                    Weight.NOTE,
                    "tariff-result",
                    f"{area.area.name} heeft een {kind} van {euro(abs(area.result_cents))}.",
                    "Tarieven brachten minder of meer op dan de kosten. Het resultaat gaat "
                    f"{RESULT_GOES[policies[area.policy].result]}.",
                    subject,
                )
            )
        result.extend(_against_budget(area, lines, facts))
    return tuple(result)


def _against_budget(area: AreaResult, lines: Sequence[Line], facts: Facts) -> list[Finding]:
    pools = {pool.code for pool in facts.inputs.pools if pool.kind in OF_AREA and pool.area == area.area.code}
    planned = sum(row.amount_cents for row in facts.inputs.budget if row.pool in pools)
    if planned <= 0:
        return []
    lent_cents = -sum(
        line.amount_cents
        for line in lines
        if line.kind is LineKind.SECONDMENT and line.area == area.area.code
    )
    spent = area.own_cents - lent_cents  # secondments follow their contracts and are in no budget line
    difference = Fraction(spent - planned, planned)
    if abs(difference) <= WORTH_A_NOTE:
        return []
    words = "meer" if difference > 0 else "minder"
    share = f"{number(abs(difference) * 100, 1)} %"
    detail = f"Geboekte kosten {euro(spent)}, begroot {euro(planned)}."
    message = f"{area.area.name} kost {share} {words} dan begroot."
    return [Finding(Weight.NOTE, "budget", message, detail, ("area", area.area.code))]


def prove(settlement: Settlement, costs: Costs, loans: Sequence[Lent], facts: Facts) -> None:
    """Prove that everything totals; `DoesNotAddUp` would be a defect of ours, never a user's mistake."""
    prove_lines(settlement)
    for area in settlement.areas:
        _same(
            f"soorten van {area.area.name}",
            area.costs_cents - area.carried_cents,
            sum(area.by_category.values()),
        )
    kinds = {code: pool.kind for code, pool in facts.pools.items()}
    entered = sum(
        row.amount_cents for row in facts.inputs.entries if kinds[row.pool] is not PoolKind.OWN_ACCOUNT
    )
    borrowed = sum(int(loan.cost.value) for loan in loans)
    _same(
        "kosten van alle taakgebieden",
        entered + borrowed + sum(area.carried_cents for area in costs.areas.values()),
        sum(int(area.total.value) for area in costs.areas.values()),
    )
    for code, pool in facts.pools.items():
        if pool.kind is PoolKind.OVERHEAD:
            own = sum(row.amount_cents for row in facts.inputs.entries if row.pool == code)
            received = sum(one.amount_cents for one in costs.postings if one.to_pool == code)
            sent = sum(one.amount_cents for one in costs.postings if one.pool == code)
            _same(f"boekingen van {pool.name}", own + received, sent)


def prove_lines(settlement: Settlement) -> None:
    """Prove each line from its leaves, each area from its parts, and that documents and positions total."""
    memo: dict[int, int | Fraction] = {}
    for line in settlement.lines:
        check(line.derivation, memo)
        _same(f"regel {line.number}", line.amount_cents, line.derivation.value)
    for area in settlement.areas:
        check(area.costs, memo)
        _same(f"kosten van {area.area.name}", area.costs_cents, area.costs.value)
        _same(f"verdeling van {area.area.name}", area.costs_cents, area.divided_cents + area.result_cents)
    _same("posities samen", 0, sum(position.net_cents for position in settlement.netting.positions))
    charged = sum(
        line.amount_cents + line.vat_cents for line in settlement.lines if line.vat_category is not None
    )
    _same("documenten samen", charged, sum(document.total_cents for document in settlement.documents))


def _same(what: str, stated: int, reckoned: int | Fraction) -> None:
    if stated != reckoned:
        raise DoesNotAddUp(what, stated, reckoned)
