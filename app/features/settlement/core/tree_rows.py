"""Derivations as rows of a workbook: a step, below it what it follows from, with formulas that give the same cents.

Every sum or difference of whole cents is a formula over the rows below it. A step that comes again refers to the
row where it was shown.
"""

from collections.abc import Sequence
from fractions import Fraction

from app.kernel.explain import Node, Operation, Unit
from app.kernel.spreadsheet import Bold, Formula, Money, place, total
from app.kernel.spreadsheet import Line as SheetRow

EUROS = 3
"""The column in which amounts stand."""
HEADS: SheetRow = tuple(
    Bold(head) for head in ("Stap", "Berekening", "Bedrag in euro’s", "Waarde", "Eenheid", "Bron")
)
WIDTHS = (60, 52, 18, 18, 16, 44)
NBSP = "\u00a0"


class TreeRows:
    """Derivations as rows: a step, below it what it follows from."""

    def __init__(self) -> None:
        self.rows: list[SheetRow] = []
        self._drawn: dict[int, int] = {}
        self._kept: list[Node] = []

    def add(self, node: Node, level: int) -> int:
        """The rows of a step and everything below it; gives the number of its own row."""
        self.rows.append(())
        row = len(self.rows)
        known = self._drawn.get(id(node))
        if known is not None:
            self._refer(node, level, row, known)
            return row
        self._drawn[id(node)] = row
        self._kept.append(node)  # an identity must not be used anew while it is drawn
        below = [self.add(part, level + 1) for part in node.operands]
        self.rows[row - 1] = self._cells(node, level, self._amount(node, below))
        return row

    def _refer(self, node: Node, level: int, row: int, known: int) -> None:
        again = Formula(f"={place(known, EUROS)}", int(node.value)) if _is_whole_cents(node) else None
        shown = self._cells(node, level, again if again is not None else _plain(node))
        self.rows[row - 1] = (f"{shown[0]} (zie rij {known})", "", *shown[2:])

    def _amount(self, node: Node, below: Sequence[int]) -> Money | Formula | Fraction | None:
        """The amount: a formula where it is a sum or difference of whole cents that stand below."""
        if not _is_whole_cents(node):
            return _plain(node)
        cents = int(node.value)
        if not below or not all(_is_whole_cents(part) for part in node.operands):
            return Money(cents)
        cells = [place(row, EUROS) for row in below]
        match node.operation:
            case Operation.SUM:
                return total(cells, cents)
            case Operation.DIFFERENCE:
                taken = total(cells[1:], 0).text.removeprefix("=")
                return Formula(f"=ROUND({cells[0]}-{taken},2)", cents)
            case _:
                return Money(cents)

    def _cells(self, node: Node, level: int, amount: Money | Formula | Fraction | None) -> SheetRow:
        is_money = node.unit is Unit.CENTS
        value: int | Fraction | None = None if is_money else node.value
        unit = "euro" if is_money else node.unit.value
        source = node.source.label if node.source is not None else ""
        rule = f"Regel: {node.rule.label}" if node.rule is not None and node.rule.label else ""
        return (
            f"{NBSP * 3 * level}{node.what}",
            node.formula,
            amount,
            value,
            unit,
            source or rule,
        )


def _plain(node: Node) -> Fraction | None:
    """An amount with parts of a cent, in euros; nothing for what is no amount."""
    return Fraction(node.value) / 100 if node.unit is Unit.CENTS else None


def _is_whole_cents(node: Node) -> bool:
    return node.unit is Unit.CENTS and node.value == int(node.value)
