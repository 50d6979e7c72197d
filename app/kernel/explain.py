"""The derivation of a figure: a tree of steps down to the facts it was made of.

A node says in Dutch what it is, has an exact value with a unit, and knows from which operands it follows and
how. `check` works every step out again from the leaves: an explanation that does not total its line cannot be
shown. Nodes may share parts (the costs of an area stand in every line of it). This module knows no
settlement.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import overload

from app.kernel.money import allocate, round_half_up
from app.kernel.quantities import exact_euro, exact_hours, exact_number, exact_percent
from app.kernel.reciprocal import final_shares


class Unit(StrEnum):
    """What a value counts."""

    CENTS = "centen"
    CENTS_PER_MINUTE = "centen-per-minuut"
    MINUTES = "minuten"
    COUNT = "aantal"
    DAYS = "dagen"
    SHARE = "deel"


class Operation(StrEnum):
    """How a value follows from its operands."""

    LEAF = "bron"
    SUM = "optellen"
    DIFFERENCE = "aftrekken"
    PRODUCT = "vermenigvuldigen"
    QUOTIENT = "delen"
    ALLOCATE = "verdelen"
    ROUND = "afronden"
    AT_MOST = "hoogstens"
    AT_LEAST = "minstens"
    RECIPROCAL = "wederkerig verdelen"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: the kind of row, its id, and its name for a reader."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a derivation.

    `value` is exact, in `unit`. `key` names whose part it is within a whole. `rule` is the agreement that
    asks for the step. `owner` is the organisation whose own facts lie below: others see the value, not what
    is below.
    """

    what: str
    value: int | Fraction
    unit: Unit
    operation: Operation = Operation.LEAF
    operands: Sequence["Node"] = ()
    formula: str = ""
    key: str = ""
    source: Source | None = None
    rule: Source | None = None
    owner: str = ""

    @property
    def shown(self) -> str:
        """The value in Dutch notation with its unit."""
        return shown(self.value, self.unit)

    @property
    def signs(self) -> tuple[str, ...]:
        """The sign before each operand, as one would write the sum."""
        first, others = _SIGNS[self.operation]
        if self.operation is Operation.ALLOCATE:
            return ("", "×", "÷")[: len(self.operands)]
        return tuple(first if place == 0 else others for place in range(len(self.operands)))


_SIGNS = {
    Operation.LEAF: ("", ""),
    Operation.SUM: ("", "+"),
    Operation.DIFFERENCE: ("", "−"),
    Operation.PRODUCT: ("", "×"),
    Operation.QUOTIENT: ("", "÷"),
    Operation.ALLOCATE: ("", ""),
    Operation.ROUND: ("", ""),
    Operation.AT_MOST: ("", "≤"),
    Operation.AT_LEAST: ("", "≥"),
    Operation.RECIPROCAL: ("", ""),
}


class Later(Sequence[Node]):
    """The operands of a sum, made when somebody looks: a settlement has tens of thousands that nobody opens.

    `total` adds the facts themselves up, without a node for each: what `check` holds the sum against. Once
    made they stay, so that a part is one and the same object for every reader.
    """

    __slots__ = ("_count", "_made", "_make", "total")

    def __init__(
        self, count: int, total: Callable[[], int | Fraction], make: Callable[[], Iterable[Node]]
    ) -> None:
        self.total = total
        self._count = count
        self._make = make
        self._made: tuple[Node, ...] | None = None

    @property
    def opened(self) -> tuple[Node, ...]:
        """The operands themselves."""
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Node: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Node]: ...
    def __getitem__(self, place: int | slice) -> Node | Sequence[Node]:
        return self.opened[place]

    def __eq__(self, other: object) -> bool:
        return self.opened == other

    def __hash__(self) -> int:
        return hash(self.opened)


class DoesNotAddUp(ArithmeticError):
    """A step whose value does not follow from its operands: a defect of ours, never a user's mistake."""

    def __init__(self, what: str, stated: object, reckoned: object) -> None:
        super().__init__(f"{what}: stated {stated}, reckoned {reckoned}")
        self.what = what


def shown(value: int | Fraction, unit: Unit) -> str:
    """A value in Dutch notation with its unit.

    >>> shown(2250, Unit.MINUTES), shown(46, Unit.DAYS), shown(Fraction(3, 10), Unit.SHARE)
    ('37:30 uur', '46 dagen', '30\\xa0%')
    """
    match unit:
        case Unit.CENTS:
            return exact_euro(value)
        case Unit.CENTS_PER_MINUTE:
            return f"{exact_euro(value * 60)} per uur"
        case Unit.MINUTES:
            return exact_hours(value)
        case Unit.DAYS:
            return f"{exact_number(value)} {'dag' if value == 1 else 'dagen'}"
        case Unit.SHARE:
            return exact_percent(value)
        case Unit.COUNT:
            return exact_number(value)


