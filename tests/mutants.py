"""Changes the pure rules one by one and looks whether the tests notice; run by `make mutants`.

A change that no test notices is printed: a test is missing, the code is not needed, or the change means the same;
`docs/mutants.md` says which. First each test is run once, to see which functions it calls. Then every change is
made in a fork of a process in which the tests stand ready, and only the tests that call the function are run,
quickest first, up to the first that fails: the work is bounded by what tests call, and no file is written. The
tests by chance, which are slow, only see what the others missed.
Changes outside functions need everything to be imported anew, which is slower. No part of the gate.

    python -m tests.mutants [--every N] [part of a path …]

With `--every 3` the first, fourth, seventh … change of each file is tried, for a look at a large file.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.mutating import Mutant, change, mutants, outside_functions

PROJECT = Path(__file__).resolve().parents[1]
SETTLEMENT = (
    "tests/golden/test_settlement_cases.py",
    "tests/golden/test_cascade_cases.py",
    "tests/golden/test_year_cases.py",
    "tests/golden/test_leaving_cases.py",
    "tests/golden/test_baseline_cases.py",
    "tests/golden/test_policy_words.py",
    "tests/golden/test_workbook_cases.py",
    "tests/core/test_agreed_words.py",
    "tests/core/test_balances.py",
    "tests/core/test_baseline_checks.py",
    "tests/core/test_baseline_years.py",
    "tests/core/test_bounds.py",
    "tests/core/test_budget.py",
    "tests/core/test_causes.py",
    "tests/core/test_credits.py",
    "tests/core/test_executing.py",
    "tests/core/test_explain.py",
    "tests/core/test_explained_keys.py",
    "tests/core/test_facts_that_contradict.py",
    "tests/core/test_history.py",
    "tests/core/test_joint.py",
    "tests/core/test_overhead_words.py",
    "tests/core/test_path_book.py",
    "tests/core/test_planned_path.py",
    "tests/core/test_planning.py",
    "tests/core/test_policy_refusals.py",
    "tests/core/test_question.py",
    "tests/core/test_scenario.py",
    "tests/core/test_settlement_confirming.py",
    "tests/core/test_settlement_differing.py",
    "tests/core/test_settlement_schema.py",
    "tests/core/test_settlement_snapshot.py",
    "tests/core/test_settlement_words.py",
    "tests/core/test_touching.py",
    "tests/core/test_what_if.py",
    "tests/property/test_cascade_properties.py",
    "tests/property/test_division_properties.py",
    "tests/property/test_overhead_properties.py",
    "tests/property/test_settlement_properties.py",
    "tests/property/test_year_properties.py",
)
CASCADE = (
    "tests/golden/test_cascade_cases.py",
    "tests/core/test_overhead_words.py",
    "tests/property/test_cascade_properties.py",
)
TARGETS: dict[str, tuple[str, ...]] = {
    "app/kernel/money.py": ("tests/core/test_money.py", "tests/property/test_money_properties.py"),
    "app/kernel/period.py": ("tests/core/test_period.py",),
    "app/features/assignments/core/life.py": (
        "tests/core/test_assignment_life.py",
        "tests/property/test_assignment_lives.py",
    ),
    "app/features/hours/core": ("tests/core/test_hours_rules.py", "tests/property/test_hours_properties.py"),
    "app/kernel/reciprocal.py": CASCADE,
    "app/features/settlement/core/cascade.py": CASCADE,
    "app/kernel/explain.py": SETTLEMENT,
    "app/features/settlement/core": SETTLEMENT,
    "app/features/invoices/core": ("tests/core/test_invoice_core.py", "tests/golden/test_papers.py"),
}
ENDLESS, MEMORY = 5, 2**30
"""How many times as long as before a test may take, and the bytes that it may use; a change that makes it run on
is noticed by that."""

Touched = dict[str, dict[str, list[int]]]
"""Test → file → lines."""


class Laboratory:
    """In place of running the tests: says which functions each calls, and tries changes on them."""

    def __init__(self, paths: Sequence[Path], kept: Path, book: "Book") -> None:
        self._paths, self._kept, self._book = paths, kept, book

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Each test once, then each change on the tests that touch its lines."""
        if in_a_fork(partial(self._watch, session.items)):
            raise pytest.UsageError("the tests do not hold as they are")
        touched, seconds = json.loads(self._kept.read_text(encoding="utf-8"))
        quickest = sorted(session.items, key=lambda item: seconds[item.nodeid])
        for path in self._paths:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            outside = outside_functions(tree)
            lines = {name: set(found.get(str(path), ())) for name, found in touched.items()}
            for mutant in self._book.open_ones(path, tree):
                if not outside.issuperset(mutant.lines):
                    items = [item for item in quickest if lines[item.nodeid] & mutant.lines]
                    limits = [ENDLESS * (1 + seconds[item.nodeid]) for item in items]
                    missed = not items or in_a_fork(partial(_try, path, tree, mutant, items, limits)) == 0
                    self._book.write(path, mutant, missed)
        return True

    def _watch(self, items: Sequence[pytest.Item]) -> int:
        files = {str(path) for path in self._paths}
        touched: Touched = {}
        seconds: dict[str, float] = {}
        for item in items:
            begin = time.process_time()
            touched[item.nodeid] = _lines_touched(item, files)
            seconds[item.nodeid] = time.process_time() - begin
        self._kept.write_text(json.dumps([touched, seconds]), encoding="utf-8")
        return 0


