"""`settle(inputs) -> Settlement`: the costs of a period divided to the cent, each line with its derivation.

No database, no clock, no chance: the same inputs in whatever order give the same bytes. Either everything is
settled and every line has been worked out again from its leaves, or `Unsettled` says everything that stands
in the way.
"""

from dataclasses import dataclass

from app.features.settlement.core.charges import AreaDraft, ChargeSheet
from app.features.settlement.core.checks import check_facts
from app.features.settlement.core.costs import Costs, CostSheet
from app.features.settlement.core.documents import documents
from app.features.settlement.core.errors import NotYetPossible, SettlementError, Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs, TariffResult
from app.features.settlement.core.lines import area_lines, numbered
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.result import Line, Settlement
from app.features.settlement.core.secondments import Lent, lent
from app.features.settlement.core.totals import area_result, findings, netting, prove, totals


@dataclass(frozen=True, slots=True)
class Attempt:
    """What could be settled, and what stands in the way of the rest."""

    settlement: Settlement
    errors: tuple[SettlementError, ...]


def settle(inputs: Inputs) -> Settlement:
    """The settlement of the inputs; `Unsettled` with every reason when any amount cannot be settled."""
    attempt = attempt_to_settle(inputs)
    if attempt.errors:
        raise Unsettled(attempt.errors)
    return attempt.settlement


def attempt_to_settle(inputs: Inputs) -> Attempt:
    """What can be settled of the inputs: a draft shows what is missing beside what is known.

    Raises `Unsettled` when nothing can be settled: facts that contradict each other, overhead that cannot
    be placed.
    """
    check_facts(inputs)
    facts = Facts(inputs)
    try:
        quantities = Quantities(facts)
        loans = lent(facts)
        costs = CostSheet(facts, quantities, loans).reckon()
        sheet = ChargeSheet(facts, quantities)
    except SettlementError as error:
        raise Unsettled([error]) from error
    drafts: list[AreaDraft] = []
    lines: list[Line] = []
    errors: list[SettlementError] = []
    for code, area in sorted(facts.areas.items()):
        if area.is_settled:
            try:
                draft = sheet.of(code, costs.areas[code])
                _check_year_end(draft, facts)
                lines.extend(area_lines(draft, loans, facts))
                drafts.append(draft)
            except SettlementError as error:
                errors.append(error)
    return Attempt(_complete(facts, costs, drafts, lines, loans), tuple(errors))


def _check_year_end(draft: AreaDraft, facts: Facts) -> None:
    is_last = (facts.period.last_on.month, facts.period.last_on.day) == (12, 31)
    if is_last and draft.result.value and draft.facts.policy.result is TariffResult.DIVIDED:
        raise NotYetPossible(
            f"Het resultaat van {draft.facts.area.name} ({draft.result.shown}) moet aan het eind van het "
            "jaar worden "
            "verdeeld. Dat kan nog niet worden berekend; kies voorlopig meenemen of reserveren."
        )


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