def leaf(
    what: str,
    value: int | Fraction,
    unit: Unit,
    source: Source | None = None,
    *,
    key: str = "",
    owner: str = "",
) -> Node:
    """A fact: an entry, a figure, a quantity, a price, or a number that the calendar gives."""
    return Node(what, value, unit, source=source, key=key, owner=owner)


def summed(
    what: str, operands: Iterable[Node], unit: Unit, formula: str = "", *, key: str = "", owner: str = ""
) -> Node:
    """The sum of its operands; of nothing it is zero."""
    parts = tuple(operands)
    value = sum(part.value for part in parts)
    return Node(what, value, unit, Operation.SUM, parts, formula, key=key, owner=owner)


def summed_later(what: str, value: int | Fraction, operands: Later, unit: Unit, *, owner: str = "") -> Node:
    """A sum that is known already, of operands that are made when somebody looks."""
    return Node(what, value, unit, Operation.SUM, operands, owner=owner)


def less(what: str, whole: Node, taken: Iterable[Node], formula: str = "") -> Node:
    """The whole less what is taken from it."""
    parts = tuple(taken)
    value = whole.value - sum(part.value for part in parts)
    return Node(what, value, whole.unit, Operation.DIFFERENCE, (whole, *parts), formula)


def product(what: str, operands: Iterable[Node], unit: Unit, formula: str = "", *, key: str = "") -> Node:
    """The product of its operands, exact."""
    parts = tuple(operands)
    value = prod(part.value for part in parts)
    return Node(what, value, unit, Operation.PRODUCT, parts, formula, key=key)


def quotient(what: str, above: Node, below: Node, unit: Unit, formula: str = "", *, key: str = "") -> Node:
    """The first divided by the second, exact; `ZeroDivisionError` when there is nothing to divide by."""
    value = Fraction(above.value) / below.value
    return Node(what, value, unit, Operation.QUOTIENT, (above, below), formula, key=key)


def rounded(what: str, exact: Node, formula: str = "") -> Node:
    """The exact amount in whole cents, half up."""
    return Node(what, round_half_up(exact.value), exact.unit, Operation.ROUND, (exact,), formula)


def at_most(what: str, wanted: Node, there_is: Node, formula: str = "") -> Node:
    """What is wanted, in the sign of what there is and never more than that (settlement.md 16)."""
    value = limited(wanted.value, there_is.value)
    return Node(what, value, wanted.unit, Operation.AT_MOST, (wanted, there_is), formula)


def at_least(what: str, wanted: Node, floor: Node, formula: str = "") -> Node:
    """What is wanted, and never less than the floor (settlement.md 20)."""
    value = max(wanted.value, floor.value)
    return Node(what, value, wanted.unit, Operation.AT_LEAST, (wanted, floor), formula)


def limited(wanted: int | Fraction, there_is: int | Fraction) -> int | Fraction:
    """`wanted` between nothing and what there is.

    >>> [limited(5, 3), limited(2, 3), limited(-2, 3), limited(-5, -3)]
    [3, 2, 0, -3]
    """
    if there_is >= 0:
        return max(0, min(wanted, there_is))
    return min(0, max(wanted, there_is))


def divided(amount: Node, total: Node) -> dict[str, int]:
    """The amount over the keyed operands of `total`, by `allocate`; raises what that raises."""
    return allocate(int(amount.value), {part.key: part.value for part in total.operands})


def part_of(
    what: str,
    amount: Node,
    total: Node,
    part_cents: int,
    key: str,
    formula: str,
    rule: Source | None = None,
) -> Node:
    """The part of `key` when `amount` is divided over the keyed operands of `total` (see `divided`)."""
    own = next(part for part in total.operands if part.key == key)
    operands = (amount, own, total)
    return Node(what, part_cents, amount.unit, Operation.ALLOCATE, operands, formula, key, rule=rule)


def reciprocal_part(
    what: str, amount: Node, rows: Iterable[Node], part_cents: int, key: str, formula: str = ""
) -> Node:
    """The part of `key` when `amount` is divided by where everything ends that the first row passes on.

    Each row is a keyed sum of keyed weights: what one giver passes on to whom (kernel/reciprocal).
    """
    return Node(what, part_cents, amount.unit, Operation.RECIPROCAL, (amount, *rows), formula, key)