def _lines_touched(item: pytest.Item, files: set[str]) -> dict[str, list[int]]:
    """The lines of every function of the files that a test calls, whether it comes past them or not."""
    called: set[CodeType] = set()

    def each_call(frame: FrameType, event: str, arg: object) -> None:
        if frame.f_code.co_filename in files:
            called.add(frame.f_code)

    sys.settrace(each_call)
    try:
        if not _holds(item):
            raise AssertionError(item.nodeid)
    finally:
        sys.settrace(None)
    found: dict[str, set[int]] = {}
    for code in called:
        lines = [line for _, _, line in code.co_lines() if line]
        found.setdefault(code.co_filename, set()).update(range(code.co_firstlineno, max(lines) + 1))
    return {name: sorted(lines) for name, lines in found.items()}


def _holds(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def _try(
    path: Path, tree: ast.Module, mutant: Mutant, items: Sequence[pytest.Item], limits: Sequence[float]
) -> int:
    change(tree, mutant)
    _exchange(path, tree)
    for item, limit in zip(items, limits, strict=True):
        _limit(limit)
        if not _holds(item):
            return 1
    return 0


def _limit(seconds: float) -> None:
    """Who takes more processor time from here on, or more memory, is ended."""
    end = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def _exchange(path: Path, tree: ast.Module) -> None:
    """Give every function of a module that is in use the code of the changed tree."""
    codes: dict[str, CodeType] = {}
    waiting = [compile(tree, str(path), "exec")]
    while waiting:
        for code in waiting.pop().co_consts:
            if isinstance(code, CodeType):
                codes[code.co_qualname] = code
                waiting.append(code)
    for function in _functions(sys.modules[_name(path)], str(path)):
        function.__code__ = codes[function.__code__.co_qualname]


def _functions(module: ModuleType, file: str) -> Iterator[FunctionType]:
    """The functions and methods written in a module, below what wraps them."""
    waiting: list[Any] = list(vars(module).values())
    while waiting:
        found = waiting.pop()
        if isinstance(found, FunctionType) and found.__code__.co_filename == file:
            yield found
        elif isinstance(found, property):
            waiting.append(found.fget)
        elif isinstance(found, type) and found.__module__ == module.__name__:
            waiting.extend(vars(found).values())
        elif isinstance(found, staticmethod | classmethod) or callable(getattr(found, "cache_clear", None)):
            waiting.append(found.__wrapped__)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a changed tree where a module of that name is imported."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self._path, self._tree = path, tree

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        """The module, if it is the one."""
        if name != _name(self._path):
            return None
        return importlib.util.spec_from_file_location(name, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed tree as the module."""
        exec(compile(self._tree, str(self._path), "exec"), module.__dict__)


def in_a_fork(work: Callable[[], int]) -> int:
    """What the work gives, done in a silent fork; another number when it fails or is ended."""
    child = os.fork()
    if not child:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _pytest(tests: Sequence[str], *plugins: object) -> int:
    settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
    settings.load_profile("mutants")
    options = ("-q", "-x", "--noconftest", "-p", "no:cacheprovider", "--timeout=0", "--assert=plain")
    return int(pytest.main([*options, *tests], plugins=list(plugins)))


class _Chosen:
    """Only these tests, in this order."""

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the chosen ones and put them in order."""
        items[:] = [item for item in items if item.nodeid in self._place]
        items.sort(key=lambda item: self._place[item.nodeid])


def _anew(
    path: Path, tree: ast.Module, mutant: Mutant, tests: Sequence[str], chosen: Sequence[str], limit: float
) -> int:
    _limit(limit)
    change(tree, mutant)
    sys.meta_path.insert(0, Changed(path, tree))
    return _pytest(tests, _Chosen(chosen))


class Book:
    """Which changes were tried, and which of them nobody has noticed yet; kept in a file, for forks to write in."""

    def __init__(self, every: int) -> None:
        self._kept = Path(tempfile.mkstemp(prefix="ssc-mutants-")[1])
        self._every = every

    def write(self, path: Path, mutant: Mutant, missed: bool) -> None:
        """Put down whether a change was missed."""
        with self._kept.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps([str(path), mutant.place, mutant.line, mutant.what, missed]) + "\n")

    def read(self) -> dict[tuple[str, int], tuple[int, str, bool]]:
        """Each change by file and place: its line, what was done, whether it was missed to the last."""
        rows = [json.loads(row) for row in self._kept.read_text(encoding="utf-8").splitlines()]
        return {(path, place): (line, what, missed) for path, place, line, what, missed in rows}

    def open_ones(self, path: Path, tree: ast.Module) -> Iterator[Mutant]:
        """The changes of a file that nobody has noticed so far."""
        tried = self.read()
        for mutant in islice(mutants(tree), None, None, self._every):
            if tried.get((str(path), mutant.place), (0, "", True))[2]:
                yield mutant


def _try_files(paths: Sequence[Path], tests: Sequence[str], book: Book) -> None:
    """Try every change of these files that is still open, those inside functions in one laboratory."""
    own = [*tests, *(str(path.relative_to(PROJECT)) for path in paths)]
    with tempfile.NamedTemporaryFile() as kept:
        code = in_a_fork(lambda: _pytest(own, Laboratory(paths, Path(kept.name), book)))
        if code:
            raise SystemExit(f"{paths[0]}: the tests do not hold as they are, {code}")
        touched, seconds = json.loads(Path(kept.name).read_text(encoding="utf-8"))
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        outside = outside_functions(tree)
        chosen = [name for name in sorted(seconds, key=seconds.__getitem__) if str(path) in touched[name]]
        limit = ENDLESS * (10 + sum(seconds[name] for name in chosen))
        for mutant in book.open_ones(path, tree):
            if outside.issuperset(mutant.lines):
                code = in_a_fork(partial(_anew, path, tree, mutant, own, chosen, limit)) if chosen else 0
                book.write(path, mutant, code == 0)


def main(wanted: list[str], every: int) -> int:
    """Try all targets, or those whose path holds a given part; gives 1 when something went unnoticed."""
    by_tests: dict[tuple[str, ...], list[Path]] = {}
    seen: set[Path] = set()
    for target, tests in TARGETS.items():
        place = PROJECT / target
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            name = str(path.relative_to(PROJECT))
            if path not in seen and (not wanted or any(part in name for part in wanted)):
                seen.add(path)
                by_tests.setdefault(tests, []).append(path)
    book = Book(every)
    for tests, paths in by_tests.items():
        by_chance = [test for test in tests if test.startswith("tests/property")]
        _try_files(paths, [test for test in tests if test not in by_chance], book)
        left = {path for (path, _), (_, _, missed) in book.read().items() if missed}
        if by_chance and (again := [path for path in paths if str(path) in left]):
            _try_files(again, by_chance, book)
    return _report(book)


def _report(book: Book) -> int:
    tried = book.read()
    files: dict[str, list[bool]] = {}
    for (path, _), (line, what, missed) in sorted(tried.items()):
        file = str(Path(path).relative_to(PROJECT))
        files.setdefault(file, []).append(missed)
        if missed:
            print(f"{file}:{line}: {what} not noticed")
    for file, found in files.items():
        print(f"{file}: {len(found)} changes, {len(found) - sum(found)} noticed")
    missed_in_all = sum(map(sum, files.values()))
    share = 100 * (len(tried) - missed_in_all) / max(len(tried), 1)
    print(f"{len(tried)} changes, {missed_in_all} not noticed: {share:.1f} % noticed")
    return 1 if missed_in_all else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("parts", nargs="*")
    given = arguments.parse_args()
    sys.exit(main(given.parts, given.every))
