"""The settlement of a year less what was charged in advance, to the cent (settlement.md 26).

Each advance is taken off by a line of its own, in the VAT category in which it was charged: where the category
changed meanwhile, the advance is credited in the old one and the year stands in the new one.
"""

from dataclasses import replace

from app.features.settlement.core.assembling import lump_of_settled, settled_leaf
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.result import Line
from app.features.settlement.core.settled import SettledLine
from app.kernel.explain import Unit, leaf, product


def advance_credits(area: str, facts: Facts) -> list[Line]:
    """What was charged in advance for an area, a line for each."""
    return [_credit(row) for row in facts.inputs.advances if row.area == area]


def _credit(row: SettledLine) -> Line:
    minus = leaf("Min, want al in rekening gebracht", -1, Unit.COUNT)
    text = f"{row.text}, verrekend"
    node = product(text, [minus, settled_leaf(row)], Unit.CENTS)
    credit = lump_of_settled(row, node, text, row.label)
    return replace(credit, tariff=f"{row.run}/{row.number}")
