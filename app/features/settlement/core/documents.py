"""VAT, input VAT and documents: what a provider charges in one VAT group (settlement.md 14, 30).

VAT is reckoned per document and category over its base. Input VAT follows the net amounts and is part of the
price for who is exempt or outside scope. A provider's own share has no VAT and stands in no document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.charges import AreaDraft
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import VatCategory, VatTreatment
from app.features.settlement.core.result import Document, Line, VatTotal
from app.kernel.explain import Node, Unit, divided, leaf, part_of, product, summed
from app.kernel.money import NegativeWeight, ZeroWeights, cut, vat


@dataclass(frozen=True, slots=True)
class InputVat:
    """The input VAT that a charge to one organisation carries."""

    organisation: str
    amount: Node
    is_transparent: bool


def treatments(area: AreaDraft, facts: Facts) -> dict[str, VatTreatment]:
    """The VAT treatment of each organisation that the area charges, the provider left out."""
    charged = sorted({line.organisation for line in area.lines} - {area.facts.provider})
    return {code: facts.vat_treatment(area.facts.area, code) for code in charged}


def input_vat(area: AreaDraft, taxed: dict[str, VatTreatment], facts: Facts) -> list[InputVat]:
    """Input VAT by `allocate` over all partners by net amount; charged to who is exempt or outside scope."""
    tax = area.costs.input_vat
    if not tax.value:
        return []
    total = _net_amounts(area, facts)
    name = area.facts.area.name
    try:
        cents = divided(tax, total)
    except ZeroWeights as error:
        raise errors.ZeroWeight(
            f"Er is {tax.shown} btw op de kosten van {name}, maar geen deelnemer betaalt iets in "
            f"{facts.period.label}. "
            "Controleer de kosten of de verdeelafspraak."
        ) from error
    except NegativeWeight as error:
        raise errors.WeightBelowZero(
            f"De btw op de kosten van {name} kan niet worden verdeeld: {facts.name(error.code)} krijgt geld "
            "terug, anderen "
            "betalen. Controleer de kosten."
        ) from error
    result = []
    for weight in total.operands:
        treatment = taxed.get(weight.key)
        if treatment is None or treatment.category is VatCategory.TAXED or not cents[weight.key]:
            continue
        formula = f"{tax.shown} × {weight.shown} ÷ {total.shown}"
        node = part_of(
            "Btw op de kosten, deel van de prijs", tax, total, cents[weight.key], weight.key, formula
        )
        result.append(InputVat(weight.key, node, treatment.is_transparent))
    return result


def _net_amounts(area: AreaDraft, facts: Facts) -> Node:
    """What each pays net; mirrored when all of it is below zero, so that weights are weights."""
    amounts: dict[str, list[Node]] = {}
    for line in area.lines:
        amounts.setdefault(line.organisation, []).append(line.amount)
    parts = [
        summed(f"Netto voor {facts.name(code)}", nodes, Unit.CENTS, key=code)
        for code, nodes in sorted(amounts.items())
    ]
    if sum(part.value for part in parts) < 0:
        parts = [
            product(f"{part.what}, gespiegeld", [leaf("Min", -1, Unit.COUNT), part], Unit.CENTS, key=part.key)
            for part in parts
        ]
    return summed("Netto van alle deelnemers", parts, Unit.CENTS)


def documents(lines: Sequence[Line]) -> tuple[tuple[Document, ...], dict[int, int]]:
    """The documents of the lines in order, and each line's part of the VAT by its number.

    Lines about different closed periods, and lines that take an earlier document back, stand on documents of
    their own, so that VAT is never reckoned over a sum of them (settlement.md 28).
    """
    groups: dict[tuple[str, str, bool, str, str], list[Line]] = {}
    for line in lines:
        if line.vat_category is not None:
            about = line.about.first_on.isoformat() if line.about else ""
            is_outside = line.vat_category is VatCategory.OUTSIDE
            key = (line.provider, line.organisation, is_outside, about, line.reverses)
            groups.setdefault(key, []).append(line)
    result = []
    vat_of_line: dict[int, int] = {}
    for _, found in sorted(groups.items()):
        document, parts = _document(found)
        result.append(document)
        vat_of_line.update(parts)
    return tuple(result), vat_of_line


def _document(found: list[Line]) -> tuple[Document, dict[int, int]]:
    totals = []
    vat_of_line: dict[int, int] = {}
    for category, rate in sorted(
        {(line.vat_category or VatCategory.OUTSIDE, line.vat_rate) for line in found}
    ):
        total, parts = _category(category, rate, found)
        totals.append(total)
        vat_of_line.update(parts)
    first = found[0]
    document = Document(
        provider=first.provider,
        organisation=first.organisation,
        is_outside_vat=first.vat_category is VatCategory.OUTSIDE,
        lines=tuple(line.number for line in found),
        vat=tuple(totals),
        net_cents=sum(total.base_cents for total in totals),
        vat_cents=sum(total.vat_cents for total in totals),
        about=first.about,
        refers=(first.reverses,) if first.reverses else (),
        is_reversal=bool(first.reverses),
    )
    return document, vat_of_line


def _category(category: VatCategory, rate: Fraction, lines: list[Line]) -> tuple[VatTotal, dict[int, int]]:
    mine = [line for line in lines if (line.vat_category, line.vat_rate) == (category, rate)]
    base = sum(line.amount_cents for line in mine)
    tax = vat(base, rate)
    parts = cut(tax, {f"{line.number:09}": line.amount_cents * rate for line in mine})
    return VatTotal(category, rate, base, tax), {int(number): cents for number, cents in parts.items()}
