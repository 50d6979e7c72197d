"""Cascades on their sheet: a row per overhead pool, the rows with the same first day together one cascade."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.features.costs.core import CascadeMethod, OverheadDriver
from app.features.costs.core.cascades import cascade_faults, day_faults
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.partnership.core.rows import PolicyRow, Term

Parts = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class CascadeLine:
    """An overhead pool of a cascade."""

    cascade: CascadeMethod
    pool: str
    driver: OverheadDriver
    term: Term
    shares: Parts = ()
    pool_shares: Parts = ()
    fte: Decimal | None = None
    step: int | None = None


def cascade_lines(row: CascadeRow) -> Iterator[CascadeLine]:
    """The lines of a cascade."""
    for one in row.pools:
        yield CascadeLine(
            row.method, one.pool, one.driver, row.term, one.shares, one.pool_shares, one.fte, one.step
        )


def cascades_of(lines: Sequence[CascadeLine]) -> tuple[CascadeRow, ...]:
    """The cascades of all lines, the earliest first; method and days are those of the first line of each."""
    found = []
    for first_on in sorted({line.term.first_on for line in lines}):
        own = sorted((line for line in lines if line.term.first_on == first_on), key=lambda line: line.pool)
        pools = tuple(
            CascadePoolRow(one.pool, one.driver, one.shares, one.pool_shares, one.fte, one.step)
            for one in own
        )
        found.append(CascadeRow(own[0].cascade, pools, own[0].term))
    return tuple(found)


def line_faults(
    lines: Sequence[CascadeLine],
    pools: Sequence[PoolRow],
    areas: Mapping[str, str],
    policies: Sequence[PolicyRow],
) -> Iterator[tuple[int, str, str]]:
    """The place of a line, its field and what is wrong with it."""
    cascades = cascades_of(lines)
    for place, row in enumerate(cascades):
        own = [index for index, line in enumerate(lines) if line.term.first_on == row.term.first_on]
        for index in own:
            if (lines[index].cascade, lines[index].term) != (row.method, row.term):
                message = (
                    "Rijen met dezelfde eerste dag zijn één doorbelasting: methode en einde zijn gelijk."
                )
                yield index, "cascade", message
        if any(row.term.overlaps(other.term) for other in cascades[:place]):
            yield (
                own[0],
                "valid_from",
                "Op sommige dagen geldt ook een andere doorbelasting.",
            )
        for fault in (*day_faults(row.term, policies, areas), *cascade_faults(row, pools, areas)):
            at = next((index for index in own if lines[index].pool == fault.pool), own[0])
            yield at, "pool" if fault.field == "pools" else fault.field, fault.message
