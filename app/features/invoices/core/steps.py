"""A derivation told as a few numbered steps that a council member can work out again with a pocket calculator.

From the tree of `kernel.explain` to a list: what comes first stands first, what several amounts share is told
once and referred to, sums over entries name their number and not each entry. What a reader may not see is cut
away before. The whole tree stands on screen; on paper a step is told only where an amount is divided or cut.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.features.invoices.core.papers import Step
from app.kernel.dutch import count, listing
from app.kernel.explain import Node, Operation, Source, Unit, for_reader

_FEW = 3
_KINDS = {
    "area": ("urenregel", "urenregels"),
    "area_figure": ("kengetal", "kengetallen"),
    "assignment": ("opdracht", "opdrachten"),
    "cost_entry": ("kostenregel", "kostenregels"),
    "delivered": ("levering", "leveringen"),
    "policy": ("verdeelafspraak", "verdeelafspraken"),
    "pool": ("kostenplaats", "kostenplaatsen"),
    "product": ("product", "producten"),
    "secondment": ("detachering", "detacheringen"),
    "statistic": ("kengetal", "kengetallen"),
    "tariff": ("tarief", "tarieven"),
    "year_quantity": ("jaarcijfer", "jaarcijfers"),
}
_COUNTED = frozenset({"cost_entry", "assignment", "secondment", "delivered"})
_FIGURES = frozenset({"statistic", "area_figure"})
_OVER = (Operation.ALLOCATE, Operation.RECIPROCAL)
_WHOLE = (Operation.ROUND, Operation.PRODUCT, Operation.QUOTIENT, Operation.RECIPROCAL)
_DIVIDING = frozenset({*_OVER, Operation.DIFFERENCE, Operation.AT_MOST, Operation.AT_LEAST})


class Telling:
    """Steps in the making: numbers go on over several amounts, shared parts are told once.

    `notes` adds a sentence behind a source, by its kind and id: who confirmed a figure.
    """

    def __init__(self, reader: str, notes: Mapping[tuple[str, str], str] | None = None) -> None:
        self._reader = reader
        self._notes = notes or {}
        self._numbers: dict[int, int] = {}
        self._divides: dict[int, bool] = {}
        self._seen: dict[int, Node] = {}
        self._kept: list[Node] = []
        self._short: set[int] = set()
        self._last = 0

    def tell(self, node: Node, *, in_short: bool = False) -> tuple[Step, ...]:
        """The steps of one amount that were not told before, in the order of reckoning.

        In short, what is divided is one step without the steps below it: for what hardly weighs in the amount.
        """
        told: list[Step] = []
        seen = self._as_seen(node)
        if in_short and seen.operation in _OVER:
            self._short.add(id(seen.operands[0]))
        self._tell(seen, told)
        return tuple(told)

    def number_of(self, node: Node) -> int | None:
        """The number of the step that gave this amount; None for a fact without a step."""
        return self._numbers.get(id(self._as_seen(node)))

    def close(self, what: str, total: str) -> Step:
        """The last step, that adds up what was told."""
        self._last += 1
        return Step(self._last, what, "", (), total, is_total=True)

    def add(self, what: str, how: str, total: str) -> Step:
        """A step that the paper adds itself, such as VAT."""
        self._last += 1
        return Step(self._last, what, how, (), total)

    def _as_seen(self, node: Node) -> Node:
        found = self._seen.get(id(node))
        if found is None:
            self._kept.append(node)
            found = self._seen[id(node)] = _one_seen(node, self._reader, self._seen)
        return found

    def _tell(self, node: Node, told: list[Step]) -> None:
        if not node.operands or id(node) in self._numbers:
            return
        for part in self._before(node):
            self._tell(part, told)
        if node.operation is Operation.SUM and len(node.operands) == 1:
            only = self._numbers.get(id(node.operands[0]))
            if only is not None:
                self._numbers[id(node)] = only
                return
        self._last += 1
        self._numbers[id(node)] = self._last
        told.append(Step(self._last, node.what, self._how(node), self._sources(node), node.shown))

    def _before(self, node: Node) -> Iterator[Node]:
        """What is told before this node: amounts that were divided or limited themselves."""
        if _is_whole(node) or id(node) in self._short:
            return
        parts = node.operands[:2] if node.operation in _OVER else node.operands
        for part in parts:
            if part.operation is Operation.SUM and node.operation is Operation.SUM:
                yield from self._before(part)
            elif not part.value:
                continue
            elif self._is_divided(part) or (node.operation is not Operation.SUM and part.formula):
                yield part

    def _is_divided(self, node: Node) -> bool:
        """Whether there is a division below, so that the amount cannot be read off from entries."""
        known = self._divides.get(id(node))
        if known is None:
            below = any(self._is_divided(part) for part in node.operands)
            is_share = node.operation is Operation.QUOTIENT and node.unit is Unit.SHARE and bool(node.formula)
            known = self._divides[id(node)] = node.operation in _DIVIDING or is_share or below
        return known

    def _how(self, node: Node) -> str:
        if _is_whole(node):
            return node.formula
        words = [self._named(part) for part in node.operands]
        match node.operation:
            case Operation.SUM:
                return self._addition([part for part in node.operands if part.value])
            case Operation.AT_MOST:
                return f"{words[0]}, hoogstens {words[1]}"
            case Operation.AT_LEAST:
                return f"{words[0]}, minstens {words[1]}"
            case Operation.ROUND:
                return f"{words[0]}, afgerond"
            case Operation.ALLOCATE if _is_percentage(node):
                return f"{words[0]} × {words[1]}"
            case _:
                return " ".join(
                    f"{sign} {word}".strip() for sign, word in zip(node.signs, words, strict=True)
                )

    def _addition(self, parts: Sequence[Node]) -> str:
        """A few amounts by name; entries are only counted, below the step."""
        if not 1 < len(parts) <= _FEW or not all(part.operands for part in parts):
            return ""
        return " plus ".join(f"{_lower(part.what)} {self._named(part)}" for part in parts)

    def _named(self, node: Node) -> str:
        source = node
        while source.operation is Operation.SUM and len(source.operands) == 1:
            source = source.operands[0]
        number = self._numbers.get(id(node), self._numbers.get(id(source)))
        return node.shown if number is None else f"{node.shown} (stap {number})"

    def _sources(self, node: Node) -> tuple[str, ...]:
        """Where the facts of this step come from that no step before has told, and the rule that asks for it."""
        facts = list(dict.fromkeys(self._facts(node, is_top=True)))
        rule = node.rule.label if node.rule is not None else ""
        lines = _summary([fact for fact in facts if fact.source is not None and fact.source.label != rule])
        lines += [f"{note}" for fact in facts if (note := self._note(fact.source))]
        return (*lines, f"Regel: {rule}.") if rule else tuple(lines)

    def _note(self, source: Source | None) -> str:
        return "" if source is None else self._notes.get((source.kind, source.id), "")

    def _facts(self, node: Node, *, is_top: bool = False) -> Iterator[Node]:
        if not node.operands:
            yield node
        elif is_top or id(node) not in self._numbers:
            parts = node.operands[:2] if node.operation in _OVER else node.operands
            for part in parts:
                yield from self._facts(part)


def _one_seen(node: Node, reader: str, memo: dict[int, Node]) -> Node:
    """`for_reader`, but parts that amounts share stay one and the same object."""
    if node.owner and node.owner != reader:
        return for_reader(node, reader)
    parts = []
    for part in node.operands:
        found = memo.get(id(part))
        if found is None:
            found = memo[id(part)] = _one_seen(part, reader, memo)
        parts.append(found)
    if all(before is after for before, after in zip(node.operands, parts, strict=True)):
        return node
    return replace(node, operands=tuple(parts))


def _is_whole(node: Node) -> bool:
    """Whether its formula says it all: a cut or multiplied amount written out in full."""
    return bool(node.formula) and node.operation in _WHOLE


def _is_percentage(node: Node) -> bool:
    """Whether it is a part of one whole, so that dividing by 100 % needs no words."""
    return node.operands[2].unit is Unit.SHARE and node.operands[2].value == 1


def _summary(facts: Sequence[Node]) -> list[str]:
    """Entries by their number, figures by what they count, the rest by name; one line each."""
    sources = list(dict.fromkeys(fact.source for fact in facts if fact.source is not None))
    counted = Counter(source.kind for source in sources if source.kind in _COUNTED)
    words = [count(size, *_KINDS[kind]) for kind, size in counted.items()]
    named = [source.label for source in sources if source.kind not in _COUNTED | _FIGURES]
    words += list(dict.fromkeys(label for label in named if label))
    lines = [f"Bron: {listing(words)}."] if words else []
    figures = [fact for fact in facts if fact.source and fact.source.kind in _FIGURES]
    if len(figures) > _FEW:
        return [*lines, f"Bron: {count(len(figures), *_KINDS['statistic'])}."]
    return lines + [f"Bron: {fact.source.label}; {_lower(fact.what)}." for fact in figures if fact.source]


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
