"""The worked examples of the rules, as a test for `make mutants`; `./ssc test` runs them where they stand."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
RULES = [
    *(f"app.kernel.{name}" for name in ("explain", "money", "reciprocal")),
    *(
        f"app.features.settlement.core.{path.stem}"
        for path in sorted((PROJECT / "app/features/settlement/core").glob("[!_]*.py"))
    ),
]


@pytest.mark.parametrize("name", RULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder().find(import_module(name)):
        if "__mutmut_" not in example.name:  # a changed copy, kept beside the function
            runner.run(example)
    assert runner.summarize(verbose=False).failed == 0
