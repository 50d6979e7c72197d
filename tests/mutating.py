"""Changes of one place in a module of rules, for `tests/mutants.py`.

Comparisons, arithmetic, and/or, not, whole numbers and true/false. Decorators and the `strict` of `zip` are left
alone: whether a dataclass is frozen, or lengths are asserted, changes no amount.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_COMPARED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
}
_RECKONED: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Add(),
    ast.FloorDiv: ast.Mult(),
    ast.Div: ast.Mult(),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one place: which, its line, the lines of its statement, and what is done there."""

    place: int
    line: int
    lines: frozenset[int]
    what: str


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Every change of one place in a module, in the same order each time."""
    lines, alone = _lines_of_statements(tree), _left_alone(tree)
    for place, node in enumerate(ast.walk(tree)):
        for what in _changes(node) if id(node) not in alone else ():
            line = getattr(node, "lineno", 0)
            yield Mutant(place, line, lines.get(id(node), frozenset({line})), what)


def change(tree: ast.Module, mutant: Mutant) -> None:
    """Make the change in the tree itself."""
    _apply(next(islice(ast.walk(tree), mutant.place, None)), mutant.what)
    ast.fix_missing_locations(tree)


def outside_functions(tree: ast.Module) -> frozenset[int]:
    """Lines that run when the module is imported: everything but the bodies of functions."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    every = {line for node in statements for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    for node in statements:
        if isinstance(node, ast.FunctionDef):
            every -= set(range(node.body[0].lineno, (node.end_lineno or 0) + 1))
    return frozenset(every)


def _lines_of_statements(tree: ast.Module) -> dict[int, frozenset[int]]:
    """The lines of the smallest statement around each node; of a header without what stands below it."""
    found: dict[int, frozenset[int]] = {}
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            below = getattr(statement, "body", None)
            last = below[0].lineno - 1 if below else statement.end_lineno or statement.lineno
            lines = frozenset(range(statement.lineno, max(last, statement.lineno) + 1))
            found |= {id(node): lines for node in ast.walk(statement)}
        elif isinstance(statement, ast.match_case):
            case = frozenset(range(statement.pattern.lineno, statement.body[0].lineno))
            parts = [statement.pattern, *([statement.guard] if statement.guard else [])]
            found |= {id(node): case for part in parts for node in ast.walk(part)}
    return found


def _left_alone(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            found |= {id(part) for part in ast.walk(decorator)}
        if isinstance(node, ast.keyword) and node.arg == "strict":
            found.add(id(node.value))
    return found


def _changes(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARED:
            return ("comparison",)
        case ast.BinOp(op=operator) if type(operator) in _RECKONED:
            return ("operator",)
        case ast.BoolOp():
            return ("and/or",)
        case ast.UnaryOp(op=ast.Not()):
            return ("not",)
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return ("one more",)
        case ast.Constant(value=bool()):
            return ("true/false",)
    return ()


def _apply(node: ast.AST, what: str) -> None:
    match node:
        case ast.Compare():
            node.ops = [_COMPARED[type(node.ops[0])]]
        case ast.BinOp():
            node.op = _RECKONED[type(node.op)]
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.UAdd()
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case _:
            raise AssertionError(what)
