"""A derivation told as numbered steps that a council member can work out again with a pocket calculator.

From the tree of `kernel.explain` to a list: what comes first stands first, what several amounts share is told
once and referred to, sums over many entries are told by their number. What a reader may not see is cut away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from app.features.invoices.core.papers import Step
from app.kernel.dutch import count, listing
from app.kernel.explain import Node, Operation, Source, Unit, for_reader, shown

_FEW = 4
_KINDS = {
    "agreement": ("afspraak", "afspraken"),
    "area_figure": ("kengetal", "kengetallen"),
    "assignment": ("opdracht", "opdrachten"),
    "cost_entry": ("kostenregel", "kostenregels"),
    "delivered": ("levering", "leveringen"),
    "policy": ("verdeelafspraak", "verdeelafspraken"),
    "pool": ("kostenplaats", "kostenplaatsen"),
    "product": ("product", "producten"),
    "statistic": ("kengetal", "kengetallen"),
    "tariff": ("tarief", "tarieven"),
}


class Telling:
    """Steps in the making: numbers go on over several amounts, shared parts are told once."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._numbers: dict[int, int] = {}
        self._seen: dict[int, Node] = {}
        self._last = 0
        self._kept: list[Node] = []

    def tell(self, node: Node) -> tuple[Step, ...]:
        """The steps of one amount that were not told before, in the order of reckoning."""
        told: list[Step] = []
        self._tell(self._as_seen(node), told)
        return tuple(told)

    def number_of(self, node: Node) -> int | None:
        """The number of the step that gave this amount; None for a fact without a step."""
        return self._numbers.get(id(self._as_seen(node)))

    def close(self, what: str, how: str, total: str) -> Step:
        """The last step, that adds up what was told."""
        self._last += 1
        return Step(self._last, what, how, (), total, is_total=True)

    def add(self, what: str, how: str, total: str, sources: Sequence[str] = ()) -> Step:
        """A step that the papers add themselves, such as VAT."""
        self._last += 1
        return Step(self._last, what, how, tuple(sources), total)

    def _as_seen(self, node: Node) -> Node:
        found = self._seen.get(id(node))
        if found is None:
            self._kept.append(node)
            found = self._seen[id(node)] = _one_seen(node, self._reader, self._seen)
        return found

    def _tell(self, node: Node, told: list[Step]) -> None:
        if not node.operands or id(node) in self._numbers:
            return
        for part in _told_apart(node):
            self._tell(part, told)
        self._last += 1
        self._numbers[id(node)] = self._last
        told.append(
            Step(self._last, node.what, self._how(node), _sources(node), printed(node.value, node.unit))
        )

    def _how(self, node: Node) -> str:
        if node.operation is Operation.SUM and not _is_short(node):
            return ""
        if node.operation is Operation.ROUND:
            return f"afgerond van {self._named(node.operands[0])}"
        words = [self._named(part) for part in node.operands]
        if node.operation is Operation.SUM:
            return " plus ".join(words)
        if node.operation is Operation.AT_MOST:
            return f"{words[0]}, en niet meer dan {words[1]}"
        signs = node.signs
        return " ".join(f"{sign} {word}".strip() for sign, word in zip(signs, words, strict=True))

    def _named(self, node: Node) -> str:
        number = self._numbers.get(id(node))
        value = printed(node.value, node.unit)
        return value if number is None else f"{value} (stap {number})"


def _one_seen(node: Node, reader: str, memo: dict[int, Node]) -> Node:
    """`for_reader`, but parts that amounts share stay one and the same object."""
    if node.owner and node.owner != reader:
        return for_reader(node, reader)
    if not node.operands:
        return node
    parts = []
    for part in node.operands:
        found = memo.get(id(part))
        if found is None:
            found = memo[id(part)] = _one_seen(part, reader, memo)
        parts.append(found)
    if all(before is after for before, after in zip(node.operands, parts, strict=True)):
        return node
    return replace(node, operands=tuple(parts))


def printed(value: int | Fraction, unit: Unit) -> str:
    """A value as it stands on paper."""
    return shown(value, unit)


def _told_apart(node: Node) -> Iterable[Node]:
    """The operands that deserve a step of their own; the weights of others stand in the control table."""
    if node.operation is Operation.ALLOCATE:
        return node.operands[:2]
    if node.operation is Operation.SUM and not _is_short(node):
        return ()
    return node.operands


def _is_short(node: Node) -> bool:
    return len(node.operands) <= _FEW


def _sources(node: Node) -> tuple[str, ...]:
    lines = []
    own = [part for part in node.operands if not part.operands]
    if node.operation is Operation.ALLOCATE:
        own = [part for part in node.operands[:2] if not part.operands]
    found = _facts(node) if node.operation is Operation.SUM and not _is_short(node) else own
    named = [part.source for part in found if part.source is not None]
    if named:
        lines.append(f"Bron: {_summary(named)}.")
    if node.rule is not None:
        lines.append(f"Regel: {node.rule.label}.")
    return tuple(lines)


def _facts(node: Node) -> list[Node]:
    """The facts below a long sum."""
    found: list[Node] = []
    for part in node.operands:
        found.extend([part] if not part.operands else _facts(part))
    return found


def _summary(sources: Sequence[Source]) -> str:
    """Sources by name when few, by number and kind when many."""
    distinct = list(dict.fromkeys(sources))
    labels = list(dict.fromkeys(source.label for source in distinct if source.label))
    if len(labels) <= 2:
        return listing(labels)
    kinds = Counter(source.kind for source in distinct)
    return listing([count(size, *_KINDS.get(kind, ("bron", "bronnen"))) for kind, size in kinds.items()])
