"""Rules of the house that are read from the source itself (architecture §3).

Sizes, no float near money, no commit outside infra, no silenced checks, and lock files that name no
address. Tables, SQL text and tables of cases may be long; they are named here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE_LINES = 400
FUNCTION_LINES = 40
LONG_BY_NATURE = re.compile(
    r"(models\.py|models/.*|migrations/versions/.*|kernel/glossary\.py|kernel/roles\.py)$"
)
"""Table definitions, SQL text and tables of words."""

MONEY = ("app/kernel/money.py", "app/kernel/quantities.py", "app/kernel/explain.py")
MONEY_ROOMS = ("app/features/settlement", "app/features/costs", "app/features/invoices")
LAST_NET = "app/infra/edge.py"
"""The one place that answers 500 to whatever nobody foresaw."""

SILENCED = re.compile(
    r"#\s*(type:\s*ignore|noqa|pragma|TODO|FIXME|XXX)|pytest\.mark\.(skip|xfail)|pytest\.skip\("
)

Tree = tuple[str, ast.Module]


@pytest.fixture(scope="module")
def trees(project: Path) -> list[Tree]:
    """Every Python file of the product, by its path."""
    return [(_name(project, path), _parse(path)) for path in _files(project, "app", "migrations")]


def _files(project: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((project / folder).rglob("*.py")) if "vendor" not in path.parts)


def _name(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix()


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _floats(tree: ast.AST) -> Iterator[int]:
    """Lines where a float is written or named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.Name) and (
            isinstance(getattr(node, "value", None), float) or getattr(node, "id", "") == "float"
        ):
            yield node.lineno


def _commits(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield node.lineno


def _broad(tree: ast.AST) -> Iterator[int]:
    """Handlers that swallow anything; one that raises again is not broad."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _raises(node):
            yield node.lineno


def _catches_all(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def _raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without docstring and long texts: explaining is not punished, nor SQL."""
    texts = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Constant | ast.JoinedStr) and (node.end_lineno or 0) > node.lineno
    ]
    spent = sum((text.end_lineno or 0) - text.lineno for text in texts)
    return (function.end_lineno or 0) - function.body[0].lineno + 1 - spent


def test_no_file_is_longer_than_fits_a_head(project: Path) -> None:
    long = {
        _name(project, path): lines
        for path in _files(project, "app", "migrations", "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
        and not LONG_BY_NATURE.search(_name(project, path))
    }
    assert long == {}


def test_no_function_is_longer_than_a_page(trees: list[Tree]) -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": lines
        for name, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := _code_lines(node)) > FUNCTION_LINES
        and not LONG_BY_NATURE.search(name)
    }
    assert long == {}


def test_no_float_comes_near_money(trees: list[Tree]) -> None:
    near = [
        f"{name}:{line}"
        for name, tree in trees
        if name in MONEY or name.startswith(MONEY_ROOMS)
        for line in _floats(tree)
    ]
    assert near == []


def test_only_the_unit_of_work_commits(trees: list[Tree]) -> None:
    found = [f"{n}:{line}" for n, tree in trees if not n.startswith("app/infra/") for line in _commits(tree)]
    assert found == []


def test_nothing_swallows_every_error(trees: list[Tree]) -> None:
    found = [name for name, tree in trees for _ in _broad(tree)]
    assert found == [LAST_NET]


def test_no_check_is_silenced_and_no_test_left_out(project: Path) -> None:
    found = [
        f"{_name(project, path)}:{number}"
        for path in _files(project, "app", "migrations", "tests")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SILENCED.search(line) and path != Path(__file__)
    ]
    assert found == []


def test_every_module_says_what_it_is_for(trees: list[Tree]) -> None:
    assert [name for name, tree in trees if tree.body and ast.get_docstring(tree) is None] == []


def test_lock_files_name_no_address_and_no_place_of_a_machine(project: Path) -> None:
    found = [
        f"{path.name}:{number}"
        for path in sorted(project.glob("requirements*.lock"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "://" in line
        or line.lstrip().startswith(("-i", "--index", "--extra", "--find", "#"))
        or " @ " in line
    ]
    assert found == []
    assert "://" not in (project / "package-lock.json").read_text(encoding="utf-8"), "run: make locks"


def test_every_locked_package_has_its_digest(project: Path) -> None:
    for path in sorted(project.glob("requirements*.lock")):
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        assert entries
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == [], path.name


@pytest.mark.parametrize("source", ["x = 1.5", "def f(a: float) -> int: ...", "y = float(3)"])
def test_the_check_finds_a_float(source: str) -> None:
    assert list(_floats(ast.parse(source))) == [1]


def test_the_checks_find_a_commit_and_a_broad_handler() -> None:
    assert list(_commits(ast.parse("session.commit()"))) == [1]
    assert list(_broad(ast.parse("try:\n    f()\nexcept Exception:\n    pass"))) == [3]
    assert list(_broad(ast.parse("try:\n    f()\nexcept BaseException:\n    g()\n    raise"))) == []
