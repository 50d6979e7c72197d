"""What tariffs left over or short, through the years: an account per area and destination, every movement explained.

A result is struck by each final run. Carried, it is taken out again by the run that opens the next year with it;
divided, by the run of the year's last period that charges it; in the reserve it stays (settlement.md 27). Above
zero is a shortfall, below zero a surplus, as in the settlement itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.features.settlement.core.inputs import Named, TariffResult
from app.features.settlement.core.result import AreaResult, LineKind, Settlement
from app.features.settlement.core.settled import Result


class MovementKind(StrEnum):
    """What a movement does to an account."""

    STRUCK = "struck"
    OPENED = "opened"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: by which run, in which year it counts, and what it is made of.

    `costs_cents` and `charged_cents` are the two that a struck result is the difference of; `by_organisation` is
    who was charged a divided one.
    """

    kind: MovementKind
    run: str
    label: str
    year: int
    amount_cents: int
    costs_cents: int = 0
    charged_cents: int = 0
    by_organisation: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """The results of one area that go to one place."""

    area: Named
    goes_to: TariffResult
    movements: tuple[Movement, ...]

    @property
    def balance_cents(self) -> int:
        """What is left of it now: above zero a shortfall, below zero a surplus."""
        return sum(one.amount_cents for one in self.movements)


@dataclass(frozen=True, slots=True)
class SettledRun:
    """A final settlement or correction: its year, where each area's result goes, and what opened it."""

    run: str
    label: str
    year: int
    settlement: Settlement
    goes_to: Mapping[str, TariffResult]
    opening: tuple[Result, ...] = ()


def accounts(runs: Iterable[SettledRun]) -> tuple[Account, ...]:
    """Every account with a movement, by area and destination; movements in the order of the runs."""
    found: dict[tuple[str, TariffResult], list[Movement]] = {}
    names: dict[str, Named] = {}
    for run in runs:
        names |= {area.area.code: area.area for area in run.settlement.areas}
        for area, goes_to, movement in _movements(run):
            if movement.amount_cents:
                found.setdefault((area, goes_to), []).append(movement)
    order = list(TariffResult)
    keys = sorted(found, key=lambda key: (key[0], order.index(key[1])))
    return tuple(Account(names[area], goes_to, tuple(found[area, goes_to])) for area, goes_to in keys)


def _movements(run: SettledRun) -> Iterator[tuple[str, TariffResult, Movement]]:
    for row in run.opening:
        taken = Movement(MovementKind.OPENED, run.run, run.label, run.year, -row.amount_cents)
        yield row.area, TariffResult.CARRIED, taken
    for area in run.settlement.areas:
        code = area.area.code
        goes_to = run.goes_to.get(code)
        if goes_to is None:
            continue
        charged = _charged_result(run.settlement, area)
        struck = area.result_cents + sum(charged.values())
        costs = area.costs_cents
        made = Movement(MovementKind.STRUCK, run.run, run.label, run.year, struck, costs, costs - struck)
        yield code, goes_to, made
        divided = -sum(charged.values())
        yield (
            code,
            goes_to,
            Movement(MovementKind.CHARGED, run.run, run.label, run.year, divided, by_organisation=charged),
        )


def _charged_result(settlement: Settlement, area: AreaResult) -> dict[str, int]:
    """What each was charged of the result of the year, by organisation."""
    found: dict[str, int] = {}
    for line in settlement.lines:
        if line.area == area.area.code and line.kind is LineKind.RESULT:
            found[line.organisation] = found.get(line.organisation, 0) + line.amount_cents
    return found
