"""What `mutmut` found, for `make mutants`: a table, and each change that no test noticed without a reason on the list.

    python -m tests.mutants

A change is known by what it does, not by its number, which moves whenever its function does: module, function, the
line that was, the line that it became. `docs/mutants.yaml` gives the reason of each change that survives. Fails when
tests noticed less than nine in ten of the changes that the types let through, when a survivor has no reason, and
when a reason is of nothing that survives.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[1]
MADE = PROJECT / "mutants"
REASONS = PROJECT / "docs" / "mutants.yaml"
WANTED = 0.9
_LEFT = ("survived", "without a test", "not tried")
_TYPES = "refused by its types"
_STATUS = {1: "noticed", 3: "noticed", 0: _LEFT[0], 5: _LEFT[1], 33: _LEFT[1], 37: _TYPES}
_STATUS |= dict.fromkeys((24, -24, 36, 152), "ran on")
"""By the code that the tool keeps; whatever else it keeps says nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one place: in which function of which module, what stood there and what came, and how it fared."""

    module: str
    function: str
    was: str
    becomes: str
    status: str

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What stays the same when other lines move."""
        return f"{self.module}.{self.function}", self.was, self.becomes


def changes() -> Iterator[Change]:
    """Every change that was made, by module and function."""
    for kept in sorted(MADE.rglob("*.py.meta")):
        codes = json.loads(kept.read_text(encoding="utf-8"))["exit_code_by_key"]
        spans = json.loads(kept.with_suffix(".spans").read_text(encoding="utf-8"))["spans"] if codes else {}
        lines = kept.with_suffix("").read_text(encoding="utf-8").splitlines()
        for name, code in codes.items():
            module, _, mangled = name.rpartition(".")
            original = mangled.rpartition("__mutmut_")[0] + "__mutmut_orig"
            was, becomes = _difference(_body(lines, spans, original), _body(lines, spans, mangled))
            yield Change(_short(module), _function(mangled), was, becomes, _STATUS.get(code, _LEFT[2]))


def _body(lines: list[str], spans: dict[str, list[int]], mangled: str) -> list[str]:
    first, last = spans[mangled]
    return [line.strip().replace(mangled, _function(mangled)) for line in lines[first - 1 : last]]


def _difference(was: list[str], becomes: list[str]) -> tuple[str, str]:
    """What is left of both when the lines that they begin and end with alike are taken off."""
    first = next(place for place, (one, other) in enumerate(zip_longest(was, becomes)) if one != other)
    was, becomes = was[first:], becomes[first:]
    while was and becomes and was[-1] == becomes[-1]:
        was, becomes = was[:-1], becomes[:-1]
    return " ".join(was), " ".join(becomes)


def _short(module: str) -> str:
    return module.removeprefix("app.").removeprefix("features.settlement.")


def _function(mangled: str) -> str:
    name = mangled.rpartition("__mutmut_")[0].removeprefix("x")
    return name.removeprefix("ǁ").replace("ǁ", ".") if name.startswith("ǁ") else name.removeprefix("_")


def reasons() -> dict[tuple[str, str, str], str]:
    """The reason of each change that is known to survive."""
    rows = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or []
    return {
        (group["in"], row["was"], row.get("becomes") or ""): group["why"]
        for group in rows
        for row in group["changes"]
    }


def main() -> int:
    """0 when nine in ten were noticed and every survivor has its reason, and every reason its survivor."""
    found = list(changes())
    share = _table(found)
    left = {change.known_by for change in found if change.status in _LEFT}
    known = reasons()
    for what, ones in (("no reason", left - known.keys()), ("a reason of nothing", known.keys() - left)):
        for place, was, becomes in sorted(ones):
            print(f"{what}: {place}\n  - {was}\n  + {becomes}")
    return int(share < WANTED or left != known.keys())


def _table(found: list[Change]) -> float:
    """Print how each module fared; gives the part noticed by tests of what the types let through."""
    columns = ("noticed", "ran on", *_LEFT, _TYPES)
    modules: dict[str, Counter[str]] = {}
    for change in found:
        modules.setdefault(change.module, Counter())[change.status] += 1
    modules["all"] = sum(modules.values(), Counter())
    print("| module | changes | " + " | ".join(columns) + " |\n|" + "---|" * (2 + len(columns)))
    for module, counts in modules.items():
        print(f"| {module} | {counts.total()} | " + " | ".join(str(counts[one]) for one in columns) + " |")
    counts = modules["all"]
    share = (counts["noticed"] + counts["ran on"]) / (counts.total() - counts[_TYPES])
    print(f"{share:.1%} of what the types let through is noticed")
    return share


if __name__ == "__main__":
    sys.exit(main())
