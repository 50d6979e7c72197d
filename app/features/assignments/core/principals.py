"""Who shares in the hours of an assignment, and for what part (domain §4, joint work).

Parts are exact fractions that total one. The lead principal takes the steps for all. Which
organisations exist and what their statistics are is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.kernel.errors import Finding, Invalid


class ShareRule(StrEnum):
    """How the hours of a joint assignment are divided over its principals."""

    EQUAL = "equal"
    FIXED = "fixed"
    STATISTIC = "statistic"


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal, by the code of its organisation; `share` only with fixed shares."""

    code: str
    share: Fraction | None = None


def shares(
    rule: ShareRule, principals: Sequence[Principal], statistics: Mapping[str, int | Fraction] | None = None
) -> dict[str, Fraction]:
    """The part of each principal; they total one. `Invalid` names what stands in the way.

    >>> shares(ShareRule.EQUAL, [Principal("VLI"), Principal("OUD"), Principal("BER")])["OUD"]
    Fraction(1, 3)
    >>> shares(ShareRule.STATISTIC, [Principal("A"), Principal("B")], {"A": 3, "B": 1})["A"]
    Fraction(3, 4)
    """
    weights = _weights(rule, principals, statistics or {})
    total = sum(weights.values(), Fraction(0))
    if rule is ShareRule.FIXED and total != 1:
        raise _wrong(f"De delen van de opdrachtgevers zijn samen {total}. Samen moeten ze precies 1 zijn.")
    if total <= 0:
        raise _wrong("Het kengetal is voor alle opdrachtgevers nul. Kies een andere verdeling.")
    return {code: weight / total for code, weight in weights.items()}


def principal_findings(rule: ShareRule, principals: Sequence[Principal], lead: str | None) -> list[Finding]:
    """What is wrong with who is named, before any statistic is looked up."""
    codes = [principal.code for principal in principals]
    if not codes:
        return [Finding("opdrachtgevers", "Noem ten minste één opdrachtgever.")]
    if len(set(codes)) < len(codes):
        return [
            Finding(
                "opdrachtgevers", "Een organisatie staat twee keer bij de opdrachtgevers. Noem haar één keer."
            )
        ]
    if lead not in codes:
        return [Finding("hoofdopdrachtgever", "De hoofdopdrachtgever moet een van de opdrachtgevers zijn.")]
    if rule is ShareRule.FIXED:
        try:
            shares(rule, principals)
        except Invalid as refusal:
            return list(refusal.findings)
    return []


def _weights(
    rule: ShareRule, principals: Sequence[Principal], statistics: Mapping[str, int | Fraction]
) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for principal in principals:
        weight: int | Fraction | None = 1
        if rule is ShareRule.FIXED:
            weight = principal.share
        elif rule is ShareRule.STATISTIC:
            weight = statistics.get(principal.code)
        if weight is None:
            raise _wrong(
                f"Het deel of kengetal van {principal.code} ontbreekt. Vul het in of verdeel anders."
            )
        if weight < 0:
            raise _wrong(f"Het deel of kengetal van {principal.code} is negatief. Vul nul of meer in.")
        found[principal.code] = Fraction(weight)
    return found


def _wrong(message: str) -> Invalid:
    return Invalid([Finding("opdrachtgevers", message)])
