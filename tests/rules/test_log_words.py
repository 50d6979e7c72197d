"""What is recorded in the log has a Dutch word, and every word is of something that is recorded."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kernel.glossary import PERIOD_CHANGES, STEPS
from app.kernel.log_words import SUBJECTS, USE_CASES

PASSED_ON = {"use_case": {"week.goedkeuren", "week.teruggeven", "week.indienen", "week.terughalen"}}
"""Codes that reach `record` in a variable; the test finds them as texts in the same file."""

PASSED_KINDS = {
    "made_from[0]": {"invoice", "run"},
    "KINDS[table]": {"cascade_version", "cost_pool_version", "participation", "policy", "tariff"},
}
"""Kinds of subject that reach `record` from elsewhere."""


def recorded(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Use case and kind of subject of each `….record(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
            yield node.args[0], node.args[1]


def codes_of(expression: ast.expr) -> set[str]:
    """The codes that an expression can give: a text, a text with a word of a list in it, or a named variable."""
    match expression:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.JoinedStr(values=[ast.Constant(value=str(begin)), ast.FormattedValue(value=filled)]):
            words = {"STEPS[step]": STEPS, "PERIOD_CHANGES[fact.kind]": PERIOD_CHANGES}[ast.unparse(filled)]
            return {f"{begin}{word}" for word in words.values()}
        case _:
            return (PASSED_ON | PASSED_KINDS)[ast.unparse(expression)]


@pytest.fixture(scope="module")
def found(project: Path) -> tuple[set[str], set[str]]:
    """All use cases and all kinds of subject that the product records."""
    use_cases: set[str] = set()
    kinds: set[str] = set()
    for path in sorted((project / "app").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for use_case, kind in recorded(ast.parse(source)):
            codes = codes_of(use_case)
            if not isinstance(use_case, ast.Name):
                use_cases |= codes
            else:
                use_cases |= {code for code in codes if f'"{code}"' in source}
            kinds |= codes_of(kind)
    return use_cases, kinds


def test_every_use_case_in_the_log_has_a_word(found: tuple[set[str], set[str]]) -> None:
    assert found[0] - set(USE_CASES) == set()
    assert set(USE_CASES) - found[0] == set()


def test_every_kind_of_subject_in_the_log_has_a_word(found: tuple[set[str], set[str]]) -> None:
    assert found[1] - set(SUBJECTS) == set()
    assert set(SUBJECTS) - found[1] == set()


def test_words_of_the_log_are_words() -> None:
    for word in (*USE_CASES.values(), *SUBJECTS.values()):
        assert re.fullmatch(r"[a-zë]+(-[a-z]+)*( [a-zë-]+)*", word), word


def test_the_check_reads_a_text_a_step_and_a_variable() -> None:
    [(use_case, kind)] = recorded(ast.parse("work.record(f'opdracht.{STEPS[step]}', 'assignment', 1)"))
    assert "opdracht.indienen" in codes_of(use_case)
    assert codes_of(kind) == {"assignment"}
    with pytest.raises(KeyError):
        codes_of(ast.parse("something", mode="eval").body)
