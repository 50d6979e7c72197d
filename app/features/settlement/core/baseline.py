"""What each partner spent before, what it pays together, and what that saves a year (domain §10, baseline).

Earlier spending is indexed to the year that it is compared with. Beside it the path that was planned. A saving
that is no lower price (a joint valuation that brings in more) is named by itself and added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.explain import Node, Source, Unit, leaf, less, product, rounded, summed
from app.kernel.quantities import exact_percent


@dataclass(frozen=True, slots=True)
class Amount:
    """Spent, paid or gained by an organisation in a year, with where the figure comes from."""

    organisation: str
    year: int
    amount_cents: int
    source: str


@dataclass(frozen=True, slots=True)
class Gain:
    """One partner in one year: what it would have spent, what it pays, what it gains."""

    organisation: str
    before: Node
    paid: Node
    gain: Node


@dataclass(frozen=True, slots=True)
class YearOnPath:
    """One year of the path: every partner, all together, and what was planned."""

    year: int
    gains: tuple[Gain, ...]
    before: Node
    paid: Node
    gain: Node
    planned_cents: int | None

    @property
    def over_plan_cents(self) -> int | None:
        """What is paid more than planned; None without a plan."""
        return None if self.planned_cents is None else int(self.paid.value) - self.planned_cents


def baseline(
    spent: Sequence[Amount],
    paid: Sequence[Amount],
    index: Mapping[int, Fraction],
    plan: Mapping[int, int],
    more: Sequence[Amount] = (),
) -> tuple[YearOnPath, ...]:
    """The path year by year, for each year that something was paid in.

    `index` is the rise of prices in per cent in that year over the one before; a year without one counts as
    none. `plan` is in cents. `more` are gains beside lower costs.
    """
    years = sorted({row.year for row in paid})
    return tuple(_year(year, spent, paid, index, plan, more) for year in years)


def _year(
    year: int,
    spent: Sequence[Amount],
    paid: Sequence[Amount],
    index: Mapping[int, Fraction],
    plan: Mapping[int, int],
    more: Sequence[Amount],
) -> YearOnPath:
    codes = sorted({row.organisation for row in (*spent, *paid)})
    gains = []
    for code in codes:
        before = summed(
            f"Eerder door {code}, naar {year}",
            [_indexed(row, year, index) for row in spent if row.organisation == code],
            Unit.CENTS,
        )
        now = summed(f"Betaald door {code} in {year}", _facts(paid, code, year), Unit.CENTS)
        other = _facts(more, code, year)
        lower = less(f"Lagere kosten van {code} in {year}", before, [now])
        gains.append(
            Gain(code, before, now, summed(f"Voordeel van {code} in {year}", [lower, *other], Unit.CENTS))
        )
    return YearOnPath(
        year,
        tuple(gains),
        summed(f"Eerder samen, naar {year}", [one.before for one in gains], Unit.CENTS),
        summed(f"Betaald samen in {year}", [one.paid for one in gains], Unit.CENTS),
        summed(f"Voordeel samen in {year}", [one.gain for one in gains], Unit.CENTS),
        plan.get(year),
    )


def _facts(rows: Sequence[Amount], code: str, year: int) -> list[Node]:
    return [_fact(row) for row in rows if (row.organisation, row.year) == (code, year)]


def _fact(row: Amount) -> Node:
    source = Source("baseline", f"{row.organisation}/{row.year}", row.source)
    return leaf(f"{row.source}, {row.year}", row.amount_cents, Unit.CENTS, source)


def _indexed(row: Amount, year: int, index: Mapping[int, Fraction]) -> Node:
    """Earlier spending at the prices of a later year; each amount rounded once."""
    rises = [
        leaf(f"Prijsindex {one}: {exact_percent(index[one] / 100)} hoger", 1 + index[one] / 100, Unit.SHARE)
        for one in range(row.year + 1, year + 1)
        if index.get(one)
    ]
    if not rises:
        return _fact(row)
    exact = product(f"{row.source} naar prijzen van {year}", [_fact(row), *rises], Unit.CENTS)
    return rounded(exact.what, exact)
