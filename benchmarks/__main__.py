"""Runs every measurement, puts the table above the words of `docs/benchmarks.md`, and fails on a broken promise."""

import sys
from pathlib import Path

from app.infra.clock import real_now
from benchmarks import clock, dashboard, posting, rebuilding, settlement
from benchmarks.world import loaded

REPORT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
_HEAD = """\
# Measurements

Ratios in one run on one machine (`make bench`): absolute figures differ from day to day, ratios much less.
Last run: {day}.

| what | measured | against | ratio | promise | kept |
|---|---|---|---|---|---|
"""


def main() -> int:
    """0 when every promise is kept."""
    with loaded() as world:
        real, bare, doorless = posting.measure(world)
        small, large = dashboard.measure(world)
        rebuilt = rebuilding.rows(world)
    settled = settlement.rows()
    clocks = clock.rows()
    rows = [
        (
            "posting an assignment, requests/s",
            f"{real:.0f}",
            f"bare route that inserts one row: {bare:.0f} (without a key: {doorless:.0f})",
            real / bare,
            "at least 0.50",
            real / bare >= 0.5,
        ),
        (
            f"dashboard at {dashboard.LARGE:,} assignments, ms",
            f"{large:.1f}",
            f"at {dashboard.SMALL:,}: {small:.1f}",
            large / small,
            "at most 3.0",
            large / small <= 3,
        ),
        *clocks,
        *rebuilt,
        *settled,
    ]
    said = {True: "yes", False: "**no**", None: "–"}
    lines = [
        f"| {what} | {measured} | {against} | {ratio:,.2f} | {promise} | {said[kept]} |"
        for what, measured, against, ratio, promise, kept in rows
    ]
    # what people wrote below the table, from the first heading, stays
    _, heading, words = REPORT.read_text(encoding="utf-8").partition("\n## ")
    table = _HEAD.format(day=real_now().date()) + "\n".join(lines) + "\n"
    REPORT.write_text(table + heading + words, encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))
    return 0 if all(row[-1] is not False for row in rows) else 1


sys.exit(main())
