"""The exact share of each principal in the hours of an assignment (domain §4, settlement.md 13).

By rule: equal, fixed fractions, or a statistic at 1 January of the year of the hours. Shares total one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.features.assignments.core.principals import Principal, ShareRule, shares
from app.features.settlement.core.errors import SettlementError, Unsettled, WrongFacts
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.inputs import Assignment, Inputs, Share
from app.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment with who asked it and how its hours are shared, as it is kept."""

    id: str
    number: str
    title: str
    area: str
    rule: ShareRule
    statistic: str
    principals: tuple[Principal, ...]


def with_assignments(inputs: Inputs, asked: Sequence[Asked]) -> Inputs:
    """The inputs with these assignments and the exact share of each principal.

    `Unsettled` names every assignment whose shares cannot be found, and every missing figure.
    """
    year_start = date(inputs.period.first_on.year, 1, 1)
    found: list[Assignment] = []
    refusals: list[SettlementError] = []
    try:
        figures = Figures(Facts(inputs))
    except SettlementError as error:
        raise Unsettled([error]) from error
    for row in asked:
        try:
            known = {
                principal.code: figures.on(principal.code, row.statistic, year_start).value
                for principal in row.principals
                if row.rule is ShareRule.STATISTIC and len(row.principals) > 1
            }
            found.append(Assignment(row.id, row.number, row.title, row.area, _shares(row, known)))
        except SettlementError as error:
            refusals.append(error)
    if refusals:
        raise Unsettled(refusals)
    return replace(inputs, assignments=tuple(found))


def _shares(asked: Asked, figures: Mapping[str, Fraction]) -> tuple[Share, ...]:
    if len(asked.principals) == 1:
        return (Share(asked.principals[0].code, Fraction(1)),)
    try:
        found = shares(asked.rule, asked.principals, figures)
    except Invalid as refusal:
        raise WrongFacts(f"Opdracht {asked.number} kan niet worden verdeeld. {refusal.message}") from refusal
    return tuple(Share(code, part) for code, part in sorted(found.items()))
