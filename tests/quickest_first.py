"""For `make mutants`, as a plugin of pytest: the test first that is likely to see a change, then the quickest.

A change of the rules is tried on every test that comes past it, up to the first that fails; the tool runs those in
any order. Cases that are told whole see most; how long each test takes the tool has measured itself.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
settings.load_profile("mutants")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put cases that are told whole first, and all in order of how long each took when nothing was changed."""
    seconds = _seconds(Path("mutmut-stats.json").resolve())
    items.sort(key=lambda item: ("test_explained_cases" not in item.nodeid, seconds.get(item.nodeid, 0.0)))


@cache
def _seconds(kept: Path) -> dict[str, float]:
    if not kept.exists():
        return {}
    found: dict[str, float] = json.loads(kept.read_text(encoding="utf-8"))["duration_by_test"]
    return found