def check(node: Node, memo: dict[int, int | Fraction] | None = None) -> None:
    """Work out every step again from the leaves; `DoesNotAddUp` names the first that differs.

    A leaf that is money must name its source. Give one `memo` for many lines that share parts.
    """
    _reckon(node, {} if memo is None else memo)


def _reckon(node: Node, memo: dict[int, int | Fraction]) -> int | Fraction:
    known = memo.get(id(node))
    if known is not None:
        return known
    if node.operation is Operation.LEAF:
        if node.unit is Unit.CENTS and node.source is None:
            raise DoesNotAddUp(node.what, "an amount without source", node.value)
        value = node.value
    elif isinstance(node.operands, Later):
        value = node.operands.total()
    else:
        value = _apply(node, [_reckon(part, memo) for part in node.operands])
    if value != node.value:
        raise DoesNotAddUp(node.what, node.value, value)
    memo[id(node)] = value
    return value


def _apply(node: Node, values: list[int | Fraction]) -> int | Fraction:
    match node.operation:
        case Operation.SUM:
            return sum(values)
        case Operation.DIFFERENCE:
            return values[0] - sum(values[1:])
        case Operation.PRODUCT:
            return prod(values)
        case Operation.QUOTIENT:
            return Fraction(values[0]) / values[1]
        case Operation.ROUND:
            return round_half_up(values[0])
        case Operation.AT_MOST:
            return limited(values[0], values[1])
        case Operation.AT_LEAST:
            return max(values)
        case Operation.ALLOCATE | Operation.RECIPROCAL:
            return _reallocate(node) if node.operation is Operation.ALLOCATE else _repost(node)
        case Operation.LEAF:
            return node.value


def _reallocate(node: Node) -> int:
    """The part anew; that operands follow from their own leaves has been reckoned before."""
    amount, own, total = node.operands
    if amount.value != int(amount.value) or total.operation is not Operation.SUM:
        raise DoesNotAddUp(node.what, "a division of whole cents over a sum", amount.value)
    weights = {part.key: part.value for part in total.operands}
    if len(weights) != len(total.operands) or weights.get(node.key) != own.value:
        raise DoesNotAddUp(node.what, own.value, weights.get(node.key))
    return allocate(int(amount.value), weights)[node.key]


def _repost(node: Node) -> int:
    """The part anew, by solving the equations of all rows again."""
    amount, *rows = node.operands
    if amount.value != int(amount.value) or any(row.operation is not Operation.SUM for row in rows):
        raise DoesNotAddUp(node.what, "a division of whole cents over sums", amount.value)
    found = ((row.key, tuple((part.key, part.value) for part in row.operands)) for row in rows)
    parts = _solved(tuple(sorted(found)))
    return allocate(int(amount.value), parts[rows[0].key])[node.key]


@lru_cache(maxsize=64)
def _solved(
    rows: tuple[tuple[str, tuple[tuple[str, int | Fraction], ...]], ...],
) -> dict[str, dict[str, Fraction]]:
    """Once for all postings of givers that reach the same others; rows by key."""
    return final_shares({giver: dict(row) for giver, row in rows})


def leaves(node: Node) -> Iterator[Node]:
    """The facts below a node, each once, in the order of reading."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if not found.operands:
            yield found
        waiting.extend(reversed(found.operands))


def for_reader(node: Node, reader: str) -> Node:
    """The tree as the organisation `reader` may see it: of others' own facts the total only (data §5)."""
    return _seen_by(node, reader, {})


def reading(reader: str) -> Callable[[Node], Node]:
    """`for_reader` for many trees: parts that they share stay one and the same object."""
    memo: dict[int, Node] = {}
    kept: list[Node] = []

    def seen(node: Node) -> Node:
        kept.append(node)  # the memo goes by identity, so what it knows must live as long
        return _seen_by(node, reader, memo)

    return seen


def _seen_by(node: Node, reader: str, memo: dict[int, Node]) -> Node:
    known = memo.get(id(node))
    if known is not None:
        return known
    if node.owner and node.owner != reader:
        result = replace(node, operation=Operation.LEAF, operands=(), formula="", source=None)
    elif node.operands:
        result = replace(node, operands=tuple(_seen_by(part, reader, memo) for part in node.operands))
    else:
        result = node
    memo[id(node)] = result
    return result
