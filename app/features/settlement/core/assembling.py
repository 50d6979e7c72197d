"""A settlement put together from lines that are not those of a period's own costs: advances, corrections.

Numbers, documents with their VAT, netting and totals as for any settlement, and the same proof that it adds up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.features.settlement.core.documents import documents
from app.features.settlement.core.inputs import Named
from app.features.settlement.core.lines import numbered
from app.features.settlement.core.result import AreaResult, Document, Finding, Line, Settlement, Totals
from app.features.settlement.core.settled import LineKind, SettledLine
from app.features.settlement.core.totals import CHARGES, netting, prove_lines
from app.kernel.explain import Node, Source, Unit, leaf
from app.kernel.period import Period

CHARGED = (*CHARGES, LineKind.ADVANCE)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the lines."""

    collaboration: Named
    period: Period
    organisations: Mapping[str, str]


def assembled(
    frame: Frame, lines: Sequence[Line], areas: Sequence[AreaResult], findings: Sequence[Finding] = ()
) -> Settlement:
    """The settlement of these lines, proved: every line from its leaves, every total from its parts."""
    found, vat_of_line = documents(numbered(list(lines)))
    final = tuple(numbered(list(lines), vat_of_line))
    settlement = Settlement(
        collaboration=frame.collaboration,
        period=frame.period,
        organisations=dict(sorted(frame.organisations.items())),
        lines=final,
        areas=tuple(areas),
        documents=found,
        netting=netting(final, found),
        totals=_totals(final, found, areas),
        postings=(),
        findings=tuple(findings),
    )
    prove_lines(settlement)
    return settlement


def _totals(lines: Sequence[Line], found: Sequence[Document], areas: Sequence[AreaResult]) -> Totals:
    by_organisation: dict[str, int] = {}
    for line in lines:
        if line.kind in CHARGED:
            by_organisation[line.organisation] = by_organisation.get(line.organisation, 0) + line.amount_cents
    return Totals(
        costs_cents=sum(area.costs_cents for area in areas),
        divided_cents=sum(area.divided_cents for area in areas),
        result_cents=sum(area.result_cents for area in areas),
        invoiced_cents=sum(document.net_cents for document in found),
        vat_cents=sum(document.vat_cents for document in found),
        own_account_cents=0,
        budget_cents=0,
        by_organisation=dict(sorted(by_organisation.items())),
    )


def lump(line: Line, node: Node, text: str, detail: str) -> Line:
    """The line with an amount of its own: once so much, or a quantity of −1 for what is given back."""
    cents = int(node.value)
    return replace(
        line,
        text=text,
        detail=detail,
        quantity=Fraction(-1 if cents < 0 else 1),
        unit="stuk",
        base_quantity=1,
        price_cents=abs(cents),
        amount_cents=cents,
        derivation=node,
    )


def lump_of_settled(row: SettledLine, node: Node, text: str, detail: str) -> Line:
    """A line like the one that was settled, taxed as that was, with an amount of its own."""
    cents = int(node.value)
    return Line(
        number=0,
        area=row.area,
        provider=row.provider,
        organisation=row.organisation,
        kind=row.kind,
        component=row.component,
        tariff=row.tariff,
        text=text,
        detail=detail,
        quantity=Fraction(-1 if cents < 0 else 1),
        unit="stuk",
        base_quantity=1,
        price_cents=abs(cents),
        amount_cents=cents,
        is_own_share=row.vat_category is None,
        vat_category=row.vat_category,
        vat_rate=row.vat_rate,
        vat_cents=0,
        derivation=node,
    )


def settled_leaf(row: SettledLine) -> Node:
    """A line of an earlier final run as a fact."""
    source = Source("settled_line", f"{row.run}/{row.number}", row.label)
    return leaf(f"{row.text}, {row.label}", row.amount_cents, Unit.CENTS, source)
