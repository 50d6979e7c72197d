"""The explanation of one amount as a paper: in short, who pays what, the rule in words, then every step.

The steps in short are those of the invoice. Behind them stands the whole derivation as tables, from the amount
down to its facts: a table for each step, once, with its formula, its operands with unit and source, and the
number of the table in which an operand is worked out itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.features.invoices.core.papers import Fact, Step
from app.features.invoices.core.steps import Telling
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.features.settlement.core.result import AreaResult
from app.kernel.dutch import number
from app.kernel.explain import Node, Operation, shown
from app.kernel.quantities import counted

AT_MOST = 250
"""Rows of one table; what is more stands together in one row, and singly on screen."""

WAYS = {
    Operation.SUM: ("Opgeteld", ""),
    Operation.DIFFERENCE: ("Afgetrokken", "het eerste min de andere"),
    Operation.PRODUCT: ("Vermenigvuldigd", ""),
    Operation.QUOTIENT: ("Gedeeld", "het eerste door het tweede"),
    Operation.ALLOCATE: ("Verdeeld", "het eerste × het tweede ÷ het derde, in hele centen"),
    Operation.ROUND: ("Afgerond", "op hele centen, een halve van nul af"),
    Operation.AT_MOST: ("Begrensd", "het eerste, hoogstens het tweede"),
    Operation.AT_LEAST: ("Begrensd", "het eerste, minstens het tweede"),
    Operation.RECIPROCAL: ("Wederkerig verdeeld", "naar waar alles eindigt dat wordt doorgegeven"),
}
"""What is done with the operands, and how that goes where the step has no formula of its own."""


@dataclass(frozen=True, slots=True)
class Worked:
    """One step worked out: its number, what it is, how, the rule that asks for it, and its operands."""

    number: int
    what: str
    shown: str
    how: str
    rule: str
    operands: Table


@dataclass(frozen=True, slots=True)
class Then:
    """What an amount was in an earlier period, and what made it differ: words with their cents."""

    label: str
    in_words: str
    cents: int
    changes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What is explained, and what stands around it."""

    question: str
    answer: str
    collaboration: str
    area: AreaResult
    names: dict[str, str]
    organisation: str
    node: Node
    facts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    earlier: tuple[Then, ...]
    made_on: date


@dataclass(frozen=True, slots=True)
class ExplanationPaper:
    """The explanation of one amount."""

    title: str
    document_line: str
    dated_on: date
    sender: str
    sender_line: str
    facts: tuple[Fact, ...]
    lead: str
    steps: tuple[Step, ...]
    everybody: Table
    causes: tuple[Table, ...]
    words: tuple[str, ...]
    worked: tuple[Worked, ...]
    ending: str


def explanation_paper(why: Why) -> ExplanationPaper:
    """The paper of an explanation."""
    worked = tuple(_worked(why.node))
    return ExplanationPaper(
        title=why.question,
        document_line=f"{why.collaboration} · {why.question}",
        dated_on=why.made_on,
        sender=why.collaboration,
        sender_line=f"Uitleg van een bedrag, {why.area.area.name}",
        facts=tuple(Fact(*one) for one in why.facts),
        lead=why.answer,
        steps=Telling(why.organisation).tell(why.node),
        everybody=_everybody(why),
        causes=tuple(_cause(one) for one in why.earlier),
        words=why.sentences,
        worked=worked,
        ending=(
            f"Elke stap is opnieuw uitgerekend vanaf de onderste gegevens en komt uit op {why.node.shown}. "
            f"De afleiding heeft {counted(len(worked), 'stap', 'stappen')}."
        ),
    )


def _everybody(why: Why) -> Table:
    """The same rule for everyone: what each pays for the area."""
    columns = (Column("Deelnemer"), Column("Bedrag zonder btw", Kind.EURO))
    rows = [
        Row((why.names[code], cents), is_own=code == why.organisation)
        for code, cents in why.area.by_organisation.items()
    ]
    return Table.summed(f"Wat ieder voor {why.area.area.name} betaalt", columns, rows)


def _cause(then: Then) -> Table:
    """Why the amount is not what it was; adds up to what it is now."""
    columns = (Column("Wat"), Column("Bedrag", Kind.EURO))
    rows = [Row((then.label.capitalize(), then.cents)), *(Row(change) for change in then.changes)]
    return Table.summed(f"Waarom anders dan in {then.in_words}", columns, rows, "Nu")


def _worked(top: Node) -> Iterator[Worked]:
    """Every step once, a whole before its parts."""
    steps = list(_steps(_bare(top)))
    numbers = {id(node): place for place, node in enumerate(steps, start=1)}
    for node in steps:
        yield Worked(
            number=numbers[id(node)],
            what=node.what,
            shown=node.shown,
            how=_how(node),
            rule=node.rule.label if node.rule else "",
            operands=_operands(node, numbers),
        )


def _steps(top: Node) -> Iterator[Node]:
    """The nodes with operands, each once, in the order of reading."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not node.operands:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(_bare(part) for part in reversed(node.operands))


def _bare(node: Node) -> Node:
    """What a sum of one thing is: a table of one row says nothing."""
    while node.operation is Operation.SUM and len(node.operands) == 1:
        node = node.operands[0]
    return node


def _how(node: Node) -> str:
    done, usual = WAYS[node.operation]
    said = node.formula or usual
    return f"{done}: {said}." if said else f"{done}."


def _operands(node: Node, numbers: Mapping[int, int]) -> Table:
    columns = (Column(""), Column("Wat"), Column("Waarde", Kind.SHOWN), Column("Waarvandaan"))
    pairs = list(zip(node.signs, node.operands, strict=True))
    rows = [_row(sign, part, numbers) for sign, part in pairs[:AT_MOST]]
    if len(pairs) > AT_MOST:
        rows.append(_others([part for _, part in pairs[AT_MOST:]], node))
    return Table(f"Tabel {numbers[id(node)]}", columns, tuple(rows), (f"= {node.what}", None, node.shown, ""))


def _row(sign: str, part: Node, numbers: Mapping[int, int]) -> Row:
    below = _bare(part)
    origin = below.source.label if below.source else ""
    if id(below) in numbers:
        origin = f"tabel {numbers[id(below)]}"
    return Row((sign, part.what, part.shown, origin))


def _others(parts: Sequence[Node], node: Node) -> Row:
    """What one table has no room for, together; only sums are that long."""
    value = sum(part.value for part in parts)
    words = f"nog {number(len(parts))} andere, op het scherm een voor een"
    return Row(("+", words, shown(value, node.unit), ""))
