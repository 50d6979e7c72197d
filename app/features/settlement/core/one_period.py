"""One period settled by its own costs and figures: every area that this run settles, each line proved.

The door is `settle`, which also knows advances and corrections; here is what both of them settle with.
"""

from dataclasses import dataclass

from app.features.settlement.core.carrying import with_opening, with_year_end
from app.features.settlement.core.charges import AreaDraft, ChargeSheet
from app.features.settlement.core.checks import check_facts
from app.features.settlement.core.costs import Costs, CostSheet
from app.features.settlement.core.documents import documents
from app.features.settlement.core.errors import SettlementError, Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.gathering import Work
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.lines import area_lines, numbered
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.result import Line, Settlement
from app.features.settlement.core.secondments import Lent, lent
from app.features.settlement.core.totals import area_result, findings, netting, prove, totals
from app.features.settlement.core.true_up import advance_credits


@dataclass(frozen=True, slots=True)
class Attempt:
    """What could be settled, and what stands in the way of the rest; of one period also its hours, gathered."""

    settlement: Settlement
    errors: tuple[SettlementError, ...]
    work: Work | None = None


def attempt_period(inputs: Inputs, work: Work | None = None) -> Attempt:
    """What can be settled of a period: a draft shows what is missing beside what is known.

    `work` are its hours when they were gathered before: for other costs of the same period.
    Raises `Unsettled` when nothing can be settled: facts that contradict each other, overhead that cannot
    be placed.
    """
    check_facts(inputs)
    facts = Facts(inputs)
    try:
        quantities = Quantities(facts, work)
        loans = lent(facts)
        costs = with_opening(CostSheet(facts, quantities, loans).reckon(), facts)
        sheet = ChargeSheet(facts, quantities)
    except SettlementError as error:
        raise Unsettled([error]) from error
    drafts: list[AreaDraft] = []
    lines: list[Line] = []
    errors: list[SettlementError] = []
    for code, area in sorted(facts.areas.items()):
        if area.is_settled:
            try:
                draft = with_year_end(sheet.of(code, costs.areas[code]), sheet, facts)
                lines.extend(_with_credits(area_lines(draft, loans, facts), advance_credits(code, facts)))
                drafts.append(draft)
            except SettlementError as error:
                errors.append(error)
    return Attempt(_complete(facts, costs, drafts, lines, loans), tuple(errors), quantities.work)


def _with_credits(lines: list[Line], advanced: list[Line]) -> list[Line]:
    return sorted([*lines, *advanced], key=lambda line: line.organisation)


def _complete(
    facts: Facts, costs: Costs, drafts: list[AreaDraft], lines: list[Line], loans: list[Lent]
) -> Settlement:
    found, vat_of_line = documents(numbered(lines))
    final = tuple(numbered(lines, vat_of_line))
    areas = tuple(area_result(draft, final, facts) for draft in drafts)
    settlement = Settlement(
        collaboration=facts.inputs.collaboration,
        period=facts.period,
        organisations={code: row.name for code, row in sorted(facts.organisations.items())},
        lines=final,
        areas=areas,
        documents=found,
        netting=netting(final, found),
        totals=totals(areas, final, found, costs, facts),
        postings=costs.postings,
        findings=findings(areas, final, facts),
    )
    prove(settlement, costs, loans, facts)
    return settlement
