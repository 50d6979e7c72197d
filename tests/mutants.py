"""What `mutmut` found, for `make mutants`: a table, and each change that no test noticed without a reason on the list.

    python -m tests.mutants

A change is known by what it does, not by its number, which moves whenever its function does: module, function, the
line that was, the line that it became. `docs/mutants.yaml` gives the reason of each change that survives. Fails when
less than nine in ten were noticed, when a survivor has no reason, and when a reason is of nothing that survives.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[1]
MADE = PROJECT / "mutants"
REASONS = PROJECT / "docs" / "mutants.yaml"
WANTED = 0.9
_STATUS = {
    0: "survived",
    1: "noticed",
    3: "noticed",
    5: "without a test",
    33: "without a test",
    37: "by its types",
}
"""By the code that the tool keeps; the rest ran on until it was ended."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one place: in which function of which module, what stood there and what came, and how it fared."""

    place: str
    was: str
    becomes: str
    status: str

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What stays the same when other lines move."""
        return self.place, self.was, self.becomes


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
            status = "not tried" if code is None else _STATUS.get(code, "ran on")
            yield Change(f"{_short(module)}.{_function(mangled)}", was, becomes, status)


def _body(lines: list[str], spans: dict[str, list[int]], mangled: str) -> list[str]:
    first, last = spans[mangled]
    return [line.strip().replace(mangled, _function(mangled)) for line in lines[first - 1 : last]]


def _difference(was: list[str], becomes: list[str]) -> tuple[str, str]:
    told = list(ndiff(was, becomes, charjunk=None))
    gone = " ".join(line[2:] for line in told if line.startswith("- "))
    come = " ".join(line[2:] for line in told if line.startswith("+ "))
    return gone, come


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
    by_module: dict[str, Counter[str]] = {}
    for change in found:
        by_module.setdefault(
            change.place.split(".")[1 if change.place.startswith(("core", "kernel")) else 0], Counter()
        )[change.status] += 1
    columns = ("noticed", "by its types", "ran on", "survived", "without a test", "not tried")
    print("| module | changes | " + " | ".join(columns) + " |")
    total: Counter[str] = Counter()
    for module, counts in [*sorted(by_module.items()), ("all", total)]:
        total.update(counts if counts is not total else {})
        print(
            f"| {module} | {counts.total()} | " + " | ".join(str(counts[column]) for column in columns) + " |"
        )
    left = {
        change.known_by for change in found if change.status in ("survived", "without a test", "not tried")
    }
    known = reasons()
    for place, was, becomes in sorted(left - known.keys()):
        print(f"no reason: {place}\n  - {was}\n  + {becomes}")
    for place, was, becomes in sorted(known.keys() - left):
        print(f"a reason of nothing: {place}\n  - {was}\n  + {becomes}")
    share = sum(total[one] for one in ("noticed", "by its types", "ran on")) / total.total()
    print(f"{share:.1%} noticed")
    return int(share < WANTED or left != known.keys())


if __name__ == "__main__":
    sys.exit(main())
