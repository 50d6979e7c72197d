"""The settlement of a year less what was charged in advance, to the cent (settlement.md 26).

Each advance is taken off by a line of its own, in the VAT category in which it was charged: where the category
changed meanwhile, the advance is credited in the old one and the year stands in the new one.
"""

from fractions import Fraction

from app.features.settlement.core.assembling import settled_leaf
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.result import Line
from app.features.settlement.core.settled import LineKind, SettledLine
from app.kernel.explain import Unit, leaf, product


def advance_credits(area: str, facts: Facts) -> list[Line]:
    """What was charged in advance for an area, a line for each."""
    return [_credit(row) for row in facts.inputs.advances if row.area == area]


def _credit(row: SettledLine) -> Line:
    minus = leaf("Min, want al in rekening gebracht", -1, Unit.COUNT)
    node = product(f"{row.text}, verrekend", [minus, settled_leaf(row)], Unit.CENTS)
    return Line(
        number=0,
        area=row.area,
        provider=row.provider,
        organisation=row.organisation,
        kind=LineKind.ADVANCE,
        component=0,
        tariff=f"{row.run}/{row.number}",
        text=f"{row.text}, verrekend",
        detail=row.label,
        quantity=Fraction(-1 if row.amount_cents >= 0 else 1),
        unit="stuk",
        base_quantity=1,
        price_cents=abs(row.amount_cents),
        amount_cents=-row.amount_cents,
        is_own_share=row.vat_category is None,
        vat_category=row.vat_category,
        vat_rate=row.vat_rate,
        vat_cents=0,
        derivation=node,
    )
