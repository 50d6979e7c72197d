"""Changes the pure rules one by one and looks whether the tests notice; run by `make mutants`.

A change that no test notices is printed: either a test is missing or the code is not needed. The
work is done on a copy, so the files at hand are never touched. It takes long and is no part of the gate.

    python -m tests.mutants [part of a path …]
"""

import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SECONDS = 120
TARGETS: dict[str, tuple[str, ...]] = {
    "app/kernel/money.py": ("tests/core/test_money.py", "tests/property/test_money_properties.py"),
    "app/kernel/period.py": ("tests/core/test_period.py",),
    "app/features/assignments/core/life.py": (
        "tests/core/test_assignment_life.py",
        "tests/property/test_assignment_lives.py",
    ),
    "app/features/hours/core": ("tests/core/test_hours_rules.py", "tests/property/test_hours_properties.py"),
    "app/features/settlement/core": (
        "tests/golden/test_settlement_cases.py",
        "tests/property/test_settlement_properties.py",
        "tests/property/test_division_properties.py",
        "tests/core/test_explained_keys.py",
        "tests/core/test_settlement_snapshot.py",
    ),
    "app/features/invoices/core": ("tests/core/test_invoice_core.py", "tests/golden/test_papers.py"),
}

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
}


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Every change of one place: its line, what was done, and the changed tree."""
    for place, node in enumerate(ast.walk(tree)):
        for what in _changes(node):
            changed = copy.deepcopy(tree)
            twin = next(other for index, other in enumerate(ast.walk(changed)) if index == place)
            _apply(twin, what)
            yield getattr(node, "lineno", 0), what, ast.fix_missing_locations(changed)


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


def _is_noticed(root: Path, tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return True  # an endless loop is noticed by whoever waits for it
    return done.returncode != 0


def _try_file(root: Path, path: Path, tests: tuple[str, ...]) -> tuple[int, int]:
    source = (PROJECT / path).read_text(encoding="utf-8")
    tried = missed = 0
    for line, what, tree in mutants(ast.parse(source)):
        (root / path).write_text(ast.unparse(tree), encoding="utf-8")
        tried += 1
        if not _is_noticed(root, tests):
            missed += 1
            print(f"{path}:{line}: {what} not noticed", flush=True)
    (root / path).write_text(source, encoding="utf-8")
    return tried, missed


def main(wanted: list[str]) -> int:
    """Try all targets, or those whose path holds a given part; gives 1 when something went unnoticed."""
    tried = missed = 0
    with tempfile.TemporaryDirectory(prefix="ssc-mutants-") as folder:
        root = Path(folder)
        for part in ("app", "tests", "migrations", "seed", "reports", "pyproject.toml"):
            source = PROJECT / part
            if source.is_dir():
                shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copyfile(source, root / part)
        for target, tests in TARGETS.items():
            place = PROJECT / target
            for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
                name = path.relative_to(PROJECT)
                if not wanted or any(part in str(name) for part in wanted):
                    found = _try_file(root, name, tests)
                    tried, missed = tried + found[0], missed + found[1]
    print(f"{tried} changes, {missed} not noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
